//! How whole documents tell of leads, beyond what a row of a timeline says in a few words.
//!
//! In: the words of a statement. Out: where a lead opens, where one is refuted. What rows say is `super::cue`'s, which
//! decides on kinds and minutes too; what stands here only tells that a lead was false.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Glimpse, Hit, Lexicon, Words};

use super::cue::{LeadCues, Refuted, Strength};
use super::vain;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Lead(Strength),
    NoLead,
    Refute(Refuted),
}

use Meaning::{Lead, NoLead, Refute};
use Refuted::{Bare, Plainly, Still};
use Strength::{First, Guess};

#[rustfmt::skip]
const PHRASES: &[(Meaning, &[&str])] = &[
    (Lead(First), &[
        "first|second|third|fourth|fifth|next|another|other|early|initial|original|earlier|leading|main|prime @hunch",
        "first|second|third|next suspect|candidate|culprit|explanation", "prime|main|number_one suspect",
        "suspect|suspicion|theory|hypothesis|candidate no|nr|number 1|2|3|one|two|three", "false start|starts|alarm|scent", "wrong turn|turns|place|thing",
        "on|under ..1 assumption|impression|belief|theory|hypothesis|premise|suspicion that|of", "on|under the|that ..2 assumption|impression|belief",
        "first|initially|originally|at_first|briefly|mistakenly|wrongly|at_once|immediately|naturally ..6 @thinks", "briefly|mistakenly|wrongly|at_once|immediately|naturally ..3 @thought",
        "@thinks|@thought ..1 first|initially|briefly|mistakenly|wrongly", "gets|got|was|were|is|are ..1 blamed ..1 first|initially",
        "@thought ..2 the|its|our cause|culprit|problem|issue|reason|fault|trouble|source|root ..2 was|were|to|lay|had|in|with",
        "first|initially|originally ..2 looked|looks|checked|turned|turns|went|goes|reset|resets|restarts|restarted|rebooted|searched|investigated|focused|focussed|checks|tried ..12 because|since|as|due|given",
        "convinced ourselves|himself|herself|themselves|myself", "talked ourselves|himself|herself|themselves|myself into",
        "put it|this|them|that|everything down to", "wrote it|this|that|them off as", "chalked ..2 up to", "dismissed ..3 as",
        "mistook ..4 for", "took it|this|them|that for", "looked guilty|suspicious|obvious",
        "hour|hours|minutes|min|day|days ..2 yelling|shouting|staring|swearing|poking at", "spent|lost|spends ..3 time looking|digging|debugging|checking at|into","cost ..6 looking|searching|chasing|hunting|on|at ..2 wrong", "wasted ..6 on|chasing|hunting|looking|debugging|checking|investigating|in|at|with",
        "lost|spent ..6 hour|hours|minutes|min|day|days|night|evening|afternoon|morning ..1 chasing|hunting|blaming|suspecting|yelling|staring|down",
        "time was|were lost|wasted on|chasing|hunting", "hour|hours|minutes|day|days was|were spent|lost|wasted on|chasing|hunting|looking",
        "@thought ..10 until|till", "first thing ..6 said|thought|blamed|suspected|guessed ..10 was", "@thought ..2 it's",
        "lost|wasted|cost ..6 hour|hours|minutes|min|day|days|night in|over|with|on", "had|has|have ..2 convinced that", "fooled|tricked|misled into",
        "made|makes|led|leads ..1 us|me|him|her|them|everyone|everybody|@team to? ..1 believe|think|suspect|assume",
        "where|what everybody|everyone|we|they|@team ..1 looked|searched|dug|focused", "held|hold|holding ..1 responsible", "prime suspect",
    ]),
    (Lead(Guess), &[
        "^doubt|doubted|thinking|guessing|betting", "it's|it_is always", "asked|wondered|know|wanted|question ..3 whether|if ..12 to_blame|at_fault|responsible|guilty|behind",
        "asked|wondered|know|wanted|question ..3 whether|if ..12 to|at blame|fault", "suspects|suspected|suspecting|suspicion|suspicions", "blames|blamed|blaming", "assumes|assumed|assuming|presumes|presumed|reckons|reckon|reckoned|fears|feared",
        "@thinks ..1 that|the|it|a|an|our|its|it's|there|somebody|someone|this|of|to|at", "thinks|guesses|believes|thought|believed|guessed", "then|next|also|second|now ..1 we|i|he|she|they @thinks|@thought",
        "looks|looked|looking|seems|seemed|sounds|sounded|smells|smelled ..1 like",
        "maybe|perhaps|probably|possibly|surely|obviously|definitely|likely ..1 it's|its|it|the|a|an|our|that|some|another",
        "could|might|may|must|has|had be|to_be|have_been|to_do the|a|an|our|with|another|some", "^is|isn't|was|wasn't ..1 it|this|that the|a|an|our|another|some",
        "says|said|say|claims|claimed|argued|suggested|suggests|proposed|insisted ..1 it's|it|that ..1 surely|must|probably|has|had|the|is|was",
        "proposed|suggested|argued|claimed|put_forward that", "assumption|theory|hypothesis|suspicion|belief|fear ..8 that", "assumption|theory|hypothesis|belief|idea|fear|guess that|of|was|is|were",
        "under|fell_under|came_under suspicion", "everything|all|signs|evidence|logs|symptoms|graphs|metrics ..2 pointed|points|hinted to|at|towards", "considered|discussed|raised ..2 as ..2 cause|suspect|possibility|candidate",
        "our|my|the|all money on|was", "had|have|has an eye on", "candidate|candidates|suspect|suspects|culprit was|were|is|are",
    ]),
    (NoLead, &[
        "the|a|an|any|all suspected", "thought|think so", "was|were|been|be ..1 looked at|into",
        "looks|look|searches|search|searching|searched|hunts for", "looks|sounds|seems|looked|sounded|seemed like ..1 lot|fun|much|good|simple|easy|great|nothing|magic|this|that|these", "i'm|i_am|am ..1 confident|sure", "probably|likely|maybe|perhaps ..1 most|best|worst|biggest|only", "thought|thinks|think ..2 had autoscaling|backups|redundancy|monitoring|alerts|tests|enough",
        "assumption|assumptions|belief|idea|expectation ..6 would|will|should",
        "some|any|much|more|further|no|careful|serious|extra thought|thoughts|think|reason|guess", "thought|thoughts into|about|on|to", "obvious|likely|same suspect", "i|we assume|guess|suspect|presume", "thought|think ..1 of_as|of_this_as",
        "figured|figure|figures|figuring ..1 out", "host|server|node|daemon|client|process|service|controller|switch|software|model|scheduler|cluster|replica|it @thought|@thinks",
        "that's|this_is|is|are|was|were ..1 probably|possibly|perhaps|surely|maybe|likely|definitely", "probably|possibly|perhaps|definitely the|a|an thing|reason|best|worst|most|only|right|way",
        "do|don't|can|cannot|can't|never|should|could|would|will|may not|n't|be|ever? assume|think|believe|suspect",
        "don't|didn't|do_not|did_not|does_not|doesn't think|suspect|believe|assume|blame", "nobody|no_one|none ..2 @thought|@thinks|suspected|blamed",
        "think|thought|thinks|believe|believes|believed ..2 about|through|twice|it_would|we_should|we_can|we_could|this_is_a|it_is_worth|it_was_worth|it's_worth",
        "without|no blame|blaming", "blame|blaming culture|game|nobody|anyone|people|individuals", "blameless", "first thing|things ..1 i|we ..1 did|do|saw|noticed|tried", "we|i believe|think|assume this|that will|should|would|is|was_a",
        "second thought|thoughts", "first thing|things in|you|is|to", "thought ..2 was|were|is|we|it ..2 fine|ok|okay|over|fixed|safe|done|good|enough|normal|back|resolved|better|redundant|covered|protected|monitored",
        "assumed|assumes|assuming ..6 would|will", "thinks|think|thought|assumed ..1 they|you|we|he|she ..1 can|could|would|will", "i|we think|believe ..3 we|you|should|can|need|will",
        "before ..4 suspected", "confirmed|correctly|rightly|as ..2 suspected|suspicion|suspicions", "suspected|suspicions ..3 confirmed|correct|right", "suspicious", "to be|are suspected of",
        "so|more|best|great|good|nice|wonderful|useful ..1 idea", "idea|ideas to|for", "looks|looked|looking ..1 like ..3 fixed|back|over|resolved|working|stable|recovering|recovered|normal|success|better",
        "view|opinion|diagnosis ..1 of the", "supposed|meant|expected|believed to", "should have", "will be|is|are considered",
        "who ..3 @thought|@thinks", "users|customers|people|clients|visitors|guests|everybody|everyone @thought|@thinks|assumed|assume",
    ]),
    (Refute(Plainly), &[
        "could|can|were|was|been|be|soon|then|quickly|later|now excluded", "excluded ..3 as|when|because|by|at|after|since|this|that|it",
        "a|mere|pure|sheer|by coincidence", "coincidental|coincidentally", "trail|track|lead|scent went|goes|ran cold",
        "find|finds|found|finding|sees|saw|seen|shows|showed nothing", "for|with|led_to|leads_to nothing", "off the table", "acquitted|exonerated|cleared ..3 suspicion|blame",
        "not ..1 substantiated|confirmed|borne|upheld|corroborated|hold|true|right|correct|guilty|involved|affected|faulty|defective", "withdrawn|abandoned|discarded|dropped|dismissed|retracted|disproved|disproven|refuted|rejected",
        "played no", "no|none ..1 part|role ..2 in", "was|were|is|are|am|been|i'm|we're wrong|mistaken|misled|off", "but ..2 wrong|mistaken|false|incorrect|nonsense|not_so|no",
        "turned|turns|turning out ..2 not|fine|healthy|innocent|normal|ok|okay|okay|false|wrong|nothing|harmless|unrelated",
        "it|that|this|they|he|she was_not|wasn't|isn't|is_not|weren't|were_not", "@not find|see|show|reveal|bring|confirm|turn|yield|have", "couldn't|could_not ..1 be|find|confirm|reproduce",
        "without|no|zero result|results|findings|outcome|luck|success|effect|joy|dice|avail|hits|matches|match", "led|leads|leading|went|goes nowhere",
        "which|that|it|this|he|she|they|who says|said|reported|reports|confirms|confirmed ..3 fine|ok|okay|good|healthy|clean|normal|order", "not us|ours|theirs|him|her|there|here|it|so|true",
        "had|has|have|showed|shows|with power|no_errors|no_faults|good_light|no_alarms",
    ]),
    // Time that went into it: of the lead right before.
    (Refute(Bare), &[
        "spent|spends|wasted|wastes|loses ..6 minute|minutes|min|mins|hour|hours|day|days|night|evening|afternoon|morning|shift|weekend",
        "cost|costs|lost ..4 minute|minutes|min|mins|hour|hours ..2 of_my|on|here|there|that|this|it", "hour|hours|minutes|min|mins|day|days wasted|lost|gone", "hour|minutes ..2 was|were lost|wasted|gone",
    ]),
];

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::built_in(PHRASES));

/// What a statement tells of leads: by the words of rows and by those of prose, in order.
pub(super) fn cues(words: &Words) -> LeadCues {
    let mut cues = LeadCues::of(words);
    let hits = LEXICON.find(words);
    // "We thought that memory is not enough" is no belief that all was well.
    let holds = |veto: &&Hit<Meaning>| veto.meaning == NoLead && !veto.words.clone().any(|at| words.word(at) == "not");
    let vetoes: Vec<&Hit<Meaning>> = hits.iter().filter(holds).collect();
    let vetoed =
        |words: &Range<usize>| vetoes.iter().any(|veto| veto.words.start < words.end && words.start < veto.words.end);
    for hit in &hits {
        match hit.meaning {
            Lead(strength) if !vetoed(&hit.words) && !words.negated(hit.words.start) => {
                cues.leads.push(Hit { meaning: strength, words: hit.words.clone() });
            }
            Refute(how) if !words.negated(hit.words.start) => {
                cues.refutes.push(Hit { meaning: how, words: hit.words.clone() });
            }
            _ => {}
        }
    }
    cues.refutes.extend(vain::outcomes(words).into_iter().map(|hit| Hit { meaning: Still, words: hit.words }));
    cues.leads.retain(|lead| !vetoed(&lead.words));
    cues.leads.sort_by_key(|hit| (hit.words.start, hit.words.end));
    cues.refutes.sort_by_key(|hit| (hit.words.start, hit.words.end));
    cues
}

/// Whether a statement may open a lead.
pub(super) fn may_open(text: &str) -> bool {
    super::clue::may_ask(text) || super::cue::may_open(text) || LEADS.sees(text) || OUT.sees(text)
}

static LEADS: LazyLock<Glimpse> = LazyLock::new(|| {
    let leads = PHRASES.iter().filter(|(meaning, _)| matches!(meaning, Lead(_)));
    Glimpse::of(leads.flat_map(|(_, phrases)| phrases.iter()))
});

static OUT: LazyLock<Glimpse> = LazyLock::new(|| Glimpse::of(DENIALS.iter().flat_map(|(_, phrases)| phrases.iter())));

#[rustfmt::skip]
const CONFIRMS: &[&str] = &[
    "which|that|this|it was|were|proved|turned_out ..2 right|correct|true|confirmed", "was|were ..1 confirmed", "rightly|correctly", "turned out to be right|correct|true|the_case",
    "suspicion|theory|guess|hunch|assumption|hypothesis ..3 confirmed|right|correct|true",
];

static CONFIRMATIONS: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), CONFIRMS)]));

/// Whether a suspicion is said to have been right, behind a word.
pub(super) fn confirms(words: &Words, from: usize) -> bool {
    CONFIRMATIONS.find(words).iter().any(|hit| hit.words.start > from && !words.negated(hit.words.start))
}

#[rustfmt::skip]
const NAMES_CAUSE: &[&str] = &[
    "confirming|confirms|confirmed|proving|proves|proved that ..8 root_cause|cause|culprit|to_blame|responsible",
    "confirming|confirms|confirmed|proving|proves|proved ..8 as|to_be ..2 root_cause|cause|culprit",
];
static CONFIRMED_CAUSE: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), NAMES_CAUSE)]));
static MAY_CONFIRM: LazyLock<Glimpse> = LazyLock::new(|| Glimpse::of(NAMES_CAUSE.iter()));

/// The words with which a text says what the cause was, each from the confirmation to the verdict.
pub(super) fn confirms_a_cause(words: &Words) -> Vec<Range<usize>> {
    if !MAY_CONFIRM.sees(words.text) {
        return Vec::new();
    }
    let denied =
        |told: &Range<usize>| told.clone().any(|index| matches!(words.word(index), "not" | "no" | "never" | "neither"));
    CONFIRMED_CAUSE.find(words).into_iter().map(|hit| hit.words).filter(|told| !denied(told)).collect()
}

/// Whether the refutation at a word says that nothing changed.
pub(super) fn changed_nothing(words: &Words, word: usize) -> bool {
    let sentence = words.sentence_of(word);
    vain::outcomes(words).iter().any(|hit| sentence.contains(&hit.words.start) && hit.words.end > word)
}

/// Words that take a suspect out by themselves.
#[rustfmt::skip]
const DENIALS: &[(Denied, &[&str])] = &[
    (Denied::Behind, &["ruled|ruling out", "exonerated|acquitted"]),
    (Denied::Before, &[
        "was|were|been|be|could ..2 ruled out", "was_not|wasn't|were_not|weren't|is_not|isn't|not ..1 the|to ..2 problem|cause|culprit|blame|reason|issue|fault",
        "was_not|wasn't|were_not|weren't|not ..1 at_fault|responsible|guilty", "played|plays|had|has no part|role", "turned out ..2 innocent|fine|healthy|unrelated|blameless|irrelevant",
        "was|were ..1 looked|examined|considered|checked|studied ..10 set|put|laid aside", "was|were ..1 looked|examined|considered|checked|studied ..10 dismissed|discarded|excluded|dropped|cleared",
        "is|was|are|were ..1 innocent|blameless|guiltless|exonerated",
        "has|have|had been acquitted|exonerated",
    ]),
];

/// Where the suspect stands that is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    Before,
    Behind,
}

/// What somebody outside might have done is denied in many a report, and was suspected by nobody.
#[rustfmt::skip]
const NEVER_SUSPECTED: &[&str] = &[
    "attack|attacks|breach|breaches|malicious|hack|hacked|hackers|intrusion|security|cyberattack|cyber|ddos|compromise|data|we|us|excluded_from|if|whether|cannot|can't|yet|sole|only|real|root|underlying",
];

static DENIED: LazyLock<Lexicon<Denied>> = LazyLock::new(|| Lexicon::built_in(DENIALS));
static HARMLESS: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), NEVER_SUSPECTED)]));

/// The words that take out a suspect which a statement names, and where it stands to them.
pub(super) fn denial(words: &Words) -> Option<Hit<Denied>> {
    let hit = DENIED.find(words).into_iter().next()?;
    let sentence = words.sentence_of(hit.words.start);
    let planned = |index: usize| matches!(words.word(index), "to" | "will" | "should" | "must" | "help" | "helps");
    let open = HARMLESS.find(words).iter().any(|harmless| sentence.contains(&harmless.words.start))
        || sentence.clone().take_while(|index| *index < hit.words.start).any(planned);
    (!open).then_some(hit)
}
