//! Sentences whose meaning is known, counted: what tells a cause of which class, which part of a story, which remedy.
//!
//! The sentences are data beside this file, written for this purpose in the project's own words by many hands.

use std::sync::LazyLock;

use crate::text::Counted;

/// `class<TAB>component<TAB>sentence`: what set an outage off.
pub(super) static CAUSES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/causes.tsv")));

/// The same sentences by the component in which the cause lay; those that name none are left out.
pub(super) static COMPONENTS: LazyLock<Counted> = LazyLock::new(|| {
    let rows = include_str!("known/causes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t')?.1.split_once('\t'));
    Counted::count(rows.filter(|(component, _)| *component != "-"))
});

/// `role<TAB>sentence`: which part of the story a sentence tells.
pub(super) static ROLES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/roles.tsv")));

/// `kind<TAB>sentence`: what ended an incident.
pub(super) static REMEDIES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/remedies.tsv")));
