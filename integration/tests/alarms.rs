//! Every alarm that the CDK app defines, seen to go off on the local stack.

use std::process::Command;

use integration::start_for_test;

#[tokio::test(flavor = "multi_thread")]
async fn every_alarm_goes_off_and_reaches_the_operators() {
    let mut stack = start_for_test("alarms").await;
    let Some(emulator) = stack.emulator() else {
        panic!("this process started it");
    };
    let mut drill = Command::new("npm");
    drill
        .args(["run", "--silent", "drill", "--", &emulator.endpoint()])
        .current_dir(xtask::root().join("infra-cdk"));
    let output = tokio::task::spawn_blocking(move || drill.output()).await;
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{text}{errors}", output.status);
    assert!(text.contains(" passed, 0 failed"), "{text}");
}
