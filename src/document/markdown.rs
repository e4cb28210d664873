//! Text with tables in HTML, as tools write that make Markdown of a PDF: the tables are read as those of a page.
//!
//! Everything around them is text and stays so, line by line.

use super::decode::Refusal;
use super::html;
use super::html::ReadPage;

const OPENS: &str = "<table";
const CLOSES: &str = "</table>";

/// The text as a page with its tables; `None` if it has none.
pub(super) fn read(text: &str) -> Option<Result<ReadPage, Refusal>> {
    let tables = tables(text);
    if tables.is_empty() {
        return None;
    }
    let mut page = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    for table in tables {
        paragraphs(&text[at..table.start], &mut page);
        page.push_str(&text[table.clone()]);
        page.push('\n');
        at = table.end;
    }
    paragraphs(&text[at..], &mut page);
    Some(html::read(&page))
}

/// Where tables with cells stand, each with those inside of it.
fn tables(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut tables = Vec::new();
    // Most texts have no such thing, and need not be copied to see it.
    if memchr::memmem::find(text.as_bytes(), b"</").is_none() {
        return tables;
    }
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(start) = lower[at..].find(OPENS).map(|found| at + found) {
        let (mut end, mut depth) = (start + OPENS.len(), 1);
        while depth > 0 {
            let Some(close) = lower[end..].find(CLOSES).map(|found| end + found) else { return tables };
            depth = depth - 1 + lower[end..close].matches(OPENS).count();
            end = close + CLOSES.len();
        }
        if lower[start..end].contains("<td") {
            tables.push(start..end);
        }
        at = end;
    }
    tables
}

fn paragraphs(text: &str, page: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        page.push_str("<p>");
        page.push_str(&line.replace('&', "&amp;").replace('<', "&lt;"));
        page.push_str("</p>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::super::Block;
    use super::*;

    fn shape(text: &str) -> Option<Vec<String>> {
        let page = read(text)?.unwrap();
        let shape = page.blocks.iter().map(|block| match block {
            Block::Line(line) => page.found[line.span.clone()].to_owned(),
            Block::Grid(_) => "table".to_owned(),
        });
        Some(shape.collect())
    }

    #[test]
    fn tables_in_a_text_are_tables_and_lines_stay_lines() {
        let text = "# 年度报告\n\n一、总体情况\na<b & c\n<TABLE border=1><tr><td rowspan=2>甲</td><td>1</td></tr>\
                    <tr><td>2</td></tr></TABLE>\n二、其他\n";
        let expected = ["# 年度报告", "一、总体情况", "a<b & c", "table", "二、其他"];
        assert_eq!(shape(text), Some(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_table_within_a_table_ends_with_the_outer_one() {
        let text = "<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>\n完";
        assert_eq!(shape(text).unwrap().last().unwrap(), "完");
    }

    #[test]
    fn other_texts_have_none() {
        for text in ["没有表格", "<table> 没有单元格 </table>", "<table><td>没有结尾", "| a | b |"] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
