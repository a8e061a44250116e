//! Cause classes and components by rules, with their evidence.
