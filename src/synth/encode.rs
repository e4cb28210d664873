//! Characters and bytes: width of punctuation, traditional characters, encodings.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::SynthError;
use super::random::Random;

/// How a file's text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf8WithMark,
    Gb18030,
    Utf16Le,
    Big5,
}

impl Encoding {
    /// An encoding other than plain UTF-8 that the page can be in.
    pub fn draw(html: bool, traditional: bool, random: &mut Random) -> Self {
        match (html, traditional) {
            (true, true) => Self::Big5,
            (true, false) => Self::Gb18030,
            (false, true) => *random.choose(&[Self::Big5, Self::Utf16Le, Self::Utf8WithMark]),
            (false, false) => *random.choose(&[Self::Gb18030, Self::Utf16Le, Self::Utf8WithMark]),
        }
    }

    /// Its name in the head of a page.
    pub fn charset(self) -> &'static str {
        match self {
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            _ => "utf-8",
        }
    }

    /// The bytes of a text.
    pub fn bytes(self, text: String) -> Vec<u8> {
        match self {
            Self::Utf8 => text.into_bytes(),
            Self::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
            Self::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
            Self::Big5 => encoding_rs::BIG5.encode(&text).0.into_owned(),
            Self::Utf16Le => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }

    /// Whether it has all characters of a text.
    pub fn can(self, text: &str) -> bool {
        self != Self::Big5 || !encoding_rs::BIG5.encode(text).2
    }
}

/// Half-width punctuation throughout, as crawled pages often have it.
pub(super) fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            '：' => ':',
            '；' => ';',
            other => other,
        })
        .collect()
}

/// Full-width brackets and commas in the tables too.
pub(super) fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ',' => '，',
            ':' => '：',
            other => other,
        })
        .collect()
}

/// Simplified to traditional characters.
pub(super) struct Traditional(OpenCC);

impl Traditional {
    pub fn new() -> Result<Self, SynthError> {
        OpenCC::from_config(BuiltinConfig::S2t).map(Self).map_err(|e| SynthError::Characters(e.to_string()))
    }

    /// Converts, with the usual forms 為 群 眾; half of the pages keep 于, 制, 后, 采, as gateways do.
    pub fn convert(&self, text: &str, random: &mut Random) -> String {
        let gateway = random.chance(0.5);
        let usual = |c| match c {
            '爲' => '為',
            '羣' => '群',
            '衆' => '眾',
            '於' if gateway => '于',
            '製' if gateway => '制',
            '後' if gateway => '后',
            '採' if gateway => '采',
            other => other,
        };
        self.0.convert(text).chars().map(usual).collect()
    }
}
