//! Keepers: words that keep a rule away.
//!
//! What a rule names under `unless` counts where it stands in the same item, up to right behind the
//! evidence: a headcount in `配备人员3人`. So does the topic of the item before: `解读深度不够、形式单一`
//! goes on about 解读. What it names under `never_with` counts anywhere. But the other members of a
//! list do not touch one of it: `加强政策解读和政民互动` is about both.

use super::candidate::Candidate;
use super::classes::{Class, Part};
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::scene::{Actor, Scene};

/// Drops the candidates whose rules something keeps away.
pub(super) fn drop_kept(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    for at in 0..candidates.len() {
        candidates[at].dropped = kept_away(lexicon, scene, candidates, &candidates[at]);
    }
    candidates.retain(|candidate| !candidate.dropped);
}

fn kept_away(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], candidate: &Candidate) -> bool {
    let mut item = None;
    scene.keepers().any(|actor| {
        let names = |part: Part| lexicon.classes.has(actor.hit.class, part, candidate.pattern);
        let reaches = actor.clause == candidate.clause && actor.hit.start <= candidate.end();
        let mut near = || {
            let item = *item.get_or_insert_with(|| start_of_item(scene, candidate));
            (actor.hit.start >= item || (item == candidate.start() && actor.is(Frame::Topic)))
                && !apart(scene, candidates, candidate, actor)
        };
        // what is told at a glance comes first
        (reaches && actor.class.any(Class::UNLESS) && names(Part::Unless) && near())
            || (actor.class.any(Class::NEVER) && names(Part::Never))
    })
}

/// The character where the candidate's item of a list begins.
fn start_of_item(scene: &Scene, candidate: &Candidate) -> u32 {
    scene.before(Frame::Item, candidate.clause, candidate.start()).map_or(0, |actor| actor.hit.end)
}

/// Whether a word belongs to another member of the list that the candidate is of.
fn apart(scene: &Scene, candidates: &[Candidate], candidate: &Candidate, actor: &Actor) -> bool {
    let Candidate { subject, said, .. } = *candidate;
    let (start, end) = (actor.hit.start, actor.hit.end);
    if !candidate.object_after() {
        // 公开渠道、政策解读等方面还有差距
        return start >= subject.end && end <= said.start && scene.listed(&subject, &said).is_some();
    }
    let fellow = |other: &Candidate| {
        let verb = other.object_after() && other.said.end == said.end;
        let holds = other.subject.start <= start && end <= other.subject.end;
        verb && holds
            && scene.joins_at(other.subject.end)
            && other.subject.end <= subject.start
            && scene.coordinated(&other.subject, &subject)
    };
    start >= said.end && candidates.iter().any(fellow)
}
