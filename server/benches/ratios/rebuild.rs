//! Tallies rebuilt from responses, against the same counts by GROUP BY in the database.

use super::report::{Goal, Report};
use domain::Day;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::{demo, report::verify, store::Database};
use std::time::Instant;

const RESPONSES: usize = 20_000;

/// For every point, month, question and answer how many people gave it.
const SQLITE: &str = "SELECT COUNT(*) AS n FROM (
    SELECT r.point_id, substr(r.day, 1, 7), j.key, j.value, COUNT(*), SUM(r.weight)
    FROM response r, json_each(r.answers) j GROUP BY 1, 2, 3, 4)";
const POSTGRES: &str = "SELECT COUNT(*) AS n FROM (
    SELECT r.point_id, substr(r.day, 1, 7), j.key, j.value, COUNT(*), SUM(r.weight)
    FROM response r, json_each_text(r.answers::json) j GROUP BY 1, 2, 3, 4) counted";

pub(crate) fn rebuild(report: &mut Report) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    on(report, &runtime, "SQLite", &format!("sqlite://{}", folder.path().join("h.db").display()));
    match std::env::var("HAILONG_TEST_POSTGRES") {
        Ok(server) => {
            let name = format!("bench{}", std::process::id());
            let psql = |sql: String| {
                let done = std::process::Command::new("psql").args(["-qAt", &server, "-c", &sql]).status();
                assert!(done.unwrap().success(), "{sql}");
            };
            psql(format!("CREATE DATABASE {name}"));
            on(report, &runtime, "PostgreSQL", &server.replace("/postgres", &format!("/{name}")));
            psql(format!("DROP DATABASE {name} WITH (FORCE)"));
        }
        Err(_) => println!("rebuild: PostgreSQL left out, HAILONG_TEST_POSTGRES is not set"),
    }
}

fn on(report: &mut Report, runtime: &tokio::runtime::Runtime, engine: &str, url: &str) {
    let today: Day = "2026-11-25".parse().unwrap();
    let database = runtime.block_on(async {
        let database = Database::open(url).await.unwrap();
        demo::fill(&database, RESPONSES, 1, today, |_| {}).await.unwrap();
        database
    });
    report.pairs(
        &format!("rebuild: tallies rebuilt against GROUP BY in {engine}"),
        "responses a second",
        &Goal::AtLeast(1.0),
        3,
        || {
            let begun = Instant::now();
            assert!(runtime.block_on(verify(&database, |_| {})).unwrap().is_empty());
            RESPONSES as f64 / begun.elapsed().as_secs_f64()
        },
        || {
            let sql = if database.backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
            let statement = Statement::from_string(database.backend(), sql);
            let begun = Instant::now();
            let row = runtime.block_on(database.reader().query_one_raw(statement)).unwrap().unwrap();
            assert!(row.try_get::<i64>("", "n").unwrap() > 0);
            RESPONSES as f64 / begun.elapsed().as_secs_f64()
        },
    );
    runtime.block_on(database.close()).unwrap();
}
