//! incidex.toml: what is accepted, what is refused, and where the message points.

use incidex::config::{Config, ConfigError, SeveritySetting, find_root, load, parse};

/// The findings for a text: name, line, column and the words that are underlined.
fn findings(text: &str) -> Vec<(&'static str, usize, usize, String, String)> {
    let Err(ConfigError::Invalid { text: kept, findings, .. }) = parse("incidex.toml", text.to_owned()) else {
        panic!("{text:?} was accepted");
    };
    let row = |finding: &incidex::diagnostic::Diagnostic| {
        let span = finding.span.expect("a place");
        let line = kept.lines().nth(span.line - 1).unwrap_or("");
        let words = line.chars().skip(span.column - 1).take(span.length).collect();
        (finding.entry.name, span.line, span.column, words, finding.message.clone())
    };
    findings.iter().map(row).collect()
}

fn check(text: &str, expected: (&str, usize, usize, &str, &str)) {
    let found = findings(text);
    let (name, line, column, words, message) = expected;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1, found[0].2, found[0].3.as_str()), (name, line, column, words), "{text}");
    assert!(found[0].4.contains(message), "{:?} lacks {message:?}", found[0].4);
}

#[test]
fn an_empty_file_gives_the_defaults() {
    assert_eq!(parse("incidex.toml", String::new()).unwrap(), Config::default());
    assert_eq!(parse("incidex.toml", "\u{feff}# only a comment\r\n".into()).unwrap(), Config::default());
}

#[test]
fn every_setting_can_be_written() {
    let text = r#"
        title = "Postmortems"
        base_url = "https://example.org/pm/"
        language = "en-GB"
        timezone = "Europe/Oslo"
        day_first = true
        theme = "default"
        audience = "public"
        next_audience = "partner"
        organisation = "Halden Parcels"
        extensions = ["md"]
        source_url = "https://git.example.org/pm/blob/main/"
        [audiences]
        partner = "internal"
        [severity]
        "SEV-1" = "critical"
        [services]
        "web shop" = "checkout"
        [tags]
        tls = "certificates"
        [causes.message_queue]
        label = "Message queue"
        definition = "The broker stopped taking messages."
        phrases = ["broker ..3 full"]
        weight = 3
        [components.label_printer]
        phrases = ["printer"]
        [support_hours]
        days = ["mon", "fri"]
        from = "09:00"
        to = "17:00"
        timezone = "+01:00"
        holidays = ["2025-12-25"]
    "#;
    let config = parse("incidex.toml", text.into()).unwrap();
    assert_eq!(config.audience, "public");
    assert_eq!(config.severity["SEV-1"], SeveritySetting::Critical);
    assert_eq!(config.causes["message_queue"].weight, Some(3.0));
    assert_eq!(config.support_hours.unwrap().days, ["mon", "fri"]);
}

#[test]
fn a_misspelt_setting_is_refused_with_its_place() {
    check("title = \"x\"\ntimezon = \"UTC\"", ("config_unknown_key", 2, 1, "timezon", "timezon"));
    check("[severety]\nhigh = \"major\"", ("config_unknown_key", 1, 2, "severety", "severety"));
    check("[support_hours]\n  day = []", ("config_unknown_key", 2, 3, "day", "day"));
    check("[causes.queue]\nphrase = []", ("config_unknown_key", 2, 1, "phrase", "phrase"));
}

#[test]
fn all_misspelt_settings_are_told_at_once_in_their_order() {
    let found = findings("z = 1\ntitle = \"x\"\na = 2\n[support_hours]\nday = []\n");
    let places: Vec<(usize, usize)> = found.iter().map(|found| (found.1, found.2)).collect();
    assert_eq!(places, [(1, 1), (3, 1), (5, 1)]);
}

#[test]
fn the_nearest_setting_is_named() {
    for (written, meant) in
        [("timezon = 1", "timezone"), ("organization = \"x\"", "organisation"), ("Title = \"x\"", "title")]
    {
        let Err(ConfigError::Invalid { findings, .. }) = parse("incidex.toml", written.into()) else {
            panic!("{written}")
        };
        assert_eq!(findings[0].help.as_deref(), Some(&*format!("did you mean `{meant}`?")));
    }
}

#[test]
fn a_value_of_another_type_is_refused_with_its_place() {
    check("title = 3", ("config_invalid", 1, 9, "3", "`title`: invalid type: integer `3`, expected a string"));
    check("extensions = \"md\"", ("config_invalid", 1, 14, "\"md\"", "extensions"));
    check(
        "[severity]\nhigh = \"blocker\"",
        ("config_invalid", 2, 8, "\"blocker\"", "`severity.high`: unknown variant"),
    );
}

#[test]
fn a_value_that_names_nothing_is_refused_with_its_place() {
    check("timezone = \"Europe/Olso\"", ("config_value_odd", 1, 12, "\"Europe/Olso\"", "no time zone"));
    check("timezone = \"EST5\"", ("config_value_odd", 1, 12, "\"EST5\"", "no time zone"));
    check("timezone = \"IST\"", ("config_value_odd", 1, 12, "\"IST\"", "no time zone"));
    check("base_url = \"example.org\"", ("config_value_odd", 1, 12, "\"example.org\"", "base_url"));
    check("base_url = \"javascript:x\"", ("config_value_odd", 1, 12, "\"javascript:x\"", "base_url"));
    check("audience = \"everyone\"", ("config_value_odd", 1, 12, "\"everyone\"", "audience"));
    check("next_audience = \"everyone\"", ("config_value_odd", 1, 17, "\"everyone\"", "no audience"));
    check("[audiences]\npartner = \"all\"", ("config_value_odd", 2, 11, "\"all\"", "audiences.partner"));
    check("theme = \"../x\"", ("config_value_odd", 1, 9, "\"../x\"", "theme"));
    check("extensions = [\".md\"]", ("config_value_odd", 1, 14, "[\".md\"]", "extensions"));
    check("language = \"e n\"", ("config_value_odd", 1, 12, "\"e n\"", "language"));
    check("[causes.Queue]\nweight = 3", ("config_value_odd", 1, 1, "[causes.Queue]", "causes.Queue"));
    check("[causes.recurring]\nweight = 3", ("config_value_odd", 1, 1, "[causes.recurring]", "recurring"));
    check("[causes.queue]\nweight = 0", ("config_value_odd", 2, 10, "0", "weight"));
    check("[services]\nshop = \"\"", ("config_value_odd", 2, 8, "\"\"", "services.shop"));
}

#[test]
fn support_hours_must_be_hours() {
    let hours = |line: &str| format!("[support_hours]\ndays = [\"mon\"]\nfrom = \"09:00\"\nto = \"17:00\"\n{line}");
    let replaced = |from: &str, to: &str| hours("").replace(from, to);
    check(&replaced("\"mon\"", "\"monday\""), ("config_value_odd", 2, 8, "[\"monday\"]", "monday"));
    check(&replaced("09:00", "9"), ("config_value_odd", 3, 8, "\"9\"", "time of day"));
    check(&replaced("17:00", "08:00"), ("config_value_odd", 4, 6, "\"08:00\"", "before"));
    check(&hours("holidays = [\"Christmas\"]"), ("config_value_odd", 5, 12, "[\"Christmas\"]", "Christmas"));
}

#[test]
fn thresholds_have_a_range_and_names() {
    let trends = |line: &str| format!("[trends]\n{line}");
    check(&trends("confidence = 0.5"), ("config_value_odd", 2, 14, "0.5", "0.8 to 0.99"));
    check(&trends("confidence = 95"), ("config_value_odd", 2, 14, "95", "trends.confidence"));
    check(&trends("tested_from = 2"), ("config_value_odd", 2, 15, "2", "5 to 1000"));
    check(&trends("recent_days = 1"), ("config_value_odd", 2, 15, "1", "30 to 3650"));
    check(&trends("promise = nan"), ("config_value_odd", 2, 11, "nan", "0.01 to 1"));
    check(&trends("related = 0.8"), ("config_value_odd", 2, 11, "0.8", "recurring"));
    check(&trends("cell_form = 3"), ("config_unknown_key", 2, 1, "cell_form", "no setting is called"));
    check(&trends("similar_shown = -1"), ("config_invalid", 2, 17, "-1", "trends.similar_shown"));
    let set = parse("incidex.toml", trends("confidence = 0.9\nsimilar_shown = 0\nrecent_days = 180\n")).unwrap().trends;
    assert_eq!((set.confidence, set.similar_shown, set.recent_days, set.cell_from), (0.9, 0, 180, 3));
}

#[test]
fn broken_toml_is_refused_with_its_place() {
    let found = findings("title = \"x\"\ntheme = \n");
    assert_eq!((found[0].0, found[0].1), ("config_invalid", 2));
    let found = findings("title = \"x\"\ntitle = \"y\"\n");
    assert_eq!((found[0].0, found[0].1), ("config_invalid", 2));
}

#[test]
fn zones_are_names_utc_or_offsets() {
    for zone in ["UTC", "Z", "Europe/Oslo", "America/Argentina/Ushuaia", "+02:00", "-05:30"] {
        let config = parse("incidex.toml", format!("timezone = \"{zone}\"")).unwrap();
        assert_eq!(config.timezone.as_deref(), Some(zone));
    }
}

#[test]
fn the_settings_are_found_in_the_nearest_folder_above() {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("archive");
    let deep = root.join("incidents/2024");
    std::fs::create_dir_all(&deep).unwrap();
    assert!(find_root(&deep).unwrap().is_none_or(|found| !found.starts_with(temporary.path())));
    std::fs::write(root.join("incidex.toml"), "title = \"Found\"").unwrap();
    assert_eq!(find_root(&deep).unwrap(), Some(root.clone()));
    assert_eq!(load(&root, None).unwrap().title, "Found");
    assert_eq!(load(&deep, None).unwrap().title, Config::default().title);
    let other = temporary.path().join("other.toml");
    assert!(matches!(load(&root, Some(&other)), Err(ConfigError::Unreadable { .. })));
    std::fs::write(&other, "title = \"Other\"").unwrap();
    assert_eq!(load(&root, Some(&other)).unwrap().title, "Other");
}

#[test]
fn any_text_is_answered_with_settings_or_places() {
    proptest::proptest!(|(text in "[a-z_\\[\\]=\"'{}.,#\\n 0-9é\\r-]{0,80}")| {
        if let Err(ConfigError::Invalid { text, findings, .. }) = parse("incidex.toml", text) {
            let lines = text.split('\n').count();
            assert!(findings.iter().all(|finding| finding.span.is_none_or(|span| (1..=lines).contains(&span.line))));
        }
    });
}
