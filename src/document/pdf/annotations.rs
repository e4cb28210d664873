//! Annotations (ISO 32000-1, 12.5): form fields, corrections and stamps that lie on a page and are drawn with it.

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Rect, Stream};

use super::matrix::Matrix;

/// Annotations of one page; one with more is no report.
const MOST: usize = 5_000;
/// Flags of one that is not shown: Hidden and NoView.
const NOT_SHOWN: i64 = 1 << 1 | 1 << 5;

/// What an annotation draws, and where on the page.
pub(super) struct Appearance<'a> {
    pub(super) form: Stream<'a>,
    /// Maps what the form has drawn, its own matrix applied, onto the page.
    pub(super) place: Matrix,
}

/// The annotations of a page that are shown, in the order in which they are drawn.
pub(super) fn shown<'a>(page: &Dict<'a>) -> Vec<Appearance<'a>> {
    let Some(list) = page.get::<Array<'_>>(keys::ANNOTS) else { return Vec::new() };
    list.iter::<Dict<'_>>().take(MOST).filter_map(|annotation| appearance(&annotation)).collect()
}

fn appearance<'a>(annotation: &Dict<'a>) -> Option<Appearance<'a>> {
    let flags = annotation.get::<i64>(keys::F).unwrap_or(0);
    if flags & NOT_SHOWN != 0 || annotation.get::<Name<'_>>(keys::SUBTYPE).as_deref() == Some(b"Popup") {
        return None;
    }
    let normal = |key: &[u8]| annotation.get::<Dict<'a>>(keys::AP)?.get::<Stream<'a>>(key);
    let form = normal(keys::N).or_else(|| {
        // A field with several looks names the one that it has.
        let state = annotation.get::<Name<'_>>(keys::AS)?;
        annotation.get::<Dict<'a>>(keys::AP)?.get::<Dict<'a>>(keys::N)?.get::<Stream<'a>>(state.as_ref())
    })?;
    let rect = annotation.get::<Rect>(keys::RECT)?;
    let bounds = form.dict().get::<Rect>(keys::BBOX)?;
    let own = form.dict().get::<[f64; 6]>(keys::MATRIX).map_or(Matrix::IDENTITY, Matrix);
    let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x1, bounds.y1), (bounds.x0, bounds.y1)];
    let corners = corners.map(|(x, y)| own.apply(x, y));
    let least = |of: fn(&super::Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&super::Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, low, width, height) = (least(|p| p.x), least(|p| p.y), most(|p| p.x), most(|p| p.y));
    let (width, height) = (width - left, height - low);
    if !(width > 0.0 && height > 0.0) {
        return None;
    }
    let (across, up) = (rect.width() / width, rect.height() / height);
    let place = Matrix([across, 0.0, 0.0, up, rect.x0 - left * across, rect.y0 - low * up]);
    Some(Appearance { form, place })
}
