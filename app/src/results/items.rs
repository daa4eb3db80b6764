//! Items by factor: diverging bars, and the numbers that fold out.

use super::{
    Drawings,
    figures::{chart, number_cells, number_heads, scroller},
};
use crate::{Numbers, Texts};
use domain::index::Figure;
use leptos::prelude::*;

/// The items of a factor.
#[derive(Debug, Clone)]
pub struct Items {
    /// Id of the chart.
    pub id: String,
    /// Title of the chart.
    pub title: String,
    /// Name of the factor.
    pub factor: String,
    /// The figure of the factor, whose n is the base of the chart.
    pub base: Option<Figure>,
    /// The items.
    pub items: Vec<Item>,
}

/// An item with how its answers fall.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its words.
    pub name: String,
    /// Its number with the shares of the levels; `None` where nothing is published.
    pub figure: Option<Figure>,
    /// The words of its scale, from the lowest score to the highest.
    pub levels: Vec<String>,
}

/// All factors with their items.
pub(super) fn items(texts: &Texts, drawings: &Drawings, factors: &[Items]) -> AnyView {
    let charts = factors.iter().map(|factor| {
        view! {
            <section class="factor">
                <h3>{factor.factor.clone()}</h3>
                {chart(texts, drawings, &factor.id)}
            </section>
        }
    });
    view! {
        <div class="factors">{charts.collect_view()}</div>
        <details><summary>{texts.get("results-as-table")}</summary>{table(texts, factors)}</details>
    }
    .into_any()
}

fn table(texts: &Texts, factors: &[Items]) -> AnyView {
    let bodies = factors.iter().map(|factor| {
        let head =
            view! { <tr class="head"><th scope="rowgroup" colspan="5">{factor.factor.clone()}</th></tr> };
        let rows = factor.items.iter().map(|item| row(texts, item)).collect_view();
        view! { <tbody>{head}{rows}</tbody> }
    });
    let table = view! {
        <table>
            <thead>
                <tr>
                    <th scope="col" class="what">{texts.get("column-item")}</th>
                    {number_heads(texts)}
                    <th scope="col">{texts.get("column-shares")}</th>
                </tr>
            </thead>
            {bodies.collect_view()}
        </table>
    };
    scroller(&texts.get("results-items"), table.into_any())
}

fn row(texts: &Texts, item: &Item) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let shares = item.figure.as_ref().map(|figure| {
        let shares = figure.shares.iter().zip(&item.levels).map(|(share, level)| {
            view! { <li>{format!("{level}: {} %", numbers.decimal(*share, figure.decimals()))}</li> }
        });
        view! { <td class="shares"><ul>{shares.collect_view()}</ul></td> }
    });
    let cells = number_cells(texts, item.figure.as_ref(), 1);
    view! { <tr><th scope="row">{item.name.clone()}</th>{cells}{shares}</tr> }.into_any()
}
