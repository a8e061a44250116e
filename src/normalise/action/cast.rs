//! Who may be meant by a name behind a promise.
//!
//! In: the names that a document lists, and what it tells. Out: whether a name is somebody of it. A word is somebody where
//! the document lists it, lets it speak or act, or puts it alone into a cell; no list of first names is asked.

use std::sync::Arc;

/// The people of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cast(Arc<Known>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Known {
    /// Names that the document lists: its author, its responders.
    people: Vec<String>,
    /// Who tells, where one person does.
    teller: Option<String>,
    /// All that is told, a line or a cell on a line of its own.
    told: String,
}

/// What people do and machines do not.
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "said", "says", "wrote", "writes", "saw", "sees", "notices", "noticed", "joins", "joined", "finds", "found", "reads",
    "spots", "spotted", "suspects", "suspected", "pings", "pinged", "asks", "asked", "looks", "looked", "goes", "acked",
    "acks", "acknowledges", "acknowledged", "thinks", "thought", "rang", "rings", "realises", "realised", "realizes",
    "realized", "remembers", "remembered", "offers", "offered", "proposes", "proposed", "suggests", "suggested", "knows",
    "knew", "hopes", "drives", "drove", "types", "typed", "guessed", "guesses", "believed", "believes", "wondered",
    "wonders", "told", "tells", "explained", "explains", "agreed", "agrees", "volunteered", "woke", "wakes", "reckons",
    "blamed", "investigates", "investigated", "digs", "dug", "points", "pointed", "confirms", "confirmed", "declares",
    "declared", "decides", "decided", "calls", "called", "checks", "checked", "opens", "opened", "tries", "tried", "and",
    "online", "spends", "spent", "was", "has", "had", "got", "took", "takes", "put", "puts",
];

/// Deeds that machines do as well: they tell of somebody only where the name cannot be a thing's.
const SHARED: &[&str] = &[
    "was",
    "has",
    "had",
    "got",
    "took",
    "takes",
    "put",
    "puts",
    "and",
    "calls",
    "called",
    "checks",
    "checked",
    "opens",
    "opened",
    "tries",
    "tried",
    "reads",
    "goes",
    "confirms",
    "confirmed",
    "online",
    "found",
    "finds",
];

const TITLES: &[&str] = &["mr", "mrs", "ms", "dr", "hr", "fr", "herr", "frau", "prof", "sr", "mme", "m"];

impl Cast {
    pub fn new(people: &[String], told: String) -> Self {
        let teller = signature(&told).or_else(|| match people {
            [only] if is_a_name(only) => Some(only.clone()),
            _ => None,
        });
        Self(Arc::new(Known { people: people.to_vec(), teller, told }))
    }

    /// Who "me" is.
    pub(super) fn teller(&self) -> Option<&str> {
        self.0.teller.as_deref()
    }

    /// Whether a name is somebody whom the document knows, or several of them.
    pub(super) fn knows(&self, name: &str) -> bool {
        const LONGEST: usize = 60;
        if name.is_empty() || name.len() > LONGEST {
            return false;
        }
        let parts: Vec<&str> =
            name.split([',', '+', '&', '/']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
        parts.iter().all(|part| is_shaped_like_a_name(part)) && parts.iter().any(|part| self.knows_one(part))
    }

    fn knows_one(&self, name: &str) -> bool {
        is_titled(name) || self.0.people.iter().any(|person| is_person(person, name)) || self.acts(name)
    }

    /// Whether somebody of that name speaks or acts in what is told.
    fn acts(&self, name: &str) -> bool {
        let told = &self.0.told;
        let capital = name.starts_with(char::is_uppercase);
        told.match_indices(name).any(|(at, _)| {
            let before = told[..at].chars().next_back();
            let behind = &told[at + name.len()..];
            if before.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_') {
                return false;
            }
            let told_by = ["by ", "par ", "von ", "por ", "da ", "door "].iter().any(|word| told[..at].ends_with(word));
            if told_by && capital && is_byline(&told[..at]) {
                return true;
            }
            let opens = before.is_none_or(|c| matches!(c, '\n' | '<'));
            let alone = behind.is_empty() || behind.starts_with('\n');
            let line_of_its_own = opens && alone;
            let speaks =
                opens && (behind.starts_with('>') || behind.starts_with(": ") && !capital || behind.starts_with(", "));
            let Some(rest) = behind.strip_prefix(' ') else { return line_of_its_own || speaks };
            let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            DEEDS.contains(&word) && !SHARED.contains(&word)
                || SHARED.contains(&word) && !capital && opens
                || rest.starts_with(['–', '—']) && opens && !is_technical(name)
        })
    }
}

/// "written by", "rédigé par": what stands in front of a name.
fn is_byline(before: &str) -> bool {
    #[rustfmt::skip]
    const LINES: &[&str] = &[
        "written", "reported", "prepared", "edited", "reviewed", "noticed", "spotted", "found", "raised", "rédigé", "écrit", "relu", "erstellt",
        "verfasst", "escrito", "redactado", "scritto", "redatto", "geschreven", "compiled", "report",
    ];
    before.split_whitespace().rev().nth(1).is_some_and(|word| LINES.contains(&word.to_lowercase().as_str()))
}

/// "Ana" and "AK" for "Ana Kovač", "k.ferreira" or "A. Kovač".
fn is_person(person: &str, name: &str) -> bool {
    let words: Vec<&str> = person.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let same = |word: &&&str| word.eq_ignore_ascii_case(name) && word.chars().count() > 1;
    let initials: String = words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    person.trim_start_matches('@').eq_ignore_ascii_case(name)
        || words.len() <= 4 && words.iter().find(same).is_some()
        || words.len() == 2 && initials == name
}

/// "Mr. Baker", "Fr. Özdemir".
fn is_titled(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(title, rest)| {
        TITLES.contains(&title.trim_end_matches('.').to_lowercase().as_str())
            && title.starts_with(char::is_uppercase)
            && rest.starts_with(char::is_uppercase)
            && rest.split(' ').count() <= 2
    })
}

/// Who signs: "— Ana" on one of the last lines.
fn signature(told: &str) -> Option<String> {
    const LAST: usize = 4;
    let signed = |line: &str| {
        let name = ["—", "–", "--"].iter().find_map(|sign| line.trim().strip_prefix(sign))?.trim();
        is_a_name(name).then(|| name.to_owned())
    };
    told.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST).find_map(signed)
}

fn is_a_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=3).contains(&words) && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''))
}

/// Words that never are a name, be they written as one.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "our", "your", "their", "its", "it", "we", "you", "they", "he", "she",
    "i", "me", "us", "who", "which", "what", "all", "any", "both", "each", "every", "some", "no", "not", "none", "nobody", "yes",
    "maybe", "perhaps", "if", "when", "while", "with", "without", "to", "in", "on", "at", "by", "for", "from", "of", "as", "so",
    "or", "but", "also", "only", "see", "is", "are", "was", "were", "be", "been", "done", "open", "closed", "todo", "wip",
    "pending", "ongoing", "soon", "later", "now", "next", "new", "asap", "tbd", "tba", "tbc", "optional", "recommended",
    "required", "important", "urgent", "high", "medium", "low", "critical", "minor", "major", "sorry", "thanks", "obviously",
    "again", "too", "first", "last", "long", "short", "term", "phase", "stage", "step", "part", "cost", "quota", "blocked",
    "ongoing", "monthly", "weekly", "daily", "quarterly", "yearly", "annually", "today", "tomorrow", "internal", "external",
    "manual", "automatic", "automated", "production", "staging", "prod", "test", "tests", "example", "etc", "via",
    "fixed", "merged", "shipped", "deployed", "live", "released", "started", "planned", "scheduled", "unassigned", "everyone",
    "alert", "alerts", "metrics", "logs", "dashboards", "documentation", "docs", "runbook", "code", "config", "monitoring",
];

/// One to four words, each of which a name may have.
pub(super) fn is_shaped_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'' | '’' | '@' | '&' | '+' | '/' | '(' | ')');
    let shaped =
        |word: &&str| word.chars().all(plain) && word.contains(char::is_alphabetic) || matches!(*word, "&" | "+" | "/");
    let first = words.first().map(|word| word.trim_end_matches('.').to_lowercase()).unwrap_or_default();
    let named = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '@')
            || matches!(*word, "&" | "+" | "/" | "and" | "of" | "de" | "van" | "von")
    };
    let jotted = words.len() == 1 && text.chars().count() > 1;
    (1..=4).contains(&words.len())
        && words.iter().all(shaped)
        && (!NO_NAMES.contains(&first.as_str()) || is_initials(words[0]))
        && (jotted || words.iter().all(named) || is_a_group(&words))
}

/// "IT", "HR": capitals alone are no word of a sentence.
fn is_initials(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(
            word,
            "TBD" | "TBA" | "TBC" | "DONE" | "WIP" | "TODO" | "ASAP" | "NONE" | "OPEN" | "LOW" | "HIGH" | "NEW"
        )
}

/// "facility management", "endpoint team".
fn is_a_group(words: &[&str]) -> bool {
    #[rustfmt::skip]
    const GROUPS: &[&str] = &[
        "management", "team", "ops", "operations", "engineering", "support", "services", "security", "desk", "office", "board",
        "department", "council", "squad", "group", "vendor", "guild", "staff", "admins", "administration", "infra",
        "infrastructure", "platform", "network", "leads", "crew", "engineers", "developers",
    ];
    let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
    GROUPS.contains(&last.as_str()) && (words.len() <= 3)
}

/// Names of things that are written as people's are.
fn is_technical(name: &str) -> bool {
    name.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_listed_speaks_or_acts_is_somebody() {
        let told = "09:10\nmira restarts nothing\nmira suspects the switch\nOle says no\n<zed> hm\nGrafana shows a line\nTill\nwe asked Redis and it failed";
        let cast = Cast::new(&["Ana Kovač".to_owned(), "t.berger".to_owned()], told.to_owned());
        for name in ["mira", "Ole", "zed", "Till", "Ana", "AK", "TB", "Berger", "Hr. Lund", "Ole + network", "Ana & Bo"]
        {
            assert!(cast.knows(name), "{name}");
        }
        for name in ["Grafana", "Redis", "switch", "", "the", "nothing"] {
            assert!(!cast.knows(name), "{name}");
        }
    }

    #[test]
    fn who_signs_is_who_tells() {
        let cast = Cast::new(&[], "It broke.\nSorry.\n— Priya".to_owned());
        assert_eq!(cast.teller(), Some("Priya"));
        let cast = Cast::new(&["Bo Lund".to_owned()], "It broke.".to_owned());
        assert_eq!(cast.teller(), Some("Bo Lund"));
    }
}
