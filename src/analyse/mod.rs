//! Incidents to [`Trends`]: what an archive tells across its documents, as of a given day.
//!
//! Input: the knowledge base, a day, the thresholds. Output: plain data, one part per question, each with the number of
//! incidents it rests on and one sentence that reads it. Arithmetic only: no clock, no file, no markup, and chance from fixed
//! seeds alone. Only documents of [`crate::model::Kind::Incident`] count; what nobody said is counted as unsaid. Nothing is
//! tested on fewer than five values, a pattern is claimed only where its test, corrected for all looks of its kind, passes,
//! and nothing is counted per person.

mod actions;
mod alerts;
pub mod archive;
mod calendar;
mod cases;
mod cause_text;
mod causes;
mod chains;
mod change_lag;
mod checked;
mod clock;
mod closing;
mod compare;
mod copied;
mod cost;
mod coverage;
mod delivery;
mod detection;
mod due;
mod durations;
mod factors;
mod false_leads;
mod frequency;
mod grouping;
mod intent;
mod ledger;
mod lessons;
mod linkage;
mod matrix;
mod mitigations;
mod next;
mod on_this_day;
mod options;
mod out_of_hours;
mod outcome;
mod owners;
mod period;
mod phases;
mod promised;
mod promises;
mod questions;
mod reading_list;
mod recurring;
mod references;
mod review;
#[cfg(test)]
mod sample;
mod similar;
pub mod statistics;
mod stretch;
mod summary;
#[cfg(test)]
mod tests;
mod trends;
mod untold;
mod vector;
mod vocabulary;
pub mod wording;
mod words;
mod write_up;

pub use actions::{
    ActionRow, Actions, Ages, AimMix, IntentCount, NotActing, OlderThan, OwnerCount, StageCount, StateCount,
    TicketCount,
};
pub use alerts::{AlertName, Alerts};
pub use calendar::{Calendar, Count, Spread};
#[cfg(test)]
pub use cases::signs_for_tests;
pub use causes::{CauseCount, ClassCount, Share, UNKNOWN};
pub use chains::{Chains, Reference};
pub use change_lag::{ChangeLag, KindLag, LagPoint};
pub use checked::{Checked, Judged, Tally};
pub use clock::SupportClock;
pub use closing::{Closing, Excluded, StillOpen};
pub use compare::{Compared, Counts, Lengths, Noticed, Part, Shares, noticed_by};
pub use cost::Cost;
pub use coverage::{FIELDS, FieldCoverage, QuarterCoverage};
pub use delivery::{COLUMNS as DORA_COLUMNS, Delivery, LEFT_OUT as DORA_LEFT_OUT, table as dora_table};
pub use detection::{DetectionCount, DetectionDebt, DetectionDetail, DetectionMix};
pub use due::due_day;
pub use durations::{Comparison, DurationPoint, Durations, Group, Mean, severity_word};
pub use factors::{FactorCount, Factors, Together};
pub use false_leads::{FalseLeads, Lead, Suspect, guilt};
pub use frequency::{Frequency, QuarterCount, Rate, RateComparison, SeverityCount};
pub use intent::{Aim, Intent};
pub use ledger::{Disagreement, FlagRow, Ledger};
pub use lessons::{Lesson, LessonRegister, NearMiss};
pub use matrix::{Cell, Matrix, MatrixClass, MatrixRow};
pub use mitigations::{Attempts, CauseFix, MitigationCount, Mitigations};
pub use next::{Next, NextCause, Standing, Unaddressed};
pub use on_this_day::{OnThisDay, YearsAgo};
pub use options::{Corrections, Options};
pub use out_of_hours::OutOfHours;
pub use outcome::{Done, Gap, Gaps, Outcome, OutcomeState};
pub use period::Quarter;
pub use phases::{CountOf, PhaseBar, PhaseSummaries, Segment, Step, TimeInPhase};
pub use promised::{Claim, Promise, PromiseItem, Recurrence};
#[cfg(test)]
pub use promises::promise_signs_for_tests;
pub use questions::{Question, Side, questions};
pub use reading_list::{ReadingList, ToRead};
pub use recurring::{Member, RecurringCause, Repeat, Strength};
pub use references::ReferenceKind;
pub use review::{
    Asked, Change, FieldFilled, OpenAction, QuarterActions, QuarterLeads, Repeated, RepeatedItem, Returned, Review,
    ReviewReadings, Reviewed, ReviewedLead, review,
};
pub use similar::{Neighbour, Similar};
pub use stretch::Stretch;
pub use summary::{Quartiles, Summary, Trend, Verdict};
pub use trends::{Point, Readings, Trends, trends};
pub use untold::Untold;
pub use write_up::{Within, WriteUp};
