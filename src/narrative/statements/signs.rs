//! What a word says wherever it stands, as bits: one look for each word instead of one for each list.

use super::{FrameLists, Lists};

/// Frames that a word belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::narrative) struct Signs(u32);

impl Signs {
    pub(in crate::narrative) const MEASURE: Signs = Signs(1);
    pub(in crate::narrative) const TALLY: Signs = Signs(1 << 1);
    pub(in crate::narrative) const NIL: Signs = Signs(1 << 2);
    pub(in crate::narrative) const CLAUSE: Signs = Signs(1 << 3);
    pub(in crate::narrative) const STOP: Signs = Signs(1 << 4);
    pub(in crate::narrative) const ITEM: Signs = Signs(1 << 5);
    pub(in crate::narrative) const PART: Signs = Signs(1 << 6);
    pub(in crate::narrative) const PLANS: Signs = Signs(1 << 7);
    pub(in crate::narrative) const DONE: Signs = Signs(1 << 8);
    pub(in crate::narrative) const NAMED: Signs = Signs(1 << 9);
    /// A sum over years.
    pub(in crate::narrative) const SUM: Signs = Signs(1 << 10);
    pub(in crate::narrative) const OURS: Signs = Signs(1 << 11);
    pub(in crate::narrative) const OUR_PART: Signs = Signs(1 << 12);
    pub(in crate::narrative) const EACH: Signs = Signs(1 << 13);
    pub(in crate::narrative) const CHANGED_TO: Signs = Signs(1 << 14);
    pub(in crate::narrative) const REGION: Signs = Signs(1 << 15);
    pub(in crate::narrative) const OTHERS: Signs = Signs(1 << 16);
    pub(in crate::narrative) const UNITS: Signs = Signs(1 << 17);
    pub(in crate::narrative) const THIS_YEAR: Signs = Signs(1 << 18);
    pub(in crate::narrative) const WHOLE: Signs = Signs(1 << 19);
    pub(in crate::narrative) const STRAYS: Signs = Signs(1 << 20);
    pub(in crate::narrative) const MATTER: Signs = Signs(1 << 21);
    pub(in crate::narrative) const DISOWNED: Signs = Signs(1 << 22);
    pub(in crate::narrative) const DENIES: Signs = Signs(1 << 23);

    /// What a word of these lists says.
    pub(super) fn of(lists: &Lists, frames: &FrameLists) -> Self {
        let table = [
            (&frames.measure, Self::MEASURE),
            (&frames.tally, Self::TALLY),
            (&frames.nil, Self::NIL),
            (&frames.clause, Self::CLAUSE),
            (&frames.stop, Self::STOP),
            (&frames.item, Self::ITEM),
            (&frames.part, Self::PART),
            (&frames.plans, Self::PLANS),
            (&frames.done, Self::DONE),
            (&frames.named, Self::NAMED),
            (&frames.cumulative, Self::SUM),
            (&frames.so_far, Self::SUM),
            (&frames.ours, Self::OURS),
            (&frames.our_part, Self::OUR_PART),
            (&frames.each, Self::EACH),
            (&frames.changed_to, Self::CHANGED_TO),
            (&frames.region, Self::REGION),
            (&frames.others, Self::OTHERS),
            (&frames.units, Self::UNITS),
            (&frames.this_year, Self::THIS_YEAR),
            (&frames.wholes, Self::WHOLE),
            (&frames.strays, Self::STRAYS),
            (&frames.matter, Self::MATTER),
            (&frames.disowned, Self::DISOWNED),
            (&frames.denies, Self::DENIES),
        ];
        let met = table.iter().filter(|(frame, _)| lists.meets(frame));
        met.fold(Self::default(), |all, (_, sign)| all.or(*sign))
    }

    /// Both together.
    pub(in crate::narrative) const fn or(self, other: Signs) -> Self {
        Signs(self.0 | other.0)
    }

    /// Whether it says any of these.
    #[inline]
    pub(in crate::narrative) fn any(self, of: Signs) -> bool {
        self.0 & of.0 != 0
    }
}
