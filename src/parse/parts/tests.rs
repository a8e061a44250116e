use std::collections::BTreeMap;

use super::*;

/// Keeps back the names given.
struct Names(&'static [&'static str]);

impl HiddenFields for Names {
    fn key(&self, path: &str) -> bool {
        path == "internal_fields" || self.0.contains(&path.rsplit('.').next().unwrap_or(path))
    }

    fn label(&self, text: &str) -> bool {
        self.0.contains(&text.to_lowercase().as_str())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn config() -> Config {
    Config { audiences: BTreeMap::from([("partner".into(), "internal".into())]), ..Config::default() }
}

fn seen_by(audience: &str, text: &str, hidden: &'static [&'static str]) -> Visible {
    let (config, audience, redactor) = (config(), Audience::named(audience), Redactor::default());
    let reader = Reader { config: &config, audience: &audience, hidden: &Names(hidden), redactor: &redactor };
    visible_to("a.md", text, &reader).unwrap_or_else(|| Visible {
        text: text.to_owned(),
        lines: (1..=text.lines().count()).collect(),
        sieved: String::new(),
        findings: Vec::new(),
    })
}

/// What the public sees of a text.
#[track_caller]
fn check(text: &str, expected: &str) {
    let seen = seen_by("public", text, &[]);
    assert_eq!(seen.text, expected, "{text}");
    assert_eq!(seen.lines.len(), seen.text.lines().count(), "{text}");
    assert_eq!(seen.sieved.matches('\n').count(), text.matches('\n').count(), "{text}");
    assert!(!seen.text.contains("secret") && !seen.sieved.contains("secret"), "{text}");
}

/// As [`check`], with the lines and names of what is to be said.
#[track_caller]
fn doubt(text: &str, expected: &str, findings: &[(usize, &str)]) {
    check(text, expected);
    for audience in ["public", "internal"] {
        let seen = seen_by(audience, text, &[]);
        let told: Vec<_> = seen.findings.iter().map(|it| (it.span.unwrap().line, it.entry.name)).collect();
        assert_eq!(told, findings, "{audience}: {text}");
    }
}

#[test]
fn a_section_ends_at_the_next_heading_that_is_no_deeper() {
    let text = "# T\n\n## A {audience=internal}\n\nsecret\n\n### Secret\n\nsecret\n\n## B\n\nb\n";
    check(text, "# T\n\n## B\n\nb\n");
    check("# T\n\n## A {.internal}\nsecret\n\n# B\n", "# T\n\n# B\n");
    check("# T\n\nA {.internal}\n---\n\nsecret\n\nB\n---\n", "# T\n\nB\n---\n");
    check("# T\n\n##A {.internal}\nsecret\n##B\n", "# T\n\n##B\n");
    check("# T\n## A {#a .internal} ##\nsecret\n", "# T\n");
    check("# T\n## A { audience = \"internal\" }\nsecret\n".replace(" = ", "=").as_str(), "# T\n");
    check("# T\n## A {internal}\nsecret\n", "# T\n");
    check("# T\n## **A {.internal}**\nsecret\n", "# T\n");
    check("# T\n## A {#a} {.internal} and more\nsecret\n", "# T\n");
    check("# T\n## A {visibility: private}\nsecret\n## B\n", "# T\n## B\n");
    check("## A {.internal}\n```\n# secret\n```\nsecret\n## B\n", "## B\n");
    check("## A {.internal}\n> # secret\n\n- # secret\n\nsecret\n", "\n");
}

#[test]
fn a_mark_that_readers_belong_to_is_not_shown() {
    check("# T\n\n## A {audience=public}\n\na\n", "# T\n\n## A\n\na\n");
    check("# T\n\n:::public\na\n:::\nb\n", "# T\n\na\nb\n");
    check("a <!-- public -->b<!-- /public --> c\n", "a b c\n");
    let internal = |text: &str| seen_by("internal", text, &[]).text;
    assert_eq!(internal("## A {.internal}\n\na\n"), "## A\n\na\n");
    assert_eq!(internal("a\n\n:::internal\nb\n:::\n\nc\n"), "a\n\nb\n\nc\n");
    assert_eq!(
        internal("| a |\n|---|\n<!-- internal -->\n| b |\n<!-- /internal -->\n| c |\n"),
        "| a |\n|---|\n| b |\n| c |\n"
    );
    assert_eq!(internal("a <!-- remark --> b\n"), "a <!-- remark --> b\n");
}

#[test]
fn each_audience_sees_the_parts_that_lie_within_it() {
    let text = "a\n\n:::partner\np\n:::\n\n:::customer\nc\n:::\n\n:::internal\ni\n:::\n";
    for (audience, expected) in
        [("public", "a\n"), ("customer", "a\n\nc\n"), ("partner", "a\n\np\n"), ("internal", "a\n\np\n\nc\n\ni\n")]
    {
        assert_eq!(seen_by(audience, text, &[]).text, expected, "{audience}");
    }
}

#[test]
fn a_box_is_gone_as_if_it_had_never_been_written() {
    check("a\n\n:::internal\nsecret\n:::\n\nb\n", "a\n\nb\n");
    check("a\n::: internal\nsecret\n:::\nb\n", "a\nb\n");
    check("- a\n- b\n:::internal\n- secret\n:::\n- c\n", "- a\n- b\n- c\n");
    check("| a |\n|---|\n:::internal\n| secret |\n:::\n| c |\n", "| a |\n|---|\n| c |\n");
    check(":::internal\nsecret\n:::\n\na\n", "a\n");
    check("a\n\n::::{.internal}\n:::note\nsecret\n:::\nsecret\n::::\n\n:::note\nb\n:::\n", "a\n\n:::note\nb\n:::\n");
    check("a\n\n:::internal Only for us\nsecret\n:::\n", "a\n");
    check("> a\n> :::internal\n> secret\n> :::\n> b\n", "> a\n> b\n");
    check("a\n::: audience=internal\nsecret\n:::\n", "a\n");
    check("a\n:::internal\n```\nsecret\n:::\n```\nsecret\n:::\nb\n", "a\nb\n");
    check(":::internal\nsecret\n:::public\nsecret\n:::\n:::\na\n", "a\n");
}

#[test]
fn a_box_of_any_notation_that_names_readers_is_for_them() {
    check("a\n\n> [!INTERNAL]\n> secret\n>\n> secret\nsecret\n\nb\n", "a\n\nb\n");
    check("a\n\n> [!internal]- Secret\n> secret\n\nb\n", "a\n\nb\n");
    check("a\n\n!!! internal \"Secret\"\n    secret\n\n    - secret\n\nb\n", "a\n\nb\n");
    check("a\n\n??? interal\n    secret\n", "a\n");
    check("a\n\n{{% internal %}}\nsecret\n\nsecret\n{{% /internal %}}\nb\n", "a\n\nb\n");
    check("a\n\n{{< internal >}}\nsecret\n", "a\n");
    for other in ["> [!IMPORTANT]\n> a\n", "!!! info\n    a\n", "{{< track \"a\" >}}\n", "> [!public]\n> a\n"] {
        check(other, other);
    }
}

#[test]
fn comments_of_other_notations_are_gone_too() {
    check("a {/* hush */}b\n", "a b\n");
    check("a\n\n%%\nhush\n\nhush\n%%\n\nb\n", "a\n\nb\n");
    check("a %%hush%% b\n", "a b\n");
    check("`{/* a */}` 5%% and 6%%\n", "`{/* a */}` 5%% and 6%%\n");
}

#[test]
fn comments_in_pairs_hide_what_lies_between_them() {
    check("a <!-- internal -->secret<!-- /internal --> b\n", "a b\n");
    check("a <!--internal-->secret\n\n- secret\n<!-- / internal --> b\n", "a b\n");
    check("- a\n- <!-- internal -->secret<!-- /internal -->\n- b\n", "- a\n- b\n");
    check("| a | <!-- internal -->secret<!-- /internal --> |\n", "| a | |\n");
    check("| <!-- internal -->secret<!-- /internal --> |\n| b |\n", "| b |\n");
    check("a\n<!-- audience: internal -->\nsecret\n<!-- /audience: internal -->\nb\n", "a\nb\n");
    check("a <!-- internal: begin -->secret<!-- internal-end --> b\n", "a b\n");
    check("a <!-- START INTERNAL -->secret<!-- end internal --> b\n", "a b\n");
    check("a <!-- staff -->secret<!-- /staff --> b\n", "a b\n");
    check("<!-- internal -->secret<!-- internal -->secret<!-- /internal -->secret<!-- /internal -->a\n", "a\n");
    check("`<!-- internal -->` secret <!-- /internal --> b\n", "` b\n");
}

#[test]
fn a_block_with_an_attribute_is_hidden_whole() {
    check("a\n\nsecret\nsecret {.internal}\n\nb\n", "a\n\nb\n");
    check("- secret\n- secret\n{: .internal}\n\nb\n", "b\n");
    check("a\n\n{audience=internal}\n\nsecret\nsecret\n\nb\n", "a\n\nb\n");
    check("## A\nsecret {.internal}\n## B\n", "## A\n## B\n");
    check("a {.unnumbered}\n\nb {name=x}\n", "a {.unnumbered}\n\nb {name=x}\n");
}

#[test]
fn what_is_in_doubt_is_hidden_and_told() {
    doubt("a\n\n:::internal\nsecret\n\n## Secret\n", "a\n", &[(3, "part_unclosed")]);
    doubt("a\n\n:::public\nsecret\n", "a\n", &[(3, "part_unclosed")]);
    doubt("a <!-- internal -->secret\n\nsecret\n", "a\n", &[(1, "part_unclosed")]);
    doubt("a <!-- internal secret\n", "a\n", &[(1, "part_unclosed")]);
    doubt("## A\n\nsecret\n<!-- /internal -->\n\nb\n", "## A\n\nb\n", &[(4, "part_unclosed")]);
    doubt("## A {audience=intrnal}\nsecret\n", "\n", &[(1, "audience_unknown")]);
    doubt("## A {audience=everyone}\nsecret\n## B\n", "## B\n", &[(1, "audience_unknown")]);
    doubt("## A {.intenal}\nsecret\n", "\n", &[(1, "audience_unknown")]);
    doubt("a\n:::partners\nsecret\n:::\n", "a\n", &[(2, "audience_unknown")]);
    doubt("a <!-- partners -->secret<!-- /partners -->\n", "a\n", &[(1, "audience_unknown")]);
    doubt("## A {.public .internal}\nsecret\n", "\n", &[(1, "audience_closed")]);
    doubt("## A {audience=public,customer}\nsecret\n", "\n", &[(1, "audience_closed")]);
    doubt("---\ntitle: x\n---\n\n:::intern\nsecret\n:::\n", "---\ntitle: x\n---\n", &[(5, "audience_unknown")]);
    doubt("a {<!-- x -->.internal}\nsecret\n", "\n", &[]);
    check(":<!-- x -->::internal\nsecret\n", "\n");
    doubt("a\n```\n:::internal\nsecret\n:::\n", "a\n```\n", &[]);
}

#[test]
fn what_stands_in_code_is_no_mark() {
    for text in ["```\n:::internal\n```\n", "~~~\n<!-- internal -->\n# A {.internal}\n~~~\n", "`<!-- x -->` {.y}\n"] {
        assert_eq!(seen_by("public", text, &[]).text, text);
    }
}

#[test]
fn comments_leave_nothing_behind() {
    for text in
        ["a\nb\n", "a\n<!-- x -->\nb\n", "a\n<!-- x\n\ny\n-->\nb <!-- :::internal -->\n", "<!-- todo -->\n\na\nb\n"]
    {
        assert_eq!(seen_by("public", text, &[]).text, "a\nb\n");
    }
    assert_eq!(seen_by("public", "a\n\n<!-- never closed\n\nb\n", &[]).text, "a\n");
    check("a \\<!-- b --> c\n", "a \\<!-- b --> c\n");
    let kept = "---\ntitle: x\n---\n\na\n";
    check("---\n# secret\ntitle: x\n# secret\n---\n\na\n\n\n", kept);
}

#[test]
fn hidden_fields_go_from_front_matter_headings_and_labels() {
    let seen = |text: &str| seen_by("public", text, &["customers", "people"]).text;
    let expected = "---\ntitle: x\n---\n\n# T\n";
    for front in [
        "---\ntitle: x\ncustomers:\n  - Secret\n  - Other\ninternal_fields: [customers]\n---\n",
        "---\ninternal_fields: [customers]\ncustomers: [a,\n  b]\ntitle: x\npeople: {name: y}\n---\n",
    ] {
        assert_eq!(seen(&format!("{front}\n# T\n")), expected);
    }
    assert_eq!(seen("+++\ntitle = \"x\"\ncustomers = [\"secret\"]\n+++\n\n# T\n"), "+++\ntitle = \"x\"\n+++\n\n# T\n");
    let json = seen("{\n\"title\": \"x\",\n\"customers\": [\"secret\"]\n}\n\n# T\n");
    assert!(json.contains("\"title\": \"x\"") && !json.contains("secret"), "{json}");
    let shared = seen("---\ncustomers: &all [secret]\ntags: *all\n---\n\n# T\n");
    assert!(!shared.contains("customers") && shared.ends_with("# T\n"), "{shared}");
    let flow = seen("---\n{title: x, customers: [secret]}\n---\n\n# T\n");
    assert!(flow.contains("\"title\": \"x\"") && !flow.contains("secret"), "{flow}");
    assert_eq!(seen("# T\n\n## Customers\n\nsecret\n\n## B\n"), "# T\n\n## B\n");
    assert_eq!(seen("# T\n\n**Customers:** secret\nsecret\n**Start:** now\n"), "# T\n\n**Start:** now\n");
    assert_eq!(seen("- Start: now\n- Customers: secret\n- End: then\n"), "- Start: now\n- End: then\n");
    assert_eq!(seen("| a | b |\n|---|---|\n| Customers | secret |\n| c | d |\n"), "| a | b |\n|---|---|\n| c | d |\n");
    assert_eq!(seen("**Customers**\n\nsecret\n\n- secret\n\n**Impact**\n\nb\n"), "**Impact**\n\nb\n");
}

/// Pieces that a document is made of.
const PIECES: &[&str] = &[
    "Words of a paragraph.\nAnd more.\n",
    "- an item\n- another\n",
    "## A heading\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "```\ncode # no heading\n```\n",
    "> a quote\n",
    "A link to [a](b.md) and `code`.\n",
];

/// Ways to hide a piece that stands between blank lines; `@` is the piece.
const HIDING: &[&str] = &[
    ":::internal\n@\n:::\n\n",
    "::: {.internal}\n\n@\n\n:::\n\n",
    "<!-- internal -->\n@\n<!-- /internal -->\n\n",
    "<!-- internal -->\n\n@\n\n<!-- /internal -->\n\n",
    "<!-- @ -->\n\n",
    "###### Hidden {audience=internal}\n\n@\n\n###### Next\n\n",
];

proptest::proptest! {
    #[test]
    fn what_is_hidden_changes_nothing(
        pieces in proptest::collection::vec((0..PIECES.len(), proptest::option::of((0..HIDING.len(), 0..PIECES.len(), "[a-z]{1,9}"))), 1..8)
    ) {
        let (mut whole, mut alone) = (String::from("# T\n\n"), String::from("# T\n\n"));
        for (piece, hidden) in &pieces {
            whole.push_str(&format!("{}\n", PIECES[*piece]));
            alone.push_str(&format!("{}\n", PIECES[*piece]));
            if let Some((way, inner, word)) = hidden {
                let inner = PIECES[*inner].replace("Words", word).replace('#', "=");
                whole.push_str(&HIDING[*way].replace('@', inner.trim_end()));
                if HIDING[*way].contains("Next") {
                    alone.push_str("###### Next\n\n");
                }
            }
        }
        proptest::prop_assert_eq!(seen_by("public", &whole, &[]).text, seen_by("public", &alone, &[]).text);
    }

    #[test]
    fn any_text_is_cut_in_lines_that_are_counted(text in "(?s)(:::|internal|<!--|-->|/|\\{\\.internal\\}|#|\n|`|[ a-z]|- ){0,60}") {
        for audience in ["public", "internal"] {
            let seen = seen_by(audience, &text, &["a"]);
            proptest::prop_assert_eq!(seen.lines.len(), seen.text.lines().count());
            let again = seen_by(audience, &seen.text, &["a"]).text;
            if audience == "public" && seen.findings.is_empty() {
                proptest::prop_assert_eq!(again, seen.text);
            }
        }
    }
}

#[test]
fn marks_cost_time_in_proportion_to_their_number() {
    for piece in [
        ":::internal\n",
        "<!-- internal -->",
        "<!-- a -->\n",
        "<!-- ",
        "a {.internal}\n",
        "# a {.internal}\n",
        ":::\n",
        "`<!-- /internal -->",
    ] {
        let began = std::time::Instant::now();
        seen_by("public", &piece.repeat(20_000), &["a"]);
        assert!(began.elapsed().as_secs() < 20, "{piece:?}");
    }
}
