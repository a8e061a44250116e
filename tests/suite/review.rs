//! What people decide about what was inferred: asked for in words or as a list, kept in `causes.toml`, and heeded.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use incidex::config::Config;
use incidex::model::Audience;
use incidex::normalise::View;
use serde_json::Value;

/// Two expired certificates, of which the first had a fix marked done, and a full disk.
const DOCUMENTS: [(&str, &str); 3] = [
    (
        "PM-1",
        "# Partners cannot log in\n\n2024-01-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe signing certificate of the partner gateway had expired.\n\n## Action items\n\n- [x] Alert thirty days before a certificate expires\n- [ ] Ask the partners for a second contact\n",
    ),
    (
        "PM-2",
        "# Journal stops\n\n2024-02-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk of the journal server was full.\n\n## Action items\n\n- [ ] Order more storage\n",
    ),
    (
        "PM-3",
        "# Handshakes refused\n\n2024-03-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nAn expired certificate of the gateway broke all handshakes with partners.\n\n## Action items\n\n- [ ] Alert thirty days before a certificate expires\n",
    ),
];

const PAIR: &str = "cause:PM-1+PM-3";
const PROMISE: &str = "promise:PM-1#a1+PM-3#a1";
const VERDICT: &str = "recurred:PM-1#a1+PM-3";

fn archive(front_matter: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (id, body) in DOCUMENTS {
        let text = format!("---\nid: {id}\n{front_matter}---\n\n{body}");
        fs::write(folder.path().join(format!("{id}.md")), text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_incidex"))
        .args(args)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn causes(folder: &Path) -> String {
    fs::read_to_string(folder.join("causes.toml")).unwrap_or_default()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = run(folder, args, "");
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// In this process, which has read its rules already.
fn trends(folder: &Path) -> Value {
    let view = View { audience: Audience::INTERNAL, as_of: None, drafts: false };
    serde_json::to_value(incidex::pipeline::trends(folder, Config::default(), &view).unwrap()).unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

fn answered(folder: &Path, answers: &str) -> Output {
    run(folder, &["review", "--answers", "-"], answers)
}

#[test]
fn the_list_holds_every_open_question_with_both_sides_and_writes_nothing() {
    let folder = archive("");
    let list = json(folder.path(), &["review", "--format", "json"]);
    assert_eq!(ids(&list), [PAIR, PROMISE, VERDICT]);
    let pair = &list[0];
    assert_eq!(pair["sides"][0]["file"], "PM-1.md");
    assert_eq!(pair["sides"][0]["line"], 11);
    assert_eq!(pair["sides"][0]["text"], "The signing certificate of the partner gateway had expired.");
    assert!(pair["share"].as_f64().is_some_and(|share| share >= 0.5), "{pair}");
    assert!(!pair["why"].as_array().unwrap().is_empty());
    assert_eq!(pair["decided"], Value::Null);
    assert_eq!(list[1]["sides"][1]["line"], 15);
    assert_eq!(list[2]["answers"], serde_json::json!(["right", "wrong"]));
    assert!(!folder.path().join("causes.toml").exists());
}

#[test]
fn answers_from_a_pipe_are_kept_with_their_reasons_up_to_its_end() {
    let folder = archive("");
    let output = run(folder.path(), &["review"], "maybe\nd\n two   gateways \ns\n\n");
    assert!(output.status.success(), "{}", told(&output));
    let shown = told(&output);
    assert!(shown.contains("\"maybe\" is none of these."), "{shown}");
    assert!(shown.contains("PM-1.md:11\n    The signing certificate"), "{shown}");
    assert!(shown.contains("2 decisions written to causes.toml; 1 question is left"), "{shown}");
    let expected = "[[reviewed]]\nkind = \"cause\"\nbetween = [\"PM-1\", \"PM-3\"]\nanswer = \"different\"\nreason = \"two gateways\"\n\n\
         [[reviewed]]\nkind = \"promise\"\nbetween = [\"PM-1#a1\", \"PM-3#a1\"]\n\
         texts = [\"Alert thirty days before a certificate expires\", \"Alert thirty days before a certificate expires\"]\nanswer = \"same\"\n";
    assert_eq!(causes(folder.path()), expected);
    // What is decided is not asked again; without the pair there is no cause that a fix could have been for.
    let again = run(folder.path(), &["review"], "");
    assert!(told(&again).contains("nothing to review"), "{}", told(&again));
    assert_eq!(ids(&json(folder.path(), &["review", "--format", "json", "--again"])), [PROMISE, PAIR]);
}

#[test]
fn an_unsure_answer_and_the_end_of_the_input_leave_a_question_open() {
    let folder = archive("");
    let output = run(folder.path(), &["review"], "u\nq\n");
    assert!(told(&output).contains("0 decisions written to causes.toml; 3 questions are left"), "{}", told(&output));
    assert!(!folder.path().join("causes.toml").exists());
}

#[test]
fn a_file_keeps_its_comments_and_a_later_decision_takes_the_place_of_the_earlier_one() {
    let folder = archive("");
    let before = "# Ours.\n\n[[cause]] # since 2023\nname = \"Full disks\"\nincidents = [\"PM-2\"]\n";
    fs::write(folder.path().join("causes.toml"), before).unwrap();
    let first =
        answered(folder.path(), &format!("[{{\"id\": \"{PAIR}\", \"answer\": \"different\", \"reason\": \"x\"}}]"));
    assert!(first.status.success(), "{}", told(&first));
    let entry =
        "[[reviewed]]\nkind = \"cause\"\nbetween = [\"PM-1\", \"PM-3\"]\nanswer = \"different\"\nreason = \"x\"\n";
    assert_eq!(causes(folder.path()), format!("{before}\n{entry}"));
    let day = ["review", "--answers", "-", "--as-of", "2024-06-01"];
    let second = run(folder.path(), &day, &format!("[{{\"id\": \"{PAIR}\", \"answer\": \"same\"}}]"));
    assert!(second.status.success(), "{}", told(&second));
    let entry =
        "[[reviewed]]\nkind = \"cause\"\nbetween = [\"PM-1\", \"PM-3\"]\nanswer = \"same\"\nas_of = 2024-06-01\n";
    assert_eq!(causes(folder.path()), format!("{before}\n{entry}"));
}

fn check_refused(answers: &str, code: i32, expected: &str) {
    let folder = archive("");
    let output = answered(folder.path(), answers);
    assert_eq!(output.status.code(), Some(code), "{}", told(&output));
    assert!(told(&output).contains(expected), "{}", told(&output));
    assert!(!folder.path().join("causes.toml").exists(), "{answers}");
}

#[test]
fn an_unknown_question_or_answer_is_named_and_nothing_is_written() {
    let good = format!("{{\"id\": \"{PROMISE}\", \"answer\": \"same\"}}");
    check_refused(
        &format!("[{good}, {{\"id\": \"cause:PM-1+PM-33\", \"answer\": \"same\"}}]"),
        2,
        "no question has the id \"cause:PM-1+PM-33\"",
    );
    check_refused(
        &format!("[{good}, {{\"id\": \"{PAIR}\", \"answer\": \"right\"}}]"),
        2,
        "\"right\" is no answer to the question \"cause:PM-1+PM-3\"",
    );
    check_refused(&format!("[{good}, {good}]"), 2, "is answered twice");
    check_refused("{}", 2, "is not a list of answers");
}

#[test]
fn a_file_that_cannot_be_added_to_stays_as_it_is() {
    let folder = archive("");
    let broken = "# x\n[[cause]]\nname = \"A\n";
    fs::write(folder.path().join("causes.toml"), broken).unwrap();
    let output = run(folder.path(), &["review"], "s\n\n");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("causes.toml cannot be added to: line 3, column"), "{}", told(&output));
    assert_eq!(causes(folder.path()), broken);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let folder = archive("");
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("real.toml"), "# not ours\n").unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("real.toml"), folder.path().join("causes.toml")).unwrap();
    let output = answered(folder.path(), &format!("[{{\"id\": \"{PAIR}\", \"answer\": \"same\"}}]"));
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("symbolic link"), "{}", told(&output));
    assert_eq!(fs::read_to_string(elsewhere.path().join("real.toml")).unwrap(), "# not ours\n");
}

#[cfg(unix)]
#[test]
fn the_file_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let folder = archive("");
    let file = folder.path().join("causes.toml");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(answered(folder.path(), &format!("[{{\"id\": \"{PAIR}\", \"answer\": \"same\"}}]")).status.success());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(!left.contains(&".causes.toml.new".into()), "{left:?}");
}

fn decided(entries: &str) -> tempfile::TempDir {
    let folder = archive("");
    fs::write(folder.path().join("causes.toml"), entries).unwrap();
    folder
}

fn entry(kind: &str, between: [&str; 2], answer: &str, reason: &str) -> String {
    format!("[[reviewed]]\nkind = \"{kind}\"\nbetween = {between:?}\nanswer = \"{answer}\"\nreason = \"{reason}\"\n")
}

#[test]
fn what_people_reject_is_kept_apart_and_counted_against_what_would_be_said_without_them() {
    let pair = entry("cause", ["PM-1", "PM-3"], "different", "two gateways");
    let promise = entry("promise", ["PM-1#a1", "PM-3#a1"], "same", "one alert");
    let joined = entry("cause", ["PM-2", "PM-3"], "same", "one rack");
    let folder = decided(&format!("{pair}\n{promise}\n{joined}"));
    let trends = trends(folder.path());
    let reviewed = &trends["reviewed"];
    assert_eq!(reviewed["pairs"], serde_json::json!({ "checked": 1, "upheld": 0, "missed": 1 }));
    assert_eq!(reviewed["promises"], serde_json::json!({ "checked": 1, "upheld": 1, "missed": 0 }));
    assert_eq!(reviewed["decisions"][0]["by_itself"], true);
    assert_eq!(reviewed["decisions"][2]["by_itself"], false);
    assert_eq!(trends["recurring"][0]["incidents"], serde_json::json!(["PM-2", "PM-3"]));
    let text = told(&run(folder.path(), &["trends"], ""));
    assert!(text.contains("0 of 1 checked pairs upheld; 1 more was joined by people alone."), "{text}");
    assert!(text.contains("1 of 1 checked pairs of action items upheld."), "{text}");
    assert!(run(folder.path(), &["build", "-o", "site"], "").status.success());
    let page = |path: &str| fs::read_to_string(folder.path().join("site").join(path)).unwrap();
    let causes = page("causes/recurring/index.html");
    for shown in ["Kept apart by review", "two gateways", "Joined by review", "one rack", "0 of 1 checked pairs upheld"]
    {
        assert!(causes.contains(shown), "{shown}");
    }
    assert!(page("actions/promised-again/index.html").contains("one alert"));
}

#[test]
fn a_verdict_that_people_reject_is_not_shown() {
    let state = |folder: &Path| trends(folder)["outcomes"][0]["state"].clone();
    assert_eq!(state(archive("").path()), "recurred_after_fix");
    let folder = decided(&entry("recurred", ["PM-1#a1", "PM-3"], "wrong", "done in May"));
    assert_eq!(state(folder.path()), "set_aside");
    let verdicts = trends(folder.path())["reviewed"]["verdicts"].clone();
    assert_eq!(verdicts, serde_json::json!({ "checked": 1, "upheld": 0, "missed": 0 }));
    assert!(run(folder.path(), &["build", "-o", "site"], "").status.success());
    let page = fs::read_to_string(folder.path().join("site/causes/recurring/index.html")).unwrap();
    assert!(page.contains("A reviewer disagrees") && page.contains("done in May"), "{page}");
    assert!(!page.contains("It recurred once after a fix was marked done"), "{page}");
}

#[test]
fn an_action_item_is_known_by_its_words_where_another_was_put_before_it() {
    let texts = "texts = [\"Alert thirty days before a certificate expires\", \"Alert thirty days before a certificate expires\"]\n";
    let one = entry("promise", ["PM-1#a1", "PM-3#a1"], "different", "x") + texts;
    let folder = decided(&one);
    let document = folder.path().join("PM-1.md");
    let moved = fs::read_to_string(&document).unwrap().replace("- [x]", "- [ ] Draw the gateway on the map\n- [x]");
    fs::write(&document, &moved).unwrap();
    let between = || trends(folder.path())["reviewed"]["decisions"][0]["between"].clone();
    assert_eq!(between(), serde_json::json!(["PM-1#a2", "PM-3#a1"]));
    fs::write(&document, moved.replace("Alert thirty days", "Warn ten days")).unwrap();
    assert_eq!(between(), Value::Null);
    let findings = told(&run(folder.path(), &["check"], ""));
    assert!(findings.contains("IX0506") && findings.contains("PM-1 has no action item that reads"), "{findings}");
}

#[test]
fn a_decision_that_leads_nowhere_is_a_finding_with_its_place() {
    let folder =
        decided(&(entry("cause", ["PM-1", "PM-33"], "same", "x") + &entry("cause", ["PM-1", "PM-3"], "sme", "x")));
    let output = run(folder.path(), &["check", "--format", "json"], "");
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<String> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["path"] == "causes.toml")
        .map(|it| format!("{}:{} {}", it["line"], it["column"], it["message"].as_str().unwrap()))
        .collect();
    assert_eq!(found, ["3:20 no incident is called \"PM-33\"", "9:10 `answer` cannot be \"sme\""]);
}

#[test]
fn reasons_are_for_internal_readers_and_decisions_on_hidden_incidents_for_nobody_else() {
    let site = |front: [&str; 3], entries: &str| {
        let folder = archive("");
        for ((id, body), front) in DOCUMENTS.iter().zip(front) {
            let text = format!("---\nid: {id}\n{front}\n---\n\n{body}");
            fs::write(folder.path().join(format!("{id}.md")), text).unwrap();
        }
        fs::write(folder.path().join("causes.toml"), entries).unwrap();
        let output = run(folder.path(), &["build", "-o", "site", "--audience", "public"], "");
        assert!(output.status.success(), "{}", told(&output));
        let mut texts = String::new();
        for path in ["causes/recurring/index.html", "actions/promised-again/index.html", "data/trends.json"] {
            texts += &fs::read_to_string(folder.path().join("site").join(path)).unwrap();
        }
        texts
    };
    let entries = entry("cause", ["PM-1", "PM-3"], "same", "zebra said so")
        + &entry("cause", ["PM-1", "PM-2"], "same", "zebra again")
        + &entry("promise", ["PM-2#a1", "PM-3#a1"], "different", "zebra");
    let hidden = ["audience: public", "audience: internal", "audience: public"];
    let shown = site(hidden, &entries);
    assert!(!shown.contains("zebra") && !shown.contains("PM-2"), "{shown}");
    assert!(shown.contains("1 of 1 checked pairs upheld"), "{shown}");
    // As if the other decisions, and all reasons, were not there.
    let bare = entry("cause", ["PM-1", "PM-3"], "same", "");
    assert_eq!(shown, site(hidden, &bare));
}
