//! One sentence that tells how an incident went, from what is known and nothing else.

use crate::model::{DetectionSource, FalseLead, Incident, MinuteRange, Minutes};
use crate::render::words;

/// "Monitoring noticed it; the cause was known after 2 h and the fix was in after 3 h; 60 to 90 min of that went into
/// 2 false leads." `None` where there is nothing to tell.
pub fn sentence(incident: &Incident) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(noticed(incident));
    parts.extend(steps(incident));
    parts.extend(vain(&incident.false_leads));
    let text = parts.join("; ");
    (!text.is_empty()).then(|| format!("{}.", words::upper_first(&text)))
}

/// What the author wrote as the length of phases, where there is any.
pub fn stated(incident: &Incident) -> Option<String> {
    let phases = &incident.stated_phases;
    let parts = [("detected after", phases.detect), ("fixed after", phases.fix), ("resolved after", phases.resolve)];
    let parts = parts
        .into_iter()
        .filter_map(|(words, minutes)| Some(format!("{words} {}", words::duration(minutes?))))
        .collect::<Vec<_>>();
    (!parts.is_empty()).then(|| format!("The author states: {}.", words::list(&parts)))
}

fn noticed(incident: &Incident) -> Option<String> {
    let who = match incident.detection.source {
        DetectionSource::Monitoring => Some("monitoring noticed it"),
        DetectionSource::Customer => Some("customers noticed it"),
        DetectionSource::Staff => Some("staff noticed it"),
        DetectionSource::ThirdParty => Some("a third party noticed it"),
        DetectionSource::Test => Some("a test found it"),
        DetectionSource::Unknown => None,
    };
    let unseen = incident.phases.detect.filter(|unseen| unseen.seconds > 0).map(words::duration);
    match (who, unseen) {
        (Some(who), Some(unseen)) => Some(format!("{who} after {unseen}")),
        (Some(who), None) => Some(who.to_owned()),
        (None, Some(unseen)) => Some(format!("it went unnoticed for {unseen}")),
        (None, None) => None,
    }
}

/// The milestones after the start; each is told by the time it took from there.
fn steps(incident: &Incident) -> Option<String> {
    let phases = &incident.phases;
    // Told beside times that were counted, so the counted length comes before the one the author stated.
    let end = phases.resolve.or(incident.duration.minutes).or(incident.duration.stated_minutes);
    let known = [
        ("people responded after", phases.respond),
        ("the cause was known after", phases.identify),
        ("the fix was in after", phases.fix),
        ("it was over after", end),
    ];
    let same_end = phases.fix.is_some() && phases.fix == end;
    let told = known.into_iter().filter(|(words, _)| !(same_end && words.starts_with("it was over")));
    let mut told = told
        .filter_map(|(words, minutes)| Some((words, minutes.filter(|minutes| minutes.seconds > 0)?)))
        .collect::<Vec<_>>();
    told.sort_by_key(|(_, minutes)| *minutes);
    let parts =
        told.iter().map(|(words, minutes)| format!("{words} {}", words::duration(*minutes))).collect::<Vec<_>>();
    (!parts.is_empty()).then(|| words::list(&parts))
}

fn vain(leads: &[FalseLead]) -> Option<String> {
    let known = leads.iter().filter_map(|lead| lead.minutes).collect::<Vec<_>>();
    let count = words::count(leads.len(), "false lead", "false leads");
    if leads.is_empty() {
        return None;
    }
    let sum =
        |of: fn(&MinuteRange) -> Minutes| Minutes::from_seconds(known.iter().map(|range| of(range).seconds).sum());
    let total = MinuteRange { min: sum(|range| range.min), max: sum(|range| range.max) };
    Some(match (known.len(), total.max.seconds) {
        (0, _) | (_, 0) => format!("{count} took time that is not recorded"),
        (n, _) if n < leads.len() => format!("{} went into {n} of {count}", words::range(total)),
        _ => format!("{} of that went into {count}", words::range(total)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn check(incident: &Incident, expected: Option<&str>) {
        assert_eq!(sentence(incident).map(|text| text.replace('\u{a0}', " ")).as_deref(), expected);
    }

    #[test]
    fn a_full_timeline_is_told_from_notice_to_end() {
        check(
            &sample::ticket_shop(),
            Some(
                "Monitoring noticed it; people responded after 10 min, the cause was known after 1 h 50 min, the fix \
                 was in after 2 h 20 min and it was over after 3 h 15 min; 40 to 70 min of that went into 2 false leads.",
            ),
        );
    }

    #[test]
    fn what_the_author_states_of_phases_is_told_beside_what_was_counted() {
        let mut incident = sample::ticket_shop();
        assert_eq!(stated(&incident), None);
        incident.stated_phases.fix = Some(Minutes::new(97));
        let told = stated(&incident).map(|text| text.replace('\u{a0}', " "));
        assert_eq!(told.as_deref(), Some("The author states: fixed after 1 h 37 min."));
    }

    #[test]
    fn nothing_is_told_of_a_document_that_tells_nothing() {
        check(&sample::nothing_known(), None);
    }
}
