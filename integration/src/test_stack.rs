//! A stack for a test.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::LazyLock;

use xtask::NotReady;

use crate::console::{Console, Door};
use crate::fault_proxy::FaultProxy;
use crate::stack::{Place, Stack};

/// Fresh binaries, built once however many tests a process runs.
static READY: LazyLock<Result<(), NotReady>> = LazyLock::new(xtask::prepare);

/// A stack of its own for the test `name`, on a free port, with its files in a folder of that name.
///
/// # Panics
/// If it does not start: then there is nothing to test.
pub async fn start_for_test(name: &str) -> Stack {
    start(&Place::new(free_port(), ready(name))).await
}

/// As [`start_for_test`], with a proxy between the functions and the services.
///
/// # Panics
/// If it does not start.
pub async fn start_behind_faults(name: &str) -> (Stack, FaultProxy) {
    let mut place = Place::new(free_port(), ready(name));
    let proxy = FaultProxy::start(place.port).await;
    let proxy = proxy.unwrap_or_else(|error| panic!("{error}"));
    place.aws = proxy.endpoint();
    (start(&place).await, proxy)
}

/// As [`start_for_test`], with the console in front.
///
/// # Panics
/// If it does not start.
pub async fn start_with_console(name: &str) -> (Stack, Console) {
    let mut place = Place::new(free_port(), ready(name));
    let built = tokio::task::block_in_place(xtask::console);
    built.unwrap_or_else(|error| panic!("{error}"));
    let door = Door::open(0)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    door.url().clone_into(&mut place.console_url);
    let stack = start(&place).await;
    let console = door.serve(&stack);
    (stack, console)
}

async fn start(place: &Place) -> Stack {
    let started = Stack::start(place).await;
    started.unwrap_or_else(|error| panic!("{error}"))
}

/// The folder of the test `name`, with everything built.
fn ready(name: &str) -> PathBuf {
    if let Err(error) = tokio::task::block_in_place(|| LazyLock::force(&READY)) {
        panic!("{error}");
    }
    xtask::target().join("test-stacks").join(name)
}

/// A port that nobody uses. Between this and its use somebody could take it; then the start fails
/// with an error that says so.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map_or(0, |address| address.port())
}
