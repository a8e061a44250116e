//! Pages that say that they are something else: runbooks, notes of meetings, guides, descriptions of services.

use crate::model::Kind;
use crate::parse::BlockKind;
use crate::text::{Break, sentences};

use super::{Verdict, kind_named, stem};
use crate::normalise::assemble::Excerpt;
use crate::normalise::author::Author;
use crate::normalise::chronology::{may_hold_clock, tells_what_failed};
use crate::normalise::facts::severity::is_usual;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{Part, told_of};
use crate::normalise::vocabulary::{Field, bare};

/// Words that name a page which is no incident, and what it then is.
const PAGE_TYPES: &[(&str, &[&str])] = &[
    ("a runbook", &["runbook", "run book", "runbooks", "playbook", "playbooks", "sop", "standard operating procedure"]),
    (
        "notes of a meeting",
        &[
            "meeting",
            "meetings",
            "meeting notes",
            "minutes",
            "meeting minutes",
            "agenda",
            "standup",
            "stand up",
            "1 1",
            "retrospective notes",
            "weekly",
            "biweekly",
            "sync",
            "sync notes",
            "standup notes",
            "office hours",
        ],
    ),
    (
        "a guide",
        &[
            "how to",
            "howto",
            "guide",
            "guides",
            "tutorial",
            "faq",
            "onboarding",
            "documentation",
            "checklist",
            "troubleshooting",
            "welcome",
            "getting started",
            "introduction",
            "handover",
            "how we write",
            "how we handle",
            "how we run",
            "how we do",
            "how we respond",
            "how we manage",
            "how we work",
            "how we classify",
            "how we review",
            "how we communicate",
            "writing",
        ],
    ),
    ("a design", &["adr", "rfc", "design doc", "design document", "proposal", "architecture decision record"]),
    (
        "a policy",
        &[
            "policy",
            "policies",
            "guideline",
            "guidelines",
            "handbook",
            "glossary",
            "rota",
            "severity levels",
            "severity definitions",
            "severity matrix",
            "escalation path",
            "escalation matrix",
            "code of conduct",
        ],
    ),
    (
        "the description of a service",
        &["service description", "service catalogue", "service catalog", "service overview"],
    ),
];

/// What a page is whose type, tag or folder is called `word`; `None` for every other word.
pub fn page_type(word: &str) -> Option<&'static str> {
    let word = bare(word).replace(['-', '_', ':'], " ");
    PAGE_TYPES.iter().find(|(_, words)| words.contains(&word.trim())).map(|(what, _)| *what)
}

/// The type of page that a title ends with, or opens with: "Severity policy", "How to drain a node".
fn titled(title: &str) -> Option<&'static str> {
    let bare = bare(title);
    let words: Vec<&str> = bare.split(' ').collect();
    let behind = |count: usize| words.len().checked_sub(count).map(|from| words[from..].join(" "));
    // "Down for ten minutes" tells no minutes of a meeting.
    let opening = |count: usize| words.get(..count).map(|words| words.join(" "));
    // "Minutes: review of incident 12": a meeting about an incident reports it.
    let about = words.iter().any(|word| matches!(*word, "incident" | "outage" | "disruption" | "failure"));
    if about && words.first().is_some_and(|word| word.starts_with("minutes") || word.starts_with("meeting")) {
        return None;
    }
    let ending = (1..=2).filter_map(behind).filter(|ending| ending != "minutes").find_map(|ending| page_type(&ending));
    ending.or_else(|| (1..=3).filter_map(opening).find_map(|opening| page_type(&opening)))
}

/// Names of files that lie in every project and tell of no incident.
const PROJECT_FILES: &[&str] = &[
    "changelog",
    "license",
    "licence",
    "contributing",
    "code_of_conduct",
    "code-of-conduct",
    "security",
    "authors",
    "maintainers",
    "codeowners",
    "todo",
    "changes",
    "history",
    "notice",
    "roadmap",
    "support",
];

/// Headings of which the description of a service has several.
const OF_A_SERVICE: &[&str] = &[
    "endpoints",
    "dependencies",
    "upstream dependencies",
    "downstream dependencies",
    "slo",
    "slos",
    "service level objectives",
    "owners",
    "ownership",
    "contacts",
    "contact",
    "architecture",
    "on-call",
    "runbooks",
    "dashboards",
    "repositories",
    "repository",
    "deployment",
    "deployments",
    "configuration",
    "technology",
    "tech stack",
];

/// Words that tell a reader what to do.
const IMPERATIVES: &[&str] = &[
    "check",
    "run",
    "open",
    "restart",
    "verify",
    "make",
    "go",
    "click",
    "log",
    "ssh",
    "drain",
    "scale",
    "wait",
    "confirm",
    "notify",
    "page",
    "escalate",
    "set",
    "stop",
    "start",
    "deploy",
    "roll",
    "ensure",
    "connect",
    "execute",
    "look",
    "find",
    "select",
    "choose",
    "delete",
    "create",
    "add",
    "remove",
    "update",
    "use",
    "call",
    "ask",
    "tell",
    "post",
    "copy",
    "paste",
    "enter",
    "navigate",
    "if",
    "then",
    "when",
    "do",
    "switch",
    "promote",
    "fail",
    "rotate",
    "silence",
    "acknowledge",
    "inspect",
    "review",
    "apply",
    "login",
];

/// Headings that pages of these types have and postmortems have not.
const PAGE_HEADINGS: &[(&str, &[&str])] = &[
    ("notes of a meeting", &["agenda", "agenda items", "topics", "discussion topics"]),
    (
        "a runbook",
        &[
            "prerequisites",
            "procedure",
            "procedures",
            "steps to reproduce the alert",
            "when to use this",
            "rollback procedure",
        ],
    ),
];

/// A runbook, the notes of a meeting, a guide: it says what it is, or is laid out like one, and tells no times of an
/// incident.
pub fn page(excerpt: &Excerpt<'_>, author: &Author, parts: &[Part], title: &str) -> Option<Verdict> {
    if author.get(Key::Kind).is_some_and(|stated| stated.text().as_deref().and_then(kind_named) == Some(Kind::Incident))
    {
        return None;
    }
    let tags = author.get(Key::Tags).map(|tags| tags.list()).unwrap_or_default();
    let folders = excerpt.document.source.path.split('/').nth_back(1);
    let opening = title.split([':', '-', '–', '|']).next().unwrap_or_default();
    let closing = title.split([':', '(', '|']).next().unwrap_or_default();
    let closing = closing.split(" - ").next().unwrap_or_default();
    let declared = tags.iter().map(String::as_str).chain(folders).chain([opening]).find_map(page_type);
    let headings = || excerpt.sections.iter().filter_map(|section| section.heading.as_ref());
    let laid_out = || {
        PAGE_HEADINGS
            .iter()
            .find(|(_, words)| headings().any(|heading| words.contains(&bare(&heading.line.text).as_str())))
    };
    let told = parts.iter().any(|part| {
        matches!(
            part.field,
            Some(Field::Timeline | Field::KeyEvents | Field::Duration | Field::Start | Field::End | Field::ResolvedAt)
        ) && part.lines().any(|line| line.text.bytes().any(|b| b.is_ascii_digit()))
    });
    let states_an_end = author.get(Key::EndedAt).is_some() || author.get(Key::Duration).is_some();
    if told || states_an_end {
        return None;
    }
    // A review with minutes tells what went wrong by the clock.
    let by_the_clock = || {
        let told = parts.iter().flat_map(Part::prose).map(told_of).collect::<Vec<_>>();
        let timed = |text: &String| {
            let ranges = sentences(text, Break::Line);
            ranges
                .into_iter()
                .filter(|range| may_hold_clock(&text[range.clone()]) && tells_what_failed(&text[range.clone()]) > 0)
                .count()
        };
        told.iter().map(timed).sum::<usize>() >= 2
    };
    let of_project = stem(&excerpt.document.source.path).to_lowercase();
    if PROJECT_FILES.contains(&of_project.as_str()) {
        return Some(Verdict::read(Kind::Other, "it is a file about a project"));
    }
    let described = || {
        let of_a_service = headings().filter(|heading| OF_A_SERVICE.contains(&bare(&heading.line.text).as_str()));
        (of_a_service.count() >= 2).then_some("the description of a service")
    };
    let instructs = || instructs(parts).then_some("a list of steps to follow");
    let what = declared.or_else(|| {
        let laid_out = laid_out().map(|(what, _)| *what);
        let what = laid_out.or_else(|| titled(closing)).or_else(described).or_else(instructs)?;
        let tells = author.get(Key::Severity).is_some()
            || parts.iter().any(|part| {
                matches!(part.field, Some(Field::Cause | Field::CauseAndResolution | Field::Impact))
                    || part.field == Some(Field::Severity) && part.lines().any(|line| is_usual(&line.text))
            });
        (!tells).then_some(what)
    })?;
    if what == "notes of a meeting" && by_the_clock() {
        return None;
    }
    Some(Verdict::read(Kind::Other, format!("it is {what}")))
}

/// Whether most numbered items outside of promises tell a reader what to do.
fn instructs(parts: &[Part]) -> bool {
    const STEPS: usize = 3;
    let told = |part: &&Part| {
        !matches!(part.field, Some(Field::Actions(_) | Field::ActionsDone | Field::Resolution | Field::Timeline))
    };
    let blocks = parts.iter().filter(told).flat_map(Part::prose);
    let items = blocks.filter(|block| matches!(block.kind, BlockKind::Item { ordered: true, task: None, .. }));
    let (mut all, mut imperative) = (0, 0);
    for item in items {
        let first = item
            .lines
            .first()
            .and_then(|line| line.text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()));
        all += 1;
        imperative += usize::from(first.is_some_and(|word| IMPERATIVES.contains(&word.to_lowercase().as_str())));
    }
    all >= STEPS && imperative * 3 >= all * 2
}
