//! The statement rules against sentences labelled by hand, of reports of 2022 unless they say so.

use std::path::Path;

use gongkai::narrative::{Desk, Scope};
use serde::Deserialize;

use super::{narrator, read, root};

#[derive(Deserialize)]
struct Line {
    id: String,
    /// What stands before the text in its section; its own numbers are not asked for.
    #[serde(default)]
    before: String,
    text: String,
    #[serde(default)]
    section: String,
    statements: Vec<Claim>,
    /// An agency reports, not a government.
    #[serde(default)]
    agency: bool,
    /// As the dataset has it; tells whether a government reports, whatever `agency` says.
    #[serde(default)]
    publisher_kind: Option<String>,
    /// Year of the report.
    #[serde(default = "usual_year")]
    year: i16,
}

/// Sections that tell what their sentences leave out.
const SECTIONS: [&str; 2] = ["applications", "reviews"];

fn usual_year() -> i16 {
    2022
}

#[derive(Deserialize, Debug, Clone, PartialEq, PartialOrd)]
struct Claim {
    metric: String,
    value: f64,
}

/// Precision and recall over a labelled file; prints every miss.
fn measure(path: &Path) -> (f64, f64) {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    let rules = narrator().statements();
    let converter = ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s).unwrap();
    for line in read(path).lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let section = SECTIONS.into_iter().find(|section| *section == line.section).unwrap_or_default();
        let region = line.publisher_kind.as_ref().map_or(!line.agency, |kind| kind == "government");
        let scope = Scope { year: Some(line.year), region, section };
        let ahead = line.before.len() + 1;
        let text = format!("{}\n{}", line.before, line.text);
        let narrative = narrator().read_with(&mut Desk::default(), &text, &converter.convert(&text), scope);
        let asked = narrative.sentences.iter().filter(|sentence| sentence.span.start >= ahead);
        let statements = asked.flat_map(|sentence| &sentence.statements);
        let found: Vec<Claim> = statements
            .map(|found| Claim { metric: rules.metric_name(found.metric).to_owned(), value: found.value })
            .collect();
        for claim in &found {
            match line.statements.contains(claim) {
                true => right += 1,
                false => {
                    wrong += 1;
                    println!("+ {} {} {}: {}", claim.metric, claim.value, line.id, line.text);
                }
            }
        }
        for claim in line.statements.iter().filter(|claim| !found.contains(claim)) {
            missed += 1;
            println!("- {} {} {}: {}", claim.metric, claim.value, line.id, line.text);
        }
    }
    let share = |part: u32, rest: u32| f64::from(part) / f64::from(part + rest).max(1.0);
    println!("statements: {right} right, {wrong} wrong, {missed} missed");
    (share(right, wrong), share(right, missed))
}

#[test]
fn numbers_are_claimed_as_labelled() {
    let (precision, recall) = measure(&root().join("tests/data/statements.jsonl"));
    assert!(precision >= 0.97, "precision {precision}");
    assert!(recall >= 0.90, "recall {recall}");
}

#[test]
#[ignore = "needs a labelled file in GONGKAI_GOLD_STATEMENTS"]
fn agrees_with_another_labelled_file() {
    let path = std::env::var_os("GONGKAI_GOLD_STATEMENTS").expect("GONGKAI_GOLD_STATEMENTS names no file");
    let (precision, recall) = measure(Path::new(&path));
    assert!(precision >= 0.97 && recall >= 0.90, "precision {precision}, recall {recall}");
}
