//! Who or what noticed, read from words.
//!
//! In: texts, the most telling first. Out: [`Detection`]. The phrases are data (`rules.toml`); of phrases over one
//! another the longest counts, so "the team noticed an alert" is the monitoring's merit.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use super::rules::{self, DetectionWord};
use crate::model::{Detection, DetectionSource};
use crate::normalise::clause::{Aspect, clause_of, clauses};
use crate::text::{Lexicon, Phrase, Reach, Words, longest};

/// Reads who noticed from texts in order of trust: the section about detection, the first entries of the timeline,
/// the summary.
///
/// The first text that names anyone decides; `sources` holds what it names in order of mention, without repeats.
/// `unknown` with no sources where no text does.
pub fn detection_source(texts: &[&str]) -> Detection {
    texts.iter().map(|text| sources(text)).find(|sources| !sources.is_empty()).map_or(
        Detection { source: DetectionSource::Unknown, sources: Vec::new() },
        |sources| Detection { source: sources[0], sources },
    )
}

/// Reads who noticed from prose, where a monitor or a customer may be named for other reasons: only a sentence that says
/// that somebody noticed counts. Where no phrase names the source, whoever stands nearest to the noticing does.
pub fn noticed_by(text: &str) -> Detection {
    let words = Words::of(text);
    let noticing = NOTICES.find(&words);
    let clauses = if noticing.is_empty() { Vec::new() } else { clauses(&words) };
    let told = |at: usize| {
        let aspect = clause_of(&clauses, at).map(|clause| clause.aspect);
        let before = |reach: usize| at.saturating_sub(reach)..=at;
        let nobody = before(2).any(|index| NOBODY.contains(&words.word(index)));
        // "Nobody saw it until a teacher wrote": who did stands behind.
        let until = before(4).any(|index| words.word(index) == "until");
        !nobody && (until || !words.negated(at)) && !matches!(aspect, Some(Aspect::Planned | Aspect::Conditional))
    };
    let mut rest = &noticing[..];
    for sentence in words.sentences() {
        let count = rest.iter().take_while(|hit| hit.words.start < sentence.end).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let Some(notice) = here.iter().find(|hit| told(hit.words.start)) else { continue };
        // What was noticed names others: "the bank told us that customers could not pay".
        let told = sentence.start..told_end(&words, sentence, &notice.words);
        let mut found = sources(&text[words.bytes(&told)]);
        if found.is_empty() {
            let party = || nearest_party(&words, &told, &notice.words);
            found.extend(somebody(&words, &told, &notice.words).or_else(party));
        }
        if found.is_empty() && told.end < sentence.end {
            found = sources(&text[words.bytes(sentence)]);
        }
        if let Some(source) = found.first() {
            return Detection { source: *source, sources: found };
        }
    }
    Detection { source: DetectionSource::Unknown, sources: Vec::new() }
}

/// Whom a sentence names as those who may have noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noticing {
    /// It says that somebody noticed.
    pub noticed: bool,
    /// Who did, where it says so.
    pub by: Vec<DetectionSource>,
    /// Phrases of the rules that name a source.
    pub sources: Vec<DetectionSource>,
    /// Parties in order, each with whether it stands before the noticing.
    pub parties: Vec<(DetectionSource, bool)>,
    /// Those who tell the story speak.
    pub teller: bool,
}

/// For each sentence of a text whom it names; for one that says nothing of a noticing only where it is `wanted`, by its number.
pub fn noticings(words: &Words, wanted: impl Fn(usize) -> bool) -> Vec<Noticing> {
    let notices = NOTICES.find(words);
    let parties = longest(PARTY.find(words));
    let told = |(number, sentence): (usize, &Range<usize>)| {
        let text = &words.text[words.bytes(sentence)];
        let notice = notices.iter().find(|hit| sentence.contains(&hit.words.start));
        let here: Vec<_> = parties.iter().filter(|hit| sentence.contains(&hit.words.start)).collect();
        if notice.is_none() && (here.is_empty() || !wanted(number)) {
            return Noticing::default();
        }
        let by = if notice.is_some() { noticed_by(text).sources } else { Vec::new() };
        let before = |at: usize| notice.is_some_and(|notice| at < notice.words.end);
        let denied = |at: usize| words.negated(at) || NOBODY.contains(&words.word(at.saturating_sub(1)));
        let parties = here.iter().filter(|hit| !denied(hit.words.start));
        Noticing {
            noticed: notice.is_some(),
            by,
            sources: sources(text),
            parties: parties.map(|hit| (hit.meaning, before(hit.words.start))).collect(),
            teller: sentence.clone().any(|index| TELLERS.contains(&words.word(index))),
        }
    };
    words.sentences().iter().enumerate().map(told).collect()
}

/// Words that say that somebody noticed: also what a row of a timeline says of its detection.
#[rustfmt::skip]
pub const NOTICING: &[&str] = &[
    "noticed|notices|notice", "detected|detects|detect", "discovered|discovers", "spotted|spots", "became|become aware",
    "alerted|alerts us|them|team|oncall", "we|team|engineers|oncall|on_call ..2 alerted|paged|notified|informed|told",
    "alert|alerts|alarm|alarms|pager|monitor|monitors|check|checks ..2 fired|fires|triggered|went|reported|caught|showed|raised|sounded",
    "paged", "reported|reports|report", "complained|complaints|complain", "flagged", "brought ..3 attention",
    "learned|learnt ..2 of|about|that|from", "found ..1 out", "first saw|seen|observed",
    "raised|opened ..3 ticket|tickets|issue|issues",
    "wrote|emailed|mailed|called|contacted|phoned|messaged|told|texted|pinged|rang|warned|notified|informed|alerted ..2 us|me|support|@team|officer|noc|desk|helpdesk", "wrote|called|phoned|rang in",
    "called|rang|phoned|calls|rings|contacted|wrote ..3 room|desk|support|helpdesk|hotline|service_desk|help_desk", "caught ..1 it|this|the", "disclosed ..3 us",
    "raised|raises|sounded|triggered ..2 alarm|alarms|alert|alerts", "lit|lights ..1 up", "emails|calls|rings|writes|texts|pings ..1 support|us|helpdesk|hotline|in",
    "tip|tipped ..1 off", "pointed|points ..2 out", "saw|sees|seen ..4 pattern|tickets|spike|drop", "saw|sees that|how|errors", "woke|woken ..3 by|up|call|phone|pager|alert",
    "checker|check|probe|robot|pager|monitor|alarm|watchdog ..3 rang|called|texted|woke|phoned|told",
    "phone|phoned|phoning|call|called|rang|ring|wrote|complained ..4 @helpdesk", "tweeted|tweet|tweeting", "@public phoned|rang|called|phone|call|wrote",
    "called|rang|phoned ..4 office|team|centre|center|department|control_room|dispatch|engineer", "rang|phoned|calling|ringing ..2 at|from|in|with",
    "told|telling|tells us|me", "did tell us|me", "radioed|radios|radio ..2 @helpdesk|it|us|control|control_room|dispatch|the", "heard|hears the|a|an|from|about|of",
    "detector|checker|check|probe|monitor|alarm|watchdog|sensor|script|job|scheduler ..3 texts|calls|pages|mails|emails|rings|beeps|mailed|emailed|sent|sends",
    "report|check|job|monitor|dashboard|test|light|lamp|tile ..3 fires|fired|turned|turns|went|goes|gone|is|was red|orange", "@helpdesk ..2 tells|tell|told us|me|it", "tell|tells ..1 the|our ..2 desk|helpdesk|help_desk|office",
    "saw|sees|spotted ..2 it|this|that ..1 first|myself|himself|herself", "saw|sees|seen ..4 dip|fall|rise|increase|jump|gap|hole|holes|crash|outage", "saw|sees ..6 knew|realised|realized",
    "wrote|writes ..6 to the|our|an|his|her", "first customer|customers|user|users|client|complaint|complaints|ticket|tickets|caller|shop|shops|player|student",
    "first ..8 in bug_reports|support|help|feedback", "posted|posts ..3 message|screenshot|note|question", "contact|call|service centre|center|desk ..2 had|has|reported|sees|saw ..2 queue|surge|wave|calls|flood",
    "finds|found ..6 holes|gaps|garbage|nonsense|garbled|incomplete|red", "^pager|alarm|alert", "alerted|notified|warned|informed|paged ..3 through|via",
    "tell us|me that|of|about", "opened ..3 thread|case|ticket",
    "reports|reported ..4 desk|helpdesk|support", "heard ..1 from", "came to ..1 attention|light", "drew ..2 attention",
    "asks|asked|asking|ask ..4 whether|if|why|in", "report|reported|found by", "notified|alerted|informed|told|warned ..3 officer|duty|manager|lead",
    "has|have|had ..2 ticket|tickets|complaints", "is|are ..3 broken|down ..3 anybody|anyone|everyone|you|me",
    "received|receives|got|gets|took|takes ..4 alarm|alarms|alert|alerts|call|calls|complaint|complaints|report|reports|ticket|tickets|page|pages",
    "call|calls|report|reports|ticket|tickets|complaint|complaints|issue|mail|mails ..2 came|come|comes|arrived|arrive|poured in",
    "followed|woken|greeted ..2 page|alert|alarm|call", "told|tells|informed|warned us|me|them ..4 of|about|that",
    "was|were|been|got ..2 alerted|notified|paged|informed|warned|tipped|told ..4 by", "made aware", "heard ..2 from|that",
    "alert|alerts|alarm|alarms|alarming|monitor|monitors|monitoring|probe|probes|watchdog|sensor|sensors|checks ..2 engaged|reached|woke|contacted|called|summoned|indicated|recorded|registered|revealed|showed|saw|picked|turned|tripped|complained|warned|paged|told|notified|informed|alerted|detected|caught|noticed",
    "first ..2 sign|signs|hint|indication|symptom|word|warning ..3 was|were|came", "signalled|signaled ..2 us|a|an",
    "graph|graphs|dashboard|dashboards|panel|panels ..4 went|goes|turned|turn|jumped red|vertical|flat|dark|up",
    "stumbled|stumbles ..3 over|on|upon|across", "wondered|wonders|wondering ..1 why|whether", "happened to ..5 see|saw|notice|look|looking|open|check",
    "saw|noticed|found it|this|that ..1 by chance|accident|coincidence|first|himself|herself|myself|ourselves",
    "^page|@tools", "@people|@person|leader|foreman|chief ..4 telephoned|telephones", "i|we ..1 came|arrived|walked|got in|at",
    "@tools|alerting|monitor|monitoring|alarm|alert ..6 went|fired|fires|triggered|tripped|highlights|highlighted|flagged|indicated", "@team|@people|@person|manager|officer ..2 informed|informs|told|alerted|warned|notified ..2 @team|technicians|technician|it|ict|system|systems",
    "first page|alert|call|mail|message|ticket|report|complaint|complaints|calls ..4 came|arrived|reached|went|was",
    "rang|called|got|pulled|dragged ..3 out of bed", "sent|sends ..4 mail|message|email|alert|sms|screenshot|text", "posted|posts ..5 channel|chat|slack|forum",
    "signalled|signaled|signals ..6 room|centre|center|desk|technician|engineer|fault|low|loss|failure", "let|lets us|me|them know",
    "brought|brings ..3 light", "draws|drew ..3 to the|this", "inbox|phone|phones|lines|hotline|switchboard ..3 filled|ring|rang|rings|ringing|lit|busy|jammed",
    "@team|@person|shift|clerk|nurse|editor|i|we ..8 found|finds ..6 stopped|down|empty|missing|frozen|broken|unreachable|dead|blank|hanging",
    "@team|@person|shift|clerk|nurse|editor ..8 found|finds ..3 that",
    "alarm|alert|pager ..8 went|goes|going off", "peer|peers|upstream ..1 phoned|called|rang|wrote|told|informed|warned",
    "told|tells|asked|asks|warned|rang|called|phoned|informed|radioed|radio ..3 @helpdesk|office|desk|department|room|centre|center|engineer|technician|developer|administrator",
    "phones|switchboard|hotline|lines ..3 ring|ringing|rang|glowed", "respond|responds|responded|responding ..1 to ..1 alarm|alarms|alert|alerts|page|pages",
    "heard ..5 stop|stopped|beep|beeping|alarm|silence", "radioed|radios", "saw|sees ..1 first", "telling us|me",
    "called|rang|phoned|calls|rings|phones at|because|about", "missed ..3 beats|heartbeats|beat|heartbeat", "heartbeat|heartbeats|test|check|probe|transaction ..8 failed|failing|red",
];

/// Subjects that did not notice.
const NOBODY: &[&str] = &["nothing", "nobody", "no_one", "none", "no", "neither"];

/// Deeds of noticing that a name right before them did.
#[rustfmt::skip]
const NOTICED: &[&str] = &[
    "noticed", "notices", "saw", "sees", "spotted", "spots", "discovered", "discovers", "realised", "realized", "heard",
    "hears", "found", "finds", "flagged", "flags", "reported", "reports", "posted", "posts", "pinged", "pings", "caught",
    "asked", "asks", "observed", "observes", "stumbled", "raised", "raises", "wondered", "wonders",
];

/// Somebody of whom no more is known than a name ("Ruth noticed", "`kb` saw") is one of those who tell the story.
fn somebody(words: &Words, sentence: &Range<usize>, notice: &Range<usize>) -> Option<DetectionSource> {
    let verb = notice.clone().find(|index| NOTICED.contains(&words.word(*index)))?;
    let subject = verb.checked_sub(1).filter(|index| *index >= sentence.start && !words.starts_clause(verb))?;
    let written = &words.text[words.start(subject)..words.end(subject)];
    let before = words.text[..words.start(subject)].trim_end_matches('`').chars().next_back();
    let is_party = PARTY.find(words).iter().any(|hit| hit.words.contains(&subject));
    let named = written.starts_with(char::is_uppercase) && !is_party && !NO_NAMES.contains(&words.word(subject));
    // Capitals at the start of a sentence are everybody's: a noun of the trade in the plural is no name.
    let plural = words.word(subject).ends_with('s') && words.starts_sentence(subject);
    (before == Some('@') || named && !plural).then_some(DetectionSource::Staff)
}

/// Words that open sentences, or are written in capitals, and name nobody.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "it", "this", "that", "which", "what", "there", "then", "and", "they", "you", "first", "also", "later", "everything",
    "slack", "twitter", "discord", "kubernetes", "jenkins", "travis", "github", "kafka", "nginx", "api", "traffic",
    "issue", "error", "problem", "was", "is", "were", "been", "be", "not", "only", "further", "investigation",
];

static NOTICES: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), NOTICING)]));

/// Those who may notice, by the words for them.
#[rustfmt::skip]
const PARTIES: &[(DetectionSource, &[&str])] = &[
    (DetectionSource::Monitoring, &[
        "alert|alerts|alarm|alarms|monitor|monitors|monitoring|pager|probe|probes|watchdog|sensor|sensors", "uptime ..1 robot|check|probe", "@tools", "^page", "alerting",
        "graph|graphs|dashboard|dashboards|panel|panels", "kibana|rollbar|bugsnag|crashlytics|oem", "with|by|got a page", "first page came|arrived|reached|went", "nms|scada|noc_system|alarm_system|control_system|control_systems|management_system|monitoring_system|warning_system",
        "health|heartbeat|uptime|synthetic|automatic|automated|smoke|canary|blackbox|control|plausibility|integrity|checksum|balance check|checks|test|tests|transaction|transactions", "heartbeat|heartbeats", "checker|checkers|uptime_checker|supervision|probe|detector", "monitoring|automated|automatic|detection ..1 service|system|tool",
    ]),
    (DetectionSource::Customer, &[
        "customer|customers|client|clients|user|users|visitor|visitors|player|players|subscriber|subscribers|merchant|merchants|tenant|tenants",
        "student|students|teacher|teachers|patient|patients|citizen|citizens|resident|residents|guest|guests|caller|callers|reader|readers|members|shopper|shoppers|passenger|passengers|parent|parents|driver|drivers|farmer|farmers|buyer|buyers|seller|sellers|learners|municipalities",
        "phones|switchboard|hotline|lines ..3 ring|ringing|rang|lit|busy|hot|jammed|glowed", "contact|feedback|web form", "people ..1 telling|told|tell",
        "several|many|some|one|lots|first|two|three|hundreds|dozens of you", "member ..3 rang|called|wrote|phoned|told|complained|reported|asked", "branch|branches|store|stores|shop|shops|school|schools|clinic|clinics|ward|wards|warehouse ..2 manager|managers|staff|rang|called|reported|reports|told", "people ..1 outside|wrote|called|complained", "branch|store|shop|school|regional|ward|office managers|manager", "investigating reports of|that|from",
        "ticket|tickets|calls|complaints", "opened|raised|filed|created ..3 issue", "issue|issues ..4 github|gitlab|tracker", "people telling|told|tell|said|say|asking|asked", "the phone|phones", "phones|contact_form|hotline|gentleman|lady|wife|husband|flatmate|roommate|astronomer|observers|bug_reports", "@public", "owner|owners|shopkeeper|shopkeepers", "pharmacist|pharmacists|courier|couriers|listener|listeners|fans|neighbour|neighbours|volunteer|volunteers|mayor|landlord|landlords|applicant|applicants|reddit|mastodon|twitter|instagram|facebook|discord|social_media",
    ]),
    (DetectionSource::ThirdParty, &[
        "vendor|provider|supplier|carrier|vendors|providers|suppliers|carriers|upstream|researcher|researchers|regulator|partner|partners|contractor|registry|registries|authority|authorities|ministry|police|encrypt|letsencrypt|data_centre_operator|data_center_operator|datacenter_operator|colocation|journalists|fire_brigade|hosting_company|landlord|auditor|auditors|isp|github|github's|aws|amazon|azure|google|microsoft|cloudflare|hoster|registrar|agency|journalist",
        "our|partner|another|correspondent|acquiring bank|banks", "peer|peers|upstreams",
        "operator|operators|admin|administrator|maintainer|maintainers of ..4 resolver|network|site|mirror|server|node|platform", "at|of|from|by ..1 another|other|different provider|registrar|registry|operator|company|carrier|isp|network|bank|mirror|university",
        "engineer|engineers|technician|technicians|colleague|colleagues|staff|admin|administrator|operator|operators of|at|from ..2 provider|supplier|vendor|carrier|isp|registry|registrar|partner|contractor",
    ]),
    (DetectionSource::Test, &["test|tests|ci|travis|jenkins|buildkite|teamcity|circleci|build_bot|buildbot|pipeline|drill|rehearsal|exercise", "restore|recovery|failover|backup|fire|annual|quarterly test|drill|rehearsal|exercise"]),
    (DetectionSource::Staff, &[
        "service|product|system|code|data|process|team|incident|component|application owner|owners",
        "engineer|engineers|developer|developers|colleague|colleagues|operator|operators|administrator|admin|oncall|on_call|team|teams|somebody|someone|staff|teammate|technician|technicians|analyst|analysts|employee|employees|tester|maintainer|shift|finance|accounting|accounts|sales|marketing|logistics|human_resources|night_shift|early_shift|intern|trainee|editors|editor|porter|caretaker|bookkeeper|secretary|receptionist|manager|managers|supervisor|supervisors|leader|leaders|chief|clerk|clerks|foreman|lead|leads|agents|captain|guard|apprentice|nurse|nurses|cashier|cashiers|conductor|conductors|crew|crews|dispatcher|dispatchers|doctor|doctors|radiographer|radiographers|librarian|officer|duty_officer|editor|editors|accountant|controllers",
    ]),
];

/// Those who tell the story: they notice only where nobody else does.
const TELLERS: &[&str] = &["we", "i", "he", "she"];

static PARTY: LazyLock<Lexicon<DetectionSource>> = LazyLock::new(|| Lexicon::built_in(PARTIES));

/// The first party that the value of a label names, which says by itself that somebody noticed.
pub fn party_named(text: &str) -> Option<DetectionSource> {
    PARTY.find(&Words::of(text)).first().map(|hit| hit.meaning)
}

/// Where a sentence turns from who noticed to what: behind the noticing, at the word that opens it. "It was noticed when a
/// customer rang" tells who only behind its "when".
fn told_end(words: &Words, sentence: &Range<usize>, notice: &Range<usize>) -> usize {
    let is = |index: usize| matches!(words.word(index), "was" | "were" | "been" | "is" | "are");
    let passive = (notice.start.saturating_sub(2).max(sentence.start)..=notice.start).any(is);
    let opens = |index: &usize| match words.word(*index) {
        "that" | "whether" | "why" | "because" | "how" | "describing" => true,
        "when" => !passive,
        _ => false,
    };
    (notice.start + 1..sentence.end).find(opens).unwrap_or(sentence.end)
}

/// The party that stands nearest before the noticing, else behind it.
fn nearest_party(words: &Words, sentence: &Range<usize>, notice: &Range<usize>) -> Option<DetectionSource> {
    let hits = longest(PARTY.find(words));
    let in_sentence = || hits.iter().filter(|hit| hit.words.start >= sentence.start && hit.words.start < sentence.end);
    let denied =
        |at: usize| words.negated(at) || matches!(words.word(at.saturating_sub(1)), "no" | "nobody" | "no_one");
    let mut before = in_sentence().filter(|hit| hit.words.start < notice.end && !denied(hit.words.start));
    let behind = in_sentence().find(|hit| hit.words.start >= notice.end && !denied(hit.words.start));
    let teller = || (sentence.start..notice.start + 1).any(|index| TELLERS.contains(&words.word(index)));
    // "Staff were alerted by a probe": who did it stands behind.
    let passive = (notice.end.saturating_sub(1)..sentence.end.min(notice.end + 2)).any(|at| words.word(at) == "by");
    let party = match passive {
        true => behind.or_else(|| before.next_back()),
        false => before.next_back().or(behind),
    };
    let party = party.map(|hit| hit.meaning);
    party.or_else(|| teller().then_some(DetectionSource::Staff))
}

/// The sources that a text names in order of mention; what is planned or only supposed names none.
fn sources(text: &str) -> Vec<DetectionSource> {
    let words = Words::of(text);
    let hits = longest(lexicon().find(&words));
    let clauses = if hits.is_empty() { Vec::new() } else { clauses(&words) };
    let mut sources = Vec::new();
    for hit in hits {
        let Some(source) = hit.meaning.source() else { continue };
        let aspect = clause_of(&clauses, hit.words.start).map(|clause| clause.aspect);
        let supposed = matches!(aspect, Some(Aspect::Planned | Aspect::Conditional));
        if !supposed && !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn lexicon() -> &'static Lexicon<DetectionWord> {
    static LEXICON: OnceLock<Lexicon<DetectionWord>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        for row in &rules::file().detection {
            for phrase in &row.phrases {
                let phrase =
                    Phrase::parse(phrase).expect("the phrases of rules.toml are compiled in and read by a test");
                lexicon.add(&phrase, row.source, Reach::Breath);
            }
        }
        lexicon
    })
}
