//! Figures that the page itself gives reason to doubt: they stand only where a sum of the form bears them out.
//!
//! The text behind a scanned page was told from a picture by a program, which takes an 8 for a 3 as easily as not. And
//! a PDF may draw other digits than its font's table names. In both the text says nothing of the mistake; the sums do.

use std::collections::HashSet;

use super::forms::Forms;
use super::sums::{self, Sum};
use super::tables::Tables;
use super::{Cell, Code, Status};
use crate::document::Document;
use crate::source::SourceFormat;

/// Totals of several figures that must fail, with none that holds, before the digits of a PDF are doubted. A single
/// figure that stands as its own total, and two rows that repeat each other, hold whatever the digits are.
const LEAST_FAILURES: usize = 4;

/// Takes back the figures of a doubtful document that no sum bears out: they become ambiguous.
pub(super) fn keep_borne_out(document: &Document, forms: &Forms, tables: &mut Tables) {
    if !document.recognised && document.format != SourceFormat::Pdf {
        return;
    }
    let mut borne_out: HashSet<(Code, Code, Code)> = HashSet::new();
    let mut contradicted = false;
    for table in &forms.tables {
        let cells: Vec<&Cell> = tables.cells.iter().filter(|cell| cell.table == table.code).collect();
        let sums = sums::of(table, &cells, forms.codes_len());
        let (holding, failing): (Vec<_>, Vec<_>) = sums.iter().partition(|sum| sum.holds(0.0));
        if failing.iter().filter(|sum| tells(sum)).count() >= LEAST_FAILURES && !holding.iter().any(|sum| tells(sum)) {
            contradicted = true;
        } else {
            let places = holding.iter().flat_map(|sum| sum.places(table));
            borne_out.extend(places.map(|(row, col)| (table.code, row, col)));
        }
    }
    if !contradicted && !document.recognised {
        return;
    }
    let doubted = |cell: &&mut Cell| {
        matches!(cell.status, Status::Reported | Status::Inferred)
            && !borne_out.contains(&(cell.table, cell.row, cell.col))
    };
    for cell in tables.cells.iter_mut().filter(doubted) {
        (cell.status, cell.value, cell.rule) = (Status::Ambiguous, None, None);
    }
}

/// Whether a sum would hold by no accident: its total is one figure and the sum of several.
fn tells(sum: &Sum<'_>) -> bool {
    sum.parts > 1 && sum.identity.total.len() == 1
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::super::items;
    use super::super::tables::test_pages::{END, HEAD, ROWS, THREE, piped, table_three};
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
    fn digits_of_a_pdf_that_contradict_every_sum_are_not_believed() {
        let one_more = ROWS.map(|(code, _, figures)| (code, figures.map(|figure| figure + 1)));
        let nothing = ["? ? ? ? ? ? ?".to_owned(), "? ? ? ? ? ? ?".to_owned()];
        assert_eq!(read(SourceFormat::Pdf, false, &one_more), nothing);
        let slip = slice::from_ref(&one_more[2]);
        assert_eq!(read(SourceFormat::Pdf, false, slip)[0], "5 1 1 2 1 1 6");
    }
}
