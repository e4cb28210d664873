//! Denials: words in front of a problem, or inside it, that make it none.
//!
//! Some deny whatever follows (未发现, 避免). A plain 无 or 没有 denies a fault and states one of a
//! thing that should be there: `无错链` is well, `无专人` is not. So it denies only the fault right
//! behind it, with the list it opens, and only where no rule takes the word itself for the lack.

use super::Stance;
use super::candidate::Candidate;
use super::classes::Class;
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::scene::{Actor, NEGATION_REACH, Scene};

/// Whether a denial in the clause reaches character `at`.
pub(super) fn denied(scene: &Scene, clause: u32, at: u32) -> bool {
    let frames = [Frame::Absent, Frame::Denied, Frame::Contrast, Frame::Conditional];
    frames.iter().any(|&frame| scene.before(frame, clause, at).is_some())
}

/// Whether a problem is denied; `candidates` are all that are left of the sentence.
pub(super) fn denies(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], candidate: &Candidate) -> bool {
    let said = candidate.said;
    // 网站不存在空白栏目: between subject and deficit
    denied(scene, candidate.clause, said.start)
        || (scene.has(Frame::Denied)
            && scene.actors.iter().any(|word| word.is(Frame::Denied) && within(&word.hit, &said)))
        || (scene.has(Frame::Nothing) && nothing(lexicon, scene, candidates, candidate))
}

/// A plain no stands right before the fault, or before a list of faults that goes on to it.
fn nothing(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], candidate: &Candidate) -> bool {
    let Candidate { subject, said, clause, .. } = *candidate;
    let Some(word) = scene.before(Frame::Nothing, clause, said.start) else { return false };
    let until = if word.hit.end <= candidate.start() {
        candidate.start()
    } else if word.hit.start >= subject.end {
        said.start
    } else {
        return false;
    };
    let lacks = |other: &Candidate| other.said.start < word.hit.end && word.hit.start < other.said.end;
    let negates = |other: &Candidate| {
        let near = other.said.start >= word.hit.end && other.said.start - word.hit.end <= NEGATION_REACH;
        near && stance(lexicon, other) == Stance::Measure
    };
    let part = |actor: &Actor| actor.class.any(Class::PHRASE) && word.hit.is_inside(actor.hit.place());
    !scene.hides(&word.hit)
        && !scene.players().any(part)
        && !candidates.iter().any(|other| lacks(other) || negates(other))
        && lists(scene, word.hit.end, until)
}

/// A few characters may tell which thing has no fault: 无重大事项遗漏.
const QUALIFIER: u32 = 4;

/// Whether nothing stands between, or only faults joined by `、` and 和.
fn lists(scene: &Scene, from: u32, until: u32) -> bool {
    let (mut item, mut fault) = (from, false);
    for actor in scene.actors.iter().filter(|actor| actor.hit.start >= from && actor.hit.end <= until) {
        if actor.is(Frame::Item) || actor.is(Frame::And) {
            if !fault {
                return false;
            }
            (item, fault) = (actor.hit.end, false);
        } else {
            fault |= actor.class.any(Class::DEFICIT) || actor.class.any(Class::PHRASE);
        }
    }
    until - item <= QUALIFIER
}

fn stance(lexicon: &Lexicon, candidate: &Candidate) -> Stance {
    lexicon.patterns[usize::from(candidate.pattern)].stance
}

/// Whether what is said begins in a longer denial: 没有 in 没有接到, 存在空白 in 不存在空白.
fn within(denial: &Hit, said: &Hit) -> bool {
    said.is_inside(denial.place()) || (denial.start < said.start && said.start < denial.end)
}

#[cfg(test)]
mod tests {
    use crate::narrative::trial::tagged;

    const RULES: &str = r#"
[frames]
denied = ["不存在", "没有接到"]
absent = ["避免"]
contrast = ["不是"]
nothing = ["无", "没有"]
[[theme]]
code = "web"
[[theme.problem]]
rule = "fault"
subject = ["网站", "栏目"]
deficit = ["空白", "存在空白", "错链", "陈旧"]
[[theme.problem]]
rule = "phrase"
phrases = ["漏报", "迟报"]
[[theme]]
code = "people"
[[theme.problem]]
rule = "gone"
subject = ["人员"]
deficit = ["流失", "不足"]
[[theme.problem]]
rule = "none"
subject = ["人员", "专人"]
deficit = ["没有", "无"]
order = "reversed"
"#;

    fn rules(text: &str) -> Vec<String> {
        tagged(RULES, text).into_iter().map(|(rule, _)| rule).collect()
    }

    #[test]
    fn a_fault_denied_is_none() {
        for well in [
            "网站不存在空白。",
            "网站均无空白、错链。",
            "栏目没有空白和错链。",
            "没有漏报、迟报。",
            "没有接到人员问题。",
            "避免栏目空白。",
        ] {
            assert!(rules(well).is_empty(), "{well}: {:?}", rules(well));
        }
    }

    #[test]
    fn a_lack_is_not_denied() {
        for (text, rule) in [
            ("没有专人更新栏目。", "people/none"),
            ("无专人、栏目陈旧。", "people/none"),
            ("无专人、栏目陈旧。", "web/fault"),
            ("网站不存在空白，但栏目陈旧。", "web/fault"),
            ("没有办法，栏目空白。", "web/fault"),
            ("没有精力、栏目空白。", "web/fault"),
        ] {
            assert!(rules(text).iter().any(|found| found == rule), "{text}: {:?}", rules(text));
        }
    }
}
