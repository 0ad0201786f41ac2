//! What the seller's documents look like: a colour, a logo and the size of the paper.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

/// The size of a page. The default is A4.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

/// A colour as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color([u8; 3]);

/// The text is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a colour such as `#1d4f7c`, found `{found}`")]
pub struct InvalidColor {
    found: String,
}

/// A picture that stands for the seller's name.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Logo {
    format: LogoFormat,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogoFormat {
    Svg,
    Png,
}

/// The text is not a picture that can be printed.
#[derive(Debug, thiserror::Error)]
pub enum InvalidLogo {
    #[error(
        "expected a logo that begins `data:image/svg+xml;base64,` or `data:image/png;base64,`, \
         found `{found}`"
    )]
    Type { found: String },
    #[error("cannot decode the logo's base64")]
    Base64(#[from] base64::DecodeError),
    #[error("expected an image of the type that the logo's data URI names, found {0}")]
    Image(String),
    #[error("expected a logo whose letters are outlines, found a `<text>` element")]
    Text,
}

impl Color {
    /// Of documents whose seller has named none.
    pub(crate) const DEFAULT: Self = Self([0x1d, 0x4f, 0x7c]);
    pub(crate) const WHITE: Self = Self([0xff; 3]);
    /// Of what is printed on or instead of a light colour.
    pub(crate) const INK: Self = Self([0x1a, 0x1a, 0x1a]);

    /// How well one can be read on the other, from 1 to 21 (contrast ratio, WCAG 2.2).
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|level| {
            let level = f64::from(level) / 255.0;
            if level <= 0.04045 {
                level / 12.92
            } else {
                ((level + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Color {
    type Error = InvalidColor;

    fn try_from(found: String) -> Result<Self, Self::Error> {
        let parse = |digits: &str| {
            let is_hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
            let level = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
            Some([level(0)?, level(2)?, level(4)?]).filter(|_| is_hex)
        };
        let color = found.strip_prefix('#').filter(|digits| digits.is_ascii());
        let color = color.filter(|digits| digits.len() == 6).and_then(parse);
        color.map(Self).ok_or(InvalidColor { found })
    }
}

impl Logo {
    pub(crate) fn format(&self) -> LogoFormat {
        self.format
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl LogoFormat {
    /// Draws the image: one that can't be drawn must stop a deployment, not every document.
    fn check(self, bytes: &[u8]) -> Result<(), InvalidLogo> {
        let data = Bytes::new(bytes.to_vec());
        match self {
            Self::Svg if bytes.windows(5).any(|part| part == b"<text") => Err(InvalidLogo::Text),
            Self::Svg => SvgImage::new(data)
                .map(drop)
                .map_err(|_| InvalidLogo::Image("no valid SVG".to_owned())),
            Self::Png => RasterImage::plain(data, ExchangeFormat::Png)
                .map(drop)
                .map_err(|error| InvalidLogo::Image(error.to_string())),
        }
    }
}

impl TryFrom<String> for Logo {
    type Error = InvalidLogo;

    fn try_from(uri: String) -> Result<Self, Self::Error> {
        let types = [
            ("data:image/svg+xml;base64,", LogoFormat::Svg),
            ("data:image/png;base64,", LogoFormat::Png),
        ];
        let found = types
            .into_iter()
            .find_map(|(prefix, format)| Some((uri.strip_prefix(prefix)?, format)));
        let (data, format) = found.ok_or_else(|| InvalidLogo::Type {
            found: uri.chars().take(30).collect(),
        })?;
        let bytes = STANDARD.decode(data)?;
        format.check(&bytes)?;
        Ok(Self { format, bytes })
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logo")
            .field("format", &self.format)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_hexadecimal_digits() {
        let color = |text: &str| Color::try_from(text.to_owned());
        assert_eq!(color("#1D4f7c").unwrap().to_string(), "#1d4f7c");
        for text in [
            "", "#", "1d4f7c", "#1d4f7", "#1d4f7c0", "#1d4f7g", "#+1+1+1", "#€€", "red",
        ] {
            assert!(color(text).is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let black = Color([0; 3]);
        assert!((black.contrast(Color::WHITE) - 21.0).abs() < 1e-9);
        assert!((Color::WHITE.contrast(Color::WHITE) - 1.0).abs() < 1e-9);
        let gray = Color([0x76; 3]);
        assert!((gray.contrast(Color::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_logo_is_what_its_type_says() {
        let logo = |kind: &str, bytes: &[u8]| {
            Logo::try_from(format!(
                "data:image/{kind};base64,{}",
                STANDARD.encode(bytes)
            ))
        };
        let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>"#;
        let svg = logo("svg+xml", drawing).unwrap();
        assert_eq!((svg.format(), svg.bytes()), (LogoFormat::Svg, &drawing[..]));
        // One black pixel.
        let pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
        let png = Logo::try_from(format!("data:image/png;base64,{pixel}"));
        assert_eq!(png.unwrap().format(), LogoFormat::Png);
        for (kind, bytes) in [
            ("png", &drawing[..]),
            ("png", b"\x89PNG\r\n\x1a\n"),
            ("svg+xml", b"\x89PNG"),
            ("svg+xml", b"<svg"),
            ("svg+xml", br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><text>A</text></svg>"#),
            ("gif", b"GIF"),
        ] {
            assert!(logo(kind, bytes).is_err(), "{kind}");
        }
        assert!(Logo::try_from("data:image/png;base64,*".to_owned()).is_err());
    }
}
