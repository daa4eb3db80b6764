//! Files of agencies, reorganisations, service areas and procedures: what a file would change is shown, and only then, if
//! nothing has changed meanwhile, done.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, see},
    posted::Posted,
};
use crate::{
    acts::{ImportList, ManageAgencies, import_list, plans_token},
    auth::{Denied, May, Whole},
    import::{Lines, ListFile, ReadFile, parse},
    path_segments::PathSegments,
    store,
};
use app::admin::pages::{ImportFault, ImportPage, ImportPreviewPage, Importable, ReadSheet};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, LineageEvent, Procedure, ServiceArea, import::FileFault};
use std::sync::Arc;

/// Of what files are imported.
enum ListKind {
    Agencies,
    Events,
    ServiceAreas,
    Procedures,
}

/// What an address names.
fn kind(may: &May<ManageAgencies>, word: &str) -> Result<ListKind, Denied> {
    match word {
        Agency::WORD => Ok(ListKind::Agencies),
        LineageEvent::WORD => Ok(ListKind::Events),
        <ServiceArea as Importable>::WORD => Ok(ListKind::ServiceAreas),
        <Procedure as Importable>::WORD => Ok(ListKind::Procedures),
        _ => Err(Denied::NotThere(may.person.language().clone())),
    }
}

/// `GET /admin/import/{what}`
pub(super) async fn show_import(
    Whole(may): Whole<ManageAgencies>,
    PathSegments([what]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let page = ImportPage::default();
    Ok(match kind(&may, &what)? {
        ListKind::Agencies => form_page::<Agency>(&may, &query, page),
        ListKind::Events => form_page::<LineageEvent>(&may, &query, page),
        ListKind::ServiceAreas => form_page::<ServiceArea>(&may, &query, page),
        ListKind::Procedures => form_page::<Procedure>(&may, &query, page),
    })
}

fn form_page<T: Importable>(may: &May<ManageAgencies>, query: &AdminQuery, page: ImportPage) -> Page {
    let status = if page.fault.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let admin_page = AdminPage::of(&may.person, T::MENU, query);
    let body = page.body::<T>(admin_page.texts);
    admin_page.show(body).status(status).page()
}

/// `POST /admin/import/{what}`
pub(super) async fn import(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([what]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    match kind(&may, &what)? {
        ListKind::Agencies => import_file::<Agency>(&state, &may, &posted).await,
        ListKind::Events => import_file::<LineageEvent>(&state, &may, &posted).await,
        ListKind::ServiceAreas => import_file::<ServiceArea>(&state, &may, &posted).await,
        ListKind::Procedures => import_file::<Procedure>(&state, &may, &posted).await,
    }
}

async fn import_file<T: Importable + ListFile>(
    state: &App,
    may: &May<ManageAgencies>,
    posted: &Posted,
) -> Result<Response, Denied> {
    let form = |text: String, fault| {
        form_page::<T>(may, &AdminQuery::default(), ImportPage { text, fault }).into_response()
    };
    // A file goes before what stands in the field; on the way through the preview it is carried as text.
    let typed = posted.raw("text");
    let bytes = posted.file("file").unwrap_or(typed.as_bytes()).to_vec();
    if bytes.trim_ascii().is_empty() {
        return Ok(form(String::new(), Some(ImportFault::Nothing)));
    }
    if posted.is("back") {
        return Ok(form(typed.to_owned(), None));
    }
    let ReadFile { text, lines } = parse::<T>(bytes).await?;
    let fault = match lines {
        Ok(lines) => match import_lines::<T>(state, may, posted, lines, &text).await? {
            Ok(response) => return Ok(response),
            Err(fault) => fault,
        },
        Err(fault) => fault,
    };
    Ok(form(text, Some(ImportFault::File(fault))))
}

/// Imports what was agreed to; shows what would be changed where nobody has, or by another state of things.
async fn import_lines<T: Importable + ListFile>(
    state: &App,
    may: &May<ManageAgencies>,
    posted: &Posted,
    lines: Lines<T>,
    text: &str,
) -> Result<Result<Response, FileFault>, Denied> {
    let is_agreed = posted.is("sure");
    if is_agreed {
        let plans_token = Some(posted.text("moment").to_owned());
        let (lines, reason) = (lines.clone(), posted.reason());
        // What was doubtful was told beside what is agreed to.
        let command = ImportList { lines, plans_token, as_written: true, reason };
        match import_list(may.act(state).await?, command).await {
            Ok(_) => return Ok(Ok(see(T::LIST, T::IMPORTED))),
            Err(fault) => {
                if let Some(fault) = may.person.refused_or_changed(fault)? {
                    return Ok(Err(fault));
                }
            }
        }
    }
    // What is only looked at keeps nobody from writing.
    let snapshot = state.database.snapshot().await?;
    let sheet = lines.sheet().map(|sheet| ReadSheet { name: sheet.name.clone(), of: sheet.of });
    let changes = match T::plan(lines, &T::stored(&snapshot).await?) {
        Ok(changes) => changes,
        Err(fault) => return Ok(Err(fault)),
    };
    let page = ImportPreviewPage {
        changes,
        sheet,
        is_unconfirmed: !is_agreed && posted.is("moment"),
        text: text.to_owned(),
        revision_token: plans_token(&snapshot).await?,
        agencies: store::agency_tree(&snapshot).await?,
        is_changed_meanwhile: is_agreed,
    };
    let admin_page = AdminPage::of(&may.person, T::MENU, &AdminQuery::default());
    let body = page.body(admin_page.texts);
    Ok(Ok(admin_page.show(body).page().into_response()))
}
