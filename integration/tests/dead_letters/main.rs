//! Dead letters, as operators work on them: with the real `dlq`, on the real stack.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

mod api;
mod many;
mod nightly;
mod rate;
mod stream_failures;

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use integration::{Stack, StackError, start_for_test, until};
use local_issuer::Role;
use order_events::{EventId, OrderId};
use serde_json::{Value, json};

/// An operator at a terminal.
struct Operator {
    environment: [(&'static str, String); 5],
}

impl Operator {
    fn of(stack: &mut Stack) -> Self {
        Self {
            environment: stack.emulator().unwrap().aws_environment(),
        }
    }

    /// Runs `dlq`, and expects it to end with `status`.
    fn dlq(&self, status: i32, arguments: &[&str]) -> Value {
        let output = tokio::task::block_in_place(|| self.command(arguments).output().unwrap());
        let Output { stdout, stderr, .. } = &output;
        let (stdout, stderr) = (
            String::from_utf8_lossy(stdout),
            String::from_utf8_lossy(stderr),
        );
        assert_eq!(
            output.status.code(),
            Some(status),
            "dlq {arguments:?}\n{stdout}\n{stderr}"
        );
        serde_json::from_str(&stdout).unwrap_or_default()
    }

    /// Starts `dlq`.
    fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(xtask::binary("dlq"));
        command
            .args(arguments)
            .arg("--json")
            .envs(self.environment.clone())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// The latest replay.
fn latest(operator: &Operator) -> Value {
    operator.dlq(0, &["history"])[0].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Places an order, and returns it as the API shows it.
async fn place(stack: &Stack) -> Value {
    let order = json!({
        "buyer": {
            "name": "Eva Köhler",
            "address": {"line1": "Straße 1", "postalCode": "10115", "city": "Berlin", "country": "DE"},
        },
        "currency": "EUR",
        "lines": [{"description": "Chair", "quantity": 2, "unitPriceMinor": 4_999, "taxRateBasisPoints": 1_900}],
    });
    let customer = stack.client(Role::Customer, None).await.unwrap();
    let answer = customer.place(order.to_string()).await.unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// The event that the order entered `status` at `version`.
fn event(order: &Value, version: u64, status: &str) -> Value {
    let id = text(&order["orderId"]);
    let mut snapshot = order.clone();
    snapshot.as_object_mut().unwrap().remove("nextStatuses");
    snapshot["version"] = version.into();
    snapshot["status"] = status.into();
    json!({
        "type": "order-status-changed.v1",
        "eventId": format!("{id}.{version}"),
        "occurredAt": order["updatedAt"],
        "previousStatus": "PENDING",
        "order": snapshot,
    })
}

async fn park(stack: &Stack, event: &Value, code: Option<&str>) {
    let group = text(&event["order"]["orderId"]);
    let body = event.to_string();
    stack.put_dead_letter(group, &body, code).await.unwrap();
}

fn id_of(event: &Value) -> EventId {
    text(&event["eventId"]).parse().unwrap()
}

async fn wait<T, F>(condition: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<Option<T>, StackError>>,
{
    until(Duration::from_mins(2), condition)
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_seen_understood_mended_and_replayed() {
    let mut stack = start_for_test("dlq").await;
    let operator = Operator::of(&mut stack);
    let order = place(&stack).await;
    let order_id: OrderId = text(&order["orderId"]).parse().unwrap();
    wait(|| {
        stack.marker(EventId {
            order_id,
            version: order_events::Version(1),
        })
    })
    .await;
    let mut broken = event(&order, 2, "SHIPPED");
    broken["order"]["currency"] = "euro".into();
    park(&stack, &broken, Some("unreadable-event")).await;
    park(&stack, &event(&order, 1, "PENDING"), None).await;

    let found = operator.dlq(0, &["list"]);
    let group = |code: &str| {
        let groups = found["groups"].as_array().unwrap();
        groups
            .iter()
            .find(|group| group["code"] == code)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&found["scanned"], &found["complete"]),
        (&json!(2), &json!(true))
    );
    let letter = text(&group("unreadable-event")["sample"]).to_owned();
    // Looking hides nothing: what was shown is there for the next to see.
    let shown = operator.dlq(0, &["show", &letter]);
    assert_eq!(shown["verdict"]["kind"], "invalid");
    assert_eq!(shown["verdict"]["errors"][0]["pointer"], "/order/currency");
    assert_eq!(
        (&shown["order"]["version"], &shown["processedVersions"]),
        (&json!(1), &json!([1]))
    );
    let invalid = operator.dlq(0, &["list", "--verdict", "invalid"]);
    assert_eq!(invalid["groups"].as_array().unwrap().len(), 1);
    assert_eq!(invalid["groups"][0]["sample"], letter.as_str());
    let listed = operator.dlq(0, &["list", "--messages", "--verdict", "already-done"]);
    assert_eq!(listed["messages"].as_array().unwrap().len(), 1);
    assert_eq!(listed["messages"][0]["verdict"], "already-done");
    let done = text(&group("unfinished")["sample"]).to_owned();
    let shown = operator.dlq(0, &["show", &done]);
    assert_eq!(shown["verdict"]["kind"], "already-done");

    // What can't be read is not sent, and a patch that does not mend it is told so.
    let refused = operator.dlq(0, &["replay"]);
    assert_eq!(refused["selected"], 0);
    let wrong = [
        "replay",
        "--id",
        &letter,
        "--reason",
        "mend",
        "--edit={\"order\":{\"currency\":\"EURO\"}}",
    ];
    let plan = operator.dlq(0, &wrong);
    assert_eq!(
        (
            &plan["selected"],
            &plan["previews"][0]["errors"][0]["pointer"]
        ),
        (&json!(0), &json!("/order/currency"))
    );
    let right = [
        "replay",
        "--id",
        &letter,
        "--reason",
        "mend",
        "--edit={\"order\":{\"currency\":\"EUR\"}}",
    ];
    assert_eq!(operator.dlq(0, &right)["selected"], 1);
    assert_eq!(
        stack.dead_letters().await.unwrap(),
        2,
        "nothing happens without --apply"
    );

    let replay = operator.dlq(0, &[&right[..], &["--apply"]].concat());
    assert_eq!(
        (&replay["state"], &replay["counts"]["processed"]),
        (&json!("done"), &json!(1))
    );
    assert!(stack.marker(id_of(&broken)).await.unwrap().is_some());
    check_history(&operator, &letter);

    discard_and_restore(&operator, &stack, order_id).await;
}

/// The history tells what was done, by whom and why, and with what outcome.
fn check_history(operator: &Operator, letter: &str) {
    let kept = latest(operator);
    assert_eq!(
        (&kept["reason"], &kept["action"]),
        (&json!("mend"), &json!("replay"))
    );
    assert!(text(&kept["by"]).contains("arn:aws"), "{kept}");
    // Before the edit it was invalid; what counts is what was sent.
    assert_eq!(
        kept["verdicts"],
        json!([{"verdict": "replayable", "count": 1}])
    );
    let status = ["status", text(&kept["replayId"]), "--letters"];
    let letters = operator.dlq(0, &status);
    assert_eq!(
        (
            &letters[0]["id"],
            &letters[0]["verdict"],
            &letters[0]["outcome"]
        ),
        (&json!(letter), &json!("replayable"), &json!("processed"))
    );
}

/// What was done already goes to the archive, and comes back from there.
async fn discard_and_restore(operator: &Operator, stack: &Stack, order_id: OrderId) {
    let discard = [
        "discard",
        "--verdict",
        "already-done",
        "--reason",
        "done",
        "--apply",
    ];
    let discarded = operator.dlq(0, &discard);
    assert_eq!(discarded["counts"]["discarded"], 1);
    assert_eq!(stack.dead_letters().await.unwrap(), 0);
    operator.dlq(0, &["undo", text(&discarded["replayId"])]);
    let back = operator.dlq(0, &["list", "--messages"]);
    let back = &back["messages"][0];
    assert_eq!(
        (&back["code"], &back["eventId"]),
        (&json!("unfinished"), &json!(format!("{order_id}.1")))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_letter_is_refused_unless_forced() {
    let mut stack = start_for_test("dlq-stale").await;
    let operator = Operator::of(&mut stack);
    let order = place(&stack).await;
    let later = event(&order, 3, "SHIPPED");
    stack
        .send_to_worker(text(&order["orderId"]), &later.to_string())
        .await
        .unwrap();
    wait(|| stack.marker(id_of(&later))).await;
    let stale = event(&order, 2, "SHIPPED");
    park(&stack, &stale, Some("retries-exhausted")).await;

    let ask = ["replay", "--reason", "late", "--apply"];
    let refused = operator.dlq(0, &ask);
    assert_eq!(refused["counts"]["selected"], 0);
    let plan = operator.dlq(0, &["replay", "--reason", "late"]);
    assert_eq!(plan["refused"][0]["verdict"], "superseded");
    let forced = operator.dlq(0, &[&ask[..], &["--force"]].concat());
    assert_eq!(forced["counts"]["processed"], 1);
    assert!(stack.marker(id_of(&stale)).await.unwrap().is_some());
}
