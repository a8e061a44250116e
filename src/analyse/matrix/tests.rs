use super::*;
use crate::analyse::sample::{Draft, archive as built, draft};
use crate::model::KnowledgeBase;

fn some(service: &str, class: &str, n: usize) -> Vec<Draft> {
    (0..n).map(|i| draft(&format!("{service}-{class}-{i}")).service(service).cause(class, "", "")).collect()
}

fn read(kb: &KnowledgeBase) -> Matrix {
    matrix(&Archive::new(kb), &Options::default())
}

#[test]
fn a_service_stands_out_by_more_than_its_size() {
    let drafts =
        [some("web", "code", 10), some("web", "expiry", 1), some("mail", "code", 2), some("mail", "expiry", 7)];
    let matrix = read(&built(drafts.concat()));
    let mail = &matrix.rows[1];
    assert_eq!((mail.service.as_str(), mail.count, mail.cells[1].count), ("mail", 9, 7));
    assert_eq!((mail.cells[1].expected, mail.cells[1].residual), (3.6, Some(3.12)));
    assert!(mail.cells[1].stands_out && mail.cells[1].p < Some(0.02), "{:?}", mail.cells[1].p);
    assert_eq!((mail.cells[0].residual, mail.cells[0].p), (None, None), "two incidents are too few to test");
    assert_eq!((matrix.both, matrix.tested), (20, 2));
    let says = "mail stands out for expiry: seven incidents where its size and the cause's give 3.6 (p = ";
    assert!(matrix.reading.starts_with(says), "{}", matrix.reading);
}

#[test]
fn a_busy_service_alone_does_not_stand_out() {
    let drafts = [
        some("web", "code", 12),
        some("web", "expiry", 6),
        some("mail", "code", 4),
        some("mail", "expiry", 2),
        vec![draft("x")],
    ];
    let matrix = read(&built(drafts.concat()));
    assert_eq!(matrix.p, None, "no cell has more than the totals give");
    assert_eq!(
        matrix.reading,
        "No service stands out for any cause beyond what its size explains. One of twenty-five incidents names no service."
    );
}

#[test]
fn a_residual_of_two_is_no_claim_where_many_cells_are_looked_at() {
    // Eight services of five incidents: among 24 cells one beyond two is what chance gives.
    let classes = ["code", "config", "expiry"];
    let drafts = (0..8).flat_map(|service| {
        (0..5).map(move |i| {
            let class = if service == 0 && i < 4 { 0 } else { (service + i) % 3 };
            draft(&format!("{service}-{i}")).service(&format!("s{service}")).cause(classes[class], "", "")
        })
    });
    let matrix = read(&built(drafts));
    let largest = matrix.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.residual).fold(0.0, f64::max);
    assert!(largest > 2.0, "{largest}");
    assert!(matrix.p > Some(0.2) && matrix.standing_out().is_empty(), "{:?}", matrix.p);
    assert!(matrix.reading.starts_with("No service stands out for any cause"), "{}", matrix.reading);
}

#[test]
fn an_incident_of_two_services_takes_its_cause_to_both() {
    let both = |i: usize| draft(&format!("both{i}")).service("web").service("mail").cause("expiry", "", "");
    let drafts = [(0..4).map(both).collect(), some("web", "code", 5), some("mail", "code", 5)];
    let matrix = read(&built(drafts.concat()));
    assert_eq!((matrix.n, matrix.both), (18, 14));
    assert_eq!(matrix.standing_out().len(), 0, "{}", matrix.reading);
}

#[test]
fn an_unknown_cause_says_nothing_about_a_service() {
    let unknown = (0..9).map(|i| draft(&format!("u{i}")).service("mail"));
    let drafts = [some("web", "code", 10), unknown.collect()];
    let matrix = read(&built(drafts.concat()));
    assert!(matrix.rows.iter().flat_map(|row| &row.cells).all(|cell| !cell.stands_out && cell.residual.is_none()));
    assert_eq!((matrix.both, matrix.p), (10, None));
}

#[test]
fn causes_dealt_by_chance_make_a_service_stand_out_in_one_archive_of_twenty_at_most() {
    let mut draws = Draws::new(4);
    let classes = ["code", "config", "capacity", "expiry", "network"];
    let mut speaking = 0;
    for _ in 0..200 {
        let drafts: Vec<Draft> = (0..40)
            .map(|i| {
                // Some services are busy and some causes common.
                let service = draws.below(6).min(draws.below(6));
                let class = draws.below(5).min(draws.below(5));
                draft(&i.to_string()).service(&format!("s{service}")).cause(classes[class], "", "")
            })
            .collect();
        speaking += usize::from(!read(&built(drafts)).standing_out().is_empty());
    }
    assert!((1..=10).contains(&speaking), "{speaking} of 200");
}
