//! Styles of cells, as far as they bear on reading: number formats, borders and what is struck out.

use std::collections::HashMap;

use super::format::{Format, builtin};
use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute, flag};

/// The styles that cells name by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
    pub(super) from_1904: bool,
}

#[derive(Debug, Default)]
struct Style {
    format: Format,
    has_border: bool,
    is_struck: bool,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(source: &str, from_1904: bool) -> Result<Self, Refusal> {
        let mut xml = Xml::new(source);
        let mut formats: HashMap<u32, String> = HashMap::new();
        let mut borders: Vec<bool> = Vec::new();
        let mut fonts: Vec<bool> = Vec::new();
        let mut styles = Vec::new();
        let (mut in_cells, mut in_fonts) = (false, false);
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            let number = |name: &str| attribute(&element, name).and_then(|value| value.parse::<u32>().ok());
            match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number("numFmtId"), attribute(&element, "formatCode")) {
                        formats.insert(id, code);
                    }
                }
                "fonts" => in_fonts = true,
                "font" if in_fonts => fonts.push(false),
                "strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        *font = flag(&element);
                    }
                }
                "fills" | "borders" => in_fonts = false,
                "border" => borders.push(false),
                "left" | "right" | "top" | "bottom" | "start" | "end" => {
                    if let Some(border) = borders.last_mut() {
                        *border |= attribute(&element, "style").is_some_and(|style| style != "none");
                    }
                }
                "cellXfs" => in_cells = true,
                "cellStyles" | "cellStyleXfs" | "dxfs" => (in_cells, in_fonts) = (false, false),
                "xf" if in_cells => {
                    let id = number("numFmtId").unwrap_or(0);
                    let format = formats.get(&id).map_or_else(|| builtin(id), |code| Format::parse(code));
                    let border = number("borderId").unwrap_or(0);
                    let has_border = borders.get(border as usize).copied().unwrap_or(false);
                    let font = number("fontId").unwrap_or(0);
                    let is_struck = fonts.get(font as usize).copied().unwrap_or(false);
                    styles.push(Style { format, has_border, is_struck });
                }
                _ => {}
            }
        }
        Ok(Self { styles, from_1904 })
    }

    /// A number as a cell of this style shows it.
    pub(super) fn shown(&self, number: f64, style: usize) -> String {
        match self.styles.get(style) {
            Some(style) => style.format.shown(number, self.from_1904),
            None => super::format::general(number),
        }
    }

    /// Whether the font of this style strikes a cell's text out.
    pub(super) fn is_struck(&self, style: usize) -> bool {
        self.styles.get(style).is_some_and(|style| style.is_struck)
    }

    /// Whether a cell of this style has a border on any side.
    pub(super) fn has_border(&self, style: usize) -> bool {
        self.styles.get(style).is_some_and(|style| style.has_border)
    }
}
