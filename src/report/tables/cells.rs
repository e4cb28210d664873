//! The outcomes of a row as cells of the form.

use std::ops::Range;

use super::super::figure::{chinese, visible};
use super::super::forms::Row;
use super::super::items::Item;
use super::super::{Cell, Status, Unit};
use super::page::Page;
use super::sequence::Outcome;
use super::{Tables, headers};

pub fn push_row(
    page: &Page<'_>,
    row: &Row,
    columns: &[usize],
    outcomes: &[Outcome],
    values: Option<&Range<usize>>,
    label: Option<usize>,
    tables: &mut Tables,
) {
    let items = &page.stream.items;
    let found = &page.document.found;
    let row_place = values.and_then(|v| v.start.checked_sub(1)).map(|i| items[i].place);
    // The page may have its columns in another order than the form.
    let mut cells: Vec<(usize, &Outcome)> = columns.iter().copied().zip(outcomes).collect();
    cells.sort_by_key(|(column, _)| *column);
    for (column, outcome) in cells {
        let form_unit = row.unit(column, page.table);
        let outcome = &whole(spelt_out(page, *outcome), form_unit);
        let raw = match (outcome.item, outcome.status) {
            (Some(at), _) => Some(found[items[at].span.clone()].to_owned()),
            (None, Status::Inferred | Status::Ambiguous) => values.map(|v| figures_as_found(found, items, v)),
            _ => None,
        };
        // Only amounts have a unit other than the count; a header's word for it beats the form's.
        let printed = || label.filter(|_| form_unit != Unit::Count).and_then(|l| headers::unit(page, l, column));
        tables.cells.push(Cell {
            table: page.table.code,
            row: row.code,
            col: page.table.columns[column].code,
            value: outcome.value,
            unit: outcome.unit.or_else(printed).unwrap_or(form_unit),
            status: outcome.status,
            raw: raw.filter(|r| !r.is_empty()),
            rule: outcome.rule,
            place: outcome.item.map(|i| items[i].place).or(row_place),
        });
    }
}

/// What is counted is a whole number: `1.2` is a mark or a digit gone wrong.
fn whole(outcome: Outcome, unit: Unit) -> Outcome {
    match outcome.value {
        Some(value) if unit == Unit::Count && value.fract() != 0.0 => {
            Outcome { value: None, status: Status::Invalid, rule: None, ..outcome }
        }
        _ => outcome,
    }
}

/// A cell whose place is certain may write its figure in Chinese numerals.
fn spelt_out(page: &Page<'_>, outcome: Outcome) -> Outcome {
    let text = outcome.item.filter(|_| outcome.status == Status::Invalid).map(|at| &page.stream.items[at]);
    match text.and_then(|item| chinese(&visible(&page.document.text()[item.span.clone()]))) {
        Some((value, unit)) => Outcome { status: Status::Reported, value: Some(value), unit, ..outcome },
        None => outcome,
    }
}

/// The figures of a row as they stand, for cells whose own text cannot be told.
fn figures_as_found(found: &str, items: &[Item], values: &Range<usize>) -> String {
    items[values.clone()]
        .iter()
        .take_while(|i| i.is_value())
        .filter(|i| !i.span.is_empty())
        .map(|i| &found[i.span.clone()])
        .collect::<Vec<_>>()
        .join(" ")
}
