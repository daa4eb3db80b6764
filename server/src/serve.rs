//! `hailong serve`: listeners, and an orderly end.

use crate::{
    clock::Clock,
    credentials::{Client, Peer},
    housekeeping::run_housekeeping,
    intake::Queue,
    metrics::Metrics,
    state::App,
    store::{Database, settings},
    web::router,
};
use anyhow::{Context, Result, anyhow, bail};
use axum::{Router, http::Request, routing::get};
use clap::Args;
use domain::check_public_url;
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// How long a client may take to send the head of a request.
const SLOWEST_HEADERS: Duration = Duration::from_secs(30);
/// How long requests in progress may take after the server was asked to stop.
const LONGEST_DRAIN: Duration = Duration::from_secs(10);

/// Where to listen, and what citizens see.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Address and port of the server.
    #[arg(long, env = "HAILONG_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The address that citizens see, such as <https://khaosat.example.gov.vn>; with https, cookies are Secure. It takes
    /// precedence over the settings.
    #[arg(long, env = "HAILONG_PUBLIC_URL")]
    public_url: Option<String>,
    /// Whether a proxy of ours stands before the server: then the last address of X-Forwarded-For is where a sign-in comes
    /// from. Of citizens no address is looked at.
    #[arg(long, env = "HAILONG_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Address and port for Prometheus; left out, there are no metrics.
    #[arg(long, env = "HAILONG_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
}

/// Serves until SIGTERM or Ctrl-C, then finishes what has begun: every answer that was taken is written.
pub async fn serve(database: Database, arguments: ServeArguments) -> Result<()> {
    let reader = database.reader();
    let public_url = arguments.public_url.map(|url| url.trim_end_matches('/').to_owned());
    if let Some(url) = &public_url {
        check_public_url(url).map_err(|why| anyhow!("--public-url: {why}"))?;
    }
    let clock = Clock::from_environment_or(settings::value(reader, settings::TIME_ZONE).await?.as_deref())?;
    let (queue, writer) = Queue::start(database.clone());
    let metrics = Arc::new(Metrics::new(queue.health()));
    let state = App::new(database.clone(), clock.clone(), queue, metrics.clone(), public_url).await?;
    let listener = listen(arguments.listen).await?;
    let metrics_listener = match arguments.metrics_listen {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let stop = asked_to_stop()?;
    let own = format!("http://{}", listener.local_addr()?);
    if let Some(code) = state.set_up_code().await? {
        let _ = writeln!(
            std::io::stderr(),
            "no account yet: make the first one at /admin/set-up with the code {code}"
        );
    }
    let _ = writeln!(std::io::stderr(), "listening on {own}");
    let housekeeping = tokio::spawn(run_housekeeping(database.clone(), clock));
    let metrics_server = metrics_listener.map(|listener| {
        let routes = Router::new().route("/metrics", get(move || async move { metrics.text() }));
        tokio::spawn(async move { axum::serve(listener, routes).await })
    });
    let state = Arc::new(state);
    let followed = state.clone();
    let settings_reader = tokio::spawn(async move { followed.follow_settings().await });
    let mut writer = writer;
    tokio::select! {
        () = answer(listener, router(state.clone()), arguments.behind_proxy, stop) => {}
        ended = &mut writer => bail!("the writer task ended by itself: {ended:?}"),
    }
    state.stop_taking();
    writer.await.context("the writer task failed")?;
    housekeeping.abort();
    settings_reader.abort();
    if let Some(server) = metrics_server {
        server.abort();
    }
    database.close().await?;
    Ok(())
}

/// Answers until asked to stop, then lets requests in progress finish. A client that does not send its request in
/// time is let go, so that sleeping phones neither fill the server nor hold up its end.
async fn answer(listener: TcpListener, routes: Router, behind_proxy: bool, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEADERS);
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, address) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, most likely; the next one may be free in a moment.
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let inner = TowerToHyperService::new(routes.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            let forwarded = behind_proxy.then(|| Client::forwarded(request.headers())).flatten();
            let client = forwarded.unwrap_or(Client::Address(address.ip()));
            request.extensions_mut().insert(Peer(client));
            inner.call(request)
        });
        let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
        // A broken connection concerns its client only.
        tokio::spawn(async move { connection.await.ok() });
    }
    drop(listener);
    let drained = tokio::time::timeout(LONGEST_DRAIN, connections.shutdown()).await;
    if drained.is_err() {
        tracing::warn!("some requests did not finish in time; every answer that was taken is still written");
    }
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
