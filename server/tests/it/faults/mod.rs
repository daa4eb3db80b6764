//! Disks that fill, files that vanish, databases that refuse: what was acknowledged is stored, and once the fault has
//! ended answers are taken again without a restart. The long variants run by `make faults`.

use crate::http::Server;
use crate::intake::entries;
use crate::staff::Staff;
use crate::support::{COMPLETE, HANGS, Place, on_both, small_round};
use sea_orm::ConnectionTrait;
use serde_json::json;
use server::acts::{Act, ManageRounds, import_list_at_command_line};
use server::intake::{Outcome, Queue, Refused};
use server::store::{Database, responses, rounds};
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::time::timeout;

mod long;
mod sent;

pub(crate) use sent::{Sent, stored, until};

/// Everything that a database stores is seen by another that opens it.
async fn stores(database: &Database, queue: &Queue, place: &Place, after: &str) {
    let other = Database::open(&place.url).await.unwrap();
    let round = rounds::by_code(other.reader(), "r").await.unwrap();
    let before = responses::count(other.reader(), round.id).await.unwrap();
    for entry in entries(database, 3).await {
        assert_eq!(queue.submit(entry).await.unwrap(), Outcome::Stored, "{after}");
    }
    assert_eq!(
        responses::count(other.reader(), round.id).await.unwrap(),
        before + 3,
        "others see them {after}"
    );
    assert_eq!(queue.health().fault(), None, "{after}");
    other.close().await.unwrap();
}

#[test]
fn a_database_that_refused_for_a_while_stores_what_it_acknowledges() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = Database::open(&place.url).await.unwrap();
        let (queue, writer) = Queue::start(database.clone());
        // As many pages as there are, so that the next one gives SQLITE_FULL as a full disk does; and as on a file system
        // that is read only.
        for (begins, ends, why) in [
            ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", "the disk is full"),
            ("PRAGMA query_only = 1", "PRAGMA query_only = 0", "the database is read only"),
        ] {
            // The second failure is the one after which nothing was stored any more.
            for _ in 0..3 {
                // What went wrong before is forgotten with a commit that others see.
                database.write().await.unwrap().commit().await.unwrap();
                let fault = database.write().await.unwrap();
                fault.execute_unprepared(begins).await.unwrap();
                fault.commit().await.unwrap();
                let mut large = entries(&database, 1).await.remove(0);
                large.response.language = "x".repeat(100_000);
                assert!(matches!(queue.submit(large).await, Err(Refused::Busy)), "{why}");
                assert_eq!(queue.health().fault().as_deref(), Some(why));
            }
            // Where a connection outlives its failed transaction, it is told that the fault has ended.
            let mended = database.write().await.unwrap();
            mended.execute_unprepared(ends).await.unwrap();
            mended.commit().await.unwrap();
            stores(&database, &queue, &place, why).await;
        }
        queue.close();
        writer.await.unwrap();
        database.close().await.unwrap();
    });
    assert_eq!(stored(&place), 6);
    place.verify();
}

#[test]
fn transactions_that_were_dropped_at_any_moment_leave_a_writer_that_stores() {
    on_both(|place| {
        small_round(place, json!({}));
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let database = Database::open(&place.url).await.unwrap();
            let (queue, writer) = Queue::start(database.clone());
            let change = "INSERT INTO setting (key, value) VALUES ('dropped', 'x')";
            for _ in 0..2 {
                drop(database.write().await.unwrap());
                stores(&database, &queue, place, "after one that did nothing").await;

                let changed = database.write().await.unwrap();
                changed.execute_unprepared(change).await.unwrap();
                drop(changed);
                stores(&database, &queue, place, "after one that had changed something").await;

                let failed = database.write().await.unwrap();
                failed.execute_unprepared(change).await.unwrap();
                failed.execute_unprepared("INSERT INTO nowhere VALUES (1)").await.unwrap_err();
                assert!(failed.commit().await.unwrap_err().to_string().contains("a statement"));
                stores(&database, &queue, place, "after one of which a statement failed").await;

                drop(Act::<ManageRounds>::of_command_line(&database).await.unwrap());
                stores(&database, &queue, place, "after an act that was not done").await;

                let orphan = b"code,name,parent\nZ,z,NOBODY\n";
                import_list_at_command_line::<domain::Agency>(&database, orphan.to_vec(), false)
                    .await
                    .unwrap_err();
                stores(&database, &queue, place, "after an import that was refused").await;

                // A client that goes away takes its request along, wherever that is.
                for microseconds in [1, 50, 200, 500, 1_000, 2_000, 4_000] {
                    let cut = async {
                        let cut = database.write().await.unwrap();
                        cut.execute_unprepared(change).await.unwrap();
                        cut.execute_unprepared("DELETE FROM setting WHERE key = 'dropped'").await.unwrap();
                        cut.commit().await.unwrap();
                    };
                    let _ = timeout(Duration::from_micros(microseconds), cut).await;
                }
                stores(&database, &queue, place, "after requests that were cut short").await;
            }
            queue.close();
            writer.await.unwrap();
            database.close().await.unwrap();
        });
        assert_eq!(place.rows("SELECT key FROM setting WHERE key = 'dropped'"), [""; 0]);
        place.verify();
    });
}

#[test]
fn a_start_that_was_cut_short_in_the_middle_of_the_schema_leaves_a_database_that_opens() {
    let schema_of = |place: &Place| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            for milliseconds in [1, 3, 6, 10, 15, 20, 30, 50] {
                let _ = timeout(Duration::from_millis(milliseconds), Database::open(&place.url)).await;
            }
        });
        small_round(place, json!({}));
        let server = Server::start(place);
        let mut sent = Sent::default();
        sent.send(&server, 3);
        sent.end(place, server);
    };
    on_both(schema_of);
}

#[test]
fn what_people_preview_on_pages_is_forgotten_and_answers_go_on() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        crate::staff::without_second_factor(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let mut sent = Sent::default();
        for text in ["code,name\nNEW,Sở mới\n", "code,name,parent\nZ,z,NOBODY\n", "code,name\nNEW,Sở mới\n"]
        {
            let preview = staff.post("/admin/import/agencies", &[("text", text)]);
            assert!(preview.body.contains("Sở mới") || preview.body.contains("NOBODY"), "{}", preview.status);
            sent.send(&server, 3);
        }
        assert_eq!(place.rows("SELECT code FROM agency WHERE code IN ('NEW', 'Z')"), [""; 0]);
        sent.end(place, server);
    });
}

#[test]
fn a_disk_that_cannot_be_written_and_can_again_stores_what_it_acknowledges() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start_ignoring_file_size(&place);
    let mut sent = Sent::default();
    sent.send(&server, 5);
    limit_files(&server, "1");
    sent.send(&server, 4);
    assert_eq!((sent.acknowledged.len(), sent.deferred.len()), (5, 4));
    assert_eq!(server.get("/healthz").body, "answers cannot be stored: the disk cannot be read or written\n");
    limit_files(&server, "unlimited");
    sent.send(&server, 40);
    assert!(sent.acknowledged.len() >= 45);
    sent.end(&place, server);
}

/// No file of the server may grow beyond so many bytes: writing fails as on a broken disk.
fn limit_files(server: &Server, bytes: &str) {
    let pid = server.child.id().to_string();
    let limit = format!("--fsize={bytes}:");
    assert!(Command::new("prlimit").args(["--pid", &pid, &limit]).status().unwrap().success());
}

#[test]
fn a_postgresql_that_is_read_only_for_a_while_is_written_again_without_a_restart() {
    let Some(place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let mut sent = Sent::default();
    sent.send(&server, 3);
    place.of_database("SET default_transaction_read_only = on");
    place.disconnect();
    sent.send(&server, 4);
    assert_eq!(sent.deferred.len(), 4);
    assert_eq!(server.get("/healthz").body, "answers cannot be stored: the database is read only\n");
    place.of_database("RESET default_transaction_read_only");
    until("answers are taken again", || server.get("/healthz").status == 200);
    sent.send(&server, 4);
    sent.end(&place, server);
}

#[test]
fn a_postgresql_without_a_free_connection_costs_nobody_their_answers() {
    let Some(mut place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let limit = place.limit_connections();
    let server = Server::start(&place);
    let mut sent = Sent::default();
    sent.send(&server, 3);
    limit(0);
    place.disconnect();
    std::thread::scope(|scope| {
        let several = || {
            let mut sent = Sent::default();
            sent.send(&server, 1);
            sent.deferred
        };
        let senders: Vec<_> = (0..4).map(|_| scope.spawn(several)).collect();
        sent.deferred = senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect();
    });
    assert_eq!(sent.deferred.len(), 4);
    assert_eq!(server.get("/healthz").body, "answers cannot be stored: the database cannot be reached\n");
    limit(-1);
    until("answers are taken again", || server.get("/healthz").status == 200);
    sent.send(&server, 4);
    sent.end(&place, server);
}

#[test]
fn whether_the_server_is_well_is_told_within_a_second_whatever_hangs() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start_with(place, &["--metrics-listen", "127.0.0.1:0"]);
        // A busy machine may be late now and then; what waits for whatever hangs is late every time.
        let at_once = || {
            let first = Instant::now();
            loop {
                let begun = Instant::now();
                let reply = server.get("/healthz");
                if begun.elapsed() < Duration::from_secs(1) {
                    return reply;
                }
                assert!(first.elapsed() < HANGS, "{reply:?}");
            }
        };
        let lock = place.lock();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| server.post("/s/p/answers", COMPLETE, &[]).status);
            until("an answer that waits is told", || at_once().body.contains("has waited"));
            assert_eq!(at_once().status, 503);
            drop(lock);
            assert_eq!(waiting.join().unwrap(), 303);
        });
        until("it ends", || at_once().status == 200);
        server.stop();
        // Every connection for reading is taken.
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let database = Database::open(&place.url).await.unwrap();
            let (queue, writer) = Queue::start(database.clone());
            let clock = server::clock::Clock::of_zone("Asia/Ho_Chi_Minh").unwrap();
            let metrics = std::sync::Arc::new(server::metrics::Metrics::new(queue.health()));
            let state =
                server::state::App::new(database.clone(), clock, queue.clone(), metrics, None).await.unwrap();
            let routes = server::web::router(std::sync::Arc::new(state));
            let mut taken = Vec::new();
            for _ in 0..4 {
                taken.push(database.snapshot().await.unwrap());
            }
            let status = async || {
                let first = Instant::now();
                loop {
                    let request =
                        axum::http::Request::get("/healthz").body(axum::body::Body::empty()).unwrap();
                    let reply = tower::ServiceExt::oneshot(routes.clone(), request);
                    match timeout(Duration::from_secs(1), reply).await {
                        Ok(reply) => return reply.unwrap().status(),
                        Err(late) => assert!(first.elapsed() < HANGS, "{late}"),
                    }
                }
            };
            assert_eq!(status().await, 503);
            drop(taken);
            assert_eq!(status().await, 200);
            queue.close();
            writer.await.unwrap();
            drop(routes);
            database.close().await.unwrap();
        });
    });
}
