//! Layers of a page (optional content, ISO 32000-1, 8.11): what is in the file and not shown, as last year's figures
//! below this year's in a form that is used again.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

/// The layers that are switched off when the file is opened.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the default configuration of a file.
    pub(super) fn of(pdf: &Pdf) -> Self {
        Self { off: off(pdf).unwrap_or_default() }
    }

    /// Whether the group that `key` names in a dictionary is not shown.
    pub(super) fn hides(&self, dict: &Dict<'_>, key: &[u8]) -> bool {
        let is_off = |id: ObjectIdentifier| self.off.contains(&id);
        if self.off.is_empty() {
            return false;
        }
        if dict.get_ref(key).is_some_and(|group| is_off(group.into())) {
            return true;
        }
        // A membership: shown, if any of its groups is.
        let Some(membership) = dict.get::<Dict<'_>>(key) else { return false };
        if let Some(group) = membership.get_ref(keys::OCGS) {
            return is_off(group.into());
        }
        let groups = membership.get::<Array<'_>>(keys::OCGS).map(|groups| ids(&groups)).unwrap_or_default();
        !groups.is_empty() && groups.into_iter().all(is_off)
    }
}

fn off(pdf: &Pdf) -> Option<HashSet<ObjectIdentifier>> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let properties: Dict<'_> = catalog.get(keys::OCPROPERTIES)?;
    let settings: Dict<'_> = properties.get(keys::D)?;
    let listed = |dict: &Dict<'_>, key: &[u8]| dict.get::<Array<'_>>(key).map(|list| ids(&list)).unwrap_or_default();
    let mut off: HashSet<ObjectIdentifier> = HashSet::new();
    if settings.get::<Name<'_>>(b"BaseState").as_deref() == Some(keys::OFF) {
        off.extend(listed(&properties, keys::OCGS));
        listed(&settings, b"ON").iter().for_each(|id| {
            off.remove(id);
        });
    }
    off.extend(listed(&settings, keys::OFF));
    Some(off)
}

fn ids(list: &Array<'_>) -> Vec<ObjectIdentifier> {
    list.raw_iter().filter_map(|item| item.as_obj_ref()).map(ObjectIdentifier::from).collect()
}
