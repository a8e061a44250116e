//! Leads that led nowhere and what they cost.
