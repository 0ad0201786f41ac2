//! What is deployed: it is loaded at each cold start, and travels at each deployment.

use std::fs::File;
use std::io;
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::error::BenchError;
use crate::section::{Bar, Row, Section, grouped, megabytes};

/// In MB, zipped.
const BARS: [(&str, f64); 3] = [
    ("order-api", 2.5),
    ("stream-consumer", 2.5),
    ("pdf-worker", 18.0),
];

/// What names, times and checksums add to the one file in an archive.
const ARCHIVE: u64 = 140;

pub(super) fn run() -> Result<Section, BenchError> {
    let mut section = Section::new("Sizes").note(format!(
        "Zipped as `zip -9` does it. Built for this machine ({}); what is deployed is built for \
         arm64, whose programs are about as large.",
        std::env::consts::ARCH
    ));
    for (function, bar) in BARS {
        let path = xtask::release(function);
        let (bytes, zipped) = measure(&path).map_err(BenchError::file(&path))?;
        let (bytes, zipped) = (megabytes(bytes), megabytes(zipped + ARCHIVE));
        let figure = format!("{} MB ({} MB unpacked)", grouped(zipped), grouped(bytes));
        let row = Row::new(format!("{function}, zipped"), figure);
        section = section.row(row.held_to(Bar::AtMost(bar), zipped, "MB"));
    }
    Ok(section)
}

/// The bytes of a file, as they are and deflated.
fn measure(path: &Path) -> io::Result<(u64, u64)> {
    let mut compressed = DeflateEncoder::new(Counter::default(), Compression::best());
    let bytes = io::copy(&mut File::open(path)?, &mut compressed)?;
    Ok((bytes, compressed.finish()?.0))
}

/// Keeps of what is written only how much it is.
#[derive(Default)]
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
