//! The archives that tests and screenshots are made from.

use super::{
    action, bare, blank, maintenance, minutes, moment, near_miss, nothing_known, orders_stuck, provenance, ticket_shop,
};
use crate::model::*;
use crate::render::archive::slug;

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
    let id = format!("{}-{}", &date[..10], slug(title).chars().take(24).collect::<String>());
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
        slug: slug(&incident.id),
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
        text_lines: Vec::new(),
        pointers: Vec::new(),
        aliases: Vec::new(),
        incident: Box::new(incident),
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
            unsure: false,
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
        cause_names: Vec::new(),
        decisions: Vec::new(),
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
