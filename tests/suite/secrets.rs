//! No secret goes out: what a build for others refuses, what an internal one says, and that nothing said tells it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::sources::file;

/// A token drawn from parts, so that none stands in this file.
fn token() -> String {
    ["gh", "p_", "q7Xc2LmZ", "9RtB4vKw", "J1sDf8Ny", "H3gPb6Ua", "M5eT"].concat()
}

fn incidex(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_incidex")).current_dir(folder).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

/// An archive of one public document with a timeline and what is put below it.
fn archive(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("incidex.toml"), "title = \"Test\"\n").unwrap();
    let text = format!(
        "---\naudience: public\n---\n# Rates were wrong\n\n## Timeline\n\n- 2025-03-01 10:00 UTC: rates fail\n\n## Root cause\n\nA stale cache.\n\n{more}\n"
    );
    fs::write(folder.path().join("rates.md"), text).unwrap();
    folder
}

/// The answer of a build for others, which must tell nothing.
fn refused(folder: &Path, secret: &str) -> String {
    let output = incidex(folder, &["build", "--audience", "public", "-o", "out"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!folder.join("out").exists(), "{said}");
    assert!(!said.contains(&secret[4..16]), "{said}");
    said
}

#[test]
fn a_public_build_is_refused_and_an_internal_one_warns() {
    let secret = token();
    let folder = archive(&format!("The runner used `{secret}` until noon."));
    let said_to_public = refused(folder.path(), &secret);
    assert!(said_to_public.contains("rates.md:14:18"), "{said_to_public}");
    assert!(said_to_public.contains("refused to publish"), "{said_to_public}");

    let output = incidex(folder.path(), &["build", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("1 warning"), "{}", said(&output));

    // A site that is there already stays.
    let output = incidex(folder.path(), &["build", "--audience", "public", "-o", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(folder.path().join("out/index.html").exists());
}

#[test]
fn no_format_of_check_tells_the_secret_not_even_in_an_excerpt() {
    let secret = token();
    let folder = archive(&format!("At 25:99 somebody ran `login {secret}`.\n\n#Broken {secret}"));
    for format in ["human", "json", "sarif", "github"] {
        let output = incidex(folder.path(), &["check", "--verbose", "--format", format]);
        let said = said(&output);
        assert!(said.contains("IX0601"), "{format}: {said}");
        assert!(!said.contains(&secret[4..16]), "{format}: {said}");
    }
}

#[test]
fn a_token_in_parts_is_found_in_the_site() {
    let secret = token();
    let (a, b) = secret.split_at(20);
    let folder = archive(&format!("The runner used {a}**{b}** until noon."));
    let said = refused(folder.path(), &secret);
    assert!(said.contains(".html:"), "{said}");
}

#[test]
fn an_attachment_is_looked_at() {
    let secret = token();
    let folder = archive("See [the log](log.txt2).");
    fs::write(folder.path().join("log.txt2"), format!("start\nauth {secret}\n")).unwrap();
    assert!(refused(folder.path(), &secret).contains("log.txt2:2:6"));
    let output = incidex(folder.path(), &["check"]);
    assert!(said(&output).contains("log.txt2:2:6"), "{}", said(&output));
}

#[test]
fn what_is_withheld_does_not_stop_a_public_build() {
    let folder = archive("Nothing here.");
    fs::write(folder.path().join("inside.md"), format!("# Inside\n\n- 2025-03-01 10:00 UTC: {} leaked\n", token()))
        .unwrap();
    let output = incidex(folder.path(), &["build", "--audience", "public", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_permission_with_a_reason_and_a_baseline_let_it_through() {
    let secret = token();
    let folder =
        archive(&format!("<!-- incidex:allow-secret github_token revoked on the same day -->\nUsed {secret}."));
    let output = incidex(folder.path(), &["build", "--audience", "public", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));

    let folder = archive(&format!("Used {secret}."));
    let output = incidex(folder.path(), &["check", "--write-baseline"]);
    assert!(said(&output).contains("wrote 1 fingerprint"), "{}", said(&output));
    let baseline = fs::read_to_string(folder.path().join("incidex.secrets")).unwrap();
    assert!(baseline.contains("github_token rates.md") && !baseline.contains(&secret[4..16]), "{baseline}");
    let output = incidex(folder.path(), &["build", "--audience", "public", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // The same secret elsewhere is not known.
    fs::copy(folder.path().join("rates.md"), folder.path().join("more.md")).unwrap();
    assert!(said(&incidex(folder.path(), &["check"])).contains("more.md"));
}

#[test]
fn the_sample_archive_and_the_readme_hold_no_secret() {
    let readme = file("README.md");
    let folder = archive(&readme);
    let output = incidex(folder.path(), &["check"]);
    assert!(!said(&output).contains("IX0601"), "{}", said(&output));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = incidex(root, &["check", "content"]);
    assert!(!said(&output).contains("IX06"), "{}", said(&output));
}
