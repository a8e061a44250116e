//! Names of fields that are put together of words: "date and time of detection".
//!
//! Input: a bare name that no spelling of the vocabulary fits. Output: the [`Field`] that its words make. Forms write such
//! names, each in its own order.

use super::vocabulary::Field;

/// What a word adds to a name that is put together of several: "date and time of detection".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A moment.
    When,
    /// Who, or by which means.
    How,
    Length,
    Noticed,
    Began,
    Over,
    Resolved,
    Mitigated,
    Hit,
    /// What may be hit.
    System,
    /// How it was while it lasted: "down from", "wrong until".
    State,
    /// The incident itself, whatever it is called, and words that join.
    Any,
}

#[rustfmt::skip]
const ROLES: &[(Role, &[&str])] = &[
    (Role::When, &["date", "time", "timestamp", "when", "moment", "clock"]),
    (Role::How, &["how", "who", "method", "source", "means", "channel", "by", "via", "mode", "manner", "through", "thru"]),
    (Role::Length, &["duration", "length", "long", "minutes", "hours"]),
    (Role::Noticed, &["detection", "detected", "discovery", "discovered", "noticed", "awareness", "aware", "reported", "alarm", "alert", "spotted", "raised", "flagged", "heard", "hear", "notice", "detect", "find", "saw", "spot", "know", "knew", "alerted", "seen", "learned", "learnt", "observed", "found", "recognised", "recognized"]),
    (Role::Began, &["start", "started", "starts", "occurrence", "occurred", "occur", "occurs", "occurring", "began", "begin", "begins", "beginning", "onset", "commenced", "begun"]),
    (Role::Over, &["end", "ended", "ends", "finish", "finished", "restored", "recovered", "recover", "recovery", "restore", "restoration", "normalised", "normalized", "resumed", "terminated", "cleared", "back", "over", "clear"]),
    (Role::Resolved, &["resolved", "resolution", "closed", "closure"]),
    (Role::Mitigated, &["mitigated", "mitigation", "fixed", "fix", "repaired", "contained", "containment"]),
    (Role::Hit, &["affected", "impacted", "hit", "concerned", "involved", "disrupted", "degraded"]),
    (Role::System, &["service", "services", "system", "systems", "component", "components", "application", "applications", "product", "products", "platform", "platforms"]),
    (Role::State, &["down", "wrong", "unavailable", "offline", "broken", "bad", "stale", "slow", "dark", "unusable", "unreachable", "inaccessible", "not", "working", "failing", "blocked", "interrupted", "halted", "stopped"]),
    (Role::Any, &[
        "what", "which", "or", "total", "the", "of", "and", "was", "were", "is", "at", "a", "an", "it", "we", "this", "did", "first", "actual", "local", "in", "on", "to",
        "incident", "outage", "event", "issue", "problem", "disruption", "impact", "interruption", "failure", "fault",
        "degradation", "disturbance", "disturbances", "trouble", "stoppage", "loss", "power", "error", "errors", "defect", "damage", "customer", "downtime", "unavailability", "user", "utc", "occurrence", "business", "it", "ict", "out", "about", "accident", "breach", "leak", "attack", "disclosure", "violation", "crisis", "all", "online", "operation", "normal", "full", "fully", "operational", "available", "from", "since", "until", "till", "action", "use", "up", "running", "breakdown", "malfunction",
    ]),
];

/// Whether a name ends with a participle: "incident discovered" is a moment, "incident discovery" may be a story.
fn is_done(bare: &str) -> bool {
    bare.ends_with("ed") || bare.ends_with("learnt") || bare.ends_with("found")
}

/// A name put together of words that each say what it is about: "date and time when service was restored", "how was the
/// fault discovered", "length of the disruption". Every word has to be one of [`ROLES`].
pub fn composed(bare: &str) -> Option<Field> {
    const LONGEST: usize = 9;
    let words = || bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if !(2..=LONGEST).contains(&words().count()) {
        return None;
    }
    let role = |word: &str| ROLES.iter().find(|(_, words)| words.contains(&word)).map(|(role, _)| *role);
    let roles: Vec<Role> = words().map(role).collect::<Option<_>>()?;
    let has = |role: Role| roles.contains(&role);
    let (when, what) = (has(Role::When), has(Role::Any) || has(Role::System));
    if let Some(side) = side_of_a_state(&roles, words().next_back()) {
        return Some(side);
    }
    if has(Role::State) {
        return None;
    }
    Some(match () {
        () if has(Role::How) && has(Role::Noticed) => Field::Detection,
        // "How it ended" tells a story and no moment.
        () if words().any(|word| word == "how") && (has(Role::Over) || has(Role::Resolved) || has(Role::Mitigated)) => {
            Field::Resolution
        }
        () if words().any(|word| word == "how") && has(Role::Began) => Field::Background,
        () if words().any(|word| word == "to") => return None,
        () if has(Role::Length) && what => Field::Duration,
        () if has(Role::Hit) && (has(Role::System) || words().any(|word| word == "what")) => Field::Services,
        () if (when || is_done(bare) && what) && has(Role::Noticed) => Field::DetectedAt,
        () if has(Role::Began) && (when || what) => Field::Start,
        () if (when || is_done(bare) && what) && has(Role::Resolved) => Field::ResolvedAt,
        () if (when || is_done(bare) && what) && has(Role::Mitigated) => Field::FixedAt,
        () if has(Role::Over) && (when || what) => Field::End,
        // "Time of event" holds a moment or a range, "date of event" a day.
        () if words().all(|word| word == "date" || role(word) == Some(Role::Any)) && when => Field::Date,
        () if roles.iter().all(|role| matches!(role, Role::When | Role::Any)) && when => Field::Duration,
        () => return None,
    })
}

/// "Down from", "wrong until": a state and the word that begins or ends it.
fn side_of_a_state(roles: &[Role], last: Option<&str>) -> Option<Field> {
    let state = roles.iter().any(|role| matches!(role, Role::State | Role::Hit));
    match last.filter(|_| state)? {
        "from" | "since" => Some(Field::Start),
        "until" | "till" => Some(Field::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_together_in_any_order() {
        for (name, expected) in [
            ("incident discovered", Some(Field::DetectedAt)),
            ("discovered through", Some(Field::Detection)),
            ("outage resolved", Some(Field::ResolvedAt)),
            ("back in service", Some(Field::End)),
            ("how it ended", Some(Field::Resolution)),
            ("business service concerned", Some(Field::Services)),
            ("incident discovery", None),
            ("service", None),
            ("begin of the disturbance", Some(Field::Start)),
            ("time of the first alarm", Some(Field::DetectedAt)),
            ("stale/wrong since", Some(Field::Start)),
            ("unavailable until", Some(Field::End)),
            ("services affected from", Some(Field::Start)),
            ("not working", None),
            ("occur time", Some(Field::Start)),
            ("time of recovery", Some(Field::End)),
            ("how did you hear", None),
            ("how we heard about it", Some(Field::Detection)),
            ("who spotted the fault", Some(Field::Detection)),
        ] {
            assert_eq!(composed(name), expected, "{name}");
        }
    }
}
