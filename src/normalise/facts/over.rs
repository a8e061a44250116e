//! Whether a text says that an incident is over, or that it goes on.
//!
//! In: the parts of a document. Out: the line that says so. Asked where neither a label nor the times tell; words such as
//! "until it is back" and "not resolved" say nothing of the kind.

use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::outline::Part;
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

static OVER: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:back (?:up|online|to normal|in service|on air|on line|again|to full|on its feet|to life)|(?:came|come|comes|went|were|was|is|are|all|everything|everybody|everyone) back\b|",
        r"(?:works?|worked|working|running|runs|ran|healthy|fine|normal|okay|ok|green|up|live|available|reachable|open|happy|complete|correct|read-write|printing|prints|answering|answered|flowing|loading|served|serving) again|",
        r"recovered|back at \d|back in \d|back by \d|(?:service|services|traffic|access|operation|operations|delivery|processing|mail) (?:was |were |has |had )?resumed|",
        r"(?:is|was|were|are|been|fully|got|now|then) (?:restored|resolved|fixed|mitigated|repaired|solved|cured|cleared|healed)|",
        r"all (?:clear|back|green|good|ok|okay|up|well|normal)\b|(?:issue|problem|incident|outage|error|fault|bug) (?:resolved|fixed|over|solved|closed|ended|gone)|",
        r"return(?:ed|s)? to normal|(?:queue|backlog|lag) (?:is |was |has |had |were )?(?:empty|drained|gone|cleared|worked off|through)|caught up|",
        r"(?:that|this|which|and it|it) (?:fixed|solved|cured|did|resolved) (?:it|that|the|everything|things)|(?:did|does) the trick|",
        r"(?:was|were) (?:down|out|offline|unavailable|unreachable|degraded|slow|broken|gone|dead|read-only) (?:for|from|until|till|between)|down from\b|",
        r"outage lasted|(?:incident|problem|disruption|issue) lasted|no longer (?:failing|affected|broken)|errors? (?:stopped|went away|ceased|disappeared|ended|gone)|bounces ended|",
        r"rolled back|rollback (?:done|complete|completed|finished)|reverted|we fixed|i fixed|fixed (?:it|by|with|in|this|the)|the (?:fix|solution|repair|cure) was|fix (?:was )?(?:deployed|shipped|released|rolled|applied|merged|live)|resolution:|resolved)\b"
    ))
});

static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:still (?:ongoing|down|broken|failing|investigating|unresolved|out|going on|happening|looking|in progress|not (?:resolved|fixed|back|working|clear))|",
        r"not (?:yet )?(?:been )?(?:resolved|fixed|solved|over|restored|recovered)|unresolved|remains? (?:down|open|broken|unavailable|offline)|",
        r"(?:incident|outage|problem|issue) (?:is )?(?:ongoing|continues|still)|next update|more (?:updates )?(?:soon|to follow|later|information will)|",
        r"(?:we are|we're) (?:currently |still |now )?(?:investigating|looking into|working on (?:a|the|it|restoring|resolving))|no (?:eta|fix yet|solution yet)|cause (?:is )?(?:not|un)\s?known (?:yet|so far))\b"
    ))
});

/// The line that says that it is over; `None` where none does, or where a line says that it goes on.
pub fn line(parts: &[Part]) -> Option<&Line> {
    if goes_on(parts) {
        return None;
    }
    told(parts).find(|line| says(&OVER, &line.text))
}

/// Whether a line says that it goes on.
pub fn goes_on(parts: &[Part]) -> bool {
    told(parts).filter(|line| line.text.len() > 3).any(|line| says(&GOES_ON, &line.text))
}

fn told(parts: &[Part]) -> impl Iterator<Item = &Line> {
    let about = |part: &&Part| {
        !matches!(
            part.field,
            Some(Field::Actions(_) | Field::ActionsDone | Field::Learned | Field::Appendix | Field::Links)
        )
    };
    parts.iter().filter(about).flat_map(Part::lines)
}

/// Whether a phrase stands in a text that is neither denied nor awaited.
fn says(phrase: &Regex, text: &str) -> bool {
    const REACH: usize = 4;
    #[rustfmt::skip]
    const UNSAID: &[&str] = &[
        "not", "never", "no", "until", "till", "til", "once", "if", "unless", "before", "would", "could", "should", "will", "to", "be", "when",
        "nothing", "hardly", "might", "may", "can", "cannot", "whether", "hopefully", "hope", "hoped", "thought", "assumed", "supposed", "expected",
    ];
    phrase.find_iter(text).any(|found| {
        let before = text[..found.start()].rsplit(['.', ';', '!', '?']).next().unwrap_or_default();
        let mut near = before
            .split_whitespace()
            .rev()
            .take(REACH)
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_lowercase());
        !near.any(|word| UNSAID.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t"))
    })
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a compiled-in pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_it_is_over_is_told_from_what_awaits_it() {
        for text in [
            "Tills were back at noon.",
            "Mail works again since Friday.",
            "After that the site came back.",
            "That did the trick.",
            "The wiki was down for two hours.",
            "Swapped the fuse, all green.",
        ] {
            assert!(says(&OVER, text), "{text}");
        }
        for text in [
            "Nobody knew when it would come back.",
            "It was not resolved by the restart.",
            "We wait until it is back up.",
            "Logins fail.",
            "We hoped it was fixed.",
        ] {
            assert!(!says(&OVER, text), "{text}");
        }
        for text in [
            "The outage is ongoing.",
            "Half of the racks are still down.",
            "We are investigating.",
            "Next update at noon.",
        ] {
            assert!(says(&GOES_ON, text), "{text}");
        }
    }
}
