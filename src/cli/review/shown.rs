//! A question as text: both sides in the words of their authors, and why it is asked.

use crate::analyse::{Question, Side};
use crate::model::Subject;
use crate::report::paint::{Paint, Style, harmless_line, wrapped};

/// Columns of a line.
const WIDTH: usize = 96;

/// `at` is which question of how many it is.
pub(super) fn question(question: &Question, at: [usize; 2], paint: Paint) -> String {
    let what = match question.kind {
        Subject::Cause if question.related => "worth comparing",
        Subject::Cause => "recurring cause",
        Subject::Promise => "promise",
        Subject::Recurred | Subject::Held => "verdict",
    };
    let about = question.about.as_ref().map_or_else(String::new, |label| format!(" \u{201c}{label}\u{201d}"));
    let heading = harmless_line(&format!("{} of {}: {what}{about}", at[0], at[1]));
    let mut text = format!("\n{}\n", paint.text(Style::Heading, &heading));
    for side in &question.sides {
        put_side(&mut text, side, paint);
    }
    let share =
        question.share.map(|share| format!("of a hundred such pairs {:.0} are the same failure", share * 100.0));
    for reason in share.iter().chain(&question.why) {
        put(&mut text, "  - ", reason);
    }
    if let Some(decided) = &question.decided {
        let reason = decided.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        put(&mut text, "  ", &format!("decided before: {}{reason}", decided.answer.word()));
    }
    text
}

/// What is asked, with the letters that answer it.
pub(super) fn prompt(question: &Question) -> String {
    let letters = |word: &str| format!("[{}]{}", &word[..1], &word[1..]);
    let [yes, no] = question.answers.map(letters);
    format!("{} {yes}, {no}, [u]nsure, [q]uit: ", question.question)
}

fn put_side(text: &mut String, side: &Side, paint: Paint) {
    let date = side.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let head = harmless_line(&format!("{}, {date}: {}", side.reference, side.title));
    text.push_str(&format!("  {}\n", paint.text(Style::Label, &head)));
    let line = side.line.map_or_else(String::new, |line| format!(":{line}"));
    text.push_str(&format!("    {}\n", paint.text(Style::Faint, &harmless_line(&format!("{}{line}", side.file)))));
    put(text, "    ", side.text.as_deref().unwrap_or("the report does not say why in a sentence of its own"));
}

fn put(text: &mut String, before: &str, words: &str) {
    for (at, line) in wrapped(&harmless_line(words), WIDTH).iter().enumerate() {
        let before = if at == 0 { before.to_owned() } else { " ".repeat(before.len()) };
        text.push_str(&format!("{before}{line}\n"));
    }
}
