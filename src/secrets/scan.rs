//! Applies the rules to a text: keywords first, patterns only around them.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

use super::allow::{Allow, allows};
use super::keywords::Keywords;
use super::rules::{Rule, Rules, compile, fingerprint};
use super::{Hit, Looked, OF_SETTINGS, Standing, Value, judge, mask, undo};
use crate::config::{FILE_NAME, PersonalSetting, SecretsSetting, nearest};
use crate::diagnostic::{Diagnostic, Span};

/// Bytes behind a keyword that a rule may look at. A longer secret is known by its beginning.
pub(super) const AHEAD: usize = 1024;
/// Bytes before a keyword that tell what it is about.
pub(super) const BEHIND: usize = 256;
/// Hits in one text after which the rest is not looked at: it is a dump of secrets, and one of them stops a build.
const ENOUGH: usize = 1000;

/// The rules in force.
#[derive(Debug)]
pub struct Scanner {
    keywords: Keywords,
    /// By keyword, in the order of [`Keywords::new`]: the rules to try there, the more particular first.
    rules: Vec<Vec<usize>>,
    /// Rules whose keyword is an at sign, which is so rare that it is sought by itself.
    at_sign: Vec<usize>,
    built_in: &'static Rules,
    off: Vec<String>,
    personal: Vec<PersonalSetting>,
    of_settings: Vec<Rule>,
    skip: Vec<Regex>,
    key: blake3::Hash,
}

/// A match of a rule, as a range of the text that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub rule: usize,
    pub range: Range<usize>,
}

impl Scanner {
    pub fn new(settings: &SecretsSetting) -> Self {
        let built_in = Rules::built_in();
        let mut words: Vec<&str> = Vec::new();
        let mut rules: Vec<Vec<usize>> = Vec::new();
        let mut at_sign = Vec::new();
        for (index, rule) in built_in.secret.iter().enumerate().filter(|(_, rule)| !settings.off.contains(&rule.id)) {
            for keyword in rule.keywords.iter().map(String::as_str) {
                match words.iter().position(|word| *word == keyword) {
                    _ if keyword == "@" => at_sign.push(index),
                    Some(known) => rules[known].push(index),
                    None => {
                        words.push(keyword);
                        rules.push(vec![index]);
                    }
                }
            }
        }
        let key = blake3::hash(format!("{} {} {settings:?}", env!("CARGO_PKG_VERSION"), fingerprint()).as_bytes());
        Self {
            keywords: Keywords::new(words.into_iter()),
            rules,
            at_sign,
            built_in,
            off: settings.off.clone(),
            personal: settings.personal.clone(),
            of_settings: of_settings(settings),
            skip: settings.skip.iter().filter_map(|glob| compile(&glob_pattern(glob))).collect(),
            key,
        }
    }

    /// What the settings switch off and does not exist: that rule stays on.
    pub fn odd_settings(&self) -> Vec<Diagnostic> {
        let known = || self.built_in.all().map(|rule| rule.id.as_str()).chain(OF_SETTINGS);
        let odd = self.off.iter().filter(|id| !known().any(|known| known == id.as_str()));
        let finding = |id: &String| {
            let message = format!("`secrets.off`: no rule is called `{id}`, so nothing was switched off");
            let finding = Diagnostic::new("config_value_odd", message).at(FILE_NAME, None);
            nearest(id, known())
                .into_iter()
                .fold(finding, |finding, near| finding.help(format!("did you mean `{near}`?")))
        };
        odd.map(finding).collect()
    }

    /// Told apart from every scanner that could find something else.
    pub(super) fn key(&self) -> &blake3::Hash {
        &self.key
    }

    /// Looks at the whole text of a document.
    pub fn document(&self, path: &str, text: &str) -> Looked {
        let undone = undo::escapes(text);
        let mut found: Vec<(&Rule, Range<usize>)> = self
            .matches(&undone.text)
            .into_iter()
            .map(|found| (&self.built_in.secret[found.rule], found.range))
            .collect();
        found.extend(self.personal_data(&undone.text));
        found.truncate(ENOUGH);
        let (allows, mut findings) = allows(path, text);
        if found.is_empty() {
            findings.extend(unneeded(path, &allows, &[]));
            return Looked { hits: Vec::new(), findings };
        }
        let passed_over = self.passes_over(path);
        let lines = Lines::of(text);
        let hit = |(rule, range): (&Rule, Range<usize>)| {
            let value = &undone.text[range.clone()];
            let first = undone.origin(range.start);
            let last = undone.origin(range.end.saturating_sub(1));
            let span = lines.span(text, first..last + 1);
            let mut hit = Hit::new(&rule.id, &rule.name, path, Value(value.to_owned()), span);
            if passed_over || allows.iter().any(|allow| allow.covers(&rule.id, span.line)) {
                hit.standing = Standing::Allowed;
            }
            hit
        };
        let hits: Vec<Hit> = found.into_iter().map(hit).collect();
        findings.extend(unneeded(path, &allows, &hits));
        Looked { hits, findings }
    }

    /// Looks at a file that a document links to: as at a document where it is text, else only for what carries its own
    /// mark, since random bytes can look like a password.
    pub fn attachment(&self, path: &str, bytes: &[u8]) -> Looked {
        let text = as_text(bytes);
        let mut looked = self.document(path, &text);
        if memchr::memchr(0, text.as_bytes()).is_some() {
            let marked = |hit: &Hit| {
                let rule = self.built_in.secret.iter().find(|rule| rule.id == hit.rule);
                rule.is_some_and(|rule| !rule.inside && !rule.human)
            };
            looked.hits.retain(marked);
        }
        looked
    }

    /// The text with a dot for every character of a secret that must not be seen. Characters keep their columns.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let undone = undo::escapes(text);
        let found = self.matches(&undone.text);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for Match { range, .. } in found {
            let first = undone.origin(range.start);
            let last = undone.origin(range.end.saturating_sub(1));
            let last = (last + 1..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
            if let (Some(before), Some(value)) = (text.get(end..first), text.get(first..last)) {
                out.push_str(before);
                out.push_str(&mask::dotted(value));
                end = last;
            }
        }
        out.push_str(&text[end..]);
        Cow::Owned(out)
    }

    pub(super) fn passes_over(&self, path: &str) -> bool {
        self.skip.iter().any(|glob| glob.is_match(path))
    }

    pub(super) fn rule(&self, index: usize) -> &'static Rule {
        &self.built_in.secret[index]
    }

    /// Every match in a text without escapes, in its order; where two overlap, that of the more particular rule.
    fn matches(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.places(text.as_bytes(), |at, rules| {
            if found.len() >= ENOUGH {
                return;
            }
            let start = floor(text, at.saturating_sub(BEHIND));
            let end = floor(text, at + AHEAD);
            let window = &text[start..end];
            self.try_rules(rules, window, at - start, |rule, range| {
                found.push(Match { rule, range: start + range.start..start + range.end });
            });
        });
        apart(found)
    }

    /// Calls `found` for every keyword of a text with the rules to try there.
    pub(super) fn places(&self, text: &[u8], mut found: impl FnMut(usize, &[usize])) {
        self.keywords.each(text, |at, word| found(at, &self.rules[word]));
        if !self.at_sign.is_empty() {
            for at in memchr::memchr_iter(b'@', text) {
                let before = &text[at.saturating_sub(BEHIND)..at];
                // What follows an at sign at once holds none, and an address with a password has its scheme.
                if before.last() != Some(&b'@') && memchr::memchr(b':', before).is_some() {
                    found(at, &self.at_sign);
                }
            }
        }
    }

    /// Tries rules at a keyword of `window`, which has no escapes. `found` gets ranges of `window`.
    pub(super) fn try_rules(
        &self,
        rules: &[usize],
        window: &str,
        keyword: usize,
        mut found: impl FnMut(usize, Range<usize>),
    ) {
        for &index in rules {
            let rule = &self.built_in.secret[index];
            let Some(regex) = rule.regex() else { continue };
            if !rule.inside && continues_a_word(&window[..keyword]) {
                continue;
            }
            let start = floor(window, keyword.saturating_sub(rule.back));
            let end = if rule.back > 0 { floor(window, keyword + 160) } else { window.len() };
            let captures = regex.captures_iter(&window[start..end]);
            let captures = captures.take(if rule.back > 0 { usize::MAX } else { 1 });
            for captures in captures {
                let whole = captures.get(0).map_or(0..0, |whole| whole.range());
                let value = (1..captures.len())
                    .find_map(|group| captures.get(group))
                    .map_or(whole.clone(), |value| value.range());
                let covers = start + whole.start <= keyword && keyword < start + whole.end;
                let value = trimmed(window, start + value.start..start + value.end, rule);
                if covers && judge::is_secret(rule, window, keyword, &value) {
                    found(index, value);
                }
            }
        }
    }

    fn personal_data<'s>(&'s self, text: &str) -> Vec<(&'s Rule, Range<usize>)> {
        let named = self.built_in.personal.iter().filter(|rule| self.personal.iter().any(|on| on.id() == rule.id));
        let rules = named.chain(&self.of_settings).filter(|rule| !self.off.contains(&rule.id));
        let mut found = Vec::new();
        for rule in rules {
            let Some(regex) = rule.regex() else { continue };
            let mut at = 0;
            while let Some(captures) = text.get(at..).and_then(|_| regex.captures_at(text, at)) {
                let value = captures.get(1).or(captures.get(0)).map_or(0..0, |value| value.range());
                // What ends one value may begin the next.
                at = value.end.max(at + 1);
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                if judge::is_personal(&rule.id, &text[value.clone()]) {
                    found.push((rule, value));
                }
                if found.len() >= ENOUGH {
                    return found;
                }
            }
        }
        found.sort_by_key(|(_, range)| range.start);
        found
    }
}

fn of_settings(settings: &SecretsSetting) -> Vec<Rule> {
    let mut rules = Vec::new();
    if !settings.hosts.is_empty() {
        let suffixes: Vec<String> =
            settings.hosts.iter().map(|host| regex::escape(host.trim_start_matches(['*', '.']))).collect();
        let label = r"[A-Za-z0-9_-]{1,63}";
        let pattern = format!(
            r"(?i)(?:^|[^A-Za-z0-9_.-])({label}(?:\.{label})*\.(?:{}))(?:[^A-Za-z0-9_-]|$)",
            suffixes.join("|")
        );
        rules.push(Rule::of_settings(OF_SETTINGS[0], "the name of an internal host", pattern));
    }
    if let Some(pattern) = &settings.employee_id {
        let pattern = format!(r"(?:^|[^A-Za-z0-9])({pattern})(?:[^A-Za-z0-9]|$)");
        rules.push(Rule::of_settings(OF_SETTINGS[1], "the id of an employee", pattern));
    }
    rules
}

/// A path pattern as a regular expression: `*` within a folder, `**` across folders, `?` one character.
fn glob_pattern(glob: &str) -> String {
    let mut pattern = String::from("^");
    let mut rest = glob;
    while let Some(c) = rest.chars().next() {
        let (length, part) = match c {
            '*' if rest.starts_with("**/") => (3, "(?:.*/)?".into()),
            '*' if rest.starts_with("**") => (2, ".*".into()),
            '*' => (1, "[^/]*".into()),
            '?' => (1, "[^/]".into()),
            c => (c.len_utf8(), regex::escape(&c.to_string())),
        };
        pattern.push_str(&part);
        rest = &rest[length..];
    }
    pattern + "$"
}

/// Permissions that no hit needed: what they allowed is gone, and the next secret on their line would pass.
fn unneeded(path: &str, allows: &[Allow<'_>], hits: &[Hit]) -> Vec<Diagnostic> {
    let needed = |allow: &&Allow<'_>| !hits.iter().any(|hit| allow.covers(&hit.rule, hit.span.line));
    let finding = |allow: &Allow<'_>| {
        let message = format!("nothing here reads as `{}`, so there is nothing to allow", allow.rule);
        Diagnostic::new("secret_allow_unused", message).at(path, Some(allow.span))
    };
    allows.iter().filter(needed).map(finding).collect()
}

/// Of matches that overlap the one whose rule stands first.
fn apart(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by_key(|found| (found.range.start, found.rule));
    let mut kept: Vec<Match> = Vec::with_capacity(found.len());
    for next in found {
        match kept.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                if next.rule < last.rule {
                    *last = next;
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}

/// Whether a word goes on behind `before`, so that a keyword there does not begin one. A percent escape ends a word.
fn continues_a_word(before: &str) -> bool {
    let escaped = before.len() >= 3 && {
        let last = &before.as_bytes()[before.len() - 3..];
        last[0] == b'%' && last[1].is_ascii_hexdigit() && last[2].is_ascii_hexdigit()
    };
    !escaped && before.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Without the punctuation of the sentence around it.
fn trimmed(text: &str, range: Range<usize>, rule: &Rule) -> Range<usize> {
    let value = &text[range.clone()];
    let ends: &[char] =
        if rule.human { &['.', ',', ':', ';', ')', '}', ']'] } else { &['.', ',', ':', ';', '-', '?', '!'] };
    range.start..range.start + value.trim_end_matches(ends).len()
}

pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// UTF-8, or what the mark at the beginning says; bytes that are neither become U+FFFD.
fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    let utf16 = |rest: &[u8], of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        bytes => String::from_utf8_lossy(bytes),
    }
}

/// Where lines begin, to tell many places of one text.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect())
    }

    /// A range over several lines is cut at the end of its first.
    fn span(&self, text: &str, range: Range<usize>) -> Span {
        let line = self.0.partition_point(|begin| *begin <= range.start);
        let begin = self.0.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let start = floor(text, range.start);
        let marked = text[start..floor(text, range.end.max(start))].lines().next().unwrap_or("");
        Span::new(line, text[begin..start].chars().count() + 1, marked.chars().count().max(1))
    }
}
