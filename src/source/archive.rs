//! Walks through zip and tar archives and hands out what is in them, in the archive's own order.
//!
//! Hidden files and what macOS puts beside files are left out, as they are in folders, and counted.

use std::io::{ErrorKind, Read, Seek};

use super::RejectReason;
use super::budget::Metered;
use super::opener::{Opener, Place, Stop, damaged};
use super::zip_file::ZipFile;

impl Opener<'_> {
    /// Hands out the files of a zip archive.
    pub(super) fn zip<R: Read + Seek>(&mut self, place: &Place, mut archive: ZipFile<R>) -> Result<(), Stop> {
        if archive.len() as u64 > self.limits().archive_members {
            return self.too_many_members(place);
        }
        let before = self.handed();
        for index in 0..archive.len() {
            let Some(entry) = archive.entry(index) else {
                let detail = damaged("what its directory says of this entry cannot be read");
                self.refuse(&place.member(&format!("entry {index}")), RejectReason::Unreadable, &detail, 0)?;
                continue;
            };
            if entry.is_folder || self.leaves_out(&entry.name) {
                continue;
            }
            let member = place.member(&entry.name);
            if entry.is_locked {
                let detail = "the file is locked by a password; unpack the archive with its password and give the folder as an input";
                self.refuse(&member, RejectReason::Encrypted, detail, entry.packed_bytes)?;
            } else if entry.is_link {
                self.refuse(&member, RejectReason::Unreadable, LINK, entry.packed_bytes)?;
            } else {
                let budget = self.budget().clone();
                match archive.unpack(index) {
                    Ok(unpacked) => self.content(&member, &mut Metered::new(unpacked, &budget))?,
                    Err(what) => self.refuse(&member, RejectReason::Unreadable, &damaged(&what), entry.packed_bytes)?,
                }
            }
        }
        self.end_of(place, before)
    }

    /// Hands out the files of a tar archive.
    pub(super) fn tar(&mut self, place: &Place, reader: &mut dyn Read) -> Result<(), Stop> {
        let mut archive = tar::Archive::new(reader);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.broken(place, &error),
        };
        let before = self.handed();
        for (count, entry) in entries.enumerate() {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.broken(place, &error),
            };
            if count as u64 >= self.limits().archive_members {
                return self.too_many_members(place);
            }
            let name = super::zip_file::decoded(&entry.path_bytes());
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() || self.leaves_out(&name) {
                continue;
            }
            let member = place.member(&name);
            if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
                let left = entry.size();
                self.content(&member, &mut Whole { inner: &mut entry, left })?;
            } else {
                self.refuse(&member, RejectReason::Unreadable, LINK, 0)?;
            }
        }
        self.end_of(place, before)
    }

    /// Whether a member is hidden; if so, it is counted.
    fn leaves_out(&mut self, name: &str) -> bool {
        let is_left_out = is_left_out(name);
        if is_left_out {
            self.count_hidden();
        }
        is_left_out
    }

    fn too_many_members(&mut self, place: &Place) -> Result<(), Stop> {
        let limit = self.limits().archive_members;
        let detail = format!(
            "the archive holds more than {limit} files; unpack it and give the folder as an input, or raise archive_members"
        );
        self.refuse(place, RejectReason::TooLarge, &detail, 0)
    }
}

/// Reads as many bytes as there must be; fewer are an error, not the end.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(std::io::Error::new(ErrorKind::UnexpectedEof, "the archive ends early"));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

const LINK: &str = "it is a link, not a file; unpack the archive and give the folder as an input";

/// Hidden files and the shadows that macOS writes.
fn is_left_out(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..")
}
