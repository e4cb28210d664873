//! Lists: what is joined by `、` and 和, and what is said of a list as a whole.

use super::classes::Class;
use super::frame::Frame;
use super::matcher::Hit;
use super::scene::Scene;

impl Scene {
    /// Whether an item mark begins at character `at`.
    pub(super) fn item_at(&self, at: u32) -> bool {
        self.actors.iter().any(|actor| actor.hit.start == at && actor.is(Frame::Item))
    }

    /// Whether an item mark or an "and" begins at character `at`.
    pub(super) fn joins_at(&self, at: u32) -> bool {
        self.actors.iter().any(|actor| actor.hit.start == at && (actor.is(Frame::Item) || actor.is(Frame::And)))
    }

    /// How far behind the last of a list a deficit stands, if `subject` is one of the list.
    pub(super) fn listed(&self, subject: &Hit, said: &Hit) -> Option<u32> {
        if !(self.has(Frame::Item) || self.has(Frame::And)) {
            return None;
        }
        let (mut first, mut last) = (None, None);
        for actor in self.actors.iter().filter(|actor| actor.hit.start >= subject.end && actor.hit.end <= said.start) {
            if actor.is(Frame::Clause) || actor.class.any(Class::DEFICIT) {
                return None;
            }
            if actor.is(Frame::Item) || actor.is(Frame::And) {
                first = first.or(Some(actor.hit.start));
                last = Some(actor.hit.end);
            }
        }
        (first? == subject.end).then_some(said.start - last?)
    }

    /// Whether `said` begins the item behind the one that `subject` ends: 老旧 in
    /// `住房保障、老旧小区改造` is said of what follows.
    pub(super) fn next_item(&self, subject: &Hit, said: &Hit) -> bool {
        said.start == subject.end + 1 && self.item_at(subject.end)
    }

    /// Whether two subjects are one pair: "A and B" with nothing said between them.
    pub(super) fn coordinated(&self, one: &Hit, other: &Hit) -> bool {
        let (mut and, mut etc) = (false, false);
        for actor in &self.actors {
            if actor.hit.start < one.end || actor.hit.end > other.start {
                continue;
            }
            if actor.class.any(Class::SAID) {
                return false;
            }
            and |= actor.is(Frame::And) || actor.is(Frame::Item);
            etc |= actor.is(Frame::Etc);
        }
        and && !etc
    }
}

#[cfg(test)]
mod tests {
    use crate::narrative::trial::tagged;

    const RULES: &str = r#"
[[theme]]
code = "people"
[[theme.problem]]
rule = "few"
subject = ["队伍", "保障"]
deficit = ["有短板", "老旧"]
gap = 4
unless = ["平台"]
[[theme]]
code = "web"
[[theme.problem]]
rule = "poor"
subject = ["平台", "栏目"]
deficit = ["有短板"]
gap = 4
[[theme.measure]]
rule = "better"
subject = ["平台", "栏目"]
remedy = ["加强"]
unless = ["队伍"]
[[theme]]
code = "team"
[[theme.measure]]
rule = "more"
subject = ["队伍"]
remedy = ["加强"]
"#;

    fn rules(text: &str) -> Vec<String> {
        tagged(RULES, text).into_iter().map(|(rule, _)| rule).collect()
    }

    #[test]
    fn a_deficit_is_said_of_the_whole_list() {
        assert_eq!(rules("在队伍、信息工作、平台等方面还有短板。"), ["people/few", "web/poor"]);
        assert!(rules("队伍和信息工作交流会上说平台维护很好而别处有短板。").iter().all(|rule| rule != "people/few"));
    }

    #[test]
    fn what_begins_the_next_item_is_not_said_of_the_one_before() {
        assert!(rules("会同住房保障、老旧小区改造等部门。").is_empty());
    }

    #[test]
    fn the_other_members_of_a_list_keep_no_rule_away() {
        assert_eq!(rules("加强队伍和栏目建设。"), ["team/more", "web/better"]);
        assert_eq!(rules("加强队伍对栏目的维护。"), ["team/more"]);
    }
}
