//! Bounded caches in memory.

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue},
};
use domain::Locale;
use quick_cache::{OptionsBuilder, Weighter, sync::Cache};
use std::hash::Hash;

/// A cache of a few large entries. It has a single shard, for with several no entry could be larger than the share of one.
pub(crate) fn single_shard<K, V, W>(items: usize, weight: u64, weighter: W) -> Cache<K, V, W>
where
    K: Eq + Hash,
    V: Clone,
    W: Weighter<K, V> + Clone,
{
    let options = OptionsBuilder::new()
        .shards(1)
        .estimated_items_capacity(items)
        .weight_capacity(weight)
        .build()
        .unwrap_or_else(|_| unreachable!("every option is given"));
    Cache::with_options(options, weighter, Default::default(), Default::default())
}

/// Rendered pages and charts in bytes: some eighty pages of a province, or a dozen PNGs.
const RENDERED_CAPACITY: u64 = 8 << 20;

/// A rendered page or chart: its body, and the headers that depend on it.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
}

/// What a page or chart was rendered from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RenderedKey {
    /// Path of the page or file.
    pub(crate) path: String,
    /// Its language.
    pub(crate) locale: Locale,
    /// Version of the data.
    pub(crate) version: String,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<RenderedKey, Rendered> for Weight {
    fn weight(&self, key: &RenderedKey, rendered: &Rendered) -> u64 {
        u64::try_from(rendered.body.len() + key.path.len() + 256).unwrap_or(u64::MAX)
    }
}

/// Pages and charts as they were last rendered.
#[derive(Debug)]
pub(crate) struct RenderedCache(Cache<RenderedKey, Rendered, Weight>);

impl Default for RenderedCache {
    fn default() -> Self {
        Self(single_shard(512, RENDERED_CAPACITY, Weight))
    }
}

impl RenderedCache {
    /// What is cached under a key. Where there is nothing, one of the requests that come at once renders; the others wait
    /// for it. Errors are not cached.
    pub(crate) async fn get_or_render<E>(
        &self,
        key: &RenderedKey,
        render: impl Future<Output = Result<Rendered, E>>,
    ) -> Result<Rendered, E> {
        self.0.get_or_insert_async(key, render).await
    }
}
