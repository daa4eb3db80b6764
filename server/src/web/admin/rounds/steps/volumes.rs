//! Volumes, sample sizes, quotas.

use super::super::Faults;
use super::{Read, Step, View, whole};
use crate::{
    auth::{Act, Denied, ManageRounds, OverRound},
    store::Round,
    web::admin::posted::Posted,
};
use app::{
    Numbers, Texts,
    admin::{Field, Kind, Matrix},
};
use domain::{
    ByCell, Code, Formula, Population, Precision, Quota, RoundDocument, SampleRule, WhenFull, sample_sizes,
};
use std::collections::BTreeMap;

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Volumes;

impl Step for Volumes {
    const PATH: &'static str = "/volumes";
    const NEXT: &'static str = "/rules";
    const TEXTS: [&'static str; 2] = ["step-volumes", "step-volumes-lead"];
    const IS_WIDE: bool = true;

    async fn fields(view: &View<'_>) -> Result<Vec<Field>, Denied> {
        let View { round, posted, faults, texts, .. } = *view;
        let wrong =
            posted.map(|posted| read_cells(texts, round, posted, &mut Faults::new()).1).unwrap_or_default();
        let document = &round.document;
        let quota = document.quota.clone().unwrap_or_default();
        let rule = quota.computed.as_ref();
        let numbers = Numbers::of(&texts.locale);
        let source = rule.map_or(&quota.cells, |rule| &rule.volumes);
        let of = |cells: &ByCell, row: usize, column: usize| {
            let (agency, area) =
                (&round.agencies[row].agency.code, &round.service_areas[column].service_area.code);
            cells.get(agency).and_then(|areas| areas.get(area)).copied()
        };
        let (rows, columns) = (round.agencies.len(), round.service_areas.len());
        let table = |cell: &dyn Fn(usize, usize) -> String| -> Vec<Vec<String>> {
            (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect()
        };
        let typed = posted.map(Posted::by_name);
        let values = table(&|row, column| match &typed {
            Some(typed) => (*typed.get(format!("v.{row}.{column}").as_str()).unwrap_or(&"")).to_owned(),
            None => of(source, row, column).map(|n| n.to_string()).unwrap_or_default(),
        });
        let notes = table(&|row, column| match of(&quota.cells, row, column) {
            Some(n) if rule.is_some() => texts.with("volume-needs", [("n", numbers.whole(n).into())]),
            _ => String::new(),
        });
        let matrix = Matrix {
            corner: texts.get("column-agency"),
            rows: round.agencies.iter().map(|row| row.agency.name_in(&texts.locale).to_owned()).collect(),
            columns: round
                .service_areas
                .iter()
                .map(|row| row.service_area.name_in(&texts.locale).to_owned())
                .collect(),
            values,
            notes,
            wrong,
        };
        let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
        let mut formulas = vec![("typed".to_owned(), texts.get("volume-typed"))];
        formulas.extend(
            Formula::ALL.map(|f| (f.as_str().to_owned(), texts.get(&format!("formula-{}", f.as_str())))),
        );
        let precisions =
            Precision::ALL.map(|p| (p.as_str().to_owned(), texts.get(&format!("precision-{}", p.as_str()))));
        let fulls =
            [("count", "full-count"), ("stop", "full-stop")].map(|(v, key)| (v.to_owned(), texts.get(key)));
        let total: u64 = quota.cells.values().flat_map(|areas| areas.values()).sum();
        let formula = match (&document.quota, rule) {
            (Some(_), None) => "typed",
            (_, Some(rule)) => rule.formula.as_str(),
            (None, None) => Formula::Yamane.as_str(),
        };
        let error = rule.map_or(0.05, |rule| rule.error) * 100.0;
        let full = if quota.full == WhenFull::Stop { "stop" } else { "count" };
        let weighs = match posted {
            Some(posted) => posted.is("weigh"),
            None => document.population.is_some(),
        };
        Ok(vec![
            Field::new("v", Kind::Matrix(matrix), texts.get("volume-table"))
                .hint(match total {
                    0 => texts.get("volume-table-hint"),
                    n => texts.with("volume-total", [("n", numbers.whole(n).into())]),
                })
                .fault(faults.get("v").cloned()),
            Field::new("csv", Kind::Long, texts.get("volume-csv"))
                .hint(texts.get("volume-csv-hint"))
                .holding(held("csv", String::new()))
                .fault(faults.get("csv").cloned())
                .optional(),
            Field::new("formula", Kind::Radio(formulas), texts.get("volume-formula"))
                .holding(held("formula", formula.to_owned()))
                .fault(faults.get("formula").cloned()),
            Field::new("error", Kind::Whole, texts.get("volume-error"))
                .hint(texts.get("volume-error-hint"))
                .holding(held("error", error.to_string().replace('.', ",")))
                .fault(faults.get("error").cloned()),
            Field::new("precision", Kind::Radio(precisions.to_vec()), texts.get("volume-precision")).holding(
                held("precision", rule.map_or(Precision::Agency, |rule| rule.precision).as_str().to_owned()),
            ),
            Field::new("full", Kind::Radio(fulls.to_vec()), texts.get("volume-full"))
                .holding(held("full", full.to_owned())),
            Field::new("weigh", Kind::Tick, texts.get("volume-weigh"))
                .hint(texts.get("volume-weigh-hint"))
                .holding(if weighs { "1" } else { "" })
                .fault(faults.get("weigh").cloned()),
        ])
    }

    async fn read(
        _: &Act,
        over: &OverRound<ManageRounds>,
        round: &Round,
        posted: &Posted,
    ) -> Result<Read, Denied> {
        let texts = Texts::of(over.may.person.language());
        let mut faults = Faults::new();
        let (cells, _) = read_cells(texts, round, posted, &mut faults);
        let error = posted.text("error").replace(',', ".").trim_end_matches('%').trim().parse::<f64>().ok();
        let error = error.filter(|percent| (0.1..=30.0).contains(percent)).map(|percent| percent / 100.0);
        let formula = Formula::from_word(posted.text("formula"));
        if formula.is_some() && error.is_none() {
            faults.insert("error", texts.get("volume-error-wrong"));
        }
        if formula.is_none() && posted.text("formula") != "typed" {
            faults.insert("formula", texts.get("fault-choose"));
        }
        let full = if posted.text("full") == "stop" { WhenFull::Stop } else { WhenFull::Count };
        let precision = Precision::from_word(posted.text("precision")).unwrap_or(Precision::Agency);
        let weigh = posted.is("weigh");
        if weigh && round.agencies.iter().any(|row| !cells.contains_key(&row.agency.code)) {
            faults.insert("weigh", texts.get("volume-weigh-missing"));
        }
        if weigh && formula.is_none() {
            faults.insert("weigh", texts.get("volume-weigh-quota"));
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let population = weigh.then(|| {
            let whole = |(agency, areas): (&Code, &BTreeMap<Code, u64>)| {
                (agency.clone(), Population::ByServiceArea(areas.clone()))
            };
            cells.iter().map(whole).collect::<BTreeMap<_, _>>()
        });
        let quota = match (formula.zip(error), cells.is_empty()) {
            (_, true) => None,
            (None, false) => Some(Quota { cells, full, computed: None }),
            (Some((formula, error)), false) => {
                let sizes = sample_sizes(&cells, formula, error, precision);
                let computed = Some(SampleRule { volumes: cells, formula, error, precision });
                Some(Quota { cells: sizes, full, computed })
            }
        };
        Ok(Ok((RoundDocument { population, quota, ..round.document.clone() }, None)))
    }
}

/// Volumes from the table, or from lines `agency, service_area, number` where such are pasted.
fn read_cells(
    texts: &Texts,
    round: &Round,
    posted: &Posted,
    faults: &mut Faults,
) -> (ByCell, Vec<(usize, usize)>) {
    let (mut cells, mut wrong) = (ByCell::new(), Vec::new());
    let mut put = |agency: &Code, area: &Code, n: u64| {
        cells.entry(agency.clone()).or_default().insert(area.clone(), n);
    };
    let pasted = posted.text("csv");
    if !pasted.is_empty() {
        for (at, line) in pasted.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
            let parts: Vec<&str> = line.split([',', ';', '\t']).map(str::trim).collect();
            let found = match parts[..] {
                ["agency", "service_area", _] if at == 0 => continue,
                [agency, area, n] => {
                    let agency = round.agencies.iter().find(|row| row.agency.code.as_str() == agency);
                    let area = round.service_areas.iter().find(|row| row.service_area.code.as_str() == area);
                    agency.zip(area).zip(whole(n).filter(|n| *n > 0))
                }
                _ => None,
            };
            match found {
                Some(((agency, area), n)) => put(&agency.agency.code, &area.service_area.code, n),
                None => {
                    let words = [("line", (at + 1).into()), ("text", line.to_owned().into())];
                    faults.insert("csv", texts.with("volume-csv-wrong", words));
                }
            }
        }
        return (cells, wrong);
    }
    let typed = posted.by_name();
    for (row, agency) in round.agencies.iter().enumerate() {
        for (column, area) in round.service_areas.iter().enumerate() {
            let typed = typed.get(format!("v.{row}.{column}").as_str()).map_or("", |typed| typed.trim());
            match whole(typed) {
                Some(0) => {}
                Some(n) => put(&agency.agency.code, &area.service_area.code, n),
                None if typed.is_empty() => {}
                None => wrong.push((row, column)),
            }
        }
    }
    if let Some((row, column)) = wrong.first() {
        let place = [
            ("agency", round.agencies[*row].agency.name_in(&texts.locale).to_owned().into()),
            ("area", round.service_areas[*column].service_area.name_in(&texts.locale).to_owned().into()),
        ];
        faults.insert("v", texts.with("volume-wrong", place));
    }
    (cells, wrong)
}
