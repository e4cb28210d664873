//! The statistics sheet of the edition 2014: its figures, and the rows of label, unit and figure that show them.

use super::figures::Figures;
use super::form::{Cell, Role, Sheet};
use super::random::Random;
use crate::report::forms::{Forms, Table};

/// Heads of groups, before the row that they stand above.
const HEADS: [(&str, &str); 7] = [
    ("proactive_total", "一、主动公开情况"),
    ("proactive_gazette", "(二)通过不同渠道和方式公开政府信息的情况"),
    ("responses_total", "二、回应解读情况"),
    ("press_conferences", "(二)通过不同渠道和方式回应解读的情况"),
    ("applications_received", "三、依申请公开情况"),
    ("offices", "八、机构建设和保障经费情况"),
    ("meetings", "九、政府信息公开会议和培训情况"),
];

/// Units other than 件, by how the codes of their rows begin.
const UNITS: [(&str, &str); 17] = [
    ("proactive_", "条"),
    ("responses_", "次"),
    ("press_", "次"),
    ("online_", "次"),
    ("interpretations", "篇"),
    ("fees_", "万元"),
    ("funding", "万元"),
    ("offices", "个"),
    ("reading_points", "个"),
    ("staff_", "人"),
    ("meetings", "次"),
    ("trainings", "次"),
    ("trainees", "人次"),
    ("applications_", "件"),
    ("answered_", "件"),
    ("reviews_", "件"),
    ("litigation_", "件"),
];

/// The sheet; empty where the forms have no list.
pub(super) fn sheet(forms: &Forms, edition: i16, figures: &Figures) -> Sheet {
    let Some(table) = forms.table_by_code("indicators") else { return Sheet::default() };
    let head = |text: &str| Cell { text: text.to_owned(), role: Role::Head, rows: 1, cols: 1 };
    let mut rows = vec![["统计指标", "单位", "统计数"].map(head).to_vec()];
    for row in table.rows.iter().filter(|r| r.columns.contains_key(&edition)) {
        let code = forms.code(row.code);
        if let Some((_, words)) = HEADS.iter().find(|(before, _)| *before == code) {
            rows.push([*words, "——", "——"].map(head).to_vec());
        }
        let unit = UNITS.iter().find(|(begin, _)| code.starts_with(begin)).map_or("件", |(_, unit)| unit);
        // The form's own wording is the longest one: it has its remark in brackets.
        let remark = |l: &&String| l.contains("计1") || l.contains("不包括");
        let label = row.labels.iter().find(remark).unwrap_or(&row.labels[0]);
        let printed = figures.get(table.code, row.code, table.columns[0].code).map(|f| f.printed.clone());
        rows.push(vec![
            Cell { text: label.clone(), role: Role::Label, rows: 1, cols: 1 },
            head(unit),
            Cell { text: printed.unwrap_or_default(), role: Role::Figure, rows: 1, cols: 1 },
        ]);
    }
    Sheet { rows }
}

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
