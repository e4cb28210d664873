//! Pipeline files that are read, and those that are refused.

use super::*;

fn refusal(text: &str) -> String {
    let path = Path::new("p.toml");
    Pipeline::parse(path, text).unwrap_err().to_string()
}

#[test]
fn the_shipped_file_says_what_the_defaults_are() {
    let shipped = Pipeline::parse(Path::new("shipped"), BUILTIN).unwrap();
    assert_eq!(shipped, Pipeline::parse(Path::new("empty"), "").unwrap());
}

#[test]
fn a_misspelt_key_is_refused_with_its_line_and_the_key_meant() {
    let message = refusal("[source]\ninput = [\"a\"]\n");
    assert!(message.starts_with("p.toml:2: "), "{message}");
    assert!(message.contains("did you mean `inputs`"), "{message}");
    let message = refusal("[source.corpus]\ntext = \"body\"\ntitel = \"a\"\n");
    assert!(message.starts_with("p.toml:3: ") && message.contains("did you mean `title`"), "{message}");
    let message = refusal("\n\n[parket]\n");
    assert!(message.starts_with("p.toml:3: "), "{message}");
    assert!(message.contains("did you mean `parquet`"), "{message}");
}

#[test]
fn values_that_cannot_work_are_refused_with_their_line() {
    for (text, line) in [
        ("[run]\nchunk_documents = 0\n", "p.toml:2: "),
        ("[run]\njobs = \"many\"\n", "p.toml:2: "),
        ("[run]\njobs = 100000\n", "p.toml:2: "),
        ("[source]\n\nmax_bytes = -1\n", "p.toml:3: "),
        ("[run]\n\nmax_reject_share = 5.0\n", "p.toml:3: "),
        ("[source.corpus]\ntext = 3\n", "p.toml:2: "),
        ("[parquet]\nzstd_level = 99\n", "p.toml:2: "),
        ("[parquet]\nzstd_level = 0\n", "p.toml:2: "),
        ("[parquet]\n\nrow_group_rows = 0\n", "p.toml:3: "),
        ("[source]\nmax_bytes = 0\n", "p.toml:2: "),
        ("[source]\n\nnested_archives = 50\n", "p.toml:3: "),
        ("[source]\ntext_extensions = [\"txt\", \".md\"]\n", "p.toml:2: "),
        ("[pdf]\nmax_pages = 0\n", "p.toml:2: "),
        ("[source.corpus]\n\ntext = \"\"\n", "p.toml:3: "),
        ("[source.corpus]\nurl = \"u\"\ntext = \"html\"\n", "p.toml:3: "),
        ("[output]\ndirectory = \"\"\n", "p.toml:2: "),
        ("[source\n", "p.toml:1: "),
    ] {
        let message = refusal(text);
        assert!(message.starts_with(line) && message.contains("; "), "{text}: {message}");
    }
    assert!(refusal("[run]\njobs = -1\n").contains("a whole number from 0"));
}

#[test]
fn a_file_without_inputs_needs_some_on_the_command_line() {
    let pipeline = Pipeline::parse(Path::new("p.toml"), "[source]\ninputs = []\n").unwrap();
    let error = pipeline.clone().with_places(&[], None).unwrap_err();
    assert!(error.to_string().contains("--input"), "{error}");
    assert_eq!(pipeline.with_places(&["a".into()], None).unwrap().inputs, [PathBuf::from("a")]);
}

#[test]
fn a_wrong_definition_is_told_with_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let shown = path.display().to_string();
    for (name, text, says) in [
        ("themes", "[[theme]]\ncode=\"a\"\n[[theme.problem]]\nrule=\"r\"\nphrases=[\"@x\"]\n", ":5: no word group"),
        ("themes", "[[theme]]\ncode=\"A b/c\"\n[[theme.problem]]\nrule=\"r\"\nphrases=[\"x\"]\n", ":2: "),
        ("forms", "version = \"1\"\nwidth = 3\n", ":2: unknown field `width`"),
        ("statements", "\nnope = 1\n", ":2: unknown field `nope`"),
        ("checks", "version = \"1\"\n[check.row_summ]\nseverity = \"error\"\n", ":2: no check is named"),
        ("noise", "a = 1\n", ":1: "),
        ("divisions", "nonsense\n", ":1: "),
        ("dictionary", "一词\n两 词 3 n\n", ":2: "),
        ("dictionary", "<html><body>一些文字，写在一个很长的页面里，不是词，也没有空格的一行</body></html>\n", ":1: "),
    ] {
        std::fs::write(&path, text).unwrap();
        let text = format!("[definitions]\n{name} = {shown:?}\n");
        let pipeline = Pipeline::parse(Path::new("p.toml"), &text).unwrap();
        let error = pipeline.reader(&pipeline.texts().unwrap()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{shown}{says}")), "{name}: {error}");
        assert!(!error.contains('\n') && error.contains("; "), "{name}: {error}");
    }
}

#[test]
fn a_missing_definition_is_named() {
    let pipeline = Pipeline::parse(Path::new("p.toml"), "[definitions]\nthemes = \"/nowhere/themes.toml\"\n").unwrap();
    let error = pipeline.definitions.texts([("forms", "x")]).unwrap_err();
    assert!(error.to_string().contains("/nowhere/themes.toml"));
    assert!(error.to_string().contains("`themes` of [definitions]"), "{error}");
}
