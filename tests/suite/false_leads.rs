//! Short reports in the manner of different authors: what was suspected wrongly in each, or that nothing was.

use std::collections::BTreeMap;
use std::fs;

use incidex::analyse::{Options, trends};
use incidex::config::Config;
use incidex::model::Audience;
use jiff::civil::date;

/// What was suspected, and the report.
const WRONGLY: [(&str, &str); 10] = [
    (
        "database",
        r#"# Carts emptied at random

Date: 2025-02-03
## Timeline
- 10:02 Customers report empty carts.
- 10:10 We thought the database was to blame, since its CPU was at 90%.
- 10:40 CPU turned out to be a backup that runs every Monday; carts kept emptying after it ended.
- 11:05 The session cache is found to evict entries early after yesterday's memory change.
- 11:20 Memory change reverted. Carts are stable.

## Root cause
A lower memory limit of the session cache made it evict carts.
"#,
    ),
    (
        "DDoS attack",
        r#"# Login page unreachable

Date: 2025-03-11
## What happened
The traffic graph jumped fourfold at 14:05, which made us believe we were under a DDoS attack. We spent the next 35 minutes adding firewall rules that changed nothing. It was our own mobile client retrying without a pause after a token format change.

## Timeline
- 14:05 Traffic quadruples, login fails.
- 14:45 The retries are traced to the mobile client 7.2.
- 15:30 A fix on the server side stops the retries.
"#,
    ),
    (
        "deploy",
        r#"# Prices missing in two shops

Date: 2025-01-20
## Timeline
- 08:15 Prices are missing in two shops.
- 08:20 Last night's deploy is the prime suspect.
- 08:50 Rolled back last night's deploy, no change.
- 09:30 A supplier's feed turns out to have been empty since midnight.
- 09:55 Feed replayed, prices back.

## Root cause
The supplier delivered an empty price feed and the importer accepted it.
"#,
    ),
    (
        "load balancer",
        r#"# Uploads time out

Date: 2025-04-02
## Timeline
- 13:00 Uploads time out.
- 13:12 On-call looks into the load balancer, as its queue is long.
- 13:48 Load balancer exonerated: the queue is a consequence.
- 14:10 An NFS server with a full disk is found.
- 14:30 Disk cleaned, uploads work.

## Root cause
The disk of the file server was full.
"#,
    ),
    (
        "DNS",
        r#"# Build agents offline

Date: 2025-06-09
## Timeline
- 07:40 All build agents are offline.
- 07:45 It's always DNS, so DNS first.
- 08:05 Not DNS. Lookups answer in 2 ms.
- 08:25 Agents' token expired at 07:30.
- 08:40 New token rolled out, agents return.

## Root cause
A token of the agents expired.
"#,
    ),
    (
        "memory leak",
        r#"# Report service restarts every hour

Date: 2025-06-23
## Analysis
Our first theory was a memory leak in the report service, and two engineers read heap dumps for most of the afternoon. The heap was healthy. What killed the process was a liveness probe whose time limit had been cut to one second.

## Timeline
- 12:00 Restarts begin.
- 16:45 The probe's limit is recognised as the reason.
- 17:00 Limit raised to ten seconds, restarts end.
"#,
    ),
    (
        "ISP",
        r#"# Branch offices offline

Date: 2025-07-01
## Timeline
- 06:30 Three branch offices are offline.
- 06:40 Ticket opened with the ISP, who we held responsible.
- 07:55 ISP shows clean line tests from all three sites.
- 08:15 A routing policy pushed at 06:28 is discovered to lack the branch prefixes.
- 08:20 Policy rolled back, offices online.

## Root cause
A routing policy without the prefixes of the branches.
"#,
    ),
    (
        "Redis",
        r#"# Slow search suggestions

Date: 2025-07-17
## Timeline
- 15:00 Suggestions take four seconds.
- 15:06 Hypothesis: Redis is saturated.
- 15:20 Hypothesis rejected, Redis at 12% CPU and no slow commands.
- 15:40 New analyzer plugin compiles a regex per request.
- 16:05 Plugin disabled; latency normal.

## Root cause
A plugin compiled a regular expression for each request.
"#,
    ),
    (
        "network",
        r#"# Scanner guns freeze in the warehouse

Date: 2025-08-05
## Where we lost time
For the first hour the network team was chasing radio interference on the Wi-Fi network. That trail went cold when a wired terminal froze as well. The application server had run out of threads.

## Timeline
- 05:10 Guns freeze.
- 06:30 Thread dump shows all 200 threads waiting for the printer.
- 06:45 Printer queue cleared, guns work.
"#,
    ),
    (
        "broker",
        r#"# Invoices delayed

Date: 2025-08-19
## Timeline
- 11:00 Invoices do not arrive.
- 11:15 Restarted the Kafka brokers on the assumption that a broker hung.
- 11:35 Lag keeps growing, so the brokers were innocent.
- 12:00 The invoice consumer is seen to crash on one malformed message.
- 12:20 Message skipped, lag drains.

## Root cause
One malformed message crashed the consumer over and over.
"#,
    ),
];

/// Nothing was suspected wrongly, as far as these tell.
const NOT: [&str; 12] = [
    r#"# Brief blip of the API

Date: 2025-02-04
## Timeline
- 10:00 One API server restarts.
- 10:05 Checked the database: no impact.
- 10:10 Closed.

## Root cause
The kernel of one server panicked.
"#,
    r#"# Checkout errors

Date: 2025-02-10
## Timeline
- 09:00 Errors in checkout.
- 09:10 We have ruled out nothing yet; database, network and deploy are all looked at.
- 09:30 The deploy of 08:55 is confirmed as the cause.
- 09:40 Rolled back, errors stop.

## Root cause
A deploy removed a column that checkout reads.
"#,
    r#"# Support chat down

Date: 2025-02-17
## Timeline
- 12:00 Chat down.
- 12:20 A banner on the site did not help customers, many called.
- 12:50 The expired certificate is replaced, chat works.

## Root cause
An expired certificate.
"#,
    r#"# Slow exports

Date: 2025-03-03
## Timeline
- 08:00 Exports are slow.
- 08:15 We suspect the nightly index rebuild.
- 08:40 Rebuild confirmed as the culprit, it holds a lock.
- 08:45 Rebuild cancelled; exports recover slowly over the next hour.

## Root cause
The index rebuild held a lock on the table of exports.
"#,
    r#"# Message backlog

Date: 2025-03-10
## Timeline
- 10:00 Backlog grows.
- 10:20 Added consumers; no visible effect for the first ten minutes.
- 10:30 Backlog shrinks thanks to the added consumers.
- 11:30 Backlog gone.

## Root cause
Too few consumers for the campaign's traffic.
"#,
    r#"# Planned: move of the primary database

Date: 2025-03-17
## Plan
Should the new primary show errors, we first assume a problem with replication and go back. The network team stands by in case the load balancer needs a new target.

## Timeline
- 22:00 Move begins.
- 22:40 Move done, no errors.
"#,
    r#"# Disk full on the log host

Date: 2025-03-24
## Summary
The log host ran out of disk at 03:00. The alert was initially sent to the wrong team. Logs of two hours are lost.

## Timeline
- 03:00 Disk full.
- 04:10 The right team is paged.
- 04:30 Old logs removed, service back.

## Root cause
No rotation for the new log file.
"#,
    r#"# Payment failures in Norway

Date: 2025-04-07
## Timeline
- 16:00 Payments fail in Norway.
- 16:05 Suspected the bank's gateway.
- 16:30 The bank confirms an outage of its gateway.
- 17:45 Gateway is back, payments work.

## Root cause
An outage of the bank's gateway.
"#,
    r#"# Wrong totals in the monthly report

Date: 2025-04-14
## Summary
A misleading column name led readers to think that totals were net. Totals were gross since 1 April. We assumed in the design that rates never change during a month.

## Timeline
- 09:00 Finance asks about totals.
- 11:00 Query corrected.

## Root cause
The query ignored a change of rates within a month.
"#,
    r#"# Video calls drop

Date: 2025-04-28
## Timeline
- 13:00 Calls drop.
- 13:15 Engineers investigate the media servers.
- 13:35 A media server is found with a broken network card.
- 13:50 Server drained, calls are stable.

## Root cause
A broken network card of a media server.

## What went well
The database was not affected.
"#,
    r#"# Mail delayed

Date: 2025-05-05
## Timeline
- 07:00 Mail is delayed.
- 07:30 Restarted the mail gateway, which helped for five minutes.
- 07:50 Restarted again after the gateway's thread limit was raised.
- 08:00 Mail flows.

## Root cause
The thread limit of the mail gateway was too low.

## Action items
- Investigate whether the spam filter could be the cause of the many threads.
"#,
    r#"# Maps without tiles

Date: 2025-05-19
## Timeline
- 09:00 Tiles missing.
- 09:10 The tile server was restarted as a precaution, without effect on users of the web shop.
- 09:25 The storage bucket was deleted by a clean-up job.
- 10:40 Bucket restored from backup, tiles return.

## Lessons
A clean-up job should never be assumed harmless. Errors of the tile server are not the same as errors of the storage.

## Root cause
A clean-up job deleted the bucket of tiles.
"#,
];

/// By number of the report the suspects that stand in the tables across incidents.
fn suspects() -> BTreeMap<usize, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let reports = WRONGLY.iter().map(|(_, report)| *report).chain(NOT);
    for (number, report) in reports.enumerate() {
        let text = format!("---\nid: REP-{number:03}\nkind: incident\n---\n\n{report}");
        fs::write(folder.path().join(format!("{number}.md")), text).unwrap();
    }
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    let mut found = BTreeMap::<usize, Vec<String>>::new();
    for lead in trends(&loaded.knowledge_base, date(2025, 12, 1), &Options::default()).false_leads.leads {
        let number = lead.incident.trim_start_matches("REP-").parse().unwrap();
        found.entry(number).or_default().push(lead.suspect);
    }
    found
}

#[test]
fn a_wrong_suspect_stands_under_its_noun_and_no_other_words_make_one() {
    let found = suspects();
    let named = |number: usize, noun: &str| found.get(&number).is_some_and(|it| it.iter().any(|it| it.contains(noun)));
    let missed: Vec<_> = WRONGLY.iter().enumerate().filter(|(at, (noun, _))| !named(*at, noun)).collect();
    let invented: Vec<_> = found.iter().filter(|(number, _)| **number >= WRONGLY.len()).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:#?}\ninvented: {invented:#?}");
}
