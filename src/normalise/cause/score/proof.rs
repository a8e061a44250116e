//! What decided: the words, the line and the sentence behind a class or a component.

use std::ops::Range;

use super::{Match, Named, Tally, descending};
use crate::model::Evidence;
use crate::normalise::cause::rules::Rules;
use crate::normalise::cause::told::Told;
use crate::normalise::cause::{Passage, Role, Statement};
use crate::normalise::known;
use crate::text::{Break, Words, sentences};

const MAX_EVIDENCE: usize = 6;
const MAX_STATEMENTS: usize = 4;

/// The words and the line that decided a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub rule: String,
    pub words: String,
    /// Counted from 1.
    pub line: usize,
}

/// What decided the values of a `Cause`; `None` where the value is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proofs {
    pub class: Option<Proof>,
    pub component: Option<Proof>,
    /// Of the first contributing class.
    pub contributing: Option<Proof>,
    /// The sentences that state the cause best, at most four, best first.
    pub statements: Vec<Statement>,
}

impl Tally {
    /// The strongest words for a class.
    pub(super) fn strongest(&self, class: usize) -> Option<&Match> {
        let mut best: Option<&Match> = None;
        for found in self.matches.iter().filter(|found| found.class == class) {
            if best.is_none_or(|best| found.points > best.points) {
                best = Some(found);
            }
        }
        best
    }

    pub(super) fn proof(&self, rules: &Rules, passages: &[Passage], class: usize) -> Option<Proof> {
        let Some(found) = self.strongest(class) else { return self.alike(passages, rules.class_id(class)) };
        let passage = &passages[found.passage];
        let (words, line) = (quoted(passage, &found.bytes)?, line_of(passage, found.bytes.start));
        Some(Proof { rule: rules.rule_id(found.rule).to_owned(), words, line })
    }

    /// The words of the sentence that states the cause best which stand most often in known sentences of a class.
    fn alike(&self, passages: &[Passage], class: &str) -> Option<Proof> {
        let told = self.stating().first()?;
        let passage = &passages[told.passage];
        let words = Words::of(&passage.text[told.bytes.clone()]);
        let at = known::CAUSES.most_telling(&words, &(0..words.len()), known::CAUSES.kind(class)?)?;
        let bytes = words.bytes(&at);
        let bytes = told.bytes.start + bytes.start..told.bytes.start + bytes.end;
        let (quote, line) = (quoted(passage, &bytes)?, line_of(passage, bytes.start));
        Some(Proof { rule: Evidence::rule_of_wording(class), words: quote, line })
    }

    pub(super) fn component_proof(&self, passages: &[Passage], component: usize) -> Option<Proof> {
        let mut best: Option<&Named> = None;
        for found in self.named.iter().filter(|found| found.component == component) {
            if best.is_none_or(|best| found.points > best.points) {
                best = Some(found);
            }
        }
        let best = best?;
        let passage = &passages[best.passage];
        let (words, line) = (quoted(passage, &best.bytes)?, line_of(passage, best.bytes.start));
        Some(Proof { rule: "component-rules".into(), words, line })
    }

    /// The sentences that likelier state the cause than none does, best first.
    pub(super) fn stating(&self) -> &[Told] {
        let likelier = self.told.iter().take_while(|told| told.share > self.untold).count();
        &self.told[..likelier]
    }

    pub(super) fn statements(&self, passages: &[Passage]) -> Vec<Statement> {
        // A title says what happened, unless it gives the reason in so many words.
        let states = |told: &&Told| told.role != Role::Title || told.reasoned;
        let quote = |told: &Told| {
            let passage = &passages[told.passage];
            let text = sentence_at(&passage.text, told.bytes.start)?;
            let line = line_of(passage, told.bytes.start);
            Some(Statement { text, line, role: told.role, reasoned: told.reasoned })
        };
        self.stating().iter().filter(states).take(MAX_STATEMENTS).filter_map(quote).collect()
    }

    /// The sentence that holds the strongest words for a class.
    pub(super) fn sentence(&self, passages: &[Passage], class: usize) -> Option<String> {
        let found = self.strongest(class)?;
        sentence_at(&passages[found.passage].text, found.bytes.start)
    }

    /// What decided for the primary class, then the strongest words, of that class first among equals.
    pub(super) fn evidence(&self, rules: &Rules, passages: &[Passage], primary: usize) -> Vec<Evidence> {
        let mut matches: Vec<&Match> = self.matches.iter().collect();
        let decided = self.strongest(primary).map(|found| (found.passage, found.bytes.clone(), found.rule));
        let decides = |found: &Match| decided.as_ref() == Some(&(found.passage, found.bytes.clone(), found.rule));
        matches.sort_by(|a, b| {
            decides(b)
                .cmp(&decides(a))
                .then(descending(a.points, b.points))
                .then((a.class != primary).cmp(&(b.class != primary)))
                .then(a.passage.cmp(&b.passage))
                .then(a.bytes.start.cmp(&b.bytes.start))
        });
        let class = rules.class_id(primary);
        let alike = if decided.is_none() { self.alike(passages, class) } else { None };
        let mut evidence: Vec<Evidence> = alike
            .map(|Proof { rule, words, line }| Evidence { class: class.clone(), rule, words, line })
            .into_iter()
            .collect();
        for found in matches {
            let passage = &passages[found.passage];
            let Some(words) = quoted(passage, &found.bytes) else { continue };
            let known =
                |known: &Evidence| known.rule == rules.rule_id(found.rule) && known.words.eq_ignore_ascii_case(&words);
            if evidence.iter().any(known) {
                continue;
            }
            evidence.push(Evidence {
                class: rules.class_id(found.class).clone(),
                rule: rules.rule_id(found.rule).to_owned(),
                words,
                line: line_of(passage, found.bytes.start),
            });
            if evidence.len() == MAX_EVIDENCE {
                break;
            }
        }
        evidence
    }
}

/// The sentence of a text that holds a byte, its white space made single.
fn sentence_at(text: &str, byte: usize) -> Option<String> {
    let sentence = sentences(text, Break::Line).into_iter().find(|sentence| sentence.contains(&byte))?;
    Some(text[sentence].split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The words of a passage at these bytes.
fn quoted(passage: &Passage, bytes: &Range<usize>) -> Option<String> {
    Some(passage.text.get(bytes.clone())?.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn line_of(passage: &Passage, byte: usize) -> usize {
    passage.line + passage.text[..byte].matches('\n').count()
}
