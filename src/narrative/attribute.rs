//! Attributes: words of a measure that only say which thing is lacking.
//!
//! `协同推进公开工作的合力没有形成` tells of no joint work: the verb belongs to the noun that the
//! deficit is said of. So a measure states nothing where a problem follows in its clause, unless a
//! word between them parts the two (`开展了培训但能力不足`) or does away with the problem
//! (`加强培训解决能力不足`).

use super::Stance;
use super::candidate::Candidate;
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::scene::Scene;

/// What parts a measure from a problem behind it.
const PARTS: [Frame; 10] = [
    Frame::Turn,
    Frame::Item,
    Frame::And,
    Frame::Resolve,
    Frame::Against,
    Frame::Absent,
    Frame::Denied,
    Frame::Nothing,
    Frame::Contrast,
    Frame::Past,
];

/// Drops the measures that are part of a problem behind them.
pub(super) fn settle(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    let stance = |candidate: &Candidate| lexicon.patterns[usize::from(candidate.pattern)].stance;
    let problems: Vec<Candidate> =
        candidates.iter().filter(|candidate| stance(candidate) == Stance::Problem).copied().collect();
    if problems.is_empty() {
        return;
    }
    let part = |measure: &Candidate, problem: &Candidate| {
        let parted = |from: u32, to: u32| {
            scene.actors.iter().any(|actor| {
                actor.hit.start >= from && actor.hit.end <= to && PARTS.iter().any(|&frame| actor.is(frame))
            })
        };
        problem.clause == measure.clause
            && problem.start() >= measure.end()
            && !parted(measure.end(), problem.start())
            && scene.after(Frame::Resolved, problem.clause, problem.end()).is_none()
    };
    candidates.retain(|candidate| {
        stance(candidate) == Stance::Problem || !problems.iter().any(|problem| part(candidate, problem))
    });
}

#[cfg(test)]
mod tests {
    use crate::narrative::Stance;
    use crate::narrative::trial::tagged;

    const RULES: &str = r#"
[frames]
turn = ["但"]
resolve = ["解决"]
[[theme]]
code = "together"
[[theme.problem]]
rule = "apart"
subject = ["合力"]
deficit = ["没有形成", "不足"]
[[theme.measure]]
rule = "joined"
phrases = ["协同推进"]
"#;

    fn stances(text: &str) -> Vec<Stance> {
        tagged(RULES, text).into_iter().map(|(_, stance)| stance).collect()
    }

    #[test]
    fn a_measure_inside_a_problem_is_none() {
        assert_eq!(stances("协同推进公开的合力没有形成。"), [Stance::Problem]);
    }

    #[test]
    fn a_measure_beside_a_problem_stands() {
        for text in ["协同推进公开，合力没有形成。", "公开已协同推进但合力不足。"] {
            assert_eq!(stances(text), [Stance::Measure, Stance::Problem], "{text}");
        }
        assert_eq!(stances("协同推进公开以解决合力不足问题。"), [Stance::Measure]);
    }
}
