//! The form as a page: what it is about, what is stored, the questions, one button.

use super::{context::Context, question::question_view};
use crate::{
    Texts,
    shell::{ANSWERS, OtherLanguage, languages, shell},
};
use domain::{
    AnswerFault, AnswerProblem, Locale, Text,
    form::{Form, Question, Section},
};
use leptos::prelude::*;
use std::collections::HashMap;

/// The name of a visit's key in what is posted; no line of a form can be called so.
pub const VISIT_KEY: &str = "~key";

/// Everything a citizen's page shows.
#[derive(Debug)]
pub struct FormPage<'a> {
    /// The form.
    pub form: &'a Form,
    /// The language it is shown in.
    pub language: &'a Locale,
    /// Title of the round.
    pub title: &'a Text,
    /// Whether answers are only tried and not stored.
    pub trial: bool,
    /// Whose counter, and what for.
    pub place: String,
    /// Where the answers go.
    pub action: String,
    /// The same page in other languages; sent there, the answers so far come along.
    pub languages: Vec<OtherLanguage>,
    /// Whether one person after another answers on this screen.
    pub shared: bool,
    /// The key of this visit, which makes sending twice harmless; empty where nothing is sent.
    pub key: &'a str,
    /// What was posted, to fill in again.
    pub posted: &'a [(String, String)],
    /// What is wrong with it.
    pub faults: &'a [AnswerFault],
    /// The style.
    pub style: &'a str,
}

/// Renders a citizen's page.
pub fn form_page(page: FormPage) -> AnyView {
    let texts = Texts::of(page.language);
    let mut posted: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, value) in page.posted {
        posted.entry(name).or_default().push(value);
    }
    let faults = page.faults.iter().map(|f| (f.cell.as_str(), f)).collect();
    let context = Context { form: page.form, language: page.language, texts, posted, faults };
    let title = page.title.get(page.language).to_owned();
    let lines = page.form.cells.iter().filter(|c| c.role.is_for_citizens()).count();
    // Five seconds a line: an assumption, until rounds can tell.
    let minutes = lines.div_ceil(12).max(1);
    let wrong = !page.faults.is_empty();
    let summary = wrong.then(|| summary(&context, page.faults));
    let languages = languages(page.languages, true).map(|buttons| {
        // Enter in a field presses the first button of a form, wherever it stands: that must be the one that sends.
        view! { <button class="off" form=ANSWERS tabindex="-1" aria-hidden="true"></button>{buttons} }
    });
    // Nobody finds on a shared screen what the one before wrote.
    let autocomplete = page.shared.then_some("off");
    let parts = parts(page.form);
    let of = parts.len();
    let sections = parts.into_iter().enumerate().map(|(i, (section, questions))| {
        let heading = section.map(|s| s.title.get(page.language).to_owned());
        let number =
            (of > 1).then(|| texts.with("survey-part", [("number", (i + 1).into()), ("of", of.into())]));
        let heading = match (heading, &number) {
            // A form without sections: heard, not seen, so that no level of headings is skipped.
            (None, None) => view! { <h2 class="off">{texts.get("survey-questions")}</h2> }.into_any(),
            (heading, number) => {
                let number = number.clone().map(|number| view! { <small>{number}</small> });
                view! { <h2>{number}{heading}</h2> }.into_any()
            }
        };
        let questions: Vec<AnyView> = questions.into_iter().map(|q| question_view(&context, q)).collect();
        let answered = texts.get("survey-answered");
        let progress = number.map_or_else(|| answered.clone(), |part| format!("{part} · {answered}"));
        view! {
            <section>{heading}{questions}<div class="done" aria-hidden="true" data-t=progress></div></section>
        }
    });
    let sections = sections.collect_view();
    let intro = page.form.intro.as_ref().map(|t| view! { <p>{t.get(page.language).to_owned()}</p> });
    let trial = page.trial.then(|| view! { <p class="faults" role="status">{texts.get("survey-trial")}</p> });
    let body = view! {
        <main>
            {trial}
            {summary}
            <header>
                {languages}
                <p class="place">{page.place}</p>
                <h1>{title.clone()}</h1>
                {intro}
                <p class="privacy">{texts.get("survey-privacy")}</p>
                <p class="time">{texts.with("survey-time", [("minutes", minutes.into())])}</p>
            </header>
            <form id=ANSWERS method="post" action=page.action autocomplete=autocomplete>
                {sections}
                <p class="hint">{texts.get("survey-send-hint")}</p>
                <button>{texts.get("survey-send")}</button>
                // At the end, so that the page can be compressed once whatever the key; browsers that fill forms in again
                // after a reload must leave it alone.
                <input type="hidden" autocomplete="off" name=VISIT_KEY value=page.key.to_owned() />
            </form>
        </main>
    };
    let title = if wrong { format!("{}: {title}", texts.get("survey-fault-title")) } else { title };
    shell(page.language.as_str(), &title, page.style, body.into_any())
}

/// The questions that citizens see, by section in printed order.
fn parts(form: &Form) -> Vec<(Option<&Section>, Vec<&Question>)> {
    let mut parts: Vec<(Option<&Section>, Vec<&Question>)> = Vec::new();
    for question in form.questions.iter().filter(|q| q.role.is_for_citizens()) {
        let section =
            question.section.as_ref().and_then(|code| form.sections.iter().find(|s| s.code == *code));
        match parts.last_mut() {
            Some((last, questions)) if last.map(|s| &s.code) == section.map(|s| &s.code) => {
                questions.push(question)
            }
            _ => parts.push((section, vec![question])),
        }
    }
    parts
}

fn summary(context: &Context, faults: &[AnswerFault]) -> AnyView {
    let texts = context.texts;
    let first = faults.iter().find_map(|fault| context.form.cell_of_name(&fault.cell));
    let link = first.map(|(_, cell)| {
        view! { <a href=format!("#{}", cell.code)>{texts.get("survey-first-fault")}</a> }
    });
    let blank = faults.iter().any(|fault| fault.problem == AnswerProblem::Blank);
    let what = match blank {
        true => texts.get("survey-blank"),
        false => texts.with("survey-faults", [("count", faults.len().into())]),
    };
    view! {
        <div class="faults" role="alert" tabindex="-1">
            <h2>{texts.get("survey-fault-title")}</h2>
            <p>{what}</p>
            {link}
        </div>
    }
    .into_any()
}
