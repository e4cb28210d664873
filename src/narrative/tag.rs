//! Tags: which themes a sentence names, as problem or as measure.
//!
//! Candidates are pairs of a subject and what is said of it (or fixed phrases). Of several
//! subjects the nearest wins, with those it is joined to by "and": `培训和指导较少` speaks of
//! both, `解读人员不足` of people only. Then the frames around decide what becomes of each.

use super::candidate::{Candidate, collect};
use super::denial::{denied, denies};
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::rival::rival;
use super::scene::{NEGATION_REACH, Scene};
use super::{Stance, Tag, keeper};

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
    if candidates.len() > 1 {
        rival(lexicon, scene, candidates);
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
        let pending = scene.just_before(Frame::Pending, clause, said, NEGATION_REACH);
        let negated =
            scene.just_before(Frame::Negator, clause, said, if candidate.is_phrase() { 0 } else { NEGATION_REACH });
        if scene.before(Frame::Denied, clause, start).is_some() || (negated && !pending && scene.hides(&candidate.said))
        {
            return;
        }
        if !(pending || negated) {
            put(tags, Stance::Measure);
        } else if !denied(scene, clause, start) {
            put(tags, Stance::Problem);
        }
        return;
    }
    if denies(lexicon, scene, candidates, candidate) {
        return;
    }
    let against = scene.before(Frame::Against, clause, start).is_some();
    let resolving = scene
        .before(Frame::Resolve, clause, start)
        .is_some_and(|verb| !scene.just_before(Frame::Negator, clause, verb.hit.start, NEGATION_REACH));
    let resolved = scene
        .after(Frame::Resolved, clause, end)
        .or_else(|| scene.answer(Frame::Resolved, clause))
        .is_some_and(|verb| !scene.just_before(Frame::Negator, verb.clause, verb.hit.start, NEGATION_REACH));
    // how it was, and how it is now
    let overcome = scene.before(Frame::Past, clause, start).is_some() && scene.later(Frame::Now, clause);
    if (resolving || resolved || overcome) && !against {
        put(tags, Stance::Measure);
    } else {
        put(tags, Stance::Problem);
    }
}

/// `针对X问题，…`: the second half treats X unless it states problems of its own.
fn treat(lexicon: &Lexicon, scene: &Scene, candidates: &[Candidate], length: u32, tags: &mut Vec<Tag>) {
    let is_problem =
        |candidate: &&Candidate| lexicon.patterns[usize::from(candidate.pattern)].stance == Stance::Problem;
    for candidate in candidates.iter().filter(is_problem) {
        let Some(against) = scene.before(Frame::Against, candidate.clause, candidate.start()) else { continue };
        let Some(comma) = scene.after(Frame::Clause, candidate.clause, candidate.end()) else { continue };
        let more = candidates.iter().filter(is_problem).any(|other| other.clause > candidate.clause);
        if more || length < comma.hit.end + SHORTEST_TREATMENT {
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
