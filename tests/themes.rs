//! The lexicon against sentences labelled by hand, and its guide against the engine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed unwrap in a test is a failed test"
)]

mod statements;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use gongkai::narrative::{
    Example, Label, Labelled, Lexicon, MissKind, Narrator, Scores, Segmenter, Stance, StatementRules, Weights,
    evaluate, learn,
};
use proptest::prelude::*;

/// What the weights that ship are learned from.
const EXAMPLES: [&str; 3] = ["pipelines/examples.jsonl", "tests/data/themes.jsonl", "tests/data/traps.jsonl"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// From the files themselves, so that a change of a word needs no build.
fn narrator() -> &'static Narrator {
    static NARRATOR: OnceLock<Narrator> = OnceLock::new();
    NARRATOR.get_or_init(|| {
        let read = |name: &str| read(&root().join("pipelines").join(name));
        let lexicon = Lexicon::from_toml(&read("themes.toml")).unwrap();
        let statements = StatementRules::from_toml(&read("statements.toml")).unwrap();
        let narrator = Narrator::new(lexicon, statements, Segmenter::new(&read("dictionary.txt"))).unwrap();
        let weights = |name: &str| Weights::from_text(&read(name)).unwrap();
        narrator.taught(weights("weights.txt")).taught_numbers(weights("statement_weights.txt"))
    })
}

fn labelled(path: &Path) -> Vec<Labelled> {
    let lines = read(path);
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn simplified(text: &str) -> String {
    static CONVERTER: OnceLock<ferrous_opencc::OpenCC> = OnceLock::new();
    let config = ferrous_opencc::config::BuiltinConfig::T2s;
    CONVERTER.get_or_init(|| ferrous_opencc::OpenCC::from_config(config).unwrap()).convert(text)
}

fn scores(path: &Path) -> Scores {
    let scores = evaluate(narrator(), &labelled(path), simplified);
    println!("{scores}");
    for miss in &scores.misses {
        let label = format!("{} {}", miss.label.theme, miss.label.stance);
        match &miss.kind {
            MissKind::Wrong { rule, evidence } => println!("+ {label} [{rule}: {evidence}] {}", miss.text),
            MissKind::Missed => println!("- {label} {}", miss.text),
        }
    }
    scores
}

fn expect(scores: &Scores, precision: f64, f1: f64) {
    assert!(scores.sentences > 0, "no sentences");
    assert!(scores.micro.precision() >= precision, "precision {}", scores.micro.precision());
    assert!(scores.macro_f1() >= f1, "macro F1 {}", scores.macro_f1());
}

#[test]
fn agrees_with_our_own_sentences() {
    let scores = scores(&root().join("tests/data/themes.jsonl"));
    expect(&scores, 0.95, 0.95);
    assert_eq!(scores.labels.len(), 38, "every theme in both stances");
}

/// Sentences of writers who knew neither rules nor examples; nothing was ever mended or learned by them.
#[test]
fn agrees_with_sentences_that_nothing_was_learned_from() {
    let path = root().join("tests/data/unseen.jsonl");
    expect(&scores(&path), 0.92, 0.85);
    let known: BTreeSet<String> =
        EXAMPLES.iter().flat_map(|file| labelled(&root().join(file))).map(|line| line.text).collect();
    for line in labelled(&path) {
        assert!(!known.contains(&line.text), "{} is an example", line.text);
    }
}

/// The weights that ship are what the examples teach.
#[test]
fn the_weights_are_those_of_the_examples() {
    let example = |line: Labelled| {
        let label = |label: Label| (label.theme, Stance::of_code(&label.stance).unwrap());
        Example { text: simplified(&line.text), labels: line.themes.into_iter().map(label).collect() }
    };
    let examples: Vec<Example> = EXAMPLES.iter().flat_map(|file| labelled(&root().join(file))).map(example).collect();
    let is_same = learn(&examples).to_string() == read(&root().join("pipelines/weights.txt"));
    assert!(is_same, "run: gongkai themes learn {} -o pipelines/weights.txt", EXAMPLES.join(" "));
}

/// Sentences that name faults nobody has: denied, mended, other people's, the law's, a title's; and
/// their twins that say nearly the same and mean it.
#[test]
fn tells_faults_from_words_about_faults() {
    let scores = scores(&root().join("tests/data/traps.jsonl"));
    assert!(scores.micro.precision() >= 0.95, "precision {}", scores.micro.precision());
    assert!(scores.micro.recall() >= 0.90, "recall {}", scores.micro.recall());
}

#[test]
#[ignore = "needs a labelled file in GONGKAI_GOLD_THEMES"]
fn agrees_with_the_gold_file() {
    let path = std::env::var_os("GONGKAI_GOLD_THEMES").expect("GONGKAI_GOLD_THEMES names no file");
    expect(&scores(Path::new(&path)), 0.92, 0.90);
}

/// Theme, stance pairs that a narrator finds in one sentence.
fn tags(narrator: &Narrator, text: &str) -> Vec<String> {
    let sentences = narrator.read_year(text, text, None).sentences;
    let tags = sentences.iter().flat_map(|sentence| &sentence.tags);
    tags.map(|tag| format!("{} {}", narrator.lexicon().theme_name(tag.theme), tag.stance.code())).collect()
}

#[test]
fn the_guide_is_right() {
    let guide = read(&root().join("docs/themes.md"));
    let block = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let statements = StatementRules::from_toml(&read(&root().join("pipelines/statements.toml"))).unwrap();
    let narrator = Narrator::new(Lexicon::from_toml(block).unwrap(), statements, Segmenter::new("")).unwrap();
    assert_eq!(tags(&narrator, "我局工作台账不全。"), ["archive_gap problem"]);
    assert_eq!(tags(&narrator, "今后将健全工作台账。"), ["archive_gap measure"]);
    for nothing in ["不存在台账不全的情况。", "印发《台账不全通报》到各科室。", "企业台账不全。"]
    {
        assert!(tags(&narrator, nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn frames_turn_a_finding_round() {
    for (text, expected) in [
        ("过去公开渠道单一，如今已形成网站、公开栏并用的格局。", "narrow_channels measure"),
        ("过去公开渠道单一，至今没有变化。", "narrow_channels problem"),
        ("尚未组织业务培训。", "weak_training problem"),
        ("有待加强业务培训。", "weak_training problem"),
        ("更新不及时的问题已得到解决。", "untimely measure"),
        ("形式较为单一。", "narrow_channels problem"),
    ] {
        assert_eq!(tags(narrator(), text), [expected], "{text}");
    }
}

#[test]
fn names_resolve_in_index_order() {
    let lexicon = narrator().lexicon();
    assert_eq!(lexicon.themes().count(), 19);
    assert!(lexicon.themes().enumerate().all(|(at, name)| lexicon.theme_name(at as u16) == name));
    assert!(lexicon.rules().enumerate().all(|(at, name)| lexicon.rule_name(at as u16) == name));
    let metrics = narrator().statements();
    assert!(metrics.metrics().enumerate().all(|(at, name)| metrics.metric_name(at as u16) == name));
}

#[test]
fn wrong_rules_are_refused_with_line_and_hint() {
    let cases = [
        ("[[theme]]\ncode = \"a\"\n", 2, "has no rules"),
        ("[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nsubject = [\"x\"]\n", 4, "either phrases"),
        ("[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"@no\"]\n", 5, "no word group"),
        ("[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"{a\"]\n", 5, "braces"),
        (
            "[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nsubject = [\"x\"]\nremedy = [\"y\"]\n",
            4,
            "measure a remedy",
        ),
        ("[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrase = [\"x\"]\n", 5, "unknown field"),
        (
            "[words]\na = [\"@a\"]\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"@a\"]\n",
            7,
            "circle",
        ),
        (
            "[frames]\nodd = [\"x\"]\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"x\"]\n",
            2,
            "no frame",
        ),
        (
            "[examples]\ndoubt = 0.6\ntrust = 0.5\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"x\"]\n",
            1,
            "no likelihoods",
        ),
        (
            "[examples]\ndoubt = 0.1\ntrust = 0.5\npart = 0.4\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"x\"]\n",
            1,
            "no likelihoods",
        ),
        (
            "[examples]\ndoubt = 0.1\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"x\"]\n",
            1,
            "missing field",
        ),
        (
            "[examples]\ndoubt = 0.1\ntrust = 0.5\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"examples\"\nphrases = [\"x\"]\n",
            1,
            "a/examples",
        ),
    ];
    for (source, line, problem) in cases {
        let error = Lexicon::from_toml(source).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.problem.contains(problem), "{error}");
        assert!(!error.hint.is_empty(), "{source}");
    }
}

#[test]
fn a_topic_whose_words_would_go_unheard_is_refused() {
    let frames = "metric = []\n[frames]\npast = []\ncumulative = []\ncurrent = []\npart = []\n";
    let rules = |stays: &str| {
        format!("{frames}[[topic]]\nsection = \"reviews\"\nwords = [\"行政复议\"]\nstays = [\"{stays}\"]\n")
    };
    assert!(StatementRules::from_toml(&rules("复议")).is_ok());
    let error = StatementRules::from_toml(&rules("诉讼")).unwrap_err();
    assert_eq!(error.line, 8, "{error}");
    assert!(error.problem.contains("行政复议"), "{error}");
}

/// Pieces of such reports in any order, with noise between.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "人员",
            "不足",
            "针对",
            "问题",
            "，",
            "。",
            "、",
            "《",
            "》",
            "加强",
            "培训",
            "未",
            "得到解决",
            "公开",
            "不存在",
            "1.2万",
            "条",
            "其中",
            "2021年",
            "有待",
            "提高",
            "解读",
            "等",
            "和",
            "\n",
            "企业",
            "收到",
            "申请",
            "件",
            "０",
            "三十",
            "不够",
            "重视",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_valid_offsets(text in prose()) {
        let narrative = narrator().read_year(&text, &text, Some(2021));
        let mut last = 0;
        for sentence in &narrative.sentences {
            let token_ends = narrative.tokens(sentence);
            prop_assert!(sentence.span.start >= last);
            last = sentence.span.end;
            let body = text.get(sentence.span.clone()).unwrap();
            let chars = body.chars().count() as u32;
            prop_assert_eq!(token_ends.last().copied(), Some(body.len() as u32));
            prop_assert!(token_ends.iter().all(|&end| body.is_char_boundary(end as usize)));
            prop_assert!(sentence.tags.iter().all(|tag| tag.start < tag.end && tag.end <= chars));
            prop_assert!(sentence.statements.iter().all(|found| found.start < found.end && found.end <= chars && found.value >= 0.0));
        }
    }

    #[test]
    fn any_definition_is_read_or_refused(source in "[\\[\\]{}@,=\"a-z\n ]{0,80}") {
        let _ = Lexicon::from_toml(&source);
        let _ = StatementRules::from_toml(&source);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Weights of which lines are damaged, lost or doubled are read or refused, and what is read can be asked.
    #[test]
    fn any_weights_are_read_or_refused(lines in prop::collection::vec(weights_line(), 0..12), text in prose()) {
        let source = format!("weights 1\n{}", lines.join("\n"));
        if let Ok(weights) = Weights::from_text(&source) {
            prop_assert_eq!(weights.likelihoods(&text).len(), weights.columns().len());
            let rule = "[examples]\ndoubt = 0.1\ntrust = 0.5\n[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"不足\"]\n";
            let statements = StatementRules::from_toml("metric = []\n[frames]\npast = []\ncumulative = []\ncurrent = []\npart = []\n").unwrap();
            let narrator = Narrator::new(Lexicon::from_toml(rule).unwrap(), statements, Segmenter::new("")).unwrap();
            narrator.taught(weights.clone()).read_year(&text, &text, None);
            let rules = "[examples]\ntrust = 0.5\n[frames]\npast = []\ncumulative = []\ncurrent = []\npart = []\n\
                [[metric]]\ncode = \"a\"\nunit = \"count\"\nmeasure = [\"次\"]\n[[metric.claim]]\nbefore = [[\"加强\"]]\n";
            let statements = StatementRules::from_toml(rules).unwrap();
            let narrator = Narrator::new(Lexicon::from_toml(rule).unwrap(), statements, Segmenter::new("")).unwrap();
            narrator.taught_numbers(weights).read_year(&text, &text, None);
        }
    }
}

/// A line as it may stand in a file of weights, right or wrong.
fn weights_line() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "step 0.5",
        "step inf",
        "column a problem -1",
        "column a * 2",
        "column * problem 9e30",
        "column * measure 0",
        "",
        "人\t2\t0:3 1:-3",
        "不足\t1e30\t0:127",
        "足\t0\t",
        "，\t1\t2:1",
        "人员多\t1\t",
        "x",
    ])
    .prop_map(str::to_owned)
}

/// Runs `gongkai themes` with lines on standard input; exit status, output, errors.
fn gongkai(command: &str, arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg(command)
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a program that refuses its arguments does not read
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn lines_are_tagged_with_evidence_of_the_text_as_given() {
    let lines = "{\"id\": \"a\", \"section\": \"problems\", \"text\": \"今年無變化。我局專職人員不足。\"}\n\n{\"id\": 7, \"text\": \"未发现人员不足。\"}\n";
    let (status, out, err) = gongkai("themes", &["tag", "-"], lines);
    assert_eq!(status, Some(0), "{err}");
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let theme = &lines[0]["themes"][0];
    assert_eq!((&theme["theme"], &theme["stance"]), (&"staffing_shortage".into(), &"problem".into()));
    assert_eq!((&theme["evidence"], &theme["start"], &theme["end"]), (&"專職人員不足".into(), &8.into(), &14.into()));
    assert!(theme["rule"].as_str().unwrap().starts_with("staffing_shortage/"));
    assert_eq!((&lines[1]["id"], lines[1]["themes"].as_array().unwrap().len()), (&7.into(), 0));
}

#[test]
fn labelled_lines_are_scored_and_misses_shown() {
    let lines = "{\"id\": \"a\", \"text\": \"我局人员不足。\", \"themes\": [{\"theme\": \"staffing_shortage\", \"stance\": \"problem\"}]}\n\
                 {\"id\": \"b\", \"text\": \"一切照旧。\", \"themes\": [{\"theme\": \"untimely\", \"stance\": \"measure\"}]}\n";
    let (status, out, err) = gongkai("themes", &["eval", "-"], lines);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("micro P 1.000 R 0.500 F1 0.667; macro F1 0.500"), "{out}");
    assert!(out.contains("- untimely measure b: 一切照旧。"), "{out}");
}

#[test]
fn labelled_lines_may_have_a_number_for_a_name_or_none() {
    let label = "\"themes\": [{\"theme\": \"untimely\", \"stance\": \"measure\"}]";
    let lines = format!(
        "{{\"id\": 17, \"text\": \"一切照旧。\", {label}}}\n{{\"id\": null, \"text\": \"并无不同。\", {label}}}\n\
         {{\"text\": \"依然如此。\", {label}}}\n"
    );
    let (status, out, err) = gongkai("themes", &["eval", "-"], &lines);
    assert_eq!(status, Some(0), "{err}");
    for miss in ["measure 17: 一切照旧。", "measure line 2: 并无不同。", "measure line 3: 依然如此。"] {
        assert!(out.contains(miss), "{miss} is missing in {out}");
    }
    let (status, _, err) = gongkai("themes", &["eval", "-"], &lines.replace("17", "[17]"));
    assert_eq!(status, Some(2), "{err}");
}

#[test]
fn wrong_usage_of_themes_is_told_with_its_line() {
    let label = "{\"id\": \"a\", \"text\": \"x\", \"themes\": [{\"theme\": \"nope\", \"stance\": \"problem\"}]}\n";
    for (arguments, lines, says) in [
        (&["tag", "-"][..], "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2}\n", "standard input:2: missing field `text`"),
        (&["tag", "-"], "not json\n", "standard input:1: "),
        (&["tag", "no_such_file.jsonl"], "", "cannot open no_such_file.jsonl"),
        (&["tag", "--lexicon", "rustfmt.toml", "-"], "", "rustfmt.toml:1: unknown field"),
        (&["eval", "-"], label, "standard input:1: no theme is called `nope`"),
        (&["eval", "-"], "\n", "standard input has no labelled line"),
        (&["discover", "src"], "", "src is no snapshot of a dataset"),
        (&["learn", "-", "-o", "never.txt"], "{\"text\": \"x。\"}\n", "nothing to learn"),
        (
            &["learn", "-", "-o", "never.txt"],
            &label.replace("problem", "praise"),
            "standard input:1: no stance is called `praise`",
        ),
        (
            &["learn", "-", "-o", "never.txt"],
            &label.replace("nope", "no pe"),
            "standard input:1: `no pe` is no theme's code",
        ),
        (&["eval", "--weights", "rustfmt.toml", "-"], "", "rustfmt.toml:1: this is no file of weights"),
    ] {
        let (status, _, err) = gongkai("themes", arguments, lines);
        assert_eq!(status, Some(2), "{arguments:?}: {err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
}

/// A theme of one's own, of which rules know one wording and examples another.
#[test]
fn a_theme_is_learned_from_labelled_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let theme = "[examples]\ndoubt = 0.1\ntrust = 0.5\n[[theme]]\ncode = \"parking\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"停车难\"]\n";
    std::fs::write(path("themes.toml"), theme).unwrap();
    let label = ",\"themes\":[{\"theme\":\"parking\",\"stance\":\"problem\"}]";
    let line = |text: &str, label: &str| format!("{{\"text\":\"{text}\"{label}}}\n");
    let places = ["大厅", "门前", "院内", "周边", "地下", "東門", "西门", "南门", "北门", "路旁"];
    let full = places.map(|place| line(&format!("{place}车位天天停滿。"), label));
    let other = places.map(|place| line(&format!("{place}座位随到随坐。"), ""));
    let lines = full.concat() + &other.concat();
    let (status, out, err) = gongkai("themes", &["learn", "-", "--output", &path("weights.txt")], &lines);
    assert_eq!((status, out.starts_with("20 labelled sentences")), (Some(0), true), "{out}{err}");
    let tag = |more: &[&str]| {
        let lexicon = path("themes.toml");
        let arguments = [&["tag", "--lexicon", &lexicon][..], more, &["-"]].concat();
        gongkai("themes", &arguments, &line("车位仍然常满。", "")).1
    };
    assert!(
        tag(&["--weights", &path("weights.txt")])
            .contains("\"evidence\":\"车位仍然常满\",\"start\":0,\"end\":6,\"rule\":\"parking/examples\"")
    );
    assert!(tag(&[]).contains("\"themes\":[]"), "the weights that ship know nothing of parking");
}

#[test]
fn a_dataset_tells_what_the_lexicon_lacks() {
    let output = tempfile::tempdir().unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["run", "--quiet", "--input", "pipelines/sample", "--output"])
        .arg(output.path())
        .current_dir(root())
        .status()
        .unwrap();
    assert!(done.success());
    // a lexicon that knows no theme of the sample, but its deficits
    let lexicon = output.path().join("themes.toml");
    let theme = "[[theme]]\ncode = \"x\"\n[[theme.problem]]\nrule = \"r\"\nsubject = [\"无此词\"]\ndeficit = [\"不足\", \"不够\", \"较少\", \"不及时\"]\n";
    std::fs::write(&lexicon, theme).unwrap();
    let dataset = output.path().join("current");
    let arguments = ["discover", "--lexicon", lexicon.to_str().unwrap(), "--top", "5", dataset.to_str().unwrap()];
    let (status, out, err) = gongkai("themes", &arguments, "");
    assert_eq!(status, Some(0), "{err}");
    let deficits: Vec<&str> = out.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    assert_eq!(deficits.len(), 5, "{out}");
    assert!(
        deficits.iter().all(|line| ["不足", "不够", "较少", "不及时"].iter().any(|word| line.contains(word))),
        "{out}"
    );
    assert!(out.contains("Words that rise, by section"), "{out}");
    let of_dataset = output.path().to_str().unwrap();
    let arguments = ["discover", "--lexicon", lexicon.to_str().unwrap(), "--top", "5", of_dataset];
    assert_eq!(gongkai("themes", &arguments, "").1, out, "the directory of a dataset stands for its current snapshot");
}
