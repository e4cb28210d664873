//! Title, publisher, years, dates, number and place of a report.
//!
//! Everything is looked for in the document's head and tail; the whole text is searched only where
//! those leave a question open. Words that decide are in `pipelines/metadata.toml`.

mod agency;
mod another;
mod candidate;
mod dates;
mod endings;
mod index_number;
mod kind;
mod labels;
mod letters;
mod pieces;
mod preamble;
mod publisher;
mod rules;
mod signature;
mod spoken;
mod squeezed;
mod title;
mod vocabulary;
mod year;

#[cfg(test)]
mod head_tests;
#[cfg(test)]
mod tests;

pub use another::another;
pub use dates::years;
pub use endings::Kind;
pub use rules::MetadataRules;

use std::borrow::Cow;

use super::Metadata;
use super::region::{self, Divisions, Evidence, Level};
use crate::document::{Document, Script, Span, to_simplified};
use pieces::Pieces;

/// Reads the metadata of a document.
pub fn read(doc: &Document, rules: &MetadataRules, divisions: &Divisions) -> Metadata {
    let pieces = Pieces::of(doc);
    let labels = labels::read(&pieces, rules);
    let titles = title::find(doc, &pieces, rules);
    let signature = signature::find(doc, &pieces, &rules.signature.not_behind);
    let text = pieces.text;
    let source = doc.page.source.as_deref().map(|f| simplified(doc, f));
    let site = doc.page.site.as_deref().map(|f| simplified(doc, f));
    let date =
        |said: &Option<String>| said.as_deref().and_then(|said| dates::date_at(said.trim())).map(|(date, _)| date);
    let mut metadata = Metadata {
        title: titles.found.clone(),
        published_on: date(&doc.page.published)
            .or(labels.published)
            .or_else(|| header_date(&pieces, rules))
            .or_else(|| {
                let title = titles.found.as_deref()?;
                date_behind(doc, &pieces, title).or_else(|| date_below(doc, &pieces, title))
            })
            // What the page itself says of its publication goes before what its corpus does.
            .or_else(|| date(&doc.page.listed))
            .or(labels.written)
            .or(signature.date),
        signed_on: signature.date,
        index_number: labels.index_number.map(str::to_owned),
        ..Metadata::default()
    };
    year::fill(&mut metadata, titles.plain.as_deref(), &titles.mentions, text, rules);
    let sources = publisher::Sources {
        titles: &titles,
        labels: &labels,
        page: source.as_deref(),
        signer: signature.signer,
        last: pieces.tail.last().map(|span| pieces.get(span).trim()),
        text,
    };
    metadata.publisher = publisher::find(&sources, rules, divisions);
    let mut page: Vec<&str> = [source.as_deref(), site.as_deref()].into_iter().flatten().collect();
    page.extend(labels.agencies.iter().map(|name| name.as_ref()));
    page.extend(site_above(&pieces, rules));
    let titled = doc.page.title.as_deref().map(|title| simplified(doc, title));
    page.extend(titled.as_deref().and_then(|title| site_in_title(title, rules)));
    place(&mut metadata, &page, &titles, text, rules, divisions);
    metadata
}

/// What parts the name of a site from that of a page on it.
const BORDERS: [char; 9] = ['>', '＞', '»', '›', '|', '｜', '-', '_', '/'];

/// The government on whose site the page stands, where its first lines say so: `昆山市人民政府 > 区镇公开`.
fn site_above<'a>(pieces: &Pieces<'a>, rules: &MetadataRules) -> Option<&'a str> {
    const LINES: usize = 3;
    let first = |span: &Span| pieces.get(span).split(BORDERS).next();
    pieces.head.iter().take(LINES).filter_map(first).find_map(|name| government(name, rules))
}

/// The same at the end of the title in the page's markup: `…年度报告-昆山市人民政府`.
fn site_in_title<'a>(title: &'a str, rules: &MetadataRules) -> Option<&'a str> {
    let (_, name) = title.rsplit_once(BORDERS)?;
    government(name, rules)
}

/// A text that is the name of a government and no more.
fn government<'a>(name: &'a str, rules: &MetadataRules) -> Option<&'a str> {
    const LONGEST: usize = 20;
    let name = name.trim();
    let is_government = matches!(rules.endings.of_name(name), Some(Kind::Government)) && name.ends_with("政府");
    (name.chars().count() <= LONGEST && is_government && name.chars().all(crate::report::canon::is_han)).then_some(name)
}

/// A field of the page's markup in simplified characters.
fn simplified<'a>(doc: &Document, field: &'a str) -> Cow<'a, str> {
    match doc.script {
        Script::Hans => Cow::Borrowed(field),
        Script::Hant => Cow::Owned(to_simplified(field)),
    }
}

/// A line of the head that starts with a date in figures: `2021-03-02 08:31 来源:…`, or with one in words before such a
/// label, or has it behind an agency's name and no more, or before a time of day, or beside the page's tools. A page's
/// elements that stood side by side leave the next label right behind it.
fn header_date(pieces: &Pieces<'_>, rules: &MetadataRules) -> Option<super::Date> {
    /// Bytes of such a line.
    const LONGEST: usize = 200;
    let is_label = |rest: &str| rules.labels.agency.iter().any(|label| rest.starts_with(label.as_str()));
    let of = |piece: &str| {
        let piece = piece.trim_start_matches(|c: char| "[【(•-*#_ ".contains(c) || c.is_whitespace());
        let (date, len) = dates::date_at(piece)?;
        let rest = piece.get(len..)?;
        let apart = rest.starts_with(|c: char| c.is_whitespace() || "]】)".contains(c));
        let apart = apart || rest.is_empty() || is_label(rest);
        let in_figures = !piece.get(..len)?.contains('年') || is_label(rest.trim_start());
        (apart && piece.len() <= LONGEST && in_figures).then_some(date)
    };
    let behind_a_name = |piece: &str| {
        let (name, date) = piece.trim().rsplit_once(char::is_whitespace)?;
        rules.endings.of_name(name.trim()).and_then(|_| of(date))
    };
    // `2022年1月25日 【字体：大 中 小】`, `www.… 2017-02-14 来源：某局`, `来源：某局 2017年2月14日发布`, `某市政府网 2010-3-12 10:05:00`, `【字体：大 中 小】 2022年1月25日`
    let within = |piece: &str| {
        if piece.len() > LONGEST {
            return None;
        }
        let has_tools = rules.labels.tools.iter().any(|tool| piece.contains(tool.as_str()));
        let starts = piece
            .char_indices()
            .filter(|&(_, c)| dates::digit(c).is_some() || c == '二')
            .filter(|&(at, _)| at == 0 || piece[..at].ends_with(char::is_whitespace));
        let rest = |at: usize| piece.get(at..);
        starts.filter_map(|(at, _)| rest(at)).find_map(|rest| {
            let (date, len) = dates::date_at(rest)?;
            let behind = rest.get(len..)?;
            let apart = behind.is_empty() || behind.starts_with(char::is_whitespace);
            let of_the_page = is_label(behind.trim_start())
                || behind.trim_end() == "发布"
                || apart && (has_tools || is_time_of_day(behind.trim_start()));
            (of_the_page && !behind.trim_start().starts_with("星期")).then_some(date)
        })
    };
    pieces.head.iter().find_map(|span| {
        let piece = pieces.get(span);
        of(piece).or_else(|| behind_a_name(piece)).or_else(|| within(piece))
    })
}

/// Whether a text begins with a time of day: `8:31`, `10:05:00`.
fn is_time_of_day(text: &str) -> bool {
    let hours = text.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = text.as_bytes().get(hours + 1..hours + 3);
    (1..=2).contains(&hours)
        && text.as_bytes().get(hours) == Some(&b':')
        && minutes.is_some_and(|minutes| minutes.iter().all(u8::is_ascii_digit))
}

/// A date in figures between blanks right behind the title, where the whole page stands on one line.
fn date_behind(doc: &Document, pieces: &Pieces<'_>, title: &str) -> Option<super::Date> {
    pieces.head.iter().find_map(|span| {
        let at = doc.found.get(span.clone())?.find(title)? + title.len();
        let rest = pieces.get(span).get(at..)?;
        let behind = rest.trim_start();
        let (date, len) = dates::date_at(behind)?;
        let own = behind.get(..len)?;
        let apart = behind.len() < rest.len() && behind.get(len..)?.starts_with(char::is_whitespace);
        (apart && !own.contains('年')).then_some(date)
    })
}

/// A line of its own right below the title that is a date and no more: `2020年1月16日`, in brackets or not.
fn date_below(doc: &Document, pieces: &Pieces<'_>, title: &str) -> Option<super::Date> {
    let of = |span: &Span| doc.found.get(span.clone()).map(str::trim_end);
    let at = pieces.head.iter().position(|span| of(span).is_some_and(|line| line.ends_with(title)))?;
    let below = pieces.get(pieces.head.get(at + 1)?).trim();
    let bare = below.trim_start_matches(['(', '（', '[', '〔']).trim_end_matches([')', '）', ']', '〕']);
    dates::date_at(bare).filter(|(_, len)| *len == bare.len()).map(|(date, _)| date)
}

fn place(
    metadata: &mut Metadata,
    page: &[&str],
    titles: &title::Titles,
    text: &str,
    rules: &MetadataRules,
    divisions: &Divisions,
) {
    let publisher = metadata.publisher.as_deref();
    let kind = publisher.and_then(|p| kind::kind_of(p, rules));
    let national = publisher.is_some_and(|p| kind::is_national_alone(p, rules, divisions));
    let evidence = Evidence {
        publisher,
        township: matches!(kind, Some(Kind::Town | Kind::Subdistrict)),
        title: titles.plain.as_deref(),
        page,
        text,
        index_number: metadata.index_number.as_deref(),
        year: metadata.report_year,
    };
    let row = if national { None } else { region::resolve(&evidence, &rules.region, divisions) };
    metadata.admin_level = kind::admin_level(publisher, kind, row, rules, divisions);
    metadata.publisher_kind = publisher.map(|_| kind.unwrap_or(Kind::Other).code());
    let Some(division) = row.and_then(|r| divisions.get(r)) else {
        return;
    };
    let name = |row: Option<u32>| row.and_then(|r| divisions.get(r)).map(|d| d.name.clone());
    metadata.region_code = Some(division.code.clone());
    metadata.province = name(division.province);
    metadata.prefecture = name(division.prefecture);
    metadata.county = (division.level == Level::County).then(|| division.name.clone());
}
