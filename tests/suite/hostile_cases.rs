//! What somebody who means harm writes into a document, by the part of the program it is aimed at.
//!
//! Each case is a file and the code it must be told about; `""` where it is read without a word about the attack. All of
//! it is written here, by repetition where it is long.

use std::collections::BTreeSet;

use crate::hostile::{Case, GOOD, case};

/// All classes, each case in a file of its own: two lists of one class and code would write the same names.
pub fn all() -> Vec<Case> {
    let mut taken = BTreeSet::new();
    let apart = |(at, (mut path, text, code)): (usize, Case)| {
        if !taken.insert(path.clone()) {
            path = path.replacen(".md", &format!(" again {at}.md"), 1);
        }
        (path, text, code)
    };
    classes().into_iter().enumerate().map(apart).collect()
}

fn classes() -> Vec<Case> {
    [
        nesting(),
        lengths(),
        keys(),
        markup(),
        links(),
        attachments(),
        templates(),
        formulas(),
        code(),
        pathological(),
        times(),
        unseen(),
        tables(),
        notes_and_headings(),
        huge(),
        shared_names(),
        front_matter_shapes(),
    ]
    .concat()
}

/// A class: each text becomes a file of its own, behind a good document.
fn bodies(class: &str, code: &'static str, texts: &[&str]) -> Vec<Case> {
    let cases = texts.iter().enumerate();
    cases.map(|(at, text)| case(format!("{class}/{code} {at}.md"), format!("{GOOD}\n{text}\n"), code)).collect()
}

/// A class of documents with this front matter.
fn blocks(class: &str, code: &'static str, blocks: &[&str]) -> Vec<Case> {
    let cases = blocks.iter().enumerate();
    cases
        .map(|(at, block)| case(format!("{class}/{code} {at}.md"), format!("---\n{block}\n---\n{GOOD}"), code))
        .collect()
}

fn repeated(class: &str, code: &'static str, texts: &[(&str, usize)]) -> Vec<Case> {
    let texts: Vec<String> = texts.iter().map(|(text, count)| text.repeat(*count)).collect();
    bodies(class, code, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn nesting() -> Vec<Case> {
    let around = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let deep = [
        around("*", "*", 8_000),
        around("__", "__", 4_000),
        around("~~a *", "* b~~", 4_000),
        around("![", "](x)", 20_000),
        around("**a _b ", "_ **", 4_000),
        around("> ", "", 20_000),
        around(">", "", 20_000),
        around("- ", "", 20_000),
        around("* ", "", 20_000),
        around("1. ", "", 20_000),
        around("> 1) - ", "", 10_000),
        around("-\t", "", 20_000),
    ];
    let shallow = [
        // An underscore within a word emphasises nothing.
        around("*_", "_*", 4_000),
        around("[", "]", 20_000),
        around("(", ")", 20_000),
        around("[a](", ")", 5_000),
        around("*", "", 20_000),
        around("`", "`", 20_000),
        around("<b>", "</b>", 5_000),
        "*a_ ".repeat(10_000),
        "~~a ".repeat(10_000),
    ];
    let texts = |all: &[String], code| bodies("nesting", code, &all.iter().map(String::as_str).collect::<Vec<_>>());
    [texts(&deep, "nesting_too_deep"), texts(&shallow, "")].concat()
}

/// Numbers and lengths of time that overflow something.
fn lengths() -> Vec<Case> {
    let odd = [
        "duration: 999999999999999999",
        "duration: -1",
        "duration: 1e308",
        "duration: nan",
        "duration: infinity",
        "duration: '-0.5'",
        "duration: 9999999 weeks",
        "duration: 9999999 days and 9999999 hours",
        "duration: 18446744073709551616",
        "duration: 9223372036854775807",
        "duration: [1, 2]",
    ];
    let read = [
        "duration: 99999999999999 hours",
        "duration: 00:99:99",
        "users_percent: 999999999999999999999",
        "users_percent: -5%",
        "users_percent: 1e400",
        "part: 99999999999999999999",
        "id: 99999999999999999999999999",
        "id: 0x7fffffffffffffff",
    ];
    let told = [
        "## Timeline\n\n- T+99999999999: x\n- T-99999999999h: y",
        "**Duration:** 9999999 weeks",
        "**Time to repair:** 99999999999999999999 minutes",
        "It lasted 1e9 hours, 4294967296 minutes and 9999999w 9999999d.",
        "99999999999% of users and 100000000000 users were affected.",
        "## Action items\n\n1. a\n99999999999. b",
        "999999999. one\n1000000000. two",
    ];
    [blocks("lengths", "front_matter_value_odd", &odd), blocks("lengths", "", &read), bodies("lengths", "", &told)]
        .concat()
}

fn keys() -> Vec<Case> {
    [
        blocks("keys", "audience_unknown", &["audience: everybody", "audience: '<script>'", "audience: public2"]),
        blocks("keys", "kind_odd", &["kind: weapon", "kind: '{{ x }}'"]),
        blocks(
            "keys",
            "reference_unknown",
            &["same_as: ../../etc/passwd", "same_as: INC-0000-000", "not_same_as: a1 = x#a99"],
        ),
        blocks("keys", "front_matter_value_odd", &["title: [a, [b, [c]]]\nduration: {a: 1}", "started_at: {x: y}"]),
        blocks(
            "keys",
            "",
            &[
                "title: '../../index'\nid: ../../../index",
                "id: 'a/b\\c'",
                "id: '<img src=x>'",
                "title: \"\"",
                "title: '   '",
                "services: ['<b>', '..', '/', '', ' ']",
                "tags: ['\"onload=x', \"'\", '&lt;']",
                "title: 'a title with\ttabs'",
                "__proto__: x\nconstructor: y",
                "severity: '`rm -rf /`'",
                "related: ['<script>', '#', '?']",
            ],
        ),
    ]
    .concat()
}

/// Markup that would run, had it reached a page.
fn markup() -> Vec<Case> {
    let html = [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<iframe src=javascript:alert(1)>",
        "<object data=javascript:alert(1)>",
        "<embed src=data:text/html,x>",
        "<base href=//x.example/>",
        "<form action=javascript:alert(1)><input type=submit></form>",
        "<button formaction=javascript:alert(1)>x</button>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=javascript&colon;alert(1)>x</a>",
        "<body onload=alert(1)>",
        "<style>@import url(//x.example/a.css);</style>",
        "<link rel=stylesheet href=//x.example/a.css>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "<xmp><img src=x onerror=alert(1)></xmp>",
        "<plaintext><script>alert(1)",
        "<video><source onerror=alert(1)></video>",
        "<details open ontoggle=alert(1)>x</details>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<p id=app class=site onclick=alert(1)>x</p>",
        "text <b onmouseover=alert(1)>bold</b>",
        "<a\u{c}href=javascript:x>y</a>",
    ];
    let quiet = [
        // No tags by the rules of Markdown, so they are shown as they are written.
        "<img src=\"x\" onerror\n=\nalert(1)>",
        "<svg/onload=alert(1)>",
        "<meta http-equiv=refresh content=0;url=//x.example>",
        // Behind a comment a tag goes without a word.
        "<!-- a --><script>alert(1)</script>",
        "<!-- <script>alert(1)</script> -->",
        "<br><br/><BR />",
        "`<script>alert(1)</script>`",
        "```\n<script>alert(1)</script>\n```",
        "```\"><script>\nx\n```",
        "    <script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[a](<x\" onmouseover=\"alert(1)>)",
        "[a](x 'title\" onmouseover=\"alert(1)')",
        "![x\" onerror=\"alert(1)](y.png)",
        "[\"><script>x</script>]: y",
        "# a <b\n\nx",
        "a\n<b\n===",
        "| <script> | b |\n|---|---|\n| `<img onerror=x>` | c |",
        "[^\"><script>]\n\n[^\"><script>]: x",
        "\\<script>alert(1)\\</script>",
    ];
    [bodies("markup", "raw_html_removed", &html), bodies("markup", "", &quiet)].concat()
}

fn links() -> Vec<Case> {
    let refused = [
        "[a](javascript:alert(1))",
        "[a](JAVASCRIPT:alert(1))",
        "[a](javascript&colon;alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](java&NewLine;script:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](&#x6A;&#x61;vascript:alert(1))",
        "[a](<  javascript:alert(1)>)",
        "[a](vbscript:x)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](data:image/svg+xml,<svg>)",
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        "[a](file:///etc/passwd)",
        "![a](file:///etc/passwd)",
        "[a](blob:https://x.example/1)",
        "[a](view-source:https://x.example)",
        "[a](filesystem:https://x.example/1)",
        "[a](/\\x.example/b)",
        "![a](/\\x.example/b.png)",
        "[a](\\\\\\\\x.example\\\\b)",
        "[a](about:blank)",
        "[a](intent://x#Intent;end)",
        "[a](ms-msdt:/id)",
        "<javascript:alert(1)>",
        "<vbscript:x>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "x[^1]\n\n[^1]: [a](javascript:alert(1))",
        "| a |\n|---|\n| [b](javascript:x) |",
        "> - [a](javascript:x)",
    ];
    let kept = [
        "[a](//x.example/b)",
        "[a](https://x.example/?q=javascript:x)",
        "[a](mailto:a@example.org?subject=<b>)",
        "[a](https://x.example/\")",
        "[a](https://x.example/' onclick='x)",
        "<https://x.example/<b>>",
        "https://x.example/<script>",
        "[a](#\" onclick=x)",
        "[a](?\" onclick=x)",
        "www.x.example/\"onclick=x",
    ];
    [bodies("addresses", "link_refused", &refused), bodies("addresses", "", &kept)].concat()
}

/// Files beside a document that links to all of them.
fn attachments() -> Vec<Case> {
    let script = "<script>alert(1)</script>";
    let active = [
        ("page.html", script),
        ("page.HTM", script),
        ("page.xhtml", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
        ("feed.xml", "<a xmlns:x='http://www.w3.org/1999/xhtml'><x:script>alert(1)</x:script></a>"),
        ("style.xsl", "<xsl:stylesheet/>"),
        ("code.js", "alert(1)"),
        ("code.mjs", "alert(1)"),
        ("run.php", "<?php system('id');"),
        ("run.shtml", "<!--#exec cmd=\"id\" -->"),
        ("no ending", script),
        ("no.such.ending", script),
        ("dump.1", "  \n<!DOCTYPE html>"),
        ("picture.png", script),
        ("picture.jpg", "<html>"),
        ("table.csv", "<table><script>alert(1)</script>"),
        ("broken.svg", "<svg><g></svg>"),
        ("entities.svg", "<!DOCTYPE svg [<!ENTITY a \"&b;&b;\"><!ENTITY b \"x\">]><svg>&a;</svg>"),
        ("packed.svgz", "\u{1f}\u{8b}"),
        ("archive.mht", "MIME-Version: 1.0"),
        ("trace.out", "GET /\n<iframe src=javascript:x>"),
    ];
    let cleaned = [
        ("script.svg", "<svg><script>alert(1)</script></svg>"),
        ("handler.svg", "<svg onload=\"alert(1)\"><g onclick='x'/></svg>"),
        ("foreign.svg", "<svg><foreignObject><p>x</p></foreignObject></svg>"),
        ("link.svg", "<svg><a href=\"javascript:alert(1)\"/></svg>"),
    ];
    let named =
        [("form.pdf", "%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>"), ("run.pdf", "%PDF-1.4\n/Launch /F (x)")];
    let quiet = [("plain.log", "10:00 x <- y"), ("plain.json", "{\"a\": \"<b>\"}"), ("plain.svg", "<svg><g/></svg>")];
    let classes: [(&[(&str, &str)], &'static str); 4] =
        [(&active, "attachment_active"), (&cleaned, "attachment_cleaned"), (&named, "attachment_script"), (&quiet, "")];
    let files = classes.iter().flat_map(|(files, code)| files.iter().map(|(name, text)| (*name, *text, *code)));
    let links: String = files.clone().map(|(name, ..)| format!("[x](<{name}>)\n")).collect();
    let files = files.map(|(name, text, code)| case(format!("attached/{name}"), text, code));
    files.chain([case("attached/all.md", format!("{GOOD}\n{links}"), "")]).collect()
}

fn templates() -> Vec<Case> {
    let texts = [
        "{{ site.title }}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% include \"../../secret.txt\" %}",
        "{{ get_env(name=\"HOME\") }}",
        "{# comment",
        "{{ \"a\" | safe }}",
        "{{< readfile \"/etc/passwd\" >}}",
        "{{% include \"x\" %}}",
        "<%= `id` %>",
        "${7*7} #{7*7} @(7*7)",
        "$INDEX",
    ];
    bodies("templates", "", &texts)
}

/// Titles that a spreadsheet would run.
fn formulas() -> Vec<Case> {
    let titles =
        ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\\t=1", "\\r\\n=HYPERLINK(\\\"x\\\")", "\u{ff1d}1+1"];
    blocks(
        "formulas",
        "",
        &titles.map(|title| format!("title: \"{title}\"")).iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn code() -> Vec<Case> {
    let fence = |language: &str, text: &str| format!("```{language}\n{text}\n```");
    let small = [
        fence("make", "$(a $(b $(c $(d $(e $(f $(g $(h $(i $(j"),
        fence("java", &"a.".repeat(1_500)),
        fence("js", &"/(".repeat(1_000)),
        fence("python", &"(\"\"\"".repeat(500)),
        fence("sh", &"$(".repeat(1_000)),
        fence("html", &"<a b=\"".repeat(500)),
        fence("yaml", &"- ".repeat(1_000)),
        fence("md", &"> ".repeat(1_000)),
        fence("sql", &"((select ".repeat(400)),
        fence("regex", &"(a+".repeat(1_000)),
        fence("rust", &"r##\"".repeat(500)),
        fence("perl", &"m{".repeat(1_000)),
        fence("promql", &"sum(rate(".repeat(400)),
        fence("no-such-language", "x"),
        fence(&"x".repeat(3_000), "x"),
        fence("\" onclick=\"x", "x"),
    ];
    let large = [fence("json", &"[".repeat(5_000)), fence("java", &"at a.b.C(D.java:1)\n".repeat(20_000))];
    let texts = |all: &[String], code| bodies("code", code, &all.iter().map(String::as_str).collect::<Vec<_>>());
    [texts(&small, ""), texts(&large, "code_too_large")].concat()
}

/// Shapes that made some Markdown parser take time that grows faster than the text.
fn pathological() -> Vec<Case> {
    repeated(
        "pathological",
        "",
        &[
            ("*a ", 10_000),
            ("a* ", 10_000),
            ("*a_ ", 10_000),
            ("***a", 5_000),
            ("a***", 5_000),
            ("[a](", 10_000),
            ("[", 20_000),
            ("]", 20_000),
            ("![[]()", 10_000),
            ("[a]", 10_000),
            ("a]", 10_000),
            ("`a``", 10_000),
            ("e`", 10_000),
            ("<!A ", 10_000),
            ("<?", 10_000),
            ("<![CDATA[", 5_000),
            ("&", 20_000),
            ("&x", 10_000),
            ("\\", 20_000),
            ("a\\\n", 5_000),
            ("~", 20_000),
            ("|", 20_000),
            ("|a", 10_000),
            (":", 20_000),
            ("www.", 10_000),
            ("http://", 5_000),
            ("a@", 10_000),
            ("a@b.c ", 5_000),
            ("_", 20_000),
            ("[^a]", 5_000),
            ("[x]: y\n", 5_000),
            ("- [ ] \n", 2_000),
            ("<<", 10_000),
            ("a **a", 5_000),
            ("x~~", 5_000),
            ("{{< a >}} ", 5_000),
        ],
    )
}

fn times() -> Vec<Case> {
    let texts = [
        "## Timeline\n\n- 99:99 x\n- 25:61 y\n- 24:00 z",
        "## Timeline\n\n- 2024-13-45 10:00 x\n- 0000-00-00 00:00 y",
        "## Timeline\n\n- 9999-12-31 23:59 UTC x\n- 00:01 y",
        "## Timeline\n\n- 10:00 +99:99 x\n- 10:00 UTC+26 y\n- 10:00 -23:59 z",
        "## Timeline\n\n- 10:00:00.999999999999999999 UTC x",
        "## Timeline\n\n- 1970-01-01T00:00:00Z x\n- -0001-01-01 y",
        "## Timeline\n\n- 10:00 - 09:00 - 08:00 - 07:00 x",
        "## Timeline (Nowhere/Land)\n\n- 10:00 x",
        "Duration: from 99999-99-99 to 00000-00-00",
        "Between 10:00 and 10:00 and 10:00 and 10:00 it broke on 31 February 2024.",
    ];
    let rows: [String; 5] = [
        "- 10:00 UTC x\n".repeat(3_000),
        (0..3_000).map(|n| format!("- {:02}:{:02} UTC x\n", n / 60 % 24, n % 60)).collect(),
        "- 10:00 UTC We suspected the cache.\n- 10:01 UTC It was not the cache.\n".repeat(1_000),
        "10:00 ".repeat(5_000),
        "10:00 UTC to 11:00 UTC, ".repeat(2_000),
    ];
    let rows: Vec<String> = rows.iter().map(|rows| format!("## Timeline\n\n{rows}")).collect();
    let rows = rows.iter().map(String::as_str).collect::<Vec<_>>();
    [bodies("times", "", &texts), bodies("times/rows", "", &rows)].concat()
}

fn unseen() -> Vec<Case> {
    let texts = [
        "\u{202e}desrever",
        "a\u{200b}b",
        "\u{2066}x\u{2069}",
        "pay\u{200d}pal",
        "\u{feff}x",
        "\u{1b}[2J\u{1b}[31m",
        "a\u{7}b\u{8}c\u{7f}",
        "\u{9b}31m",
        "\u{e0041}tag",
        "\u{61c}x",
    ];
    let titles = ["title: \"safe \\u202e elif\"\nid: x", "title: safe\u{202e}txt", "id: INC\u{200b}-1"];
    [bodies("unseen", "invisible_characters", &texts), blocks("unseen", "invisible_characters", &titles[1..])].concat()
}

fn tables() -> Vec<Case> {
    let wide = |n: usize| format!("{}|\n{}|\n{}|\n", "|a".repeat(n), "|-".repeat(n), "|b".repeat(n));
    let short = |columns: usize, rows: usize| {
        format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|x|\n".repeat(rows))
    };
    let texts =
        [wide(2_000), wide(20_000), short(500, 500), short(2, 5_000), "|a|\n|-|\n".repeat(2_000), "|-".repeat(10_000)];
    bodies("tables", "", &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn notes_and_headings() -> Vec<Case> {
    let numbered = |n: usize, text: fn(usize) -> String| (0..n).map(text).collect::<String>();
    let texts = [
        numbered(3_000, |n| format!("[^{n}] ")) + "\n\n" + &numbered(3_000, |n| format!("[^{n}]: x\n")),
        "[^1] ".repeat(5_000) + "\n\n[^1]: x\n",
        "[^1]\n\n[^1]: [^2]\n\n[^2]: [^1]\n".to_owned(),
        numbered(3_000, |n| format!("[^{n}]: [^{}]\n", n + 1)),
        "## Same\n\nx\n\n".repeat(3_000),
        numbered(3_000, |n| format!("{} H\n\n", "#".repeat(n % 6 + 1))),
        format!("# {}\n", "long ".repeat(5_000)),
        "a\n===\n\n".repeat(2_000),
        "# 2024-01-01 Outage\n\nDown from 10:00 to 11:00 UTC.\n\n## Root cause\n\nDisk.\n\n## Impact\n\nAll.\n\n"
            .repeat(200),
    ];
    bodies("notes and headings", "", &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn huge() -> Vec<Case> {
    let over = ["It lasted 5 minutes. ".repeat(60_000), "- x\n".repeat(120_000), "a.".repeat(300_000)];
    let fine = [
        "x".repeat(4_000_000),
        "<b>".repeat(100_000),
        "\n".repeat(1_000_000),
        " ".repeat(2_000_000),
        "# x\n".repeat(10_000),
    ];
    let texts = |all: &[String], code| bodies("huge", code, &all.iter().map(String::as_str).collect::<Vec<_>>());
    [texts(&over, "document_over_budget"), texts(&fine, "")].concat()
}

fn shared_names() -> Vec<Case> {
    let mut cases = blocks("shared", "id_taken", &[]);
    for (id, name) in [("SHARED-1", "one/mail.md"), ("SHARED-1", "two/mail.md"), ("shared-1", "three/Mail.md")] {
        cases.push(case(format!("shared/{name}"), format!("---\nid: {id}\n---\n{GOOD}"), "id_taken"));
    }
    cases
}

fn front_matter_shapes() -> Vec<Case> {
    let broken = ["a: [1, 2", "a: {b: 1", "a: 'x", "a: b: c: d"];
    let read = [
        // Not the beginning of front matter, but a rule and a paragraph.
        "\"a: 1",
        "&a a: *a b",
        "? a\n: b\n? [",
        "- a\nb: c",
        "a: 1\nb: 2",
        "a: !!binary aGVsbG8=",
        "a: !exec 'rm -rf /'",
        "a: !!python/object/apply:os.system ['id']",
        "<<: {a: 1}",
        "a: ~\nb: null",
        "yes: no\non: off",
        "1: 2\n3.5: 4",
        "a: 0x1F\nb: 0o17\nc: 1_000",
        "a: >\n  folded\n  text",
    ];
    [blocks("shapes", "front_matter_invalid", &broken), blocks("shapes", "", &read)].concat()
}
