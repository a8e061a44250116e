//! Words that an author copied from an earlier report: boilerplate of a team makes reports alike, not their causes.
//!
//! Input: the texts of documents, each of a source. Output: each text parted from the stretches that other
//! documents of the same source hold word for word. Knows nothing of what the words mean.

use std::borrow::Cow;

use rayon::prelude::*;

/// So many words in a row are not alike by chance.
const RUN: usize = 7;

/// The runs of words that stand in more than one document of a source.
#[derive(Debug, Default)]
pub struct Copied {
    /// Per document the numbers of such runs, ascending; its runs are counted through from text to text.
    runs: Vec<Vec<u32>>,
}

impl Copied {
    /// Reads the texts of every document; `sources[i]` numbers the source of document i.
    pub fn of(documents: &[Vec<&str>], sources: &[usize]) -> Self {
        let of_document = |(document, (texts, source)): (usize, (&Vec<&str>, &usize))| -> Vec<(u64, u32, u32)> {
            let hashes = texts.iter().flat_map(|text| hashes(&words(text), *source).collect::<Vec<_>>());
            hashes.zip(0..).map(|(hash, run)| (hash, document as u32, run)).collect()
        };
        let each = documents.par_iter().zip(sources).enumerate().map(of_document).collect::<Vec<_>>();
        // Most runs stand in one place alone, and need not be sorted to see it.
        let met = Met::of(each.iter().flatten().map(|run| run.0), each.iter().map(Vec::len).sum());
        let again = |runs: Vec<(u64, u32, u32)>| runs.into_iter().filter(|run| met.may_be_again(run.0));
        let mut held: Vec<(u64, u32, u32)> = each.into_par_iter().flat_map_iter(again).collect();
        held.par_sort_unstable();
        let mut runs = vec![Vec::new(); documents.len()];
        for alike in held.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike[0].1 != alike[alike.len() - 1].1) {
            for (_, document, run) in alike {
                runs[*document as usize].push(*run);
            }
        }
        runs.par_iter_mut().for_each(|runs| runs.sort_unstable());
        Self { runs }
    }

    /// The texts of a document, each parted into what is its author's own and what is copied; a full stop stands between
    /// stretches.
    pub fn parted<'t>(&self, document: usize, texts: &[&'t str]) -> Vec<(Cow<'t, str>, String)> {
        let mut copied = self.runs[document].as_slice();
        if copied.is_empty() {
            return texts.iter().map(|text| (Cow::Borrowed(*text), String::new())).collect();
        }
        let mut first = 0;
        let parted = texts.iter().map(|text| {
            let words = words(text);
            let next = first + (words.len() + 1).saturating_sub(RUN);
            let (here, later) = copied.split_at(copied.partition_point(|run| (*run as usize) < next));
            let begins = here.iter().map(|run| *run as usize - first).collect::<Vec<_>>();
            (first, copied) = (next, later);
            part(text, &words, &begins)
        });
        parted.collect()
    }
}

/// Which hashes were met more than once, by some of their bits: of eight that were met once, one may be taken for more.
struct Met {
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Met {
    fn of(hashes: impl Iterator<Item = u64>, all: usize) -> Self {
        let words = (all / 8).next_power_of_two();
        let mut met = Self { once: vec![0; words], again: vec![0; words] };
        for hash in hashes {
            let (word, bit) = met.place(hash);
            met.again[word] |= met.once[word] & bit;
            met.once[word] |= bit;
        }
        met
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize & (self.once.len() - 1), 1 << (hash & 63))
    }

    fn may_be_again(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.again[word] & bit != 0
    }
}

/// Parts a text whose copied runs begin at the words `begins`.
fn part<'t>(text: &'t str, words: &[Word], begins: &[usize]) -> (Cow<'t, str>, String) {
    if begins.is_empty() {
        return (Cow::Borrowed(text), String::new());
    }
    let mut is_copied = vec![false; words.len()];
    for at in begins {
        is_copied[*at..*at + RUN].fill(true);
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

/// A word as it stands in the text, with its punctuation, and the letters it is compared by.
struct Word<'t> {
    written: &'t str,
    hash: u64,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let compared = text.split_whitespace().filter_map(|written| {
        let hash = if written.is_ascii() {
            hash(written.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()))
        } else {
            let letters = written.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            hash(letters.collect::<String>().bytes())
        };
        (hash != 0).then_some(Word { written, hash })
    });
    compared.collect()
}

/// Of the bytes of a word, eight at a time; 0 for none.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let (mut hash, mut eight, mut taken) = (0, 0, 0);
    for byte in bytes {
        eight = eight << 8 | u64::from(byte);
        taken += 1;
        if taken % 8 == 0 {
            hash = mixed(hash, std::mem::take(&mut eight));
        }
    }
    if taken % 8 == 0 { hash } else { mixed(hash, eight) }
}

/// One number for each run.
fn hashes<'w>(words: &'w [Word<'_>], source: usize) -> impl Iterator<Item = u64> + 'w {
    words.windows(RUN).map(move |run| run.iter().fold(source as u64, |hash, word| mixed(hash, word.hash)))
}

/// One more value in a hash: a multiplication by an odd number and a rotation, as in FxHash, with the high bits brought
/// down.
fn mixed(hash: u64, value: u64) -> u64 {
    let product = (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    product ^ (product >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: [&str; 2], sources: [usize; 2], own: &str, copied: &str) {
        let title = "A title of a few words, well over seven of them";
        let runs = Copied::of(&texts.map(|text| vec![title, text]), &sources);
        let parted = runs.parted(0, &[title, texts[0]]);
        assert_eq!((parted[1].0.trim(), parted[1].1.trim()), (own, copied));
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
