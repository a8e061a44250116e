//! Whether a length of time in a sentence is that of the incident: "lasted 45 minutes", "a 20-minute outage".
//!
//! Input: the words before and behind a length. Output: what they make of it. Reads no lengths itself.

use super::around::{clause_before, tells_trouble};

const LENGTH_LEADS: &[&str] = &["for", "lasted", "lasting", "lasts", "took", "of", "after", "within", "total", "was"];
const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "roughly",
    "nearly",
    "almost",
    "over",
    "under",
    "just",
    "a",
    "an",
    "total",
    "of",
    "some",
    "only",
    "at",
    "least",
    "most",
    "up",
    "to",
    "more",
    "less",
    "than",
    "the",
    "brief",
    "short",
];

/// Whether a word that takes a length stands before it: "for about", "lasted".
pub fn is_led(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    let word = words.find(|word| !ABOUT.iter().any(|about| about.eq_ignore_ascii_case(word)));
    word.is_some_and(|word| LENGTH_LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(word)))
}

/// Whether the words right behind a length name what it is the length of: "minute failure", "of downtime".
pub fn names_trouble(behind: &str) -> bool {
    const NAMES: &[&str] = &[
        "outage",
        "outages",
        "downtime",
        "failure",
        "disruption",
        "interruption",
        "incident",
        "degradation",
        "window",
        "unavailability",
        "blackout",
        "loss",
        "delay",
        "impact",
    ];
    let words = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(4).any(|word| NAMES.iter().any(|name| name.eq_ignore_ascii_case(word)))
}

/// Whether the words before a length say that it came about: "resulting in about", "for".
fn led_to(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    let word = words.find(|word| !ABOUT.iter().any(|about| about.eq_ignore_ascii_case(word)));
    word.is_some_and(|word| matches!(word, "in" | "for" | "were" | "was" | "had" | "saw"))
}

fn clause_of(behind: &str) -> &str {
    &behind[..behind.find(['.', ';']).unwrap_or(behind.len())]
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a length is that of the whole incident: an outage that lasted, a site that was down.
pub fn is_of_the_whole(before: &str, behind: &str) -> bool {
    const SUBJECTS: &[&str] = &[
        "outage",
        "downtime",
        "incident",
        "disruption",
        "interruption",
        "degradation",
        "impact",
        "unavailability",
        "blackout",
        "event",
    ];
    const DOWN: &[&str] = &[
        "down",
        "unavailable",
        "offline",
        "unreachable",
        "inaccessible",
        "unresponsive",
        "dark",
        "stopped",
        "failing",
        "failed",
        "broken",
        "frozen",
        "stuck",
        "slow",
        "lost",
        "without",
        "rejected",
        "degraded",
    ];
    const PART: &[&str] = &[
        "some", "few", "several", "one", "each", "part", "parts", "most", "first", "another", "further", "second",
        "every", "least", "node", "replica", "query", "request", "requests", "with", "using", "whose",
    ];
    let clause = clause_before(before);
    let words = words_of(clause);
    let holds = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // "Shops with the old client were moved, incurring three hours of downtime": its subject stands further in front.
    let is_appended = words.first().is_some_and(|word| word.ends_with("ing"));
    let whose = if is_appended { before } else { clause };
    if words_of(whose).iter().any(|word| PART.contains(&word.as_str())) {
        return false;
    }
    let lasted = holds(&["lasted", "lasting", "lasts", "took"]) && holds(SUBJECTS);
    let was_down = holds(&["for"]) && (holds(DOWN) || holds(SUBJECTS));
    let total = holds(&["total"]) && holds(SUBJECTS);
    let stood = holds(&["around", "persisted", "existed", "continued", "present"])
        && holds(&["problem", "issue", "fault", "trouble", "bug", "error", "errors"]);
    // "About 90 seconds where nothing was delivered".
    let relative =
        ["where ", "during which ", "in which ", "when "].iter().any(|word| behind.trim_start().starts_with(word));
    let behind_it = relative && led_to(before) && tells_trouble(clause_of(behind));
    let named = {
        let next =
            behind.trim_start_matches(['-', ' ']).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let of = behind.trim_start().as_bytes();
        let begins =
            |words: &&str| of.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()));
        SUBJECTS[..5].contains(&next.to_lowercase().as_str()) || ["of downtime", "of unavailability"].iter().any(begins)
    };
    (is_led(before) && (lasted || was_down || total || stood))
        || behind_it
        || named && !holds(&["after", "every", "within"])
}
