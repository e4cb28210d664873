//! The scene: a sentence's hits that may count, and what the words around make of them.
//!
//! Drops what stands in titles or across the bounds of a token, and
//! tells for every clause whether it speaks of our business. Then answers for a stretch of
//! the sentence which frames reach it.

use super::classes::{Class, Classes};
use super::frame::Frame;
use super::matcher::Hit;

/// Reach of a negation in front of a remedy, in characters.
pub(super) const NEGATION_REACH: u32 = 2;

/// A hit with its class and clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Actor {
    pub(super) hit: Hit,
    pub(super) class: Class,
    pub(super) clause: u32,
    /// A deficit that stands inside a longer one.
    pub(super) hidden: bool,
}

impl Actor {
    pub(super) fn is(&self, frame: Frame) -> bool {
        self.class.is(frame)
    }
}

/// Parts whose words make candidates.
const PLAYERS: [Class; 3] = [Class::SUBJECT, Class::SAID, Class::PHRASE];

/// The hits of one sentence that count, by end.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) actors: Vec<Actor>,
    /// What all actors are together: most sentences have few frames, and need no search for
    /// the others.
    all: Class,
    /// Places of the actors that make candidates.
    players: Vec<u32>,
    /// Places of the actors that keep patterns away.
    keepers: Vec<u32>,
    foreign: Vec<bool>,
    covers: Vec<(u32, u32)>,
    deficits: Vec<(u32, u32)>,
}

impl Scene {
    /// Sets the scene anew. `hits` are of the lexicon, `all` is what they are together.
    pub(super) fn set(&mut self, classes: &Classes, hits: &[Hit], all: Class) {
        self.actors.clear();
        self.players.clear();
        self.keepers.clear();
        self.covers.clear();
        self.all = Class::default();
        if all.is(Frame::TitleOpen) {
            self.cover(classes, hits);
        }
        let (mut clause, mut begins) = (0, 0);
        for &hit in hits {
            if hit.torn || self.covered(&hit) {
                continue;
            }
            let class = classes.class(hit.class);
            let place = self.actors.len() as u32;
            self.all |= class;
            if PLAYERS.iter().any(|&part| class.any(part)) {
                self.players.push(place);
            }
            if class.any(Class::UNLESS) {
                self.keepers.push(place);
            }
            // a word with a clause mark inside belongs where it begins: `的，可以`
            let over = u32::from(hit.start < begins);
            self.actors.push(Actor { hit, class, clause: clause - over, hidden: false });
            if class.is(Frame::Clause) {
                clause += 1;
                begins = hit.end;
            }
        }
        self.longest_deficits();
        self.mark_foreign(clause);
    }

    /// The actors that make candidates.
    pub(super) fn players(&self) -> impl DoubleEndedIterator<Item = &Actor> + ExactSizeIterator {
        self.players.iter().map(|&at| &self.actors[at as usize])
    }

    /// The actors that keep patterns away.
    pub(super) fn keepers(&self) -> impl Iterator<Item = &Actor> {
        self.keepers.iter().map(|&at| &self.actors[at as usize])
    }

    /// A deficit inside a longer one says less than it: 不够 in 不够重视. Notes for remedies that
    /// they stand inside a deficit: 健全 in 不健全.
    fn longest_deficits(&mut self) {
        self.deficits.clear();
        if !self.all.any(Class::DEFICIT) {
            return;
        }
        let deficits = self.players.iter().map(|&at| &self.actors[at as usize]);
        let deficits = deficits.filter(|actor| actor.class.any(Class::DEFICIT));
        self.deficits.extend(deficits.map(|actor| actor.hit.place()));
        let deficits = &self.deficits;
        let hidden = |hit: &Hit| deficits.iter().any(|&outer| hit.is_inside(outer) && outer.1 > hit.end);
        for &at in &self.players {
            let actor = &mut self.actors[at as usize];
            if actor.class.any(Class::DEFICIT) && hidden(&actor.hit) {
                actor.class = actor.class.without(Class::DEFICIT);
                actor.hidden = true;
            }
        }
    }

    /// Whether any actor belongs to the frame.
    pub(super) fn has(&self, frame: Frame) -> bool {
        self.all.is(frame)
    }

    /// Whether a hit stands inside a longer deficit.
    pub(super) fn hides(&self, hit: &Hit) -> bool {
        self.deficits.iter().any(|&outer| hit.is_inside(outer))
    }

    /// Stretches whose inner words do not count: titles.
    fn cover(&mut self, classes: &Classes, hits: &[Hit]) {
        let mut open = None;
        for hit in hits {
            let class = classes.class(hit.class);
            if class.is(Frame::TitleOpen) {
                open = open.or(Some(hit.start));
            } else if class.is(Frame::TitleClose)
                && let Some(start) = open.take()
            {
                self.covers.push((start, hit.end));
            }
        }
    }

    fn covered(&self, hit: &Hit) -> bool {
        self.covers.iter().any(|&title| hit.is_inside(title))
    }

    /// A clause is foreign where it names other people's business and not ours; a clause that
    /// names neither goes on with the one before, up to a `；`.
    fn mark_foreign(&mut self, last: u32) {
        self.foreign.clear();
        if !self.has(Frame::Foreign) {
            return;
        }
        self.foreign.resize(last as usize + 1, false);
        let (mut before, mut own, mut foreign, mut clause) = (false, false, false, 0);
        let mut stopped = false;
        for actor in self.actors.iter().map(Some).chain([None]) {
            let at = actor.map_or(last + 1, |actor| actor.clause);
            while clause < at {
                before = !own && (foreign || before);
                self.foreign[clause as usize] = before;
                before &= !stopped;
                (own, foreign, stopped) = (false, false, false);
                clause += 1;
            }
            if let Some(actor) = actor {
                // 申请人称, 企业年报: not our word in it
                let within = |outer: &Actor| outer.is(Frame::Foreign) && actor.hit.is_inside(outer.hit.place());
                own |= actor.is(Frame::Own) && !self.actors.iter().any(within);
                foreign |= actor.is(Frame::Foreign);
                stopped |= actor.is(Frame::Stop);
            }
        }
    }

    /// Whether a clause speaks of other people's business.
    pub(super) fn is_foreign(&self, clause: u32) -> bool {
        self.foreign.get(clause as usize).copied().unwrap_or_default()
    }

    /// Whether a word of the frame stands in the clause before character `at`.
    pub(super) fn before(&self, frame: Frame, clause: u32, at: u32) -> Option<&Actor> {
        if !self.has(frame) {
            return None;
        }
        self.actors.iter().rev().find(|actor| actor.clause == clause && actor.hit.end <= at && actor.is(frame))
    }

    /// Whether a word of the frame stands in the clause from character `at` on.
    pub(super) fn after(&self, frame: Frame, clause: u32, at: u32) -> Option<&Actor> {
        if !self.has(frame) {
            return None;
        }
        self.actors.iter().find(|actor| actor.clause == clause && actor.hit.start >= at && actor.is(frame))
    }

    /// A word of the frame in the next clause, where that has no subject of its own before it: `…不足问题，目前均已得到解决`.
    pub(super) fn answer(&self, frame: Frame, clause: u32) -> Option<&Actor> {
        if !self.has(frame) {
            return None;
        }
        let next = || self.actors.iter().filter(|actor| actor.clause == clause + 1);
        let word = next().find(|actor| actor.is(frame))?;
        let mut before = next().take_while(|actor| actor.hit.start < word.hit.start);
        (!before.any(|actor| actor.class.any(Class::SUBJECT))).then_some(word)
    }

    /// Whether a word of the frame stands in a later clause.
    pub(super) fn later(&self, frame: Frame, clause: u32) -> bool {
        self.has(frame) && self.actors.iter().any(|actor| actor.clause > clause && actor.is(frame))
    }

    /// Whether a word of the frame ends within `reach` characters before `at`, in the clause.
    pub(super) fn just_before(&self, frame: Frame, clause: u32, at: u32, reach: u32) -> bool {
        self.before(frame, clause, at).is_some_and(|actor| at - actor.hit.end <= reach)
    }
}
