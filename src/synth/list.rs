//! The statistics sheet of the edition 2014: its figures.

use super::random::Random;
use crate::report::forms::{Forms, Table};

/// Printed figures by row, such that the list's sums hold; a row that is missing is zero.
pub(super) fn draw(forms: &Forms, table: &Table, random: &mut Random) -> Vec<(String, String)> {
    let code = |row: usize| forms.code(table.rows[row].code).to_owned();
    let mut drawn: Vec<(String, u32)> = Vec::new();
    for (row, most) in [
        ("proactive_total", 3000),
        ("proactive_normative_documents", 40),
        ("normative_documents_made", 40),
        ("proactive_gazette", 60),
        ("proactive_website", 3000),
        ("proactive_weibo", 300),
        ("proactive_wechat", 900),
        ("proactive_other_channel", 90),
        ("responses_total", 9),
        ("press_conferences", 12),
        ("online_interviews", 6),
        ("interpretations", 30),
        ("complaints_total", 2),
        ("offices", 20),
        ("reading_points", 9),
        ("meetings", 9),
        ("trainings", 9),
        ("trainees", 400),
    ] {
        if random.chance(0.7) {
            drawn.push((row.to_owned(), random.range(0, most)));
        }
    }
    // The parts of each whole, wholes before the parts that have parts of their own.
    for identity in table.identities.iter().filter(|i| i.addends.iter().all(|&a| on_form(table, a))) {
        let whole = code(identity.total[0]);
        let known = drawn.iter().find(|(row, _)| *row == whole).map(|(_, figure)| *figure);
        let sum = known.unwrap_or_else(|| {
            let size = *random.choose(&[0, 0, 3, 40]);
            random.range(0, size)
        });
        if known.is_none() {
            drawn.push((whole, sum));
        }
        let mut left = sum;
        let mut parts: Vec<(String, u32)> = identity.addends.iter().map(|&a| (code(a), 0)).collect();
        while left > 0 {
            let part = random.range(1, left);
            left -= part;
            let at = random.below(parts.len());
            parts[at].1 += part;
        }
        drawn.extend(parts);
    }
    let mut printed: Vec<(String, String)> = drawn.into_iter().map(|(row, figure)| (row, figure.to_string())).collect();
    for row in ["fees_charged", "funding"] {
        if random.chance(0.4) {
            printed.push((row.to_owned(), format!("{}.{:02}", random.range(0, 30), random.range(1, 99))));
        }
    }
    printed
}

fn on_form(table: &Table, row: usize) -> bool {
    !table.rows[row].columns.is_empty()
}

/// Rows whose figure is a whole of parts.
pub(super) fn is_whole(forms: &Forms, row: crate::report::Code) -> bool {
    forms
        .table_by_code("indicators")
        .is_some_and(|table| table.identities.iter().any(|i| i.total.iter().any(|&t| table.rows[t].code == row)))
}
