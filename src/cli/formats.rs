//! In which shapes commands print: the values of their flags.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangesFormat {
    /// One object.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TrendsFormat {
    /// A summary to read.
    Text,
    /// One object, that of data/trends.json on the site.
    Json,
    /// One figure to a line.
    Csv,
    /// Incidents and time to restore by month and quarter, that of data/dora.csv on the site.
    Dora,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown.
    Md,
    /// One file without anything from elsewhere, made to be printed.
    Html,
    /// One object.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// As a compiler shows them.
    Human,
    /// One object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaSubject {
    /// What `show --format json` prints.
    Incident,
    /// The keys that are read at the top of a document.
    FrontMatter,
    /// The settings of an archive.
    Config,
    /// What `review --format json` prints.
    Review,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    Json,
    Markdown,
}
