//! The suspect of a lead as a thing that a reader knows: "load balancer", "DDoS attack", "checkout release".
//!
//! In: the suspect in its author's words, the sentence that tells of it. Out: the noun among these words, or nothing where they
//! name a deed ("restarted the proxy") or nothing at all ("the same"). Knows nothing of what a lead cost or how it ended.

use crate::normalise::event::EventContext;
use crate::text::Words;

use super::vain::remedies_named;

/// Articles, prepositions and pronouns that lead up to a noun.
#[rustfmt::skip]
const LEADING: &[&str] = &[
    "a", "an", "the", "our", "their", "its", "his", "her", "your", "that", "this", "these", "those", "some", "any", "possible",
    "potential", "likely", "probable", "suspected", "under", "by", "with", "in", "on", "of", "at", "about", "around", "from", "to",
    "into", "during", "for", "we", "it", "they", "was", "were", "is", "are", "be", "being", "been", "there", "only", "just", "simply",
    "perhaps", "maybe", "because", "since", "as", "like", "first", "initially", "another", "either", "both", "all",
];
const ARTICLES: &[&str] =
    &["a", "an", "the", "our", "their", "this", "these", "those", "newly", "recently", "some", "any"];
const PREPOSITIONS: &[&str] = &[
    "of", "in", "on", "at", "from", "with", "for", "to", "between", "within", "inside", "behind", "across", "per",
    "against", "by", "around", "under", "into", "near",
];
/// Words that no noun goes on behind.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "that", "which", "who", "whose", "where", "when", "while", "because", "since", "as", "but", "so", "if", "after", "before",
    "until", "although", "though", "then", "than", "we", "i", "it", "they", "he", "she", "you", "was", "were", "is", "are", "be",
    "been", "being", "had", "has", "have", "did", "does", "do", "would", "could", "can", "may", "might", "must", "will", "should",
    "not", "also", "again", "still", "too", "out", "due", "owing", "based", "following", "causing", "leading", "resulting", "having",
    "failing", "running", "doing", "getting", "using", "going", "coming", "dropping", "hanging", "making", "acting", "via",
    // Past forms that do not end in "ed".
    "hung", "broke", "went", "ran", "sent", "lost", "held", "got", "became", "took", "died", "fell", "grew", "stuck", "froze", "came",
    "kept", "gave", "blew", "shut", "threw", "stood", "lay", "began", "fails", "drops", "hangs", "crashes", "looks", "looked", "seems",
];
/// Verbs of what people do to a thing, beside those of remedies: who did one suspected nobody, as far as the words tell.
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "added", "enabled", "applied", "throttled", "isolated", "attempted", "tried", "tested", "checked", "deleted", "removed", "moved",
    "created", "installed", "deployed", "provisioned", "configured", "adjusted", "tuned", "limited", "extracted", "revoke", "revoked",
    "banned", "blocked", "drained", "contacted", "called", "asked", "opened", "closed", "planned",
];
/// Participles that say what a thing is like.
#[rustfmt::skip]
const LIKE: &[&str] = &[
    "failed", "expired", "overloaded", "saturated", "corrupted", "damaged", "exhausted", "misconfigured", "compromised", "outdated",
    "infected", "bloated", "fragmented", "increased", "elevated", "broken", "unused", "cached", "distributed", "shared", "failing",
    "missing", "expiring", "leaking", "misbehaving", "dying", "flapping", "managed", "hosted", "embedded", "rushed", "undersized",
];
/// Nouns that end as verbs do.
const GERUNDS: &[&str] = &[
    "routing",
    "caching",
    "monitoring",
    "logging",
    "scheduling",
    "networking",
    "billing",
    "polling",
    "throttling",
    "peering",
    "mailing",
    "messaging",
    "streaming",
    "indexing",
    "locking",
    "paging",
    "clustering",
    "balancing",
    "rendering",
    "pricing",
    "shipping",
    "spring",
    "string",
    "building",
    "wiring",
    "cooling",
    "ring",
    "timing",
    "hosting",
    "feed",
    "speed",
    "seed",
    "bed",
    "embed",
    "shed",
    "red",
    "led",
];
/// Counts, of what follows behind "of".
const QUANTITIES: &[&str] =
    &["one", "two", "three", "four", "five", "some", "most", "all", "part", "number", "couple", "lot", "none"];
/// What a noun says nothing with unless another word names the thing: "network issues".
#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "issue", "issues", "problem", "problems", "error", "errors", "failure", "failures", "trouble", "fault", "faults", "outage", "cause",
    "problems", "performance", "load", "overload", "health", "latency", "connectivity",
];
/// What was done, and no thing, whatever stands beside it.
#[rustfmt::skip]
const NO_THING: &[&str] = &[
    "restart", "restarts", "reboot", "reboots", "response", "attempt", "attempts", "investigation", "search", "suspicion", "blame",
    "rollback", "try", "tries", "hour", "hours", "minutes", "time", "day", "track", "tree", "trail", "path", "wrong", "same", "way",
    "thing", "things", "everything", "nothing", "something", "lead", "theory", "hypothesis", "assumption", "idea", "belief", "guess",
    "people", "users", "customers", "effect", "symptom", "symptoms", "team", "everybody", "everyone", "nobody",
];
/// Things that are suspected, beside the components that the rules know; the beginning of a word will do.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "deploy", "release", "rollout", "upgrade", "update", "change", "patch", "migration", "merge", "commit", "version", "build", "config",
    "setting", "flag", "rule", "policy", "attack", "ddos", "scan", "crawler", "bot", "scraper", "hacker", "intru", "virus", "malware",
    "certificate", "token", "key", "password", "secret", "cookie", "session", "leak", "deadlock", "lock", "loop", "race", "bug", "regression",
    "provider", "carrier", "vendor", "supplier", "isp", "partner", "operator", "region", "zone", "datacent", "cloud", "platform", "line",
    "cable", "fibre", "fiber", "switch", "router", "routing", "firewall", "port", "antenna", "radio", "interference", "wi", "modem", "card",
    "disk", "volume", "drive", "memory", "cpu", "swap", "heap", "battery", "power", "ups", "fan", "cooling", "sensor", "printer",
    "firmware", "driver", "library", "dependency", "package", "plugin", "module", "kernel", "backup", "job", "cron", "batch", "import",
    "export", "report", "query", "queries", "index", "table", "schema", "replica", "partition", "feed", "data", "file", "traffic", "spike",
    "campaign", "feature", "mailing", "newsletter", "load", "request", "connection", "pool", "thread", "timeout", "limit", "quota", "clock", "timezone",
    "dst", "leap", "client", "browser", "app", "service", "server", "node", "host", "cluster", "pod", "container", "image", "proxy", "cache",
    "queue", "broker", "consumer", "worker", "api", "endpoint", "gateway", "balancer", "database", "storage", "record", "resolver",
    "scheduler", "webhook", "integration", "account", "permission", "role", "user_error", "typo", "size", "format", "encoding", "header",
];

const LONGEST: usize = 10;

/// The noun of a suspect; `sentence` is the text that tells of it, empty where nobody knows, `services` what the incident hit.
pub(super) fn noun_of(suspect: &str, sentence: &str, services: &[String], context: &EventContext) -> Option<String> {
    let words = Words::opening(suspect);
    let from = (0..words.len()).find(|index| !LEADING.contains(&words.word(*index)))?;
    let article =
        from > 0 && ARTICLES.contains(&words.word(from - 1)) || from == 0 && follows_article(suspect, sentence);
    if names_deed(&words, from, article) {
        return None;
    }
    let end = end_of(&words, from)?;
    let (from, end) = (counted(&words, from, end), trimmed(&words, from, end)?);
    let head_end = (from + 1..end).find(|index| PREPOSITIONS.contains(&words.word(*index))).unwrap_or(end);
    let last = words.word(head_end - 1);
    let head = &suspect[words.bytes(&(from..head_end))];
    let component = !context.components(head).is_empty();
    let thing = (from..head_end).any(|index| {
        let word = words.word(index);
        !VAGUE.contains(&word) && THINGS.iter().any(|thing| is_thing(word, thing))
    });
    let service = services.iter().any(|service| service.eq_ignore_ascii_case(head));
    let opens = from == 0 && opens_sentence(suspect, sentence);
    let named =
        (from..head_end).any(|index| is_name(&suspect[words.start(index)..words.end(index)], opens && index == from));
    (!NO_THING.contains(&last) && (component || service || thing || named))
        .then(|| suspect[words.bytes(&(from..end))].to_owned())
}

/// Short words have to be the thing or several of it, of long ones the beginning will do.
fn is_thing(word: &str, thing: &str) -> bool {
    const SHORT: usize = 4;
    match word.strip_prefix(thing) {
        Some("" | "s" | "es" | "'s") => true,
        Some(_) => thing.len() > SHORT,
        None => false,
    }
}

/// Whether the words tell what somebody did: "restarted the proxy", "adding rules", "the tile server was restarted".
fn names_deed(words: &Words, from: usize, article: bool) -> bool {
    let first = words.word(from);
    let gerund = first.ends_with("ing") && !article && !GERUNDS.contains(&first) && !LIKE.contains(&first);
    let past = first.ends_with("ed") && !article && !GERUNDS.contains(&first) && !LIKE.contains(&first);
    let remedy = |index: usize| {
        let word = words.word(index);
        let done = word.ends_with("ed") && index > from
            || word.ends_with("ing")
            || matches!(word, "restart" | "restarts" | "rebuilt");
        (done || index == from && !article) && remedies_named(words).iter().any(|named| named.start == index)
            || index > from && DEEDS.contains(&word) && !ARTICLES.contains(&words.word(index - 1))
    };
    gerund || past || (from..words.len()).any(remedy)
}

/// The word behind the noun phrase that begins at a word.
fn end_of(words: &Words, from: usize) -> Option<usize> {
    let most = words.len().min(from + LONGEST);
    let ends = |index: usize| {
        let (word, before) = (words.word(index), words.word(index - 1));
        let past = word.ends_with("ed")
            && !LIKE.contains(&word)
            && !GERUNDS.contains(&word)
            && !ARTICLES.contains(&before)
            && !PREPOSITIONS.contains(&before);
        ENDS.contains(&word) || past || words.starts_clause(index) || words.starts_sentence(index)
    };
    let end = (from + 1..most).find(|index| ends(*index)).unwrap_or(most);
    (!ENDS.contains(&words.word(from))).then_some(end)
}

/// Where the thing begins that is counted: "two of the three nodes".
fn counted(words: &Words, from: usize, end: usize) -> usize {
    let counts = QUANTITIES.contains(&words.word(from)) && from + 1 < end && words.word(from + 1) == "of";
    let behind = (from + 2..end).find(|index| !LEADING.contains(&words.word(*index)));
    behind.filter(|_| counts).unwrap_or(from)
}

/// The end without what leads up to more, and without the rest of a date that was cut: "release of 10".
fn trimmed(words: &Words, from: usize, mut end: usize) -> Option<usize> {
    let leads =
        |word: &str| LEADING.contains(&word) || PREPOSITIONS.contains(&word) || matches!(word, "and" | "or" | "no");
    while end > from && leads(words.word(end - 1)) {
        end -= 1;
    }
    let number = |index: usize| words.word(index).bytes().all(|byte| byte.is_ascii_digit());
    if end > from + 2 && number(end - 1) && PREPOSITIONS.contains(&words.word(end - 2)) {
        end -= 2;
    }
    (end > from).then_some(end)
}

/// Whether a word is a name by its capitals: "Travis", "DNS", "pycurl's PR"; the first of a sentence only by its second one.
fn is_name(written: &str, opens: bool) -> bool {
    let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
    let first = written.starts_with(char::is_uppercase);
    written.chars().count() > 1 && (capitals > 1 || capitals == 1 && !(first && opens))
}

/// The words of a sentence before a suspect.
fn before<'s>(suspect: &str, sentence: &'s str) -> Option<&'s str> {
    sentence.find(suspect).map(|at| sentence[..at].trim_end())
}

fn opens_sentence(suspect: &str, sentence: &str) -> bool {
    before(suspect, sentence).is_none_or(|before| before.is_empty() || before.ends_with(['.', ':', '!', '?', ';', '"']))
}

fn follows_article(suspect: &str, sentence: &str) -> bool {
    let last = before(suspect, sentence).and_then(|before| before.rsplit(' ').next());
    last.is_some_and(|word| ARTICLES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::components_for_tests::context;

    fn check(suspect: &str, expected: &str) {
        let found = noun_of(
            suspect,
            &format!("We thought that {suspect} was it."),
            &["notify".to_owned()],
            &context(None, None),
        );
        assert_eq!(found.unwrap_or_default(), expected, "{suspect}");
    }

    #[test]
    fn a_thing_is_named_without_what_it_did() {
        check("the load balancer dropped long requests", "load balancer");
        check("printer firmware that", "printer firmware");
        check("we were under a DDoS attack", "DDoS attack");
        check("last night's deploy", "last night's deploy");
        check("checkout release of 10", "checkout release");
        check("a memory leak in the report service", "memory leak in the report service");
        check("two of the three nodes present", "three nodes present");
        check("JupyterHub being too busy", "JupyterHub");
        check(
            "routing problem in the network of the carrier that connects them",
            "routing problem in the network of the carrier",
        );
        check("an expired certificate", "expired certificate");
        check("network issues", "network issues");
        check("notify after its update", "notify");
    }

    #[test]
    fn a_deed_or_a_word_without_a_thing_names_nothing() {
        for suspect in [
            "the same",
            "suspected",
            "ruled out",
            "adding firewall rules",
            "Added consumers",
            "tile server was restarted",
            "rollout restart of all containers",
            "Multiple nodes attempted to be forcefully rebooted",
            "the initial response",
            "wrong tree",
            "stuck\" in the pods",
            "some trouble",
        ] {
            check(suspect, "");
        }
    }
}
