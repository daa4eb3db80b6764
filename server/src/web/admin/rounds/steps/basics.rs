//! Period and form.

use super::super::new::{basic_fields, read_title_and_period};
use super::super::{Faults, form_choices, form_value, read_form_choice};
use super::{Step, View};
use crate::{
    acts::rounds::{BasicsCommand, PlanChange},
    auth::Denied,
    store::Round,
    web::admin::posted::Posted,
};
use app::{
    Texts,
    admin::{Field, Kind, faults::code_fault},
};
use domain::{Code, Locale};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Basics;

impl Step for Basics {
    const PATH: &'static str = "/basics";
    const NEXT: &'static str = "/definition";
    const TEXTS: [&'static str; 2] = ["step-basics", "step-basics-lead"];

    async fn fields(view: &View<'_>) -> Result<Vec<Field>, Denied> {
        let View { app, round, posted, faults, texts, .. } = *view;
        let forms = form_choices(app, texts).await?;
        let document = &round.document;
        let held = |name: &str| match (posted, name) {
            (Some(posted), name) => posted.raw(name).to_owned(),
            (None, "title") => document.title.get(&Locale::vi()).to_owned(),
            (None, "title_en") if document.title.has(&Locale::en()) => {
                document.title.get(&Locale::en()).to_owned()
            }
            (None, "form") => form_value(&document.form, round.form_version),
            (None, "from") => document.from.to_string(),
            (None, "to") => document.to.to_string(),
            _ => String::new(),
        };
        let mut fields = basic_fields(texts, held, faults, Some(&forms), false);
        let series = match posted {
            Some(posted) => posted.raw("series").to_owned(),
            None => document.series.as_ref().map(Code::to_string).unwrap_or_default(),
        };
        fields.push(
            Field::new("series", Kind::Code, texts.get("round-series"))
                .hint(texts.get("round-series-hint"))
                .holding(series)
                .fault(faults.get("series").cloned())
                .optional(),
        );
        Ok(fields)
    }

    fn read(texts: &Texts, _: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
        let mut faults = Faults::new();
        let basics = read_title_and_period(texts, posted, &mut faults);
        let series = posted.parsed::<Code>("series").unwrap_or_else(|fault| {
            faults.insert("series", code_fault(texts, &fault));
            None
        });
        let (Some((title, from, to)), true) = (basics, faults.is_empty()) else { return Err(faults) };
        let form = read_form_choice(posted.text("form"));
        Ok(PlanChange::Basics(BasicsCommand { title, period: (from, to), series, form }))
    }
}
