//! What is found, in which order, and under which name.

use super::*;

fn tree(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file).unwrap();
    }
    folder
}

fn uris(inputs: &[PathBuf]) -> Vec<String> {
    let found = discover(inputs).unwrap();
    found.files.into_iter().map(|file| file.source_uri).collect()
}

#[test]
fn order_is_by_name_and_hidden_files_are_left_out() {
    let folder = tree(&["b/2.html", "b.txt", "a/甲.txt", ".x/1.txt", "b/.2.txt"]);
    assert_eq!(uris(&[folder.path().into()]), ["a/甲.txt", "b.txt", "b/2.html"]);
}

#[test]
fn a_single_file_goes_by_its_name() {
    let folder = tree(&["b/2.html"]);
    let file = folder.path().join("b/2.html");
    assert_eq!(uris(&[file.clone(), file]), ["2.html"]);
}

#[test]
fn roots_with_equal_paths_are_told_apart() {
    let folder = tree(&["x/in/1.txt", "y/in/1.txt", "y/in/2.txt", "z/1.txt"]);
    let root = |name| folder.path().join(name);
    assert_eq!(uris(&[root("x/in"), root("y/in"), root("z")]), ["2.txt", "x/in/1.txt", "y/in/1.txt", "z/1.txt"]);
}

#[test]
fn files_without_a_reader_stay_in_the_list() {
    let folder = tree(&["a.wps"]);
    let found = discover(&[folder.path().into()]).unwrap();
    assert_eq!(found.files[0].byte_len(), 5);
}

#[test]
fn a_missing_root_is_an_error_that_names_it() {
    let missing = PathBuf::from("/nowhere/报告");
    let error = discover(&[missing]).unwrap_err();
    assert!(error.to_string().contains("/nowhere/报告"));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends_and_is_on_record() {
    let folder = tree(&["a/1.txt"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink("gone", folder.path().join("a/broken.txt")).unwrap();
    let found = discover(&[folder.path().into()]).unwrap();
    assert_eq!(found.files.len(), 1);
    let places: Vec<_> = found.rejects.iter().map(|r| &r.source_uri).collect();
    assert_eq!(places, ["a/broken.txt", "a/up"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_decoded_as_in_archives() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tree(&["in/报.txt", "in/b\\c.txt"]);
    let root = folder.path().join("in");
    // 年 and 报 in GBK, and two names that mean nothing in any encoding.
    for name in [&b"\xC4\xEA.txt"[..], b"\xB1\xA8.txt", b"\xFF.txt", b"\xFF\xFF.txt"] {
        std::fs::write(root.join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
    }
    let found = discover(&[root]).unwrap();
    let mut uris: Vec<&str> = found.files.iter().map(|file| file.source_uri.as_str()).collect();
    assert!(["年.txt", "报.txt", "报.txt~2", "b\\c.txt"].iter().all(|uri| uris.contains(uri)), "{uris:?}");
    assert_eq!(found.files.len(), 6);
    uris.dedup();
    assert_eq!(uris.len(), 6, "each has a place of its own");
    let base = folder.path().file_name().unwrap().to_string_lossy().into_owned();
    assert!(uris.iter().all(|uri| !uri.contains(&base)), "where the folder lies is nobody's business: {uris:?}");
    assert!(found.files.iter().all(|file| std::fs::read(&file.path).is_ok()));
}

#[test]
fn what_is_left_out_is_counted_once() {
    let folder = tree(&["a.txt", ".b.txt", ".git/1", ".git/2", "c/.d.txt", "out/snapshots/1.txt", "out/e.txt"]);
    let root = folder.path().canonicalize().unwrap();
    let out = root.join("out");
    let dataset_of = |path: &Path| path.ends_with("out/snapshots").then(|| out.clone());
    let found = discover_but(&[root.clone(), root.join("c")], &dataset_of).unwrap();
    let uris: Vec<&str> = found.files.iter().map(|file| file.source_uri.as_str()).collect();
    assert_eq!(uris, ["a.txt", "out/e.txt"]);
    assert_eq!(found.left_out, LeftOut { hidden: 3, datasets: vec![out.clone()] });
    let named = discover_but(&[root.join(".b.txt"), out.join("snapshots")], &dataset_of).unwrap();
    assert_eq!((named.files.len(), named.left_out), (2, LeftOut::default()));
}
