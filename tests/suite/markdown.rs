//! Markdown as people write it for GitHub, GitLab, Obsidian, MkDocs, Docusaurus, Hugo, Zola and Jekyll: shown, found, linked
//! and read like its twin in plain Markdown, and never more dangerous.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use incidex::config::Config;
use incidex::model::{Audience, Source, SourceFormat};
use incidex::parse;
use incidex::pipeline::{self, BuildOptions};

use crate::exports::{differences, said};
use crate::hostile::Silent;

/// The HTML of a text.
fn html(text: &str) -> String {
    let source = Source { path: "a.md".to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    parse::document(source, text).sections.into_iter().map(|section| section.html).collect()
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(html(text).trim(), *expected, "{text}");
    }
}

/// Examples of <https://github.github.com/gfm/>, by their numbers there. Line ends within a cell and the look of a table's
/// tags are ours.
#[test]
fn tables_of_the_specification() {
    check(&[
        (
            "| foo | bar |\n| --- | --- |\n| baz | bim |\n",
            "<table>\n<thead>\n<tr>\n<th>foo</th>\n<th>bar</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>baz</td>\n<td>bim</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "| abc | defghi |\n:-: | -----------:\nbar | baz\n",
            "<table>\n<thead>\n<tr>\n<th align=\"center\">abc</th>\n<th align=\"right\">defghi</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"center\">bar</td>\n<td align=\"right\">baz</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n",
            "<table>\n<thead>\n<tr>\n<th>f|oo</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b <code>|</code> az</td>\n</tr>\n<tr>\n<td>b <strong>|</strong> im</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n",
            "<table>\n<thead>\n<tr>\n<th>abc</th>\n<th>def</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>bar</td>\n<td>baz</td>\n</tr>\n</tbody>\n</table>\n<blockquote>\n<p>bar</p>\n</blockquote>",
        ),
        ("| abc | def |\n| --- |\n| bar |\n", "<p>| abc | def |\n| --- |\n| bar |</p>"),
        (
            "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n",
            "<table>\n<thead>\n<tr>\n<th>abc</th>\n<th>def</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>bar</td>\n<td></td>\n</tr>\n<tr>\n<td>bar</td>\n<td>baz</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "| abc | def |\n| --- | --- |\n",
            "<table>\n<thead>\n<tr>\n<th>abc</th>\n<th>def</th>\n</tr>\n</thead>\n</table>",
        ),
    ]);
}

#[test]
fn strikes_tasks_and_addresses_of_the_specification() {
    check(&[
        ("~~Hi~~ Hello, ~there~ world!\n", "<p><del>Hi</del> Hello, <del>there</del> world!</p>"),
        ("This ~~has a\n\nnew paragraph~~.\n", "<p>This ~~has a</p>\n<p>new paragraph~~.</p>"),
        ("This will ~~~not~~~ strike.\n", "<p>This will ~~~not~~~ strike.</p>"),
        (
            "- [ ] foo\n- [x] bar\n",
            "<ul>\n<li><input type=\"checkbox\" disabled=\"\" /> foo</li>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> bar</li>\n</ul>",
        ),
        ("www.commonmark.org\n", "<p><a href=\"http://www.commonmark.org\">www.commonmark.org</a></p>"),
        (
            "Visit www.commonmark.org.\n\nVisit www.commonmark.org/a.b.\n",
            "<p>Visit <a href=\"http://www.commonmark.org\">www.commonmark.org</a>.</p>\n<p>Visit <a href=\"http://www.commonmark.org/a.b\">www.commonmark.org/a.b</a>.</p>",
        ),
        (
            "www.google.com/search?q=(business))+ok\n",
            "<p><a href=\"http://www.google.com/search?q=(business))+ok\">www.google.com/search?q=(business))+ok</a></p>",
        ),
        (
            "(www.google.com/search?q=Markup+(business))\n",
            "<p>(<a href=\"http://www.google.com/search?q=Markup+(business)\">www.google.com/search?q=Markup+(business)</a>)</p>",
        ),
        (
            "www.commonmark.org/he<lp\n",
            "<p><a href=\"http://www.commonmark.org/he\">www.commonmark.org/he</a>&lt;lp</p>",
        ),
        (
            "(Visit https://encrypted.google.com/search?q=Markup+(business))\n",
            "<p>(Visit <a href=\"https://encrypted.google.com/search?q=Markup+(business)\">https://encrypted.google.com/search?q=Markup+(business)</a>)</p>",
        ),
        ("foo@bar.baz\n", "<p><a href=\"mailto:foo@bar.baz\">foo@bar.baz</a></p>"),
        (
            "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.\n",
            "<p>hello@mail+xyz.example isn't valid, but <a href=\"mailto:hello+xyz@mail.example\">hello+xyz@mail.example</a> is.</p>",
        ),
        ("a.b-c_d@a.b-\n", "<p>a.b-c_d@a.b-</p>"),
    ]);
}

#[test]
fn tags_that_the_specification_filters_reach_no_page() {
    let page = html(
        "<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  <XMP> is also disallowed.\n</blockquote>\n\n<iframe src=x></iframe> <plaintext> rest\n",
    );
    for tag in ["title", "style", "xmp", "iframe", "plaintext", "textarea", "noembed", "noframes", "script"] {
        assert!(!page.to_lowercase().contains(&format!("<{tag}")), "{page}");
    }
    assert!(page.contains("is also disallowed") && page.contains("rest"), "{page}");
}

/// A box, by its title and what it holds.
fn boxed(tone: &str, kind: &str, title: &str, inside: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<p><strong>{title}</strong></p>\n") };
    format!(
        "<div class=\"box {tone}-box\" role=\"note\">\n<div class=\"box-title\"><span class=\"box-kind\">{kind}</span>\n{title}</div>\n{inside}\n</div>"
    )
}

#[test]
fn boxes_of_every_notation_look_alike() {
    let plain = boxed("warning", "Warning", "", "<p>Mind <em>this</em>.</p>");
    for text in [
        "> [!WARNING]\n> Mind *this*.\n",
        "> [!warning]\nMind *this*.\n",
        ":::warning\nMind *this*.\n:::\n",
        "::: warning\n\nMind *this*.\n\n:::\n",
        "::: {.warning}\nMind *this*.\n:::\n",
        ":::{warning}\nMind *this*.\n:::\n",
        "!!! warning\n    Mind *this*.\n",
        "!!! warning\n\n    Mind *this*.\n",
        "{{% alert color=\"warning\" %}}\nMind *this*.\n{{% /alert %}}\n",
        "{{< hint warning >}}\nMind *this*.\n{{< /hint >}}\n",
    ] {
        assert_eq!(html(text).trim(), plain, "{text}");
    }
    let titled = boxed("danger", "Danger", "Do not: touch", "<p>It bites.</p>");
    for text in [
        "> [!DANGER] Do not: touch\n> It bites.\n",
        ":::danger Do not: touch\nIt bites.\n:::\n",
        ":::danger[Do not: touch]\nIt bites.\n:::\n",
        "!!! danger \"Do not: touch\"\n    It bites.\n",
        "{{< callout type=\"danger\" title=\"Do not: touch\" >}}\nIt bites.\n{{< /callout >}}\n",
    ] {
        assert_eq!(html(text).trim(), titled, "{text}");
    }
    for (kind, tone, label) in [
        ("NOTE", "note", "Note"),
        ("TIP", "tip", "Tip"),
        ("IMPORTANT", "important", "Important"),
        ("CAUTION", "danger", "Caution"),
    ] {
        assert_eq!(html(&format!("> [!{kind}]\n> a\n")).trim(), boxed(tone, label, "", "<p>a</p>"));
    }
    let page = html("> [!NOTE]\n> One.\n\n> [!TIP]\n> Two.\n\n> Three.\n");
    assert_eq!((page.matches("class=\"box ").count(), page.matches("<blockquote>").count()), (2, 1), "{page}");
}

#[test]
fn boxes_nest_hold_code_and_end_where_they_end() {
    let page = html("::::note\n:::tip\n```\n:::\n```\n:::\nAfter.\n::::\n\nOutside.\n");
    assert!(page.contains("<pre class=\"code\" tabindex=\"0\"><code>:::\n</code></pre>\n</div>\n<p>After.</p>\n</div>\n<p>Outside.</p>"), "{page}");
    let page = html("!!! note\n    ```sh\n    ls\n    ```\n\n    !!! bug\n        a\n\nOutside.\n");
    assert!(page.contains("<p>a</p>\n</div>\n</div>\n<p>Outside.</p>") && page.contains("data-lang=\"sh\""), "{page}");
    let page = html(":::note\nnever closed\n\n## Heading\n\nText.\n");
    assert!(page.contains("<h3 id=\"d-heading\">") && !page.contains("class=\"box"), "{page}");
    let folded = html("??? note \"Log\"\n    a\n");
    assert!(folded.starts_with("<details class=\"box note-box\">\n<summary class=\"box-title\">"), "{folded}");
    assert!(html("> [!tip]+ Log\n> a\n").starts_with("<details class=\"box tip-box\" open=\"\">"));
    assert!(html(":::details Log\na\n:::\n").starts_with("<details>\n<summary>\n<p><strong>Log</strong></p>"));
}

#[test]
fn what_is_drawn_from_text_is_a_figure_with_its_text() {
    let figure = |title: &str, code: &str| {
        format!(
            "<figure class=\"drawing\"><figcaption>{title}</figcaption>\n<pre class=\"code\" tabindex=\"0\"><code>{code}\n</code></pre>\n</figure>"
        )
    };
    let graph = figure("Diagram (Mermaid)", "A --&gt; B");
    for text in [
        "```mermaid\nA --> B\n```\n",
        "~~~ mermaid\nA --> B\n~~~\n",
        "```{mermaid}\nA --> B\n```\n",
        ":::mermaid\nA --> B\n:::\n",
        "{{< mermaid >}}\nA --> B\n{{< /mermaid >}}\n",
    ] {
        assert_eq!(html(text).trim(), graph, "{text}");
    }
    for text in ["```math\nx_1\n```\n", "$$\nx_1\n$$\n", "$$ x_1 $$\n"] {
        assert_eq!(html(text).trim(), figure("Formula (TeX)", "x_1"), "{text}");
    }
    check(&[
        ("Sum $`x_1`$ is\n", "<p>Sum <code>x_1</code> is</p>"),
        ("From $HOME/a:$PATH it cost $5 or $6.\n", "<p>From $HOME/a:$PATH it cost $5 or $6.</p>"),
    ]);
}

#[test]
fn terms_signs_attributes_and_comments() {
    check(&[
        ("Owner\n: Ana\n", "<p><strong>Owner</strong>: Ana</p>"),
        ("Owner:\n\n: Ana\n\n    Beo\n", "<p><strong>Owner:</strong> Ana</p>\n<p>Beo</p>"),
        ("~ 10 minutes\n", "<p>~ 10 minutes</p>"),
        ("It took\n~ 10 minutes\n", "<p>It took\n~ 10 minutes</p>"),
        ("`:fire:` :fire: at 10:30:45\n", "<p><code>:fire:</code> \u{1f525} at 10:30:45</p>"),
        ("Text.\n{: .note }\n", "<p>Text.</p>"),
        ("{:toc}\n\n[[_TOC_]]\n\n[TOC]\n\nText.\n", "<p>Text.</p>"),
        ("a <!-- b --> c {/* d */} e\n", "<p>a  c  e</p>"),
        ("import A from './a'\n\nexport const b = {\n  c: 1,\n}\n\nText.\n", "<p>Text.</p>"),
        ("[[1]](https://example.org)\n", "<p><a href=\"https://example.org\">[1]</a></p>"),
        ("It is ==full== now. ^full-1\n", "<p>It is <mark>full</mark> now.</p>"),
        ("if a==b and c==d\n", "<p>if a==b and c==d</p>"),
        ("![](@U024BE7LH) in ![](#C02AB31XY)\n", "<p>@U024BE7LH in #C02AB31XY</p>"),
        ("if [[ -f a ]] then [[ $b == 1 ]]\n", "<p>if [[-f a]] then [[$b == 1]]</p>"),
    ]);
    assert!(html("## A {#own}\n\n[x](#own)\n").contains("<a href=\"#d-own\">x</a>"));
    assert!(html("A^[An *inline* note.] b\n").contains("An <em>inline</em> note."));
    let states = html("- [x] a\n- [-] b\n- [/] c\n- [>] d\n- [ ] e\n");
    assert_eq!((states.matches("checked").count(), states.matches("task-state").count()), (1, 3), "{states}");
}

const HEAD: &str = "# Ovens went cold\n\n**Date:** 2024-04-09\n\n";

#[test]
fn what_stands_in_a_box_is_read_like_its_twin() {
    const TIMELINE: &str =
        "- 09:10 UTC: the ovens stop\n- 09:30 UTC: an alert fires\n- 10:05 UTC: the ovens are hot again\n";
    const LABELS: &str = "**Severity:** SEV2\n\n**Root cause:** A fuse blew after the cleaning.\n";
    const ACTIONS: &str = "- [ ] Ana adds an alert for cold ovens\n- [x] Beo replaces the fuses\n";
    let quoted = |text: &str| text.lines().map(|line| format!("> {line}\n")).collect::<String>();
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    let mut told = Vec::new();
    for (name, before, inside) in
        [("timeline", "## Timeline\n\n", TIMELINE), ("labels", "", LABELS), ("actions", "## Action items\n\n", ACTIONS)]
    {
        let twin = said("ovens.md", &format!("{HEAD}{before}{inside}"));
        for (notation, text) in [
            ("alert", format!("> [!NOTE]\n{}", quoted(inside))),
            ("fence", format!(":::info\n{inside}:::\n")),
            ("mkdocs", format!("!!! warning\n{}", indented(inside))),
            ("fold", format!("??? note\n{}", indented(inside))),
            ("hugo", format!("{{{{% alert %}}}}\n{inside}{{{{% /alert %}}}}\n")),
        ] {
            let own = said("ovens.md", &format!("{HEAD}{before}{text}"));
            differences(&format!("{name} in {notation}"), &own, &twin, &mut told);
        }
    }
    let twin = said("ovens.md", &format!("{HEAD}**Root cause**\n\nA fuse blew after the cleaning.\n"));
    for text in [
        "> [!IMPORTANT] Root cause\n> A fuse blew after the cleaning.\n",
        "!!! danger \"Root cause\"\n    A fuse blew after the cleaning.\n",
        ":::info Root cause\nA fuse blew after the cleaning.\n:::\n",
    ] {
        differences(text, &said("ovens.md", &format!("{HEAD}{text}")), &twin, &mut told);
    }
    let twin = said("ovens.md", &format!("{HEAD}**Root cause**: A fuse blew.\n\n**Severity**: SEV2\n"));
    let own = said("ovens.md", &format!("{HEAD}Root cause\n: A fuse blew.\n\nSeverity\n: SEV2\n"));
    differences("terms", &own, &twin, &mut told);
    assert!(told.is_empty(), "{}", told.join("\n"));
}

const DOCUMENT: &str = "Mail was down from 09:00 UTC to 10:00 UTC on 2024-03-01.\n\n## Timeline\n\n- 09:00 UTC mail stops\n- 10:00 UTC mail flows\n";
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"1\" height=\"1\"/></svg>";

/// Builds and proves a site of these files. The page of `a.md`, and what is told about that file.
fn built(files: &[(&str, String)], audience: Audience) -> (String, Vec<(&'static str, Option<usize>)>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    for (path, text) in files {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let out = folder.path().join("site");
    let options =
        BuildOptions { out: out.clone(), audience, as_of: None, drafts: false, verify: true, progress: &Silent };
    let built = pipeline::build(&root, Config::default(), &options).unwrap_or_else(|error| panic!("{error}"));
    let findings = built.loaded.findings.iter().filter(|found| found.path.as_deref() == Some("2024/a.md"));
    let findings = findings.map(|found| (found.entry.name, found.span.map(|span| span.line))).collect();
    (fs::read_to_string(out.join("incidents/2024/a/index.html")).unwrap(), findings)
}

#[test]
fn links_of_every_notation_lead_to_the_document() {
    let links = [
        "[[2023-02-mail]]",
        "[[2023-02-mail|words]]",
        "[[2023-02 Mail]]",
        "[[2023/2023-02-mail.md]]",
        "[w](2023-02-mail.md)",
        "[w]({{< ref \"2023-02-mail.md\" >}})",
        "[w]({{< relref \"/posts/2023-02-mail\" >}})",
        "[w](@/2023/2023-02-mail.md)",
        "[w]({% post_url 2023-02-mail %})",
        "[w]({{ site.baseurl }}{% link 2023/2023-02-mail.md %})",
        "[w](../2023/2023-02-mail.md)",
    ];
    for audience in [Audience::INTERNAL, Audience::PUBLIC] {
        let front = "---\naudience: public\n---\n";
        let list: String =
            links.iter().filter(|link| **link != "[w](2023-02-mail.md)").map(|link| format!("- {link}\n")).collect();
        let text = format!(
            "{front}# Mail broke\n\n{DOCUMENT}\n## Links\n\n{list}\nTo [[2023-02-mail#Timeline]], a note[^1] and ![[load.svg|300]].\n\n[^1]: See [[2023-02-mail]] and ![[load.svg]].\n"
        );
        let other = format!("{front}# Mail broke before\n\n{DOCUMENT}");
        let (page, findings) = built(
            &[("2024/a.md", text), ("2023/2023-02-mail.md", other), ("2024/attachments/load.svg", PICTURE.to_owned())],
            audience,
        );
        let led = page.matches("href=\"../../2023/2023-02-mail/index.html\"").count();
        assert!(led >= links.len(), "{led} of {}: {page}", links.len());
        assert!(page.contains("href=\"../../2023/2023-02-mail/index.html#d-timeline\""));
        assert_eq!(page.matches("src=\"../../../files/2024/attachments/load.svg\"").count(), 2);
        assert!(!page.contains("no-link") && !page.contains("[["), "{page}");
        let dead = findings.iter().filter(|(code, _)| matches!(*code, "link_broken" | "asset_missing"));
        assert_eq!(dead.count(), 0, "{findings:?}");
    }
}

#[test]
fn links_that_lead_nowhere_are_told_with_their_line() {
    let links = [
        "[[no such]]",
        "[w]({{< ref \"nosuch.md\" >}})",
        "[w](@/nosuch.md)",
        "[w]({% post_url 2020-01-01-nosuch %})",
        "![[nosuch.png]]",
        "> [!NOTE]\n> [[no such note]]",
        "!!! tip\n    [[no such tip]]",
        "Term\n: [[no such term]]",
    ];
    for link in links {
        let (page, findings) =
            built(&[("2024/a.md", format!("# Mail broke\n\n{DOCUMENT}\n{link}\n"))], Audience::INTERNAL);
        let dead: Vec<_> =
            findings.iter().filter(|(code, _)| matches!(*code, "link_broken" | "asset_missing")).collect();
        assert_eq!(dead.len(), 1, "{link}: {findings:?}");
        let line = 10 + usize::from(link.starts_with(['>', '!']) && link.contains('\n'));
        assert_eq!(dead[0].1, Some(line), "{link}");
        assert!(page.contains("no-link") && !page.contains('\u{e001}'), "{link}");
    }
}

#[test]
fn no_notation_lets_anything_run() {
    let hostile =
        ["<script>x()</script>", "\"><img src=x onerror=x()>", "' onclick='x()", "javascript:x()", "<svg/onload=x()>"];
    for words in hostile {
        for text in [
            format!("> [!{words}] {words}\n> {words}\n"),
            format!("!!! note \"{words}\"\n    {words}\n"),
            format!(":::note {words}\n{words}\n:::\n"),
            format!("::: {{.{words} title=\"{words}\"}}\n{words}\n:::\n"),
            format!("{{{{< alert title=\"{words}\" color=\"{words}\" >}}}}\n{words}\n{{{{< /alert >}}}}\n"),
            format!("[[{words}]] [[a|{words}]] ![[{words}.png]]\n"),
            format!("[w]({{{{< ref \"{words}\" >}}}}) {{{{< figure src=\"{words}\" caption=\"{words}\" >}}}}\n"),
            format!("[w]({{% post_url {words} %}}) [w](@/{words})\n"),
            format!("```mermaid\ntitle: {words}\n```\n\n$$ {words} $$\n\n$`{words}`$\n"),
            format!("```{{mermaid}} {words}\n{words}\n```\n"),
            format!("{words}\n: {words}\n"),
            format!("- [{words}] a\n- [\"] b\n- [<] c\n"),
            format!("# A {{#{words} .{words}}}\n"),
            format!("a[^{words}] b^[{words}]\n\n[^{words}]: {words}\n"),
            format!("import A from '{words}'\nexport const a = '{words}'\n{{/* {words} */}}\n"),
            format!("{{% highlight {words} %}}\n{words}\n{{% endhighlight %}}\n"),
        ] {
            let page = html(&text);
            for tag in tags(&page) {
                let lower = tag.to_lowercase();
                assert!(!lower.starts_with("<script") && !lower.starts_with("<svg"), "{text}\n{page}");
                let outside: String = lower.split('"').step_by(2).collect();
                assert!(!outside.contains(" on") && !outside.contains('\''), "{text}\n{tag}");
                assert!(!lower.contains("href=\"javascript") && !lower.contains("src=\"javascript"), "{text}\n{tag}");
            }
        }
    }
}

fn tags(page: &str) -> Vec<&str> {
    let ends = page.match_indices('<').filter_map(|(at, _)| Some(&page[at..at + page[at..].find('>')? + 1]));
    ends.collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The same document, marked as one that everybody may see.
fn for_everyone(text: &str) -> String {
    match (text.strip_prefix("---\n"), text.strip_prefix("+++\n")) {
        (Some(rest), _) => format!("---\naudience: public\n{rest}"),
        (_, Some(rest)) => format!("+++\naudience = \"public\"\n{rest}"),
        _ => format!("---\naudience: public\n---\n{text}"),
    }
}

/// No word that a reader would see is missing from the page or the index of a real document, nor are two made one.
#[test]
fn no_word_of_a_real_document_is_lost() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let corpora = std::env::var_os("INCIDEX_SHARED").map_or_else(beside, PathBuf::from).join("corpora");
    if !corpora.is_dir() {
        return println!("skipped: there is no folder corpora in ../shared (or in INCIDEX_SHARED)");
    }
    let mut built = BTreeSet::new();
    for name in ["cloud", "jenkins", "moj", "mybinder"] {
        // A build keeps a cache beside the documents, which are not ours.
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        fs::create_dir(&root).unwrap();
        for entry in fs::read_dir(corpora.join(name)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                let text = fs::read_to_string(entry.path()).unwrap();
                fs::write(root.join(entry.file_name()), for_everyone(&text)).unwrap();
            }
        }
        let out = folder.path().join("site");
        let options = BuildOptions {
            out,
            audience: Audience::INTERNAL,
            as_of: None,
            drafts: false,
            verify: true,
            progress: &Silent,
        };
        let site =
            pipeline::build(&root, Config::default(), &options).unwrap_or_else(|error| panic!("{name}: {error}"));
        let all = &site.loaded.knowledge_base.articles;
        assert!(all.len() > 15, "{name}");
        // What readers of another audience get, out of a text that is parsed again, has the same words.
        let public = pipeline::load(&root, Config::default(), Audience::PUBLIC).unwrap().knowledge_base.articles;
        assert_eq!(public.len(), all.len(), "{name}");
        for (one, other) in public.iter().zip(all) {
            assert_eq!(words(&one.search_text), words(&other.search_text), "{name}: {}", one.slug);
        }
        built.insert(name);
    }
    assert_eq!(built.len(), 4);
}
