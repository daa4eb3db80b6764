//! Forms: a label for every field, what is wrong beside it and once more at the top of the page, nothing typed lost.

use super::{
    locked::locked,
    matrix::{Matrix, matrix_table},
    typed::REVISION_TOKEN,
};
use crate::{Texts, textarea::textarea};
use leptos::prelude::*;

/// What kind of thing is asked for.
#[derive(Debug, Clone)]
pub enum FieldKind {
    /// A line of words.
    Text,
    /// An e-mail address.
    Email,
    /// A password.
    Password,
    /// A code that is typed off: no capitals, no corrections.
    Code,
    /// A day.
    Day,
    /// A whole number.
    Whole,
    /// Several lines, such as a file.
    Long,
    /// A sentence or two.
    Words,
    /// One of a list: value and words.
    Choice(Vec<(String, String)>),
    /// One of a few, each with its circle: value and words.
    Radio(Vec<(String, String)>),
    /// Any of a list: value and words. The value holds those that are ticked, parted by line ends.
    Many(Vec<(String, String)>),
    /// Yes or no.
    Tick,
    /// A file of these kinds, as browsers name them.
    File(&'static str),
    /// Not to be seen.
    Hidden,
    /// Another way to send the form, standing where it belongs: its words are the label.
    Button,
    /// Other ways to send the form, side by side: value, words and key of each. The label is what they are about.
    Buttons(Vec<(String, String, Option<&'static str>)>),
    /// Several fields that belong together, beside each other, as a line of a table.
    Group(Vec<Field>),
    /// The same in several languages, beside each other where there is room.
    Beside(Vec<Field>),
    /// A number for each row and column.
    Matrix(Matrix),
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    name: String,
    pub(super) label: String,
    pub(super) kind: FieldKind,
    pub(super) value: String,
    pub(super) hint: Option<String>,
    fault: Option<String>,
    autocomplete: Option<&'static str>,
    optional: bool,
    fixed: bool,
    marked: bool,
}

impl Field {
    /// A field that has to be filled in.
    pub fn new(name: impl Into<String>, kind: FieldKind, label: String) -> Self {
        Self {
            name: name.into(),
            label,
            kind,
            value: String::new(),
            hint: None,
            fault: None,
            autocomplete: None,
            optional: false,
            fixed: false,
            marked: false,
        }
    }
    /// A field that only carries something along.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, FieldKind::Hidden, String::new()).holding(value)
    }
    /// The token of what a form was made from; it is compared when the form is sent.
    pub fn revision_token(token: impl Into<String>) -> Self {
        Self::hidden(REVISION_TOKEN, token)
    }
    /// Another way to send the form.
    pub fn button(name: impl Into<String>, words: String) -> Self {
        Self::new(name, FieldKind::Button, words).holding("1")
    }
    /// Fields that stand beside each other.
    pub fn group(fields: Vec<Field>) -> Self {
        Self::new("", FieldKind::Group(fields), String::new())
    }
    /// The same thing in several languages.
    pub fn beside(fields: Vec<Field>) -> Self {
        Self::new("", FieldKind::Beside(fields), String::new())
    }
    /// With something in it already.
    #[must_use]
    pub fn holding(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// With an explanation.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(self.hint.map_or(hint.clone(), |said| format!("{hint} {said}")));
        self
    }
    /// With what is wrong, if something is.
    #[must_use]
    pub fn fault(mut self, fault: Option<String>) -> Self {
        self.fault = fault;
        self
    }
    /// With the word by which browsers know what it is.
    #[must_use]
    pub fn autocomplete(mut self, word: &'static str) -> Self {
        self.autocomplete = Some(word);
        self
    }
    /// With what it is about before its label.
    #[must_use]
    pub fn about(mut self, what: &str) -> Self {
        self.label = format!("{what} · {}", self.label);
        self
    }
    /// May stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
    /// Stands there to be read, also by the browser, and cannot be changed.
    #[must_use]
    pub fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }
    /// Stands out from the others: something has changed in it.
    #[must_use]
    pub fn marked(mut self) -> Self {
        self.marked = true;
        self
    }
    /// Says beside what was typed what is stored now, where somebody else has changed it meanwhile.
    #[must_use]
    pub fn against(mut self, texts: &Texts, stored: &Self) -> Self {
        let said = |words: String| texts.with("stored-now", [("words", words.into())]);
        if let (FieldKind::Matrix(mine), FieldKind::Matrix(theirs)) = (&mut self.kind, &stored.kind) {
            for (row, (notes, values)) in mine.notes.iter_mut().zip(&mine.values).enumerate() {
                for (column, (note, value)) in notes.iter_mut().zip(values).enumerate() {
                    let now = theirs.values.get(row).and_then(|row| row.get(column));
                    if let Some(now) = now.filter(|now| *now != value) {
                        *note = said(if now.is_empty() { "–".to_owned() } else { now.clone() });
                    }
                }
            }
        } else if self.value != stored.value && !matches!(self.kind, FieldKind::Hidden | FieldKind::Password)
        {
            let words = |value: &str| match &stored.kind {
                FieldKind::Choice(options) | FieldKind::Radio(options) | FieldKind::Many(options) => {
                    let named = options.iter().find(|(known, _)| known == value);
                    named.map_or_else(|| value.to_owned(), |(_, words)| words.trim().to_owned())
                }
                _ => value.to_owned(),
            };
            let now: Vec<String> = stored.value.lines().map(words).collect();
            let now = if now.is_empty() { "–".to_owned() } else { now.join("; ") };
            self.hint = Some(self.hint.map_or_else(String::new, |hint| hint + " ") + &said(now));
            self.marked = true;
        }
        self
    }
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// What one comes to the page for.
    #[default]
    Main,
    /// Something else that can be done here.
    Quiet,
    /// What takes something away.
    Grave,
}

/// A form.
#[derive(Debug, Clone, Default)]
pub struct FormBlock {
    /// Its id, where boxes elsewhere on the page belong to it.
    pub id: Option<&'static str>,
    /// Where it is sent.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Words of its button.
    pub button: String,
    /// How loud its button is.
    pub tone: Tone,
    /// What is wrong with all of it together.
    pub fault: Option<String>,
    /// What stands above the list of what is wrong, where that is not that nothing was saved.
    pub fault_heading: Option<String>,
    /// Fields beneath its button, such as other buttons: the first button of a form is pressed by Enter.
    pub beneath: Vec<Field>,
    /// A second button: name, value and words.
    pub also: Option<(String, String, String)>,
    /// Whether its file goes with the second button alone. What the first sends is carried over signing in again, as no
    /// form with files can be.
    pub file_by_also: bool,
    /// Name and value of its own button, where it has one.
    pub named_button: Option<(String, String)>,
    /// Whether its fields stand beside each other where there is room.
    pub in_a_row: bool,
    /// Whether it only asks for another view of the page, by its address.
    pub asks: bool,
    /// Whether it needs the width of the page.
    pub wide: bool,
    /// Whether it only shows what was chosen.
    pub locked: bool,
}

/// What is wrong with a form, for the summary at the top of the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormFaults {
    /// What stands above them, where it is not that nothing was saved.
    pub(super) heading: Option<String>,
    /// Where each of them is mended, and what is wrong.
    pub(super) lines: Vec<(String, String)>,
}

impl FormBlock {
    /// What is wrong with it; `prefix` begins the ids of its fields.
    pub(super) fn faults(&self, prefix: &str) -> Option<FormFaults> {
        let single = self.fields.iter().chain(&self.beneath).flat_map(|field| match &field.kind {
            FieldKind::Group(fields) | FieldKind::Beside(fields) => fields.iter().collect::<Vec<_>>(),
            _ => vec![field],
        });
        let of_fields = single.filter_map(|field| {
            Some((format!("#{prefix}{}", field.name), format!("{}: {}", field.label, field.fault.as_ref()?)))
        });
        let whole = self.fault.iter().map(|words| (format!("#{}", self.own_id(prefix)), words.clone()));
        let lines: Vec<_> = whole.chain(of_fields).collect();
        let heading = self.fault_heading.clone();
        (!lines.is_empty() && !self.locked).then_some(FormFaults { heading, lines })
    }

    /// The id of the form itself.
    fn own_id(&self, prefix: &str) -> String {
        self.id.map_or_else(|| format!("{prefix}{WHOLE}"), str::to_owned)
    }
}

/// What stands before the words of an option for each step down a tree; in a list of boxes a class says the same.
pub(in crate::admin) const INDENT: char = '\u{2003}';

/// The end of the id of a form itself; no field is called so.
const WHOLE: &str = "-form";

/// Renders a form.
pub(super) fn form(texts: &Texts, form: FormBlock, prefix: &str) -> AnyView {
    if form.locked {
        return locked(texts, form.fields);
    }
    let id = form.own_id(prefix);
    let whole = form.fault.map(|words| view! { <p class="fault">{words}</p> });
    let files = form.fields.iter().any(|f| matches!(f.kind, FieldKind::File(_)));
    let of_files = files.then_some("multipart/form-data");
    let (encoding, also_encoding) = if form.file_by_also { (None, of_files) } else { (of_files, None) };
    let fields = form.fields.into_iter().map(|f| field(texts, f, prefix)).collect_view();
    let beneath = form.beneath.into_iter().map(|f| field(texts, f, prefix)).collect_view();
    let also = form.also.map(|(name, value, words)| {
        view! { <button class="quiet" name=name value=value formenctype=also_encoding>{words}</button> }
    });
    let class = match (form.in_a_row, form.wide) {
        (true, _) => "form row",
        (_, true) => "form wide",
        _ => "form",
    };
    let (button_name, button_value) = form.named_button.unzip();
    let method = if form.asks { "get" } else { "post" };
    let button = match form.tone {
        Tone::Main => None,
        Tone::Quiet => Some("quiet"),
        Tone::Grave => Some("grave"),
    };
    view! {
        <form class=class id=id method=method action=form.action enctype=encoding novalidate>
            {whole}
            {fields}
            <p class="ways"><button class=button name=button_name value=button_value>{form.button}</button>{also}</p>
            {beneath}
        </form>
    }
    .into_any()
}

fn field(texts: &Texts, field: Field, prefix: &str) -> AnyView {
    let id = format!("{prefix}{}", field.name);
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let Field { name, label, kind, value, hint, fault, autocomplete, optional, fixed, marked } = field;
    let described: Vec<&str> = [(hint.is_some(), &hint_id), (fault.is_some(), &fault_id)]
        .into_iter()
        .filter_map(|(there, id)| there.then_some(id.as_str()))
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = fault.is_some().then_some("true");
    let class = match (fault.is_some(), marked) {
        (true, _) => "field wrong",
        (false, true) => "field marked",
        _ => "field",
    };
    let has_label = !label.is_empty();
    let label = if optional && !matches!(kind, FieldKind::Hidden | FieldKind::Tick) {
        view! { {label}" "<small>{texts.get("survey-optional")}</small> }.into_any()
    } else {
        label.into_any()
    };
    let hint = hint.map(|words| view! { <p class="hint" id=hint_id.clone()>{words}</p> });
    let fault = fault.map(|words| view! { <p class="fault" id=fault_id.clone()>{words}</p> });
    let input = |kind: &'static str, mode: Option<&'static str>| {
        let typed = matches!(kind, "email" | "password") || mode.is_some();
        view! {
            <input type=kind id=id.clone() name=name.clone() value=value.clone() inputmode=mode
                readonly=fixed autocomplete=autocomplete aria-describedby=described.clone() aria-invalid=invalid
                autocapitalize=typed.then_some("none") spellcheck=typed.then_some("false") />
        }
        .into_any()
    };
    let control = match kind {
        FieldKind::Group(fields) => {
            let fields = fields.into_iter().map(|one| self::field(texts, one, prefix)).collect_view();
            return view! { <div class="group">{fields}</div> }.into_any();
        }
        FieldKind::Beside(fields) => {
            let fields = fields.into_iter().map(|one| self::field(texts, one, prefix)).collect_view();
            return view! { <div class="beside">{fields}</div> }.into_any();
        }
        FieldKind::Matrix(matrix) => {
            let table = matrix_table(matrix, Some((&name, &id)));
            return view! {
                <fieldset class=class aria-describedby=described.clone()>
                    <legend>{label}</legend>
                    {hint}
                    {fault}
                    {table}
                </fieldset>
            }
            .into_any();
        }
        FieldKind::Hidden => return view! { <input type="hidden" name=name value=value /> }.into_any(),
        FieldKind::Button => {
            return view! { <p class="ways"><button class="quiet" name=name value=value>{label}</button></p> }
                .into_any();
        }
        FieldKind::Buttons(buttons) => {
            let buttons = buttons.into_iter().map(|(value, words, key)| {
                view! { <button class="quiet" name=name.clone() value=value accesskey=key>{words}</button> }
            });
            let buttons = view! { <p class="ways">{buttons.collect_view()}</p> };
            return match has_label {
                true => view! { <fieldset class="field buttons"><legend>{label}</legend>{buttons}</fieldset> }.into_any(),
                false => view! { <div class="field buttons">{buttons}</div> }.into_any(),
            };
        }
        FieldKind::Text => input("text", None),
        FieldKind::Email => input("email", None),
        FieldKind::Password => input("password", None),
        FieldKind::Code => input("text", Some("text")),
        FieldKind::Day => input("date", None),
        FieldKind::Whole => input("text", Some("numeric")),
        FieldKind::Words => textarea(name.clone(), id.clone(), "5000".to_owned(), &value, described.clone(), invalid, None),
        FieldKind::Long => textarea(name.clone(), id.clone(), "200000".to_owned(), &value, described.clone(), invalid, None),
        FieldKind::File(accept) => view! {
            <input type="file" id=id.clone() name=name.clone() accept=accept aria-describedby=described.clone() aria-invalid=invalid />
        }
        .into_any(),
        FieldKind::Choice(options) => {
            let options = options.into_iter().map(|(option, words)| {
                let chosen = option == value;
                view! { <option value=option selected=chosen>{words}</option> }
            });
            let options = options.collect_view();
            view! { <select id=id.clone() name=name.clone() aria-describedby=described.clone() aria-invalid=invalid>{options}</select> }
                .into_any()
        }
        FieldKind::Tick => {
            let ticked = !value.is_empty();
            return view! {
                <div class=class>
                    <label class="tick">
                        <input type="checkbox" id=id.clone() name=name value="1" checked=ticked aria-describedby=described.clone() aria-invalid=invalid />
                        <span>{label}</span>
                    </label>
                    {hint}
                    {fault}
                </div>
            }
            .into_any();
        }
        FieldKind::Radio(_) | FieldKind::Many(_) => {
            let held: Vec<&str> = value.lines().collect();
            let (mark, box_class, options) = match kind {
                FieldKind::Radio(options) => ("radio", "few", options),
                FieldKind::Many(options) => ("checkbox", "many", options),
                _ => ("checkbox", "many", Vec::new()),
            };
            let options = options.into_iter().enumerate().map(|(at, (option, words))| {
                let chosen = held.contains(&option.as_str());
                let first = (at == 0).then(|| id.clone());
                let depth = words.chars().take_while(|sign| *sign == INDENT).count();
                let class = if depth == 0 { "tick".to_owned() } else { format!("tick d{}", depth.min(6)) };
                let words = words.trim_start_matches(INDENT).to_owned();
                view! {
                    <label class=class>
                        <input type=mark id=first name=name.clone() value=option checked=chosen />
                        <span>{words}</span>
                    </label>
                }
            });
            let options = options.collect_view();
            return view! {
                <fieldset class=class aria-describedby=described.clone()>
                    <legend>{label}</legend>
                    {hint}
                    {fault}
                    <div class=box_class>{options}</div>
                </fieldset>
            }
            .into_any();
        }
    };
    view! {
        <div class=class>
            <label for=id.clone()>{label}</label>
            {hint}
            {fault}
            {control}
        </div>
    }
    .into_any()
}
