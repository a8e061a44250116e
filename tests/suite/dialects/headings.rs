//! What authors call the parts of a postmortem, as headings, bold lines and labels.

use incidex::model::Incident;

use super::incident;

/// A heading, and which of the facts its text becomes.
type Synonyms = (fn(&Incident) -> Option<&str>, &'static [&'static str]);

const TEXT: &str = "The spool of the mail server was full.";

const NAMES: &[Synonyms] = &[
    (
        |incident| incident.summary.as_deref(),
        &[
            "Summary",
            "Issue Summary",
            "Executive Summary",
            "Overview",
            "Synopsis",
            "What happened?",
            "Abstract",
            "TL;DR",
            "Resumen ejecutivo",
            "Résumé",
            "概要",
            "[Initial message]",
            "1. Summary",
            "**Summary:**",
            "Sumary",
            "📝 Summary",
            "Incident Summary (draft)",
        ],
    ),
    (
        |incident| incident.impact.text.as_deref(),
        &[
            "Impact",
            "User impact",
            "Impact on users",
            "Impact Assessment",
            "Scope",
            "Affected users",
            "Customer impact",
            "User-visible impact",
            "Data loss",
            "Impact - customers",
            "IMPACT:",
            "Auswirkungen",
            "Impacto",
        ],
    ),
    (
        |incident| incident.cause.statement.as_deref(),
        &[
            "Root cause",
            "Root Causes",
            "Root cause analysis",
            "RCA",
            "Cause",
            "Trigger",
            "Why it happened",
            "5 Whys",
            "Causa raíz",
            "原因",
            "2) Root Cause",
            "Root Cause and Resolution",
            "Primary issue",
            "Root cuase",
        ],
    ),
    (
        |incident| incident.resolution.as_deref(),
        &[
            "Resolution",
            "Resolution and recovery",
            "Resolution steps taken",
            "Recovery",
            "Mitigation",
            "Remediation",
            "Rollback",
            "The road to redemption",
            "[Final message]",
            "Fix",
            "How we fixed it",
            "Solución",
        ],
    ),
    (
        |incident| incident.action_items.first().map(|item| item.text.as_str()),
        &[
            "Action items",
            "Actions",
            "Review actions",
            "Actions following review",
            "Corrective and preventive measures",
            "Corrective and preventative measure",
            "Preventive actions",
            "Improvements/Fixes",
            "Things to improve/fix",
            "Tasks to address the issues",
            "TODO list",
            "Follow-ups",
            "Next steps",
            "Moving forward",
            "Future prevention",
            "Immediate actions required",
            "Longer-term improvements",
            "Prevention",
            "Acciones",
            "再発防止",
            "Correcteive actions",
            "Follow-up improvements",
        ],
    ),
    (
        |incident| incident.lessons.learned.first().map(String::as_str),
        &["Lessons learned", "Lessons Learnt", "Key takeaways", "Insights", "Surprise findings", "Lessions learned"],
    ),
    (
        |incident| incident.lessons.well.first().map(String::as_str),
        &["What went well", "What worked", "What went right", "What went well?"],
    ),
    (
        |incident| incident.lessons.poorly.first().map(String::as_str),
        &[
            "What went wrong",
            "What went poorly",
            "What didn't go well",
            "What didn’t go so well?",
            "Where we got unlucky",
        ],
    ),
    (|incident| incident.lessons.lucky.first().map(String::as_str), &["Where we got lucky", "Where were we lucky?"]),
];

/// Names under which nothing of the incident itself is told.
const ASIDE: &[&str] = &[
    "Appendix",
    "Apendix",
    "References",
    "Technical details",
    "Attendees",
    "Atendees",
    "Reviewers",
    "Authors",
    "Conclusion",
    "Environment",
    "Q&A",
    "Related issues / PRs",
];

fn check(read: fn(&Incident) -> Option<&str>, name: &str, written: &str) {
    let incident =
        incident(&format!("# Mail is late\n\n{written}\n\nAdd more disks to the mail server.\n\n## Appendix\n\n-\n"));
    assert_eq!(read(&incident), Some("Add more disks to the mail server."), "{name}: {written:?}");
}

#[test]
fn a_part_is_known_by_every_name_as_a_heading() {
    for (read, names) in NAMES {
        names.iter().for_each(|name| check(*read, name, &format!("## {name}")));
    }
}

#[test]
fn a_part_is_known_by_every_name_as_a_bold_line() {
    for (read, names) in NAMES {
        let plain = names.iter().filter(|name| !name.contains(['*', '[']));
        plain.for_each(|name| check(*read, name, &format!("**{name}**")));
    }
}

#[test]
fn a_part_is_known_by_every_name_as_a_label_on_its_own_line() {
    for (read, names) in NAMES {
        let plain = names.iter().filter(|name| !name.contains(['*', '[', ':', '?', '(', '📝']));
        plain.for_each(|name| check(*read, name, &format!("{name}:")));
    }
}

#[test]
fn appendices_and_people_tell_nothing_of_the_incident() {
    for name in ASIDE {
        let incident = incident(&format!("# Mail is late\n\n## Impact\n\nNo mail.\n\n## {name}\n\n{TEXT}\n"));
        let told = [incident.summary, incident.impact.text, incident.cause.statement, incident.resolution];
        assert_eq!(told, [None, Some("No mail.".to_owned()), None, None], "{name}");
    }
}

#[test]
fn a_part_that_stands_twice_is_read_twice() {
    let incident = incident(
        "# Mail is late\n\n## Root cause\n\nA full disk.\n\n## Action items\n\n- Add disks.\n\n## Root cause and resolution\n\nThe disk had no alert. To resolve the issue, old mail was deleted.\n\n## Action items\n\n- Add an alert.\n",
    );
    assert_eq!(incident.cause.statement.as_deref(), Some("A full disk."));
    assert_eq!(incident.resolution.as_deref(), Some("To resolve the issue, old mail was deleted."));
    assert_eq!(incident.action_items.len(), 2);
}
