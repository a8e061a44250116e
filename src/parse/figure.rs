//! Drawings and formulas that are written as text: which languages they are in, and what each one is called.

/// Languages behind a fence, and what their code is.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("mermaid", "Diagram (Mermaid)"), ("dot", "Diagram (Graphviz)"), ("graphviz", "Diagram (Graphviz)"),
    ("plantuml", "Diagram (PlantUML)"), ("puml", "Diagram (PlantUML)"), ("d2", "Diagram (D2)"),
    ("ditaa", "Diagram (ditaa)"), ("svgbob", "Diagram (Svgbob)"), ("bob", "Diagram (Svgbob)"),
    ("flowchart", "Diagram (flowchart.js)"), ("sequence", "Diagram (sequence)"), ("wavedrom", "Diagram (WaveDrom)"),
    ("vega-lite", "Chart (Vega-Lite)"), ("vega", "Chart (Vega)"), ("math", "Formula (TeX)"), ("katex", "Formula (TeX)"),
    ("tex", "TeX"), ("latex", "TeX"),
];

/// The title of a figure; `None` for code that draws nothing.
pub fn title(language: &str, code: &str) -> Option<String> {
    let language = language.trim_start_matches(['{', '.']).trim_end_matches('}').to_ascii_lowercase();
    let (_, kind) = LANGUAGES.iter().find(|(name, _)| *name == language)?;
    Some(match own_title(&language, code) {
        Some(own) => format!("{own} \u{b7} {kind}"),
        None => (*kind).to_owned(),
    })
}

/// Bytes of a title that are shown.
const LONGEST: usize = 120;

/// The title that a drawing gives itself.
fn own_title(language: &str, code: &str) -> Option<String> {
    let written = code.lines().map(str::trim).find_map(|line| match language {
        "mermaid" => {
            let rest = line.strip_prefix("accTitle").or_else(|| line.strip_prefix("title"))?;
            rest.starts_with([':', ' ']).then(|| rest.trim_start_matches([':', ' ']))
        }
        "plantuml" | "puml" => line.strip_prefix("title "),
        "dot" | "graphviz" => {
            let label = line.strip_prefix("label")?.trim_start().strip_prefix('=')?;
            label.trim().strip_prefix('"')?.split('"').next()
        }
        _ => None,
    });
    let written = written.map(|title| title.trim().trim_matches('"')).filter(|title| !title.is_empty());
    written.filter(|title| title.len() <= LONGEST).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_called_what_it_calls_itself() {
        for (language, code, expected) in [
            ("mermaid", "graph TD\n  A --> B\n", Some("Diagram (Mermaid)")),
            ("mermaid", "---\ntitle: How mail flows\n---\ngraph TD\n", Some("How mail flows \u{b7} Diagram (Mermaid)")),
            ("Mermaid", "gantt\n  title The night\n", Some("The night \u{b7} Diagram (Mermaid)")),
            ("dot", "digraph {\n  label=\"Paths\"\n}\n", Some("Paths \u{b7} Diagram (Graphviz)")),
            ("{mermaid}", "graph TD\n", Some("Diagram (Mermaid)")),
            ("math", "x^2\n", Some("Formula (TeX)")),
            ("rust", "fn main() {}\n", None),
            ("", "x\n", None),
        ] {
            assert_eq!(title(language, code).as_deref(), expected, "{language} {code}");
        }
    }
}
