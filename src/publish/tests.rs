//! Publishing to real folders, killed and crowded.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured or why it measured nothing"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use super::*;

type Tree = BTreeMap<String, String>;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A folder with an archive of one document, and room for sites beside it.
fn workplace() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    fs::create_dir(&content).unwrap();
    fs::write(content.join("x.md"), "# x").unwrap();
    let target = folder.path().join("public");
    (folder, content, target)
}

fn publish(target: &Path, content: &Path, site: &Tree) -> Result<Published, PublishError> {
    let stage = Stage::begin(target, content)?;
    for (path, text) in site {
        stage.put(path, text.as_bytes()).unwrap();
    }
    stage.commit()
}

/// Every file of a folder but the marker.
fn on_disk(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() && path != SITE_MARKER {
            tree.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    tree
}

/// What lies beside the target, by name.
fn beside(target: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(target.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn old_site() -> Tree {
    tree(&[("index.html", "old"), ("a/index.html", "same"), ("a/gone.html", "old"), ("feed.xml", "same")])
}

fn new_site() -> Tree {
    tree(&[("index.html", "new"), ("a/index.html", "same"), ("b/c/index.html", "new"), ("feed.xml", "same")])
}

#[test]
fn a_site_is_published_whole_and_its_list_lies_beside_it() {
    let (_folder, content, target) = workplace();
    let published = publish(&target, &content, &old_site()).unwrap();
    assert_eq!(published, Published { files: 4, bytes: 14, changed: true });
    assert_eq!(on_disk(&target), old_site());
    let marker = fs::read_to_string(target.join(SITE_MARKER)).unwrap();
    assert!(marker.starts_with("incidex-site 1\n"));
    assert_eq!(Manifest::parse(&marker).unwrap().entries.len(), 4);
    assert_eq!(beside(&target), ["content", "public"]);
}

#[test]
fn folders_above_the_target_are_made() {
    let (folder, content, _) = workplace();
    let target = folder.path().join("some/where/public");
    publish(&target, &content, &old_site()).unwrap();
    assert_eq!(on_disk(&target), old_site());
}

#[test]
fn a_second_site_replaces_the_first_and_leaves_nothing_of_it() {
    let (_folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    assert!(publish(&target, &content, &new_site()).unwrap().changed);
    assert_eq!(on_disk(&target), new_site());
    assert_eq!(beside(&target), ["content", "public"]);
}

#[cfg(unix)]
#[test]
fn files_that_did_not_change_stay_the_same_file() {
    use std::os::unix::fs::MetadataExt;
    let (_folder, content, target) = workplace();
    let identity = |path: &str| {
        let metadata = fs::metadata(target.join(path)).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.nlink())
    };
    publish(&target, &content, &old_site()).unwrap();
    let before = (identity("a/index.html"), identity("index.html"));
    publish(&target, &content, &new_site()).unwrap();
    assert_eq!(identity("a/index.html"), before.0);
    assert_ne!(identity("index.html").0, before.1.0);
}

#[cfg(unix)]
#[test]
fn publishing_the_same_site_twice_touches_nothing() {
    use std::os::unix::fs::MetadataExt;
    let (_folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    let state = || {
        let entries = walkdir::WalkDir::new(&target).sort_by_file_name().into_iter().map(|entry| {
            let metadata = entry.as_ref().unwrap().metadata().unwrap();
            (entry.unwrap().path().to_owned(), metadata.ino(), metadata.mtime_nsec(), metadata.ctime_nsec())
        });
        entries.collect::<Vec<_>>()
    };
    let before = state();
    let published = publish(&target, &content, &old_site()).unwrap();
    assert_eq!(published, Published { files: 4, bytes: 14, changed: false });
    assert_eq!(state(), before);
    assert_eq!(beside(&target), ["content", "public"]);
}

/// Publishes one file written piece by piece; fails after the given number of pieces.
fn publish_pieces(
    target: &Path,
    content: &Path,
    pieces: &[&str],
    fails_after: usize,
) -> Result<Published, PublishError> {
    let stage = Stage::begin(target, content)?;
    let stored = stage.put_written("data/large.json", &mut |out| {
        for (at, piece) in pieces.iter().enumerate() {
            if at == fails_after {
                return Err(io::Error::other("no more"));
            }
            out.write_all(piece.as_bytes())?;
        }
        Ok(())
    });
    assert_eq!(stored.is_err(), fails_after < pieces.len());
    stage.commit()
}

#[test]
fn a_file_written_in_pieces_is_a_file_like_any_other() {
    let (_folder, content, target) = workplace();
    let whole = tree(&[("data/large.json", "[1, 2]")]);
    let published = publish_pieces(&target, &content, &["[1", ", 2]"], 9).unwrap();
    assert_eq!(published, Published { files: 1, bytes: 6, changed: true });
    assert_eq!(on_disk(&target), whole);
    assert!(!publish_pieces(&target, &content, &["[", "1, 2", "]"], 9).unwrap().changed);
    assert!(!publish(&target, &content, &whole).unwrap().changed);
    assert!(publish_pieces(&target, &content, &["[1, ", "3]"], 9).unwrap().changed);
    fs::write(target.join("data/large.json"), "[1, 4]").unwrap();
    assert!(
        publish_pieces(&target, &content, &["[1, ", "3]"], 9).unwrap().changed,
        "damaged, the list notwithstanding"
    );
    assert_eq!(on_disk(&target), tree(&[("data/large.json", "[1, 3]")]));
}

#[test]
fn a_file_that_could_not_be_written_to_its_end_leaves_the_old_site() {
    let (_folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    let refused = publish_pieces(&target, &content, &["[1", ", 2]"], 1);
    assert!(matches!(refused, Err(PublishError::Incomplete(_))), "{refused:?}");
    assert_eq!(on_disk(&target), old_site());
    assert_eq!(beside(&target), ["content", "public"]);
}

#[test]
fn a_page_that_was_damaged_lost_or_added_to_is_made_good() {
    let (_folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    fs::write(target.join("index.html"), "odd").unwrap();
    assert!(publish(&target, &content, &old_site()).unwrap().changed);
    assert_eq!(on_disk(&target), old_site());
    fs::remove_file(target.join("feed.xml")).unwrap();
    assert!(publish(&target, &content, &old_site()).unwrap().changed);
    assert_eq!(on_disk(&target), old_site());
}

#[test]
fn a_stage_that_is_dropped_leaves_the_old_site_and_no_litter() {
    let (_folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    let stage = Stage::begin(&target, &content).unwrap();
    stage.put("index.html", b"new").unwrap();
    drop(stage);
    assert_eq!(on_disk(&target), old_site());
    assert_eq!(beside(&target), ["content", "public"]);
}

#[test]
fn what_killed_builds_left_is_removed_and_a_site_moved_aside_is_put_back() {
    let (folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    fs::rename(&target, folder.path().join(".public.incidex-old-1")).unwrap();
    fs::create_dir_all(folder.path().join(".public.incidex-stage-1/a")).unwrap();
    fs::create_dir_all(folder.path().join(".public.incidex-stage-notes")).unwrap();
    fs::write(folder.path().join(".public.incidex-lock"), "1").unwrap();
    drop(Stage::begin(&target, &content).unwrap());
    assert_eq!(on_disk(&target), old_site());
    assert_eq!(beside(&target), [".public.incidex-stage-notes", "content", "public"]);
}

#[test]
fn without_an_exchange_the_folders_change_places_in_three_steps() {
    let (folder, content, target) = workplace();
    publish(&target, &content, &old_site()).unwrap();
    let place = target::place(&target, folder.path()).unwrap();
    let stage = folder.path().join("stage");
    fs::create_dir(&stage).unwrap();
    fs::write(stage.join("index.html"), "new").unwrap();
    swap::in_three_steps(&stage, &place.path(), &place).unwrap();
    assert_eq!(on_disk(&target), tree(&[("index.html", "new")]));
    assert_eq!(on_disk(&stage), old_site());
    // A new site that is not there: the old one comes back.
    assert!(swap::in_three_steps(&folder.path().join("none"), &place.path(), &place).is_err());
    assert_eq!(on_disk(&target), tree(&[("index.html", "new")]));
}

#[cfg(unix)]
#[test]
fn the_site_gets_the_usual_mode_and_keeps_one_it_was_given() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, content, target) = workplace();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let stage = Stage::begin(&target, &content).unwrap();
    assert_eq!(mode(&stage.folder), 0o700);
    stage.put("index.html", b"").unwrap();
    stage.commit().unwrap();
    let usual = folder.path().join("usual");
    fs::create_dir(&usual).unwrap();
    assert_eq!(mode(&target), mode(&usual));
    fs::set_permissions(&target, fs::Permissions::from_mode(0o750)).unwrap();
    publish(&target, &content, &new_site()).unwrap();
    assert_eq!(mode(&target), 0o750);
}

/// Begins at `target` below the workplace and compares the message's end.
fn refused(folder: &Path, target: &str, expected: &str) {
    let message = match Stage::begin(&folder.join(target), &folder.join("content")) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    };
    assert!(message.contains(expected), "{target}: {message}");
}

#[test]
fn folders_that_are_not_ours_to_replace_are_refused() {
    let (folder, content, target) = workplace();
    let at = folder.path();
    refused(at, "content", "it holds the documents of the archive");
    refused(at, "content/../content", "it holds the documents of the archive");
    refused(at, ".", "it holds the documents of the archive");
    refused(at, "content/..", "names no folder");
    refused(at, "content/x.md", "it is a file");
    fs::create_dir_all(at.join("full/sub")).unwrap();
    fs::write(at.join("full/sub/thesis.txt"), "").unwrap();
    refused(at, "full", "did not write, such as `sub/thesis.txt`");
    fs::write(at.join("full").join(SITE_MARKER), "").unwrap();
    refused(at, "full", "cannot be read");
    fs::write(at.join("full").join(SITE_MARKER), "incidex-site 2\n").unwrap();
    refused(at, "full", "cannot be read");
    publish(&target, &content, &old_site()).unwrap();
    fs::write(target.join("CNAME"), "").unwrap();
    refused(at, "public", "did not write, such as `CNAME`");
    assert_eq!(beside(&target), ["content", "full", "public"]);
}

#[cfg(unix)]
#[test]
fn a_target_that_is_a_link_is_refused_and_its_aim_untouched() {
    let (folder, content, target) = workplace();
    let at = folder.path();
    publish(&at.join("real"), &content, &old_site()).unwrap();
    std::os::unix::fs::symlink("real", &target).unwrap();
    refused(at, "public", "it is a symbolic link");
    std::os::unix::fs::symlink(at, at.join("dangling")).unwrap();
    refused(at, "dangling", "it is a symbolic link");
    // A link at the place of the lock is not followed either.
    std::os::unix::fs::symlink(at.join("precious"), at.join(".other.incidex-lock")).unwrap();
    refused(at, "other", "open");
    assert!(!at.join("precious").exists());
}

#[test]
fn an_empty_folder_droppings_and_a_folder_inside_the_archive_are_fine() {
    let (folder, content, target) = workplace();
    fs::create_dir(&target).unwrap();
    fs::write(target.join(".DS_Store"), "").unwrap();
    publish(&target, &content, &old_site()).unwrap();
    let inside = content.join("public");
    publish(&inside, &content, &old_site()).unwrap();
    publish(&inside, &content, &new_site()).unwrap();
    let archive = crate::read::archive(&content, &["md".into(), "html".into()]).unwrap();
    assert_eq!(archive.sources.iter().map(|source| source.path.as_str()).collect::<Vec<_>>(), ["x.md"]);
    drop(folder);
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_refused() {
    // Always another device than its parent.
    let (_folder, content, _) = workplace();
    let message = Stage::begin(Path::new("/proc"), &content).unwrap_err().to_string();
    assert!(message.contains("it is a mount point"), "{message}");
}

#[test]
fn paths_that_leave_the_site_or_clash_are_refused_and_the_site_is_not_published() {
    for path in ["/x", "../x", "a/../x", "a//x", "", "a/", ".", r"a\x", "a\nb", ".incidex-site", "a/.Incidex-Site"] {
        let (_folder, content, target) = workplace();
        let stage = Stage::begin(&target, &content).unwrap();
        assert_eq!(stage.put(path, b"").unwrap_err().kind(), io::ErrorKind::InvalidInput, "{path}");
        assert!(matches!(stage.commit(), Err(PublishError::Incomplete(_))));
        assert_eq!(beside(&target), ["content"]);
    }
    for (one, other) in [("a", "a"), ("A/Index.html", "a/index.HTML"), ("caf\u{e9}", "cafe\u{301}"), ("Ä", "ä")] {
        let (_folder, content, target) = workplace();
        let stage = Stage::begin(&target, &content).unwrap();
        stage.put(one, b"").unwrap();
        assert_eq!(stage.put(other, b"").unwrap_err().kind(), io::ErrorKind::AlreadyExists, "{one} {other}");
    }
    let long = "x".repeat(256);
    let (_folder, content, target) = workplace();
    assert!(Stage::begin(&target, &content).unwrap().put(&long, b"").is_err());
}

#[test]
fn a_second_build_of_the_same_target_fails_at_once_and_says_who_is_in_the_way() {
    let (folder, content, target) = workplace();
    let stage = Stage::begin(&target, &content).unwrap();
    let message = Stage::begin(&target, &content).unwrap_err().to_string();
    assert!(message.contains(&format!("another build (process {}, since 20", std::process::id())), "{message}");
    publish(&folder.path().join("other"), &content, &old_site()).unwrap();
    stage.put("index.html", b"").unwrap();
    stage.commit().unwrap();
    publish(&target, &content, &new_site()).unwrap();
    assert_eq!(on_disk(&target), new_site());
}

#[test]
fn files_can_be_put_from_many_threads() {
    let (_folder, content, target) = workplace();
    let stage = Stage::begin(&target, &content).unwrap();
    thread::scope(|scope| {
        for thread in 0..8 {
            let stage = &stage;
            scope.spawn(move || {
                for page in 0..50 {
                    stage.put(&format!("{page}/{thread}/index.html"), b"page").unwrap();
                }
            });
        }
    });
    assert_eq!(stage.commit().unwrap().files, 400);
    assert_eq!(on_disk(&target).len(), 400);
}

#[cfg(target_os = "linux")]
#[test]
fn readers_and_other_builds_never_see_a_mixture() {
    let (_folder, content, target) = workplace();
    let site = |mark: usize| -> Tree { (0..10).map(|page| (format!("{page}.html"), mark.to_string())).collect() };
    publish(&target, &content, &site(0)).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let builders: Vec<_> = (1..=4)
            .map(|mark| {
                let (target, content, site) = (&target, &content, &site);
                scope.spawn(move || {
                    let results: Vec<_> = (0..25).map(|_| publish(target, content, &site(mark))).collect();
                    let busy = |error: &PublishError| matches!(error, PublishError::Busy { .. });
                    assert!(results.iter().all(|result| result.as_ref().map_or_else(busy, |_| true)), "{results:?}");
                })
            })
            .collect();
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                // One open folder is one site: what is exchanged meanwhile is another folder.
                let folder = File::open(&target).unwrap();
                let read = |name: String| {
                    let flags = rustix::fs::OFlags::RDONLY;
                    let file = rustix::fs::openat(&folder, name, flags, rustix::fs::Mode::empty()).ok()?;
                    io::read_to_string(File::from(file)).ok()
                };
                // A file may be gone, as its whole site is being removed; it is never of another one.
                let marks: Vec<_> = (0..10).filter_map(|page| read(format!("{page}.html"))).collect();
                assert!(marks.windows(2).all(|pair| pair[0] == pair[1]), "{marks:?}");
            }
        });
        builders.into_iter().for_each(|builder| builder.join().unwrap());
        done.store(true, Ordering::SeqCst);
    });
    let left = on_disk(&target);
    assert!((0..=4).any(|mark| left == site(mark)), "{left:?}");
    assert_eq!(beside(&target), ["content", "public"]);
}

/// Where the child process publishes to; without it there is no child.
const CHILD: &str = "INCIDEX_TEST_PUBLISH";

#[test]
fn child_that_publishes_the_new_site() {
    let Ok(at) = std::env::var(CHILD) else { return };
    let at = Path::new(&at);
    let (target, content) = (at.join("public"), at.join("content"));
    let careless = std::env::var_os(CARELESS).is_some();
    let outcome =
        if careless { write_in_place(&target).is_ok() } else { publish(&target, &content, &new_site()).is_ok() };
    fs::write(at.join("outcome"), if outcome { "published" } else { "failed" }).unwrap();
}

/// Has the child write straight into the target, as a control: the harness must see what goes wrong then.
const CARELESS: &str = "INCIDEX_TEST_CARELESS";

fn write_in_place(target: &Path) -> io::Result<()> {
    fs::remove_dir_all(target)?;
    new_site().iter().try_for_each(|(path, text)| {
        let file = target.join(path);
        fs::create_dir_all(file.parent().unwrap())?;
        fs::write(file, text)
    })
}

/// A fault at the n-th call of a kind, and one for every call of another kind.
#[derive(Debug, Default)]
struct Fault {
    /// The name of the call, on whichever processor.
    call: &'static str,
    fault: &'static str,
    always: &'static str,
    careless: bool,
}

/// Runs the child under `strace`, which injects the fault; says whether there was such a call.
fn child_with(Fault { call, fault, always, careless }: &Fault, when: usize, at: &Path) -> bool {
    let log = at.join("log");
    let mut command = Command::new("strace");
    let comma = if always.is_empty() { "" } else { "," };
    let always_called = always.split(':').next().unwrap();
    command.arg("-f").arg("-o").arg(&log).args(["-e", &format!("trace={call}{comma}{always_called}")]);
    command.args(["-e", &format!("inject={call}:{fault}:when={when}")]);
    if !always.is_empty() {
        command.args(["-e", &format!("inject={always}")]);
    }
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "publish::tests::child_that_publishes_the_new_site", "--test-threads=1"]);
    // Calls are counted for each thread, so there is to be one worker.
    if *careless {
        command.env(CARELESS, "1");
    }
    command.env(CHILD, at).env("RAYON_NUM_THREADS", "1");
    command.output().unwrap();
    let log_text = fs::read_to_string(&log).unwrap();
    fs::remove_file(log).unwrap();
    let here = |line: &str| line.contains("INJECTED") && (always.is_empty() || !line.contains(always_called));
    log_text.lines().any(|line| here(line) || line.contains("killed by SIGKILL"))
}

/// Injects the fault at the first, second, ... call until a run has no such call any more, and looks at what is left.
/// Returns how often it was the old site, the new one, and none until the next build began; of a careless child how often
/// it was torn and whole.
fn hit_every_call(fault: &Fault) -> [usize; 3] {
    let mut seen = [0; 3];
    for when in 1..100 {
        let (folder, content, target) = workplace();
        publish(&target, &content, &old_site()).unwrap();
        if !child_with(fault, when, folder.path()) {
            break;
        }
        let hit = format!("{} {} {when} {}", fault.call, fault.fault, fault.always);
        let outcome = fs::read_to_string(folder.path().join("outcome")).unwrap_or_default();
        let _ = fs::remove_file(folder.path().join("outcome"));
        let gone = !fault.always.is_empty() && !target.exists();
        if gone {
            drop(Stage::begin(&target, &content).unwrap());
        }
        let left = if target.exists() { on_disk(&target) } else { Tree::new() };
        let whole = left == old_site() || left == new_site();
        if fault.careless {
            seen[usize::from(whole)] += 1;
            continue;
        }
        assert!(whole, "{hit}: {left:?}");
        assert!(outcome != "published" || left == new_site(), "{hit}: said to be published");
        assert!(outcome != "failed" || left == old_site(), "{hit}: said to have failed");
        seen[if gone { 2 } else { usize::from(left == new_site()) }] += 1;
        publish(&target, &content, &new_site()).unwrap();
        assert_eq!(on_disk(&target), new_site(), "{hit}: the next build");
        assert_eq!(beside(&target), ["content", "public"], "{hit}: the next build");
    }
    seen
}

#[cfg(target_os = "linux")]
fn can_trace() -> bool {
    let probe = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let can = probe.is_ok_and(|status| status.success());
    if !can {
        eprintln!("strace is not there or may not trace: no build was killed");
    }
    can
}

#[cfg(target_os = "linux")]
#[test]
fn the_harness_sees_what_a_careless_build_leaves() {
    if can_trace() {
        let fault = Fault { call: "write", fault: "error=ENOSPC", careless: true, ..Fault::default() };
        let [torn, ..] = hit_every_call(&fault);
        assert!(torn > 0, "the harness saw nothing");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_killed_or_failing_at_any_call_leaves_the_old_site_or_the_new_one() {
    if !can_trace() {
        return;
    }
    const MKDIR: &str = "?mkdir,?mkdirat";
    const CHMOD: &str = "?chmod,?fchmodat";
    const RENAME: &str = "?rename,?renameat";
    const CALLS: [&str; 10] =
        ["renameat2", "linkat", "syncfs", "fsync", MKDIR, "flock", CHMOD, "write", "?unlink,unlinkat", "?rmdir"];
    const ERRORS: [(&str, &str); 9] = [
        ("write", "error=ENOSPC"),
        (MKDIR, "error=ENOSPC"),
        ("linkat", "error=EPERM"),
        ("syncfs", "error=EIO"),
        ("syncfs", "error=ENOSYS"),
        ("fsync", "error=EIO"),
        ("renameat2", "error=EIO"),
        (CHMOD, "error=EPERM"),
        ("?unlink,unlinkat", "error=EBUSY"),
    ];
    const NO_EXCHANGE: &str = "renameat2:error=EINVAL";
    let kills = CALLS.map(|call| Fault { call, fault: "signal=KILL", always: "", careless: false });
    let errors = ERRORS.map(|(call, fault)| Fault { call, fault, always: "", careless: false });
    let steps =
        ["signal=KILL", "error=EIO"].map(|fault| Fault { call: RENAME, fault, always: NO_EXCHANGE, careless: false });
    let mut total = [0; 3];
    for fault in kills.iter().chain(&errors).chain(&steps) {
        let seen = hit_every_call(fault);
        println!("{} {} {}: {seen:?}", fault.call, fault.fault, fault.always);
        total.iter_mut().zip(seen).for_each(|(total, seen)| *total += seen);
    }
    println!("the old site, the new one, none until the next build: {total:?}");
    assert!(total.iter().sum::<usize>() > 20, "only {total:?} calls were hit");
}
