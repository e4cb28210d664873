//! Tags: which themes a sentence names, as problem or as measure.
//!
//! Candidates are pairs of a subject and what is said of it (or fixed phrases). Of several
//! subjects the nearest wins, with those it is joined to by "and": `培训和指导较少` speaks of
//! both, `解读人员不足` of people only. Then the frames around decide what becomes of each.

use super::candidate::{Candidate, collect};
use super::classes::Class;
use super::denial::{denied, denies};
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::owner::is_theirs;
use super::rival::rival;
use super::scene::{Actor, NEGATION_REACH, Scene};
use super::{Stance, Tag, attribute, keeper, topic};

/// Reach of a word that says a thing was left undone.
const UNDONE_REACH: u32 = 12;
/// Reach of a word behind a problem that only counts or defines it.
const ASIDE_REACH: u32 = 4;
/// Reach of a word behind a problem that calls it a fault.
const FAULT_REACH: u32 = 8;
/// Between 已 and the verb may stand when it was done.
const ALREADY_REACH: u32 = 8;
/// Reach of a deficit that is said of a remedy.
const SPOILED_REACH: u32 = 6;
/// The half after `针对…问题，` must say something.
const SHORTEST_TREATMENT: u32 = 6;

/// What a sentence says, before its role is decided.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) tags: Vec<Tag>,
    /// It states a deficit without naming a theme.
    pub(super) bare_deficit: bool,
}

impl Findings {
    pub(super) fn says_something(&self) -> bool {
        self.bare_deficit || !self.tags.is_empty()
    }

    /// Adds what another part of the same sentence says.
    pub(super) fn add(&mut self, other: Findings) {
        self.bare_deficit |= other.bare_deficit;
        if self.tags.is_empty() {
            self.tags = other.tags;
        } else {
            other.tags.into_iter().for_each(|tag| put(&mut self.tags, tag));
        }
    }
}

/// Reads one sentence whose scene is set; `length` is its length in characters, `candidates`
/// a buffer.
pub(super) fn read(lexicon: &Lexicon, scene: &Scene, length: u32, candidates: &mut Vec<Candidate>) -> Findings {
    let mut findings = Findings::default();
    if scene.has(Frame::Skip) {
        return findings;
    }
    findings.bare_deficit = scene.has(Frame::Deficit)
        && scene.actors.iter().any(|actor| {
            actor.is(Frame::Deficit) && !scene.is_foreign(actor.clause) && !denied(scene, actor.clause, actor.hit.start)
        });
    collect(lexicon, scene, candidates);
    if candidates.is_empty() {
        return findings;
    }
    if scene.keepers().next().is_some() {
        keeper::drop_kept(lexicon, scene, candidates);
    }
    if scene.has(Frame::Foreign) {
        candidates.retain(|candidate| !is_theirs(scene, candidate));
    }
    topic::settle(lexicon, scene, candidates);
    if candidates.len() > 1 {
        rival(lexicon, scene, candidates);
        attribute::settle(lexicon, scene, candidates);
    }
    for candidate in candidates.iter() {
        judge(lexicon, scene, candidates, candidate, &mut findings.tags);
    }
    if scene.has(Frame::Against) {
        treat(lexicon, scene, candidates, length, &mut findings.tags);
    }
    findings.tags.sort_by_key(|tag| (tag.start, tag.end, tag.theme, tag.stance, tag.rule));
    findings
}

fn judge(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], candidate: &Candidate, tags: &mut Vec<Tag>) {
    let Some(pattern) = lexicon.patterns.get(usize::from(candidate.pattern)) else { return };
    let (start, end, clause) = (candidate.start(), candidate.end(), candidate.clause);
    let put =
        |tags: &mut Vec<Tag>, stance| put(tags, Tag { theme: pattern.theme, stance, rule: pattern.rule, start, end });
    if pattern.stance == Stance::Measure {
        let said = candidate.said.start;
        let is_phrase = candidate.said == candidate.subject;
        let pending = scene.just_before(Frame::Pending, clause, said, NEGATION_REACH);
        let negated = scene.just_before(Frame::Negator, clause, said, if is_phrase { 0 } else { NEGATION_REACH });
        if scene.before(Frame::Denied, clause, start).is_some() || (negated && !pending && scene.hides(&candidate.said))
        {
            return;
        }
        let undone = scene.just_before(Frame::Undone, clause, said, UNDONE_REACH);
        let spoiled = is_phrase && spoiled(lexicon, scene, candidates, candidate);
        if !(pending || negated || undone || spoiled) {
            put(tags, Stance::Measure);
        } else if !denied(scene, clause, start) {
            put(tags, Stance::Problem);
        }
        return;
    }
    if denies(lexicon, scene, candidates, candidate)
        || supposed(scene, candidates, candidate)
        || scene.just_after(Frame::Aside, clause, end, ASIDE_REACH)
        || scene.after(Frame::Barred, clause, end).is_some()
    {
        return;
    }
    let against = scene.before(Frame::Against, clause, start).is_some();
    let unresolved = scene.after(Frame::Unresolved, clause, end).is_some();
    let resolving = scene
        .before(Frame::Resolve, clause, start)
        .is_some_and(|verb| !scene.just_before(Frame::Negator, clause, verb.hit.start, NEGATION_REACH));
    let resolved = scene
        .after(Frame::Resolved, clause, end)
        .or_else(|| scene.answer(Frame::Resolved, clause))
        .or_else(|| scene.outcome(clause, end, FAULT_REACH))
        .is_some_and(|verb| !scene.just_before(Frame::Negator, verb.clause, verb.hit.start, NEGATION_REACH));
    // how it was, and how it is now
    let overcome = scene.before(Frame::Past, clause, start).is_some() && scene.later(Frame::Now, clause);
    let mended = resolving || resolved || overcome || carried_out(scene, candidate);
    if mended && !unresolved && !against {
        put(tags, Stance::Measure);
    } else {
        put(tags, Stance::Problem);
    }
}

/// `外出取经的机会不多`: a remedy that is itself found wanting, by a deficit at the end of the clause
/// that nothing
/// of another theme lacks.
fn spoiled(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], candidate: &Candidate) -> bool {
    let end = candidate.end();
    let deficit = |actor: &&Actor| {
        let behind = actor.clause == candidate.clause && actor.hit.start >= end;
        behind && actor.hit.start - end <= SPOILED_REACH && actor.class.any(Class::DEFICIT)
    };
    let Some(deficit) = scene.players().find(deficit) else { return false };
    let free = |actor: &Actor| {
        let frames =
            [Frame::Resolve, Frame::Absent, Frame::Denied, Frame::Nothing, Frame::Turn, Frame::Item, Frame::And];
        frames.iter().any(|&frame| actor.is(frame)) || actor.class.any(Class::REMEDY)
    };
    let mut between = scene.actors.iter().filter(|actor| actor.hit.start >= end && actor.hit.start < deficit.hit.end);
    let ends_clause = scene.actors.iter().any(|mark| mark.is(Frame::Clause) && mark.hit.start == deficit.hit.end);
    let theme = |candidate: &Candidate| lexicon.patterns[usize::from(candidate.pattern)].theme;
    let lacks = |other: &Candidate| other.said == deficit.hit && theme(other) != theme(candidate);
    ends_clause && !between.any(free) && !candidates.iter().any(lacks)
}

/// `对发布不及时、内容不全的，予以通报`: a case, whichever of the faults in the list it is.
fn supposed(scene: &Scene, candidates: &[Candidate], candidate: &Candidate) -> bool {
    if !scene.has(Frame::Conditional) {
        return false;
    }
    let mut end = candidate.end();
    loop {
        if scene.just_after(Frame::Conditional, candidate.clause, end, 0) {
            return true;
        }
        if !scene.item_at(end) {
            return false;
        }
        let next = candidates.iter().filter(|next| next.start() == end + 1).map(Candidate::end);
        let more = scene.players().filter(|more| more.hit.start == end + 1 && more.class.any(Class::DEFICIT));
        match next.chain(more.map(|more| more.hit.end)).max() {
            Some(next) => end = next,
            None => return false,
        }
    }
}

/// A verb behind the problem that does away with it, and was carried out: `…问题已于年底前解决`.
fn carried_out(scene: &Scene, candidate: &Candidate) -> bool {
    let (end, clause) = (candidate.end(), candidate.clause);
    let verb = scene.after(Frame::Resolve, clause, end).or_else(|| scene.answer(Frame::Resolve, clause));
    verb.is_some_and(|verb| {
        let done = scene.before(Frame::Already, verb.clause, verb.hit.start);
        let near = |done: &Actor| {
            let between = |actor: &&Actor| actor.hit.start >= done.hit.end && actor.hit.end <= verb.hit.start;
            done.hit.start >= end
                && verb.hit.start - done.hit.end <= ALREADY_REACH
                && !scene.actors.iter().filter(between).any(|actor| actor.class.any(Class::DEFICIT))
        };
        done.is_some_and(near) && !scene.just_before(Frame::Negator, verb.clause, verb.hit.start, NEGATION_REACH)
    })
}

/// `针对X问题，…`: the second half treats X unless it states problems of its own.
fn treat(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], length: u32, tags: &mut Vec<Tag>) {
    let is_problem =
        |candidate: &&Candidate| lexicon.patterns[usize::from(candidate.pattern)].stance == Stance::Problem;
    for candidate in candidates.iter().filter(is_problem) {
        let Some(against) = scene.before(Frame::Against, candidate.clause, candidate.start()) else { continue };
        let Some(comma) = scene.after(Frame::Clause, candidate.clause, candidate.end()) else { continue };
        let more = candidates.iter().filter(is_problem).any(|other| other.clause > candidate.clause);
        let unresolved =
            scene.actors.iter().any(|actor| actor.clause > candidate.clause && actor.is(Frame::Unresolved));
        if more || unresolved || length < comma.hit.end + SHORTEST_TREATMENT {
            continue;
        }
        let pattern = &lexicon.patterns[usize::from(candidate.pattern)];
        let (start, end) = (against.hit.start, candidate.end());
        if tags.iter().any(|tag| (tag.theme, tag.stance) == (pattern.theme, Stance::Measure)) {
            continue;
        }
        put(tags, Tag { theme: pattern.theme, stance: Stance::Measure, rule: pattern.rule, start, end });
    }
}

/// Keeps one tag per theme and stance: the first, and of those the longest.
fn put(tags: &mut Vec<Tag>, tag: Tag) {
    match tags.iter_mut().find(|old| (old.theme, old.stance) == (tag.theme, tag.stance)) {
        Some(old) if (tag.start, u32::MAX - tag.end) < (old.start, u32::MAX - old.end) => *old = tag,
        Some(_) => {}
        None => tags.push(tag),
    }
}
