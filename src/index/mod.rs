//! Incidents to a search index.
