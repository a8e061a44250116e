//! What authors call the parts of a postmortem: one row per field, with every spelling seen in the wild.
//!
//! Input: a heading, a bold line or a label as written. Output: the [`Field`] it names. Adding a synonym is one word
//! here. Source of the list: section headings of some 800 public incident documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::model::ActionGroup;

use super::ahead;
use super::asked::asked;
use super::composed::composed;
use super::enumeration::behind_code;

/// A part of a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Title,
    Summary,
    Background,
    Duration,
    Date,
    Start,
    End,
    DetectedAt,
    RespondedAt,
    EscalatedAt,
    FixedAt,
    ResolvedAt,
    TimeToDetect,
    TimeToRepair,
    TimeToResolve,
    Zone,
    Impact,
    Severity,
    Services,
    /// What went on working: named so that it is not taken for what did not.
    Unaffected,
    Status,
    Tags,
    Cause,
    Contributing,
    Trigger,
    /// `Root cause and resolution`: both, told apart by sub-labels or by wording.
    CauseAndResolution,
    Detection,
    Timeline,
    /// Moments with names: `First detected 2024-05-03 09:12`.
    KeyEvents,
    Resolution,
    Actions(ActionGroup),
    /// A list of actions that the heading says are done.
    ActionsDone,
    Learned,
    Well,
    Poorly,
    Lucky,
    People,
    Links,
    Appendix,
    Conclusion,
    Organisation,
}

#[rustfmt::skip]
const VOCABULARY: &[(Field, &[&str])] = &[
    (Field::Title, &["title", "short description", "problem title", "issue title", "outage title", "event title", "ticket title", "incident title", "name", "incident name", "headline", "subject", "betreff", "objet", "asunto", "oggetto", "onderwerp"]),
    (Field::Summary, &[
        "summary", "issue summary", "executive summary", "overview", "issue overview", "incident summary",
        "incident overview", "synopsis", "what happened", "what", "initial message", "abstract", "tl;dr", "tldr",
        "description", "incident description", "resumen", "resumen ejecutivo", "résumé", "概要", "zusammenfassung",
        "short summary", "brief summary", "outage summary", "in short", "problem statement", "postmortem summary",
        "high level summary",
    ]),
    (Field::Background, &["background", "context", "introduction", "hintergrund", "contexto", "leadup", "lead-up", "lead up", "prelude"]),
    (Field::Duration, &[
        "duration", "duration of the outage", "duration of outage", "duration of the incident",
        "duration of incident", "incident duration", "outage duration", "total incident window",
        "total incident duration", "total duration", "total impact duration", "total outage duration", "total downtime", "impact time", "impact duration", "duration of impact",
        "maintenance duration", "maintenance window", "expected downtime", "downtime", "sleepy-time", "when",
        "duración", "dauer", "outage window", "incident window", "time period", "period", "start and end",
        "start/end", "start time / end time", "start time/end time", "start and end time", "start and end times",
        "window", "length of outage", "time", "times", "time of incident", "time of the incident", "time of outage",
    ]),
    (Field::Date, &[
        "date", "date/time", "date and time", "incident date", "date of incident", "date of the incident", "day",
        "fecha", "datum",
    ]),
    (Field::Start, &[
        "start", "started", "start time", "began", "incident start", "outage start", "started at", "time started",
        "fault occurs", "fault occurred", "start of incident", "start of outage", "start of impact", "inicio",
        "beginn", "impact start", "incident began", "from", "impact started", "impact started at", "impact start time", "impact began", "incident from",
        "outage from", "beginning", "begin", "since", "onset", "begun", "incident start time", "start time of incident", "outage began", "start date",
    ]),
    (Field::End, &[
        "end", "ended", "end time", "incident end", "outage end", "ended at", "time ended", "end of incident",
        "end of outage", "end of impact", "restored", "recovered", "back to normal", "fin", "ende", "impact end", "incident ended", "impact ended", "impact ended at", "impact end time",
        "incident till", "incident until", "till", "until",
        "incident to", "return to normal", "returned to normal", "return to service", "normal again", "up again", "outage until", "outage till", "incident end time", "end date", "end of the incident",
    ]),
    (Field::DetectedAt, &[
        "detected at", "detection time", "time of detection", "first detected", "fault detected", "detected on",
        "time detected", "when was the issue detected", "issue detected", "first noticed", "reported at",
        "discovered at", "detected", "discovered", "noticed", "first seen", "first report", "noticed at",
    ]),
    (Field::RespondedAt, &[
        "acknowledged", "acknowledged at", "staff acknowledged", "responded at", "incident declared", "declared",
        "declared at", "time acknowledged", "response time", "first response",
    ]),
    (Field::EscalatedAt, &["escalated at", "escalated", "escalation time", "time escalated"]),
    (Field::FixedAt, &[
        "repaired", "repaired at", "fixed at", "mitigated at", "mitigated", "fault repaired", "time mitigated",
        "time fixed",
    ]),
    (Field::ResolvedAt, &[
        "resolved", "resolved at", "resolution time", "time resolved", "closed at", "time of resolution",
    ]),
    (Field::TimeToDetect, &["time to detect", "time to detection", "ttd", "mttd"]),
    (Field::TimeToRepair, &[
        "time to repair", "time to fix", "time to mitigate", "time to mitigation", "ttr", "mttr", "time to restore",
    ]),
    (Field::TimeToResolve, &["time to resolve", "time to resolution", "time to recovery", "time to recover"]),
    (Field::Zone, &["time zone", "timezone", "times in", "zeitzone", "zona horaria"]),
    (Field::Impact, &[
        "impact", "user impact", "impact on users", "impact assessment", "scope", "user experience", "affected users",
        "users affected", "user affected", "users impacted", "impacted users", "customers impacted", "impacted customers",
        "affected customers", "accounts affected", "affected accounts", "sites affected", "the expected impacts are", "expected impact",
        "data loss", "customer impact", "user-visible impact", "user visible impact", "business impact", "impacto",
        "auswirkung", "auswirkungen", "impacts", "incident impact", "blast radius", "影響", "customers affected", "scope of impact",
    ]),
    (Field::Services, &[
        "services affected", "affected services", "affected service", "affected services", "service affected",
        "services", "service", "affected systems", "systems affected", "affected", "components affected",
        "affected components", "impacted services", "impacted systems", "system", "systems", "servicios afectados",
        "servicios", "betroffene dienste", "product", "products", "products affected", "affected products",
        "impacted components", "components impacted", "services impacted", "service impacted", "impacted service",
        "affected system", "affected component", "component", "components", "application", "applications", "affected applications", "applications affected", "affects", "business service",
    ]),
    (Field::Unaffected, &[
        "unaffected", "unaffected services", "unaffected systems", "unaffected components", "services not affected", "not affected", "not impacted", "services not impacted", "services unaffected", "systems not affected", "no impact on",
        "what was not affected", "not in scope", "out of scope",
    ]),
    (Field::Severity, &[
        "severity", "gravity", "how bad", "how bad was it", "how bad is it", "prio", "severity rating", "incident priority", "importance", "criticality", "severity class", "seriousness",
        "severity level", "sev", "priority", "incident severity", "incident level", "level", "severidad", "schweregrad", "gravedad",
    ]),
    (Field::Status, &["status", "state", "incident status", "current status", "estado"]),
    (Field::Tags, &["tags", "labels", "keywords"]),
    (Field::Organisation, &["organisation", "organization", "company"]),
    (Field::Cause, &[
        "root cause", "root causes", "root cause analysis", "rca", "cause", "causes", "primary issue",
        "the infinite how's chain", "why", "why it happened", "why did it happen", "why did this happen", "5 whys",
        "five whys", "the 5 whys", "causa raíz", "causa raiz", "causa", "原因", "ursache", "grundursache",
        "underlying cause", "technical cause", "what caused it", "what caused the incident",
        "what went wrong technically", "proximate cause", "primary cause", "cause of outage", "cause of the outage",
        "cause of incident", "cause of the incident", "cause analysis", "root cause(s)",
    ]),
    (Field::Contributing, &[
        "contributing factors", "contributing factor", "contributing causes", "factors", "contributing conditions", "factores contribuyentes", "secondary causes", "other factors", "exacerbating factors",
    ]),
    (Field::Trigger, &["trigger", "triggers", "triggering event", "auslöser", "trigger event"]),
    (Field::CauseAndResolution, &[
        "root cause and resolution", "root causes and resolution", "cause and resolution", "rca and resolution",
        "root cause & resolution", "causa y solución", "root cause and fix",
    ]),
    (Field::Detection, &[
        "detection", "identified", "detected by", "detection method", "how was the issue detected",
        "how was it detected", "incident discovery", "discovery", "reported by", "how we noticed",
        "how did we notice", "detección", "erkennung", "how it was detected", "how was the incident detected",
        "how we found out", "identified by", "found by", "alerting", "noticed by", "discovered by", "spotted by",
        "event detection", "reported via", "noticed through", "detected through", "detected via", "how we got to know",
        "how we learned of it", "who noticed", "who noticed first", "who saw", "who saw it", "source of detection", "detection source", "source of the alert", "alert source", "reporter", "raised by", "first reported by",
    ]),
    (Field::Timeline, &[
        "timeline", "incident timeline", "actions taken", "crisis timeline", "timeline summary", "follow-up timeline",
        "the odyssey of discovery", "sequence of events", "chronology", "línea de tiempo", "linea de tiempo",
        "cronología", "時系列", "zeitverlauf", "ablauf", "chronologie", "timeline of events", "events", "event log",
        "incident log", "log of events", "response timeline", "detailed timeline", "outage timeline", "what happened when", "updates", "status log",
    ]),
    (Field::KeyEvents, &["key events", "key times", "key timestamps", "important times", "milestones", "key moments"]),
    (Field::Resolution, &[
        "resolution", "resolution and recovery", "resolution steps taken", "resolution steps", "recovery",
        "mitigation", "remediation", "fix", "rollback", "the road to redemption", "final message", "closing message",
        "how we fixed it", "how it was fixed", "fixed by", "solution", "the fix", "solución", "resolución",
        "behebung", "lösung", "workaround", "mitigation and recovery", "recovery steps", "how was it fixed",
        "temporary actions", "temporary measures", "temporary fix", "immediate measures", "action taken",
        "what fixed it", "recovery and resolution", "response", "immediate resolution",
    ]),
    (Field::Actions(ActionGroup::ActionItems), &[
        "action items", "action item", "ais", "actions", "review actions", "actions following review", "future actions", "future prevention", "next steps", "moving forward", "todo list", "to do",
        "todo", "todos", "acciones", "acciones de seguimiento", "maßnahmen", "action plan", "remediation items", "recommendations", "planned actions", "actions to take", "open actions",
        "proposed actions", "what will we do", "what we will do", "what we are doing about it", "what are we doing about it", "what we will do differently", "what's next",
        "improvement actions", "plan", "measures", "further measures", "measures taken", "planned measures", "what happens next", "still to do", "left to do", "remaining work",
        "remaining actions", "outstanding actions", "outstanding work", "outstanding items", "open items", "open points", "action points", "action list", "list of actions", "agreed actions",
        "agreements", "commitments", "what comes next", "what we will change", "what we'll change", "what will change", "what we'll do", "what we're doing", "what we are doing",
        "what we're going to do", "what we are going to do", "changes we made", "changes we are making", "ideas", "ideas for improvement", "things to do", "things we will do",
        "plan of action", "plan of actions", "work plan", "remediation plan", "improvement plan", "corrective action plan", "countermeasure", "countermeasures", "counter measures",
        "sub-tasks", "subtasks", "linked work items", "child issues", "resulting tickets", "tickets created", "resulting actions", "resulting work", "follow-up tickets", "actions arising",
        "arising actions", "actions and owners", "actions/owners", "suggested actions", "suggestions", "proposals", "further actions", "further work", "next actions", "to-do list",
        "action register", "action log", "our next steps", "our plan", "going forward", "from now on", "repair items", "things we'll do", "things we changed", "next", "what we're changing",
        "what we are changing", "what we changed",
    ]),
    (Field::Actions(ActionGroup::FollowUps), &[
        "follow-up", "follow-ups", "follow up", "follow ups", "followups", "follow-up actions", "follow-up items",
        "follow-up tasks", "follow up actions", "follow up items", "post-incident actions",
    ]),
    (Field::Actions(ActionGroup::Corrective), &[
        "corrective and preventative measures", "corrective and preventative measure",
        "corrective and preventive measures", "corrective and preventive measure",
        "corrective and preventive actions", "corrective and preventative actions", "corrective actions",
        "corrective action", "corrective measures", "medidas correctivas", "corrections",
    ]),
    (Field::Actions(ActionGroup::Preventive), &[
        "preventive measures", "preventative measures", "preventive actions", "preventative actions", "prevention",
        "preventing recurrence", "prevention of recurrence", "再発防止", "medidas preventivas", "how do we prevent this",
        "how we will prevent this", "prevent recurrence", "preventions",
    ]),
    (Field::Actions(ActionGroup::Improvements), &[
        "improvements/fixes", "improvements / fixes", "improvements and fixes", "improvements",
        "things to improve/fix", "things to improve", "follow-up improvements", "short-term improvements",
        "short term improvements", "medium-term improvements", "medium term improvements", "long-term improvements",
        "longer-term improvements", "long term improvements", "technical improvements",
        "code and configuration changes", "mejoras", "fixes", "fixes and improvements",
    ]),
    (Field::Actions(ActionGroup::Process), &["process improvements", "process"]),
    (Field::Actions(ActionGroup::Documentation), &["documentation improvements", "documentation"]),
    (Field::Actions(ActionGroup::Tasks), &[
        "tasks", "tasks to address the issue", "tasks to address the issues", "tasks to address issue", "task list",
        "specific tasks", "specific tasks to address the issue include", "specific tasks to address the issue",
        "tareas", "aufgaben", "todo tasks",
    ]),
    (Field::Actions(ActionGroup::Immediate), &[
        "immediate actions required", "immediate actions", "short-term actions", "short term actions",
        "immediate steps",
    ]),
    (Field::ActionsDone, &[
        "immediate actions completed", "completed actions", "actions completed", "done already", "this has been done",
        "already done", "actions done",
    ]),
    (Field::Learned, &[
        "lessons learned", "lessons learnt", "lessons learned and future improvements", "lessons", "insights",
        "key takeaways", "takeaways", "surprise findings", "what we learned", "what did we learn", "learnings",
        "lecciones aprendidas", "erkenntnisse", "what we'd do different", "what we'd do differently", "what we would do differently", "what would we do differently",
        "what i'd do differently", "what we could have done better", "lessons learned and next steps", "what surprised us",
    ]),
    (Field::Well, &[
        "what went well", "what worked", "what went right", "went well", "things that went well", "lo que salió bien",
        "was gut lief", "what worked well",
    ]),
    (Field::Poorly, &[
        "what went wrong", "what went poorly", "what didn't go well", "what did not go well",
        "what didn't go so well", "what didn't work", "what could improve", "where we got unlucky", "went wrong",
        "went badly", "what went badly", "things that went poorly", "things that went wrong",
        "what could have gone better", "lo que salió mal", "what could be better", "what could be improved",
        "what could have been better",
    ]),
    (Field::Lucky, &["where we got lucky", "where were we lucky", "got lucky", "lucky", "luck", "what was lucky"]),
    (Field::People, &[
        "attendees", "reviewers", "created by", "author", "authors", "owner", "owners", "involved parties",
        "responders", "participants", "incident commander", "written by", "prepared by", "team", "teams", "report by",
        "incident lead",
    ]),
    (Field::Appendix, &[
        "appendix", "appendices", "references", "technical details", "data", "q&a", "environment", "stats",
        "related issues / prs", "related issues", "further reading", "logs", "glossary", "screenshots",
        "supporting information", "questions for follow up", "attachments", "graphs", "details",
    ]),
    (Field::Links, &["links", "related incidents", "related", "see also", "slack thread", "ticket", "tickets"]),
    (Field::Conclusion, &[
        "conclusion", "conclusions", "in conclusion", "closing", "final thoughts", "conclusión", "fazit",
        "closing remarks",
    ]),
];

static EXACT: LazyLock<HashMap<&'static str, Field>> =
    LazyLock::new(|| VOCABULARY.iter().flat_map(|(field, words)| words.iter().map(|word| (*word, *field))).collect());

/// Labels of one word longer than this are also found with one or two letters wrong.
const SHORTEST_TYPO: usize = 6;

/// The field a heading or label names, forgiving decoration and small typos.
pub fn field_of(label: &str) -> Option<Field> {
    let bare = bare(label);
    if bare.is_empty() || bare.len() > 80 {
        return None;
    }
    exact(&bare)
        .or_else(|| by_prefix(&bare))
        .or_else(|| combined(&bare))
        .or_else(|| exact(unqualified(&bare)))
        .or_else(|| composed(&bare))
        .or_else(|| asked(&bare))
        .or_else(|| ahead::names_promises(label).then_some(Field::Actions(ActionGroup::FollowUps)))
        .or_else(|| by_typo(&bare))
}

/// The field a label names to the letter, for places where a guess would do harm.
pub fn field_exactly(label: &str) -> Option<Field> {
    let bare = bare(label);
    exact(&bare).or_else(|| combined(&bare)).or_else(|| composed(&bare)).or_else(|| asked(&bare))
}

fn exact(bare: &str) -> Option<Field> {
    EXACT.get(bare).copied()
}

/// `timeline (all times in UTC)`, `impact on partners`: a known label of two words or a distinctive one, then more.
fn by_prefix(bare: &str) -> Option<Field> {
    const DISTINCTIVE: &[&str] = &[
        "timeline",
        "root cause",
        "impact",
        "action items",
        "lessons learned",
        "lessons learnt",
        "chronology",
        "resolution",
    ];
    DISTINCTIVE
        .iter()
        .filter(|word| bare.strip_prefix(**word).is_some_and(|rest| rest.starts_with([' ', ',', '/', '-', '–', '&'])))
        .filter(|_| bare.split(' ').count() <= 5)
        .find_map(|word| exact(word))
}

/// Words in front of a name that say how it is told, not what: `Blameless root cause`, `Detailed timeline`.
const QUALIFIERS: &[&str] = &[
    "actual",
    "blameless",
    "brief",
    "complete",
    "confirmed",
    "current",
    "customer facing",
    "detailed",
    "estimated",
    "external",
    "final",
    "full",
    "high level",
    "high-level",
    "initial",
    "internal",
    "main",
    "measured",
    "observed",
    "official",
    "our",
    "overall",
    "preliminary",
    "presumed",
    "probable",
    "proposed",
    "short",
    "suspected",
    "technical",
    "the",
    "total",
    "true",
    "underlying",
];

/// Words behind a name that say of what, where there is only one thing it can be: `Summary of the incident`.
const OF_THE_INCIDENT: &[&str] = &[
    "of the incident",
    "of the outage",
    "of the event",
    "of the issue",
    "of the problem",
    "of the failure",
    "of this incident",
    "of this record",
    "of this document",
    "of this report",
    "of this outage",
    "of incident",
    "of outage",
    "for the incident",
    "for this incident",
    "for the outage",
    "to the incident",
    "section",
    "details",
    "notes",
    "analysis",
    "information",
];

/// A name without the words that only say how, or of which incident, it is told.
fn unqualified(bare: &str) -> &str {
    let mut name = bare;
    for _ in 0..2 {
        let shorter = QUALIFIERS.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' '));
        name = shorter.unwrap_or(name);
        let shorter = OF_THE_INCIDENT.iter().find_map(|words| name.strip_suffix(words)?.strip_suffix(' '));
        name = shorter.unwrap_or(name);
    }
    name
}

/// `Context/Resolution/Review actions`: several known labels in one; the first counts.
fn combined(bare: &str) -> Option<Field> {
    let fields: Option<Vec<Field>> = bare.split('/').map(|word| exact(word.trim())).collect();
    fields.filter(|fields| fields.len() > 1)?.first().copied()
}

/// `sumary`, `correcteive actions`: at most two letters off, for labels long enough to be sure, and no word of several is
/// another word: `incident till` is no `incident title`.
fn by_typo(bare: &str) -> Option<Field> {
    let length = bare.chars().count();
    if length < SHORTEST_TYPO {
        return None;
    }
    let allowed = if length >= 8 { 2 } else { 1 };
    let first = bare.chars().next()?;
    let known = letters(bare);
    let foreign = |word: &str| {
        let word = letters(word);
        (word & !known).count_ones().max((known & !word).count_ones()) as usize
    };
    VOCABULARY
        .iter()
        .flat_map(|(field, words)| words.iter().map(move |word| (*field, *word)))
        .filter(|(_, word)| {
            word.len().abs_diff(bare.len()) <= allowed && word.starts_with(first) && word.len() >= SHORTEST_TYPO
        })
        .filter(|(_, word)| foreign(word) <= allowed)
        .map(|(field, word)| (strsim::osa_distance(word, bare), field, word))
        .filter(|(distance, _, word)| *distance <= allowed && (*distance == 1 || misspelt_by_words(word, bare)))
        .map(|(distance, field, _)| (distance, field))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, field)| field)
}

/// Whether two labels have as many words, and each is the other's with no more slips than its length forgives.
fn misspelt_by_words(known: &str, written: &str) -> bool {
    let forgiven = |word: &str| match word.chars().count() {
        0..=4 => 0,
        5..=6 => 1,
        _ => 2,
    };
    let (known, written) = (known.split(' '), written.split(' '));
    known.clone().count() == written.clone().count()
        && known.zip(written).all(|(known, written)| strsim::osa_distance(known, written) <= forgiven(known))
}

/// The letters of a word as bits: each that another word lacks takes one change at least.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 32))
}

/// A label without its decoration: case, emphasis, numbering, emoji, trailing colon, brackets and what follows them.
pub fn bare(label: &str) -> String {
    let text: String = if label.is_ascii() {
        label.to_ascii_lowercase()
    } else {
        label.nfkc().flat_map(char::to_lowercase).map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect()
    };
    let text = if text.contains(':') { without_shortcodes(&text) } else { text };
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | ':' | '>' | '[' | ']' | '`'));
    let text = if EXACT.contains_key(text) { text } else { without_number(behind_code(text).unwrap_or(text)) };
    let text = text.split(['(', '[', '（']).next().unwrap_or_default();
    let cuts: &[&str] =
        if text.contains(['.', '-', '–', ':']) { &["a.k.a", " - ", " – ", ": "] } else { Default::default() };
    let text = cuts.iter().fold(text, |text, cut| text.split(cut).next().unwrap_or_default());
    let words = text.split_whitespace().map(|word| word.trim_matches(is_decoration)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A text without `:warning:` and the like, which stand for a picture.
pub fn without_shortcodes(text: &str) -> String {
    let is_name = |name: &str| {
        (2..=40).contains(&name.len())
            && name.bytes().any(|b| b.is_ascii_lowercase() || b"+-".contains(&b))
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_+-".contains(&b))
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(':') {
        let behind = &rest[open + 1..];
        let parted = !rest[..open].ends_with(char::is_alphanumeric);
        match behind.find(':').filter(|close| parted && is_name(&behind[..*close])) {
            Some(close) => {
                out.push_str(&rest[..open]);
                rest = &behind[close + 1..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `1. Summary`, `2) Impact`, `1 Summary`, `2.1 Impact`, `A.3 Impact`, `A3 Impact`, `Section B - Impact`
fn without_number(text: &str) -> &str {
    const DIVISIONS: &[&str] = &["section ", "part ", "chapter ", "annex "];
    if let Some((division, name)) = text.split_once(" - ").or_else(|| text.split_once(": "))
        && DIVISIONS.iter().any(|word| division.strip_prefix(word).is_some_and(|rest| rest.len() <= 3))
    {
        return name;
    }
    let lettered = text
        .as_bytes()
        .get(..2)
        .is_some_and(|head| head[0].is_ascii_lowercase() && matches!(head[1], b'.' | b')' | b'0'..=b'9'));
    let rest = if lettered { &text[2..] } else { text };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ':'));
    let numbered = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    if (lettered || numbered) && rest.starts_with(' ') { rest.trim_start() } else { text }
}

fn is_decoration(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '&' | '/' | '\'' | ';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(label: &str, expected: Option<Field>) {
        assert_eq!(field_of(label), expected, "{label}");
    }

    #[test]
    fn decoration_numbering_and_case_do_not_matter() {
        check("## **Summary**:", Some(Field::Summary));
        check("1. Root Cause", Some(Field::Cause));
        check("TIMELINE: ", Some(Field::Timeline));
        check("🔥 Impact", Some(Field::Impact));
        check(":warning: Impact", Some(Field::Impact));
        check(":white_check_mark: Action items", Some(Field::Actions(ActionGroup::ActionItems)));
        check("Timeline :clock1:", Some(Field::Timeline));
        check(":+1: What went well", Some(Field::Well));
        check("Blameless root cause", Some(Field::Cause));
        check("Detailed timeline of the outage", Some(Field::Timeline));
        check("Our overall impact", Some(Field::Impact));
        check("Root cause details", Some(Field::Cause));
        check("Timeline (all times in UTC)", Some(Field::Timeline));
        check("Timeline - May 29, 2021", Some(Field::Timeline));
        check("What didn’t go so well?", Some(Field::Poorly));
        check("Context/Resolution", Some(Field::Background));
        check("CORRECTIVE AND PREVENTIVE MEASURES:", Some(Field::Actions(ActionGroup::Corrective)));
    }

    #[test]
    fn a_name_may_be_put_together() {
        check("Date and time of detection", Some(Field::DetectedAt));
        check("Who discovered the fault?", Some(Field::Detection));
        check("A.4 When was the service restored", Some(Field::End));
        check("2.1 Length of the interruption", Some(Field::Duration));
        check("Systems hit", Some(Field::Services));
        check("Time of mitigation", Some(Field::FixedAt));
        check("Onset of the disruption", Some(Field::Start));
        check("Section C - Root cause", Some(Field::Cause));
        check("B7 Detection source", Some(Field::Detection));
        check("Time to fix it all", None);
        check("Event sourcing", None);
        check("Service", Some(Field::Services));
    }

    #[test]
    fn small_typos_are_forgiven() {
        check("Sumary", Some(Field::Summary));
        check("Apendix", Some(Field::Appendix));
        check("Atendees", Some(Field::People));
        check("Correcteive actions", Some(Field::Actions(ActionGroup::Corrective)));
        check("Lessions learned", Some(Field::Learned));
        check("Incident tite", Some(Field::Title));
        check("Incident till", Some(Field::End));
        check("Incident tally", None);
    }

    #[test]
    fn other_words_name_no_field() {
        for label in ["Kafka", "Deployment", "13:35", "Hub", "Why we chose Rust", "Impala", "Patch Adams"] {
            check(label, None);
        }
    }

    #[test]
    fn other_languages_are_known() {
        check("Resumen ejecutivo", Some(Field::Summary));
        check("Causa raíz", Some(Field::Cause));
        check("Zeitverlauf", Some(Field::Timeline));
        check("再発防止", Some(Field::Actions(ActionGroup::Preventive)));
    }
    #[test]
    fn every_spelling_names_one_field() {
        for (field, word) in VOCABULARY.iter().flat_map(|(field, words)| words.iter().map(move |word| (field, word))) {
            assert_eq!(EXACT.get(word), Some(field), "{word}");
        }
    }
}
