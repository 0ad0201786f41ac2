//! What an operator reads.

use insta::assert_snapshot;

use crate::aws::Aws;
use crate::command;

/// What the program prints, tables first. The id of a replay is another each time.
fn read(aws: &Aws, arguments: &[&str]) -> String {
    let mut command = command(aws, arguments);
    let output = tokio::task::block_in_place(|| command.output().unwrap());
    let [printed, told] = [output.stdout, output.stderr]
        .map(|text| String::from_utf8(text).unwrap().trim_end().to_owned());
    let status = output.status.code().unwrap();
    let mut text = format!(
        "$ dlq {}\n{printed}\n\n{told}\n({status})",
        arguments.join(" ")
    );
    if let Some(id) = replay_id(&text) {
        text = text.replace(&id, "20261130-123456-abcd");
    }
    text
}

/// The id of a replay in what was printed.
fn replay_id(text: &str) -> Option<String> {
    let is_id = |word: &&str| {
        let lengths: Vec<usize> = word.split('-').map(str::len).collect();
        lengths == [8, 6, 4] && word.starts_with("20")
    };
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find(is_id).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_listed_by_cause_and_one_by_one() {
    let aws = Aws::start().await;
    assert_snapshot!("nothing", read(&aws, &["list"]));
    aws.poison(12);
    assert_snapshot!("causes", read(&aws, &["list"]));
    let ask = ["list", "--code", "cause-1", "--messages", "--limit", "2"];
    assert_snapshot!("letters", read(&aws, &ask));
    let ask = ["list", "--messages", "--verdict", "already-done"];
    assert_snapshot!("none-meant", read(&aws, &ask));
    assert_snapshot!("no-letter", read(&aws, &["show", "nobody"]));
    let shown = read(&aws, &["show", "5f0c8b9e-0000-4000-8000-000000000001"]);
    let (about, payload) = shown.split_once("{\n").unwrap();
    let since = about.lines().find(|line| line.contains("Since")).unwrap();
    assert!(since.ends_with("(3m ago)"), "{since}");
    assert_snapshot!(
        "letter",
        about.replace(since, "     Since  (three minutes ago)")
    );
    assert!(payload.contains("Next: `dlq discard"), "{payload}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_shown_before_while_and_after_it_is_done() {
    let aws = Aws::start().await;
    aws.poison(12);
    let ask = ["replay", "--code", "cause-1"];
    assert_snapshot!("refused", read(&aws, &ask));
    let id = "5f0c8b9e-0000-4000-8000-000000000001";
    for (name, edit) in [
        ("edited", r#"--edit={"order":{"currency":"EUR"}}"#),
        ("edited-wrongly", r#"--edit={"order":{"currency":"EURO"}}"#),
        ("edited-in-vain", r#"--edit={"order":{"currency":"USD"}}"#),
    ] {
        let edited = ["replay", "--id", id, "--force", edit];
        assert_snapshot!(name, read(&aws, &edited));
    }
    let forced = [&ask[..], &["--force"]].concat();
    assert_snapshot!("dry-run", read(&aws, &forced));
    let no_reason = [&forced[..], &["--apply"]].concat();
    assert_snapshot!("no-reason", read(&aws, &no_reason));

    let apply = [&no_reason[..], &["--reason", "mended", "--by", "eva"]].concat();
    let done = command(&aws, &apply);
    let done = tokio::task::block_in_place(|| {
        let mut done = done;
        done.output().unwrap()
    });
    let id = replay_id(&String::from_utf8(done.stderr).unwrap()).unwrap();
    assert_snapshot!("replayed", read(&aws, &["status", &id]));
    assert_snapshot!("outcomes", read(&aws, &["status", &id, "--letters"]));
    assert_snapshot!("too-late", read(&aws, &["undo", &id]));
    assert_snapshot!("no-replay", read(&aws, &["status", "20261130-000000-0000"]));
    let history = read(&aws, &["history"]);
    assert!(
        history.contains("mended") && history.contains("eva"),
        "{history}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_discarded_is_archived_and_comes_back() {
    let aws = Aws::start().await;
    assert_snapshot!("no-history", read(&aws, &["history"]));
    aws.poison(3);
    let discard = ["discard", "--reason", "a test", "--by", "eva"];
    assert_snapshot!("would-discard", read(&aws, &discard));
    let discarded = [&discard[..], &["--apply"]].concat();
    let mut command = command(&aws, &discarded);
    let output = tokio::task::block_in_place(|| command.output().unwrap());
    let id = replay_id(&String::from_utf8(output.stderr).unwrap()).unwrap();
    assert_eq!(aws.left(), 0);
    assert_snapshot!("undone", read(&aws, &["undo", &id]));
    assert_eq!(aws.visible(), 3);
    assert_snapshot!("undone-twice", read(&aws, &["undo", &id]));
}
