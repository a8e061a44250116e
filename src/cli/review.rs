//! `incidex review`: what was inferred across incidents, to be confirmed or rejected by people.

mod ask;
mod keep;
mod shown;

use std::collections::BTreeSet;
use std::io::Read;

use serde::Deserialize;

use super::engine;
use super::session::{Archive, Session};
use super::{Exit, Failure, ReviewFlags, TextOrJson};
use crate::analyse::Question;
use crate::config::{CAUSE_NAMES, Record, nearest};
use crate::model::{Answer, Audience};
use crate::normalise::View;
use crate::report::findings::plural;

/// Longer answers are refused: a file of them has some hundred bytes for each.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// For a question that is left open.
const UNSURE: &str = "unsure";

/// One line of `--answers`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    id: String,
    /// One of the `answers` of the question, or `unsure`.
    answer: String,
    #[serde(default)]
    reason: Option<String>,
}

pub(super) fn run(session: &Session, flags: &ReviewFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = View { audience: Audience::INTERNAL, as_of: session.as_of(flags.as_of)?, drafts: flags.drafts };
    let all = engine::questions(&root, config, &view)?;
    if let Some(file) = &flags.answers {
        let records = given(&text_of(file)?, file, &all, flags)?;
        keep::keep(&root, &records)?;
        session.report.say(&format!("{} written to {CAUSE_NAMES}", plural(records.len(), "decision")));
        return Ok(Exit::Done);
    }
    let wanted = |question: &Question| {
        (flags.again || question.decided.is_none()) && (flags.all || !question.related || question.decided.is_some())
    };
    let open: Vec<Question> = all.into_iter().filter(wanted).collect();
    if flags.format == TextOrJson::Json {
        session.report.data(&serde_json::to_string_pretty(&open)?)?;
        return Ok(Exit::Done);
    }
    keep::keep(&root, &[])?;
    let (decided, left) = ask::ask(&session.report, &open, |question, answer, reason| {
        keep::keep(&root, &[record(question, answer, reason, flags)])
    })?;
    session.report.say(&match (open.is_empty(), left) {
        (true, _) => "nothing to review".to_owned(),
        (false, 0) => format!("{} written to {CAUSE_NAMES}; no question is left", plural(decided, "decision")),
        (false, _) => {
            let are = if left == 1 { "is" } else { "are" };
            let decided = plural(decided, "decision");
            format!("{decided} written to {CAUSE_NAMES}; {} {are} left", plural(left, "question"))
        }
    });
    Ok(Exit::Done)
}

/// What is written down of an answer.
fn record(question: &Question, answer: Answer, reason: &str, flags: &ReviewFlags) -> Record {
    let text = |at: usize| {
        let side = &question.sides[at];
        let is_item = side.reference != side.incident;
        side.text.clone().filter(|_| is_item).unwrap_or_default()
    };
    let texts = [text(0), text(1)];
    Record {
        kind: question.kind,
        between: [0, 1].map(|at| question.sides[at].reference.clone()),
        texts: texts.iter().any(|text| !text.is_empty()).then_some(texts),
        answer,
        reason: Some(one_line(reason)).filter(|reason| !reason.is_empty()),
        as_of: flags.as_of,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The decisions of a file, all of them or none.
fn given(text: &str, file: &str, all: &[Question], flags: &ReviewFlags) -> Result<Vec<Record>, Failure> {
    let list: Vec<Given> = serde_json::from_str(text).map_err(|error| {
        let help = "write a list of objects with `id`, `answer` and `reason`";
        Failure::usage(format!("{file} is not a list of answers: {error}"), help)
    })?;
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    for given in &list {
        let question = all.iter().find(|question| question.id == given.id).ok_or_else(|| unknown(&given.id, all))?;
        if !seen.insert(&given.id) {
            let help = "keep one of the two";
            return Err(Failure::usage(format!("the question {:?} is answered twice", given.id), help));
        }
        let answer = question.kind.answers().into_iter().find(|it| it.word() == given.answer);
        match answer {
            Some(answer) => records.push(record(question, answer, given.reason.as_deref().unwrap_or(""), flags)),
            None if given.answer == UNSURE => {}
            None => {
                let [yes, no] = question.answers;
                return Err(Failure::usage(
                    format!("{:?} is no answer to the question {:?}", given.answer, given.id),
                    format!("write \"{yes}\", \"{no}\" or \"{UNSURE}\""),
                ));
            }
        }
    }
    Ok(records)
}

fn unknown(id: &str, all: &[Question]) -> Failure {
    let help = match nearest(id, all.iter().map(|question| question.id.as_str())) {
        Some(near) => {
            format!("did you mean {near:?}? `incidex review --format json --all --again` lists every question")
        }
        None => "`incidex review --format json --all --again` lists every question".to_owned(),
    };
    Failure::usage(format!("no question has the id {id:?}"), help)
}

fn text_of(file: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file == "-" {
        std::io::stdin().take(MOST_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(MOST_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::input(format!("failed to read {file}: {error}"), None))?;
    Ok(text)
}
