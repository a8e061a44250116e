//! Five postmortems in the shapes that people really write, each with every fact that must be read from it.
//!
//! A first line that is hardly a title, labels glued to values and to each other, headings and items without their space,
//! timelines in one paragraph, promises in prose, a month without a day, an end that is cut, shares of users that
//! contradict each other, and false leads whose end is stated or not.

use std::collections::BTreeMap;

use incidex::model::{FalseLead, Incident, MinuteRange, Minutes, Phases};

use crate::dialects::{difference, entry, incident, kind, minutes, when};

/// A first line that names nothing, a range over midnight, one paragraph for the timeline, two lists of promises.
const TICKETS: &str = "Post mortum:
Issue Summary:

Duration: The outage occurred from August 9th, 2023, 9:20 PM UTC to August 10th, 2023, 1:40 AM UTC.
Impact: Visitors of the ticket shop saw an empty calendar now and then, which hit about 45% of users.
Root Cause: A wrong expiry setting in the cache cluster threw the seat plans away far too early, so that every page asked for them again.
Timeline:

August 9th, 2023, 9:20 PM UTC: Fault detected by a monitoring alarm on the response time of the calendar.
9:30 PM UTC: Shop team paged and asked to investigate.
9:50 PM UTC: First investigation focused on the search servers and the payment gateway.
10:20 PM UTC: Wrong assumption that the trouble came from the database after that evening's release.
11:05 PM UTC: Incident escalated to the platform team for further help.
August 10th, 2023, 12:00 AM UTC: Settings of the cache cluster reviewed, revealing a wrong expiry.
12:40 AM UTC: Expiry setting corrected on all nodes of the cache.
Root Cause and Resolution:

The root cause was identified as a wrong expiry setting in the cache cluster. Seat plans were dropped after a second and computed anew for each visitor.

To resolve the issue, the setting was put back to ten minutes and the cache was warmed. Additionally, the dashboard got a graph of the hit rate.

Corrective and Preventative Measures:

Improvements/Fixes:

Validate cache settings automatically before they are rolled out.
Alert on a falling hit rate of the cache.
Tasks to Address the Issue:

Write a test for the expiry of seat plans.
Describe the settings of the cache in the handbook.
Review the settings of all other caches.
By carrying out these corrective and preventative measures, we aim to keep the calendar filled and our visitors content.
";

/// Headings and items without their space; a false lead after the cause was known, its end not stated.
const LIBRARY: &str = "##Postmortem: Loans Stop At All Counters

#Issue Summary:

-Duration: June 3, 2022, 07:30 AM UTC to June 3, 2022, 10:45 AM UTC
-Impact: The loan counters of the city library timed out, so that approximately 20% of users went home without a book.
-Root Cause: A misconfiguration of the firewall blocked the counters' connections to the catalogue.

#Timeline:
-07:30 AM UTC: Issue detected by monitoring alerts about counters that time out.
-07:40 AM UTC: Network team received the alerts as well.
-07:50 AM UTC: Initial investigation focused on the catalogue servers because of their new version.
-08:25 AM UTC: No issues found on the catalogue servers; attention turned to the network.
-09:00 AM UTC: Firewall logs analyzed, revealing misconfigured rules.
-09:40 AM UTC: Misleading path followed regarding the database of the catalogue.
-10:15 AM UTC: Incident escalated to the senior network engineers.
-10:45 AM UTC: Firewall rules corrected, restoring normal service.

#Root Cause and Resolution:
-Root Cause: Misconfiguration of the firewall blocked a range of addresses that the counters had moved to.
-Resolution: The rules were corrected to allow the new range. Additionally, alerts on refused connections were set up.

#Corrective and Preventative Measures:

Improvements/Fixes:

-Review firewall rules in pairs before they are applied.
-Test rules automatically against the addresses in use.

#Tasks:

-Conduct a review of all firewall rules for ranges that are no longer used.
-Train the network team on the addresses of the branches.

This incident highlighted the importance of plain rules and early alerts. By working through the list above, we aim to lend books on every day of the year.
";

/// Three false leads with their ends stated, an escalation after the cause was found, a share of errors that is none of users.
const TRAMS: &str = "# Postmortem: October 4, 2023 Departures

## Issue Summary:
- **Duration:** October 4, 2023, 1:00 PM - October 4, 2023, 5:10 PM (GMT)
- **Impact:** Many passengers saw wrong departure times, with a 55% increase in failed requests of the departure boards.
- **Root Cause:** The outage was caused by a misconfiguration of the message queue, which dropped every second position of a tram.

## Timeline:
- **1:00 PM:** Issue detected through automated monitoring alerts on missing positions.
- **1:10 PM:** Operations team notified of the issue.
- **1:20 PM:** Initial investigation focused on the departure boards as a possible bottleneck.
- **1:40 PM:** Assumed the root cause to be slow database queries after the morning's deployment.
- **2:10 PM:** Database team engaged to investigate.
- **2:30 PM:** Database team confirmed no abnormalities in query times.
- **3:00 PM:** Investigation turned to the network, suspecting congestion of the radio network.
- **3:45 PM:** Network team examined the radio logs and ruled out network congestion.
- **4:20 PM:** Message queue configuration reviewed, identifying misconfigured settings.
- **4:40 PM:** Incident escalated to senior management for a quick decision.
- **5:10 PM:** Queue settings corrected, restoring normal departures.

## Root Cause and Resolution:
- **Root Cause:** The misconfiguration of the message queue led to lost positions.
- **Resolution:** Settings of the queue were corrected to keep all positions.

## Corrective and Preventative Measures:
- **Improvements/Fixes:**
  - Regular audits of the queue settings.
  - Enhanced monitoring of lost messages.
- **Tasks to Address the Issue:**
  - Develop a playbook for changes of the queue.
  
## Conclusion:
The trams ran all day, but their passengers could not know. We will change settings of the queue in small steps from now on.
";

/// A month without a day and no zone, labels in the middle of a line, promises as sentences of one paragraph.
const BAKERY: &str = "
Duration: 
The outage lasted from 5:15 AM to 7:05 AM in March 2025. Impact: The order system was down for 60% of our users, who could not order bread for the day. Bakers saw an error page at once. Root Cause: The outage was identified as a misconfiguration of the DNS records.

TIMELINE: 
5:15 AM: Issue detected through monitoring alerts on a sudden rise of failed logins. 

5:20 AM: The Operations team was alerted and began to look into the failed logins.

5:35 AM: Initial assumptions were made that the database servers were overloaded by the morning orders. Investigation focused on database metrics. 

6:10 AM: Database servers were found to be functioning normally. Attention shifted to the DNS configuration. 

6:30 AM: DNS misconfiguration identified as root cause. 
6:45 AM: Incident escalated to the senior management for awareness. 
7:05 AM: DNS records corrected, services restored, and bakers could order again.
ROOT CAUSE AND RESOLUTION: 
Root Cause:
 Misconfiguration of the DNS records sent logins to a server that had been switched off. This was identified as the root cause. 
Resolution: 
The DNS records were corrected, so that logins reach the running servers. Additionally, automated checks of all records were put in place.
CORRECTIVE AND PREVENTIVE MEASURES: 
IMPROVEMENTS/FIXES: 
Implement a review of every change of DNS records. Enhance monitoring of failed logins by region. 
TASKS TO ADDRESS THE ISSUES: 
Conduct a review of all DNS records that point to old servers. Schedule regular training sessions on DNS for the night shift. Document how a server is retired.


Carrying out these corrective measures, we aim to lower the risk of another hungry morning for the bakeries of our city.
";

/// The date behind the times, two shares of users, the cause seen early and confirmed late, and an end that is cut.
const CLINIC: &str = "
# Incident Postmortem

## Issue Summary:

- **Duration:** The outage occurred from 8:00 AM to 10:30 AM on November 12, 2024 (UTC).
- **Impact:** The appointment service was down, affecting all users who called during that time. Approximately 85% of users could not book or move an appointment.

## Root Cause:

The root cause of the outage was identified as a misconfiguration of the load balancer. Because of a wrong health check, it sent all calls to a single server, which was overloaded within minutes.

## Timeline:

- **8:00 AM (UTC):** The issue was detected when monitoring alerts showed a sudden rise of response times.
- **8:10 AM (UTC):** Engineers looked at the graphs and noticed that the load balancer used one server only.
- **8:25 AM (UTC):** Initial assumptions suggested a possible fault of the telephone gateway, leading to a check of its lines.
- **8:50 AM (UTC):** After ruling out faults of the telephone gateway, attention went back to the load balancer.
- **9:15 AM (UTC):** The incident was escalated to the infrastructure team.
- **9:55 AM (UTC):** The root cause was confirmed to be a misconfiguration of the load balancer.
- **10:30 AM (UTC):** The issue was resolved by correcting the health check and restarting the overloaded server.

## Root Cause and Resolution:

The misconfiguration of the load balancer sent all calls to one server. To resolve the issue, engineers corrected the health check. Additionally, the overloaded server was restarted.

## Corrective and Preventative Measures:

- **Improvements/Fixes:**
  - Implement automated validation of health checks before they are rolled out.
  - Enhance the alerts so that they show calls per server.
- **Tasks to Address the Issue:**
  - Conduct regular audits of the load balancer.
  - Document what a health check must look at.

This incident reminded everybody in the clinic how much depends on a single line of configuration and on people who keep
";

fn phases(phases: &Phases) -> String {
    let all = [
        ("detect", phases.detect),
        ("respond", phases.respond),
        ("escalate", phases.escalate),
        ("identify", phases.identify),
        ("fix", phases.fix),
        ("resolve", phases.resolve),
    ];
    let known = all.iter().filter_map(|(name, length)| length.map(|length| format!("{name} {}", minutes(length))));
    known.collect::<Vec<_>>().join(", ")
}

fn lead(lead: &FalseLead) -> String {
    let cost = match lead.minutes {
        Some(MinuteRange { min, max }) if min == max => minutes(min),
        Some(MinuteRange { min, max }) => format!("{} to {}", minutes(min), minutes(max)),
        None => "?".to_owned(),
    };
    let late = if lead.after_identification { ", after the cause was known" } else { "" };
    format!("lead: {} ({cost}, {}{late})", lead.suspect, kind(lead.basis))
}

/// Everything that is read, one fact per line.
fn facts(incident: &Incident) -> Vec<String> {
    let moment = |moment: &Option<_>| moment.as_ref().map_or_else(|| "unknown".to_owned(), when);
    let cause = &incident.cause;
    let class = [&cause.class, &cause.component].map(|id| id.clone().unwrap_or_default()).join(" in ");
    let about = if incident.impact.approximate { "~" } else { "" };
    let mut facts = vec![
        format!("title: {}", if incident.title_generated { "(generated)" } else { &incident.title }),
        format!("from {} to {}", moment(&incident.started_at), moment(&incident.ended_at)),
        format!("lasts {}", incident.duration.minutes.map_or_else(String::new, minutes)),
        format!("minutes to {}", phases(&incident.phases)),
        format!(
            "users: {}",
            incident.impact.users_percent.map_or("unknown".into(), |share| format!("{about}{share}%"))
        ),
        format!("cause: {class}: {}", cause.statement.as_deref().unwrap_or_default()),
        format!("detected by {}", kind(incident.detection.source)),
    ];
    facts.extend(incident.timeline.iter().map(|told| format!("{} [{}]", entry(told), kind(told.kind))));
    facts.extend(incident.false_leads.iter().map(lead));
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    incident.action_items.iter().for_each(|item| *groups.entry(kind(item.group)).or_default() += 1);
    facts.extend(groups.into_iter().map(|(group, count)| format!("{group}: {count}")));
    facts.extend(incident.flags.iter().map(|flag| format!("! {}", flag.code)));
    facts
}

fn check(markdown: &str, expected: &str) {
    let difference = difference("", &facts(&incident(markdown)), expected);
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
}

#[test]
fn glued_labels_and_a_night_over_midnight() {
    check(
        TICKETS,
        "title: (generated)
         from 2023-08-09T21:20Z to 2023-08-10T01:40Z
         lasts 260
         minutes to respond 10, escalate 105, identify 160, fix 200, resolve 260
         users: ~45%
         cause: config in cache: A wrong expiry setting in the cache cluster threw the seat plans away far too early, so that every page asked for them again.
         detected by monitoring
         2023-08-09T21:20Z Fault detected by a monitoring alarm on the response time of the calendar. [detected]
         2023-08-09T21:30Z Shop team paged and asked to investigate. [responded]
         2023-08-09T21:50Z First investigation focused on the search servers and the payment gateway. [investigating]
         2023-08-09T22:20Z Wrong assumption that the trouble came from the database after that evening's release. [false_lead]
         2023-08-09T23:05Z Incident escalated to the platform team for further help. [escalated]
         2023-08-10T00:00Z Settings of the cache cluster reviewed, revealing a wrong expiry. [identified]
         2023-08-10T00:40Z Expiry setting corrected on all nodes of the cache. [fixed]
         lead: search servers and the payment gateway (30, superseded)
         lead: database (45 to 100, identified)
         improvements: 2
         tasks: 3
         ! title_generated
         ! start_is_detection
         ! timeline_ends_before_stated_end",
    );
}

#[test]
fn headings_and_items_without_their_space() {
    check(
        LIBRARY,
        "title: Loans Stop At All Counters
         from 2022-06-03T07:30Z to 2022-06-03T10:45Z
         lasts 195
         minutes to respond 10, escalate 165, identify 90, fix 195, resolve 195
         users: ~20%
         cause: config in firewall: A misconfiguration of the firewall blocked the counters' connections to the catalogue.
         detected by monitoring
         2022-06-03T07:30Z Issue detected by monitoring alerts about counters that time out. [detected]
         2022-06-03T07:40Z Network team received the alerts as well. [responded]
         2022-06-03T07:50Z Initial investigation focused on the catalogue servers because of their new version. [investigating]
         2022-06-03T08:25Z No issues found on the catalogue servers; attention turned to the network. [ruled_out]
         2022-06-03T09:00Z Firewall logs analyzed, revealing misconfigured rules. [identified]
         2022-06-03T09:40Z Misleading path followed regarding the database of the catalogue. [false_lead]
         2022-06-03T10:15Z Incident escalated to the senior network engineers. [escalated]
         2022-06-03T10:45Z Firewall rules corrected, restoring normal service. [resolved]
         lead: catalogue servers (35, refuted)
         lead: database of the catalogue (35 to 65, fixed, after the cause was known)
         improvements: 2
         tasks: 2
         ! pseudo_markdown
         ! start_is_detection",
    );
}

#[test]
fn false_leads_with_their_ends_and_a_share_of_errors() {
    check(
        TRAMS,
        "title: October 4, 2023 Departures
         from 2023-10-04T13:00Z to 2023-10-04T17:10Z
         lasts 250
         minutes to respond 10, escalate 220, identify 200, fix 250, resolve 250
         users: unknown
         cause: config in queue: The outage was caused by a misconfiguration of the message queue, which dropped every second position of a tram.
         detected by monitoring
         2023-10-04T13:00Z Issue detected through automated monitoring alerts on missing positions. [detected]
         2023-10-04T13:10Z Operations team notified of the issue. [responded]
         2023-10-04T13:20Z Initial investigation focused on the departure boards as a possible bottleneck. [investigating]
         2023-10-04T13:40Z Assumed the root cause to be slow database queries after the morning's deployment. [false_lead]
         2023-10-04T14:10Z Database team engaged to investigate. [investigating]
         2023-10-04T14:30Z Database team confirmed no abnormalities in query times. [ruled_out]
         2023-10-04T15:00Z Investigation turned to the network, suspecting congestion of the radio network. [false_lead]
         2023-10-04T15:45Z Network team examined the radio logs and ruled out network congestion. [ruled_out]
         2023-10-04T16:20Z Message queue configuration reviewed, identifying misconfigured settings. [identified]
         2023-10-04T16:40Z Incident escalated to senior management for a quick decision. [escalated]
         2023-10-04T17:10Z Queue settings corrected, restoring normal departures. [resolved]
         lead: departure boards (20, superseded)
         lead: slow database queries (50, refuted)
         lead: congestion of the radio network (45, refuted)
         improvements: 2
         tasks: 1
         ! start_is_detection",
    );
}

#[test]
fn a_month_without_a_day_and_promises_in_prose() {
    check(
        BAKERY,
        "title: (generated)
         from 2025-03 05:15 to 2025-03 07:05
         lasts 110
         minutes to respond 5, escalate 90, identify 75, fix 110, resolve 110
         users: 60%
         cause: config in dns: The outage was identified as a misconfiguration of the DNS records.
         detected by monitoring
         2025-03 05:15 Issue detected through monitoring alerts on a sudden rise of failed logins. [detected]
         2025-03 05:20 The Operations team was alerted and began to look into the failed logins. [responded]
         2025-03 05:35 Initial assumptions were made that the database servers were overloaded by the morning orders. Investigation focused on database metrics. [false_lead]
         2025-03 06:10 Database servers were found to be functioning normally. Attention shifted to the DNS configuration. [ruled_out]
         2025-03 06:30 DNS misconfiguration identified as root cause. [identified]
         2025-03 06:45 Incident escalated to the senior management for awareness. [escalated]
         2025-03 07:05 DNS records corrected, services restored, and bakers could order again. [resolved]
         lead: database servers (35, refuted)
         improvements: 2
         tasks: 3
         ! title_generated
         ! date_partial
         ! zone_missing
         ! start_is_detection",
    );
}

#[test]
fn two_shares_of_users_and_an_end_that_is_cut() {
    check(
        CLINIC,
        "title: (generated)
         from 2024-11-12T08:00Z to 2024-11-12T10:30Z
         lasts 150
         minutes to respond 10, escalate 75, identify 115, fix 150, resolve 150
         users: ~85%
         cause: config in load_balancer: The root cause of the outage was identified as a misconfiguration of the load balancer.
         detected by monitoring
         2024-11-12T08:00Z The issue was detected when monitoring alerts showed a sudden rise of response times. [detected]
         2024-11-12T08:10Z Engineers looked at the graphs and noticed that the load balancer used one server only. [culprit_named]
         2024-11-12T08:25Z Initial assumptions suggested a possible fault of the telephone gateway, leading to a check of its lines. [false_lead]
         2024-11-12T08:50Z After ruling out faults of the telephone gateway, attention went back to the load balancer. [ruled_out]
         2024-11-12T09:15Z The incident was escalated to the infrastructure team. [escalated]
         2024-11-12T09:55Z The root cause was confirmed to be a misconfiguration of the load balancer. [identified]
         2024-11-12T10:30Z The issue was resolved by correcting the health check and restarting the overloaded server. [resolved]
         lead: fault of the telephone gateway (25, refuted, after the cause was known)
         improvements: 2
         tasks: 2
         ! title_generated
         ! impact_conflict
         ! start_is_detection
         ! truncated",
    );
}

#[test]
fn minutes_are_written_as_people_write_them() {
    assert_eq!([minutes(Minutes::new(90)), minutes(Minutes::from_seconds(75))], ["90", "1.25"]);
}
