//! The command line: flags in, exit code out.
//!
//! This file holds every flag (and is the only one that derives them); `session` turns them into decided values once;
//! each subcommand has a file of its own. Nothing here knows how a document is read.

mod build;
mod changes;
mod check;
mod dashes;

mod eval;
mod eval_search;
mod explain;
mod failure;
mod formats;
mod list;
mod passage;
mod report;
mod review;
mod schema;
mod search;
mod session;
mod show;
mod similar;
mod sources;
mod trends;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil;

pub use failure::Failure;
pub use formats::{ChangesFormat, CheckFormat, ReportFormat, SchemaFormat, SchemaSubject, TextOrJson, TrendsFormat};
pub use session::Environment;

use crate::analyse::Quarter;
use crate::pipeline as engine;
use crate::search::Sort;
use session::Session;

/// Turns a folder of incident postmortems into a site that can be searched and compared.
#[derive(Debug, Parser)]
#[command(name = "incidex", version, long_version = LONG_VERSION, after_long_help = EXIT_CODES)]
#[command(
    propagate_version = false,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalFlags,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct GlobalFlags {
    /// Folder of the archive; else the nearest one above that holds incidex.toml, else the current one.
    #[arg(short = 'C', long = "root", value_name = "DIR", global = true)]
    pub root: Option<PathBuf>,
    /// Settings file to use instead of the archive's incidex.toml.
    #[arg(short, long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: every finding, and the time each stage took.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Colours; NO_COLOR and CLICOLOR_FORCE count for `auto`.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub color: ColourChoice,
    /// Never draw a progress bar.
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// Who an answer is for.
#[derive(Debug, Args)]
pub struct ViewFlags {
    /// Answer from what these readers may see, and from nothing else: `public`, `customer`, `internal` or a name of the settings.
    #[arg(long, value_name = "NAME", default_value = "internal")]
    pub audience: String,
    /// The day that ages and embargoes are counted to; else SOURCE_DATE_EPOCH, else ages are counted to the newest date in the archive and no embargo is over.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<civil::Date>,
    /// Counts drafts, and what is not due yet or no longer, as published.
    #[arg(long)]
    pub drafts: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Build(BuildFlags),
    Show(ShowFlags),
    Check(CheckFlags),
    List(ListFlags),
    Search(SearchFlags),
    Trends(TrendsFlags),
    Report(ReportFlags),
    Review(ReviewFlags),
    Similar(SimilarFlags),
    Eval(EvalFlags),
    EvalSearch(EvalSearchFlags),
    Explain(ExplainFlags),
    Schema(SchemaFlags),
}

/// Builds the site.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex build                               the archive around the current folder, into ./public
  incidex build content -o /srv/www/incidents
  incidex build --audience public --base-url https://status.example.org/
  incidex build --as-of 2026-06-30            ages and trends as on that day
  incidex build --audience public --accept    publishes pages that were not public before
  incidex build --rollback                    puts the site before this one back")]
pub struct BuildFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// Folder to write to; `public` in the current folder (in the archive's, when called from inside it).
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
    /// Who the site is for: `public`, `customer`, `internal` or a name of the settings; documents without a mark are internal.
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
    /// The day that ages, trends and embargoes are counted to; else SOURCE_DATE_EPOCH, else ages and trends are counted to the newest date in the archive and no embargo is over.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<civil::Date>,
    /// Publishes drafts too, and what is not due yet or no longer.
    #[arg(long)]
    pub drafts: bool,
    /// Address the site is published at, for feeds and the sitemap.
    #[arg(short, long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publishes nothing, with exit code 1, where there are such findings: `errors`, `warnings`, `notes`, or a code or name.
    #[arg(long, value_name = "WHAT", value_parser = check::Deny::parse)]
    pub deny: Vec<check::Deny>,
    /// Looks at every page first and publishes nothing, with exit code 1, where a link leads nowhere, an id stands twice or a word is lost.
    #[arg(long)]
    pub verify: bool,
    /// Publishes even if the site loses all of its incidents, or a fifth of them and at least five.
    #[arg(long)]
    pub allow_shrink: bool,
    /// Publishes what readers outside could not read before; with the ID of a review, only those very changes.
    #[arg(long, value_name = "ID", num_args = 0..=1, require_equals = true)]
    pub accept: Option<Option<String>>,
    /// Record to compare with; the `publication.json` beside the site when left out.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Prints what changes about who can read what to standard output.
    #[arg(long, value_name = "FORMAT")]
    pub changes: Option<ChangesFormat>,
    /// How many earlier sites are kept beside the site, to be put back.
    #[arg(long, value_name = "N")]
    pub keep: Option<usize>,
    /// Puts an earlier site back instead of building: the one before, or the Nth before.
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    pub rollback: Option<usize>,
    /// Waits for another build that is publishing there, instead of failing.
    #[arg(long)]
    pub wait: bool,
}

/// Shows one incident: what was read out of a document.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex show incidents/2024/black-friday.md
  incidex show INC-2024-024 --why             with the line every value comes from
  incidex show INC-2024-024 --format json | jq .duration.minutes")]
pub struct ShowFlags {
    /// A file, or the id of an incident of the archive.
    #[arg(value_name = "FILE|ID")]
    pub what: String,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    /// Say where each value comes from: origin, place, rule and words.
    #[arg(long)]
    pub why: bool,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Checks every document and lists what could not be read as meant.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex check
  incidex check content --deny warnings       exit code 1 for warnings too
  incidex check --deny IX0311 --deny no_cause exit code 1 for these
  incidex check --format github               marks the lines of a pull request
  incidex check --format sarif > findings.sarif
  incidex check --write-baseline              secrets of today are known, only new ones are findings")]
pub struct CheckFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// How to print the findings.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,
    /// What makes the exit code 1: `errors`, `warnings`, `notes`, or a code or name as `incidex explain` lists them.
    #[arg(long, value_name = "WHAT", value_parser = check::Deny::parse)]
    pub deny: Vec<check::Deny>,
    #[command(flatten)]
    pub view: ViewFlags,
    /// Writes the fingerprints of all secrets found to incidex.secrets, so that only new ones are findings from now on.
    #[arg(long)]
    pub write_baseline: bool,
    /// Prints the lines for incidex.toml that say what recurs in the archive, instead of the findings.
    #[arg(long, conflicts_with_all = ["format", "deny"])]
    pub suggest: bool,
}

/// Lists every file of the archive: what is published, what is held back, what is not read, and why.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex list
  incidex list content --held-back            what no reader of the site sees, and why
  incidex list --audience public --as-of 2026-06-30
  incidex list --format json | jq '.files[] | select(.state == \"not_read\")'")]
pub struct ListFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    /// Only what was read and is held back.
    #[arg(long)]
    pub held_back: bool,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Searches the archive with the words and in the order of the site's own search.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex search connection pool
  incidex search 'service:checkout \"connection pool\" after:2025-01-01'
  incidex search cause:config -rollback --limit 5
  incidex search has:action-open --sort oldest
  incidex search after:2025 --facets
  incidex search failover --format json | jq '.results[].id'
  incidex search \"$(pbpaste)\"

A text of several lines, such as a pasted alert, is compared with what was, as `incidex similar` does.
The exit code is 1 when nothing is found.")]
pub struct SearchFlags {
    /// Words, phrases in quotes, `-word`, `service:x`, `cause:y`, `severity:major`, `after:2025-01-01`, `before:` ...
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// How to print the results.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    /// At most this many results.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// The order of the results: `relevance`, `newest`, `oldest`, `severity` (worst first) or `longest`.
    #[arg(long, value_name = "ORDER", default_value = "relevance", value_parser = search::order)]
    pub sort: Sort,
    /// Counts services, severities, causes, years and more over everything that was found.
    #[arg(long)]
    pub facets: bool,
    /// Finds what has a page and nothing that was set aside, as the site's own search does.
    #[arg(long)]
    pub published: bool,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Tells what the archive says across its documents: what recurs, what was promised again, how long things take.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex trends                              a summary to read
  incidex trends content --as-of 2026-06-30   as on that day
  incidex trends --format json | jq '.recurring[].label'
  incidex trends --format csv > trends.csv    one figure to a line
  incidex trends --format dora > dora.csv     incidents and time to restore by month and quarter")]
pub struct TrendsFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TrendsFormat,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Puts a quarter, or all since a day, together for a review: what happened, what changed, what came back, what was promised.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex report                              the quarter of the newest incident, as Markdown
  incidex report content --quarter 2026-Q3 > review.md
  incidex report --quarter 2026-Q3 --format html > review.html   one file, made to be printed
  incidex report --quarter 2026-Q3 --against 2025-Q4             against that quarter alone
  incidex report --since 2026-05-01           what happened, came back and was promised since that day
  incidex report --next                       what to do next quarter, and why
  incidex report --quarter 2026-Q3 --format json | jq .comparisons

What came after the quarter, or after `--as-of`, is left out, so that a report made later says the same. A quarter is held
against the one before and the same one a year before; where chance explains a difference, the verdict is \"cannot tell\".")]
pub struct ReportFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// The quarter, like 2026-Q3; that of the newest incident when left out.
    #[arg(long, value_name = "QUARTER")]
    pub quarter: Option<Quarter>,
    /// An earlier quarter to hold it against, instead of the one before and that of a year before.
    #[arg(long, value_name = "QUARTER", conflicts_with_all = ["since", "next"])]
    pub against: Option<Quarter>,
    /// From this day to the day of the report, instead of a quarter; against as many days before and a year before.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["quarter", "next"])]
    pub since: Option<civil::Date>,
    /// What to do next quarter: the causes that came back by minutes lost, what no completed action names, one open promise each.
    #[arg(long, conflicts_with = "quarter")]
    pub next: bool,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    pub format: ReportFormat,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Asks people whether what was inferred across incidents is right, and keeps their answers in causes.toml.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex review                              asks one question after the other; `q` quits, what was decided is kept
  incidex review content --all                pairs that are only worth comparing, too
  incidex review --format json | jq '.[].id'  every open question; nothing is written
  incidex review --answers answers.json       a list such as [{\"id\": \"cause:INC-7+INC-9\", \"answer\": \"same\", \"reason\": \"...\"}]
  incidex review --again --as-of 2026-06-30   asks about what is decided once more, and writes the day beside it")]
pub struct ReviewFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// How to ask: in words, one question after the other, or as a list that writes nothing.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    /// Takes the answers from a file instead of asking: a JSON list of `id`, `answer` and `reason`; `-` is standard input.
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["format", "all", "again"])]
    pub answers: Option<String>,
    /// Asks about pairs too that are only worth comparing.
    #[arg(long)]
    pub all: bool,
    /// Asks about what is decided once more.
    #[arg(long)]
    pub again: bool,
    /// The day that is written beside a decision, and that ages and embargoes are counted to.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<civil::Date>,
    /// Counts drafts, and what is not due yet or no longer, as published.
    #[arg(long)]
    pub drafts: bool,
}

/// Finds incidents like a pasted alert, a log line or a draft, with the reasons and what fixed them then.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex similar - < alert.txt
  incidex similar drafts/today.md -C content
  incidex similar - --format json < alert.txt | jq '.[].incident'

The exit code is 1 when nothing is found.")]
pub struct SimilarFlags {
    /// A file, or `-` for standard input.
    #[arg(value_name = "FILE|-")]
    pub file: String,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    /// At most this many incidents.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub limit: u16,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Compares the causes read out of an archive with labels that people gave.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex eval content --labels labels.tsv
  incidex eval --labels labels.tsv --format json | jq .wrong

A line of the file is a document (id or path) and its classes, primary first, between tabs.")]
pub struct EvalFlags {
    /// Folder of the archive.
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub dir: Option<PathBuf>,
    /// The file with the labels.
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Says how often a search puts first what people judged to come first.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex eval-search queries.toml
  incidex eval-search queries.toml --format json | jq .missed

The file holds queries, and pastes for `similar`, each with the documents that should come first:

  [[query]]
  text = \"certificate expired\"
  first = [\"2024/tls-outage.md\"]

Optional are `kind` and `archive`, a name from `[archives]` (folders relative to the file), and bars below which the
command fails: `[least]` with `query = { first = 0.8, five = 0.9 }`, and `paste` alike.")]
pub struct EvalSearchFlags {
    /// The file with the judged queries.
    #[arg(value_name = "FILE")]
    pub queries: PathBuf,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
    #[command(flatten)]
    pub view: ViewFlags,
}

/// Explains a code of `check`; without one, lists all of them.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex explain IX0301
  incidex explain zone_missing
  incidex explain                             the whole list")]
pub struct ExplainFlags {
    /// `IX0301`, or its name.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

/// Describes the formats: of an incident, of front matter, of incidex.toml, of the questions of a review.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  incidex schema incident > incident.schema.json
  incidex schema front-matter --format markdown
  incidex schema config --format markdown")]
pub struct SchemaFlags {
    /// What to describe.
    #[arg(value_name = "WHAT")]
    pub what: SchemaSubject,
    /// JSON Schema, or a table to read.
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: SchemaFormat,
}

const LONG_VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), "\nincident schema: incidex/incident/2\nsearch index: format 5");

const EXIT_CODES: &str = "Exit codes:
    0  done
    1  findings that --deny names, nothing found by search, or a site refused to be published
    2  a mistake in the command or in incidex.toml
    3  the archive or the file could not be read
    4  the site could not be written
   70  a fault of incidex itself
  130  interrupted by Ctrl-C";

/// How a command ended; the number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    Findings = 1,
    Usage = 2,
    Input = 3,
    Output = 4,
    Internal = 70,
}

/// Runs one command line.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: &Environment) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let colours = session::clap_colours(&args);
    let command = Cli::command().color(colours);
    let args = dashes::behind_two_dashes(&command, args);
    let cli = match command.try_get_matches_from(args).and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are answers too; a closed pipe is no reason to complain.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let session = Session::decide(&cli.global, environment);
    let outcome = match cli.command {
        Command::Build(flags) => build::run(&session, flags),
        Command::Show(flags) => show::run(&session, &flags),
        Command::Check(flags) => check::run(&session, &flags),
        Command::List(flags) => list::run(&session, &flags),
        Command::Search(flags) => search::run(&session, &flags),
        Command::Trends(flags) => trends::run(&session, &flags),
        Command::Report(flags) => report::run(&session, &flags),
        Command::Review(flags) => review::run(&session, &flags),
        Command::Similar(flags) => similar::run(&session, &flags),
        Command::Eval(flags) => eval::run(&session, &flags),
        Command::EvalSearch(flags) => eval_search::run(&session, &flags),
        Command::Explain(flags) => explain::run(&session, &flags),
        Command::Schema(flags) => schema::run(&session, &flags),
    };
    outcome.unwrap_or_else(|failure| failure.report(&session.report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_long_version_names_the_formats_in_force() {
        assert!(LONG_VERSION.contains(&format!("incident schema: {}\n", crate::model::SCHEMA)));
        assert!(LONG_VERSION.ends_with(&format!("search index: format {}", crate::search::schema::FORMAT)));
    }

    #[test]
    fn every_subcommand_has_examples() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("incidex {}", command.get_name())), "{}", command.get_name());
        }
    }
}
