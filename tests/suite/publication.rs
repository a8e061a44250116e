//! What a build may publish on its own and what somebody has to ask for; and what stands beside the site afterwards.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// An archive of `count` incidents that everybody may read, and one that is marked as nothing.
    fn new(count: usize) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        (0..count).for_each(|at| place.write(at, "public"));
        place
    }

    fn document(&self, at: usize) -> PathBuf {
        self.at(&format!("archive/2024/queue-{at}.md"))
    }

    fn write(&self, at: usize, audience: &str) {
        fs::create_dir_all(self.at("archive/2024")).unwrap();
        let text = format!(
            "---\ntitle: Queue {at} was full\nid: INC-{at}\naudience: {audience}\n---\n\nThe queue was full from 10:00 UTC to \
             11:0{} UTC on 2024-11-29.\n\n## Root cause\n\nA retry without an end.\n",
            at % 10
        );
        fs::write(self.document(at), text).unwrap();
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
        let out: &[&str] = if args.contains(&"-o") { &[] } else { &["-o", "sites/site"] };
        command.current_dir(self.folder.path()).args(["build", "archive"]).args(out).args(args);
        command.env_remove("SOURCE_DATE_EPOCH");
        command
    }

    /// Builds and compares the exit code and a part of what is said on standard error.
    fn build(&self, args: &[&str], code: i32, expected: &str) -> Output {
        let output = self.command(args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{told}");
        assert!(told.contains(expected), "{args:?} should say {expected:?}:\n{told}");
        output
    }

    fn record(&self) -> Value {
        serde_json::from_slice(&fs::read(self.at("sites/publication.json")).unwrap()).unwrap()
    }

    /// Every file of the site.
    fn site(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.at("sites/site"))
    }

    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.at("sites")).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn denied_findings_publish_nothing() {
    let place = Place::new(1);
    fs::write(place.at("archive/broken.md"), "# Disk full\n\nDown on 2024-11-29, see [x](gone.png).\n").unwrap();
    place.build(&["--deny", "asset_missing"], 1, "1 finding denied");
    assert!(!place.at("sites/site").exists());
    place.build(&["--deny", "errors"], 0, "built");
    let before = place.site();
    fs::write(place.at("archive/more.md"), "# Disk full again\n\nDown on 2024-11-30.\n").unwrap();
    place.build(&["--deny", "warnings"], 1, "refused to publish");
    place.build(&["--deny", "IX0107"], 1, "refused to publish");
    assert_eq!(place.site(), before);
    assert_eq!(place.beside(), ["publication.json", "site"]);
}

#[test]
fn a_site_that_loses_much_is_refused() {
    let place = Place::new(12);
    place.build(&[], 0, "built");
    let before = place.site();
    (0..5).for_each(|at| fs::remove_file(place.document(at)).unwrap());
    place.build(&[], 1, "would lose 5 of its 12 incidents");
    place.build(&["--accept"], 1, "--allow-shrink");
    assert_eq!(place.site(), before);
    place.build(&["--allow-shrink"], 0, "5 incidents gone");
    fs::rename(place.at("archive/2024"), place.at("elsewhere")).unwrap();
    place.build(&[], 1, "would lose all of its 7 incidents");
    fs::rename(place.at("elsewhere"), place.at("archive/moved")).unwrap();
    place.build(&[], 0, "built");
}

#[test]
fn what_becomes_public_is_told_and_must_be_accepted() {
    let place = Place::new(2);
    place.write(7, "internal");
    let first = place.build(&["--audience", "public"], 0, "first publication for the audience public: 2 pages");
    let told = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(told.contains("incidents/inc-0/  Queue 0 was full (2024/queue-0.md:4)"), "{told}");
    assert!(!told.contains("Queue 7"), "{told}");
    let record = place.record();
    assert_eq!(record["schema"], "incidex/publication/1");
    assert_eq!(record["audience"], "public");
    assert_eq!(record["incidents"].as_array().unwrap().len(), 2);
    assert_eq!(record["incidents"][0]["document"], "2024/queue-0.md");
    assert_eq!(record["incidents"][0]["mark"]["line"], 4);
    assert!(!place.at("sites/site/publication.json").exists());
    assert_eq!(fs::metadata(place.at("sites/publication.json")).unwrap().permissions().mode() & 0o777, 0o600);

    let before = (place.site(), fs::read(place.at("sites/publication.json")).unwrap());
    place.write(7, "public");
    let refused =
        place.build(&["--audience", "public", "--changes", "json"], 1, "1 page that the audience public could not");
    let changes: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(changes["new"][0]["id"], "INC-7");
    let id = changes["id"].as_str().unwrap();
    place.build(&["--audience", "public", "--accept=00000000"], 1, "but these are");
    assert_eq!((place.site(), fs::read(place.at("sites/publication.json")).unwrap()), before);

    // More than what was reviewed is not accepted with it.
    place.write(8, "public");
    place.build(&["--audience", "public", &format!("--accept={id}")], 1, "were accepted, but these are");
    fs::remove_file(place.document(8)).unwrap();
    place.build(&["--audience", "public", &format!("--accept={id}")], 0, "1 page newly readable");
    assert_eq!(place.record()["incidents"].as_array().unwrap().len(), 3);
    place.build(&["--audience", "public"], 0, "nothing changed");
}

#[test]
fn a_site_made_elsewhere_is_compared_with_the_baseline() {
    let place = Place::new(2);
    place.build(&["--audience", "public"], 0, "first publication");
    fs::copy(place.at("sites/publication.json"), place.at("committed.json")).unwrap();
    fs::remove_dir_all(place.at("sites")).unwrap();
    place.build(&["--audience", "public", "--baseline", "committed.json"], 0, "built");
    fs::remove_dir_all(place.at("sites")).unwrap();
    place.write(2, "public");
    place.build(&["--audience", "public", "--baseline", "committed.json"], 1, "refused to publish: 1 page");
    assert!(!place.at("sites/site").exists());
    place.build(&["--audience", "public", "--baseline", "none.json"], 3, "there is no such file");
    fs::write(place.at("bad.json"), "{}").unwrap();
    place.build(&["--audience", "public", "--baseline", "bad.json"], 3, "no record of a publication");
    place.build(&["--audience", "public", "--baseline", "committed.json", "--accept"], 0, "built");
}

#[test]
fn a_site_that_lost_its_record_counts_as_unseen() {
    let place = Place::new(2);
    place.build(&["--audience", "public"], 0, "first publication");
    for bad in [None, Some("{"), Some("{\"schema\": \"other\"}")] {
        match bad {
            None => fs::remove_file(place.at("sites/publication.json")).unwrap(),
            Some(text) => fs::write(place.at("sites/publication.json"), text).unwrap(),
        }
        place.build(&["--audience", "public"], 1, "refused to publish: 2 pages");
    }
}

#[test]
fn an_internal_site_turned_public_must_be_accepted() {
    let place = Place::new(2);
    place.build(&[], 0, "built");
    place.build(&["--audience", "public"], 1, "refused to publish: 2 pages");
    place.build(&["--audience", "public", "--accept"], 0, "built");
}

#[test]
fn an_internal_build_tells_of_marks_that_widen() {
    let place = Place::new(1);
    place.write(1, "internal");
    place.build(&[], 0, "built");
    place.write(1, "public");
    place.build(&[], 0, "internal before, now public (2024/queue-1.md:4)");
}

#[test]
fn an_earlier_site_is_put_back() {
    let place = Place::new(1);
    let mut sites = Vec::new();
    for at in 1..5 {
        place.build(&[], 0, "built");
        sites.push((place.site(), fs::read(place.at("sites/publication.json")).unwrap()));
        place.write(at, "internal");
    }
    let mode = || fs::metadata(place.at("sites/site")).unwrap().permissions().mode();
    let usual = mode();
    let now = || (place.site(), fs::read(place.at("sites/publication.json")).unwrap());
    let kept: Vec<String> =
        place.beside().into_iter().filter(|name| name.contains("kept") && !name.contains("json")).collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    for name in &kept {
        assert_eq!(fs::metadata(place.at(&format!("sites/{name}"))).unwrap().permissions().mode() & 0o777, 0o700);
    }
    place.build(&["--rollback"], 0, "put back");
    assert_eq!(now(), sites[2]);
    place.build(&["--rollback"], 0, "put back");
    assert_eq!(now(), sites[3], "the one before is the one that was just replaced");
    place.build(&["--rollback=2"], 0, "put back");
    assert_eq!(now(), sites[1]);
    place.build(&["--rollback=3"], 4, "only 2 earlier sites are kept");
    assert_eq!(mode(), usual);
    place.build(&["--keep", "0"], 0, "built");
    assert_eq!(place.beside(), ["publication.json", "site"]);
    place.build(&["--rollback"], 4, "no earlier site is kept");
}

#[test]
fn a_damaged_site_is_not_put_back() {
    let place = Place::new(1);
    place.build(&[], 0, "built");
    place.write(1, "internal");
    place.build(&[], 0, "built");
    let before = place.site();
    fs::write(place.at("sites/.site.incidex-kept-1/index.html"), "defaced").unwrap();
    place.build(&["--rollback"], 4, "its `index.html` is not what it was");
    assert_eq!(place.site(), before);
}

/// What stands in a page of a kept site, as if the rules of then had not known it.
fn plant(site: &Path, secret: &str) {
    let page = site.join("incidents/inc-0/index.html");
    let text = fs::read_to_string(&page).unwrap().replace("A retry", &format!("The token {secret} and a retry"));
    // An unchanged page is one file in both sites.
    fs::remove_file(&page).unwrap();
    fs::write(&page, &text).unwrap();
    let marker = site.join(".incidex-site");
    let list = fs::read_to_string(&marker).unwrap();
    let entry = list.lines().find(|line| line.ends_with(" incidents/inc-0/index.html")).unwrap();
    let planted = format!("{} {} incidents/inc-0/index.html", blake3::hash(text.as_bytes()), text.len());
    fs::write(&marker, list.replace(entry, &planted)).unwrap();
}

#[test]
fn a_site_with_a_secret_is_not_put_back_unless_somebody_allows_it() {
    let secret = ["gh", "p_", "q7Xc2LmZ", "9RtB4vKw", "J1sDf8Ny", "H3gPb6Ua", "M5eT"].concat();
    for (audience, code) in [("public", 1), ("internal", 0)] {
        let place = Place::new(2);
        let arguments = ["--audience", audience];
        place.build(&arguments, 0, "built");
        fs::write(place.document(1), fs::read_to_string(place.document(1)).unwrap() + "\nMore of it.\n").unwrap();
        place.build(&arguments, 0, "built");
        plant(&place.at("sites/.site.incidex-kept-1"), &secret);
        let before = place.site();
        let output = place.build(&[&arguments[..], &["--rollback"]].concat(), code, "reads as a GitHub token");
        assert!(!String::from_utf8_lossy(&output.stderr).contains(&secret[4..16]));
        assert_eq!(place.site() == before, code == 1, "{audience}");
    }
    let place = Place::new(2);
    place.build(&["--audience", "public"], 0, "built");
    place.write(1, "internal");
    place.build(&["--audience", "public"], 0, "built");
    plant(&place.at("sites/.site.incidex-kept-1"), &secret);
    let allowed = format!("\n<!-- incidex:allow-secret github_token revoked that day -->\n{secret}\n");
    fs::write(place.document(1), fs::read_to_string(place.document(1)).unwrap() + &allowed).unwrap();
    place.build(&["--audience", "public", "--rollback", "--accept"], 0, "put back");
}

#[test]
fn putting_back_what_was_withdrawn_must_be_accepted() {
    let place = Place::new(2);
    place.build(&["--audience", "public"], 0, "built");
    place.write(1, "internal");
    place.build(&["--audience", "public"], 0, "1 incident gone");
    place.build(&["--audience", "public", "--rollback"], 1, "refused to publish: 1 page");
    place.build(&["--audience", "public", "--rollback", "--accept"], 0, "put back");
}

#[test]
fn two_sites_of_one_folder_have_a_record_each() {
    let place = Place::new(2);
    place.build(&["--audience", "public"], 0, "built");
    place.build(&["-o", "sites/inside"], 0, "built");
    assert_eq!(place.record()["site"], "site");
    let own: Value = serde_json::from_slice(&fs::read(place.at("sites/inside.publication.json")).unwrap()).unwrap();
    assert_eq!((&own["site"], &own["audience"]), (&Value::from("inside"), &Value::from("internal")));
    place.build(&["--audience", "public"], 0, "nothing changed");
}

#[test]
fn a_record_is_never_written_through_a_link() {
    let place = Place::new(1);
    fs::create_dir(place.at("sites")).unwrap();
    fs::write(place.at("precious"), "mine").unwrap();
    std::os::unix::fs::symlink("../precious", place.at("sites/publication.json")).unwrap();
    place.build(&[], 0, "built");
    assert_eq!(fs::read_to_string(place.at("precious")).unwrap(), "mine");
}

#[test]
fn a_build_waits_for_its_turn_when_asked_to() {
    let place = Place::new(1);
    fs::create_dir(place.at("sites")).unwrap();
    let held = fs::File::create(place.at("sites/.site.incidex-lock")).unwrap();
    held.lock().unwrap();
    place.build(&[], 4, "another build");
    let mut waiting = place.command(&["--wait"]).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(400));
    assert!(waiting.try_wait().unwrap().is_none(), "it waits");
    drop(held);
    assert!(waiting.wait().unwrap().success());
    assert!(place.at("sites/site/index.html").exists());
}
