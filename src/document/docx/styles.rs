//! Styles: what paragraphs and runs take over from the styles that they name.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute, flag};

/// Styles that are based on each other past which the rest is not asked.
const STYLES: usize = 20;

/// How letters are drawn, each where something says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Hidden,
    Struck,
    StruckTwice,
    Superscript,
    Lifted,
    Tiny,
    White,
}

impl Look {
    const ALL: [Self; 7] =
        [Self::Hidden, Self::Struck, Self::StruckTwice, Self::Superscript, Self::Lifted, Self::Tiny, Self::White];
    /// Half points below which letters are there to be found and not to be read.
    const LEAST_SIZE: i32 = 4;

    /// What a property says of the letters, if it is one of theirs.
    fn told(property: &str, element: &BytesStart<'_>) -> Option<(Self, bool)> {
        let value = attribute(element, "val");
        let is = |wanted: &str| value.as_deref().is_some_and(|value| value.eq_ignore_ascii_case(wanted));
        let number = || value.as_deref().and_then(|value| value.parse::<i32>().ok());
        Some(match property {
            "vanish" => (Self::Hidden, flag(element)),
            "strike" => (Self::Struck, flag(element)),
            "dstrike" => (Self::StruckTwice, flag(element)),
            "vertAlign" => (Self::Superscript, is("superscript")),
            "position" => (Self::Lifted, number().is_some_and(|height| height > 0)),
            "sz" => (Self::Tiny, number().is_some_and(|size| size < Self::LEAST_SIZE)),
            "color" => (Self::White, is("FFFFFF")),
            _ => return None,
        })
    }

    /// Whether a paragraph's style and a run's that both say so take it back (ISO/IEC 29500-1, 17.7.3).
    fn toggles(self) -> bool {
        matches!(self, Self::Hidden | Self::Struck | Self::StruckTwice)
    }
}

/// What is said of letters; `None` where nothing is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks([Option<bool>; Look::ALL.len()]);

impl Looks {
    /// Takes a property in, if it is one of letters.
    pub(super) fn take(&mut self, property: &str, element: &BytesStart<'_>) {
        if let Some((look, is)) = Look::told(property, element) {
            self.0[look as usize] = Some(is);
        }
    }

    pub(super) fn is(self, look: Look) -> bool {
        self.0[look as usize].unwrap_or(false)
    }

    /// These, and the others' where these say nothing.
    fn or(self, others: Self) -> Self {
        let mut all = self;
        all.0.iter_mut().zip(others.0).for_each(|(one, other)| *one = one.or(other));
        all
    }

    /// What a run's style and its paragraph's say together.
    fn of_both(run: Self, paragraph: Self) -> Self {
        let mut both = run.or(paragraph);
        for look in Look::ALL.into_iter().filter(|look| look.toggles()) {
            both.0[look as usize] = Some(run.is(look) != paragraph.is(look));
        }
        both
    }
}

/// Where a paragraph says it stands in a list.
#[derive(Debug, Default, Clone)]
pub(super) struct Place {
    pub(super) style: Option<String>,
    pub(super) list: Option<u32>,
    pub(super) level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<u32>,
    level: Option<usize>,
    looks: Looks,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub(super) fn read(source: &str) -> Result<Self, Refusal> {
        let mut read = Self::default();
        let mut xml = Xml::new(source);
        let mut style: Option<String> = None;
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            let name = element.local_name();
            if name.as_ref() == "style" {
                style = attribute(&element, "styleId");
                if let Some(id) = &style {
                    read.styles.insert(id.clone(), Style::default());
                    let is_of_paragraphs = attribute(&element, "type").is_some_and(|kind| kind == "paragraph");
                    let is_default =
                        || attribute(&element, "default").is_some_and(|is| ["1", "true", "on"].contains(&&*is));
                    if is_of_paragraphs && is_default() {
                        read.default = Some(id.clone());
                    }
                }
                continue;
            }
            let Some(style) = style.as_ref().and_then(|id| read.styles.get_mut(id)) else { continue };
            let value = || attribute(&element, "val");
            match name.as_ref() {
                "basedOn" => style.based_on = value(),
                "numId" => style.list = value().and_then(|id| id.parse().ok()),
                "ilvl" => style.level = value().and_then(|level| level.parse().ok()),
                // how a table style draws its first row or last column says nothing of the others, and what a style was
                // before a tracked change nothing of what it is
                "tblStylePr" | "rPrChange" | "pPrChange" => xml.skip()?,
                property => style.looks.take(property, &element),
            }
        }
        Ok(read)
    }

    /// A style and those that it is based on.
    fn chain<'a>(&'a self, style: Option<&'a String>) -> impl Iterator<Item = &'a Style> {
        let first = style.and_then(|id| self.styles.get(id));
        let next = |style: &&'a Style| self.styles.get(style.based_on.as_ref()?);
        std::iter::successors(first, next).take(STYLES)
    }

    /// The list and level of a paragraph, by itself or by its style.
    pub(super) fn list_of(&self, place: &Place) -> Option<(u32, usize)> {
        let (mut list, mut level) = (place.list, place.level);
        for style in self.chain(place.style.as_ref()) {
            if list.is_some() {
                break;
            }
            list = style.list;
            level = level.or(style.level);
        }
        // List 0 takes a paragraph out of its style's list.
        list.filter(|&list| list > 0).map(|list| (list, level.unwrap_or(0)))
    }

    /// How the letters of a run are drawn: as it says itself, else as its style and its paragraph's say.
    pub(super) fn drawn(&self, own: Looks, run: Option<&String>, paragraph: Option<&String>) -> Looks {
        let of = |style| self.chain(style).fold(Looks::default(), |looks, style| looks.or(style.looks));
        own.or(Looks::of_both(of(run), of(paragraph.or(self.default.as_ref()))))
    }
}
