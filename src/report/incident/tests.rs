use std::collections::BTreeMap;

use super::text;
use crate::model::*;
use crate::report::paint::Paint;

/// 2024-11-29 at this time, UTC.
fn at(clock: &str) -> Moment {
    let (hour, minute) = clock.split_once(':').unwrap();
    Moment {
        text: format!("{clock} UTC"),
        utc: Some(format!("2024-11-29T{clock}:00Z").parse().unwrap()),
        date: Some(PartialDate::Day("2024-11-29".parse().unwrap())),
        time: Some(ClockTime { hour: hour.parse().unwrap(), minute: minute.parse().unwrap(), second: None }),
        zone: Some("UTC".into()),
        precision: Precision::Minute,
        approximate: false,
    }
}

fn entry(clock: &str, elapsed: i64, kind: EventKind, text: &str) -> TimelineEntry {
    let at = Some(at(clock));
    TimelineEntry {
        at,
        until: None,
        elapsed: Some(Minutes::new(elapsed)),
        text: text.into(),
        kind,
        role: None,
        line: 30,
    }
}

/// An incident of which nothing is known but its title.
fn bare() -> Incident {
    Incident { title: "Something broke".into(), ..Incident::blank("bare") }
}

fn full() -> Incident {
    let stated = |line, column, rule: &'static str, words: &str| Provenance {
        origin: Origin::Stated,
        line: Some(line),
        column: Some(column),
        rule: rule.into(),
        excerpt: Some(words.into()),
    };
    Incident {
        id: "INC-7".into(),
        title: "Parcel labels printed twice".into(),
        summary: Some("A retry without a key sent each label to the printer again.".into()),
        status: Status::Resolved,
        severity: Severity { level: SeverityLevel::Major, label: Some("P2".into()) },
        services: vec!["labels".into(), "depot-sync".into()],
        started_at: Some(at("10:00")),
        ended_at: Some(Moment { approximate: true, ..at("12:26") }),
        duration: Duration {
            minutes: Some(Minutes::new(146)),
            stated_minutes: Some(Minutes::new(150)),
            approximate: false,
            ..Duration::default()
        },
        phases: Phases { detect: Some(Minutes::new(4)), resolve: Some(Minutes::new(146)), ..Phases::default() },
        impact: Impact { text: Some("Depots threw labels away.".into()), users_percent: Some(30.0), approximate: true },
        detection: Detection { source: DetectionSource::ThirdParty, sources: vec![DetectionSource::ThirdParty] },
        cause: Cause {
            class: Some("code_bug".into()),
            component: Some("label_printer".into()),
            confidence: Some(12.4),
            statement: Some("The retry had no key.".into()),
            contributing: vec![Contributing { class: "monitoring".into(), component: None, statement: None }],
            evidence: vec![Evidence {
                class: "code_bug".into(),
                rule: "code_bug.retry".into(),
                words: "retry had no key".into(),
                line: 9,
            }],
        },
        mitigation: Some(Mitigation { kind: MitigationKind::Rollback, text: "The worker was rolled back.".into() }),
        false_leads: vec![FalseLead {
            suspect: "the printer driver".into(),
            named: Some("printer driver".into()),
            component: None,
            from: Some(at("10:10")),
            to: None,
            minutes: Some(MinuteRange { min: Minutes::new(20), max: Minutes::new(70) }),
            basis: FalseLeadBasis::Refuted,
            after_identification: false,
            line: 31,
        }],
        timeline: vec![
            entry("10:04", 4, EventKind::Detected, "A depot calls."),
            entry("10:10", 10, EventKind::FalseLead, "The printer driver is suspected."),
        ],
        action_items: vec![ActionItem {
            text: "Give each label a key".into(),
            group: ActionGroup::ActionItems,
            kind: ActionKind::Guard,
            state: ActionState::Open,
            owner: Some("depot team".into()),
            due: Some("2025-01-31".into()),
            ticket: Some("#12".into()),
            line: 40,
            life: ActionLife::default(),
        }],
        flags: vec![Flag { code: "duration_conflict", message: "150 minutes are stated".into(), line: Some(6) }],
        provenance: BTreeMap::from([
            ("cause.class".into(), Provenance { origin: Origin::Inferred, ..stated(9, 1, "cause-rules", "retry") }),
            ("started_at".into(), stated(5, 11, "duration-range", "10:00 UTC")),
        ]),
        ..bare()
    }
}

fn check(incident: &Incident, why: bool, expected: &str) {
    assert_eq!(text(incident, why, Paint::new(false)), expected.trim_start_matches('\n'));
}

#[test]
fn what_nobody_said_is_unknown_and_not_zero() {
    check(
        &bare(),
        false,
        "
Something broke
bare | incident | status unknown | bare.md

severity      unknown
started       unknown
ended         unknown
duration      unknown
cause         unknown
",
    );
}

#[test]
fn a_full_incident_fits_on_a_page_with_the_origin_of_each_value() {
    check(
        &full(),
        true,
        "
Parcel labels printed twice
INC-7 | incident | resolved | bare.md

A retry without a key sent each label to the printer again.

severity      major (P2)
services      labels, depot-sync
started       2024-11-29 10:00 UTC
ended         about 2024-11-29 12:26 UTC
duration      2 h 26 min (the author says 2 h 30 min)
phases        detected after 4 min, resolved after 2 h 26 min
detected by   third party
impact        about 30% of users; Depots threw labels away.
cause         code bug, label printer (score 12.4); also monitoring
              The retry had no key.
ended by      rollback: The worker was rolled back.

Timeline (2)
  2024-11-29 UTC
     +0:04  10:04        detected       A depot calls.
     +0:10  10:10        false lead     The printer driver is suspected.

False leads (1)
  - the printer driver: ruled out, cost 20 min to 1 h 10 min [line 31]

Action items (1)
  [ ] Give each label a key (owner depot team, due 2025-01-31, #12)

Remarks (1)
  - line 6: 150 minutes are stated [duration_conflict]

Why this cause (1)
  - code_bug: \"retry had no key\" (line 9, rule code_bug.retry)

Where each value comes from (2)
  cause.class  inferred at bare.md:9:1, rule cause-rules: \"retry\"
  started_at   stated at bare.md:5:11, rule duration-range: \"10:00 UTC\"
",
    );
}

#[test]
fn a_time_in_another_zone_is_shown_with_its_instant() {
    let oslo = Moment { zone: Some("Europe/Oslo".into()), ..at("10:00") };
    let page = text(&Incident { started_at: Some(oslo), ..bare() }, false, Paint::new(false));
    assert!(page.contains("started       2024-11-29 10:00 Europe/Oslo = 2024-11-29 10:00 UTC\n"), "{page}");
}

#[test]
fn the_words_of_a_document_cannot_drive_the_terminal() {
    let hostile = "\u{1b}[2J\u{7}\u{202e}gone\nand a second line";
    let mut incident = full();
    incident.title = hostile.into();
    incident.summary = Some(hostile.into());
    incident.source.path = hostile.into();
    incident.services = vec![hostile.into()];
    incident.timeline[0].text = hostile.into();
    incident.timeline[0].at = Some(Moment { zone: Some(hostile.into()), ..at("10:00") });
    incident.action_items[0].owner = Some(hostile.into());
    incident.flags[0].message = hostile.into();
    incident.provenance.insert(hostile.into(), incident.provenance["started_at"].clone());
    let page = text(&incident, true, Paint::new(false));
    assert!(!page.contains(|c: char| c != '\n' && (c.is_control() || c == '\u{202e}')), "{page:?}");
}

#[test]
fn colours_do_not_change_the_words() {
    let plain = text(&full(), true, Paint::new(false));
    let colourful = text(&full(), true, Paint::new(true));
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_ne!(plain, colourful);
    assert_eq!(escapes.replace_all(&colourful, ""), plain);
}
