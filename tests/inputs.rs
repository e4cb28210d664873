//! Inputs of every kind: archives, compressed files, corpora, wrong names, bombs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test")]

#[path = "inputs_made_up/mod.rs"]
mod made_up;

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use gongkai::config::Pipeline;
use gongkai::pipeline::{self, RunSummary, Silent};
use gongkai::reader::Reader;
use gongkai::source::{Limits, RejectReason, SourceFormat, SourceSettings};
use gongkai::synth::{Generator, Layout, SynthOptions};
use made_up::{brief, bzipped, docx, gzipped, hand_out, of_file, parquet, tarred, zipped, zstded};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;

const PAGE: &[u8] = "<html><p>一、总体情况".as_bytes();
const TEXT: &[u8] = "一、总体情况".as_bytes();

fn settings() -> SourceSettings {
    SourceSettings::default()
}

fn limited(limits: Limits) -> SourceSettings {
    SourceSettings { limits, ..settings() }
}

#[test]
fn what_a_file_is_its_content_tells() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("a.html", &docx("甲"));
    write("b.doc", PAGE);
    write("c.txt", &zipped(&[("x.txt", TEXT)]));
    write("d.docx", &gzipped(TEXT));
    write("e.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0");
    write("f.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");
    write("g.pdf", b"%PDF-1.4");
    write("h.txt", b"");
    write("i.docx", &docx("甲")[..200]);
    write("j", PAGE);
    write("k.ofd", &zipped(&[("OFD.xml", b"<x/>")]));
    let handed = hand_out(folder.path(), &settings());
    assert_eq!(
        brief(&handed),
        [
            "a.html docx",
            "b.doc html",
            "c.txt!/x.txt text",
            "d.docx text",
            "e.doc unsupported_format",
            "f.xlsx encrypted",
            "g.pdf pdf",
            "h.txt empty",
            "i.docx unreadable",
            "j html",
            "k.ofd unsupported_format",
        ]
    );
    for (uri, document) in &handed {
        if let Err(reject) = document {
            assert!(reject.detail.contains("; "), "{uri}: what to do is missing in {:?}", reject.detail);
        }
    }
}

#[test]
fn archives_are_walked_in_their_own_order() {
    let inner = gzipped(&tarred(&[("deep/d.html", PAGE), ("e.txt.bz2", &bzipped(TEXT))]));
    let archive = zipped(&[
        ("a/", b""),
        ("z.html", PAGE),
        ("a/b.txt", TEXT),
        ("__MACOSX/a/._b.txt", b"x"),
        (".hidden.txt", TEXT),
        ("inner.tar.gz", &inner),
        ("c.docx", &docx("甲")),
        ("p.png", b"\x89PNG\r\n\x1A\n"),
    ]);
    let handed = of_file("box.zip", &archive, &settings());
    assert_eq!(
        brief(&handed),
        [
            "box.zip!/z.html html",
            "box.zip!/a/b.txt text",
            "box.zip!/inner.tar.gz!/deep/d.html html",
            "box.zip!/inner.tar.gz!/e.txt.bz2 text",
            "box.zip!/c.docx docx",
            "box.zip!/p.png unsupported_format",
        ]
    );
    let alone = of_file("b.txt", TEXT, &settings());
    assert_eq!(handed[1].1.as_ref().unwrap().report_id, alone[0].1.as_ref().unwrap().report_id);

    let too_deep = zipped(&[("b.zip", &zipped(&[("c.zip", &zipped(&[("d.txt", TEXT)])), ("e.txt", TEXT)]))]);
    let handed = of_file("a.zip", &too_deep, &settings());
    assert_eq!(brief(&handed), ["a.zip!/b.zip!/c.zip too_large", "a.zip!/b.zip!/e.txt text"]);
    let deeper = limited(Limits { nested_archives: 2, ..Limits::default() });
    let handed = of_file("a.zip", &too_deep, &deeper);
    assert_eq!(brief(&handed), ["a.zip!/b.zip!/c.zip!/d.txt text", "a.zip!/b.zip!/e.txt text"]);
}

#[test]
fn names_in_gbk_are_decoded() {
    let mut archive = zipped(&[("XXXX/YYYY.html", PAGE)]);
    for (placeholder, name) in [("XXXX", "年报"), ("YYYY", "总局")] {
        let gbk = encoding_rs::GBK.encode(name).0;
        while let Some(at) = memchr::memmem::find(&archive, placeholder.as_bytes()) {
            archive[at..at + 4].copy_from_slice(&gbk);
        }
    }
    assert_eq!(brief(&of_file("a.zip", &archive, &settings())), ["a.zip!/年报/总局.html html"]);
    assert_eq!(brief(&of_file("b.tar", &tarred(&[("年报/甲.html", PAGE)]), &settings())), ["b.tar!/年报/甲.html html"]);
}

#[test]
fn every_codec_is_unpacked() {
    for (name, bytes) in [("a.html.gz", gzipped(PAGE)), ("a.html.bz2", bzipped(PAGE)), ("a.html.zst", zstded(PAGE))] {
        let handed = of_file(name, &bytes, &settings());
        let raw = handed[0].1.as_ref().unwrap();
        assert_eq!((raw.source_uri.as_str(), raw.format, raw.bytes.as_slice()), (name, SourceFormat::Html, PAGE));
    }
    for (name, bytes) in
        [("a.tgz", gzipped(&tarred(&[("b.txt", TEXT)]))), ("a.tar.zst", zstded(&tarred(&[("b.txt", TEXT)])))]
    {
        assert_eq!(brief(&of_file(name, &bytes, &settings())), [format!("{name}!/b.txt text")]);
    }
    let many = [gzipped("一、总".as_bytes()), gzipped("体情况".as_bytes())].concat();
    assert_eq!(of_file("a.txt.gz", &many, &settings())[0].1.as_ref().unwrap().bytes, TEXT);
    assert_eq!(brief(&of_file("a.txt.gz", &gzipped(&gzipped(TEXT)), &settings())), ["a.txt.gz unsupported_format"]);
}

#[test]
fn cut_files_lose_no_more_than_is_cut() {
    let text = (0..20_000).map(|n| n.to_string()).collect::<String>();
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 2 / 3].to_vec();
    for bytes in [cut(gzipped(text.as_bytes())), cut(bzipped(text.as_bytes())), cut(zstded(text.as_bytes()))] {
        let handed = of_file("a.txt.gz", &bytes, &settings());
        assert_eq!(brief(&handed), ["a.txt.gz unreadable"]);
        assert!(handed[0].1.as_ref().unwrap_err().detail.contains("fetch the file again"));
    }
    let lines: String = (0..9_000).map(|n| format!("{{\"text\":\"第{n}份 {}\"}}\n", n * 7919 % 1000)).collect();
    let handed = of_file("a.jsonl.gz", &cut(gzipped(lines.as_bytes())), &settings());
    let (last, rest) = handed.split_last().unwrap();
    assert!(rest.len() > 1_000 && rest.iter().all(|(_, document)| document.is_ok()));
    assert_eq!(last.0, format!("a.jsonl.gz#{}", rest.len()));
    assert_eq!(last.1.as_ref().unwrap_err().reason, RejectReason::Unreadable);
    let tar = tarred(&[("a.txt", TEXT), ("b.txt", &[b'x'; 4000])]);
    let handed = of_file("a.tar", &tar[..2000], &settings());
    assert_eq!(handed[0].1.as_ref().unwrap().bytes, TEXT);
    assert!(handed[1..].iter().all(|(_, document)| document.is_err()) && handed.len() > 1);
    let zip = zipped(&[("a.txt", TEXT)]);
    assert_eq!(brief(&of_file("a.zip", &zip[..zip.len() - 30], &settings())), ["a.zip unreadable"]);
}

#[test]
fn a_locked_member_is_a_reject_of_its_own() {
    let mut archive = zipped(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    let local = memchr::memmem::find(&archive, b"PK\x03\x04").unwrap();
    let central = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    archive[local + 6] |= 1;
    archive[central + 8] |= 1;
    let handed = of_file("x.zip", &archive, &settings());
    assert_eq!(brief(&handed), ["x.zip!/a.txt encrypted", "x.zip!/b.txt text"]);
}

#[test]
fn bombs_are_refused_by_limits_that_can_be_set() {
    let small = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let zeros = vec![b'0'; 30 << 20];
    for (name, bytes) in [("a.txt", zeros.clone()), ("a.txt.gz", gzipped(&zeros)), ("a.txt.zst", zstded(&zeros))] {
        let handed = of_file(name, &bytes, &limited(small));
        assert_eq!(brief(&handed), [format!("{name} too_large")]);
        let detail = &handed[0].1.as_ref().unwrap_err().detail;
        assert!(detail.contains("raise max_bytes"), "{detail}");
    }
    // One bomb in an archive does not hide what stands beside it; many of them stop the reading.
    let one = zipped(&[("a.txt", TEXT), ("b.txt", &zeros), ("c.txt", TEXT)]);
    let handed = of_file("x.zip", &one, &limited(small));
    assert_eq!(brief(&handed), ["x.zip!/a.txt text", "x.zip!/b.txt too_large", "x.zip!/c.txt text"]);
    let members: Vec<(String, &[u8])> = (0..40).map(|n| (format!("{n}.txt"), zeros.as_slice())).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let many = zipped(&members);
    let careful = Limits { unpack_ratio: 5, ..small };
    let handed = of_file("x.zip", &many, &limited(careful));
    assert!(handed.len() < 10, "{} documents of a bomb", handed.len());
    let (uri, last) = handed.last().unwrap();
    let reject = last.as_ref().unwrap_err();
    assert_eq!((uri.as_str(), reject.reason), ("x.zip", RejectReason::TooLarge));
    assert!(reject.detail.contains("unpack_ratio"), "{}", reject.detail);
    let few = Limits { archive_members: 2, ..Limits::default() };
    let crowd: Vec<(&str, &[u8])> = vec![("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT)];
    assert_eq!(brief(&of_file("x.zip", &zipped(&crowd), &limited(few))), ["x.zip too_large"]);
    let handed = of_file("x.tar", &tarred(&crowd), &limited(few));
    assert_eq!(brief(&handed), ["x.tar!/a.txt text", "x.tar!/b.txt text", "x.tar too_large"]);
}

#[test]
fn a_json_list_is_a_corpus_and_one_object_a_document() {
    let list = "\u{feff}[\n  {\"text\": \"一、总体情况\", \"url\": \"http://a\"},\n  {\"html\": \"<p>[乙]</p>\"},\n  {\"id\": 3}\n]";
    let handed = of_file("c.json", list.as_bytes(), &settings());
    assert_eq!(brief(&handed), ["c.json#0 text", "c.json#1 html", "c.json#2 empty"]);
    assert_eq!(handed[0].1.as_ref().unwrap().about.url.as_deref(), Some("http://a"));
    assert_eq!(brief(&of_file("c.json.gz", &gzipped(list.as_bytes()), &settings())).len(), 3);
    let inside = zipped(&[("d/c.json", b"{\"text\": \"a\"}")]);
    assert_eq!(brief(&of_file("x.zip", &inside, &settings())), ["x.zip!/d/c.json#0 text"]);
    for (json, expected) in [
        ("[1, 2, {\"text\": \"a\"}]", &["c.json#0 decode_error"][..]),
        ("[{\"text\": \"a\"}, {\"text\": \"b\"", &["c.json#0 text", "c.json#1 decode_error"]),
        ("[]", &["c.json empty"]),
        ("甲", &["c.json unsupported_format"]),
    ] {
        assert_eq!(brief(&of_file("c.json", json.as_bytes(), &settings())), expected, "{json}");
    }
    let long = format!("[{{\"text\":\"{}\"}}, {{\"text\":\"b\"}}]", "长".repeat(1000));
    let small = limited(Limits { document_bytes: 500, ..Limits::default() });
    assert_eq!(brief(&of_file("c.json", long.as_bytes(), &small)), ["c.json#0 too_large", "c.json#1 text"]);
}

#[test]
fn a_broken_line_is_a_reject_and_the_others_go_on() {
    let corpus = "{\"text\":\"一、总体情况\",\"url\":\"http://a\",\"title\":\"甲\",\"date\":\"2021-03-02\"}\r\n\n{\"text\":\n\
                  {\"html\":\"<p>乙\"}\nnull\n{\"id\":3}";
    let handed = of_file("c.jsonl", corpus.as_bytes(), &settings());
    assert_eq!(
        brief(&handed),
        ["c.jsonl#0 text", "c.jsonl#2 decode_error", "c.jsonl#3 html", "c.jsonl#4 decode_error", "c.jsonl#5 empty"]
    );
    let about = &handed[0].1.as_ref().unwrap().about;
    assert_eq!((about.url.as_deref(), about.published.as_deref()), (Some("http://a"), Some("2021-03-02")));
    let alone = of_file("b.txt", TEXT, &settings());
    assert_eq!(handed[0].1.as_ref().unwrap().report_id, alone[0].1.as_ref().unwrap().report_id);
    let inside = zipped(&[("d/c.jsonl.zst", &zstded(b"{\"text\":\"a\"}\n{\"text\":\"b\"}"))]);
    assert_eq!(
        brief(&of_file("x.zip", &inside, &settings())),
        ["x.zip!/d/c.jsonl.zst#0 text", "x.zip!/d/c.jsonl.zst#1 text"]
    );
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}\n", "长".repeat(1000));
    let small = limited(Limits { document_bytes: 500, ..Limits::default() });
    assert_eq!(brief(&of_file("c.ndjson", long.as_bytes(), &small)), ["c.ndjson#0 too_large", "c.ndjson#1 text"]);
}

#[test]
fn parquet_rows_are_documents() {
    let texts: Vec<Option<&str>> = vec![Some("一、总体情况"), None, Some(" "), Some("丁"), Some("戊")];
    let pages: Vec<Option<&str>> = vec![None, Some("<p>乙"), None, None, None];
    let titles: Vec<Option<&str>> = vec![Some("甲报告"); 5];
    let columns: [(&str, &[Option<&str>]); 3] = [("body", &texts), ("html", &pages), ("title", &titles)];
    let mut settings = settings();
    settings.columns.text = "body".to_owned();
    settings.columns.date = "day".to_owned();
    for compression in [Compression::SNAPPY, Compression::UNCOMPRESSED, Compression::LZ4_RAW] {
        let file = parquet(&columns, Some(("day", &[18_688; 5])), compression);
        let handed = of_file("c.parquet", &file, &settings);
        let expected =
            ["c.parquet#0 text", "c.parquet#1 html", "c.parquet#2 empty", "c.parquet#3 text", "c.parquet#4 text"];
        assert_eq!(brief(&handed), expected);
        let about = &handed[3].1.as_ref().unwrap().about;
        assert_eq!((about.title.as_deref(), about.published.as_deref()), (Some("甲报告"), Some("2021-03-02")));
        let packed = of_file("x.zip", &zipped(&[("c.parquet", &file)]), &settings);
        assert_eq!(packed.len(), 5);
        assert_eq!(packed[4].0, "x.zip!/c.parquet#4");
    }
    let file = parquet(&columns, None, Compression::SNAPPY);
    let handed = of_file("c.parquet", &parquet(&columns[2..], None, Compression::SNAPPY), &SourceSettings::default());
    let reject = handed[0].1.as_ref().unwrap_err();
    assert_eq!(reject.reason, RejectReason::UnsupportedFormat);
    assert!(reject.detail.contains("columns title") && reject.detail.contains("[source.corpus]"), "{}", reject.detail);
    assert_eq!(brief(&of_file("c.parquet", &file[..file.len() / 2], &settings)), ["c.parquet unreadable"]);
}

/// Crawlers keep pages as they were fetched.
#[test]
fn bytes_of_a_corpus_are_decoded_as_those_of_files() {
    let pages = ["<meta charset=gbk><p>一、总体情况", "<p>乙"].map(|page| encoding_rs::GBK.encode(page).0.into_owned());
    let pages = arrow_array::BinaryArray::from_iter_values(pages.iter());
    let batch =
        arrow_array::RecordBatch::try_from_iter([("html", std::sync::Arc::new(pages) as arrow_array::ArrayRef)])
            .unwrap();
    let mut file = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let handed = of_file("c.parquet", &file, &settings());
    assert_eq!(brief(&handed), ["c.parquet#0 html", "c.parquet#1 html"]);
    let reject = Reader::builtin().unwrap().read(handed[0].1.as_ref().unwrap()).unwrap_err();
    assert!(reject.reason == RejectReason::NotAReport, "decoded, and no report: {}", reject.detail);
    let alone = of_file("b.html", &encoding_rs::GBK.encode("<p>乙").0, &settings());
    assert_eq!(handed[1].1.as_ref().unwrap().report_id, alone[0].1.as_ref().unwrap().report_id);
}

/// A chunk of a run ends after so many bytes, also where they lie in files that are not opened yet.
#[test]
fn files_weigh_what_they_will_take() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("large.txt"), vec![b'x'; 3 << 20]).unwrap();
    fs::write(folder.path().join("small.txt"), TEXT).unwrap();
    let found = gongkai::source::discover(&[folder.path().to_owned()]).unwrap();
    let feed = gongkai::source::feed(found.files.into(), settings().into()).unwrap();
    let weights: Vec<usize> = feed.map(|pending| pending.weight()).collect();
    assert_eq!(weights, [3 << 20, TEXT.len()]);
}

#[test]
fn who_stops_taking_stops_the_walk() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{{\"text\":\"{}\"}}\n", "一、总体情况".repeat(500));
    fs::write(folder.path().join("a.jsonl"), line.repeat(20_000)).unwrap();
    let found = gongkai::source::discover(&[folder.path().to_owned()]).unwrap();
    let started = std::time::Instant::now();
    let mut feed = gongkai::source::feed(found.files.into(), settings().into()).unwrap();
    assert!(feed.next().is_some());
    drop(feed);
    assert!(started.elapsed().as_secs() < 5);
}

/// A page without the line that says when it was published.
fn without_date(page: &str) -> String {
    let lines = page.lines().enumerate().filter(|(at, line)| !(1..6).contains(at) || !line.contains("20"));
    lines.map(|(_, line)| format!("{line}\n")).collect()
}

/// A folder with reports in many wrappings, one report twice.
fn mixed(folder: &Path) {
    let make = |layout: Layout, i: u64| {
        let options = SynthOptions { seed: 5, layouts: vec![layout], ..SynthOptions::default() };
        Generator::new(options).unwrap().report(i).bytes
    };
    let text = |i: u64| String::from_utf8(make(Layout::Pipes, i)).unwrap();
    // Of a page that says when it was published, the corpus's date is not taken.
    let text_of_row = |i: u64| if i == 8 { without_date(&text(i)) } else { text(i) };
    let line = |i: u64| {
        let row =
            serde_json::json!({"text": text_of_row(i), "url": format!("http://example/{i}"), "date": "2031-01-02"});
        format!("{row}\n")
    };
    let corpus: String = (0..30).map(line).collect();
    fs::write(folder.join("corpus.jsonl"), corpus + "{\"text\": 5}\n").unwrap();
    fs::write(folder.join("a.txt"), text(7)).unwrap();
    let (html, docx, xlsx) = (make(Layout::Html, 1), make(Layout::Docx, 2), make(Layout::Xlsx, 3));
    let inner = zipped(&[("y/2.docx", &docx), ("3.xls", &xlsx)]);
    fs::write(folder.join("box.zip"), zipped(&[("1.html", &html), ("in.zip", &inner)])).unwrap();
    let pages: Vec<String> = (40..60).map(text).collect();
    let pages: Vec<Option<&str>> = pages.iter().map(|page| Some(page.as_str())).collect();
    fs::write(folder.join("z.parquet"), parquet(&[("text", &pages)], None, Compression::SNAPPY)).unwrap();
}

fn run(folder: &Path, output: &Path, jobs: usize) -> RunSummary {
    let mut pipeline = Pipeline::parse(Path::new("test"), "").unwrap();
    pipeline.inputs = vec![folder.to_owned()];
    pipeline.output = output.to_owned();
    pipeline.jobs = jobs;
    let texts = pipeline.definitions.texts(gongkai::reader::BUILTIN).unwrap();
    let reader = Reader::builtin().unwrap();
    pipeline::run(&pipeline.settings(&texts), &reader, &Silent, &AtomicBool::new(false)).unwrap()
}

#[test]
fn a_run_over_all_of_them_is_the_same_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    mixed(folder.path());
    let mut files = Vec::new();
    for jobs in [1, 4] {
        let output = tempfile::tempdir().unwrap();
        let done = run(folder.path(), output.path(), jobs);
        assert_eq!((done.tally.reports, done.tally.duplicates, done.tally.rejected()), (53, 1, 1), "{:?}", done.tally);
        let mut found: Vec<(String, Vec<u8>)> = Vec::new();
        let mut rows: Vec<(String, Option<String>, String)> = Vec::new();
        for entry in walkdir::WalkDir::new(&done.snapshot).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(&done.snapshot).unwrap().to_string_lossy().into_owned();
            if !entry.file_type().is_file() || name == "manifest.json" {
                continue;
            }
            if name.starts_with("reports/") {
                let file = fs::File::open(entry.path()).unwrap();
                for batch in ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap() {
                    let batch = batch.unwrap();
                    let text = |name: &str, row: usize| {
                        let column = batch.column_by_name(name).unwrap();
                        let column = arrow_array::cast::as_string_array(column);
                        (!column.is_null(row)).then(|| column.value(row).to_owned())
                    };
                    let dates = batch.column_by_name("published_on").unwrap();
                    let dates = dates.as_primitive::<arrow_array::types::Date32Type>();
                    rows.extend((0..batch.num_rows()).map(|row| {
                        (text("source_uri", row).unwrap(), text("url", row), format!("{:?}", dates.value_as_date(row)))
                    }));
                }
            }
            found.push((name, fs::read(entry.path()).unwrap()));
        }
        rows.sort();
        let places: Vec<&str> = rows.iter().map(|(uri, _, _)| uri.as_str()).collect();
        for uri in ["a.txt", "box.zip!/1.html", "box.zip!/in.zip!/y/2.docx", "box.zip!/in.zip!/3.xls", "z.parquet#19"] {
            assert!(places.contains(&uri), "{uri}: {places:?}");
        }
        // Row 7 stands in a.txt already.
        assert!(!places.contains(&"corpus.jsonl#7") && places.contains(&"corpus.jsonl#8"));
        let about = |place: &str| {
            let (_, url, date) = rows.iter().find(|(uri, _, _)| uri == place).unwrap();
            (url.clone().unwrap(), date.clone())
        };
        assert_eq!(about("corpus.jsonl#8"), ("http://example/8".to_owned(), "Some(2031-01-02)".to_owned()));
        assert!(about("corpus.jsonl#9").1.starts_with("Some(20") && !about("corpus.jsonl#9").1.contains("2031"));
        files.push(found);
    }
    assert!(files[0] == files[1], "the data depends on the number of threads");
}
