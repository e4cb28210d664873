//! Lists: what is joined by `、` and 和.

use super::classes::Class;
use super::frame::Frame;
use super::matcher::Hit;
use super::scene::Scene;

impl Scene {
    /// Whether an item mark begins at character `at`.
    pub(super) fn item_at(&self, at: u32) -> bool {
        self.actors.iter().any(|actor| actor.hit.start == at && actor.is(Frame::Item))
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
