//! The stages in order: the function to read first.
