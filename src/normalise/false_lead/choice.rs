//! Whether what the rules take for a false lead is one.
//!
//! In: a lead, the sentences of its document, what ended the incident. Out: its share, from 0 to 1. How much each sign
//! counts is data, `../weights/lead.tsv`.

use std::sync::LazyLock;

use crate::model::{FalseLead, FalseLeadBasis, Mitigation};
use crate::normalise::cause::deeds;
#[cfg(test)]
use crate::normalise::record;
use crate::normalise::story::{Line, nothing, put_signs};
use crate::text::{Signs, Weighed, Words};

const BASES: &[(&str, FalseLeadBasis)] = &[
    ("refuted", FalseLeadBasis::Refuted),
    ("superseded", FalseLeadBasis::Superseded),
    ("identified", FalseLeadBasis::Identified),
    ("fixed", FalseLeadBasis::Fixed),
    ("open", FalseLeadBasis::Open),
];

/// Kinds of words that a suspect may begin with.
#[rustfmt::skip]
const BEGINNINGS: &[(&str, &[&str])] = &[
    ("article", &["the", "a", "an"]),
    ("whose", &["our", "my", "their", "its", "his", "her", "your", "this", "that", "these", "those"]),
    ("place", &["to", "towards", "in", "on", "of", "at", "by", "with", "from", "for", "into", "off", "out", "up", "back", "down", "over"]),
    ("person", &["we", "i", "it", "they", "you", "he", "she", "who"]),
    ("joint", &["and", "or", "but", "when", "which", "because", "since", "while", "if", "then", "so", "as", "than", "whether"]),
    ("quantity", &["all", "no", "not", "some", "any", "every", "more", "most", "always", "never", "still", "again"]),
];
/// Verbs that make a clause of a stretch of words.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "can", "will", "would", "not",
];
const NEXT: &[&str] = &["vain", "ruled_out", "suspicion", "over", "searching", "remedy", "worse", "cause_found"];

/// What a lead is weighed against.
pub(in crate::normalise) struct Document<'d> {
    pub(in crate::normalise) lines: &'d [Line<'d>],
    pub(in crate::normalise) mitigation: Option<&'d Mitigation>,
    /// Leads that the rules know.
    pub(in crate::normalise) leads: usize,
}

impl Document<'_> {
    /// Whether a lead is likely enough to be one.
    pub(in crate::normalise) fn is_lead(&self, lead: &FalseLead) -> bool {
        let weighed = [self.signs(lead, Signs::default()), Signs::only(&NAMED, &[("none", 1.0)])];
        #[cfg(test)]
        record::keep("lead", &NAMED, [lead.suspect.clone()].into_iter(), &weighed);
        // A lead whose end the rows tell was followed and left.
        lead.minutes.is_some() || WEIGHED.shares(weighed)[0] >= KNOWN
    }

    /// The sentence that tells of a lead.
    fn line_of(&self, lead: &FalseLead) -> Option<usize> {
        let here = |index: &usize| self.lines[*index].line == lead.line;
        let holds = |index: &usize| self.lines[*index].text().contains(&lead.suspect);
        let all = 0..self.lines.len();
        all.clone()
            .find(|index| here(index) && holds(index))
            .or_else(|| all.clone().find(holds))
            .or_else(|| all.clone().find(here))
    }

    fn signs(&self, lead: &FalseLead, mut signs: Signs) -> Signs {
        let place = self.line_of(lead);
        match place {
            Some(index) => put_signs(self.lines, index, &mut signs),
            None => put_signs(&[nothing()], 0, &mut signs),
        }
        let next = place.and_then(|index| self.lines.get(index + 1));
        for kind in NEXT {
            signs.put_of("next", kind, next.map_or(0.0, |line| f64::from(line.share(kind))));
        }
        signs.put("placed", place.is_some());
        BASES.iter().for_each(|(name, basis)| signs.put_of("basis", name, lead.basis == *basis));
        signs.put("late", lead.after_identification);
        signs.put("timed", lead.from.is_some());
        signs.put("closed", lead.minutes.is_some());
        signs.put("component", lead.component.is_some());
        let words = Words::of(&lead.suspect);
        let first = if words.is_empty() { "" } else { words.word(0) };
        let any = |known: &[&str]| (0..words.len()).any(|index| known.contains(&words.word(index)));
        for (name, known) in BEGINNINGS {
            signs.put_of("begins", name, known.contains(&first));
        }
        signs.put("begins_with_deed", first.ends_with("ed") || first.ends_with("ing"));
        signs.put("begins_with_capital", lead.suspect.starts_with(char::is_uppercase));
        signs.put("holds_verb", any(VERBS));
        signs.put("one_word", words.len() == 1);
        signs.put("words", (1.0 + words.len() as f64).ln());
        signs.put("many_words", words.len() > 8);
        signs.put("figures", lead.suspect.bytes().any(|byte| byte.is_ascii_digit()));
        signs.put("deed", deeds(&words).iter().any(|(deeds, _)| !deeds.is_empty()));
        let ended = self.mitigation.is_some_and(|ended| ended.text.contains(&lead.suspect));
        signs.put("ended_it", ended);
        signs.put("leads", (self.leads as f64).ln());
        signs.put("lead", 1.0);
        signs.put("none", 0.0);
        signs
    }
}

static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let lead = FalseLead {
        suspect: String::new(),
        named: None,
        component: None,
        from: None,
        to: None,
        minutes: None,
        basis: FalseLeadBasis::Refuted,
        after_identification: false,
        line: 0,
    };
    Document { lines: &[], mitigation: None, leads: 1 }.signs(&lead, Signs::named())
});
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../weights/lead.tsv"), &NAMED));

/// With a smaller share than this it is not told.
const KNOWN: f64 = 0.33;
