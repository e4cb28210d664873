//! What reading prose costs beside what any reader must pay: cutting it into words.
//!
//! One thread; the prose of made-up reports and of sentences of our own (problems, measures,
//! counts). The last lines say what sentences, themes and statements add to the time of cutting
//! the same text. `cargo bench --bench narrative`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot run stops with its reason"
)]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use gongkai::narrative::{Desk, Lexicon, Narrator, Scope, Segmenter, StatementRules, Weights, split};
use gongkai::synth::{Generator, Layout, SynthOptions};

/// As the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: u64 = 300;

/// Sentences as they stand in the sections on problems.
const OWN: &str = "一是专职人员不足，业务培训较少，队伍不稳定。二是公开内容还不够全面，更新不及时，解读形式单一。\
下一步，我局将进一步加强组织领导，健全工作机制，加大培训力度，充实工作人员。针对栏目设置不合理的问题，已完成整改。\
2022年，共收到依申请公开17件，其中予以公开12件，不予公开3件，均在法定期限内答复。\
通过门户网站主动公开政府信息1326条，微信公众号推送245条，召开新闻发布会2场。\
今年以来，全镇上下凝心聚力，各项工作平稳有序，群众获得感不断增强。未因政府信息公开被申请行政复议。\n";

static NARRATOR: LazyLock<Narrator> = LazyLock::new(|| Narrator::builtin().unwrap());

/// The prose of each report: its lines without a table's pipes.
static PROSE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let options = SynthOptions { layouts: vec![Layout::Pipes], seed: 7, ..SynthOptions::default() };
    let generator = Generator::new(options).unwrap();
    let prose = |n| {
        let page = String::from_utf8_lossy(&generator.report(n).bytes).into_owned();
        let lines: Vec<&str> = page.lines().filter(|line| !line.contains('|')).collect();
        lines.join("\n") + "\n" + OWN
    };
    (0..REPORTS).map(prose).collect()
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
    let mut best = [Duration::MAX; 5];
    for _ in 0..40 {
        let cut = time(&mut |text| drop(black_box(NARRATOR.segmenter().token_ends(text))));
        let mut desk = Desk::default();
        let reads = narrators
            .each_ref()
            .map(|narrator| time(&mut |text| drop(black_box(narrator.read_with(&mut desk, text, text, scope)))));
        for (best, now) in best.iter_mut().zip([cut].into_iter().chain(reads)) {
            *best = now.min(*best);
        }
    }
    let [cut, sentences, themes, statements, all] = best.map(|time| time.as_secs_f64() * 1e3);
    let share = |time: f64| 100.0 * time / cut;
    println!("cutting the text into words      {cut:6.2} ms");
    for (what, time, than) in [
        ("+ sentences, offsets, the gate", sentences, cut),
        ("+ themes", themes, sentences),
        ("+ statements", statements, sentences),
        ("all together", all, cut),
    ] {
        println!("{what:32} {:6.2} ms, {:4.0} % of cutting", time - than, share(time - than));
    }
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
