//! Tables: a line for each row, no frames, and the last column as wide as there is room.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use console::{Term, measure_text_width, style, truncate_str};

/// Between two columns.
const GAP: usize = 2;
/// No column gets narrower than this.
const NARROWEST: usize = 12;

/// Prints `rows` below the names of their columns. Those named in `numbers` stand at the right.
pub(super) fn print<const N: usize>(
    columns: [&str; N],
    numbers: &[usize],
    mut rows: Vec<[String; N]>,
) {
    fit_last(columns, &mut rows);
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(columns.map(|name| style(name).bold().to_string()))
        .add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if numbers.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{}", table.trim_fmt());
}

/// Cuts the last column to the width of the terminal; what is piped stays whole.
fn fit_last<const N: usize>(columns: [&str; N], rows: &mut [[String; N]]) {
    let term = Term::stdout();
    if !term.is_term() {
        return;
    }
    let widest = |index: usize, name: &str| {
        let cells = rows.iter().map(|row| measure_text_width(&row[index]));
        cells.chain([name.len()]).max().unwrap_or(0) + GAP
    };
    let others = columns.iter().enumerate().take(N - 1);
    let taken: usize = others.map(|(index, name)| widest(index, name)).sum();
    let room = usize::from(term.size().1).saturating_sub(taken);
    for row in rows {
        let last = &mut row[N - 1];
        *last = truncate_str(last, room.max(NARROWEST), "…").into_owned();
    }
}
