//! The stages in order: the function to read first.
//!
//! Text comes in at `read`, bytes leave at `publish`; in between each stage turns one plain value into the next.

mod accounts;
mod ask;
mod error;
mod files;
mod fingerprint;
mod handover;
mod history;
mod leaks;
mod offline;
#[cfg(test)]
mod pairs_for_fit;
mod projection;
mod redirects;
mod settings;
mod tickets;
mod timings;
mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analyse::{self, Asked, Review, Trends};
use crate::budget::{self, Stopped};
use crate::config::{ActiveFiles, Config, Redactor};
use crate::diagnostic::Diagnostic;
use crate::index::{self, IndexFiles, PackSummary};
use crate::model::{Audience, Incident, KnowledgeBase};
use crate::normalise::{self, HeldBack, Normalised, Normaliser, View};
use crate::parse::Document;
use crate::publication::{Changes, Publication};
use crate::publish::{Handover, Stage};
use crate::read::{self, Archive};
use crate::render::{self, SiteInput};
use crate::secrets::{Baseline, Looked, Scanner};
use crate::theme;
use crate::{attach, read::SourceFile};
pub use accounts::{Account, State};
pub use ask::{questions, search, similar};
pub use error::PipelineError;
pub use handover::{Return, Terms};
pub use tickets::with_tickets;
pub use verify::Proof;

use ask::{newest_date, surroundings};
use error::{bad_settings, config_error, output};
use files::{copy_assets, copy_statics};
use fingerprint::fingerprint;
use projection::{Projection, Seen};
use timings::{Silent, Timings};

/// An archive, understood.
#[derive(Debug)]
pub struct Loaded {
    pub config: Config,
    pub knowledge_base: KnowledgeBase,
    /// About what the audience may see, in the order of files and lines.
    pub findings: Vec<Diagnostic>,
    /// Lines for `incidex.toml` that say what recurs in the archive.
    pub suggestions: Vec<String>,
    /// About the rest: for those who run a build, never for its readers. Empty where the audience sees everything.
    pub internal_findings: Vec<Diagnostic>,
    /// What was left out, in the order of paths; for those who run a build as well.
    pub held_back: Vec<HeldBack>,
    /// Files read that the audience may see, whatever became of them.
    pub documents: usize,
    /// What reads as a secret or as personal data, in documents that this audience sees.
    pub secrets: Looked,
    links: attach::Links,
    /// The line of the file of each document that says who may read it.
    marks: BTreeMap<String, usize>,
    archive: Archive,
    scanner: Scanner,
    redactor: Redactor,
    baseline: Baseline,
}

/// What a build needs besides the archive.
pub struct BuildOptions<'p> {
    pub out: PathBuf,
    pub audience: Audience,
    /// Ages are counted up to this day, the newest date of the archive when `None`, and embargoes, of which none is over
    /// when `None`.
    pub as_of: Option<Date>,
    /// Drafts, and what is not due yet or no longer, are published too.
    pub drafts: bool,
    /// Every page is looked at before anything is published.
    pub verify: bool,
    pub progress: &'p dyn Progress,
}

/// A published site.
#[derive(Debug)]
pub struct Built {
    pub loaded: Loaded,
    pub trends: Trends,
    pub pages: usize,
    pub files: usize,
    pub bytes: u64,
    /// Whether anything was written: the same site is left as it is.
    pub changed: bool,
    /// What the site's search weighs.
    pub search: PackSummary,
    /// Wall time of each stage.
    pub timings: Vec<(&'static str, Duration)>,
}

/// A site that is made and not yet published: what there is to decide on. Dropping it leaves the old site as it was.
#[derive(Debug)]
pub struct Prepared {
    pub loaded: Loaded,
    /// What is different from the publication before.
    pub changes: Changes,
    /// What a look at every page found; `None` where none was asked for.
    pub proof: Option<Proof>,
    trends: Trends,
    pages: usize,
    search: PackSummary,
    timings: Vec<(&'static str, Duration)>,
    stage: Stage,
    publication: Publication,
    record: PathBuf,
    keep: usize,
}

/// Told how far a build is; from any thread.
pub trait Progress: Sync {
    fn stage(&self, name: &'static str, steps: usize);
    fn advance(&self, steps: usize);
}

/// Reads, parses and normalises the archive at `root` as `view` says who reads it. Code in its HTML has no colours: a build
/// reads for pages.
///
/// # Errors
/// When the folder, or anything in it, cannot be read for a reason of the machine. What an author wrote is a finding.
pub fn load(root: &Path, config: Config, view: impl Into<View>) -> Result<Loaded, PipelineError> {
    load_timed(root, config, &view.into(), false, &mut Timings::silent())
}

/// `pages` says whether pages are made of what is read.
fn load_timed(
    root: &Path,
    config: Config,
    view: &View,
    pages: bool,
    timings: &mut Timings<'_>,
) -> Result<Loaded, PipelineError> {
    let mut archive =
        timings.stage("list", 0, |_| read::archive(root, &config.extensions)).map_err(PipelineError::Input)?;
    if let Some(file) = &config.file {
        archive.withhold(file);
    }
    let scanner = Scanner::new(&config.secrets);
    let redactor = config.redactor().map_err(bad_settings)?;
    let mut config = config.seen_by(&view.audience, &redactor);
    let mut normaliser = Normaliser::new(&config).on(view.as_of).with_drafts(view.drafts);
    let mut understood = timings.stage("read, parse, normalise", archive.sources.len(), |progress| {
        let portions = archive.sources.par_chunks(PORTION);
        let each = portions.flat_map_iter(|portion| {
            let projection = Projection { config: &config, normaliser: &normaliser, redactor: &redactor, view, pages };
            understand(&archive, portion, &projection, &scanner, progress)
        });
        each.collect::<Vec<_>>()
    });
    timings.stage("learn", 0, |_| {
        let again = |portion: &[SourceFile], normaliser: &Normaliser<'_>| {
            let projection = Projection { config: &config, normaliser, redactor: &redactor, view, pages };
            understand(&archive, portion, &projection, &scanner, &Silent)
        };
        read_again(&archive, &mut understood, &mut normaliser, again)
    });
    let is_counted = |one: &&Understood| match one {
        Understood::Document(_) => true,
        // Nobody knows who may see what could not be read.
        Understood::Unreadable(_) => view.audience.is_internal(),
        Understood::HeldBack(_) => false,
    };
    let documents = understood.iter().filter(is_counted).count();
    let gathered = timings.stage("gather", 0, |_| gather(understood, normaliser, &archive, config.active_files));
    let Gathered { mut knowledge_base, mut findings, suggestions, unseen, held_back, links, secrets, marks } = gathered;
    findings.extend(attach::static_findings(&archive.root, &view.audience));
    let (names, odd) = settings::cause_names(&archive, &knowledge_base, view, &redactor);
    let left_out = held_back.iter().flat_map(|one| one.findings.clone());
    let (baseline, odd_lines) = leaks::baseline(&archive);
    let mut internal_findings = [archive.findings.clone(), unseen, odd, odd_lines, scanner.odd_settings()].concat();
    internal_findings.extend(left_out);
    internal_findings.extend(tickets::settle(&archive, &config, &mut knowledge_base, &view.audience));
    if view.audience.is_internal() {
        findings.append(&mut internal_findings);
    }
    findings.extend(settings::unknown_in_navigation(&config, &knowledge_base, &view.audience));
    findings.extend(normalise::settle_corrections(&mut knowledge_base, &names, &view.audience));
    if !view.audience.is_internal() {
        settings::project(&mut config, &mut knowledge_base);
    }
    if knowledge_base.articles.is_empty() {
        findings.push(Diagnostic::new("nothing_found", format!("none of {documents} files reads as a postmortem")));
    }
    leaks::mask(&mut findings, &scanner);
    leaks::mask(&mut internal_findings, &scanner);
    findings.extend(leaks::report(&secrets, &baseline, &view.audience));
    archive.intact().map_err(PipelineError::Input)?;
    for list in [&mut findings, &mut internal_findings] {
        list.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
    }
    Ok(Loaded {
        config,
        knowledge_base,
        findings,
        suggestions,
        internal_findings,
        held_back,
        documents,
        secrets,
        links,
        marks,
        archive,
        scanner,
        redactor,
        baseline,
    })
}

/// As [`load`], and looks for secrets in the files that documents link to as well.
///
/// # Errors
/// As [`load`].
pub fn check(root: &Path, config: Config, view: impl Into<View>) -> Result<Loaded, PipelineError> {
    let view = view.into();
    let mut loaded = load(root, config, view.clone())?;
    leaks::look_at_attachments(&mut loaded, &view.audience)?;
    Ok(loaded)
}

/// Builds the site of the archive at `root` and puts it in place in one step.
///
/// # Errors
/// When the archive cannot be read, the theme has a mistake, or the output cannot be written. The old site is then
/// untouched.
pub fn build(root: &Path, config: Config, options: &BuildOptions<'_>) -> Result<Built, PipelineError> {
    prepare(root, config, options, &Terms::default())?.publish(options.progress)
}

/// Makes the site of the archive at `root`, for somebody to decide whether it is published.
///
/// # Errors
/// As [`build`], and when the publication before cannot be read.
pub fn prepare(
    root: &Path,
    config: Config,
    options: &BuildOptions<'_>,
    terms: &Terms,
) -> Result<Prepared, PipelineError> {
    let mut timings = Timings::new(options.progress);
    let stage = Stage::begin_in_turn(&options.out, root, terms.wait).map_err(output)?;
    let before = handover::before(&stage, terms)?;
    let view = View { audience: options.audience.clone(), as_of: options.as_of, drafts: options.drafts };
    let mut loaded = load_timed(root, config, &view, true, &mut timings)?;
    leaks::look_at_attachments(&mut loaded, &view.audience)?;
    leaks::refuse(&loaded, &view.audience)?;
    let theme = match &loaded.config.theme {
        Some(name) => theme::named(name, &loaded.archive.root),
        None => theme::built_in(),
    };
    loaded.archive.intact().map_err(PipelineError::Input)?;
    let theme = theme.map_err(config_error)?;

    let as_of = options.as_of.unwrap_or_else(|| newest_date(&loaded.knowledge_base));
    let pages = loaded.knowledge_base.articles.len();
    let options_of_trends = analyse::Options::of(&loaded.config);
    let (indexed, trends) = timings.stage("index and analyse", 0, |_| {
        rayon::join(
            || index(root, &loaded, &view, &stage),
            || analyse::trends(&loaded.knowledge_base, as_of, &options_of_trends),
        )
    });
    let search = indexed?;
    let held_back = if options.audience.is_internal() { loaded.held_back_counts() } else { Vec::new() };
    let input = SiteInput {
        held_back: &held_back,
        config: &loaded.config,
        knowledge_base: &loaded.knowledge_base,
        trends: &trends,
        audience: &options.audience,
        as_of,
        generator_version: env!("CARGO_PKG_VERSION"),
        integrity: &search.integrity,
    };
    let rendered = timings.stage("render", pages, |_| render::site(&input, &theme, &stage)).map_err(output)?;
    loaded.findings.extend(rendered.findings);
    let (statics, clashes) = timings.stage("files", loaded.links.assets.len(), |progress| {
        copy_assets(&loaded, &options.audience, &stage, progress)?;
        copy_statics(&loaded, &options.audience, &stage)
    })?;
    loaded.findings.extend(clashes);
    loaded.findings.extend(redirects::put(&loaded, &stage)?);
    timings.stage("keep", 0, |_| match loaded.config.offline {
        true => offline::keep(&statics, &offline::newest_pages(&loaded), &stage),
        false => offline::leave(&stage),
    })?;
    timings.stage("look for secrets", 0, |_| leaks::look_at_site(&mut loaded, &stage, &options.audience))?;
    let proof = match options.verify {
        true => Some(timings.stage("verify", 0, |_| verify::site(&loaded, &stage, &statics, &options.audience))?),
        false => None,
    };
    let attachments = loaded.links.assets.iter().filter_map(|asset| loaded.links.address(&asset.path)).chain(statics);
    let publication =
        Publication::of(stage.name(), &options.audience, &loaded.knowledge_base, attachments).with_lines(&loaded.marks);
    Ok(Prepared {
        changes: publication.changes_since(before.publication.as_ref()),
        loaded,
        proof,
        trends,
        pages: rendered.pages,
        search,
        timings: timings.taken,
        stage,
        publication,
        record: before.path,
        keep: terms.keep,
    })
}

impl Prepared {
    /// Puts the site in its place, and its record beside it.
    ///
    /// # Errors
    /// When the machine refuses. The old site is then untouched.
    pub fn publish(self, progress: &dyn Progress) -> Result<Built, PipelineError> {
        let mut timings = Timings { progress, taken: self.timings };
        let text = self.publication.text().map_err(output)?;
        let handover = Handover { keep: self.keep, record: Some((&self.record, text.as_bytes())) };
        let published = timings.stage("publish", 0, |_| self.stage.commit_with(&handover)).map_err(output)?;
        Ok(Built {
            loaded: self.loaded,
            trends: self.trends,
            pages: self.pages,
            files: published.files,
            bytes: published.bytes,
            changed: published.changed,
            search: self.search,
            timings: timings.taken,
        })
    }
}

/// What the archive at `root` tells `view` across its documents, as of its day; the newest date when it has none.
///
/// # Errors
/// When the archive cannot be read in full.
pub fn trends(root: &Path, config: Config, view: &View) -> Result<Trends, PipelineError> {
    let loaded = load(root, config, view.clone())?;
    let as_of = view.as_of.unwrap_or_else(|| newest_date(&loaded.knowledge_base));
    Ok(analyse::trends(&loaded.knowledge_base, as_of, &analyse::Options::of(&loaded.config)))
}

/// A review of the archive at `root`; `asked` is told the day of the report. `None` where nothing is asked, or where no
/// quarter is given and no incident says even in which month it happened.
///
/// # Errors
/// When the archive cannot be read in full.
pub fn review(
    root: &Path,
    config: Config,
    asked: impl FnOnce(Date) -> Option<Asked>,
    view: &View,
) -> Result<Option<Review>, PipelineError> {
    let loaded = load(root, config, view.clone())?;
    let asked = asked(view.as_of.unwrap_or_else(|| newest_date(&loaded.knowledge_base)));
    let options = analyse::Options::of(&loaded.config);
    Ok(asked.and_then(|asked| analyse::review(loaded.knowledge_base, asked, &options)))
}

/// Understands one file without its archive; `None` where `view` may not see it. A draft is shown to whoever sees all.
///
/// # Errors
/// When the file cannot be read.
pub fn show_file(path: &Path, config: &Config, view: &View) -> Result<Option<Understanding>, PipelineError> {
    let file = read::lone_file(path).map_err(PipelineError::Input)?;
    let redactor = config.redactor().map_err(bad_settings)?;
    let normaliser = Normaliser::new(config).on(view.as_of).with_drafts(view.drafts);
    let projection = Projection { config, normaliser: &normaliser, redactor: &redactor, view, pages: false };
    let read = |document: &Document| budget::isolated(budget::STEPS, || normalise::incidents(document, config));
    if view.audience.is_internal() {
        let mut document = projection.whole(&file.source, &file.text);
        let outcome = read_or_plain(&mut document, read);
        return Ok(Some(outcome.unwrap_or_else(|finding| (Vec::new(), vec![finding]))));
    }
    let Ok(seen) = projection.seen(&file.source, &file.text) else { return Ok(None) };
    let understanding = read(&seen.document).ok();
    Ok(understanding.map(|(incidents, mut findings)| {
        seen.document.place(&mut findings);
        (incidents, findings)
    }))
}

/// The incidents of one file, and what is to be said about it.
pub type Understanding = (Vec<Incident>, Vec<Diagnostic>);

/// Files that one thread takes at once: enough that grammars and rules, which are large, are each at hand for many
/// documents in a row, and few enough that no thread is left with long work at the end.
const PORTION: usize = 32;

/// What one file gives: a document never outlives its portion, as ten thousand of them would fill the memory.
enum Understood {
    Document(Box<Shown>),
    /// Not for this audience, or for none.
    HeldBack(HeldBack),
    Unreadable(Diagnostic),
}

/// What one document gives to those who see it.
struct Shown {
    read: normalise::Read,
    links: attach::Links,
    looked: Looked,
    /// About parts that its readers do not see.
    unseen: Vec<Diagnostic>,
    /// Its path, and the line that says who may read it.
    mark: Option<(String, usize)>,
}

/// Reads and parses every file of a portion, then normalises every document.
fn understand(
    archive: &Archive,
    portion: &[SourceFile],
    projection: &Projection<'_>,
    scanner: &Scanner,
    progress: &dyn Progress,
) -> Vec<Understood> {
    let texts = portion.iter().map(|source| (source, read::text(&archive.root, source)));
    let parsed: Vec<Result<(Seen, Looked), Understood>> = texts
        .map(|(source, text)| {
            let text = text.map_err(Understood::Unreadable)?;
            let seen = projection.seen(source, &text).map_err(Understood::HeldBack)?;
            let looked = scanner.document(&source.path, seen.sieved.as_deref().unwrap_or(&text.text));
            Ok((seen, looked))
        })
        .collect();
    let understood = parsed.into_iter().map(|parsed| {
        progress.advance(1);
        parsed.map_or_else(|other| other, |(seen, looked)| shown(archive, seen, looked, projection))
    });
    understood.collect()
}

fn shown(archive: &Archive, seen: Seen, looked: Looked, projection: &Projection<'_>) -> Understood {
    let Seen { mut document, unseen, mark, .. } = seen;
    let is_withheld = |path: &str| projection.redactor.concerns(path);
    let follower = attach::Follower { audience: &projection.view.audience, is_withheld: &is_withheld };
    let read = |document: &Document| {
        budget::isolated(budget::STEPS, || {
            (projection.normaliser.read(document), attach::follow(archive, document, follower))
        })
    };
    // What cannot be read shows its whole text, of which nobody knows what is marked: not for narrower readers.
    let outcome = match projection.view.audience.is_internal() {
        true => read_or_plain(&mut document, read),
        false => read(&document).map_err(|stopped| stopped_finding(&document, &stopped)),
    };
    match outcome {
        Ok((mut read, links)) => {
            read.place(&document);
            let mark = mark.map(|line| (document.source.path, line));
            Understood::Document(Box::new(Shown { read, links, looked, unseen, mark }))
        }
        Err(finding) => Understood::Unreadable(finding),
    }
}

/// Reads those documents again of which the others, all read by now, tell more: what an archive's own headings stand for.
fn read_again(
    archive: &Archive,
    understood: &mut [Understood],
    normaliser: &mut Normaliser<'_>,
    again: impl Fn(&[SourceFile], &Normaliser<'_>) -> Vec<Understood> + Sync,
) {
    let shown: Vec<usize> =
        (0..understood.len()).filter(|at| matches!(understood[*at], Understood::Document(..))).collect();
    let read: Vec<&normalise::Read> = shown
        .iter()
        .filter_map(|at| match &understood[*at] {
            Understood::Document(shown) => Some(&shown.read),
            _ => None,
        })
        .collect();
    let places: Vec<usize> = normaliser.learn(&read).into_iter().map(|at| shown[at]).collect();
    let normaliser = &*normaliser;
    let reread = places.par_iter().map(|&at| (at, again(&archive.sources[at..=at], normaliser)));
    for (at, mut one) in reread.collect::<Vec<_>>() {
        if let Some(one) = one.pop() {
            understood[at] = one;
        }
    }
}

/// What all files give together.
struct Gathered {
    knowledge_base: KnowledgeBase,
    findings: Vec<Diagnostic>,
    /// Lines for `incidex.toml` that say what recurs in the archive.
    suggestions: Vec<String>,
    /// About files that could not be read and about settings: not for an audience that does not see everything.
    unseen: Vec<Diagnostic>,
    held_back: Vec<HeldBack>,
    links: attach::Links,
    secrets: Looked,
    marks: BTreeMap<String, usize>,
}

fn gather(understood: Vec<Understood>, normaliser: Normaliser<'_>, archive: &Archive, active: ActiveFiles) -> Gathered {
    let mut read = Vec::with_capacity(understood.len());
    let (mut unseen, mut held_back) = (normaliser.problems(), Vec::new());
    let mut links = attach::Links::default();
    let mut secrets = Looked::default();
    let mut marks = BTreeMap::new();
    for one in understood {
        match one {
            Understood::Document(shown) => {
                read.push(shown.read);
                links.extend(shown.links);
                secrets.extend(shown.looked);
                unseen.extend(shown.unseen);
                marks.extend(shown.mark);
            }
            Understood::Unreadable(finding) => unseen.push(finding),
            Understood::HeldBack(one) => held_back.push(one),
        }
    }
    let Normalised { mut knowledge_base, mut findings, suggestions } = normaliser.gather(read);
    links.decide(&knowledge_base);
    links.take_over(&mut knowledge_base, &mut findings);
    links.inspect(&archive.root, active);
    links.settle(&mut knowledge_base);
    findings.extend(links.findings.iter().cloned());
    Gathered { knowledge_base, findings, suggestions, unseen, held_back, links, secrets, marks }
}

/// Reads a document; one that costs too much, or that meets a mistake of ours, with ever less left of it to read.
fn read_or_plain<T>(
    document: &mut Document,
    read: impl Fn(&Document) -> Result<T, budget::Stopped>,
) -> Result<T, Diagnostic> {
    let stopped = match read(document) {
        Ok(read) => return Ok(read),
        Err(stopped) => stopped,
    };
    let finding = stopped_finding(document, &stopped);
    document.findings.push(finding.clone());
    for less in [Document::into_plain, Document::into_bare] {
        *document = less(document.clone());
        if let Ok(read) = read(document) {
            return Ok(read);
        }
    }
    Err(finding)
}

fn stopped_finding(document: &Document, stopped: &Stopped) -> Diagnostic {
    stopped.finding("reading this document").at(&document.source.path, None)
}

/// Writes the site's search; an internal build also keeps the index that `incidex search` answers from.
fn index(root: &Path, loaded: &Loaded, view: &View, stage: &Stage) -> Result<PackSummary, PipelineError> {
    let build = || -> Result<IndexFiles, PipelineError> {
        Ok(index::build(&loaded.knowledge_base, &surroundings(loaded, &loaded.config, view))?)
    };
    let files = if view.audience.is_internal() {
        index::build_and_keep(root, &fingerprint(&loaded.archive, &loaded.config, view)?, build)?
    } else {
        build()?
    };
    let mut search = index::pack(&files, stage).map_err(output)?;
    offline::bundle(&mut search, stage)?;
    Ok(search)
}

#[cfg(test)]
mod tests;
