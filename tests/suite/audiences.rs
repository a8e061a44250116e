//! Who sees what: every command answers one audience from what that audience may see, and doubt keeps a document back.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A document whose words meet in no other; `mark` is the front matter that says who may read it.
fn document(id: &str, mark: &str) -> String {
    let word = id.to_lowercase();
    format!(
        "---\nid: {id}\n{mark}\n---\n\n# The {word}mill stopped\n\n**Start:** 2026-03-02 10:00 UTC\n\n**End:** 2026-03-02 11:00 UTC\n\n\
         ## Root cause\n\nThe {word}disk of the {word}mill was full.\n\n## Action items\n\n- Watch the {word}disk\n"
    )
}

/// An archive with one document for each mark, called `A`, `B` and so on, and these settings.
fn archive(marks: &[&str], settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("incidex.toml"), settings).unwrap();
    for (letter, mark) in ('A'..).zip(marks) {
        let id = format!("{letter}{letter}Q-1");
        fs::write(folder.path().join(format!("{id}.md")), document(&id, mark)).unwrap();
    }
    folder
}

fn run(root: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    command.current_dir(root).env_remove("SOURCE_DATE_EPOCH").args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_lowercase()
}

/// Every file of a site, names and bytes.
fn site(root: &Path, folder: &str) -> String {
    let mut all = String::new();
    for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
        let entry = entry.unwrap();
        all.push_str(&entry.path().strip_prefix(root).unwrap().to_string_lossy().to_lowercase());
        // The reader as a script is the same program on every site, in letters in which any short word may stand.
        let name = entry.file_name().to_string_lossy();
        let is_reader = name.starts_with("reader-") && name.ends_with(".js");
        if entry.file_type().is_file() && !is_reader {
            all.push_str(&text(&fs::read(entry.path()).unwrap()));
        }
    }
    all
}

/// Which of the documents an audience sees, by `check --format json`, `show` and a built site, which must agree.
fn check(marks: &[&str], settings: &str, args: &[&str], seen: &str) {
    let folder = archive(marks, settings);
    let root = folder.path();
    assert!(run(root, &[&["build", "-o", "site"], args].concat()).status.success());
    let site = site(root, "site");
    for (letter, mark) in ('A'..).zip(marks) {
        let id = format!("{letter}{letter}Q-1");
        let expected = seen.contains(letter);
        assert_eq!(site.contains(&format!("{}mill", id.to_lowercase())), expected, "{id} of the site: {mark} {args:?}");
        let shown = run(root, &[&["show", id.as_str()], args].concat());
        assert_eq!(shown.status.success(), expected, "show {id}: {mark} {args:?}");
        let by_path = run(root, &[&["show", &format!("{id}.md")], args].concat());
        assert_eq!(by_path.status.success(), expected, "show {id}.md: {mark} {args:?}");
        let found = run(root, &[&["search", &format!("{id}mill"), "--format", "json"], args].concat());
        assert_eq!(text(&found.stdout).contains("mill stopped"), expected, "search {id}: {mark} {args:?}");
    }
}

const PUBLIC: &[&str] = &["--audience", "public"];

#[test]
fn marks_that_disagree_are_told_and_keep_a_document_internal() {
    let marks = [
        "audience: public",
        "audience: public\nvisibility: internal",
        "audience: public\nextra:\n  audience: internal",
        "audience: public\naudience: internal",
        "audience: everybody",
        "audience: public\ntitle: Mail: down",
    ];
    check(&marks, "", PUBLIC, "A");
    let folder = archive(&marks, "");
    let told = text(&run(folder.path(), &["check", "--format", "github"]).stdout);
    assert_eq!(told.matches(" audience_closed::").count(), 4, "{told}");
    assert_eq!(told.matches(" audience_unknown::").count(), 1, "{told}");
    let build = run(folder.path(), &["build", "-o", "site", "--audience", "public"]);
    assert!(text(&build.stderr).contains("disagrees with"), "{}", text(&build.stderr));
}

#[test]
fn an_embargo_holds_until_a_day_after_it_is_given() {
    let marks = ["audience: public\nembargo_until: 2026-05-01"];
    check(&marks, "", PUBLIC, "");
    check(&marks, "", &["--audience", "public", "--as-of", "2026-05-01"], "");
    check(&marks, "", &["--audience", "public", "--as-of", "2026-05-02"], "A");
    check(&marks, "", &["--audience", "internal"], "A");
    let folder = archive(&marks, "");
    let epoch = |seconds: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
        let command = command.current_dir(folder.path()).env("SOURCE_DATE_EPOCH", seconds);
        command.args(["show", "AAQ-1", "--audience", "public"]).output().unwrap().status.success()
    };
    assert!(!epoch("1777593600"), "2026-05-01");
    assert!(epoch("1777680000"), "2026-05-02");
}

#[test]
fn drafts_are_held_back_from_everybody_and_named() {
    let folder = archive(&["audience: public", "audience: public\ndraft: true", "published: false"], "");
    let root = folder.path();
    for audience in ["public", "customer", "internal"] {
        assert!(run(root, &["build", "-o", "site", "--audience", audience]).status.success());
        let site = site(root, "site");
        assert!(site.contains("aaq-1mill") == (audience != "x") && !site.contains("bbq-1") && !site.contains("ccq-1"));
    }
    let told = text(&run(root, &["check", "--format", "json"]).stdout);
    assert_eq!(told.matches("\"name\": \"held_back\"").count(), 2, "{told}");
    let public = text(&run(root, &["check", "--format", "json", "--audience", "public"]).stdout);
    assert!(!public.contains("held_back") && !public.contains("bbq"), "{public}");
}

#[test]
fn each_audience_sees_what_lies_within_it() {
    let marks = ["audience: public", "audience: customer", "audience: partner", "audience: internal", "tags: [x]"];
    let settings = "[audiences]\npartner = \"internal\"\n";
    for (audience, seen) in [("public", "A"), ("customer", "AB"), ("partner", "AC"), ("internal", "ABCDE")] {
        check(&marks, settings, &["--audience", audience], seen);
    }
}

#[test]
fn an_audience_nobody_knows_is_a_mistake_in_the_command() {
    let folder = archive(&["audience: public"], "[audiences]\npartner = \"internal\"\n");
    for args in [
        &["build", "-o", "site"][..],
        &["show", "AAQ-1"],
        &["check"],
        &["search", "mill"],
        &["trends"],
        &["report"],
        &["similar", "AAQ-1.md"],
        &["eval", "--labels", "incidex.toml"],
    ] {
        let output = run(folder.path(), &[args, &["--audience", "partners"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains("did you mean `partner`?"), "{args:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn every_reading_command_answers_from_the_projection_alone() {
    let marks = ["audience: public", "audience: public", "services: [bbvault]", "audience: customer"];
    let whole = archive(&marks, "");
    let alone = archive(&marks[..2], "");
    let draft = "# A mill stopped\n\nThe disk of the mill was full: aaq-1disk, ccq-1disk, ddq-1disk.\n";
    for args in [
        &["check", "--format", "json"][..],
        &["check"],
        &["search", "mill", "--format", "json", "--facets"],
        &["search", "ccq-1mill"],
        &["search", "ccq-1mil", "--format", "json"],
        &["trends"],
        &["trends", "--format", "json"],
        &["trends", "--format", "csv"],
        &["report", "--quarter", "2026-Q1"],
        &["report", "--quarter", "2026-Q1", "--format", "json"],
        &["report", "--quarter", "2026-Q1", "--format", "html"],
        &["similar", "draft.txt.in", "--format", "json"],
        &["show", "CCQ-1"],
        &["show", "CCQ-1.md"],
        &["show", "AAQ-1", "--format", "json"],
        &["show", "AAQ-1", "--why"],
    ] {
        let outputs = [&whole, &alone].map(|folder| {
            fs::write(folder.path().join("draft.txt.in"), draft).unwrap();
            run(folder.path(), &[args, PUBLIC].concat())
        });
        let [with, without] = outputs;
        assert_eq!(text(&with.stdout), text(&without.stdout), "{args:?}");
        assert_eq!(text(&with.stderr), text(&without.stderr), "{args:?}");
        assert_eq!(with.status.code(), without.status.code(), "{args:?}");
    }
}

#[test]
fn a_search_index_is_kept_for_one_audience() {
    let folder = archive(&["audience: public", "audience: internal"], "");
    let root = folder.path();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    for name in ["AAQ-1.md", "BBQ-1.md"] {
        fs::File::options().append(true).open(root.join(name)).unwrap().set_modified(old).unwrap();
    }
    for _ in 0..2 {
        for (audience, found) in [("internal", 2), ("public", 1), ("customer", 1)] {
            let output = run(root, &["search", "stopped", "--format", "json", "--audience", audience]);
            assert_eq!(text(&output.stdout).matches("\"url\"").count(), found, "{audience}");
        }
    }
}

/// A public document; `@` is where its internal parts go.
const PARTED: &str = "---
id: MM-1
title: The mill stopped
audience: public
@front
services: [mill]
---

# The mill stopped

**Start:** 2026-03-02 10:00 UTC

**End:** 2026-03-02 11:00 UTC

@above

## Timeline

- 10:00 The disk of the mill is full.
@row
- 11:00 The mill runs again.

## Root cause

The disk was full of logs.@inline

@section

## Action items

- Watch the disk
@item
";

/// The document with internal parts about `word`, and without them.
fn parted(word: &str) -> [String; 2] {
    let parts = [
        ("@front", format!("customers:\n  - {word} GmbH\n  - {word} AG\ninternal_fields: [customers]")),
        (
            "@above",
            format!(
                "<!-- internal -->\n**Impact:** {word} lost 40% of its grain.\n\n```\n{word}\n<!-- /internal -->\n```\n<!-- /internal -->"
            ),
        ),
        ("@row", format!(":::internal\n- 10:20 Somebody suspects [{word}]({word}.log).\n:::")),
        ("@inline", format!(" <!-- internal -->The host was {word}-7.<!-- /internal -->")),
        (
            "@section",
            format!(
                "## Contributing factors {{audience=internal}}\n\nThe {word} was old.\n\n### More about {word}\n\n![{word}]({word}.png)\n"
            ),
        ),
        ("@item", format!("<!-- internal -->\n- Replace {word} ({word} team)\n<!-- /internal -->")),
    ];
    let with = parts.iter().fold(PARTED.to_owned(), |text, (mark, part)| text.replace(mark, part));
    let lines = PARTED.split_inclusive('\n').filter(|line| !line.starts_with('@')).collect::<String>();
    let alone = parts.iter().fold(lines, |text, (mark, _)| text.replace(mark, ""));
    [with, alone.replace("UTC\n\n\n", "UTC\n\n").replace("logs.\n\n\n", "logs.\n\n")]
}

fn parted_archive(text: &str, word: Option<&str>) -> tempfile::TempDir {
    let folder = archive(&["audience: public"], "");
    fs::write(folder.path().join("mm.md"), text).unwrap();
    for name in word.into_iter().flat_map(|word| [format!("{word}.log"), format!("{word}.png")]) {
        fs::write(folder.path().join(name), "bytes").unwrap();
    }
    folder
}

#[test]
fn a_public_site_is_the_same_with_and_without_internal_parts() {
    let [with, alone] = parted("Zebra");
    let sites = [parted_archive(&with, Some("Zebra")), parted_archive(&alone, None)].map(|folder| {
        assert!(run(folder.path(), &["build", "-o", "site", "--audience", "public"]).status.success());
        let record = fs::read_to_string(folder.path().join("publication.json")).unwrap();
        assert!(record.contains("audience: public"), "{record}");
        folder
    });
    for entry in walkdir::WalkDir::new(sites[1].path().join("site")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(sites[1].path()).unwrap().to_owned();
            let [one, other] = [&sites[0], &sites[1]].map(|folder| fs::read(folder.path().join(&name)).unwrap());
            assert!(one == other, "{}", name.display());
        }
    }
    assert!(!site(sites[0].path(), "site").contains("zebra"));
    let internal = parted_archive(&with, Some("Zebra"));
    assert!(run(internal.path(), &["build", "-o", "site"]).status.success());
    let shown = site(internal.path(), "site");
    assert!(shown.contains("zebra lost 40%") && shown.contains("zebra.log") && shown.contains("more about zebra"));
    assert!(!shown.contains(":::") && !shown.contains("{audience"), "marks are not shown");
}

#[test]
fn no_command_for_narrower_readers_tells_of_internal_parts() {
    let [with, alone] = parted("Zebra");
    let [with, alone] = [parted_archive(&with, Some("Zebra")), parted_archive(&alone, None)];
    let line = regex::Regex::new(r#"("(start_)?line": |mm\.md:|--> mm\.md:)\d+"#).unwrap();
    for args in [
        &["check", "--format", "json"][..],
        &["check", "-v"],
        &["search", "mill", "--format", "json", "--facets"],
        &["trends", "--format", "json"],
        &["report", "--format", "json"],
        &["show", "MM-1", "--format", "json"],
        &["show", "mm.md", "--why"],
        &["similar", "mm.md", "--format", "json"],
    ] {
        let [one, other] = [&with, &alone].map(|folder| {
            let output = run(folder.path(), &[args, PUBLIC].concat());
            let said = text(&output.stdout) + &text(&output.stderr);
            // `check` is for authors, who have the file: it names the lines of the file.
            if args[0] == "check" { line.replace_all(&said, "@").into_owned() } else { said }
        });
        assert_eq!(one, other, "{args:?}");
        assert!(!one.contains("zebra"), "{args:?}");
    }
}

#[test]
fn findings_name_the_lines_of_the_file_for_every_audience() {
    let text = "---\naudience: public\n---\n\n# Mail stopped\n\n:::internal\nSecret words.\n:::\n\n[gone](gone.png)\n\n:::internal\n";
    let folder = parted_archive(text, None);
    for audience in ["public", "internal"] {
        let told = run(folder.path(), &["check", "--format", "github", "--audience", audience]);
        let told = String::from_utf8(told.stdout).unwrap();
        assert!(told.contains("file=mm.md,line=11,"), "{audience}: {told}");
        assert_eq!(told.contains("line=13,"), audience == "internal", "{audience}: {told}");
    }
    let build = run(folder.path(), &["build", "-o", "site", "--audience", "public"]);
    assert!(String::from_utf8_lossy(&build.stderr).contains("is never closed"), "whoever builds is told");
}

#[test]
fn a_finding_for_narrower_readers_shows_no_line_of_the_file() {
    let settings = "[redact]\n'Dana Whit' = \"the lead\"\n";
    let folder = archive(&["audience: public"], settings);
    let document =
        "---\naudience: public\nstart: soon, Dana Whit says\n---\n\n# Mail stopped\n\n2026-03-01 10:00 UTC\n";
    fs::write(folder.path().join("mm.md"), document).unwrap();
    for audience in ["public", "internal"] {
        let told = run(folder.path(), &["check", "--audience", audience]);
        let told = String::from_utf8(told.stdout).unwrap();
        assert!(told.contains("mm.md:3:"), "{audience}: {told}");
        assert_eq!(told.contains("Dana Whit"), audience == "internal", "{audience}: {told}");
    }
}

#[test]
fn patterns_of_the_settings_are_hidden_from_narrower_readers() {
    let settings = "title = \"Mills of db-1.corp\"\n[redact]\n'db-\\d+\\.corp' = \"a database host\"\n'Dana Whit' = \"the lead\"\n";
    let document = "---\naudience: public\nowner: Dana Whit\n---\n\n# Mail stopped on db-7.corp\n\n2026-03-01 10:00 UTC\n\nDana Whit restarted it. See [log](mm.log), ![x](db-8.corp.png) and [raw](db%2D8.corp.png).\n\n## Root cause\n\nA full disk.\n";
    let folder = archive(&["audience: public"], settings);
    let root = folder.path();
    fs::write(root.join("mm.md"), document).unwrap();
    fs::write(root.join("mm.log"), "db-7.corp is down").unwrap();
    fs::write(root.join("db-8.corp.png"), "bytes").unwrap();
    fs::write(root.join("split.md"), "---\naudience: public\n---\n\n# Mail stopped\n\nOn db-**7**.corp again.\n")
        .unwrap();
    fs::write(root.join("db-9.corp.md"), "---\naudience: public\n---\n\n# Mail stopped again\n").unwrap();
    let build = run(root, &["build", "-o", "site", "--audience", "public"]);
    assert!(build.status.success());
    let told = String::from_utf8_lossy(&build.stderr);
    assert_eq!(told.matches("error[IX0417]").count(), 2, "{told}");
    let public = site(root, "site");
    assert!(public.contains("mail stopped on a database host") && public.contains("the lead restarted it"));
    assert!(public.contains("a database host is down"));
    assert!(public.contains("mills of a database host"));
    let review = run(root, &["report", "--quarter", "2026-Q1", "--audience", "public"]);
    assert!(!text(&review.stdout).contains("db-1"), "{}", text(&review.stdout));
    assert!(
        !public.contains("db-1")
            && !public.contains("db-8")
            && !public.contains("db-7")
            && !public.contains("db-9")
            && !public.contains("dana")
    );
    assert!(run(root, &["build", "-o", "inside"]).status.success());
    assert!(site(root, "inside").contains("dana whit restarted it"));
    fs::write(root.join("incidex.toml"), "[redact]\n'fine' = \"x\"\n'a(b' = \"y\"\n").unwrap();
    let wrong = run(root, &["check"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("incidex.toml:3:"), "{}", text(&wrong.stderr));
}

#[test]
fn fields_named_by_settings_or_documents_are_internal() {
    let document = |fields: &str| {
        format!(
            "---\naudience: public\nseverity: SEV-1\n{fields}owner: Dana Whit\n---\n\n# Mail stopped\n\n**Customers:** Mill AG\n\n## Responders\n\n- Dana Whit\n\n## Root cause\n\nA full disk.\n"
        )
    };
    for (settings, fields) in [
        ("internal_fields = [\"people\", \"customers\", \"severity\"]\n", ""),
        ("", "internal_fields: [people, customers, severity]\n"),
    ] {
        let folder = archive(&[], settings);
        fs::write(folder.path().join("mm.md"), document(fields)).unwrap();
        let shown = |audience: &str| {
            text(&run(folder.path(), &["show", "mm.md", "--format", "json", "--audience", audience]).stdout)
        };
        assert!(shown("internal").contains("sev-1"), "{settings}");
        assert!(!shown("public").contains("sev-1") && shown("public").contains("a full disk"), "{}", shown("public"));
        assert!(run(folder.path(), &["build", "-o", "site", "--audience", "public"]).status.success());
        let public = site(folder.path(), "site");
        assert!(
            public.contains("a full disk")
                && !public.contains("dana")
                && !public.contains("mill ag")
                && !public.contains("sev-1")
        );
    }
    let folder = archive(&[], "");
    fs::write(folder.path().join("mm.md"), document("internal_fields: [severty]\n")).unwrap();
    assert!(!run(folder.path(), &["show", "mm.md", "--audience", "public"]).status.success());
    let build = run(folder.path(), &["build", "-o", "site", "--audience", "public"]);
    assert!(text(&build.stderr).contains("did you mean `severity`?"), "{}", text(&build.stderr));
}

/// Asserts that two archives give the public the same site, and the same answers.
fn same_for_the_public(one: &Path, other: &Path, extra: &[&str]) {
    let trees = [one, other].map(|root| {
        let built = run(root, &[&["build", "-o", "site", "--audience", "public", "--accept"], extra].concat());
        assert!(built.status.success(), "{}", text(&built.stderr));
        let files = walkdir::WalkDir::new(root.join("site")).sort_by_file_name().into_iter();
        let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let named = |entry: walkdir::DirEntry| {
            (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap())
        };
        files.map(named).collect::<std::collections::BTreeMap<_, _>>()
    });
    assert_eq!(trees[0].keys().collect::<Vec<_>>(), trees[1].keys().collect::<Vec<_>>());
    for (name, bytes) in &trees[0] {
        assert!(*bytes == trees[1][name], "{}", name.display());
    }
    for args in [
        &["check", "--format", "json"][..],
        &["check", "-v"],
        &["check", "--suggest"],
        &["search", "mill", "--format", "json", "--facets"],
        &["trends", "--format", "json"],
        &["report", "--format", "json"],
        &["report"],
        &["show", "AAQ-1", "--why"],
    ] {
        let outputs = [one, other].map(|root| run(root, &[args, PUBLIC, extra].concat()));
        assert_eq!(text(&outputs[0].stdout), text(&outputs[1].stdout), "{args:?}");
        assert_eq!(text(&outputs[0].stderr), text(&outputs[1].stderr), "{args:?}");
    }
}

#[test]
fn a_link_to_what_is_hidden_is_one_to_what_is_missing() {
    let links = "[a](hidden.md) [b](hidden) [c](hidden.html) [d](draft.md#x) [e](secret/) [f](secret/x.md) [g](template.md) \
                 ![h](ignored.png) [i](static.internal/i.txt) [j](secret/../hidden.md) [k](HIDDEN.md) [l](.hidden/x) [m](hidden.md?q)";
    let document = document("AAQ-1", "audience: public") + "\n## Links\n\n" + links + "\n";
    let [whole, alone] = [0, 1].map(|_| archive(&["audience: public", "audience: public"], ""));
    for folder in [&whole, &alone] {
        fs::write(folder.path().join("AAQ-1.md"), &document).unwrap();
        fs::write(folder.path().join(".incidexignore"), "ignored.png\n").unwrap();
    }
    let root = whole.path();
    fs::create_dir_all(root.join("secret")).unwrap();
    fs::create_dir_all(root.join("static.internal")).unwrap();
    fs::create_dir_all(root.join(".hidden")).unwrap();
    fs::write(root.join("hidden.md"), self::document("HH-1", "")).unwrap();
    fs::write(root.join("draft.md"), self::document("DD-1", "audience: public\ndraft: true")).unwrap();
    fs::write(root.join("template.md"), "---\nkind: template\n---\n\n# A template\n").unwrap();
    fs::write(root.join("secret/x.md"), self::document("XX-1", "audience: customer")).unwrap();
    for file in ["ignored.png", "static.internal/i.txt", ".hidden/x"] {
        fs::write(root.join(file), "bytes").unwrap();
    }
    same_for_the_public(whole.path(), alone.path(), &[]);
    let shown = site(whole.path(), "site");
    assert!(!shown.contains("hidden.md") && !shown.contains("secret/"), "an address that leads nowhere is not shown");
}

#[test]
fn a_visible_file_is_found_behind_the_name_of_a_hidden_document() {
    let [whole, alone] = [0, 1].map(|_| archive(&["audience: public"], ""));
    for folder in [&whole, &alone] {
        let text = document("AAQ-1", "audience: public") + "\n[a](page.html) [b](x)\n";
        fs::write(folder.path().join("AAQ-1.md"), text).unwrap();
        fs::write(folder.path().join("page.html"), "<p>A page</p>").unwrap();
        fs::write(folder.path().join("x.markdown"), document("XX-1", "audience: public")).unwrap();
    }
    fs::write(whole.path().join("page.md"), document("PP-1", "")).unwrap();
    fs::write(whole.path().join("x.md"), document("HH-1", "")).unwrap();
    same_for_the_public(whole.path(), alone.path(), &[]);
}

#[test]
fn settings_that_no_visible_document_uses_are_not_shown() {
    let visible = "title = \"Mills\"\n[severity]\n\"Grade A\" = \"major\"\n[causes.weather]\nlabel = \"Bad weather\"\nphrases = [\"mill was full\", \"was full\"]\nweight = 9.0\n";
    let hidden = "[causes.zebra]\nlabel = \"Zebra attack\"\ndefinition = \"Zebras came.\"\nphrases = [\"zebra ate\"]\n[causes.time]\nlabel = \"Zebra time\"\n\
                  [components.zebra_gate]\nlabel = \"Zebra gate\"\nphrases = [\"zebra gate\"]\n[services]\nzebra-old = \"zebra-new\"\n[tags]\nzebras = \"zebra\"\n";
    let names = "[[cause]]\nname = \"Full disks\"\nincidents = [\"AAQ-1\", \"BBQ-1\"]\n";
    let hidden_names = "[[cause]]\nname = \"Zebra herd\"\nincidents = [\"AAQ-1\", \"CCQ-1\"]\n[[cause]]\nname = \"Zebra\"\nincidents = [\"CCQ-1\"]\n";
    let marks =
        ["audience: public\nseverity: Grade A", "audience: public", "severity: Zebra 1", "organisation: Zebra Ltd"];
    let whole = archive(
        &marks,
        &visible
            .replace("title", "organisation = \"Halden\"\ntitle")
            .replace("\"Grade A\"", "\"Zebra 1\" = \"minor\"\n\"Grade A\"")
            .replace("[causes.weather]", &format!("{hidden}[causes.weather]")),
    );
    let alone = archive(&marks[..2], &format!("organisation = \"Halden\"\n{visible}"));
    fs::write(whole.path().join("causes.toml"), format!("{hidden_names}{names}")).unwrap();
    fs::write(alone.path().join("causes.toml"), names).unwrap();
    same_for_the_public(whole.path(), alone.path(), &[]);
    let shown = site(whole.path(), "site");
    for used in ["bad weather", "grade a", "halden", "full disks"] {
        assert!(shown.contains(used), "{used}");
    }
    assert!(run(whole.path(), &["build", "-o", "inside"]).status.success());
    assert!(site(whole.path(), "inside").contains("zebra attack"));
    let stated = ["audience: public\norganisation: Mill Ltd"];
    same_for_the_public(archive(&stated, "organisation = \"Zebra\"\n").path(), archive(&stated, "").path(), &[]);
}

#[test]
fn settings_are_never_attachments() {
    let links = "[a](incidex.toml) [b](causes.toml) [c](conf/own.toml) [d](.incidexignore) [e](incidex.secrets) [f](INCIDEX.TOML) [g](conf/incidex.toml) [h](conf/Own.toml)\n";
    let folder = archive(&["audience: public"], "");
    let root = folder.path();
    fs::write(root.join("AAQ-1.md"), document("AAQ-1", "audience: public") + "\n" + links).unwrap();
    fs::create_dir(root.join("conf")).unwrap();
    for file in [
        "incidex.toml",
        "causes.toml",
        "conf/own.toml",
        ".incidexignore",
        "incidex.secrets",
        "INCIDEX.TOML",
        "conf/incidex.toml",
        "conf/Own.toml",
    ] {
        fs::write(root.join(file), "# zebra settings\n").unwrap();
    }
    for audience in ["public", "internal"] {
        let built = run(root, &["build", "-o", audience, "--audience", audience, "--config", "conf/own.toml"]);
        assert!(built.status.success(), "{}", text(&built.stderr));
        assert!(!site(root, audience).contains("zebra"), "{audience}");
    }
}

#[test]
fn what_is_hidden_is_no_matter_of_a_look_for_secrets_or_of_an_excerpt() {
    let token = ["gh", "p_", "q7Xc2LmZ", "9RtB4vKw", "J1sDf8Ny", "H3gPb6Ua", "M5eT"].concat();
    let document = |hidden: &str| {
        let line = format!("See [gone](gone.md) <!-- internal -->{hidden}<!-- /internal --> for more.");
        self::document("AAQ-1", "audience: public") + &format!("\n{line}\n\n:::internal\nToken: {hidden}\n:::\n")
    };
    let folder = archive(&["audience: public"], "");
    fs::write(folder.path().join("AAQ-1.md"), document(&token)).unwrap();
    let told = |args: &[&str]| run(folder.path(), &[args, PUBLIC].concat());
    assert!(told(&["build", "-o", "site"]).status.success());
    let check = text(&told(&["check", "-v"]).stdout);
    assert!(check.contains("gone.md") && !check.contains("m5et") && !check.contains("token"), "{check}");
    assert!(text(&run(folder.path(), &["check"]).stdout).contains("reads as"), "internal readers are told");
    fs::write(folder.path().join("AAQ-1.md"), document("").replace("more.", &token)).unwrap();
    assert!(!told(&["build", "-o", "site"]).status.success(), "what is shown is looked at");
}

#[test]
fn what_html_says_of_its_readers_keeps_the_document_back() {
    let bodies = [
        "<table><tr><td>Impact</td><td>no bread</td></tr></table>",
        "<table><tr><th>Customers</th><td>Amber Bakeries</td></tr></table>",
        "<table>\n<tr>\n\n<td><b>Custom&#101;rs:</b></td>\n\n<td>Amber Bakeries</td></tr></table>",
        "<dl><dt>Customers</dt><dd>Amber Bakeries</dd></dl>",
        "<ul><li>Amber Bakeries called {.internal}</li></ul>",
        "<p>x</p><h2>Customers</h2><p>Amber Bakeries</p>",
        "<p>x</p><h2>Calls {audience=internal}</h2><p>Amber Bakeries</p>",
        "<details><summary>Customers</summary>\n\nAmber Bakeries\n\n</details>",
    ];
    for (at, body) in bodies.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let front = "---\naudience: public\ninternal_fields: [customers]\n---\n";
        let text = format!("{front}# The oven stopped\n\n**Start:** 2026-03-02 10:00 UTC\n\n{body}\n");
        fs::write(folder.path().join("oven.md"), text).unwrap();
        assert!(run(folder.path(), &["build", "-o", "site", "--audience", "public"]).status.success());
        let site = site(folder.path(), "site");
        assert!(!site.contains("amber"), "{body}");
        assert_eq!(site.contains("no bread"), at == 0, "{body}");
    }
}
