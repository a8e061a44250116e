//! Query text to [`Query`]. One grammar for the terminal, the server and the browser; no text is an error.

use unicode_normalization::UnicodeNormalization;

use super::fields::{Field, field, is_field, nothing_between, unreadable};
use super::query::{Clause, Condition, Note, Query};
use super::words;

/// In bytes; what is longer is cut.
pub const LONGEST_QUERY: usize = 512;
pub const MOST_CLAUSES: usize = 32;

/// Reads a query that is asked on no known day: what counts from today is left out.
pub fn parse(text: &str) -> Query {
    parse_on(text, None)
}

/// Reads a query: words, `"phrases"`, `-exclusions`, `field:values`, `prefix*` and `~fuzzy`.
///
/// `today` is what `after:90d` counts from, in days since 1970-01-01.
pub fn parse_on(text: &str, today: Option<i64>) -> Query {
    let (text, is_cut) = cut(text);
    let normal: String = text.nfkc().collect();
    let (text, is_cut_again) = cut(&normal);
    let mut shortened = is_cut || is_cut_again;
    let mut query = Query::default();
    let mut negated = false;
    for mut token in tokens(text) {
        match operator(&token) {
            Some(Operator::Not) => negated = true,
            // Every word is looked for anyway, and documents with one of them follow.
            Some(Operator::And | Operator::Or) => {}
            None => {
                token.excluded |= std::mem::take(&mut negated);
                let (clauses, notes) = read(&token, today);
                query.clauses.extend(clauses);
                query.notes.extend(notes);
            }
        }
    }
    if query.clauses.is_empty() && query.notes.is_empty() && !text.trim().is_empty() {
        query.notes.push(Note::NoWords);
    }
    if query.clauses.len() > MOST_CLAUSES {
        query.clauses.truncate(MOST_CLAUSES);
        shortened = true;
    }
    if shortened {
        query.notes.push(Note::Shortened { bytes: LONGEST_QUERY, parts: MOST_CLAUSES });
    }
    query.notes.extend(nothing_between(&query.clauses));
    query
}

fn cut(text: &str) -> (&str, bool) {
    let end = (0..=LONGEST_QUERY.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    (&text[..end], end < text.len())
}

/// A piece of the query between spaces; a quoted part may hold spaces.
#[derive(Debug, Default)]
pub(super) struct Token {
    pub source: String,
    excluded: bool,
    /// What stands before the first quote, or everything.
    pub plain: String,
    pub quoted: Option<String>,
    /// What follows the closing quote.
    suffix: String,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        if chars.peek().is_none() {
            return found;
        }
        let mut token = Token::default();
        while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
            token.source.push(c);
            match (&token.quoted, is_quote(c)) {
                (None, true) => {
                    let mut inside = String::new();
                    for c in chars.by_ref() {
                        token.source.push(c);
                        if is_quote(c) {
                            break;
                        }
                        inside.push(c);
                    }
                    token.quoted = Some(inside);
                }
                (None, false) => token.plain.push(c),
                (Some(_), _) => token.suffix.push(c),
            }
        }
        let alone = token.plain.len() + token.quoted.as_ref().map_or(0, String::len) == 1;
        // Two of them begin a flag of a program.
        if let (false, Some(rest)) = (alone || token.plain.starts_with("--"), token.plain.strip_prefix('-')) {
            token.excluded = true;
            token.plain = rest.to_owned();
        }
        found.push(token);
    }
}

/// Words in capitals that say how others belong together.
enum Operator {
    And,
    Or,
    Not,
}

fn operator(token: &Token) -> Option<Operator> {
    match token.source.as_str() {
        "AND" => Some(Operator::And),
        "OR" => Some(Operator::Or),
        "NOT" => Some(Operator::Not),
        _ => None,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn read(token: &Token, today: Option<i64>) -> (Vec<Clause>, Vec<Note>) {
    let clause = |condition| Clause { condition, excluded: token.excluded, source: token.source.clone() };
    match field(token, today) {
        Some((Field::Condition(condition), notes)) => return (vec![clause(condition)], notes),
        Some((Field::LeftOut, notes)) => return (Vec::new(), notes),
        None => {}
    }
    if let Some(note) = unreadable(token) {
        return (Vec::new(), vec![note]);
    }
    if let (Some(quoted), true) = (&token.quoted, token.plain.is_empty()) {
        let slop = token.suffix.strip_prefix('~').and_then(|slop| slop.parse().ok()).unwrap_or(0).min(10);
        let words = words::fold_line(quoted);
        let condition = match words.split(' ').count() {
            _ if words.is_empty() => return (Vec::new(), Vec::new()),
            1 => Condition::Word(quoted.clone()),
            _ => Condition::Phrase { text: quoted.clone(), slop },
        };
        return (vec![clause(condition)], Vec::new());
    }
    let text = format!("{} {}", token.plain, token.quoted.as_deref().unwrap_or(""));
    let unknown = text.split_once(':').filter(|(name, rest)| !is_field(name) && is_like_a_field(name, rest));
    let note = unknown.map(|(name, _)| Note::UnknownField { name: name.to_owned() });
    (plain_words(&text, token), note.into_iter().collect())
}

/// The words of a text, each a clause; `*` and `~` at a single word keep their meaning.
fn plain_words(text: &str, token: &Token) -> Vec<Clause> {
    let text = text.trim();
    let mut ranges = Vec::new();
    let mut walk = words::chunks(text);
    while let Some(chunk) = walk.advance() {
        ranges.push(chunk.range.clone());
    }
    let single = ranges.len() == 1;
    let clause = |range: std::ops::Range<usize>| {
        let word = text[range.clone()].to_owned();
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let condition = if single && after.starts_with('*') {
            Condition::Prefix(word)
        } else if single && (before.ends_with('~') || after.starts_with('~')) {
            Condition::Fuzzy(word)
        } else {
            Condition::Word(word)
        };
        let source = if single { token.source.clone() } else { text[range].to_owned() };
        Clause { condition, excluded: token.excluded, source }
    };
    ranges.into_iter().map(clause).collect()
}

/// Whether somebody meant a field, and not an address, a time or a name with a colon.
fn is_like_a_field(name: &str, rest: &str) -> bool {
    let letters = |text: &str| text.len() > 2 && text.chars().all(|c| c.is_ascii_lowercase());
    letters(name) && rest.trim_end().starts_with(|c: char| c.is_alphanumeric()) && !rest.contains([':', '/'])
}

#[cfg(test)]
mod tests {
    use super::super::dates::day;
    use super::*;

    fn check(text: &str, expected: &[Condition]) {
        let query = parse(text);
        let conditions: Vec<_> = query.clauses.into_iter().map(|clause| clause.condition).collect();
        assert_eq!(conditions, expected, "{text}");
    }

    fn word(text: &str) -> Condition {
        Condition::Word(text.to_owned())
    }

    fn label(field: &'static str, values: &[&str]) -> Condition {
        Condition::Label { field, values: values.iter().map(|value| (*value).to_owned()).collect() }
    }

    #[test]
    fn the_language_reads_as_documented() {
        check("pool exhausted", &[word("pool"), word("exhausted")]);
        check("\"connection pool\"", &[Condition::Phrase { text: "connection pool".to_owned(), slop: 0 }]);
        check("\"pool connection\"~3", &[Condition::Phrase { text: "pool connection".to_owned(), slop: 3 }]);
        check("\"pool\"", &[word("pool")]);
        check("certif*", &[Condition::Prefix("certif".to_owned())]);
        check("~conection", &[Condition::Fuzzy("conection".to_owned())]);
        check("conection~", &[Condition::Fuzzy("conection".to_owned())]);
        check("service:checkout", &[label("service", &["checkout"])]);
        check("service:a,B", &[label("service", &["a", "b"])]);
        check("service:\"Load Balancer\"", &[label("service", &["load-balancer"])]);
        check("SVC:check*", &[label("service", &["check*"])]);
        check(
            "cause:config component:load_balancer",
            &[label("cause", &["config"]), label("component", &["load-balancer"])],
        );
        check(
            "detected:customer has:action-open fix:rollback tag:dns kind:incident status:open",
            &[
                label("detected", &["customer"]),
                label("has", &["action-open"]),
                label("fix", &["rollback"]),
                label("tag", &["dns"]),
                label("kind", &["incident"]),
                label("status", &["open"]),
            ],
        );
        check("kube-apiserver v1.14.3", &[word("kube-apiserver"), word("v1.14.3")]);
        check("var/log", &[word("var"), word("log")]);
    }

    #[test]
    fn severities_are_named_counted_and_ranged() {
        for (text, expected) in [
            ("severity:major..critical", &["critical", "major"][..]),
            ("sev:1..2", &["critical", "major"]),
            ("sev:1", &["critical"]),
            ("sev:SEV-2", &["major"]),
            ("sev:p3", &["minor"]),
            ("severity:>=minor", &["critical", "major", "minor"]),
            ("severity:<major", &["minor", "none"]),
            ("sev:1,minor", &["critical", "minor"]),
            ("sev:..", &["critical", "major", "minor", "none"]),
            ("sev:unknown", &["unknown"]),
        ] {
            check(text, &[label("severity", expected)]);
        }
    }

    #[test]
    fn dates_and_lengths_are_ranges() {
        let jan = day(2025, 1, 1);
        check("after:2025-01-01", &[Condition::Days { from: Some(jan), until: None }]);
        check("before:2025", &[Condition::Days { from: None, until: Some(jan) }]);
        check("year:2025", &[Condition::Days { from: Some(jan), until: Some(day(2026, 1, 1)) }]);
        check("date:2025-Q1..2025-06", &[Condition::Days { from: Some(jan), until: Some(day(2025, 7, 1)) }]);
        check("duration:>2h", &[Condition::Minutes { from: Some(121), to: None }]);
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_said_and_what_is_no_field_is_words() {
        for (text, words) in [
            ("duration:>soon pool", vec!["pool"]),
            ("after:tomorrow", vec![]),
            ("date:..", vec![]),
            ("sev:9", vec![]),
            ("http://host/path", vec!["http", "host", "path"]),
            ("foo:bar", vec!["foo", "bar"]),
            ("\"unclosed phrase", vec![]),
            ("- -- \"\" * ~ :", vec![]),
        ] {
            let expected: Vec<_> = words.into_iter().map(word).collect();
            if text.starts_with("\"u") {
                check(text, &[Condition::Phrase { text: "unclosed phrase".to_owned(), slop: 0 }]);
            } else {
                check(text, &expected);
            }
        }
        assert_eq!(parse("foo:bar").notes, [Note::UnknownField { name: "foo".to_owned() }]);
        for address in ["http://host/path", "host:443/x", "10:30", "std::io", "Error: refused"] {
            assert_eq!(parse(address).notes, [], "{address}");
        }
    }

    /// The notes of a query asked on 2025-03-05.
    fn told(text: &str) -> Vec<String> {
        parse_on(text, Some(day(2025, 3, 5))).notes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn days_counted_from_today_are_told() {
        for (text, from, until, note) in [
            ("after:90d", Some(day(2024, 12, 5)), None, "\"after:90d\" is from 2024-12-05 on, counted from 2025-03-05"),
            (
                "before:last-year",
                None,
                Some(day(2024, 1, 1)),
                "\"before:last-year\" is up to 2023-12-31, counted from 2025-03-05",
            ),
            (
                "date:last-quarter",
                Some(day(2024, 10, 1)),
                Some(day(2025, 1, 1)),
                "\"date:last-quarter\" is from 2024-10-01 to 2024-12-31, counted from 2025-03-05",
            ),
            (
                "date:2024..yesterday",
                Some(day(2024, 1, 1)),
                Some(day(2025, 3, 5)),
                "\"date:2024..yesterday\" is from 2024-01-01 to 2025-03-04, counted from 2025-03-05",
            ),
            (
                "date:today",
                Some(day(2025, 3, 5)),
                Some(day(2025, 3, 6)),
                "\"date:today\" is on 2025-03-05, counted from 2025-03-05",
            ),
        ] {
            let query = parse_on(text, Some(day(2025, 3, 5)));
            assert_eq!(query.clauses[0].condition, Condition::Days { from, until }, "{text}");
            assert_eq!(told(text), [note]);
        }
        assert!(matches!(parse("after:90d").notes.as_slice(), [Note::Unreadable { .. }]));
    }

    #[test]
    fn dates_that_do_not_exist_and_ranges_that_run_backwards_are_told() {
        for (text, note) in [
            ("after:2024-02-30", "there is no such date as in \"after:2024-02-30\"; read as 2024-02-29"),
            ("date:2024-01..2024-13", "there is no such date; left out: date:2024-01..2024-13"),
            ("before:2024-Q7 pool", "there is no such date; left out: before:2024-Q7"),
            ("after:soon", "\"after:soon\" names no date and was left out; after:2025-01-31 does"),
            ("date:..", "\"date:..\" names no date and was left out; date:2025-Q1..2025-06 does"),
            ("duration:>2x", "\"duration:>2x\" names no length and was left out; duration:>2h does"),
            ("-duration:>soon pool", "\"-duration:>soon\" names no length and was left out; duration:>2h does"),
            ("sev:9", "\"sev:9\" names no severity and was left out; severity:major does"),
            ("service:?", "\"service:?\" names no value and was left out; service:checkout does"),
            ("date:2025..2024", "\"date:2025..2024\" runs backwards; read as 2024..2025"),
            ("duration:2h..30m", "\"duration:2h..30m\" runs backwards; read as 30m..2h"),
            ("severity:critical..minor", "\"severity:critical..minor\" runs backwards; read as minor..critical"),
            ("sev:3..1", "\"sev:3..1\" runs backwards; read as 1..3"),
            ("after:2025 before:2024", "nothing can be both after:2025 and before:2024"),
            ("after:2025 pool before:2025", "nothing can be both after:2025 and before:2025"),
            ("duration:>5h duration:<2h", "nothing can be both duration:>5h and duration:<2h"),
        ] {
            assert_eq!(told(text), [note], "{text}");
        }
        for text in [
            "after:2024 before:2025",
            "sev:1..2",
            "severity:minor..critical",
            "date:2024..2024",
            "after:2025 -before:2024",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
        assert_eq!(parse("after:2024-13").clauses, []);
        check("date:2025..2024", &[Condition::Days { from: Some(day(2024, 1, 1)), until: Some(day(2026, 1, 1)) }]);
        check("duration:2h..30m", &[Condition::Minutes { from: Some(30), to: Some(120) }]);
    }

    #[test]
    fn what_has_no_word_is_told_and_nothing_is_everything() {
        for text in ["!?!", "\u{1f525}\u{1f525}", "- -- \"\" * ~ :"] {
            assert_eq!(parse(text), Query { clauses: Vec::new(), notes: vec![Note::NoWords] }, "{text}");
        }
        assert_eq!(parse("  "), Query::default());
    }

    #[test]
    fn capitals_say_how_words_belong_together_and_two_dashes_begin_a_flag() {
        check("pool AND disk OR queue", &[word("pool"), word("disk"), word("queue")]);
        let query = parse("pool NOT staging --no-cache -web");
        let excluded: Vec<_> = query.clauses.iter().map(|clause| clause.excluded).collect();
        assert_eq!(excluded, [false, true, false, true]);
        check("not found", &[word("not"), word("found")]);
    }

    #[test]
    fn a_minus_excludes() {
        let query = parse("-staging pool -service:web -\"test run\" a-b");
        let excluded: Vec<_> = query.clauses.iter().map(|clause| clause.excluded).collect();
        assert_eq!(excluded, [true, false, true, true, false]);
    }

    #[test]
    fn a_long_query_is_cut_and_said_to_be() {
        let query = parse(&"word ".repeat(200));
        assert_eq!(query.clauses.len(), MOST_CLAUSES);
        assert_eq!(query.notes, [Note::Shortened { bytes: LONGEST_QUERY, parts: MOST_CLAUSES }]);
        parse(&"ü".repeat(400));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC{0,200}") {
            parse(&text);
        }

        #[test]
        fn any_mixture_of_the_grammar_is_a_query(text in "([a-z\"~*:.,<>= -]|sev|date|duration|2025|ü){0,40}") {
            proptest::prop_assert!(parse(&text).clauses.len() <= MOST_CLAUSES);
        }
    }
}
