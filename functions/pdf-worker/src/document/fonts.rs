//! The fonts that documents are set in: the embedded ones, and those that a deployment adds.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};

/// The family that the template names.
const OWN: &str = "Inter";

const EMBEDDED: [&[u8]; 6] = [
    include_bytes!("../../fonts/Inter-Regular.otf"),
    include_bytes!("../../fonts/Inter-SemiBold.otf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-SemiBold.ttf"),
    include_bytes!("../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansHebrew-SemiBold.ttf"),
];

/// What text is printed in: the family of the template, and others where that lacks a character.
/// Typst picks among the others by itself.
pub struct Fonts {
    all: Vec<Font>,
    /// How many of them, from the first, are of the template's family.
    own: usize,
}

/// Fonts that a deployment adds cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidFonts {
    #[error("cannot read fonts in `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("expected fonts (otf, otc, ttf or ttc) in the folder `{}`, found none", path.display())]
    None { path: PathBuf },
    #[error("expected a font in `{}`, found something else", path.display())]
    NoFont { path: PathBuf },
    #[error(
        "expected fonts of other families than `{OWN}`, which is embedded, found it in `{}`",
        path.display()
    )]
    Own { path: PathBuf },
}

impl Fonts {
    /// Latin, Greek, Cyrillic, Arabic and Hebrew.
    #[must_use]
    pub fn embedded() -> Self {
        let fonts = EMBEDDED.iter();
        let all: Vec<Font> = fonts
            .flat_map(|data| Font::iter(Bytes::new(*data)))
            .collect();
        let is_own = |font: &&Font| font.info().family.as_str() == OWN;
        let own = all.iter().take_while(is_own).count();
        Self { all, own }
    }

    /// Adds the fonts of a folder, in the order of their files' names, for what no embedded one
    /// has.
    ///
    /// # Errors
    /// [`InvalidFonts`] names the file that is no font: a deployment that names a folder means it.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, InvalidFonts> {
        for path in font_files(folder)? {
            let data = fs::read(&path).map_err(InvalidFonts::read(&path))?;
            let before = self.all.len();
            self.all.extend(Font::iter(Bytes::new(data)));
            let added = &self.all[before..];
            if added.is_empty() {
                return Err(InvalidFonts::NoFont { path });
            }
            if added.iter().any(|font| font.info().family.as_str() == OWN) {
                return Err(InvalidFonts::Own { path });
            }
        }
        Ok(self)
    }

    pub(super) fn book(&self) -> FontBook {
        FontBook::from_fonts(&self.all)
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.all.get(index).cloned()
    }

    /// Of the template's family.
    pub(super) fn own(&self) -> &[Font] {
        &self.all[..self.own]
    }

    /// Those that Typst may take for `c` where the template's family lacks it.
    pub(super) fn others_with(&self, c: char) -> impl Iterator<Item = &Font> {
        let others = self.all[self.own..].iter();
        others.filter(move |font| has(font, c))
    }
}

/// Whether `font` has a glyph for `c`.
pub(super) fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

fn font_files(folder: &Path) -> Result<Vec<PathBuf>, InvalidFonts> {
    let is_font = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| {
            ["otf", "otc", "ttf", "ttc"].contains(&extension.to_ascii_lowercase().as_str())
        })
    };
    let read = InvalidFonts::read(folder);
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(read)?.into_iter().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(is_font).collect();
    // A folder lists its files in no particular order, and which font is taken must not depend
    // on that.
    files.sort();
    if files.is_empty() {
        let path = folder.to_owned();
        return Err(InvalidFonts::None { path });
    }
    Ok(files)
}

impl InvalidFonts {
    fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Read { path, source }
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::embedded()
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let families = self.all.iter().map(|font| font.info().family.as_str());
        f.debug_list().entries(families).finish()
    }
}
