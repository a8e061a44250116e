//! Threads of updates: status pages and chat exports, where the clock in front says when an update was *written*.
//!
//! Input: entries in order of time. Output: the window that the last telling update states, else what the first and the
//! last update bound. Reads windows through [`super::prose`].

use std::sync::LazyLock;

use crate::model::Origin;
use crate::normalise::event::PlacedEntry;
use crate::text::{Lexicon, Words};

use super::anchor::Anchor;
use super::clock::Clock;
use super::passage::{Passage, Standing, may_hold_clock};
use super::prose::{self, Window};
use super::timeline::{Timeline, from_entry};
use super::window::{Stretch, stretch};

/// What a thread of updates tells of the incident it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// What an update states, the last one that does.
    pub stated: Option<Stretch>,
    /// The first update, which was written when somebody already knew.
    pub first: Option<Anchor>,
    /// The update that says that it is over.
    pub resolved: Option<Anchor>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// Written while it went on, or to those who were affected.
    Announces,
    Resolved,
    /// Not yet, or not all.
    Partly,
}

#[rustfmt::skip]
const VOICES: &[(Voice, &[&str])] = &[
    (Voice::Announces, &[
        "we|team ..2 are ..2 investigating|aware|working|continuing|monitoring|seeing|experiencing|looking|deploying|implementing|rolling|actively|currently",
        "we|team ..1 continue|can|have|will ..3 confirm|confirmed|identified|resolved|implemented|provide|post|share|investigate|investigating|monitor|work|working|see",
        "has|have been ..1 resolved|identified|implemented|fixed|mitigated", "is|are ..1 operating|functioning normally", "is|are ..1 currently",
        "we're", "we experienced|apolog*", "please", "^investigating|identified|monitoring|update|resolved|scheduled|verifying", "is ..1 being ..1 investigated|worked|looked",
        "our|the provider|vendor|supplier ..1 has|have|is",
    ]),
    (Voice::Resolved, &[
        "has|have|is|are|was|were ..3 resolved|fixed|restored|recovered|mitigated|corrected|rectified", "operating|functioning|working ..1 normally|again", "^resolved|completed|fixed",
        "back ..1 to|online|up", "completing successfully|normally", "fully ..1 recovered|restored|operational", "served|delivered|available|working|flowing again", "issue|incident ..2 over|closed",
        "all ..2 clear|operational|recovered",
    ]),
    (Voice::Partly, &[
        "partial*|mostly|some|majority|most", "will ..3 resolved|fixed", "to be ..1 resolved|fixed|restored", "continue|continuing to", "not ..2 resolved|fixed|restored", "until ..4 resolved|fixed|restored",
        "we are ..2 working|investigating", "being ..1 resolved|fixed|restored", "once ..4 resolved|fixed|restored",
    ]),
];

static LEXICON: LazyLock<Lexicon<Voice>> = LazyLock::new(|| Lexicon::built_in(VOICES));

#[derive(Debug, Clone, Copy, Default)]
struct Heard(u8);

impl Heard {
    fn of(text: &str) -> Self {
        let words = Words::of(text);
        Self(LEXICON.find(&words).iter().fold(0, |bits, hit| bits | 1 << hit.meaning as u8))
    }

    fn holds(self, voice: Voice) -> bool {
        self.0 & 1 << voice as u8 != 0
    }
}

/// Reads a timeline as a thread of updates; `None` where most entries tell what happened instead of announcing it.
pub fn thread(timeline: &Timeline, clock: &Clock) -> Option<Thread> {
    let entries = &timeline.entries;
    let heard: Vec<Heard> = entries.iter().map(|placed| Heard::of(&placed.entry.text)).collect();
    let announced = heard.iter().filter(|heard| heard.holds(Voice::Announces)).count();
    if entries.is_empty() || announced * 2 < entries.len() || announced == 0 {
        return None;
    }
    let stretches: Vec<Stretch> = entries.iter().filter_map(|placed| stated(placed, clock)).collect();
    let full = stretches.iter().rposition(|one| one.start.is_some() && one.end.is_some());
    let chosen = full.or_else(|| stretches.iter().rposition(|one| one.start.is_some()));
    let later = |index: usize| stretches[index + 1..].iter().rev().find_map(|one| one.end.clone());
    let stated = chosen.map(|index| {
        // One update says since when, a later one until when.
        let end = stretches[index].end.clone().or_else(|| later(index));
        Stretch { end, ..stretches[index].clone() }
    });
    let timed = |placed: &&PlacedEntry| placed.entry.at.is_some();
    let written =
        |placed: &PlacedEntry, rule: &'static str| Anchor { origin: Origin::Derived, ..from_entry(placed, 1, rule) };
    let first = entries.iter().find(timed).map(|placed| written(placed, "first-update"));
    let over = |heard: &Heard| heard.holds(Voice::Resolved) && !heard.holds(Voice::Partly);
    let last = heard.iter().rposition(over).or_else(|| {
        let last = heard.len() - 1;
        heard[last].holds(Voice::Resolved).then_some(last)
    });
    let resolved = last.map(|index| &entries[index]).filter(timed).map(|placed| written(placed, "resolved-update"));
    Some(Thread { stated, first, resolved })
}

/// The window that an update states: its bare clocks are of the day on which it was written, or the one before.
fn stated(placed: &PlacedEntry, clock: &Clock) -> Option<Stretch> {
    let entry = &placed.entry;
    if !may_hold_clock(&entry.text) {
        return None;
    }
    let passage = Passage::at(&entry.text, entry.line, 1, Standing::Whole);
    let mut windows = prose::read(&passage, clock.order).windows;
    windows.sort_by_key(Window::rank);
    let mut near = clock.clone();
    let written = entry.at.as_ref();
    near.date = written.and_then(|moment| moment.date).or(clock.date);
    let zone = written.and_then(|moment| moment.zone.as_deref()).and_then(crate::normalise::time::parse_zone);
    near.zone = zone.or_else(|| clock.zone.clone());
    let found: Vec<Stretch> = windows.iter().map(|window| stretch(window, &near, placed.at, "update")).collect();
    let best = found.first()?.clone();
    // Several things that set in together are over with the last of them.
    let same = found.iter().filter(|one| one.start.as_ref().map(|a| a.at) == best.start.as_ref().map(|a| a.at));
    let last = same.max_by_key(|one| one.end.as_ref().and_then(|end| end.at)).cloned();
    last.or(Some(best))
}
