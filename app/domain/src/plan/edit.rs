//! What somebody types of a plan, and why it is not stored so. Each fault knows the field in which it is mended; the empty
//! name is the form as a whole.

use super::{DraftFault, VolumesFault};
use crate::{
    Code, CodeFault, Day, DayFault, Locale, NameFault, RoundFault, Text, Title, UnfitReason,
    import::FileFault,
    index::{DefinitionEditFault, DefinitionFault},
    reading::Reading,
};

/// Title and period as they are typed, without surrounding blanks.
#[derive(Debug, Clone, Copy)]
pub struct BasicsInput<'a> {
    /// The Vietnamese title.
    pub title: &'a str,
    /// The English title, or nothing.
    pub title_en: &'a str,
    /// The first day.
    pub from: &'a str,
    /// The last day.
    pub to: &'a str,
}

/// What is wrong with a title or a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasicsFault {
    /// The Vietnamese title is none.
    Title(NameFault),
    /// The English title is none.
    TitleEn(NameFault),
    /// There is no first day.
    FromMissing,
    /// The first day is none.
    From(DayFault),
    /// There is no last day.
    ToMissing,
    /// The last day is none.
    To(DayFault),
    /// The last day lies before the first.
    EndsBeforeBegin,
}

impl BasicsFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::TitleEn(_) => "title_en",
            Self::FromMissing | Self::From(_) => "from",
            Self::ToMissing | Self::To(_) | Self::EndsBeforeBegin => "to",
        }
    }
}

/// A title in both languages, or everything that is wrong with it.
pub fn read_title(title: &str, title_en: &str) -> Result<Text, Vec<BasicsFault>> {
    let mut reading = Reading::new();
    let vi: Option<Title> = reading.required(title, BasicsFault::Title);
    let en: Option<Title> = reading.optional(title_en, BasicsFault::TitleEn);
    let en = en.map(|words| (Locale::en(), words.into()));
    reading.finish(vi.map(|words| Text::new([(Locale::vi(), words.into())].into_iter().chain(en))))
}

/// Title, first and last day, or everything that is wrong with them.
pub fn read_basics(input: BasicsInput<'_>) -> Result<(Text, (Day, Day)), Vec<BasicsFault>> {
    let mut reading = Reading::new();
    let title = read_title(input.title, input.title_en);
    let title = title.map_err(|faults| faults.into_iter().for_each(|fault| reading.fault(fault))).ok();
    let mut day = |text: &str, missing: BasicsFault, fault: fn(DayFault) -> BasicsFault| {
        if text.is_empty() {
            reading.fault(missing);
            return None;
        }
        reading.required::<Day>(text, fault)
    };
    let from = day(input.from, BasicsFault::FromMissing, BasicsFault::From);
    let to = day(input.to, BasicsFault::ToMissing, BasicsFault::To);
    let period = from.zip(to);
    if period.is_some_and(|(from, to)| to < from) {
        reading.fault(BasicsFault::EndsBeforeBegin);
    }
    reading.finish(title.zip(period))
}

/// Why a plan does not begin, neither new nor as a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewRoundFault {
    /// Its code is none.
    Code(CodeFault),
    /// Another round has the code.
    CodeTaken,
    /// The series of this code has rounds of agencies out of reach.
    SeriesOutOfReach,
    /// Its title or its period.
    Basics(BasicsFault),
    /// There is no such published form.
    NoForm,
    /// Nobody would be asked about.
    Draft(DraftFault),
    /// It could not be interpreted.
    Unfit(UnfitReason),
}

impl NewRoundFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Code(_) | Self::CodeTaken | Self::SeriesOutOfReach => "code",
            Self::Basics(fault) => fault.field(),
            Self::NoForm | Self::Unfit(_) => "form",
            Self::Draft(_) => "from",
        }
    }
}

/// Why a plan is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// The round has been opened.
    Opened,
    /// Its title or its period.
    Basics(BasicsFault),
    /// There is no such published form.
    NoForm,
    /// The code of its series is none.
    Series(CodeFault),
    /// The series has rounds of agencies out of reach.
    SeriesOutOfReach,
    /// No agency is left.
    NoAgencies,
    /// No service area is left.
    NoServiceAreas,
    /// The definition that was typed.
    Definition(DefinitionEditFault),
    /// Declared percent points leave out this scale, whose scores do not go up to 100.
    ScaleWithoutPoints(Code),
    /// There is no such version of a definition.
    NoDefinition,
    /// The definition that was chosen does not fit the form.
    SharedDefinition(DefinitionFault),
    /// What stands in a cell of the table of volumes is no whole number.
    VolumeCell {
        /// The agency.
        agency: Code,
        /// The service area.
        service_area: Code,
    },
    /// Volumes that were pasted, or stand in a file, cannot be read.
    VolumeFile(FileFault),
    /// A file was to be read, and none was chosen.
    NoVolumeFile,
    /// A file was chosen that has not been read into the table.
    UnreadVolumeFile,
    /// The margin of error is no number from 0.1 to 30 percent.
    MarginOfError,
    /// It is not said how sample sizes come out of volumes.
    NoFormula,
    /// Volumes cannot be populations.
    Volumes(VolumesFault),
    /// A point lies outside the target population.
    OutsidePopulation {
        /// The agency of the point.
        agency: Code,
        /// Its service area.
        service_area: Code,
    },
    /// The fewest respondents of a number are not among those that may be chosen.
    MinimumCell,
    /// The document is refused as a whole.
    Document(RoundFault),
    /// It could not be interpreted.
    Unfit(UnfitReason),
}

impl PlanFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Opened | Self::Document(_) | Self::Unfit(_) => "",
            Self::Basics(fault) => fault.field(),
            Self::NoForm => "form",
            Self::Series(_) | Self::SeriesOutOfReach => "series",
            Self::NoAgencies => "agency",
            Self::NoServiceAreas => "area",
            Self::Definition(fault) => fault.field(),
            Self::ScaleWithoutPoints(_) => "points",
            Self::NoDefinition | Self::SharedDefinition(_) => "definition",
            Self::VolumeCell { .. } => "v",
            Self::VolumeFile(_) => "csv",
            Self::NoVolumeFile | Self::UnreadVolumeFile => "file",
            Self::MarginOfError => "error",
            Self::NoFormula => "formula",
            Self::Volumes(_) | Self::OutsidePopulation { .. } => "weigh",
            Self::MinimumCell => "minimum",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_with_title_and_period_is_told_at_once() {
        let input = BasicsInput { title: "", title_en: "a\tb", from: "", to: "x" };
        let faults = read_basics(input).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(BasicsFault::field).collect();
        assert_eq!(fields, ["title", "title_en", "from", "to"]);
        assert_eq!(faults[2], BasicsFault::FromMissing);
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused_and_one_of_a_day_is_not() {
        let period = |from, to| read_basics(BasicsInput { title: "Đợt", title_en: "", from, to });
        assert_eq!(period("2026-02-02", "2026-02-01"), Err(vec![BasicsFault::EndsBeforeBegin]));
        let (title, (from, to)) = period("2026-02-01", "2026-02-01").unwrap();
        assert_eq!((title.has(&Locale::en()), from == to), (false, true));
    }
}
