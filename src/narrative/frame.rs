//! Frames: words that turn a finding round wherever they stand.
//!
//! `人员不足` is a problem, but not in `不存在人员不足`, not in the title `《关于人员不足的通报》`,
//! and not where it is the farmers' cooperative that lacks people. Each frame is a list of words
//! in the lexicon; what a frame does is fixed here and in [`super::scene`].

/// One frame; the names are keys of `[frames]` in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Frame {
    /// Ends a clause: `，；：`.
    Clause,
    /// Ends a statement, and what it was about: `；`.
    Stop,
    /// Separates items: `、`.
    Item,
    /// The words for "and".
    And,
    /// Ends a list before its head noun: `等`.
    Etc,
    /// Opens a title.
    TitleOpen,
    /// Closes a title.
    TitleClose,
    /// The thing is to be kept from happening: 防止, 避免.
    Absent,
    /// The thing did not happen, and no measure is meant either: 不存在, 未发现.
    Denied,
    /// A plain "no" that denies the fault right behind it, but is itself a fault before a thing
    /// that should be there: 无错链, but 无专人.
    Nothing,
    /// The thing is said not to be the point: 不在于, 不是.
    Contrast,
    /// A condition, not a fact: 如有, 是否.
    Conditional,
    /// A verb that does away with the problem after it: 解决, 克服.
    Resolve,
    /// Words after a problem that say it is over: 得到解决, 整改到位.
    Resolved,
    /// Names a problem in order to treat it: 针对.
    Against,
    /// Turns a remedy into a lack when it stands right before it: 未, 没有.
    Negator,
    /// Turns a remedy into a lack: 还需, 有待.
    Pending,
    /// How it was before: 过去, 以往.
    Past,
    /// How it is now, after the past: 如今, 现已.
    Now,
    /// Other people's business: 幼儿园, 养护, 合作社.
    Foreign,
    /// Our business: 公开, 政务.
    Own,
    /// A deficit said without a theme: 仍存在差距.
    Deficit,
    /// The whole sentence is no narrative: contact lines, legal notes.
    Skip,
}

impl Frame {
    pub(super) const ALL: [Frame; 23] = [
        Frame::Clause,
        Frame::Stop,
        Frame::Item,
        Frame::And,
        Frame::Etc,
        Frame::TitleOpen,
        Frame::TitleClose,
        Frame::Absent,
        Frame::Denied,
        Frame::Nothing,
        Frame::Contrast,
        Frame::Conditional,
        Frame::Resolve,
        Frame::Resolved,
        Frame::Against,
        Frame::Negator,
        Frame::Pending,
        Frame::Past,
        Frame::Now,
        Frame::Foreign,
        Frame::Own,
        Frame::Deficit,
        Frame::Skip,
    ];

    /// Key in the lexicon; marks of punctuation have none.
    fn name(self) -> &'static str {
        match self {
            Frame::Clause
            | Frame::Stop
            | Frame::Item
            | Frame::And
            | Frame::Etc
            | Frame::TitleOpen
            | Frame::TitleClose => "",
            Frame::Absent => "absent",
            Frame::Denied => "denied",
            Frame::Nothing => "nothing",
            Frame::Contrast => "contrast",
            Frame::Conditional => "conditional",
            Frame::Resolve => "resolve",
            Frame::Resolved => "resolved",
            Frame::Against => "against",
            Frame::Negator => "negator",
            Frame::Pending => "pending",
            Frame::Past => "past",
            Frame::Now => "now",
            Frame::Foreign => "foreign",
            Frame::Own => "own",
            Frame::Deficit => "deficit",
            Frame::Skip => "skip",
        }
    }

    pub(super) fn named(name: &str) -> Option<Frame> {
        Frame::ALL.into_iter().find(|frame| !name.is_empty() && frame.name() == name)
    }

    pub(super) fn names() -> Vec<&'static str> {
        Frame::ALL.into_iter().map(Frame::name).filter(|name| !name.is_empty()).collect()
    }

    /// Words every lexicon has for this frame.
    pub(super) fn marks(self) -> &'static [&'static str] {
        match self {
            Frame::Clause => &["，", ",", "；", ";", "：", ":", "。", "！", "？"],
            Frame::Stop => &["；", ";", "。", "！", "？"],
            Frame::Item => &["、", "”“"],
            Frame::And => &["和", "与", "及", "以及", "或", "并"],
            Frame::Etc => &["等"],
            Frame::TitleOpen => &["《"],
            Frame::TitleClose => &["》"],
            _ => &[],
        }
    }

    pub(super) fn bit(self) -> u64 {
        1 << self as u32
    }
}
