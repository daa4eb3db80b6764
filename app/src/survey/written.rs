//! Answers that were not taken, as whoever wrote them can read them.

use domain::{
    Locale,
    form::{Cell, Form},
};

/// A line of the form and what was answered in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenAnswer {
    /// The words of the question, or of its line.
    pub question: String,
    /// The words of the answers, each on a line of its own.
    pub answer: String,
}

/// What was posted, in the words and the order of the form; under the names that were posted where no form is known.
pub fn written_answers(
    form: Option<&Form>,
    language: &Locale,
    posted: &[(String, String)],
) -> Vec<WrittenAnswer> {
    let Some(form) = form else {
        let written = |(name, value): &(String, String)| written(name, [value.clone()]);
        return posted.iter().filter_map(written).collect();
    };
    let questions = form.questions.iter().filter(|question| question.role.is_for_citizens());
    let lines = questions.flat_map(|question| {
        form.cells_of(question).iter().map(|cell| (cell.text.as_ref().or(question.text.as_ref()), cell))
    });
    lines
        .filter_map(|(text, cell)| {
            let question = text.map_or("", |text| text.get(language));
            written(question, answers_in(cell, language, posted))
        })
        .collect()
}

/// What was posted in a line: choices in their own words, then what was specified.
fn answers_in<'a>(
    cell: &'a Cell,
    language: &'a Locale,
    posted: &'a [(String, String)],
) -> impl Iterator<Item = String> + 'a {
    let values =
        |name: String| posted.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value);
    let in_words = |value: &String| match cell.choice(value) {
        Some(at) => cell.choices()[at].text.get(language).to_owned(),
        None => value.clone(),
    };
    values(cell.code.to_string()).map(in_words).chain(values(cell.specify_name()).cloned())
}

fn written(question: &str, answers: impl IntoIterator<Item = String>) -> Option<WrittenAnswer> {
    let answers: Vec<String> = answers.into_iter().filter(|answer| !answer.trim().is_empty()).collect();
    (!answers.is_empty()).then(|| WrittenAnswer { question: question.to_owned(), answer: answers.join("\n") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{form::read_document, templates};

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn answers_are_told_in_the_words_and_the_order_of_the_form() {
        let (form, _) = read_document(templates::document("sipas-2026").unwrap()).unwrap();
        let posted = pairs(&[
            ("comment", "Lời\nhai dòng"),
            ("q9.24", "4"),
            ("ethnicity", "2"),
            ("ethnicity.specify", "Tày"),
            ("q2", "1"),
            ("q2", "7"),
            ("q3.2", " "),
            ("q99", "of another form"),
        ]);
        let words = |name: &str, value: &str| {
            let cell = form.cell(name).unwrap().1;
            cell.choices()[cell.choice(value).unwrap()].text.get(&Locale::en()).to_owned()
        };
        let written = written_answers(Some(&form), &Locale::en(), &posted);
        let answers: Vec<&str> = written.iter().map(|line| line.answer.as_str()).collect();
        let expected = [
            format!("{}\nTày", words("ethnicity", "2")),
            format!("{}\n{}", words("q2", "1"), words("q2", "7")),
            words("q9.24", "4"),
            "Lời\nhai dòng".to_owned(),
        ];
        assert_eq!(answers, expected);
        assert!(written.iter().all(|line| !line.question.is_empty()), "{written:?}");
    }

    #[test]
    fn answers_to_a_form_that_is_not_known_are_told_as_they_were_posted() {
        let posted = pairs(&[("q1", "4"), ("q3", "Lời"), ("q4", "")]);
        let expected = [("q1", "4"), ("q3", "Lời")]
            .map(|(question, answer)| WrittenAnswer { question: question.into(), answer: answer.into() });
        assert_eq!(written_answers(None, &Locale::vi(), &posted), expected);
    }
}
