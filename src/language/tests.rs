use std::collections::HashMap;

use super::{Place, by_code, languages, of};

const TEXT: Place = Place::Text { strong: None };

fn check(code: &str, place: Place, written: &str, expected: &str) {
    let gloss = by_code(code).unwrap().gloss(written, place);
    assert_eq!(gloss.text(), expected, "{written}");
    assert_eq!(gloss.original(), written);
}

#[test]
fn clocks_dates_and_lengths_are_written_as_english_writes_them() {
    for (code, written, expected) in [
        ("de", "5. März 2024, 14:05 Uhr", "5 March 2024, 14:05"),
        ("de", "14 Uhr 05", "14:05"),
        ("de", "am 5.3. um 14.05 Uhr", "5 March 14:05"),
        ("de", "1,5 Stunden", "1.5 hours"),
        ("de", "anderthalb Stunden", "1.5 hours"),
        ("de", "zwischen 14 und 15 Uhr", "between 14:00 and 15:00"),
        ("de", "14:05 Uhr MEZ", "14:05 CET"),
        ("fr", "le 3 mars 2024 à 14 h 05", "3 March 2024 at 14:05"),
        ("fr", "03/04/2024", "2024-04-03"),
        ("fr", "durée : 2h15", "duration : 2 hours 15 minutes"),
        ("fr", "de 14h05 à 15h10", "from 14:05 to 15:10"),
        ("fr", "2 h 30 min", "2 hours 30 minutes"),
        ("es", "el 12 de mayo de 2024 a las 14:05", "12 May 2024 at 14:05"),
        ("es", "entre las 9:10 y las 9:45", "between 9:10 and 9:45"),
        ("es", "2 horas y 15 minutos", "2 hours 15 minutes"),
        ("es", "2:05 p. m.", "2:05 PM"),
        ("pt", "7 de agosto de 2024 às 14h05", "7 August 2024 at 14:05"),
        ("pt", "das 10:05 às 11:00", "from 10:05 to 11:00"),
        ("it", "dalle 10:15 alle 11:45 del 5 febbraio 2024", "from 10:15 to 11:45 5 February 2024"),
        ("it", "2,5 ore", "2.5 hours"),
        ("nl", "6 mei 2024 om 14.05 uur", "6 May 2024 at 14:05"),
        ("nl", "van 13.05 tot 14.10 uur", "from 13:05 to 14:10"),
        ("ja", "2024年3月5日14時05分", "2024-03-05 14:05"),
        ("ja", "午後2時5分から午後3時まで", "from 2:05 PM to 3:00 PM"),
        ("ja", "1時間30分", "1 hours 30 minutes"),
        ("zh", "2024年3月5日下午2点05分", "2024-03-05 2:05 PM"),
        ("zh", "1小时30分钟", "1 hours 30 minutes"),
        ("ko", "2024년 3월 5일 오후 2시 5분", "2024-03-05 2:05 PM"),
        ("ko", "14:05부터 14:50까지", "from 14:05 to 14:50"),
    ] {
        check(code, TEXT, written, expected);
    }
}

#[test]
fn names_are_read_where_a_name_stands_and_nowhere_else() {
    check("de", Place::Heading, "1. Ursache", "1. Root cause");
    check("de", TEXT, "Beginn: gestern", "Start: gestern");
    check("de", TEXT, "Der Beginn war gestern", "The Beginn was gestern");
    check("fr", Place::Text { strong: Some(3) }, "Fin : 14h", "End : 14:00");
    check("fr", TEXT, "à la fin du mois", "at the fin of the mois");
    check("es", Place::Value, "Hecho", "Done");
    check("es", Place::Name, "Hecho", "Event");
}

#[test]
fn a_phrase_goes_before_its_words_and_a_compound_is_taken_apart() {
    check("de", TEXT, "Datenbankausfall", "Database outage");
    check("de", TEXT, "die Platte war voll", "the Disk was full");
    check("de", TEXT, "des Lastverteilers", "the Load balancer");
    check("fr", TEXT, "l’espace disque", "the disk space");
}

/// Whatever was put in other words, the original is found again by any stretch of the gloss.
#[test]
fn every_stretch_knows_where_it_was_written() {
    let written = "Am 5. März 2024 war die Festplatte der Datenbank voll.";
    let gloss = by_code("de").unwrap().gloss(written, TEXT);
    let at = |words: &str| {
        let start = gloss.text().find(words).unwrap();
        &written[gloss.written(start..start + words.len())]
    };
    assert_eq!(at("5 March 2024"), "Am 5. März 2024");
    assert_eq!(at("Disk the Database"), "Festplatte der Datenbank");
    assert_eq!(at("full."), "voll.");
    assert_eq!(&written[gloss.written(0..gloss.text().len())], written);
}

#[test]
fn a_document_tells_its_language_by_its_words_and_letters() {
    for (text, code) in [
        ("Die Platte war voll und wurde nicht überwacht.", Some("de")),
        ("Panne du relais. Le disque était plein.", Some("fr")),
        ("Caída del correo. El disco estaba lleno y no se vigilaba.", Some("es")),
        ("O disco ficou cheio e não foi monitorado pela equipe.", Some("pt")),
        ("Il disco era pieno e non è stato controllato dal tecnico.", Some("it")),
        ("De schijf was vol en werd niet bewaakt door het systeem.", Some("nl")),
        ("ディスクがいっぱいになった。", Some("ja")),
        ("磁盘已满，服务中断。", Some("zh")),
        ("디스크가 가득 찼다.", Some("ko")),
        ("The disk was full and nobody looked at it.", None),
        ("Disk full", None),
        ("障害\nImpact: mail. Root cause: the disk was full.", None),
        (
            "メール配信の遅延について調査しています。 | We are looking at the delay of mails, and they will be sent again.",
            None,
        ),
        ("2024-03-05 14:05", None),
        ("", None),
    ] {
        assert_eq!(of(text.lines(), "en").map(|language| language.code), code, "{text}");
    }
}

#[test]
fn the_hint_decides_where_words_are_few() {
    assert_eq!(of(["Platte voll"].into_iter(), "de-CH").map(|language| language.code), Some("de"));
    assert!(of(["Platte voll"].into_iter(), "en").is_none());
    assert!(of(["The disk of the server was full"].into_iter(), "de").is_none());
}

/// A spelling that stands for two things would be read as whichever comes first in the alphabet.
#[test]
fn a_spelling_stands_for_one_thing() {
    for language in languages() {
        for table in [&language.file.labels, &language.file.words] {
            let mut known: HashMap<&str, &str> = HashMap::new();
            for (english, spellings) in table {
                for spelling in spellings {
                    assert_eq!(spelling.to_lowercase(), *spelling, "{}", language.code);
                    let other = known.insert(spelling, english).filter(|other| other != english);
                    assert_eq!(other, None, "{}: {spelling} is {english} too", language.code);
                }
            }
            assert!(language.words().longest > 0 && language.labels().longest > 0);
        }
        language.times();
    }
}
