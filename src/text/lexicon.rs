//! A lexicon that finds all its phrases in one pass over a text.
//!
//! In: phrases of the grammar beside this file, each with what it stands for, then the words of texts. Out: where which
//! phrase stands.

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use super::phrase::{Element, Pattern, Phrase};
use super::sieve::Sieve;
use super::word::{self, HEAD, first_three};
use super::words::Words;

/// Number of a [`Pattern`] in its lexicon.
type Atom = u32;

/// Many phrases, ready to be found; each stands for a `T`.
#[derive(Debug, Clone)]
pub struct Lexicon<T> {
    /// Words of no more than sixteen bytes, by their [`head`](word::head).
    words: HashMap<u128, Atom>,
    long_words: HashMap<Box<str>, Atom>,
    /// By the first three bytes of the prefix.
    prefixes: HashMap<u32, Vec<Prefix>>,
    /// Which words may be known at all.
    sieve: Sieve,
    atoms: Atom,
    phrases: Vec<Compiled<T>>,
    /// For each atom the phrases that may start with it.
    starts: Vec<Vec<Start>>,
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self {
            words: HashMap::default(),
            long_words: HashMap::default(),
            prefixes: HashMap::default(),
            sieve: Sieve::default(),
            atoms: 0,
            phrases: Vec::new(),
            starts: Vec::new(),
        }
    }
}

/// The start of a word, ready to be compared.
#[derive(Debug, Clone)]
struct Prefix {
    head: u128,
    /// The bytes of a word's head that count.
    counts: u128,
    text: Box<str>,
    atom: Atom,
}

impl Prefix {
    fn starts(&self, word: &str, word_head: u128) -> bool {
        word_head & self.counts == self.head && (self.text.len() <= HEAD || word.starts_with(&*self.text))
    }
}

/// A phrase that may start with a word, and what tells at a glance that it does not go on from there.
#[derive(Debug, Clone, Copy)]
struct Start {
    phrase: u32,
    next: Next,
}

/// One of the next so many words must be among these; anything may follow where `window` is 0.
#[derive(Debug, Clone, Copy, Default)]
struct Next {
    window: u32,
    any: Mask,
}

/// A set of atoms, by their number modulo 128: what is not in it is not in the set.
type Mask = u128;

fn mask(atoms: &[Atom]) -> Mask {
    atoms.iter().fold(0, |mask, atom| mask | bit(*atom))
}

fn bit(atom: Atom) -> Mask {
    1 << (atom % 128)
}

#[derive(Debug, Clone)]
struct Compiled<T> {
    /// What is left to be matched once a word is known to start the phrase, and how far behind that word.
    rest: Vec<Step>,
    offset: usize,
    /// Only at the start of a sentence.
    anchored: bool,
    meaning: T,
    reach: Reach,
}

/// An [`Element`] as it is looked for.
#[derive(Debug, Clone)]
enum Step {
    Word {
        any: Vec<Atom>,
        mask: Mask,
    },
    /// A word that may be missing.
    Maybe {
        any: Vec<Atom>,
        mask: Mask,
    },
    /// The mask is that of the first words.
    Run {
        runs: Vec<Vec<Atom>>,
        mask: Mask,
    },
    Gap(usize),
}

impl Step {
    /// What a word must be for the step to begin with it; `None` where any word may stand.
    fn first(&self) -> Option<Mask> {
        match self {
            Self::Word { mask, .. } | Self::Run { mask, .. } => Some(*mask),
            Self::Maybe { .. } | Self::Gap(_) => None,
        }
    }
}

/// How far a phrase may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Sentence,
    /// Not over a comma, a colon, a parenthesis or a dash.
    Breath,
}

/// A phrase found: which words, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<T> {
    /// Its words, by index.
    pub words: Range<usize>,
    pub meaning: T,
}

/// The atoms of each word of a text.
struct Atoms {
    atoms: Vec<Atom>,
    masks: Vec<Mask>,
    /// Where the atoms of a word end.
    ends: Vec<u32>,
}

impl Atoms {
    fn of(&self, word: usize) -> &[Atom] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.atoms[start as usize..self.ends[word] as usize]
    }

    fn is_any(&self, word: usize, any: &[Atom], mask: Mask) -> bool {
        self.masks[word] & mask != 0 && self.of(word).iter().any(|atom| any.contains(atom))
    }

    fn is(&self, word: usize, atom: Atom) -> bool {
        self.masks[word] & bit(atom) != 0 && self.of(word).contains(&atom)
    }
}

/// The words ahead, taken in one after the other as the windows of the phrases that may start here grow.
struct Ahead<'a> {
    rest: std::slice::Iter<'a, Mask>,
    taken: u32,
    mask: Mask,
}

impl<'a> Ahead<'a> {
    fn new(masks: &'a [Mask]) -> Self {
        Self { rest: masks.iter(), taken: 0, mask: 0 }
    }

    /// Whether the phrase may go on from here; windows must not shrink from one call to the next.
    fn admits(&mut self, next: &Next) -> bool {
        while self.taken < next.window {
            self.mask |= self.rest.next().copied().unwrap_or_default();
            self.taken += 1;
        }
        next.window == 0 || self.mask & next.any != 0
    }
}

impl<T: Copy + PartialEq> Lexicon<T> {
    /// Compiles tables that come with incidex: rows of a meaning and its phrases, which reach over a whole sentence.
    ///
    /// A phrase that cannot be read is left out; a test reads all of them.
    pub fn built_in(rows: &[(T, &[&str])]) -> Self {
        let mut lexicon = Self::default();
        for (meaning, phrases) in rows {
            for phrase in *phrases {
                let phrase = Phrase::parse(phrase);
                debug_assert!(phrase.is_ok(), "{phrase:?}");
                phrase.iter().for_each(|phrase| lexicon.add(phrase, *meaning, Reach::Sentence));
            }
        }
        lexicon
    }

    /// Takes in one more phrase.
    pub fn add(&mut self, phrase: &Phrase, meaning: T, reach: Reach) {
        let anchored = phrase.anchored;
        let mut steps: Vec<Step> = phrase.elements.iter().map(|element| self.compile(element)).collect();
        let phrase = self.phrases.len() as u32;
        let firsts: Vec<Atom> = match steps.first() {
            Some(Step::Word { any, .. }) => any.clone(),
            Some(Step::Run { runs, .. }) => runs.iter().filter_map(|run| run.first().copied()).collect(),
            _ => return,
        };
        self.starts.resize_with(self.atoms as usize, Vec::new);
        for atom in firsts {
            let starts = &mut self.starts[atom as usize];
            if starts.iter().all(|known| known.phrase != phrase) {
                let next = second_word(&steps, atom);
                let place = starts.partition_point(|known| known.next.window <= next.window);
                starts.insert(place, Start { phrase, next });
            }
        }
        // A word by itself is matched as soon as it is found; of a run only its first word is known by then.
        let offset = usize::from(matches!(steps.first(), Some(Step::Word { .. })));
        self.phrases.push(Compiled { rest: steps.split_off(offset), offset, anchored, meaning, reach });
    }

    fn compile(&mut self, element: &Element) -> Step {
        match element {
            Element::Gap(length) => Step::Gap(*length),
            Element::Word(words) => {
                let any: Vec<Atom> = words.iter().map(|word| self.atom(word)).collect();
                Step::Word { mask: mask(&any), any }
            }
            Element::Maybe(words) => {
                let any: Vec<Atom> = words.iter().map(|word| self.atom(word)).collect();
                Step::Maybe { mask: mask(&any), any }
            }
            Element::Run(runs) => {
                let runs: Vec<Vec<Atom>> =
                    runs.iter().map(|run| run.iter().map(|word| self.atom(word)).collect()).collect();
                Step::Run { mask: first_words(&runs), runs }
            }
        }
    }

    fn atom(&mut self, pattern: &Pattern) -> Atom {
        let next = self.atoms;
        let length = pattern.word.len();
        let head = word::head(&pattern.word, 0, length);
        self.sieve.add(head, length, pattern.is_prefix);
        let atom = if pattern.is_prefix {
            let bucket = self.prefixes.entry(first_three(head)).or_default();
            match bucket.iter().find(|prefix| *prefix.text == *pattern.word) {
                Some(prefix) => prefix.atom,
                None => {
                    let counts = u128::MAX >> (8 * HEAD.saturating_sub(length));
                    bucket.push(Prefix { head, counts, text: pattern.word.as_str().into(), atom: next });
                    next
                }
            }
        } else if length <= HEAD {
            *self.words.entry(head).or_insert(next)
        } else {
            *self.long_words.entry(pattern.word.as_str().into()).or_insert(next)
        };
        self.atoms = self.atoms.max(atom + 1);
        atom
    }

    /// Every phrase in a text, in the order of their first words; of several at one place the longest comes first, and
    /// of equals the one that was added first. No phrase reaches over the end of a sentence.
    pub fn find(&self, words: &Words) -> Vec<Hit<T>> {
        let atoms = self.atoms_of(words);
        let mut hits = Vec::new();
        let mut here: Vec<(usize, u32)> = Vec::new();
        if atoms.atoms.is_empty() {
            return hits;
        }
        for sentence in words.sentences() {
            let mut breath = sentence.start;
            for at in sentence.clone() {
                let known = atoms.of(at);
                if known.is_empty() {
                    continue;
                }
                for &atom in known {
                    let Some(starts) = self.starts.get(atom as usize).filter(|starts| !starts.is_empty()) else {
                        continue;
                    };
                    let mut ahead = Ahead::new(&atoms.masks[at + 1..sentence.end]);
                    for start in starts.iter().filter(|start| ahead.admits(&start.next)) {
                        let phrase = &self.phrases[start.phrase as usize];
                        if phrase.anchored && at != sentence.start {
                            continue;
                        }
                        if phrase.reach == Reach::Breath && breath <= at {
                            let pause = (at + 1..sentence.end).find(|next| words.after_pause(*next));
                            breath = pause.unwrap_or(sentence.end);
                        }
                        let limit = if phrase.reach == Reach::Breath { breath } else { sentence.end };
                        if let Some(end) = match_from(&phrase.rest, &atoms, at + phrase.offset, limit) {
                            here.push((end, start.phrase));
                        }
                    }
                }
                self.take(at, &mut here, &mut hits);
            }
        }
        hits
    }

    /// Takes what was found at one word, each meaning once for the same words.
    fn take(&self, at: usize, here: &mut Vec<(usize, u32)>, hits: &mut Vec<Hit<T>>) {
        here.sort_unstable_by_key(|(end, phrase)| (std::cmp::Reverse(*end), *phrase));
        for (end, phrase) in here.drain(..) {
            let hit = Hit { words: at..end, meaning: self.phrases[phrase as usize].meaning };
            if hits.last() != Some(&hit) {
                hits.push(hit);
            }
        }
    }

    fn atoms_of(&self, words: &Words) -> Atoms {
        let mut atoms = Atoms {
            atoms: Vec::with_capacity(words.len()),
            masks: Vec::with_capacity(words.len()),
            ends: Vec::with_capacity(words.len()),
        };
        for index in 0..words.len() {
            let word = words.word(index);
            let head = words.head(index);
            let sieved = self.sieve.look(head, word.len());
            let known = match sieved.as_word {
                true if word.len() <= HEAD => self.words.get(&head),
                true => self.long_words.get(word),
                false => None,
            };
            if let Some(atom) = known {
                atoms.atoms.push(*atom);
            }
            if sieved.as_prefix {
                let bucket = self.prefixes.get(&first_three(head)).map_or(&[][..], Vec::as_slice);
                let started = bucket.iter().filter(|prefix| prefix.starts(word, head));
                atoms.atoms.extend(started.map(|prefix| prefix.atom));
            }
            let first = atoms.ends.last().map_or(0, |end| *end as usize);
            atoms.masks.push(mask(&atoms.atoms[first..]));
            atoms.ends.push(atoms.atoms.len() as u32);
        }
        atoms
    }
}

/// Of matches over one another the longest, in order.
pub fn longest<T>(hits: Vec<Hit<T>>) -> Vec<Hit<T>> {
    let mut by_length = hits;
    by_length.sort_by_key(|hit| (std::cmp::Reverse(hit.words.len()), hit.words.start));
    // By its first word; as none lies over another, only the last one that begins before a hit ends can lie over it.
    let mut kept: BTreeMap<usize, Hit<T>> = BTreeMap::new();
    for hit in by_length {
        let before = kept.range(..hit.words.end).next_back();
        if before.is_none_or(|(_, other)| other.words.end <= hit.words.start) {
            kept.insert(hit.words.start, hit);
        }
    }
    kept.into_values().collect()
}

fn first_words(runs: &[Vec<Atom>]) -> Mask {
    runs.iter().filter_map(|run| run.first()).fold(0, |set, atom| set | bit(*atom))
}

/// How far the second word of a phrase may stand from its first, which is `first`, and what it may be.
fn second_word(steps: &[Step], first: Atom) -> Next {
    let behind = || match &steps[1..] {
        [Step::Gap(length), next, ..] => next.first().map(|any| Next { window: *length as u32 + 1, any }),
        [next, ..] => next.first().map(|any| Next { window: 1, any }),
        [] => None,
    };
    let found = match &steps[0] {
        Step::Word { .. } => behind(),
        Step::Run { runs, .. } => {
            let mut begun = runs.iter().filter(|run| run.first() == Some(&first));
            begun.try_fold(Next::default(), |next, run| {
                let other = match run.get(1) {
                    Some(second) => Next { window: 1, any: bit(*second) },
                    None => behind()?,
                };
                Some(Next { window: next.window.max(other.window), any: next.any | other.any })
            })
        }
        Step::Maybe { .. } | Step::Gap(_) => None,
    };
    found.unwrap_or_default()
}

/// Where these steps end that start at word `at`: the shortest way through their gaps.
fn match_from(steps: &[Step], atoms: &Atoms, at: usize, end: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    match step {
        Step::Gap(length) => {
            let first = rest.first().and_then(Step::first);
            let may_go_on = |next: &usize| first.is_none_or(|first| *next < end && atoms.masks[*next] & first != 0);
            let ahead = at..=at.saturating_add(*length).min(end);
            ahead.filter(may_go_on).find_map(|next| match_from(rest, atoms, next, end))
        }
        Step::Word { any, mask } => {
            let fits = at < end && atoms.is_any(at, any, *mask);
            if fits { match_from(rest, atoms, at + 1, end) } else { None }
        }
        Step::Maybe { any, mask } => {
            let fits = at < end && atoms.is_any(at, any, *mask);
            let with = if fits { match_from(rest, atoms, at + 1, end) } else { None };
            with.or_else(|| match_from(rest, atoms, at, end))
        }
        Step::Run { runs, mask } => {
            if at >= end || atoms.masks[at] & mask == 0 {
                return None;
            }
            runs.iter().find_map(|run| {
                let next = at + run.len();
                let fits = next <= end && run.iter().zip(at..).all(|(atom, at)| atoms.is(at, *atom));
                if fits { match_from(rest, atoms, next, end) } else { None }
            })
        }
    }
}
