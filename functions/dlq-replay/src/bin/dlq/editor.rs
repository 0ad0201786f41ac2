//! Mending the payload of one letter by hand, in an editor.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};

use console::{Key, Term};
use dlq_replay::{Content, ContentReader, Letter};
use serde_json::{Map, Value};
use tokio::process::Command;

use crate::patch::difference;

/// Opened if `EDITOR` names nothing.
const USUAL_EDITOR: &str = "vi";

static IS_OPEN: AtomicBool = AtomicBool::new(false);

/// Why nothing was mended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotEdited {
    #[error("an editor mends one letter: name it with --id, or give --edit=PATCH for all")]
    ManyLetters,
    #[error(
        "the payload is no JSON, so there is nothing that a patch could hold on to: discard it"
    )]
    Payload(#[source] serde_json::Error),
    #[error(
        "there is no terminal for an editor: give --edit=PATCH or --edit=@FILE, or set EDITOR to a program that needs none"
    )]
    NoTerminal,
    #[error("open the payload in `{editor}`")]
    Editor { editor: String, source: io::Error },
    #[error("keep the payload in `{}`", path.display())]
    Draft { path: PathBuf, source: io::Error },
    #[error(
        "the editor left the payload as it was, so nothing is done: take away --edit to replay it unchanged; if `{editor}` did not wait for you, set EDITOR to one that does, such as `code --wait`"
    )]
    Unchanged { editor: String },
    #[error("`{editor}` gave up ({status}), so nothing is done{}", kept(draft.as_deref()))]
    GivenUp {
        editor: String,
        status: ExitStatus,
        draft: Option<PathBuf>,
    },
    #[error("what the editor left can't be sent: {fault}{}", kept(Some(draft)))]
    Faulty { fault: String, draft: PathBuf },
}

/// What an operator has made of a payload.
#[derive(Debug)]
pub(crate) struct ByHand {
    pub(crate) payload: String,
    /// The patch that does the same.
    pub(crate) patch: Value,
    /// The patch in a file, so that nobody has to edit twice.
    pub(crate) kept: PathBuf,
}

/// Whether an editor has the terminal: what is typed there is not meant for us.
pub(crate) fn is_open() -> bool {
    IS_OPEN.load(Ordering::Relaxed)
}

/// The editor of whoever sits there.
#[expect(
    clippy::disallowed_methods,
    reason = "which editor to use is the operator's to say, in the environment"
)]
pub(crate) fn named() -> Result<String, NotEdited> {
    let named = env::var("EDITOR").ok().filter(|it| !it.trim().is_empty());
    match named {
        Some(editor) => Ok(editor),
        None if io::stdin().is_terminal() => Ok(USUAL_EDITOR.to_owned()),
        None => Err(NotEdited::NoTerminal),
    }
}

/// Has the operator mend the payload of `letter`, until it can be sent. Nothing that was typed is
/// lost: it stays in a file of which the error tells.
pub(crate) async fn by_hand(
    editor: String,
    letter: &Letter,
    contents: &ContentReader,
) -> Result<ByHand, NotEdited> {
    let before: Value = serde_json::from_str(&letter.payload).map_err(NotEdited::Payload)?;
    let text = serde_json::to_string_pretty(&before).expect("JSON was just read") + "\n";
    let draft = keep(letter, "json", &text)?;
    let failed = |source| NotEdited::Draft {
        path: draft.clone(),
        source,
    };
    let (payload, patch) = loop {
        let status = open(&editor, &draft).await;
        let edited = fs::read_to_string(&draft).map_err(failed)?;
        let is_changed = edited != text;
        if !is_changed {
            fs::remove_file(&draft).map_err(failed)?;
        }
        let status = status.map_err(|source| NotEdited::Editor {
            editor: editor.clone(),
            source,
        })?;
        if !status.success() {
            let draft = is_changed.then_some(draft);
            return Err(NotEdited::GivenUp {
                editor,
                status,
                draft,
            });
        }
        if !is_changed {
            return Err(NotEdited::Unchanged { editor });
        }
        match read(letter, &before, &edited, contents) {
            Ok(read) => break read,
            Err(fault) if goes_on_after(&fault) => {}
            Err(fault) => return Err(NotEdited::Faulty { fault, draft }),
        }
    };
    let kept = keep(letter, "patch.json", &patch.to_string())?;
    fs::remove_file(&draft).map_err(failed)?;
    Ok(ByHand {
        payload,
        patch,
        kept,
    })
}

/// Removes an edit that is kept elsewhere by now. It does no harm if it stays.
pub(crate) fn put_away(kept: &Path) {
    drop(fs::remove_file(kept));
}

/// Writes personal data, so that nobody else may read it.
fn keep(letter: &Letter, ending: &str, text: &str) -> Result<PathBuf, NotEdited> {
    let id = letter.about.id.chars().filter(char::is_ascii_alphanumeric);
    let (id, process) = (id.collect::<String>(), process::id());
    let path = env::temp_dir().join(format!("dlq-{id}-{process}.{ending}"));
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written
        .map(|()| path.clone())
        .map_err(|source| NotEdited::Draft { path, source })
}

async fn open(editor: &str, draft: &Path) -> io::Result<ExitStatus> {
    // An editor may come with options, quoted as in a shell.
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{editor} \"$@\""), "sh"])
        .arg(draft);
    if !io::stdout().is_terminal() {
        // What was asked for goes there, and not what an editor shows.
        command.stdout(io::stderr());
    }
    IS_OPEN.store(true, Ordering::Relaxed);
    let status = command.status().await;
    IS_OPEN.store(false, Ordering::Relaxed);
    status
}

/// The payload with the patch on it that the edit comes to, and the patch; or what is wrong with it.
fn read(
    letter: &Letter,
    before: &Value,
    edited: &str,
    contents: &ContentReader,
) -> Result<(String, Value), String> {
    let after: Value =
        serde_json::from_str(edited).map_err(|error| format!("expected JSON: {error}"))?;
    let patch = difference(before, &after).unwrap_or_else(|| Value::Object(Map::new()));
    let edited = dlq_replay::edit(letter, Some(&patch), contents);
    if let Content::Unreadable(faults) = edited.content {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        return Err(faults.join("\n  and "));
    }
    Ok((edited.payload, patch))
}

/// Whether the operator wants to go on editing.
fn goes_on_after(fault: &str) -> bool {
    let term = Term::stderr();
    if !io::stdin().is_terminal() || !term.is_term() {
        return false;
    }
    eprintln!("This can't be sent: {fault}");
    eprintln!("Enter opens it again, any other key gives up.");
    matches!(term.read_key_raw(), Ok(Key::Enter))
}

fn kept(draft: Option<&Path>) -> String {
    let Some(draft) = draft.map(Path::display) else {
        return "; EDITOR names the editor".to_owned();
    };
    format!("\n  your text is kept in {draft}: once it is mended, EDITOR='cp {draft}' takes it")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use serde_json::json;

    use super::*;

    const CONFIRMED: &str =
        include_str!("../../../../../schemas/examples/order-status-changed.v1/confirmed.json");

    /// Edits a letter in dollars.
    async fn edit(id: &str, editor: &str) -> Result<ByHand, NotEdited> {
        let letter = json!({
            "id": id, "source": "status-changes", "queue": "dead", "code": "render-failed",
            "reason": "a test", "sentAt": "2026-11-24T11:00:00.000Z", "receiveCount": 1,
            "payload": CONFIRMED, "attributes": {},
        });
        let letter = serde_json::from_value(letter).unwrap();
        by_hand(editor.to_owned(), &letter, &ContentReader::default()).await
    }

    /// What is left of the edit of this letter, once it is taken away.
    fn left_of(id: &str) -> Option<String> {
        let files = fs::read_dir(env::temp_dir()).unwrap();
        let mut paths = files.map(|file| file.unwrap().path());
        let prefix = format!("dlq-{id}-");
        let path = paths.find(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(&prefix)
        })?;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "others may read it");
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(path).unwrap();
        Some(text)
    }

    #[tokio::test]
    async fn an_edit_becomes_a_patch_that_is_kept() {
        let edited = edit("edited", "sed -i 's/\"USD\"/\"EUR\"/'").await.unwrap();
        let expected = json!({"order": {"currency": "EUR"}});
        assert_eq!(edited.patch, expected);
        let kept = crate::patch::read(&format!("@{}", edited.kept.display())).unwrap();
        assert_eq!(kept, expected);
        assert!(left_of("edited").is_some());
        assert_eq!(left_of("edited"), None, "a draft is left");
    }

    #[tokio::test]
    async fn without_a_change_nothing_is_done() {
        for editor in ["true", "false", "no-such-editor"] {
            let error = edit("unchanged", editor).await.unwrap_err();
            let is_told = match editor {
                "true" => matches!(error, NotEdited::Unchanged { .. }),
                _ => matches!(error, NotEdited::GivenUp { draft: None, .. }),
            };
            assert!(is_told, "{editor}: {error}");
            assert_eq!(left_of("unchanged"), None, "{editor}");
        }
    }

    #[tokio::test]
    async fn what_was_typed_is_kept_whatever_is_wrong_with_it() {
        for (id, editor, fault) in [
            ("broken", "sed -i '1s/{/[/'", "expected JSON: "),
            (
                "wrong",
                "sed -i 's/\"USD\"/\"dollars\"/'",
                "/order/currency: ",
            ),
            (
                "other",
                "sed -i 's/\"version\": 2/\"version\": 3/'",
                "/eventId: ",
            ),
            (
                "given",
                "giving_up() { echo >>\"$1\"; false; }; giving_up",
                "gave up",
            ),
        ] {
            let error = edit(id, editor).await.unwrap_err().to_string();
            assert!(error.contains(fault), "{error}");
            let (_, path) = error.split_once("your text is kept in ").unwrap();
            let (path, _) = path.split_once(": ").unwrap();
            let text = fs::read_to_string(path).unwrap();
            assert_eq!(left_of(id).unwrap(), text);
        }
    }
}
