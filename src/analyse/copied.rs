//! Words that an author copied from an earlier report: boilerplate of a team makes reports alike, not their causes.
//!
//! Input: the texts of documents, each of a source. Output: each text parted from the stretches that other
//! documents of the same source hold word for word. Knows nothing of what the words mean.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

/// So many words in a row are not alike by chance.
const RUN: usize = 7;

/// The runs of words that stand in more than one document of a source.
#[derive(Debug, Default)]
pub struct Copied {
    /// Hashes of a source and a run.
    runs: HashSet<u64, BuildHasherDefault<Hashed>>,
}

impl Copied {
    /// Reads the texts of every document; `sources[i]` numbers the source of document i.
    pub fn of(documents: &[Vec<&str>], sources: &[usize]) -> Self {
        let of_document = |(document, (texts, source)): (usize, (&Vec<&str>, &usize))| -> Vec<(u64, u32)> {
            texts
                .iter()
                .flat_map(|text| runs(&words(text), *source).collect::<Vec<_>>())
                .map(|run| (run, document as u32))
                .collect()
        };
        let each = documents.par_iter().zip(sources).enumerate().map(of_document).collect::<Vec<_>>();
        let mut held = each.concat();
        drop(each);
        held.par_sort_unstable();
        let several = held.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1);
        Self { runs: several.map(|pair| pair[0].0).collect() }
    }

    /// The text parted into what is its author's own and what is copied; a full stop stands between stretches.
    pub fn parted<'t>(&self, text: &'t str, source: usize) -> (Cow<'t, str>, String) {
        let words = words(text);
        let mut is_copied = vec![false; words.len()];
        for (at, run) in runs(&words, source).enumerate() {
            if self.runs.contains(&run) {
                is_copied[at..at + RUN].fill(true);
            }
        }
        if !is_copied.contains(&true) {
            return (Cow::Borrowed(text), String::new());
        }
        let (mut own, mut copied) = (String::new(), String::new());
        for (word, is_copied) in words.iter().zip(is_copied) {
            let (here, there) = if is_copied { (&mut copied, &mut own) } else { (&mut own, &mut copied) };
            here.extend([word.written, " "]);
            if !there.is_empty() && !there.ends_with(". ") {
                there.push_str(". ");
            }
        }
        (Cow::Owned(own), copied)
    }
}

/// A word as it stands in the text, with its punctuation, and the letters it is compared by.
struct Word<'t> {
    written: &'t str,
    hash: u64,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let compared = text.split_whitespace().filter_map(|written| {
        let hash = if written.is_ascii() {
            let letters = written.bytes().filter(u8::is_ascii_alphanumeric);
            letters.fold(0, |hash, letter| mixed(hash, u64::from(letter.to_ascii_lowercase())))
        } else {
            let letters = written.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.fold(0, |hash, letter| mixed(hash, u64::from(letter)))
        };
        (hash != 0).then_some(Word { written, hash })
    });
    compared.collect()
}

fn runs<'w>(words: &'w [Word<'_>], source: usize) -> impl Iterator<Item = u64> + 'w {
    words.windows(RUN).map(move |run| run.iter().fold(source as u64, |hash, word| mixed(hash, word.hash)))
}

/// One more value in a hash: a multiplication by an odd number and a rotation, as in FxHash, with the high bits brought
/// down.
fn mixed(hash: u64, value: u64) -> u64 {
    let product = (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    product ^ (product >> 32)
}

/// Takes a number that is a hash already as it is.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mixed(hash, u64::from(*byte)));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: [&str; 2], sources: [usize; 2], own: &str, copied: &str) {
        let runs = Copied::of(&texts.map(|text| vec![text]), &sources);
        let (found, taken) = runs.parted(texts[0], sources[0]);
        assert_eq!((found.trim(), taken.trim()), (own, copied));
    }

    const FIRST: &str = "A pipe burst. The depot team was told and service was restored by hand. The floor was wet.";
    const SECOND: &str =
        "Two keys were lost. The depot team was told, and service was restored by hand. Nobody minded.";

    #[test]
    fn what_another_report_holds_word_for_word_is_set_apart() {
        let copied = "The depot team was told and service was restored by hand.";
        check([FIRST, SECOND], [0, 0], "A pipe burst. The floor was wet.", copied);
    }

    #[test]
    fn reports_of_two_sources_may_say_the_same() {
        check([FIRST, SECOND], [0, 1], FIRST, "");
    }

    #[test]
    fn a_few_words_in_a_row_are_no_copy() {
        let text = "The disk of the journal was full.";
        check([text, "The disk of the archive was full."], [0, 0], text, "");
    }
}
