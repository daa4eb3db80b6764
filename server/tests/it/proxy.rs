//! A real nginx before the server: with the configuration that the README gives, and with nothing but `proxy_pass`.

use crate::http::Server;
use crate::staff::{PASSWORD, add_account, without_second_factor};
use crate::support::{COMPLETE, HANGS, Place, small_round};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const EXAMPLE: &str = include_str!("../../deploy/nginx.conf");
/// The name of the installation; nothing resolves it, the client below asks for it by hand.
const NAME: &str = "khaosat.example.gov.vn";

/// What stands before the server.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Configuration {
    /// The README's.
    Readme,
    /// `proxy_pass` and nothing else: the server sees its own address as Host.
    Bare,
}

/// A running nginx on a port of its own.
struct Nginx {
    child: Child,
    port: u16,
    tls: bool,
    folder: TempDir,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Nginx {
    fn start(configuration: Configuration, tls: bool, port: u16, upstream: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        if tls {
            certificate(&at("fullchain.pem"), &at("privkey.pem"));
        }
        let servers = match configuration {
            Configuration::Readme => EXAMPLE
                .replace("/etc/ssl/hailong", &folder.path().display().to_string())
                .replace("listen 443", &format!("listen 127.0.0.1:{port}"))
                .replace("listen 80;", &format!("listen 127.0.0.1:{};", free_port()))
                .replace("http://127.0.0.1:3000", upstream),
            Configuration::Bare => format!(
                "server {{\nlisten 127.0.0.1:{port} ssl;\nssl_certificate {};\nssl_certificate_key {};\nlocation / {{ proxy_pass {upstream}; }}\n}}",
                at("fullchain.pem"),
                at("privkey.pem")
            ),
        };
        // Not every machine has IPv6; and without TLS the same goes by plain http.
        let kept = |line: &&str| !line.contains("[::]") && (tls || !line.contains("ssl_"));
        let servers: Vec<_> = servers.lines().filter(kept).collect();
        let servers = servers.join("\n").replace(" ssl;", if tls { " ssl;" } else { ";" });
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|what| format!("{what}_temp_path {};", at(what)));
        let whole = format!(
            "daemon off; master_process off; pid {}; error_log {};\nevents {{}}\nhttp {{\naccess_log {};\n{}\n{servers}\n}}",
            at("pid"),
            at("error.log"),
            at("access.log"),
            temporary.join("\n")
        );
        std::fs::write(folder.path().join("nginx.conf"), &whole).unwrap();
        let program = if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" };
        let child = Command::new(program)
            .args(["-e", "stderr", "-p", &folder.path().display().to_string(), "-c", &at("nginx.conf")])
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap_or_else(|why| panic!("nginx does not start ({why}); install the Debian package nginx"));
        let mut nginx = Self { child, port, tls, folder };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = nginx.child.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < HANGS, "{ended:?}: {whole}");
            std::thread::sleep(Duration::from_millis(10));
        }
        nginx
    }

    fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// The origin that a browser names which was sent to a name and this port.
    fn origin(&self, name: &str) -> String {
        format!("{}://{name}:{}", self.scheme(), self.port)
    }

    fn get(&self, name: &str, path: &str) -> String {
        self.exchange(&format!(
            "GET {path} HTTP/1.1\r\nhost: {name}:{}\r\nconnection: close\r\n\r\n",
            self.port
        ))
    }

    fn post(&self, name: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> String {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\nhost: {name}:{}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.port
        ))
    }

    /// Sends a request as it stands and returns the whole reply.
    fn exchange(&self, request: &str) -> String {
        let mut reply = Vec::new();
        if self.tls {
            let address = format!("127.0.0.1:{}", self.port);
            let mut client = Command::new("openssl")
                .args(["s_client", "-quiet", "-no_ign_eof", "-connect", &address, "-servername", NAME])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // The end of what is sent must not end the connection before the reply has come.
            let mut to = client.stdin.take().unwrap();
            to.write_all(request.as_bytes()).unwrap();
            client.stdout.take().unwrap().read_to_end(&mut reply).unwrap();
            drop(to);
            client.wait().unwrap();
        } else {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            stream.read_to_end(&mut reply).unwrap();
        }
        String::from_utf8_lossy(&reply).into_owned()
    }

    fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn certificate(certificate: &str, key: &str) {
    let subject = format!("/CN={NAME}");
    let arguments = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    let made = Command::new("openssl")
        .args(arguments)
        .args(["-days", "2", "-subj", &subject, "-keyout", key, "-out", certificate])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn status(reply: &str) -> u16 {
    reply.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{reply}"))
}

/// The name and value of every cookie that a reply sets.
fn cookies(reply: &str) -> String {
    let head = reply.split("\r\n\r\n").next().unwrap().lines();
    let set =
        head.filter_map(|line| line.split_once(": ").filter(|(k, _)| k.eq_ignore_ascii_case("set-cookie")));
    set.map(|(_, cookie)| cookie.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

fn stored(place: &Place) -> u64 {
    place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap()
}

/// A server on a fresh database behind an nginx. With a public address it is that of the nginx.
fn behind(configuration: Configuration, tls: bool, public: bool) -> (Place, Server, Nginx) {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    without_second_factor(&place);
    let port = free_port();
    let public_url = format!("{}://{NAME}:{port}", if tls { "https" } else { "http" });
    let more = ["--behind-proxy", "--public-url", &public_url];
    let server = Server::start_with(&place, if public { &more } else { &[] });
    let nginx = Nginx::start(configuration, tls, port, &server.base);
    (place, server, nginx)
}

fn every_set_up() -> impl Iterator<Item = (Configuration, bool, bool)> {
    let configurations = [Configuration::Readme, Configuration::Bare].into_iter();
    configurations.flat_map(|configuration| {
        [(true, true), (true, false), (false, true), (false, false)]
            .map(|(tls, public)| (configuration, tls, public))
    })
}

#[test]
fn no_answer_is_lost_behind_nginx_however_little_it_passes_on_and_whatever_the_browser_says() {
    for (configuration, tls, public) in every_set_up() {
        let (place, _server, nginx) = behind(configuration, tls, public);
        let mut answered = 0;
        for name in [NAME, "second.example.gov.vn"] {
            let origin = nginx.origin(name);
            let chromium = [("origin", &*origin), ("sec-fetch-site", "same-origin")];
            // To plain http, other than on the same machine, it sends no Sec-Fetch-Site.
            let chromium_without_tls = [("origin", &*origin)];
            for headers in [&chromium[..], &chromium_without_tls, &[("origin", "null")], &[]] {
                let form = nginx.get(name, "/s/p");
                assert_eq!(status(&form), 200, "{form}");
                let cookie = cookies(&form);
                let headers = [&[("cookie", &*cookie)], headers].concat();
                let reply = nginx.post(name, "/s/p/answers", COMPLETE, &headers);
                let said = format!("{configuration:?} tls {tls} public {public} {name} {headers:?}: {reply}");
                assert_eq!(status(&reply), 303, "{said}");
                assert!(reply.contains("/s/p/thanks\r\n"), "{said}");
                answered += 1;
            }
        }
        let elsewhere = [("origin", "https://example.org"), ("sec-fetch-site", "cross-site")];
        for headers in [&elsewhere[..], &elsewhere[..1]] {
            let reply = nginx.post(NAME, "/s/p/answers", COMPLETE, headers);
            assert_eq!(status(&reply), 403);
            assert!(reply.contains("<button>Gửi lại</button>") && reply.contains("name=\"i7\" value=\"4\""));
        }
        assert_eq!(stored(&place), answered);
        if configuration == Configuration::Readme {
            assert_eq!(nginx.log("access.log"), "", "nginx does not write down who answered");
        }
    }
}

#[test]
fn while_the_server_is_away_nginx_says_so_in_the_language_of_the_address_and_writes_nobody_down() {
    for (configuration, tls, public) in every_set_up().filter(|(kind, ..)| *kind == Configuration::Readme) {
        let (_place, server, nginx) = behind(configuration, tls, public);
        server.kill();
        for (query, language, said) in
            [("", "vi", "tạm nghỉ ít phút"), ("?lang=en", "en", "back in a few minutes")]
        {
            for reply in [
                nginx.get(NAME, &format!("/s/p{query}")),
                nginx.post(NAME, &format!("/s/p/answers{query}"), COMPLETE, &[]),
                nginx.get(NAME, &format!("/results{query}")),
            ] {
                assert_eq!(status(&reply), 503, "{reply}");
                assert!(reply.contains("Content-Type: text/html; charset=utf-8\r\n"), "{reply}");
                assert!(reply.contains(&format!("lang=\"{language}\"")) && reply.contains(said), "{reply}");
            }
        }
        assert_eq!(nginx.log("access.log"), "");
    }
}

#[test]
fn staff_sign_in_behind_nginx_and_other_websites_cannot_do_it_for_them() {
    for (configuration, tls, public) in every_set_up() {
        let (place, server, nginx) = behind(configuration, tls, public);
        // The link is used at the server itself, which knows the name by its own address.
        add_account(&place, &server, "lan@x.vn", "system-administrator", None);
        let origin = nginx.origin(NAME);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", "lan@x.vn"), ("password", PASSWORD)])
            .finish();
        let sign_in = |headers: &[(&str, &str)]| nginx.post(NAME, "/admin/sign-in", &body, headers);
        let said = format!("{configuration:?} tls {tls} public {public}");
        let chromium = [("origin", &*origin), ("sec-fetch-site", "same-origin")];
        let reply = sign_in(&chromium);
        assert_eq!(status(&reply), 303, "{said}: {reply}");
        let cookie = cookies(&reply);
        let account = [("name", "Lan"), ("language", "en")];
        let account = form_urlencoded::Serializer::new(String::new()).extend_pairs(account).finish();
        let change = |more: &[(&str, &str)]| {
            let headers = [&[("cookie", &*cookie)], more].concat();
            nginx.post(NAME, "/admin/account", &account, &headers)
        };
        let changed = change(&chromium);
        assert_eq!(status(&changed), 303, "{said}: {changed}");
        assert!(!changed.contains("/admin/sign-in"), "{said}: {changed}");

        // A browser that only names its origin is let in where that can be compared; else the page says what to do.
        let reply = sign_in(&chromium[..1]);
        let known = public || configuration == Configuration::Readme;
        assert_eq!(status(&reply), if known { 303 } else { 403 }, "{said}: {reply}");
        assert!(known || reply.contains(&format!("--public-url {origin}")), "{said}: {reply}");

        for foreign in [
            &[("origin", "https://example.org"), ("sec-fetch-site", "cross-site")][..],
            &[("origin", "https://example.org")],
            &[("origin", &*origin), ("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[],
        ] {
            assert_eq!(status(&sign_in(foreign)), 403, "{said} {foreign:?}");
            assert_eq!(status(&change(foreign)), 403, "{said} {foreign:?}");
        }
    }
}

#[test]
fn plain_http_leads_to_https_and_a_file_of_four_megabytes_passes_nginx() {
    let (_place, _server, nginx) = behind(Configuration::Readme, true, true);
    let plain = nginx.log("nginx.conf");
    let port = plain.split("listen 127.0.0.1:").nth(1).unwrap().split(';').next().unwrap();
    let reply = crate::http::agent().get(format!("http://127.0.0.1:{port}/s/p?lang=en")).call().unwrap();
    let location = reply.headers()["location"].to_str().unwrap();
    assert_eq!((reply.status().as_u16(), location), (308, "https://127.0.0.1/s/p?lang=en"));
    let large = "x".repeat(4 * 1024 * 1024);
    let headers = [("sec-fetch-site", "same-origin")];
    let by_nginx = status(&nginx.post(NAME, "/admin/import/agencies", &large, &headers));
    assert_eq!(by_nginx, 401, "the server, not nginx, decides about it: nobody is signed in");
}
