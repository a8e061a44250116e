//! What stands in an action section and promises nothing.

use strsim::damerau_levenshtein;

use crate::text::Words;

/// Whether a text is no promise: empty, `N/A`, a template's own words, a bare label, a closing sentence.
pub(super) fn is_leftover(words: &Words) -> bool {
    is_nothing(words) || is_template(words) || is_label(words) || is_closing(words) || is_formality(words)
}

/// Texts that say that there is nothing.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "n a", "na", "none", "nil", "tbd", "tbc", "todo", "to do", "nothing", "not applicable", "no action", "no actions",
    "no action required", "no actions required", "no action items", "no action item", "none identified",
    "none required", "none needed", "none at this time", "none so far", "no further action", "no further actions",
    "no further action required", "no further actions required", "to be added", "to be determined", "to be confirmed",
    "to be decided", "no follow up", "no follow ups", "no action needed", "no actions needed", "pending", "see above",
    "see below", "etc", "example", "done", "placeholder", "lorem ipsum", "unknown",
];

fn is_nothing(words: &Words) -> bool {
    const SHORT: usize = 5;
    if words.is_empty() {
        return true;
    }
    words.len() <= SHORT && words.sentence_of(0).len() == words.len() && {
        let said: Vec<&str> = (0..words.len()).map(|index| words.word(index)).collect();
        NOTHING.contains(&said.join(" ").as_str())
    }
}

/// Starts of sentences that templates bring along.
#[rustfmt::skip]
const TEMPLATE_STARTS: &[&str] = &[
    "these are only sample", "list of things that", "things that could have gone better",
    "these are good things that happened", "every action item should have", "ideally these should result",
    "add action items here", "add your action", "describe the action", "what will be done to", "what actions",
    "list the action", "list action items", "lorem ipsum", "action item 1", "action item one", "your action item",
    "enter action", "insert action", "delete this section", "fill in",
];

fn is_template(words: &Words) -> bool {
    let text = words.text;
    let braces = text.contains("{{") || text.contains("{%");
    let bracketed =
        |open: char, close: char| text.trim().starts_with(open) && text.trim().ends_with(close) && words.len() <= 8;
    braces || bracketed('<', '>') || TEMPLATE_STARTS.iter().any(|start| starts_with(words, start))
}

/// What a form or minutes end with.
#[rustfmt::skip]
const FORMALITIES: &[&str] = &[
    "signed", "signature", "approved by", "prepared by", "next review", "next meeting", "review held", "distribution", "version", "date",
    "cc", "attachments", "annex", "contact", "contact person", "place", "minutes", "minutes taken", "author",
];

/// "Signed: A. Baker", "Next review: 16 December."
fn is_formality(words: &Words) -> bool {
    const LONGEST: usize = 10;
    let labelled = words
        .text
        .split_once(':')
        .is_some_and(|(label, _)| FORMALITIES.iter().any(|known| label.trim().eq_ignore_ascii_case(known)));
    labelled && words.len() <= LONGEST
}

fn starts_with(words: &Words, start: &str) -> bool {
    let mut at = 0;
    let begins = !words.is_empty() && words.word(0).bytes().next() == start.bytes().next();
    begins
        && start.split(' ').all(|word| {
            at += 1;
            at <= words.len() && words.word(at - 1) == word
        })
}

#[rustfmt::skip]
const LEAD_INS: &[&str] = &[
    "the following", "below are", "here are", "here is", "specific tasks", "following", "as follows", "these are the",
    "list of", "our action", "some of the", "to address", "to prevent",
];

/// "Tasks:", "The following measures will be taken:".
fn is_label(words: &Words) -> bool {
    words.text.trim_end().ends_with(':') && (words.len() <= 4 || LEAD_INS.iter().any(|start| starts_with(words, start)))
}

/// Gerunds that open a closing sentence; a slip of the pen is forgiven.
#[rustfmt::skip]
const CLOSING_GERUNDS: &[&str] = &[
    "implementing", "addressing", "adopting", "following", "applying", "executing", "completing", "undertaking",
    "taking", "putting", "making", "incorporating", "prioritizing", "prioritising", "learning", "enhancing",
    "leveraging",
];

#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "measures", "measure", "steps", "actions", "improvements", "tasks", "recommendations", "changes", "practices",
    "enhancements", "lessons", "insights", "corrective", "preventive", "preventative", "recommended",
];

/// Starts of sentences that look back on the incident or promise only in general.
#[rustfmt::skip]
const CLOSING_STARTS: &[&str] = &[
    "in conclusion", "in summary", "to conclude", "to summarize", "to summarise", "overall", "thank you",
    "we apologize", "we apologise", "we are sorry", "we regret", "we are committed", "we remain committed",
    "we appreciate", "we take", "we thank", "we understand", "our apologies", "with these", "through these",
    "these measures", "these actions", "these improvements", "these steps", "these changes", "these tasks",
    "these corrective", "these efforts", "this postmortem", "this post mortem", "this report", "this document",
    "as a result of these", "together these", "all of these", "the above",
];

const INCIDENTS: &[&str] = &["incident", "outage", "event", "experience", "disruption", "episode", "issue", "downtime"];

#[rustfmt::skip]
const TEACHES: &[&str] = &[
    "highlighted", "highlights", "highlight", "underscored", "underscores", "demonstrated", "demonstrates", "showed",
    "shows", "emphasized", "emphasised", "emphasizes", "taught", "reminded", "reinforced", "served", "serves", "was",
    "exposed", "revealed", "illustrated", "illustrates", "underlined", "underlines", "stressed", "proved", "has",
    "had", "brought",
];

fn is_closing(words: &Words) -> bool {
    CLOSING_STARTS.iter().any(|start| starts_with(words, start)) || teaches(words) || closes_with_gerund(words)
}

/// "This incident highlighted the importance of ..."
fn teaches(words: &Words) -> bool {
    words.len() > 3
        && matches!(words.word(0), "this" | "the" | "our")
        && (1..4.min(words.len() - 1))
            .any(|index| INCIDENTS.contains(&words.word(index)) && TEACHES.contains(&words.word(index + 1)))
}

/// "By implementing these measures, we aim to ...", also misspelt or without "by".
fn closes_with_gerund(words: &Words) -> bool {
    let first =
        usize::from(words.len() > 1 && matches!(words.word(0), "by" | "through" | "with" | "in" | "while" | "after"));
    if first >= words.len() || !is_closing_gerund(words.word(first)) {
        return false;
    }
    let sentence = words.sentence_of(0);
    let speaks_of_measures =
        (first + 1..sentence.end.min(first + 8)).any(|index| MEASURES.contains(&words.word(index)));
    let aims = (first + 1..sentence.end.saturating_sub(1)).any(|index| {
        matches!(words.word(index), "we" | "team" | "organization" | "organisation" | "company")
            && matches!(
                words.word(index + 1),
                "aim"
                    | "aims"
                    | "hope"
                    | "hopes"
                    | "can"
                    | "will"
                    | "expect"
                    | "intend"
                    | "strive"
                    | "believe"
                    | "are"
                    | "plan"
                    | "seek"
                    | "ensure"
                    | "should"
                    | "not"
            )
    });
    speaks_of_measures || aims
}

fn is_closing_gerund(word: &str) -> bool {
    let slip = |gerund: &&str| word.len() >= 9 && damerau_levenshtein(word, gerund) <= 2;
    word.len() <= 20 && (CLOSING_GERUNDS.contains(&word) || (word.ends_with("ing") && CLOSING_GERUNDS.iter().any(slip)))
}
