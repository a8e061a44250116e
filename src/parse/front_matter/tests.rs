use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Far above what it takes on a busy machine, far below what it took without the limits.
const SOON: Duration = Duration::from_secs(2);

/// Splits `text` and compares the values, the findings as `code line:column`, and the body.
fn check(text: &str, values: Value, findings: &[&str], body: &str) -> Split {
    let split = split("x.md", text);
    assert_eq!(Value::Object(split.front_matter.values.clone()), values, "values of {text:?}");
    assert_eq!(told(&split), findings, "findings of {text:?}");
    assert_eq!(&text[split.body_offset..], body, "body of {text:?}");
    assert_eq!(text[..split.body_offset].matches('\n').count() + 1, split.body_line.min(lines_before(&split, text)));
    split
}

/// The body starts on its own line unless the text ends with the closing marker.
fn lines_before(split: &Split, text: &str) -> usize {
    let open_end = split.body_offset == text.len() && !text.ends_with('\n');
    if open_end { split.body_line - usize::from(split.body_offset > 0) } else { split.body_line }
}

fn told(split: &Split) -> Vec<String> {
    let place = |finding: &Diagnostic| finding.span.map(|s| format!(" {}:{}", s.line, s.column)).unwrap_or_default();
    split.findings.iter().map(|finding| format!("{}{}", finding.entry.name, place(finding))).collect()
}

fn places(split: &Split) -> Vec<String> {
    split.front_matter.positions.iter().map(|(path, (line, column))| format!("{path} {line}:{column}")).collect()
}

#[test]
fn yaml_stands_between_dashes() {
    let split = check(
        "---\ntitle: Disk full\nseverity: 2\ndraft: false\n---\n# Body\n",
        json!({"title": "Disk full", "severity": 2, "draft": false}),
        &[],
        "# Body\n",
    );
    assert_eq!(split.front_matter.format, Some(FrontMatterFormat::Yaml));
    assert_eq!(split.body_line, 6);
    assert_eq!(places(&split), ["draft 4:1", "severity 3:1", "title 2:1"]);
}

#[test]
fn toml_stands_between_plus_signs_and_keeps_the_order_written() {
    let split = check(
        "+++\ntitle = \"Disk full\"\ndate = 2024-03-03 22:00:00\nat = 10:30:00\n[extra]\nusers = 0x10\nshare = 1.5\n+++\nBody",
        json!({"title": "Disk full", "date": "2024-03-03 22:00:00", "at": "10:30:00", "extra": {"users": 16, "share": 1.5}}),
        &[],
        "Body",
    );
    assert_eq!(split.front_matter.values.keys().collect::<Vec<_>>(), ["title", "date", "at", "extra"]);
    assert_eq!(places(&split), ["at 4:1", "date 3:1", "extra 5:2", "extra.share 7:1", "extra.users 6:1", "title 2:1"]);
}

#[test]
fn json_stands_at_the_start_or_between_semicolons() {
    let values = json!({"title": "Disk full", "tags": ["db", "ops"]});
    let split = check(
        "{\n  \"title\": \"Disk full\",\n  \"tags\": [\"db\", \"ops\"]\n}\n\nBody\n",
        values.clone(),
        &[],
        "\nBody\n",
    );
    assert_eq!((split.front_matter.format, split.body_line), (Some(FrontMatterFormat::Json), 5));
    assert_eq!(places(&split), ["tags 3:3", "title 2:3"]);
    check("{\"title\": \"Disk full\", \"tags\": [\"db\", \"ops\"]}\nBody", values.clone(), &[], "Body");
    check(";;;\n{\"title\": \"Disk full\", \"tags\": [\"db\", \"ops\"]}\n;;;\nBody", values.clone(), &[], "Body");
    let split = check(";;;\n\"title\": \"Disk full\", \"tags\": [\"db\", \"ops\"]\n;;;\nBody", values, &[], "Body");
    assert_eq!(places(&split), ["tags 2:23", "title 2:1"]);
}

#[test]
fn blank_lines_comments_crlf_and_a_missing_last_newline_do_no_harm() {
    let values = json!({"title": "Disk full", "end": ""});
    check("\n\n---\n\n# a comment\ntitle: Disk full # another\nend: \"\"\n\n---", values.clone(), &[], "");
    check("---\r\ntitle: Disk full\r\nend: ''\r\n---\r\nBody", values.clone(), &[], "Body");
    check("\u{feff}---\ntitle: Disk full\nend: ''\n---\nBody", values.clone(), &[], "Body");
    check("--- \ntitle: Disk full\nend: ''\n...\t\nBody", values, &[], "Body");
    check("---\n---\nBody", json!({}), &[], "Body");
    check("---\n# title: Disk full\n---\nBody", json!({}), &[], "Body");
    check("---\ntitle:\n---\n", json!({"title": null}), &[], "");
}

#[test]
fn values_stay_what_was_written() {
    check(
        "---\nat: 2024-03-03 22:00:00\nday: 2024-03-03\nclock: 22:00\nanswer: yes\nsha: 0012345\nlong: 123456789012345678901234567890\n---\n",
        json!({"at": "2024-03-03 22:00:00", "day": "2024-03-03", "clock": "22:00", "answer": "yes", "sha": "0012345",
               "long": "123456789012345678901234567890"}),
        &[],
        "",
    );
    check(
        "---\n2024: x\ntrue: y\nshare: .nan\ntag: !secret z\n---\n",
        json!({"2024": "x", "true": "y", "share": ".nan", "tag": "z"}),
        &[],
        "",
    );
    check("+++\na = 9223372036854775808\nb = inf\n+++\n", json!({"a": "9223372036854775808", "b": "inf"}), &[], "");
}

#[test]
fn every_key_of_nested_maps_and_lists_has_its_place() {
    let text = "---\ntaxonomies:\n  services: [checkout, cart]\n  \"tags\":\n  - db\nactions:\n- text: add an alarm\n  owner: {name: Ada, team: ops}\n-   text: next\nnotes: |\n  not: a key\nsaid: \"line one\n  also: no key\"\nplain: words\n  go on: [\nlast: 1\n---\n";
    let split = split("x.md", text);
    assert_eq!(
        places(&split),
        [
            "actions 6:1",
            "actions.0.owner 8:3",
            "actions.0.owner.name 8:11",
            "actions.0.owner.team 8:22",
            "actions.0.text 7:3",
            "actions.1.text 9:5",
            "last 16:1",
            "notes 10:1",
            "plain 14:1",
            "said 12:1",
            "taxonomies 2:1",
            "taxonomies.services 3:3",
            "taxonomies.tags 4:3",
        ]
    );
}

#[test]
fn aliases_and_merge_keys_are_applied() {
    check(
        "---\nbase: &base {team: ops, zone: UTC}\nown:\n  <<: *base\n  zone: CET\nmany:\n  <<: [*base, {extra: 1}]\n---\n",
        json!({"base": {"team": "ops", "zone": "UTC"}, "own": {"zone": "CET", "team": "ops"},
               "many": {"team": "ops", "zone": "UTC", "extra": 1}}),
        &[],
        "",
    );
}

#[test]
fn a_rule_at_the_start_is_no_front_matter() {
    for text in [
        "---\n\nThe shop was down.\n\n---\n\nMore.\n",
        "---\n# Heading\n---\nText\n",
        "---\nAt 10:00 the shop was down: nobody could pay.\n---\nText\n",
        "---\n- a: list\n---\n",
        "---\nThe shop was down.\n",
        "---\n\nSummary: the shop was down.\n\nIt came back.\n",
        "----\ntitle: x\n----\n",
        "---",
        "",
        "\n\n",
        "Text first\n---\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "+++\nno keys here\n+++\n",
        "{{< track >}}\n",
        "{% raw %}\n",
        "{#anchor}\n",
        "{\"a\": 1} and on\n",
        "---\nNote: a rule above\nand prose that goes on\nfor three lines\n---\n",
    ] {
        check(text, json!({}), &[], text);
    }
}

#[test]
fn front_matter_that_is_never_closed_is_told() {
    for (text, place) in [
        ("---\ntitle: Disk full\n\n# Body\n", "1:1"),
        ("\n---\nservice: db\nowner: ops\n\n# Body\n", "2:1"),
        ("+++\ntitle = \"x\"\n", "1:1"),
        ("{\n\"title\": \"x\"\n", "1:1"),
    ] {
        check(text, json!({}), &[&format!("front_matter_unclosed {place}")], text);
    }
}

#[test]
fn of_two_equal_keys_the_first_is_used() {
    check(
        "---\ntitle: one\nsub:\n  a: 1\n  b: 2\n  a: 3\ntitle: two\n---\nBody",
        json!({"title": "one", "sub": {"a": 1, "b": 2}}),
        &["front_matter_key_twice 6:3", "front_matter_key_twice 7:1"],
        "Body",
    );
    check("{\"a\": 1,\n \"a\": 2}\n", json!({"a": 1}), &["front_matter_key_twice 2:2"], "");
    check(
        "+++\na = 1\na = 2\n[t]\nx = 1\n[t]\ny = 2\n+++\n",
        json!({"a": 1, "t": {"x": 1, "y": 2}}),
        &["front_matter_key_twice 3:1", "front_matter_key_twice 6:2"],
        "",
    );
}

#[test]
fn a_value_that_is_not_valid_becomes_its_text_and_the_other_keys_are_kept() {
    let split = check(
        "---\ntitle: Checkout: 5xx for all\ntags: [a, b]\nowner: @ada\nquote: \"open\nimpact:\n  users: 12\n---\nBody",
        json!({"title": "Checkout: 5xx for all", "tags": ["a", "b"], "owner": "@ada", "quote": "open", "impact": {"users": 12}}),
        &["front_matter_invalid 2:16", "front_matter_invalid 4:8", "front_matter_invalid 5:1"],
        "Body",
    );
    assert_eq!(
        split.findings[0].message,
        "the value of `title` is not valid YAML (mapping values are not allowed in this context); its text is used"
    );
    assert_eq!(
        split.findings[0].help.as_deref(),
        Some("Put quotes around the value: title: \"Checkout: 5xx for all\"")
    );
    assert_eq!(split.front_matter.positions["impact.users"], (7, 3));
}

#[test]
fn common_slips_are_mended() {
    check(
        "---\ntitle:Disk full\ndate: 2024-03-03\n---\n",
        json!({"title": "Disk full", "date": "2024-03-03"}),
        &["front_matter_invalid 2:1"],
        "",
    );
    check("---\ntags:\n\t- db\n\t- ops\n---\n", json!({"tags": ["db", "ops"]}), &["front_matter_invalid 3:1"], "");
    check(
        "---\ntitle: {{ title }}\nid: 7\n---\n",
        json!({"title": "{{ title }}", "id": 7}),
        &["front_matter_invalid 2:8"],
        "",
    );
    check("---\ntitle: *bold* words\n---\n", json!({"title": "*bold* words"}), &["front_matter_invalid 2:13"], "");
    check("---\ntitle: \"A\" and B\n---\n", json!({"title": "\"A\" and B"}), &["front_matter_invalid 2:12"], "");
    check("{\"title\": \"x\",}\nBody", json!({"title": "x"}), &["front_matter_invalid 1:15"], "Body");
    check(
        "+++\ntitle = Disk\nid = 7\n+++\nBody",
        json!({"title": "Disk", "id": 7}),
        &["front_matter_invalid 2:9"],
        "Body",
    );
}

#[test]
fn nesting_is_limited_before_any_parser_runs() {
    let nested = |open: &str, times: usize| format!("---\nkey: {}\n---\nBody", open.repeat(times));
    for text in [
        nested("[", 60_000),
        nested("{a: ", 15_000),
        nested("- ", 1_000).replace("key: ", "key:\n  "),
        nested("[{", 40),
        nested("? ", 20_000).replace("key: ", "key:\n  "),
        nested(": ", 20_000).replace("key: ", "key:\n  "),
        format!("---\nwords: don't\nkey: {}\n---\nBody", "[".repeat(100)),
        format!("---\nopen: \"quote\nkey: {}\n---\nBody", "[".repeat(60_000)),
        format!("---\nkey: {}\n---\nBody", "[\n".repeat(100)),
        format!("---\n{}\n---\nBody", (0..100).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect::<String>()),
        format!(";;;\n{}\n;;;\nBody", "{\"a\":".repeat(5_000)),
    ] {
        let start = Instant::now();
        let split = split("x.md", &text);
        assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
        assert!(told(&split).iter().any(|told| told.starts_with("front_matter_too_deep")), "{:?}", told(&split));
        assert!(!split.front_matter.values.contains_key("key"));
        assert_eq!(&text[split.body_offset..], "Body");
    }
    let deepest = format!("---\nkey: {}{}\n---\n", "[".repeat(63), "]".repeat(63));
    assert_eq!(told(&split("x.md", &deepest)), Vec::<String>::new());
    let quoted = format!("---\nkey: \"{0}\" # {0}\ntext: |\n  {0}\n---\n", "[".repeat(500));
    assert_eq!(told(&split("x.md", &quoted)), Vec::<String>::new());
}

#[test]
fn deep_toml_is_refused_as_fast() {
    for text in [
        format!("+++\nkey = {}\n+++\nBody", "[".repeat(60_000)),
        format!("+++\nkey = {}\n+++\nBody", "{a=".repeat(20_000)),
        format!("+++\n{}k = 1\n+++\nBody", "a.".repeat(30_000)),
        format!("+++\n[{}k]\n+++\nBody", "a.".repeat(30_000)),
    ] {
        let start = Instant::now();
        let split = split("x.md", &text);
        assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
        assert!(!split.findings.is_empty());
        assert_eq!(&text[split.body_offset..], "Body");
    }
}

#[test]
fn front_matter_over_64_kib_is_not_read() {
    let text = format!("---\ntitle: x\nlog: {}\n---\nBody", "x".repeat(70_000));
    check(&text, json!({}), &["front_matter_too_large 2:1"], "Body");
}

#[test]
fn aliases_that_unfold_to_too_much_are_refused() {
    let mut bomb = String::from("---\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..9 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb += &format!("a{level}: &a{level} [{below}]\n");
    }
    let wide = format!("---\na: &a [{}]\nb: [{}]\n---\nBody", "x,".repeat(10_000), "*a,".repeat(10_000));
    let long = format!("---\na: &a {}\nb: [{}]\n---\nBody", "x".repeat(30_000), "*a,".repeat(8_000));
    for text in [bomb + "---\nBody", wide, long] {
        let start = Instant::now();
        check(&text, json!({}), &["front_matter_too_large 2:1"], "Body");
        assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    }
}

#[test]
fn an_alias_to_itself_is_invalid() {
    let split = split("x.md", "---\na: &a [*a]\nb: 1\n---\nBody");
    assert_eq!(split.front_matter.values["b"], json!(1));
    assert_eq!(split.findings.len(), 1);
}

/// Front matter as people might write it: any mix of what means something to YAML.
fn lively() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\n"),
        Just("+++\n"),
        Just(";;;\n"),
        Just("...\n"),
        Just("\n"),
        Just("  "),
        Just("- "),
        Just(": "),
        Just("key: "),
        Just("k = "),
        Just("[t]\n"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(", "),
        Just("\""),
        Just("'"),
        Just("|\n"),
        Just(">-\n"),
        Just(" # "),
        Just("&a "),
        Just("*a"),
        Just("!t "),
        Just("? "),
        Just("\t"),
        Just("<<: *a\n"),
        Just("\\"),
        Just("1.5"),
        Just("é"),
        Just("%"),
        Just("@"),
        Just("\r\n"),
        Just("word"),
    ];
    let start = prop_oneof![Just("---\n"), Just("+++\n"), Just(";;;\n"), Just("{\""), Just("---\nkey: ")];
    (start, proptest::collection::vec(piece, 0..40)).prop_map(|(start, pieces)| start.to_owned() + &pieces.concat())
}

fn plain_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[a-z:#'\"\\[{&*!|>%@` -]{0,12}(\n[a-z: -]{0,9}){0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z]{1,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_and_the_body_is_the_rest(text in prop_oneof![lively(), "\\PC{0,200}", "(?s).{0,200}"]) {
        let split = split("x.md", &text);
        prop_assert!(text.is_char_boundary(split.body_offset));
        let lines = text[..split.body_offset].matches('\n').count() + 1;
        prop_assert!(split.body_line == lines || split.body_line == lines + 1);
        let count = text.lines().count().max(1);
        for (line, column) in split.front_matter.positions.values() {
            prop_assert!(*line < split.body_line && *line <= count && *column >= 1);
        }
        for finding in &split.findings {
            prop_assert!(finding.span.is_some_and(|span| span.line >= 1 && span.line <= count + 1 && span.column >= 1));
        }
    }

    #[test]
    fn what_a_yaml_writer_writes_is_read_back_with_the_place_of_every_key(
        map in proptest::collection::btree_map("[a-z]{1,6}", plain_value(), 1..6)
    ) {
        let values = Value::Object(map.into_iter().collect());
        let text = format!("---\n{}---\nBody", serde_yaml::to_string(&values).unwrap());
        let split = split("x.md", &text);
        prop_assert_eq!(&Value::Object(split.front_matter.values.clone()), &values);
        let mut keys = Vec::new();
        paths("", &values, &mut keys);
        for key in keys {
            let Some((line, column)) = split.front_matter.positions.get(&key) else {
                return Err(TestCaseError::fail(format!("no place for {key} in {text}")));
            };
            let at: String = text.lines().nth(line - 1).unwrap().chars().skip(column - 1).collect();
            let name = key.rsplit('.').next().unwrap();
            let at = at.trim_start_matches(['\'', '"']);
            prop_assert!(at.starts_with(name), "{} is not at {}:{} of {}", key, line, column, text);
        }
    }

    #[test]
    fn what_a_json_writer_writes_is_read_back_with_the_place_of_every_key(
        map in proptest::collection::btree_map("[a-z]{1,6}", plain_value(), 1..6), pretty in any::<bool>()
    ) {
        let values = Value::Object(map.into_iter().collect());
        let text = if pretty { serde_json::to_string_pretty(&values) } else { serde_json::to_string(&values) };
        let split = split("x.md", &text.unwrap());
        prop_assert_eq!(&Value::Object(split.front_matter.values.clone()), &values);
        let mut keys = Vec::new();
        paths("", &values, &mut keys);
        prop_assert_eq!(split.front_matter.positions.len(), keys.len());
    }
}

/// Dotted paths of every key.
fn paths(prefix: &str, value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                into.push(join(prefix, key));
                paths(&join(prefix, key), value, into);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| paths(&join(prefix, &at.to_string()), item, into));
        }
        _ => {}
    }
}
