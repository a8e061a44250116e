//! Documents to index files, in memory: one segment, newest document first, the same bytes for the same input.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::{OwnedBytes, RamDirectory};
use tantivy::schema::{Field, OwnedValue};
use tantivy::store::Compressor;
use tantivy::{Directory, Document, Index, IndexSettings};

use super::documents::{day_number, documents};
use crate::model::KnowledgeBase;
use crate::search::pages::{Manifest, ManifestFile, PagedDirectory, Pages};
use crate::search::schema::{self, ABOUT_FILE, Fields, LENGTHS_FILE, RECORDS_FILE, SYNONYMS_FILE, VOCABULARY_FILE};
use crate::search::{
    About, Card, Languages, Reader, SearchDocument, SearchError, Section, Words, fold_label, fold_line, store,
    vocabulary,
};

/// What indexing may use before it spills; one segment never does, so this is how buffers are sized: small enough for
/// the table of terms to stay near the processor.
const HEAP: usize = 16 << 20;
/// Stands in for tantivy's random segment name.
const SEGMENT: &str = "1dec1dec-0000-4000-8000-000000000001";
const META_FILE: &str = "meta.json";

/// Why an index could not be written. Messages finish the phrase "failed to write the search index: ...".
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error(transparent)]
    Tantivy(#[from] tantivy::TantivyError),
    #[error("a record cannot be stored: {0}")]
    Record(#[from] std::io::Error),
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// An index in memory: its files by name.
#[derive(Debug, Clone, Default)]
pub struct IndexFiles {
    pub files: BTreeMap<String, OwnedBytes>,
    /// What results show of each document, in the order of the index, without its text.
    pub cards: Vec<Card>,
}

impl IndexFiles {
    /// Names and lengths.
    pub fn manifest(&self) -> Manifest {
        Manifest { files: self.files.iter().map(|(name, bytes)| ManifestFile::new(name, bytes.len())).collect() }
    }

    /// Opens the index where it is, in memory.
    ///
    /// # Errors
    /// When the files are not those of an index.
    pub fn open(&self) -> Result<Reader, SearchError> {
        let pages = InMemory { files: self.files.values().cloned().collect() };
        Reader::open(Box::new(PagedDirectory::new(Arc::new(self.manifest()), Arc::new(pages))), false)
    }

    fn put_about(&mut self, about: &About) -> Result<(), IndexError> {
        let bytes = serde_json::to_vec(about).map_err(std::io::Error::from)?;
        self.files.insert(ABOUT_FILE.to_owned(), OwnedBytes::new(bytes));
        Ok(())
    }

    /// All bytes together.
    pub fn size(&self) -> usize {
        self.files.values().map(|bytes| bytes.len()).sum()
    }
}

#[derive(Debug)]
struct InMemory {
    files: Vec<OwnedBytes>,
}

impl Pages for InMemory {
    fn read(&self, file: usize, range: std::ops::Range<usize>) -> std::io::Result<OwnedBytes> {
        self.files.get(file).map(|bytes| bytes.slice(range)).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }
}

/// What an index is told besides the documents.
#[derive(Debug, Clone, Default)]
pub struct Surroundings<'s> {
    pub synonyms: Synonyms<'s>,
    /// The day that a query counts from; `None` is the newest of a document.
    pub day: Option<jiff::civil::Date>,
    /// Says in which language a text is written; `None` is English. What is not asked is English too.
    pub language: Option<fn(&str, &str) -> Option<&'static str>>,
    /// The language of most documents, for whoever says so.
    pub language_hint: &'s str,
    /// Documents without a page that are found all the same.
    pub set_aside: Vec<SearchDocument>,
}

/// Words that mean the same by the settings of an archive: what is typed or written, and what it may be called instead.
#[derive(Debug, Clone, Copy, Default)]
pub struct Synonyms<'s> {
    pub groups: Option<&'s BTreeMap<String, Vec<String>>>,
    /// Only what the documents use, for readers who do not see all of them: the settings must tell them nothing more.
    pub only_known: bool,
}

/// Indexes every published document.
///
/// # Errors
/// When tantivy cannot write, which in memory it always can.
pub fn build(kb: &KnowledgeBase, surroundings: &Surroundings<'_>) -> Result<IndexFiles, IndexError> {
    let length = kb.articles.iter().map(|article| article.search_text.len()).sum();
    let language = |text: &str| surroundings.language.and_then(|language| language(text, surroundings.language_hint));
    let set_aside = surroundings.set_aside.iter().map(|document| (Vec::new(), document.clone()));
    let day = surroundings.day.map(day_number);
    write(documents(kb, &language).chain(set_aside), length, &surroundings.synonyms, day)
}

impl Synonyms<'_> {
    /// A group a line, terms between commas.
    fn lines(&self, words: &Words) -> String {
        let known: BTreeSet<String> = words.seen().into_iter().map(|(word, _)| word).collect();
        let is_known = |term: &str| fold_line(term).split(' ').all(|word| known.contains(word));
        let groups = self.groups.into_iter().flatten();
        let mut text = String::from("# words that mean the same\n");
        for (name, others) in groups {
            let terms = std::iter::once(name).chain(others).map(|term| term.replace([',', '\n', '#'], " "));
            let terms: Vec<String> = terms.filter(|term| !self.only_known || is_known(term)).collect();
            if terms.len() > 1 {
                text.push_str(&format!("{}\n", terms.join(", ")));
            }
        }
        text
    }
}

/// Indexes documents given in any order.
///
/// # Errors
/// When tantivy cannot write, which in memory it always can.
pub fn build_from(documents: Vec<SearchDocument>) -> Result<IndexFiles, IndexError> {
    build_with(documents, &Synonyms::default())
}

/// The same with words of the settings.
///
/// # Errors
/// Those of [`build_from`].
pub fn build_with(mut documents: Vec<SearchDocument>, synonyms: &Synonyms<'_>) -> Result<IndexFiles, IndexError> {
    let is_aside = |document: &SearchDocument| document.set_aside.is_some();
    documents.sort_by(|a, b| {
        is_aside(a)
            .cmp(&is_aside(b))
            .then(b.day.cmp(&a.day))
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| a.slug.cmp(&b.slug))
    });
    write(documents.into_iter().map(|document| (vec![document.slug.clone()], document)), 0, synonyms, None)
}

/// Indexes documents in the order in which equals are shown: newest first, then by id, and last what was set aside.
///
/// Each comes with the names of its file and its addresses. `length` is how long all texts are, about.
fn write(
    documents: impl IntoIterator<Item = (Vec<String>, SearchDocument)>,
    length: usize,
    synonyms: &Synonyms<'_>,
    day: Option<i64>,
) -> Result<IndexFiles, IndexError> {
    let (schema, fields) = schema::schema();
    let words = Words::default();
    let settings = IndexSettings {
        docstore_compress_dedicated_thread: false,
        // Nothing is put into tantivy's own store, and a reader without compression is smaller.
        docstore_compression: Compressor::None,
        ..IndexSettings::default()
    };
    let tokenizers = schema::tokenizers(&words);
    let builder = Index::builder()
        .schema(schema)
        .settings(settings)
        .fast_field_tokenizers(tokenizers.clone())
        .tokenizers(tokenizers);
    let directory = RamDirectory::create();
    let mut writer = builder.single_segment_index_writer(directory.clone(), HEAP)?;
    let mut store = store::Writer::with_room(length);
    let mut cards = Vec::new();
    let mut about = About { day, ..About::default() };
    let mut languages = BTreeSet::new();
    for (names, document) in documents {
        words.speak(&document.language);
        languages.insert(document.language.clone());
        about.day = about.day.max(document.day.filter(|_| day.is_none()));
        about.published += u32::from(document.set_aside.is_none());
        let card = Card::new(&document);
        store.append(&card, &document.sections)?;
        cards.push(card);
        writer.add_document(Row::new(&fields, &names, document))?;
    }
    let mut files = named(&writer.finalize()?, &directory)?;
    files.insert(RECORDS_FILE.to_owned(), OwnedBytes::new(store.records));
    files.insert(LENGTHS_FILE.to_owned(), OwnedBytes::new(store.lengths));
    files.insert(VOCABULARY_FILE.to_owned(), OwnedBytes::new(vocabulary::write(words.seen())));
    files.insert(SYNONYMS_FILE.to_owned(), OwnedBytes::new(synonyms.lines(&words).into_bytes()));
    about.languages = Languages::of(languages.iter().map(String::as_str)).codes().map(str::to_owned).collect();
    let mut index = IndexFiles { files, cards };
    index.put_about(&about)?;
    about.known = index.open()?.known_terms()?;
    index.put_about(&about)?;
    Ok(index)
}

/// A document as tantivy reads it: a field comes as often as it has values.
#[derive(Default)]
struct Row {
    values: Vec<(Field, OwnedValue)>,
}

impl Document for Row {
    type Value<'a> = &'a OwnedValue;
    type FieldsValuesIter<'a> =
        std::iter::Map<std::slice::Iter<'a, (Field, OwnedValue)>, fn(&(Field, OwnedValue)) -> (Field, &OwnedValue)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.values.iter().map(|(field, value)| (*field, value))
    }
}

impl Row {
    /// Takes the texts out of the document instead of copying them.
    fn new(fields: &Fields, names: &[String], document: SearchDocument) -> Self {
        let mut row = Self::default();
        let SearchDocument { id, slug, title, .. } = &document;
        row.words(fields, "heading", if document.set_aside.is_some() { document.path.clone() } else { id.clone() });
        names.iter().filter(|name| *name != id).for_each(|name| row.words(fields, "heading", name.clone()));
        for (name, values) in labels(&document) {
            let Some(field) = schema::label_field(name).and_then(|field| fields.label(field)) else { continue };
            for value in values.into_iter().filter(|value| !fold_label(value).is_empty()) {
                row.text(field, value.to_owned());
            }
        }
        row.text(fields.id, id.clone());
        for other in names.iter().chain([slug]).filter(|it| fold_label(it) != fold_label(id)) {
            row.text(fields.id, other.clone());
        }
        row.text(fields.exact_title, fold_line(title));
        row.values.extend(document.day.map(|day| (fields.day, OwnedValue::I64(day))));
        row.values.extend(document.duration_minutes.map(|minutes| (fields.duration, OwnedValue::U64(minutes))));
        for Section { heading, text, timeline, .. } in document.sections {
            if heading != document.title {
                row.words(fields, "heading", heading);
            }
            row.words(fields, if timeline { "timeline" } else { "body" }, text);
        }
        row.words(fields, "title", document.title);
        row.words(fields, "lead", document.summary);
        row.words(fields, "lead", document.cause_text);
        row
    }

    fn words(&mut self, fields: &Fields, name: &str, text: String) {
        if let Some(field) = fields.text(name).filter(|_| !text.trim().is_empty()) {
            self.text(field, text);
        }
    }

    fn text(&mut self, field: Field, text: String) {
        self.values.push((field, OwnedValue::Str(text)));
    }
}

/// The labels of a document by the name of their field.
fn labels(document: &SearchDocument) -> [(&'static str, Vec<&str>); 10] {
    fn list(values: &[String]) -> Vec<&str> {
        values.iter().map(String::as_str).collect()
    }
    [
        ("service", list(&document.services)),
        ("severity", vec![&document.severity]),
        ("cause", document.cause.iter().map(String::as_str).collect()),
        ("component", document.component.iter().map(String::as_str).collect()),
        ("tag", list(&document.tags)),
        ("detected", vec![&document.detection]),
        ("kind", vec![&document.kind]),
        ("fix", document.mitigation.iter().map(String::as_str).collect()),
        ("status", vec![&document.status]),
        ("has", list(&document.has)),
    ]
}

/// Takes the files out of tantivy's directory, with a constant name instead of a random one.
fn named(index: &Index, directory: &RamDirectory) -> Result<BTreeMap<String, OwnedBytes>, IndexError> {
    let read = |path: &Path| {
        let file = directory.open_read(path).map_err(tantivy::TantivyError::from)?;
        file.read_bytes().map_err(|error| IndexError::Tantivy(error.into()))
    };
    let mut files = BTreeMap::new();
    let meta = directory.atomic_read(Path::new(META_FILE)).map_err(tantivy::TantivyError::from)?;
    let mut meta = String::from_utf8_lossy(&meta).into_owned();
    for segment in index.searchable_segment_metas()? {
        let name = segment.id().uuid_string();
        meta = meta.replace(&hyphenated(&name), SEGMENT);
        for path in index.directory().list_managed_files() {
            let file = path.to_string_lossy();
            if file.starts_with(&name) && directory.exists(&path).unwrap_or(false) {
                files.insert(file.replace(&name, &SEGMENT.replace('-', "")), read(&path)?);
            }
        }
    }
    files.insert(META_FILE.to_owned(), OwnedBytes::new(meta.into_bytes()));
    Ok(files)
}

/// A UUID as `meta.json` writes it.
fn hyphenated(name: &str) -> String {
    let mut text = String::new();
    for (at, digit) in name.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
