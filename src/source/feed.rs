//! Hands out the documents of all inputs, one by one, in source order.
//!
//! A thread of its own walks through the files: archives and corpora can only be unpacked from
//! front to back, and while it unpacks the next documents, others read those it has handed out.
//! What is on its way between them is bounded, so memory does not grow with an archive.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::opener::{Opener, Stop};
use super::pending::Content;
use super::{InputFile, Pending, RejectReason, SourceSettings};

/// Documents handed over at once: enough to make the handing over cheap.
const BATCH: usize = 64;
/// Bytes of unpacked documents past which a batch is handed over.
const BATCH_BYTES: usize = 4 << 20;
/// Batches that wait to be taken.
const WAITING: usize = 2;

/// The documents of all inputs, in source order.
#[derive(Debug)]
pub struct Feed {
    batches: Option<Receiver<Vec<Pending>>>,
    batch: std::vec::IntoIter<Pending>,
    walker: Option<JoinHandle<()>>,
}

/// Starts to walk through the files.
///
/// # Errors
/// Where the system gives no thread.
pub fn feed(files: Arc<[InputFile]>, settings: Arc<SourceSettings>) -> std::io::Result<Feed> {
    feed_counting(files, settings, Arc::default())
}

/// As [`feed`]; hidden files that archives hold are added to `hidden` as they are passed over.
///
/// # Errors
/// Where the system gives no thread.
pub fn feed_counting(
    files: Arc<[InputFile]>,
    settings: Arc<SourceSettings>,
    hidden: Arc<AtomicU64>,
) -> std::io::Result<Feed> {
    let (sender, receiver) = bounded(WAITING);
    let walker = std::thread::Builder::new().name("gongkai-source".to_owned()).spawn(move || {
        let mut hand = Hand { sender, batch: Vec::new(), bytes: 0 };
        for file in &*files {
            if walk(file, &settings, &hidden, &mut hand).is_err() {
                return;
            }
        }
        // The receiver is gone only when nobody wants the rest.
        let _ = hand.over();
    })?;
    Ok(Feed { batches: Some(receiver), batch: Vec::new().into_iter(), walker: Some(walker) })
}

/// Hands over the documents of one file. What makes a library panic is a reject of its own.
fn walk(file: &InputFile, settings: &SourceSettings, hidden: &AtomicU64, hand: &mut Hand) -> Result<(), Gone> {
    let mut gone = false;
    let mut take = |pending| {
        let taken = hand.take(pending);
        gone |= taken.is_err();
        taken.map_err(|Gone| Stop)
    };
    let walked = catch_unwind(AssertUnwindSafe(|| Opener::new(settings, hidden, &mut take).open(file)));
    if gone {
        return Err(Gone);
    }
    match walked {
        Ok(()) => Ok(()),
        Err(_) => {
            let detail = "internal error while it was unpacked, please report it with this file".to_owned();
            let refused = Content::Refused { reason: RejectReason::DecodeError, detail, byte_len: file.byte_len() };
            hand.take(Pending::new(file.source_uri.clone(), refused))
        }
    }
}

/// Nobody takes documents any more.
struct Gone;

/// Collects documents and hands them over in batches.
struct Hand {
    sender: Sender<Vec<Pending>>,
    batch: Vec<Pending>,
    bytes: usize,
}

impl Hand {
    fn take(&mut self, pending: Pending) -> Result<(), Gone> {
        self.bytes = self.bytes.saturating_add(pending.weight());
        self.batch.push(pending);
        match self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            true => self.over(),
            false => Ok(()),
        }
    }

    fn over(&mut self) -> Result<(), Gone> {
        self.bytes = 0;
        self.sender.send(std::mem::take(&mut self.batch)).map_err(|_| Gone)
    }
}

impl Iterator for Feed {
    type Item = Pending;

    fn next(&mut self) -> Option<Pending> {
        loop {
            if let Some(pending) = self.batch.next() {
                return Some(pending);
            }
            self.batch = self.batches.as_ref()?.recv().ok()?.into_iter();
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.batches = None;
        if let Some(walker) = self.walker.take() {
            // A panic in it was caught and is a reject.
            let _ = walker.join();
        }
    }
}
