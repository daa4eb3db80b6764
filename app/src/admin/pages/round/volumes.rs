//! The step of volumes, sample sizes and quotas.

use super::{PlanStep, PlanView, StepAttempt, step::StepFields};
use crate::{
    Numbers, Texts,
    admin::{
        Field, FieldKind, Matrix, PageBody,
        pages::import::{LIST_FILES, ReadSheet},
    },
};
use domain::{Agency, ByCell, Code, Formula, Precision, ServiceArea, WhenFull, plan::whole_number};

/// What the page shows.
#[derive(Debug)]
pub struct VolumesPage {
    /// The round.
    pub plan: PlanView,
    /// What was sent and not stored.
    pub attempt: Option<StepAttempt>,
}

/// What was read of a file. It stands in the table, and nothing is stored yet.
#[derive(Debug)]
pub struct VolumesRead {
    /// How many cells have a volume.
    pub cells: usize,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<ReadSheet>,
}

impl VolumesRead {
    /// What is said of it above the table.
    pub(super) fn words(&self, texts: &Texts) -> String {
        let sheet = self.sheet.as_ref().map(|sheet| sheet.words(texts) + " ");
        sheet.unwrap_or_default() + &texts.with("volume-file-read", [("n", self.cells.into())])
    }
}

/// The field of a cell: by codes, so that what was typed stays with its place when the plan changes.
pub fn volume_field(agency: &Code, area: &Code) -> String {
    format!("{VOLUME_FIELDS}{agency}/{area}")
}

/// Whether a field is that of a cell.
pub fn is_volume_field(name: &str) -> bool {
    name.starts_with(VOLUME_FIELDS)
}

const VOLUME_FIELDS: &str = "v/";

impl VolumesPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PlanStep::Volumes.body(texts, &self.plan, self.attempt.as_ref(), |step| self.fields(step))
    }

    /// Something of every cell, row by row.
    fn table(&self, cell: impl Fn(&Agency, &ServiceArea) -> String) -> Vec<Vec<String>> {
        let row = |agency| self.plan.service_areas.iter().map(|area| cell(agency, area)).collect();
        self.plan.agencies.iter().map(row).collect()
    }

    fn matrix(&self, step: &StepFields<'_>) -> Matrix {
        let (texts, plan) = (step.texts, &self.plan);
        let numbers = Numbers::of(&texts.locale);
        let quota = plan.document.quota.clone().unwrap_or_default();
        let source = quota.computed.as_ref().map_or(&quota.cells, |rule| &rule.volumes);
        let of = |cells: &ByCell, agency: &Agency, area: &ServiceArea| {
            cells.get(&agency.code).and_then(|areas| areas.get(&area.code)).copied()
        };
        let typed = step.typed();
        let by_name = typed.map(|typed| typed.by_name());
        let values = self.table(|agency, area| match &by_name {
            Some(typed) => {
                typed.get(volume_field(&agency.code, &area.code).as_str()).copied().unwrap_or("").to_owned()
            }
            None => of(source, agency, area).map(|n| n.to_string()).unwrap_or_default(),
        });
        let notes = self.table(|agency, area| match of(&quota.cells, agency, area) {
            Some(n) if quota.computed.is_some() => {
                texts.with("volume-needs", [("n", numbers.whole(n).into())])
            }
            _ => String::new(),
        });
        // Pasted lines stand for the table; what is typed into it is not read then.
        let is_read = typed.is_some_and(|typed| typed.text("csv").is_empty());
        let is_wrong =
            |typed: &str| is_read && !typed.trim().is_empty() && whole_number(typed.trim()).is_none();
        let wrong = values.iter().enumerate().flat_map(|(row, values)| {
            let wrong = values.iter().enumerate().filter(|(_, typed)| is_wrong(typed));
            wrong.map(move |(column, _)| (row, column))
        });
        let wrong = wrong.collect();
        let agencies = plan.agencies.iter();
        let areas = plan.service_areas.iter();
        Matrix {
            corner: texts.get("column-agency"),
            rows: agencies.map(|a| (a.code.to_string(), a.name_in(&texts.locale).to_owned())).collect(),
            columns: areas.map(|a| (a.code.to_string(), a.name_in(&texts.locale).to_owned())).collect(),
            values,
            notes,
            wrong,
        }
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let (texts, document) = (step.texts, &self.plan.document);
        let numbers = Numbers::of(&texts.locale);
        let quota = document.quota.clone().unwrap_or_default();
        let rule = quota.computed.as_ref();
        let total: u64 = quota.cells.values().flat_map(|areas| areas.values()).sum();
        let total = match total {
            0 => texts.get("volume-table-hint"),
            n => texts.with("volume-total", [("n", numbers.whole(n).into()), ("count", n.into())]),
        };
        let formulas = Formula::ALL.map(|f| (f.as_str(), format!("formula-{}", f.as_str())));
        let formulas = std::iter::once(("typed", "volume-typed".to_owned())).chain(formulas);
        let formulas = formulas.map(|(value, key)| (value.to_owned(), texts.get(&key))).collect();
        let precisions =
            Precision::ALL.map(|p| (p.as_str().to_owned(), texts.get(&format!("precision-{}", p.as_str()))));
        let fulls = [("count", "full-count"), ("stop", "full-stop")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        let formula = match (&document.quota, rule) {
            (Some(_), None) => "typed",
            (_, Some(rule)) => rule.formula.as_str(),
            (None, None) => Formula::Yamane.as_str(),
        };
        // Percent as it was typed, without what binary fractions add.
        let error = (rule.map_or(0.05, |rule| rule.error) * 1e6).round() / 1e4;
        let precision = rule.map_or(Precision::Agency, |rule| rule.precision).as_str();
        let full = if quota.full == WhenFull::Stop { "stop" } else { "count" };
        let weighs = match step.typed() {
            Some(typed) => !typed.raw("weigh").is_empty(),
            None => document.population.is_some(),
        };
        // Where nothing can be changed any more there is nothing to read.
        let file = (!self.plan.stage.is_locked()).then(|| {
            Field::new("file", FieldKind::File(LIST_FILES), texts.get("volume-file"))
                .hint(texts.get("volume-file-hint"))
                .fault(step.fault("file"))
                .optional()
        });
        let table = Field::new("v", FieldKind::Matrix(self.matrix(step)), texts.get("volume-table"))
            .hint(total)
            .fault(step.fault("v"));
        let rules = [
            step.field("csv", FieldKind::Long, "volume-csv", "")
                .hint(texts.get("volume-csv-hint"))
                .optional(),
            step.field("formula", FieldKind::Radio(formulas), "volume-formula", formula),
            step.field("error", FieldKind::Whole, "volume-error", error.to_string().replace('.', ","))
                .hint(texts.get("volume-error-hint")),
            step.field("precision", FieldKind::Radio(precisions.to_vec()), "volume-precision", precision),
            step.field("full", FieldKind::Radio(fulls.to_vec()), "volume-full", full),
            Field::new("weigh", FieldKind::Tick, texts.get("volume-weigh"))
                .hint(texts.get("volume-weigh-hint"))
                .holding(if weighs { "1" } else { "" })
                .fault(step.fault("weigh")),
        ];
        std::iter::once(table).chain(file).chain(rules).collect()
    }
}
