//! What every handler shares.

use crate::{
    cache::RenderedCache,
    chart::PngRenderer,
    clock::Clock,
    credentials::{Passwords, Throttle, hashed, set_up_code},
    intake::Queue,
    metrics::Metrics,
    open_points::OpenPoints,
    report::{CommentCache, DayCounts, RoundCache},
    store::{self, Database, accounts, settings},
};
use app::Administration;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Locale;
use sea_orm::ConnectionTrait;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The running server.
#[derive(Debug)]
pub struct App {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    pub(crate) queue: Queue,
    pub(crate) points: Arc<OpenPoints>,
    /// Rounds and what may be shown of them.
    pub(crate) round_cache: RoundCache,
    pub(crate) rendered: RenderedCache,
    pub(crate) png_renderer: PngRenderer,
    pub(crate) metrics: Arc<Metrics>,
    /// Scheme, host and port that citizens see, where the command line says it.
    given_public_url: Option<Arc<str>>,
    /// Hashes one-visit keys, so that none stands in the database as a phone holds it.
    pub(crate) visit_secret: Vec<u8>,
    /// Signs the cookies of devices on which staff have signed in.
    pub(crate) device_secret: Vec<u8>,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    pub(crate) day_counts: DayCounts,
    pub(crate) comment_cache: CommentCache,
    /// Settings that are in force as soon as they are stored.
    settings: RwLock<Arc<LiveSettings>>,
    /// Guards the first account; another one at each start, known to who reads the terminal.
    set_up_code: String,
}

/// Settings that are in force as soon as they are stored.
#[derive(Debug)]
struct LiveSettings {
    /// The language of those who have not chosen one.
    first_language: Locale,
    /// Scheme, host and port that citizens see, where the command line does not say it.
    public_url: Option<Arc<str>>,
}

impl LiveSettings {
    async fn read(connection: &impl ConnectionTrait) -> store::Result<Self> {
        let language = settings::value(connection, settings::LANGUAGE).await?;
        let first_language = if language.as_deref() == Some("en") { Locale::en() } else { Locale::vi() };
        let public_url = settings::value(connection, settings::PUBLIC_URL).await?;
        Ok(Self { first_language, public_url: public_url.map(Arc::from) })
    }
}

impl App {
    /// Puts the parts together; the secret for visits is made at the first start.
    pub async fn new(
        database: Database,
        clock: Clock,
        queue: Queue,
        metrics: Arc<Metrics>,
        given_public_url: Option<String>,
    ) -> anyhow::Result<Self> {
        let fresh = || BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
        let transaction = database.write().await?;
        let secret = settings::read_or_set(&transaction, "visit_secret", &fresh()).await?;
        let device_secret = settings::read_or_set(&transaction, "device_secret", &fresh()).await?;
        let live = LiveSettings::read(&transaction).await?;
        transaction.commit().await?;
        let visit_secret = secret.into_bytes();
        let png_renderer = PngRenderer::start()?;
        Ok(Self {
            round_cache: RoundCache::new(database.clone()),
            database,
            clock,
            queue,
            points: Arc::default(),
            rendered: RenderedCache::default(),
            png_renderer,
            metrics,
            given_public_url: given_public_url.map(Arc::from),
            visit_secret,
            device_secret: device_secret.into_bytes(),
            passwords: Passwords::new()?,
            throttle: Throttle::default(),
            day_counts: DayCounts::default(),
            comment_cache: CommentCache::default(),
            settings: RwLock::new(Arc::new(live)),
            set_up_code: set_up_code(),
        })
    }

    /// Whose installation it is, as its pages name it.
    pub(crate) async fn administration(&self, locale: &Locale) -> store::Result<Administration> {
        let (name, has_emblem) = settings::administration(self.database.reader(), locale).await?;
        Ok(Administration { name, has_emblem, public_url: self.public_url().map(|url| url.to_string()) })
    }

    /// The code for the first account, where there is none yet.
    pub async fn set_up_code(&self) -> anyhow::Result<Option<&str>> {
        Ok((!accounts::any(self.database.reader()).await?).then_some(self.set_up_code.as_str()))
    }

    /// Whether this is the code, however it is spaced; the time it takes tells nothing.
    pub(crate) fn is_set_up_code(&self, typed: &str) -> bool {
        let plain = |text: &str| {
            let letters: String = text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
            hashed(&letters)
        };
        plain(typed) == plain(&self.set_up_code)
    }

    /// The language of those who have not chosen one.
    pub(crate) fn first_language(&self) -> Locale {
        self.live_settings().first_language.clone()
    }

    /// Scheme, host and port that citizens see, where they are declared: the command line takes precedence over the setting.
    pub(crate) fn public_url(&self) -> Option<Arc<str>> {
        self.given_public_url.clone().or_else(|| self.live_settings().public_url.clone())
    }

    /// Whether the command line says the public address, so that the setting means nothing.
    pub(crate) fn is_public_url_given(&self) -> bool {
        self.given_public_url.is_some()
    }

    /// Whether citizens and staff come by https.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url().is_some_and(|url| url.starts_with("https:"))
    }

    fn live_settings(&self) -> Arc<LiveSettings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the settings anew that are in force as soon as they are stored.
    pub(crate) async fn reload_settings(&self) -> store::Result<()> {
        let now = LiveSettings::read(self.database.reader()).await?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        Ok(())
    }

    /// Reads them anew every minute: another process may have stored others.
    pub(crate) async fn follow_settings(&self) {
        let mut every_minute = tokio::time::interval(Duration::from_secs(60));
        loop {
            every_minute.tick().await;
            if let Err(error) = self.reload_settings().await {
                tracing::warn!(%error, "the settings could not be read anew; trying again in a minute");
            }
        }
    }

    /// Takes no more answers; the writer ends after those it has.
    pub fn stop_taking(&self) {
        self.queue.close();
    }
}
