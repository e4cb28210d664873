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
