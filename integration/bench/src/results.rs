//! What a run found, as a document, and as a table for the README.

use order_events::Timestamp;
use serde::Serialize;

use crate::machine::Machine;
use crate::section::{Row, Section};

/// What surrounds the table in the README, so that it is found again.
const BEGIN: &str = "<!-- figures: written by `cargo bench-all` -->";
const END: &str = "<!-- figures end -->";

/// All that a run found.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    pub(crate) at: Timestamp,
    pub(crate) machine: Machine,
    /// The command that makes these figures.
    pub(crate) command: String,
    pub(crate) sections: Vec<Section>,
}

/// The README has no place for the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the lines `{BEGIN}` and `{END}`, in this order")]
pub(crate) struct NoPlace;

impl Results {
    /// The whole of it, in Markdown.
    pub(crate) fn document(&self) -> String {
        let Self {
            at,
            machine,
            command,
            sections,
        } = self;
        let mut text = format!(
            "# How fast it is\n\n\
             Written by `{command}` at {at}. Only figures of one run are held against each other.\n\n\
             {machine}.\n"
        );
        for section in sections {
            text.extend(["\n## ", &section.title, "\n"]);
            if !section.rows.is_empty() {
                text.push('\n');
                text.push_str(&table(section.rows.iter()));
            }
            for note in &section.notes {
                text.extend(["\n", note, "\n"]);
            }
        }
        text
    }

    /// `readme` with the figures that are held to a bar.
    pub(crate) fn in_readme(&self, readme: &str) -> Result<String, NoPlace> {
        let (before, rest) = readme.split_once(BEGIN).ok_or(NoPlace)?;
        let (_, after) = rest.split_once(END).ok_or(NoPlace)?;
        let main = self.sections.iter().flat_map(|section| &section.rows);
        let table = table(main.filter(|row| row.met.is_some()));
        let date = self.at.to_string();
        let date = date.split('T').next().unwrap_or_default();
        let machine = &self.machine;
        Ok(format!(
            "{before}{BEGIN}\n{table}\n`{}`, {date}: {machine}.\n{END}{after}",
            self.command
        ))
    }
}

/// What a row has in a column.
type Cell = fn(&Row) -> Option<String>;

/// A table of Markdown; columns that no row fills are left out.
fn table<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> String {
    let columns: [(&str, Cell); 6] = [
        ("what", |row| Some(row.what.clone())),
        ("figure", |row| Some(row.figure.clone())),
        ("against", |row| row.against.clone()),
        ("ratio", |row| row.ratio.clone()),
        ("bar", |row| row.bar.clone()),
        ("", |row| {
            row.met
                .map(|met| if met { "met" } else { "**missed**" }.to_owned())
        }),
    ];
    let used: Vec<_> = columns
        .iter()
        .filter(|(_, cell)| rows.clone().any(|row| cell(row).is_some()))
        .collect();
    let heads: Vec<String> = used.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rules = used.iter().enumerate();
    let rules: Vec<String> = rules
        .map(|(index, _)| if index == 0 { "---" } else { "---:" }.to_owned())
        .collect();
    let lines = rows.map(|row| {
        let cells = used.iter().map(|(_, cell)| cell(row).unwrap_or_default());
        cells
            .map(|cell| cell.replace('|', "\\|"))
            .collect::<Vec<_>>()
    });
    let mut table = String::new();
    for cells in [heads, rules].into_iter().chain(lines) {
        table.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section::Bar;

    fn results() -> Results {
        let section = Section::new("Cold starts")
            .note("Interleaved.")
            .row(
                Row::new("cold | start", "7 ms")
                    .against("420 ms", 60.0)
                    .held_to(Bar::AtLeast(60.0), 60.0, "×"),
            )
            .row(Row::new("memory", "6 MiB"))
            .row(Row::new("size", "3 MB").held_to(Bar::AtMost(2.5), 3.0, "MB"));
        let empty = Section::new("Load").note("It did not run.");
        Results {
            at: "2026-11-25T14:00:00.000Z".parse().unwrap(),
            machine: Machine::this(),
            command: "cargo bench-all".into(),
            sections: vec![section, empty],
        }
    }

    #[test]
    fn the_document_has_a_table_for_each_section_with_figures() {
        let document = results().document();
        let cold = "\
## Cold starts

| what | figure | against | ratio | bar |  |
| --- | ---: | ---: | ---: | ---: | ---: |
| cold \\| start | 7 ms | 420 ms | 60 × | ≥ 60 × | met |
| memory | 6 MiB |  |  |  |  |
| size | 3 MB |  |  | ≤ 2.5 MB | **missed** |

Interleaved.

## Load

It did not run.
";
        assert!(document.ends_with(cold), "{document}");
        assert!(document.starts_with("# How fast it is\n"), "{document}");
    }

    #[test]
    fn the_readme_gets_what_is_held_to_a_bar_and_keeps_the_rest() {
        let readme = format!("# Name\n\n{BEGIN}\nstale\n{END}\n\nMore.\n");
        // Once: the machine's load is another the next time.
        let results = results();
        let written = results.in_readme(&readme).unwrap();
        assert!(written.starts_with("# Name\n\n") && written.ends_with("\n\nMore.\n"));
        assert!(
            !written.contains("stale") && !written.contains("memory"),
            "{written}"
        );
        assert!(written.contains("| size | 3 MB |"), "{written}");
        assert!(
            written.contains("`cargo bench-all`, 2026-11-25: "),
            "{written}"
        );
        // Written again, it is the same.
        assert_eq!(results.in_readme(&written).unwrap(), written);
    }

    #[test]
    fn a_readme_without_a_place_is_left_alone() {
        assert_eq!(results().in_readme("# Name"), Err(NoPlace));
        assert_eq!(results().in_readme(BEGIN), Err(NoPlace));
    }
}
