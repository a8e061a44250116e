//! `data/dora.csv`: what postmortems can give of the four delivery figures, and what each column means.
//!
//! Input: the trends. Output: the table and its description in the form that "CSV on the Web" (W3C, 2015) gives it, so that
//! nobody reads a figure without its definition.

use serde_json::{Value, json};

use crate::analyse::{DORA_COLUMNS, DORA_LEFT_OUT, Trends, dora_table};

const TABLE: &str = "data/dora.csv";
const DESCRIPTION: &str = "data/dora.csv-metadata.json";

/// Path and content of both files.
pub fn files(trends: &Trends) -> [(&'static str, Vec<u8>); 2] {
    let description = format!("{:#}\n", description());
    [(TABLE, dora_table(&trends.delivery).into_bytes()), (DESCRIPTION, description.into_bytes())]
}

fn description() -> Value {
    let column = |(name, meaning): &(&str, &str)| {
        let datatype = match *name {
            "period" | "kind" => "string",
            "first_day" | "last_day" => "date",
            _ => "integer",
        };
        json!({ "name": name, "titles": name, "datatype": datatype, "dc:description": meaning })
    };
    json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": "dora.csv",
        "dc:title": "Incidents and time to restore by month and quarter",
        "dc:description": DORA_LEFT_OUT,
        "tableSchema": { "columns": DORA_COLUMNS.iter().map(column).collect::<Vec<_>>(), "primaryKey": "period" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::{Options, trends};
    use crate::model::KnowledgeBase;

    #[test]
    fn every_column_has_its_meaning_and_what_is_left_out_is_said() {
        let trends = trends(&KnowledgeBase::default(), jiff::civil::date(2026, 1, 1), &Options::default());
        let [(_, table), (_, text)] = files(&trends);
        let described: Value = serde_json::from_slice(&text).unwrap();
        let columns = described["tableSchema"]["columns"].as_array().unwrap();
        let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
        assert_eq!(String::from_utf8(table).unwrap(), names.join(",") + "\n");
        assert!(columns.iter().all(|column| column["dc:description"].as_str().is_some_and(|it| it.ends_with('.'))));
        assert!(described["dc:description"].as_str().unwrap().contains("Deployment frequency"));
    }
}
