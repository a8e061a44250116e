//! False leads under a heading of their own: "What I was wrong about", "Red herrings", "Dead ends".
//!
//! In: the parts of a document. Out: one lead for each item or paragraph under such a heading.

use std::sync::LazyLock;

use crate::model::{FalseLead, FalseLeadBasis};
use crate::normalise::event::EventContext;
use crate::normalise::outline::{Part, text_of};
use crate::parse::{Block, BlockKind};
use crate::text::{Lexicon, Words};

/// How many leads stand under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    /// One in each item or paragraph.
    Each,
    /// One, told from its first sentence on: "What we thought".
    One,
}

#[rustfmt::skip]
const HEADINGS: &[(Heading, &[&str])] = &[(Heading::Each, &[
    "what|where|things ..4 wrong about", "red herring|herrings", "false|wrong|cold lead|leads|trail|trails|turn|turns",
    "dead end|ends", "misdiagnos*", "wrong|false assumptions|assumption|theories|hypotheses|suspects",
    "blind alley|alleys", "rabbit hole|holes", "what|things ..3 not the cause|problem|reason|culprit",
    "what|things ..4 did_not|didn't help|work", "rejected|discarded|refuted|disproved|disproven hypotheses|theories",
    "hypotheses|theories|suspects ..2 ruled|rejected|discarded|dismissed", "ruled out",
]), (Heading::One, &[
    "what|who we|i|they ..2 @thought", "first|initial|early|our|wrong @hunch|ideas|theories|guesses|suspicions", "where we looked first",
])];

static LEXICON: LazyLock<Lexicon<Heading>> = LazyLock::new(|| Lexicon::built_in(HEADINGS));

/// A heading of more words tells a story of its own.
const LONGEST_HEADING: usize = 8;
/// A suspect is named in the first words of its item.
const LONGEST_SUSPECT: usize = 12;

/// The leads that stand under headings for them, each with the first clause of its item as the suspect.
pub fn find_under_headings(parts: &[Part], context: &EventContext) -> Vec<FalseLead> {
    let mut leads = Vec::new();
    for part in parts {
        let mut under = headed(part);
        for block in part.prose() {
            if matches!(block.kind, BlockKind::Subheading { .. }) {
                under = heading(&text_of(block));
            } else if under.is_some()
                && !matches!(block.kind, BlockKind::ItemParagraph { .. } | BlockKind::Row { header: true, .. })
            {
                leads.extend(lead(block, context));
                under = under.filter(|under| *under == Heading::Each);
            }
        }
    }
    leads
}

/// Whether a part stands under a heading for leads: what it names was not the cause.
pub fn is_of_leads(part: &Part) -> bool {
    headed(part).is_some()
}

fn headed(part: &Part) -> Option<Heading> {
    part.label.as_ref().filter(|_| part.field.is_none()).and_then(|label| heading(&label.text))
}

fn heading(text: &str) -> Option<Heading> {
    let words = Words::of(text);
    LEXICON.find(&words).iter().map(|hit| hit.meaning).min().filter(|_| words.len() <= LONGEST_HEADING)
}

fn lead(block: &Block, context: &EventContext) -> Option<FalseLead> {
    let line = block.lines.first()?;
    let text = text_of(block);
    let words = Words::opening(&text);
    let sentence = words.sentences().first()?.clone();
    let most = sentence.end.min(sentence.start + LONGEST_SUSPECT);
    let end = (sentence.start + 1..most).find(|index| words.starts_clause(*index)).unwrap_or(most);
    let suspect = text[words.bytes(&(sentence.start..end))].to_owned();
    let component = context.components(&suspect).into_iter().next();
    let is_culprit = component.is_some() && component.as_deref() == context.culprit;
    (!is_culprit && suspect.contains(char::is_alphabetic)).then_some(FalseLead {
        suspect,
        component,
        from: None,
        to: None,
        minutes: None,
        basis: FalseLeadBasis::Refuted,
        after_identification: false,
        line: line.number,
    })
}
