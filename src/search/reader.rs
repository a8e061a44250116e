//! An index opened for reading, wherever its bytes are: on disk, in memory, or still on their way to a browser.

use std::path::Path;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, Directory};
use tantivy::index::SegmentComponent;
use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Index, ReloadPolicy, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::document::{About, Card, Section};
use super::languages::Languages;
use super::near::is_known;
use super::parse::parse_on;
use super::query::Query;
use super::schema::{self, ABOUT_FILE, Fields, LENGTHS_FILE, RECORDS_FILE, SYNONYMS_FILE, VOCABULARY_FILE};
use super::store::Store;
use super::thesaurus::Thesaurus;
use super::tokens::Words;
use super::vocabulary::Vocabulary;

/// Why an index gives no answer. Messages finish the phrase "failed to search: ...".
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index cannot be read: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("the index cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("the index was written by another version")]
    OtherVersion,
}

/// The documents of one query without those of others.
#[derive(Debug)]
pub(super) struct Wanted {
    pub query: Box<dyn TantivyQuery>,
    pub excluded: Vec<Box<dyn TantivyQuery>>,
}

/// An index up to this many documents brings its lengths of fields along when it is opened from afar.
const SMALL_INDEX: usize = 20_000;

/// One index, one segment.
#[derive(Clone)]
pub struct Reader {
    searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) vocabulary: Vocabulary,
    store: Store,
    pub(super) thesaurus: Arc<Thesaurus>,
    pub(super) languages: Languages,
    /// See [`About`].
    day: Option<i64>,
    published: u32,
    /// Whether what a query needs is asked for beforehand, because each question costs a round trip.
    remote: bool,
}

impl Reader {
    /// Opens the index in `directory`. `remote` says that its bytes arrive piece by piece.
    ///
    /// # Errors
    /// When files are missing, damaged, or written with another schema.
    pub fn open(directory: Box<dyn Directory>, remote: bool) -> Result<Self, SearchError> {
        let vocabulary = open_file(directory.as_ref(), VOCABULARY_FILE)?;
        let records = open_file(directory.as_ref(), RECORDS_FILE)?;
        let store = Store::open(records, &open_file(directory.as_ref(), LENGTHS_FILE)?)?;
        let synonyms = open_file(directory.as_ref(), SYNONYMS_FILE)?.read_bytes()?;
        let about = open_file(directory.as_ref(), ABOUT_FILE)?.read_bytes()?;
        let about: About = serde_json::from_slice(&about).map_err(|_| SearchError::OtherVersion)?;
        let languages = Languages::of(about.languages.iter().map(String::as_str));
        let mut index = Index::open(directory)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(SearchError::OtherVersion);
        }
        index.set_tokenizers(schema::tokenizers(&Words::default()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let vocabulary = Vocabulary::open(vocabulary)?;
        let thesaurus =
            Arc::new(Thesaurus::with(&String::from_utf8_lossy(&synonyms), &languages).knowing(&about.known));
        let searcher = tantivy::IndexReader::searcher(&reader);
        let opened = Self {
            searcher,
            fields,
            vocabulary,
            store,
            thesaurus,
            languages,
            day: about.day,
            published: about.published,
            remote,
        };
        opened.open_common()?;
        Ok(opened)
    }

    /// Opens what every query reads, so that a pack knows it as a part of opening.
    fn open_common(&self) -> tantivy::Result<()> {
        let Some(segment) = self.segment().filter(|_| self.remote) else { return Ok(()) };
        let labels = self.fields.label.iter().chain([&self.fields.id, &self.fields.exact_title]);
        for field in self.fields.text.iter().chain(labels) {
            segment.inverted_index(*field)?;
        }
        if self.documents() <= SMALL_INDEX {
            for field in self.fields.text {
                segment.fieldnorms_readers().get_field(field)?;
            }
        }
        Ok(())
    }

    /// The one segment; an empty index has none.
    pub(super) fn segment(&self) -> Option<&SegmentReader> {
        self.searcher.segment_readers().first()
    }

    pub(super) fn is_remote(&self) -> bool {
        self.remote
    }

    /// Reads a query that is asked on `today`, in days since 1970-01-01; else on the day of the archive.
    pub fn query(&self, text: &str, today: Option<i64>) -> Query {
        parse_on(text, today.or(self.day))
    }

    /// A digit for each term of the thesaurus: whether some document has it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn known_terms(&self) -> Result<String, SearchError> {
        let known = self.thesaurus.terms().map(|term| Ok(if is_known(self, term)? { '1' } else { '0' }));
        Ok(known.collect::<tantivy::Result<String>>()?)
    }

    /// Whether a document has a page.
    pub(super) fn is_published(&self, document: DocId) -> bool {
        document < self.published
    }

    /// How many documents the index holds.
    pub fn documents(&self) -> usize {
        usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// How many documents have the term.
    pub(super) fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }

    /// Every label of a field, sorted.
    pub(super) fn labels(&self, field: Field) -> tantivy::Result<Vec<String>> {
        let mut labels = Vec::new();
        if let Some(segment) = self.segment() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                labels.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(labels)
    }

    /// Every document that matches and is not excluded, with its score, in the order of the index.
    pub(super) fn run(&self, wanted: &Wanted) -> tantivy::Result<Vec<(DocId, Score)>> {
        let Some(segment) = self.segment() else { return Ok(Vec::new()) };
        self.touch(wanted)?;
        let mut found = Vec::new();
        self.each(segment, &*wanted.query, |document, score| found.push((document, score)))?;
        // Not left to tantivy: its exclusion moves a phrase that has already ended.
        for query in &wanted.excluded {
            let mut excluded = Vec::new();
            self.each(segment, &**query, |document, _| excluded.push(document))?;
            found.retain(|(document, _)| excluded.binary_search(document).is_err());
        }
        Ok(found)
    }

    /// Every document that matches, with its score, in the order of the index.
    ///
    /// Handed on one by one: a common word has most of a large archive.
    pub(super) fn walk(&self, query: Box<dyn TantivyQuery>, take: impl FnMut(DocId, Score)) -> tantivy::Result<()> {
        let Some(segment) = self.segment() else { return Ok(()) };
        let wanted = Wanted { query, excluded: Vec::new() };
        self.touch(&wanted)?;
        self.each(segment, &*wanted.query, take)
    }

    /// Whether any document matches.
    pub(super) fn any(&self, query: &dyn TantivyQuery) -> tantivy::Result<bool> {
        let Some(segment) = self.segment() else { return Ok(false) };
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        Ok(weight.scorer(segment, 1.0)?.doc() != TERMINATED)
    }

    fn each(
        &self,
        segment: &SegmentReader,
        query: &dyn TantivyQuery,
        mut take: impl FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut document = scorer.doc();
        while document != TERMINATED {
            take(document, scorer.score());
            document = scorer.advance();
        }
        Ok(())
    }

    /// Asks a remote index for everything a query reads, carrying on over what is not there yet.
    pub(super) fn touch(&self, wanted: &Wanted) -> tantivy::Result<()> {
        let Some(segment) = self.segment().filter(|_| self.remote) else { return Ok(()) };
        let mut terms = Vec::new();
        for query in wanted.excluded.iter().chain([&wanted.query]) {
            query.query_terms(&mut |term, positions| terms.push((term.clone(), positions)));
        }
        let mut first_error = None;
        let mut known = Vec::new();
        for (term, positions) in terms {
            let info = segment.inverted_index(term.field()).and_then(|index| Ok((index.get_term_info(&term)?, index)));
            match info {
                Ok((Some(info), index)) => known.push((term, positions, info, index)),
                Ok((None, _)) => {}
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        let positions_file = segment.open_read(SegmentComponent::Positions).map_err(tantivy::TantivyError::from)?;
        let positions_file = CompositeFile::open(&positions_file)?;
        for (term, positions, info, index) in known {
            // Positions are read apart, because tantivy reads them only once it has the postings.
            if let Some(file) = positions_file.open_read(term.field()).filter(|_| positions) {
                let read = file.read_bytes_slice(info.positions_range.clone()).map(|_| ()).map_err(Into::into);
                first_error = first_error.or(read.err());
            }
            let postings = index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs);
            let postings = postings.map(|_| ()).map_err(Into::into);
            let norms = segment.fieldnorms_readers().get_field(term.field()).map(|_| ());
            first_error = first_error.or(postings.err()).or(norms.err());
        }
        first_error.map_or(Ok(()), Err)
    }

    /// Asks a remote index for the terms that begin alike, which those of a list of words mostly do.
    pub(super) fn touch_terms(&self, prefix: &str) {
        let Some(segment) = self.segment().filter(|_| self.remote) else { return };
        let end = format!("{prefix}{}", char::MAX);
        for field in self.fields.text {
            if let Ok(index) = segment.inverted_index(field) {
                index.terms().range().ge(prefix).lt(&end).into_stream().ok();
            }
        }
    }

    /// What a result shows of a document, and the document's own words.
    ///
    /// # Errors
    /// When they cannot be read, or not yet.
    pub fn record(&self, document: DocId) -> Result<(Card, Vec<Section>), SearchError> {
        Ok(self.store.read(document)?)
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("documents", &self.documents()).finish_non_exhaustive()
    }
}

fn open_file(directory: &dyn Directory, name: &str) -> Result<tantivy::directory::FileSlice, SearchError> {
    directory.open_read(Path::new(name)).map_err(|error| SearchError::Index(error.into()))
}
