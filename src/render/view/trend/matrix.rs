//! Where a service fails in an unusual way, not merely often.

use super::{Cell, Chart, Example, Grid, Question, Section, TrendPage};
use crate::analyse::{Cell as Square, Matrix, MatrixClass, MatrixRow};
use crate::render::archive::Archive;
use crate::render::svg::matrix::{self as drawing, Look, matrix};
use crate::render::view::Link;
use crate::render::words;

/// From this on a residual is unusual.
const UNUSUAL: f64 = 2.0;
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
        format!(
            "Unusual means an adjusted residual beyond {UNUSUAL:.0} against independence of service and cause; pairs with fewer than {} incidents are never marked.",
            trends.options.cell_from
        ),
    ];
    match found.further_services {
        0 => {}
        1 => page.method.push("One service with fewer incidents is left out.".into()),
        n => page.method.push(format!("{} services with fewer incidents are left out.", words::number(n))),
    }
    page
}

fn chart(archive: &Archive, found: &Matrix, root: &str) -> Chart {
    let rows: Vec<drawing::Row> = found.rows.iter().map(|row| drawn(archive, row, &found.classes, root)).collect();
    let heads: Vec<(String, String)> =
        found.classes.iter().enumerate().map(|(at, class)| ((at + 1).to_string(), class.label.clone())).collect();
    let svg = matrix("matrix", "Incidents by service and cause", &found.reading, &heads, &rows);
    let caption = "A row per service, a column per class of cause, numbered as listed below; the number is how many incidents. Framed: more than the totals of row and column would give. Framed by dashes: fewer.";
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
        look: match cell.residual {
            Some(residual) if residual >= UNUSUAL => Look::Many,
            Some(residual) if residual <= -UNUSUAL => Look::Few,
            _ => Look::Plain,
        },
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
    let pairs = found.rows.iter().flat_map(|row| row.cells.iter().zip(&found.classes).map(move |it| (row, it)));
    let mut pairs: Vec<(f64, &MatrixRow, &Square, &MatrixClass)> = pairs
        .filter_map(|(row, (cell, class))| Some((cell.residual?.abs(), row, cell, class)))
        .filter(|(residual, ..)| *residual >= UNUSUAL)
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let heads = ["Service", "Class of cause", "Incidents#", "Expected#"];
    Grid::new("Unusual pairs", &heads).rows(pairs.into_iter().take(PAIRS).map(|(_, row, cell, class)| {
        vec![
            Cell::link(Link { text: row.service.clone(), path: archive.service_path(&row.service) }),
            Cell::text(class.label.clone()).to(archive.class_path(&class.class)),
            Cell::number(cell.count),
            Cell::text(format!("{:.1}", cell.expected)).number_like(),
        ]
    }))
}
