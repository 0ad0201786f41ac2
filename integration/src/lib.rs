//! The whole system on one machine: the real functions and the real template on an AWS emulator.
//!
//! [`Stack`] is the running system; its methods read like what people do with it. [`demo`] sends
//! real orders through it and checks what comes out.

mod console;
pub mod demo;
mod deploy;
mod emulator;
mod error;
mod fault_proxy;
mod stack;
mod synth;
mod test_stack;
mod wait;

pub use console::{Console, Door};
pub use deploy::Outputs;
pub use emulator::{Emulator, ProcessGroup, Running};
pub use error::StackError;
pub use fault_proxy::FaultProxy;
pub use stack::{
    Answer, Client, Mail, MailKind, Notifications, Place, Stack, TRACE_HEADER, default_folder,
    inbox, token,
};
pub use test_stack::{free_port, start_behind_faults, start_for_test, start_with_console};
pub use wait::{TimedOut, until};
