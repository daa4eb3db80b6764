//! Volumes, sample sizes, quotas.

use super::super::Faults;
use super::{Step, View};
use crate::{
    acts::rounds::PlanChange, auth::Denied, import::read_volumes, store::Round, web::admin::posted::Posted,
};
use app::{
    Numbers, Texts,
    admin::{Field, Kind, Matrix, faults::file_faults},
};
use domain::{
    ByCell, Formula, Precision, WhenFull,
    plan::{Volumes as GivenVolumes, whole_number},
};

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
            Some(typed) => typed.get(name_of(round, row, column).as_str()).map_or("", |t| *t).to_owned(),
            None => of(source, row, column).map(|n| n.to_string()).unwrap_or_default(),
        });
        let notes = table(&|row, column| match of(&quota.cells, row, column) {
            Some(n) if rule.is_some() => texts.with("volume-needs", [("n", numbers.whole(n).into())]),
            _ => String::new(),
        });
        let matrix = Matrix {
            corner: texts.get("column-agency"),
            rows: round
                .agencies
                .iter()
                .map(|row| (row.agency.code.to_string(), row.agency.name_in(&texts.locale).to_owned()))
                .collect(),
            columns: round
                .service_areas
                .iter()
                .map(|row| &row.service_area)
                .map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned()))
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
        // Percent as it was typed, without what binary fractions add.
        let error = (rule.map_or(0.05, |rule| rule.error) * 1e6).round() / 1e4;
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

    fn read(texts: &Texts, round: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
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
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(PlanChange::Volumes(GivenVolumes {
            cells,
            formula: formula.zip(error),
            precision: Precision::from_word(posted.text("precision")).unwrap_or(Precision::Agency),
            when_full: if posted.text("full") == "stop" { WhenFull::Stop } else { WhenFull::Count },
            weigh: posted.is("weigh"),
        }))
    }
}

/// The field of a cell: by codes, so that what was typed stays with its place when the plan changes.
fn name_of(round: &Round, row: usize, column: usize) -> String {
    format!("v/{}/{}", round.agencies[row].agency.code, round.service_areas[column].service_area.code)
}

/// Lines of pasted volumes of which it is said what is wrong with them.
pub(super) const SHOWN: usize = 5;

/// Volumes from the table, or from lines `agency, service_area, number` where such are pasted; and the cells of the table
/// with something wrong.
fn read_cells(
    texts: &Texts,
    round: &Round,
    posted: &Posted,
    faults: &mut Faults,
) -> (ByCell, Vec<(usize, usize)>) {
    let mut wrong = Vec::new();
    if !posted.text("csv").is_empty() {
        let read = read_volumes(round, posted.raw("csv")).unwrap_or_else(|fault| {
            faults.insert("csv", file_faults(texts, &fault, SHOWN).join(" "));
            ByCell::new()
        });
        return (read, wrong);
    }
    let mut cells = ByCell::new();
    let typed = posted.by_name();
    for (row, agency) in round.agencies.iter().enumerate() {
        for (column, area) in round.service_areas.iter().enumerate() {
            let typed = typed.get(name_of(round, row, column).as_str()).map_or("", |typed| typed.trim());
            match whole_number(typed) {
                Some(n) => {
                    let of_agency = cells.entry(agency.agency.code.clone()).or_default();
                    of_agency.insert(area.service_area.code.clone(), n);
                }
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
