//! The changes to the words of the tables that noise makes in one report.
//!
//! The words of a sheet change before any layout writes it, so every layout meets the same damage.

use super::noise::Noise;
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

/// What happens to one report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Damage {
    pub slip: bool,
    pub blanks: bool,
    pub typos: bool,
    pub split_labels: bool,
    pub punctuation: bool,
    pub missing_headers: bool,
    pub navigation: bool,
    pub page_marks: bool,
    pub traditional: bool,
    pub encoding: bool,
}

impl Damage {
    /// Draws what happens to a report. Every draw is made whatever its rate, so that changing one rate
    /// does not shift the others.
    pub fn draw(noise: &Noise, random: &mut Random) -> Self {
        Self {
            slip: random.chance(noise.slips),
            blanks: random.chance(noise.blanks),
            typos: random.chance(noise.typos),
            split_labels: random.chance(noise.split_labels),
            punctuation: random.chance(noise.punctuation),
            missing_headers: random.chance(noise.missing_headers),
            navigation: random.chance(noise.navigation),
            page_marks: random.chance(noise.page_marks),
            traditional: random.chance(noise.traditional),
            encoding: random.chance(noise.encodings),
        }
    }

    /// Whether it may hide what a cell is; the other kinds only disturb.
    pub fn hides_cells(&self) -> bool {
        self.typos || self.missing_headers
    }

    /// Changes the words of the sheets. Headers last, so that those that stay are damaged like labels.
    pub fn apply(&self, sheets: &mut [Sheet; 3], random: &mut Random) {
        for sheet in sheets.iter_mut() {
            let words = sheet.rows.iter_mut().flatten();
            for cell in words.filter(|c| matches!(c.role, Role::Head | Role::Label)) {
                if self.punctuation {
                    repunctuate(&mut cell.text, random);
                }
                if self.split_labels && random.chance(0.3) {
                    split(&mut cell.text, random);
                }
            }
        }
        if self.typos {
            for _ in 0..random.range(1, 4) {
                let sheet = random.below(3);
                mistype(&mut sheets[sheet], random);
            }
        }
        if self.missing_headers {
            lose_headers(sheets, random);
        }
        if self.page_marks {
            for sheet in sheets {
                mark_pages(sheet, random);
            }
        }
    }
}

/// Another width of brackets and commas, another sign after an ordinal, other quotes.
fn repunctuate(text: &mut String, random: &mut Random) {
    if random.chance(0.5) {
        let wide = [("(", "（"), (")", "）"), (",", "，"), (":", "：")];
        for (narrow, wide) in wide {
            *text = text.replace(narrow, wide);
        }
    }
    let mut chars = text.chars();
    if let (Some(digit @ '1'..='9'), Some('.')) = (chars.next(), chars.next()) {
        let rest = chars.as_str();
        let sign = random.pick(&[".", "、", "．", ". "]);
        *text = format!("{digit}{sign}{rest}");
    }
    if random.chance(0.3) {
        *text = text.replace(['“', '”'], "\"");
    }
    if random.chance(0.2) {
        *text = text.replace("本年增/减", "本年增／减");
    }
}

/// Puts a break behind the ordinal in brackets, or in the middle of a word.
fn split(text: &mut String, random: &mut Random) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    if chars.len() < 4 {
        return;
    }
    let middle = chars[2 + random.below(chars.len() - 3)].0;
    let behind_ordinal = text
        .find([')', '）'])
        .map(|i| i + text[i..].chars().next().map_or(0, char::len_utf8))
        .filter(|&i| i < text.len() && i < 16);
    let at = behind_ordinal.unwrap_or(middle);
    text.insert(at, '\n');
}

/// Slips of the hand: written for the first, the second.
const CONFUSED: [(char, char); 20] = [
    ('部', '不'),
    ('已', '以'),
    ('府', '务'),
    ('获', '或'),
    ('属', '署'),
    ('规', '归'),
    ('政', '证'),
    ('维', '唯'),
    ('纠', '究'),
    ('审', '申'),
    ('复', '覆'),
    ('提', '题'),
    ('结', '节'),
    ('转', '专'),
    ('现', '限'),
    ('效', '校'),
    ('密', '秘'),
    ('许', '讦'),
    ('范', '犯'),
    ('织', '帜'),
];

/// Changes or drops one character of one label.
fn mistype(sheet: &mut Sheet, random: &mut Random) {
    let words: Vec<&mut Cell> = sheet
        .rows
        .iter_mut()
        .flatten()
        .filter(|c| matches!(c.role, Role::Head | Role::Label) && c.text.chars().count() >= 4)
        .collect();
    let Some(i) = words.len().checked_sub(1).map(|n| random.below(n + 1)) else {
        return;
    };
    let Some(cell) = words.into_iter().nth(i) else {
        return;
    };
    let wrong: Vec<(usize, char)> = cell
        .text
        .char_indices()
        .filter_map(|(at, c)| {
            let (_, to) = CONFUSED.iter().find(|(from, _)| *from == c)?;
            Some((at, *to))
        })
        .collect();
    if let Some(&(at, to)) = wrong.get(random.below(wrong.len().max(1)))
        && random.chance(0.7)
    {
        let end = at + cell.text[at..].chars().next().map_or(0, char::len_utf8);
        cell.text.replace_range(at..end, to.encode_utf8(&mut [0; 4]));
        return;
    }
    // A character is lost, never one of an ordinal at the front.
    let count = cell.text.chars().count();
    if count >= 6 {
        let lost = 4 + random.below(count - 4);
        cell.text = cell.text.chars().enumerate().filter_map(|(i, c)| (i != lost).then_some(c)).collect();
    }
}

/// Cuts headers as pages do: the last header gone, all headers of table three gone, 本年新 twice.
fn lose_headers(sheets: &mut [Sheet; 3], random: &mut Random) {
    let [disclosures, applications, _] = sheets;
    match random.below(3) {
        0 => {
            if let Some(row) = applications.rows.get_mut(1) {
                row.retain(|c| c.text.replace('\n', "") != "总计");
            }
        }
        1 => {
            applications.rows.drain(..applications.rows.len().min(3));
        }
        _ => {
            for cell in disclosures.rows.iter_mut().flatten() {
                if cell.role == Role::Head && cell.text.starts_with("本年新") {
                    cell.text = "本年新".to_owned();
                }
            }
        }
    }
}

/// A page number between two rows.
fn mark_pages(sheet: &mut Sheet, random: &mut Random) {
    for row in (1..sheet.rows.len()).rev() {
        if random.chance(0.05) {
            let text = page_mark(random);
            let mark = Cell { text, role: Role::Mark, rows: 1, cols: 1 };
            sheet.rows.insert(row, vec![mark]);
        }
    }
}

/// A page mark such as `— 3 —`.
pub(super) fn page_mark(random: &mut Random) -> String {
    let page = random.range(1, 12);
    match random.below(3) {
        0 => format!("-{page}-"),
        1 => format!("—{page}—"),
        _ => format!("— {page} —"),
    }
}
