//! A vocabulary of phrases and the search for them.
//!
//! The grammar of a phrase is that of the cause rules: words separated by a space, `a|b` alternatives, `word*` any word
//! that starts so, `..3` a gap of up to three words, and four more: `on_call` is one alternative of two words, `@team`
//! stands for a group of words, a leading `^` ties the phrase to the start of a sentence, a trailing `?` makes a word
//! optional. A phrase never crosses the end of a sentence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::glimpse::Glimpse;
use super::words::{Words, hash_of, start_of};

/// Groups of words that many phrases share, by the name that stands for them.
#[rustfmt::skip]
const GROUPS: &[(&str, &str)] = &[
    ("@team", "team|teams|engineer|engineers|engineering|oncall|on_call|sre|sres|responder|responders|staff|operator|\
        operators|operations|admin|admins|administrator|administrators|developer|developers|dev|devs|devops|dba|dbas|\
        everyone"),
    ("@trouble", "issue|issues|problem|problems|outage|incident|fault|failure|failures|error|errors|disruption|impact|\
        downtime"),
    ("@wrong", "error|errors|abnormal|abnormality|abnormalities|anomaly|anomalies|anomalous|issue|issues|problem|\
        problems|evidence|fault|faults|irregularity|irregularities|wrong|unusual|suspicious"),
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
        storage|pool|pools|bandwidth|resources|size|cluster|volume|volumes|connections|machine|machines|server|\
        servers"),
];

/// A vocabulary: phrases, each with what it stands for.
#[derive(Debug)]
pub(in crate::normalise) struct Lexicon<T> {
    phrases: Vec<Phrase<T>>,
    /// Phrases by the hash of a whole first word.
    by_word: HashMap<u64, Vec<usize>, Hashed>,
    /// Phrases by the first three bytes of a first word that ends in `*`.
    by_start: HashMap<u32, Vec<usize>, Hashed>,
    firsts: Firsts,
}

/// Which words no phrase begins with, at a glance: bits of the hashes of whole words and of the starts of words.
#[derive(Debug)]
struct Firsts {
    whole: [u64; FIRSTS / 64],
    starts: [u64; FIRSTS / 64],
}

const FIRSTS: usize = 1 << 12;

impl Firsts {
    fn place_of_word(hash: u64) -> usize {
        (hash >> 52) as usize
    }

    fn place_of_start(start: u32) -> usize {
        (start.wrapping_mul(0x9e37_79b1) >> 20) as usize
    }

    fn hold_word(&self, hash: u64) -> bool {
        holds(&self.whole, Self::place_of_word(hash))
    }

    fn hold_start(&self, start: u32) -> bool {
        holds(&self.starts, Self::place_of_start(start))
    }
}

fn holds(bits: &[u64], place: usize) -> bool {
    bits[place / 64] >> (place % 64) & 1 == 1
}

fn take_in(bits: &mut [u64], place: usize) {
    bits[place / 64] |= 1 << (place % 64);
}

/// For keys that are numbers of ours: mixed once, since nobody hostile can choose them.
#[derive(Debug, Default, Clone, Copy)]
struct Mixed(u64);

type Hashed = BuildHasherDefault<Mixed>;

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[derive(Debug)]
struct Phrase<T> {
    meaning: T,
    /// Only at the start of a sentence.
    anchored: bool,
    pieces: Vec<Piece>,
    next: Next,
}

/// What tells at a glance that a phrase does not go on from its first word: one of the next `window` words must be among
/// these. Anything may follow where `window` is 0.
#[derive(Debug, Default)]
struct Next {
    window: usize,
    /// Bits of the hashes of whole words.
    whole: u64,
    /// Bits of the first three bytes of words that end in `*`.
    starts: u64,
}

impl Next {
    fn of(pieces: &[Piece]) -> Self {
        let (window, any) = match pieces {
            [Piece::Word { any: first, optional: false }, ..] if !first.several.is_empty() => return Self::default(),
            [Piece::Word { optional: false, .. }, Piece::Word { any, optional: false }, ..] => (1, any),
            [Piece::Word { optional: false, .. }, Piece::Gap(gap), Piece::Word { any, optional: false }, ..] => {
                (gap + 1, any)
            }
            _ => return Self::default(),
        };
        let several = any.several.iter().map(|words| hash_of(words[0]));
        let whole = any.whole.iter().map(|(hash, _)| *hash).chain(several).fold(0, |bits, hash| bits | word_bit(hash));
        let starts = any.starts.iter().fold(0, |bits, (start, _)| bits | start_bit(*start));
        Self { window, whole, starts }
    }

    fn admits(&self, words: &Words, first: usize) -> bool {
        let end = (first + 1 + self.window).min(words.len());
        let goes_on =
            |at: usize| self.whole & word_bit(words.hash(at)) != 0 || self.starts & start_bit(words.start3(at)) != 0;
        self.window == 0 || (first + 1..end).any(goes_on)
    }
}

fn word_bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

fn start_bit(start: u32) -> u64 {
    1 << (start.wrapping_mul(0x9e37_79b1) >> 26)
}

#[derive(Debug)]
enum Piece {
    Word { any: Alternatives, optional: bool },
    Gap(usize),
}

/// The alternatives at one place of a phrase, by how they are compared.
#[derive(Debug, Default)]
struct Alternatives {
    /// With their hashes, in order of those.
    whole: Vec<(u64, &'static str)>,
    /// With their first three bytes.
    starts: Vec<(u32, &'static str)>,
    /// Several words joined by `_`.
    several: Vec<Vec<&'static str>>,
}

impl Alternatives {
    fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut any = Self::default();
        for word in words {
            if word.contains('_') {
                any.several.push(word.split('_').collect());
            } else if let Some(start) = word.strip_suffix('*') {
                debug_assert!(start.len() >= 3, "{word} is too short a start");
                any.starts.push((start_of(start), start));
            } else {
                any.whole.push((hash_of(word), word));
            }
        }
        any.whole.sort_unstable();
        any
    }

    /// A piece of every alternative; of several words the longest. A typed apostrophe may be any sign, or none.
    fn pieces(&self) -> Vec<&'static str> {
        let words = self.whole.iter().map(|(_, word)| *word).chain(self.starts.iter().map(|(_, start)| *start));
        let several =
            self.several.iter().filter_map(|words| words.iter().copied().max_by_key(|word| plain(word).len()));
        words.chain(several).map(plain).collect()
    }

    fn match_word(&self, words: &Words, index: usize) -> bool {
        let (hash, start) = (words.hash(index), words.start3(index));
        let known = |at: usize| self.whole[at].1 == words.word(index);
        self.whole.binary_search_by_key(&hash, |(hash, _)| *hash).is_ok_and(known)
            || self.starts.iter().any(|(first, rest)| *first == start && words.word(index).starts_with(rest))
    }
}

/// A word up to its apostrophe.
fn plain(word: &'static str) -> &'static str {
    word.split('\'').next().unwrap_or(word)
}

/// Shortest piece of a word that is worth looking for.
const SHORTEST_PIECE: usize = 3;

impl<T> Phrase<T> {
    /// The alternatives of its most telling place, one of which stands wherever the phrase does; `None` where all are
    /// too short.
    fn pieces(&self) -> Option<Vec<&'static str>> {
        let places = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Word { any, optional: false } => Some(any.pieces()),
            _ => None,
        });
        let shortest = |pieces: &Vec<&str>| pieces.iter().map(|piece| piece.len()).min();
        places.max_by_key(shortest).filter(|pieces| shortest(pieces) >= Some(SHORTEST_PIECE))
    }
}

/// A phrase found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::normalise) struct Hit<T> {
    pub(in crate::normalise) meaning: T,
    /// Its words, by index.
    pub(in crate::normalise) words: Range<usize>,
}

impl<T: Copy> Lexicon<T> {
    /// Builds a vocabulary from rows of a meaning and its phrases.
    pub(in crate::normalise) fn new(rows: &[(T, &'static [&'static str])]) -> Self {
        let mut lexicon = Self {
            phrases: Vec::new(),
            by_word: HashMap::default(),
            by_start: HashMap::default(),
            firsts: Firsts { whole: [0; FIRSTS / 64], starts: [0; FIRSTS / 64] },
        };
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
        let several = any.several.iter().map(|words| hash_of(words[0]));
        for hash in any.whole.iter().map(|(hash, _)| *hash).chain(several) {
            push_once(self.by_word.entry(hash).or_default(), index);
            take_in(&mut self.firsts.whole, Firsts::place_of_word(hash));
        }
        for (start, _) in &any.starts {
            push_once(self.by_start.entry(*start).or_default(), index);
            take_in(&mut self.firsts.starts, Firsts::place_of_start(*start));
        }
        let next = Next::of(&pieces);
        self.phrases.push(Phrase { meaning, anchored, pieces, next });
    }

    /// What tells at a glance that no phrase of the wanted meanings stands in a text.
    pub(in crate::normalise) fn glimpse(&self, wanted: impl Fn(T) -> bool) -> Glimpse {
        Glimpse::of(self.phrases.iter().filter(|phrase| wanted(phrase.meaning)).map(Phrase::pieces))
    }

    /// Every phrase at every place, in the order of their first words; of several at one place the longest comes first.
    pub(in crate::normalise) fn find(&self, words: &Words) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for at in 0..words.len() {
            let from = hits.len();
            self.find_at(words, at, &mut hits);
            if hits.len() > from + 1 {
                hits[from..].sort_by_key(|hit: &Hit<T>| std::cmp::Reverse(hit.words.end));
            }
        }
        hits
    }

    fn find_at(&self, words: &Words, at: usize, hits: &mut Vec<Hit<T>>) {
        let (hash, start) = (words.hash(at), words.start3(at));
        let whole = if self.firsts.hold_word(hash) { self.by_word.get(&hash) } else { None };
        let started = if self.firsts.hold_start(start) { self.by_start.get(&start) } else { None };
        for &index in whole.into_iter().chain(started).flatten() {
            let phrase = &self.phrases[index];
            if phrase.anchored && !words.starts_sentence(at) || !phrase.next.admits(words, at) {
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
    Piece::Word { any: Alternatives::of(part.split('|').flat_map(alternatives)), optional }
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
            if inside(at)
                && any.match_word(words, at)
                && let Some(end) = end_of_match(rest, words, first, at + 1)
            {
                return Some(end);
            }
            let stands =
                |several: &&Vec<&str>| several.iter().zip(at..).all(|(word, at)| inside(at) && words.word(at) == *word);
            let longer = any
                .several
                .iter()
                .filter(stands)
                .find_map(|several| end_of_match(rest, words, first, at + several.len()));
            longer.or_else(|| if *optional { end_of_match(rest, words, first, at) } else { None })
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
}
