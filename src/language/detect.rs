//! The language of a document by its letters and its words.
//!
//! Words that English has too say nothing, and a language has to be clearly ahead of English: a document read in the
//! wrong language would have its words mistaken, while one read as English merely leaves values out.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::phrases::{folded, words};
use super::table::{Language, Script};
use super::{ENGLISH, by_code, languages};

/// Words and letters that are looked at; a document does not change its language behind them.
const MOST_WORDS: usize = 400;
/// Letters of one run without spaces that are looked at.
const MOST_LETTERS: usize = 400;
/// So many words of English and hardly any other settle it.
const PLAINLY_ENGLISH: usize = 12;
/// Letters, counted as Latin ones, that stand against one frequent word of English.
const LETTERS_OF_A_SENTENCE: usize = 40;
/// Different words that a language has to show.
const FEWEST_WORDS: usize = 3;

/// The language of a text given in pieces, `None` for English and for what is not known. `hint` is the code of the
/// language that most documents of the archive are written in.
pub fn of<'t>(texts: impl Iterator<Item = &'t str>, hint: &str) -> Option<&'static Language> {
    let mut tally = Tally::default();
    for text in texts {
        tally.read(text);
        if tally.words >= MOST_WORDS || tally.is_plainly_english() {
            break;
        }
    }
    tally.language(by_code(hint))
}

/// Who knows a word: a bit for each language, in the order of [`languages`]; the last is English.
type Speakers = u16;
const ENGLISH_BIT: Speakers = 1 << 15;

static WORDS: LazyLock<HashMap<String, Speakers, FixedState>> = LazyLock::new(|| {
    let mut known: HashMap<String, Speakers, FixedState> = HashMap::with_hasher(FixedState::default());
    for (index, language) in languages().iter().enumerate().filter(|(_, language)| !language.is_unspaced()) {
        let file = &language.file;
        let spelt = file.labels.values().chain(file.words.values()).flatten();
        let texts = std::iter::once(&file.stop).chain(&file.months).chain(spelt);
        for text in texts.flat_map(|text| text.split([' ', '|'])).filter(|word| !word.ends_with('*')) {
            for range in words(text, file.elisions) {
                *known.entry(text[range].to_owned()).or_default() |= 1 << index;
            }
        }
    }
    let english: super::table::File = toml::from_str(ENGLISH).expect("a compiled-in table");
    // What other languages say in English is English too, but tells nothing: every author writes `server`.
    let targets = languages().iter().flat_map(|language| language.file.labels.keys().chain(language.file.words.keys()));
    for word in targets.flat_map(|words| words.split(' ')) {
        known.remove(word);
    }
    for word in english.shared.split_whitespace() {
        known.remove(word);
    }
    for word in english.stop.split_whitespace() {
        known.insert(word.to_owned(), ENGLISH_BIT);
    }
    known
});

#[derive(Default)]
struct Tally {
    words: usize,
    english: usize,
    /// Words that another language knows, each once.
    foreign: Vec<(String, Speakers)>,
    hits: usize,
    letters: [usize; 4],
    latin: usize,
}

impl Tally {
    fn read(&mut self, text: &str) {
        let mut buffer = [0; LONGEST_WORD];
        for range in words(text, true) {
            let word = &text[range];
            self.words += 1;
            if !word.is_ascii() {
                self.scripts(word);
            }
            self.latin += word.bytes().filter(u8::is_ascii_alphabetic).count();
            if self.words >= MOST_WORDS {
                break;
            }
            let Some(speakers) = speakers(word, &mut buffer) else { continue };
            if speakers & ENGLISH_BIT != 0 {
                self.english += 1;
            } else {
                self.hits += 1;
                if !self.foreign.iter().any(|(known, _)| known == word) {
                    self.foreign.push((word.to_owned(), speakers));
                }
            }
        }
    }

    fn scripts(&mut self, text: &str) {
        for c in text.chars().take(MOST_LETTERS) {
            let script = match c {
                '\u{3040}'..='\u{30ff}' => Script::Kana,
                '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
                '\u{4e00}'..='\u{9fff}' => Script::Han,
                '\u{0400}'..='\u{04ff}' => Script::Cyrillic,
                _ => continue,
            };
            self.letters[script as usize] += 1;
        }
    }

    fn is_plainly_english(&self) -> bool {
        self.english >= PLAINLY_ENGLISH && self.english > 4 * self.hits && self.letters == [0; 4]
    }

    fn language(&self, hint: Option<&'static Language>) -> Option<&'static Language> {
        self.by_script().or_else(|| self.by_words(hint))
    }

    /// A letter of these scripts says as much as three Latin ones.
    fn by_script(&self) -> Option<&'static Language> {
        let of = |script: Script| self.letters[script as usize];
        let ideographs = of(Script::Kana) + of(Script::Han);
        let (script, count) = [
            // Japanese mixes both; a title in ideographs alone is Chinese as far as anyone can tell.
            (if of(Script::Kana) * 10 >= ideographs { Script::Kana } else { Script::Han }, ideographs * 3),
            (Script::Hangul, of(Script::Hangul) * 3),
            (Script::Cyrillic, of(Script::Cyrillic)),
        ]
        .into_iter()
        .max_by_key(|(_, count)| *count)?;
        // What is told a second time in English is read in English.
        let bilingual = self.english * LETTERS_OF_A_SENTENCE >= count;
        let enough = count > self.latin.max(FEWEST_WORDS * 3) && !bilingual;
        languages().iter().find(|language| enough && language.file.script == Some(script))
    }

    fn by_words(&self, hint: Option<&'static Language>) -> Option<&'static Language> {
        let score = |index: usize| self.foreign.iter().filter(|(_, speakers)| speakers & (1 << index) != 0).count();
        let mut scores: Vec<(usize, &'static Language)> =
            languages().iter().enumerate().map(|(index, language)| (score(index), language)).collect();
        // Languages share words: the hint decides between equals, then the order of the list.
        scores.sort_by_key(|(score, language)| {
            (std::cmp::Reverse(*score), hint.is_none_or(|hint| hint.code != language.code))
        });
        let (best, language) = *scores.first()?;
        let hinted = hint.is_some_and(|hint| hint.code == language.code);
        let fewest = if hinted { 1 } else { FEWEST_WORDS };
        (best >= fewest && self.hits > self.english).then_some(language)
    }
}

/// Longer words are not looked up, in bytes.
const LONGEST_WORD: usize = 24;

/// Who knows a word, whatever its case.
fn speakers(word: &str, buffer: &mut [u8; LONGEST_WORD]) -> Option<Speakers> {
    if !word.is_ascii() {
        return WORDS.get(&folded(word)).copied();
    }
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    WORDS.get(std::str::from_utf8(lower).ok()?).copied()
}
