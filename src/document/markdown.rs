//! Text with tables in HTML, as tools write that make Markdown of a PDF, or drawn with rules and bars: the tables are
//! read as those of a page.
//!
//! Everything around them is text and stays so, line by line.

use std::borrow::Cow;
use std::ops::Range;

use super::decode::Refusal;
use super::drawn::{self, Drawn};
use super::html;
use super::html::ReadPage;

const OPENS: &str = "<table";
const CLOSES: &str = "</table>";

/// The text as a page with its tables; `None` if it has none.
pub(super) fn read(text: &str) -> Option<Result<ReadPage, Refusal>> {
    let mut tables: Vec<(Range<usize>, Cow<'_, str>)> = Vec::new();
    tables.extend(written(text).into_iter().map(|span| (span.clone(), Cow::Borrowed(&text[span]))));
    if tables.is_empty() {
        tables.extend(drawn::tables(text).into_iter().map(|table| (table.span.clone(), Cow::Owned(html_of(&table)))));
    }
    if tables.is_empty() {
        return None;
    }
    let mut page = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    for (span, html) in tables {
        paragraphs(&text[at..span.start], &mut page);
        page.push_str(&html);
        page.push('\n');
        at = span.end;
    }
    paragraphs(&text[at..], &mut page);
    Some(html::read(&page))
}

/// The text with line ends for the `<br>` of its lines, and blanks for those within rows of pipes: two, as one may stand
/// between the thousands of a figure.
pub(super) fn without_breaks(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"<br").is_none() {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let instead = if line.contains('|') { "  " } else { "\n" };
        let mut pieces = line.split("<br");
        plain.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            match piece.trim_start_matches([' ', '/']).strip_prefix('>') {
                Some(rest) => {
                    plain.push_str(instead);
                    plain.push_str(rest);
                }
                None => {
                    plain.push_str("<br");
                    plain.push_str(piece);
                }
            }
        }
    }
    plain
}

fn html_of(table: &Drawn<'_>) -> String {
    let mut html = String::from("<table>");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str("<td>");
            let lines: Vec<String> = cell.iter().map(|line| escaped(line)).collect();
            html.push_str(&lines.join("<br>"));
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    html
}

/// Where tables with cells stand, each with those inside of it.
fn written(text: &str) -> Vec<Range<usize>> {
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
        page.push_str(&escaped(line));
        page.push_str("</p>\n");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
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
    fn drawn_tables_are_tables_too() {
        let text = "一、a<b\n+----+----+\n| 甲 | 1  |\n| 乙 |    |\n+----+----+\n| 丙 | 2  |\n+----+----+\n二、完";
        assert_eq!(shape(text).unwrap(), ["一、a<b", "table", "二、完"]);
        assert!(read(text).unwrap().unwrap().found.contains("甲\n乙"));
    }

    #[test]
    fn breaks_are_blanks_in_rows_and_line_ends_elsewhere() {
        let text = "甲<br>乙<br/>丙\n| 规<br />章 | 1 |\n<brx>";
        assert_eq!(without_breaks(text.to_owned()), "甲\n乙\n丙\n| 规  章 | 1 |\n<brx>");
    }

    #[test]
    fn other_texts_have_none() {
        for text in ["没有表格", "<table> 没有单元格 </table>", "<table><td>没有结尾", "| a | b |"] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
