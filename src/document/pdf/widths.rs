//! Widths of the glyphs of a composite font, kept as ranges however wide they are.

use std::collections::HashMap;

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Object};

/// Widths in thousandths of the font's size, by the glyph's number in its collection.
#[derive(Debug, Default)]
pub(super) struct Widths {
    single: HashMap<u32, f64>,
    ranges: Vec<(u32, u32, f64)>,
    default: f64,
}

impl Widths {
    pub(super) fn read(descendant: &Dict<'_>) -> Self {
        let mut widths = Self { default: descendant.get::<f64>(keys::DW).unwrap_or(1000.0), ..Self::default() };
        let Some(array) = descendant.get::<Array<'_>>(keys::W) else { return widths };
        // `first [w w …]` or `first last w`, in any order.
        let mut waiting: Vec<f64> = Vec::new();
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::Number(number) => waiting.push(number.as_f64()),
                Object::Array(list) => {
                    let first = waiting.last().map_or(0, |&first| first as u32);
                    for (glyph, width) in (first..=u32::MAX).zip(list.iter::<f64>()) {
                        widths.single.insert(glyph, width);
                    }
                    waiting.clear();
                }
                _ => waiting.clear(),
            }
            if let [first, last, width] = waiting[..] {
                widths.ranges.push((first as u32, last as u32, width));
                waiting.clear();
            }
        }
        widths.ranges.sort_by_key(|range| range.0);
        widths
    }

    pub(super) fn of(&self, glyph: u32) -> f64 {
        let in_range = || {
            let after = self.ranges.partition_point(|range| range.0 <= glyph);
            let range = self.ranges.get(after.checked_sub(1)?)?;
            (glyph <= range.1).then_some(range.2)
        };
        self.single.get(&glyph).copied().or_else(in_range).unwrap_or(self.default)
    }
}
