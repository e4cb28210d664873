//! A report as a row of blocks: lines and sheets, in the order a page shows them.

use super::bank::Bank;
use super::damage::{Damage, page_mark};
use super::facts::{Facts, chinese};
use super::layout::Layout;
use super::prose::Prose;
use super::random::Random;
use super::sheet::Sheet;

/// A block of a page.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A line of the title.
    Title(String),
    /// A heading of a section.
    Heading(String),
    /// A paragraph.
    Line(String),
    /// A table.
    Sheet(Sheet),
}

/// Changes every text of a page.
pub(super) fn each_text(blocks: &mut [Block], mut change: impl FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) | Block::Line(text) => change(text),
            Block::Sheet(sheet) => sheet.rows.iter_mut().flatten().for_each(|cell| change(&mut cell.text)),
        }
    }
}

/// Puts a report together.
pub(super) fn assemble(
    bank: &Bank,
    facts: &Facts<'_>,
    prose: &Prose,
    sheets: [Sheet; 3],
    layout: Layout,
    damage: &Damage,
    random: &mut Random,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if damage.navigation {
        navigation(&bank.navigation.before, &mut blocks, random);
    }
    head(facts, &mut blocks, random);
    blocks.extend(lines(&prose.preface));
    let [one, two, three, four, five, six] = headings(random);
    blocks.push(Block::Heading(one));
    blocks.extend(lines(&prose.overview));
    let mut annex = Vec::new();
    if facts.edition < 2019 {
        // The list stands at the end, as an annex.
        let [list, ..] = sheets;
        blocks.push(Block::Heading(two));
        blocks.extend(lines(&prose.disclosures));
        annex.push(Block::Line("政府信息公开情况统计表".to_owned()));
        if layout != Layout::HeadingsOnly {
            annex.push(Block::Sheet(list));
        }
    } else {
        tables([two, three, four], sheets, prose, layout, &mut blocks, random);
    }
    blocks.push(Block::Heading(five));
    blocks.extend(lines(&prose.problems));
    blocks.push(Block::Heading(six));
    blocks.extend(lines(&prose.other_matters));
    blocks.extend(annex);
    if random.chance(0.5) {
        blocks.push(Block::Line(facts.publisher.clone()));
        blocks.push(Block::Line(chinese(facts.signed_on)));
    }
    if damage.page_marks {
        for at in (1..blocks.len()).rev() {
            if random.chance(0.15) {
                blocks.insert(at, Block::Line(page_mark(random)));
            }
        }
    }
    if damage.navigation {
        navigation(&bank.navigation.after, &mut blocks, random);
    }
    blocks
}

fn lines(paragraphs: &[String]) -> impl Iterator<Item = Block> {
    paragraphs.iter().cloned().map(Block::Line)
}

/// The title, with the line of numbers and dates before or behind it.
fn head(facts: &Facts<'_>, blocks: &mut Vec<Block>, random: &mut Random) {
    let header = Block::Line(facts.header(random));
    let title = facts.title.iter().cloned().map(Block::Title);
    if random.chance(0.3) {
        blocks.push(header);
        blocks.extend(title);
    } else {
        blocks.extend(title);
        blocks.push(header);
    }
}

/// Sections two to four, each with its table.
fn tables(
    [two, three, four]: [String; 3],
    [disclosures, applications, reviews]: [Sheet; 3],
    prose: &Prose,
    layout: Layout,
    blocks: &mut Vec<Block>,
    random: &mut Random,
) {
    match layout {
        Layout::HeadingsOnly => {
            blocks.extend([two, three, four].map(Block::Heading));
            return;
        }
        Layout::TableBeforeHeading => blocks.extend([Block::Sheet(disclosures), Block::Heading(two)]),
        Layout::ProseDisclosures => {
            blocks.push(Block::Heading(two));
            blocks.extend(lines(&prose.disclosures));
        }
        _ => {
            blocks.push(Block::Heading(two));
            announce(layout, "主动公开", blocks, random);
            blocks.push(Block::Sheet(disclosures));
        }
    }
    blocks.push(Block::Heading(three));
    announce(layout, "收到和处理申请", blocks, random);
    blocks.push(Block::Sheet(applications));
    blocks.push(Block::Heading(four));
    announce(layout, "行政复议、行政诉讼", blocks, random);
    blocks.push(Block::Sheet(reviews));
}

/// Headings of sections one to six in one of their wordings.
fn headings(random: &mut Random) -> [String; 6] {
    let wordings: [&[&str]; 6] = [
        &["总体情况", "总体情况", "政府信息公开总体情况"],
        &["主动公开政府信息情况", "主动公开政府信息情况", "行政机关主动公开政府信息情况"],
        &["收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况"],
        &["政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"],
        &["存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况"],
        &["其他需要报告的事项"],
    ];
    let mut number = ["一", "二", "三", "四", "五", "六"].into_iter();
    wordings.map(|w| format!("{}、{}", number.next().unwrap_or(""), random.pick(w)))
}

fn announce(layout: Layout, what: &str, blocks: &mut Vec<Block>, random: &mut Random) {
    if layout == Layout::Announced {
        let text = match random.below(3) {
            0 => format!("本年度{what}的具体数据见下表："),
            1 => format!("{what}情况以表格形式列示如下。"),
            _ => format!("（{what}统计表）"),
        };
        blocks.push(Block::Line(text));
    }
}

fn navigation(lines: &[String], blocks: &mut Vec<Block>, random: &mut Random) {
    let count = 1 + random.below(lines.len());
    for i in random.some_of(lines.len(), count) {
        blocks.push(Block::Line(lines[i].clone()));
    }
}
