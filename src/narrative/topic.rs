//! Topics: what a clause is about when it does not say so itself.
//!
//! `在政策解读方面，形式较为单一` finds fault with the interpretation, not with the channels. A rule
//! with a `topic` fits where a clause before names it and the rule's own subject, a general word
//! like 形式, is the first thing spoken of since. It then outweighs what the other rules make of
//! the general word.

use super::candidate::Candidate;
use super::classes::{Class, Part};
use super::frame::Frame;
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::scene::{Actor, Scene};

/// Drops the candidates whose topic is missing, and those that a topic outweighs.
pub(super) fn settle(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    let needs = |candidate: &Candidate| lexicon.patterns[usize::from(candidate.pattern)].topic;
    if !candidates.iter().any(needs) {
        return;
    }
    candidates.retain(|candidate| !needs(candidate) || governed(lexicon, scene, candidate));
    let ruled: Vec<Candidate> = candidates.iter().filter(|candidate| needs(candidate)).copied().collect();
    let outweighed = |candidate: &Candidate| {
        let meets = |ruling: &Candidate| ruling.start() < candidate.end() && candidate.start() < ruling.end();
        !needs(candidate) && ruled.iter().any(meets)
    };
    candidates.retain(|candidate| !outweighed(candidate));
}

/// Whether the last topic of the sentence before the candidate's clause is its pattern's, and
/// nothing else was spoken of since the topic's clause.
fn governed(lexicon: &Lexicon, scene: &Scene, candidate: &Candidate) -> bool {
    let classes = &lexicon.classes;
    let theme = lexicon.patterns[usize::from(candidate.pattern)].theme;
    let topical = |actor: &&Actor| actor.clause < candidate.clause && actor.class.any(Class::TOPIC);
    let Some(topic) = scene.actors.iter().rfind(topical) else { return false };
    if !classes.has(topic.hit.class, Part::Topic, candidate.pattern) {
        return false;
    }
    // words of the rule itself and others of its theme do not change the subject
    let akin = |actor: &Actor| {
        let parts = [Part::SubjectBefore, Part::SubjectAfter].into_iter();
        let mut patterns = parts.flat_map(|part| classes.patterns(actor.hit.class, part));
        patterns.any(|pattern| lexicon.patterns[usize::from(pattern)].theme == theme)
    };
    let subject = &candidate.subject;
    let longer = |hit: &Hit| {
        hit.start <= subject.start && subject.end <= hit.end && (hit.start, hit.end) != (subject.start, subject.end)
    };
    let mut others = scene.actors.iter().filter(|actor| {
        let since = actor.clause > topic.clause && actor.hit.end <= subject.start;
        actor.class.any(Class::SUBJECT) && (since || longer(&actor.hit)) && !akin(actor)
    });
    let mut stops =
        scene.actors.iter().filter(|actor| actor.hit.start >= topic.hit.end && actor.hit.end <= subject.start);
    others.next().is_none() && !stops.any(|actor| actor.is(Frame::Stop))
}

#[cfg(test)]
mod tests {
    use crate::narrative::Stance;
    use crate::narrative::trial::tagged;

    const RULES: &str = r#"
[[theme]]
code = "reading"
[[theme.problem]]
rule = "topic"
topic = ["解读"]
subject = ["形式", "质量"]
deficit = ["单一", "不高"]
[[theme]]
code = "ways"
[[theme.problem]]
rule = "few"
subject = ["形式", "公开形式", "网站"]
deficit = ["单一", "滞后"]
"#;

    fn problems(text: &str) -> Vec<String> {
        tagged(RULES, text).into_iter().filter(|(_, stance)| *stance == Stance::Problem).map(|(rule, _)| rule).collect()
    }

    #[test]
    fn a_general_word_speaks_of_the_topic_before_it() {
        assert_eq!(problems("在解读方面，形式较为单一。"), ["reading/topic"]);
        assert_eq!(problems("解读起步晚，质量不高，形式也单一。"), ["reading/topic"]);
        for ways in ["形式单一。", "解读有进展；形式单一。", "解读有进展，公开形式单一。"]
        {
            assert_eq!(problems(ways), ["ways/few"], "{ways}");
        }
        assert_eq!(problems("解读跟上了，网站滞后，形式单一。"), ["ways/few"]);
        assert!(problems("质量不高。").is_empty());
    }
}
