//! Any number of incidents from a small grammar and a fixed seed, for what needs many.

use crate::search::{SearchDocument, Section};

const SERVICES: [&str; 24] = [
    "checkout",
    "payments",
    "search",
    "login",
    "mail",
    "queue",
    "storage",
    "edge",
    "dns",
    "billing",
    "reports",
    "platform",
    "catalog",
    "cart",
    "gateway",
    "sessions",
    "uploads",
    "thumbnails",
    "ledger",
    "pricing",
    "stock",
    "routing",
    "metrics",
    "backup",
];
const CAUSES: [&str; 8] = ["config", "capacity", "deploy", "bug", "certificate", "network", "third-party", "hardware"];
const FIXES: [&str; 6] = ["rollback", "restart", "scale", "config", "failover", "vendor"];
const SEVERITIES: [&str; 4] = ["critical", "major", "minor", "none"];
const WAYS: [&str; 4] = ["monitoring", "customer", "staff", "third_party"];
const SUBJECTS: [&str; 30] = [
    "the connection pool",
    "a stale cache",
    "the load balancer",
    "an expired certificate",
    "the primary database",
    "a slow query",
    "the message queue",
    "a feature flag",
    "the resolver",
    "a retry storm",
    "the scheduler",
    "a full disk",
    "the firewall",
    "a bad release",
    "the kube-apiserver",
    "a memory leak",
    "the replica",
    "a timeout",
    "the ingress controller",
    "a lock",
    "the rate limiter",
    "a batch job",
    "the autoscaler",
    "a health check",
    "the message broker",
    "a migration",
    "the token service",
    "a cron job",
    "the write-ahead log",
    "a network partition",
];
const VERBS: [&str; 20] = [
    "failed",
    "was exhausted",
    "stopped answering",
    "returned 5xx",
    "fell behind",
    "was restarted",
    "timed out",
    "was rolled back",
    "blocked writers",
    "dropped packets",
    "lost its leader",
    "ran out of memory",
    "was throttled",
    "served old data",
    "refused connections",
    "recovered slowly",
    "overloaded its neighbours",
    "was drained",
    "crashed on start",
    "leaked descriptors",
];
const WHEN: [&str; 12] = [
    "after the deploy",
    "during the rebuild",
    "while the backup ran",
    "before anybody noticed",
    "under holiday traffic",
    "once the cache was cold",
    "because of a typo",
    "for no known reason",
    "in one zone only",
    "as the runbook predicted",
    "despite the alert",
    "when the certificate rotated",
];
const HEADINGS: [&str; 6] = ["Summary of events", "Impact", "Root cause", "Detection", "Resolution", "What we learned"];

/// A small generator of numbers, the same on every machine.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// The first ones far more often than the last ones, as words are.
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let end = 1 + self.below(from.len());
        from[self.below(end)]
    }

    fn sentence(&mut self) -> String {
        let rare = match self.below(4) {
            // Letters and numbers that occur once or twice each, like hosts, hashes and tickets.
            0 => format!(" (host {}{}-{})", self.pick(&SERVICES), self.below(40), self.below(4000)),
            1 => format!(" with v{}.{}.{}", self.below(4), self.below(30), self.below(30)),
            _ => String::new(),
        };
        format!("{} {} {}{rare}.", self.pick(&SUBJECTS), self.pick(&VERBS), self.pick(&WHEN))
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

/// `count` incidents of about four thousand characters each.
pub fn documents(count: usize) -> Vec<SearchDocument> {
    let mut numbers = Numbers(42);
    (0..count).map(|at| document(at, &mut numbers)).collect()
}

fn document(at: usize, numbers: &mut Numbers) -> SearchDocument {
    let day = 15_000 + i64::try_from(numbers.below(5500)).unwrap();
    let mut sections: Vec<Section> = HEADINGS
        .iter()
        .map(|heading| Section {
            heading: (*heading).to_owned(),
            anchor: Some(heading.to_lowercase().replace(' ', "-")),
            text: format!("{}\n{}", numbers.paragraph(4), numbers.paragraph(4)),
            timeline: false,
        })
        .collect();
    sections.push(Section {
        heading: "Timeline".to_owned(),
        anchor: Some("timeline".to_owned()),
        text: (0..12)
            .map(|hour| format!("{hour:02}:{:02} {}", numbers.below(60), numbers.sentence()))
            .collect::<Vec<_>>()
            .join("\n"),
        timeline: true,
    });
    let cause_text = numbers.sentence();
    SearchDocument {
        language: String::new(),
        set_aside: None,
        id: format!("GEN-{at:05}"),
        slug: format!("gen-{at:05}"),
        path: String::new(),
        fixed_by: None,
        title: format!("{}: {} {}", numbers.pick(&SERVICES), numbers.pick(&SUBJECTS), numbers.pick(&VERBS)),
        summary: numbers.paragraph(3),
        cause_text,
        sections,
        services: vec![numbers.pick(&SERVICES).to_owned(), numbers.pick(&SERVICES).to_owned()],
        severity: numbers.pick(&SEVERITIES).to_owned(),
        cause: Some(numbers.pick(&CAUSES).to_owned()),
        component: None,
        tags: vec![numbers.pick(&WHEN).replace(' ', "-")],
        detection: numbers.pick(&WAYS).to_owned(),
        kind: "incident".to_owned(),
        mitigation: Some(numbers.pick(&FIXES).to_owned()),
        status: "resolved".to_owned(),
        has: vec!["timeline".to_owned()],
        day: (numbers.below(50) > 0).then_some(day),
        date: None,
        duration_minutes: Some(u64::try_from(numbers.below(900)).unwrap()),
    }
}
