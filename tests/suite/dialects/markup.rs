//! Markup as people break it, and markup of other generators.

use incidex::config::Config;
use incidex::model::Incident;

use super::{Example, check, entry, incidents, when};

/// Everything short: title, times, entries, impact, cause, resolution, actions, and flags about the markup.
fn facts(incident: &Incident) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, text: Option<&str>| facts.extend(text.map(|text| format!("{name}: {text}")));
    fact("title", Some(incident.title.as_str()).filter(|_| !incident.title_generated));
    fact("summary", incident.summary.as_deref());
    fact("start", incident.started_at.as_ref().map(when).as_deref());
    fact("end", incident.ended_at.as_ref().map(when).as_deref());
    fact("impact", incident.impact.text.as_deref());
    fact("cause", incident.cause.statement.as_deref());
    fact("resolution", incident.resolution.as_deref());
    incident.timeline.iter().for_each(|told| fact("at", Some(&entry(told))));
    incident.action_items.iter().for_each(|item| fact("action", Some(&item.text)));
    const MARKUP: &[&str] = &["pseudo_markdown", "truncated"];
    let flags = incident.flags.iter().map(|flag| flag.code).filter(|code| MARKUP.contains(code));
    facts.extend(flags.map(|flag| format!("! {flag}")));
    facts
}

const BROKEN: &[Example] = &[
    (
        "headings and items without their space",
        "##Postmortem: Mail is late\n\n#Impact:\n-No mail for an hour, see -v and #12.\n\n#Tasks:\n-Add disks.\n",
        "title: Mail is late\nimpact: No mail for an hour, see -v and #12.\naction: Add disks.\n! pseudo_markdown",
    ),
    (
        "what is no heading stays text",
        "# Mail is late\n\n## Impact\n\nNo mail.\n#11205 Revert the filter\n#ops said so\n",
        "title: Mail is late\nimpact: No mail. #11205 Revert the filter #ops said so",
    ),
    (
        "headings as bare lines",
        "Issue Summary:\n\nMail was late for an hour on Monday.\n\nTIMELINE: \n\n10:00 UTC: Mail stops.\n\nRoot Cause\n\nA full disk.\n",
        "summary: Mail was late for an hour on Monday.\nstart: 10:00 UTC\ncause: A full disk.\nat: 10:00 UTC Mail stops.",
    ),
    (
        "label, value, label on one line",
        "Duration: \nIt lasted from 9:00 PM to 9:40 PM UTC on 4 May 2024. Impact: No mail could be sent. Root Cause: The disk was full.\n",
        "start: 2024-05-04T21:00Z\nend: 2024-05-04T21:40Z\nimpact: No mail could be sent.\ncause: The disk was full.",
    ),
    (
        "the label on one line and the value on the next",
        "Root Cause:\n A full disk on the mail server.\nResolution: \nOld mail was deleted.\n",
        "cause: A full disk on the mail server.\nresolution: Old mail was deleted.",
    ),
    (
        "a last sentence that is cut",
        "# Mail is late\n\n## Impact\n\nNo mail could be sent.\n\n## Lessons learned\n\nThis reminded all of us how important it is to look at the free space of the\n",
        "title: Mail is late\nimpact: No mail could be sent.\n! truncated",
    ),
    (
        "a file that ends on a heading",
        "# Mail is late\n\n## Impact\n\nNo mail could be sent.\n\n## Action items\n",
        "title: Mail is late\nimpact: No mail could be sent.",
    ),
    (
        "an item of white space alone",
        "# Mail is late\n\n## Action items\n\n- Add disks.\n-   \n- Add an alert.\n  \n## Impact\n\nNo mail.\n",
        "title: Mail is late\nimpact: No mail.\naction: Add disks.\naction: Add an alert.",
    ),
    (
        "a sentence above a line of dashes is no heading",
        "# Mail is late\n\nMail was late for an hour on Monday.\n---\n\n## Impact\n\nNo mail.\n",
        "title: Mail is late\nsummary: Mail was late for an hour on Monday.\nimpact: No mail.",
    ),
    (
        "a title underlined twice",
        "# Mail is late\n-----\n\n## Impact\n\nNo mail.\n",
        "title: Mail is late\nimpact: No mail.",
    ),
    (
        "headings of the wrong level",
        "# Mail is late\n\n# Impact\n\nNo mail.\n\n### Root cause\n\nA full disk.\n\n# Stats\n\nNone.\n",
        "title: Mail is late\nimpact: No mail.\ncause: A full disk.",
    ),
    (
        "labels in quotes, the text behind them outside",
        "# Mail is late\n\n>**Impact:**\nNo mail could be sent.\n\n>**Root cause:**\nA full disk.\n",
        "title: Mail is late\nimpact: No mail could be sent.\ncause: A full disk.",
    ),
    (
        "headings in HTML",
        "<h1>Mail is late</h1>\n\n<h2><b>Impact</b></h2><br>\n\nNo mail could be sent.\n\n<h2>Root cause</h2>\n\nA full disk.\n",
        "title: Mail is late\nimpact: No mail could be sent.\ncause: A full disk.",
    ),
    (
        "bullets of a word processor in bold",
        "# Mail is late\n\n## Action items\n\n**•\tAdd disks.**\n\n**•\tAdd an alert.**\n",
        "title: Mail is late\naction: Add disks.\naction: Add an alert.",
    ),
    (
        "a picture that is not closed, and one by reference",
        "# Mail is late\n\n![funny](https://img.example.org/full-disk\n\n## Impact\n\nNo mail.\n\n![The full disk]\n",
        "title: Mail is late\nimpact: No mail.",
    ),
    (
        "code that is never closed",
        "# Mail is late\n\n## Impact\n\nNo mail.\n\n```\n10:00 UTC postfix: queue full\n\n## Root cause\n",
        "title: Mail is late\nimpact: No mail.",
    ),
    (
        "tables with too few cells and pipes in them",
        "# Mail is late\n\n## Timeline (UTC)\n\n| Time | What | Who |\n|---|---|---|\n| 10:00 | Mail stops | ann\n| 10:10 | `a \\| b` is run |\n| 10:20 | Mail flows, resolved | bob | again |\n",
        "title: Mail is late\nstart: 10:00 UTC\nend: 10:20 UTC\nat: 10:00 UTC Mail stops · ann\nat: 10:10 UTC a | b is run\nat: 10:20 UTC Mail flows, resolved · bob",
    ),
    (
        "emphasis that does not match, entities, a footnote",
        "# S&amp;O mail is late\n\n**Impact:** no mail for 4 &lt; 5 teams [^3]\n\n**Root cause* - a full disk*\n\n[^3]: As far as we know.\n",
        "title: S&O mail is late\nimpact: no mail for 4 < 5 teams\ncause: a full disk",
    ),
    (
        "components and shortcodes of other generators",
        "import Note from '../note'\n\n# Mail is late\n\n<!-- markdown-link-check-disable -->\n\n<Update date=\"2024-05-06 10:00 UTC\" label=\"Investigating\">Mail stops.</Update>\n\n<Update date=\"2024-05-06 11:00 UTC\" label=\"Resolved\">Mail flows.</Update>\n",
        "title: Mail is late\nstart: 2024-05-06T10:00Z\nend: 2024-05-06T11:00Z\nat: 2024-05-06T10:00Z Investigating: Mail stops.\nat: 2024-05-06T11:00Z Resolved: Mail flows.",
    ),
    (
        "front matter with a blank line, a comment, and nothing behind",
        "---\n\n# what broke\ntitle: Mail is late\nsummary: \"\"\n---",
        "title: Mail is late",
    ),
    (
        "pictures and joined emoji in headings and items",
        "# 👩‍🚒 Mail is late\n\n## 🔥 Impact 🔥\n\nNo mail.\n\n## ✅ Action items\n\n- 🛠️ Add disks.\n",
        "title: Mail is late\nimpact: No mail.\naction: 🛠️ Add disks.",
    ),
    (
        "curly quotes, long dashes and invisible characters",
        "# Mail is late\n\n**Impact** – “no mail”\n\n**Root\u{200b} cause:** the disk’s full — again\n\n## What didn’t go well\n\n- –\n",
        "title: Mail is late\nimpact: “no mail”\ncause: the disk’s full — again",
    ),
    (
        "a two-column table names the parts",
        "# Mail is late\n\n| Field | Value |\n|---|---|\n| Start | 2024-05-06 10:00 UTC |\n| End | 2024-05-06 11:00 UTC |\n| Impact | No mail. |\n| Root cause | A full disk. |\n",
        "title: Mail is late\nstart: 2024-05-06T10:00Z\nend: 2024-05-06T11:00Z\nimpact: No mail.\ncause: A full disk.",
    ),
];

#[test]
fn broken_markup_is_read_as_meant() {
    check(BROKEN, facts);
}

#[test]
fn a_file_may_have_any_name() {
    let markdown = "## Impact\n\nNo mail.\n\n## Timeline\n\n- 10:00 UTC: Mail stops.\n";
    for (path, id) in [
        ("2024/Mail  is late & slow.md", "Mail  is late & slow"),
        ("OUTAGE.MD", "OUTAGE"),
        ("mail.html.md.erb", "mail"),
        ("mail.mdxx", "mail"),
        ("mail", "mail"),
        ("INC-2024-011 mail.md", "INC-2024-011"),
        ("INC-2024-011-mail.md", "INC-2024-011"),
    ] {
        let incidents = incidents(path, markdown, &Config::default());
        assert_eq!(incidents[0].id, id, "{path}");
    }
}

#[test]
fn a_file_with_two_incidents_gives_two() {
    let markdown = "# Mail is late\n\n## Impact\n\nNo mail.\n\n## Root cause\n\nA full disk.\n\n# Calendar is empty\n\n## Impact\n\nNo meetings.\n\n## Root cause\n\nA lost index.\n";
    let incidents = incidents("two.md", markdown, &Config::default());
    let told: Vec<_> = incidents.iter().map(|incident| (incident.title.as_str(), incident.id.as_str())).collect();
    assert_eq!(told, [("Mail is late", "two"), ("Calendar is empty", "two-2")]);
}
