//! What runs keep for the next one: encoded blocks in packs, and an index of one's own making.
//!
//! `cache/<n>.pack` are blocks behind one another; a run appends to a pack of its own and never
//! changes an older one. `cache/index` says what the packs hold. It is replaced in one step at the end
//! of a run, so a run that dies leaves the old index with the old packs; its own pack is nobody's
//! and the next run removes it. Anything that does not match its hash is not used: the cache can
//! be deleted at any time, and the next run reads everything again.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rayon::prelude::*;

use super::bytes::{Reader, Writer};
use super::hashed::HashedFile;
use super::layout::CACHE;
use super::{DatasetError, publish};

const INDEX: &str = "index";
const MAGIC: &[u8; 8] = b"gongkai1";

/// Where a block lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pack: u32,
    offset: u64,
    length: u32,
}

/// A finished pack.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pack {
    number: u32,
    bytes: u64,
    hash: String,
}

/// The packs of an output directory and the one being written.
pub struct Store {
    directory: PathBuf,
    packs: Vec<(Pack, File)>,
    number: u32,
    fresh: Mutex<Fresh>,
}

/// The pack of this run.
#[derive(Default)]
struct Fresh {
    /// To write, and to read what was written; none before the first block.
    file: Option<(HashedFile, Arc<File>)>,
    written: u64,
    finished: bool,
}

impl Store {
    /// Opens the store; gives what the last run had it remember, if that and all packs are whole.
    pub(super) fn open(output: &Path) -> Result<(Self, Option<Bytes>), DatasetError> {
        let directory = output.join(CACHE);
        fs::create_dir_all(&directory).map_err(DatasetError::io("create", &directory))?;
        let kept = read_index(&directory.join(INDEX)).and_then(|(packs, memory)| {
            let opened = packs.into_par_iter().map(|pack| open_pack(&directory, pack)).collect::<Option<Vec<_>>>()?;
            Some((opened, memory))
        });
        if kept.is_none() && directory.join(INDEX).exists() {
            tracing::warn!("{} is damaged or of another version; everything is read again", directory.display());
        }
        let (packs, memory) = kept.map_or((Vec::new(), None), |(packs, memory)| (packs, Some(memory)));
        let number = packs.iter().map(|(p, _)| p.number + 1).max().unwrap_or(0);
        let store = Self { directory, packs, number, fresh: Mutex::default() };
        store.remove_strangers(store.packs.iter().map(|(pack, _)| pack))?;
        Ok((store, memory))
    }

    /// Bytes of all finished packs.
    pub fn kept_bytes(&self) -> u64 {
        self.packs.iter().map(|(p, _)| p.bytes).sum()
    }

    /// Appends a block.
    ///
    /// # Errors
    /// [`DatasetError::Io`] for a disk that is full or gone.
    pub fn append(&self, block: &[u8]) -> Result<Spot, DatasetError> {
        let path = self.path(self.number);
        let mut fresh = self.fresh();
        if fresh.file.is_none() {
            let file = HashedFile::create(&path).map_err(DatasetError::io("create", &path))?;
            let reader = File::open(&path).map_err(DatasetError::io("open", &path))?;
            fresh.file = Some((file, Arc::new(reader)));
        }
        if let Some((file, _)) = &mut fresh.file {
            file.write_all(block).map_err(DatasetError::io("write", &path))?;
        }
        let spot = Spot { pack: self.number, offset: fresh.written, length: block.len() as u32 };
        fresh.written += block.len() as u64;
        Ok(spot)
    }

    fn fresh(&self) -> MutexGuard<'_, Fresh> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands to the system what was appended, so that it can be read.
    pub(super) fn flush(&self) -> Result<(), DatasetError> {
        let path = self.path(self.number);
        match &mut self.fresh().file {
            Some((file, _)) => file.flush().map_err(DatasetError::io("write", &path)),
            None => Ok(()),
        }
    }

    /// Reads a part of a block.
    pub(super) fn read(&self, spot: Spot, from: u32, length: u32) -> Result<Bytes, DatasetError> {
        let path = self.path(spot.pack);
        let gone = || std::io::Error::other("no such pack");
        let fresh = match spot.pack == self.number {
            true => self.fresh().file.as_ref().map(|(_, reader)| Arc::clone(reader)),
            false => None,
        };
        let kept = || self.packs.iter().find(|(p, _)| p.number == spot.pack).map(|(_, file)| file);
        let file = fresh.as_deref().or_else(kept).ok_or_else(|| DatasetError::io("read", &path)(gone()))?;
        let mut bytes = vec![0; length as usize];
        file.read_exact_at(&mut bytes, spot.offset + u64::from(from)).map_err(DatasetError::io("read", &path))?;
        Ok(bytes.into())
    }

    /// A whole block.
    ///
    /// # Errors
    /// [`DatasetError::Io`] for a disk that is gone.
    pub fn block(&self, spot: Spot) -> Result<Bytes, DatasetError> {
        self.read(spot, 0, spot.length)
    }

    /// Remembers `memory`, given in parts, for the next run, along with the packs that it still needs.
    pub(super) fn finish(&self, memory: &[&[u8]], needed: impl Fn(u32) -> bool) -> Result<(), DatasetError> {
        let path = self.path(self.number);
        let mut fresh = self.fresh();
        let mut packs: Vec<Pack> = self.packs.iter().map(|(pack, _)| pack.clone()).collect();
        if let Some((file, _)) = fresh.file.take() {
            let (bytes, hash) = file.finish().map_err(DatasetError::io("write", &path))?;
            publish::sync(&path)?;
            packs.push(Pack { number: self.number, bytes, hash });
        }
        packs.retain(|pack| needed(pack.number));
        let mut out = Writer::default();
        out.raw(MAGIC);
        out.u32(packs.len() as u32);
        for pack in &packs {
            out.u32(pack.number);
            out.u64(pack.bytes);
            out.text(&pack.hash);
        }
        out.u64(memory.iter().map(|part| part.len() as u64).sum());
        let (index, next) = (self.directory.join(INDEX), self.directory.join("index.tmp"));
        write_index(&next, &out.into_bytes(), memory).map_err(DatasetError::io("write", &next))?;
        publish::sync(&next)?;
        fs::rename(&next, &index).map_err(DatasetError::io("replace", &index))?;
        publish::sync(&self.directory)?;
        fresh.finished = true;
        self.remove_strangers(packs.iter())
    }

    /// Removes packs that the index does not name.
    fn remove_strangers<'p>(&self, known: impl Iterator<Item = &'p Pack>) -> Result<(), DatasetError> {
        let known: Vec<PathBuf> = known.map(|pack| self.path(pack.number)).collect();
        let list = DatasetError::io("list", &self.directory);
        for entry in fs::read_dir(&self.directory).map_err(list)? {
            let path = entry.map_err(DatasetError::io("list", &self.directory))?.path();
            let is_pack = path.extension().is_some_and(|e| e == "pack");
            if path.extension().is_some_and(|e| e == "tmp") || (is_pack && !known.contains(&path)) {
                fs::remove_file(&path).map_err(DatasetError::io("remove", &path))?;
            }
        }
        Ok(())
    }

    fn path(&self, number: u32) -> PathBuf {
        self.directory.join(format!("{number}.pack"))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let mut fresh = self.fresh();
        if !fresh.finished && fresh.file.take().is_some() {
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_file(self.path(self.number));
        }
    }
}

/// Writes an index with its hash at the end.
fn write_index(path: &Path, head: &[u8], memory: &[&[u8]]) -> std::io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::create(path)?;
    for part in std::iter::once(&head).chain(memory) {
        hasher.update(part);
        file.write_all(part)?;
    }
    file.write_all(hasher.finalize().as_bytes())
}

fn read_index(path: &Path) -> Option<(Vec<Pack>, Bytes)> {
    let bytes = Bytes::from(fs::read(path).ok()?);
    let (content, hash) = bytes.split_at_checked(bytes.len().checked_sub(blake3::OUT_LEN)?)?;
    if blake3::hash(content).as_bytes() != hash {
        return None;
    }
    let mut from = Reader::new(content);
    if from.raw(MAGIC.len())? != MAGIC {
        return None;
    }
    let pack =
        |from: &mut Reader<'_>| Some(Pack { number: from.u32()?, bytes: from.u64()?, hash: from.text()?.to_owned() });
    let packs = (0..from.u32()?).map(|_| pack(&mut from)).collect::<Option<_>>()?;
    let length = usize::try_from(from.u64()?).ok()?;
    let start = from.at();
    from.raw(length)?;
    Some((packs, bytes.slice(start..start + length)))
}

fn open_pack(directory: &Path, pack: Pack) -> Option<(Pack, File)> {
    let mut file = File::open(directory.join(format!("{}.pack", pack.number))).ok()?;
    let mut hasher = blake3::Hasher::new();
    let bytes = std::io::copy(&mut file, &mut hasher).ok()?;
    (bytes == pack.bytes && hasher.finalize().to_hex().as_str() == pack.hash).then_some((pack, file))
}

impl Spot {
    /// Which pack it lies in.
    pub fn pack(self) -> u32 {
        self.pack
    }

    /// How long the block is.
    pub fn length(self) -> u32 {
        self.length
    }

    pub(crate) fn write(self, out: &mut Writer) {
        out.u32(self.pack);
        out.u64(self.offset);
        out.u32(self.length);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self { pack: from.u32()?, offset: from.u64()?, length: from.u32()? })
    }
}
