//! What the file of a SQLite database tells of the order in which answers came: read byte by byte, as somebody would who
//! holds a copy of it. <https://www.sqlite.org/fileformat2.html>

use crate::faults::until;
use crate::http::Server;
use crate::support::{Place, small_round};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// As many as come to a counter in a day or two: their pages have been split once.
const ANSWERS: usize = 60;

fn number(bytes: &[u8], length: usize) -> usize {
    bytes[..length].iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// The leaf pages of a table: for each cell its offset in the page, and the number that its answer holds.
fn leaves(file: &[u8], root: usize) -> Vec<Vec<(usize, usize)>> {
    let page_size = number(&file[16..], 2);
    let mut leaves = Vec::new();
    let mut stack = vec![root];
    while let Some(at) = stack.pop() {
        let page = &file[(at - 1) * page_size..at * page_size];
        let head = if at == 1 { 100 } else { 0 };
        let cells = number(&page[head + 3..], 2);
        let pointer = |cell: usize, header: usize| number(&page[head + header + 2 * cell..], 2);
        match page[head] {
            // The inside of a table: the page of each child, and one more to the right.
            5 => {
                stack.extend((0..cells).map(|cell| number(&page[pointer(cell, 12)..], 4)));
                stack.push(number(&page[head + 8..], 4));
            }
            13 => leaves
                .push((0..cells).map(|cell| (pointer(cell, 8), answer(&page[pointer(cell, 8)..]))).collect()),
            other => panic!("a page of kind {other} in a table"),
        }
    }
    leaves
}

/// The number in the words of the answer that begins here.
fn answer(cell: &[u8]) -> usize {
    let at = cell.windows(7).position(|window| window == b"number-").unwrap();
    String::from_utf8_lossy(&cell[at + 7..at + 10]).parse().unwrap()
}

/// How many pairs there are in one page, and of how many offsets tell rightly who came first: cells are laid from the end
/// of a page towards its beginning.
fn told(place: &Place) -> (usize, usize) {
    let root = place.rows("SELECT CAST(rootpage AS TEXT) FROM sqlite_master WHERE name = 'response'");
    let file = std::fs::read(place.url.strip_prefix("sqlite://").unwrap()).unwrap();
    let (mut pairs, mut right, mut cells) = (0, 0, 0);
    for leaf in leaves(&file, root[0].parse().unwrap()) {
        cells += leaf.len();
        for (at, (offset, came)) in leaf.iter().enumerate() {
            for (other, came_other) in &leaf[at + 1..] {
                pairs += 1;
                right += usize::from((offset > other) == (came < came_other));
            }
        }
    }
    assert_eq!(cells, ANSWERS, "every answer was found");
    (pairs, right)
}

fn share(told: &[(usize, usize)]) -> f64 {
    let (pairs, right) = told.iter().fold((0, 0), |sum, told| (sum.0 + told.0, sum.1 + told.1));
    right as f64 / pairs as f64
}

#[test]
fn with_a_new_day_the_file_no_longer_tells_who_came_before_whom() {
    // Several, because chance alone is right for half of the pairs of one, give or take a tenth.
    let places = [Place::sqlite(), Place::sqlite(), Place::sqlite(), Place::sqlite()];
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for place in &places {
        place.run(&["import", "form", "us-a11-280"]);
        small_round(
            place,
            json!({"form": "us-a11-280", "index": {"scoring": "top2", "aggregation": "pooled"}}),
        );
        let forgotten = || place.rows("SELECT value FROM setting WHERE key = 'order_forgotten'").join("");
        let server = Server::start(place);
        until("housekeeping looks at the start and every hour", || !forgotten().is_empty());
        for number in 0..ANSWERS {
            let body = format!("q1=4&q2=5&q3=number-{number:03}");
            assert_eq!(server.post("/s/p/answers", &body, &[("cookie", &server.visit("p"))]).status, 303);
        }
        server.stop();
        let first = forgotten();
        before.push(told(place));
        // On the next day, while the server runs.
        let yesterday = format!("2026-01-01 {}", first.split_once(' ').unwrap().1);
        place.sql(&format!("UPDATE setting SET value = '{yesterday}' WHERE key = 'order_forgotten'"));
        let server = Server::start(place);
        until("the order is forgotten", || forgotten() != yesterday);
        let log = format!("{}-wal", place.url.strip_prefix("sqlite://").unwrap());
        let left = std::fs::metadata(log).unwrap().len();
        assert!(left < 100_000, "of the write-ahead log no more is left than what was written since: {left}");
        server.stop();
        after.push(told(place));
        place.verify();
    }
    let (before, after) = (share(&before), share(&after));
    eprintln!("pairs told rightly by their place: {before:.3} before, {after:.3} after");
    assert!(before > 0.65, "within the day the file tells it, as the documentation says: {before}");
    assert!((0.4..0.6).contains(&after), "{after}");
}

#[test]
fn forgetting_the_order_of_arrival_is_given_up_where_it_takes_too_long_and_answers_go_on() {
    let place = Place::sqlite();
    place.run(&["demo", "--responses", "2000"]);
    let stored = place.json(&["rounds", "--format", "json"]);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = server::store::Database::open(&place.url).await.unwrap();
        database.forget_order(std::time::Duration::ZERO).await.unwrap_err();
        let transaction = database.write().await.unwrap();
        transaction
            .execute_unprepared("INSERT INTO setting (key, value) VALUES ('after', 'x')")
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        database.close().await.unwrap();
    });
    assert_eq!(place.rows("SELECT value FROM setting WHERE key = 'after'"), ["x"]);
    assert_eq!(place.json(&["rounds", "--format", "json"]), stored);
    place.verify();
}
