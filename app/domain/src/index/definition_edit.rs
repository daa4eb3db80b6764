//! Index definitions as administrators type them: choices, and lines of weights and percent points.

use super::{
    Aggregation, Band, Benchmarks, Definition, DefinitionDocument, DefinitionFault, Scoring, Target,
};
use crate::{
    Code, CodeFault, Locale, NameFault, Text, Title,
    reading::Reading,
    values::{Values, or_empty},
};
use std::collections::BTreeMap;

/// What somebody chose and typed of a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefinitionInput {
    /// The word of a scoring.
    pub scoring: String,
    /// The word of an aggregation.
    pub aggregation: String,
    /// A code and a number on each line.
    pub weights: String,
    /// A scale, one of its values and a percentage on each line.
    pub points: String,
    /// A lower end and the name of a class on each line.
    pub bands: String,
    /// A percentage and the name of a target on each line.
    pub targets: String,
    /// The fewest respondents of a number with a class and a rank, or nothing.
    pub minimum_n: String,
}

/// What somebody typed of a version that is to be stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentInput {
    /// Its code.
    pub code: String,
    /// Its Vietnamese title.
    pub title: String,
    /// Its English title, or nothing.
    pub title_en: String,
    /// How answers become an index.
    pub index: DefinitionInput,
}

/// What is wrong with a field of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefinitionEditFault {
    /// Its code is none.
    Code(CodeFault),
    /// Another definition has its code.
    CodeTaken,
    /// Its Vietnamese title is none.
    Title(NameFault),
    /// Its English title is none.
    TitleEn(NameFault),
    /// No scoring was chosen.
    NoScoring,
    /// No aggregation was chosen.
    NoAggregation,
    /// This line is not a code and a number.
    WeightLine(String),
    /// This line is not a scale, a value and a number.
    PointsLine(String),
    /// This line is not a percentage and a name of a class.
    BandLine(String),
    /// This line is not a percentage and a name of a target.
    TargetLine(String),
    /// The fewest respondents are no number.
    MinimumN(String),
    /// It contradicts itself.
    Definition(DefinitionFault),
}

impl DefinitionEditFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Code(_) | Self::CodeTaken => "code",
            Self::Title(_) => "title",
            Self::TitleEn(_) => "title_en",
            Self::NoScoring => "scoring",
            Self::NoAggregation => "aggregation",
            Self::WeightLine(_) => "weights",
            Self::PointsLine(_) => "points",
            Self::BandLine(_) => "bands",
            Self::TargetLine(_) => "targets",
            Self::MinimumN(_) => "minimum_n",
            Self::Definition(fault) => fault.field(),
        }
    }
}

impl DefinitionInput {
    /// What stands in the fields of a definition.
    pub fn of(definition: &Definition) -> Self {
        let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
        let points = definition.points.iter().flatten().flat_map(|(scale, values)| {
            values.iter().map(move |(value, percent)| format!("{scale} {value} {percent}"))
        });
        let benchmarks = definition.benchmarks.clone().unwrap_or_default();
        let bands = benchmarks.bands.iter().map(|band| {
            let sign = if band.open { "> " } else { "" };
            format!("{sign}{} {}", band.from, titles(&band.title))
        });
        let targets = benchmarks.targets.iter();
        let targets = targets.map(|target| format!("{} {}", target.percent, titles(&target.title)));
        Self {
            scoring: definition.scoring.to_string(),
            aggregation: definition.aggregation.to_string(),
            weights: weights.collect::<Vec<_>>().join("\n"),
            points: points.collect::<Vec<_>>().join("\n"),
            bands: bands.collect::<Vec<_>>().join("\n"),
            targets: targets.collect::<Vec<_>>().join("\n"),
            minimum_n: or_empty(benchmarks.minimum_n.as_ref()),
        }
    }

    /// Fields and what stands in them.
    pub fn values(&self) -> Values {
        vec![
            ("scoring", self.scoring.clone()),
            ("aggregation", self.aggregation.clone()),
            ("weights", self.weights.clone()),
            ("points", self.points.clone()),
            ("bands", self.bands.clone()),
            ("targets", self.targets.clone()),
            ("minimum_n", self.minimum_n.clone()),
        ]
    }

    /// The definition that was typed, not yet held against a form. Weights mean nothing without the aggregation by weights,
    /// nor percent points without the scoring by points; they are read all the same.
    ///
    /// # Errors
    /// What is wrong, at most one fault a field.
    pub fn read(&self) -> Result<Definition, Vec<DefinitionEditFault>> {
        let mut reading = Reading::new();
        let scoring = reading.required(self.scoring.trim(), |_| DefinitionEditFault::NoScoring);
        let aggregation = reading.required(self.aggregation.trim(), |_| DefinitionEditFault::NoAggregation);
        let weights: Vec<(Code, f64)> =
            lines(&self.weights, weight, &mut reading, DefinitionEditFault::WeightLine);
        let mut points: BTreeMap<Code, BTreeMap<String, f64>> = BTreeMap::new();
        for (scale, value, percent) in
            lines(&self.points, percentage, &mut reading, DefinitionEditFault::PointsLine)
        {
            points.entry(scale).or_default().insert(value, percent);
        }
        let bands = lines(&self.bands, band, &mut reading, DefinitionEditFault::BandLine);
        let targets = lines(&self.targets, target, &mut reading, DefinitionEditFault::TargetLine);
        let minimum_n = match self.minimum_n.trim() {
            "" => None,
            written => {
                let read = written.parse().ok();
                if read.is_none() {
                    reading.fault(DefinitionEditFault::MinimumN(written.to_owned()));
                }
                read
            }
        };
        let benchmarks = Benchmarks { bands, targets, minimum_n };
        let definition = scoring.zip(aggregation).map(|(scoring, aggregation)| Definition {
            scoring,
            aggregation,
            weights: (aggregation == Aggregation::Weights).then(|| weights.into_iter().collect()),
            points: (scoring == Scoring::Points && !points.is_empty()).then_some(points),
            benchmarks: (benchmarks != Benchmarks::default()).then_some(benchmarks),
        });
        reading.finish(definition)
    }
}

impl DocumentInput {
    /// The version that was typed; it contradicts itself in nothing.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(&self) -> Result<DefinitionDocument, Vec<DefinitionEditFault>> {
        let mut reading = Reading::new();
        let code = reading.required::<Code>(&self.code, DefinitionEditFault::Code);
        let title = reading.required::<Title>(&self.title, DefinitionEditFault::Title);
        let title_en = reading.optional::<Title>(&self.title_en, DefinitionEditFault::TitleEn);
        let index = self.index.read();
        let index = index.and_then(|index| match index.check() {
            Ok(()) => Ok(index),
            Err(fault) => Err(vec![DefinitionEditFault::Definition(fault)]),
        });
        let index = index.map_err(|faults| faults.into_iter().for_each(|fault| reading.fault(fault))).ok();
        let document = code.zip(title).zip(index).map(|((code, title), index)| {
            let english = title_en.map(|title| (Locale::en(), title.into()));
            let title = Text::new([(Locale::vi(), title.into())].into_iter().chain(english));
            DefinitionDocument { code, title, index }
        });
        reading.finish(document)
    }
}

/// The lines that hold something, up to the first that cannot be read.
fn lines<T>(
    text: &str,
    read: fn(&str) -> Option<T>,
    reading: &mut Reading<DefinitionEditFault>,
    fault: fn(String) -> DefinitionEditFault,
) -> Vec<T> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read(line) {
            Some(one) => found.push(one),
            None => {
                reading.fault(fault(line.to_owned()));
                break;
            }
        }
    }
    found
}

/// A number with a decimal comma or point.
fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

/// A code and its weight.
fn weight(line: &str) -> Option<(Code, f64)> {
    let (code, weight) = line.split_once(char::is_whitespace)?;
    Some((code.parse().ok()?, number(weight.trim_start())?))
}

/// A scale, one of its values and what that is worth, with or without a sign of percent.
fn percentage(line: &str) -> Option<(Code, String, f64)> {
    let mut parts = line.split_whitespace();
    let (scale, value, percent) = (parts.next()?, parts.next()?, parts.next()?);
    let percent = number(percent.trim_end_matches('%'))?;
    parts.next().is_none().then_some((scale.parse().ok()?, value.to_owned(), percent))
}

/// The lower end of a class, itself left out after a sign `>`, and its names.
fn band(line: &str) -> Option<Band> {
    let open = line.starts_with('>');
    let (from, title) = percent_and_titles(line.trim_start_matches(['>', '≥']))?;
    Some(Band { title, from, open })
}

/// A target and its names.
fn target(line: &str) -> Option<Target> {
    let (percent, title) = percent_and_titles(line)?;
    Some(Target { title, percent })
}

/// A percentage, with or without its sign, and names in Vietnamese and, after a bar, in English.
fn percent_and_titles(line: &str) -> Option<(f64, Text)> {
    let (percent, names) = line.trim().split_once(char::is_whitespace)?;
    let percent = number(percent.trim_end_matches('%'))?;
    let (vietnamese, english) = names.split_once('|').unwrap_or((names, ""));
    let vietnamese = vietnamese.trim().trim_start_matches('%').trim_start().parse::<Title>().ok()?;
    let english = match english.trim() {
        "" => None,
        english => Some((Locale::en(), english.parse::<Title>().ok()?.into())),
    };
    Some((percent, Text::new([(Locale::vi(), vietnamese.into())].into_iter().chain(english))))
}

/// Names as they are typed: in Vietnamese and, after a bar, in English.
fn titles(title: &Text) -> String {
    let vietnamese = title.get(&Locale::vi());
    match title.has(&Locale::en()) {
        true => format!("{vietnamese} | {}", title.get(&Locale::en())),
        false => vietnamese.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(scoring: &str, aggregation: &str, weights: &str, points: &str) -> DefinitionInput {
        let [scoring, aggregation, weights, points] =
            [scoring, aggregation, weights, points].map(str::to_owned);
        DefinitionInput { scoring, aggregation, weights, points, ..DefinitionInput::default() }
    }

    #[test]
    fn what_is_read_of_a_definition_stands_in_its_fields_again() {
        let typed = input("points", "weights", " f1  1,5 \n\nf2 2", "s5 4 75%\ns5 5 100");
        let written = input("points", "weights", "f1 1.5\nf2 2", "s5 4 75\ns5 5 100");
        let read = typed.read().expect("it can be read");
        assert_eq!(DefinitionInput::of(&read), written);
        assert_eq!(written.read(), Ok(read));
    }

    #[test]
    fn classes_and_targets_are_read_as_they_are_written_in_decisions() {
        let typed = DefinitionInput {
            bands: "≥ 90 % Xuất sắc | Excellent\n> 79,5% Tốt\n0 Yếu".to_owned(),
            targets: "95 Nghị quyết 76/NQ-CP, năm 2030".to_owned(),
            minimum_n: " 30 ".to_owned(),
            ..input("top2", "pooled", "", "")
        };
        let read = typed.read().expect("it can be read");
        let written = DefinitionInput::of(&read);
        assert_eq!(written.bands, "90 Xuất sắc | Excellent\n> 79.5 Tốt\n0 Yếu");
        assert_eq!((&*written.targets, &*written.minimum_n), ("95 Nghị quyết 76/NQ-CP, năm 2030", "30"));
        assert_eq!(written.read(), Ok(read));
        let wrong = DefinitionInput {
            bands: "Tốt 90".to_owned(),
            targets: "95".to_owned(),
            minimum_n: "few".to_owned(),
            ..input("top2", "pooled", "", "")
        };
        let faults = wrong.read().expect_err("it is wrong");
        let fields: Vec<_> = faults.iter().map(DefinitionEditFault::field).collect();
        assert_eq!(fields, ["bands", "targets", "minimum_n"]);
    }

    #[test]
    fn weights_and_points_are_left_out_where_nothing_is_computed_from_them() {
        let read = input("top2", "pooled", "f1 1", "s5 4 75").read();
        assert_eq!(read, Ok(Definition::default()));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        use DefinitionEditFault as F;
        let line = |text: &str| text.to_owned();
        let read = input("", "median", "f1 1\nf2", "s5 4 75 9").read();
        let expected =
            [F::NoScoring, F::NoAggregation, F::WeightLine(line("f2")), F::PointsLine(line("s5 4 75 9"))];
        assert_eq!(read, Err(expected.to_vec()));
        for wrong in ["f1", "f1 x", "f1 1 2", "a b 1"] {
            assert_eq!(input("top2", "weights", wrong, "").read(), Err(vec![F::WeightLine(line(wrong))]));
        }
        let document = DocumentInput {
            code: line("a b"),
            title: String::new(),
            title_en: line("a\nb"),
            index: input("top2", "weights", "", ""),
        };
        let faults = document.read().expect_err("it is wrong");
        let fields: Vec<_> = faults.iter().map(DefinitionEditFault::field).collect();
        assert_eq!(fields, ["code", "title", "title_en", "weights"]);
    }
}
