//! Nothing leaves the archive: whatever an author commits, no command reads, writes or removes anything beside it.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

const DOCUMENT: &str = "# Parcel labels printed twice\n\nThe label worker was down from 10:00 UTC to 11:00 UTC on 2024-11-29.\n\n\
                        ## Root cause\n\nA retry had no idempotency key.\n";

/// A template that would run in every reader's browser.
const FOREIGN: &str = "<!doctype html><title>taken over</title>";

/// `archive/` with a document, and `precious/` beside it, which must stay as it is.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("archive/labels.md", DOCUMENT);
        for path in ["kept/file", "0123456789abcdef0123456789abcdef/file", ".new-1-0/file", "other.toml"] {
            place.write(&format!("precious/{path}"), "title = \"precious\"\n");
        }
        // Written long ago, so that an index of it is kept.
        let before = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().write(true).open(place.at("archive/labels.md")).unwrap().set_modified(before).unwrap();
        place
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn link(&self, path: &str, target: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        symlink(target, self.at(path)).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
        command.current_dir(self.folder.path()).args(args).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
    }

    /// What lies in `precious/`: every path, with its text and the time of its last change.
    fn precious(&self) -> Vec<(PathBuf, String, SystemTime)> {
        let mut found = Vec::new();
        let mut folders = vec![self.at("precious")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                if path.is_dir() {
                    folders.push(path.clone());
                }
                found.push((path.clone(), fs::read_to_string(&path).unwrap_or_default(), changed));
            }
        }
        found.sort();
        found
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The cache of an archive is a link at `path` to `target`: every command works as without a cache, and nothing happens
/// behind the link.
fn check_cache(path: &str, target: &str) {
    let place = Place::new();
    place.link(&format!("archive/{path}"), target);
    let before = place.precious();
    for args in [
        &["build", "archive", "-o", "site"][..],
        &["search", "labels", "-C", "archive"],
        &["search", "retry", "-C", "archive"],
        &["check", "archive"],
        &["trends", "archive"],
        &["build", "archive", "-o", "site"],
    ] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(0), "{path} -> {target}: {args:?}\n{}", told(&output));
        assert_eq!(place.precious(), before, "{path} -> {target}: {args:?}");
    }
    assert!(fs::symlink_metadata(place.at(&format!("archive/{path}"))).unwrap().is_symlink(), "{path}");
}

#[test]
fn a_committed_link_in_the_cache_leads_nowhere() {
    check_cache(".incidex", "../precious");
    check_cache(".incidex/search", "../../precious");
    check_cache(".incidex/.gitignore", "../../precious/new");
    check_cache(".incidex/search/0123456789abcdef0123456789abcdef", "../../../precious/kept");
    check_cache(".incidex/search/.new-1-0", "../../../precious/kept");
    let place = Place::new();
    check_cache(".incidex/search", place.at("precious").to_str().unwrap());
}

#[test]
fn a_cache_behind_a_link_is_told_by_check() {
    let place = Place::new();
    place.link("archive/.incidex/search", "../../precious");
    let told = told(&place.run(&["check", "archive"]));
    assert!(told.contains(".incidex/search") && told.contains("is not used"), "{told}");
}

#[test]
fn the_cache_is_for_its_owner_alone() {
    let place = Place::new();
    place.write("archive/.incidex/search/note", "");
    for path in ["archive/.incidex", "archive/.incidex/search"] {
        fs::set_permissions(place.at(path), fs::Permissions::from_mode(0o755)).unwrap();
    }
    place.run(&["search", "labels", "-C", "archive"]);
    let mut folders = vec![place.at("archive/.incidex")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{folder:?}");
        seen += 1;
        folders.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    assert_eq!(seen, 3, "the cache, its indexes, and one index");
}

/// Every command refuses settings behind a link, from outside and from within.
#[test]
fn settings_behind_a_link_are_refused() {
    for target in ["../precious/other.toml", "nowhere.toml", "own.toml"] {
        let place = Place::new();
        place.write("archive/own.toml", "title = \"Own\"\n");
        place.link("archive/incidex.toml", target);
        for args in [
            &["build", "archive", "-o", "site"][..],
            &["check", "archive"],
            &["search", "labels", "-C", "archive"],
            &["trends", "archive"],
            &["show", "archive/labels.md"],
        ] {
            let output = place.run(args);
            assert_eq!(output.status.code(), Some(2), "{target}: {args:?}\n{}", told(&output));
            assert!(told(&output).contains("incidex.toml: it is a symbolic link"), "{args:?}\n{}", told(&output));
        }
        assert!(!place.at("site").exists());
    }
}

#[test]
fn settings_that_the_user_names_may_be_a_link() {
    let place = Place::new();
    place.link("mine.toml", "precious/other.toml");
    let output = place.run(&["build", "archive", "-o", "site", "-c", "mine.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(fs::read_to_string(place.at("site/index.html")).unwrap().contains("precious"));
}

#[test]
fn the_built_in_theme_is_replaced_only_where_the_settings_say_so() {
    for (settings, replaced) in [("", false), ("title = \"x\"\n", false), ("theme = \"default\"\n", true)] {
        let place = Place::new();
        place.write("archive/incidex.toml", settings);
        place.write("archive/themes/default/theme.toml", "inherits = \"default\"\n");
        place.write("archive/themes/default/templates/home.html", FOREIGN);
        let output = place.run(&["build", "archive", "-o", "site"]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        let home = fs::read_to_string(place.at("site/index.html")).unwrap();
        assert_eq!(home.contains("taken over"), replaced, "{settings:?}");
    }
    let place = Place::new();
    place.write("archive/incidex.toml", "theme = \"default\"\n");
    assert_eq!(
        place.run(&["build", "archive", "-o", "site"]).status.code(),
        Some(0),
        "built in where there is no folder"
    );
}

/// A theme with a link at `path`: nothing is published.
fn check_theme(path: &str, target: &str, expected: &str) {
    let place = Place::new();
    place.write("archive/incidex.toml", "theme = \"mine\"\n");
    let theme = if path.starts_with("themes/mine/") { "archive/themes/mine" } else { "elsewhere" };
    place.write(&format!("{theme}/static/own.css"), "");
    if !path.ends_with("theme.toml") {
        place.write(&format!("{theme}/theme.toml"), "inherits = \"default\"\n");
    }
    place.link(&format!("archive/{path}"), target);
    let output = place.run(&["build", "archive", "-o", "site"]);
    assert_eq!(output.status.code(), Some(2), "{path}\n{}", told(&output));
    assert!(told(&output).contains("it is a symbolic link") && told(&output).contains(expected), "{}", told(&output));
    assert!(!place.at("site").exists());
}

#[test]
fn a_theme_behind_a_link_is_refused() {
    check_theme("themes/mine", "../../elsewhere", "`themes/mine`");
    check_theme("themes/mine/theme.toml", "../../../precious/other.toml", "`themes/mine/theme.toml`");
    check_theme("themes/mine/static/x.txt", "../../../../precious/kept/file", "`themes/mine/static/x.txt`");
    check_theme("themes/mine/static/all", "../../../../precious", "`themes/mine/static/all`");
    check_theme("themes/mine/templates", "../../../precious", "`themes/mine/templates`");
}

#[test]
fn a_site_is_not_published_through_a_link_of_the_archive() {
    for out in ["archive/out/site", "archive/out/deep/site", "archive/out"] {
        let place = Place::new();
        place.link("archive/out", "../precious");
        let before = place.precious();
        let output = place.run(&["build", "archive", "-o", out]);
        assert_eq!(output.status.code(), Some(4), "{out}\n{}", told(&output));
        assert!(told(&output).contains("symbolic link"), "{}", told(&output));
        assert_eq!(place.precious(), before, "{out}");
    }
}

/// Runs as a user who is refused what is forbidden, also where the tests run as root.
fn run_as_nobody(place: &Place, args: &[&str]) -> Output {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(&program().1);
    command.current_dir(place.folder.path()).args(args).env_remove("SOURCE_DATE_EPOCH");
    // What was made just now belongs to whoever runs the tests.
    if fs::metadata(place.folder.path()).unwrap().uid() == 0 {
        command.uid(65534).gid(65534);
    }
    command.output().unwrap()
}

/// The program where another user may run it.
fn program() -> &'static (tempfile::TempDir, PathBuf) {
    static PROGRAM: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        allow(folder.path(), 0o755);
        let program = folder.path().join("incidex");
        // A second name where that is possible: a file that was just written may still be open in a process that another
        // test is about to start, and then cannot be run.
        if fs::hard_link(env!("CARGO_BIN_EXE_incidex"), &program).is_err() {
            fs::copy(env!("CARGO_BIN_EXE_incidex"), &program).unwrap();
        }
        (folder, program)
    })
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// With `path` forbidden to the user, no command answers from what is left, and an old site stays.
fn check_forbidden(path: &str) {
    let place = Place::new();
    place.write("archive/2024/disk.md", &DOCUMENT.replace("Parcel labels printed", "A disk filled up"));
    place.write("archive/2024/graph.png", "not quite a picture");
    place.write("archive/2024/graph.md", &format!("{DOCUMENT}\n![graph](graph.png)\n"));
    place.write("archive/.incidexignore", "*.draft.md\n");
    place.write("archive/causes.toml", "");
    place.write("archive/incidex.toml", "theme = \"mine\"\n");
    place.write("archive/themes/mine/theme.toml", "inherits = \"default\"\n");
    fs::create_dir(place.at("sites")).unwrap();
    for open in [".", "sites", "archive"] {
        allow(&place.at(open), 0o777);
    }
    let first = run_as_nobody(&place, &["build", "archive", "-o", "sites/site"]);
    assert_eq!(first.status.code(), Some(0), "{}", told(&first));
    let home = fs::read(place.at("sites/site/index.html")).unwrap();
    let listed = fs::read(place.at("sites/site/.incidex-site")).unwrap();

    let reads_themes = path.starts_with("archive/themes") || path.ends_with(".png");
    allow(&place.at(path), 0);
    for args in [
        &["build", "archive", "-o", "sites/site"][..],
        &["build", "archive", "-o", "sites/new"],
        &["check", "archive"],
        &["search", "labels", "-C", "archive"],
        &["trends", "archive"],
        &["report", "archive"],
    ] {
        let needed = match args[0] {
            "build" => true,
            // Answers from an index that was made before, which holds nothing of these.
            "search" => !reads_themes && !path.ends_with("causes.toml"),
            _ => !path.contains("themes"),
        };
        if !needed {
            continue;
        }
        let output = run_as_nobody(&place, args);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(3), "{path}: {args:?}\n{told}");
        let name = path.strip_prefix("archive/").unwrap();
        assert_eq!(told.matches(name).count(), 1, "{path}: {args:?}\n{told}");
        assert!(told.to_lowercase().contains("permission denied"), "{path}: {args:?}\n{told}");
    }
    assert_eq!(fs::read(place.at("sites/site/index.html")).unwrap(), home);
    assert_eq!(fs::read(place.at("sites/site/.incidex-site")).unwrap(), listed);
    let left: Vec<_> = fs::read_dir(place.at("sites")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.contains(&"new".into()), "{path}: {left:?}");
    allow(&place.at(path), 0o755);
}

#[test]
fn what_the_machine_will_not_read_stops_every_command() {
    check_forbidden("archive/2024");
    check_forbidden("archive/2024/disk.md");
    check_forbidden("archive/2024/graph.png");
    check_forbidden("archive/.incidexignore");
    check_forbidden("archive/causes.toml");
    check_forbidden("archive/incidex.toml");
    check_forbidden("archive/themes/mine");
    check_forbidden("archive/themes/mine/theme.toml");
}

#[test]
fn the_reason_of_an_error_is_told_once() {
    let place = Place::new();
    place.write("file", "");
    let told = told(&place.run(&["build", "archive", "-o", "file/site"]));
    assert_eq!(told.matches("os error").count(), 1, "{told}");
}

/// A document links to `path`, which says something about the archive or its sites: it is no attachment.
fn check_attachment(path: &str) {
    let place = Place::new();
    place.write(&format!("archive/{path}"), "correct-horse-battery-staple");
    place.write("archive/links.md", &format!("{DOCUMENT}\nSee [this](/{path}) and [that]({path}).\n"));
    if path == "incidex.toml" {
        place.write("archive/incidex.toml", "title = \"x\" # correct-horse-battery-staple\n");
    }
    let output = place.run(&["build", "archive", "-o", "site"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(!place.at(&format!("site/files/{path}")).exists(), "{path}");
    assert!(told(&place.run(&["check", "archive"])).contains("IX0108"), "{path}");
}

#[test]
fn what_says_something_about_the_archive_is_no_attachment() {
    for path in ["incidex.toml", "causes.toml", "publication.json", "inside.publication.json", "2024/publication.json"]
    {
        check_attachment(path);
    }
}
