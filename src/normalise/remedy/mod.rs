//! How the incident was brought to an end.

mod choice;

use crate::model::{Mitigation, MitigationKind, Origin};

use super::author::Author;
use super::cause::{Role, mitigation_kind};
use super::causes::resolution_begins;
use super::front_matter_keys::Key;
use super::outline::Part;
use super::story::Read;
use super::trail::{Place, Trail};
use super::vocabulary::Field;

/// The resolution in the author's words.
pub fn resolution(author: &Author, parts: &[Part], trail: &mut Trail) -> Option<String> {
    if let Some((text, place)) = author.text(Key::Resolution) {
        trail.note("resolution", Origin::Stated, "front-matter", place);
        return Some(text);
    }
    let named = parts.iter().filter(|part| part.field == Some(Field::Resolution)).map(|part| (part, part.text()));
    let split = parts.iter().filter(|part| part.field == Some(Field::CauseAndResolution)).map(|part| {
        let text = part.text();
        let cut = resolution_begins(&text);
        (part, text[cut..].trim().to_owned())
    });
    let (part, text) = named.chain(split).find(|(_, text)| text.chars().any(char::is_alphabetic))?;
    trail.note("resolution", Origin::Stated, "heading", &part.lines().next().map(Place::of).unwrap_or_default());
    Some(text)
}

/// What kind of remedy it was: as stated, else the one that is likeliest among all that the document tells. `None` where
/// nothing is said, or too little.
pub fn mitigation(author: &Author, read: &Read<'_>, trail: &mut Trail) -> Option<Mitigation> {
    if let Some((text, place)) = author.text(Key::Mitigation) {
        let kind = named(&text).or_else(|| mitigation_kind(&text)).unwrap_or(MitigationKind::Other);
        trail.note("mitigation.kind", Origin::Stated, "front-matter", place);
        return Some(Mitigation { kind, text });
    }
    let (kind, line, by_phrase) = choice::chosen(read)?;
    let line = &read.lines[line];
    let rule = match line.role {
        _ if !by_phrase => "remedy-wording",
        Role::Resolution => "resolution-section",
        _ if line.row.is_some() => "fix-in-timeline",
        _ => "remedy-in-prose",
    };
    trail.note("mitigation.kind", Origin::Inferred, rule, &Place::at(line.line, 1, line.text()));
    Some(Mitigation { kind, text: line.text().to_owned() })
}

fn named(word: &str) -> Option<MitigationKind> {
    Some(match super::vocabulary::bare(word).as_str() {
        "rollback" | "roll back" | "revert" => MitigationKind::Rollback,
        "restart" | "reboot" => MitigationKind::Restart,
        "scale" | "scale up" | "capacity" => MitigationKind::Scale,
        "config" | "configuration" => MitigationKind::Config,
        "failover" => MitigationKind::Failover,
        "hotfix" | "patch" => MitigationKind::Hotfix,
        "vendor" | "provider" => MitigationKind::Vendor,
        "replace" | "replacement" => MitigationKind::Replace,
        "waited" | "wait" => MitigationKind::Waited,
        "other" => MitigationKind::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use MitigationKind::{Config, Failover, Hotfix, Restart, Rollback, Scale, Vendor, Waited};

    fn kind(text: &str) -> Option<MitigationKind> {
        crate::normalise::told_for_tests(text).mitigation.map(|mitigation| mitigation.kind)
    }

    #[test]
    fn what_ended_it_is_the_remedy_that_helped_and_not_the_first() {
        for (text, expected) in [
            (
                "# Tills without prices\n\nAt ten the tills showed no prices. We restarted the price service, which changed nothing. \
                 At 10:40 we rolled back the release of the morning and the prices were back.\n",
                Rollback,
            ),
            (
                "# Slow search\n\nSearches took a minute from noon on. Two more nodes were added to the cluster at 13:00, and a \
                 few minutes later searches were as fast as ever.\n",
                Scale,
            ),
            (
                "# Phones dead\n\nNo calls came in. Our carrier corrected the routing on its side at 15:20 and calls came in again.\n",
                Vendor,
            ),
            (
                "# Map empty\n\nThe map was empty for an hour. We switched the tile servers over to the second site and the map \
                 filled again. The first site will be repaired next week.\n",
                Failover,
            ),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_remedy_in_words_that_no_rule_knows_is_told_by_its_likeness() {
        let resolution = |text: &str| {
            kind(&format!("# Messages stuck\n\n## Impact\n\nMessages were late.\n\n## Resolution\n\n{text}\n"))
        };
        for (text, expected) in [
            ("We bounced the broker and it behaved.", Restart),
            ("Taking the offending rule out of the filter let the messages through.", Config),
            ("A corrected build with the missing null check went out at 16:05.", Hotfix),
            ("Nobody did anything: the backlog drained by itself within the hour.", Waited),
        ] {
            assert_eq!(resolution(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_planned_or_was_in_vain_ended_nothing() {
        for text in [
            "# Lights out\n\nThe lobby screens are dark. We will replace the player tomorrow.\n",
            "# Screens dark\n\nThe lobby screens went dark. Restarting the player did not help. We do not know why.\n",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
