//! What a timeline entry tells, milestones and phases.
