//! The words that tell a document from the others, for the list that answers while the index is on its way.
//!
//! In: an opened index. Out: for each of its newest documents a few words, those first that tell most. Knows nothing of
//! queries, and counts among the documents that it is asked for alone.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use crate::search::{Reader, SearchError, fold_line};

/// Words of a document: twice as many find the right document no more often in twenty queries than once.
const MOST: usize = 16;
/// Shorter and longer ones, in bytes, are rarely typed.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=20;
/// In more documents than this, a word of one alone is most likely the name of a machine or a slip.
const FEW_DOCUMENTS: usize = 60;

/// How often each word stands in a document, without those of its title.
type Counts = HashMap<String, u32>;

/// The most telling words of the first documents of an index, of each in one line; those of its title are left out.
///
/// # Errors
/// When the index cannot be read.
pub fn telling(reader: &Reader, documents: u32) -> Result<Vec<String>, SearchError> {
    let counted = (0..documents).into_par_iter().map(|document| counts(reader, document));
    let counted: Vec<Counts> = counted.collect::<Result<_, SearchError>>()?;
    let mut having: HashMap<&str, usize> = HashMap::new();
    for word in counted.iter().flat_map(Counts::keys) {
        *having.entry(word).or_default() += 1;
    }
    let least = if counted.len() > FEW_DOCUMENTS { 2 } else { 1 };
    Ok(counted.par_iter().map(|counts| best(counts, &having, least, counted.len())).collect())
}

fn counts(reader: &Reader, document: u32) -> Result<Counts, SearchError> {
    let (card, sections) = reader.record(document)?;
    let title = fold_line(&card.title);
    let title: BTreeSet<&str> = title.split(' ').collect();
    let is_told = |word: &str| LENGTHS.contains(&word.len()) && word.starts_with(char::is_alphabetic);
    let mut counts = Counts::new();
    for section in &sections {
        for word in fold_line(&section.text).split(' ').filter(|word| is_told(word) && !title.contains(word)) {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
    }
    Ok(counts)
}

/// The words with the highest weight (logarithms of how often here, and of how rarely elsewhere), one space between.
fn best(counts: &Counts, having: &HashMap<&str, usize>, least: usize, documents: usize) -> String {
    let weight = |word: &str, count: u32| {
        let having = having.get(word).copied().filter(|having| *having >= least)?;
        Some((1.0 + (count as f32).ln()) * ((documents + 1) as f32 / having as f32).ln())
    };
    let weighed = counts.iter().filter_map(|(word, count)| Some((weight(word, *count)?, word.as_str())));
    let mut words: Vec<(f32, &str)> = weighed.collect();
    words.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    words.truncate(MOST);
    words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::build_from;
    use crate::search::{SearchDocument, Section};

    #[test]
    fn words_that_others_lack_tell_most_and_those_of_the_title_are_known() {
        let document = |id: &str, title: &str, text: &str| SearchDocument {
            id: id.to_owned(),
            slug: id.to_owned(),
            title: title.to_owned(),
            sections: vec![Section { text: text.to_owned(), ..Section::default() }],
            ..SearchDocument::default()
        };
        let documents = vec![
            document("a", "Tills stopped", "The tills stopped. The certificate lapsed, the certificate!"),
            document("b", "Depot dark", "The fuse of the depot."),
        ];
        let reader = build_from(documents).unwrap().open().unwrap();
        assert_eq!(telling(&reader, 2).unwrap(), ["certificate lapsed the", "fuse the"]);
        assert_eq!(telling(&reader, 0).unwrap(), Vec::<String>::new());
    }
}
