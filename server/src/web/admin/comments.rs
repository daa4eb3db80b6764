//! Comments of citizens, for the staff of the agency they are about.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, list_csv, see},
    denied::refusal,
    posted::Posted,
    rounds::{ROUNDS, address, heading},
};
use crate::{
    acts::{self, HideComment, ReadComments},
    auth::{Denied, InRound},
    path_segments::PathSegments,
    report::Comment,
    store::{AgencyRow, Round, comments as stored},
};
use app::admin::{
    Notice, in_address,
    pages::{CommentListPage, CommentPage, CommentView, CommentedAgenciesPage, CommentedRound, ProposalView},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{HidingFault, HidingStep};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/comments`: the agencies within reach, or the comments to one of them.
pub(super) async fn list_comments(
    within: InRound<ReadComments>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let admin_page = AdminPage::of(&within.may.person, ROUNDS, &query).secret();
    let Some(row) = agency_within(&within, query.get("agency")) else {
        let mut agencies = Vec::new();
        for at in &within.within {
            let AgencyRow { id, agency, .. } = &within.round.agencies[*at];
            let shown = state.comment_cache.of(&state.database, &within.round, *id).await?.len();
            agencies.push((agency.clone(), shown));
        }
        let body =
            CommentedAgenciesPage { round: round_view(&within.round), agencies }.body(admin_page.texts);
        return Ok(admin_page.show(body).page().into_response());
    };
    let found = state.comment_cache.of(&state.database, &within.round, row.id).await?;
    let proposed = stored::hidings(state.database.reader(), within.round.id).await?;
    let comments = found.into_iter().map(|comment| {
        let is_proposed = proposed.contains_key(&comment.token);
        (comment_view(&within.round, comment), is_proposed)
    });
    let page = CommentListPage {
        round: round_view(&within.round),
        agency: row.agency.clone(),
        comments: comments.collect(),
        asked: query.list(),
    };
    if query.wants_csv() {
        let of = format!("{} {}", within.round.document.code, row.agency.code);
        return list_csv(&state, &within.may.person, &page.list(admin_page.texts), "comments", &of).await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

fn round_view(round: &Round) -> CommentedRound {
    CommentedRound { heading: heading(round), minimum_cell: round.document.minimum_cell }
}

fn comment_view(round: &Round, Comment { token, cell, words }: Comment) -> CommentView {
    let about = |q: &&domain::form::Question| round.form.cells_of(q).iter().any(|c| c.code == cell);
    let question = round.form.questions.iter().find(about).and_then(|question| question.text.clone());
    CommentView { token, words, cell, question }
}

/// An agency of the round within reach.
fn agency_within<'a>(within: &'a InRound<ReadComments>, code: &str) -> Option<&'a AgencyRow> {
    let mut reached = within.within.iter().map(|at| &within.round.agencies[*at]);
    reached.find(|row| row.agency.code.as_str() == code)
}

/// A comment that may be read, and the agency it is about.
async fn found(
    state: &App,
    within: &InRound<ReadComments>,
    agency: &str,
    token: &str,
) -> Result<(AgencyRow, Comment), Denied> {
    let there = || Denied::NotThere(within.may.person.language().clone());
    let row = agency_within(within, agency).ok_or_else(there)?;
    let comments = state.comment_cache.of(&state.database, &within.round, row.id).await?;
    let comment = comments.into_iter().find(|comment| comment.token == token).ok_or_else(there)?;
    Ok((row.clone(), comment))
}

/// `GET /admin/rounds/{round}/comments/{comment}`: one comment, and whether it should be hidden.
pub(super) async fn show_comment(
    within: InRound<ReadComments>,
    State(state): State<Arc<App>>,
    PathSegments([_, token]): PathSegments<2>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let found = found(&state, &within, query.get("agency"), &token).await?;
    comment_page(&state, &within, &query, found, false).await
}

async fn comment_page(
    state: &App,
    within: &InRound<ReadComments>,
    query: &AdminQuery,
    (row, comment): (AgencyRow, Comment),
    is_reason_missing: bool,
) -> Result<Page, Denied> {
    let (round, person) = (&within.round, &within.may.person);
    let hiding = stored::hidings(state.database.reader(), round.id).await?.remove(&comment.token);
    let page = CommentPage {
        round: round_view(round),
        agency: row.agency,
        comment: comment_view(round, comment),
        proposal: hiding.map(|hiding| ProposalView {
            is_own: hiding.proposed_by == person.account.email,
            by: hiding.proposed_by,
            reason: hiding.reason,
        }),
        is_reason_missing,
    };
    let status = if is_reason_missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let admin_page = AdminPage::of(person, ROUNDS, query).secret();
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// `POST /admin/rounds/{round}/comments/{comment}/hiding`: one proposes, somebody else agrees.
pub(super) async fn hide_comment(
    within: InRound<ReadComments>,
    State(state): State<Arc<App>>,
    PathSegments([_, token]): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let found = found(&state, &within, posted.text("agency"), &token).await?;
    let (person, agency) = (&within.may.person, &found.0);
    let language = person.language();
    let Some(step) = HidingStep::from_word(posted.text("to")) else {
        return Err(Denied::ChangedMeanwhile(language.clone()));
    };
    let (who, reason) = (person.account.email.as_str(), &posted.reason());
    let command = HideComment { round: &within.round, agency, token: &token, step, who, reason };
    let Err(fault) = acts::hide_comment(within.may.act(&state).await?, command).await else {
        let comments = address(&within.round.document.code, "/comments");
        let done = match step {
            HidingStep::Propose => Notice::HidingProposed,
            HidingStep::Confirm => Notice::CommentHidden,
            HidingStep::Withdraw => Notice::HidingWithdrawn,
        };
        return Ok(see(&format!("{comments}?agency={}", in_address(agency.agency.code.as_str())), done));
    };
    match person.refused(fault)? {
        HidingFault::ReasonMissing => {
            Ok(comment_page(&state, &within, &AdminQuery::default(), found, true).await?.into_response())
        }
        HidingFault::OwnProposal => {
            Ok(refusal(StatusCode::CONFLICT, language, "comment-own").into_response())
        }
        HidingFault::OtherStepTaken => Err(Denied::ChangedMeanwhile(language.clone())),
    }
}
