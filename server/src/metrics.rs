//! Counters for whoever runs the server. None is kept by point: that would tell when somebody answered where.

use crate::intake::Health;
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, text::encode},
    metrics::{counter::Counter, family::Family},
    registry::Registry,
};

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Submission {
    /// Stored and counted.
    Stored,
    /// Its visit had been counted.
    AlreadyCounted,
    /// Came without a one-visit key and was taken as new.
    WithoutKey,
    /// Something required was missing.
    Incomplete,
    /// Not acceptable at all.
    Refused,
    /// To be sent again: the queue was full or the database not to be had.
    Deferred,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    outcome: Submission,
}

/// The counters of this process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    submissions: Family<Labels, Counter>,
}

impl Metrics {
    /// The counters of a process whose writer is in this health.
    pub fn new(health: &Health) -> Self {
        let (mut registry, submissions) = (Registry::with_prefix("hailong"), Family::default());
        registry.register("submissions", "Submissions by outcome", Family::clone(&submissions));
        let help = "1 while answers can be stored, 0 while citizens are asked to send again";
        registry.register("writer_healthy", help, health.healthy.clone());
        let help = "Batches of answers that were not stored";
        registry.register("failed_batches", help, health.failed_batches.clone());
        Self { registry, submissions }
    }

    /// Counts a submission.
    pub fn count(&self, outcome: Submission) {
        self.submissions.get_or_create(&Labels { outcome }).inc();
    }

    /// Everything in the exposition format of OpenMetrics.
    pub fn text(&self) -> String {
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(_) => String::new(),
        }
    }
}
