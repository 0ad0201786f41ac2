//! A stack for a test.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::LazyLock;

use xtask::NotReady;

use crate::stack::Stack;

/// Fresh binaries, built once however many tests a process runs.
static READY: LazyLock<Result<(), NotReady>> = LazyLock::new(xtask::prepare);

/// A stack of its own for the test `name`, on a free port, with its files in a folder of that name.
///
/// # Panics
/// If it does not start: then there is nothing to test.
pub async fn start_for_test(name: &str) -> Stack {
    if let Err(error) = tokio::task::block_in_place(|| LazyLock::force(&READY)) {
        panic!("{error}");
    }
    let folder = xtask::target().join("test-stacks").join(name);
    let started = Stack::start(free_port(), &folder).await;
    started.unwrap_or_else(|error| panic!("{error}"))
}

/// A port that nobody uses. Between this and its use somebody could take it; then the start fails
/// with an error that says so.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map_or(0, |address| address.port())
}
