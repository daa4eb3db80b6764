//! Which answers count: required ones, irrelevant ones, wrong ones.

use crate::support::{form, posted};
use domain::{Answer, AnswerProblem, Intake, Words, accept};

fn faults(pairs: &[(&str, &str)]) -> Vec<(String, AnswerProblem)> {
    let found = accept(&form(), &posted(pairs), Intake::Citizen).expect_err("refused");
    found.into_iter().map(|f| (f.cell, f.problem)).collect()
}

#[test]
fn answers_to_irrelevant_questions_are_dropped_and_not_demanded() {
    let all = [("came", "2"), ("how", "2"), ("how.specify", "xe"), ("i1", "4"), ("i2", "5"), ("one", "1")];
    let answers = accept(&form(), &posted(&all), Intake::Citizen).unwrap();
    // `how` is irrelevant, and so is `one`, whose condition leans on it.
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["came", "i1", "i2"]);
}

#[test]
fn a_wrong_answer_to_an_irrelevant_question_does_not_matter() {
    let all = [("came", "2"), ("how", "99"), ("i1", "4"), ("i2", "5")];
    assert_eq!(accept(&form(), &posted(&all), Intake::Citizen).unwrap().len(), 3);
    let twice = [("came", "2"), ("how.specify", "a"), ("how.specify", "b"), ("i1", "4"), ("i2", "5")];
    assert_eq!(accept(&form(), &posted(&twice), Intake::Citizen).unwrap().len(), 3);
    let asked = [("came", "1"), ("how", "99"), ("i1", "4"), ("i2", "5")];
    assert_eq!(faults(&asked), [("how".into(), AnswerProblem::UnknownValue("99".into()))]);
}

#[test]
fn missing_answers_are_listed_in_the_order_of_the_form() {
    let missing = AnswerProblem::Missing;
    assert_eq!(faults(&[("i1", "4")]), [("came".into(), missing.clone()), ("i2".into(), missing.clone())]);
    let came = faults(&[("came", "1"), ("i1", "4"), ("i2", "1"), ("comment", "")]);
    assert_eq!(came, [("how".into(), missing)]);
}

#[test]
fn a_line_break_is_one_however_a_program_writes_it() {
    for sign in ["\r\n", "\n", "\r", "\u{b}", "\u{85}", "\u{2028}"] {
        let words = format!("Dòng một{sign}Dòng hai");
        let all = [("came", "2"), ("i1", "4"), ("i2", "5"), ("comment", words.as_str())];
        let answers = accept(&form(), &posted(&all), Intake::Citizen).unwrap();
        let text = "Dòng một\nDòng hai".to_owned();
        assert_eq!(answers["comment"], Answer::Words(Words { text }), "{sign:?}");
    }
}

#[test]
fn wrong_answers_are_refused_each_for_its_reason() {
    let good = [("came", "2"), ("i1", "4"), ("i2", "5")];
    let with = |extra: (&'static str, &'static str)| faults(&[good[0], good[1], good[2], extra]);
    assert_eq!(with(("i1", "5")), [("i1".into(), AnswerProblem::Repeated)]);
    assert_eq!(with(("q99", "5")), [("q99".into(), AnswerProblem::UnknownCell)]);
    assert_eq!(with(("interviewer", "An")), [("interviewer".into(), AnswerProblem::UnknownCell)]);
    assert_eq!(with(("comment", "a\u{7}")), [("comment".into(), AnswerProblem::WrongShape)]);
    let long: &'static str = "ă".repeat(2_001).leak();
    assert_eq!(with(("comment", long)), [("comment".into(), AnswerProblem::TooLong(2_000))]);
    assert_eq!(
        faults(&[("came", "7"), good[1], good[2]]),
        [("came".into(), AnswerProblem::UnknownValue("7".into()))]
    );
}

#[test]
fn several_choices_keep_printed_order_and_their_own_words() {
    let pairs =
        [("came", "1"), ("how", "2"), ("how", "1"), ("how.specify", " đi bộ "), ("i1", "5"), ("i2", "5")];
    let answers = accept(&form(), &posted(&pairs), Intake::Citizen).unwrap();
    assert_eq!(answers["how"], Answer::Many(vec!["1".into(), "2".into()]));
    let json = serde_json::to_string(&answers).unwrap();
    assert_eq!(json, r#"{"came":"1","how":["1","2"],"how.specify":{"text":"đi bộ"},"i1":"5","i2":"5"}"#);
    assert_eq!(serde_json::from_str::<domain::Answers>(&json).unwrap(), answers);
}

#[test]
fn paper_has_gaps_and_a_field_worker() {
    let pairs = posted(&[("i1", "4"), ("interviewer", "An")]);
    assert_eq!(accept(&form(), &pairs, Intake::Transcribed).unwrap().len(), 2);
}

#[test]
fn a_form_without_any_answer_is_no_response() {
    let blank = |pairs: &[(&str, &str)], intake| match accept(&form(), &posted(pairs), intake) {
        Err(faults) => faults.iter().map(|f| f.problem.clone()).collect::<Vec<_>>() == [AnswerProblem::Blank],
        Ok(_) => false,
    };
    let nothing: [&[(&str, &str)]; 4] = [
        &[],
        &[("i1", ""), ("came", " ")],
        &[("comment", " \u{a0}\r\n\u{200b}\u{feff}")],
        &[("interviewer", "An")],
    ];
    for pairs in nothing {
        assert!(blank(pairs, Intake::Transcribed), "{pairs:?}");
    }
    assert!(!blank(&[("comment", ".")], Intake::Transcribed));
    let no_opinion = [("came", "1"), ("how", "2"), ("one", "9")];
    assert!(!blank(&no_opinion, Intake::Transcribed), "no opinion is an answer");
    assert!(blank(&no_opinion[2..], Intake::Transcribed), "one to a question that was not asked is none");
    // A citizen is asked for what must be answered first.
    assert_eq!(faults(&[]).iter().filter(|(_, problem)| *problem == AnswerProblem::Missing).count(), 3);
    let mut free = crate::support::document();
    for question in free["questions"].as_array_mut().unwrap() {
        question["required"] = false.into();
    }
    let found = accept(&domain::form::Form::read(&free).unwrap(), &[], Intake::Citizen).expect_err("blank");
    assert_eq!((found[0].cell.as_str(), &found[0].problem), ("came", &AnswerProblem::Blank));
}
