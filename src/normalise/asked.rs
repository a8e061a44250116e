//! Names of fields that ask or tell in a few words: "How did we notice?", "What we will change", "Measures planned".
//!
//! Input: a bare heading or label that no spelling of the vocabulary fits. Output: the [`Field`] it is about, by the verb it
//! asks for. Letters, blogs and question-and-answer pages name their parts so, each in its own words.

use std::sync::LazyLock;

use crate::model::ActionGroup;
use crate::text::{Lexicon, Words};

use super::vocabulary::Field;

/// A name of more words is a title or a sentence.
const LONGEST: usize = 14;

const ACTIONS: Field = Field::Actions(ActionGroup::ActionItems);
const PREVENTIVE: Field = Field::Actions(ActionGroup::Preventive);

/// The first row that fits decides. `None` says that a name asks for something else.
#[rustfmt::skip]
const QUESTIONS: &[(Option<Field>, &[&str])] = &[
    (None, &[
        "^why ..6 long|longer|late|slow|hours|minutes|sooner|earlier|delay|delayed|notice|noticed|detect|detected|matters|told",
        "^why ..3 chose|choose|chosen|use|used|we|you|our", "what ..3 mean|means|meant", "what ..3 know|knew|learn|learned|learnt",
        "what ..2 unclear|open", "what we ..2 said|thought|believed|tried",
        "^what should|can|could|must|do you", "how can|could|should|do|might ..1 you|customer|customers|users|clients|readers|subscribers",
        "what can|could|should|do|might ..1 customer|customers|users|clients|readers|subscribers", "do i|you need|have to", "^why ..4 important|publish*|writing|share|sharing|tell|telling|report|care",
    ]),
    (Some(PREVENTIVE), &[
        "happen|happens|happening|occur|occurs|occurring|recur|recurs|return|repeat|repeats again",
        "again ..3 happen|happening|occur", "less likely|frequent|impactful|severe|painful", "lower|reduce|reducing ..3 likelihood|risk|chance|impact",
        "make|makes|making ..5 less|rarer|safer|harder", "prevent|preventing|prevents|avoid|avoiding ..5 future|again|recurrence|repeat|repetition|next|this",
        "next time", "stop|stopping|keep|keeping ..4 from happening|recurring|repeating", "not ..3 repeated|repeat",
        "against ..2 recurrence|repetition",
    ]),
    (Some(ACTIONS), &[
        "what|how will|shall|should|must ..3 we|change|changed|changes|do|done|improve|improved|different|differently|happen|happens|next|now",
        "what|how ..3 going|planning|plan|plans to", "what|how ..3 we'll|we're|i'll|i'm ..4 do|doing|change|changing|improve|improving",
        "what we|i ..1 will|want|plan|intend|do|change ..4 now|next|differently|better|do|change|improve|about",
        "what ..1 we|you|they|i ..1 doing|changing|improving|planning", "what ..3 being|is|are done|planned|changed|changing|improving",
        "what comes|happens|follows|now|next", "what ..3 next", "where|how ..4 from here", "way|road forward|ahead", "path forward",
        "looking|going|moving ahead|forward", "work|works|steps|measures|actions|changes|improvements|tasks ahead|outstanding",
        "what ..3 change|changes|improve|better ..3 future|next|now", "how ..4 improve|better|fix ..3 future|long", "from now on",
        "what ..2 is|are changing", "our commitment|commitments|promise|promises|plan|plans",
    ]),
    (Some(Field::Detection), &[
        "how ..5 noticed|notice|detect|detected|discover|discovered|find|found|learn|learned|learnt|hear|heard|spot|spotted|alerted|informed|told|identified|known|aware",
        "how ..3 came|come ..2 light|attention|notice", "who ..3 noticed|spotted|reported|raised|discovered|found|told",
        "noticed|detected|discovered|found|reported|raised|identified|spotted|notified through|via|by|thanks",
        "first report|reports|notice|alert|sign|signs", "came to light", "means|mode|method|source of detection|discovery",
    ]),
    (Some(Field::Resolution), &[
        "how ..5 fixed|fix|solved|solve|resolved|resolve|stop|stopped|end|ended|repaired|restored|restore|recovered|recover|mitigated|remedied|cleared|contained|back",
        "how ..3 put|got|brought|get|bring ..3 right|back|working|running|up", "what ..2 fixed|solved|ended|helped|cured|stopped|cleared ..1 it|this|that",
        "what ..2 we|was|did ..2 did|done|do ..2 about|fix|restore|stop|it|immediately|first", "what we|i did",
        "what was done", "measures|steps|actions|action taken ..2 during|immediately|restore|contain|on|at|by",
        "getting|bringing ..3 back|up", "counter measures|measure|actions", "countermeasures", "remedy|remedies|cure",
        "restoring|restoration|restored ..2 service|services", "immediate response|reaction|remedy",
    ]),
    (Some(Field::Cause), &[
        "what ..2 caused|broke|triggered|behind", "^what it ..1 was", "how come", "what ..3 actually|really was|happened|wrong", "^what was it", "what ..1 failed", "what had happened|failed|changed|broken",
        "^why ..6 could|did|was|were|happened|went|cannot|couldn't", "what was ..2 cause|reason|wrong|problem|culprit|behind",
        "^why ..3 this|it|that|they|happen|happened|fail|failed|break|broke|down|stop|stopped|so",
        "reason|reasons for|behind", "technical|our|the explanation|reason|reasons|diagnosis", "^diagnosis|explanation|culprit",
        "cause|causes of ..4 failure|outage|incident|disruption|interruption|fault|event|problem|malfunction|accident|loss",
        "origin|source of ..3 problem|fault|failure|incident|disruption", "how ..3 come|came to this|that", "how could ..4 happen",
    ]),
    (Some(Field::Impact), &[
        "what|who ..3 saw|see|noticed|notice|experienced|experience|affected|impacted|felt|feel|hit|suffered",
        "what ..3 did_not|didn't|stopped|not work|working", "effect|effects|consequence|consequences on|for|of",
    ]),
];

static LEXICON: LazyLock<Lexicon<usize>> = LazyLock::new(|| {
    let rows: Vec<(usize, &[&str])> = QUESTIONS.iter().enumerate().map(|(row, (_, phrases))| (row, *phrases)).collect();
    Lexicon::built_in(&rows)
});

/// Nouns that name promises by themselves, and those that do beside a word such as "planned".
#[rustfmt::skip]
const PROMISES: &[&str] = &[
    "measures", "measure", "recommendations", "recommendation", "commitments", "undertakings", "improvements", "remediations",
    "decisions", "decided", "agreed", "tasks", "action", "actions", "prevention",
];
#[rustfmt::skip]
const WORKS: &[&str] = &["steps", "step", "work", "works", "changes", "change", "fixes", "items", "points", "activities", "tickets", "issues", "safeguards"];
#[rustfmt::skip]
const PLANNED: &[&str] = &[
    "planned", "preventive", "preventative", "corrective", "remedial", "follow", "followup", "further", "future", "next", "long", "medium",
    "lasting", "permanent", "proposed", "recommended", "resulting", "upcoming", "outstanding", "pending", "action", "improvement",
    "remediation", "additional", "ongoing", "prevention", "agreed", "to-do", "safety", "precautionary", "structural",
];
#[rustfmt::skip]
const JOINING: &[&str] = &[
    "the", "our", "and", "for", "to", "of", "up", "term", "a", "list", "short", "technical", "organisational", "organizational", "we", "have", "are",
    "taking", "following", "required", "plan", "&",
];

/// The field that a name asks for or tells of; `None` for any other words.
pub fn asked(bare: &str) -> Option<Field> {
    if bare.split(' ').count() > LONGEST {
        return None;
    }
    planned(bare).or_else(|| question(bare))
}

/// "Planned measures", "follow-up work", "steps for the long term": each word says so, one of them what.
fn planned(bare: &str) -> Option<Field> {
    let words = || bare.split(|c: char| !(c.is_alphanumeric() || c == '&')).filter(|word| !word.is_empty());
    let names = |known: &[&str]| words().any(|word| known.contains(&word));
    let known = |word: &str| [PROMISES, WORKS, PLANNED, JOINING].iter().any(|words| words.contains(&word));
    let told = names(PROMISES) || names(WORKS) && names(PLANNED);
    (told && words().all(known)).then_some(ACTIONS)
}

fn question(bare: &str) -> Option<Field> {
    let words = Words::opening(bare);
    let row = LEXICON.find(&words).iter().map(|hit| hit.meaning).min()?;
    QUESTIONS[row].0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<Field>) {
        assert_eq!(asked(name), expected, "{name}");
    }

    #[test]
    fn a_question_is_about_its_verb() {
        check("how did we find out", Some(Field::Detection));
        check("how the fault was discovered", Some(Field::Detection));
        check("how it came to our attention", Some(Field::Detection));
        check("who noticed", Some(Field::Detection));
        check("how we stopped it", Some(Field::Resolution));
        check("how the service was restored", Some(Field::Resolution));
        check("what we did to fix it", Some(Field::Resolution));
        check("how was it put right", Some(Field::Resolution));
        check("what was behind it", Some(Field::Cause));
        check("what caused the failure", Some(Field::Cause));
        check("why did it happen", Some(Field::Cause));
        check("reason for the interruption", Some(Field::Cause));
        check("what you may have noticed", Some(Field::Impact));
    }

    #[test]
    fn what_is_to_come_is_promised() {
        for name in [
            "what comes next",
            "what will change",
            "what are you going to do about it",
            "what we'll do differently",
            "where do we go from here",
            "planned measures",
            "measures planned",
            "follow-up work",
            "recommendations and next steps",
            "decisions",
        ] {
            check(name, Some(ACTIONS));
        }
        check("how do we keep this from happening again", Some(PREVENTIVE));
        check("will it happen again", Some(PREVENTIVE));
        check("how will we make such failures less likely", Some(PREVENTIVE));
        check("what are we doing to lower the risk of another flood", Some(PREVENTIVE));
        check("how can customers make this less painful", None);
    }

    #[test]
    fn other_questions_name_no_field() {
        for name in [
            "why did it take five hours",
            "why we chose rust",
            "what this means for you",
            "what happened to the mail on thursday",
            "changes",
            "steps",
            "work",
            "what do i need to do",
            "how the pipeline works",
        ] {
            check(name, None);
        }
    }
}
