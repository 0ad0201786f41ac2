//! Runs the issuer by itself, for work on the console without the stack: prints its URL, and stops
//! with Ctrl-C.
#![expect(clippy::print_stdout, reason = "the URL is what it is started for")]

use local_issuer::{Issuer, StartFailed};

#[tokio::main]
async fn main() -> Result<(), StartFailed> {
    let issuer = Issuer::start().await?;
    println!("{}", issuer.url());
    std::future::pending().await
}
