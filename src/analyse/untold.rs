//! Questions that this archive cannot answer: too few values, or no pattern that chance does not explain.
//!
//! Input: the trends. Output: the part of each such question, with the reason in a sentence or two.

use serde::Serialize;

use crate::model::DetectionSource;

use super::trends::Trends;
use super::wording;

/// A question that stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untold {
    /// The key of the trends that would answer it: `calendar`, `matrix`, `durations` ...
    pub part: &'static str,
    /// What is missing, for pages and the terminal.
    pub why: String,
}

/// In the order of the pages.
pub fn untold(trends: &Trends) -> Vec<Untold> {
    let from = trends.options.thresholds.tested_from;
    let known = |source: DetectionSource| source != DetectionSource::Unknown;
    let noticed = trends.detection.iter().filter(|it| known(it.source)).map(|it| it.count).sum();
    let phases = trends.time_in_phase.steps.iter().map(|step| step.summary.n).max().unwrap_or(0);
    let lessons = &trends.lessons;
    let learned = [&lessons.lucky, &lessons.poorly, &lessons.well, &lessons.learned].iter().all(|it| it.is_empty());
    let calendar = &trends.calendar;
    let found = [
        none("recurring", trends.recurring.is_empty(), &trends.readings.recurring),
        none("promised_again", trends.promised_again.is_empty(), &trends.readings.promised_again),
        few("durations", trends.durations.summary.n, from, &trends.durations.reading),
        few("time_in_phase", phases, from, &trends.time_in_phase.reading),
        none("false_leads", trends.false_leads.stated_in == 0, &trends.false_leads.reading),
        few("detection", noticed, from, &trends.detection_detail.reading),
        none("matrix", trends.matrix.standing_out().is_empty(), &trends.matrix.reading),
        none("factors", !trends.factors.together.iter().any(|it| it.beyond_chance), &trends.factors.reading),
        few("mitigations", trends.mitigations.n, from, &trends.mitigations.reading),
        few("change_lag", trends.change_lag.summary.n, from, &trends.change_lag.reading),
        none("calendar", !calendar.shows_a_pattern(), calendar.cannot_tell.as_ref().unwrap_or(&calendar.reading)),
        none("chains", trends.chains.edges.is_empty(), &trends.chains.reading),
        none("alerts", trends.alerts.names.is_empty(), &trends.alerts.reading),
        none("lessons", learned && lessons.near_misses.is_empty(), &lessons.reading),
        none("actions", trends.actions.n == 0, &trends.actions.reading),
    ];
    found.into_iter().flatten().collect()
}

fn none(part: &'static str, nothing: bool, reading: &str) -> Option<Untold> {
    nothing.then(|| Untold { part, why: reading.to_owned() })
}

/// Below `from` values nothing is summed up.
fn few(part: &'static str, n: usize, from: usize, reading: &str) -> Option<Untold> {
    let too_few = || format!("{reading} Fewer than {} are too few to sum up.", wording::number(from));
    (n < from).then(|| Untold { part, why: if n == 0 { reading.to_owned() } else { too_few() } })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::analyse::sample::{archive, draft, five_outages};
    use crate::analyse::{Options, trends};
    use crate::model::{DetectionSource, KnowledgeBase};

    fn check(kb: &KnowledgeBase, told: &[&str], why: (&str, &str)) {
        let trends = trends(kb, date(2024, 6, 1), &Options::default());
        let untold: Vec<&str> = trends.cannot_tell.iter().map(|it| it.part).collect();
        for part in told {
            assert!(!untold.contains(part), "{part} is told, not in {untold:?}");
        }
        assert_eq!(untold.len() + told.len(), 15, "{untold:?}");
        let found = trends.cannot_tell.iter().find(|it| it.part == why.0).map(|it| it.why.as_str());
        assert_eq!(found, Some(why.1));
    }

    #[test]
    fn five_outages_tell_what_they_have_in_common_but_no_pattern() {
        let told = ["recurring", "promised_again", "durations", "time_in_phase", "false_leads", "detection", "actions"];
        check(&five_outages(), &told, ("matrix", "None of five incidents names a service."));
    }

    #[test]
    fn two_values_are_too_few_to_sum_up() {
        let two = ["a", "b"].map(|id| draft(id).lasted(60).detected_by(DetectionSource::Customer));
        let why = "Both reports give the duration: 1 h and 1 h. Too few to look for a trend. Fewer than five are too few to sum up.";
        check(&archive(two), &[], ("durations", why));
    }
}
