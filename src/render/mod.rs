//! Knowledge base to pages.
