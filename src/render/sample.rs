//! A small archive made by hand, for the tests of this stage and for looking at the pages.

use std::collections::BTreeMap;

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
    Incident {
        schema: SCHEMA,
        id: id.to_owned(),
        part: 0,
        source: Source { path: format!("incidents/{id}.md"), format: SourceFormat::Markdown, hash: "0".repeat(64) },
        kind: Kind::Incident,
        audience: Audience::Internal,
        title: title.to_owned(),
        title_generated: false,
        summary: None,
        status: Status::Unknown,
        severity: Severity { level: SeverityLevel::Unknown, label: None },
        organisation: None,
        services: Vec::new(),
        tags: Vec::new(),
        started_at: None,
        ended_at: None,
        milestones: Milestones::default(),
        duration: Duration { minutes: None, stated_minutes: None, approximate: false, clock: DurationClock::Wall },
        phases: Phases::default(),
        stated_phases: StatedPhases::default(),
        impact: Impact::default(),
        detection: Detection { source: DetectionSource::Unknown, sources: Vec::new() },
        cause: Cause::default(),
        mitigation: None,
        resolution: None,
        false_leads: Vec::new(),
        timeline: Vec::new(),
        action_items: Vec::new(),
        lessons: Lessons::default(),
        links: Vec::new(),
        related: Vec::new(),
        flags: Vec::new(),
        provenance: BTreeMap::new(),
    }
}

fn minutes(minutes: i64) -> Option<Minutes> {
    Some(Minutes::new(minutes))
}

pub fn provenance(origin: Origin, line: usize, rule: &str, excerpt: &str) -> Provenance {
    Provenance { origin, line: Some(line), column: Some(1), rule: rule.into(), excerpt: Some(excerpt.into()) }
}

fn event(at: &str, elapsed: i64, kind: EventKind, line: usize, text: &str) -> TimelineEntry {
    let at = Some(moment(&format!("{at} UTC")));
    TimelineEntry { at, until: None, elapsed: minutes(elapsed), text: text.into(), kind, line }
}

fn lead(suspect: &str, component: &str, from: &str, to: &str, min: i64, max: i64, line: usize) -> FalseLead {
    FalseLead {
        suspect: suspect.into(),
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
    ActionItem { text: text.into(), group, kind, state, owner: None, due: None, ticket: None, line }
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
        contributing: vec![Contributing { class: "human".into(), component: None }],
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
        Duration { minutes: minutes(280), stated_minutes: minutes(240), approximate: true, clock: DurationClock::Wall };
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
        contributing: vec![Contributing { class: "change".into(), component: Some("database".into()) }],
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

/// Date, level, minutes, title, service, class, component.
type Short = (&'static str, SeverityLevel, i64, &'static str, &'static str, &'static str, &'static str);

const SHORT: [Short; 22] = {
    use SeverityLevel::{Critical, Major, Minor, None, Unknown};
    [
        ("2023-10-04 09:10 UTC", Minor, 25, "Seat map loads slowly on phones", "seat map", "capacity", "cdn"),
        ("2023-11-17 18:02 UTC", Major, 95, "Gift cards rejected at the till", "payments", "code", "app"),
        (
            "2023-12-22 11:40 UTC",
            Critical,
            410,
            "Christmas sale stopped by a full disk",
            "order-database",
            "capacity",
            "storage",
        ),
        ("2024-01-15 07:30 UTC", Minor, 40, "Newsletter sent twice", "mail", "automation", "queue"),
        (
            "2024-02-08 20:05 UTC",
            Major,
            130,
            "New balancer pool without a single member",
            "ticket-shop",
            "config",
            "load_balancer",
        ),
        ("2024-02-29 00:10 UTC", Minor, 0, "Leap day missing in the season calendar", "seat map", "time", "app"),
        ("2024-03-22 13:20 UTC", Major, 210, "Provider of card payments down", "payments", "dependency", "app"),
        (
            "2024-06-11 16:45 UTC",
            Minor,
            15,
            "Wrong weight for the new balancer pool",
            "ticket-shop",
            "config",
            "load_balancer",
        ),
        ("2024-07-02 10:00 UTC", None, 5, "Test alert paged everybody", "monitoring", "human", "monitoring"),
        (
            "2024-08-19 21:30 UTC",
            Critical,
            1_500,
            "Order database lost its replica and then its primary",
            "order-database",
            "hardware",
            "storage",
        ),
        ("2024-09-30 12:12 UTC", Minor, 55, "Queue of confirmation mails a day behind", "mail", "capacity", "queue"),
        ("2024-12-05 19:20 UTC", Major, 75, "Sale of the ballet opened an hour early", "ticket-shop", "time", "app"),
        ("2025-01-09 06:50 UTC", Minor, 30, "Search index a week old", "search", "automation", "ci"),
        (
            "2025-02-14 17:00 UTC",
            Major,
            180,
            "Valentine queue overran the waiting room",
            "ticket-shop",
            "capacity",
            "app",
        ),
        ("2025-04-01 09:45 UTC", Unknown, 0, "Prices shown in two currencies", "ticket-shop", "", ""),
        ("2025-05-18 14:30 UTC", Minor, 20, "Box office printers offline", "box office", "network", "network"),
        (
            "2025-06-27 22:10 UTC",
            Major,
            310,
            "Lock of the seating plan held by a report",
            "order-database",
            "data",
            "database",
        ),
        (
            "2025-07-30 15:05 UTC",
            Minor,
            45,
            "Balancer rule for the app matched the web shop as well",
            "ticket-shop",
            "config",
            "load_balancer",
        ),
        (
            "2025-10-21 08:25 UTC",
            Critical,
            62,
            "Login certificate of the box office expired",
            "box office",
            "expiry",
            "auth",
        ),
        ("2025-11-14 18:40 UTC", Minor, 12, "Seat map cache served yesterday", "seat map", "config", "cache"),
        ("2026-01-06 10:30 UTC", Major, 140, "Refund job refunded twice", "payments", "automation", "queue"),
        (
            "2026-02-03 19:55 UTC",
            Major,
            88,
            "Pool of the box office set to the old subnet",
            "box office",
            "config",
            "load_balancer",
        ),
    ]
};

fn short((date, level, length, title, service, class, component): Short) -> Incident {
    let id = format!("{}-{}", &date[..10], super::archive::slug(title).chars().take(24).collect::<String>());
    let mut incident = blank(&id, title);
    incident.severity = Severity { level, label: None };
    incident.status = Status::Resolved;
    incident.started_at = Some(moment(date));
    incident.duration.minutes = minutes(length).filter(|length| length.seconds > 0);
    incident.services = vec![service.into()];
    incident.detection.source = if length % 2 == 0 { DetectionSource::Monitoring } else { DetectionSource::Customer };
    if !class.is_empty() {
        incident.cause.class = Some(class.into());
        incident.cause.component = Some(component.into());
        incident.provenance.insert("cause.class".into(), provenance(Origin::Inferred, 9, "cause-rules", title));
    }
    if length > 60 {
        incident.action_items = vec![
            action(&format!("Alert earlier: {}", title.to_lowercase()), ActionKind::Monitor, ActionState::Open, 20),
            action("Write a runbook", ActionKind::Document, ActionState::Done, 21),
        ];
    }
    incident
}

const BODY: &str = "<h1 id=\"what-happened\">What happened</h1>\n<p>At 22:40 the first <strong>baskets</strong> failed. \
    See <a href=\"https://graphs.example.org/d/shop\" rel=\"noreferrer noopener\">the graphs</a> and <code>pool.yaml</code>:</p>\n\
    <pre class=\"code\" data-lang=\"yaml\"><code><span class=\"c\"># drained servers still answer this</span>\n\
    <span class=\"t\">health_check</span><span class=\"o\">:</span>\n  <span class=\"t\">path</span><span class=\"o\">:</span> \
    <span class=\"s\">\"/robots.txt\"</span>\n  <span class=\"t\">interval</span><span class=\"o\">:</span> \
    <span class=\"n\">5</span>\n<span class=\"d\">- timeout: 2</span>\n<span class=\"i\">+ timeout: 4</span>\n\
    <span class=\"k\">fn</span> <span class=\"f\">drain</span>(<span class=\"v\">server</span>)\n</code></pre>\n\
    <h3 id=\"numbers\">Numbers</h3>\n<table><thead><tr><th>Hour</th><th>Failed</th></tr></thead><tbody><tr><td>22</td>\
    <td>61</td></tr><tr><td>23</td><td>104</td></tr></tbody></table>\n<blockquote><p>It is always the balancer, except \
    when it is not.</p></blockquote>\n<ul><li><input type=\"checkbox\" disabled=\"\" checked=\"\"> audited</li>\
    <li><input type=\"checkbox\" disabled=\"\"> validated</li></ul>\n<h1 id=\"a1\">Afterwards</h1>\n<p>Written down.</p>";

fn article(incident: Incident) -> Article {
    let full = incident.timeline.len() > 5;
    let entry = |level, text: &str, anchor: &str| TocEntry { level, text: text.into(), anchor: anchor.into() };
    Article {
        slug: super::archive::slug(&incident.id),
        body_html: if full { BODY.into() } else { "<p>As short as it was.</p>".into() },
        toc: if full {
            vec![
                entry(1, "What happened", "what-happened"),
                entry(3, "Numbers", "numbers"),
                entry(1, "Afterwards", "a1"),
            ]
        } else {
            Vec::new()
        },
        search_text: String::new(),
        incident,
    }
}

const CLASSES: [(&str, &str, &str); 12] = [
    ("config", "Configuration", "A setting, rule or parameter was wrong, missing or lost."),
    ("code", "Software defect", "The program did something else than its makers meant."),
    ("change", "Upgrade, migration or maintenance", "Planned work on a running system went another way."),
    ("capacity", "Capacity, load or limit", "More was asked than there was room, memory or time for."),
    ("dependency", "Dependency or provider failure", "Something that others run failed or changed."),
    ("hardware", "Hardware, power or facility", "A machine, its power or its building failed."),
    ("network", "Network fault", "Packets did not arrive."),
    ("expiry", "Expired certificate, secret or licence", "Something was valid until a day that came."),
    ("time", "Time or clock", "A calendar, a clock or a zone was taken for another."),
    ("human", "Operator action", "Somebody did something else than they meant."),
    ("data", "Data, storage or replication state", "Stored data or its locks stood in the way."),
    ("automation", "Automation or tooling misfire", "A script did what it was told, where it should not have."),
];

const COMPONENTS: [(&str, &str); 12] = [
    ("load_balancer", "Load balancer"),
    ("database", "Database"),
    ("dns", "DNS"),
    ("cache", "Cache"),
    ("queue", "Queue or stream"),
    ("cdn", "CDN or edge"),
    ("auth", "Identity, auth or certificates"),
    ("storage", "Storage"),
    ("network", "Network"),
    ("app", "Application code"),
    ("ci", "Build or deploy pipeline"),
    ("monitoring", "Monitoring or logging"),
];

/// An archive of these incidents, with classes and components.
pub fn archive_of(incidents: Vec<Incident>) -> KnowledgeBase {
    let text = |text: &&str| text.to_string();
    KnowledgeBase {
        articles: incidents.into_iter().map(article).collect(),
        set_aside: vec![SetAside {
            path: "incidents/TEMPLATE.md".into(),
            kind: Kind::Template,
            reason: "its headings hold nothing but instructions".into(),
        }],
        classes: CLASSES
            .iter()
            .map(|(id, label, definition)| CauseClass {
                id: text(id),
                label: text(label),
                definition: text(definition),
            })
            .collect(),
        components: COMPONENTS.iter().map(|(id, label)| Component { id: text(id), label: text(label) }).collect(),
    }
}

/// All of the above and two dozen short ones.
pub fn archive() -> KnowledgeBase {
    let mut incidents = vec![ticket_shop(), orders_stuck(), bare(), nothing_known(), maintenance(), near_miss()];
    incidents.extend(SHORT.map(short));
    archive_of(incidents)
}

/// `count` incidents with full timelines over `count / 500` years.
pub fn large_archive(count: usize) -> KnowledgeBase {
    let classes = CLASSES.map(|(id, _, _)| id);
    let components = COMPONENTS.map(|(id, _)| id);
    let levels = [SeverityLevel::Critical, SeverityLevel::Major, SeverityLevel::Minor, SeverityLevel::Minor];
    let incidents = (0..count).map(|n| {
        let mut incident = if n % 5 == 0 { orders_stuck() } else { ticket_shop() };
        let day = jiff::civil::date(2006, 1, 1) + jiff::ToSpan::days((n * 7_300 / count) as i64);
        incident.id = format!("INC-{n:05}");
        incident.source.path = format!("incidents/{n:05}.md");
        incident.title = format!("{} ({n})", incident.title);
        incident.started_at = Some(moment(&format!("{day} {:02}:{:02} UTC", n % 24, n % 60)));
        incident.duration.minutes = minutes(10 + (n * n % 900) as i64);
        incident.severity = Severity { level: levels[n % 4], label: None };
        incident.services = vec![format!("service-{:02}", n % 40), format!("service-{:02}", n * 7 % 40)];
        incident.cause.class = Some(classes[n % 12].into());
        incident.cause.component = Some(components[n / 12 % 12].into());
        incident.related = Vec::new();
        incident
    });
    archive_of(incidents.collect())
}
