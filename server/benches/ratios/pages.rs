//! The citizen's page and the durable POST over HTTP.

use super::{
    client::{Served, load},
    report::{Goal, Report},
};
use domain::form::{AnswerKind, Form};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

const LASTING: Duration = Duration::from_millis(1_500);

/// A demonstration without people: forms, rounds, points.
pub(crate) fn empty_demonstration(folder: &tempfile::TempDir) -> String {
    let url = format!("sqlite://{}", folder.path().join("h.db").display());
    let demo = Command::new(env!("CARGO_BIN_EXE_hailong"))
        .args(["--database", &url, "demo", "--responses", "0"])
        .output()
        .unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    url
}

/// A body that answers the whole 39-item form.
pub(crate) fn whole_answer() -> Vec<(String, String)> {
    let document = domain::templates::document("sipas-2026").unwrap();
    let form = Form::read(&serde_json::from_str(document).unwrap()).unwrap();
    let cells = form.cells.iter().filter(|cell| cell.role.is_for_citizens());
    cells
        .filter_map(|cell| match &cell.answers {
            AnswerKind::One(choices) | AnswerKind::Many(choices) => {
                Some((cell.code.to_string(), choices[choices.len() / 2].value.clone()))
            }
            AnswerKind::Words(_) => None,
        })
        .collect()
}

fn encoded(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn bare(what: &str) -> Served {
    Served::start(Command::new(std::env::current_exe().unwrap()).args(["--bare", what]))
}

/// GET of the form against the same bytes from a bare handler.
pub(crate) fn form(report: &mut Report) {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::hailong(&empty_demonstration(&folder));
    let request = "GET /s/demo HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip\r\n";
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.write_all(format!("{request}connection: close\r\n\r\n").as_bytes()).unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    let text = String::from_utf8_lossy(&reply).replace("connection: close\r\n", "");
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let at = reply.windows(19).position(|w| w == b"connection: close\r\n");
    if let Some(at) = at {
        reply.drain(at..at + 19);
    }
    let file = folder.path().join("reply");
    std::fs::write(&file, &reply).unwrap();
    let ceiling = bare(file.to_str().unwrap());
    let get = |address: &str, path: &str| {
        let bytes = request.replace("/s/demo", path) + "\r\n";
        load(address, 32, LASTING, "HTTP/1.1 200", move |_| bytes.clone().into_bytes())
    };
    report.pairs(
        "form: GET of the form against a bare handler with the same bytes",
        "a second",
        &Goal::AtLeast(0.9),
        7,
        || get(&served.address, "/s/demo"),
        || get(&ceiling.address, "/form"),
    );
}

/// A durable POST against a handler that parses the same body and answers 303.
pub(crate) fn post(report: &mut Report) {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::hailong(&empty_demonstration(&folder));
    let ceiling = bare("post");
    let body = encoded(&whole_answer());
    let send = |address: &str, path: &str, run: u64| {
        let (path, body) = (path.to_owned(), body.clone());
        load(address, 64, LASTING, "HTTP/1.1 303", move |number| {
            // Every citizen comes with a key of their own, as after a GET of the form.
            let key = format!("{run:011x}{number:011x}");
            format!(
                "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                 cookie: k={}\r\ncontent-length: {}\r\n\r\n{body}",
                key,
                body.len()
            )
            .into_bytes()
        })
    };
    let mut run = 0;
    report.pairs(
        "post: durable POST of the 39-item form against a handler that parses it and answers 303",
        "a second",
        &Goal::AtLeast(0.5),
        7,
        || {
            run += 1;
            send(&served.address, "/s/demo/answers", run)
        },
        || send(&ceiling.address, "/answers", 0),
    );
}
