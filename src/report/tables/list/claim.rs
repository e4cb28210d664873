//! The rows found become cells: a figure is claimed where it can belong to no other row and no other column.

use std::collections::HashSet;

use super::super::super::figure::{Content, chinese};
use super::super::super::forms::Table;
use super::super::super::items::Item;
use super::super::super::{Cell, Derivation, Status};
use super::super::labels::Labelled;
use super::super::sequence::Outcome;
use super::super::solve::{self, Figures};
use super::super::{Tables, Typo};
use super::nothing;
use super::rows::{Found, FoundRow};
use super::units::Sheet;
use crate::document::Document;

/// Appends a cell for every row of the form, and for the optional rows that stand there.
pub(super) fn cells(
    document: &Document,
    sheet: &Sheet,
    labelled: &Labelled,
    table: &Table,
    found: &Found,
    tables: &mut Tables,
) {
    let reading = Reading { document, sheet, labelled, found };
    let outcomes = reading.outcomes();
    for (number, row) in table.rows.iter().enumerate() {
        let standing: Vec<usize> = (0..found.rows.len()).filter(|&at| found.rows[at].row == number).collect();
        let Some(&first) = standing.first() else {
            let columns = row.columns.values().flatten();
            tables.cells.extend(columns.map(|&column| nothing(table, row, column)));
            continue;
        };
        let own = reading.figures_as_found(first);
        let contested = standing[1..].iter().any(|&at| reading.figures_as_found(at) != own);
        if contested {
            tables.contested.push((table.code, row.code));
        }
        let hit = &found.rows[first];
        if labelled.labels[hit.label].distance > 0 {
            tables.typos.push(Typo {
                table: table.code,
                row: row.code,
                expected: row.labels[0].clone(),
                found: reading.label_text(hit),
            });
        }
        for (column, outcome) in outcomes[first].iter().enumerate() {
            let outcome = if contested { &Outcome::open(Status::Ambiguous) } else { outcome };
            tables.cells.push(reading.cell(table, hit, column, outcome));
        }
    }
}

struct Reading<'a> {
    document: &'a Document,
    sheet: &'a Sheet,
    labelled: &'a Labelled,
    found: &'a Found,
}

impl Reading<'_> {
    fn items(&self) -> &[Item] {
        &self.sheet.stream.items
    }

    /// The outcomes of every row, as far as the list as a whole can be trusted.
    fn outcomes(&self) -> Vec<Vec<Outcome>> {
        let width = self.found.width;
        let ambiguous = || vec![Outcome::open(Status::Ambiguous); width];
        let mut outcomes: Vec<Option<Vec<Outcome>>> = self.found.rows.iter().map(|row| self.row(row)).collect();
        // Rows with more figures than columns: there is a column that nobody named, and a row that lost one
        // of its figures looks whole. One such row is a page number's doing.
        let surplus = self.found.rows.iter().filter(|row| self.figures(row).count() > width).count();
        if surplus >= 2 || !self.found.in_order || self.is_deduplicated() || self.is_reversed() {
            for (row, outcome) in self.found.rows.iter().zip(&mut outcomes) {
                if self.figures(row).next().is_some() {
                    *outcome = None;
                }
            }
        }
        outcomes.into_iter().map(|o| o.unwrap_or_else(ambiguous)).collect()
    }

    /// What stands in the cells of a row; `None` where its figures do not tell.
    fn row(&self, row: &FoundRow) -> Option<Vec<Outcome>> {
        let items = self.items();
        let width = self.found.width;
        let figures: Vec<usize> = self.figures(row).collect();
        if self.sheet.stream.glued {
            return self.glued(row, &figures);
        }
        let values: Vec<usize> = self.of_row(row).collect();
        if figures.len() == width && values.iter().take(width).eq(&figures) {
            return Some(figures.into_iter().map(|at| Outcome::of(items, at)).collect());
        }
        match (figures.len(), self.words(row)) {
            // Empty cells that walls show, before and between.
            (1.., _) if values.len() == width => Some(values.into_iter().map(|at| Outcome::of(items, at)).collect()),
            (0, Some(at)) if width == 1 => Some(vec![self.spelt_out(at)]),
            (0, _) => Some(vec![Outcome::open(Status::Blank); width]),
            _ => None,
        }
    }

    /// The items that can be cells of the row: those of its own line, where the line shows all of its figures or
    /// walls tell that there are no more. What follows is the next line's, such as the number of its row.
    fn of_row(&self, row: &FoundRow) -> impl Iterator<Item = usize> {
        let items = self.items();
        let line = items[self.labelled.labels[row.label].last].row;
        let in_line = move |at: &usize| items[*at].row == line;
        let shown = row.values.clone().filter(in_line).filter(|&at| items[at].content != Content::Blank).count();
        let whole = shown >= self.found.width || row.values.clone().any(|at| items[at].column.is_some());
        row.values.clone().filter(move |at| !whole || in_line(at))
    }

    /// Those that are not empty.
    fn figures(&self, row: &FoundRow) -> impl Iterator<Item = usize> {
        let items = self.items();
        let mut shown: Vec<usize> = self.of_row(row).filter(|&at| items[at].content != Content::Blank).collect();
        // The number of a page between dashes, on a page that has lost its lines.
        if let [.., before, number, after] = shown[..]
            && [before, after].iter().all(|&at| items[at].content == Content::Mark && !items[at].walled)
            && matches!(items[number].content, Content::Figure(..))
            && shown.len() > self.found.width + 2
        {
            shown.truncate(shown.len() - 3);
        }
        shown.into_iter()
    }

    /// The words in the walled cell behind a label.
    fn words(&self, row: &FoundRow) -> Option<usize> {
        let items = self.items();
        let line = items[self.labelled.labels[row.label].last].row;
        let at = row.values.end;
        (at < row.until && items[at].walled && items[at].row == line).then_some(at)
    }

    fn spelt_out(&self, at: usize) -> Outcome {
        let words = &self.document.text()[self.items()[at].span.clone()];
        let outcome = Outcome { item: Some(at), ..Outcome::open(Status::Invalid) };
        match chinese(words) {
            Some((value, unit)) => Outcome { status: Status::Reported, value: Some(value), unit, ..outcome },
            None => outcome,
        }
    }

    /// A run of digits that the labels on both sides end: one number for each column.
    fn glued(&self, row: &FoundRow, figures: &[usize]) -> Option<Vec<Outcome>> {
        let width = self.found.width;
        let runs: Vec<String> =
            figures.iter().map(|&at| self.document.found[self.items()[at].span.clone()].to_owned()).collect();
        match &runs[..] {
            [] => return Some(vec![Outcome::open(Status::Blank); width]),
            [run] if run.bytes().all(|b| b.is_ascii_digit()) && !self.ends_in_ordinal(row, run) => {}
            _ => return None,
        }
        let candidates = solve::candidates(&Figures::Glued(runs), width, &[])?;
        let agreed: Option<Vec<f64>> = solve::agreed(&candidates, width).into_iter().collect();
        Some(agreed?.into_iter().map(|value| Outcome::inferred(value, Derivation::OnlyReading)).collect())
    }

    /// Whether the last digit of a run may be the ordinal of the next label: `51当面申请数`.
    fn ends_in_ordinal(&self, row: &FoundRow, run: &str) -> bool {
        let Some(next) = self.labelled.labels.get(row.label + 1) else { return false };
        let adjoining = self.items()[row.values.end - 1].span.end == self.items()[next.first].span.start;
        adjoining && run.len() > 1 && next.meanings.iter().any(|m| m.bare)
    }

    /// Whether neither a unit nor a figure stands twice, as where an extractor removed repeated lines.
    fn is_deduplicated(&self) -> bool {
        let figures: Vec<usize> = self.found.rows.iter().flat_map(|row| self.figures(row)).collect();
        let mut words = HashSet::new();
        let mut units = HashSet::new();
        let text = |at: usize| &self.document.found[self.items()[at].span.clone()];
        figures.len() >= 4
            && figures.iter().all(|&at| words.insert(text(at)))
            && figures.iter().filter_map(|&at| self.sheet.unit[at]).all(|unit| units.insert(unit))
    }

    /// Whether figures stand before their labels: one before the first, none behind the last.
    fn is_reversed(&self) -> bool {
        let (Some(first), Some(last)) = (self.found.rows.first(), self.found.rows.last()) else { return false };
        let start = self.labelled.labels[first.label].first;
        let before = start.checked_sub(1).is_some_and(|at| matches!(self.items()[at].content, Content::Figure(..)));
        before && self.figures(last).next().is_none()
    }

    fn figures_as_found(&self, row: usize) -> Vec<&str> {
        let figures = self.figures(&self.found.rows[row]);
        figures.map(|at| &self.document.found[self.items()[at].span.clone()]).collect()
    }

    fn label_text(&self, row: &FoundRow) -> String {
        let label = &self.labelled.labels[row.label];
        let items = self.items();
        self.document.found[items[label.first].span.start..items[label.last].span.end].to_owned()
    }

    fn cell(&self, table: &Table, hit: &FoundRow, column: usize, outcome: &Outcome) -> Cell {
        let items = self.items();
        let form = &table.rows[hit.row];
        let raw = match (outcome.item, outcome.status) {
            (Some(at), _) => Some(self.document.found[items[at].span.clone()].to_owned()),
            (None, Status::Inferred | Status::Ambiguous) => {
                let figures: Vec<&str> =
                    self.figures(hit).map(|at| &self.document.found[items[at].span.clone()]).collect();
                Some(figures.join(" "))
            }
            _ => None,
        };
        let before = || hit.values.clone().find_map(|at| self.sheet.unit_before(at));
        let printed = before().or_else(|| hit.values.clone().last().and_then(|at| self.sheet.unit_behind(at)));
        Cell {
            table: table.code,
            row: form.code,
            col: table.columns[column].code,
            value: outcome.value,
            unit: outcome.unit.or(printed).unwrap_or(form.unit(column, table)),
            status: outcome.status,
            raw: raw.filter(|r| !r.is_empty()),
            rule: outcome.rule,
            place: Some(outcome.item.map_or(items[self.labelled.labels[hit.label].last].place, |at| items[at].place)),
        }
    }
}
