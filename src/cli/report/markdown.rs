//! A pack as Markdown: headings, a sentence, tables. What authors wrote is text here, never markup.

use super::pack::{Pack, Section, Table};

pub(super) fn document(pack: &Pack) -> String {
    let about = pack.about.iter().map(|line| format!("{}\n", plain(line))).collect::<String>();
    let sections = pack.sections.iter().map(section).collect::<String>();
    format!("# {}\n\n{about}{sections}", plain(&pack.title))
}

fn section(section: &Section) -> String {
    let mut text = format!("\n## {}\n\n{}\n", section.title, plain(&section.reading));
    for one in &section.tables {
        text.push_str(&table(one));
    }
    if let Some(note) = section.note {
        text.push_str(&format!("\n{note}\n"));
    }
    text
}

fn table(table: &Table) -> String {
    let caption = table.caption.as_ref().map(|caption| format!("\n### {}\n", plain(caption))).unwrap_or_default();
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = row(table.head.iter().map(|cell| (*cell).to_owned()).collect());
    let rule = row(vec!["---".to_owned(); table.head.len()]);
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(|cell| plain(cell)).collect())).collect::<String>();
    format!("{caption}\n{head}{rule}{rows}")
}

/// One line of text that no reader of Markdown takes for anything else.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn what_authors_wrote_is_no_markup() {
        check("a | b\nc", "a \\| b c");
        check("<img src=x> *bold* [x](y)", "\\<img src=x\\> \\*bold\\* \\[x\\](y)");
        check("Plain words, 30%.", "Plain words, 30%.");
    }

    #[test]
    fn a_section_is_a_sentence_and_a_table() {
        let pack = Pack {
            title: "Depot: review of 2026-Q3".into(),
            about: vec!["From here to there.".into()],
            sections: vec![Section {
                title: "Incidents",
                reading: "One incident.".into(),
                tables: vec![Table {
                    caption: None,
                    head: &["Date", "Title"],
                    rows: vec![vec!["2026-07-01".into(), "x | y".into()]],
                }],
                note: Some("A note."),
            }],
        };
        assert_eq!(
            document(&pack),
            "# Depot: review of 2026-Q3\n\nFrom here to there.\n\n## Incidents\n\nOne incident.\n\n| Date | Title |\n| --- | --- |\n| 2026-07-01 | x \\| y |\n\nA note.\n"
        );
    }
}
