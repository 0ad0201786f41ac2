//! The whole system on one machine: the real functions and the real template on an AWS emulator.
//!
//! [`Stack`] is the running system; its methods read like what people do with it. [`demo`] sends
//! real orders through it and checks what comes out.

pub mod demo;
mod deploy;
mod emulator;
mod error;
mod stack;
mod synth;
mod test_stack;
mod wait;

pub use deploy::Outputs;
pub use emulator::{Emulator, ProcessGroup, Running};
pub use error::StackError;
pub use stack::{Answer, Client, Notifications, Stack, default_folder, token};
pub use test_stack::start_for_test;
pub use wait::{TimedOut, until};
