//! What a value must be beyond its type. One row per rule, each looks at the whole settings.

use jiff::civil;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;

use super::load::nearest;
use super::{Config, Redactor, RuleSetting, audiences, thresholds};

/// A value that has the right type and still cannot be used.
pub(super) struct Violation {
    /// Path of the key (`support_hours`, `from`).
    pub key: Vec<String>,
    pub message: String,
    pub help: String,
}

pub(super) fn violation(key: &[&str], message: impl Into<String>, help: impl Into<String>) -> Violation {
    let key = key.iter().map(|part| (*part).to_owned()).collect();
    Violation { key, message: message.into(), help: help.into() }
}

type Rule = fn(&Config) -> Vec<Violation>;

const RULES: &[Rule] = &[
    base_url,
    language,
    timezone,
    theme,
    audiences::violations,
    extensions,
    source_url,
    link_schemes,
    aliases,
    causes,
    support_days,
    support_clock,
    holidays,
    redact,
    thresholds::violations,
    secrets,
];

/// Everything in the settings that cannot be used.
pub(super) fn violations(config: &Config) -> Vec<Violation> {
    RULES.iter().flat_map(|rule| rule(config)).collect()
}

/// Checks an address given on the command line by the rule of the settings file.
pub fn is_site_address(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '?' | '#'))
    })
}

fn base_url(config: &Config) -> Vec<Violation> {
    let odd = config.base_url.iter().filter(|address| !is_site_address(address));
    odd.map(|address| {
        violation(
            &["base_url"],
            format!("{address:?} is not an address of a site"),
            "write it like https://example.org/pm/",
        )
    })
    .collect()
}

fn source_url(config: &Config) -> Vec<Violation> {
    let odd = config.source_url.iter().filter(|address| !is_site_address(address));
    odd.map(|address| {
        violation(
            &["source_url"],
            format!("{address:?} is not an address of a folder"),
            "write it like https://git.example.org/archive/blob/main/",
        )
    })
    .collect()
}

/// Schemes that run what they carry, or read what lies on the reader's own machine.
const NEVER_LINKED: &[&str] = &[
    "about",
    "blob",
    "chrome",
    "data",
    "file",
    "filesystem",
    "javascript",
    "jar",
    "livescript",
    "mhtml",
    "mocha",
    "ms-its",
    "resource",
    "vbscript",
    "view-source",
];

fn link_schemes(config: &Config) -> Vec<Violation> {
    let well_formed = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
    };
    let refused = config.link_schemes.iter().filter_map(|name| {
        let message = if NEVER_LINKED.contains(&name.as_str()) {
            format!("links of the scheme {name:?} can run what they carry, so they are never kept")
        } else if well_formed(name) {
            return None;
        } else {
            format!("{name:?} is not the scheme of a link")
        };
        Some(violation(&["link_schemes"], message, "write the scheme alone in lower case, like \"slack\""))
    });
    refused.collect()
}

fn language(config: &Config) -> Vec<Violation> {
    let tag = &config.language;
    let well_formed =
        tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
            && tag.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    if well_formed {
        return Vec::new();
    }
    vec![violation(&["language"], format!("{tag:?} is not a language tag"), "write it like en, en-GB or pt-BR")]
}

fn timezone(config: &Config) -> Vec<Violation> {
    let archive = config.timezone.iter().map(|name| (vec!["timezone"], name));
    let support = config.support_hours.iter().filter_map(|hours| hours.timezone.as_ref());
    let support = support.map(|name| (vec!["support_hours", "timezone"], name));
    archive.chain(support).filter(|(_, name)| !is_zone(name)).map(|(key, name)| unknown_zone(&key, name)).collect()
}

/// An IANA name, `UTC`, `Z` or an offset with its sign; not the rules of POSIX, which the parser would also take.
fn is_zone(name: &str) -> bool {
    let is_offset = name.starts_with(['+', '-']) && DateTimeParser::new().parse_time_zone(name).is_ok();
    name == "Z" || is_offset || TimeZone::get(name).is_ok()
}

fn unknown_zone(key: &[&str], name: &str) -> Violation {
    let names: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write an IANA name such as Europe/Oslo, `UTC` or an offset such as +02:00".into(),
    };
    violation(key, format!("no time zone is called {name:?}"), help)
}

fn theme(config: &Config) -> Vec<Violation> {
    let Some(name) = &config.theme else { return Vec::new() };
    let plain = !name.is_empty()
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if plain {
        return Vec::new();
    }
    vec![violation(
        &["theme"],
        format!("{name:?} is not the name of a folder under themes/"),
        "write the name alone, without a path",
    )]
}

fn extensions(config: &Config) -> Vec<Violation> {
    if config.extensions.is_empty() {
        return vec![violation(&["extensions"], "no file would be read", "list at least one ending, such as \"md\"")];
    }
    let odd = config.extensions.iter().filter(|ending| {
        ending.is_empty()
            || ending.starts_with('.')
            || ending.contains(['/', '\\', '*'])
            || ending.contains(char::is_whitespace)
    });
    odd.map(|ending| {
        violation(
            &["extensions"],
            format!("{ending:?} is not a file ending"),
            "write it without dot or star, like \"md\"",
        )
    })
    .collect()
}

fn aliases(config: &Config) -> Vec<Violation> {
    let tables = [("services", &config.services), ("tags", &config.tags)];
    let rows = tables.iter().flat_map(|(table, rows)| rows.iter().map(move |(alias, name)| (*table, alias, name)));
    rows.filter(|(_, alias, name)| alias.trim().is_empty() || name.trim().is_empty())
        .map(|(table, alias, _)| {
            violation(&[table, alias], "an empty name", "remove the line or give both sides a name")
        })
        .collect()
}

fn causes(config: &Config) -> Vec<Violation> {
    let tables = [("causes", &config.causes), ("components", &config.components)];
    let rows = tables.iter().flat_map(|(table, rows)| rows.iter().map(move |(id, rule)| (*table, id, rule)));
    rows.flat_map(|(table, id, rule)| cause(table, id, rule)).collect()
}

fn cause(table: &str, id: &str, rule: &RuleSetting) -> Vec<Violation> {
    let mut found = Vec::new();
    let snake_case = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !snake_case {
        found.push(violation(&[table, id], "not an id", "use lower-case letters, digits and _, like message_queue"));
    }
    if table == "causes" && id == "recurring" {
        let help = "choose another id: `recurring` is the address of the page about recurring causes";
        found.push(violation(&[table, id], "not free as an id", help));
    }
    if rule.weight.is_some_and(|weight| !weight.is_finite() || weight <= 0.0 || weight > 100.0) {
        found.push(violation(&[table, id, "weight"], "not a weight", "1 is a hint, 3 is strong, 5 is unmistakable"));
    }
    if rule.phrases.iter().any(|phrase| phrase.trim().is_empty()) {
        found.push(violation(&[table, id, "phrases"], "an empty phrase", "remove it: it would match everything"));
    }
    found
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn support_days(config: &Config) -> Vec<Violation> {
    let Some(hours) = &config.support_hours else { return Vec::new() };
    let key = ["support_hours", "days"];
    if hours.days.is_empty() {
        return vec![violation(&key, "support is never on duty", "list days, from mon to sun")];
    }
    let odd = hours.days.iter().filter(|day| !DAYS.contains(&day.as_str()));
    odd.map(|day| violation(&key, format!("no day is called {day:?}"), "the days are mon tue wed thu fri sat sun"))
        .collect()
}

fn support_clock(config: &Config) -> Vec<Violation> {
    let Some(hours) = &config.support_hours else { return Vec::new() };
    let clock = |text: &str| text.parse::<civil::Time>().ok().filter(|_| text.len() == 5);
    match (clock(&hours.from), clock(&hours.to)) {
        (Some(from), Some(to)) if from < to => Vec::new(),
        (Some(_), Some(_)) => {
            vec![violation(
                &["support_hours", "to"],
                "support ends before it starts",
                "the hours of one day, from early to late",
            )]
        }
        (from, _) => {
            let key = if from.is_none() { "from" } else { "to" };
            vec![violation(&["support_hours", key], "not a time of day", "write it like 09:00")]
        }
    }
}

fn holidays(config: &Config) -> Vec<Violation> {
    let days = config.support_hours.iter().flat_map(|hours| &hours.holidays);
    let odd = days.filter(|day| day.parse::<civil::Date>().is_err());
    odd.map(|day| {
        violation(&["support_hours", "holidays"], format!("{day:?} is not a date"), "write it like 2025-12-25")
    })
    .collect()
}

fn redact(config: &Config) -> Vec<Violation> {
    let bad = Redactor::new(&config.redact).err().unwrap_or_default();
    let help = "write a regular expression and the words in its place, like '\\w+\\.corp\\.example' = \"a host\"";
    bad.iter().map(|bad| violation(&["redact", &bad.pattern], bad.reason.clone(), help)).collect()
}

fn secrets(config: &Config) -> Vec<Violation> {
    let settings = &config.secrets;
    let mut found = Vec::new();
    let pattern = |pattern: &String| regex::RegexBuilder::new(pattern).size_limit(1 << 18).build();
    if let Some(Err(_)) = settings.employee_id.as_ref().map(pattern) {
        let help = "write one like E[0-9]{6}, without anchors";
        found.push(violation(&["secrets", "employee_id"], "not a regular expression, or too large a one", help));
    }
    for host in settings.hosts.iter().filter(|host| !is_host_ending(host)) {
        let help = "write it like corp.example.org";
        found.push(violation(&["secrets", "hosts"], format!("{host:?} is not the ending of a host name"), help));
    }
    for path in settings.skip.iter().filter(|path| path.is_empty() || path.starts_with(['/', '.'])) {
        let help = "write it relative to the archive or the site, like runbooks/**";
        found.push(violation(&["secrets", "skip"], format!("{path:?} is no path of an archive"), help));
    }
    found
}

fn is_host_ending(host: &str) -> bool {
    let labels = host.trim_start_matches(['*', '.']);
    labels
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'))
}
