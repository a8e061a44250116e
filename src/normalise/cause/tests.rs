//! The classifier as its callers see it.

use super::*;
use crate::config::{Config, RuleSetting};
use crate::model::{DetectionSource, MitigationKind};
use crate::text::Phrase;

fn passage(role: Role, text: &str) -> Passage {
    Passage { role, text: text.to_owned(), line: 1 }
}

fn cause_of(text: &str) -> Cause {
    classify(Rules::built_in(), &[passage(Role::Cause, text)], &[])
}

/// Class and component of a root-cause section.
fn check(text: &str, class: Option<&str>, component: Option<&str>) {
    let cause = cause_of(text);
    assert_eq!((cause.class.as_deref(), cause.component.as_deref()), (class, component), "{text:?}: {cause:?}");
}

#[test]
fn every_phrase_of_the_rules_can_be_read() {
    let file: toml::Value = toml::from_str(include_str!("rules.toml")).unwrap();
    let mut malformed = Vec::new();
    phrases(&file, false, &mut |phrase| {
        if let Err(error) = Phrase::parse(phrase) {
            malformed.push(format!("{phrase}: {error}"));
        }
    });
    assert_eq!(malformed, Vec::<String>::new());
}

fn phrases(value: &toml::Value, inside: bool, check: &mut impl FnMut(&str)) {
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| phrases(value, matches!(key.as_str(), "phrases" | "recovery"), check))
        }
        toml::Value::Array(array) => array.iter().for_each(|value| phrases(value, inside, check)),
        toml::Value::String(text) if inside => check(text),
        _ => {}
    }
}

#[test]
fn classes_and_components_have_an_id_a_label_and_what_they_mean() {
    let rules = Rules::built_in();
    let classes = rules.classes();
    let ids: Vec<&str> = classes.iter().map(|class| class.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "config",
            "code",
            "change",
            "capacity",
            "dependency",
            "hardware",
            "network",
            "security",
            "expiry",
            "time",
            "human",
            "data",
            "cascade",
            "automation"
        ]
    );
    assert!(classes.iter().all(|class| !class.label.is_empty() && class.definition.ends_with('.')));
    assert_eq!(rules.components().len(), 19);
    assert!(rules.components().iter().all(|component| !component.label.is_empty()));
}

#[test]
fn the_load_balancer_wins_over_what_stands_behind_it() {
    let text = "The outage came from a misconfiguration of the load balancer: requests were routed unevenly to the \
                backend servers over the network, which left some servers overloaded and slowed the API down.";
    check(text, Some("config"), Some("load_balancer"));
    assert_eq!(cause_of(text).contributing, vec![]);
}

#[test]
fn what_came_of_it_is_not_the_cause() {
    check(
        "A typo in the nginx configuration led to overloaded application servers.",
        Some("config"),
        Some("load_balancer"),
    );
    check("The database ran out of connections because of a bug in the pool.", Some("code"), Some("database"));
    check("A memory leak in the cache, which exhausted memory on every host.", Some("code"), Some("cache"));
}

#[test]
fn this_points_at_the_sentence_before() {
    let before = "The feature flag was turned on for everyone.";
    let confidence = |text: &str| cause_of_plain(text).confidence;
    assert!(
        confidence(&format!("{before} This caused timeouts.")) > confidence(&format!("{before} There were timeouts."))
    );
}

fn cause_of_plain(text: &str) -> Cause {
    classify(Rules::built_in(), &[passage(Role::Plain, text)], &[])
}

#[test]
fn what_is_denied_or_refuted_does_not_count() {
    check("There was no hardware failure.", None, None);
    check("This was not caused by a memory leak.", None, None);
    check("Network congestion was ruled out.", None, None);
    check(
        "We initially suspected a DDoS attack. The root cause was an expired certificate.",
        Some("expiry"),
        Some("auth"),
    );
    check("The autoscaler could not keep up with the traffic spike.", Some("capacity"), Some("orchestrator"));
}

#[test]
fn a_promise_and_a_symptom_weigh_little() {
    let cause = cause_of_plain(
        "We will add capacity planning. Users experienced network issues. A bug in the parser crashed it.",
    );
    assert_eq!(cause.class.as_deref(), Some("code"));
    assert_eq!(cause.contributing, vec![]);
}

#[test]
fn a_hint_inside_a_longer_term_is_no_hint() {
    check("The load balancer was involved.", None, Some("load_balancer"));
}

#[test]
fn a_single_hint_leaves_the_cause_unknown_and_says_so() {
    let cause = cause_of("Something about the code.");
    assert_eq!((cause.class, cause.confidence, cause.evidence), (None, None, vec![]));
}

#[test]
fn another_party_is_at_fault_whoever_it_is() {
    for text in [
        "The reason was an outage at our card processor.",
        "The carrier has confirmed a fault in its exchange.",
        "Our wholesaler renamed a column without telling anybody.",
        "The processor went down for an hour.",
    ] {
        assert_eq!(cause_of(text).class.as_deref(), Some("dependency"), "{text}");
    }
    assert_eq!(cause_of_plain("The vendor was called at noon.").class, None);
}

#[test]
fn a_part_breaks_and_a_supply_runs_out() {
    for (text, class) in [
        ("A faulty storage controller took the register down.", "hardware"),
        ("The modem burnt out in a thunderstorm.", "hardware"),
        ("A breaker of the feed tripped.", "hardware"),
        ("Two members were lost to a failed rack power unit.", "hardware"),
        ("The last address of the pool was handed out, as it was sized for half as many devices.", "capacity"),
        ("The login service was not dimensioned for so many people.", "capacity"),
        ("Traffic was four times higher than planned.", "capacity"),
        ("Memory on the board servers went up day after day.", "code"),
        ("The clocks jumped an hour ahead on Sunday.", "time"),
        ("One of the time servers was wrong by 47 seconds.", "time"),
        ("The licence of the library had run out that afternoon.", "expiry"),
        ("A technician unplugged the wrong cable.", "human"),
        ("The values in the file were wrong for production.", "config"),
        ("The mail worker still used the old address.", "config"),
    ] {
        assert_eq!(cause_of(text).class.as_deref(), Some(class), "{text}");
    }
}

#[test]
fn what_was_thought_at_first_is_no_cause() {
    for text in [
        "The team first thought that the firmware was at fault. The root cause was an expired certificate.",
        "For twenty minutes we believed that a DDoS attack was going on. A certificate had expired.",
        "My first guess was a memory leak. The certificate had expired.",
    ] {
        let cause = cause_of_plain(text);
        assert_eq!(cause.class.as_deref(), Some("expiry"), "{text} {cause:?}");
        assert_eq!(cause.contributing, [], "{text}");
    }
}

#[test]
fn a_technology_that_is_only_mentioned_is_not_blamed() {
    let passages = [
        passage(Role::Title, "Checkout API errors"),
        passage(Role::Plain, "The API runs on Kubernetes behind a load balancer."),
        passage(Role::Plain, "A stale DNS record was the cause."),
    ];
    let cause = classify(Rules::built_in(), &passages, &[]);
    assert_eq!((cause.class.as_deref(), cause.component.as_deref()), (Some("config"), Some("dns")));
}

#[test]
fn where_a_passage_stands_decides_its_weight() {
    let class = |roles: [Role; 2]| {
        let passages = [
            passage(roles[0], "The disk of the database was full."),
            passage(roles[1], "A race condition in the scheduler stopped every job."),
        ];
        classify(Rules::built_in(), &passages, &[]).class
    };
    assert_eq!(class([Role::Cause, Role::Timeline]).as_deref(), Some("capacity"));
    assert_eq!(class([Role::Impact, Role::Cause]).as_deref(), Some("code"));
    assert_eq!(class([Role::Action, Role::Summary]).as_deref(), Some("code"));
}

#[test]
fn contributing_classes_have_half_the_score_and_their_own_component() {
    let passages = [
        passage(Role::Cause, "A misconfigured firewall rule blocked the proxy."),
        passage(Role::Contributing, "The TLS certificate of the spare proxy had expired."),
    ];
    let cause = classify(Rules::built_in(), &passages, &[]);
    let named: Vec<(&str, Option<&str>)> =
        cause.contributing.iter().map(|one| (one.class.as_str(), one.component.as_deref())).collect();
    assert_eq!(cause.class.as_deref(), Some("config"));
    assert_eq!(named, [("expiry", Some("auth"))]);
}

#[test]
fn a_cascade_comes_first_only_where_nothing_else_comes_near() {
    check("A cascading failure of the queue.", Some("cascade"), Some("queue"));
    check("A retry storm followed a bug in the client library.", Some("code"), None);
}

#[test]
fn an_organisation_is_not_its_own_provider() {
    let text = "Fastly had a global outage.";
    let class = |own: &[&str]| classify(Rules::built_in(), &[passage(Role::Summary, text)], own).class;
    assert_eq!(class(&[]).as_deref(), Some("dependency"));
    assert_eq!(class(&["Fastly Inc"]), None);
}

#[test]
fn an_own_name_is_no_component_and_what_stands_beside_it_is() {
    let component =
        |text: &str, own: &[&str]| classify(Rules::built_in(), &[passage(Role::Summary, text)], own).component;
    let text = "Travis was down because the certificate of travis.example had expired.";
    assert_eq!(component("A bad zone file; its check had been off in CI.", &[]).as_deref(), Some("dns"));
    assert_eq!(component("A bug in Travis.", &[]).as_deref(), Some("ci"));
    assert_eq!(component("A bug in Travis.", &["travis"]).as_deref(), None);
    assert_eq!(component(text, &["travis"]).as_deref(), Some("auth"));
    // A word of a longer name is a word.
    assert_eq!(component("The cache was cold.", &["Cache Kings Ltd"]).as_deref(), Some("cache"));
}

#[test]
fn evidence_shows_the_words_as_written_with_their_line() {
    let text = "Background.\nThe Misconfigured\nload balancer\nand an Expired certificate.";
    let cause = classify(Rules::built_in(), &[Passage { role: Role::Cause, text: text.into(), line: 10 }], &[]);
    let shown: Vec<(&str, &str, usize)> =
        cause.evidence.iter().map(|one| (one.rule.as_str(), one.words.as_str(), one.line)).collect();
    assert_eq!(
        shown[..2],
        [("expiry.certificate", "Expired certificate", 13), ("config.wrong-value", "Misconfigured", 11)]
    );
    let long = "A bug. ".to_owned()
        + &"A disk failure, a memory leak, packet loss, a DDoS, a typo, a deadlock, a cascade. ".repeat(5);
    assert_eq!(cause_of(&long).evidence.len(), 6);
}

#[test]
fn rules_have_stable_ids() {
    for (text, rule) in [
        ("a misconfigured router", "config.wrong-value"),
        ("a configuration push", "config.push"),
        ("a feature flag", "config.flag"),
        ("a race condition", "code.race"),
        ("a memory leak", "code.leak"),
        ("a regression", "code.regression"),
        ("the quota was reached and exceeded the limit", "capacity.limit"),
        ("a sudden surge of traffic", "capacity.surge"),
        ("the power outage", "hardware.power"),
        ("the certificate expired", "expiry.certificate"),
        ("the accidental deletion", "human.deletion"),
        ("transaction id wraparound", "data.wraparound"),
        ("a retry storm", "cascade.retry-storm"),
    ] {
        let evidence = cause_of(text).evidence;
        assert_eq!(evidence.first().map(|one| one.rule.as_str()), Some(rule), "{text:?}: {evidence:?}");
    }
}

#[test]
fn scores_hold_the_best_three_in_order() {
    let text = "A misconfigured cache, a memory leak, packet loss and an expired certificate.";
    let scores = scores(Rules::built_in(), &[passage(Role::Cause, text)], &[]);
    assert_eq!((scores.classes.len(), scores.components.len()), (3, 3));
    assert!(scores.classes.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    let named = ["config", "code", "network", "expiry"];
    assert!(scores.classes.iter().all(|(class, _)| named.contains(&class.as_str())), "{:?}", scores.classes);
}

#[test]
fn components_are_found_with_their_places_most_telling_first() {
    let text = "The servers were fine, the Load Balancer was not; the database waited.";
    let found: Vec<(String, &str)> =
        components_in(Rules::built_in(), text).into_iter().map(|(id, at)| (id, &text[at])).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(id, words)| (id.as_str(), *words)).collect();
    assert_eq!(found, [("load_balancer", "Load Balancer"), ("database", "database"), ("compute", "servers")]);
}

#[test]
fn an_author_may_name_a_class_or_a_component_in_many_ways() {
    for (word, class, component) in [
        ("config", Some("config"), None),
        ("Configuration", Some("config"), None),
        ("configuration_change", Some("config"), None),
        ("config-change", Some("config"), None),
        ("certificate-expiry", Some("expiry"), None),
        ("Expired certificate, secret or licence", Some("expiry"), None),
        ("deploy-regression", Some("code"), None),
        ("third-party-outage", Some("dependency"), None),
        ("memory-leak", Some("code"), None),
        ("human-error", Some("human"), None),
        ("race-condition", Some("code"), None),
        ("capacity", Some("capacity"), None),
        ("data-corruption", Some("data"), None),
        ("dns", None, Some("dns")),
        ("database", None, Some("database")),
        ("network", Some("network"), Some("network")),
        ("load balancer", None, Some("load_balancer")),
        ("database-migration", Some("change"), None),
        ("redis out of memory", Some("capacity"), Some("cache")),
        ("blue", None, None),
        ("", None, None),
    ] {
        let named = Rules::built_in().named(word);
        assert_eq!((named.class.as_deref(), named.component.as_deref()), (class, component), "{word:?}");
    }
}

#[test]
fn an_archive_adds_classes_components_and_phrases() {
    let mut config = Config::default();
    let setting = |label: Option<&str>, phrases: &[&str], weight| RuleSetting {
        label: label.map(str::to_owned),
        definition: None,
        phrases: phrases.iter().map(ToString::to_string).collect(),
        weight,
    };
    config.causes.insert("weather".into(), setting(Some("Space weather"), &["solar (flare|wind)"], Some(5.0)));
    config.causes.insert("config".into(), setting(None, &["knob turned"], None));
    config.components.insert("warp_drive".into(), setting(None, &["warp (core|drive)"], None));
    let (rules, problems) = Rules::with_config(&config);
    assert_eq!(problems, vec![]);
    let cause = classify(&rules, &[passage(Role::Cause, "A solar flare hit the warp core.")], &[]);
    assert_eq!((cause.class.as_deref(), cause.component.as_deref()), (Some("weather"), Some("warp_drive")));
    assert_eq!(cause.evidence[0].rule, "weather.own");
    assert_eq!(classify(&rules, &[passage(Role::Cause, "A knob turned.")], &[]).class.as_deref(), Some("config"));
    assert_eq!(rules.classes().last().map(|class| class.label.as_str()), Some("Space weather"));
    assert_eq!(rules.components().last().map(|component| component.label.as_str()), Some("Warp drive"));
    assert_eq!(rules.named("space weather").class.as_deref(), Some("weather"));
}

#[test]
fn a_setting_that_cannot_be_used_is_a_problem_in_words() {
    let mut config = Config::default();
    let setting = |phrases: &[&str], weight| RuleSetting {
        phrases: phrases.iter().map(ToString::to_string).collect(),
        weight,
        ..RuleSetting::default()
    };
    config.causes.insert("Bad Id".into(), setting(&["a b"], None));
    config.causes.insert("config".into(), setting(&["(open", "good phrase", "..3 gap"], Some(-1.0)));
    config.components.insert("db2".into(), setting(&["a|"], Some(f64::NAN)));
    let (rules, problems) = Rules::with_config(&config);
    let found: Vec<(&str, Option<&str>)> =
        problems.iter().map(|problem| (problem.key.as_str(), problem.phrase.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("causes.Bad Id", None),
            ("causes.config", None),
            ("causes.config", Some("(open")),
            ("causes.config", Some("..3 gap")),
            ("components.db2", None),
            ("components.db2", Some("a|")),
        ]
    );
    assert_eq!(problems[2].message, "the phrase `(open` cannot be read: a parenthesis is not closed, or closed twice");
    assert_eq!(classify(&rules, &[passage(Role::Cause, "A good phrase.")], &[]).class.as_deref(), Some("config"));
}

#[test]
fn who_noticed_is_read_in_order_of_mention() {
    use DetectionSource::{Customer, Monitoring, Staff, Test, ThirdParty};
    for (text, sources) in [
        ("Our uptime monitor went red at 09:03.", &[Monitoring][..]),
        ("The on-call engineer was paged.", &[Monitoring]),
        ("Pingdom reported the site down.", &[Monitoring]),
        ("A user reported in the help channel that uploads fail.", &[Customer]),
        ("Several customers wrote to support that checkout did not load.", &[Customer]),
        ("We were alerted by some users that the page was down.", &[Customer]),
        ("While reviewing the weekly graphs a developer noticed that no backups had run.", &[Staff]),
        ("The hosting company informed us that a host had failed.", &[ThirdParty]),
        ("AWS notified us of a failing disk.", &[ThirdParty]),
        ("The nightly integration tests failed.", &[Test]),
        ("No alert fired; a colleague spotted the empty page.", &[Staff]),
        ("Monitoring alerted on errors and shortly after customers complained.", &[Monitoring, Customer]),
        ("The team saw an alert about queue depth.", &[Monitoring]),
        ("The site was slow.", &[]),
    ] {
        let detection = detection_source(&[text]);
        assert_eq!(detection.sources, sources, "{text:?}");
        assert_eq!(detection.source, sources.first().copied().unwrap_or(DetectionSource::Unknown), "{text:?}");
    }
    assert_eq!(detection_source(&["It was slow.", "Customers complained.", "An alert fired."]).sources, [Customer]);
    assert_eq!(detection_source(&[]).source, DetectionSource::Unknown);
}

#[test]
fn what_ended_it_is_the_first_thing_that_worked() {
    use MitigationKind::{Config, Failover, Hotfix, Other, Replace, Restart, Rollback, Scale, Vendor, Waited};
    for (text, kind) in [
        ("We rolled back to the previous release.", Some(Rollback)),
        ("The deploy was reverted at 10:14.", Some(Rollback)),
        ("Restarting the workers brought the service back.", Some(Restart)),
        ("A rolling restart of the pods helped.", Some(Restart)),
        ("The memory limit of the pod was raised.", Some(Scale)),
        ("We added four more nodes to the pool.", Some(Scale)),
        ("The typo in the settings file was corrected and Apache reloaded.", Some(Config)),
        ("A missing rule was added to the firewall.", Some(Config)),
        ("Traffic was shifted to the other region.", Some(Failover)),
        ("The standby database was promoted.", Some(Failover)),
        ("A hotfix was released in the evening.", Some(Hotfix)),
        ("Our provider fixed the problem after four hours.", Some(Vendor)),
        ("The faulty disk was replaced.", Some(Replace)),
        ("The certificate was renewed.", Some(Replace)),
        ("Service came back by restoring the table from last night's backup.", Some(Other)),
        ("It recovered on its own.", Some(Waited)),
        ("We restarted the pods, which did not help. Then we raised the connection limit.", Some(Scale)),
        ("The pod was restarted again and again, so we reverted the change.", Some(Rollback)),
        ("It came back.", None),
        ("Undoing the change brought the service back.", Some(Rollback)),
        ("The change was backed out at 10:55, and calls got through.", Some(Rollback)),
        ("Reversing the merge was enough.", Some(Rollback)),
        ("Turning the router off and on again brought the branch back.", Some(Restart)),
        ("We set the timeout back to 30 seconds, which cured it.", Some(Config)),
        ("The rule was deleted and calls got through.", Some(Config)),
        ("Payments went through the other acquirer from then on.", Some(Failover)),
        ("Version 4.1.1 with the corrected check went out at noon.", Some(Hotfix)),
        ("The provider repaired its router.", Some(Vendor)),
        ("Our carrier spliced the cable.", Some(Vendor)),
        ("The company put its service back into operation.", Some(Vendor)),
        ("We called the provider, and then we replaced the router.", Some(Replace)),
        ("The nightly export was rerun by hand.", Some(Other)),
        ("I paid the renewal of the domain.", Some(Other)),
        ("An authoritative restore brought the accounts back.", Some(Other)),
        ("Duplicate rows were removed from the ledger.", Some(Other)),
        ("The timeout was corrected and the relay restarted.", Some(Config)),
        ("We recompiled the interest program and restarted the stream.", Some(Hotfix)),
        ("The broken splitter was taken out; I replaced it with a new one.", Some(Replace)),
        ("It was recovering on its own.", Some(Waited)),
        ("The lost files were brought back from the snapshot of the night before.", Some(Other)),
    ] {
        assert_eq!(mitigation_kind(text), kind, "{text:?}");
    }
}

#[test]
fn what_is_blamed_is_the_head_and_not_the_place() {
    check("A disk of the queue server died, which stopped the release in CI.", Some("hardware"), Some("storage"));
    check("The switch in the database room was faulty.", Some("hardware"), Some("network"));
    check("A bad firewall rule kept the servers from the database.", Some("config"), Some("firewall"));
    check("The cache had been told to keep pages for a day, seen from the app.", Some("config"), Some("cache"));
}

#[test]
fn what_a_clause_about_the_cause_is_about_speaks_for_its_class() {
    check("The record for the mail gateway had been deleted.", Some("config"), None);
    check("The exchange rate feed that we buy stopped.", Some("dependency"), None);
    check("The parser of addresses took each comma for the end.", Some("code"), None);
    check("An automatic failover moved us to a line that was not ready.", Some("automation"), None);
    let plain = |text: &str| classify(Rules::built_in(), &[passage(Role::Plain, text)], &[]).class;
    assert_eq!(plain("The record for the mail gateway is short."), None);
    assert_eq!(plain("We asked for the record of the parser."), None);
}

#[test]
fn a_question_tells_no_cause() {
    let asked =
        classify(Rules::built_in(), &[passage(Role::Plain, "Was it an attack? No. Was the disk full? No.")], &[]);
    assert_eq!(asked.class, None);
    check("Was it an attack? No. The disk was full.", Some("capacity"), Some("storage"));
}

#[test]
fn a_part_that_is_only_mentioned_is_not_blamed() {
    let passages = [
        passage(Role::Plain, "The network and the database were looked at. The mail queue was long."),
        passage(Role::Plain, "The disk of the archive had failed."),
    ];
    assert_eq!(classify(Rules::built_in(), &passages, &[]).component.as_deref(), Some("storage"));
    let passages = [
        passage(Role::Plain, "The network and the database were looked at. The mail queue was long."),
        passage(Role::Plain, "A colleague sent it by mistake."),
    ];
    assert_eq!(classify(Rules::built_in(), &passages, &[]).component, None);
}

/// The project's own short reports: most classes right, nearly all where the confidence is high.
#[test]
fn most_short_reports_are_classified_as_a_reader_would() {
    let (mut reports, mut right, mut sure, mut sure_and_right, mut places, mut found) = (0, 0, 0, 0, 0, 0);
    for line in include_str!("own_words.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [classes, component, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let expected = classes.split(',').next().filter(|class| *class != "unknown");
        let cause = classify(Rules::built_in(), &[passage(Role::Summary, text)], &[]);
        let is_right = cause.class.as_deref() == expected;
        let is_sure = cause.confidence.is_some_and(|confidence| confidence >= 11.0);
        reports += 1;
        right += usize::from(is_right);
        sure += usize::from(is_sure);
        sure_and_right += usize::from(is_sure && is_right);
        places += usize::from(component != "-");
        found += usize::from(cause.component.as_deref() == Some(component));
    }
    assert_eq!(reports, 542);
    assert!(right * 100 >= reports * 85, "{right} of {reports} classes");
    assert!(sure >= 80 && sure_and_right * 100 >= sure * 95, "{sure_and_right} of {sure} where the confidence is high");
    assert!(found * 100 >= places * 66, "{found} of {places} components");
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(text in "(\\PC|[\\n .,;:()*-]|not |caused by |led to |misconfigured ){0,60}", line in 1_usize..9) {
        let passages = [Passage { role: Role::Cause, text: text.clone(), line }, passage(Role::Timeline, &text)];
        let (cause, scores, _) = assess(Rules::built_in(), &passages, &[&text]);
        proptest::prop_assert!(cause.evidence.len() <= 6 && cause.contributing.len() <= 4 && scores.classes.len() <= 3);
        for (_, at) in components_in(Rules::built_in(), &text) {
            proptest::prop_assert!(text.get(at).is_some());
        }
        let _ = (detection_source(&[&text]), mitigation_kind(&text), Rules::built_in().named(&text));
    }
}

#[test]
fn a_remedy_is_known_by_what_was_done_to_what_in_either_order() {
    for (text, expected) in [
        ("The mail filter was given its former rules back, and mail flowed again.", None),
        ("Former rules reinstated.", Some(MitigationKind::Rollback)),
        ("We loaded the last known good image.", Some(MitigationKind::Rollback)),
        ("Two more brokers... the pool of workers was doubled.", Some(MitigationKind::Scale)),
        ("Logins were throttled at the gate.", Some(MitigationKind::Scale)),
        ("The host had a dozen more machines started by noon.", Some(MitigationKind::Scale)),
        ("Our supplier gave us four larger servers.", Some(MitigationKind::Scale)),
        ("The number of print servers was doubled.", Some(MitigationKind::Scale)),
        ("She put the shop on a machine of eight times the memory.", Some(MitigationKind::Scale)),
        ("The transfer to the standby site was completed at 16:17.", Some(MitigationKind::Failover)),
        ("Booking ran from the reserve centre until the morning.", Some(MitigationKind::Failover)),
        (
            "The sessions went over after traffic had moved; the standby line was activated.",
            Some(MitigationKind::Failover),
        ),
        ("A fitter exchanged the power supply.", Some(MitigationKind::Replace)),
        ("The widget was switched off by its flag.", Some(MitigationKind::Config)),
        ("A fix was deployed: we raised the memory of the parser.", Some(MitigationKind::Scale)),
        ("A fix was deployed.", Some(MitigationKind::Hotfix)),
        ("We restarted the parser, but the queue remained high.", None),
        ("We will exchange the power supply.", None),
    ] {
        assert_eq!(super::mitigation_kind(text), expected, "{text}");
    }
}

#[test]
fn a_remedy_has_the_tense_of_its_verb() {
    let tense = |text: &str| super::remedies(text).first().map(|remedy| remedy.tense);
    assert_eq!(tense("At night the team had renewed the certificate."), Some(super::Tense::Before));
    assert_eq!(tense("We have since switched off the plugin."), Some(super::Tense::Since));
    assert_eq!(tense("At noon we switched off the plugin."), Some(super::Tense::Then));
    assert_eq!(tense("The plugin was switched off at noon."), Some(super::Tense::Then));
}
