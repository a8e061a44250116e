//! The words that make a promise, a wish or a claim, and those that only look like one.
//!
//! In: the words of a text. Out: where they stand and what they do. What a sentence of them promises is `super::prose`'s.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Hit, Lexicon, Words};

/// What words of a sentence do for a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// "We will", "the team should".
    Will,
    /// "should have", "would".
    Regret,
    /// "were implemented", "we added".
    Done,
    /// "to prevent", "in the future".
    Against,
    /// "we are replacing": a promise where a term or a purpose stands beside it.
    Under,
    /// "before July", "every quarter", "instead of": from when on, how often, in place of what.
    Term,
    /// "keep you posted", "we will refund": a promise about the talk or the money, or one of nothing.
    Courtesy,
    /// "the following changes", "two things": a list of promises comes.
    List,
    /// "have since added": done because of the incident.
    Since,
    /// "we'd like", "would be nice to": wished for.
    Wish,
    /// "have since restored": the end of the incident, and no measure.
    Over,
}

use Shape::{Against, Courtesy, Done, List, Over, Regret, Since, Term, Under, Will, Wish};

#[rustfmt::skip]
const PHRASES: &[(Shape, &[&str])] = &[
    (Will, &[
        "will|should|must|shall", "need|needs|plan|plans|intend|intends|going|have|has|want|wants to", "is|are to be",
        "needs|need|requires|require", "we'll|i'm|we're going to", "we'll|i'll|they'll|she'll|he'll|there'll|who'll",
    ]),
    (Regret, &["should|could|would|must have", "would", "will continue to be", "should not have", "needed to"]),
    (Done, &[
        "was|were|been ..2 @done|configured|deployed|adjusted|put|set|increased|reviewed|scheduled|upgraded|trained",
        "was|were|been ..2 rewritten|written|done|completed|raised",
        "we|team|engineers|they|engineer ..2 @done|configured|put|set|deployed|increased|reviewed",
        "has|have ..1 @done", "we've|have ..2 made|taken|added|put|done|introduced",
    ]),
    (Against, &[
        "to prevent|avoid|detect|catch|ensure|provide|guard|reduce|mitigate|minimise|minimize", "in|for the? future",
        "going|moving forward", "similar", "recurrence|recurring|reoccur*|re_occur*", "happening again", "next time",
        "early detection|warning", "preventing|avoiding|ensuring|providing|detecting", "that prevents|stops|refuses|catches|checks",
    ]),
    (Term, &[
        "before|by|until|from|in|during|after ..3 january|february|march|april|may|june|july|august|september|october|november|december",
        "by|before|from|within|until|over the? ..1 end|start|beginning|next|coming|weekend|week|month|quarter|year|summer|spring|autumn|winter|days|weeks|months",
        "every|each ..2 day|week|month|quarter|year|hour|hours|minute|minutes|release|deploy|deployment|change|night|morning|time",
        "next|this|coming week|month|quarter|year|sprint|summer|spring|autumn|winter|release", "instead of|rather than", "from now|then on",
        "mandatory|compulsory|obligatory|required", "in|for the? future", "so ..1 that ..6 again|anymore|cannot|can't|never|earlier|sooner",
        "daily|weekly|monthly|quarterly|hourly|nightly", "no longer", "automatically", "soon|shortly", "from here on", "in advance",
    ]),
    (Courtesy, &[
        "keep ..1 monitoring|watching|working|looking|investigating|trying|improving", "keep ..3 you|everyone|customers|users ..2 posted|updated|informed|up", "will|shall|we'll|i'll|to ..3 update|updates|post|publish|inform|notify|contact|reach|email|send|report|announce|communicate|share|credit|refund|compensate|reimburse|apologise|apologize|respond|answer|reply|discuss",
        "will|shall|we'll|i'll|to ..2 write|let|tell|call|provide|follow ..3 you|customers|users|back|soon|everyone|update|updates|information|report",
        "will|we'll|i'll ..1 continue|remain|stay|investigate|monitor|watch|look|strive|always|never|find|know|see|need|take|learn|try|understand|hope|treat|explain",
        "credit|credits|compensation|refund|refunds|voucher|vouchers|invoice|invoices|bill|bills ..6 will|shall",
        "will be ..2 delivered|credited|refunded|compensated|contacted|informed|notified|updated|posted|published|sent|reprocessed|replayed|restored|resolved|available|back|processed|held|charged|able|in|closed|given|shared|discussed|provided",
        "will have|receive|get|see|find|notice|experience ..2 access|credit|email|mail|refund|update|updates", "as soon as", "working|work on|to ..2 fix|restore|resolve",
    ]),
    (List, &[
        "following|these|two|three|four|five|six|several|some|2|3|4|5|6 ..2 changes|change|steps|measures|actions|improvements|things|tasks|fixes|safeguards|commitments|items|recommendations|precautions|points",
        "following", "as follows", "this|these", "to_do|todo", "what|things we|i ..4 do|change|improve", "what will be done|changed", "next steps|actions",
    ]),
    (Since, &[
        "has|have ..1 since|now|already|therefore|also", "since|now have|has", "has|have @done",
        "has|have ..1 put|set|built|written|made|taken|given|begun|moved|bought|ordered|hired", "we've ..1 @done",
        "we've ..1 put|set|built|written|made|taken|given|begun|moved|bought|ordered|hired|since|now",
    ]),
    (Wish, &[
        "we'd|i'd ..1 like|love|prefer|want", "we|i|team would ..1 like|love|prefer|want",
        "would be ..1 nice|good|great|helpful|useful|better|wise|worth",
    ]),
    (Over, &[
        "has|have|we've ..2 restored|resolved|recovered|returned|confirmed|identified|found|seen|received|closed|cleared|rolled|restarted|reverted|reopened|caught|processed|delivered|reprocessed|contacted|apologised|apologized|credited|refunded|informed",
    ]),
];

pub(super) static LEXICON: LazyLock<Lexicon<Shape>> = LazyLock::new(|| Lexicon::built_in(PHRASES));

/// What the words of a text do, in order.
pub(super) fn shapes(words: &Words) -> Vec<Hit<Shape>> {
    let mut hits = LEXICON.find(words);
    hits.extend(underway(words).map(|words| Hit { meaning: Under, words }));
    hits.sort_by_key(|hit| (hit.words.start, hit.words.end));
    hits
}

/// "We are now rebuilding", "I'm drafting": what its teller has in hand, whatever it is, but for the work on the incident.
fn underway<'w>(words: &'w Words) -> impl Iterator<Item = Range<usize>> + 'w {
    #[rustfmt::skip]
    const NO_WORK: &[&str] = &[
        "investigating", "monitoring", "working", "looking", "seeing", "experiencing", "continuing", "going", "trying", "waiting",
        "closing", "receiving", "having", "getting", "watching", "keeping", "hoping", "talking", "thinking", "apologising", "apologizing",
        "writing", "sending", "contacting", "restoring", "recovering", "processing", "reprocessing", "being", "coming", "learning",
        "following", "sharing", "publishing", "asking", "telling", "doing", "engaging", "observing", "serving",
    ];
    const BE: &[&str] = &["are", "am", "is"];
    let gerund = |at: usize| {
        let word = words.word(at);
        word.len() > 5 && word.ends_with("ing") && !NO_WORK.contains(&word)
    };
    (0..words.len()).filter_map(move |at| {
        let whole = matches!(words.word(at), "we're" | "i'm");
        let agent = matches!(words.word(at), "we" | "i" | "team" | "engineers");
        let be = if whole { at } else { at + 1 };
        if !(whole || agent && be < words.len() && BE.contains(&words.word(be))) {
            return None;
        }
        let aside =
            |at: usize| matches!(words.word(at), "also" | "now" | "currently" | "already" | "therefore" | "then");
        let verb = (be + 1..words.len().min(be + 4)).find(|at| !aside(*at))?;
        gerund(verb).then_some(at..verb + 1)
    })
}
