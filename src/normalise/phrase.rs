//! Words of a text, its sentences, and phrases of a vocabulary found in it.
//!
//! In: a text and a table of phrases. Out: where which phrase stands. The grammar of a phrase is that of the cause
//! rules: words separated by a space, `a|b` alternatives, `word*` any word that starts so, `..3` a gap of up to three
//! words, and four more: `on_call` is one alternative of two words, `@team` stands for a group of words, a leading `^`
//! ties the phrase to the start of a sentence, a trailing `?` makes a word optional.
//! A phrase never crosses the end of a sentence. Knows nothing of what a phrase means.

use std::collections::HashMap;
use std::ops::Range;

/// No text is read further than this many words: what an entry, an item or a sentence means stands at its start.
const MOST_WORDS: usize = 600;

/// The first words of one text, at most 600, lower-cased, with their places.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    lower: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    /// Bytes of `lower`.
    lower_start: usize,
    lower_end: usize,
    starts_sentence: bool,
    starts_clause: bool,
}

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut words = Self {
            text,
            lower: String::with_capacity(text.len().min(4096)),
            tokens: Vec::with_capacity((text.len() / 5).min(MOST_WORDS)),
        };
        let mut gap_start = 0;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if words.len() == MOST_WORDS {
                break;
            }
            if !c.is_alphanumeric() {
                at += c.len_utf8();
                continue;
            }
            let end = word_end(text, at);
            if let Some(after) = address_end(text, at, end) {
                at = after;
                continue;
            }
            words.push(gap_start, at, end);
            at = end;
            gap_start = end;
        }
        words
    }

    fn push(&mut self, gap_start: usize, start: usize, end: usize) {
        let gap = &self.text[gap_start..start];
        let starts_sentence = self.tokens.is_empty() || ends_sentence(self.text, gap_start, start);
        let starts_clause = starts_sentence || gap.contains([',', ';', ':', '(', ')', '—', '–']) || gap.contains(" - ");
        let lower_start = self.lower.len();
        for c in self.text[start..end].chars() {
            match c {
                '\u{2019}' => self.lower.push('\''),
                c if c.is_ascii() => self.lower.push(c.to_ascii_lowercase()),
                c => self.lower.extend(c.to_lowercase()),
            }
        }
        let word = &self.lower[lower_start..];
        if let Some((_, proper)) = WITHOUT_APOSTROPHE.iter().find(|(slip, _)| *slip == word) {
            self.lower.truncate(lower_start);
            self.lower.push_str(proper);
        }
        let lower_end = self.lower.len();
        self.tokens.push(Token { start, end, lower_start, lower_end, starts_sentence, starts_clause });
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case.
    pub(super) fn word(&self, index: usize) -> &str {
        let token = self.tokens[index];
        &self.lower[token.lower_start..token.lower_end]
    }

    pub(super) fn start(&self, index: usize) -> usize {
        self.tokens[index].start
    }

    pub(super) fn end(&self, index: usize) -> usize {
        self.tokens[index].end
    }

    pub(super) fn starts_sentence(&self, index: usize) -> bool {
        self.tokens[index].starts_sentence
    }

    pub(super) fn starts_clause(&self, index: usize) -> bool {
        self.tokens[index].starts_clause
    }

    /// The words of the sentence that holds this word.
    pub(super) fn sentence_of(&self, index: usize) -> Range<usize> {
        let index = index.min(self.len().saturating_sub(1));
        let first =
            (0..=index).rev().find(|&i| self.tokens.get(i).is_none_or(|token| token.starts_sentence)).unwrap_or(0);
        let end = (index + 1..self.len()).find(|&i| self.tokens[i].starts_sentence).unwrap_or(self.len());
        first..end
    }

    /// Whether a word up to three before this one, in the same clause, denies it or makes it a mere condition.
    pub(super) fn negated(&self, index: usize) -> bool {
        let mut at = index;
        for _ in 0..3 {
            if self.tokens[at].starts_clause || at == 0 {
                return false;
            }
            at -= 1;
            let word = self.word(at);
            if NEGATIONS.contains(&word) || word.ends_with("n't") {
                return true;
            }
        }
        false
    }
}

const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "cannot",
    "unable",
    "without",
    "until",
    "if",
    "yet",
    "nor",
    "hardly",
    "barely",
    "partially",
    "partly",
];

/// Negations as they are often typed.
const WITHOUT_APOSTROPHE: &[(&str, &str)] = &[
    ("didnt", "didn't"),
    ("doesnt", "doesn't"),
    ("wasnt", "wasn't"),
    ("isnt", "isn't"),
    ("werent", "weren't"),
    ("couldnt", "couldn't"),
    ("cant", "can't"),
    ("wont", "won't"),
    ("dont", "don't"),
];

/// Byte ranges of the sentences of a text, without surrounding white space; a blank line ends a sentence too.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut word_end = 0;
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            continue;
        }
        let gap = &text[word_end..at];
        if !gap.is_empty() && !only_semicolon(gap) && ends_sentence(text, word_end, at) {
            let end = word_end + closing_mark(gap);
            push_trimmed(&mut ranges, text, start..end);
            start = end;
        }
        word_end = at + c.len_utf8();
    }
    push_trimmed(&mut ranges, text, start..text.len());
    ranges
}

/// A semicolon parts two phrases, yet not two sentences.
fn only_semicolon(gap: &str) -> bool {
    gap.contains(';') && !gap.contains(['.', '!', '?', '\n'])
}

/// Length of the part of a gap that still belongs to the sentence before it.
fn closing_mark(gap: &str) -> usize {
    let Some(mark) = gap.find(['.', '!', '?', ':']) else { return 0 };
    gap.len() - gap[mark..].trim_start_matches(['.', '!', '?', ':']).trim_start_matches(CLOSING).len()
}

fn push_trimmed(ranges: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    if range.start >= range.end {
        return;
    }
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    let end = range.start + piece.trim_end().len();
    if text[start..end.max(start)].contains(char::is_alphanumeric) {
        ranges.push(start..end);
    }
}

const CLOSING: &[char] = &['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '*', '_', '`'];

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "vs", "approx", "ca", "cf", "mr", "mrs", "ms", "dr", "fig", "inc", "a.m", "p.m",
    "no",
];

/// Whether a sentence ends between the bytes `from` (the end of a word, or its closing mark) and `to` (the next word).
fn ends_sentence(text: &str, from: usize, to: usize) -> bool {
    let gap = &text[from..to];
    if gap.contains("\n\n") || gap.contains("\n\r\n") || gap.contains(';') || ends_label(gap) {
        return true;
    }
    let Some(mark) = gap.find(['.', '!', '?']) else { return false };
    let after = gap[mark + 1..].trim_start_matches(['.', '!', '?']).trim_start_matches(CLOSING);
    let at_end = after.is_empty() && to == text.len();
    if !at_end && !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next_is_lower = text[to..].starts_with(|c: char| c.is_lowercase());
    let abbreviated =
        gap[mark..].starts_with('.') && (is_abbreviation(&text[..from + mark]) || counts_a_list(&text[..from + mark]));
    let goes_on = next_is_lower && gap[mark..].starts_with("...");
    !abbreviated && !goes_on
}

/// A colon at the end of a line: "Tasks:" and then the tasks.
fn ends_label(gap: &str) -> bool {
    gap.split_once(':').is_some_and(|(_, rest)| rest.trim_start_matches([' ', '\t', '*', '_', '\r']).starts_with('\n'))
}

fn is_abbreviation(before: &str) -> bool {
    let part = before.char_indices().rev().take(8).take_while(|(_, c)| c.is_alphanumeric() || *c == '.').last();
    let word = &before[part.map_or(before.len(), |(at, _)| at)..];
    ABBREVIATIONS.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

/// `1.` at the start of a line.
fn counts_a_list(before: &str) -> bool {
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - number.len();
    let line_start = number.trim_end_matches([' ', '\t']);
    (1..=2).contains(&digits) && (line_start.is_empty() || line_start.ends_with('\n'))
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        let apostrophe = matches!(c, '\'' | '\u{2019}') && chars.peek().is_some_and(|next| next.is_alphabetic());
        if !c.is_alphanumeric() && !apostrophe {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Where an address that starts with this word ends.
fn address_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let is_address = rest.starts_with("://") || (rest.starts_with('.') && text[start..end].eq_ignore_ascii_case("www"));
    is_address.then(|| {
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '`' | '|'));
        length.map_or(text.len(), |length| end + length)
    })
}

/// Words that any report may use of any fault.
#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "issue", "issues", "problem", "problems", "recent", "recently", "performance", "possible", "failure", "failures",
    "errors", "error", "traffic", "latency", "with", "from", "service", "services", "system", "systems", "that",
    "this", "which", "were", "have", "been", "root", "cause", "caused", "causing", "found", "identified", "after",
    "before", "because", "team", "incident", "outage", "users", "their", "there", "when", "would", "could", "into",
];

/// The words of a text that tell it from others, in order, each once.
pub(super) fn telling_words<'w>(words: &'w Words) -> Vec<&'w str> {
    let mut telling: Vec<&str> = Vec::new();
    for word in (0..words.len()).map(|index| words.word(index)) {
        if word.len() > 3 && !VAGUE.contains(&word) && !telling.contains(&word) {
            telling.push(word);
        }
    }
    telling
}

/// How many telling words of the first text stand in the second, endings aside.
pub(super) fn shared_words(text: &str, other: &str) -> usize {
    let (text, other) = (Words::of(text), Words::of(other));
    let known = telling_words(&other);
    telling_words(&text).into_iter().filter(|word| known.iter().any(|other| same_stem(word, other))).count()
}

/// Whether two words agree in their first five letters, or wholly where one is shorter.
pub(super) fn same_stem(word: &str, other: &str) -> bool {
    word.chars().take(5).eq(other.chars().take(5))
}

/// Groups of words that many phrases share, by the name that stands for them.
#[rustfmt::skip]
const GROUPS: &[(&str, &str)] = &[
    ("@team", "team|teams|engineer|engineers|engineering|oncall|on_call|sre|sres|responder|responders|staff|operator|\
        operators|operations|admin|admins|administrator|administrators|developer|developers|dev|devs|devops|dba|dbas|\
        everyone"),
    ("@trouble", "issue|issues|problem|problems|outage|incident|fault|failure|failures|error|errors|disruption|impact|\
        downtime"),
    ("@wrong", "error|errors|abnormal|abnormality|abnormalities|anomaly|anomalies|anomalous|issue|issues|problem|problems|evidence|\
        fault|faults|irregularity|irregularities|wrong|unusual|suspicious"),
    ("@begin", "begin|begins|began|begun|beginning|start|starts|started|starting"),
    ("@found", "identified|identifies|identify|identifying|confirmed|confirms|confirming|found|finds|finding|\
        determined|determines|established|isolated|pinpointed|discovered|discovers|discovering|uncovered|uncovering|\
        located|diagnosed|traced|revealed|reveals|revealing|exposed|exposing"),
    ("@cause", "cause|causes|culprit|source|origin|reason"),
    ("@fix", "fix|fixes|hotfix|patch|correction|workaround|mitigation|remediation"),
    ("@undo", "roll|rolled|rolling|rollback|revert|reverting|reverted|fix|correct|correcting|patch"),
    ("@normal", "normal|service|health|healthy|usual|baseline|nominal|100"),
    ("@well", "operational|available|functional|healthy|stable|responsive"),
    ("@back", "resolved|restored|recovered|recovers|normal|back|working|resumed"),
    ("@raised", "open|opens|opened|raise|raises|raised|file|files|filed|create|created|submit|submitted|log|logged"),
    ("@more", "increased|increasing|increases|raised|raising|bumped|doubled"),
    ("@wrongly", "wrongly|incorrectly|mistakenly|erroneously|falsely"),
    ("@blamed", "attributed|blamed|diagnosed|concluded|assumed|suspected|thought|believed|linked|pinned|interpreted"),
    ("@search", "investigate|investigated|investigation|investigations|troubleshooting|troubleshoot|diagnosis|\
        diagnostics|triage|debugging|analysis|efforts|focus"),
    ("@not", "did_not|didn't|does_not|doesn't|do_not|don't|not"),
    ("@turn", "shift|shifts|shifted|shifting|turn|turns|turned|turning|move|moves|moved|moving|switch|switched|pivot|\
        pivoted|pivoting"),
    ("@regular", "regular|periodic|periodical|recurring|quarterly|monthly|weekly|annual|scheduled|routine"),
    ("@done", "implemented|enhanced|updated|added|introduced|improved|strengthened|established|automated|created|\
        tightened|installed|enabled|instituted|refined|expanded|developed|documented|hardened|extended|revised|moved|\
        switched|replaced|migrated"),
    ("@resource", "memory|cpu|disk|disks|limit|limits|pods|node|nodes|instances|instance|replica|replicas|quota|quotas|\
        storage|pool|pools|bandwidth|resources|size|cluster|volume|volumes|connections|machine|machines|server|servers"),
];

/// A vocabulary: phrases, each with what it stands for.
#[derive(Debug)]
pub(super) struct Lexicon<T> {
    phrases: Vec<Phrase<T>>,
    /// Phrases by a whole first word.
    by_word: HashMap<&'static str, Vec<usize>>,
    /// Phrases by the first three bytes of a first word that ends in `*`.
    by_start: HashMap<[u8; 3], Vec<usize>>,
}

#[derive(Debug)]
struct Phrase<T> {
    meaning: T,
    /// Only at the start of a sentence.
    anchored: bool,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Word { any: Vec<Pattern>, optional: bool },
    Gap(usize),
}

/// One alternative: a word, or several joined by `_`.
#[derive(Debug)]
struct Pattern {
    words: Vec<Single>,
}

#[derive(Debug, Clone, Copy)]
struct Single {
    word: &'static str,
    prefix: bool,
}

impl Pattern {
    fn of(alternative: &'static str) -> Self {
        let single = |word: &'static str| match word.strip_suffix('*') {
            Some(word) => Single { word, prefix: true },
            None => Single { word, prefix: false },
        };
        Self { words: alternative.split('_').map(single).collect() }
    }
}

impl Single {
    fn matches(self, word: &str) -> bool {
        if self.prefix { word.starts_with(self.word) } else { word == self.word }
    }
}

/// A phrase found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub(super) meaning: T,
    /// Its words, by index.
    pub(super) words: Range<usize>,
}

impl<T: Copy> Lexicon<T> {
    /// Builds a vocabulary from rows of a meaning and its phrases.
    pub(super) fn new(rows: &[(T, &'static [&'static str])]) -> Self {
        let mut lexicon = Self { phrases: Vec::new(), by_word: HashMap::new(), by_start: HashMap::new() };
        for (meaning, phrases) in rows {
            for phrase in *phrases {
                lexicon.add(*meaning, phrase);
            }
        }
        lexicon
    }

    fn add(&mut self, meaning: T, phrase: &'static str) {
        let (anchored, phrase) = match phrase.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, phrase),
        };
        let pieces: Vec<Piece> = phrase.split(' ').map(piece).collect();
        let Some(Piece::Word { any, .. }) = pieces.first() else { return };
        let index = self.phrases.len();
        for pattern in any {
            let first = pattern.words[0];
            match (first.prefix, first.word.as_bytes()) {
                (true, [a, b, c, ..]) => push_once(self.by_start.entry([*a, *b, *c]).or_default(), index),
                _ => push_once(self.by_word.entry(first.word).or_default(), index),
            }
        }
        self.phrases.push(Phrase { meaning, anchored, pieces });
    }

    /// Every phrase at every place, in the order of their first words; of several at one place the longest comes first.
    pub(super) fn find(&self, words: &Words) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for at in 0..words.len() {
            let from = hits.len();
            self.find_at(words, at, &mut hits);
            hits[from..].sort_by_key(|hit: &Hit<T>| std::cmp::Reverse(hit.words.end));
        }
        hits
    }

    fn find_at(&self, words: &Words, at: usize, hits: &mut Vec<Hit<T>>) {
        let word = words.word(at);
        let whole = self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
        let started = match word.as_bytes() {
            [a, b, c, ..] => self.by_start.get(&[*a, *b, *c]).map(Vec::as_slice).unwrap_or_default(),
            _ => &[],
        };
        for &index in whole.iter().chain(started) {
            let phrase = &self.phrases[index];
            if phrase.anchored && !words.starts_sentence(at) {
                continue;
            }
            if let Some(end) = end_of_match(&phrase.pieces, words, at, at) {
                hits.push(Hit { meaning: phrase.meaning, words: at..end });
            }
        }
    }
}

fn push_once(indices: &mut Vec<usize>, index: usize) {
    if indices.last() != Some(&index) {
        indices.push(index);
    }
}

fn piece(part: &'static str) -> Piece {
    if let Some(gap) = part.strip_prefix("..").and_then(|n| n.parse().ok()) {
        return Piece::Gap(gap);
    }
    let (part, optional) = match part.strip_suffix('?') {
        Some(part) => (part, true),
        None => (part, false),
    };
    Piece::Word { any: part.split('|').flat_map(alternatives).map(Pattern::of).collect(), optional }
}

/// A word by itself, or the words of the group that it names.
fn alternatives(word: &'static str) -> std::str::Split<'static, char> {
    GROUPS.iter().find(|(name, _)| *name == word).map_or(word, |(_, words)| words).split('|')
}

/// Index after the last word of the shortest match from `at`, within the sentence of `first`.
fn end_of_match(pieces: &[Piece], words: &Words, first: usize, at: usize) -> Option<usize> {
    let Some((piece, rest)) = pieces.split_first() else { return Some(at) };
    let inside = |at: usize| at < words.len() && (at == first || !words.starts_sentence(at));
    match piece {
        Piece::Word { any, optional } => {
            let end = |pattern: &Pattern| {
                let mut places = at..;
                let matches =
                    |single: &Single| places.next().is_some_and(|at| inside(at) && single.matches(words.word(at)));
                pattern.words.iter().all(matches).then(|| at + pattern.words.len())
            };
            let taken = any.iter().filter_map(end).find_map(|next| end_of_match(rest, words, first, next));
            taken.or_else(|| if *optional { end_of_match(rest, words, first, at) } else { None })
        }
        Piece::Gap(length) => {
            for skipped in 0..=*length {
                if skipped > 0 && !inside(at + skipped - 1) {
                    return None;
                }
                if let Some(end) = end_of_match(rest, words, first, at + skipped) {
                    return Some(end);
                }
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &'static str, text: &str, expected: Option<&str>) {
        let table: &'static [&'static str] = Box::leak(Box::new([phrase]));
        let lexicon = Lexicon::new(&[((), table)]);
        let words = Words::of(text);
        let found =
            lexicon.find(&words).first().map(|hit| &text[words.start(hit.words.start)..words.end(hit.words.end - 1)]);
        assert_eq!(found, expected, "{phrase:?} in {text:?}");
    }

    #[test]
    fn a_phrase_is_words_alternatives_starts_of_words_gaps_and_options() {
        check("root cause", "The root cause is known", Some("root cause"));
        check("rule|rules out", "It rules out DNS", Some("rules out"));
        check("misconfig*", "A Misconfigured proxy", Some("Misconfigured"));
        check("no ..2 issues", "no visible DNS issues", Some("no visible DNS issues"));
        check("no ..1 issues", "no visible DNS issues", None);
        check("ruled the? network out", "ruled network out", Some("ruled network out"));
        check("sre|on_call paged", "The on-call paged", Some("on-call paged"));
        check("@team paged", "The on-call paged", Some("on-call paged"));
        check("didn't help", "It didn’t help", Some("didn’t help"));
    }

    #[test]
    fn a_phrase_stays_within_its_sentence() {
        check("no ..4 issues", "No luck. Then issues", None);
        check("^suspect*", "Proxy restarted. Suspecting DNS", Some("Suspecting"));
        check("^suspect*", "We were suspecting DNS", None);
        check("v2 failed", "Release v2.1 failed", None);
    }

    #[test]
    fn a_sentence_ends_where_a_reader_would_pause() {
        let cases: [(&str, &[&str]); 6] = [
            ("Add an alert. Write a runbook.", &["Add an alert.", "Write a runbook."]),
            ("Raise limits, e.g. for memory. Done", &["Raise limits, e.g. for memory.", "Done"]),
            ("Move to v1.2.3 of proxy.conf", &["Move to v1.2.3 of proxy.conf"]),
            ("(Ask them.) Then wait!", &["(Ask them.)", "Then wait!"]),
            ("one\n\ntwo", &["one", "two"]),
            ("Tasks:\nRaise the limit", &["Tasks:", "Raise the limit"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_is_negated_only_within_its_clause() {
        for (text, negated) in [("was not yet restored", true), ("did not help, restored", false), ("restored", false)]
        {
            let words = Words::of(text);
            assert_eq!(words.negated(words.len() - 1), negated, "{text:?}");
        }
    }
}
