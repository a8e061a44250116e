//! Archives in other languages and scripts: forms of words, words to leave out, and scripts without spaces.

use crate::index::build_from;
use crate::search::{Options, Reader, Results, SearchDocument, Section, search};

/// A document with a title, a text and the language of both.
fn archive(texts: &[(&str, &str, &str)]) -> Reader {
    let document = |(at, (language, title, text)): (usize, &(&str, &str, &str))| SearchDocument {
        id: format!("{language}-{at}"),
        slug: format!("{language}-{at}"),
        title: (*title).into(),
        language: (*language).into(),
        day: Some(20_000 - i64::try_from(at).unwrap()),
        sections: vec![Section { text: (*text).into(), ..Section::default() }],
        ..SearchDocument::default()
    };
    build_from(texts.iter().enumerate().map(document).collect()).unwrap().open().unwrap()
}

fn ask(reader: &Reader, query: &str) -> Results {
    search(reader, &reader.query(query, None), &Options::default()).unwrap()
}

/// Each query with the document that is to come first.
fn check(reader: &Reader, cases: &[(&str, &str)]) {
    let first = |query: &str| ask(reader, query).hits.first().map(|hit| hit.id.clone()).unwrap_or_default();
    let wrong: Vec<_> = cases.iter().filter(|(query, id)| first(query) != *id).map(|(it, _)| (it, first(it))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn mixed() -> Reader {
    archive(&[
        ("en", "Checkout lost its connections", "The pool of the database was exhausted while orders came in."),
        ("de", "Ausfall der Zahlungen", "Ein Zertifikat war abgelaufen. Die Verbindungen zur Datenbank brachen ab."),
        ("de", "Bestellungen kamen doppelt", "Eine Wiederholung lief nach jeder Störung noch einmal."),
        ("fr", "Panne des paiements", "Les certificats avaient expiré et les connexions à la base étaient refusées."),
        ("es", "Caída de la búsqueda", "El certificado del servidor había caducado; las conexiones fueron rechazadas."),
    ])
}

#[test]
fn forms_of_a_word_are_found_in_each_language_of_the_archive() {
    let reader = mixed();
    check(
        &reader,
        &[
            ("connection", "en-0"),
            ("orders", "en-0"),
            ("Verbindung Zertifikate", "de-1"),
            ("Zahlung", "de-1"),
            ("Bestellung", "de-2"),
            ("storungen", "de-2"),
            ("connexion refusée", "fr-3"),
            ("paiement", "fr-3"),
            ("conexión rechazada", "es-4"),
            ("busquedas", "es-4"),
        ],
    );
}

#[test]
fn words_that_say_nothing_are_left_out_in_each_language_of_the_archive() {
    let reader = mixed();
    for query in ["warum brachen die Verbindungen ab", "pourquoi les connexions étaient refusées"] {
        let results = ask(&reader, query);
        assert!(
            !results.notes.iter().any(|note| note.to_string().contains("no document")),
            "{query}: {:?}",
            results.notes
        );
    }
    let marked = ask(&reader, "Zahlung").hits[0].title.pieces().concat();
    assert_eq!(marked, "Ausfall der Zahlungen");
    assert_eq!(ask(&reader, "Zahlung").hits[0].title.pieces()[1], "Zahlungen");
}

#[test]
fn a_query_counts_from_the_newest_day_unless_it_is_told_another() {
    let reader = mixed();
    assert_eq!(ask(&reader, "after:2d").total, 3);
    let notes = ask(&reader, "after:2d").notes;
    assert_eq!(notes[0].to_string(), "\"after:2d\" is from 2024-10-02 on, counted from 2024-10-04");
    let later = reader.query("after:2d", Some(20_100));
    assert_eq!(search(&reader, &later, &Options::default()).unwrap().total, 0);
    assert_eq!(ask(&reader, "after:2024-13").total, 0, "never everything");
}

fn far_east() -> Reader {
    archive(&[
        (
            "ja",
            "決済サービスの障害",
            "証明書の期限切れにより、決済サービスへの接続がすべて失敗しました。証明書を更新して復旧しました。",
        ),
        (
            "ja",
            "データベースのレプリケーション遅延",
            "夜間バッチが大量の書き込みを行い、レプリカの遅延が三十分に達しました。",
        ),
        (
            "ja",
            "検索が遅い",
            "インデックスの再構築中に検索サーバーのメモリ不足が発生しました。サーバーを再起動しました。",
        ),
        (
            "ja",
            "ディスクの空き容量がなくなった",
            "ログの出力が増え、ディスクがいっぱいになりました。古いログを削除しました。",
        ),
        ("zh", "支付服务中断", "证书过期导致所有支付请求失败。更新证书后恢复。"),
        ("zh", "数据库连接超时", "连接池耗尽，订单服务无法连接数据库。扩大连接池后恢复正常。"),
        ("zh", "搜索变慢", "索引重建期间内存不足，服务器被重启。"),
        ("zh", "磁盘空间不足", "日志写满磁盘，数据库无法写入。清理日志后恢复。"),
        ("ko", "결제 서비스 장애", "인증서가 만료되어 결제 요청이 모두 실패했습니다. 인증서를 갱신하여 복구했습니다."),
        ("ko", "데이터베이스 연결 시간 초과", "커넥션 풀이 고갈되어 주문 서버가 데이터베이스에 연결하지 못했습니다."),
        ("ko", "검색이 느려짐", "색인 재구축 중 메모리 부족으로 검색 서버가 재시작되었습니다."),
        ("ko", "디스크 공간 부족", "로그가 디스크를 가득 채워 데이터베이스에 쓸 수 없었습니다."),
    ])
}

#[test]
fn chinese_japanese_and_korean_are_found_without_spaces_and_with_endings() {
    check(
        &far_east(),
        &[
            ("証明書", "ja-0"),
            ("決済の障害", "ja-0"),
            ("証明書の期限切れ", "ja-0"),
            ("決済サービスに接続できない", "ja-0"),
            ("レプリケーションの遅延", "ja-1"),
            ("ﾚﾌﾟﾘｶ", "ja-1"),
            ("サーバーのメモリ不足", "ja-2"),
            ("検索サーバー 再起動", "ja-2"),
            ("ディスクの空き容量不足", "ja-3"),
            ("ログ削除", "ja-3"),
            ("证书过期", "zh-4"),
            ("支付失败", "zh-4"),
            ("数据库连接池耗尽", "zh-5"),
            ("订单服务无法连接", "zh-5"),
            ("内存不足重启", "zh-6"),
            ("磁盘写满", "zh-7"),
            ("清理日志", "zh-7"),
            ("인증서 만료", "ko-8"),
            ("결제가 실패", "ko-8"),
            ("데이터베이스 연결", "ko-9"),
            ("커넥션 풀 고갈", "ko-9"),
            ("메모리가 부족", "ko-10"),
            ("검색 서버 재시작", "ko-10"),
            ("디스크가 가득", "ko-11"),
        ],
    );
}

#[test]
fn what_a_query_lacks_is_said_in_whole_runs() {
    let results = ask(&far_east(), "证书更新流程");
    assert_eq!(results.hits[0].id, "zh-4");
    let phrase = ask(&far_east(), "\"证书更新\"");
    assert_eq!(phrase.total, 0, "quoted characters stand in a row");
    let wide = ask(&archive(&[("en", "Gateway answered 502", "")]), "ＧＡＴＥＷＡＹ　５０２");
    assert_eq!(wide.total, 1);
}
