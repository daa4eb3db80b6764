//! Accounts: who may do what, over which agencies. Nobody gives or takes more than they reach themselves.

use super::{
    super::{App, page::Page},
    account::language_field,
    desk::{Desk, Look, list_csv, see},
    posted::Posted,
    set_up::{is_email, is_name},
};
use crate::{
    acts::{Act, ManagePeople, make_link},
    auth::{Denied, May, OverPerson},
    credentials::hashed,
    store::{self, Account, accounts},
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Agency, Code, Grant, Locale, Reach, Role};
use serde_json::{Value, json};
use std::sync::Arc;

/// A link for a new account works a week, one for a forgotten password a day.
const NEW: i64 = 7 * 24 * 60 * 60;
const FORGOTTEN: i64 = 24 * 60 * 60;

async fn agencies(app: &App) -> store::Result<Vec<Agency>> {
    Ok(store::agencies(app.database.reader()).await?.into_iter().map(|row| row.agency).collect())
}

/// A role in words.
pub(super) fn role_text(texts: &Texts, role: Role) -> String {
    texts.get(&format!("role-{}", role.as_str()))
}

pub(super) fn over_text(texts: &Texts, over: Option<&Code>, agencies: &[Agency]) -> String {
    match over {
        None => texts.get("over-everything"),
        Some(code) => {
            let found = agencies.iter().find(|agency| agency.code == *code);
            found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
        }
    }
}

fn word(grant: &Grant) -> String {
    format!("{} {}", grant.role.as_str(), grant.over.as_ref().map_or("", Code::as_str))
}

/// `GET /admin/people`
pub(super) async fn list_people(
    may: May<ManagePeople>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    people_page(&app, &may, &look, &Posted::default(), Faults::default()).await
}

#[derive(Debug, Default)]
struct Faults {
    email: Option<String>,
    name: Option<String>,
    role: Option<String>,
    whole: Option<String>,
}

impl Faults {
    fn any(&self) -> bool {
        self.email.is_some() || self.name.is_some() || self.role.is_some() || self.whole.is_some()
    }
}

async fn people_page(
    app: &App,
    may: &May<ManagePeople>,
    look: &Look,
    posted: &Posted,
    faults: Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, "/admin/people", look).secret();
    let texts = desk.texts;
    let agencies = agencies(app).await?;
    let mut rows = Vec::new();
    for account in accounts::all(app.database.reader()).await? {
        if !may.contains(&account.grants, &agencies) {
            continue;
        }
        let roles = account.grants.iter().map(|grant| {
            let over = over_text(texts, grant.over.as_ref(), &agencies);
            format!("{} · {over}", role_text(texts, grant.role))
        });
        let state = match (account.active, &account.password) {
            (false, _) => "person-disabled",
            (true, None) => "person-new",
            (true, Some(_)) => "person-active",
        };
        rows.push(vec![
            Cell::Link(format!("/admin/people/{}", account.id), account.name.clone()),
            Cell::Text(account.email.clone()),
            Cell::Text(roles.collect::<Vec<_>>().join("; ")),
            Cell::Text(texts.get(if account.totp.is_some() { "answer-yes" } else { "answer-no" })),
            Cell::Text(texts.get(state)),
        ]);
    }
    let list = List::new(
        texts,
        "people-title",
        "/admin/people",
        &[
            ("name", "field-name"),
            ("email", "field-email"),
            ("roles", "person-roles"),
            ("second_factor", "account-factor"),
            ("state", "person-state"),
        ],
    )
    .holding(rows)
    .asked(look.list())
    .when_empty(texts.get("people-none"));
    if look.wants_csv() {
        return list_csv(app, &may.person, &list, "people", "").await;
    }
    let status = if faults.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut fields = vec![
        Field::new("name", Kind::Text, texts.get("field-name"))
            .holding(posted.text("name"))
            .fault(faults.name),
        Field::new("email", Kind::Email, texts.get("field-email"))
            .holding(posted.text("email"))
            .autocomplete("off")
            .fault(faults.email),
        language_field(texts, &posted.parsed("language").ok().flatten().unwrap_or_else(Locale::vi)),
    ];
    fields.extend(grant_fields(texts, may, &agencies, posted, faults.role));
    let form = Form {
        action: "/admin/people".to_owned(),
        fields,
        button: texts.get("person-add"),
        fault: faults.whole,
        ..Form::default()
    };
    Ok(desk
        .title(texts.get("people-title"))
        .with(Block::List(list))
        .with(Block::Heading(texts.get("person-new-title")))
        .with(Block::Form(form))
        .status(status)
        .page()
        .into_response())
}

/// That no agency has been chosen yet: no code, and not everything, which is nobody's to give by oversight.
const CHOOSE: &str = "?";

/// One more role, over an agency within reach.
fn grant_fields(
    texts: &Texts,
    may: &May<ManagePeople>,
    agencies: &[Agency],
    posted: &Posted,
    fault: Option<String>,
) -> Vec<Field> {
    let mut roles = vec![(String::new(), texts.get("choose"))];
    roles.extend(Role::ALL.map(|role| (role.as_str().to_owned(), role_text(texts, role))));
    let mut overs = vec![(CHOOSE.to_owned(), texts.get("choose"))];
    if may.reach == Reach::Whole {
        overs.push((String::new(), texts.get("over-everything")));
    }
    let reached = may.within(agencies);
    let within = agencies.iter().filter(|agency| reached.contains(&agency.code));
    overs.extend(within.map(|a| (a.code.to_string(), format!("{} ({})", a.name_in(&texts.locale), a.code))));
    vec![
        Field::new("role", Kind::Choice(roles), texts.get("person-role"))
            .holding(posted.text("role"))
            .fault(fault),
        Field::new("over", Kind::Choice(overs), texts.get("person-over"))
            .hint(texts.get("person-over-hint"))
            .holding(posted.pairs.iter().find(|(name, _)| name == "over").map_or(CHOOSE, |(_, over)| over)),
    ]
}

/// The role that is added in a form; `Err` is a key of what is wrong with it.
fn new_grant(
    posted: &Posted,
    may: &May<ManagePeople>,
    agencies: &[Agency],
) -> Result<Option<Grant>, &'static str> {
    if posted.text("role").is_empty() {
        return Ok(None);
    }
    let role = Role::from_word(posted.text("role")).ok_or("role-wrong")?;
    if posted.text("over") == CHOOSE {
        return Err("over-missing");
    }
    let over: Option<Code> = posted.parsed("over").map_err(|_| "over-wrong")?;
    if over.as_ref().is_some_and(|code| !agencies.iter().any(|agency| agency.code == *code)) {
        return Err("over-wrong");
    }
    let grant = Grant { role, over };
    if may.contains(std::slice::from_ref(&grant), agencies) { Ok(Some(grant)) } else { Err("over-beyond") }
}

/// `POST /admin/people`
pub(super) async fn create_person(
    may: May<ManagePeople>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let (email, name) = (posted.text("email").to_lowercase(), posted.text("name"));
    let language = if posted.text("language") == "en" { Locale::en() } else { Locale::vi() };
    let agencies = agencies(&app).await?;
    let grant = new_grant(&posted, &may, &agencies);
    let mut faults = Faults {
        email: (!is_email(&email)).then(|| texts.get("email-wrong")),
        name: (!is_name(name)).then(|| texts.get("name-wrong")),
        ..Faults::default()
    };
    let grant = match grant {
        Ok(Some(grant)) => Some(grant),
        Ok(None) => {
            faults.role = Some(texts.get("role-missing"));
            None
        }
        Err(key) => {
            faults.role = Some(texts.get(key));
            None
        }
    };
    let Some(grant) = grant.filter(|_| !faults.any()) else {
        return people_page(&app, &may, &Look::default(), &posted, faults).await;
    };
    let act = may.act(&app).await?;
    let id = match accounts::add(act.on(), &email, name, &language).await {
        Ok(id) => id,
        Err(store::Error::Conflict(_)) => {
            drop(act);
            faults.email = Some(texts.get("email-taken"));
            return people_page(&app, &may, &Look::default(), &posted, faults).await;
        }
        Err(error) => return Err(error.into()),
    };
    accounts::set_grants(act.on(), id, std::slice::from_ref(&grant)).await?;
    let link = make_link(&act, id, true, NEW).await?;
    let details = json!({"name": name, "grants": word(&grant)});
    act.done("account.add", &email, "", details).await?;
    Ok(link_page(&app.base(&headers), &may, name, &link, "link-new-lead").into_response())
}

fn link_page(base: &str, may: &May<ManagePeople>, name: &str, link: &str, lead: &str) -> Page {
    let desk = Desk::of(&may.person, "/admin/people", &Look::default()).secret();
    let texts = desk.texts;
    let address = format!("{base}{link}");
    desk.title(texts.with("link-for-title", [("name", name.to_owned().into())]))
        .beneath("/admin/people", texts.get("people-title"))
        .with(Block::Text(texts.get(lead)))
        .with(Block::Copy(address))
        .with(Block::Text(texts.get("link-once")))
        .with(Block::Ways(vec![("/admin/people".to_owned(), texts.get("people-title"))]))
        .page()
}

/// `GET /admin/people/{person}`
pub(super) async fn show_person(over: OverPerson, look: Look) -> Result<Page, Denied> {
    Ok(person_page(&over, &look, &Posted::default(), Faults::default(), StatusCode::OK))
}

fn person_page(over: &OverPerson, look: &Look, posted: &Posted, faults: Faults, status: StatusCode) -> Page {
    let OverPerson { may, account, agencies } = over;
    let desk = Desk::of(&may.person, "/admin/people", look).secret();
    let texts = desk.texts;
    let typed = status != StatusCode::OK;
    let held =
        |name: &str, stored: &str| if typed { posted.text(name).to_owned() } else { stored.to_owned() };
    let grants = account.grants.iter().map(|grant| {
        let over = over_text(texts, grant.over.as_ref(), agencies);
        (word(grant), format!("{} · {over}", role_text(texts, grant.role)))
    });
    let kept: Vec<String> = match typed {
        true => posted.all("grant").map(str::to_owned).collect(),
        false => account.grants.iter().map(word).collect(),
    };
    let language = held("language", account.language.as_str()).parse().unwrap_or_else(|_| Locale::vi());
    // What is sent again after a fault was begun upon what was seen at first.
    let begun = if status == StatusCode::UNPROCESSABLE_ENTITY && !posted.text("seen").is_empty() {
        posted.text("seen").to_owned()
    } else {
        seen(account)
    };
    let mut fields = vec![
        Field::hidden("seen", begun),
        Field::new("name", Kind::Text, texts.get("field-name"))
            .holding(held("name", &account.name))
            .fault(faults.name),
        language_field(texts, &language),
        Field::new("grant", Kind::Many(grants.collect()), texts.get("person-roles"))
            .hint(texts.get("person-roles-hint"))
            .holding(kept.join("\n"))
            .fault(faults.whole),
    ];
    fields.extend(grant_fields(texts, may, agencies, posted, faults.role));
    let form = Form {
        action: format!("/admin/people/{}", account.id),
        fields,
        button: texts.get("save"),
        ..Form::default()
    };
    let link = Form {
        action: format!("/admin/people/{}/link", account.id),
        fields: vec![
            Field::new("factor", Kind::Tick, texts.get("link-factor")).hint(texts.get("link-factor-hint")),
        ],
        button: texts.get("link-make"),
        tone: Tone::Quiet,
        ..Form::default()
    };
    let state = Form {
        action: format!("/admin/people/{}/state", account.id),
        fields: vec![
            Field::hidden("active", if account.active { "" } else { "1" }),
            Field::new("reason", Kind::Text, texts.get("reason")).optional(),
        ],
        button: texts.get(if account.active { "person-disable" } else { "person-enable" }),
        tone: if account.active { Tone::Grave } else { Tone::Quiet },
        ..Form::default()
    };
    let own = account.id == may.person.account.id;
    let state_lead = if account.active { "person-disable-lead" } else { "person-enable-lead" };
    desk.title(account.name.clone())
        .beneath("/admin/people", texts.get("people-title"))
        .with(Block::Text(account.email.clone()))
        .with(Block::Form(form))
        .maybe((!own).then(|| Block::Heading(texts.get("link-make-title"))))
        .maybe((!own).then(|| Block::Text(texts.get("link-make-lead"))))
        .maybe((!own).then_some(Block::Form(link)))
        .maybe((!own).then(|| Block::Heading(texts.get("person-state"))))
        .maybe((!own).then(|| Block::Text(texts.get(state_lead))))
        .maybe((!own).then_some(Block::Form(state)))
        .status(status)
        .page()
}

/// What somebody saw of an account when they began to change it.
fn seen(account: &Account) -> String {
    let grants: Vec<String> = account.grants.iter().map(word).collect();
    hashed(&format!("{}\n{}\n{}", account.name, account.language, grants.join("\n")))
}

/// `POST /admin/people/{person}`
pub(super) async fn update_person(
    over: OverPerson,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let OverPerson { may, account, agencies } = &over;
    let texts = Texts::of(may.person.language());
    let name = posted.text("name");
    let language = if posted.text("language") == "en" { Locale::en() } else { Locale::vi() };
    let mut faults = Faults { name: (!is_name(name)).then(|| texts.get("name-wrong")), ..Faults::default() };
    let added = new_grant(&posted, may, agencies).unwrap_or_else(|key| {
        faults.role = Some(texts.get(key));
        None
    });
    let kept: Vec<&str> = posted.all("grant").collect();
    let mut grants: Vec<Grant> =
        account.grants.iter().filter(|grant| kept.contains(&word(grant).as_str())).cloned().collect();
    grants.extend(added.filter(|grant| !account.grants.contains(grant)));
    let refuse =
        |faults, status| Ok(person_page(&over, &Look::default(), &posted, faults, status).into_response());
    if grants.is_empty() {
        faults.whole = Some(texts.get("role-none"));
    }
    if faults.any() {
        return refuse(faults, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (act, now) = over.act(&app).await?;
    if seen(&now) != posted.text("seen") {
        drop(act);
        faults.whole = Some(texts.get("changed-beside"));
        let over = OverPerson { account: now, ..over };
        return Ok(
            person_page(&over, &Look::default(), &posted, faults, StatusCode::CONFLICT).into_response()
        );
    }
    let had = has_system_administrator(&act).await?;
    accounts::rename(act.on(), account.id, name, &language).await?;
    if grants != account.grants {
        accounts::set_grants(act.on(), account.id, &grants).await?;
    }
    if had && !has_system_administrator(&act).await? {
        drop(act);
        faults.whole = Some(texts.get("last-administrator"));
        return refuse(faults, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let words = |grants: &[Grant]| grants.iter().map(word).collect::<Vec<_>>().join(", ");
    let details = json!({"name": [account.name, name], "grants": [words(&account.grants), words(&grants)]});
    act.done("account.change", &account.email, "", details).await?;
    let without_link = grants != account.grants && account.password.is_none();
    let done = if without_link { "done-saved-without-link" } else { "done-saved" };
    Ok(see(&format!("/admin/people/{}", account.id), done))
}

/// Somebody must be left who can sign in and let others in.
async fn has_system_administrator(act: &Act<ManagePeople>) -> store::Result<bool> {
    let whole = Grant { role: Role::SystemAdministrator, over: None };
    Ok(accounts::all(act.on())
        .await?
        .iter()
        .any(|account| account.active && account.password.is_some() && account.grants.contains(&whole)))
}

/// `POST /admin/people/{person}/link`
pub(super) async fn create_link(
    over: OverPerson,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Page, Denied> {
    let may = &over.may;
    // One's own password is changed with the present one, not around it.
    if over.account.id == may.person.account.id {
        return Err(may.denied());
    }
    let (act, account) = over.act(&app).await?;
    let keeps = !posted.is("factor");
    let link = make_link(&act, account.id, keeps, FORGOTTEN).await?;
    act.done("account.link", &account.email, "", json!({"keeps second factor": keeps})).await?;
    Ok(link_page(&app.base(&headers), may, &account.name, &link, "link-reset-lead"))
}

/// `POST /admin/people/{person}/state`
pub(super) async fn update_state(
    over: OverPerson,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let OverPerson { may, account, .. } = &over;
    let texts = Texts::of(may.person.language());
    let active = posted.is("active");
    if account.id == may.person.account.id {
        return Err(may.denied());
    }
    let (act, _) = over.act(&app).await?;
    let had = has_system_administrator(&act).await?;
    accounts::set_active(act.on(), account.id, active).await?;
    // Two who disable each other at once must not leave nobody.
    if had && !has_system_administrator(&act).await? {
        drop(act);
        let faults = Faults { whole: Some(texts.get("last-administrator")), ..Faults::default() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(person_page(&over, &Look::default(), &posted, faults, status).into_response());
    }
    let action = if active { "account.enable" } else { "account.disable" };
    act.done(action, &account.email, &posted.reason(), Value::Null).await?;
    Ok(see(&format!("/admin/people/{}", account.id), if active { "done-enabled" } else { "done-disabled" }))
}
