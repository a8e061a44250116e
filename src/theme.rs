//! Themes: templates and static files, built in or from a folder.
