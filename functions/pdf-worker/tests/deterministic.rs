//! The same event gives the same bytes: in another process, elsewhere, on other threads.
//!
//! This test is a program of its own, since it starts itself again with the argument `render`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("render") => {
            let folder = arguments.next().expect("a folder");
            for (name, pdf) in documents() {
                fs::write(Path::new(&folder).join(name), pdf).expect("a folder to write to");
            }
        }
        // Whatever `cargo test` says.
        _ => compare(),
    }
}

/// Processes that have nothing in common but the program.
fn compare() {
    let here = documents();
    assert!(here.len() > 12, "only {} documents", here.len());
    for (name, pdf) in &here {
        assert_dated(name, pdf);
    }
    let worlds = [
        (
            "auckland",
            [
                ("TZ", "Pacific/Auckland"),
                ("LANG", "de_DE.UTF-8"),
                ("RAYON_NUM_THREADS", "1"),
            ],
        ),
        (
            "honolulu",
            [
                ("TZ", "Pacific/Honolulu"),
                ("LANG", "C"),
                ("RAYON_NUM_THREADS", "7"),
            ],
        ),
    ];
    for (world, environment) in worlds {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(world);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).expect("a folder");
        let program = std::env::current_exe().expect("this program");
        let status = Command::new(program)
            .arg("render")
            .arg(&folder)
            .current_dir(&folder)
            .env_clear()
            .envs(environment)
            .status();
        assert!(status.expect("a process").success(), "{world}");
        for (name, pdf) in &here {
            let there = fs::read(folder.join(name)).expect("a document");
            assert!(there == *pdf, "{name} differs in {world}");
        }
    }
    let count = here.len();
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{count} documents are the same in 3 processes").expect("standard output");
}

/// All dates in the file are that of its issue: none tells when it was rendered.
#[track_caller]
fn assert_dated(name: &str, pdf: &[u8]) {
    let text = String::from_utf8_lossy(pdf);
    let issued = text.split("/CreationDate(D:").nth(1).expect("a date");
    let day = &issued[..8];
    assert!(["20261", "20270"].contains(&&day[..5]), "{name}: {day}");
    for date in text.split("(D:").skip(1) {
        assert!(date.starts_with(day), "{name}: {}", &date[..14]);
    }
    let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    for tag in ["<xmp:CreateDate>", "<xmp:ModifyDate>"] {
        for date in text.split(tag).skip(1) {
            assert!(date.starts_with(&day), "{name}: {}", &date[..10]);
        }
    }
}

fn documents() -> BTreeMap<String, Vec<u8>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let renderer = Renderer::new(read(&samples.join("seller.json")));
    let paths = fs::read_dir(samples).expect("the samples");
    let mut paths: Vec<PathBuf> = paths.map(|entry| entry.expect("a sample").path()).collect();
    paths.retain(|path| !path.ends_with("seller.json") && !path.ends_with("seller-branded.json"));
    // Not in the order of their names, which is that of the map.
    paths.reverse();
    let mut documents = BTreeMap::new();
    for path in paths {
        let event: OrderStatusChanged = read(&path);
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        for kind in [DocumentKind::Invoice, DocumentKind::CreditNote] {
            if kind == DocumentKind::CreditNote && event.order.credit_note.is_none() {
                continue;
            }
            let pdf = renderer.render(kind, &event).expect("a document");
            documents.insert(format!("{name}-{kind}"), pdf);
        }
    }
    documents
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&fs::read(path).expect("a sample")).expect("it is valid")
}
