//! A header whose wrapped words fell on one heap: `结果结果其他尚未 … 维持纠正结果审结`.
//!
//! Text made from a PDF has the upper halves of narrow headers on one line and the lower halves on another. The heap
//! is taken for the form's header only if it is made of the form's words in the form's order and of nothing else:
//! all upper halves, all lower halves, as many totals and names of rows as the table has.

use super::super::canon::canonical;
use super::super::forms::{IdentityKind, Table};
use super::super::{Derivation, Status};
use super::page::Page;
use super::sequence::Outcome;
use super::solve::{self, Candidate};

/// Items that a header may have.
const REACH: usize = 60;

/// Whether the words before the figures are the whole header of a table with all rows in one line.
pub fn is_standard(page: &Page<'_>, figures: usize) -> bool {
    let Some(words) = Words::of(page.table) else { return false };
    let mut heap = String::new();
    for at in (figures.saturating_sub(REACH)..figures).rev() {
        let item = &page.stream.items[at];
        let text = &page.document.found[item.span.clone()];
        if item.is_value() || item.is_prose() {
            break;
        }
        if text.starts_with(['注', '（', '(', '备']) {
            continue;
        }
        heap.insert_str(0, page.stream.canon(at, at));
        if words.complete(&heap) {
            return true;
        }
    }
    false
}

/// The cells of one row below such a header: where the totals stand is not seen in a heap, so the row's sum must
/// say so.
pub fn proved(outcomes: &[Outcome], page: &Page<'_>, columns: &[usize]) -> Vec<Outcome> {
    let values: Candidate = outcomes.iter().map(|outcome| outcome.value).collect();
    let sums = solve::groups(&page.table.identities, columns, 1);
    let holds = sums.iter().all(|sum| solve::holds(&values, sum));
    let mut outcomes = outcomes.to_vec();
    for outcome in &mut outcomes {
        if holds {
            outcome.infer(Derivation::RowSum);
        } else {
            *outcome = Outcome::open(Status::Ambiguous);
        }
    }
    outcomes
}

/// The words of a table's header.
struct Words {
    rows_in_line: usize,
    /// Names of rows.
    rows: Vec<String>,
    whole: String,
    upper: String,
    lower: String,
    total: String,
    /// Names of rows and of groups of rows.
    names: Vec<String>,
}

impl Words {
    fn of(table: &Table) -> Option<Self> {
        let sum = table.identities.iter().find(|i| i.kind == IdentityKind::AcrossColumns)?;
        let label = |column: &usize| table.columns[*column].labels.first().map(|label| canonical(label));
        let parts: Vec<String> = sum.addends.iter().map(label).collect::<Option<_>>()?;
        let half = |part: &String| part.char_indices().nth(part.chars().count() / 2).map_or(0, |(at, _)| at);
        let rows: Vec<String> = table.rows.iter().flat_map(|row| &row.labels).map(|name| canonical(name)).collect();
        let names = rows.iter().cloned().chain(table.furniture.iter().map(|name| canonical(name)));
        Some(Self {
            rows_in_line: table.rows.len(),
            whole: parts.concat(),
            upper: parts.iter().map(|part| &part[..half(part)]).collect(),
            lower: parts.iter().map(|part| &part[half(part)..]).collect(),
            total: label(sum.total.first()?)?,
            names: names.filter(|name| !name.is_empty()).collect(),
            rows,
        })
    }

    /// Whether a heap is the whole header, and not simply the header as it stands on the form.
    fn complete(&self, heap: &str) -> bool {
        // Both halves and a total for each row.
        if heap.len() < self.rows_in_line * (self.whole.len() + self.total.len()) {
            return false;
        }
        let (mut upper, mut lower, mut totals, mut wholes) = (0, 0, 0, 0);
        let mut named: Vec<&String> = Vec::new();
        let mut rest = heap;
        while !rest.is_empty() {
            let name = self.names.iter().filter(|name| rest.starts_with(*name)).max_by_key(|name| name.len());
            let len = if rest.starts_with(&self.whole) {
                (upper, lower, wholes) = (upper + 1, lower + 1, wholes + 1);
                self.whole.len()
            } else if rest.starts_with(&self.upper) {
                upper += 1;
                self.upper.len()
            } else if rest.starts_with(&self.lower) {
                lower += 1;
                self.lower.len()
            } else if rest.starts_with(&self.total) {
                totals += 1;
                self.total.len()
            } else if let Some(name) = name {
                named.push(name);
                name.len()
            } else {
                return false;
            };
            rest = &rest[len..];
        }
        let once = |name: &String| named.iter().filter(|n| **n == name).count() == 1;
        let rows_named = named.iter().filter(|name| self.rows.contains(name)).count();
        let rows = self.rows_in_line;
        wholes < rows && [upper, lower, totals, rows_named] == [rows; 4] && named.iter().all(|name| once(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::forms::Forms;

    fn complete(heap: &str) -> bool {
        let forms = Forms::builtin().unwrap();
        Words::of(forms.table_by_code("reviews").unwrap()).unwrap().complete(heap)
    }

    #[test]
    fn only_the_whole_header_in_order_is_one() {
        let names = "行政复议行政诉讼未经复议直接起诉复议后起诉";
        let (upper, lower) = ("结果结果其他尚未", "维持纠正结果审结");
        assert!(complete(&format!("{names}{upper}总计{upper}{upper}{lower}{lower}{lower}总计总计")));
        assert!(complete(&format!("{names}结果维持结果纠正其他结果尚未审结总计{upper}{lower}总计{upper}{lower}总计")));
        assert!(!complete(&format!("{names}{upper}总计{upper}{upper}{lower}{lower}{lower}总计")), "a total is missing");
        let other = "结果其他结果尚未";
        assert!(!complete(&format!("{names}{upper}总计{other}{upper}{lower}{lower}{lower}总计总计")), "another order");
        assert!(!complete(&format!("{names}{upper}{upper}{upper}{lower}{lower}{lower}总计总计总计别的")));
    }
}
