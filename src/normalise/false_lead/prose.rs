//! False leads stated in prose, without times.
//!
//! In: the statements of a document in order: sentences of prose and of rows. Out: leads whose author says that they led
//! nowhere, either in the same words or within the next sentences.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::{FalseLead, FalseLeadBasis};
use crate::normalise::cause::tells_recovered;
use crate::normalise::event::EventContext;
use crate::text::{Words, shared_words, telling_words};

use super::clue::{Opening, Refutation, denied, openings, refutations};
use super::cue::{Refuted, Strength};
use super::told;
use super::tried::{self, Tried};
use super::vain;
use super::verdict::{bare, clears, denies, names_again, names_of};

/// A sentence as somebody wrote it.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'t> {
    pub text: &'t str,
    /// Line of the source file, counted from 1.
    pub line: usize,
    /// It stands under a heading for what was believed.
    pub of_leads: bool,
}

/// Finds the leads that prose tells of.
///
/// Minutes are always `None`. The same suspect is told once.
pub fn find_in_prose(statements: &[Statement<'_>], context: &EventContext) -> Vec<FalseLead> {
    let read = Reading { statements, told: vec![OnceCell::new(); statements.len()], context };
    let mut leads: Vec<(usize, FalseLead)> = Vec::new();
    // What is only said to be out counts where no lead is about it.
    let mut denials: Vec<(usize, FalseLead)> = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        if !told::may_open(statement.text) {
            continue;
        }
        let told = read.told(index);
        if told.openings.is_empty()
            && !read.believed_before(index)
            && let Some(opening) = denied(&told.words, context)
        {
            let fragment = index.checked_sub(1).and_then(|before| read.named_alone(before, index));
            let suspect = fragment.map_or(opening.suspect.clone(), str::to_owned);
            denials.push((index, lead(&Opening { suspect, ..opening }, FalseLeadBasis::Refuted, statement.line)));
        }
        for (place, opening) in told.openings.iter().enumerate() {
            let Some(basis) = basis(&read, index, place) else { continue };
            let lead = lead(opening, basis, statement.line);
            if !leads.iter().any(|known| read.tells_again(known, (index, &lead))) {
                leads.push((index, lead));
            }
        }
    }
    for (index, denial) in denials {
        if !leads.iter().any(|known| read.tells_again(known, (index, &denial))) {
            leads.push((index, denial));
        }
    }
    let texts: Vec<&str> = statements.iter().map(|statement| statement.text).collect();
    for deed in tried::tried(&texts) {
        let at = deed.statement;
        if is_credited(&texts[at + 1..], &deed.suspect) {
            continue;
        }
        if deed.beside || !read.tests_a_belief(at, deed.word) {
            let lead = remedy(deed, statements[at].line);
            if !leads.iter().any(|(_, known)| is_same(known, &lead)) {
                leads.push((at, lead));
            }
        }
    }
    leads.into_iter().map(|(_, lead)| lead).collect()
}

/// Whether one of the next statements says that it was this deed which helped.
fn is_credited(later: &[&str], deed: &str) -> bool {
    const CREDITS: &[&str] = &["thanks to", "Thanks to", "helped", "worked", "brought", "did the trick", "owing to"];
    let words = Words::opening(deed);
    let enough = telling_words(&words).len().min(2);
    let credits = |text: &&&str| CREDITS.iter().any(|credit| text.contains(credit));
    later.iter().take(FAR).filter(credits).any(|text| enough > 0 && shared_words(text, deed) >= enough)
}

fn lead(opening: &Opening, basis: FalseLeadBasis, line: usize) -> FalseLead {
    FalseLead { basis, ..FalseLead::refuted(opening.suspect.clone(), opening.components.first().cloned(), line) }
}

/// The lead that a remedy in vain tells of; two remedies of one component are two leads, so none is named yet.
fn remedy(deed: Tried, line: usize) -> FalseLead {
    FalseLead::refuted(deed.suspect, None, line)
}

/// Whether two leads are about the same suspect.
pub(super) fn is_same(lead: &FalseLead, other: &FalseLead) -> bool {
    let named = || {
        let other = Words::opening(&other.suspect);
        names_again(&other, &(0..other.len()), &names_of(&lead.suspect))
    };
    lead.suspect.eq_ignore_ascii_case(&other.suspect)
        || (lead.component.is_some() && lead.component == other.component)
        || named()
}

/// What a statement tells, read when it is asked for: few open a lead or stand behind one.
#[derive(Debug, Clone)]
struct Told<'t> {
    words: Words<'t>,
    openings: Vec<Opening>,
    refutations: Vec<Refutation>,
    dead_end_mark: bool,
}

struct Reading<'r> {
    statements: &'r [Statement<'r>],
    told: Vec<OnceCell<Told<'r>>>,
    context: &'r EventContext<'r>,
}

impl<'r> Reading<'r> {
    fn told(&self, index: usize) -> &Told<'r> {
        self.told[index].get_or_init(|| {
            let words = Words::opening(self.statements[index].text);
            let cues = told::cues(&words);
            let openings = openings(&words, &cues, self.context);
            let refutations = refutations(&words, &cues, self.context);
            let dead_end_mark = cues.mark.is_some_and(|mark| mark.dead_end);
            Told { words, openings, refutations, dead_end_mark }
        })
    }

    /// Whether another belief opens behind this place and before that one.
    fn another_between(&self, opened: (usize, usize), until: (usize, usize)) -> bool {
        (opened.0..=until.0).any(|at| {
            self.told(at).openings.iter().any(|opening| {
                let place = (at, opening.word);
                place > opened && place < until && opening.strength >= Strength::Guess
            })
        })
    }

    /// Whether a lead is one that was told before: the same suspect, or, somewhere else in the document, one that stands
    /// beside the other's name.
    fn tells_again(&self, (before, known): &(usize, FalseLead), (index, lead): (usize, &FalseLead)) -> bool {
        let names = |at: usize, suspect: &str| {
            let words = &self.told(at).words;
            names_again(words, &(0..words.len()), &names_of(suspect))
        };
        let far = before.abs_diff(index) > FAR;
        is_same(known, lead) || far && (names(*before, &lead.suspect) || names(index, &known.suspect))
    }

    /// Whether the sentence that the cause was read from is this one: what it says of the suspect proves nothing.
    fn is_the_stated_cause(&self, index: usize) -> bool {
        let text = self.statements[index].text;
        self.context.cause.is_some_and(|cause| cause.contains(text) || text.contains(cause))
    }

    /// "We suspected the pods. Deleted the pods, then all went back to normal": who names the suspect again to say what ended it
    /// was right.
    fn is_cured(&self, index: usize, opening: &Opening) -> bool {
        let next = index + 1;
        self.statements.get(next).is_some_and(|statement| tells_recovered(statement.text)) && {
            let words = &self.told(next).words;
            let deed = !words.is_empty() && words.word(0).ends_with("ed") || !vain::remedies_named(words).is_empty();
            deed && names_again(words, &(0..words.len()), &names_of(&opening.suspect))
        }
    }

    /// "Pump firmware." before "Ruled out, it was current.": the name that a verdict without a subject is about.
    fn named_alone(&self, before: usize, verdict: usize) -> Option<&'r str> {
        const NAME: usize = 6;
        let (name, told) = (self.statements[before], self.told(verdict));
        let bare = matches!(told.words.word(0), "ruled" | "excluded" | "exonerated") && told.words.len() > 2;
        let own = name.line == self.statements[verdict].line && self.told(before).words.len() <= NAME;
        (bare && own && (told.words.starts_clause(2) || told.words.starts_clause(1)))
            .then(|| name.text.trim_end_matches(['.', ':']))
    }

    /// Whether any suspicion was told within reach of a statement that names its suspect.
    fn believed_before(&self, index: usize) -> bool {
        (index.saturating_sub(FAR)..index)
            .any(|at| self.told(at).openings.iter().any(|opening| opening.strength >= Strength::Guess))
    }

    /// "The lag was a red herring" takes back what was believed right before, and opens nothing.
    fn takes_back(&self, index: usize, opening: &Opening) -> bool {
        let told = self.told(index);
        let subject = || told.words.text.find(&*opening.suspect).is_some_and(|at| at < told.words.start(opening.word));
        let believed = |at: usize| self.told(at).openings.iter().any(|other| other.strength >= Strength::Guess);
        opening.strength == Strength::Wrong && subject() && (index.saturating_sub(FAR)..index).any(believed)
    }

    /// Whether a belief that nothing had refuted by then was told in this statement or the two before it: what is done
    /// then tests it.
    fn tests_a_belief(&self, index: usize, word: usize) -> bool {
        let refuted = |from: (usize, usize)| {
            (from.0..=index).any(|at| {
                let told = self.told(at);
                let behind = |place: usize| (at, place) > from && (at, place) < (index, word);
                told.refutations.iter().any(|refutation| behind(refutation.word))
                    || bare(&told.words, 0).is_some_and(behind)
            })
        };
        (index.saturating_sub(REACH)..=index).any(|at| {
            self.told(at).openings.iter().any(|opening| {
                let place = (at, opening.word);
                opening.strength >= Strength::Guess && place < (index, word) && !refuted(place)
            })
        })
    }
}

/// How many sentences after a lead may refute it, and how many where they name the suspect.
const REACH: usize = 2;
const FAR: usize = 6;

/// What shows that the lead was false, or `None` where nothing does.
fn basis(read: &Reading<'_>, index: usize, place: usize) -> Option<FalseLeadBasis> {
    let told = read.told(index);
    let opening = &told.openings[place];
    if told.dead_end_mark {
        return Some(FalseLeadBasis::Open);
    }
    let vague =
        opening.strength == Strength::Direction && (opening.components.is_empty() || is_instrument(&opening.suspect));
    if vague || told::confirms(&told.words, opening.word) || read.takes_back(index, opening) {
        return None;
    }
    if opening.strength != Strength::Wrong && read.is_cured(index, opening) {
        return None;
    }
    match refuted(read, index, opening) {
        Some(Plainness::InWords) => return Some(FalseLeadBasis::Refuted),
        Some(Plainness::Implied) if !opening.right || read.is_the_stated_cause(index) => {
            return Some(FalseLeadBasis::Refuted);
        }
        _ if opening.right => return None,
        _ => {}
    }
    let corrected = read.statements[index..].iter().take(2).enumerate().any(|(offset, statement)| {
        let from = if offset == 0 { opening.word } else { 0 };
        corrects(statement.text, from, opening.strength == Strength::Direction || offset == 0)
    });
    let another = read.context.culprit.is_some() && !opening.components.is_empty();
    match opening.strength {
        Strength::Wrong => Some(FalseLeadBasis::Open),
        Strength::First => Some(FalseLeadBasis::Superseded),
        Strength::Guess if corrected || read.statements[index].of_leads => Some(FalseLeadBasis::Superseded),
        Strength::Direction if corrected && another => Some(FalseLeadBasis::Superseded),
        _ => None,
    }
}

/// What is looked at to see, and suspected by nobody: "the disk graph", "its logs".
fn is_instrument(suspect: &str) -> bool {
    #[rustfmt::skip]
    const SEEN: &[&str] = &[
        "graph", "graphs", "dashboard", "dashboards", "log", "logs", "metrics", "trace", "traces", "chart", "charts", "panel",
        "console", "output", "page", "ticket", "tickets", "report", "reports", "statistics", "stats", "list", "history", "code",
    ];
    Words::opening(suspect).text.rsplit(' ').next().is_some_and(|word| SEEN.contains(&word.to_lowercase().as_str()))
}

/// How plainly a suspect is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Plainness {
    /// What was tried changed nothing, or time went by: the suspect may have been right all the same.
    Implied,
    /// The author says of the suspect that it was not the cause.
    InWords,
}

fn refuted(read: &Reading<'_>, index: usize, opening: &Opening) -> Option<Plainness> {
    let around = names_of(read.statements[index].text);
    let names = names_of(&opening.suspect);
    let end = read.statements.len().min(index + 1 + FAR);
    (index..end).filter_map(|at| refuted_at(read, (index, at), opening, &names, &around)).max()
}

/// What the statement `at` says of the suspect that the statement `index` names.
fn refuted_at(
    read: &Reading<'_>,
    (index, at): (usize, usize),
    opening: &Opening,
    names: &[String],
    around: &[String],
) -> Option<Plainness> {
    let told = read.told(at);
    let behind = at > index;
    let from = if behind { 0 } else { opening.word + 1 };
    let near = at <= index + REACH;
    let alone = |word: usize| near && !read.another_between((index, opening.word), (at, word));
    let plain = told.refutations.iter().filter(|refutation| behind || refutation.word > opening.word).filter_map(
        |refutation| match refutation.how {
            Refuted::Shifted => None,
            Refuted::Still | Refuted::Bare => alone(refutation.word).then_some(Plainness::Implied),
            _ if !names_it(
                &told.words,
                refutation,
                opening,
                names,
                (near || owns_up(&told.words, refutation), !behind),
                alone(refutation.word),
            ) =>
            {
                None
            }
            _ if told::changed_nothing(&told.words, refutation.word) => Some(Plainness::Implied),
            _ => Some(Plainness::InWords),
        },
    );
    let said = plain.max();
    let bare = bare(&told.words, from).filter(|word| alone(*word)).map(|_| Plainness::Implied);
    let known = if near && behind { around } else { names };
    let cleared = clears(&told.words, from, known, behind && alone(0));
    let denied = if behind { denies(&told.words, from, names) } else { None };
    let named = cleared.or(denied).map(|_| Plainness::InWords);
    said.max(bare).max(named)
}

/// "I was wrong" is said of what its teller believed, however many sentences ago.
fn owns_up(words: &Words, refutation: &Refutation) -> bool {
    const ERRED: &[&str] = &["wrong", "mistaken", "misled"];
    let sentence = words.sentence_of(refutation.word);
    matches!(words.word(sentence.start), "i" | "we")
        && sentence.len() <= 4
        && sentence.clone().any(|index| ERRED.contains(&words.word(index)))
}

/// Whether a refutation is about the suspect: names it, or names nothing and stands near.
fn names_it(
    words: &Words,
    refutation: &Refutation,
    opening: &Opening,
    names: &[String],
    (near, here): (bool, bool),
    alone: bool,
) -> bool {
    const SHORT: usize = 6;
    let sentence = words.sentence_of(refutation.word);
    let named = refutation.components.iter().any(|id| opening.components.contains(id))
        || !here && names_again(words, &sentence, names);
    // "So not the file" answers whatever was asked right before, by whatever name.
    let answers = alone && sentence.len() <= SHORT;
    let open = refutation.components.is_empty() || opening.components.is_empty() || answers;
    match refutation.how {
        Refuted::Plainly => named || open && near,
        _ => !here && (named || near && open && refers(words, &sentence)),
    }
}

/// Whether a sentence speaks of what stands right before it: "It was idle."
fn refers(words: &Words, sentence: &Range<usize>) -> bool {
    !sentence.is_empty()
        && matches!(
            words.word(sentence.start),
            "it" | "that" | "this" | "they" | "these" | "which" | "no" | "still" | "both" | "all" | "everything"
        )
}

/// Whether the text takes back what stands before: "but in fact", "it was actually".
fn corrects(text: &str, from: usize, but: bool) -> bool {
    let words = Words::opening(text);
    (from..words.len()).any(|index| {
        matches!(words.word(index), "actually" | "however" | "instead")
            || (but && words.word(index) == "but" && words.len() > index + 1)
            || (words.word(index) == "in" && index + 1 < words.len() && words.word(index + 1) == "fact")
    })
}
