//! How the site says things: durations, counts and the one word for each value of the schema.
//!
//! Input: a value of the model. Output: text for a page. Nothing here knows which page it stands on.

pub use crate::analyse::wording::lower_first;
use crate::model::{
    ActionGroup, ActionKind, ActionState, DetectionSource, Duration, EventKind, FalseLeadBasis, Kind, MinuteRange,
    Minutes, MitigationKind, Origin, SeverityLevel, Status,
};

/// Keeps a number and its unit on one line.
const NBSP: char = '\u{a0}';

/// A length of time as people say it: `45 min`, `2 h 30 min`, `3 days 4 h`.
pub fn duration(length: Minutes) -> String {
    let mut text = String::with_capacity(16);
    push_duration(&mut text, length);
    text
}

/// How long an incident took, as it is shown: the author's own figure where there is one, both where two contradict each
/// other, and a bound where nothing says that it was over.
pub fn duration_of(duration: &Duration) -> Option<String> {
    if let Some(disputed) = &duration.disputed {
        let (stated, computed) = (self::duration(disputed.stated_minutes), self::duration(disputed.computed_minutes));
        return Some(format!("{stated} stated, {computed} by its own times"));
    }
    match (duration.stated_minutes.or(duration.minutes), duration.at_most_minutes) {
        (Some(length), _) if duration.approximate => Some(format!("about {}", self::duration(length))),
        (Some(length), _) => Some(self::duration(length)),
        (None, Some(bound)) => Some(format!("at most {}", self::duration(bound))),
        (None, None) => None,
    }
}

/// Writes a length of time as [`duration`] says it: from a minute on to the nearest minute.
pub fn push_duration(text: &mut String, length: Minutes) {
    let seconds = if length.seconds < 60 { length.seconds.max(0) } else { length.rounded() * 60 };
    let parts = match seconds {
        0 => [(0, "min"), (0, "")],
        1..60 => [(seconds, "s"), (0, "")],
        60..172_800 => [(seconds / 3600, "h"), (seconds / 60 % 60, "min")],
        _ => [(seconds / 86_400, "days"), (seconds / 3600 % 24, "h")],
    };
    let is_zero = seconds == 0;
    for (amount, unit) in parts.into_iter().filter(|(amount, unit)| *amount > 0 || (is_zero && !unit.is_empty())) {
        if !text.is_empty() && !text.ends_with(['+', ' ']) {
            text.push(NBSP);
        }
        push_number(text, amount);
        text.push(NBSP);
        text.push_str(unit);
    }
}

/// Writes a whole number; negative ones as 0.
pub fn push_number(text: &mut String, number: i64) {
    let number = number.max(0);
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Writes a number of two digits: `07`.
pub fn push_two(text: &mut String, number: i8) {
    let number = number.unsigned_abs();
    text.push(char::from(b'0' + number / 10 % 10));
    text.push(char::from(b'0' + number % 10));
}

/// At least and at most: `30 to 60 min`, `1 h`, `1 h to 2 h 30 min`.
pub fn range(range: MinuteRange) -> String {
    let (min, max) = (range.min, range.max);
    if min == max {
        return duration(max);
    }
    if min.rounded() == 0 && max.seconds > 0 {
        return format!("up to {}", duration(max));
    }
    if max.seconds <= 120 * 60 {
        return format!("{} to {}{NBSP}min", min.rounded(), max.rounded());
    }
    format!("{} to {}", duration(min), duration(max))
}

/// ISO 8601 for `<time datetime>`: `PT2H30M`.
pub fn iso_duration(length: Minutes) -> String {
    let seconds = length.seconds.max(0);
    let mut text = String::from("PT");
    for (amount, letter) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
        if amount > 0 {
            text.push_str(&format!("{amount}{letter}"));
        }
    }
    if text.len() == 2 { "PT0M".into() } else { text }
}

/// `1 incident`, `47 incidents`, `10,000 incidents`; `plural` is the whole word.
pub fn count(n: usize, singular: &str, plural: &str) -> String {
    let word = if n == 1 { singular } else { plural };
    format!("{}{NBSP}{word}", number(n))
}

/// `once`, `twice`, `3 times`.
pub fn times(n: usize) -> String {
    match n {
        1 => "once".into(),
        2 => "twice".into(),
        n => count(n, "time", "times"),
    }
}

/// A whole number with a comma between thousands.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest = rest.iter().map(AsRef::as_ref).collect::<Vec<&str>>();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// A percentage without needless decimals: `30 %`, `2.5 %`.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round() / 100.0;
    format!("{rounded}{NBSP}%")
}

/// The first letter in upper case.
pub fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Every level from worst to none, in the order of the pages.
pub const LEVELS: [SeverityLevel; 5] =
    [SeverityLevel::Critical, SeverityLevel::Major, SeverityLevel::Minor, SeverityLevel::None, SeverityLevel::Unknown];

/// Name in addresses and class names.
pub fn level_id(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "critical",
        SeverityLevel::Major => "major",
        SeverityLevel::Minor => "minor",
        SeverityLevel::None => "none",
        SeverityLevel::Unknown => "unknown",
    }
}

/// Page of the level.
pub fn level_path(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "severities/critical/index.html",
        SeverityLevel::Major => "severities/major/index.html",
        SeverityLevel::Minor => "severities/minor/index.html",
        SeverityLevel::None => "severities/none/index.html",
        SeverityLevel::Unknown => "severities/unknown/index.html",
    }
}

/// The word beside the mark.
pub fn level(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Unknown => "not recorded",
        known => level_id(known),
    }
}

/// The mark that goes with the word, so that colour is never alone.
pub fn level_mark(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "◆",
        SeverityLevel::Major => "▲",
        SeverityLevel::Minor => "●",
        SeverityLevel::None => "○",
        SeverityLevel::Unknown => "",
    }
}

pub fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::Resolved => Some("resolved"),
        Status::Open => Some("still open"),
        Status::Unknown => None,
    }
}

/// After "detected by".
pub fn detection(source: DetectionSource) -> Option<&'static str> {
    match source {
        DetectionSource::Monitoring => Some("monitoring"),
        DetectionSource::Customer => Some("customers"),
        DetectionSource::Staff => Some("staff"),
        DetectionSource::ThirdParty => Some("a third party"),
        DetectionSource::Test => Some("a test"),
        DetectionSource::Unknown => None,
    }
}

/// What a document is, where that is worth saying beside its title.
pub fn kind(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Incident => None,
        Kind::Maintenance => Some("planned maintenance"),
        Kind::Notice => Some("notice"),
        Kind::NearMiss => Some("near miss"),
        Kind::Page => Some("page"),
        Kind::Template => Some("template"),
        Kind::Index => Some("index"),
        Kind::Other => Some("other text"),
    }
}

/// Name in class names of timeline rows.
pub fn event_id(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Detected => "detected",
        EventKind::Responded => "responded",
        EventKind::Investigating => "investigating",
        EventKind::FalseLead => "false_lead",
        EventKind::RuledOut => "ruled_out",
        EventKind::Escalated => "escalated",
        EventKind::CulpritNamed => "culprit_named",
        EventKind::Identified => "identified",
        EventKind::Fixed => "fixed",
        EventKind::Resolved => "resolved",
        EventKind::Began => "began",
        EventKind::Ended => "ended",
        EventKind::Note => "plain",
    }
}

/// The mark of a timeline entry; a plain note has none.
pub fn event(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::Detected => Some("detected"),
        EventKind::Responded => Some("responded"),
        EventKind::Investigating => Some("investigating"),
        EventKind::FalseLead => Some("false lead"),
        EventKind::RuledOut => Some("ruled out"),
        EventKind::Escalated => Some("escalated"),
        EventKind::CulpritNamed => Some("cause first named"),
        EventKind::Identified => Some("cause identified"),
        EventKind::Fixed => Some("fixed"),
        EventKind::Resolved => Some("resolved"),
        EventKind::Began => Some("began"),
        EventKind::Ended => Some("ended"),
        EventKind::Note => None,
    }
}

/// Whether an entry moves the incident on; such rows are set in bold.
pub fn is_milestone(kind: EventKind) -> bool {
    use EventKind::{CulpritNamed, Detected, Escalated, Fixed, Identified, Resolved, Responded};
    matches!(kind, Detected | Responded | Escalated | CulpritNamed | Identified | Fixed | Resolved)
}

pub fn false_lead_end(basis: FalseLeadBasis) -> &'static str {
    match basis {
        FalseLeadBasis::Refuted => "ruled out",
        FalseLeadBasis::Superseded => "another suspect took its place",
        FalseLeadBasis::Identified => "the cause was found",
        FalseLeadBasis::Fixed => "the incident was fixed",
        FalseLeadBasis::Open => "not recorded",
    }
}

pub fn action_kind(kind: ActionKind) -> Option<&'static str> {
    match kind {
        ActionKind::Validate => Some("validate"),
        ActionKind::Monitor => Some("monitor"),
        ActionKind::Audit => Some("audit"),
        ActionKind::Review => Some("review"),
        ActionKind::Document => Some("document"),
        ActionKind::Train => Some("train"),
        ActionKind::Automate => Some("automate"),
        ActionKind::Capacity => Some("capacity"),
        ActionKind::Guard => Some("guard"),
        ActionKind::Process => Some("process"),
        ActionKind::Investigate => Some("investigate"),
        ActionKind::Replace => Some("replace"),
        ActionKind::Other => None,
    }
}

pub fn action_group(group: ActionGroup) -> &'static str {
    match group {
        ActionGroup::ActionItems => "Action items",
        ActionGroup::Improvements => "Improvements",
        ActionGroup::Tasks => "Tasks",
        ActionGroup::Preventive => "Preventive",
        ActionGroup::Corrective => "Corrective",
        ActionGroup::Immediate => "Immediate",
        ActionGroup::FollowUps => "Follow-ups",
        ActionGroup::Detection => "Detection",
        ActionGroup::Documentation => "Documentation",
        ActionGroup::Process => "Process",
    }
}

/// `None` where nothing says.
pub fn action_state(state: ActionState) -> Option<&'static str> {
    match state {
        ActionState::Open => Some("open"),
        ActionState::Tracked => Some("tracked, state not recorded"),
        ActionState::Done => Some("done"),
        ActionState::ClaimedDone => Some("done, as the text says"),
        ActionState::Dropped => Some("dropped"),
        ActionState::Unknown => None,
    }
}

/// Name in class names.
pub fn action_state_id(state: ActionState) -> &'static str {
    match state {
        ActionState::Open => "open",
        ActionState::Tracked => "tracked",
        ActionState::Done => "done",
        ActionState::ClaimedDone => "claimed",
        ActionState::Dropped => "dropped",
        ActionState::Unknown => "unknown",
    }
}

pub fn mitigation(kind: MitigationKind) -> &'static str {
    match kind {
        MitigationKind::Rollback => "rollback",
        MitigationKind::Restart => "restart",
        MitigationKind::Scale => "more capacity",
        MitigationKind::Config => "configuration change",
        MitigationKind::Failover => "failover",
        MitigationKind::Hotfix => "hotfix",
        MitigationKind::Vendor => "the provider",
        MitigationKind::Replace => "replacement",
        MitigationKind::Waited => "waiting",
        MitigationKind::Other => "other means",
    }
}

/// Where a value came from, in the middle of a sentence.
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Stated => "written by the author",
        Origin::Inherited => "taken over from the line or heading above",
        Origin::Rolled => "moved over midnight, as the clock fell back",
        Origin::Derived => "computed from what was written",
        Origin::Inferred => "read out of the prose by a rule",
        Origin::Default => "nobody said; the default",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(String, &str)]) {
        for (said, expected) in cases {
            assert_eq!(said.replace(NBSP, " "), *expected);
        }
    }

    #[test]
    fn durations_read_as_people_say_them() {
        check(&[
            (duration(Minutes::new(0)), "0 min"),
            (duration(Minutes::from_seconds(40)), "40 s"),
            (duration(Minutes::new(45)), "45 min"),
            (duration(Minutes::new(60)), "1 h"),
            (duration(Minutes::new(150)), "2 h 30 min"),
            (duration(Minutes::new(26 * 60)), "26 h"),
            (duration(Minutes::new(2880)), "2 days"),
            (duration(Minutes::new(3 * 1440 + 4 * 60 + 5)), "3 days 4 h"),
        ]);
    }

    #[test]
    fn a_range_names_its_unit_once_while_it_is_short() {
        let between = |min, max| MinuteRange { min: Minutes::new(min), max: Minutes::new(max) };
        check(&[
            (range(between(30, 60)), "30 to 60 min"),
            (range(between(60, 60)), "1 h"),
            (range(between(60, 150)), "1 h to 2 h 30 min"),
        ]);
    }

    #[test]
    fn counts_agree_with_their_word_and_group_thousands() {
        check(&[
            (count(1, "incident", "incidents"), "1 incident"),
            (count(0, "near miss", "near misses"), "0 near misses"),
            (count(10_000, "incident", "incidents"), "10,000 incidents"),
            (number(1_234_567), "1,234,567"),
        ]);
    }

    #[test]
    fn lists_labels_and_shares_fit_into_a_sentence() {
        check(&[
            (list(&["a", "b", "c"]), "a, b and c"),
            (lower_first("Load balancer"), "load balancer"),
            (lower_first("DNS"), "DNS"),
            (percent(30.0), "30 %"),
            (percent(2.5), "2.5 %"),
            (iso_duration(Minutes::new(150)), "PT2H30M"),
        ]);
    }
}
