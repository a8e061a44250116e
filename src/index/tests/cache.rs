//! That a cached index is used when it is right, and only then.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::corpus::documents;
use crate::index::{Fingerprint, IndexError, IndexFiles, build_from, with_index};
use crate::search::{Options, SearchDocument, SearchError, parse, search};

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
enum Failed {
    Index(#[from] IndexError),
    Search(#[from] SearchError),
}

/// An archive of one file, last changed a minute ago.
fn archive() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "one");
    root
}

fn write(root: &Path, text: &str) {
    let path = root.join("a.md");
    fs::write(&path, text).unwrap();
    let before = SystemTime::now() - Duration::from_secs(60);
    fs::File::options().write(true).open(path).unwrap().set_modified(before).unwrap();
}

/// Asks, and says what was found and whether the index had to be built.
fn check(root: &Path, settings: &str) -> (usize, bool) {
    let mut fingerprint = Fingerprint::new(settings.as_bytes());
    fingerprint.file("a.md", &fs::metadata(root.join("a.md")).unwrap());
    let built = Cell::new(false);
    let build = || -> Result<IndexFiles, Failed> {
        built.set(true);
        Ok(build_from(documents())?)
    };
    let found = with_index(root, &fingerprint, build, |reader| {
        let results = search(reader, &parse("connections pool database"), &Options::default())?;
        Ok(results.hits.iter().filter(|hit| hit.missing.is_empty()).count())
    });
    (found.unwrap(), built.get())
}

#[test]
fn a_folder_without_an_incident_is_left_as_it_was() {
    let root = archive();
    let mut fingerprint = Fingerprint::new(b"x");
    fingerprint.file("a.md", &fs::metadata(root.path().join("a.md")).unwrap());
    let aside = SearchDocument { set_aside: Some("a list".into()), ..SearchDocument::default() };
    let build = || -> Result<IndexFiles, Failed> { Ok(build_from(vec![aside.clone()])?) };
    let options = Options { set_aside: true, ..Options::default() };
    let found = with_index(root.path(), &fingerprint, build, |reader| search(reader, &parse(""), &options));
    assert_eq!(found.unwrap().total, 1);
    assert!(!root.path().join(".incidex").exists());
}

fn index_folder(root: &Path) -> std::path::PathBuf {
    let mut folders = fs::read_dir(root.join(".incidex/search")).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    assert!(folders.next().is_none(), "older indexes are removed");
    folder
}

#[test]
fn an_index_is_built_once_and_used_until_something_changes() {
    let root = archive();
    assert_eq!(check(root.path(), "x"), (1, true));
    assert_eq!(check(root.path(), "x"), (1, false));
    write(root.path(), "two");
    assert_eq!(check(root.path(), "x"), (1, true), "another file");
    assert_eq!(check(root.path(), "y"), (1, true), "another setting");
    assert_eq!(check(root.path(), "y"), (1, false));
    index_folder(root.path());
    assert_eq!(fs::read_to_string(root.path().join(".incidex/.gitignore")).unwrap(), "*\n");
}

#[cfg(unix)]
#[test]
fn an_index_is_kept_where_the_archive_is_named_from_the_current_folder() {
    let root = archive();
    let current = std::env::current_dir().unwrap();
    let climb: std::path::PathBuf = current.components().skip(1).map(|_| "..").collect();
    let relative = climb.join(root.path().strip_prefix("/").unwrap());
    assert_eq!(check(&relative, "x"), (1, true));
    assert_eq!(check(&relative, "x"), (1, false));
    index_folder(root.path());
}

#[test]
fn a_file_written_just_now_is_not_trusted_to_stay() {
    let root = archive();
    fs::write(root.path().join("a.md"), "now").unwrap();
    assert_eq!(check(root.path(), "x"), (1, true));
    assert!(!root.path().join(".incidex").exists());
}

#[test]
fn damage_anywhere_leads_to_a_rebuild() {
    let root = archive();
    check(root.path(), "x");
    let names: Vec<_> =
        fs::read_dir(index_folder(root.path())).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.len() > 8);
    for name in names {
        let path = index_folder(root.path()).join(&name);
        let good = fs::read(&path).unwrap();
        for bad in [Vec::new(), good[..good.len() / 2].to_vec(), good.iter().map(|byte| byte ^ 0x55).collect()] {
            fs::write(&path, bad).unwrap();
            let (found, _) = check(root.path(), "x");
            assert_eq!(found, 1, "{name:?}");
            fs::write(index_folder(root.path()).join(&name), &good).unwrap();
        }
        fs::remove_file(index_folder(root.path()).join(&name)).unwrap();
        assert_eq!(check(root.path(), "x"), (1, true), "{name:?}");
    }
}

#[test]
fn a_flipped_byte_never_changes_an_answer() {
    let root = archive();
    check(root.path(), "x");
    let folder = index_folder(root.path());
    let mut rebuilt = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let good = fs::read(&path).unwrap();
        for at in (0..good.len()).step_by(good.len() / 12 + 1) {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            fs::write(&path, bad).unwrap();
            let (found, built) = check(root.path(), "x");
            assert_eq!(found, 1, "{path:?} at {at}");
            rebuilt += usize::from(built);
            if !built {
                fs::write(&path, &good).unwrap();
            }
        }
    }
    assert!(rebuilt > 10);
}

#[test]
fn an_archive_that_cannot_be_written_to_is_searched_all_the_same() {
    let root = archive();
    fs::write(root.path().join(".incidex"), "a file where the folder would be").unwrap();
    assert_eq!(check(root.path(), "x"), (1, true));
    assert_eq!(check(root.path(), "x"), (1, true));
}
