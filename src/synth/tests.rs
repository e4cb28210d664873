//! The generator's own promises: identities hold, draws repeat, every layout shows what the truth says.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::document::Script;
use crate::report::forms::IdentityKind;

fn generator(layout: Layout, noise: Noise) -> Generator {
    Generator::new(SynthOptions { layouts: vec![layout], noise, ..SynthOptions::default() }).unwrap()
}

/// Value of each cell by codes.
fn values(generator: &Generator, truth: &Truth) -> HashMap<(String, String, String), f64> {
    let code = |c| generator.forms().code(c).to_owned();
    truth.cells.iter().map(|c| ((code(c.table), code(c.row), code(c.col)), c.value.unwrap())).collect()
}

#[test]
fn identities_hold_in_every_report() {
    let generator = generator(Layout::Lines, Noise::NONE);
    let forms = generator.forms();
    let mut applications = 0.0;
    for i in 0..300 {
        let report = generator.report(i);
        let values = values(&generator, &report.truth);
        applications += values[&["applications", "received_new", "total"].map(String::from).into()];
        for table in &forms.tables {
            let code = forms.code(table.code);
            let value = |row: usize, col: usize| {
                let key = [code, forms.code(table.rows[row].code), forms.code(table.columns[col].code)];
                values.get(&key.map(String::from).into()).copied().unwrap_or(0.0)
            };
            for identity in &table.identities {
                let across_columns = identity.kind == IdentityKind::AcrossColumns;
                let lines = if across_columns { table.rows.len() } else { table.columns.len() };
                for line in 0..lines {
                    let sum = |members: &[usize]| -> f64 {
                        let member = |&m| match across_columns {
                            true => value(line, m),
                            false => value(m, line),
                        };
                        members.iter().map(member).sum()
                    };
                    let (total, addends) = (sum(&identity.total), sum(&identity.addends));
                    assert_eq!(total, addends, "report {i}: {} in line {line}", identity.check);
                }
            }
        }
    }
    assert!(applications > 300.0, "only {applications} applications in 300 reports");
}

#[test]
fn a_report_depends_on_seed_and_number_alone() {
    let options = SynthOptions { layouts: Layout::ALL.to_vec(), noise: Noise::HEAVY, ..SynthOptions::default() };
    let one = Generator::new(options.clone()).unwrap();
    let more = Generator::new(SynthOptions { reports: 7, ..options.clone() }).unwrap();
    let other = Generator::new(SynthOptions { seed: 1, ..options }).unwrap();
    for i in [0, 5, 77] {
        assert_eq!(one.report(i), more.report(i));
        assert_ne!(one.report(i).bytes, other.report(i).bytes);
    }
    let mut hasher = blake3::Hasher::new();
    for i in 0..100 {
        hasher.update(&one.report(i).bytes);
    }
    // Changes with every change of the generator or its phrase bank, and with nothing else.
    assert_eq!(&hasher.finalize().to_hex()[..16], "b3716a089638c1ab");
}

#[test]
fn every_cell_of_the_edition_is_in_the_truth() {
    for layout in Layout::ALL {
        let generator = generator(layout, Noise::NONE);
        for i in 0..6 {
            let truth = generator.report(i).truth;
            let expected = if truth.edition == 2019 { 198 } else { 200 };
            assert_eq!(truth.cells.len(), expected, "{layout}");
            assert_eq!(truth.lossless, layout.is_lossless());
        }
    }
}

#[test]
fn no_placeholder_is_left_and_reports_have_a_natural_size() {
    let noise = Noise { encodings: 0.0, ..Noise::LIGHT };
    let generator = generator(Layout::Pipes, noise);
    let mut bytes = 0;
    for i in 0..200 {
        let report = generator.report(i);
        bytes += report.bytes.len();
        let text = String::from_utf8_lossy(&report.bytes);
        assert!(!text.contains(['{', '}']), "{text}");
    }
    assert!((5_000..12_000).contains(&(bytes / 200)), "{} bytes", bytes / 200);
}

#[test]
fn a_slip_changes_one_printed_total() {
    let with = Noise { slips: 1.0, ..Noise::NONE };
    let (clean, slipped) = (generator(Layout::Lines, Noise::NONE), generator(Layout::Lines, with));
    for i in 0..50 {
        let (a, b) = (clean.report(i).truth, slipped.report(i).truth);
        let differing = |c: &&(&TruthCell, &TruthCell)| c.0 != c.1;
        let pairs: Vec<_> = a.cells.iter().zip(&b.cells).collect();
        assert_eq!(pairs.iter().filter(differing).count(), 1, "report {i}");
    }
}

/// A figure alone among blanks has no place that the page tells.
#[test]
fn no_slip_leaves_a_total_alone_among_blanks() {
    let generator = generator(Layout::Lines, Noise { slips: 1.0, blanks: 1.0, ..Noise::NONE });
    let mut slips = 0;
    for i in 0..50 {
        let mut rows: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
        let code = |code| generator.forms().code(code);
        let truth = generator.report(i).truth;
        for cell in truth.cells.iter().filter(|c| code(c.table) != "disclosures") {
            let (total, parts) = rows.entry((code(cell.table), code(cell.row))).or_default();
            *(if code(cell.col) == "total" { total } else { parts }) += cell.value.unwrap_or(0.0);
        }
        for (row, (total, parts)) in rows {
            assert!(total == 0.0 || parts > 0.0, "report {i}, {row:?}: {total} alone");
            slips += usize::from(total != parts);
        }
    }
    assert!(slips > 10, "{slips} slips");
}

/// Reads pages back without knowing the form: between the headings, a token that is a number is a figure.
#[test]
fn every_lossless_layout_shows_all_figures_in_form_order() {
    let slips = Noise { slips: 0.2, ..Noise::NONE };
    // Office documents are read back by the readers' own tests.
    let is_page = |layout: &Layout| !matches!(layout, Layout::Pdf | Layout::Docx | Layout::Xlsx);
    for layout in Layout::ALL.into_iter().filter(|l| l.is_lossless() && is_page(l)) {
        let generator = generator(layout, slips);
        for i in 0..40 {
            let report = generator.report(i);
            let page = String::from_utf8(report.bytes).unwrap();
            let text = if layout.is_html() { without_tags(&page) } else { page };
            let found: Vec<f64> = tables_of(&text)
                .split(|c: char| c.is_whitespace() || c == '|' || c == '\u{a0}')
                .filter_map(|token| token.parse().ok())
                .collect();
            let printed: Vec<f64> = report.truth.cells.iter().map(|c| c.value.unwrap()).collect();
            assert_eq!(found, printed, "{layout}, report {i}: {text}");
        }
    }
}

/// From the first header to the heading of section five.
fn tables_of(text: &str) -> &str {
    let start = text.find("信息内容").unwrap();
    let tables = &text[start..];
    &tables[..tables.find("五、").unwrap()]
}

fn without_tags(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn blank_cells_stay_between_their_pipes() {
    let blanks = Noise { blanks: 1.0, ..Noise::NONE };
    let generator = generator(Layout::BorderedPipes, blanks);
    let mut blank = 0;
    for i in 0..40 {
        let report = generator.report(i);
        let text = String::from_utf8(report.bytes).unwrap();
        let row = text.lines().find(|l| l.contains("|") && l.contains("本年新收"));
        let cells: Vec<Option<f64>> = row.unwrap().split('|').skip(2).take(7).map(|c| c.trim().parse().ok()).collect();
        let truth = report.truth.cells.iter();
        let expected: Vec<Option<f64>> =
            truth.filter(|c| generator.forms().code(c.row) == "received_new").map(|c| c.value).collect();
        assert_eq!(cells, expected, "report {i}");
        blank += cells.iter().filter(|c| c.is_none()).count();
    }
    assert!(blank > 40, "only {blank} blank cells");
}

#[test]
fn noise_leaves_files_that_decode() {
    let noise = Noise { encodings: 1.0, traditional: 0.5, ..Noise::HEAVY };
    for layout in [Layout::Lines, Layout::Html] {
        let generator = generator(layout, noise);
        let (mut big5, mut utf16) = (0, 0);
        for i in 0..60 {
            let report = generator.report(i);
            let text = match &report.bytes[..] {
                [0xff, 0xfe, ..] => {
                    utf16 += 1;
                    encoding_rs::UTF_16LE.decode(&report.bytes).0
                }
                bytes => match encoding_rs::UTF_8.decode(bytes) {
                    (text, _, false) => text,
                    _ => match encoding_rs::BIG5.decode(bytes) {
                        (text, _, false) if report.truth.script == Script::Hant => {
                            big5 += 1;
                            text
                        }
                        _ => encoding_rs::GB18030.decode(bytes).0,
                    },
                },
            };
            assert!(text.contains("年度") && text.contains("1月1日") || text.contains("12月31日"));
            assert!(!text.contains('\u{fffd}'));
        }
        assert!(big5 > 0 && (utf16 > 0 || layout.is_html()), "{layout}: {big5}, {utf16}");
    }
}

#[test]
fn files_and_truth_are_written_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let options = SynthOptions { reports: 30, layouts: Layout::ALL.to_vec(), ..SynthOptions::default() };
    let written = generate(options.clone(), folder.path()).unwrap();
    assert_eq!(written.reports, 30);
    let reports = std::fs::read_dir(folder.path().join("reports")).unwrap();
    assert_eq!(reports.count(), 30);
    let read = |name| std::fs::read_to_string(folder.path().join("truth").join(name)).unwrap();
    assert_eq!(read("reports.csv").lines().count(), 31);
    assert!(read("cells.csv").lines().count() > 30 * 198);
    let again = generate(options, folder.path());
    assert!(matches!(again, Err(SynthError::NotEmpty(_))));
}

#[test]
fn options_that_leave_nothing_are_refused() {
    let refused = |options| Generator::new(options).err();
    let none = SynthOptions { layouts: vec![], ..SynthOptions::default() };
    assert!(matches!(refused(none), Some(SynthError::NoLayout)));
    let early = SynthOptions { years: 2008..=2018, ..SynthOptions::default() };
    assert!(matches!(refused(early), Some(SynthError::NoYear { .. })));
}
