//! An index opened for reading, wherever its bytes are: on disk, in memory, or still on their way to a browser.

use std::path::Path;

use tantivy::directory::Directory;
use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocId, DocSet, Index, ReloadPolicy, Score, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::document::{Card, Section};
use super::schema::{self, Fields, TEXT_FILE, VOCABULARY_FILE};
use super::text;
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

/// One index, one segment.
#[derive(Clone)]
pub struct Reader {
    searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) vocabulary: Vocabulary,
    text: tantivy::directory::FileSlice,
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
        let text = open_file(directory.as_ref(), TEXT_FILE)?;
        let mut index = Index::open(directory)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(SearchError::OtherVersion);
        }
        index.set_tokenizers(schema::tokenizers(&Words::default()));
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(16).try_into()?;
        Ok(Self {
            searcher: tantivy::IndexReader::searcher(&reader),
            fields,
            vocabulary: Vocabulary::open(vocabulary)?,
            text,
            remote,
        })
    }

    /// The one segment; an empty index has none.
    pub(super) fn segment(&self) -> Option<&SegmentReader> {
        self.searcher.segment_readers().first()
    }

    pub(super) fn is_remote(&self) -> bool {
        self.remote
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

    /// Every document that matches, with its score, in the order of the index.
    pub(super) fn run(&self, query: &dyn TantivyQuery) -> tantivy::Result<Vec<(DocId, Score)>> {
        let Some(segment) = self.segment() else { return Ok(Vec::new()) };
        if self.remote {
            self.touch(segment, query)?;
        }
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut found = Vec::new();
        let mut document = scorer.doc();
        while document != TERMINATED {
            found.push((document, scorer.score()));
            document = scorer.advance();
        }
        Ok(found)
    }

    /// Asks for everything a query reads, carrying on over what is not there yet.
    fn touch(&self, segment: &SegmentReader, query: &dyn TantivyQuery) -> tantivy::Result<()> {
        let mut terms = Vec::new();
        query.query_terms(&mut |term, positions| terms.push((term.clone(), positions)));
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
        for (term, positions, info, index) in known {
            let option =
                if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
            let postings = index.read_postings_from_terminfo(&info, option).map(|_| ()).map_err(Into::into);
            let norms = segment.fieldnorms_readers().get_field(term.field()).map(|_| ());
            first_error = first_error.or(postings.err()).or(norms.err());
        }
        first_error.map_or(Ok(()), Err)
    }

    /// What a result shows of `document`.
    pub(super) fn card(&self, document: DocId) -> Result<Card, SearchError> {
        let stored: TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(0, document))?;
        let bytes = stored.get_first(self.fields.card).and_then(|value| value.as_bytes()).unwrap_or_default();
        serde_json::from_slice(bytes).map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidData).into())
    }

    /// The text of a document, from its card.
    pub(super) fn sections(&self, card: &Card) -> Result<Vec<Section>, SearchError> {
        Ok(text::read(&self.text, card.text_at)?)
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
