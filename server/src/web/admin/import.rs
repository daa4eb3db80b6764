//! CSV files of agencies, reorganisations, service areas and procedures: what a file would change is shown, and only then,
//! if nothing has changed meanwhile, done.

use super::{
    super::{App, page::Page},
    agencies::{Held, difference},
    desk::{Desk, Look, see},
    events::sentence,
    posted::Posted,
    words::import_faults,
};
use crate::{
    acts::ManageAgencies,
    auth::{Denied, May, Whole},
    credentials::hashed,
    import::{AgencyChanges, Changes, EventChanges, ImportError, Plan, carry_out, parse},
    path_segments::PathSegments,
    store::{self, settings},
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, Tone, pages::detail_name},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, Procedure, ServiceArea};
use std::sync::Arc;
use strum::{EnumString, IntoStaticStr};

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
enum What {
    Agencies,
    #[strum(serialize = "agency-events")]
    Events,
    #[strum(serialize = "service-areas")]
    Areas,
    Procedures,
}

impl What {
    fn of(word: &str) -> Option<Self> {
        word.parse().ok()
    }
    fn word(self) -> &'static str {
        self.into()
    }
    fn room(self) -> String {
        format!("/admin/{}", self.word())
    }
    fn title(self) -> &'static str {
        match self {
            Self::Agencies => "agencies-title",
            Self::Events => "events-title",
            Self::Areas => "areas-title",
            Self::Procedures => "procedures-title",
        }
    }
    /// The header line of its files.
    fn columns(self) -> &'static str {
        match self {
            Self::Agencies => "code,name,name_en,block,level,parent,valid_from,valid_to",
            Self::Events => "kind,day,from,to,share,reference",
            Self::Areas => "code,name,name_en,valid_from,valid_to",
            Self::Procedures => "code,name,name_en,service_area,valid_from,valid_to",
        }
    }
    fn about(self) -> &'static str {
        match self {
            Self::Agencies => "import-about-agencies",
            Self::Events => "import-about-events",
            Self::Areas => "import-about-areas",
            Self::Procedures => "import-about-procedures",
        }
    }
}

/// `GET /admin/import/{what}`
pub(super) async fn show_import(
    Whole(may): Whole<ManageAgencies>,
    PathSegments([what]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    let what = What::of(&what).ok_or_else(|| Denied::NotThere(may.person.language().clone()))?;
    Ok(import_page(&may, what, &look, "", &[]))
}

fn import_page(may: &May<ManageAgencies>, what: What, look: &Look, text: &str, faults: &[String]) -> Page {
    let room = if matches!(what, What::Agencies | What::Events) {
        "/admin/agencies"
    } else {
        "/admin/service-areas"
    };
    let desk = Desk::of(&may.person, room, look);
    let texts = desk.texts;
    let form = Form {
        action: format!("/admin/import/{}", what.word()),
        fields: vec![
            Field::new("file", Kind::File(".csv,text/csv"), texts.get("import-file")).optional(),
            Field::new("text", Kind::Long, texts.get("import-text")).holding(text).optional(),
        ],
        button: texts.get("import-look"),
        ..Form::default()
    };
    let mut desk = desk
        .title(texts.with("import-title", [("what", texts.get(what.title()).into())]))
        .beneath(what.room(), texts.get(what.title()));
    if !faults.is_empty() {
        desk = desk
            .with(Block::Warning(texts.get("import-refused")))
            .with(Block::Lines(faults.to_vec()))
            .status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    desk.with(Block::Text(texts.get(what.about())))
        .with(Block::Copy(what.columns().to_owned()))
        .with(Block::Form(form))
        .page()
}

/// `POST /admin/import/{what}`
pub(super) async fn import(
    Whole(may): Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([what]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let what = What::of(&what).ok_or_else(|| Denied::NotThere(may.person.language().clone()))?;
    match what {
        What::Agencies => run::<AgencyChanges>(&app, &may, what, &posted).await,
        What::Events => run::<EventChanges>(&app, &may, what, &posted).await,
        What::Areas => run::<Changes<ServiceArea>>(&app, &may, what, &posted).await,
        What::Procedures => run::<Changes<Procedure>>(&app, &may, what, &posted).await,
    }
}

/// Lines that say what a plan would do: what is new, what is changed.
trait Told: Plan {
    fn told(&self, texts: &Texts, agencies: &[Agency]) -> (Vec<String>, Vec<(String, String)>);
}

fn arrows(texts: &Texts, changes: Vec<(String, String, String)>) -> String {
    let lines = changes.into_iter().filter(|(_, old, new)| old != new).map(|(name, old, new)| {
        let or_none = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        format!("{}: {} → {}", detail_name(texts, &name), or_none(old), or_none(new))
    });
    lines.collect::<Vec<_>>().join("; ")
}

impl Told for AgencyChanges {
    fn told(&self, texts: &Texts, _: &[Agency]) -> (Vec<String>, Vec<(String, String)>) {
        let new = self.new.iter().map(|agency| {
            let mut parts = vec![format!("{} ({})", agency.name_in(&texts.locale), agency.code)];
            let said = ["parent", "block", "level", "valid_from", "valid_to"];
            parts.extend(said.into_iter().filter_map(|name| {
                let value = Held::Stored(agency).of(name);
                (!value.is_empty()).then(|| format!("{}: {value}", detail_name(texts, name)))
            }));
            parts.join(" · ")
        });
        let changed = self.changed.iter().map(|(old, new)| {
            let lines = difference(old, new).into_iter().map(|(name, values)| {
                let value = |at: usize| values[at].as_str().unwrap_or("").to_owned();
                (name, value(0), value(1))
            });
            (format!("{} ({})", old.name_in(&texts.locale), old.code), arrows(texts, lines.collect()))
        });
        (new.collect(), changed.collect())
    }
}

impl Told for EventChanges {
    fn told(&self, texts: &Texts, agencies: &[Agency]) -> (Vec<String>, Vec<(String, String)>) {
        (self.new.iter().map(|event| sentence(texts, event, agencies)).collect(), Vec::new())
    }
}

fn day(day: Option<domain::Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Told for Changes<ServiceArea> {
    fn told(&self, texts: &Texts, _: &[Agency]) -> (Vec<String>, Vec<(String, String)>) {
        let new = self.new.iter().map(|area| format!("{} ({})", area.name_in(&texts.locale), area.code));
        let changed = self.changed.iter().map(|(old, new)| {
            let english = |area: &ServiceArea| area.name_en.clone().unwrap_or_default();
            let lines = vec![
                ("name".to_owned(), old.name.clone(), new.name.clone()),
                ("name_en".to_owned(), english(old), english(new)),
                ("valid_from".to_owned(), day(old.valid_from), day(new.valid_from)),
                ("valid_to".to_owned(), day(old.valid_to), day(new.valid_to)),
            ];
            (format!("{} ({})", old.name_in(&texts.locale), old.code), arrows(texts, lines))
        });
        (new.collect(), changed.collect())
    }
}

impl Told for Changes<Procedure> {
    fn told(&self, texts: &Texts, _: &[Agency]) -> (Vec<String>, Vec<(String, String)>) {
        let new = self.new.iter().map(|p| format!("{} ({}, {})", p.name, p.code, p.service_area));
        let changed = self.changed.iter().map(|(old, new)| {
            let english = |procedure: &Procedure| procedure.name_en.clone().unwrap_or_default();
            let lines = vec![
                ("name".to_owned(), old.name.clone(), new.name.clone()),
                ("name_en".to_owned(), english(old), english(new)),
                ("service_area".to_owned(), old.service_area.to_string(), new.service_area.to_string()),
                ("valid_from".to_owned(), day(old.valid_from), day(new.valid_from)),
                ("valid_to".to_owned(), day(old.valid_to), day(new.valid_to)),
            ];
            (format!("{} ({})", old.name, old.code), arrows(texts, lines))
        });
        (new.collect(), changed.collect())
    }
}

async fn run<P: Told>(
    app: &App,
    may: &May<ManageAgencies>,
    what: What,
    posted: &Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    // A file goes before what stands in the field; on the way through the preview it is carried as text.
    let typed = posted.raw("text");
    let bytes = posted.file("file").unwrap_or(typed.as_bytes()).to_vec();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.trim().is_empty() {
        return Ok(
            import_page(may, what, &Look::default(), "", &[texts.get("import-nothing")]).into_response()
        );
    }
    if posted.is("back") {
        return Ok(import_page(may, what, &Look::default(), &text, &[]).into_response());
    }
    let refused = |error: ImportError| match error {
        ImportError::Store(error) => Err(error.into()),
        error => {
            let faults = import_faults(texts, &error);
            // What is no text cannot stand in the field to be sent again.
            let text = if matches!(error, ImportError::NotUtf8(_)) { "" } else { &text };
            Ok(import_page(may, what, &Look::default(), text, &faults).into_response())
        }
    };
    let parsed = match parse::<P>(bytes).await {
        Ok(parsed) => parsed,
        Err(error) => return refused(error),
    };
    if posted.is("sure") {
        let act = may.act(app).await?;
        if posted.text("moment") == hashed(&settings::plan_version(act.on()).await?) {
            return match carry_out::<P>(act, parsed, &posted.reason()).await {
                Ok(_) => Ok(see(&what.room(), "done-imported")),
                Err(error) => refused(error),
            };
        }
    }
    // What is only looked at keeps nobody from writing.
    let snapshot = app.database.snapshot().await?;
    let moment = hashed(&settings::plan_version(&snapshot).await?);
    let agencies: Vec<Agency> = store::agencies(&snapshot).await?.into_iter().map(|row| row.agency).collect();
    match P::plan(&snapshot, parsed).await {
        Ok(plan) => {
            Ok(preview(may, what, &plan, &text, &moment, &agencies, posted.is("sure")).into_response())
        }
        Err(error) => refused(error),
    }
}

fn preview<P: Told>(
    may: &May<ManageAgencies>,
    what: What,
    plan: &P,
    text: &str,
    moment: &str,
    agencies: &[Agency],
    changed_meanwhile: bool,
) -> Page {
    let room = if matches!(what, What::Agencies | What::Events) {
        "/admin/agencies"
    } else {
        "/admin/service-areas"
    };
    let desk = Desk::of(&may.person, room, &Look::default());
    let texts = desk.texts;
    let [new, changed, same] = plan.counts();
    let counts = [("new", new.into()), ("changed", changed.into()), ("same", same.into())];
    let form = Form {
        action: format!("/admin/import/{}", what.word()),
        fields: vec![
            Field::hidden("text", text),
            Field::hidden("moment", moment),
            Field::hidden("sure", "1"),
            Field::new("reason", Kind::Text, texts.get("reason")).optional(),
        ],
        button: texts.get("import-do"),
        ..Form::default()
    };
    let back = Form {
        action: format!("/admin/import/{}", what.word()),
        fields: vec![Field::hidden("text", text), Field::hidden("back", "1")],
        button: texts.get("import-back"),
        tone: Tone::Quiet,
        ..Form::default()
    };
    let (new_lines, changed_lines) = plan.told(texts, agencies);
    let nothing = new + changed == 0;
    let mut desk = desk
        .title(texts.get("import-preview-title"))
        .beneath(what.room(), texts.get(what.title()))
        .maybe(changed_meanwhile.then(|| Block::Warning(texts.get("import-meanwhile"))))
        .with(Block::Text(texts.with("import-counts", counts)));
    if !new_lines.is_empty() {
        desk = desk.with(Block::Heading(texts.get("import-new"))).with(Block::Lines(new_lines));
    }
    if !changed_lines.is_empty() {
        desk = desk.with(Block::Heading(texts.get("import-changed"))).with(Block::Facts(changed_lines));
    }
    if nothing {
        return desk.with(Block::Text(texts.get("import-same"))).with(Block::Form(back)).page();
    }
    desk.with(Block::Form(form)).with(Block::Form(back)).page()
}
