//! Asking one question after the other: at a terminal, or line by line from whatever standard input is.

use std::io::{self, BufRead, IsTerminal, Read};

use super::shown;
use crate::analyse::Question;
use crate::cli::Failure;
use crate::model::Answer;
use crate::report::Report;

/// Longer lines are cut.
const LINE: u64 = 64 * 1024;

/// What somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Answer(Answer),
    Unsure,
    Quit,
}

/// Asks until there is no question or no answer left; each answer is kept as soon as it is given. How many were decided
/// and how many are left.
pub(super) fn ask(
    report: &Report,
    questions: &[Question],
    mut keep: impl FnMut(&Question, Answer, &str) -> Result<(), Failure>,
) -> Result<(usize, usize), Failure> {
    let echo = !io::stdin().is_terminal();
    let mut decided = 0;
    for (at, question) in questions.iter().enumerate() {
        report.data(&shown::question(question, [at + 1, questions.len()], report.data_paint()))?;
        match answer(report, question, echo)? {
            Typed::Quit => break,
            Typed::Unsure => {}
            Typed::Answer(answer) => {
                let reason = line(report, "reason, in one line (Enter for none): ", echo)?;
                keep(question, answer, reason.as_deref().unwrap_or_default())?;
                decided += 1;
            }
        }
    }
    Ok((decided, questions.len() - decided))
}

/// Asks until the answer is one; the end of the input is a quit.
fn answer(report: &Report, question: &Question, echo: bool) -> Result<Typed, Failure> {
    let prompt = shown::prompt(question);
    loop {
        let Some(line) = line(report, &prompt, echo)? else { return Ok(Typed::Quit) };
        if let Some(typed) = typed(&line, question.kind.answers()) {
            return Ok(typed);
        }
        report.data(&format!("{:?} is none of these.", line.trim()))?;
    }
}

/// A word or how it begins; nothing means unsure.
fn typed(line: &str, answers: [Answer; 2]) -> Option<Typed> {
    let line = line.trim().to_lowercase();
    let means = |word: &str| !line.is_empty() && word.starts_with(&line);
    match answers.into_iter().find(|answer| means(answer.word())) {
        Some(answer) => Some(Typed::Answer(answer)),
        None if line.is_empty() || means("unsure") || means("skip") => Some(Typed::Unsure),
        None if means("quit") => Some(Typed::Quit),
        None => None,
    }
}

/// The next line of standard input; `None` at its end. What comes from a pipe is shown behind the prompt.
fn line(report: &Report, prompt: &str, echo: bool) -> Result<Option<String>, Failure> {
    report.prompt(prompt)?;
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LINE).read_until(b'\n', &mut bytes);
    read.map_err(|error| Failure::input(format!("failed to read the answer: {error}"), None))?;
    let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
    if echo || bytes.is_empty() {
        report.data(&crate::report::paint::harmless_line(&text))?;
    }
    Ok((!bytes.is_empty()).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Subject;

    fn check(kind: Subject, line: &str, expected: Option<Typed>) {
        assert_eq!(typed(line, kind.answers()), expected, "{line:?}");
    }

    #[test]
    fn a_letter_or_a_word_answers() {
        check(Subject::Cause, "s", Some(Typed::Answer(Answer::Same)));
        check(Subject::Promise, " Different ", Some(Typed::Answer(Answer::Different)));
        check(Subject::Held, "r", Some(Typed::Answer(Answer::Right)));
        check(Subject::Recurred, "wrong", Some(Typed::Answer(Answer::Wrong)));
        check(Subject::Cause, "", Some(Typed::Unsure));
        check(Subject::Held, "s", Some(Typed::Unsure));
        check(Subject::Cause, "u", Some(Typed::Unsure));
        check(Subject::Cause, "q", Some(Typed::Quit));
        check(Subject::Cause, "yes", None);
        check(Subject::Cause, "r", None);
    }
}
