//! Lists that can be searched, sorted, paged and exported, all by address.

use crate::{Numbers, Texts};
use domain::{Day, by_name};
use leptos::prelude::*;
use std::cmp::Ordering;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Rows on a page.
const PAGE: usize = 100;

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in addresses and files.
    pub key: &'static str,
    /// Its heading.
    pub words: String,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum ListCell {
    /// Words.
    Text(String),
    /// Words that are not broken, such as a code.
    Whole(String),
    /// Words that lead somewhere: address and words.
    Link(String, String),
    /// The same among others of the same words: address, words, and what the row is for those who cannot see it.
    Named(String, String, String),
    /// The same, standing so deep in a tree.
    Branch(usize, String, String),
    /// A whole number.
    Number(i64),
    /// A percentage in tenths, also as a bar: whole percent, tenths below one.
    Bar(u64),
    /// A day, or none.
    Day(Option<Day>),
    /// Words, and lines that are folded beneath them.
    Fold(String, Vec<String>),
    /// Words that lead somewhere, and a box to be ticked.
    Pick(Pick),
}

/// A row that can be ticked for a form elsewhere on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// The id of the form.
    pub form: &'static str,
    /// The name of its field.
    pub name: &'static str,
    /// What is sent of a row that is ticked.
    pub value: String,
    /// Whether it was ticked before.
    pub is_ticked: bool,
    /// What the row is, for those who cannot see the others.
    pub label: String,
    /// Where its words lead.
    pub href: String,
    /// Its words.
    pub words: String,
}

/// How a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Words to look for.
    pub search: String,
    /// The column to sort by.
    pub sort: String,
    /// Whether from the end.
    pub descending: bool,
    /// Which page, from 0.
    pub page: usize,
}

/// A list.
#[derive(Debug, Clone)]
pub struct List {
    /// What the list is of, for its caption.
    pub title: String,
    /// Its address, without query.
    pub path: String,
    /// Its columns; the first one names the row.
    pub columns: Vec<Column>,
    /// Its rows as they are shown where nobody asks for another order.
    pub rows: Vec<Vec<ListCell>>,
    /// How it is asked for.
    pub asked: ListQuery,
    /// What is said where there is nothing yet.
    pub empty: String,
    /// More of the query that has to stay, such as a day: name and value.
    pub keep: Vec<(String, String)>,
}

/// Letters as people compare them who do not type accents: small, without marks, đ as d.
pub fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    plain.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

impl ListCell {
    /// The cell as words, for files and searching.
    pub fn text(&self) -> String {
        match self {
            Self::Text(words)
            | Self::Whole(words)
            | Self::Link(_, words)
            | Self::Named(_, words, _)
            | Self::Branch(_, _, words) => words.clone(),
            Self::Pick(pick) => pick.words.clone(),
            Self::Number(n) => n.to_string(),
            Self::Bar(tenths @ 0..10) => format!("0.{tenths}"),
            Self::Bar(tenths) => (tenths / 10).to_string(),
            Self::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
            Self::Fold(words, lines) => {
                [words].into_iter().chain(lines).map(String::as_str).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Bar(a), Self::Bar(b)) => a.cmp(b),
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (a, b) => by_name(&a.text(), &b.text()),
        }
    }
}

impl List {
    /// An empty list: keys of the texts of its title and its columns, each column with its name in files.
    pub fn new(
        texts: &Texts,
        title: &str,
        path: impl Into<String>,
        columns: &[(&'static str, &str)],
    ) -> Self {
        let columns = columns.iter().map(|(key, words)| Column { key, words: texts.get(words) });
        Self {
            title: texts.get(title),
            path: path.into(),
            columns: columns.collect(),
            rows: Vec::new(),
            asked: ListQuery::default(),
            empty: String::new(),
            keep: Vec::new(),
        }
    }
    /// With these rows.
    #[must_use]
    pub fn holding(mut self, rows: impl IntoIterator<Item = Vec<ListCell>>) -> Self {
        self.rows = rows.into_iter().collect();
        self
    }
    /// As it is asked for.
    #[must_use]
    pub fn asked(mut self, asked: ListQuery) -> Self {
        self.asked = asked;
        self
    }
    /// With what is said where there is nothing.
    #[must_use]
    pub fn when_empty(mut self, words: String) -> Self {
        self.empty = words;
        self
    }
    /// With more of the query that has to stay.
    #[must_use]
    pub fn keeping(mut self, keep: Vec<(String, String)>) -> Self {
        self.keep = keep;
        self
    }

    /// Without the columns of these keys.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Self {
        let kept: Vec<bool> = self.columns.iter().map(|column| !keys.contains(&column.key)).collect();
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(true);
        let mut at = 0..;
        self.columns.retain(|_| at.next().is_none_or(is_kept));
        for row in &mut self.rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_none_or(is_kept));
        }
        self
    }

    /// The rows that are asked for, in the order that is asked for.
    fn found(&self) -> Vec<&Vec<ListCell>> {
        let words: Vec<String> = self.asked.search.split_whitespace().map(fold).collect();
        let matches = |row: &&Vec<ListCell>| {
            let all = fold(&row.iter().map(ListCell::text).collect::<Vec<_>>().join(" "));
            words.iter().all(|word| all.contains(word))
        };
        let mut rows: Vec<&Vec<ListCell>> = self.rows.iter().filter(matches).collect();
        if let Some(at) = self.columns.iter().position(|column| column.key == self.asked.sort) {
            rows.sort_by(|a, b| match (a.get(at), b.get(at)) {
                (Some(a), Some(b)) if self.asked.descending => b.order(a),
                (Some(a), Some(b)) => a.order(b),
                _ => Ordering::Equal,
            });
        }
        rows
    }

    /// The rows that are asked for as words, for files.
    pub fn found_texts(&self) -> impl Iterator<Item = Vec<String>> {
        self.found().into_iter().map(|row| row.iter().map(ListCell::text).collect())
    }

    fn address(&self, asked: &ListQuery, more: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, String)> =
            self.keep.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        if !asked.search.is_empty() {
            pairs.push(("q", asked.search.clone()));
        }
        if !asked.sort.is_empty() {
            pairs.push(("sort", asked.sort.clone()));
        }
        if asked.descending {
            pairs.push(("desc", "1".to_owned()));
        }
        if asked.page > 0 {
            pairs.push(("page", (asked.page + 1).to_string()));
        }
        pairs.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        if pairs.is_empty() {
            return self.path.clone();
        }
        let query: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{}?{query}", self.path)
    }
}

/// Renders a list.
pub(super) fn list(texts: &Texts, list: List) -> AnyView {
    if list.rows.is_empty() {
        return view! { <p class="soft">{list.empty}</p> }.into_any();
    }
    let numbers = Numbers::of(&texts.locale);
    let found = list.found();
    let (many, all) = (found.len(), list.rows.len());
    let pages = many.div_ceil(PAGE).max(1);
    let page = list.asked.page.min(pages - 1);
    let heads = list.columns.iter().enumerate().map(|(at, column)| {
        let here = list.asked.sort == column.key;
        let descending = here && !list.asked.descending;
        let asked =
            ListQuery { sort: column.key.to_owned(), descending, page: 0, ..list.asked.clone() };
        let state = here.then_some(if list.asked.descending { "descending" } else { "ascending" });
        let mark = if !here { "" } else if list.asked.descending { " ↓" } else { " ↑" };
        let class = is_number(&list, at).then_some("number");
        view! {
            <th scope="col" aria-sort=state class=class>
                <a href=list.address(&asked, &[])>{column.words.clone()}<span aria-hidden="true">{mark}</span></a>
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = found.iter().skip(page * PAGE).take(PAGE).map(|row| {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let inner = match cell {
                ListCell::Text(words) | ListCell::Whole(words) => words.clone().into_any(),
                ListCell::Link(href, words) => view! { <a href=href.clone()>{words.clone()}</a> }.into_any(),
                ListCell::Named(href, words, label) => {
                    view! { <a href=href.clone() aria-label=label.clone()>{words.clone()}</a> }.into_any()
                }
                ListCell::Branch(depth, href, words) => {
                    let class = format!("depth d{}", depth.min(&6));
                    view! { <span class=class><a href=href.clone()>{words.clone()}</a></span> }.into_any()
                }
                ListCell::Bar(tenths) => view! {
                    <meter min="0" max="1000" value=(*tenths).min(1_000).to_string() aria-hidden="true"></meter>
                    " "
                    <span class="of">
                        {if *tenths < 10 { numbers.plain(*tenths, 1) } else { numbers.whole(tenths / 10) }}
                        "\u{a0}%"
                    </span>
                }
                .into_any(),
                ListCell::Number(n) => numbers.whole(u64::try_from(*n).unwrap_or(0)).into_any(),
                ListCell::Day(day) => day.map(|day| numbers.day(day)).unwrap_or_default().into_any(),
                ListCell::Pick(pick) => {
                    let Pick { form, name, value, is_ticked, label, href, words } = pick.clone();
                    view! {
                        <span class="pick">
                            <label><input type="checkbox" form=form name=name value=value checked=is_ticked aria-label=label.clone() /></label>
                            <a href=href aria-label=label>{words}</a>
                        </span>
                    }
                    .into_any()
                }
                ListCell::Fold(words, lines) => {
                    let lines = lines.iter().map(|line| view! { <li>{line.clone()}</li> });
                    view! {
                        <details><summary>{words.clone()}</summary><ul>{lines.collect_view()}</ul></details>
                    }
                    .into_any()
                }
            };
            let label = list.columns.get(at).map(|column| column.words.clone());
            match (at, cell) {
                (1.., cell) if cell.text().is_empty() => view! { <td class="none"></td> }.into_any(),
                (0, ListCell::Number(_)) => {
                    view! { <th scope="row" class="number" data-label=label>{inner}</th> }.into_any()
                }
                (0, _) => view! { <th scope="row" data-label=label>{inner}</th> }.into_any(),
                (_, ListCell::Number(_) | ListCell::Bar(_)) => {
                    view! { <td class="number" data-label=label>{inner}</td> }.into_any()
                }
                (_, ListCell::Day(_) | ListCell::Whole(_)) => {
                    view! { <td class="whole" data-label=label>{inner}</td> }.into_any()
                }
                _ => view! { <td data-label=label>{inner}</td> }.into_any(),
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let count = match many == all {
        true => texts.with("list-all", [("all", numbers.whole(count(all)).into()), ("count", all.into())]),
        false => {
            let shown =
                [("found", numbers.whole(count(many)).into()), ("all", numbers.whole(count(all)).into())];
            texts.with("list-found", shown)
        }
    };
    let step = |to: usize, key: &str| {
        let asked = ListQuery { page: to, ..list.asked.clone() };
        view! { <a href=list.address(&asked, &[])>{texts.get(key)}</a> }
    };
    let before = (page > 0).then(|| step(page - 1, "list-before"));
    let after = (page + 1 < pages).then(|| step(page + 1, "list-after"));
    let paging = (pages > 1).then(|| {
        let words = texts.with("list-page", [("page", (page + 1).into()), ("of", pages.into())]);
        view! { <p class="paging">{before}<span>{words}</span>{after}</p> }
    });
    let clear = (!list.asked.search.is_empty()).then(|| {
        let asked = ListQuery { search: String::new(), page: 0, ..list.asked.clone() };
        view! { <a href=list.address(&asked, &[])>{texts.get("list-clear")}</a> }
    });
    let hidden = [
        (!list.asked.sort.is_empty()).then(|| ("sort".to_owned(), list.asked.sort.clone())),
        list.asked.descending.then(|| ("desc".to_owned(), "1".to_owned())),
    ];
    let hidden = hidden.into_iter().flatten().chain(list.keep.iter().cloned());
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let hidden = hidden.collect_view();
    let search = format!("q-{}", list.path.replace('/', "-"));
    let export = list.address(&ListQuery { page: 0, ..list.asked.clone() }, &[("format", "csv")]);
    let (words, look, csv) = (texts.get("list-search"), texts.get("list-look"), texts.get("list-export"));
    view! {
        <form class="search" method="get" action=list.path.clone() role="search">
            <label for=search.clone()>{words}</label>
            {hidden}
            <input type="search" id=search name="q" value=list.asked.search.clone() />
            <button class="quiet">{look}</button>
            {clear}
        </form>
        <p class="count soft"><span role="status">{count}</span>" · "<a href=export>{csv}</a></p>
        <div class="table" tabindex="0" role="region" aria-label=list.title.clone()>
            <table class="list">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {paging}
    }
    .into_any()
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn is_number(list: &List, at: usize) -> bool {
    list.rows.first().is_some_and(|row| matches!(row.get(at), Some(ListCell::Number(_) | ListCell::Bar(_))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(search: &str, sort: &str, descending: bool) -> Vec<String> {
        let column = |key| Column { key, words: key.to_owned() };
        let row = |name: &str, n| vec![ListCell::Text(name.to_owned()), ListCell::Number(n)];
        let list = List {
            title: String::new(),
            path: "/x".to_owned(),
            columns: vec![column("name"), column("n")],
            rows: vec![row("Sở Nội vụ", 9), row("Phường Đông Hà", 10), row("phường an Bình", 2)],
            asked: ListQuery { search: search.to_owned(), sort: sort.to_owned(), descending, page: 0 },
            empty: String::new(),
            keep: Vec::new(),
        };
        list.found().iter().map(|row| row[0].text()).collect()
    }

    #[test]
    fn searching_needs_no_accents_and_sorting_knows_numbers_from_words() {
        assert_eq!(sample("noi so", "", false), ["Sở Nội vụ"]);
        assert_eq!(sample("phuong dong", "", false), ["Phường Đông Hà"]);
        assert_eq!(sample("", "name", false), ["phường an Bình", "Phường Đông Hà", "Sở Nội vụ"]);
        assert_eq!(sample("", "n", true), ["Phường Đông Hà", "Sở Nội vụ", "phường an Bình"]);
        assert_eq!(sample("", "nothing", true).len(), 3);
    }
}
