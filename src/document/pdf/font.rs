//! Fonts as far as text needs them: which bytes are one code, which character it is, how wide it is.
//!
//! Outlines are never looked at. A character comes from the page's own `ToUnicode` table, else from what a
//! predefined encoding or character collection says; a code without one becomes U+FFFD, so that a figure
//! with an unreadable digit is no figure.

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};

use super::Trouble;
use super::guard::Budget;
use super::simple_font::SimpleFont;
use super::widths::Widths;

/// One code of a shown string.
#[derive(Debug, PartialEq)]
pub(super) struct Code {
    /// What it reads as; U+FFFD where that cannot be told.
    pub text: Text,
    /// Way to the next glyph, in text units (1 is the size of the font).
    pub advance: f64,
    /// The single byte 32, to which word spacing applies.
    pub is_blank: bool,
}

/// What a code reads as.
pub(super) type Text = String;

/// What stands for a character that cannot be told.
pub(super) const UNREADABLE: char = char::REPLACEMENT_CHARACTER;

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<CMap>,
    /// Glyphs follow one another downwards.
    pub vertical: bool,
    /// Text units of a glyph unit: a thousandth, but for Type 3.
    scale: f64,
}

#[derive(Debug)]
enum Kind {
    Simple(SimpleFont),
    Composite(Box<Composite>),
}

#[derive(Debug)]
struct Composite {
    encoding: CMap,
    /// The codes are themselves UTF-16.
    is_utf16: bool,
    /// From the character collection's numbers to Unicode.
    collection: Option<CMap>,
    widths: Widths,
    /// Way down from one glyph to the next in vertical writing.
    down: f64,
}

impl Font {
    /// Reads a font's dictionary; `None` where it is none that can be read.
    pub(super) fn read(dict: &Dict<'_>, budget: &mut Budget) -> Result<Option<Self>, Trouble> {
        let to_unicode = match dict.get::<Object<'_>>(keys::TO_UNICODE) {
            Some(Object::Stream(stream)) => table(&stream, budget)?,
            Some(Object::Name(name)) => named(&name),
            _ => None,
        };
        let subtype = dict.get::<Name<'_>>(keys::SUBTYPE);
        if subtype.as_deref() == Some(b"Type0") {
            let composite = Composite::read(dict, budget)?;
            return Ok(composite.map(|composite| {
                let vertical = composite.encoding.metadata().writing_mode == Some(WritingMode::Vertical);
                Self { vertical, kind: Kind::Composite(Box::new(composite)), to_unicode, scale: 0.001 }
            }));
        }
        let scale = match dict.get::<[f64; 6]>(keys::FONT_MATRIX) {
            Some(matrix) if subtype.as_deref() == Some(b"Type3") => matrix[0],
            _ => 0.001,
        };
        Ok(Some(Self { kind: Kind::Simple(SimpleFont::read(dict)), to_unicode, vertical: false, scale }))
    }

    /// The codes of a shown string.
    pub(super) fn codes(&self, bytes: &[u8], mut each: impl FnMut(Code)) {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let (text, width, len) = match &self.kind {
                Kind::Simple(font) => {
                    let byte = rest[0];
                    let text = self.listed(u32::from(byte)).or_else(|| font.character(byte).map(Text::from));
                    (text, font.width(byte), 1)
                }
                Kind::Composite(font) => {
                    let (code, cid, len) = font.next(rest);
                    let text = self.listed(code).or_else(|| font.character(code, cid, len));
                    (text, if self.vertical { font.down } else { font.widths.of(cid) }, len)
                }
            };
            each(Code {
                text: text.unwrap_or_else(|| UNREADABLE.into()),
                advance: width * self.scale,
                is_blank: len == 1 && rest[0] == b' ',
            });
            at += len;
        }
    }

    /// What the page's own table says, if that is a character.
    fn listed(&self, code: u32) -> Option<Text> {
        let found = match self.to_unicode.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(c) => Text::from(c),
            BfString::String(text) => text,
        };
        let readable = |c: char| c != '\0' && c != UNREADABLE && !('\u{E000}'..='\u{F8FF}').contains(&c);
        (!found.is_empty() && found.chars().all(readable)).then_some(found)
    }
}

impl Composite {
    fn read(dict: &Dict<'_>, budget: &mut Budget) -> Result<Option<Self>, Trouble> {
        let (encoding, name) = match dict.get::<Object<'_>>(keys::ENCODING) {
            Some(Object::Name(name)) => (named(&name), name.to_vec()),
            Some(Object::Stream(stream)) => (table(&stream, budget)?, Vec::new()),
            _ => (None, Vec::new()),
        };
        let descendant = dict.get::<Array<'_>>(keys::DESCENDANT_FONTS).and_then(|all| all.iter::<Dict<'_>>().next());
        let (Some(encoding), Some(descendant)) = (encoding, descendant) else { return Ok(None) };
        let of_encoding = encoding.metadata().character_collection.as_ref().map(|known| known.family.clone());
        let family = of_encoding.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| family(&descendant));
        let collection = family.and_then(|family| family.ucs2_cmap()).and_then(predefined);
        Ok(Some(Self {
            is_utf16: name.starts_with(b"Uni"),
            encoding,
            collection,
            widths: Widths::read(&descendant),
            down: descendant.get::<[f64; 2]>(keys::DW2).map_or(-1000.0, |[_, down]| down),
        }))
    }

    /// The next code, its number in the character collection, and its bytes.
    fn next(&self, bytes: &[u8]) -> (u32, u32, usize) {
        let mut code = 0;
        for (at, &byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(byte);
            if let Some(cid) = self.encoding.lookup_cid_code(code, at as u8 + 1) {
                return (code, cid, at + 1);
            }
        }
        // An unknown code of two bytes must not leave its second byte to be read as a digit.
        let len = if bytes[0] < 0x80 { 1 } else { 2 };
        (0, 0, len.min(bytes.len()))
    }

    fn character(&self, code: u32, cid: u32, len: usize) -> Option<Text> {
        if self.is_utf16 && len == 2 {
            return char::from_u32(code).filter(|&c| c != '\0').map(Text::from);
        }
        match self.collection.as_ref()?.lookup_bf_string(cid)? {
            BfString::Char(c) => Some(Text::from(c)),
            BfString::String(text) => Some(text),
        }
    }
}

fn table(stream: &Stream<'_>, budget: &mut Budget) -> Result<Option<CMap>, Trouble> {
    Ok(budget.unpack(stream)?.and_then(|bytes| CMap::parse(&bytes, load_embedded)))
}

fn named(name: &[u8]) -> Option<CMap> {
    match CMapName::from_bytes(name) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => predefined(name),
    }
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

fn family(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(keys::CIDSYSTEMINFO)?;
    let registry = info.get::<Bytes<'_>>(keys::REGISTRY)?;
    let ordering = info.get::<Bytes<'_>>(keys::ORDERING)?;
    Some(CidFamily::from_registry_ordering(&registry, &ordering))
}
