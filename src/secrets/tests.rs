//! Rules against their own examples.

use super::rules::Rules;
use super::samples::Lot;
use super::*;
use crate::config::{PersonalSetting, SecretsSetting};

fn scanner() -> Scanner {
    Scanner::new(&SecretsSetting::default())
}

fn rules_found(scanner: &Scanner, text: &str) -> Vec<String> {
    scanner.document("a.md", text).hits.into_iter().map(|hit| hit.rule).collect()
}

#[test]
fn every_rule_finds_its_example_and_passes_its_counterexample() {
    let scanner = scanner();
    for rule in &Rules::built_in().secret {
        assert!(rule.regex().is_some(), "{}: {}", rule.id, rule.pattern);
        for seed in 0..5 {
            let text = Lot::new(seed).fill(&rule.finds);
            let found = rules_found(&scanner, &text);
            assert!(found.contains(&rule.id), "{}: {found:?} in {text}", rule.id);
        }
        let found = rules_found(&scanner, &rule.passes);
        assert!(found.is_empty(), "{}: {found:?} in {}", rule.id, rule.passes);
    }
}

fn personal(id: &str) -> PersonalSetting {
    use PersonalSetting::{Email, Phone, PrivateIp, PublicIp};
    [Email, Phone, PrivateIp, PublicIp].into_iter().find(|setting| setting.id() == id).unwrap()
}

#[test]
fn every_rule_for_personal_data_does_so_too_where_it_is_on() {
    for rule in &Rules::built_in().personal {
        assert!(rules_found(&scanner(), &rule.finds).is_empty(), "{} is on", rule.id);
        let scanner = Scanner::new(&SecretsSetting { personal: vec![personal(&rule.id)], ..SecretsSetting::default() });
        assert_eq!(rules_found(&scanner, &rule.finds), [rule.id.as_str()]);
        assert!(rules_found(&scanner, &rule.passes).is_empty(), "{}", rule.passes);
    }
}

/// Cases of a file: what kind each is, and its text.
fn cases(file: &'static str) -> Vec<(&'static str, &'static str)> {
    let parts = file.split("\n== ").skip(1);
    parts.map(|part| part.split_once('\n').unwrap()).collect()
}

/// Draws of the lot for each case: what is drawn decides too.
const DRAWS: u64 = 6;

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what a reader of the test wants to see")]
fn secrets_are_found_in_their_surroundings_and_what_looks_like_them_is_not() {
    let scanner = scanner();
    let secrets = cases(include_str!("labelled/true.txt"));
    let others = cases(include_str!("labelled/false.txt"));
    assert!(secrets.len() >= 60 && others.len() >= 60);
    let (mut found, mut missed, mut wrong) = (0.0, Vec::new(), Vec::new());
    let gap = regex::Regex::new(r"\{[a-z0-9]+:\d+\}|\{password\}|\{uuid\}").unwrap();
    for seed in 0..DRAWS {
        for (kind, template) in &secrets {
            let line = template.lines().position(|line| gap.is_match(line)).unwrap() + 1;
            let text = Lot::new(seed * 1000 + 17).fill(template);
            let hits = scanner.document("a.md", &text).hits;
            match hits.iter().any(|hit| hit.span.line == line) {
                true => found += 1.0,
                false => missed.push(format!("{kind}: {}", text.lines().nth(line - 1).unwrap())),
            }
        }
        for (kind, template) in &others {
            let text = Lot::new(seed * 1000 + 71).fill(template);
            wrong.extend(
                scanner.document("a.md", &text).hits.into_iter().map(|hit| format!("{kind}: {} {text}", hit.rule)),
            );
        }
    }
    let recall = found / (found + missed.len() as f64);
    let precision = found / (found + wrong.len() as f64);
    let f1 = 2.0 * recall * precision / (recall + precision);
    println!(
        "{} true and {} false cases, {DRAWS} draws of each: recall {:.2}%, {} wrong, F1 {f1:.4}",
        secrets.len(),
        others.len(),
        recall * 100.0,
        wrong.len()
    );
    assert!(recall >= 0.98, "missed:\n{}", missed.join("\n"));
    assert!(f1 >= 0.98, "wrong:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_given_up_at_a_glance_holds_no_secret() {
    let scanner = scanner();
    for rule in Rules::built_in().secret.iter().filter(|rule| rule.back == 0 && !rule.far) {
        for seed in 0..3 {
            let text = Lot::new(seed).fill(&rule.finds);
            // Behind every keyword as much markup as a highlighter may write.
            let marked: String = text.chars().map(|c| if c == '&' { "&amp;".into() } else { c.to_string() }).collect();
            for page in [text.clone(), format!("<p>{marked}</p>{}", "<li>and more of it</li>".repeat(100))] {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("page.html");
                std::fs::write(&file, &page).unwrap();
                let hash = blake3::hash(page.as_bytes()).to_hex().to_string();
                let site = [SiteFile { path: "page.html".into(), file, hash }];
                let found = scanner.site(&site, &[], &SeenBefore::default()).unwrap().hits;
                assert!(found.iter().any(|hit| hit.rule == rule.id), "{}: {found:?} in {page:.200}", rule.id);
            }
        }
    }
}

#[test]
fn hosts_and_ids_of_employees_are_those_of_the_settings() {
    let settings = SecretsSetting {
        hosts: vec![".corp.halden.example".into()],
        employee_id: Some("E[0-9]{6}".into()),
        ..SecretsSetting::default()
    };
    let found = rules_found(
        &Scanner::new(&settings),
        "E123456 restarted db-1.prod.corp.halden.example, not XE1234567 on corp.example",
    );
    assert_eq!(found, ["employee_id", "internal_host"]);
}

#[test]
fn a_rule_that_is_off_finds_nothing_and_a_misspelt_one_is_named() {
    let off = |id: &str| Scanner::new(&SecretsSetting { off: vec![id.into()], ..SecretsSetting::default() });
    let text = Lot::new(3).fill("npm_{alnum:36}");
    assert!(rules_found(&off("npm_token"), &text).is_empty());
    let scanner = off("npm_tokn");
    assert_eq!(rules_found(&scanner, &text), ["npm_token"]);
    let odd = scanner.odd_settings();
    assert_eq!(odd.len(), 1);
    assert_eq!(odd[0].help.as_deref(), Some("did you mean `npm_token`?"));
}

#[test]
fn what_is_passed_over_and_what_is_allowed_is_not_reported() {
    let scanner = Scanner::new(&SecretsSetting { skip: vec!["runbooks/**/*.md".into()], ..SecretsSetting::default() });
    let secret = Lot::new(3).fill("npm_{alnum:36}");
    let reported = |path: &str, text: &str| {
        let looked = scanner.document(path, text);
        let of_hits = report(&looked.hits, &Baseline::default(), true);
        of_hits
            .into_iter()
            .chain(looked.findings)
            .map(|finding| (finding.entry.name, finding.level))
            .collect::<Vec<_>>()
    };
    assert_eq!(reported("a.md", &secret), [("secret_found", Level::Error)]);
    assert_eq!(reported("runbooks/x/a.md", &secret), []);
    assert_eq!(reported("runbooks/a.md", &secret), []);
    let allowed = |comment: &str| reported("a.md", &format!("<!-- incidex:allow-secret {comment} -->\n{secret}"));
    assert_eq!(allowed("npm_token revoked on the same day"), []);
    assert_eq!(allowed("npm_token"), [("secret_found", Level::Error), ("secret_allow_odd", Level::Warning)]);
    assert_eq!(
        allowed("jwt revoked on the same day"),
        [("secret_found", Level::Error), ("secret_allow_unused", Level::Note)]
    );
}

#[test]
fn nothing_that_is_said_tells_more_than_four_characters() {
    let scanner = scanner();
    for rule in &Rules::built_in().secret {
        let text = Lot::new(11).fill(&rule.finds);
        let looked = scanner.document("a.md", &text);
        for hit in &looked.hits {
            let value = hit.value.plain();
            let tail: String = value.chars().skip(4).take(12).collect();
            let findings = report(&looked.hits, &Baseline::default(), true);
            for said in findings.iter().flat_map(|finding| [Some(&finding.message), finding.help.as_ref()]).flatten() {
                assert!(!said.contains(&tail), "{}: {said}", rule.id);
            }
            assert!(!format!("{hit:?}").contains(&tail), "{}", rule.id);
            let masked = scanner.masked(&text);
            assert!(!masked.contains(value.as_str()), "{}: {masked}", rule.id);
            assert_eq!(masked.chars().count(), text.chars().count(), "{}", rule.id);
        }
    }
}

#[test]
fn a_text_full_of_keywords_takes_time_in_proportion_to_its_length() {
    // Counted in hits and steps elsewhere; here only that the worst shapes end at once.
    let scanner = scanner();
    for shape in
        ["token", "@", "a:b@", "://a:b@", "password=", "twilio", "eyJh", "\\\\", "&#95;", "-----BEGIN PRIVATE KEY-----"]
    {
        let text = shape.repeat(30_000 / shape.len());
        scanner.document("a.md", &text);
    }
}

/// A site of one file.
fn look_at(scanner: &Scanner, name: &str, text: &str, known: &[Hit], before: &SeenBefore) -> SiteScan {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x");
    std::fs::write(&file, text).unwrap();
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    scanner.site(&[SiteFile { path: name.into(), file, hash }], known, before).unwrap()
}

#[test]
fn the_site_shows_what_markup_puts_together() {
    let scanner = scanner();
    let nothing = SeenBefore::read(&[], &scanner);
    let secret = Lot::new(5).fill("ghp_{alnum:36}");
    let (a, b) = secret.split_at(14);
    let pages = [
        format!("<p>x <b>{a}</b>{b}</p>"),
        format!("{{\"text\":\"line\\n{secret}\"}}"),
        format!("href=\"https:&#x2F;&#x2F;x?t={secret}&amp;y\""),
        format!("{}{secret}", "<p>a page</p>\n".repeat(30_000)),
    ];
    for page in &pages {
        let scan = look_at(&scanner, "a.html", page, &[], &nothing);
        assert_eq!(scan.hits.len(), 1, "{}", &page[..80.min(page.len())]);
        assert_eq!(scan.hits[0].standing, Standing::SiteOnly);
        let known = scanner.document("a.md", &secret).hits;
        assert!(look_at(&scanner, "a.html", page, &known, &nothing).hits.is_empty(), "it stands in a document");
    }
    let lines = look_at(&scanner, "a.html", &pages[3], &[], &nothing).hits[0].span;
    assert_eq!((lines.line, lines.column), (30_001, 1));
    assert!(look_at(&scanner, "search/a.bin", &pages[0], &[], &nothing).hits.is_empty());
}

#[test]
fn a_secret_is_found_wherever_a_file_is_cut_into_portions() {
    let scanner = scanner();
    let nothing = SeenBefore::read(&[], &scanner);
    let secret = Lot::new(6).fill("glpat-{alnum:20}");
    // Where the first portion ends, give or take the length of a token.
    for before in (263_100..263_240).step_by(9) {
        let page = format!("{} {secret} {}", "x".repeat(before), "y".repeat(20_000));
        assert_eq!(look_at(&scanner, "a.html", &page, &[], &nothing).hits.len(), 1, "{before}");
    }
}

#[test]
fn what_held_nothing_is_not_read_again_unless_the_rules_change() {
    let scanner = scanner();
    let first = look_at(&scanner, "a.html", "clean", &[], &SeenBefore::read(&[], &scanner));
    assert_eq!((first.unchanged, first.bytes), (0, 5));
    let record = first.seen.record();
    assert_eq!(look_at(&scanner, "a.html", "clean", &[], &SeenBefore::read(&record, &scanner)).unchanged, 1);
    assert_eq!(look_at(&scanner, "a.html", "other", &[], &SeenBefore::read(&record, &scanner)).unchanged, 0);
    let other = Scanner::new(&SecretsSetting { off: vec!["jwt".into()], ..SecretsSetting::default() });
    assert_eq!(look_at(&other, "a.html", "clean", &[], &SeenBefore::read(&record, &other)).unchanged, 0);
    for damaged in [&record[..record.len() - 1], b"", b"incidex-looked-at 2\n"] {
        assert_eq!(look_at(&scanner, "a.html", "clean", &[], &SeenBefore::read(damaged, &scanner)).unchanged, 0);
    }
    let secret = Lot::new(5).fill("ghp_{alnum:36}");
    let found = look_at(&scanner, "a.html", &secret, &[], &SeenBefore::read(&[], &scanner));
    let again = look_at(&scanner, "a.html", &secret, &[], &SeenBefore::read(&found.seen.record(), &scanner));
    assert_eq!((again.hits.len(), again.unchanged), (1, 0));
}
