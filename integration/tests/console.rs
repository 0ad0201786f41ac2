//! The console in a real browser, on the real stack.

use std::process::Command;

use integration::start_with_console;

#[tokio::test(flavor = "multi_thread")]
async fn people_order_and_get_their_invoice_in_a_browser() {
    let (_stack, console) = start_with_console("console").await;
    let mut npm = Command::new("npm");
    npm.args(["run", "--silent", "e2e"])
        .current_dir(xtask::root().join("frontend"))
        .env("CONSOLE_URL", console.url())
        .env(
            "CHROMIUM",
            xtask::browser().unwrap_or_else(|missing| panic!("{missing}")),
        );
    let status = tokio::task::block_in_place(|| npm.status());
    let status = status.expect("npm runs");
    assert!(status.success(), "what failed is above");
}
