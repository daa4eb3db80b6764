//! `/results`: the series, each over its rounds.

use super::{
    charts::{PageChart, ResultsPage},
    context::Context,
    parts::series_trend,
    request::{Rejection, ResultsRequest},
    respond::respond,
};
use crate::{
    auth::Viewer,
    credentials::hashed,
    report::{RoundFigures, Scope, series},
    web::App,
};
use app::{
    Texts,
    results::{About, Drawings, RoundsPage, SeriesTrend, rounds_page},
};
use axum::{extract::State, response::Response};
use domain::{Agency, Code};
use leptos::prelude::AnyView;
use std::sync::Arc;

/// `/results`, and `/results/charts/{file}`: the trend of a series.
pub(in super::super) async fn list_rounds(
    State(state): State<Arc<App>>,
    request: ResultsRequest,
) -> Result<Response, Rejection> {
    let context = Context::load(&state, &request).await?;
    let unpublished = unpublished_pages(&context, &request.viewer);
    let version = context.page_version() + "-" + &hashed(&format!("{unpublished:?}"))[..16];
    let page = async {
        let series = all_series(&context);
        let unfit = context.rounds.unfit.iter().map(|(code, _)| code.clone()).collect();
        Ok(RoundsPage { series, unfit, unpublished })
    };
    respond(&state, &request, &context, ("/results", &version), page).await
}

impl ResultsPage for RoundsPage {
    fn charts(&self, texts: &Texts) -> Vec<PageChart> {
        self.series.iter().filter_map(|series| PageChart::of_trend(texts, series)).collect()
    }

    fn view(&self, texts: &Texts, style: &str, drawings: &Drawings) -> AnyView {
        rounds_page(texts, style, self, drawings)
    }
}

/// Pages of rounds that are not published, as far as the viewer may see them: the round, or some of its agencies. Words and
/// address.
fn unpublished_pages(context: &Context, viewer: &Viewer) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for round in context.rounds.unpublished.iter().rev() {
        let (title, code) = (round.document.title.get(&context.locale), &round.document.code);
        let agencies: Vec<&Agency> = round.agencies.iter().map(|row| &row.agency).collect();
        let codes: Vec<&Code> = agencies.iter().map(|agency| &agency.code).collect();
        if viewer.sees(&codes) {
            pages.push((title.to_owned(), format!("/results/{code}")));
            continue;
        }
        for agency in agencies.into_iter().filter(|agency| viewer.sees(&[&agency.code])) {
            let words = format!("{title} – {}", agency.name_in(&context.locale));
            pages.push((words, format!("/results/{code}/agencies/{}", agency.code)));
        }
    }
    pages
}

/// Every series: first those with a number, then those with more rounds, then the newer ones.
fn all_series(context: &Context) -> Vec<SeriesTrend> {
    let rounds = &context.rounds.fit;
    let mut codes: Vec<&Code> = Vec::new();
    for round in rounds {
        if !codes.contains(&round.document.series()) {
            codes.push(round.document.series());
        }
    }
    let trend = |code: &Code| {
        let members = series(rounds, code).into_iter();
        let members: Vec<_> = members.filter_map(|round| figures_of(context, round.id)).cloned().collect();
        let chart = (format!("trend-{code}"), context.texts.get("results-overall"));
        series_trend(context, &members, &Scope::Whole, chart, About::path)
    };
    let mut trends: Vec<SeriesTrend> = codes.into_iter().map(trend).collect();
    trends.sort_by_key(|series| {
        let newest = series.newest().map(|at| &series.points[at]);
        let has_number = newest.is_some_and(|point| point.figure.is_some());
        std::cmp::Reverse((has_number, series.points.len(), newest.map(|point| point.about.to)))
    });
    trends
}

fn figures_of(context: &Context, round: i64) -> Option<&Arc<RoundFigures>> {
    context.figures.iter().find(|figures| figures.round.id == round)
}
