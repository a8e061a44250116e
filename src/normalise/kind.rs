//! What a document is: an incident, planned work, a near miss, or something that is no incident at all.
//!
//! Input: path, front matter, parts and sections. Output: a [`Verdict`] with its reason. Tells by structure first and by
//! words second, as a failed upgrade is an incident while a planned one is maintenance.

mod page;
mod signs;

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use crate::model::Kind;
use crate::parse::{BlockKind, Line, MarkKind, Section, is_local};

use super::assemble::Excerpt;
use super::author::Author;
use super::front_matter_keys::Key;
use super::outline::{Part, text_of};
use super::time::{self, DayOrder};
use super::vocabulary::Field;

/// What a document is taken for, and why, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub kind: Kind,
    pub reason: String,
    /// The front matter said so.
    pub stated: bool,
    /// The front matter named a kind that is not known.
    pub odd: Option<String>,
    /// It is no incident for want of signs, and not because it says that it is something else.
    pub unsure: bool,
}

impl Verdict {
    fn read(kind: Kind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), stated: false, odd: None, unsure: false }
    }
}

/// Decides for one incident of a file: `parts` are those of the incident.
pub fn verdict(excerpt: &Excerpt<'_>, parts: &[Part], title: &str) -> Verdict {
    let author = excerpt.author;
    let stated = author.text(Key::Kind).map(|(word, _)| word);
    // `type: page` is what many tools say of everything.
    let of_a_tool = author.get(Key::Kind).is_some_and(|stated| stated.key.ends_with("type"));
    let usual = |kind: &Kind| *kind != Kind::Page || !of_a_tool;
    if let Some(kind) = stated.as_deref().and_then(kind_named).filter(usual) {
        return Verdict { kind, reason: "its front matter says so".into(), stated: true, odd: None, unsure: false };
    }
    let mut verdict = template(excerpt, parts, title)
        .or_else(|| index(excerpt, author, parts, title))
        .or_else(|| page::page(excerpt, author, parts, title))
        .or_else(|| near_miss(author, parts, title))
        .or_else(|| planned(author, parts, title))
        .or_else(|| signs::none(excerpt, author, parts, title))
        .unwrap_or_else(|| Verdict::read(Kind::Incident, "it reads as a postmortem"));
    verdict.odd = stated.filter(|word| !word.is_empty() && author.get(Key::Kind).is_some_and(|s| s.key == "kind"));
    verdict
}

fn kind_named(word: &str) -> Option<Kind> {
    match super::vocabulary::bare(word).replace([' ', '-'], "_").as_str() {
        "incident" | "postmortem" | "post_mortem" | "outage" | "issue_report" => Some(Kind::Incident),
        "maintenance" | "planned_maintenance" | "planned" => Some(Kind::Maintenance),
        "notice" | "announcement" | "informational" => Some(Kind::Notice),
        "near_miss" | "nearmiss" => Some(Kind::NearMiss),
        "page" => Some(Kind::Page),
        "template" => Some(Kind::Template),
        "index" => Some(Kind::Index),
        "other" | "none" => Some(Kind::Other),
        word => page::page_type(word).map(|_| Kind::Other),
    }
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\{\{[^}]*\}\}|\byyyy-mm-dd\b|\bhh:mm\b|\bxh xm\b|\[(?:brief|short|insert|your|add|describe|link|name|date|time)[^\]]*\]|<(?:insert|your|describe|name|date|time)[^>]*>|\btbd\b|\blorem ipsum\b")
        .expect("a compiled-in pattern")
});

/// A document made of gaps to fill in.
fn template(excerpt: &Excerpt<'_>, parts: &[Part], title: &str) -> Option<Verdict> {
    const GAPS: usize = 4;
    // So many are no slip of an author who has filled in the rest.
    const MOSTLY: usize = 8;
    let named = ["template", "skeleton"].iter().any(|word| {
        stem(&excerpt.document.source.path).to_lowercase().contains(word) || title.to_lowercase().contains(word)
    });
    let gaps = excerpt.sections.iter().map(gaps).sum::<usize>();
    let timed = |line: &Line| time::leading(&line.text, DayOrder::Undecided).is_some();
    let updates = parts.iter().flat_map(Part::lines).filter(|line| timed(line)).count();
    let dated = updates > 0
        || parts.iter().any(|part| {
            matches!(part.field, Some(Field::Timeline | Field::Duration | Field::KeyEvents))
                && part.lines().filter(|line| line.text.bytes().filter(u8::is_ascii_digit).count() >= 4).count() >= 2
        });
    let gap_title = PLACEHOLDER.is_match(title);
    let is_template = (named && (gaps > 0 || !dated))
        || (gaps >= GAPS && !dated)
        || (gap_title && !dated)
        || (gaps >= MOSTLY && gaps > updates * 2);
    is_template.then(|| Verdict::read(Kind::Template, format!("it is a template: {gaps} places to fill in")))
}

fn gaps(section: &Section) -> usize {
    let heading = section.heading.iter().map(|heading| &heading.line);
    let lines =
        section.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Code { .. })).flat_map(|block| &block.lines);
    heading.chain(lines).map(|line| PLACEHOLDER.find_iter(&line.text).count()).sum()
}

/// A list of links to other documents, or a page that only holds a directory.
fn index(excerpt: &Excerpt<'_>, author: &Author, parts: &[Part], title: &str) -> Option<Verdict> {
    const LINKS: usize = 3;
    // The one document of a folder lists nothing, whatever its file is called.
    let stem = stem(&excerpt.document.source.path).to_lowercase();
    let named = ["index", "_index", "readme", "list", "toc"].contains(&stem.as_str())
        || title.to_lowercase().contains("incident log")
        || title.to_lowercase().contains("incident reporting");
    let blocks = || excerpt.sections.iter().flat_map(|section| &section.blocks);
    let items =
        blocks().filter(|block| matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row { header: false, .. }));
    let (mut all, mut linked) = (0, 0);
    for item in items {
        all += 1;
        linked += usize::from(item.lines.iter().any(|line| {
            line.marks.iter().any(|mark| matches!(&mark.kind, MarkKind::Link { url, image: false } if is_local(url)))
        }));
    }
    let directory = blocks().any(
        |block| matches!(&block.kind, BlockKind::Code { language: Some(language) } if language.starts_with("{toctree")),
    );
    let listing = linked >= LINKS && linked * 2 > all;
    let timed = |line: &Line| time::leading(&line.text, DayOrder::Undecided).is_some();
    let times = || parts.iter().any(|part| part.field == Some(Field::Timeline) && part.lines().any(timed));
    let lists = listing || directory || (named && !signs::tells_an_incident(parts)) || (named && linked >= LINKS);
    (lists && author.get(Key::StartedAt).is_none() && !times()).then(|| {
        Verdict::read(Kind::Index, format!("it is an index: {linked} of its {all} list items link to other documents"))
    })
}

fn near_miss(author: &Author, parts: &[Part], title: &str) -> Option<Verdict> {
    let says = |text: &str| {
        let text = text.to_lowercase();
        text.contains("near miss") || text.contains("near-miss")
    };
    let tags = author.get(Key::Tags).is_some_and(|tags| tags.list().iter().any(|tag| says(tag)));
    let severity = author.text(Key::Severity).is_some_and(|(label, _)| says(&label));
    let stated = parts.iter().filter(|part| matches!(part.field, Some(Field::Severity | Field::Status | Field::Tags)));
    let labelled = stated.into_iter().any(|part| says(&part.text()));
    (tags || severity || labelled || says(title)).then(|| Verdict::read(Kind::NearMiss, "it calls itself a near miss"))
}

static PLANNED_TITLE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"(?i)\bmaintenances?\b",
        r"(?i)\b(?:upgrad(?:e|es|ing)|updat(?:e|es|ing)|migrat(?:ion|ions|e|ed|ing)|migrated)\b",
        r"(?i)\b(?:brown-?out|switch-?over|cut-?over|decommission\w*|re-?index|reindexing)\b",
        r"(?i)\b(?:planned|scheduled)\b",
        r"(?i)\b(?:operation on|deployment of|removal of|convert|preparation of|cleanup|reset|restart|enforced?|downgrading|rotation of|ensure)\b",
        r"(?i)\bnew (?:signing )?(?:key|certificate)\b",
    ])
    .expect("compiled-in patterns")
});

static FAILED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:outage|down|fail\w*|broken|unavailable|issues?|errors?|incident|disruptions?|disrupted|slow\w*|unreachable|expired|missing|lost|stuck|crash\w*|degrad\w*|emergency|after|during|following|caused|broke|stalled|timeouts?|leak\w*|corrupt\w*|not updat\w*|not refreshed|blocked|delay(?:s|ed)?|latency|impaired|impairment|unresponsive|intermittent|resolved|exceeded|loss)\b")
        .expect("a compiled-in pattern")
});

static PLANNED_TEXT: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"(?i)\b(?:planned|scheduled) (?:for|on|at|maintenance|downtime|outage|operation|work|upgrade)\b",
        r"(?i)\bmaintenance (?:window|operation|on|of|is|will|has|was|finished|completed|complete|over)\b",
        r"(?i)\b(?:we|team) (?:will|are going to|plan to|intend to|shall) (?:be )?(?:perform\w*|upgrad\w*|migrat\w*|updat\w*|mov\w*|restart\w*|replac\w*|shut\w*|switch\w*|proceed\w*|conduct\w*|carry\w*|tak\w*|run\w*)\b",
        r"(?i)\bwill be (?:upgraded|migrated|updated|restarted|unavailable|offline|moved|replaced|down|shut|stopped|performed|conducted|in maintenance)\b",
        r"(?i)\bexpect(?:ed)? (?:an? )?(?:downtime|outage|interruption|brief|short|impact|service)",
        r"(?i)\b(?:an upgrade|upgrade of|migration of|a maintenance|this maintenance|the maintenance|the migration|the upgrade)\b",
        r"(?i)\b(?:no|minimal|without) (?:downtime|impact|interruption)\b.{0,30}\b(?:expected|planned)",
        r"(?i)\b(?:brown-?out|just began|currently shutting down)\b",
    ])
    .expect("compiled-in patterns")
});

/// Planned work and announcements: the title speaks of work, the text of a plan, and nothing tells of a fault.
fn planned(author: &Author, parts: &[Part], title: &str) -> Option<Verdict> {
    if parts.iter().any(|part| {
        matches!(
            part.field,
            Some(
                Field::Cause
                    | Field::CauseAndResolution
                    | Field::KeyEvents
                    | Field::DetectedAt
                    | Field::Poorly
                    | Field::Actions(_)
            )
        )
    }) {
        return None;
    }
    let severity = author.text(Key::Severity).map(|(label, _)| label.to_lowercase());
    let announced = severity.as_deref().is_some_and(|label| matches!(label, "notice" | "maintenance" | "planned"));
    let status = author.text(Key::Status).is_some_and(|(label, _)| label.to_lowercase().contains("scheduled"));
    let failed = FAILED_TITLE.is_match(&without_names(title));
    let work = PLANNED_TITLE.matches(title);
    let text: String = parts
        .iter()
        .filter(|part| !matches!(part.field, Some(Field::Timeline)))
        .flat_map(|part| part.blocks.iter())
        .map(text_of)
        .collect::<Vec<_>>()
        .join("\n");
    let plan = PLANNED_TEXT.matches(&text).iter().count();
    let says_maintenance = work.matched(0);
    let long_timeline =
        parts.iter().any(|part| part.field == Some(Field::Timeline) && part.blocks.len() > 3 && !announced);
    if long_timeline && !says_maintenance {
        return None;
    }
    let maintenance = (says_maintenance && (!failed || plan >= 2 || announced))
        || status
        || (work.matched_any() && !failed && (plan >= 1 || announced || author.get(Key::StartedAt).is_some()))
        || (plan >= 3 && !failed)
        || (plan >= 2 && work.matched_any() && !failed);
    if maintenance {
        return Some(Verdict::read(Kind::Maintenance, "it tells of planned work"));
    }
    (announced && !failed).then(|| Verdict::read(Kind::Notice, "it is an announcement without a fault"))
}

/// A title without host names and compounds: `issues.example.org` tells of no issue.
fn without_names(title: &str) -> String {
    let is_name = |word: &&str| {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        inner.contains(['.', '-', '/']) && !inner.contains("//")
    };
    title.split_whitespace().filter(|word| !is_name(word)).collect::<Vec<_>>().join(" ")
}

/// Names of files that only say that they hold the document of their folder.
const OF_THE_FOLDER: &[&str] = &[
    "index",
    "_index",
    "readme",
    "postmortem",
    "post-mortem",
    "post_mortem",
    "incident",
    "report",
    "incident-report",
    "rca",
    "pir",
    "main",
    "document",
    "page",
    "review",
    "retro",
    "retrospective",
    "writeup",
    "write-up",
];

/// Names of folders that hold many documents.
const OF_MANY: &[&str] = &[
    "incidents",
    "incident",
    "postmortems",
    "postmortem",
    "post-mortems",
    "post-mortem",
    "outages",
    "content",
    "contents",
    "docs",
    "doc",
    "documents",
    "posts",
    "_posts",
    "pages",
    "src",
    "archive",
    "archives",
    "reports",
    "blog",
    "issues",
    "wiki",
    "data",
    "pirs",
    "rcas",
    "reviews",
    "retros",
    "public",
    "internal",
    "drafts",
    "history",
    "status",
    "events",
    "notes",
    "site",
    "website",
];

/// What a document's path calls it: the file's name without its endings, or that of its folder where the file is only
/// called `index`, `README` or `postmortem` and the folder holds that one document.
pub fn stem(path: &str) -> &str {
    let own = file_stem(path);
    if !OF_THE_FOLDER.contains(&own.to_lowercase().as_str()) {
        return own;
    }
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    if is_of_one(folder) { folder } else { own }
}

/// Whether a folder's name is that of one incident: no year, no month, no word for many.
fn is_of_one(folder: &str) -> bool {
    let is_period = folder.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'Q' | b'q'))
        && folder.len() <= 7;
    !folder.is_empty()
        && !is_period
        && folder != "."
        && folder != ".."
        && !OF_MANY.contains(&folder.to_lowercase().as_str())
}

/// The file's name without its folder and endings.
pub fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let cut = [".html.md.erb", ".markdown", ".mdx", ".md", ".txt", ".html", ".htm"].iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        (name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(ending)).then_some(at)
    });
    match cut.or_else(|| name.rfind('.').filter(|at| *at > 0)) {
        Some(at) => &name[..at],
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::model::{Kind, Source, SourceFormat};
    use crate::normalise::incidents;
    use crate::parse;

    fn check(text: &str, expected: Kind) {
        let source = Source { path: "letter.md".into(), format: SourceFormat::Markdown, hash: String::new() };
        let (found, _) = incidents(&parse::document(source, text), &Config::default());
        assert_eq!(found[0].kind, expected, "{text}");
    }

    #[test]
    fn a_story_of_a_failure_needs_no_headings() {
        check(
            "# Mails delayed\n\nOur mail service had an outage this morning. Password mails were not sent for three hours, and \
             two hundred of them timed out.\n",
            Kind::Incident,
        );
        check(
            "# Loss of the orders database\n\nA clean-up was run on the primary. Most tables were deleted before it was \
             stopped, and a copy was restored in the evening.\n",
            Kind::Incident,
        );
    }

    #[test]
    fn a_story_is_told_in_the_past_or_by_the_clock() {
        for text in [
            "# Printers\n\nOn 3 May 2024 the label printers in hall two could not be reached. Sam swapped a cable.\n",
            "# notes\n\n09:10 shop answers 502\n\n09:25 restarted, fine since\n",
            "# Mirror\n\nWe are investigating slow downloads from the mirror. Some clients receive timeouts.\n",
            "# A long night\n\nI slept when the relay died at 02:14. Nobody got a page, and by six the backlog was huge.\n",
        ] {
            check(text, Kind::Incident);
        }
    }

    #[test]
    fn a_page_says_by_its_title_that_it_is_none() {
        for text in [
            "# Incident severity policy\n\n| Severity | Meaning |\n| --- | --- |\n| SEV1 | Outage for all |\n| SEV2 | Slow |\n",
            "# How to drain a node\n\nDo this when a node is down. Errors stopped in the last drill at 10:00.\n",
            "# Platform team standup notes\n\nThe outage of May was reviewed. Two tests failed.\n",
            "# On-call handbook\n\nAn incident that was missed is worse than one that was reported twice.\n",
        ] {
            check(text, Kind::Other);
        }
    }

    #[test]
    fn a_folder_may_hold_one_incident() {
        for (path, expected) in [
            ("2024-01-02-relay/index.md", "2024-01-02-relay"),
            ("incidents/INC-7/README.md", "INC-7"),
            ("a/relay-stuck/postmortem.md", "relay-stuck"),
            ("relay/index.md", "relay"),
            ("incidents/index.md", "index"),
            ("2024/README.md", "README"),
            ("2024-03/README.md", "README"),
            ("postmortem.md", "postmortem"),
            ("relay/notes.md", "notes"),
        ] {
            assert_eq!(super::stem(path), expected, "{path}");
        }
    }

    #[test]
    fn one_sign_of_an_incident_is_enough() {
        for text in [
            "# Mail\n\nMail was down for an hour. We restarted postfix.\n",
            "# Relay\n\nThe relay crashed at night.\n",
            "# Exports\n\nStatus: resolved\n\nNothing more is known.\n",
            "# Wypadek\n\nPoczta nie działała przez godzinę, ponieważ dysk był pełny. Usunęliśmy stare pliki.\n",
            "# خلل\n\nتوقفت خدمة البريد لمدة ساعة بسبب امتلاء القرص.\n",
            "# Queue\n\nThe deploy was rolled back.\n",
        ] {
            check(text, Kind::Incident);
        }
    }

    #[test]
    fn what_says_that_it_is_something_else_is_none() {
        for text in [
            "# Restart the relay\n\n1. Check the queue\n2. Stop the relay\n3. Start it, it failed once in May\n",
            "# Checkout\n\n## Endpoints\n\n/pay\n\n## Owners\n\nTeam Till. It was down once.\n",
            "# How we write post-mortems\n\nWe failed to write them for years. Each outage gets one.\n",
        ] {
            check(text, Kind::Other);
        }
    }

    #[test]
    fn what_is_mostly_to_be_filled_in_is_a_template_whatever_looks_like_a_time() {
        let text = "# {{ what broke }}\n\n**Severity:** {{ SEV-1 | SEV-2 }}\n**Duration:** YYYY-MM-DD HH:MM to HH:MM\n\n## Timeline\n\n- HH:MM UTC - {{ detected by }}\n- HH:MM UTC - {{ resolved }}\n\n## Action items\n\n- [ ] {{ action }}. Owner: {{ team }}\n";
        check(text, Kind::Template);
        check(
            "# {{ product }} was down\n\n## Timeline\n\n- 2024-05-03 10:00 UTC down\n- 2024-05-03 10:20 UTC up\n",
            Kind::Incident,
        );
    }

    #[test]
    fn a_few_labels_of_an_incident_are_one() {
        for labels in [
            "**Severity:** P2\n**Status:** closed",
            "| Severity | high |\n| --- | --- |\n| Status | closed |",
            "- Detected at: 10:12\n- Resolved at: 11:40",
            "Time to repair: 2h",
        ] {
            check(
                &format!("# Exports stuck\n\n{labels}\n\n## Summary\n\nExports waited for a lock.\n"),
                Kind::Incident,
            );
        }
    }

    #[test]
    fn pages_of_another_type_are_no_incidents() {
        for text in [
            "---\ntags: [queue, Playbook]\n---\n# Queue is full\n\n## Root cause\n\nConsumers hang.\n\n## Resolution\n\nRestart them.\n",
            "---\ntype: runbook\n---\n# Disk is full\n\n## Impact\n\nWrites fail.\n",
            "# Runbook: disk is full\n\n## Impact\n\nWrites fail.\n\n## Resolution\n\nGrow the disk.\n",
            "---\ndate: 2024-05-02\n---\n# Weekly\n\n## Agenda\n\n- the new dashboards failed\n\n## Action items\n\n- [ ] Ana fixes them\n",
            "# Fail over the database\n\n## Prerequisites\n\nA replica.\n\n## Procedure\n\nPromote it.\n",
        ] {
            check(text, Kind::Other);
        }
    }

    #[test]
    fn an_incident_may_speak_of_runbooks_and_agendas() {
        for text in [
            "---\ntags: [runbook]\n---\n# Disk full\n\n## Timeline\n\n- 10:00 writes failed\n- 10:30 disk grown\n",
            "# Runbook missing: night without mail\n\n**Duration:** 3h\n\n## Root cause\n\nNobody knew the steps.\n",
            "# Mail down\n\n## Agenda\n\n- read this\n\n## Impact\n\nNo mail.\n",
        ] {
            check(text, Kind::Incident);
        }
    }

    #[test]
    fn advice_about_failures_is_no_incident() {
        check(
            "# When the queue is down\n\nIf you see that jobs failed, you should look at the broker first. Make sure that \
             nothing timed out. You can restart a worker, but you must not restart the broker.\n",
            Kind::Other,
        );
        check("# Our stack\n\nWe use a queue and two databases. Both are backed up.\n", Kind::Other);
    }
}
