//! Promises in their notations (the numbers are those of the list of notations).

use incidex::model::Incident;

use super::{Example, action, check, kind};

fn facts(incident: &Incident) -> Vec<String> {
    incident.action_items.iter().map(action).collect()
}

fn grouped(incident: &Incident) -> Vec<String> {
    incident.action_items.iter().map(|item| format!("{}: {}", kind(item.group), item.text)).collect()
}

const NOTATIONS: &[Example] = &[
    (
        "1 plain lines, the next label glued to the last, a closing sentence",
        "Improvements/Fixes:\n\nAdd an alert on the free space of the mail disk.\nMove the spool to a disk of its own.\nTasks to Address the Issue:\n\nDelete old mail every night.\nBy following these steps, we aim to keep the mail flowing and our users happy.\n",
        "unknown: Add an alert on the free space of the mail disk.
         unknown: Move the spool to a disk of its own.
         unknown: Delete old mail every night.",
    ),
    (
        "2 no space behind the dash, a title of its own",
        "#Tasks:\n\n-Write a runbook for a full disk.\n-Train the night shift on it.\n",
        "unknown: Write a runbook for a full disk.
         unknown: Train the night shift on it.",
    ),
    (
        "3 nested under labels",
        "## Corrective and preventative measures\n\n- **Improvements/Fixes:**\n  - Add an alert on the mail disk.\n- **Tasks:**\n    - Delete old mail every night.\n",
        "unknown: Add an alert on the mail disk.
         unknown: Delete old mail every night.",
    ),
    (
        "3 numbered, with names in bold",
        "## Preventive measures\n\n1. **Quotas:** Give every mailbox a limit.\n2. **Alerts:** Warn when the disk is nearly full.\n",
        "unknown: Quotas: Give every mailbox a limit.
         unknown: Alerts: Warn when the disk is nearly full.",
    ),
    (
        "4 several sentences on one line",
        "CORRECTIVE MEASURES: \nIMPROVEMENTS/FIXES: \nAdd an alert on the mail disk. Give every mailbox a limit. Review the limits every year.\n",
        "unknown: Add an alert on the mail disk.
         unknown: Give every mailbox a limit.
         unknown: Review the limits every year.",
    ),
    (
        "5 tickets as links, in brackets, bare, and below",
        "## Action items\n\n1. Add an alert [Issue](https://git.example.org/mail/issues/7)\n2. Move the spool ([#12](https://git.example.org/mail/issues/12))\n3. Delete old mail (#14)\n4. Give mailboxes a limit\n   - https://git.example.org/mail/issues/15\n",
        "tracked https://git.example.org/mail/issues/7: Add an alert
         tracked https://git.example.org/mail/issues/12: Move the spool
         tracked #14: Delete old mail
         tracked https://git.example.org/mail/issues/15: Give mailboxes a limit",
    ),
    (
        "6 check boxes, marks and words for done",
        "## Action items\n\n- [ ] Add an alert\n- [x] Move the spool\n- ✅ Delete old mail\n- Give mailboxes a limit (DONE)\n- [ ] [20m] Write the runbook\n- ~~Buy a new server~~\n",
        "open: Add an alert
         done: Move the spool
         done: Delete old mail
         done: Give mailboxes a limit
         open: Write the runbook
         dropped: Buy a new server",
    ),
    (
        "6 a whole group that is done",
        "## Actions\n\n### Immediate Actions (Completed)\n\n- Delete old mail\n\n### Short-term improvements\n\n- Add an alert\n",
        "done: Delete old mail
         unknown: Add an alert",
    ),
    (
        "7 a table with owner, date and state",
        "## Action items\n\n| Priority | Action | Owner | Due Date | Status |\n|---|---|---|---|---|\n| P1 | Add an alert | ann | 2024-06-01 | Open |\n| P2 | Move the spool | bob | 2024-07-01 | Done |\n",
        "open by ann due 2024-06-01: Add an alert
         done by bob due 2024-07-01: Move the spool",
    ),
    (
        "7 a table with a ticket",
        "## Action items\n\n| # | Action | Priority | GitHub |\n|---|---|---|---|\n| 1 | Add an alert | high | #31 |\n",
        "tracked #31: Add an alert",
    ),
    (
        "7 a table per group, an empty one says so",
        "## Action items\n\n### Prevention\n\n| Action Item | Owner | Tracking bug | Notes |\n|---|---|---|---|\n| Give mailboxes a limit | ann | MAIL-7 | soon |\n\n### Detection\n\nNone.\n",
        "tracked by ann MAIL-7: Give mailboxes a limit",
    ),
    (
        "8 an owner behind, a bold beginning, a quarter",
        "## Action items\n\n- **Give mailboxes a limit**: two gigabytes each. Owner: @ann\n- Move the spool. Due: Q4 2025\n",
        "unknown by @ann: Give mailboxes a limit: two gigabytes each.
         unknown due Q4 2025: Move the spool.",
    ),
    (
        "9 what a template leaves behind",
        "## Action items\n\nThese are only sample subheadings. Every incident is different.\n\n- {{ summary }} [link to github issue]\n- Add an alert\n",
        "unknown: Add an alert",
    ),
    (
        "10 closing sentences and what was done at once",
        "## Preventive measures\n\nAdd an alert on the mail disk. This incident highlighted the importance of watching disks.\n",
        "unknown: Add an alert on the mail disk.",
    ),
    (
        "11 the same promise in two lists is two promises",
        "Improvements:\n- Add an alert on the mail disk.\n\nTasks:\n- Add an alert on the mail disk.\n",
        "unknown: Add an alert on the mail disk.
         unknown: Add an alert on the mail disk.",
    ),
];

const GROUPS: &[Example] = &[(
    "groups",
    "## Follow-ups\n\n- Write a report.\n\n## Action items\n\n### Process improvements\n\n- Call sooner.\n\n### Documentation improvements\n\n- Describe the spool.\n\n### Technical improvements\n\n- Add an alert.\n\n## Immediate actions\n\n- Delete old mail.\n\n## Prevention\n\n- Limit mailboxes.\n",
    "follow_ups: Write a report.
     process: Call sooner.
     documentation: Describe the spool.
     improvements: Add an alert.
     immediate: Delete old mail.
     preventive: Limit mailboxes.",
)];

#[test]
fn promises_are_read_in_every_notation() {
    check(NOTATIONS, facts);
}

#[test]
fn a_promise_belongs_to_the_group_of_its_heading() {
    check(GROUPS, grouped);
}
