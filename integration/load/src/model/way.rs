//! The cells between an order and its invoice, in the order in which they follow each other.

use fastrand::Rng;

use crate::distribution::Distribution;
use crate::error::LoadError;
use crate::inputs::Inputs;

/// What happens once for each order.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) cells: Vec<Cell>,
    /// The first cell behind the confirmation's commit.
    pub(crate) confirmed: usize,
}

/// A time that is part of the way.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) hop: &'static str,
    pub(crate) what: &'static str,
    pub(crate) input: &'static str,
    time: Distribution,
    /// How much longer it takes than the input says.
    factor: f64,
    /// How often it happens at all.
    share: f64,
    /// Inputs besides the time.
    others: Vec<&'static str>,
}

impl Cell {
    pub(crate) fn draw(&self, rng: &mut Rng) -> f64 {
        // Both are drawn each time, so that a share moves no draw of the time.
        let (happens, time) = (rng.f64() < self.share, self.time.draw(rng));
        if happens { time * self.factor } else { 0.0 }
    }

    pub(crate) fn mean(&self) -> f64 {
        self.time.mean() * self.factor * self.share
    }
}

impl Way {
    pub(crate) fn new(inputs: &Inputs) -> Result<Self, LoadError> {
        let cells = [
            call(inputs, "place", "through the gateway", "gateway"),
            cold(inputs, "place", "a new environment"),
            on_core(
                inputs,
                "place",
                "order-api computes",
                "api_cpu",
                "api_memory",
            ),
            call(inputs, "place", "writes order and key", "transaction"),
            call(inputs, "confirm", "through the gateway", "gateway"),
            cold(inputs, "confirm", "a new environment"),
            on_core(
                inputs,
                "confirm",
                "order-api computes",
                "api_cpu",
                "api_memory",
            ),
            call(inputs, "confirm", "reads the order", "table_read"),
            call(inputs, "confirm", "reads the series", "table_read"),
            call(inputs, "confirm", "writes order and number", "transaction"),
            call(inputs, "stream", "is polled", "stream"),
            cold(inputs, "consumer", "a new environment"),
            on_core(
                inputs,
                "consumer",
                "computes",
                "consumer_cpu",
                "consumer_memory",
            ),
            call(inputs, "queue", "sent and received", "queue"),
            cold(inputs, "worker", "a new environment"),
            call(inputs, "worker", "looks for the marker", "bucket_read"),
            call(inputs, "worker", "looks for the document", "bucket_read"),
            on_core(inputs, "worker", "renders", "render_cpu", "worker_memory"),
            call(inputs, "worker", "puts the document", "bucket_write"),
        ];
        let cells = cells.into_iter().collect::<Result<Vec<_>, _>>()?;
        let confirmed = cells
            .iter()
            .position(|cell| cell.hop == "stream")
            .unwrap_or_default();
        Ok(Self { cells, confirmed })
    }

    /// The names of all inputs that matter here, each once.
    pub(crate) fn inputs(&self) -> Vec<&'static str> {
        let all = self
            .cells
            .iter()
            .flat_map(|cell| cell.others.iter().chain([&cell.input]));
        let mut names: Vec<_> = all.copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    pub(crate) fn alone(&self, hop: &str, what: &str) -> &Cell {
        let mut cells = self.cells.iter();
        let found = cells.find(|cell| cell.hop == hop && cell.what == what);
        found.expect("the cell is one of the way")
    }
}

fn call(
    inputs: &Inputs,
    hop: &'static str,
    what: &'static str,
    input: &'static str,
) -> Result<Cell, LoadError> {
    let time = inputs.time(input)?;
    Ok(Cell {
        hop,
        what,
        input,
        time,
        factor: 1.0,
        share: 1.0,
        others: Vec::new(),
    })
}

/// Processor time of a function, which gets less than a whole core if it has little memory.
fn on_core(
    inputs: &Inputs,
    hop: &'static str,
    what: &'static str,
    input: &'static str,
    memory: &'static str,
) -> Result<Cell, LoadError> {
    let factor = slowdown(inputs, memory)?;
    let others = vec![memory, "full_core_memory"];
    Ok(Cell {
        factor,
        others,
        ..call(inputs, hop, what, input)?
    })
}

/// How much longer a function computes than it would on a whole core.
pub(crate) fn slowdown(inputs: &Inputs, memory: &str) -> Result<f64, LoadError> {
    Ok((inputs.value("full_core_memory")? / inputs.value(memory)?).max(1.0))
}

fn cold(inputs: &Inputs, hop: &'static str, what: &'static str) -> Result<Cell, LoadError> {
    let share = inputs.value("cold_share")?;
    let others = vec!["cold_share"];
    Ok(Cell {
        share,
        others,
        ..call(inputs, hop, what, "cold_start")?
    })
}
