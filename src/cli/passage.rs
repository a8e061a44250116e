//! Where in a file a passage stands, as it was shown without its markup.

use crate::search::{Marked, fold_line};

/// Words of a passage that are looked for.
const MOST_WORDS: usize = 40;
/// Words of markup and addresses that may stand between two of them.
const MOST_BETWEEN: usize = 12;

/// The words of a file, each with its line.
pub(super) struct Lines {
    words: Vec<(String, usize)>,
}

impl Lines {
    pub fn of(text: &str) -> Self {
        let words = |(line, number): (&str, usize)| {
            fold_line(line)
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(|word| (word.to_owned(), number))
                .collect::<Vec<_>>()
        };
        Self { words: text.lines().zip(1..).flat_map(words).collect() }
    }

    /// The line with the first marked word of a passage, or with its first word; `None` where most of it stands nowhere.
    pub fn of_passage(&self, passage: &Marked) -> Option<usize> {
        let start = passage.marks.first().map_or(0, |mark| mark.start);
        let before = words(&passage.text[..start]);
        let skipped = before.len().saturating_sub(MOST_WORDS / 2);
        let wanted: Vec<String> = words(&passage.text).into_iter().skip(skipped).take(MOST_WORDS).collect();
        let marked = before.len() - skipped;
        self.place(&wanted, marked.min(wanted.len().saturating_sub(1)))
    }

    /// The line where these words stand on one line or over several; the first such place.
    pub fn of_text(&self, text: &str) -> Option<usize> {
        let wanted: Vec<String> = words(text).into_iter().take(MOST_WORDS).collect();
        self.place(&wanted, 0)
    }

    /// The line of the word at `marked`, at the place that has most of the words in their order.
    fn place(&self, wanted: &[String], marked: usize) -> Option<usize> {
        let mut best: Option<Place> = None;
        // A passage may begin with half a word, so that its second one opens it as well.
        for first in 0..wanted.len().min(3) {
            let opens = self.words.iter().enumerate().filter(|(_, (word, _))| *word == wanted[first]);
            for (at, _) in opens {
                let place = self.follow(at, &wanted[first..], marked.saturating_sub(first));
                if best.as_ref().is_none_or(|best| place.is_better_than(best)) {
                    best = Some(place);
                }
            }
            if best.as_ref().is_some_and(|best| best.found == wanted.len() - first) {
                break;
            }
        }
        best.filter(|best| best.found * 3 >= wanted.len() * 2).map(|best| best.line)
    }

    /// How many of the words follow from a place on, and the line of the one at `marked`, or of the last before it.
    fn follow(&self, start: usize, wanted: &[String], marked: usize) -> Place {
        let (mut at, mut found, mut line) = (start, 0, self.words[start].1);
        for (nth, word) in wanted.iter().enumerate() {
            let ahead = self.words[at.min(self.words.len())..].iter().take(MOST_BETWEEN);
            let Some(step) = ahead.map(|(known, _)| known).position(|known| known == word) else { continue };
            at += step;
            found += 1;
            if nth <= marked {
                line = self.words[at].1;
            }
            at += 1;
        }
        Place { found, length: at - start, line }
    }
}

/// Where words of a passage follow each other.
struct Place {
    found: usize,
    /// In words of the file.
    length: usize,
    line: usize,
}

impl Place {
    fn is_better_than(&self, other: &Self) -> bool {
        (self.found, other.length) > (other.found, self.length)
    }
}

fn words(text: &str) -> Vec<String> {
    fold_line(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\ntitle: The pool ran dry\n---\n# The pool ran dry\n\nCheckout was *slow* and then the\n\
                        [pool](https://example.org/pool) of the **database**\nran dry.\n\n## Later\nThe pool ran dry again.\n";

    fn check(passage: &str, expected: Option<usize>) {
        let (mut text, mut marks) = (String::new(), Vec::new());
        for (at, piece) in passage.split('|').enumerate() {
            if at % 2 == 1 {
                marks.push(text.len()..text.len() + piece.len());
            }
            text.push_str(piece);
        }
        assert_eq!(Lines::of(FILE).of_passage(&Marked { text, marks }), expected, "{passage}");
    }

    #[test]
    fn a_passage_is_found_where_its_first_marked_word_stands() {
        check("Checkout was slow and then the |pool| of the |database| ran dry.", Some(7));
        check("Checkout was slow and then the pool of the |database| ran |dry|.", Some(7));
        check("Checkout was slow and then the pool of the database |ran| dry.", Some(8));
        check("…ckout was slow and then the pool of the database |ran| dry.", Some(8));
        check("The |pool| ran dry again.", Some(11));
        check("Checkout was slow and then the pool", Some(6));
        check("Something else |entirely| was written here", None);
        check("", None);
    }

    #[test]
    fn a_text_is_found_where_it_first_stands() {
        assert_eq!(Lines::of(FILE).of_text("The pool ran dry"), Some(2));
        assert_eq!(Lines::of(FILE).of_text("Later"), Some(10));
        assert_eq!(Lines::of("").of_text("Later"), None);
    }
}
