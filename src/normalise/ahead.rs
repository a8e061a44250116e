//! Names of lists of promises, by what they say and not by heart: "What we want to change", "Steps against a repetition",
//! "Further measures".
//!
//! In: a heading, or a line that stands over a list. Out: whether it speaks of what is to be done. A name is made of a
//! noun of deeds with a word that looks ahead, of a person with a will and a verb of doing, or of what is to be prevented.

use std::sync::LazyLock;

use crate::text::{Glimpse, Lexicon, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Ahead,
    /// Looks like it, and tells of the work on the incident.
    Back,
}

#[rustfmt::skip]
const PHRASES: &[(Says, &[&str])] = &[
    (Says::Ahead, &[
        "planned|proposed|recommended|suggested|agreed|required|needed|further|future|remedial|corrective|preventive|preventative|pending|remaining|outstanding|resulting|additional|long_term|short_term|medium_term|longer_term|next|follow_up|committed|intended ..1 action|actions|measure|measures|step|steps|change|changes|improvement|improvements|work|tasks|fixes|remedies|investments|safeguards|activities|points",
        "action|actions|measures|steps|changes|improvements|work|tasks|fixes|remedies ..2 planned|proposed|recommended|agreed|required|needed|pending|ahead|outstanding|remaining|arising|ordered|owed",
        "prevent*|avoid*|stop*|against|eliminat* ..5 recurrence|reoccurrence|recurring|repeat|repetition|again|future|similar",
        "recurrence|reoccurrence|repetition|relapse prevention|avoidance|countermeasures",
        "recommendations|recommendation|commitments|promises|pledges", "improvement|remediation|remedial|hardening plan|programme|program|work|items|backlog",
        "what|what's|whats ..1 next|ahead", "where we go", "what|how ..5 do|done ..1 about it|this|that", "do|doing ..1 about it|this|that",
        "we|i|we'll|i'll|team|us will|want|going|plan|intend|shall|mean|hope|need|must|should|would ..2 do|change|improve|fix|prevent|avoid|stop|build|add|make",
        "we|i|we're|we_are|i'm ..1 doing|changing|improving|fixing|planning|building", "looking forward|ahead", "to be done|changed|improved|fixed", "^to do|change|improve|fix",
        "things|items|points|what|left|still|work|more|list ..1 to do|change|improve|fix", "we|i|team want|ask|expect ..1 from|of", "what|which changes|change",
        "permanent|lasting|definitive|structural|long_term fix|solution|remedy|correction|measure|measures",
        "so|that ..4 happen|happens again", "never|not ..2 again", "^afterwards", "homework",
    ]),
    (Says::Back, &[
        "taken|done|performed|carried during|to|so|at", "during|response|respond|responded|timeline|detect*|restore|restoration|recover|recovery|mitigate|workaround",
        "we|i did|tried|knew|know|learned|learnt|saw", "how|what ..2 we do|work", "we do|did not|n't", "will not|be", "why", "when|who|if|unless|you|your|customers|users",
        "lessons", "should|could|would have", "went", "impact", "do differently",
    ]),
];

/// A name of more words is a sentence.
const LONGEST: usize = 9;

static LEXICON: LazyLock<Lexicon<Says>> = LazyLock::new(|| Lexicon::built_in(PHRASES));
static GLIMPSE: LazyLock<Glimpse> = LazyLock::new(|| {
    Glimpse::of(PHRASES.iter().filter(|(says, _)| *says == Says::Ahead).flat_map(|(_, phrases)| *phrases))
});

/// Whether a heading names a list of promises.
pub(super) fn names_promises(name: &str) -> bool {
    const LONGEST_BYTES: usize = 90;
    let name = name.trim().trim_end_matches([':', '?']);
    if name.len() > LONGEST_BYTES || name.ends_with(['.', '!', ',']) || !GLIMPSE.sees(name) {
        return false;
    }
    let words = Words::of(name);
    let hits = LEXICON.find(&words);
    let has = |says: Says| hits.iter().any(|hit| hit.meaning == says);
    words.len() <= LONGEST && words.sentences().len() == 1 && has(Says::Ahead) && !has(Says::Back)
}

#[cfg(test)]
mod tests {
    use super::names_promises;

    #[test]
    fn a_name_looks_ahead_by_its_grammar() {
        for name in [
            "What we intend to change",
            "Steps against a repetition",
            "Further safeguards",
            "Improvements still needed",
            "How we want to prevent this from happening again",
            "Recommendations of the panel",
            "What is next for the platform",
            "To be improved",
        ] {
            assert!(names_promises(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_looks_back_is_none() {
        for name in [
            "Steps taken to restore service",
            "What we did about it",
            "What went wrong",
            "Summary",
            "Why we do this",
            "We should have known.",
            "The pump of hall 2 will not start",
            "Impact on further work",
        ] {
            assert!(!names_promises(name), "{name}");
        }
    }
}
