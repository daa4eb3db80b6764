//! The figures of a round that pages and the API may publish.
//!
//! Numbers count whole lots of answers (see `domain::index::disclosure`). Of a round that is open, lots are published at
//! most once a day, all from one moment; a round that is closed takes in everything at once. Rounds declared `live` show
//! their numbers as they come: their answers are divided into lots anew for each moment, so that nothing can be found by
//! subtracting numbers of one moment, but whoever watches can tell what came between two.

use super::{
    By, Scope,
    rows::rows_from,
    scope::{Counted, counted, counted_within, figures},
};
use crate::store::{
    self, Database, Round,
    published::{self, Publication},
    rounds, tallies,
};
use domain::{
    Channel, Code, Day, LocalHour, Locale,
    index::{AreaSums, ChannelCounts, Figure, Row, StrataState, next_lots},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

/// How long a request waits to publish; after that it gets the numbers that were published last.
const PUBLISH_TIMEOUT: Duration = Duration::from_secs(2);

/// The figures of a scope.
#[derive(Debug, Default)]
struct ScopeFigures {
    /// By node of the index tree.
    figures: Vec<Option<Figure>>,
    /// The day on which they last grew.
    day: Option<Day>,
}

/// What may be published of a round, all of one moment.
#[derive(Debug)]
pub struct RoundFigures {
    /// The round.
    pub round: Arc<Round>,
    /// How the numbers were computed, in words that do not change with the reader's language.
    pub method: String,
    /// What became of the strata.
    pub strata_state: StrataState,
    responses: Option<u64>,
    /// Responses by channel, after the end or where numbers are live.
    channels: Option<ChannelCounts>,
    scopes: HashMap<Scope, ScopeFigures>,
    /// The population of each agency whose strata have published answers.
    populations: HashMap<Code, u64>,
}

impl RoundFigures {
    /// Everything there is on a day, in lots of that moment.
    fn at_once(round: Arc<Round>, pools: Vec<Scope>, counted: &Counted, today: Day) -> Self {
        let lots = lots(&round, &[], &counted.areas, true);
        let day = today.min(round.document.to);
        let publication =
            Publication { day: Some(day), parts: lots.into_iter().map(|lot| (day, lot)).collect() };
        Self { channels: Some(counted.channels.clone()), ..Self::of(round, pools, &publication) }
    }

    /// Loads what may be published today of a round and of `pools` of its agencies, and lets it advance if its time has come.
    /// Also says whether it is up to date: not where an advance was due and failed, so that the next reader tries again.
    pub async fn load(
        database: &Database,
        round: Arc<Round>,
        pools: Vec<Scope>,
        now: LocalHour,
    ) -> store::Result<(Self, bool)> {
        if round.document.live {
            let counted = counted(database, &round).await?;
            let day = round.document.publication_day(round.stage, now);
            return Ok((tokio::task::block_in_place(|| Self::at_once(round, pools, &counted, day)), true));
        }
        let mut up_to_date = true;
        let mut channels = None;
        if is_due(&round, published::last_day(database.reader(), round.id).await?, now) {
            let Counted { areas, channels: by_channel } = counted(database, &round).await?;
            // While a round is open, nobody is to see answers arrive.
            channels = round.document.is_over(round.stage, now).then_some(by_channel);
            let advanced = advance(database, &round, areas, now);
            up_to_date = match tokio::time::timeout(PUBLISH_TIMEOUT, advanced).await {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "numbers could not advance; the last ones are shown");
                    false
                }
                Err(_) => {
                    tracing::warn!(
                        "numbers could not advance, another writer is at work; the last ones are shown"
                    );
                    false
                }
            };
        }
        let publication = published::of_round(database.reader(), &round).await?;
        let figures = tokio::task::block_in_place(|| Self::of(round, pools, &publication));
        Ok((Self { channels, ..figures }, up_to_date))
    }

    fn of(round: Arc<Round>, pools: Vec<Scope>, publication: &Publication) -> Self {
        let sums = publication.sums();
        let with_figures = |scope: Scope| {
            let figures = figures(&round, &sums, &scope);
            (scope, ScopeFigures { figures, ..ScopeFigures::default() })
        };
        let mut scopes: HashMap<Scope, ScopeFigures> =
            Scope::all(&round).into_iter().chain(pools).map(with_figures).collect();
        for (day, area) in &publication.parts {
            for scope in Scope::around(&round, area.agency, area.service_area) {
                if let Some(within) = scopes.get_mut(&scope).filter(|_| area.level <= scope.level()) {
                    within.day = within.day.max(Some(*day));
                }
            }
        }
        let all = sums.iter().map(people).sum();
        Self {
            strata_state: round.design.state(&sums),
            method: round.design.describe(&round.method, (!sums.is_empty()).then_some(sums.as_slice())),
            responses: (all >= round.document.minimum_cell.max(1)).then_some(all),
            channels: None,
            scopes,
            populations: round
                .design
                .populations(&sums)
                .into_iter()
                .map(|(agency, population)| (round.agencies[agency].agency.code.clone(), population))
                .collect(),
            round,
        }
    }

    /// How many bytes it takes, roughly.
    pub fn weight(&self) -> u64 {
        let figures = self.scopes.values().map(|within| within.figures.len()).sum::<usize>();
        u64::try_from(figures * (size_of::<Option<Figure>>() + 16) + 4_096).unwrap_or(u64::MAX)
    }

    /// The figure of a node (a position in the index tree) in a scope.
    pub fn figure(&self, scope: &Scope, node: usize) -> Option<&Figure> {
        self.scopes.get(scope)?.figures.get(node)?.as_ref()
    }

    /// What an agency weighs in the number of a scope of several, as far as is published: its population where the round
    /// has strata, otherwise how many answered. `None` where nothing of it is published, or it is not in the scope.
    pub fn agency_weight(&self, scope: &Scope, agency: &Code) -> Option<u64> {
        let row = self.round.agencies.iter().find(|row| row.agency.code == *agency)?;
        let within = match scope {
            Scope::ServiceArea(area) => Scope::AgencyInArea(agency.clone(), area.clone()),
            Scope::Block(block) if row.agency.block.as_ref() != Some(block) => return None,
            _ => Scope::Agency(agency.clone()),
        };
        let published = self.figure(&within, 0)?.n;
        match within {
            Scope::Agency(_) => Some(self.populations.get(agency).copied().unwrap_or(published)),
            _ => Some(published),
        }
    }

    /// The most that an agency can weigh in it of which nothing is published: nothing where lots are of one stratum or of
    /// one service area.
    pub fn unpublished_weight(&self, scope: &Scope) -> u64 {
        match scope {
            Scope::Whole | Scope::Block(_) if self.populations.is_empty() => {
                self.round.document.minimum_cell.saturating_sub(1)
            }
            _ => 0,
        }
    }

    /// The day of the data of a scope; `None` where nothing is published of it.
    pub fn day(&self, scope: &Scope) -> Option<Day> {
        self.scopes.get(scope)?.day
    }

    /// The rows of a grouping, rounded as pages print them.
    pub fn rows(&self, by: By, language: &Locale) -> Vec<Row> {
        rows_from(&self.round, by, language, &self.method, |scope, node| self.figure(scope, node).cloned())
            .into_iter()
            .map(Row::rounded)
            .collect()
    }

    /// Responses by channel, where numbers count every one of them, so that they tell of whole lots.
    pub fn channels(&self) -> Option<&ChannelCounts> {
        self.channels.as_ref().filter(|channels| self.responses == Some(channels.values().sum()))
    }

    /// The channels by which at least a minimum cell of responses came; `None` while that may not be told.
    pub fn main_channels(&self) -> Option<BTreeSet<Channel>> {
        let is_main = |(_, n): &(&Channel, &u64)| **n >= self.round.document.minimum_cell.max(1);
        Some(self.channels.as_ref()?.iter().filter(is_main).map(|(channel, _)| *channel).collect())
    }

    /// How many have answered, as far as that may be told; nothing below the minimum cell.
    pub fn responses(&self) -> Option<u64> {
        self.responses
    }
}

fn people(area: &AreaSums) -> u64 {
    u64::try_from(area.tally.responses()).unwrap_or(0)
}

/// The block of each agency of a round, by position.
fn block_of(round: &Round) -> Vec<Option<usize>> {
    let blocks: BTreeSet<&Code> = round.agencies.iter().filter_map(|row| row.agency.block.as_ref()).collect();
    let place = |code: &Code| blocks.iter().position(|block| *block == code);
    round.agencies.iter().map(|row| row.agency.block.as_ref().and_then(place)).collect()
}

/// What may be published next.
fn lots(round: &Round, published: &[AreaSums], counted: &[AreaSums], takes_all: bool) -> Vec<AreaSums> {
    let minimum_cell = round.document.minimum_cell;
    next_lots(&round.form, &round.design, published, counted, minimum_cell, &block_of(round), takes_all)
}

/// Whether the numbers of a round may advance now.
fn is_due(round: &Round, last: Option<Day>, now: LocalHour) -> bool {
    last < Some(round.document.publication_day(round.stage, now)) || round.document.is_over(round.stage, now)
}

/// Publishes the lots that may be published now, all from the same moment.
async fn advance(
    database: &Database,
    round: &Round,
    mut counted: Vec<AreaSums>,
    now: LocalHour,
) -> store::Result<()> {
    let is_over = round.document.is_over(round.stage, now);
    let publication = published::of_round(database.reader(), round).await?;
    let published = publication.sums();
    if lots(round, &published, &counted, is_over).is_empty() {
        return Ok(());
    }
    let transaction = database.write().await?;
    if is_over {
        // Answers that were taken in time may still be on their way: they are waited for, and none comes after.
        rounds::lock_out_answers(&transaction, round.id).await?;
        counted = counted_within(&transaction, round).await?.areas;
    } else {
        rounds::lock(&transaction, round.id).await?;
    }
    // Another request or process may have published while this one was counting: decide again behind the lock.
    let before = published::of_round(&transaction, round).await?;
    if is_due(round, before.day, now) {
        let published = before.sums();
        let lots = lots(round, &published, &counted, is_over);
        let day = round.document.publication_day(round.stage, now);
        published::advance(&transaction, round, day, &published, &lots).await?;
        tallies::count_publication(&transaction, round.id).await?;
    }
    transaction.commit().await
}
