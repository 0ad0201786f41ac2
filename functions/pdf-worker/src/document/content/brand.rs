//! How the seller's documents look: paper, logo, and colours that can be read.

use serde::Serialize;

use super::super::world::logo_name;
use crate::seller::{Color, Paper, Seller};

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Brand {
    paper: &'static str,
    /// Of areas and rules.
    accent: String,
    /// Of text on such an area.
    on_accent: String,
    /// Of text on paper: the accent, unless it is too light to be read.
    accent_text: String,
    logo: Option<&'static str>,
}

impl Brand {
    pub(super) fn of(seller: &Seller) -> Self {
        /// What WCAG 2.2 asks of text, and of large text.
        const LEGIBLE: f64 = 4.5;
        const LEGIBLE_IF_LARGE: f64 = 3.0;
        let accent = seller.accent_color.unwrap_or(Color::DEFAULT);
        let contrast = accent.contrast(Color::WHITE);
        let on_accent = if contrast >= LEGIBLE_IF_LARGE {
            Color::WHITE
        } else {
            Color::INK
        };
        let accent_text = if contrast >= LEGIBLE {
            accent
        } else {
            Color::INK
        };
        Self {
            paper: match seller.paper {
                Paper::A4 => "a4",
                Paper::Letter => "us-letter",
            },
            accent: accent.to_string(),
            on_accent: on_accent.to_string(),
            accent_text: accent_text.to_string(),
            logo: seller.logo.as_ref().map(logo_name),
        }
    }
}
