//! Gaps of the lexicon: clauses that name a deficit of which no rule made a problem.

use std::ops::Range;

use super::classes::{Class, Part};
use super::frame::Frame;
use super::narrator::{Desk, Narrator};
use super::scene::Scene;
use super::{Stance, denial};

/// Words of this length in front of a deficit tell what is lacking; shorter ones are particles.
const SHORTEST_WORD: usize = 2;
/// So many of them.
const WORDS_BEFORE: usize = 2;

/// A clause that names a deficit and has no problem tag; all ranges count characters of the
/// sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The clause.
    pub clause: Range<u32>,
    /// The deficit with the two words before it.
    pub core: Range<u32>,
}

impl Narrator {
    /// The gaps of one sentence in simplified characters; none in headings and recitals of law.
    pub fn gaps(&self, desk: &mut Desk, sentence: &str) -> Vec<Gap> {
        let Some((findings, token_ends)) = self.stage(desk, sentence) else { return Vec::new() };
        let (scene, classes) = (&desk.scene, &self.lexicon().classes);
        let mut gaps: Vec<Gap> = Vec::new();
        for actor in &scene.actors {
            // words that only stand in front of what lacks (无, 没有) mostly deny something
            let behind = || classes.patterns(actor.hit.class, Part::SaidAfter).next().is_some();
            let names_deficit = actor.is(Frame::Deficit) || (actor.class.any(Class::DEFICIT) && behind());
            if !names_deficit || scene.is_foreign(actor.clause) || denial::denied(scene, actor.clause, actor.hit.start)
            {
                continue;
            }
            let clause = bounds(scene, actor.clause, sentence);
            let caught = findings
                .tags
                .iter()
                .any(|tag| tag.stance == Stance::Problem && tag.start < clause.end && clause.start < tag.end);
            if !caught && gaps.last().is_none_or(|gap| gap.clause != clause) {
                let start = words_before(sentence, &token_ends, clause.start, actor.hit.start);
                gaps.push(Gap { clause, core: start..actor.hit.end });
            }
        }
        gaps
    }
}

/// The characters of a clause without the marks around it.
fn bounds(scene: &Scene, clause: u32, sentence: &str) -> Range<u32> {
    let mark = |clause: u32| scene.actors.iter().find(|actor| actor.clause == clause && actor.is(Frame::Clause));
    let start = clause.checked_sub(1).and_then(mark).map_or(0, |mark| mark.hit.end);
    let end = mark(clause).map_or_else(|| sentence.chars().count() as u32, |mark| mark.hit.start);
    start..end
}

/// The character where the last words before `until` begin.
fn words_before(sentence: &str, token_ends: &[u32], from: u32, until: u32) -> u32 {
    let (mut byte, mut char) = (0, 0);
    let mut starts = Vec::new();
    for &end in token_ends {
        let length = sentence.get(byte..end as usize).map_or(0, |token| token.chars().count());
        if char >= from && char < until && length >= SHORTEST_WORD {
            starts.push(char);
        }
        (byte, char) = (end as usize, char + length as u32);
    }
    starts.get(starts.len().saturating_sub(WORDS_BEFORE)).copied().unwrap_or(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deficits_without_a_rule_are_named_with_what_lacks() {
        let narrator = Narrator::builtin().unwrap();
        let cores = |sentence: &str| -> Vec<String> {
            let gaps = narrator.gaps(&mut Desk::default(), sentence);
            let cut = |range: Range<u32>| sentence.chars().skip(range.start as usize).take(range.len()).collect();
            gaps.into_iter().map(|gap| cut(gap.core)).collect()
        };
        assert_eq!(cores("一是窗口座椅不足，影响体验。"), ["窗口座椅不足"]);
        for caught in [
            "我局专职人员不足。",
            "未发现窗口座椅不足的情况。",
            "（三）窗口座椅不足",
            "企业窗口座椅不足。",
            "无其他座椅。",
        ] {
            assert!(cores(caught).is_empty(), "{caught}");
        }
    }
}
