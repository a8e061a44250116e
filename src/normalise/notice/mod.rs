//! Who or what noticed: as the author says, else the section or label about it, the row of the detection, a sentence.
//!
//! In: parts and the timeline. Out: [`Detection`] with its trail. What words mean is `super::cause`'s.

mod choice;

use crate::model::{Detection, DetectionSource, Origin};
use crate::parse::{BlockKind, Line, Mark, MarkKind};

use super::author::Author;
use super::cause::{detection_source, party_named};
use super::front_matter_keys::Key;
use super::outline::{Part, text_of};
use super::story::Read;
use super::trail::{Place, Trail};
use super::vocabulary::{Field, bare};

/// A label or a cell of no more words than this names who noticed ("Via user report"), rather than tell of it.
const NAME: usize = 5;

/// Who or what noticed: as stated, as a short label names it, else the likeliest among all whom the document names.
/// `unknown` with no sources where nothing says so, or too little.
pub fn detection(author: &Author, parts: &[Part], read: &Read<'_>, trail: &mut Trail) -> Detection {
    let stated = author.text(Key::Detection).and_then(|(text, place)| {
        let found = named(&text).map_or_else(|| detection_source(&[&text]), one);
        is_known(&found).then(|| (found, Origin::Stated, "front-matter", place.clone()))
    });
    let Some((detection, origin, rule, place)) = stated.or_else(|| labelled(parts)).or_else(|| told(read)) else {
        return Detection { source: DetectionSource::Unknown, sources: Vec::new() };
    };
    trail.note("detection.source", origin, rule, &place);
    detection
}

/// The likeliest source of all that are named.
fn told(read: &Read<'_>) -> Option<Found> {
    let (source, sources, line) = choice::chosen(read)?;
    let line = &read.lines[line];
    let rule = match line.field {
        _ if line.row.is_some() => "detection-in-timeline",
        Some(Field::Detection | Field::DetectedAt) => "detection-section",
        _ => "detection-in-prose",
    };
    Some((Detection { source, sources }, Origin::Inferred, rule, Place::at(line.line, 1, line.text())))
}

type Found = (Detection, Origin, &'static str, Place);

fn one(source: DetectionSource) -> Detection {
    Detection { source, sources: vec![source] }
}

fn is_known(detection: &Detection) -> bool {
    detection.source != DetectionSource::Unknown
}

/// Whom a label or the answer of a section about the detection names in a word or two.
fn labelled(parts: &[Part]) -> Option<Found> {
    let about = |field: Field| parts.iter().filter(move |part| part.field == Some(field));
    about(Field::Detection).chain(about(Field::DetectedAt)).find_map(|part| {
        let text = answer_of(part);
        let place = part.lines().next().map(Place::of).unwrap_or_default();
        let short = text.split_whitespace().count() <= NAME;
        if is_person(&text) && part.label.as_ref().is_some_and(|label| asks_who(&label.text)) {
            return Some((one(DetectionSource::Staff), Origin::Inferred, "detection-label", place));
        }
        if opens_with_a_name(&text) {
            return Some((one(DetectionSource::Staff), Origin::Inferred, "detection-section", place));
        }
        let source = named(&text).filter(|source| short && *source != DetectionSource::Unknown)?;
        Some((one(source), Origin::Stated, "detection-label", place))
    })
}

/// The words of a part without the prompt of its template: "*Say when the team noticed it.*"
fn answer_of(part: &Part) -> String {
    const ASKING: &[&str] =
        &["describe", "report", "explain", "say", "tell", "how", "when", "who", "what", "list", "state", "include"];
    let slanted = |line: &Line| {
        let all = |mark: &Mark| mark.range.start == 0 && mark.range.end + 1 >= line.text.len();
        line.marks.iter().any(|mark| mark.kind == MarkKind::Emphasis && all(mark))
    };
    let asks = |line: &Line| {
        let first = line.text.split(' ').next().unwrap_or_default().to_lowercase();
        slanted(line) && ASKING.contains(&first.as_str())
    };
    let blocks = part.prose().filter(|block| !matches!(block.kind, BlockKind::Subheading { .. }));
    let answers = blocks.filter(|block| !block.lines.iter().all(|line| asks(line) || line.is_picture()));
    answers.map(text_of).collect::<Vec<_>>().join("\n")
}

/// A label that asks for a person: "Reported by", "Reporter".
fn asks_who(label: &str) -> bool {
    let bare = bare(label);
    bare.split(' ').any(|word| matches!(word, "by" | "reporter" | "caller" | "who" | "discoverer"))
}

/// Whether a short value is somebody's name, with or without what they do: "Ada Park (Support)", "Ada Park, night shift".
fn is_person(text: &str) -> bool {
    const MOST: usize = 3;
    let name = text.split(['(', ',', '\u{2013}', '\u{2014}']).next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''));
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && letters(word);
    (2..=MOST).contains(&words.len()) && words.iter().all(is_name) && named(name).is_none()
}

/// "Elena in Accounting compared the sums", "Pavel, who asked in the channel": a name and where it belongs.
fn opens_with_a_name(text: &str) -> bool {
    const NO_NAMES: &[&str] =
        &["the", "an", "our", "we", "it", "they", "no", "nobody", "none", "this", "after", "when"];
    const HEAD: usize = 3;
    let head = text.split_whitespace().take(HEAD).collect::<Vec<_>>().join(" ");
    // "Complaints from Lyon": no name, but those who complained.
    if party_named(&head).is_some_and(|party| party != DetectionSource::Staff) {
        return false;
    }
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let name = first.trim_end_matches(',');
    let rest = name.chars().skip(1).all(char::is_lowercase) && name.chars().count() > 2;
    let named = name.starts_with(char::is_uppercase) && rest && !NO_NAMES.contains(&name.to_lowercase().as_str());
    let placed =
        matches!(second, "in" | "from" | "at") && words.next().is_some_and(|it| it.starts_with(char::is_uppercase));
    named && (first.ends_with(',') && second == "who" || placed)
}

#[rustfmt::skip]
const NAMES: &[(DetectionSource, &[&str])] = &[
    (DetectionSource::Monitoring, &[
        "monitoring", "monitor", "alert", "alerts", "alerting", "automated", "automatic", "alarm", "alarms",
        "pagerduty", "pingdom", "prometheus", "grafana", "datadog", "sentry", "healthcheck", "dashboard", "metrics",
    ]),
    (DetectionSource::Customer, &[
        "customer", "customers", "user", "users", "support", "client", "clients", "community", "ticket", "tenant",
        "tenants", "subscriber", "subscribers", "student", "students", "merchant", "merchants", "player", "players",
        "citizen", "citizens", "patient", "patients", "visitor", "visitors", "helpdesk", "complaint", "complaints",
        "phone", "caller", "callers", "branch", "branches",
    ]),
    (DetectionSource::ThirdParty, &[
        "third", "vendor", "provider", "partner", "supplier", "researcher", "bounty", "external", "regulator",
    ]),
    (DetectionSource::Test, &["test", "tests", "ci", "drill", "testing", "pipeline", "build"]),
    (DetectionSource::Staff, &[
        "staff", "engineer", "engineers", "employee", "manual", "manually", "internal", "internally", "developer",
        "developers", "team", "operator", "oncall", "colleague", "maintainer", "admin",
    ]),
    (DetectionSource::Unknown, &["unknown"]),
];

/// The source that a few words name; the first of several in the order of [`NAMES`], as in "internal monitoring".
fn named(text: &str) -> Option<DetectionSource> {
    let bare = bare(text);
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let names = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if words.len() > NAME {
        return None;
    }
    NAMES.iter().find(|(_, known)| names(known)).map(|(source, _)| *source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::cause::noticed_by;

    #[test]
    fn a_sentence_names_who_noticed() {
        for (text, expected) in [
            ("Around noon several of you rang our hotline.", DetectionSource::Customer),
            ("The shift on duty was alerted by system monitoring and added pumps.", DetectionSource::Monitoring),
            ("Two stewards were told by a passenger that the screens were dark.", DetectionSource::Customer),
            ("Automatic alarms engaged the stewards at 10:05.", DetectionSource::Monitoring),
            ("Our monitoring showed a fall of bookings.", DetectionSource::Monitoring),
            ("We heard of it from passengers at the gate.", DetectionSource::Customer),
            ("The duty manager was woken by an alarm from the cooling plant.", DetectionSource::Monitoring),
            ("Our carrier told us of a cut cable.", DetectionSource::ThirdParty),
            ("Nobody noticed for a day, until a teacher wrote to us.", DetectionSource::Customer),
            ("A tester on the mobile squad spotted the empty list.", DetectionSource::Staff),
            ("No alert was raised.", DetectionSource::Unknown),
            ("We will be alerted by a new monitor.", DetectionSource::Unknown),
            ("The monitor stand of the office was replaced.", DetectionSource::Unknown),
            ("It was noticed when a customer rang.", DetectionSource::Customer),
            ("A release manager noticed it when the nightly build went red.", DetectionSource::Staff),
            ("The first word of it was an e-mail by a student.", DetectionSource::Customer),
            ("The latency alarm for the seat map went off.", DetectionSource::Monitoring),
            ("One of our peers phoned the NOC.", DetectionSource::ThirdParty),
            ("Ruth saw it first because her own badge did not open the door.", DetectionSource::Staff),
            ("Pavel heard the fans stop through the wall.", DetectionSource::Staff),
            ("Nothing paged. At nine a visitor mailed us.", DetectionSource::Customer),
            ("The floor lead radioed IT at 05:44.", DetectionSource::Staff),
            ("Word came through people telling us that the lift was stuck.", DetectionSource::Customer),
            ("It was first noticed when a monitor sent an alarm.", DetectionSource::Monitoring),
            ("We were warned through Zabbix within a minute.", DetectionSource::Monitoring),
            ("Jenkins reported failures on every branch.", DetectionSource::Test),
            ("The front desk phones began to ring at eight.", DetectionSource::Customer),
            ("The smoke detector texts Bob, who is asleep.", DetectionSource::Monitoring),
            ("No complaints reached us.", DetectionSource::Unknown),
            ("Icinga: root volume at 98%", DetectionSource::Monitoring),
            ("The foreman telephoned the computer room.", DetectionSource::Staff),
            ("The lights were off when I came in at seven.", DetectionSource::Staff),
            ("A café owner mailed me about it.", DetectionSource::Customer),
            ("Zabbix flagged the queue within a minute.", DetectionSource::Monitoring),
            ("The site manager informed the technicians.", DetectionSource::Staff),
        ] {
            assert_eq!(noticed_by(text).source, expected, "{text:?}");
        }
    }

    #[test]
    fn who_noticed_is_the_agent_of_the_noticing() {
        for (text, expected) in [
            (
                "At 10:04 a probe in Prague reported that the login page no longer answered.",
                DetectionSource::Monitoring,
            ),
            ("Our monitoring raised an alarm at 10:02, one minute after the first error.", DetectionSource::Monitoring),
            ("The first page came at 10:03, for the error budget of the search service.", DetectionSource::Monitoring),
            ("PagerDuty rang Mina out of bed at 10:05.", DetectionSource::Monitoring),
            ("A dashboard in the office turned red at 10:04 and everybody looked up.", DetectionSource::Monitoring),
            ("The heartbeat check missed three beats and called the engineer on duty.", DetectionSource::Monitoring),
            ("Nagios had sent a text message about the full disk at 10:01.", DetectionSource::Monitoring),
            (
                "At 10:06 the watchdog of the cluster tripped and woke the technician on call.",
                DetectionSource::Monitoring,
            ),
            ("Sentry showed a burst of exceptions and posted it to our channel.", DetectionSource::Monitoring),
            (
                "The control system signalled low voltage to the network control room at 10:01.",
                DetectionSource::Monitoring,
            ),
            (
                "Within two minutes the on-call engineer had been alerted by our error-rate alarm.",
                DetectionSource::Monitoring,
            ),
            ("The first call reached the help desk at 10:05: a student could not log in.", DetectionSource::Customer),
            ("It was you who told us: at 10:07 the first mail with a screenshot came in.", DetectionSource::Customer),
            ("A customer in Lyon rang at 10:06 and asked whether we had moved.", DetectionSource::Customer),
            ("We learned of it from a post on Reddit.", DetectionSource::Customer),
            (
                "At 10:10 somebody opened an issue on GitHub with the subject \"Downloads are empty\".",
                DetectionSource::Customer,
            ),
            ("Several readers wrote to the editors that the page was blank.", DetectionSource::Customer),
            ("Three shops phoned within a minute because their tills would not start.", DetectionSource::Customer),
            ("Our inbox filled up with complaints before we had seen anything ourselves.", DetectionSource::Customer),
            ("A reader pointed out on Mastodon that the search found nothing.", DetectionSource::Customer),
            ("A pharmacist reported at 10:08 that prescriptions could not be called up.", DetectionSource::Customer),
            ("The hotline received 40 calls in the first ten minutes.", DetectionSource::Customer),
            ("Players complained on Discord that they could not join a match.", DetectionSource::Customer),
            ("A colleague from accounting noticed at 10:05 that the totals were zero.", DetectionSource::Staff),
            ("I saw it by chance when I opened the page to look up something else.", DetectionSource::Staff),
            ("The night shift in the warehouse found at 10:05 that the scanners had stopped.", DetectionSource::Staff),
            ("The duty engineer happened to be looking at the graphs and saw the drop.", DetectionSource::Staff),
            ("While preparing a release we noticed that the queue was not moving.", DetectionSource::Staff),
            ("An editor saw yesterday's headlines on her own phone and rang the developer.", DetectionSource::Staff),
            ("During the morning check an administrator found the service stopped.", DetectionSource::Staff),
            ("A member of the finance team asked at 10:05 why no invoices had gone out.", DetectionSource::Staff),
            ("A nurse told the IT office at 10:06 that the ward's screens were frozen.", DetectionSource::Staff),
            (
                "The release manager wondered why the nightly build had gone red and looked into it.",
                DetectionSource::Staff,
            ),
            (
                "A colleague at another provider wrote to our abuse desk about forged routes.",
                DetectionSource::ThirdParty,
            ),
            (
                "A security researcher sent us a mail describing how he had read other people's files.",
                DetectionSource::ThirdParty,
            ),
            ("Our bank called at 10:05 because our files had not arrived.", DetectionSource::ThirdParty),
            (
                "Let's Encrypt informed us by mail that our client was asking far too often.",
                DetectionSource::ThirdParty,
            ),
            (
                "The data centre operator called us at 10:04 about the temperature in row 7.",
                DetectionSource::ThirdParty,
            ),
            ("Another registry drew our attention to the missing signatures.", DetectionSource::ThirdParty),
            ("The regulator asked us on Monday why no reports had come in.", DetectionSource::ThirdParty),
            ("A partner bank let us know that its transfers were being returned.", DetectionSource::ThirdParty),
            ("GitHub's secret scanning told us about the key.", DetectionSource::ThirdParty),
            (
                "The supplier of our payment terminals warned us at 10:03 that it saw no transactions.",
                DetectionSource::ThirdParty,
            ),
            ("The weekly restore test failed and showed that the backups were empty.", DetectionSource::Test),
            ("A rehearsal of the failover brought it to light.", DetectionSource::Test),
            (
                "At 10:15 the engineers began to work on it and at 10:30 they had found the reason.",
                DetectionSource::Unknown,
            ),
            ("We started to investigate at 10:10.", DetectionSource::Unknown),
            ("The technician on duty restarted the server at 10:40.", DetectionSource::Unknown),
            ("Customers could not log in and saw an error page.", DetectionSource::Unknown),
            ("Errors rose from 10:00 on and we have since added an alarm for them.", DetectionSource::Unknown),
            ("About 4,000 customers were affected and support will contact each of them.", DetectionSource::Unknown),
        ] {
            assert_eq!(noticed_by(text).source, expected, "{text:?}");
        }
    }

    #[test]
    fn a_name_behind_reported_by_is_one_of_us() {
        for (text, expected) in [
            ("Ada Park (Support)", true),
            ("Olu B. Meier", true),
            ("Wanda O'Neil, night shift", true),
            ("Jean-Luc Roy", true),
            ("Customer", false),
            ("Datadog Monitor", false),
            ("several users of the app", false),
        ] {
            assert_eq!(is_person(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_name_and_where_it_belongs_opens_an_answer() {
        for (text, expected) in [
            ("Elena in Accounting compared the sums", true),
            ("Pavel, who asked in the channel", true),
            ("Ida from Purchasing wrote it down", true),
            ("Nobody in Purchasing", false),
            ("Customers in Lyon rang us", false),
            ("The sums did not agree", false),
            ("By chance, in the morning", false),
        ] {
            assert_eq!(opens_with_a_name(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_few_words_name_who_noticed() {
        for (text, expected) in [
            ("Via User", Some(DetectionSource::Customer)),
            ("customer ticket", Some(DetectionSource::Customer)),
            ("Internal monitoring", Some(DetectionSource::Monitoring)),
            ("third-party", Some(DetectionSource::ThirdParty)),
            ("on-call engineer", Some(DetectionSource::Staff)),
            ("nightly test run", Some(DetectionSource::Test)),
            ("42 minutes", None),
            ("A user wrote to the team after the build broke", None),
        ] {
            assert_eq!(named(text), expected, "{text:?}");
        }
    }

    #[test]
    fn who_noticed_is_chosen_among_all_whom_a_document_names() {
        let source = |text: &str| crate::normalise::told_for_tests(text).detection.source;
        for (text, expected) in [
            (
                "# Basket empty\n\nBaskets lost their contents. A shopper wrote to us at 9:10, a quarter of an hour before \
                 our own alarm. Engineers began to look at it.\n",
                DetectionSource::Customer,
            ),
            (
                "# Disk full\n\nThe database stopped. The disk alert had woken the engineer on duty at 03:12. Customers were \
                 told in the morning.\n",
                DetectionSource::Monitoring,
            ),
            (
                "# Wrong totals\n\nInvoices had wrong totals. A colleague in accounting spotted it while she closed the \
                 month. No customer complained.\n",
                DetectionSource::Staff,
            ),
            ("# Site down\n\nThe site was down for an hour. We fixed it.\n", DetectionSource::Unknown),
        ] {
            assert_eq!(source(text), expected, "{text}");
        }
    }
}
