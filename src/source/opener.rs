//! Opens an input: one document, or an archive or corpus whose documents are handed out.
//!
//! What a file is, its content tells; its name is asked only where content says nothing. Data
//! flows through in one pass, level by level, and nothing is written to disk.

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read, Seek};
use std::sync::atomic::{AtomicU64, Ordering};

use super::budget::{Budget, Metered};
use super::format::{self, Codec, Container};
use super::pending::{Content, Refused, too_large};
use super::zip_file::{ZipFile, ZipKind};
use super::{InputFile, Limits, Pending, RejectReason, SourceSettings};

/// Bytes that tell what a file is.
const HEAD: usize = 2048;
/// Size up to which a file that is one document is read at once, for it is open already.
const AT_ONCE: u64 = 1 << 20;

/// The rest of this input is not wanted.
pub(super) struct Stop;

/// Walks through one input.
pub(super) struct Opener<'a> {
    settings: &'a SourceSettings,
    budget: Budget,
    take: &'a mut dyn FnMut(Pending) -> Result<(), Stop>,
    /// Documents handed out.
    handed: u64,
    /// Hidden files met in archives.
    hidden: &'a AtomicU64,
}

/// Where a piece of data stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its `source_uri`.
    pub(super) uri: String,
    /// Its file name as far as it tells the format: without `.gz`.
    name: String,
    /// Archives around it.
    depth: u32,
    /// Whether it comes out of a compressed file.
    is_unpacked: bool,
    byte_len: u64,
}

impl Place {
    /// The place of a row of this corpus, counted from 0.
    pub(super) fn row(&self, row: u64) -> Self {
        Self { uri: format!("{}#{row}", self.uri), ..self.clone() }
    }

    /// The place of a file inside this archive.
    pub(super) fn member(&self, path: &str) -> Self {
        let path = path.trim_start_matches("./").trim_start_matches('/');
        Self {
            uri: format!("{}!/{path}", self.uri),
            name: path.to_owned(),
            depth: self.depth + 1,
            is_unpacked: false,
            byte_len: 0,
        }
    }
}

impl<'a> Opener<'a> {
    pub(super) fn new(
        settings: &'a SourceSettings,
        hidden: &'a AtomicU64,
        take: &'a mut dyn FnMut(Pending) -> Result<(), Stop>,
    ) -> Self {
        Self { settings, budget: Budget::new(0, &settings.limits), take, handed: 0, hidden }
    }

    /// A hidden file is passed over.
    pub(super) fn count_hidden(&self) {
        self.hidden.fetch_add(1, Ordering::Relaxed);
    }

    /// Hands out the documents of a file.
    pub(super) fn open(mut self, file: &InputFile) {
        let mut place = Place {
            uri: file.source_uri.clone(),
            name: file.path.to_string_lossy().into_owned(),
            depth: 0,
            is_unpacked: false,
            byte_len: 0,
        };
        let opened = File::open(&file.path).and_then(|opened| Ok((opened.metadata()?.len(), opened)));
        // A stop is either wanted by who takes the documents, or told of below.
        let _ = match opened {
            Ok((byte_len, opened)) => {
                place.byte_len = byte_len;
                self.budget = Budget::new(byte_len, &self.settings.limits);
                self.file(&place, file, opened)
            }
            Err(error) => {
                place.byte_len = file.byte_len();
                self.unreadable(&place, &error)
            }
        };
        if self.budget.is_spent() {
            let ratio = self.limits().unpack_ratio;
            let detail = format!(
                "it unpacks to more than {ratio} times its size, as bombs do, and was read no further; \
                 unpack it yourself or raise unpack_ratio"
            );
            let _ = self.refuse(&place, RejectReason::TooLarge, &detail, place.byte_len);
        }
    }

    fn file(&mut self, place: &Place, file: &InputFile, mut opened: File) -> Result<(), Stop> {
        let at_once = place.byte_len <= AT_ONCE.min(self.limits().document_bytes);
        // One byte more, to see whether it has grown.
        let room = if at_once { place.byte_len as usize + 1 } else { HEAD };
        let read = fill(&mut opened, room, place.byte_len).and_then(|bytes| {
            let container = format::container(&bytes[..bytes.len().min(HEAD)], &place.name);
            if container.is_some() {
                opened.rewind()?;
            }
            Ok((container, bytes))
        });
        let (container, bytes) = match read {
            Ok(read) => read,
            Err(error) => return self.unreadable(place, &error),
        };
        let whole = Content::File { path: file.path.clone(), byte_len: place.byte_len };
        match container {
            // One that changed since it was listed is read again.
            None if at_once && bytes.len() as u64 == place.byte_len => {
                self.hand_out(place, Content::Bytes { name: place.name.clone(), bytes })
            }
            None => self.hand_out(place, whole),
            Some(Container::Zip) => match ZipFile::open(BufReader::new(opened)) {
                Ok(archive) if archive.kind() == ZipKind::Archive => self.zip(place, archive),
                Ok(_) => self.hand_out(place, whole),
                Err(what) => self.refuse(place, RejectReason::Unreadable, &damaged(&what), place.byte_len),
            },
            Some(Container::Parquet) => self.parquet(place, opened),
            Some(streamed) => self.streamed(place, streamed, &mut opened),
        }
    }

    /// Hands out what stands in a stream of data, whatever it is.
    pub(super) fn content(&mut self, place: &Place, mut reader: &mut dyn Read) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        if let Err(error) = (&mut reader).take(HEAD as u64).read_to_end(&mut bytes) {
            return self.broken(place, &error);
        }
        let container = format::container(&bytes, &place.name);
        if let Some(streamed @ (Container::Packed(_) | Container::Tar | Container::JsonLines | Container::Json)) =
            container
        {
            let head = std::mem::take(&mut bytes);
            return self.streamed(place, streamed, &mut Cursor::new(head).chain(reader));
        }
        let limit = self.limits().document_bytes;
        let room = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
        if let Err(error) = reader.take(room).read_to_end(&mut bytes) {
            return self.broken(place, &error);
        }
        let byte_len = bytes.len() as u64;
        if byte_len > limit {
            return self.refused(place, too_large(byte_len, limit));
        }
        let name = place.name.clone();
        match container {
            Some(Container::Zip) => match ZipFile::open(Cursor::new(&bytes)) {
                Ok(archive) if archive.kind() == ZipKind::Archive => match self.may_open(place)? {
                    true => self.zip(place, archive),
                    false => Ok(()),
                },
                Ok(_) => self.hand_out(place, Content::Bytes { name, bytes }),
                Err(what) => self.refuse(place, RejectReason::Unreadable, &damaged(&what), byte_len),
            },
            Some(Container::Parquet) => self.parquet(place, parquet_bytes(bytes)),
            _ => self.hand_out(place, Content::Bytes { name, bytes }),
        }
    }

    /// Hands out what stands in a container that is read from front to back.
    fn streamed(&mut self, place: &Place, container: Container, reader: &mut dyn Read) -> Result<(), Stop> {
        match container {
            Container::Packed(codec) => self.packed(place, codec, reader),
            Container::Tar => match self.may_open(place)? {
                true => self.tar(place, reader),
                false => Ok(()),
            },
            Container::JsonLines => self.json_lines(place, reader),
            Container::Json => self.json_values(place, reader),
            Container::Zip | Container::Parquet => self.content(place, reader),
        }
    }

    fn packed(&mut self, place: &Place, codec: Codec, reader: &mut dyn Read) -> Result<(), Stop> {
        if place.is_unpacked {
            let detail = "it is compressed twice; unpack it once yourself";
            return self.refuse(place, RejectReason::UnsupportedFormat, detail, place.byte_len);
        }
        let inner = Place { name: format::unpacked_name(&place.name), is_unpacked: true, ..place.clone() };
        let budget = self.budget.clone();
        match codec {
            Codec::Gzip => self.content(&inner, &mut Metered::new(flate2::read::MultiGzDecoder::new(reader), &budget)),
            Codec::Bzip2 => self.content(&inner, &mut Metered::new(bzip2::read::MultiBzDecoder::new(reader), &budget)),
            Codec::Zstd => match zstd::stream::read::Decoder::new(reader) {
                Ok(decoder) => self.content(&inner, &mut Metered::new(decoder, &budget)),
                Err(error) => self.broken(place, &error),
            },
        }
    }

    /// Whether an archive at this depth is opened; says so if not.
    fn may_open(&mut self, place: &Place) -> Result<bool, Stop> {
        let limit = self.limits().nested_archives;
        if place.depth <= limit {
            return Ok(true);
        }
        let detail =
            format!("it is an archive inside {} others; unpack the outer ones or raise nested_archives", place.depth);
        self.refuse(place, RejectReason::TooLarge, &detail, place.byte_len)?;
        Ok(false)
    }

    pub(super) fn limits(&self) -> &'a Limits {
        &self.settings.limits
    }

    pub(super) fn settings(&self) -> &'a SourceSettings {
        self.settings
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    pub(super) fn hand_out(&mut self, place: &Place, content: Content) -> Result<(), Stop> {
        self.handed += 1;
        (self.take)(Pending::new(place.uri.clone(), content))
    }

    /// How many documents were handed out so far.
    pub(super) fn handed(&self) -> u64 {
        self.handed
    }

    /// Refuses an archive or corpus that held nothing, so that it does not vanish without a word.
    pub(super) fn end_of(&mut self, place: &Place, handed_before: u64) -> Result<(), Stop> {
        if self.handed > handed_before {
            return Ok(());
        }
        let detail = "there is no document in it; look whether the right file was fetched";
        self.refuse(place, RejectReason::Empty, detail, place.byte_len)
    }

    pub(super) fn refused(&mut self, place: &Place, (reason, detail, byte_len): Refused) -> Result<(), Stop> {
        self.hand_out(place, Content::Refused { reason, detail, byte_len })
    }

    pub(super) fn refuse(
        &mut self,
        place: &Place,
        reason: RejectReason,
        detail: &str,
        byte_len: u64,
    ) -> Result<(), Stop> {
        self.refused(place, (reason, detail.to_owned(), byte_len))
    }

    fn unreadable(&mut self, place: &Place, error: &std::io::Error) -> Result<(), Stop> {
        let detail = format!("the file could not be read: {error}");
        self.refuse(place, RejectReason::Unreadable, &detail, place.byte_len)
    }

    /// Data that stops making sense: says so, unless it was stopped by the limit.
    pub(super) fn broken(&mut self, place: &Place, error: &std::io::Error) -> Result<(), Stop> {
        if self.budget.is_spent() {
            return Err(Stop);
        }
        self.refuse(place, RejectReason::Unreadable, &damaged(&error.to_string()), place.byte_len)
    }
}

/// The first `room` bytes of a file, or all that it has. A file of `byte_len` bytes that gives as many is
/// not asked whether there are more.
fn fill(file: &mut File, room: usize, byte_len: u64) -> std::io::Result<Vec<u8>> {
    let (mut bytes, mut filled) = (vec![0; room], 0);
    while filled < room && (filled == 0 || filled as u64 != byte_len) {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

fn parquet_bytes(bytes: Vec<u8>) -> super::corpus::ParquetBytes {
    super::corpus::ParquetBytes::from(bytes)
}

/// What to say of data that cannot be unpacked.
pub(super) fn damaged(what: &str) -> String {
    format!("it cannot be unpacked: {what}; fetch the file again or unpack it yourself")
}
