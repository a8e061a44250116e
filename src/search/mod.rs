//! One search core: schema, tokenizer, query language, ranking.
