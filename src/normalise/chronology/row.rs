//! What the rows of a timeline are to the incident: what led up to it, the trouble, the work, the aftermath.
//!
//! Input: entries in order of time with their kinds, and their words. Output: a [`Row`] for each. A timeline is no outage:
//! a background row starts no clock, an aftermath row ends none. Knows nothing of what other parts of a document state.

use std::sync::LazyLock;

use crate::model::{EntryRole, EventKind};
use crate::normalise::event::{PlacedEntry, ReadEntry, Telling};
use crate::text::{Lexicon, Words};

use super::sign::comes_back;
use super::solve::Span;

/// What a row is, and whether its author marked it as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    pub role: Option<EntryRole>,
    pub marker: Option<Marker>,
    /// It tells of a remedy; whether that was the fix is for others to say.
    pub deed: bool,
    /// It tells that somebody said so: "incident marked as resolved", "announced the end".
    pub declared: bool,
    /// It tells of a change that somebody made.
    pub change: bool,
    /// It tells of something that went wrong, and not by way of somebody who reports it.
    pub wrong: bool,
}

/// A label of the author's: `OUTAGE BEGINS`, `**Discovery:**`, `[impact start]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Begins,
    Noticed,
    Mitigated,
    Ends,
    /// The incident, as a piece of work, was closed.
    Closed,
}

/// A change with nothing wrong behind it for longer than this did not begin the trouble by itself.
const QUIET: i64 = 6 * 3600;

/// What a phrase tells of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Users or systems feel it.
    Symptom,
    /// A change that already held the fault.
    Harm,
    /// A change, or something that stood before.
    Before,
    /// What was there long before, whatever comes next.
    Earlier,
    /// Somebody noticed.
    Noticed,
    /// Paperwork and good measure when all was over.
    After,
    Tried,
    Failed,
    /// Work that was done and left nothing wrong.
    Passed,
    /// Somebody said or wrote down that it was over.
    Declared,
    /// Nobody was hit.
    Harmless,
}

use Sign::{After, Before, Declared, Earlier, Failed, Harm, Harmless, Noticed, Passed, Symptom, Tried};

#[rustfmt::skip]
const SIGNS: &[(Sign, &[&str])] = &[
    (Symptom, &[
        "error|errors|fail|fails|failed|failing|failure|failures", "slow|slower|slows|slowed|slowness|latenc*|delay*", "timeout*", "timing out",
        "down|offline|unavailable|unreachable|inaccessible|unresponsive|degraded", "refuse|refused|refuses|refusing|reject*|dropped|dropping|drops",
        "crash*|stuck|hang|hangs|hung|stall*|exhaust*|overload*|full|saturat*|missing|lost|losing|stops|stopped", "rate|rates|errors|latency|queue|load ..1 up|high", "spike*|climb*|rising|rises|grow|grows|growing",
        "outage|impact|disruption|degradation", "blank|dark|empty|silent|garbled|unreadable|unusable|interrupted|disappear*|vanish*", "stale|frozen|froze|freezes|dead|died|broke|broken|twice|duplicate*", "pile|piles|piled|piling ..1 up", "waits|waiting for", "no ..2 mail|data|traffic|metrics|response",
        "500s|501s|502s|503s|504s|5xx|4xx", "no|nothing|nobody|none ..3 finished|finishes|worked|works|loaded|loads|arrived|arrives|started|printed|answered|answers",
    ]),
    (Harm, &[
        "wrong*|faulty|broken|bad|incorrect*|misconfig*|buggy|bug|fault|defect*|corrupt*|accident*|mistak*|inadvert*|typo|expired|expires|unintend*|erroneous*|invalid|leak*|poison*|malformed",
        "without ..3 noticed|noticing|review|test|testing|limit|check",
    ]),
    (Before, &[
        "merged|merges|merge|tagged|tags|released|releases|release|deployed|deploys|deploy|deployment|rolled_out|rollout|shipped|published|publishes",
        "renamed|modified|switched|rolled|pushed|promoted|flipped|turned|rotated|replaced|bought|moves|ran|runs|opens|opened|begins|began",
        "upgrade|upgraded|upgrades|migrated|migration|scheduled|planned|created|creates|added|adds|provisioned|installed|enabled|disabled|configured|introduced|changed|updated|update|approved|opened|proposed|renewed|started|set|raised|reduced|removed|moved|bumped|written|reviewed|announced|built",
        "maintenance|pull_request|change|ticket|version", "version|release|build|update|1|2|3|4|5|6|7|8|9 out|live",
    ]),
    (Earlier, &["unnoticed|undetected|dormant", "last|latest successful|good|healthy run|backup|renewal|check|export|import|rotation", "pre_existing|preexisting|beforehand|earlier", "long before", "existing since", "background|context"]),
    (Noticed, &[
        "customer|customers|user|users|client|clients|tenant|support|partner|researcher|reporter|colleague|developer|engineer|somebody|someone ..4 reports|reported|report|complain*|says|said|asks|asked|notices|noticed|ticket|tickets|submitted|raises|raised",
        "sees|saw|receives|received|gets|got ..4 ticket|tickets|complaint|complaints|report|reports|alert|alerts|page|call|calls|mail|mails",
        "alert|alerts|alarm|alarms|pager|page|paged|monitor|monitoring ..3 fires|fired|fire|triggered|triggers|went|goes|raised|received|storm|on|for",
        "first ..1 report|reports|alert|alerts|ticket|complaint|sign", "more ..1 reports",
    ]),
    (After, &[
        "post_mortem|postmortem|retro|retrospective|debrief", "incident|ticket|case|issue|bridge|call|war_room ..2 closed|closes|close|archived|ends|ended",
        "closed|closes ..2 incident|ticket|case|issue|bridge", "write_up|writeup|report|rca ..3 begins|began|begun|started|starts|published|sent|written|drafted|finished|shared|posted",
        "good_measure|clean_up|cleanup|cleaned_up|housekeeping|tidied", "follow_up|follow_ups|action_items|lessons", "status page ..3 updated|closed|resolved|green",
        "told|informed|thanked|notified|apolog* ..4 owner|owners|customers|users|team|everybody|author|authors", "monitoring period|observation ..2 over|ends|ended", "review ..1 meeting",
        "refund*|compensat*|credited|credits", "permanent ..2 fix|solution", "backported|documentation ..2 updated", "meeting",
    ]),
    (Passed, &[
        "planned|scheduled|maintenance|upgrade|migration|update|window|work|change|switchover|test|tests|checks|checklist|verification|drill|exercise|rollout|patching ..4 finished|finishes|finish|completed|completes|complete|done|passed|pass|ends|ended|over|successful|successfully|ok",
    ]),
    (Declared, &[
        "incident|ticket|case|issue|outage|alert|bridge|problem|record|sev|status|severity ..3 resolved|closed|closing|complete|completed|over|mitigated|downgraded|green", "^resolved|closed|closing",
        "marked|declared|declares|declare|set|moved|changed|called|calls|announced|announce|announces|resolving ..4 resolved|closed|over|incident|done|recovered|mitigated|all_clear",
        "message|mail|email|announcement|notice|note|notification|post|update|mailing_list|newsletter|statement|tweet|toot ..4 posted|sent|out|published|notified|went", "announcement|notice|notification|update|statement ..2 resolved|over", "posted|sent|published|notified|informed|communicated|announced|tweeted|told|thanked|mailed|wrote ..5 customers|users|everyone|everybody|list|status|page|message|update|resolution|all|members|staff|stakeholders|teams|admin",
        "status page|site ..4 resolved|green|updated|operational|closed", "monitoring ..2 over|ends|ended|complete|finished|period", "no ..2 further ..1 reports|complaints|issues|incidents", "kept|keep|keeping ..2 eye|watching", "stand|stood|standing down", "all clear",
        "resolved ..1 by", "resolution message|email|notice|posted|sent", "officially|formally ..2 closed|over|resolved",
    ]),
    (Harmless, &[
        "no ..1 alert|alerts|alarm|alarms|error|errors|anomaly|anomalies|complaints",         "no|without|nil|zero ..2 impact|effect|consequence|consequences|interruption|disruption|outage|downtime|users|customers affected", "no|without|nil ..2 impact|effect|consequence|consequences|interruption|downtime",
        "no ..1 user|users|customer|customers|client|clients|guest|guests ..2 affected|hit|impacted",
    ]),
    (Tried, &["try|tries|tried|trying|attempt*", "usual ..1 fix|fixes", "restart|restarts|restarted|rebooted ..6 no|not"]),
    (Failed, &["not ..4 fix|help|work|seem|solve|resolve", "no ..2 effect|improvement|change|avail|difference", "did_not|didn't|does_not|doesn't|do_not|don't ..3 help|work|fix|seem|solve", "without ..1 success|effect", "in vain", "still ..4 fail*|down|error*|broken|stuck"]),
];

static LEXICON: LazyLock<Lexicon<Sign>> = LazyLock::new(|| Lexicon::built_in(SIGNS));

#[derive(Debug, Clone, Copy, Default)]
struct Signs(u16);

impl Signs {
    fn of(words: &Words) -> Self {
        Self(LEXICON.find(words).iter().fold(0, |bits, hit| bits | 1 << hit.meaning as u16))
    }

    fn tell(self, sign: Sign) -> bool {
        self.0 & 1 << sign as u16 != 0
    }
}

/// Whether the words of a row tell of something that was there before the incident, whatever its time.
pub fn is_earlier(text: &str) -> bool {
    Signs::of(&Words::of(text)).tell(Earlier)
}

/// Reads the rows of a timeline.
pub fn rows(entries: &[PlacedEntry], read: &[ReadEntry<'_>]) -> Vec<Row> {
    let signs: Vec<Signs> = read.iter().map(|entry| Signs::of(&entry.words)).collect();
    let markers: Vec<Option<Marker>> = read.iter().map(|entry| marker(entry.words.text)).collect();
    let mut rows: Vec<Row> = (0..entries.len())
        .map(|index| Row {
            role: role(entries[index].entry.kind, signs[index], &read[index], markers[index]),
            marker: markers[index],
            deed: read[index].deed().is_some(),
            declared: signs[index].tell(Declared),
            change: signs[index].tell(Before) || signs[index].tell(Earlier),
            wrong: signs[index].tell(Symptom) && !signs[index].tell(Noticed),
        })
        .collect();
    settle_early_paperwork(&mut rows, &signs);
    settle_background(&mut rows, entries, &signs);
    settle_aftermath(&mut rows, &signs);
    rows
}

/// What reads as paperwork before anything was wrong is none: "clean-up job runs".
fn settle_early_paperwork(rows: &mut [Row], signs: &[Signs]) {
    use EntryRole::{Aftermath, Detection, Onset, Symptom as Symptoms};
    let wrong = |row: &Row| matches!(row.role, Some(Onset | Symptoms | Detection)) || row.marker.is_some();
    let Some(first) = rows.iter().position(wrong) else { return };
    for (row, signs) in rows.iter_mut().zip(signs).take(first).filter(|(row, _)| row.role == Some(Aftermath)) {
        row.role = signs.tell(Earlier).then_some(EntryRole::Background);
    }
}

/// The role of a row: as its author marks it, else by what it tells beside the others, else by its own words.
fn role(kind: EventKind, signs: Signs, row: &ReadEntry, marker: Option<Marker>) -> Option<EntryRole> {
    use EntryRole::{Aftermath, Attempt, Background, Detection, Fix, Onset, Recovery, Response, Symptom as Symptoms};
    if let Some(marker) = marker {
        return Some(match marker {
            Marker::Begins => Onset,
            Marker::Noticed => Detection,
            Marker::Mitigated => Fix,
            Marker::Ends => Recovery,
            Marker::Closed => Aftermath,
        });
    }
    let by_words = by_words(kind, signs, row.words.text);
    Some(match (kind, row.telling) {
        (EventKind::Resolved, _) => Recovery,
        (EventKind::Fixed, _) => Fix,
        (EventKind::Detected, _) => Detection,
        (_, Some(Telling::Before)) => by_words.filter(|role| matches!(role, Onset | Symptoms)).unwrap_or(Background),
        (_, Some(Telling::Onset)) => Onset,
        (_, Some(Telling::Noticed)) => Detection,
        (_, Some(Telling::Worse)) => Symptoms,
        (_, Some(Telling::Vain)) => Attempt,
        (_, Some(Telling::Told) | None) => return by_words,
        (EventKind::Ended, _) => Aftermath,
        _ => Response,
    })
}

/// The role of a row by its own words.
fn by_words(kind: EventKind, signs: Signs, text: &str) -> Option<EntryRole> {
    use EntryRole::{Aftermath, Attempt, Detection, Fix, Onset, Recovery, Response, Symptom as Symptoms};
    if signs.tell(Tried) && signs.tell(Failed) {
        return Some(Attempt);
    }
    let again = !signs.tell(Failed) && comes_back(text);
    Some(match kind {
        EventKind::Resolved => Recovery,
        EventKind::Fixed if again => Recovery,
        EventKind::Fixed => Fix,
        EventKind::Ended => Aftermath,
        EventKind::Detected => Detection,
        EventKind::Began => Onset,
        EventKind::Note if again => Recovery,
        EventKind::Note if signs.tell(After) => Aftermath,
        EventKind::Note if signs.tell(Noticed) => Detection,
        EventKind::Note if signs.tell(Symptom) => Symptoms,
        EventKind::Note if signs.tell(Harm) => Onset,
        EventKind::Note if signs.tell(Tried) => Attempt,
        EventKind::Note => return None,
        _ => Response,
    })
}

/// Rows before anything was wrong: changes of days before, and all that stands in front of a marked beginning.
fn settle_background(rows: &mut [Row], entries: &[PlacedEntry], signs: &[Signs]) {
    use EntryRole::{Background, Detection, Onset, Symptom as Symptoms};
    let marked = rows.iter().position(|row| row.marker == Some(Marker::Begins));
    let wrong = |row: &Row| matches!(row.role, Some(Onset | Symptoms | Detection));
    // "Traffic switched, no customer impact": what went wrong there hurt nobody.
    let unfelt = |index: usize| signs[index].tell(Harmless) && !signs[index].tell(Tried);
    let felt = rows.iter().enumerate().position(|(index, row)| wrong(row) && !unfelt(index));
    let first = marked.or(felt).or_else(|| rows.iter().position(wrong)).unwrap_or(rows.len());
    for index in 0..first {
        let quiet = entries[index].at.zip(entries.get(index + 1).and_then(|next| next.at));
        let quiet = quiet.is_none_or(|(at, next)| next - at > QUIET);
        let changed = signs[index].tell(Before) && !signs[index].tell(Symptom) && !signs[index].tell(Harm);
        let harmless = !wrong(&rows[index]) && (changed && quiet || signs[index].tell(Earlier) || marked.is_some());
        let harmless = harmless || unfelt(index) && marked.is_none();
        if harmless && rows[index].role != Some(EntryRole::Recovery) {
            rows[index].role = Some(Background);
        }
    }
    // "Release merged", then what came of it, then somebody noticed: the change was no trouble yet.
    let change = |index: usize| {
        signs[index].tell(Before)
            && !signs[index].tell(Symptom)
            && !signs[index].tell(Harm)
            && rows[index].role.is_none()
    };
    let noticed = rows.iter().position(|row| row.role == Some(Detection)).unwrap_or(0);
    let changes = (0..noticed).take_while(|index| change(*index)).count();
    if marked.is_none() && changes > 0 && changes < noticed {
        rows[..changes].iter_mut().for_each(|row| row.role = Some(Background));
    }
    // "Upgrade finished, checks passed": whatever led up to it was no trouble yet.
    let calm = |index: &usize| signs[*index].tell(Passed) && !signs[*index].tell(Harm) && !wrong(&rows[*index]);
    if let Some(last) = (0..first.min(rows.len().saturating_sub(1))).rfind(calm).filter(|_| first < rows.len()) {
        let plain = |row: &&mut Row| matches!(row.role, None | Some(EntryRole::Response)) && row.marker.is_none();
        rows[..=last].iter_mut().filter(plain).for_each(|row| row.role = Some(Background));
    }
    // A row without a word of trouble may still be what set it off: "cable pulled".
    for index in 0..rows.len() {
        let early =
            signs[index].tell(Earlier) && index + 1 < rows.len() && index <= first && rows[index].marker.is_none();
        let apart = entries[index]
            .at
            .zip(entries.get(index + 1).and_then(|next| next.at))
            .is_none_or(|(at, next)| next - at > QUIET);
        if early && apart {
            rows[index].role = Some(Background);
        }
    }
}

/// Rows behind the recovery that tell of paperwork, and all that stands behind a marked end.
fn settle_aftermath(rows: &mut [Row], signs: &[Signs]) {
    let marked = rows.iter().rposition(|row| row.marker == Some(Marker::Ends));
    let over = |row: &Row| matches!(row.role, Some(EntryRole::Recovery | EntryRole::Fix));
    let Some(first) = marked.or_else(|| rows.iter().position(over)) else { return };
    for index in first + 1..rows.len() {
        let paperwork = signs[index].tell(After) && !signs[index].tell(Symptom);
        if rows[index].marker.is_none() && (paperwork || marked.is_some()) {
            rows[index].role = Some(EntryRole::Aftermath);
        }
    }
}

/// Writes the roles into the entries: what stands before the start is background, what tells of the same thing as a
/// milestone is one.
pub fn settle_rows(entries: &mut [PlacedEntry], rows: &[Row], span: &Span) {
    let start = span.start.as_ref().and_then(|start| start.at);
    let noticed = entries.iter().any(|placed| placed.entry.kind == EventKind::Detected);
    let mut first_notice = !noticed;
    for (placed, row) in entries.iter_mut().zip(rows) {
        let before = placed.at.zip(start).is_some_and(|(at, start)| at < start);
        let role = if before { Some(EntryRole::Background) } else { row.role };
        let kind = match (row.marker, role) {
            (Some(Marker::Noticed), _) => Some(EventKind::Detected),
            (Some(Marker::Mitigated), _) => Some(EventKind::Fixed),
            (Some(Marker::Ends), _) => Some(EventKind::Resolved),
            (Some(Marker::Closed), _) => Some(EventKind::Ended),
            (None, Some(EntryRole::Detection)) if first_notice => Some(EventKind::Detected),
            (None, Some(EntryRole::Recovery)) if placed.entry.kind == EventKind::Note => Some(EventKind::Resolved),
            _ => None,
        };
        first_notice &= kind != Some(EventKind::Detected);
        placed.entry.kind = kind.unwrap_or(placed.entry.kind);
        placed.entry.role = role;
    }
}

const TROUBLES: &[&str] = &[
    "outage",
    "incident",
    "impact",
    "problem",
    "issue",
    "disruption",
    "degradation",
    "downtime",
    "customer impact",
    "user impact",
    "event",
    "service disruption",
    "full outage",
    "partial outage",
    "the outage",
    "the incident",
    "customer impact",
    "external customer impact",
    "initial customer impact",
];
const BEGINNINGS: &[&str] = &["begins", "begin", "began", "starts", "start", "started", "onset", "beginning"];
const ENDINGS: &[&str] = &["ends", "end", "ended", "over", "resolved", "stops", "stopped", "is over", "was over"];

/// The label that a row carries: at its beginning, in brackets or in capitals.
fn marker(text: &str) -> Option<Marker> {
    labels(text).find_map(|label| marker_of(&label))
}

/// What may be a label: the words up to the first separator, those in brackets, and a beginning in capitals.
fn labels(text: &str) -> impl Iterator<Item = String> + '_ {
    const LONGEST: usize = 48;
    let cut = |c: char| matches!(c, ':' | '—' | '–' | ',' | '.' | '(' | ';' | '[' | '!' | '<') || c == '-';
    let head = text.find(cut).map_or(text, |at| &text[..at]);
    let trimmed = text.trim_start_matches(['[', '(', '<', '*', ' ']);
    let inner = (trimmed.len() < text.len()).then(|| trimmed.find([']', ')', '>']).map(|at| &trimmed[..at])).flatten();
    let brackets = text.match_indices(['(', '[', '<']).take(4).filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        rest.find([')', ']', '>']).map(|end| &rest[..end])
    });
    let capitals = {
        let end = text.find(|c: char| c.is_lowercase()).map_or(text.len(), |at| text[..at].rfind(' ').unwrap_or(0));
        Some(&text[..end]).filter(|words| words.len() > 5)
    };
    [Some(head), inner, capitals]
        .into_iter()
        .flatten()
        .chain(brackets)
        .filter(|label| label.len() <= LONGEST)
        .map(|label| {
            let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join(" ").to_lowercase()
        })
        .filter(|label| !label.is_empty())
}

fn marker_of(label: &str) -> Option<Marker> {
    match label {
        "discovery" | "discovered" | "detection" | "first detection" | "issue detected" => {
            return Some(Marker::Noticed);
        }
        "recovery" | "recovered" | "full recovery" | "service restored" | "resolved" | "issue resolved"
        | "all clear" | "impact over" => return Some(Marker::Ends),
        "mitigation" | "mitigated" | "fix" => return Some(Marker::Mitigated),
        "incident end" | "incident ends" | "incident ended" | "incident closed" | "incident over"
        | "end of incident" => {
            return Some(Marker::Closed);
        }
        "onset" => return Some(Marker::Begins),
        _ => {}
    }
    let trouble = |words: &str| TROUBLES.contains(&words);
    for ending in ["mitigated", "is mitigated", "mitigation"] {
        if label.strip_suffix(ending).is_some_and(|rest| trouble(rest.trim())) {
            return Some(Marker::Mitigated);
        }
    }
    let of = |sides: &[&str]| {
        sides.iter().any(|side| {
            label.strip_suffix(side).is_some_and(|rest| rest.ends_with(' ') && trouble(rest.trim()))
                || label.strip_prefix(side).is_some_and(|rest| {
                    rest.strip_prefix(" of ").is_some_and(|rest| trouble(rest.trim_start_matches("the ").trim()))
                })
        })
    };
    if of(BEGINNINGS) {
        Some(Marker::Begins)
    } else if of(ENDINGS) {
        Some(Marker::Ends)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_rows_are_markers() {
        for (text, expected) in [
            ("OUTAGE BEGINS — disk full", Some(Marker::Begins)),
            ("(impact starts) queue grows", Some(Marker::Begins)),
            ("Disk swapped [end of outage]", Some(Marker::Ends)),
            ("<START OF OUTAGE>", Some(Marker::Begins)),
            ("Discovery: a colleague finds no graphs", Some(Marker::Noticed)),
            ("Recovery: limit raised", Some(Marker::Ends)),
            ("IMPACT MITIGATED, traffic moved", Some(Marker::Mitigated)),
            ("INCIDENT ENDS, nothing seen for an hour", Some(Marker::Closed)),
            ("The outage of the partner begins to worry us", None),
            ("Recovery of the second node is slow", None),
        ] {
            assert_eq!(marker(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_it_was_over_is_no_recovery() {
        for (text, expected) in [
            ("Incident marked as resolved", true),
            ("Ticket closed by the night shift", true),
            ("Told all members that it is over", true),
            ("Status page set to operational", true),
            ("Resolved by Ines; the filter stays on", true),
            ("No further reports", true),
            ("Labels print again in all halls", false),
            ("Queue drained, logins work", false),
            ("Mail is delivered, resolved", false),
            ("Second feed restored", false),
        ] {
            assert_eq!(Signs::of(&Words::of(text)).tell(Declared), expected, "{text}");
        }
    }

    #[test]
    fn what_works_again_is_back() {
        for (text, expected) in [
            ("Filter dropped, parcels are routed again", true),
            ("Queue drained; everything back to normal", true),
            ("Restarted, and it failed again", false),
            ("Tried once more, still not up again", false),
            ("All nodes healthy again", true),
            ("Boards opened again everywhere", true),
            ("Tills print receipts again in all shops", true),
            ("The queue filled again and the disk was full", false),
            ("All desks were trading normally", true),
            ("Each of these does that again", false),
            ("Errors rose again for the same reason", false),
            ("We looked at it again in the morning", false),
        ] {
            assert_eq!(!Signs::of(&Words::of(text)).tell(Failed) && comes_back(text), expected, "{text}");
        }
    }
}
