//! `hailong serve`: listeners, housekeeping, and an orderly end.

use crate::{
    clock::Clock,
    intake::Queue,
    metrics::Metrics,
    store::{Database, visits},
    web::{App, router},
};
use anyhow::{Context, Result, bail};
use axum::{Router, routing::get};
use clap::Args;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

/// How long requests in progress may take after the server was asked to stop.
const LONGEST_DRAIN: Duration = Duration::from_secs(20);

/// Where to listen, and what citizens see.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Address and port of the server.
    #[arg(long, env = "HAILONG_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The address that citizens see, such as <https://khaosat.example.gov.vn>; with https, cookies are Secure.
    #[arg(long, env = "HAILONG_PUBLIC_URL")]
    public_url: Option<String>,
    /// Address and port for Prometheus; left out, there are no metrics.
    #[arg(long, env = "HAILONG_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
}

/// Serves until SIGTERM or Ctrl-C, then finishes what has begun: every answer that was taken is written.
pub async fn serve(url: &str, arguments: ServeArguments) -> Result<()> {
    let public_url = arguments.public_url.map(|url| url.trim_end_matches('/').to_owned());
    if let Some(url) =
        public_url.as_deref().filter(|u| !u.starts_with("http://") && !u.starts_with("https://"))
    {
        bail!("--public-url: {url:?} must begin with http:// or https://");
    }
    let database = Database::open(url).await?;
    let clock = Clock::from_environment()?;
    let metrics = Arc::new(Metrics::default());
    let (queue, writer) = Queue::start(database.clone());
    let app = App::new(database.clone(), clock.clone(), queue, metrics.clone(), public_url).await?;
    let listener = listen(arguments.listen).await?;
    let metrics_listener = match arguments.metrics_listen {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let stop = asked_to_stop()?;
    let _ = writeln!(std::io::stderr(), "listening on http://{}", listener.local_addr()?);
    let housekeeping = tokio::spawn(forget_visits(database.clone(), clock));
    let metrics_server = metrics_listener.map(|listener| {
        let routes = Router::new().route("/metrics", get(move || async move { metrics.text() }));
        tokio::spawn(async move { axum::serve(listener, routes).await })
    });
    let app = Arc::new(app);
    let stopping = Arc::new(Notify::new());
    let told = stopping.clone();
    let server = axum::serve(listener, router(app.clone())).with_graceful_shutdown(async move {
        stop.await;
        told.notify_one();
    });
    let mut writer = writer;
    tokio::select! {
        served = server.into_future() => served?,
        // Whoever is still sending has had time enough; what was taken is written below in any case.
        () = async { stopping.notified().await; tokio::time::sleep(LONGEST_DRAIN).await } => {}
        ended = &mut writer => bail!("the writer task ended by itself: {ended:?}"),
    }
    app.stop_taking();
    writer.await.context("the writer task failed")?;
    housekeeping.abort();
    if let Some(server) = metrics_server {
        server.abort();
    }
    database.close().await?;
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Resolves when the process is asked to stop. It listens from the moment it is made: a signal that comes before the
/// server has begun must not kill it.
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// A one-visit key lives a day in the browser, so its hash may go the day after.
async fn forget_visits(database: Database, clock: Clock) {
    let mut hourly = tokio::time::interval(Duration::from_secs(3_600));
    loop {
        hourly.tick().await;
        let yesterday = clock.today().plus_days(-1);
        let forgotten = async {
            let transaction = database.write().await?;
            visits::forget_before(&transaction, yesterday).await?;
            Ok::<_, crate::store::Error>(transaction.commit().await?)
        };
        if let Err(error) = forgotten.await {
            tracing::warn!(%error, "old visit keys could not be forgotten; trying again in an hour");
        }
    }
}
