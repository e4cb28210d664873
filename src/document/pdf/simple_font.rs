//! Fonts whose codes are single bytes: Type 1, TrueType and Type 3.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object};

use super::glyph_names;

/// Flag of a font whose codes mean what its own program says.
const SYMBOLIC: u32 = 4;

/// Characters and widths of the 256 codes.
#[derive(Debug)]
pub(super) struct SimpleFont {
    characters: Vec<Option<char>>,
    first: usize,
    widths: Vec<f64>,
    missing: f64,
}

impl SimpleFont {
    pub(super) fn read(dict: &Dict<'_>) -> Self {
        let descriptor = dict.get::<Dict<'_>>(keys::FONT_DESC);
        let number = |key: &[u8]| descriptor.as_ref().and_then(|d| d.get::<f64>(key));
        let widths: Vec<f64> = dict
            .get::<Array<'_>>(keys::WIDTHS)
            .map(|all| {
                all.iter::<Object<'_>>().take(256).map(|w| w.into_number().map_or(0.0, |w| w.as_f64())).collect()
            })
            .unwrap_or_default();
        // The fourteen standard fonts may come without widths; their figures are 556 wide, or nearly so.
        let missing = number(keys::MISSING_WIDTH).unwrap_or(if widths.is_empty() { 556.0 } else { 0.0 });
        Self {
            characters: characters(dict, descriptor.as_ref()),
            first: dict.get::<u32>(keys::FIRST_CHAR).unwrap_or(0) as usize,
            widths,
            missing,
        }
    }

    pub(super) fn character(&self, code: u8) -> Option<char> {
        self.characters.get(usize::from(code)).copied().flatten()
    }

    /// In thousandths, or in glyph units for Type 3.
    pub(super) fn width(&self, code: u8) -> f64 {
        let at = usize::from(code).checked_sub(self.first);
        at.and_then(|at| self.widths.get(at)).copied().unwrap_or(self.missing)
    }
}

fn characters(dict: &Dict<'_>, descriptor: Option<&Dict<'_>>) -> Vec<Option<char>> {
    let (base, differences) = match dict.get::<Object<'_>>(keys::ENCODING) {
        Some(Object::Name(name)) => (Some(name), None),
        Some(Object::Dict(encoding)) => {
            (encoding.get::<Name<'_>>(keys::BASE_ENCODING), encoding.get::<Array<'_>>(keys::DIFFERENCES))
        }
        _ => (None, None),
    };
    let flags = descriptor.and_then(|d| d.get::<u32>(keys::FLAGS)).unwrap_or(0);
    let is_type3 = dict.get::<Name<'_>>(keys::SUBTYPE).as_deref() == Some(b"Type3");
    let mut characters = match base.as_deref() {
        Some(b"MacRomanEncoding") => of_encoding(MACINTOSH),
        Some(b"WinAnsiEncoding") => of_encoding(WINDOWS_1252),
        // Without a word about its codes, such a font means whatever its program draws.
        None if is_type3 || flags & SYMBOLIC != 0 => vec![None; 256],
        // The standard encoding: in it only two codes of ASCII are other characters, and none a figure.
        _ => of_encoding(WINDOWS_1252).into_iter().map(|c| c.filter(char::is_ascii)).collect(),
    };
    let mut code = 0;
    for object in differences.iter().flat_map(|d| d.iter::<Object<'_>>()) {
        match object {
            Object::Number(number) => code = number.as_i64().clamp(0, 256) as usize,
            Object::Name(name) => {
                if let Some(slot) = characters.get_mut(code) {
                    *slot = std::str::from_utf8(&name).ok().and_then(glyph_names::character);
                }
                code += 1;
            }
            _ => {}
        }
    }
    characters
}

fn of_encoding(encoding: &'static Encoding) -> Vec<Option<char>> {
    let one = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !c.is_control());
    (0..=u8::MAX).map(one).collect()
}
