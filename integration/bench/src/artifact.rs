//! The size of what is deployed: it is loaded at each cold start, and travels at each deployment.

use std::fs::File;
use std::io;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use crate::error::BenchError;

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Artifact {
    pub(crate) bytes: u64,
    /// As by `gzip -9`.
    pub(crate) gzip_bytes: u64,
}

impl Artifact {
    pub(crate) fn measure(path: &Path) -> Result<Self, BenchError> {
        measure(path).map_err(BenchError::file(path))
    }
}

fn measure(path: &Path) -> io::Result<Artifact> {
    let mut compressed = GzEncoder::new(Counter::default(), Compression::best());
    let bytes = io::copy(&mut File::open(path)?, &mut compressed)?;
    Ok(Artifact {
        bytes,
        gzip_bytes: compressed.finish()?.0,
    })
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
