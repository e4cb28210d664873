//! What reading prose costs beside what any reader must pay: cutting it into words.
//!
//! One thread; labelled sentences of more than fifty writers, of which as many carry themes and
//! numbers as in real reports. The last lines say what sentences, themes and statements add to the time of cutting
//! the same text, and what a single pass of an automaton that only finds the lexicon's words would: the least
//! that a tagger can cost. `cargo bench --bench narrative`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot run stops with its reason"
)]

mod prose;

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use gongkai::narrative::{Desk, Lexicon, Narrator, Scope, Segmenter, StatementRules, Weights, split};
use prose::Sentences;

/// As the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: usize = 300;
/// Bytes of a report's prose.
const BYTES: usize = 8_000;

static NARRATOR: LazyLock<Narrator> = LazyLock::new(|| Narrator::builtin().unwrap());

/// The prose of each report, a paragraph a section.
static PROSE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut sentences = Sentences::labelled();
    (0..REPORTS).map(|_| (0..4).map(|_| sentences.paragraph(BYTES / 4) + "\n").collect()).collect()
});

/// Rules that fit nothing, to tell what the others cost.
const NO_THEMES: &str = "[[theme]]\ncode = \"none\"\n[[theme.problem]]\nrule = \"none\"\nphrases = [\"\u{10FFFF}\"]\n";
const NO_STATEMENTS: &str = "metric = []\n[frames]\npast = []\ncumulative = []\ncurrent = []\npart = []\n";

fn main() {
    divan::main();
    shares();
}

/// Prints what each step adds, as a share of the time of cutting: the best of many rounds in
/// turn, since whatever else the machine does only makes a round longer.
fn shares() {
    let read =
        |name: &str| std::fs::read_to_string(format!("{}/pipelines/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let narrator = |themes: &str, statements: &str| {
        let lexicon = Lexicon::from_toml(themes).unwrap();
        let statements = StatementRules::from_toml(statements).unwrap();
        let narrator = Narrator::new(lexicon, statements, Segmenter::new(&read("dictionary.txt"))).unwrap();
        let weights = |name: &str| Weights::from_text(&read(name)).unwrap();
        narrator.taught(weights("weights.txt")).taught_numbers(weights("statement_weights.txt"))
    };
    let (themes, statements) = (read("themes.toml"), read("statements.toml"));
    let narrators = [
        narrator(NO_THEMES, NO_STATEMENTS),
        narrator(&themes, NO_STATEMENTS),
        narrator(NO_THEMES, &statements),
        narrator(&themes, &statements),
    ];
    let time = |work: &mut dyn FnMut(&str)| {
        let start = Instant::now();
        PROSE.iter().for_each(|text| work(text));
        start.elapsed()
    };
    let scope = Scope { year: Some(2022), ..Scope::default() };
    let words = words_of(&themes);
    let mut best = [Duration::MAX; 6];
    for _ in 0..40 {
        let find = time(&mut |text| {
            black_box(words.leftmost_find_iter(text).count());
        });
        let cut = time(&mut |text| drop(black_box(NARRATOR.segmenter().token_ends(text))));
        let mut desk = Desk::default();
        let reads = narrators
            .each_ref()
            .map(|narrator| time(&mut |text| drop(black_box(narrator.read_with(&mut desk, text, text, scope)))));
        for (best, now) in best.iter_mut().zip([find, cut].into_iter().chain(reads)) {
            *best = now.min(*best);
        }
    }
    let [find, cut, sentences, themes, statements, all] = best.map(|time| time.as_secs_f64() * 1e3);
    let share = |time: f64| 100.0 * time / cut;
    println!("cutting the text into words      {cut:6.2} ms");
    println!("finding the lexicon's words      {find:6.2} ms, {:4.0} % of cutting", share(find));
    for (what, time, than) in [
        ("+ sentences, offsets, the gate", sentences, cut),
        ("+ themes", themes, sentences),
        ("+ statements", statements, sentences),
        ("all together", all, cut),
    ] {
        println!("{what:32} {:6.2} ms, {:4.0} % of cutting", time - than, share(time - than));
    }
}

/// An automaton of all words of a lexicon.
fn words_of(lexicon: &str) -> CharwiseDoubleArrayAhoCorasick<u32> {
    let is_chinese = |word: &str| !word.is_empty() && word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let words: BTreeSet<&str> = lexicon.split('"').filter(|word| is_chinese(word)).collect();
    let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
    builder.build(words).unwrap()
}

fn each(bencher: Bencher, work: impl Fn(&str)) {
    LazyLock::force(&NARRATOR);
    let bytes: usize = PROSE.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| PROSE.iter().for_each(|text| work(text)));
}

/// The words alone.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn cut(bencher: Bencher) {
    each(bencher, |text| drop(black_box(NARRATOR.segmenter().token_ends(text))));
}

/// The words of each sentence.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn cut_sentences(bencher: Bencher) {
    each(bencher, |text| {
        for span in split(text) {
            black_box(NARRATOR.segmenter().token_ends(&text[span]));
        }
    });
}

/// Words, sentences, themes and statements.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn read_year(bencher: Bencher) {
    each(bencher, |text| drop(black_box(NARRATOR.read_year(text, text, Some(2022)))));
}

/// What is paid once.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn builtin() -> Narrator {
    Narrator::builtin().unwrap()
}
