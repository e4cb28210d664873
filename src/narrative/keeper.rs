//! Keepers: words that keep a rule away.
//!
//! What a rule names under `unless` counts where it stands in the same item, up to right behind the
//! evidence: a headcount in `配备人员3人`.

use super::candidate::Candidate;
use super::classes::Part;
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::scene::{Actor, Scene};

/// Drops the candidates whose rules something keeps away.
pub(super) fn drop_kept(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    candidates.retain(|candidate| {
        let mut item = None;
        let keeps = |actor: &Actor| {
            // what is told at a glance comes first
            let reaches = actor.clause == candidate.clause && actor.hit.start <= candidate.end();
            reaches
                && lexicon.classes.has(actor.hit.class, Part::Unless, candidate.pattern)
                && actor.hit.start >= *item.get_or_insert_with(|| start_of_item(scene, candidate))
        };
        !scene.keepers().any(keeps)
    });
}

/// The character where the candidate's item of a list begins.
fn start_of_item(scene: &Scene, candidate: &Candidate) -> u32 {
    scene.before(Frame::Item, candidate.clause, candidate.start()).map_or(0, |actor| actor.hit.end)
}

#[cfg(test)]
mod tests {
    use crate::narrative::trial::tagged;

    #[test]
    fn a_word_keeps_a_rule_away_from_its_item_and_no_further() {
        let rules = "[[theme]]\ncode = \"people\"\n[[theme.problem]]\nrule = \"few\"\nsubject = [\"人员\"]\n\
            deficit = [\"不足\"]\nunless = [\"护理\"]\n";
        let found = |text: &str| tagged(rules, text).len();
        assert_eq!(found("护理人员不足。"), 0);
        assert_eq!(found("人员不足护理岗位。"), 0, "right behind it");
        assert_eq!(found("开展护理、公开人员不足。"), 1, "in the item before");
        assert_eq!(found("护理跟上了，人员不足。"), 1, "in the clause before");
    }
}
