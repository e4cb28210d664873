//! The narrative: sentences of the phrase bank, filled with the report's own words and figures.
//!
//! Figures told in prose agree with the tables, so that a check of one against the other stays silent
//! unless the publisher slipped.

use std::collections::HashMap;

use super::bank::Bank;
use super::facts::Facts;
use super::figures::Figures;
use super::random::Random;
use crate::report::forms::Forms;

/// The paragraphs of a report.
#[derive(Debug, Clone, Default)]
pub(super) struct Prose {
    pub preface: Vec<String>,
    pub overview: Vec<String>,
    pub disclosures: Vec<String>,
    pub problems: Vec<String>,
    pub other_matters: Vec<String>,
}

/// Writes the narrative of a report.
pub(super) fn write(bank: &Bank, forms: &Forms, facts: &Facts<'_>, figures: &Figures, random: &mut Random) -> Prose {
    let words = Words { lists: &bank.words, own: own_words(forms, facts, figures, random) };
    Prose {
        preface: preface(facts, random),
        overview: overview(bank, &words, random),
        disclosures: words.fill_all(&bank.prose_disclosures.sentences, random),
        problems: problems(bank, &words, random),
        other_matters: vec![words.fill_one(&bank.other_matters.sentences, random)],
    }
}

fn preface(facts: &Facts<'_>, random: &mut Random) -> Vec<String> {
    let place = facts.place;
    let (year, publisher) = (facts.year, &facts.publisher);
    let address = format!("{}{}{}文峰路{}号", place.province, place.prefecture, place.county, random.range(1, 300));
    let text = match random.below(3) {
        0 => format!(
            "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定，{publisher}编制了{year}年度报告。本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成，数据统计期限从{year}年1月1日起至{year}年12月31日止。如有疑问，请与本单位联系，地址：{address}。"
        ),
        1 => format!(
            "本报告按照《中华人民共和国政府信息公开条例》第五十条的要求编制，所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。联系地址：{address}。"
        ),
        _ => format!(
            "现向社会公布{publisher}{year}年政府信息公开工作年度报告。报告中的数据截至{year}年12月31日，公众可以到{address}查阅。"
        ),
    };
    vec![text]
}

fn overview(bank: &Bank, words: &Words, random: &mut Random) -> Vec<String> {
    let mut paragraphs = vec![words.fill_one(&bank.overview.opening, random)];
    for (number, part) in bank.part.iter().enumerate() {
        let name = random.choose(&part.names);
        let least = part.sentences.len() / 2;
        let count = least + random.below(part.sentences.len() - least + 1);
        let chosen = random.some_of(part.sentences.len(), count.max(2));
        let body: String = chosen.iter().map(|&i| words.fill(&part.sentences[i], random)).collect();
        let ordinal = ["一", "二", "三", "四", "五"].get(number).unwrap_or(&"六");
        paragraphs.push(format!("（{ordinal}）{name}。{body}"));
    }
    paragraphs
}

fn problems(bank: &Bank, words: &Words, random: &mut Random) -> Vec<String> {
    let count = 3 + random.below(3);
    let themes = random.some_of(bank.theme.len(), count);
    let ordinals = ["一是", "二是", "三是", "四是", "五是"];
    let mut lacking = words.fill_one(&bank.problems.opening, random);
    let mut better = words.fill_one(&bank.problems.turning, random);
    for (ordinal, &theme) in ordinals.iter().zip(&themes) {
        let theme = &bank.theme[theme];
        for (text, said, more) in
            [(&mut lacking, &theme.problems, &bank.problems.shown), (&mut better, &theme.measures, &bank.problems.done)]
        {
            text.push_str(ordinal);
            text.push_str(random.choose(said.as_slice()).as_str());
            if random.chance(0.6) {
                text.push('，');
                text.push_str(&words.fill_one(more, random));
            }
            text.push('。');
        }
    }
    if random.chance(0.4) {
        vec![format!("（一）存在的主要问题。{lacking}"), format!("（二）改进情况。{better}")]
    } else {
        vec![lacking, better]
    }
}

/// The words and figures of the report at hand, by placeholder.
fn own_words(
    forms: &Forms,
    facts: &Facts<'_>,
    figures: &Figures,
    random: &mut Random,
) -> HashMap<&'static str, String> {
    let total = |table, row| match (facts.edition, row) {
        // The list of 2014 has no rows for what is carried over.
        (..2019, "received_new") => figures.sum(forms, "indicators", "applications_received", "value").to_string(),
        (..2019, "concluded_total") => figures.sum(forms, "indicators", "applications_concluded", "value").to_string(),
        _ => figures.sum(forms, table, row, "total").to_string(),
    };
    let made = figures.sum(forms, "disclosures", "normative_documents", "made");
    let [website, wechat, weibo] = [(40, 900), (20, 400), (5, 120)].map(|(a, b)| random.range(a, b));
    let mut words = HashMap::from([
        ("agency", facts.publisher.clone()),
        ("we", facts.we.to_owned()),
        ("place", facts.place.county.clone()),
        ("city", facts.place.prefecture.clone()),
        ("year", facts.year.to_string()),
        ("next", (facts.year + 1).to_string()),
        ("received", total("applications", "received_new")),
        ("carried_in", total("applications", "carried_in")),
        ("carried_out", total("applications", "carried_out")),
        ("concluded", total("applications", "concluded_total")),
        // `granted` begins `granted_in_part` too, so the part is taken off.
        (
            "granted",
            (figures.sum(forms, "applications", "granted", "total")
                - figures.sum(forms, "applications", "granted_in_part", "total"))
            .to_string(),
        ),
        ("partly", total("applications", "granted_in_part")),
        ("denied", total("applications", "denied_")),
        ("reviews", total("reviews", "review")),
        ("suits", total("reviews", "litigation")),
        ("made", made.to_string()),
        ("published", (website + wechat + weibo).to_string()),
        ("website", website.to_string()),
        ("wechat", wechat.to_string()),
        ("weibo", weibo.to_string()),
    ]);
    for (name, low, high) in [
        ("interpretations", 0, 40),
        ("press", 0, 6),
        ("trainings", 1, 8),
        ("trainees", 20, 400),
        ("full_time", 1, 3),
        ("part_time", 1, 12),
        ("few", 2, 9),
        ("some", 11, 60),
        ("many", 100, 900),
    ] {
        words.insert(name, random.range(low, high).to_string());
    }
    words
}

/// What the placeholders of the bank stand for.
struct Words<'a> {
    /// A word is drawn from these anew each time.
    lists: &'a HashMap<String, Vec<String>>,
    own: HashMap<&'static str, String>,
}

impl Words<'_> {
    fn fill_one(&self, templates: &[String], random: &mut Random) -> String {
        let template = random.choose(templates);
        self.fill(template, random)
    }

    fn fill_all(&self, templates: &[String], random: &mut Random) -> Vec<String> {
        templates.iter().map(|template| self.fill(template, random)).collect()
    }

    /// Replaces `{name}`; a name that stands for nothing is left as it is, which a test would see.
    fn fill(&self, template: &str, random: &mut Random) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, tail)) if self.own.contains_key(name) => {
                    filled.push_str(&self.own[name]);
                    rest = tail;
                }
                Some((name, tail)) if self.lists.contains_key(name) => {
                    filled.push_str(random.choose(self.lists[name].as_slice()).as_str());
                    rest = tail;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}
