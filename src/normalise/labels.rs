//! The names that one archive gives the parts of its postmortems, beside the usual ones.
//!
//! Input: `[headings]` of the settings, and what the archive taught by itself. Output: the [`Field`] a heading or a label
//! names. The usual names are [`vocabulary`](super::vocabulary)'s.

use std::collections::BTreeMap;

use crate::config::HeadingSetting;
use crate::model::ActionGroup;

use super::vocabulary::{self, Field, bare};

/// The names that an archive uses beside the usual ones: those of its settings, and those it taught by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// By the bare name; `None` for a name that stands for nothing that is read.
    own: BTreeMap<String, Option<Field>>,
}

impl Labels {
    pub fn new(own: impl Iterator<Item = (String, Field)>) -> Self {
        Self { own: own.map(|(name, field)| (name, Some(field))).collect() }
    }

    /// The names of `[headings]` in the settings.
    pub fn configured(headings: &BTreeMap<String, HeadingSetting>) -> Self {
        Self { own: headings.iter().map(|(name, setting)| (bare(name), field_set(*setting))).collect() }
    }

    /// These names and those of `other`; where both know a name, these win.
    pub fn with(mut self, other: Self) -> Self {
        for (name, field) in other.own {
            self.own.entry(name).or_insert(field);
        }
        self
    }

    /// The field a heading or label names, the archive's own names first.
    pub fn field_of(&self, label: &str) -> Option<Field> {
        self.own_field(label).unwrap_or_else(|| vocabulary::field_of(label))
    }

    /// As [`field_of`](Self::field_of), to the letter.
    pub fn field_exactly(&self, label: &str) -> Option<Field> {
        self.own_field(label).unwrap_or_else(|| vocabulary::field_exactly(label))
    }

    /// Whether a name is known, be it for nothing.
    pub fn knows(&self, bare: &str) -> bool {
        self.own.contains_key(bare)
    }

    fn own_field(&self, label: &str) -> Option<Option<Field>> {
        if self.own.is_empty() { None } else { self.own.get(bare(label).as_str()).copied() }
    }
}

/// The words of the settings for fields, each way.
const SETTINGS: &[(HeadingSetting, &str, Field)] = &[
    (HeadingSetting::Summary, "summary", Field::Summary),
    (HeadingSetting::Impact, "impact", Field::Impact),
    (HeadingSetting::Services, "services", Field::Services),
    (HeadingSetting::Severity, "severity", Field::Severity),
    (HeadingSetting::Duration, "duration", Field::Duration),
    (HeadingSetting::Timeline, "timeline", Field::Timeline),
    (HeadingSetting::Detection, "detection", Field::Detection),
    (HeadingSetting::Cause, "cause", Field::Cause),
    (HeadingSetting::Contributing, "contributing", Field::Contributing),
    (HeadingSetting::Resolution, "resolution", Field::Resolution),
    (HeadingSetting::ActionItems, "action_items", Field::Actions(ActionGroup::ActionItems)),
    (HeadingSetting::Lessons, "lessons", Field::Learned),
    (HeadingSetting::WentWell, "went_well", Field::Well),
    (HeadingSetting::WentPoorly, "went_poorly", Field::Poorly),
    (HeadingSetting::Lucky, "lucky", Field::Lucky),
    (HeadingSetting::People, "people", Field::People),
    (HeadingSetting::Appendix, "appendix", Field::Appendix),
];

fn field_set(setting: HeadingSetting) -> Option<Field> {
    SETTINGS.iter().find(|(known, ..)| *known == setting).map(|(_, _, field)| *field)
}

/// The word of the settings for a field.
pub fn setting_of(field: Field) -> Option<&'static str> {
    SETTINGS.iter().find(|(_, _, known)| *known == field).map(|(_, word, _)| *word)
}
