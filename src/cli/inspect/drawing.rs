//! The whole report: what is known of it, its tables, its narrative, its findings.

use crate::reader::Reader;
use crate::report::forms::Forms;
use crate::report::{Finding, Report};
use crate::source::Reject;

use super::paint::{Ink, Paint, clean, fill};
use super::{narrative, sheet};

/// Draws a report.
pub(super) fn report(report: &Report, reader: &Reader, paint: Paint) -> String {
    let forms = reader.forms();
    let mut out = head(report, forms, paint);
    out.push_str(&sheet::legend(paint));
    for table in &forms.tables {
        out.push_str(&sheet::draw(table, &report.cells, forms, paint));
    }
    for section in &report.sections {
        out.push_str(&narrative::draw(section, reader.narrator(), paint));
    }
    out.push_str(&findings(&report.findings, forms, paint));
    out
}

/// Says why a document yields no report, and what to do about it.
pub(super) fn reject(reject: &Reject, paint: Paint) -> String {
    format!(
        "{}  {}\nreason    {}\ndetail    {}\nbyte_len  {}\n",
        paint.ink(Ink::Bad, "no report"),
        clean(&reject.source_uri),
        paint.ink(Ink::Strong, reject.reason.code()),
        clean(&reject.detail),
        reject.byte_len
    )
}

/// The columns of the table `reports`, by their names there.
fn head(report: &Report, forms: &Forms, paint: Paint) -> String {
    let (origin, known) = (&report.origin, &report.metadata);
    let text = |s: &Option<String>| s.as_deref().map(clean);
    let date = |d: Option<crate::report::Date>| d.map(|d| d.to_string());
    let by_year = known.report_year.and_then(|year| forms.edition_for_year(year));
    let edition = match (report.edition, by_year) {
        (Some(edition), Some(of_year)) if edition != of_year => {
            Some(format!("{edition}, though the form for its year is that of {of_year}"))
        }
        (edition, _) => edition.map(|e| e.to_string()),
    };
    let source = format!("{}, {}, {}", origin.format.code(), origin.encoding, origin.script.code());
    let place: Vec<String> =
        [&known.region_code, &known.province, &known.prefecture, &known.county].into_iter().filter_map(text).collect();
    let kind: Vec<&str> = known.publisher_kind.into_iter().chain(known.admin_level).collect();
    let lines = [
        ("source_uri", Some(clean(&origin.source_uri))),
        ("report_id", Some(origin.report_id.clone())),
        ("source", Some(source)),
        ("title", text(&known.title)),
        ("publisher", text(&known.publisher)),
        ("kind", (!kind.is_empty()).then(|| kind.join(", "))),
        ("region", (!place.is_empty()).then(|| place.join(" "))),
        ("report_year", known.report_year.map(|y| y.to_string())),
        ("published_on", date(known.published_on)),
        ("index_number", text(&known.index_number)),
        ("edition", edition),
        ("char_count", Some(report.char_count.to_string())),
    ];
    let mut out = String::new();
    for (name, value) in lines {
        let value = value.unwrap_or_else(|| paint.ink(Ink::Faint, "unknown"));
        out.push_str(&format!("{}{}{value}\n", paint.ink(Ink::Strong, name), fill(name, 14)));
    }
    out
}

fn findings(findings: &[Finding], forms: &Forms, paint: Paint) -> String {
    let mut out = format!("\n{}  {}\n", paint.ink(Ink::Strong, "findings"), findings.len());
    for finding in findings {
        let at: Vec<&str> =
            [finding.table, finding.row, finding.col].into_iter().flatten().map(|c| forms.code(c)).collect();
        let severity = paint.ink(Ink::of_severity(finding.severity), finding.severity.code());
        let at = if at.is_empty() { String::new() } else { format!(" {}", at.join("/")) };
        out.push_str(&format!("  {severity} {}{at}: {}\n", finding.check, clean(&finding.message)));
    }
    out
}
