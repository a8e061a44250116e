//! `git = true`: what a repository tells of its reports, and what it does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use incidex::config::Config;
use incidex::model::{Audience, Incident};
use incidex::pipeline::Loaded;

/// An archive in a repository of its own.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git("2026-01-01", &["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn git(&self, day: &str, arguments: &[&str]) {
        let date = format!("{day}T12:00:00Z");
        let status = Command::new("git")
            .args(["-c", "user.name=ops", "-c", "user.email=ops@reed.example", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    /// Writes a report of one incident with these items and commits all there is.
    fn report(&self, day: &str, name: &str, over: &str, items: &str) {
        let text = format!(
            "# Orders stopped at {name}\n\n{over} 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk was full.\n\n## Action items\n\n{items}"
        );
        fs::write(self.folder.path().join(name), text).unwrap();
        self.commit(day);
    }

    fn commit(&self, day: &str) {
        self.git(day, &["add", "-A"]);
        self.git(day, &["commit", "--quiet", "-m", "x"]);
    }
}

fn load(root: &Path, git: bool, audience: Audience) -> Loaded {
    incidex::pipeline::load(root, Config { git, ..Config::default() }, audience).unwrap()
}

/// `name: written on, days after, last changed on | day each action was done`
fn told(loaded: &Loaded) -> Vec<String> {
    let one = |incident: &Incident| {
        let recorded = incident.recorded.as_ref().map_or("nothing".to_owned(), |it| {
            let written = it.written_on.map_or("?".to_owned(), |on| on.to_string());
            let after = it.write_up_days.map_or("?".to_owned(), |days| days.to_string());
            format!("{written} {after} {}", it.edited_on)
        });
        let done = incident.action_items.iter().map(|it| it.life.done_on.map_or("-".to_owned(), |on| on.to_string()));
        format!("{}: {recorded} | {}", incident.source.path, done.collect::<Vec<_>>().join(" "))
    };
    loaded.knowledge_base.incidents().map(one).collect()
}

fn findings(loaded: &Loaded) -> Vec<&str> {
    let about = loaded.findings.iter().filter(|it| it.entry.name == "history_unknown");
    about.map(|it| it.message.as_str()).collect()
}

#[test]
fn commits_tell_when_a_report_was_written_and_a_box_ticked() {
    let repository = Repository::new();
    let open = "- [ ] Alert on free space (OPS-1)\n- [ ] Order a larger disk\n- [x] Delete old exports\n";
    repository.report("2026-01-14", "a.md", "2026-01-10", open);
    repository.report("2026-02-12", "b.md", "2026-02-11", "- [ ] Rotate the logs\n");
    repository.report("2026-03-01", "a.md", "2026-01-10", &open.replace("- [ ] Alert", "- [x] Alert"));
    // A new name, and a branch whose merge brings the tick.
    repository.git("2026-03-05", &["mv", "a.md", "disk.md"]);
    repository.commit("2026-03-05");
    repository.git("2026-03-06", &["checkout", "--quiet", "-b", "side"]);
    repository.report("2026-03-06", "b.md", "2026-02-11", "- [x] Rotate the logs, all of them\n");
    repository.git("2026-03-07", &["checkout", "--quiet", "main"]);
    repository.report("2026-03-07", "c.md", "2026-03-07", "- [ ] Watch the queue\n");
    repository.git("2026-03-08", &["merge", "--quiet", "--no-edit", "--no-ff", "side"]);
    let loaded = load(&repository.path(), true, Audience::INTERNAL);
    assert_eq!(
        told(&loaded),
        [
            "b.md: 2026-02-12 1 2026-03-06 | 2026-03-06",
            "c.md: 2026-03-07 0 2026-03-07 | -",
            "disk.md: 2026-01-14 4 2026-03-01 | 2026-03-01 - -",
        ]
    );
    assert!(findings(&loaded).is_empty(), "{:?}", findings(&loaded));
    // What is not asked for is not done, and others than internal readers are told nothing.
    assert!(told(&load(&repository.path(), false, Audience::INTERNAL)).iter().all(|it| it.contains("nothing | -")));
    assert!(
        load(&repository.path(), true, Audience::CUSTOMER).knowledge_base.incidents().all(|it| it.recorded.is_none())
    );
}

#[test]
fn an_import_says_nothing_of_when_reports_were_written() {
    let repository = Repository::new();
    for (name, over) in [("a.md", "2024-01-10"), ("b.md", "2025-01-10"), ("c.md", "2026-01-01")] {
        fs::write(
            repository.path().join(name),
            format!(
                "# Orders stopped at {name}\n\n{over} 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk was full.\n"
            ),
        )
        .unwrap();
    }
    repository.commit("2026-01-05");
    repository.report("2026-01-20", "d.md", "2026-01-18", "- [ ] Watch the queue\n");
    let loaded = load(&repository.path(), true, Audience::INTERNAL);
    assert_eq!(
        told(&loaded),
        [
            "a.md: ? ? 2026-01-05 | ",
            "b.md: ? ? 2026-01-05 | ",
            "c.md: ? ? 2026-01-05 | ",
            "d.md: 2026-01-20 2 2026-01-20 | -"
        ]
    );
    let found = findings(&loaded);
    assert!(found.len() == 1 && found[0].starts_with("3 documents came at once on 2026-01-05"), "{found:?}");
}

#[test]
fn where_there_is_no_history_everything_is_as_without_and_a_finding_says_why() {
    let alone = tempfile::tempdir().unwrap();
    fs::write(
        alone.path().join("a.md"),
        "# Orders stopped\n\n2026-01-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk was full.\n",
    )
    .unwrap();
    let loaded = load(alone.path(), true, Audience::INTERNAL);
    assert_eq!(loaded.knowledge_base, load(alone.path(), false, Audience::INTERNAL).knowledge_base);
    let found = findings(&loaded);
    assert!(found.len() == 1 && found[0].ends_with("the archive lies in no Git repository"), "{found:?}");

    let repository = Repository::new();
    repository.report("2026-01-14", "a.md", "2026-01-10", "- [ ] Watch the queue\n");
    repository.report("2026-02-14", "b.md", "2026-02-10", "- [ ] Watch the disk\n");
    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    let to = shallow.path().join("clone");
    let clone = Command::new("git").args(["clone", "--quiet", "--depth=1", &from]).arg(&to).status();
    assert!(clone.unwrap().success());
    let loaded = load(&to, true, Audience::INTERNAL);
    assert!(told_nothing(&loaded), "{:?}", told(&loaded));
    assert!(findings(&loaded)[0].contains("shallow clone"), "{:?}", findings(&loaded));
}

fn told_nothing(loaded: &Loaded) -> bool {
    loaded.knowledge_base.incidents().all(|incident| incident.recorded.is_none())
}

#[cfg(unix)]
#[test]
fn a_repository_runs_nothing_of_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new();
    repository.report("2026-01-14", "a.md", "2026-01-10", "- [ ] Watch the queue\n");
    repository.report("2026-02-14", "a.md", "2026-01-10", "- [x] Watch the queue\n");
    let trap = repository.path().join(".git/trap");
    let sprung = repository.path().join(".git/sprung");
    fs::write(&trap, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", sprung.display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.display();
    let settings = format!(
        "[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n\tsshCommand = {trap}\n\teditor = {trap}\n[diff]\n\texternal = {trap}\n[diff \"x\"]\n\ttextconv = {trap}\n\tcommand = {trap}\n[filter \"x\"]\n\tclean = {trap}\n\tsmudge = {trap}\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {trap}\n[pager]\n\tlog = {trap}\n[alias]\n\tlog = !{trap}\n"
    );
    let own = repository.path().join(".git/config");
    fs::write(&own, fs::read_to_string(&own).unwrap() + &settings).unwrap();
    fs::write(repository.path().join(".git/info/attributes"), "* diff=x filter=x\n").unwrap();
    let loaded = load(&repository.path(), true, Audience::INTERNAL);
    assert_eq!(told(&loaded), ["a.md: 2026-01-14 4 2026-02-14 | 2026-02-14"]);
    assert!(!sprung.exists(), "{}", fs::read_to_string(&sprung).unwrap_or_default());
}
