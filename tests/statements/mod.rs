//! The reading of numbers against sentences labelled by hand.

use std::collections::BTreeSet;
use std::path::Path;

use gongkai::narrative::{LabelledNumbers, Lexicon, Narrator, Score, Segmenter, StatementRules, learn_numbers};

use super::{gongkai, narrator, read, root, simplified};

/// What the weights that ship are learned from.
const EXAMPLES: [&str; 2] = ["pipelines/statement_examples.jsonl", "tests/data/statements.jsonl"];

fn labelled(path: &Path) -> Vec<LabelledNumbers> {
    read(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Precision and recall over a labelled file; prints every miss.
fn measure(path: &Path) -> (f64, f64) {
    let mut all = Score::default();
    for line in labelled(path) {
        let claimed = narrator().claims(&line, simplified);
        all.add(claimed.score());
        for (sign, claims) in [('+', &claimed.wrong), ('-', &claimed.missed)] {
            for (metric, value) in claims {
                println!("{sign} {metric} {value} {}: {}", line.id, line.text);
            }
        }
    }
    let Score { right, wrong, missed } = all;
    println!("statements: {right} right, {wrong} wrong, {missed} missed");
    assert!(right + missed > 0, "no labels");
    (all.precision(), all.recall())
}

fn expect(path: &Path) {
    let (precision, recall) = measure(path);
    assert!(precision >= 0.97 && recall >= 0.90, "precision {precision}, recall {recall}");
}

#[test]
fn numbers_are_claimed_as_labelled() {
    expect(&root().join("tests/data/statements.jsonl"));
}

/// Whole reports of a writer who knew neither rules nor examples; nothing was ever mended or learned by them.
#[test]
fn numbers_are_claimed_as_labelled_where_nothing_was_learned() {
    let path = root().join("tests/data/unseen_statements.jsonl");
    expect(&path);
    let known: BTreeSet<String> =
        EXAMPLES.iter().flat_map(|file| labelled(&root().join(file))).map(|line| line.text).collect();
    for line in labelled(&path) {
        assert!(!known.contains(&line.text), "{} is an example", line.text);
    }
}

/// The weights that ship are what the examples teach.
#[test]
fn the_weights_of_numbers_are_those_of_the_examples() {
    let lines = EXAMPLES.iter().flat_map(|file| labelled(&root().join(file)));
    let examples: Vec<_> = lines.flat_map(|line| narrator().number_examples(&line, simplified)).collect();
    let is_same = learn_numbers(&examples).to_string() == read(&root().join("pipelines/statement_weights.txt"));
    assert!(is_same, "run: gongkai statements learn {} -o pipelines/statement_weights.txt", EXAMPLES.join(" "));
}

#[test]
#[ignore = "needs a labelled file in GONGKAI_GOLD_STATEMENTS"]
fn agrees_with_another_labelled_file() {
    let path = std::env::var_os("GONGKAI_GOLD_STATEMENTS").expect("GONGKAI_GOLD_STATEMENTS names no file");
    expect(Path::new(&path));
}

#[test]
fn the_guide_to_statements_is_right() {
    let guide = read(&root().join("docs/statements.md"));
    let block = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let theme = "[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"无此说法\"]\n";
    let (lexicon, rules) = (Lexicon::from_toml(theme).unwrap(), StatementRules::from_toml(block).unwrap());
    let narrator = Narrator::new(lexicon, rules, Segmenter::new("")).unwrap();
    let told = |text: &str| {
        let sentences = narrator.read_year(text, text, Some(2022)).sentences;
        sentences.iter().flat_map(|sentence| &sentence.statements).map(|found| found.value).collect::<Vec<_>>()
    };
    assert_eq!(told("全年办公开夜校6堂。"), [6.0]);
    for text in ["去年办公开夜校6堂。", "活动若干，其中夜校6堂。", "夜校教广场舞6堂。"] {
        assert_eq!(told(text), [] as [f64; 0], "{text}");
    }
}

#[test]
fn the_command_measures_labelled_lines() {
    let lines = "{\"text\":\"全年收到政府信息公开申请5件，舉辦政務公開培訓2期。\",\"year\":2022,\"statements\":[\
        {\"metric\":\"applications_received\",\"value\":5},{\"metric\":\"trainings\",\"value\":3}]}\n\n\
        {\"id\":7,\"text\":\"天气晴好。\",\"statements\":[]}\n";
    let (status, out, err) = gongkai("statements", &["eval", "-"], lines);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("applications_received     1.000     1.000  1.000       1     0      0"), "{out}");
    assert!(out.contains("2 sentences               0.500     0.500  0.500       1     1      1"), "{out}");
    assert!(out.contains("  + trainings 2 line 1: 全年收到"), "{out}");
    assert!(out.contains("  - trainings 3 line 1: 全年收到"), "{out}");
}

#[test]
fn wrong_usage_of_statements_is_told_with_its_line() {
    let label = "{\"text\":\"共3次。\",\"statements\":[{\"metric\":\"nope\",\"value\":3}]}\n";
    for (arguments, lines, says) in [
        (&["eval", "-"][..], label, "standard input:1: no metric is called `nope`"),
        (&["eval", "-"], "{\"text\":\"a\"}\n", "standard input:1: missing field `statements`"),
        (&["eval", "-"], "", "standard input has no labelled line"),
        (&["learn", "-", "-o", "never.txt"], label, "standard input:1: no metric is called `nope`"),
        (&["learn", "-", "-o", "never.txt"], "{\"text\":\"a\",\"statements\":[]}\n", "nothing to learn"),
    ] {
        let (status, _, err) = gongkai("statements", arguments, lines);
        assert_eq!(status, Some(2), "{arguments:?}: {err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
}

/// A wording that no rule knows is read with weights made of lines that know it, and only with them.
#[test]
fn a_wording_is_learned_from_labelled_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let line = |text: &str, metric: &str, value: u32| {
        let label = format!("{{\"metric\":\"{metric}\",\"value\":{value}}}");
        let labels = if metric.is_empty() { "" } else { &label };
        format!("{{\"text\":\"{text}\",\"year\":2022,\"statements\":[{labels}]}}\n")
    };
    let offices = ["东城", "西城", "南门", "北港", "中堡", "上岭", "下河", "新桥", "老街", "长山"];
    let lines: Vec<String> = offices
        .iter()
        .zip(3..)
        .flat_map(|(office, number)| {
            [
                line(&format!("{office}围炉夜话讲公开{number}场。"), "trainings", number),
                line(&format!("{office}放映电影{number}场。"), "", 0),
            ]
        })
        .collect();
    let (status, out, err) = gongkai("statements", &["learn", "-", "--output", &path("weights.txt")], &lines.concat());
    assert_eq!((status, out.starts_with("20 labelled sentences, 20 numbers")), (Some(0), true), "{out}{err}");
    let asked = line("湖滨围炉夜话讲公开8场。", "trainings", 8) + &line("湖滨放映电影9场。", "", 0);
    let eval = |more: &[&str]| gongkai("statements", &[&["eval", "-"], more].concat(), &asked).1;
    let (taught, untaught) = (eval(&["--weights", &path("weights.txt")]), eval(&[]));
    assert!(taught.contains("       1     0      0"), "{taught}");
    assert!(untaught.contains("       0     0      1"), "the weights that ship do not know it: {untaught}");
}
