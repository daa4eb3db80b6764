//! A running server and a client that follows nothing by itself.

use crate::support::{HANGS, Place};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use ureq::Agent;

/// A server process. Dropped, it is killed; [`Server::stop`] lets it drain.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) base: String,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    pub(crate) fn start_with(place: &Place, more: &[&str]) -> Self {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(more);
        Self::of(command)
    }

    /// A server to which a write beyond a limit of file size is an error, as on a broken disk, and no end.
    pub(crate) fn start_ignoring_file_size(place: &Place) -> Self {
        let plain = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
            .arg(plain.get_program())
            .args(plain.get_args());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let mut base = None;
        for line in lines.by_ref() {
            let line = line.unwrap();
            log.lock().unwrap().push_str(&format!("{line}\n"));
            if let Some(found) = line.strip_prefix("listening on ") {
                base = Some(found.to_owned());
                break;
            }
        }
        let base = base.unwrap_or_else(|| panic!("the server did not start: {}", log.lock().unwrap()));
        let kept = log.clone();
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        Self { child, base, log, reader: Some(reader) }
    }

    /// The code with which the first account is made, as the terminal shows it.
    pub(crate) fn set_up_code(&self) -> String {
        let log = self.log.lock().unwrap();
        log.split("with the code ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
    }

    /// Sends SIGTERM, waits for an orderly end and returns everything the server logged.
    pub(crate) fn stop(mut self) -> String {
        self.terminate();
        assert!(self.child.wait().unwrap().success(), "the server ends orderly on SIGTERM");
        self.reader.take().unwrap().join().unwrap();
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// Sends SIGTERM; a second one, or one to a process that has ended, changes nothing.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Ends the process as a power failure would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        Reply::of(agent().get(format!("{}{path}", self.base)).call())
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let request = agent().get(format!("{}{path}", self.base));
        Reply::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).call())
    }

    /// The body of a page that is there, as bytes.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let mut response = agent().get(format!("{}{path}", self.base)).call().unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.body_mut().read_to_vec().unwrap()
    }

    /// A page in a coding: its size on the wire with its head, and its bytes as they came.
    pub(crate) fn packed(&self, path: &str, coding: &str) -> (usize, Vec<u8>) {
        let mut stream = TcpStream::connect(self.base.strip_prefix("http://").unwrap()).unwrap();
        let ask = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: {coding}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let end = reply.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
        let head = String::from_utf8_lossy(&reply[..end]).to_lowercase();
        assert!(head.contains(&format!("content-encoding: {coding}\r\n")), "{head}");
        (reply.len(), reply.split_off(end))
    }

    pub(crate) fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
        post(&self.base, path, body, headers)
    }

    /// A visit: the form's page and the key it set.
    pub(crate) fn visit(&self, slug: &str) -> String {
        let reply = self.get(&format!("/s/{slug}"));
        assert_eq!(reply.status, 200);
        reply.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn agent() -> Agent {
    let config =
        Agent::config_builder().max_redirects(0).max_redirects_will_error(false).http_status_as_error(false);
    config.timeout_global(Some(HANGS)).build().into()
}

pub(crate) fn post(base: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    send(base, path, body.as_bytes(), headers)
}

/// The same with a body that need not be text.
pub(crate) fn send(base: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Reply {
    let mut request = agent().post(format!("{base}{path}"));
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        request = request.header("content-type", "application/x-www-form-urlencoded");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Reply::of(request.send(body))
}

/// A reply; status 0 where the connection broke.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    fn of(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Self {
        let Ok(mut response) = result else {
            return Self { status: 0, headers: Vec::new(), body: String::new() };
        };
        let headers = response.headers().iter();
        let headers = headers.map(|(k, v)| (k.to_string(), v.to_str().unwrap_or("").to_owned())).collect();
        let body = response.body_mut().read_to_string().unwrap_or_default();
        Self { status: response.status().as_u16(), headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    pub(crate) fn all<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.headers.iter().filter(move |(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
