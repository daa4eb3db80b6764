//! Whether answers can be stored, as far as the writer task knows: for `/healthz`, metrics and the log.

use crate::store;
use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Answers that wait longer than this for the database can as well not be stored.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// What the writer task last met with.
#[derive(Debug)]
pub struct Health {
    state: Mutex<State>,
    /// 1 while answers can be stored, else 0.
    pub healthy: Gauge,
    /// Batches of answers that were not stored.
    pub failed_batches: Counter,
}

#[derive(Debug, Default)]
struct State {
    /// Why nothing can be stored, in plain words.
    fault: Option<&'static str>,
    /// Since when the writer has been waiting for the database.
    busy_since: Option<Instant>,
}

impl Default for Health {
    fn default() -> Self {
        let health =
            Self { state: Mutex::default(), healthy: Gauge::default(), failed_batches: Counter::default() };
        health.healthy.set(1);
        health
    }
}

impl Health {
    /// Why answers cannot be stored now, in plain words; `None` as long as they can.
    pub fn fault(&self) -> Option<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = || {
            let waits = state.busy_since?.elapsed();
            let seconds = waits.as_secs();
            (waits > LONGEST_WAIT)
                .then(|| format!("the writer has waited {seconds} seconds for the database"))
        };
        state.fault.map(str::to_owned).or_else(waits)
    }

    pub(super) fn is_healthy(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).fault.is_none()
    }

    pub(super) fn begins(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).busy_since = Some(Instant::now());
    }

    /// The work has ended, with the reason why nothing was stored. Logs a change of state, not every answer.
    pub(super) fn ends(&self, error: Option<&store::Error>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.busy_since = None;
        let before = std::mem::replace(&mut state.fault, error.map(store::Error::in_plain_words));
        match error {
            Some(error) if state.fault != before => {
                tracing::error!(%error, "ANSWERS ARE NOT STORED: citizens are asked to send again until this ends");
            }
            None if before.is_some() => tracing::warn!("answers are stored again"),
            _ => {}
        }
        self.healthy.set(i64::from(error.is_none()));
    }
}
