//! Where a service fails in an unusual way, not merely often.

use super::{Cell, Chart, Example, Grid, Question, Section, TrendPage, percent};
use crate::analyse::statistics::DRAWS;
use crate::analyse::{Cell as Square, Matrix, MatrixClass, MatrixRow, wording};
use crate::render::archive::Archive;
use crate::render::svg::matrix::{self as drawing, Look, matrix};
use crate::render::view::Link;
use crate::render::words;

/// Unusual pairs on the page.
const PAIRS: usize = 40;

pub fn page(archive: &Archive) -> TrendPage {
    let trends = archive.input.trends;
    let found = &trends.matrix;
    let mut page = TrendPage::new(Question::ServicesByCauses, archive, &found.reading);
    page.correct = Some(Example::new(
        "Services and the class of cause that stand at the top of a document win over what was read from its text.",
        "---\nservices: [checkout, search]\ncause: capacity\n---",
    ));
    if found.rows.is_empty() {
        let sentence = "No report names a service, so there is nothing to set against the causes. One line is enough:";
        page.missing = Some(Example::new(sentence, "services: [checkout, search]"));
        page.correct = None;
        return page;
    }
    page.chart = Some(chart(archive, found, &page.frame.root));
    let unusual = unusual(archive, found);
    if !unusual.rows.is_empty() {
        page.sections.push(Section::new("unusual", "Unusual pairs").grid(unusual));
    }
    page.sections.push(Section::new("columns", "The columns").grid(columns(archive, found)));
    page.method = vec![
        format!(
            "An incident of two services counts twice, so {} are counted. {}",
            words::count(found.n, "pair of incident and service", "pairs of incident and service"),
            match found.without_service {
                0 => "Every incident names a service.".to_owned(),
                1 => "One incident names none.".to_owned(),
                n => format!("{} incidents name none.", words::number(n)),
            }
        ),
        test(
            found,
            trends.options.thresholds.cell_from,
            trends.options.thresholds.tested_from,
            trends.options.thresholds.confidence,
        ),
    ];
    match found.further_services {
        0 => {}
        1 => page.method.push("One service with fewer incidents is left out.".into()),
        n => page.method.push(format!("{} services with fewer incidents are left out.", words::number(n))),
    }
    page
}

fn test(found: &Matrix, cell_from: usize, tested_from: usize, confidence: f64) -> String {
    let looks = match found.tested {
        1 => "the one pair".to_owned(),
        n => format!("the {} pairs", words::number(n)),
    };
    let made = match found.p {
        Some(p) => format!(
            "For {looks} with {cell_from} incidents or more it is tested at once whether chance explains them: the causes of the {} that name a service and have a known cause are dealt anew among them, up to {DRAWS} times from a fixed seed, and the p of a pair is how often the largest adjusted residual of any pair is as large ({} for the largest).",
            words::count(found.both, "incident", "incidents"),
            wording::p(p)
        ),
        None => format!(
            "Nothing is tested: it takes {cell_from} incidents of one service and one cause, more than their totals give, among {tested_from} that name a service and have a known cause."
        ),
    };
    format!(
        "{made} A pair is unusual where p is below {}; fewer than expected is not looked for.",
        percent(1.0 - confidence)
    )
}

fn chart(archive: &Archive, found: &Matrix, root: &str) -> Chart {
    let rows: Vec<drawing::Row> = found.rows.iter().map(|row| drawn(archive, row, &found.classes, root)).collect();
    let heads: Vec<(String, String)> =
        found.classes.iter().enumerate().map(|(at, class)| ((at + 1).to_string(), class.label.clone())).collect();
    let svg = matrix("matrix", "Incidents by service and cause", &found.reading, &heads, &rows);
    let caption = "A row per service, a column per class of cause, numbered as listed below; the number is how many incidents. Framed: more than the totals of row and column and chance explain.";
    let mut heads = vec!["Service".to_owned()];
    heads.extend(found.classes.iter().enumerate().map(|(at, it)| format!("{} {}#", at + 1, it.label)));
    heads.push("All#".into());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let table = Grid::new("Incidents by service and class of cause", &heads).rows(found.rows.iter().map(|row| {
        let head = Cell::text(row.service.clone()).to(archive.service_path(&row.service));
        let counts = row.cells.iter().map(|cell| Cell::number(cell.count));
        [vec![head], counts.collect(), vec![Cell::number(row.count)]].concat()
    }));
    Chart::new(&svg, caption, table)
}

fn drawn(archive: &Archive, row: &MatrixRow, classes: &[MatrixClass], root: &str) -> drawing::Row {
    let square = |(cell, class): (&Square, &MatrixClass)| drawing::Square {
        count: cell.count,
        look: if cell.stands_out { Look::Many } else { Look::Plain },
        label: format!("{}, {}: {}, {:.1} expected", row.service, class.label, cell.count, cell.expected),
    };
    drawing::Row {
        label: row.service.clone(),
        note: words::count(row.count, "incident", "incidents"),
        href: archive.service_path(&row.service).map(|path| format!("{root}{path}")),
        squares: row.cells.iter().zip(classes).map(square).collect(),
    }
}

fn columns(archive: &Archive, found: &Matrix) -> Grid {
    let grid = Grid::new("Columns of the chart", &["Column", "Class of cause", "Incidents#"]);
    grid.rows(found.classes.iter().enumerate().map(|(at, class)| {
        let label = Cell::text(class.label.clone()).to(archive.class_path(&class.class));
        vec![Cell::text((at + 1).to_string()), label, Cell::number(class.count)]
    }))
}

/// The most unusual first.
fn unusual(archive: &Archive, found: &Matrix) -> Grid {
    let pairs = found.standing_out();
    let heads = ["Service", "Class of cause", "Incidents#", "Expected#", "p#"];
    Grid::new("Unusual pairs", &heads).rows(pairs.into_iter().take(PAIRS).map(|(row, cell, class)| {
        vec![
            Cell::link(Link { text: row.service.clone(), path: archive.service_path(&row.service) }),
            Cell::text(class.label.clone()).to(archive.class_path(&class.class)),
            Cell::number(cell.count),
            Cell::text(format!("{:.1}", cell.expected)).number_like(),
            Cell::text(cell.p.map(wording::p).unwrap_or_default().trim_start_matches("p = ")).number_like(),
        ]
    }))
}
