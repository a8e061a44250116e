//! A small archive made by hand, for the tests of this stage and for looking at the pages.

mod archive;

use std::collections::BTreeMap;

pub use archive::{archive, archive_of, large_archive};

use crate::model::*;

/// `2024-03-03 22:00 UTC`, with any part but the first left out; `22:00` is a bare clock.
pub fn moment(text: &str) -> Moment {
    let parts = text.split(' ').collect::<Vec<_>>();
    let zone = parts.iter().find(|part| **part == "UTC").map(|zone| zone.to_string());
    let date = parts.iter().find_map(|part| partial_date(part));
    let time = parts.iter().find_map(|part| clock(part));
    let day = date.and_then(PartialDate::day);
    let utc = day.zip(time).filter(|_| zone.is_some()).and_then(|(day, time)| {
        day.at(time.hour, time.minute, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    });
    let precision = match (date, time) {
        (Some(_), Some(_)) => Precision::Minute,
        (None, _) => Precision::Clock,
        (Some(PartialDate::Day(_)), None) => Precision::Day,
        (Some(PartialDate::Month(..)), None) => Precision::Month,
        (Some(PartialDate::Year(_)), None) => Precision::Year,
    };
    Moment { text: text.to_owned(), utc, date, time, zone, precision, approximate: false }
}

/// A moment in a zone that is `offset` minutes ahead of UTC.
pub fn moment_in(text: &str, zone: &str, offset: i64) -> Moment {
    let plain = moment(&format!("{text} UTC"));
    let utc = plain.utc.map(|utc| utc - jiff::SignedDuration::from_mins(offset));
    Moment { text: format!("{text} {zone}"), utc, zone: Some(zone.to_owned()), ..plain }
}

fn partial_date(text: &str) -> Option<PartialDate> {
    let parts = text.split('-').map(str::parse::<i16>).collect::<Result<Vec<_>, _>>().ok()?;
    match parts[..] {
        [year] if text.len() == 4 => Some(PartialDate::Year(year)),
        [year, month] => Some(PartialDate::Month(year, month as i8)),
        [year, month, day] => jiff::civil::Date::new(year, month as i8, day as i8).ok().map(PartialDate::Day),
        _ => None,
    }
}

fn clock(text: &str) -> Option<ClockTime> {
    let (hour, minute) = text.split_once(':')?;
    Some(ClockTime { hour: hour.parse().ok()?, minute: minute.parse().ok()?, second: None })
}

/// A document of which nothing is known but its name.
pub fn blank(id: &str, title: &str) -> Incident {
    let source = Source { path: format!("incidents/{id}.md"), format: SourceFormat::Markdown, hash: "0".repeat(64) };
    Incident { source, title: title.to_owned(), ..Incident::blank(id) }
}

fn minutes(minutes: i64) -> Option<Minutes> {
    Some(Minutes::new(minutes))
}

pub fn provenance(origin: Origin, line: usize, rule: &'static str, excerpt: &str) -> Provenance {
    Provenance { origin, line: Some(line), column: Some(1), rule: rule.into(), excerpt: Some(excerpt.into()) }
}

fn event(at: &str, elapsed: i64, kind: EventKind, line: usize, text: &str) -> TimelineEntry {
    let at = Some(moment(&format!("{at} UTC")));
    TimelineEntry { at, until: None, elapsed: minutes(elapsed), text: text.into(), kind, role: None, line }
}

fn lead(suspect: &str, component: &str, from: &str, to: &str, min: i64, max: i64, line: usize) -> FalseLead {
    FalseLead {
        suspect: suspect.into(),
        named: Some(suspect.into()),
        component: Some(component.into()),
        from: Some(moment(&format!("{from} UTC"))),
        to: Some(moment(&format!("{to} UTC"))),
        minutes: Some(MinuteRange { min: Minutes::new(min), max: Minutes::new(max) }),
        basis: if min == max { FalseLeadBasis::Refuted } else { FalseLeadBasis::Superseded },
        after_identification: false,
        line,
    }
}

pub fn action(text: &str, kind: ActionKind, state: ActionState, line: usize) -> ActionItem {
    let group = ActionGroup::ActionItems;
    let life = ActionLife::default();
    ActionItem { text: text.into(), group, kind, state, owner: None, due: None, ticket: None, line, life }
}

/// Everything is known: two false leads, over midnight.
pub fn ticket_shop() -> Incident {
    use EventKind::*;
    let mut incident = blank("2025-09-12-ticket-shop", "Balancer kept sending buyers to drained ticket servers");
    incident.summary = Some(
        "After the evening drain of two ticket servers the load balancer went on sending them a third of all buyers. \
         Sales of the autumn programme failed on and off for three hours and a quarter."
            .into(),
    );
    incident.status = Status::Resolved;
    incident.severity = Severity { level: SeverityLevel::Major, label: Some("SEV-2".into()) };
    incident.organisation = Some("Lantern Theatre Group".into());
    incident.services = vec!["ticket-shop".into(), "payments".into()];
    incident.tags = vec!["drain".into(), "evening".into()];
    incident.started_at = Some(moment("2025-09-12 22:40 UTC"));
    incident.ended_at = Some(moment("2025-09-13 01:55 UTC"));
    incident.milestones = Milestones {
        detected_at: Some(moment("2025-09-12 22:40 UTC")),
        responded_at: Some(moment("2025-09-12 22:50 UTC")),
        escalated_at: Some(moment("2025-09-12 23:40 UTC")),
        culprit_named_at: None,
        identified_at: Some(moment("2025-09-13 00:30 UTC")),
        fixed_at: Some(moment("2025-09-13 01:00 UTC")),
        resolved_at: Some(moment("2025-09-13 01:55 UTC")),
    };
    incident.duration.minutes = minutes(195);
    incident.phases = Phases {
        detect: None,
        respond: minutes(10),
        escalate: minutes(60),
        culprit_named: None,
        identify: minutes(110),
        fix: minutes(140),
        resolve: minutes(195),
    };
    incident.impact = Impact {
        text: Some("About a third of buyers saw a spinning wheel; 212 baskets were abandoned.".into()),
        users_percent: Some(33.0),
        approximate: true,
    };
    incident.detection = Detection { source: DetectionSource::Monitoring, sources: vec![DetectionSource::Monitoring] };
    incident.cause = Cause {
        class: Some("config".into()),
        component: Some("load_balancer".into()),
        confidence: Some(14.2),
        statement: Some(
            "The health check of the pool had been pointed at a static file, which drained servers still answer."
                .into(),
        ),
        contributing: vec![Contributing { class: "human".into(), component: None, statement: None }],
        evidence: vec![
            Evidence {
                class: "config".into(),
                rule: "config.5".into(),
                words: "wrongly set health check".into(),
                line: 31,
            },
            Evidence { class: "human".into(), rule: "human.1".into(), words: "without review".into(), line: 32 },
        ],
    };
    incident.mitigation = Some(Mitigation {
        kind: MitigationKind::Config,
        text: "The health check was pointed back at the application.".into(),
    });
    incident.resolution =
        Some("Health check restored, both servers taken out of the pool by hand, failed orders replayed.".into());
    incident.false_leads = vec![
        lead("payment provider throttling us", "app", "2025-09-12 23:00", "2025-09-12 23:20", 20, 20, 17),
        lead("locks in the order database", "database", "2025-09-12 23:30", "2025-09-13 00:20", 20, 50, 19),
    ];
    incident.timeline = vec![
        event("2025-09-12 22:40", 0, Detected, 14, "Alert: share of failed baskets above 5 %."),
        event("2025-09-12 22:50", 10, Responded, 15, "On-call opens the incident and calls the shop team."),
        event(
            "2025-09-12 23:00",
            20,
            FalseLead,
            17,
            "The payment provider is suspected of throttling us; their desk is called.",
        ),
        event("2025-09-12 23:20", 40, RuledOut, 18, "Provider sees normal traffic and no throttling."),
        event(
            "2025-09-12 23:30",
            50,
            FalseLead,
            19,
            "Locks in the order database suspected; queries of the last hour examined.",
        ),
        event("2025-09-12 23:40", 60, Escalated, 20, "Escalated to the platform team."),
        event("2025-09-13 00:20", 100, RuledOut, 21, "No lock is older than a second."),
        event(
            "2025-09-13 00:30",
            110,
            Identified,
            22,
            "Access logs show requests to servers drained at 22:35; the health check turns out to ask for a static file.",
        ),
        event("2025-09-13 01:00", 140, Fixed, 23, "Health check corrected & rolled out to all pools."),
        event("2025-09-13 01:55", 195, Resolved, 24, "Failed orders replayed, all clear."),
    ];
    let mut audit = action("Audit the health checks of every pool", ActionKind::Audit, ActionState::Done, 40);
    audit.ticket = Some("https://tickets.example.org/browse/PLAT-311".into());
    let mut validate =
        action("Validate balancer configuration before it is rolled out", ActionKind::Validate, ActionState::Open, 41);
    validate.owner = Some("platform team".into());
    validate.due = Some("2025-11-30".into());
    validate.ticket = Some("https://tickets.example.org/browse/PLAT-312".into());
    let mut alert = action("Alert on traffic to drained servers", ActionKind::Monitor, ActionState::Open, 42);
    alert.owner = Some("shop team".into());
    let mut runbook = action("Write down the drain in the runbook", ActionKind::Document, ActionState::Unknown, 46);
    runbook.group = ActionGroup::FollowUps;
    incident.action_items = vec![audit, validate, alert, runbook];
    incident.lessons = Lessons {
        well: vec!["The alert came within a minute of the first failed basket.".into()],
        poorly: vec!["Nobody looked at the balancer for 100 minutes.".into()],
        lucky: vec!["The matinee sale had closed an hour before.".into()],
        learned: vec!["A static file is not a health check.".into()],
    };
    incident.links = vec![
        Link { text: "Dashboard of the evening".into(), url: "https://graphs.example.org/d/shop?from=now".into() },
        Link { text: "chat log".into(), url: "javascript:alert(1)".into() },
    ];
    incident.related = vec!["2024-11-02-orders-stuck".into(), "INC-UNKNOWN".into()];
    incident.flags = vec![Flag {
        code: "start_is_detection",
        message: "The first moment known is the detection; how long buyers failed before it is not known.".into(),
        line: Some(14),
    }];
    incident.provenance = BTreeMap::from([
        ("title".into(), provenance(Origin::Stated, 1, "heading", "# Balancer kept sending buyers to drained ...")),
        ("started_at".into(), provenance(Origin::Stated, 5, "duration-range", "12 September 2025, 22:40 to 01:55 UTC")),
        ("ended_at".into(), provenance(Origin::Rolled, 5, "duration-range", "01:55 UTC")),
        ("duration.minutes".into(), provenance(Origin::Derived, 5, "duration-range", "22:40 to 01:55")),
        ("severity.level".into(), provenance(Origin::Stated, 6, "label", "Severity: SEV-2")),
        ("detection.source".into(), provenance(Origin::Inferred, 14, "detection-alert", "Alert: share of failed ...")),
        ("impact.users_percent".into(), provenance(Origin::Inferred, 8, "share-of-users", "About a third of buyers")),
        ("cause.class".into(), provenance(Origin::Inferred, 31, "cause-rules", "wrongly set health check")),
        ("milestones.identified_at".into(), provenance(Origin::Inferred, 22, "event-identified", "turns out to ask")),
        ("timeline[6].at".into(), provenance(Origin::Rolled, 21, "clock-fell-back", "00:20")),
        ("timeline[7].at".into(), provenance(Origin::Inherited, 22, "date-above", "00:30")),
    ]);
    incident
}

/// Another zone, another calendar day in UTC, a customer who noticed, a stated duration that disagrees.
pub fn orders_stuck() -> Incident {
    use EventKind::*;
    let at = |text: &str| moment_in(text, "+02:00", 120);
    let mut incident = blank("2024-11-02-orders-stuck", "Orders stuck behind one transaction of the seating plan");
    incident.status = Status::Resolved;
    incident.severity = Severity { level: SeverityLevel::Critical, label: Some("critical".into()) };
    incident.services = vec!["order-database".into(), "ticket-shop".into(), "box office".into()];
    incident.started_at = Some(at("2024-11-02 23:30"));
    incident.ended_at = Some(at("2024-11-03 04:10"));
    incident.duration =
        Duration { minutes: minutes(280), stated_minutes: minutes(240), approximate: true, ..Duration::default() };
    incident.phases = Phases {
        detect: minutes(35),
        respond: None,
        escalate: None,
        culprit_named: None,
        identify: minutes(200),
        fix: minutes(265),
        resolve: None,
    };
    incident.milestones.detected_at = Some(at("2024-11-03 00:05"));
    incident.milestones.identified_at = Some(at("2024-11-03 02:50"));
    incident.milestones.fixed_at = Some(at("2024-11-03 03:55"));
    incident.detection = Detection {
        source: DetectionSource::Customer,
        sources: vec![DetectionSource::Customer, DetectionSource::Staff],
    };
    incident.cause = Cause {
        class: Some("data".into()),
        component: Some("database".into()),
        confidence: Some(6.0),
        statement: Some("A migration of the seating plan held an exclusive lock on the orders table.".into()),
        contributing: vec![Contributing {
            class: "change".into(),
            component: Some("database".into()),
            statement: None,
        }],
        evidence: vec![Evidence {
            class: "data".into(),
            rule: "data.5".into(),
            words: "exclusive lock".into(),
            line: 22,
        }],
    };
    let mut cache = lead("the cache", "cache", "2024-11-02 22:20", "2024-11-03 00:50", 45, 150, 12);
    cache.from = Some(at("2024-11-03 00:20"));
    cache.to = Some(at("2024-11-03 02:50"));
    cache.basis = FalseLeadBasis::Identified;
    incident.false_leads = vec![cache];
    incident.timeline = [
        ("2024-11-02 23:30", 0, Began, 9, "Migration of the seating plan starts."),
        ("2024-11-03 00:05", 35, Detected, 10, "A caller cannot pay; the box office confirms."),
        ("2024-11-03 00:20", 50, FalseLead, 12, "Cache emptied twice, without effect."),
        ("2024-11-03 02:50", 200, Identified, 14, "The migration is found to hold a lock since 23:31."),
        ("2024-11-03 03:55", 265, Fixed, 15, "Migration cancelled and its half-done work undone."),
    ]
    .map(|(time, elapsed, kind, line, text)| TimelineEntry {
        at: Some(at(time)),
        ..event("2024-01-01", elapsed, kind, line, text)
    })
    .to_vec();
    incident.action_items = vec![
        action("Give migrations a lock timeout of five seconds", ActionKind::Guard, ActionState::Open, 30),
        action(
            "Alert before the oldest transaction is ten minutes old",
            ActionKind::Monitor,
            ActionState::ClaimedDone,
            31,
        ),
        action("Rehearse migrations on a copy", ActionKind::Process, ActionState::Dropped, 32),
    ];
    incident.flags = vec![Flag {
        code: "duration_conflict",
        message: "The text says about 4 hours, the times add up to 4 h 40 min.".into(),
        line: Some(4),
    }];
    incident.provenance = BTreeMap::from([
        ("cause.class".into(), provenance(Origin::Inferred, 22, "cause-rules", "exclusive lock")),
        ("duration.stated_minutes".into(), provenance(Origin::Stated, 4, "duration-words", "about 4 hours")),
    ]);
    incident
}

/// A title and a month, nothing else.
pub fn bare() -> Incident {
    let mut incident = blank("2024-05-foyer-screens", "Foyer screens dark");
    incident.started_at = Some(moment("2024-05"));
    incident
}

/// Not even a title.
pub fn nothing_known() -> Incident {
    Incident { title_generated: true, ..blank("notes", "Untitled incident in notes.md") }
}

pub fn maintenance() -> Incident {
    let mut incident = blank("2025-06-01-storage-move", "Planned move of the scan archive to new storage");
    incident.kind = Kind::Maintenance;
    incident.started_at = Some(moment("2025-06-01 05:00 UTC"));
    incident.duration.minutes = minutes(120);
    incident.services = vec!["scan archive".into()];
    incident
}

pub fn near_miss() -> Incident {
    let mut incident =
        blank("2025-03-20-certificate", "Certificate of the box office renewed with 40 minutes to spare");
    incident.kind = Kind::NearMiss;
    incident.severity = Severity { level: SeverityLevel::None, label: Some("near miss".into()) };
    incident.started_at = Some(moment("2025-03-20 08:15 UTC"));
    incident.services = vec!["box office".into()];
    incident.cause.class = Some("expiry".into());
    incident.cause.component = Some("auth".into());
    incident.detection.source = DetectionSource::Staff;
    incident.action_items =
        vec![action("Alert three weeks before a certificate expires", ActionKind::Monitor, ActionState::Open, 12)];
    incident
}
