//! `cargo load bench`: the short version of everything that needs no scenario.

use indicatif::ProgressBar;

use crate::error::LoadError;
use crate::inputs::Inputs;
use crate::report::Section;
use crate::{growth, model, pipeline, plan};

/// Draws of the model.
const DRAWS: u32 = 20_000;

/// Pipeline, model, growth and plan, in about three minutes.
///
/// # Errors
/// The first that has no result.
pub async fn all(bar: impl Fn(&'static str) -> ProgressBar) -> Result<Vec<Section>, LoadError> {
    let inputs = Inputs::read(None)?;
    let question = pipeline::Question {
        rates: vec![1.0, 10.0, 50.0],
        seconds: 15.0,
    };
    let mut sections = pipeline::measure(&question).await?;
    sections.extend(model::compute(&inputs, DRAWS, 1)?);
    sections.extend(growth::measure(&[1_000, 10_000], &bar("orders")).await?);
    let question = plan::Question {
        orders_per_second: 1_000.0,
        simulated_seconds: 20.0,
        seed: 1,
    };
    sections.extend(plan::plan(&inputs, question, &bar("parts"))?);
    Ok(sections)
}
