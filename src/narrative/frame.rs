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
    /// Opens the title of a document that stands without 《》: 关于.
    About,
    /// Closes it, naming what kind of document it is: 的通知, 的通报.
    Kind,
    /// The thing is to be kept from happening: 防止, 避免.
    Absent,
    /// The thing did not happen, and no measure is meant either: 不存在, 未发现.
    Denied,
    /// A plain "no" that denies the fault right behind it, but is itself a fault before a thing
    /// that should be there: 无错链, but 无专人.
    Nothing,
    /// What stands before it was turned round: 但, 却.
    Turn,
    /// The thing is said not to be the point: 不在于, 不是.
    Contrast,
    /// A condition, not a fact: 如有, 是否.
    Conditional,
    /// Words behind a problem that say there was less of it, or only define it: 较上年下降.
    Aside,
    /// Words behind a problem that forbid it: 未经审查的…一律不得公开.
    Barred,
    /// A verb that does away with the problem after it: 解决, 克服.
    Resolve,
    /// Makes such a verb behind the problem one that was carried out: 已, 得到.
    Already,
    /// Calls what stands before it a fault, and makes it what the sentence goes on to tell of:
    /// …不规范的问题.
    Fault,
    /// Words after a problem that say it is over: 得到解决, 整改到位.
    Resolved,
    /// It is not over after all: 未得到解决.
    Unresolved,
    /// Names a problem in order to treat it: 针对.
    Against,
    /// Turns a remedy into a lack when it stands right before it: 未, 没有.
    Negator,
    /// Turns a remedy into a lack: 还需, 有待.
    Pending,
    /// Turns a remedy into a lack from further off: 没有真正把…, 尚未.
    Undone,
    /// How it was before: 过去, 以往.
    Past,
    /// How it is now, after the past: 如今, 现已.
    Now,
    /// Other people's business: 幼儿园, 养护, 合作社.
    Foreign,
    /// Our business: 公开, 政务.
    Own,
    /// What is made public, whoever it is about: 信息, 内容.
    Matter,
    /// Longer words that hide shorter ones in them: 不足为奇, 至少.
    Shield,
    /// A deficit said without a theme: 仍存在差距.
    Deficit,
    /// A topic that goes on into the next item of a list: 解读, 依申请公开.
    Topic,
    /// The whole sentence is no narrative: contact lines, legal notes.
    Skip,
}

impl Frame {
    pub(super) const ALL: [Frame; 35] = [
        Frame::Clause,
        Frame::Stop,
        Frame::Item,
        Frame::And,
        Frame::Etc,
        Frame::TitleOpen,
        Frame::TitleClose,
        Frame::About,
        Frame::Kind,
        Frame::Absent,
        Frame::Denied,
        Frame::Nothing,
        Frame::Turn,
        Frame::Contrast,
        Frame::Conditional,
        Frame::Aside,
        Frame::Barred,
        Frame::Resolve,
        Frame::Already,
        Frame::Fault,
        Frame::Resolved,
        Frame::Unresolved,
        Frame::Against,
        Frame::Negator,
        Frame::Pending,
        Frame::Undone,
        Frame::Past,
        Frame::Now,
        Frame::Foreign,
        Frame::Own,
        Frame::Matter,
        Frame::Shield,
        Frame::Deficit,
        Frame::Topic,
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
            Frame::About => "about",
            Frame::Kind => "kind",
            Frame::Absent => "absent",
            Frame::Denied => "denied",
            Frame::Nothing => "nothing",
            Frame::Turn => "turn",
            Frame::Contrast => "contrast",
            Frame::Conditional => "conditional",
            Frame::Aside => "aside",
            Frame::Barred => "barred",
            Frame::Resolve => "resolve",
            Frame::Already => "already",
            Frame::Fault => "fault",
            Frame::Resolved => "resolved",
            Frame::Unresolved => "unresolved",
            Frame::Against => "against",
            Frame::Negator => "negator",
            Frame::Pending => "pending",
            Frame::Undone => "undone",
            Frame::Past => "past",
            Frame::Now => "now",
            Frame::Foreign => "foreign",
            Frame::Own => "own",
            Frame::Matter => "matter",
            Frame::Shield => "shield",
            Frame::Deficit => "deficit",
            Frame::Topic => "topic",
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
