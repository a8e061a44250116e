//! The one definition of the search schema: for the writer, the terminal, the server and the browser.
//!
//! Adding a field, an alias or a facet is one line in a table here.

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

use super::tokens::{Label, Words};

/// Grows whenever an index written before cannot be read any more, or would answer differently.
pub const FORMAT: u32 = 5;

/// Names of the files that stand beside tantivy's own.
pub const VOCABULARY_FILE: &str = "vocabulary";
pub const RECORDS_FILE: &str = "records";
pub const LENGTHS_FILE: &str = "lengths";
/// Lines of words that mean the same, as the archive's settings give them.
pub const SYNONYMS_FILE: &str = "synonyms";
/// The day and the languages of the archive.
pub const ABOUT_FILE: &str = "about";

/// A field with words, and what a match in it is worth against one in the body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextField {
    pub name: &'static str,
    pub boost: f32,
}

/// The order of worth: title, cause and summary, headings and the parts of the id, body, timeline.
///
/// Each field is a dictionary that a browser looks every word up in, so there are no more than that.
pub const TEXT_FIELDS: [TextField; 5] = [
    TextField { name: "title", boost: 6.0 },
    TextField { name: "lead", boost: 3.5 },
    TextField { name: "heading", boost: 2.0 },
    TextField { name: "body", boost: 1.0 },
    TextField { name: "timeline", boost: 0.6 },
];

/// What an exact title and an exact id are worth: more than any number of words.
pub const EXACT_TITLE_SCORE: f32 = 500.0;
pub const EXACT_ID_SCORE: f32 = 1000.0;

/// A field with labels, found by `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelField {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    /// Counted in every answer.
    pub facet: bool,
}

pub const LABEL_FIELDS: [LabelField; 10] = [
    LabelField { name: "service", aliases: &["services", "svc"], facet: true },
    LabelField { name: "severity", aliases: &["sev"], facet: true },
    LabelField { name: "cause", aliases: &["class"], facet: true },
    LabelField { name: "component", aliases: &[], facet: false },
    LabelField { name: "tag", aliases: &["tags"], facet: false },
    LabelField { name: "detected", aliases: &["detection"], facet: true },
    LabelField { name: "kind", aliases: &["type"], facet: false },
    LabelField { name: "fix", aliases: &["fixed", "mitigation"], facet: false },
    LabelField { name: "status", aliases: &["state"], facet: true },
    LabelField { name: "has", aliases: &[], facet: false },
];

/// The label field that `name` means, in any case.
pub fn label_field(name: &str) -> Option<&'static LabelField> {
    let name = name.to_ascii_lowercase();
    LABEL_FIELDS.iter().find(|field| field.name == name || field.aliases.contains(&name.as_str()))
}

/// Levels from worst to none; a number in a query counts from 1.
pub const SEVERITY_LEVELS: [&str; 4] = ["critical", "major", "minor", "none"];

const ID: &str = "id";
const EXACT_TITLE: &str = "exact_title";
const DAY: &str = "day";
const DURATION: &str = "duration";

/// Names of the columns that are read by name.
pub const DAY_COLUMN: &str = DAY;
pub const DURATION_COLUMN: &str = DURATION;

/// The fields of one schema, by purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields {
    /// In the order of [`TEXT_FIELDS`].
    pub text: [Field; TEXT_FIELDS.len()],
    /// In the order of [`LABEL_FIELDS`].
    pub label: [Field; LABEL_FIELDS.len()],
    pub id: Field,
    pub exact_title: Field,
    pub day: Field,
    pub duration: Field,
}

impl Fields {
    pub fn label(&self, wanted: &LabelField) -> Option<Field> {
        let at = LABEL_FIELDS.iter().position(|field| field.name == wanted.name)?;
        self.label.get(at).copied()
    }

    pub fn text(&self, name: &str) -> Option<Field> {
        let at = TEXT_FIELDS.iter().position(|field| field.name == name)?;
        self.text.get(at).copied()
    }
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let label = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("label")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        text: TEXT_FIELDS.map(|field| builder.add_text_field(field.name, words.clone())),
        label: LABEL_FIELDS.map(|field| {
            let options = if field.facet { label.clone().set_fast("raw") } else { label.clone() };
            builder.add_text_field(field.name, options)
        }),
        id: builder.add_text_field(ID, label.clone()),
        exact_title: builder.add_text_field(EXACT_TITLE, label),
        day: builder.add_i64_field(DAY, number.clone()),
        duration: builder.add_u64_field(DURATION, number),
    };
    (builder.build(), fields)
}

/// The tokenizers the schema names; `words` keeps count of what it sees.
pub fn tokenizers(words: &Words) -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register("words", TextAnalyzer::builder(words.clone()).build());
    manager.register("label", TextAnalyzer::builder(Label).build());
    // tantivy asks for these by name: one for columns of labels, one for fields of numbers.
    for name in ["raw", "default"] {
        manager.register(name, TextAnalyzer::builder(RawTokenizer::default()).build());
    }
    manager
}
