//! Which audiences there are and which lies within which.
//!
//! `public` lies within every audience and `internal` holds all of them; `customer` lies within `internal`, and the
//! settings add more, each within one other.

use super::Config;
use super::load::nearest;
use super::rules::{Violation, violation};
use crate::model::Audience;

/// The audiences nobody has to name, from the narrowest to the widest.
const BUILT_IN: [&str; 3] = ["public", "customer", "internal"];

/// Words for internal that are no names of audiences.
const INTERNAL_WORDS: &[&str] = &[
    "private",
    "confidential",
    "restricted",
    "secret",
    "hidden",
    "sensitive",
    "company",
    "employees",
    "staff",
    "team",
    "none",
    "nobody",
    "internal only",
    "internal use",
    "internal use only",
    "need to know",
];

/// Lower case, with single spaces instead of `-` and `_`.
pub fn plain(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Config {
    /// The audience that a mark means: by its name, or by a word for internal. `None` for any other word.
    pub fn audience_meant(&self, word: &str) -> Option<Audience> {
        let internal = INTERNAL_WORDS.contains(&plain(word).as_str()).then_some(Audience::INTERNAL);
        self.audience_named(word).or(internal)
    }

    /// The names of all audiences: the built-in ones from the narrowest to the widest, then those of the settings.
    pub fn audience_names(&self) -> Vec<&str> {
        let further = self.audiences.keys().map(String::as_str).filter(|name| !BUILT_IN.contains(name));
        BUILT_IN.into_iter().chain(further).collect()
    }

    /// The audience called `name`; case does not matter. `None` where nobody is called so.
    pub fn audience_named(&self, name: &str) -> Option<Audience> {
        let name = name.trim();
        let known = self.audience_names().into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Audience::named(known))
    }

    /// Whether `reader` may see what is marked for `mark`.
    pub fn sees(&self, reader: &Audience, mark: &Audience) -> bool {
        // Each step leads to a wider audience, and the settings are refused where steps go in a circle.
        let mut at = mark.name();
        for _ in 0..=self.audiences.len() + BUILT_IN.len() {
            if at == reader.name() || at == BUILT_IN[0] {
                return true;
            }
            match self.within(at) {
                Some(wider) => at = wider,
                None => return false,
            }
        }
        false
    }

    /// The audience that `name` lies within; `None` for the widest and for names nobody has.
    fn within(&self, name: &str) -> Option<&str> {
        match self.audiences.get(name) {
            Some(wider) => Some(wider.as_str()),
            None => (name == "customer").then_some("internal"),
        }
    }
}

/// What of `audience` and `audiences` cannot be used.
pub(super) fn violations(config: &Config) -> Vec<Violation> {
    let mut found = Vec::new();
    for (key, wanted) in [("audience", &config.audience), ("next_audience", &config.next_audience)] {
        if config.audience_names().iter().all(|name| name != wanted) {
            found.push(unknown(config, &[key], wanted));
        }
    }
    for (name, wider) in &config.audiences {
        let key = ["audiences", name.as_str()];
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if !plain {
            found.push(violation(&key, "not a name", "use lower-case letters, digits, - and _, like partner"));
        } else if name == "public" || name == "internal" {
            let help = "`public` lies within every audience and `internal` holds all of them: remove the line";
            found.push(violation(&key, "fixed", help));
        } else if config.audience_names().iter().all(|known| known != wider) {
            found.push(unknown(config, &key, wider));
        } else if wider == "public" {
            found.push(violation(&key, "nothing lies within `public`", "name a wider audience, such as internal"));
        } else if !config.sees(&Audience::INTERNAL, &Audience::named(name)) {
            let help = "each audience lies within a wider one, and the last of them within internal";
            found.push(violation(&key, "goes in a circle", help));
        }
    }
    found
}

fn unknown(config: &Config, key: &[&str], name: &str) -> Violation {
    violation(key, format!("no audience is called {name:?}"), config.audience_help(name))
}

impl Config {
    /// What to write instead of an audience that does not exist.
    pub fn audience_help(&self, name: &str) -> String {
        match nearest(name, self.audience_names().into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the audiences are {}", self.audience_names().join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(rows: &[(&str, &str)]) -> Config {
        let rows = rows.iter().map(|(name, wider)| ((*name).to_owned(), (*wider).to_owned()));
        Config { audiences: rows.collect(), ..Config::default() }
    }

    /// Every mark that `reader` sees, of all there are.
    fn check(rows: &[(&str, &str)], reader: &str, seen: &[&str]) {
        let config = config(rows);
        let names = config.audience_names().into_iter();
        let reader = Audience::named(reader);
        let found: Vec<&str> = names.filter(|mark| config.sees(&reader, &Audience::named(mark))).collect();
        assert_eq!(found, seen, "{reader} with {rows:?}");
    }

    #[test]
    fn each_audience_sees_what_lies_within_it() {
        check(&[], "public", &["public"]);
        check(&[], "customer", &["public", "customer"]);
        check(&[], "internal", &["public", "customer", "internal"]);
    }

    #[test]
    fn further_audiences_lie_beside_or_within_the_others() {
        let beside = [("partner", "internal"), ("board", "internal")];
        check(&beside, "partner", &["public", "partner"]);
        check(&beside, "customer", &["public", "customer"]);
        check(&beside, "internal", &["public", "customer", "internal", "board", "partner"]);
        let chain = [("customer", "partner"), ("partner", "internal")];
        check(&chain, "partner", &["public", "customer", "partner"]);
        check(&chain, "public", &["public"]);
    }

    #[test]
    fn a_name_nobody_knows_is_seen_by_no_one() {
        let config = config(&[]);
        for reader in config.audience_names() {
            assert!(!config.sees(&Audience::named(reader), &Audience::named("press")), "{reader}");
        }
    }

    #[test]
    fn settings_that_name_nothing_or_go_in_a_circle_are_refused() {
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[("partner", "internl")], "no audience is called \"internl\""),
            (&[("Partner", "internal")], "not a name"),
            (&[("public", "internal")], "fixed"),
            (&[("partner", "public")], "nothing lies within `public`"),
            (&[("a", "b"), ("b", "a")], "goes in a circle"),
            (&[("a", "a")], "goes in a circle"),
        ];
        for (rows, message) in cases {
            let found = violations(&config(rows));
            assert!(found.iter().any(|it| it.message == *message), "{rows:?}");
        }
        assert!(violations(&config(&[("partner", "internal"), ("customer", "partner")])).is_empty());
    }
}
