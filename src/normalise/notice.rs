//! Who or what noticed: as the author says, else the section or label about it, the row of the detection, a sentence.
//!
//! In: parts and the timeline. Out: [`Detection`] with its trail. What words mean is `super::cause`'s.

use crate::model::{Detection, DetectionSource, EventKind, Origin};
use crate::parse::BlockKind;

use super::author::Author;
use super::cause::{detection_source, noticed_by, party_named};
use super::chronology::Timeline;
use super::front_matter_keys::Key;
use super::outline::{Part, told_of};
use super::trail::{Place, Trail};
use super::vocabulary::{Field, bare};

/// A label or a cell of no more words than this names who noticed ("Via user report"), rather than tell of it.
const NAME: usize = 5;

/// Who or what noticed; `unknown` with no sources where nothing says so.
pub fn detection(author: &Author, parts: &[Part], timeline: &Timeline, trail: &mut Trail) -> Detection {
    let stated = author.text(Key::Detection).and_then(|(text, place)| {
        let found = named(&text).map_or_else(|| detection_source(&[&text]), one);
        is_known(&found).then(|| (found, Origin::Stated, "front-matter", place.clone()))
    });
    let found = stated
        .or_else(|| labelled(parts))
        .or_else(|| in_rows(timeline, |kind| kind == EventKind::Detected, "detection-in-timeline"))
        .or_else(|| in_prose(parts))
        .or_else(|| first_rows(timeline));
    let Some((detection, origin, rule, place)) = found else {
        return Detection { source: DetectionSource::Unknown, sources: Vec::new() };
    };
    trail.note("detection.source", origin, rule, &place);
    detection
}

type Found = (Detection, Origin, &'static str, Place);

fn one(source: DetectionSource) -> Detection {
    Detection { source, sources: vec![source] }
}

fn is_known(detection: &Detection) -> bool {
    detection.source != DetectionSource::Unknown
}

/// What a section or a label about the detection says.
fn labelled(parts: &[Part]) -> Option<Found> {
    let about = |field: Field| parts.iter().filter(move |part| part.field == Some(field));
    about(Field::Detection).chain(about(Field::DetectedAt)).find_map(|part| {
        let text = part.text();
        let place = part.lines().next().map(Place::of).unwrap_or_default();
        let short = text.split_whitespace().count() <= NAME;
        if let Some(source) = named(&text).filter(|_| short) {
            return (source != DetectionSource::Unknown)
                .then(|| (one(source), Origin::Stated, "detection-label", place));
        }
        let detection = detection_source(&[&text]);
        let detection = if is_known(&detection) { detection } else { party_named(&text).map_or(detection, one) };
        is_known(&detection).then_some((detection, Origin::Inferred, "detection-section", place))
    })
}

fn in_rows(timeline: &Timeline, suits: impl Fn(EventKind) -> bool, rule: &'static str) -> Option<Found> {
    timeline.entries.iter().filter(|placed| suits(placed.entry.kind)).find_map(|placed| {
        let entry = &placed.entry;
        let detection = detection_source(&[&entry.text]);
        let detection = if is_known(&detection) { detection } else { noticed_by(&entry.text) };
        is_known(&detection).then(|| (detection, Origin::Inferred, rule, Place::at(entry.line, 1, &entry.text)))
    })
}

/// The first two rows, where none is known to be the detection: reports begin with it.
fn first_rows(timeline: &Timeline) -> Option<Found> {
    timeline.entries.iter().take(2).find_map(|placed| {
        let entry = &placed.entry;
        let detection = detection_source(&[&entry.text]);
        is_known(&detection)
            .then(|| (detection, Origin::Inferred, "detection-in-timeline", Place::at(entry.line, 1, &entry.text)))
    })
}

/// A sentence that says that somebody noticed, and who.
fn in_prose(parts: &[Part]) -> Option<Found> {
    let told = |fields: &'static [Option<Field>]| parts.iter().filter(move |part| fields.contains(&part.field));
    let first = &[None, Some(Field::Summary), Some(Field::Background), Some(Field::Conclusion), Some(Field::Duration)];
    let then = &[
        Some(Field::Impact),
        Some(Field::Cause),
        Some(Field::CauseAndResolution),
        Some(Field::Trigger),
        Some(Field::Resolution),
        Some(Field::Contributing),
        Some(Field::DetectedAt),
        Some(Field::Poorly),
        Some(Field::Well),
        Some(Field::Lucky),
        Some(Field::Learned),
    ];
    let blocks = told(first).chain(told(then)).flat_map(Part::prose);
    blocks.filter(|block| !matches!(block.kind, BlockKind::Subheading { .. })).find_map(|block| {
        let detection = noticed_by(&told_of(block));
        let place = block.lines.first().map(Place::of).unwrap_or_default();
        is_known(&detection).then_some((detection, Origin::Inferred, "detection-in-prose", place))
    })
}

#[rustfmt::skip]
const NAMES: &[(DetectionSource, &[&str])] = &[
    (DetectionSource::Monitoring, &[
        "monitoring", "monitor", "alert", "alerts", "alerting", "automated", "automatic", "alarm", "alarms",
        "pagerduty", "pingdom", "prometheus", "grafana", "datadog", "sentry", "healthcheck", "dashboard", "metrics",
    ]),
    (DetectionSource::Customer, &[
        "customer", "customers", "user", "users", "support", "client", "clients", "community", "ticket", "tenant",
        "tenants", "subscriber", "subscribers", "student", "students", "merchant", "merchants", "player", "players",
        "citizen", "citizens", "patient", "patients", "visitor", "visitors", "helpdesk", "complaint", "complaints",
        "phone", "caller", "callers", "branch", "branches",
    ]),
    (DetectionSource::ThirdParty, &[
        "third", "vendor", "provider", "partner", "supplier", "researcher", "bounty", "external", "regulator",
    ]),
    (DetectionSource::Test, &["test", "tests", "ci", "drill", "testing", "pipeline", "build"]),
    (DetectionSource::Staff, &[
        "staff", "engineer", "engineers", "employee", "manual", "manually", "internal", "internally", "developer",
        "developers", "team", "operator", "oncall", "colleague", "maintainer", "admin",
    ]),
    (DetectionSource::Unknown, &["unknown"]),
];

/// The source that a few words name; the first of several in the order of [`NAMES`], as in "internal monitoring".
fn named(text: &str) -> Option<DetectionSource> {
    let bare = bare(text);
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let names = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if words.len() > NAME {
        return None;
    }
    NAMES.iter().find(|(_, known)| names(known)).map(|(source, _)| *source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_who_noticed() {
        for (text, expected) in [
            ("Around noon several of you rang our hotline.", DetectionSource::Customer),
            ("The shift on duty was alerted by system monitoring and added pumps.", DetectionSource::Monitoring),
            ("Two stewards were told by a passenger that the screens were dark.", DetectionSource::Customer),
            ("Automatic alarms engaged the stewards at 10:05.", DetectionSource::Monitoring),
            ("Our monitoring showed a fall of bookings.", DetectionSource::Monitoring),
            ("We heard of it from passengers at the gate.", DetectionSource::Customer),
            ("The duty manager was woken by an alarm from the cooling plant.", DetectionSource::Monitoring),
            ("Our carrier told us of a cut cable.", DetectionSource::ThirdParty),
            ("Nobody noticed for a day, until a teacher wrote to us.", DetectionSource::Customer),
            ("A tester on the mobile squad spotted the empty list.", DetectionSource::Staff),
            ("No alert was raised.", DetectionSource::Unknown),
            ("We will be alerted by a new monitor.", DetectionSource::Unknown),
            ("The monitor stand of the office was replaced.", DetectionSource::Unknown),
        ] {
            assert_eq!(noticed_by(text).source, expected, "{text:?}");
        }
    }

    #[test]
    fn a_few_words_name_who_noticed() {
        for (text, expected) in [
            ("Via User", Some(DetectionSource::Customer)),
            ("customer ticket", Some(DetectionSource::Customer)),
            ("Internal monitoring", Some(DetectionSource::Monitoring)),
            ("third-party", Some(DetectionSource::ThirdParty)),
            ("on-call engineer", Some(DetectionSource::Staff)),
            ("nightly test run", Some(DetectionSource::Test)),
            ("42 minutes", None),
            ("A user wrote to the team after the build broke", None),
        ] {
            assert_eq!(named(text), expected, "{text:?}");
        }
    }
}
