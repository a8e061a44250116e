//! One search core: schema, words, query language, planning, ranking, facets and excerpts.
//!
//! Input are a query's text and an index in any tantivy directory; output are [`Results`]. The same source is compiled
//! natively and, by `search/wasm`, for the browser: it knows no file system, no threads, no clock and no domain type.

mod dates;
mod deflate;
mod document;
mod excerpt;
mod facets;
mod fields;
mod languages;
mod marks;
mod near;
pub mod pages;
mod parse;
mod plan;
mod query;
mod rank;
mod reader;
pub mod remote;
mod results;
mod run;
pub mod schema;
mod similar;
pub mod store;
mod terms;
mod thesaurus;
mod tokens;
pub mod vocabulary;
mod words;

pub use document::{About, Card, SUMMARY_LENGTH, SearchDocument, Section};
pub use facets::MOST_VALUES;
pub use fields::field_names;
pub use languages::Languages;
pub use parse::{LONGEST_QUERY, MOST_CLAUSES, parse, parse_on};
pub use query::{Clause, Condition, Note, Query, Remark};
pub use reader::{Reader, SearchError};
pub use results::{DropOne, Facet, FacetValue, Hit, Marked, Options, Results, SectionHit, Sort};
pub use run::search;
pub use similar::similar;
pub use tokens::Words;
pub use words::{fold_label, fold_line};
