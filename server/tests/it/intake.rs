//! The write path over HTTP and from within: one key, one answer; nothing acknowledged is lost.

use crate::http::{Server, post};
use crate::support::{COMPLETE, Place, on_both, round_document, small_round};
use serde_json::json;
use server::intake::{Entry, Outcome, Queue, Refused};
use server::store::{Database, points, responses, responses::StoredResponse, rounds};
use std::sync::Arc;

fn stored(place: &Place) -> u64 {
    place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap()
}

#[test]
fn twenty_posts_with_one_key_store_one_and_twenty_keys_store_twenty() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let key = server.visit("p");
        let send = |cookie: String| {
            let base = server.base.clone();
            std::thread::spawn(move || post(&base, "/s/p/answers", COMPLETE, &[("cookie", &cookie)]))
        };
        let replies: Vec<_> = (0..20).map(|_| send(key.clone())).map(|t| t.join().unwrap()).collect();
        assert!(replies.iter().all(|r| r.status == 303), "{replies:?}");
        let counted = replies.iter().filter(|r| r.header("location") == "/s/p/thanks").count();
        assert_eq!((counted, stored(place)), (1, 1));
        let already = server.get_with("/s/p/thanks?again=1", &[("cookie", &key)]).body;
        assert!(already.contains("đã được ghi nhận từ trước") && already.contains("href=\"/s/p\""));
        let threads: Vec<_> = (0..20).map(|_| send(server.visit("p"))).collect();
        assert!(threads.into_iter().all(|t| t.join().unwrap().header("location") == "/s/p/thanks"));
        assert_eq!(stored(place), 21);
        // The same key at once, for real.
        let key = server.visit("p");
        let threads: Vec<_> = (0..20).map(|_| send(key.clone())).collect();
        assert!(threads.into_iter().all(|t| t.join().unwrap().status == 303));
        assert_eq!(stored(place), 22);
        place.verify();
    });
}

#[test]
fn what_a_browser_leaves_out_or_damages_is_told_from_an_attack() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let host = server.base.strip_prefix("http://").unwrap().to_owned();
    let same = format!("http://{host}");
    let large = format!("{COMPLETE}&i1={}", "x".repeat(70_000));
    let many = "i1=1&".repeat(3_000);
    let kind = |kind: &'static str| [("content-type", kind)];
    type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, u16);
    let cases: Vec<Case> = vec![
        (COMPLETE, vec![], 303),
        (COMPLETE, vec![("origin", "null")], 303),
        (COMPLETE, vec![("origin", &same)], 303),
        (COMPLETE, vec![("origin", "https://example.org")], 403),
        (COMPLETE, vec![("origin", "garbage")], 403),
        (COMPLETE, vec![("sec-fetch-site", "cross-site")], 403),
        (COMPLETE, vec![("sec-fetch-site", "same-origin")], 303),
        (COMPLETE, vec![("cookie", "k=short")], 303),
        (COMPLETE, kind("application/json").to_vec(), 415),
        (COMPLETE, kind("multipart/form-data; boundary=x").to_vec(), 415),
        (&large, vec![], 413),
        (&many, vec![], 413),
        ("i1=%zz", vec![], 400),
        ("i1=%ff", vec![], 400),
        ("i99=1", vec![], 400),
        ("i1=9&i2=5&i3=3&i4=1&i5=2&i6=5&i7=4", vec![], 422),
        ("i1=1&i1=2&i2=5&i3=3&i4=1&i5=2&i6=5&i7=4", vec![], 422),
        ("", vec![], 422),
    ];
    let mut accepted = 0;
    for (body, headers, status) in cases {
        let reply = server.post("/s/p/answers", body, &headers);
        assert_eq!(reply.status, status, "{} {headers:?}", &body[..body.len().min(60)]);
        assert!(status == 303 || reply.body.contains("<h1>"), "a page, not a bare status");
        accepted += u64::from(status == 303);
    }
    assert_eq!(stored(&place), accepted);
    place.verify();
}

/// The fields of the page with which answers are sent again, as a body.
fn kept(page: &str) -> String {
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |field: &str| {
        let (name, rest) = field.split_once('"').unwrap();
        format!("{name}={}", rest.split('"').nth(1).unwrap())
    };
    fields.map(pair).filter(|pair| !pair.starts_with("~key=")).collect::<Vec<_>>().join("&")
}

#[test]
fn whatever_refuses_an_answer_gives_back_what_was_written_and_it_can_be_sent_again() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let unknown = format!("{COMPLETE}&i99=1");
        let damaged = format!("i99=%zz&{COMPLETE}");
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);
        let cases: [Case; 5] = [
            (COMPLETE, &[("origin", "https://example.org")], 403),
            (COMPLETE, &[("sec-fetch-site", "cross-site")], 403),
            (COMPLETE, &[("content-type", "text/plain")], 415),
            (&unknown, &[], 400),
            (&damaged, &[], 400),
        ];
        for (at, (body, headers, status)) in (1..).zip(cases) {
            let page = server.post("/s/p/answers?lang=en", body, headers);
            assert_eq!(page.status, status, "{body} {headers:?}");
            assert!(page.body.contains("action=\"/s/p/answers?lang=en\""), "{}", page.body);
            assert!(page.body.contains("<button>Send again</button>"), "{}", page.body);
            let again = kept(&page.body);
            assert_eq!(again, COMPLETE, "{body} {headers:?}");
            let key = page.header("set-cookie").split(';').next().unwrap().to_owned();
            let sent = server.post("/s/p/answers?lang=en", &again, &[("cookie", &key)]);
            assert_eq!((sent.status, stored(place)), (303, at), "{body} {headers:?}");
        }
        // Too long: the form comes back and says where, with every word in it.
        place.run(&["import", "form", "counter-5"]);
        let point = json!({"slug": "c", "agency": "A1", "service_area": "dat-dai", "channel": "qr"});
        let changes = json!({
            "code": "c", "form": "counter-5", "index": {"scoring": "top2", "aggregation": "pooled"}, "points": [point]
        });
        place.run(&["import", "round", &place.file("c.json", round_document(changes).to_string())]);
        let words = "đ".repeat(30_000);
        let long = form_urlencoded::Serializer::new(String::new()).append_pair("comment", &words).finish();
        let page = server.post("/s/c/answers", &long, &[]);
        assert!(page.status == 413 && page.body.contains(&words), "{}", page.status);
        assert!(page.body.contains("id=\"comment-fault\""), "{}", page.body);
        assert_eq!(stored(place), 5);
    });
}

#[test]
fn what_fails_on_our_side_keeps_the_answers_though_not_even_the_form_can_be_read() {
    let Some(place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let server = Server::start(&place);
    place.outage(true);
    let page = server.post("/s/p/answers?lang=en", COMPLETE, &[]);
    assert!(page.status == 503 && page.header("retry-after") == "5", "{}", page.body);
    assert!(page.body.contains("action=\"/s/p/answers?lang=en\""), "{}", page.body);
    assert_eq!(kept(&page.body), COMPLETE);
    place.outage(false);
}

#[test]
fn a_page_that_lacks_answers_comes_back_with_everything_that_was_there() {
    let place = Place::sqlite();
    place.run(&["import", "form", "sipas-2026"]);
    small_round(&place, json!({"form": "sipas-2026", "index": {"scoring": "top2", "aggregation": "pooled"}}));
    let server = Server::start(&place);
    let body = "gender=2&ethnicity=2&ethnicity.specify=T%C3%A0y&q2=1&q2=7&comment=%3C/textarea%3E%3Cb%3E%20%26amp%3B";
    let page = server.post("/s/p/answers?lang=en", body, &[]);
    assert_eq!(page.status, 422);
    for kept in [
        "name=\"gender\" value=\"2\" checked",
        "value=\"Tày\"",
        "name=\"q2\" value=\"7\" checked",
        "&lt;/textarea&gt;&lt;b&gt; &amp;amp;</textarea>",
        "href=\"#age\"",
        "action=\"/s/p/answers?lang=en\"",
    ] {
        assert!(page.body.contains(kept), "{kept}");
    }
    assert!(!page.body.contains("<b> "));
}

/// Entries for the queue, straight from a database.
pub(crate) async fn entries(database: &Database, count: usize) -> Vec<Entry> {
    let round = Arc::new(rounds::by_code(database.reader(), "r").await.unwrap());
    let point = Arc::new(points::of_round(database.reader(), round.id).await.unwrap().remove(0));
    let entry = |_| {
        let response = StoredResponse {
            id: uuid::Uuid::new_v4(),
            round_id: round.id,
            point_id: point.id,
            day: "2026-01-05".parse().unwrap(),
            language: "vi".into(),
            weight: 1_000_000,
            batch_id: None,
            answers: [("i1".to_owned(), domain::Answer::One("4".into()))].into(),
        };
        Entry { round: round.clone(), point: point.clone(), response, key: None }
    };
    (0..count).map(entry).collect()
}

/// All at once, as from as many browsers.
fn submit_all(queue: &Queue, batch: Vec<Entry>) -> Vec<tokio::task::JoinHandle<Result<Outcome, Refused>>> {
    let submit = |entry| {
        let queue = queue.clone();
        tokio::spawn(async move { queue.submit(entry).await })
    };
    batch.into_iter().map(submit).collect()
}

#[test]
fn a_bad_row_fails_alone() {
    on_both(|place| {
        small_round(place, json!({}));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let database = Database::open(&place.url).await.unwrap();
            let mut batch = entries(&database, 50).await;
            let mut nowhere = (*batch[7].point).clone();
            nowhere.id = 999_999;
            batch[7].response.point_id = nowhere.id;
            batch[7].point = Arc::new(nowhere);
            let (queue, writer) = Queue::start(database.clone());
            let sent = submit_all(&queue, batch);
            for (i, task) in sent.into_iter().enumerate() {
                let outcome = task.await.unwrap();
                assert_eq!(matches!(outcome, Ok(Outcome::Stored)), i != 7, "{i}: {outcome:?}");
            }
            drop(queue);
            writer.await.unwrap();
            let round = rounds::by_code(database.reader(), "r").await.unwrap();
            assert_eq!(responses::count(database.reader(), round.id).await.unwrap(), 49);
            database.close().await.unwrap();
        });
        place.verify();
    });
}

#[test]
fn a_full_queue_says_so_and_loses_nothing_it_took() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::open(&place.url).await.unwrap();
        let other = Database::open(&place.url).await.unwrap();
        let batch = entries(&database, 2_000).await;
        let (queue, writer) = Queue::start(database.clone());
        let lock = other.write().await.unwrap();
        let sent = submit_all(&queue, batch);
        // Nothing is stored while the lock is held: whoever has an answer already was refused by a full queue.
        while !sent.iter().any(tokio::task::JoinHandle::is_finished) {
            tokio::task::yield_now().await;
        }
        drop(lock);
        let (mut took, mut busy) = (0, 0);
        for task in sent {
            match task.await.unwrap() {
                Ok(Outcome::Stored) => took += 1,
                Err(Refused::Busy) => busy += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(took >= 1_024 && busy > 0, "{took} taken, {busy} asked to come again");
        drop(queue);
        writer.await.unwrap();
        let round = rounds::by_code(database.reader(), "r").await.unwrap();
        assert_eq!(responses::count(database.reader(), round.id).await.unwrap(), took);
    });
    place.verify();
}

#[test]
fn several_servers_on_one_postgresql_neither_lose_nor_double() {
    let Some(place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let servers = [Server::start(&place), Server::start(&place), Server::start(&place)];
    let threads: Vec<_> = (0..12)
        .map(|i| {
            let base = servers[i % 3].base.clone();
            std::thread::spawn(move || {
                (0..25).all(|_| post(&base, "/s/p/answers", COMPLETE, &[]).status == 303)
            })
        })
        .collect();
    assert!(threads.into_iter().all(|t| t.join().unwrap()));
    for server in servers {
        server.stop();
    }
    assert_eq!(stored(&place), 300);
    place.verify();
}
