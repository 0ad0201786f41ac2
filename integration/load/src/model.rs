//! `cargo load model`: what the way from an order to its invoice takes on AWS.
//!
//! A spreadsheet in code. The way is a list of cells, each a time out of the [inputs](Inputs);
//! drawn many times from a seeded source, their sums are the distribution. The cells are drawn
//! independently: what makes several of them slow at once (a bad minute of a zone) is not in it.

mod way;

pub(crate) use way::slowdown;

use fastrand::Rng;

use crate::error::LoadError;
use crate::inputs::{Input, Inputs};
use crate::report::{Row, Section, millis};
use way::{Cell, Way};

/// The figures of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub mean: f64,
}

/// Computes the way, and how much each input matters to it.
///
/// # Errors
/// If an input is missing.
pub fn compute(inputs: &Inputs, draws: u32, seed: u64) -> Result<Vec<Section>, LoadError> {
    Ok(vec![
        way_section(inputs, draws, seed)?,
        sensitivities(inputs, draws, seed)?,
    ])
}

/// From the order's request to its invoice in the bucket, in milliseconds.
///
/// # Errors
/// If an input is missing.
pub fn order_to_pdf(inputs: &Inputs, draws: u32, seed: u64) -> Result<Expected, LoadError> {
    let way = Way::new(inputs)?;
    Ok(expected(&way, 0, draws, seed))
}

/// The sums of the cells from `first` on.
fn expected(way: &Way, first: usize, draws: u32, seed: u64) -> Expected {
    // A source for each cell: scaling one input moves no draw of another.
    let mut sources: Vec<Rng> = (0..way.cells.len())
        .map(|index| u64::try_from(index).unwrap_or_default())
        .map(|index| seed.wrapping_add(index.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
        .map(Rng::with_seed)
        .collect();
    let mut sums: Vec<f64> = (0..draws.max(1))
        .map(|_| {
            let cells = way.cells.iter().zip(&mut sources).skip(first);
            cells.map(|(cell, rng)| cell.draw(rng)).sum()
        })
        .collect();
    sums.sort_by(f64::total_cmp);
    let mean = sums.iter().sum::<f64>() / f64::from(draws.max(1));
    Expected {
        p50: quantile(&sums, 50),
        p90: quantile(&sums, 90),
        p99: quantile(&sums, 99),
        mean,
    }
}

/// By nearest rank, of at least one sorted value.
fn quantile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted[rank.saturating_sub(1)]
}

fn way_section(inputs: &Inputs, draws: u32, seed: u64) -> Result<Section, LoadError> {
    let way = Way::new(inputs)?;
    let all = expected(&way, 0, draws, seed);
    let confirmed = expected(&way, way.confirmed, draws, seed);
    let mut section =
        Section::new("Expected on AWS: from POST /orders to the invoice in the bucket");
    for Cell {
        hop, what, input, ..
    } in &way.cells
    {
        let cell = way.alone(hop, what);
        section.row(
            Row::new(format!("{hop}: {what}"), millis(cell.mean()))
                .against(inputs.input(input)?.kind.as_str())
                .ratio(format!("{:.0} %", cell.mean() / all.mean * 100.0)),
        );
    }
    for (
        what,
        Expected {
            p50,
            p90,
            p99,
            mean,
        },
    ) in [("order → PDF", all), ("confirmed → PDF", confirmed)]
    {
        let [p50, p90, p99] = [p50, p90, p99].map(millis);
        let figure = format!("p50 {p50}, p90 {p90}, p99 {p99}");
        section.row(Row::new(what, figure).against(format!("mean {}", millis(mean))));
    }
    section.note(format!(
        "Each figure above is the cell's mean, beside how its input is known and its share. {draws} \
         draws, seed {seed}. The customer confirms as soon as the order is placed; nothing waits for \
         anything else, so this is the system far from saturation."
    ));
    Ok(section)
}

/// What becomes of the whole if one input is twice what was assumed.
fn sensitivities(inputs: &Inputs, draws: u32, seed: u64) -> Result<Section, LoadError> {
    let base = order_to_pdf(inputs, draws, seed)?;
    let mut found: Vec<(&str, &Input, Expected)> = Vec::new();
    let way = Way::new(inputs)?;
    for name in way.inputs() {
        let doubled = order_to_pdf(&inputs.scaled(name, 2.0), draws, seed)?;
        found.push((name, inputs.input(name)?, doubled));
    }
    found.sort_by(|(_, _, one), (_, _, other)| other.p50.total_cmp(&one.p50));
    let mut section = Section::new("What if an input is twice what was assumed?");
    for (name, input, doubled) in found {
        let change = |after: f64, before: f64| format!("{:+.0} ms", after - before);
        section.row(
            Row::new(
                format!("{name}: {}", input.what),
                format!(
                    "p50 {}, p99 {}",
                    change(doubled.p50, base.p50),
                    change(doubled.p99, base.p99)
                ),
            )
            .against(input.kind.as_str())
            .ratio(format!("{:.2} ×", doubled.p50 / base.p50)),
        );
    }
    section.note(
        "Sorted by what happens to the median. A guess far down does no harm; one far up would.",
    );
    Ok(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs() -> Inputs {
        Inputs::read(None).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_figures() {
        let once = order_to_pdf(&inputs(), 2_000, 4).unwrap();
        assert_eq!(once, order_to_pdf(&inputs(), 2_000, 4).unwrap());
        assert_ne!(once, order_to_pdf(&inputs(), 2_000, 5).unwrap());
    }

    #[test]
    fn the_mean_is_the_sum_of_the_means_of_the_cells() {
        let way = Way::new(&inputs()).unwrap();
        let cells: f64 = way.cells.iter().map(Cell::mean).sum();
        let drawn = expected(&way, 0, 40_000, 1).mean;
        assert!((cells - drawn).abs() < cells / 50.0, "{cells}, not {drawn}");
    }

    #[test]
    fn twice_every_time_is_twice_the_whole() {
        let inputs = inputs();
        let way = Way::new(&inputs).unwrap();
        let before = expected(&way, 0, 5_000, 2);
        let mut doubled = inputs.clone();
        for name in way.inputs() {
            if inputs.input(name).unwrap().unit == "ms" {
                doubled = doubled.scaled(name, 2.0);
            }
        }
        let after = order_to_pdf(&doubled, 5_000, 2).unwrap();
        for (after, before) in [(after.p50, before.p50), (after.p99, before.p99)] {
            assert!((after / before - 2.0).abs() < 1e-9, "{after} {before}");
        }
    }

    #[test]
    fn a_function_with_half_the_memory_takes_twice_its_processor_time() {
        let inputs = inputs();
        let render = |inputs: &Inputs| Way::new(inputs).unwrap().alone("worker", "renders").mean();
        let ratio = render(&inputs.scaled("worker_memory", 0.5)) / render(&inputs);
        assert!((ratio - 2.0).abs() < 1e-9, "{ratio}");
        // More than a whole core does not help one thread.
        let whole = inputs.scaled("worker_memory", 10.0);
        let more = inputs.scaled("worker_memory", 20.0);
        assert!((render(&whole) - render(&more)).abs() < 1e-9);
    }

    #[test]
    fn what_follows_a_confirmation_is_less_than_the_whole() {
        let way = Way::new(&inputs()).unwrap();
        let whole = expected(&way, 0, 2_000, 1);
        let rest = expected(&way, way.confirmed, 2_000, 1);
        assert!(rest.p50 < whole.p50 && rest.p50 > whole.p50 / 2.0);
    }
}
