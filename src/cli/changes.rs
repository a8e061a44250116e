//! What a site changes about who can read what: as text, and what of it somebody must ask for.

use super::Failure;
use crate::publication::{Changes, Disclosed};
use crate::report::findings::plural;
use crate::report::paint::harmless_line;

/// Lines of one list before the rest is counted.
const SHOWN: usize = 20;

/// What the user asked for beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Consent {
    pub shrink: bool,
    /// `Some(None)` for whatever it is, else the id of what was reviewed.
    pub accept: Option<Option<String>>,
}

/// In words, or nothing where nothing is to be said. A first publication is told whole.
pub(super) fn text(changes: &Changes) -> String {
    let outside = leaves_the_house(changes);
    let most = if changes.first && outside { usize::MAX } else { SHOWN };
    let mut text = String::new();
    if outside {
        let pages = changes.new.iter().map(|it| format!("{}  {}{}", it.page, harmless_line(&it.title), mark(it)));
        let title = match changes.first {
            true => format!(
                "first publication for the audience {}: {}",
                changes.audience,
                plural(changes.new.len(), "page")
            ),
            false => {
                format!("{} newly readable for the audience {}", plural(changes.new.len(), "page"), changes.audience)
            }
        };
        list(&mut text, &title, pages, most);
        let files = changes.new_attachments.iter().map(|path| harmless_line(path));
        list(
            &mut text,
            &format!("{} newly readable", plural(changes.new_attachments.len(), "attachment")),
            files,
            most,
        );
    }
    let widened = changes.widened.iter().map(|it| {
        format!(
            "{}  {}: {} before, now {}{}",
            it.now.page,
            harmless_line(&it.now.title),
            it.before,
            it.now.audience,
            mark(&it.now)
        )
    });
    list(&mut text, &format!("{} with a wider audience", plural(changes.widened.len(), "incident")), widened, most);
    let gone = changes.gone.iter().map(|it| format!("{}  {}", it.page, harmless_line(&it.title)).trim_end().to_owned());
    list(&mut text, &format!("{} gone", plural(changes.gone.len(), "incident")), gone, most);
    text
}

fn list(text: &mut String, title: &str, lines: impl ExactSizeIterator<Item = String>, most: usize) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    text.push_str(&format!("{title}\n"));
    for line in lines.take(most) {
        text.push_str(&format!("      {line}\n"));
    }
    if count > most {
        text.push_str(&format!("      and {} more; `--changes json` lists them all\n", count - most));
    }
}

/// ` (2024/a.md:3)`, or that nobody said.
fn mark(incident: &Disclosed) -> String {
    if incident.document.is_empty() {
        return String::new();
    }
    let document = harmless_line(&incident.document);
    match incident.mark.as_ref().and_then(|mark| mark.line) {
        Some(line) => format!(" ({document}:{line})"),
        None => format!(" ({document}, no mark)"),
    }
}

fn leaves_the_house(changes: &Changes) -> bool {
    changes.audience != "internal"
}

/// Whether the site may be published as it is.
///
/// # Errors
/// With what has to be asked for.
pub(super) fn allow(changes: &Changes, consent: &Consent) -> Result<(), Failure> {
    if changes.shrink() && !consent.shrink {
        let (gone, before) = (changes.gone.len(), changes.incidents_before);
        let message = if gone == before {
            format!("refused to publish: the site would lose all of its {}", plural(before, "incident"))
        } else {
            format!("refused to publish: the site would lose {gone} of its {}", plural(before, "incident"))
        };
        return Err(Failure::refused(message, "if they are meant to go, add `--allow-shrink`; the site is as it was"));
    }
    if !leaves_the_house(changes) || changes.first || !changes.disclose() {
        return Ok(());
    }
    match &consent.accept {
        Some(None) => Ok(()),
        Some(Some(id)) if *id == changes.id => Ok(()),
        Some(Some(id)) => Err(Failure::refused(
            format!("refused to publish: the changes {id} were accepted, but these are {}", changes.id),
            format!("review them again, then accept them with `--accept={}`; the site is as it was", changes.id),
        )),
        None => Err(Failure::refused(
            format!(
                "refused to publish: {} that the audience {} could not read before",
                counts(changes),
                changes.audience
            ),
            format!("review the list above, then accept it with `--accept={}`; the site is as it was", changes.id),
        )),
    }
}

fn counts(changes: &Changes) -> String {
    let counted = [
        (changes.new.len(), "page"),
        (changes.new_attachments.len(), "attachment"),
        (changes.widened.len(), "wider mark"),
    ];
    let parts: Vec<String> =
        counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(count, word)).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::{Mark, Publication, SCHEMA};

    fn publication(audience: &str, pages: usize) -> Publication {
        let incident = |at: usize| Disclosed {
            page: format!("incidents/{at}/"),
            id: format!("INC-{at}"),
            title: format!("Title\u{1b} {at}"),
            document: format!("{at}.md"),
            audience: audience.into(),
            mark: Some(Mark { line: Some(3), column: Some(1), rule: "front-matter".into(), excerpt: None }),
        };
        Publication {
            schema: SCHEMA.into(),
            site: "public".into(),
            audience: Some(audience.into()),
            incidents: (0..pages).map(incident).collect(),
            attachments: std::collections::BTreeSet::new(),
        }
    }

    fn consent(shrink: bool, accept: Option<Option<&str>>) -> Consent {
        Consent { shrink, accept: accept.map(|id| id.map(String::from)) }
    }

    #[test]
    fn what_became_readable_is_told_with_the_line_that_says_so() {
        let changes = publication("public", 2).changes_since(Some(&publication("public", 1)));
        let expected = "1 page newly readable for the audience public\n      incidents/1/  Title\u{fffd} 1 (1.md:3)\n";
        assert_eq!(text(&changes), expected);
        assert_eq!(text(&publication("internal", 2).changes_since(Some(&publication("internal", 1)))), "");
        let gone = publication("internal", 1).changes_since(Some(&publication("internal", 2)));
        assert_eq!(text(&gone), "1 incident gone\n      incidents/1/  Title\u{fffd} 1\n");
    }

    #[test]
    fn long_lists_are_cut_but_a_first_publication_is_told_whole() {
        let changes = publication("public", 50).changes_since(Some(&publication("public", 0)));
        assert_eq!(text(&changes).lines().count(), SHOWN + 2);
        assert_eq!(text(&publication("public", 50).changes_since(None)).lines().count(), 51);
    }

    /// Whether a site of `now` pages may follow one of `before`.
    fn allowed(audience: &str, before: Option<usize>, now: usize, consent: &Consent) -> bool {
        let before = before.map(|pages| publication(audience, pages));
        allow(&publication(audience, now).changes_since(before.as_ref()), consent).is_ok()
    }

    #[test]
    fn losing_much_and_showing_more_must_be_asked_for() {
        let nothing = Consent::default();
        assert!(allowed("public", None, 9, &nothing), "a first publication");
        assert!(allowed("internal", Some(1), 9, &nothing), "inside the house");
        assert!(!allowed("public", Some(1), 9, &nothing));
        assert!(!allowed("customer", Some(1), 9, &nothing));
        assert!(allowed("public", Some(1), 9, &consent(false, Some(None))));
        assert!(!allowed("public", Some(1), 9, &consent(false, Some(Some("00000000")))));
        assert!(!allowed("internal", Some(9), 0, &nothing));
        assert!(!allowed("internal", Some(9), 0, &consent(false, Some(None))));
        assert!(allowed("internal", Some(9), 0, &consent(true, None)));
        let changes = publication("public", 2).changes_since(Some(&publication("public", 1)));
        assert!(allow(&changes, &consent(false, Some(Some(&changes.id)))).is_ok());
    }
}
