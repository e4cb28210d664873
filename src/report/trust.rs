//! Figures that the page itself gives reason to doubt: they stand only where a sum of the form bears them out.
//!
//! The text behind a scanned page was told from a picture by a program, which takes an 8 for a 3 as easily as not. A PDF may
//! draw other digits than its font's table names. And a publisher may print as many columns as the form, but others. In all
//! of these the text says nothing of it; the sums do.

use std::collections::HashSet;

use super::forms::{Forms, Table};
use super::sums;
use super::tables::Tables;
use super::{Cell, Code, Status};
use crate::document::Document;
use crate::source::SourceFormat;

/// Rows whose total must not be the sum of its several figures, with none whose total is, before a table is doubted. A
/// single figure that stands as its own total holds whatever is wrong.
const LEAST_FAILURES: usize = 4;

/// Takes back the figures of a doubtful document that no sum bears out: they become ambiguous.
pub(super) fn keep_borne_out(document: &Document, forms: &Forms, tables: &mut Tables) {
    let mut borne_out: HashSet<(Code, Code, Code)> = HashSet::new();
    let contradicted: Vec<Code> =
        forms.tables.iter().filter(|table| is_contradicted(table, forms, tables)).map(|table| table.code).collect();
    if contradicted.is_empty() && !document.recognised {
        return;
    }
    for table in forms.tables.iter().filter(|table| !contradicted.contains(&table.code)) {
        let sums = sums::of(table, &tables.cells_of(table.code), forms.codes_len());
        let places = sums.iter().filter(|sum| sum.holds(0.0)).flat_map(|sum| sum.places(table));
        borne_out.extend(places.map(|(row, col)| (table.code, row, col)));
    }
    // A font that names wrong digits may have drawn other tables, too; a table of other columns is one by itself.
    let is_doubtful =
        |cell: &Cell| document.recognised || document.format == SourceFormat::Pdf || contradicted.contains(&cell.table);
    let doubted = |cell: &&mut Cell| {
        cell.status.is_claimed() && is_doubtful(cell) && !borne_out.contains(&(cell.table, cell.row, cell.col))
    };
    for cell in tables.cells.iter_mut().filter(doubted) {
        (cell.status, cell.value, cell.rule) = (Status::Ambiguous, None, None);
    }
}

/// Whether the total of each row that has several figures is another than their sum.
fn is_contradicted(table: &Table, forms: &Forms, tables: &Tables) -> bool {
    let sums = sums::of_rows(table, &tables.cells_of(table.code), forms.codes_len());
    let telling: Vec<_> = sums.iter().filter(|sum| sum.parts > 1).collect();
    telling.len() >= LEAST_FAILURES && telling.iter().all(|sum| !sum.holds(0.0))
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::super::items;
    use super::super::tables::tests::pages::{END, HEAD, ROWS, THREE, piped, table_three};
    use super::super::tables::{self, Known, Labels};
    use super::*;
    use crate::document::{self, NoiseRules, PdfLimits};
    use crate::source::RawDocument;

    /// The figures of two rows of a page with some of its figures misread: `?` for what is not believed.
    fn read(format: SourceFormat, recognised: bool, misread: &[(&str, [u32; 7])]) -> [String; 2] {
        let rows = ROWS.map(|(code, label, figures)| {
            let other = misread.iter().find(|(row, _)| *row == code).map(|(_, figures)| *figures);
            (code, label, other.unwrap_or(figures))
        });
        let text = format!("{HEAD}{THREE}{}{END}", table_three(&rows, 0, piped));
        let raw = RawDocument::new("page", SourceFormat::Text, text.into_bytes());
        let document = document::read(&raw, &NoiseRules::builtin(), 1 << 20, PdfLimits::default()).unwrap();
        let document = Document { format, recognised, ..document };
        let forms = Forms::builtin().unwrap();
        let known = Known { year: Some(2022), headings: &[] };
        let mut tables = tables::read(&document, &forms, &Labels::new(&forms), &items::cut(&document), known);
        keep_borne_out(&document, &forms, &mut tables);
        ["granted", "denied_prohibited_by_law"].map(|row| {
            let of_row = |cell: &&Cell| forms.code(cell.row) == row;
            let shown = |cell: &Cell| match (cell.status, cell.value) {
                (Status::Ambiguous, None) => "?".to_owned(),
                (_, value) => value.unwrap_or(-1.0).to_string(),
            };
            tables.cells.iter().filter(of_row).map(shown).collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn what_was_told_from_a_picture_stands_where_a_sum_bears_it_out() {
        let misread = [("granted", [4, 0, 0, 7, 0, 0, 5])];
        let as_printed = ["4 0 0 7 0 0 5".to_owned(), "2 0 0 0 0 0 2".to_owned()];
        assert_eq!(read(SourceFormat::Text, false, &misread), as_printed);
        let borne_out = ["4 0 0 ? 0 0 5".to_owned(), "2 0 0 0 0 0 2".to_owned()];
        assert_eq!(read(SourceFormat::Pdf, true, &misread), borne_out);
    }

    #[test]
    fn figures_that_contradict_every_sum_are_not_believed() {
        let one_more = ROWS.map(|(code, _, figures)| (code, figures.map(|figure| figure + 1)));
        let nothing = ["? ? ? ? ? ? ?".to_owned(), "? ? ? ? ? ? ?".to_owned()];
        for format in [SourceFormat::Pdf, SourceFormat::Text] {
            assert_eq!(read(format, false, &one_more), nothing);
        }
        let slip = slice::from_ref(&one_more[2]);
        assert_eq!(read(SourceFormat::Pdf, false, slip)[0], "5 1 1 2 1 1 6");
    }
}
