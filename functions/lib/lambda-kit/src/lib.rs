//! What every function needs at its edge: configuration, logs, metrics, AWS clients, the clock, and batch
//! responses that cannot be misreported.
//!
//! It knows nothing of orders beyond their ids.

pub mod aws;
pub mod clock;
pub mod config;
pub mod deadline;
pub mod fifo_batch;
pub mod metrics;
pub mod parking;
pub mod telemetry;
pub mod trace;
