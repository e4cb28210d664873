//! Owners: whose business a finding is where a clause names ours and other people's.
//!
//! A clause that names only other people's business is theirs as a whole (see [`Scene`]). In
//! `公开污水处理能力不足问题的整改情况` we only tell of it: the finding belongs to the owner named
//! last before it. What is published about others is ours all the same: `企业的信息更新不及时`.

use super::candidate::Candidate;
use super::frame::Frame;
use super::scene::Scene;

/// Whether the finding belongs to others though its clause names our business too.
pub(super) fn is_theirs(scene: &Scene, candidate: &Candidate) -> bool {
    let Candidate { subject, said, clause, .. } = *candidate;
    let last = subject.start.max(said.start);
    let part = |start: u32, end: u32| subject.start <= start && end <= subject.end;
    let owner = scene.actors.iter().rev().find(|actor| {
        let before = actor.clause == clause && actor.hit.end <= last;
        before && actor.is(Frame::Foreign) && !part(actor.hit.start, actor.hit.end)
    });
    owner.is_some_and(|owner| {
        let mut nearer = scene.actors.iter().filter(|actor| {
            actor.clause == clause && actor.hit.start >= owner.hit.end && actor.hit.start < candidate.end()
        });
        !nearer.any(|actor| actor.is(Frame::Own) || actor.is(Frame::Matter))
    })
}
