//! Writes blocks as an HTML page: the official form with merged cells, or flat rows.

use super::facts::Facts;
use super::layout::Layout;
use super::page::Block;
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

/// Writes a page; `charset` goes into its head.
pub(super) fn write(blocks: &[Block], facts: &Facts<'_>, layout: Layout, charset: &str, random: &mut Random) -> String {
    let title = facts.title.concat();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"{charset}\">\n<title>{title}</title>\n"
    );
    if layout == Layout::Html {
        let date = facts.published_on;
        let metas = [
            ("SiteName", format!("{}人民政府门户网站", facts.place.county)),
            ("ArticleTitle", title.clone()),
            ("PubDate", format!("{}-{:02}-{:02} 10:20", date.year, date.month, date.day)),
            ("ContentSource", facts.publisher.clone()),
        ];
        for (name, content) in metas {
            page.push_str(&format!("<meta name=\"{name}\" content=\"{content}\">\n"));
        }
    }
    page.push_str("<style>td { border: 1px solid #000; }</style>\n</head>\n<body>\n<div class=\"main\" id=\"zoom\">\n");
    for block in blocks {
        match block {
            Block::Title(text) => page.push_str(&format!("<h1>{}</h1>\n", escaped(text))),
            Block::Heading(text) => {
                let text = escaped(text);
                page.push_str(&format!("<p class=\"h\"><strong>{text}</strong></p>\n"));
            }
            Block::Line(text) => {
                let text = escaped(text);
                page.push_str(&match random.below(3) {
                    0 => format!("<p style=\"text-indent: 2em;\"><span>{text}</span></p>\n"),
                    1 => format!("<p>&nbsp;&nbsp;{text}</p>\n"),
                    _ => format!("<p>{text}</p>\n"),
                });
            }
            Block::Sheet(sheet) if layout == Layout::HtmlFlat => flat(sheet, &mut page),
            Block::Sheet(sheet) => merged(sheet, &mut page, random),
        }
    }
    page.push_str("</div>\n</body>\n</html>\n");
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Rows without merged cells.
fn flat(sheet: &Sheet, page: &mut String) {
    page.push_str("<table>\n");
    for row in sheet.rows.iter().filter(|r| !is_mark(r)) {
        page.push_str("<tr>");
        for cell in row {
            let text = escaped(&cell.text).replace('\n', "<br>");
            page.push_str(&format!("<td>{text}</td>"));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

/// Merged cells, with the paragraphs and spans that office programs put into them.
fn merged(sheet: &Sheet, page: &mut String, random: &mut Random) {
    let in_paragraphs = random.chance(0.6);
    page.push_str("<table border=\"1\" cellspacing=\"0\">\n<tbody>\n");
    for row in sheet.rows.iter().filter(|r| !is_mark(r)) {
        page.push_str("<tr>");
        for cell in row {
            page.push_str("<td");
            if cell.rows > 1 {
                page.push_str(&format!(" rowspan=\"{}\"", cell.rows));
            }
            if cell.cols > 1 {
                page.push_str(&format!(" colspan=\"{}\"", cell.cols));
            }
            page.push('>');
            let text = match escaped(&cell.text) {
                text if text.is_empty() => "&nbsp;".to_owned(),
                text if in_paragraphs => text.replace('\n', "</span></p><p><span>"),
                text => text.replace('\n', "<br/>"),
            };
            if in_paragraphs {
                page.push_str(&format!("<p align=\"center\"><span>{text}</span></p>"));
            } else {
                page.push_str(&text);
            }
            page.push_str("</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

/// A page of HTML has no page numbers between its rows.
fn is_mark(row: &[Cell]) -> bool {
    row.first().is_some_and(|c| c.role == Role::Mark)
}
