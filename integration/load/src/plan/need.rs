//! What a rate of orders asks of each part, by arithmetic alone.

use crate::distribution::Distribution;
use crate::error::LoadError;
use crate::inputs::Inputs;
use crate::model::slowdown;

/// What an order a second becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Load {
    pub(crate) orders: f64,
    /// Status changes: writes to the table, records, messages, publications, markers.
    pub(crate) changes: f64,
    pub(crate) documents: f64,
    pub(crate) requests: f64,
    /// Write units of the table of orders itself.
    pub(crate) table_writes: f64,
    /// Writes of one status in `StatusIndex`: each order enters it and leaves it.
    pub(crate) status_writes: f64,
    pub(crate) bucket_writes: f64,
    pub(crate) bucket_reads: f64,
}

/// Times of the calls, in milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    pub(crate) api_cpu: (Distribution, f64),
    pub(crate) consumer_cpu: (Distribution, f64),
    pub(crate) render_cpu: (Distribution, f64),
    pub(crate) table_read: Distribution,
    pub(crate) transaction: Distribution,
    pub(crate) queue_send: Distribution,
    pub(crate) bucket_read: Distribution,
    pub(crate) bucket_write: Distribution,
    pub(crate) publish: Distribution,
}

impl Load {
    pub(crate) fn new(inputs: &Inputs, orders: f64) -> Result<Self, LoadError> {
        let (changes, documents) = (inputs.value("changes")?, inputs.value("documents")?);
        Ok(Self {
            orders,
            changes: orders * changes,
            documents: orders * documents,
            requests: orders * (changes + inputs.value("reads")?),
            table_writes: orders * changes * inputs.value("write_units")?,
            status_writes: orders * 2.0,
            // A marker for each change, and the documents; looked at before each.
            bucket_writes: orders * (changes + documents),
            bucket_reads: orders * (changes + documents),
        })
    }
}

impl Times {
    pub(crate) fn new(inputs: &Inputs) -> Result<Self, LoadError> {
        let on_core = |time: &str, memory: &str| -> Result<_, LoadError> {
            Ok((inputs.time(time)?, slowdown(inputs, memory)?))
        };
        Ok(Self {
            api_cpu: on_core("api_cpu", "api_memory")?,
            consumer_cpu: on_core("consumer_cpu", "consumer_memory")?,
            render_cpu: on_core("render_cpu", "worker_memory")?,
            table_read: inputs.time("table_read")?,
            transaction: inputs.time("transaction")?,
            queue_send: inputs.time("queue_send")?,
            bucket_read: inputs.time("bucket_read")?,
            bucket_write: inputs.time("bucket_write")?,
            publish: inputs.time("publish")?,
        })
    }
}

/// So many that each is `utilisation` busy at most, of those that can do `capacity` each.
pub(crate) fn count_for(load: f64, capacity: f64, utilisation: f64) -> f64 {
    (load / (capacity * utilisation)).ceil().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_a_second_is_what_its_life_asks() {
        let inputs = Inputs::read(None).unwrap();
        let load = Load::new(&inputs, 1_000.0).unwrap();
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-6, "{found}");
        near(load.changes, 5_000.0);
        near(load.documents, 2_000.0);
        near(load.requests, 15_000.0);
        near(load.status_writes, 2_000.0);
        near(load.bucket_writes, 7_000.0);
    }

    #[test]
    fn counts_leave_room() {
        let counts = [
            (700.0, 1_000.0),
            (701.0, 1_000.0),
            (0.1, 1_000.0),
            (5_000.0, 10.0),
        ];
        let counts = counts.map(|(load, capacity)| count_for(load, capacity, 0.7));
        assert!(
            counts
                .iter()
                .zip([1.0, 2.0, 1.0, 715.0])
                .all(|(a, b)| (a - b).abs() < 1e-9),
            "{counts:?}"
        );
    }
}
