//! A pack as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. Made to be printed.

use super::pack::{Pack, Section, Table};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}\
h2{font-size:1.2rem;margin:2rem 0 .4rem;break-after:avoid}\
h3,caption{font-size:1rem;font-weight:600;text-align:left;margin:1rem 0 .2rem;padding:.6rem 0 .2rem}\
p{margin:.3rem 0}\
.note{font-size:.87rem;opacity:.8}\
.wide{overflow-x:auto}\
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.9rem;font-variant-numeric:tabular-nums}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8886}\
th{font-weight:600;border-bottom-color:#888}\
td.short{white-space:nowrap}\
thead{display:table-header-group}\
tr{break-inside:avoid}\
@page{margin:18mm 15mm}\
@media print{:root{color-scheme:light}body{font-size:10pt;max-width:none;margin:0;padding:0}.wide{overflow:visible}}";

pub(super) fn document(pack: &Pack, language: &str) -> String {
    let about = pack.about.iter().map(|line| format!("<p>{}</p>\n", escaped(line))).collect::<String>();
    let sections = pack.sections.iter().map(section).collect::<String>();
    let title = escaped(&pack.title);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{about}{sections}</main>\n</body>\n</html>\n",
        escaped(language)
    )
}

fn section(section: &Section) -> String {
    let tables = section.tables.iter().map(table).collect::<String>();
    let note = section.note.map(|note| format!("<p class=\"note\">{}</p>\n", escaped(note))).unwrap_or_default();
    format!(
        "<section>\n<h2>{}</h2>\n<p>{}</p>\n{tables}{note}</section>\n",
        escaped(section.title),
        escaped(&section.reading)
    )
}

fn table(table: &Table) -> String {
    let head: String = table.head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escaped(cell))).collect();
    let caption = table.caption.as_ref().map(|it| format!("<caption>{}</caption>", escaped(it))).unwrap_or_default();
    let row = |row: &Vec<String>| format!("<tr>{}</tr>\n", row.iter().map(|text| cell(text)).collect::<String>());
    let rows = table.rows.iter().map(row);
    format!(
        "<div class=\"wide\"><table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
        rows.collect::<String>()
    )
}

/// Dates, ids and lengths of time stay on one line.
fn cell(text: &str) -> String {
    let short = if text.chars().count() <= 14 { " class=\"short\"" } else { "" };
    format!("<td{short}>{}</td>", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_wrote_is_no_markup_and_nothing_is_fetched() {
        let pack = Pack {
            title: "A <b> & \"c\"".into(),
            about: Vec::new(),
            sections: vec![Section {
                title: "Incidents",
                reading: "<script>alert(1)</script>".into(),
                tables: vec![Table { caption: Some("x".into()), head: &["Date"], rows: vec![vec!["<i>".into()]] }],
                note: None,
            }],
        };
        let html = document(&pack, "en\" onload=\"x");
        assert!(html.contains("<title>A &lt;b&gt; &amp; &quot;c&quot;</title>"));
        assert!(html.contains("<td class=\"short\">&lt;i&gt;</td>") && html.contains("<th scope=\"col\">Date</th>"));
        assert!(!html.contains("<script") && !html.contains("http") && !html.contains("onload=\"x\""));
    }
}
