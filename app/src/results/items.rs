//! Items: how their answers fall, the lowest first or as the form prints them.

use super::{
    About, Drawings, Line, address,
    figures::{file_links, number_cells, number_heads, scroller, unseen, withheld},
};
use crate::{Numbers, Texts};
use domain::index::{Figure, Standing};
use leptos::prelude::*;

/// In which order items stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ItemOrder {
    /// The lowest first, whatever their factor.
    #[default]
    LowestFirst,
    /// By factor, as in the form.
    Printed,
}

impl ItemOrder {
    /// The word in addresses that asks for the printed order.
    pub const PRINTED: &'static str = "printed";

    /// A path with the order, where it is not the usual one.
    pub(super) fn path(self, path: &str) -> String {
        match self {
            Self::LowestFirst => path.to_owned(),
            Self::Printed => format!("{path}?items={}", Self::PRINTED),
        }
    }
}

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

impl Item {
    /// How its answers fall, in words; nothing where nothing is published.
    pub fn shares_text(&self, texts: &Texts) -> Option<String> {
        let (numbers, figure) = (Numbers::of(&texts.locale), self.figure.as_ref()?);
        let share = |(share, level): (&f64, &String)| {
            format!("{level}: {} %", numbers.decimal(*share, figure.decimals()))
        };
        let shares: Vec<String> = figure.shares.iter().zip(&self.levels).map(share).collect();
        Some(shares.join("; "))
    }
}

/// A published item where it stands.
struct Row<'a> {
    of: &'a Items,
    item: &'a Item,
    figure: &'a Figure,
    bar: String,
}

/// All items, with the bars of their answers; `path` is that of the page.
pub(super) fn items(
    texts: &Texts,
    drawings: &Drawings,
    about: &About,
    (path, order): (&str, ItemOrder),
    factors: &[Items],
) -> AnyView {
    let mut rows: Vec<Row> = factors.iter().flat_map(|of| rows(drawings, of)).collect();
    let without: Vec<Line> = factors.iter().flat_map(|of| &of.items).filter_map(nameless).collect();
    let without = withheld(texts, about, "column-item", &without.iter().collect::<Vec<_>>());
    if rows.is_empty() {
        return without;
    }
    let bodies = match order {
        ItemOrder::LowestFirst => {
            rows.sort_by(|a, b| a.figure.told().estimate.total_cmp(&b.figure.told().estimate));
            let lines = rows.iter().map(|row| line(texts, row, true)).collect_view();
            view! { <tbody>{lines}</tbody> }.into_any()
        }
        ItemOrder::Printed => {
            let of_factor = |factor: &[Row]| {
                let name = factor.first().map(|row| row.of.factor.clone());
                let lines = factor.iter().map(|row| line(texts, row, false)).collect_view();
                view! { <tbody><tr class="head"><th scope="rowgroup" colspan="5">{name}</th></tr>{lines}</tbody> }
            };
            rows.chunk_by(|a, b| a.of.id == b.of.id).map(of_factor).collect_view().into_any()
        }
    };
    let table = view! {
        <table class="rows items">
            <thead>
                <tr>
                    <th scope="col" class="what">{texts.get("column-item")}</th>
                    <th scope="col" class="track">{unseen(texts.get("column-shares"))}</th>
                    {number_heads(texts)}
                </tr>
            </thead>
            {bodies}
        </table>
    };
    view! {
        {orders(texts, path, order)}
        {legend(texts, drawings, &rows)}
        {scroller(&texts.get("results-items"), table.into_any())}
        {without}
        {files(texts, drawings, factors)}
    }
    .into_any()
}

fn rows<'a>(drawings: &Drawings, of: &'a Items) -> impl Iterator<Item = Row<'a>> {
    let drawn = drawings.rows.get(&of.id);
    let row = |(at, item): (usize, &'a Item)| {
        let bar = drawn.and_then(|rows| rows.row(at)).unwrap_or_default();
        Some(Row { of, item, figure: item.figure.as_ref()?, bar })
    };
    of.items.iter().enumerate().filter_map(row).collect::<Vec<_>>().into_iter()
}

/// An item that is not published, by name.
fn nameless(item: &Item) -> Option<Line> {
    let standing = Standing::default();
    let line =
        || Line { name: item.name.clone(), figure: None, href: None, rank: None, head: false, standing };
    item.figure.is_none().then(line)
}

fn line(texts: &Texts, row: &Row, with_factor: bool) -> AnyView {
    let factor = with_factor.then(|| view! { <small>{row.of.factor.clone()}</small> });
    let bar = row.bar.clone();
    view! {
        <tr>
            <th scope="row">{row.item.name.clone()}{factor}</th>
            <td class="track" inner_html=bar></td>
            {number_cells(texts, row.figure, Standing::default())}
        </tr>
    }
    .into_any()
}

/// Links to both orders.
fn orders(texts: &Texts, path: &str, order: ItemOrder) -> AnyView {
    let orders = [(ItemOrder::LowestFirst, "items-lowest-first"), (ItemOrder::Printed, "items-printed")];
    let links = orders.map(|(other, key)| {
        let href = address(texts, &format!("{}#items", other.path(path)));
        let current = (other == order).then_some("true");
        view! { <a href=href aria-current=current>{texts.get(key)}</a>" " }
    });
    view! { <p class="orders">{links.into_iter().collect_view()}</p> }.into_any()
}

/// What the colours of the bars mean; only the ends where scales have different words.
fn legend(texts: &Texts, drawings: &Drawings, rows: &[Row]) -> Option<AnyView> {
    let first = rows.first()?;
    let keys = &drawings.rows.get(&first.of.id)?.heads;
    let alike =
        rows.iter().all(|row| row.item.levels == first.item.levels) && keys.len() == first.item.levels.len();
    let entries: Vec<(String, String)> = match alike {
        true => keys.iter().cloned().zip(first.item.levels.iter().cloned()).collect(),
        false => {
            let ends = keys.first().into_iter().chain(keys.last());
            ends.cloned().zip(["level-lowest", "level-highest"].map(|key| texts.get(key))).collect()
        }
    };
    let entries =
        entries.into_iter().map(|(key, words)| view! { <li><span inner_html=key></span>{words}</li> });
    Some(view! { <ul class="keys">{entries.collect_view()}</ul> }.into_any())
}

/// The charts as files, one a factor.
fn files(texts: &Texts, drawings: &Drawings, factors: &[Items]) -> AnyView {
    let drawn = factors.iter().filter(|of| of.items.iter().any(|item| item.figure.is_some()));
    let files =
        drawn.map(|of| view! { <li>{of.factor.clone()}" "{file_links(texts, drawings, &of.id)}</li> });
    view! {
        <details class="files"><summary>{texts.get("items-files")}</summary><ul>{files.collect_view()}</ul></details>
    }
    .into_any()
}
