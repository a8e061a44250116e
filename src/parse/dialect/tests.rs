use proptest::prelude::*;

use super::*;
use crate::parse::links::BY_NAME;

fn check(body: &str, expected: &str) {
    let expected = expected.replace('@', &BY_NAME.to_string()).replace('^', &COLON.to_string());
    // The colons of a fence are more than anybody writes.
    let found = plain(body).replace(&":".repeat(COLONS + NESTING - 3), "");
    assert_eq!(found, expected, "{body}");
}

#[test]
fn boxes_of_mkdocs_are_quotes_with_a_name() {
    check("!!! warning\n    Mail is down.\n", "> [!warning]\n>   Mail is down.\n");
    check(
        "!!! note \"Who: all\"\n    One.\n\n    - Two\n\nThree.\n",
        "> [!note] Who: all\n>   One.\n>\n>   - Two\n\nThree.\n",
    );
    check("??? tip\n\tOne.\n", "> [!tip]-\n>   One.\n");
    check("???+ info\n    One.\n", "> [!info]+\n>   One.\n");
    check("!!! tip inline end \"A\"\n    One.\n", "> [!tip] A\n>   One.\n");
    check(
        "!!! note\n    One.\n\n    !!! bug\n        Two.\n    Three.\nFour.\n",
        "> [!note]\n>   One.\n>\n>   > [!bug]\n>   >   Two.\n>   Three.\nFour.\n",
    );
    check("- One\n\n    !!! note\n        Two.\n", "- One\n\n    > [!note]\n    >   Two.\n");
}

#[test]
fn what_only_looks_like_a_box_stays() {
    for text in [
        "!!! Do not do this again\nat all.\n",
        "!!!\n",
        "??? why\nnobody knows\n",
        "Really???\n",
        "```\n!!! note\n    One.\n```\n",
        "!!! note \"open\n",
    ] {
        check(text, text);
    }
}

#[test]
fn code_between_tags_is_code_between_fences() {
    check("{% highlight sh %}\n{{ x }}\n{% endhighlight %}\n", "~~~~~~~~sh\n{{ x }}\n~~~~~~~~\n");
    check("{{< highlight go \"linenos=table\" >}}\nx()\n{{< /highlight >}}\n", "~~~~~~~~go\nx()\n~~~~~~~~\n");
    check("{{< mermaid >}}\nA-->B\n{{< /mermaid >}}\n", "~~~~~~~~mermaid\nA-->B\n~~~~~~~~\n");
    check(":::mermaid\nA-->B\n:::\n", "~~~~~~~~mermaid\nA-->B\n~~~~~~~~\n");
    check("$$\nx_2\n$$\n", "~~~~~~~~math\nx_2\n~~~~~~~~\n");
    check("$$ x_1 $$\n", "`$$ x_1 $$`\n");
    check("{% highlight sh %}\nnever closed\n", "{% highlight sh %}\nnever closed\n");
    check("$$\n", "$$\n");
}

#[test]
fn boxes_of_hugo_are_fences_of_colons() {
    check(
        "{{% alert title=\"Mind: this\" color=\"warning\" %}}\nOne.\n{{% /alert %}}\n",
        ":::warning Mind^ this\nOne.\n:::\n",
    );
    check("{{< hint danger >}}\nOne.\n{{< /hint >}}\n", ":::danger\nOne.\n:::\n");
    check("{{< details \"Log\" >}}\nOne.\n{{< /details >}}\n", ":::details Log\nOne.\n:::\n");
    check("{{< notice tip \"Try\" >}}\nOne.\n{{< /notice >}}\n", ":::tip Try\nOne.\n:::\n");
    check("{{< alert >}}\nnever closed\n", "{{< alert >}}\nnever closed\n");
}

#[test]
fn links_by_name_are_links() {
    check("[a]({{< ref \"b.md#c\" >}})", "[a](<@b.md#c>)");
    check("[a]({{% relref path=\"b\" %}})", "[a](<@b>)");
    check("[a]({% post_url 2024-05-01-b %})", "[a](<@2024-05-01-b>)");
    check("[a]({{ site.baseurl }}{% link _posts/b.md %})", "[a](<@_posts/b.md>)");
    check("[a]({{ '/b.png' | relative_url }})", "[a](/b.png)");
    check("[a]: {{< ref \"b\" >}}", "[a]: <@b>");
    check("see {{< ref \"b\" >}}", "see b");
    check("`{{< ref \"b\" >}}`", "`{{< ref \"b\" >}}`");
    check("{{< figure src=\"a.png\" alt=\"A\" caption=\"Load\" >}}", "![A](<@a.png>) Load");
    check("{% raw %}a{% endraw %}", "a");
    check("{% include x.html %}", "{% include x.html %}");
}

#[test]
fn comments_and_statements_of_mdx_go() {
    check("a {/* b */} c", "a  c");
    check("a {/* b\nc\nd */} e\nf", "a \n\n e\nf");
    check("{/* never closed\nb", "{/* never closed\nb");
    check("import A from './a'\nimport './b.css'\n\nx", "\n\n\nx");
    check("import {\n  A,\n} from \"@b/c\"\nx", "\n\n\nx");
    check("export const meta = {\n  a: [1],\n}\nx", "\n\n\nx");
    check(
        "import duties rose from 2 to 3.\nexport default routes were lost",
        "import duties rose from 2 to 3.\nexport default routes were lost",
    );
    check("a %% b %% c\n%%\nd\n\ne\n%%\nf", "a  c\n\n\n\n\n\nf");
    check("90 %% of all, 80%% of some", "90 %% of all, 80%% of some");
}

#[test]
fn brackets_in_the_words_of_a_link_are_no_name() {
    check("[[1]](https://example.org)", "[\\[1\\]](https://example.org)");
    check("[[1]][a]", "[\\[1\\]][a]");
    check("[[1]]\n\n[1]: https://example.org", "\\[[1]\\]\n\n[1]: https://example.org");
    check("[[1]] `[[2]](b)`", "[[1]] `[[2]](b)`");
}

#[test]
fn colons_stay_within_bounds() {
    check(":::note A: b\n:::", ":::note A^ b\n:::");
    let deep = ":::note\n".repeat(150);
    assert_eq!(plain(&deep).matches("\\:::").count(), 50);
    let nested = plain(":::note\n:::tip\n```\n:::\n```\n:::\n:::\n:::\n").into_owned();
    let lengths: Vec<usize> = nested.lines().map(|line| line.bytes().filter(|byte| *byte == b':').count()).collect();
    assert_eq!(lengths, [120, 119, 0, 3, 0, 119, 120, 3]);
}

proptest! {
    #[test]
    fn the_number_of_lines_never_changes(
        text in "(!!! note|\\?\\?\\? tip|    |\\{/\\*|\\*/\\}|%%|\\$\\$|:::note|:::|\\{% highlight x %\\}|\\{% endhighlight %\\}|```|import \\{|\\} from 'x'|export const a = \\{|\\[\\[1\\]\\]|ü|\t|\n|\n|\n| a ){0,40}"
    ) {
        prop_assert_eq!(plain(&text).matches('\n').count(), text.matches('\n').count());
    }
}
