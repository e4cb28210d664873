//! Paths as far as they are ruling lines: straight, along an axis, or filled and thin.

use super::Point;
use super::marks::{Cover, Marks, Rule};

/// A filled shape that is no thicker is a line.
const THIN: f64 = 3.0;
/// How far a line may lean.
const LEAN: f64 = 0.7;
/// Points of one path; a longer one is a drawing.
const MAX_POINTS: usize = 200_000;

/// The path being built, in page coordinates.
#[derive(Debug, Default)]
pub(super) struct Path {
    parts: Vec<Part>,
    points: usize,
}

#[derive(Debug, Default)]
struct Part {
    points: Vec<Point>,
    closed: bool,
    curved: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, to: Point) {
        self.parts.push(Part { points: vec![to], ..Part::default() });
        self.points += 1;
    }

    pub(super) fn line_to(&mut self, to: Point) {
        if self.points >= MAX_POINTS {
            return;
        }
        match self.parts.last_mut() {
            Some(part) => part.points.push(to),
            None => self.move_to(to),
        }
        self.points += 1;
    }

    pub(super) fn curve_to(&mut self, to: Point) {
        self.line_to(to);
        if let Some(part) = self.parts.last_mut() {
            part.curved = true;
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.closed = true;
        }
    }

    pub(super) fn polygon(&mut self, corners: [Point; 4]) {
        if self.points < MAX_POINTS {
            self.points += corners.len();
            self.parts.push(Part { points: corners.to_vec(), closed: true, curved: false });
        }
    }

    pub(super) fn clear(&mut self) {
        self.parts.clear();
        self.points = 0;
    }

    /// Leaves the path's lines on the page and begins a new one.
    pub(super) fn paint(&mut self, stroke: bool, fill: bool, marks: &mut Marks) {
        for part in self.parts.iter().filter(|part| !part.curved) {
            if let Some(rule) = thin(&part.points).filter(|_| fill) {
                marks.rules.push(rule);
                continue;
            }
            if fill {
                marks.covers.extend(rectangle(&part.points, marks.glyphs.len()));
            }
            if stroke {
                let back = part.closed.then(|| part.points.first()).flatten();
                let ends = part.points.iter().skip(1).chain(back);
                marks.rules.extend(part.points.iter().zip(ends).filter_map(|(a, b)| along_axis(*a, *b)));
            }
        }
        self.clear();
    }
}

/// From where to where points go, across and down.
fn extent(points: &[Point]) -> ((f64, f64), (f64, f64)) {
    let range = |of: fn(&Point) -> f64| {
        let values = points.iter().map(of);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    (range(|p| p.x), range(|p| p.y))
}

/// The rectangle that points along the axes make.
fn rectangle(points: &[Point], drawn: usize) -> Option<Cover> {
    let ((left, right), (top, bottom)) = extent(points);
    let at = |v: f64, end: f64| (v - end).abs() <= LEAN;
    let is_corner = |p: &Point| (at(p.x, left) || at(p.x, right)) && (at(p.y, top) || at(p.y, bottom));
    let fits = matches!(points.len(), 4 | 5) && points.iter().all(is_corner);
    fits.then_some(Cover { left, right, top, bottom, drawn })
}

/// The middle line of a thin shape.
fn thin(points: &[Point]) -> Option<Rule> {
    let ((x0, x1), (y0, y1)) = extent(points);
    let (width, height) = (x1 - x0, y1 - y0);
    if height <= THIN && width > THIN {
        Some(Rule::Horizontal { y: (y0 + y1) / 2.0, from: x0, to: x1 })
    } else if width <= THIN && height > THIN {
        Some(Rule::Vertical { x: (x0 + x1) / 2.0, from: y0, to: y1 })
    } else {
        None
    }
}

fn along_axis(a: Point, b: Point) -> Option<Rule> {
    let (width, height) = ((a.x - b.x).abs(), (a.y - b.y).abs());
    if height <= LEAN && width > height {
        Some(Rule::Horizontal { y: (a.y + b.y) / 2.0, from: a.x.min(b.x), to: a.x.max(b.x) })
    } else if width <= LEAN && height > width {
        Some(Rule::Vertical { x: (a.x + b.x) / 2.0, from: a.y.min(b.y), to: a.y.max(b.y) })
    } else {
        None
    }
}
