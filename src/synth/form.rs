//! The three tables of the form as rows of cells, merged as the official form merges them.
//!
//! Every layout writes the same sheets; noise changes the words of a sheet before it is written.

use super::figures::Figures;
use super::list_sheet;
use super::sheet::{Cell, Role, Sheet};
use crate::report::forms::{Forms, Table};

fn head(text: &str, rows: u32, cols: u32) -> Cell {
    Cell { text: text.to_owned(), role: Role::Head, rows, cols }
}

impl Sheet {
    /// The sheets of tables two, three and four; for the edition 2014 the list in place of the first.
    pub fn all(forms: &Forms, edition: i16, figures: &Figures) -> [Sheet; 3] {
        if edition < 2019 {
            return [list_sheet::sheet(forms, edition, figures), Sheet::default(), Sheet::default()];
        }
        let sheet = |code: &str, make: fn(&Page<'_>) -> Sheet| {
            forms.table_by_code(code).map_or_else(Sheet::default, |t| make(&Page { forms, table: t, edition, figures }))
        };
        [sheet("disclosures", disclosures), sheet("applications", applications), sheet("reviews", reviews)]
    }
}

struct Page<'a> {
    forms: &'a Forms,
    table: &'a Table,
    edition: i16,
    figures: &'a Figures,
}

impl Page<'_> {
    /// The figures of a row; the last is widened so that the row fills `width` columns.
    fn figures_of(&self, row: &str, width: u32) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self
            .row(row)
            .iter()
            .flat_map(|r| {
                let columns = r.columns.get(&self.edition).map_or(&[][..], Vec::as_slice);
                columns.iter().map(|&c| {
                    let col = self.table.columns[c].code;
                    let figure = self.figures.get(self.table.code, r.code, col);
                    Cell {
                        text: figure.map_or_else(String::new, |f| f.printed.clone()),
                        role: Role::Figure,
                        rows: 1,
                        cols: 1,
                    }
                })
            })
            .collect();
        widen(&mut cells, width);
        cells
    }

    fn row(&self, code: &str) -> Option<&crate::report::forms::Row> {
        self.table
            .rows
            .iter()
            .find(|r| self.forms.code(r.code) == code)
            .filter(|r| r.columns.contains_key(&self.edition))
    }

    fn label(&self, row: &str, cols: u32) -> Cell {
        let text = match (row, self.edition) {
            ("normative_documents", 2021..) => "行政规范性文件",
            _ => self.row(row).map_or("", |r| &r.labels[0]),
        };
        Cell { text: text.to_owned(), role: Role::Label, rows: 1, cols }
    }
}

fn widen(cells: &mut [Cell], width: u32) {
    let missing = width.saturating_sub(cells.iter().map(|c| c.cols).sum());
    if let Some(last) = cells.last_mut() {
        last.cols += missing;
    }
}

/// Article of the regulations, headers, rows: one block of table two.
type Block = (&'static str, &'static [&'static str], &'static [&'static str]);

const DISCLOSURES_2019: [Block; 5] = [
    ("第二十条第(一)项", &["本年新制作数量", "本年新公开数量", "对外公开总数量"], &["rules", "normative_documents"]),
    ("第二十条第(五)项", &["上一年项目数量", "本年增/减", "处理决定数量"], &["licensing", "other_services"]),
    ("第二十条第(六)项", &["上一年项目数量", "本年增/减", "处理决定数量"], &["penalties", "coercion"]),
    ("第二十条第(八)项", &["上一年项目数量", "本年增/减"], &["fees"]),
    ("第二十条第(九)项", &["采购项目数量", "采购总金额"], &["procurement"]),
];

const DISCLOSURES_2021: [Block; 4] = [
    ("第二十条第(一)项", &["本年制发件数", "本年废止件数", "现行有效件数"], &["rules", "normative_documents"]),
    ("第二十条第(五)项", &["本年处理决定数量"], &["licensing"]),
    ("第二十条第(六)项", &["本年处理决定数量"], &["penalties", "coercion"]),
    ("第二十条第(八)项", &["本年收费金额(单位:万元)"], &["fees"]),
];

fn disclosures(page: &Page<'_>) -> Sheet {
    let blocks = if page.edition >= 2021 { &DISCLOSURES_2021[..] } else { &DISCLOSURES_2019 };
    let mut rows = Vec::new();
    for (article, headers, codes) in blocks {
        rows.push(vec![head(article, 1, 4)]);
        let mut header = vec![head("信息内容", 1, 1)];
        header.extend(headers.iter().map(|h| head(h, 1, 1)));
        widen(&mut header, 4);
        rows.push(header);
        for code in *codes {
            let mut row = vec![page.label(code, 1)];
            row.extend(page.figures_of(code, 3));
            rows.push(row);
        }
    }
    Sheet { rows }
}

fn applications(page: &Page<'_>) -> Sheet {
    let note = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)";
    let mut rows = vec![
        vec![head(note, 3, 3), head("申请人情况", 1, 7)],
        vec![head("自然人", 2, 1), head("法人或其他组织", 1, 5), head("总计", 2, 1)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"].map(|h| head(h, 1, 1)).to_vec(),
    ];
    let codes: Vec<&str> = page
        .table
        .rows
        .iter()
        .filter(|r| r.columns.contains_key(&page.edition))
        .map(|r| page.forms.code(r.code))
        .collect();
    let results = codes.len().saturating_sub(3) as u32;
    let mut last_group = "";
    for code in &codes {
        let mut row = Vec::new();
        let outcome = !matches!(*code, "received_new" | "carried_in" | "carried_out");
        if *code == "granted" {
            row.push(head("三、本年度办理结果", results, 1));
        }
        match group(code) {
            Some((prefix, words)) => {
                if last_group != words {
                    let rows = codes.iter().filter(|c| c.starts_with(prefix)).count();
                    row.push(head(words, rows as u32, 1));
                    last_group = words;
                }
                row.push(page.label(code, 1));
            }
            None => row.push(page.label(code, if outcome { 2 } else { 3 })),
        }
        row.extend(page.figures_of(code, 7));
        rows.push(row);
    }
    Sheet { rows }
}

/// The head above a group of outcomes, and how the codes of the group begin.
fn group(code: &str) -> Option<(&'static str, &'static str)> {
    [
        ("denied_", "(三)不予公开"),
        ("unavailable_", "(四)无法提供"),
        ("not_processed_", "(五)不予处理"),
        ("other_", "(六)其他处理"),
    ]
    .into_iter()
    .find(|(prefix, _)| code.starts_with(prefix))
}

fn reviews(page: &Page<'_>) -> Sheet {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut second: Vec<Cell> = results.iter().map(|r| head(r, 2, 1)).collect();
    second.extend([head("未经复议直接起诉", 1, 5), head("复议后起诉", 1, 5)]);
    let third = [results, results].concat();
    Sheet {
        rows: vec![
            vec![head("行政复议", 1, 5), head("行政诉讼", 1, 10)],
            second,
            third.iter().map(|r| head(r, 1, 1)).collect(),
            ["review", "litigation_direct", "litigation_after_review"]
                .iter()
                .flat_map(|row| page.figures_of(row, 5))
                .collect(),
        ],
    }
}
