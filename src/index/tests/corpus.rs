//! Thirty incidents of a made-up company, one line of facts each, and their words.

use crate::index::build_from;
use crate::search::{Options, Reader, Results, SearchDocument, Section, parse, search};

/// id, date, severity, services, cause, component, detection, fix, minutes, status, has, tags
type Facts = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u64,
    &'static str,
    &'static str,
    &'static str,
);

/// title, summary, cause sentence, headed sections (`#` timeline), each `heading: text`
type Words = (&'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const INCIDENTS: &[(Facts, Words)] = &[
    (("INC-0042", "2025-03-04", "critical", "checkout", "capacity", "database", "customer", "scale", 95, "resolved", "timeline action-open", "payments"),
     ("Checkout ran out of database connections", "Orders failed for an hour while the pool was exhausted.",
      "A slow report query held every connection of the pool.",
      &["What happened: The checkout API returned 5xx to one buyer in three. Each worker waited for a connection.",
        "#Timeline: 09:14 the pager rang; 09:40 the report was stopped",
        "What we change: Reports read from the replica. The pool gets a ceiling per client."])),
    (("INC-0043", "2025-03-20", "major", "checkout,payments", "deploy", "application", "monitoring", "rollback", 32, "resolved", "timeline action", "payments,release"),
     ("Bad release of the payment form", "A release broke card entry in Safari.",
      "A script used a feature that older Safari lacks.",
      &["What happened: Card numbers could not be typed. Conversion fell by a fifth.",
        "What went well: The rollback took four minutes."])),
    (("INC-0044", "2025-05-11", "minor", "search", "config", "cache", "staff", "config", 240, "resolved", "action", ""),
     ("Stale search results after a cache change", "Search showed products that were sold out.",
      "The cache lifetime was set to 86400 where 864 was meant.",
      &["What happened: A time to live in seconds was read as minutes by nobody, but typed with two zeros too many."])),
    (("2024-11-02-dns-resolver-loop", "2024-11-02", "critical", "edge,dns", "config", "dns", "monitoring", "config", 51, "resolved", "timeline false-lead", "network"),
     ("DNS resolver forwarding loop", "Two resolvers sent each other every query they could not answer.",
      "Each resolver named the other as its forwarder.",
      &["What happened: The graph ErrorsInExternalDNS rose at once in both regions.",
        "False leads: We suspected the firewall first and lost twenty minutes.",
        "#Timeline: 02:10 the alert fired; 02:31 firewall ruled out; 03:01 loop removed"])),
    (("2024-06-17-expired-certificate", "2024-06-17", "major", "edge", "certificate", "tls", "customer", "replace", 130, "resolved", "timeline action-open", "tls"),
     ("Certificate of the public API expired", "Clients refused to connect for two hours.",
      "The renewal job had been failing for a month and mailed a person who had left.",
      &["What happened: The certificate of api.example.test ended at midnight.",
        "What we change: Renewal failures page the team."])),
    (("2023-01-09-kube-upgrade", "2023-01-09", "critical", "platform", "deploy", "orchestration", "monitoring", "rollback", 410, "resolved", "timeline action-done", "kubernetes"),
     ("Cluster upgrade to v1.24.7 lost its routes", "Pods could not reach each other after the upgrade.",
      "The upgrade removed a node label that route reflectors were chosen by.",
      &["What happened: kube-apiserver answered, but traffic between nodes stopped.",
        "#Timeline: 19:00 upgrade began; 19:22 network gone; 01:50 restored from backup"])),
    (("INC-0007", "2022-08-30", "major", "billing", "database", "database", "staff", "failover", 75, "resolved", "timeline", ""),
     ("Billing replica fell behind and served old invoices", "Invoices of the previous day were shown as unpaid.",
      "Replication lag grew during a bulk import.",
      &["What happened: A bulk import wrote faster than the replica could apply."])),
    (("INC-0051", "2025-06-02", "none", "platform", "unknown", "", "test", "", 5, "resolved", "", "drill"),
     ("Game day: losing one zone", "A planned drill found that two services start too slowly.",
      "", &["Notes: us-east-1a was switched off. The scheduler moved everything."])),
    (("INC-0052", "2025-06-20", "minor", "mail", "third-party", "provider", "third_party", "vendor", 180, "resolved", "", ""),
     ("Mail provider delayed password resets", "Password resets arrived up to three hours late.",
      "The provider throttled our address after a burst of newsletters.",
      &["What happened: Customers asked for several mails and were confused by the order of arrival."])),
    (("INC-0053", "2025-07-01", "major", "checkout", "capacity", "load_balancer", "monitoring", "scale", 44, "resolved", "timeline", "payments"),
     ("Load balancer ran out of ports", "New connections to checkout were refused.",
      "All outgoing ports to one backend were in use.",
      &["What happened: Connections in TIME_WAIT filled the table.",
        "What we change: Keep connections open; add a second address."])),
    (("INC-0054", "2025-07-14", "critical", "storage", "hardware", "disk", "monitoring", "replace", 600, "resolved", "timeline action-open", ""),
     ("Disk array failed during a rebuild", "Uploads were refused for ten hours.",
      "A second disk failed while the first was being rebuilt.",
      &["What happened: The array became read-only. Backups were complete, restoring was slow."])),
    (("INC-0055", "2025-08-01", "minor", "search", "bug", "application", "customer", "hotfix", 90, "open", "action-open", ""),
     ("Search ignores words with accents", "Searching for café found nothing.",
      "The new analyser removed letters it did not know.",
      &["What happened: Customers in Zürich noticed first."])),
    (("INC-0056", "2025-08-19", "major", "login", "security", "", "third_party", "config", 25, "resolved", "", "abuse"),
     ("Login flooded by password guessing", "Logins slowed down under a flood of guesses.",
      "No limit was set on attempts per address.",
      &["What happened: The rate of failed logins went up a hundredfold."])),
    (("INC-0057", "2025-09-09", "major", "queue", "capacity", "queue", "monitoring", "scale", 66, "resolved", "timeline", ""),
     ("Order queue filled up", "Orders waited for up to an hour.",
      "A consumer stopped at a message it could not parse and blocked its partition.",
      &["What happened: The poison message was retried without end.",
        "Lessons: A message that fails three times goes to a side queue."])),
    (("INC-0058", "2025-09-30", "minor", "reports", "bug", "application", "staff", "hotfix", 15, "resolved", "", ""),
     ("Report of the month shows the wrong month", "Reports were one month off for a quarter of an hour.",
      "Months were counted from zero.", &["What happened: An off-by-one error in a date."])),
    (("INC-0059", "2025-10-10", "major", "dns", "third-party", "dns", "customer", "waited", 87, "resolved", "timeline", "network"),
     ("Registrar removed our name servers", "Half of the world could not resolve our names.",
      "An unpaid invoice led to a suspension of the domain.",
      &["What happened: Resolvers with a warm cache still answered."])),
    (("INC-0060", "2025-10-28", "minor", "checkout", "config", "feature_flag", "monitoring", "rollback", 12, "resolved", "", "release"),
     ("Feature flag opened too early", "A discount was visible for twelve minutes.",
      "The flag was switched on in production instead of staging.",
      &["What happened: The console does not show which environment it edits."])),
    (("INC-0061", "2025-11-05", "critical", "platform", "network", "network", "monitoring", "failover", 140, "resolved", "timeline false-lead action-open", "network"),
     ("Fibre cut separated two regions", "Writes stopped because no majority could be reached.",
      "A digger cut the fibre; the second path ran through the same duct.",
      &["What happened: We suspected the load balancer, then the database, before the carrier called.",
        "What we change: A path through another duct."])),
    (("INC-0062", "2025-11-12", "minor", "mail", "bug", "application", "customer", "hotfix", 300, "resolved", "", ""),
     ("Mails sent twice", "Some customers got the same mail two times.",
      "A retry did not know that the first attempt had worked.", &["What happened: The timeout was shorter than the send."])),
    (("INC-0063", "2024-02-29", "major", "billing", "bug", "application", "staff", "hotfix", 480, "resolved", "", ""),
     ("Leap day broke the billing run", "No invoice was written on the last day of February.",
      "The code added one year to a date that the next year does not have.",
      &["What happened: The job ended with an error and nobody was told."])),
    (("INC-0064", "2024-04-18", "minor", "edge", "config", "cdn", "customer", "rollback", 20, "resolved", "", ""),
     ("Images missing after a change of the CDN rule", "Pictures were not loaded for twenty minutes.",
      "A rule matched .jpg but not .JPG.", &["What happened: Only pictures from old cameras were missing."])),
    (("INC-0065", "2024-07-19", "critical", "office", "third-party", "endpoint", "staff", "vendor", 900, "resolved", "", ""),
     ("Laptops did not start after an agent update", "A third of the staff could not work.",
      "The vendor's update made the machines restart without end.", &["What happened: Each machine had to be touched by hand."])),
    (("INC-0066", "2024-09-01", "minor", "search", "capacity", "cache", "monitoring", "restart", 33, "resolved", "timeline", ""),
     ("Memory leak in the suggestion service", "Suggestions were slow until a restart.",
      "A cache without a limit grew until the kernel ended the process with OOMKilled.",
      &["What happened: Memory grew by one gigabyte a day."])),
    (("INC-0067", "2024-12-24", "major", "checkout", "capacity", "application", "monitoring", "scale", 61, "resolved", "timeline", "payments"),
     ("Holiday traffic overloaded the shop", "Pages took ten seconds and more.",
      "Autoscaling had been limited to twelve workers in the summer.", &["What happened: CPU was at its limit on every worker."])),
    (("INC-0068", "2023-05-05", "major", "login", "certificate", "tls", "monitoring", "replace", 40, "resolved", "", "tls"),
     ("Login down after the identity provider rotated its key", "Nobody could sign in for forty minutes.",
      "The signing key was pinned.", &["What happened: Tokens were refused because the key was unknown."])),
    (("INC-0069", "2023-09-13", "minor", "reports", "database", "database", "staff", "config", 55, "resolved", "", ""),
     ("Slow reports after an index was dropped", "Reports took minutes in place of seconds.",
      "A migration dropped an index that looked unused.", &["What happened: The planner chose a full scan."])),
    (("INC-0070", "2023-10-30", "major", "storage", "capacity", "disk", "monitoring", "scale", 110, "resolved", "timeline", ""),
     ("Log volume filled the disk", "Nodes stopped accepting writes when the disk was full.",
      "Debug logging had been left on.", &["What happened: du and df disagreed because of deleted files still held open."])),
    (("INC-0071", "2022-03-03", "none", "platform", "unknown", "", "unknown", "", 0, "unknown", "", ""),
     ("Unexplained restart of a node", "A node restarted by itself.", "", &["Notes: Nothing was found in the logs."])),
    (("INC-0072", "", "unknown", "edge", "unknown", "", "unknown", "", 0, "unknown", "", ""),
     ("Old note about a proxy", "An undated note from the old wiki.", "",
      &["Notes: The proxy once kept a connection to a backend that was gone. Restarting it helped."])),
    (("INC-0073", "2025-01-15", "minor", "platform", "human", "", "staff", "restart", 8, "resolved", "", ""),
     ("Wrong host restarted", "The standby was meant, the primary was restarted.",
      "Two hosts differ in one letter.", &["What happened: The database came back by itself within a minute."])),
];

/// The incidents as search documents.
pub fn documents() -> Vec<SearchDocument> {
    INCIDENTS.iter().map(document).collect()
}

fn document((facts, words): &(Facts, Words)) -> SearchDocument {
    let (id, date, severity, services, cause, component, detection, fix, minutes, status, has, tags) = *facts;
    let list =
        |text: &str, by: char| text.split(by).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let day = date
        .parse::<jiff::civil::Date>()
        .ok()
        .map(|date| i64::from(date.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).unwrap().get_days()));
    SearchDocument {
        language: String::new(),
        set_aside: None,
        id: id.to_owned(),
        slug: id.to_lowercase(),
        path: String::new(),
        fixed_by: None,
        title: words.0.to_owned(),
        summary: words.1.to_owned(),
        cause_text: words.2.to_owned(),
        sections: words.3.iter().map(|text| section(text)).collect(),
        services: list(services, ','),
        severity: severity.to_owned(),
        cause: Some(cause.to_owned()),
        component: some(component),
        tags: list(tags, ','),
        detection: detection.to_owned(),
        kind: "incident".to_owned(),
        mitigation: some(fix),
        status: status.to_owned(),
        has: list(has, ' '),
        day,
        date: some(date),
        duration_minutes: (minutes > 0).then_some(minutes),
    }
}

fn section(text: &str) -> Section {
    let (heading, body) = text.split_once(": ").unwrap();
    Section {
        heading: heading.trim_start_matches('#').to_owned(),
        anchor: Some(heading.trim_start_matches('#').to_lowercase().replace(' ', "-")),
        text: body.replace("; ", "\n"),
        timeline: heading.starts_with('#'),
    }
}

/// The incidents, indexed.
pub fn reader() -> Reader {
    build_from(documents()).unwrap().open().unwrap()
}

/// The answer to a query with a high limit.
pub fn ask(reader: &Reader, query: &str) -> Results {
    search(reader, &parse(query), &Options { limit: 100, ..Options::default() }).unwrap()
}

/// The ids of an answer, in order.
pub fn ids(results: &Results) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.id.as_str()).collect()
}
