//! Documents to the knowledge base: what the author meant, with provenance.

pub mod action;
pub mod cause;
pub mod event;
pub mod false_lead;
pub mod front_matter_keys;
pub mod time;
