//! What stands on a page: glyphs and ruling lines, upright, each once.

use super::Point;
use super::font::Text;
use super::radicals;

/// Lines of one page; a page with more is a drawing, whose lines rule no table.
const MAX_RULES: usize = 60_000;
/// Glyphs of one place that are compared: no text stands on itself more often.
const DOUBLES: usize = 16;
/// Characters drawn on a page that may be no more than its number or a stamp.
const STAMP: usize = 20;

/// A glyph as placed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub left: f64,
    pub right: f64,
    /// Height of its middle.
    pub middle: f64,
    /// Size of its font.
    pub size: f64,
    pub text: Text,
    /// How many glyphs of the page were drawn before it.
    pub drawn: usize,
    /// Drawn without ink, as a recognised text behind a picture is.
    pub invisible: bool,
    /// Quarter turns to the right that it is drawn with; `None` for a slanted one.
    turn: Option<u8>,
}

/// A ruling line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Rule {
    Horizontal { y: f64, from: f64, to: f64 },
    Vertical { x: f64, from: f64, to: f64 },
}

/// A filled rectangle, and how many glyphs of the page were drawn before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cover {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub drawn: usize,
}

/// Everything on a page.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Filled rectangles, in the order in which they were drawn.
    pub covers: Vec<Cover>,
}

impl Glyph {
    /// A glyph whose foot goes from `from` to `to`, and upwards from `from` to `top`. `None` for one that
    /// takes no place or stands nowhere.
    pub(super) fn new(from: Point, to: Point, top: Point, text: Text, invisible: bool) -> Option<Self> {
        let up = (top.x - from.x, top.y - from.y);
        let size = up.0.hypot(up.1);
        let finite = [from.x, from.y, to.x, to.y, size].iter().all(|v| v.is_finite() && v.abs() < 1e6);
        if !finite || size < 0.5 || text.is_empty() {
            return None;
        }
        // Ideographs stand a little below and mostly above the line; their middle is the height of a row.
        let turn = match (up.0 / size, up.1 / size) {
            (x, y) if y < -0.99 && x.abs() < 0.1 => Some(0),
            (x, y) if x > 0.99 && y.abs() < 0.1 => Some(1),
            (x, y) if y > 0.99 && x.abs() < 0.1 => Some(2),
            (x, y) if x < -0.99 && y.abs() < 0.1 => Some(3),
            _ => None,
        };
        let middle = Point { x: (from.x + to.x) / 2.0 + 0.38 * up.0, y: (from.y + to.y) / 2.0 + 0.38 * up.1 };
        let half = (to.x - from.x).hypot(to.y - from.y) / 2.0;
        let text = if text.is_ascii() { text } else { text.chars().map(radicals::folded).collect() };
        // For a turned glyph, the place is set right when the page is turned.
        Some(Self {
            left: middle.x - half,
            right: middle.x + half,
            middle: middle.y,
            size,
            text,
            drawn: 0,
            invisible,
            turn,
        })
    }

    pub(super) fn centre(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    pub(super) fn is_upright(&self) -> bool {
        self.turn == Some(0)
    }
}

impl Marks {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, ..Self::default() }
    }

    /// Makes the page ready to be read: turned upright, nothing outside of it, nothing twice.
    pub(super) fn settle(&mut self) {
        (0..).zip(&mut self.glyphs).for_each(|(drawn, glyph)| glyph.drawn = drawn);
        if self.rules.len() > MAX_RULES {
            self.rules.clear();
        }
        let visible = self.glyphs.iter().filter(|g| !g.invisible && !g.is_blank()).count();
        // The page number or the stamp on a scanned page is drawn; its text behind the picture is not.
        if visible > STAMP || !self.is_recognised() {
            self.glyphs.retain(|g| !g.invisible);
        }
        self.turn();
        let (width, height) = (self.width, self.height);
        self.glyphs.retain(|g| {
            g.turn.is_some()
                && g.centre() > -1.0
                && g.centre() < width + 1.0
                && g.middle > -1.0
                && g.middle < height + 1.0
        });
        self.drop_doubles();
    }

    /// Whether most of the text is drawn without ink: a program told it from the picture of the page.
    pub(super) fn is_recognised(&self) -> bool {
        let shown = self.glyphs.iter().filter(|g| !g.is_blank());
        let (without_ink, all) = shown.fold((0, 0), |(without, all), g| (without + usize::from(g.invisible), all + 1));
        2 * without_ink > all
    }

    /// Turns the page so that most of its text is upright.
    fn turn(&mut self) {
        let mut counts = [0usize; 4];
        for glyph in &self.glyphs {
            if let Some(count) = glyph.turn.and_then(|turn| counts.get_mut(usize::from(turn))) {
                *count += 1;
            }
        }
        let most = (0..4).max_by_key(|&turn| (counts[turn], 4 - turn)).unwrap_or(0);
        for _ in 0..most {
            self.quarter_left();
        }
    }

    fn quarter_left(&mut self) {
        let width = self.width;
        for glyph in &mut self.glyphs {
            let half = (glyph.right - glyph.left) / 2.0;
            let (x, y) = (glyph.centre(), glyph.middle);
            (glyph.left, glyph.right, glyph.middle) = (y - half, y + half, width - x);
            glyph.turn = glyph.turn.map(|turn| (turn + 3) % 4);
        }
        for rule in &mut self.rules {
            *rule = match *rule {
                Rule::Horizontal { y, from, to } => Rule::Vertical { x: y, from: width - to, to: width - from },
                Rule::Vertical { x, from, to } => Rule::Horizontal { y: width - x, from, to },
            };
        }
        for cover in &mut self.covers {
            let Cover { left, right, top, bottom, .. } = *cover;
            (cover.left, cover.right, cover.top, cover.bottom) = (top, bottom, width - right, width - left);
        }
        (self.width, self.height) = (self.height, self.width);
    }

    /// Bold is often made by drawing a text twice, a hair's breadth apart: each digit counts once. The one drawn last is
    /// kept: between the two a shape may have been filled that covers the first.
    fn drop_doubles(&mut self) {
        let cell = |v: f64| (v / 2.0).floor() as i64;
        let mut seen: std::collections::HashMap<(i64, i64), Vec<usize>> = std::collections::HashMap::new();
        let mut keep = vec![true; self.glyphs.len()];
        for (at, glyph) in self.glyphs.iter().enumerate().filter(|(_, g)| !g.is_blank()) {
            let (column, row) = (cell(glyph.centre()), cell(glyph.middle));
            let near = 0.25 * glyph.size.min(glyph.right - glyph.left).max(1.0);
            let same = |other: &&usize| {
                let other = &self.glyphs[**other];
                other.text == glyph.text
                    && (other.centre() - glyph.centre()).abs() < near
                    && (other.middle - glyph.middle).abs() < near
            };
            let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)));
            let others = around.filter_map(|place| seen.get(&place)).flat_map(|all| all.iter().rev().take(DOUBLES));
            others.filter(same).for_each(|&other| keep[other] = false);
            seen.entry((column, row)).or_default().push(at);
        }
        let mut keep = keep.into_iter();
        self.glyphs.retain(|_| keep.next().unwrap_or(true));
    }
}
