//! The statistics sheet of the edition 2014: the rows of label, unit and figure that show its figures.

use super::figures::Figures;
use super::sheet::{Cell, Role, Sheet};
use crate::report::forms::Forms;

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
