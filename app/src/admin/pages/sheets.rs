//! Sheets for counters: in which layout they are printed, and of which agency.

use super::{PointView, RoundHeading, SETTINGS, point_view::point_address};
use crate::{
    Numbers, Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Sheet, SheetLayout},
};
use domain::{Agency, Locale};

/// What the page shows.
#[derive(Debug)]
pub struct SheetsPage<'a> {
    /// The round.
    pub round: RoundHeading,
    /// The only point whose sheet is printed, if it is one.
    pub point: Option<i64>,
    /// The agencies of the round within reach.
    pub agencies: Vec<&'a Agency>,
    /// Code of the agency that was chosen; nothing for all.
    pub agency: String,
    /// The layout that was chosen.
    pub layout: SheetLayout,
    /// How many sheets there are.
    pub count: usize,
    /// The address in the codes where nobody has declared one, so that they may lead nowhere.
    pub undeclared_address: Option<String>,
    /// Whether its reader may change the settings.
    pub may_set: bool,
}

impl SheetsPage<'_> {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let count = Numbers::of(&texts.locale).count(self.count);
        let warning = self.undeclared_address.as_ref().map(|address| {
            let words = texts.with("address-missing", [("address", address.as_str().into())]);
            let settings = (SETTINGS.to_owned(), texts.get("settings-title"));
            std::iter::once(Block::Warning(words))
                .chain(self.may_set.then(|| Block::QuietWays(vec![settings])))
        });
        let sheets = match self.count {
            0 => Block::Warning(texts.get("points-none")),
            _ => Block::Form(self.form(texts)),
        };
        self.round
            .page(texts, texts.get("sheets-title"))
            .with(Block::Text(texts.with("sheets-lead", [("n", count.into()), ("count", self.count.into())])))
            .and(warning.into_iter().flatten())
            .with(sheets)
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let layouts =
            SheetLayout::ALL.map(|l| (l.as_str().to_owned(), texts.get(&format!("layout-{}", l.as_str()))));
        let layout = Field::new("layout", FieldKind::Radio(layouts.to_vec()), texts.get("sheet-layout"))
            .holding(self.layout.as_str());
        let is_choice = self.point.is_none() && self.agencies.len() > 1;
        let fields = is_choice.then(|| self.agency_choice(texts)).into_iter().chain([layout]).collect();
        FormBlock {
            action: self.point.map_or_else(
                || self.round.address("/sheets"),
                |point| point_address(&self.round, point, "/sheet"),
            ),
            fields,
            button: texts.get("sheet-print"),
            also: Some(("format".to_owned(), "pdf".to_owned(), texts.get("sheet-pdf"))),
            named_button: Some(("format".to_owned(), "print".to_owned())),
            asks: true,
            ..FormBlock::default()
        }
    }

    fn agency_choice(&self, texts: &Texts) -> Field {
        let all = std::iter::once((String::new(), texts.get("sheets-all-agencies")));
        let agencies = self.agencies.iter();
        let agencies =
            agencies.map(|agency| (agency.code.to_string(), agency.name_in(&texts.locale).to_owned()));
        Field::new("agency", FieldKind::Choice(all.chain(agencies).collect()), texts.get("column-agency"))
            .holding(self.agency.as_str())
    }
}

/// What is printed for the points of citizens that are in use: in the languages of the form that citizens are spoken to in,
/// else in Vietnamese. `base` is scheme, host and port of their addresses.
pub fn sheets<'a>(
    points: impl IntoIterator<Item = PointView<'a>>,
    languages: &[Locale],
    base: &str,
) -> Vec<Sheet> {
    let spoken: Vec<Locale> =
        [Locale::vi(), Locale::en()].into_iter().filter(|locale| languages.contains(locale)).collect();
    let spoken = if spoken.is_empty() { vec![Locale::vi()] } else { spoken };
    let words = |key: &str| -> Vec<String> { spoken.iter().map(|l| Texts::of(l).get(key)).collect() };
    let (inviting, anonymous) = (words("sheet-invites"), words("sheet-anonymous"));
    let or_type = words("sheet-or-type").join(" / ");
    let in_use = points.into_iter().filter(|point| point.channel.is_for_citizens() && !point.is_retired);
    in_use
        .map(|point| {
            let url = format!("{base}/s/{}", point.slug);
            Sheet {
                agency: point.agency.name_in(&spoken[0]).to_owned(),
                place: point.place(&spoken[0]),
                inviting: inviting.clone(),
                anonymous: anonymous.clone(),
                or_type: or_type.clone(),
                typed: url.trim_start_matches("https://").trim_start_matches("http://").to_owned(),
                url,
            }
        })
        .collect()
}
