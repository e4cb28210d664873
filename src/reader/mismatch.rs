//! What the prose claims against what the tables say.
//!
//! Which figures of the form a metric may be compared with is data (`cells` in the statement
//! rules). A warning is only given where no reading of the prose agrees: several ways to count
//! are allowed, a report may name a whole and its parts, and round numbers are not compared.

use crate::narrative::{self, Statement, StatementRules};
use crate::report::checks::CheckRules;
use crate::report::forms::Forms;
use crate::report::{Cell, Code, Finding, Section};

/// The check's name.
const CHECK: &str = "narrative_mismatch";
/// Words of a number that is not meant exactly.
const ROUND: [char; 8] = ['余', '多', '约', '近', '万', '亿', '超', '逾'];

/// A cell by table, row and column.
type Place = (Code, Code, Code);

/// The figures of the form that each metric may be compared with.
#[derive(Debug)]
pub(super) struct Comparisons {
    /// By metric: ways to count it, each a sum of cells.
    ways: Vec<Vec<Vec<Place>>>,
}

impl Comparisons {
    /// Finds the cells that the rules name on the forms.
    ///
    /// # Errors
    /// Names a cell that no form has.
    pub(super) fn new(rules: &StatementRules, forms: &Forms) -> Result<Self, narrative::DefinitionError> {
        let place = |cell: &narrative::NamedCell| {
            let code = |text: &str| forms.find(text).ok_or_else(|| cell.unknown(text));
            Ok((code(&cell.table)?, code(&cell.row)?, code(&cell.col)?))
        };
        let sum = |cells: &Vec<narrative::NamedCell>| cells.iter().map(place).collect();
        let ways = |ways: &[Vec<narrative::NamedCell>]| ways.iter().map(sum).collect();
        let metrics = 0..rules.metrics().count() as u16;
        let ways = metrics.map(|metric| ways(rules.metric_cells(metric))).collect::<Result<_, _>>()?;
        Ok(Self { ways })
    }

    /// The claims of the sections that no table bears out.
    pub(super) fn findings(&self, sections: &[Section], cells: &[Cell], checks: &CheckRules) -> Vec<Finding> {
        let Some((severity, tolerance)) = checks.of(CHECK) else { return Vec::new() };
        let mut findings = Vec::new();
        let stated: Vec<(&Section, &str, &Statement)> = sections.iter().flat_map(stated).collect();
        for (metric, ways) in self.ways.iter().enumerate().filter(|(_, ways)| !ways.is_empty()) {
            let stated = stated.iter().filter(|(.., claim)| usize::from(claim.metric) == metric);
            let claims: Vec<(&Section, f64, String)> = stated
                .filter_map(|&(section, text, claim)| exact(text, claim).map(|words| (section, claim.value, words)))
                .collect();
            let Some((section, value, words)) = claims.first() else { continue };
            let figures: Vec<f64> = ways.iter().filter_map(|way| figure(way, cells)).collect();
            // every way must be known: the one that is not might be the one that is meant
            let (Some(&figure), true) = (figures.first(), figures.len() == ways.len()) else { continue };
            let agrees = |value: f64| figures.iter().any(|figure| (figure - value).abs() <= tolerance + 1e-6);
            if claims.iter().any(|(_, value, _)| agrees(*value)) {
                continue;
            }
            let Some(&(table, row, col)) = ways.first().and_then(|way| way.first()) else { continue };
            findings.push(Finding {
                check: CHECK,
                severity,
                table: Some(table),
                row: Some(row),
                col: Some(col),
                expected: Some(figure.to_string()),
                found: Some(value.to_string()),
                message: format!("the section {} says {words:?}, the table {figure}", section.code.code()),
            });
        }
        findings
    }
}

/// The numbers that a section claims, each with its sentence.
fn stated(section: &Section) -> impl Iterator<Item = (&Section, &str, &Statement)> {
    section.narrative.sentences.iter().flat_map(move |sentence| {
        let text = section.text.get(sentence.span.clone()).unwrap_or_default();
        sentence.statements.iter().map(move |claim| (section, text, claim))
    })
}

/// The words of a claim, if its number is meant exactly.
fn exact(text: &str, claim: &Statement) -> Option<String> {
    let Statement { start, end, .. } = *claim;
    // the sign of a round number may stand right before or right behind the evidence
    let around = start.saturating_sub(1) as usize..end as usize + 1;
    let round = text.chars().skip(around.start).take(around.len()).any(|c| ROUND.contains(&c));
    (!round).then(|| text.chars().skip(start as usize).take((end - start) as usize).collect())
}

/// The sum of some cells; `None` unless a figure is known for each.
fn figure(way: &[Place], cells: &[Cell]) -> Option<f64> {
    way.iter().try_fold(0.0, |sum, &place| {
        let cell = cells.iter().find(|cell| (cell.table, cell.row, cell.col) == place)?;
        let known = cell.status.is_claimed();
        Some(sum + cell.value.filter(|_| known)?)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::reader::Reader;
    use crate::source::{RawDocument, SourceFormat};

    const SAMPLE: &str = include_str!("../../pipelines/sample/anji_bamboo_2022.txt");
    const CLAIM: &str = "本年新收申请8件，加上年结转1件，一共办理9件";

    /// Mismatches, as found and expected, where the sample's claims are put in other words.
    fn mismatches(claim: &str) -> Vec<(String, String)> {
        let page = SAMPLE.replacen(CLAIM, claim, 1);
        assert_ne!(page, SAMPLE);
        let raw = RawDocument::new("a.txt".to_owned(), SourceFormat::Text, page.into_bytes());
        let report = Reader::new(&BTreeMap::new()).unwrap().read(&raw).unwrap();
        let findings = report.findings.into_iter().filter(|finding| finding.check == super::CHECK);
        findings.map(|finding| (finding.found.unwrap(), finding.expected.unwrap())).collect()
    }

    #[test]
    fn claims_that_no_table_bears_out_are_found() {
        assert_eq!(mismatches("本年收到政府信息公开申请7件"), [("7".to_owned(), "8".to_owned())]);
        for agrees in [
            "本年收到政府信息公开申请8件",
            "本年收到政府信息公开申请9件", // with what was carried in
            "本年收到政府信息公开申请10余件",
            "2021年收到政府信息公开申请7件",
            "各乡镇收到政府信息公开申请7件",
            "全县收到政府信息公开申请70件", // an agency's report
            "收到政府信息公开申请8件。其中线上收到政府信息公开申请5件",
        ] {
            assert_eq!(mismatches(agrees), [], "{agrees}");
        }
    }
}
