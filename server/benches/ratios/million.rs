//! A million responses: what a page of results costs against ten thousand with as many filled cells, and how much memory
//! the server takes when everything has been looked at.

use super::{
    client::Served,
    report::{Goal, Report},
};
use axum::body::Body;
use domain::Day;
use http_body_util::BodyExt;
use sea_orm::{ConnectionTrait, Statement};
use server::{
    clock::Clock,
    demo,
    intake::{self, Queue},
    metrics::Metrics,
    store::{Database, points, responses, rounds},
    web::{App, router},
};
use std::collections::{BTreeSet, HashMap, hash_map::Entry};
use std::sync::Arc;
use std::time::Instant;
use tower::ServiceExt;

const MANY: usize = 1_000_000;
const FEW: usize = 10_000;

pub(crate) fn million(report: &mut Report) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (large, small) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let url = |folder: &tempfile::TempDir| format!("sqlite://{}", folder.path().join("h.db").display());
    let today = Clock::of_zone("Asia/Ho_Chi_Minh").unwrap().today();
    let (many, few, code) = runtime.block_on(async {
        let many = Database::open(&url(&large)).await.unwrap();
        let begun = Instant::now();
        let made = demo::fill(&many, MANY, 1, today, |_| {}).await.unwrap();
        println!("a million responses stored in {:.0} s", begun.elapsed().as_secs_f64());
        let few = Database::open(&url(&small)).await.unwrap();
        spread(&many, &few, today).await;
        (many, few, made.round.to_string())
    });
    let path = format!("/results/{code}");
    // Seconds, not a rate: the ratio says how much longer the large one takes.
    report.pairs(
        "results: page of a round with a million responses against ten thousand with as many filled cells",
        "µs",
        &Goal::AtMost(1.2),
        15,
        || 1e6 * runtime.block_on(page(&many, &path)),
        || 1e6 * runtime.block_on(page(&few, &path)),
    );
    runtime.block_on(async { (many.close().await.unwrap(), few.close().await.unwrap()) });
    memory(report, &url(&large));
}

/// Ten thousand people, or a few more, on the cells that the million fill: every one of them gets somebody.
async fn spread(many: &Database, few: &Database, today: Day) {
    demo::fill(few, 0, 1, today, |_| {}).await.unwrap();
    let statement = "SELECT round_id, point_id, month FROM tally ORDER BY round_id, point_id, month";
    let cells = many.reader().query_all_raw(Statement::from_string(many.backend(), statement)).await.unwrap();
    let (mut rounds_by_id, mut entries) = (HashMap::new(), Vec::new());
    let few_people = FEW.max(cells.len());
    println!("{few_people} responses on {} cells", cells.len());
    for number in 0..few_people {
        let row = &cells[number % cells.len()];
        let (round, point): (i64, i64) =
            (row.try_get("", "round_id").unwrap(), row.try_get("", "point_id").unwrap());
        let month: String = row.try_get("", "month").unwrap();
        let (known, places, people) = match rounds_by_id.entry(round) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(vacant) => {
                let known = Arc::new(rounds::by_id(few.reader(), round).await.unwrap());
                let here = points::of_round(few.reader(), round).await.unwrap();
                let places: HashMap<i64, _> = here.into_iter().map(|p| (p.id, Arc::new(p))).collect();
                let people = responses::page(many.reader(), round, None).await.unwrap().0;
                vacant.insert((known, places, people))
            }
        };
        let mut response = people[number % people.len()].clone();
        response.id = uuid::Uuid::new_v4();
        (response.point_id, response.batch_id) = (point, None);
        let first: Day = format!("{month}-01").parse().unwrap();
        response.day = first.max(known.document.from);
        entries.push(intake::Entry {
            round: known.clone(),
            point: places[&point].clone(),
            response,
            key: None,
        });
    }
    let transaction = few.write().await.unwrap();
    intake::write(&transaction, &entries).await.unwrap();
    transaction.commit().await.unwrap();
    let count = async |database: &Database| {
        let statement = Statement::from_string(database.backend(), "SELECT COUNT(*) AS n FROM tally");
        let row = database.reader().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get::<i64>("", "n").unwrap()
    };
    assert_eq!(count(many).await, count(few).await, "equally many filled cells");
}

/// Seconds for a page that nothing is remembered of.
async fn page(database: &Database, path: &str) -> f64 {
    let clock = Clock::of_zone("Asia/Ho_Chi_Minh").unwrap();
    let (queue, writer) = Queue::start(database.clone());
    let state =
        App::new(database.clone(), clock, queue.clone(), Arc::new(Metrics::new(queue.health())), None)
            .await
            .unwrap();
    let routes = router(Arc::new(state));
    let request = axum::http::Request::get(path).body(Body::empty()).unwrap();
    let begun = Instant::now();
    let reply = routes.oneshot(request).await.unwrap();
    assert_eq!(reply.status(), 200);
    let body = reply.into_body().collect().await.unwrap().to_bytes();
    let seconds = begun.elapsed().as_secs_f64();
    assert!(body.len() > 100_000, "{}", body.len());
    queue.close();
    writer.await.unwrap();
    seconds
}

/// The server's peak memory after every page in both languages, and every chart of the rounds as SVG and PNG.
fn memory(report: &mut Report, database: &str) {
    let served = Served::hailong(database);
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let mut waiting: Vec<String> =
        ["/", "/results", "/s/demo"].iter().flat_map(|p| [(*p).to_owned(), format!("{p}?lang=en")]).collect();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let (mut pages, mut files) = (0, 0);
    while let Some(path) = waiting.pop() {
        let mut reply = agent.get(format!("http://{}{path}", served.address)).call().unwrap();
        let is_page = reply.headers()["content-type"].to_str().unwrap().starts_with("text/html");
        let body = reply.body_mut().read_to_vec().unwrap();
        if !is_page {
            files += 1;
            continue;
        }
        pages += 1;
        let body = String::from_utf8(body).unwrap();
        let links = body.split("href=\"").skip(1).filter_map(|part| part.split(['"', '#']).next());
        let of_one = |link: &str| {
            link.contains("/charts/") && (link.contains("/agencies/") || link.contains("/service-areas/"))
        };
        for link in links.filter(|link| link.starts_with('/') && !of_one(link)) {
            if seen.insert(link.to_owned()) {
                waiting.push(link.to_owned());
            }
        }
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.id())).unwrap();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    let megabytes = peak.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0;
    let line = format!(
        "memory: {megabytes:.0} MB at most after {pages} pages and {files} charts as files, a million responses"
    );
    report.line(&line, megabytes, &Goal::AtMost(150.0));
}
