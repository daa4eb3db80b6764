//! People of the administration at a running server: a browser without script that keeps its cookies.

use crate::http::{Reply, Server, send};
use crate::support::Place;
use std::collections::BTreeMap;
use std::sync::Mutex;
use totp_rs::{Builder, Secret};

/// A password that is taken.
pub(crate) const PASSWORD: &str = "con mèo trèo cây cau";

/// A browser of somebody.
pub(crate) struct Staff<'s> {
    server: &'s Server,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl<'s> Staff<'s> {
    /// A browser in which nobody has signed in.
    pub(crate) fn nobody(server: &'s Server) -> Self {
        Self { server, cookies: Mutex::default() }
    }

    /// Makes an account by the command line, lets its owner choose a password, and signs in.
    pub(crate) fn with_role(
        place: &Place,
        server: &'s Server,
        email: &str,
        role: &str,
        over: Option<&str>,
    ) -> Self {
        add_account(place, server, email, role, over);
        let staff = Self::nobody(server);
        staff.sign_in(email);
        staff
    }

    /// Signs in with the password alone.
    pub(crate) fn sign_in(&self, email: &str) -> Reply {
        self.post("/admin/sign-in", &[("email", email), ("password", PASSWORD)])
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        let cookies = self.cookie_line();
        let reply = self.server.get_with(path, &[("cookie", &cookies)]);
        self.keep(&reply);
        reply
    }

    pub(crate) fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let (cookies, origin) = (self.cookie_line(), self.server.base.clone());
        let reply = self.server.post(path, &body, &[("cookie", &cookies), ("origin", &origin)]);
        self.keep(&reply);
        reply
    }

    /// Sends a file, as a form with `multipart/form-data` does.
    pub(crate) fn send_file(
        &self,
        path: &str,
        pairs: &[(&str, &str)],
        name: &str,
        file: impl AsRef<[u8]>,
    ) -> Reply {
        let mut body = String::new();
        for (name, value) in pairs {
            body += &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        let body = [body.as_bytes(), file.as_ref(), b"\r\n--edge--\r\n"].concat();
        let (cookies, origin) = (self.cookie_line(), self.server.base.clone());
        let headers = [
            ("cookie", &*cookies),
            ("origin", &*origin),
            ("content-type", "multipart/form-data; boundary=edge"),
        ];
        send(&self.server.base, path, &body, &headers)
    }

    /// A POST whose body no handler reads: it shows whether the gate lets through, and changes nothing.
    pub(crate) fn knock(&self, path: &str) -> Reply {
        let (cookies, origin) = (self.cookie_line(), self.server.base.clone());
        let headers = [("cookie", &*cookies), ("origin", &*origin), ("content-type", "text/plain")];
        let reply = self.server.post(path, "", &headers);
        self.keep(&reply);
        reply
    }

    pub(crate) fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn forget_cookies(&self) {
        self.cookies.lock().unwrap().clear();
    }

    /// Keeps a cookie as a browser does that has come by https.
    pub(crate) fn hold(&self, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    fn keep(&self, reply: &Reply) {
        for cookie in reply.all("set-cookie") {
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            let gone = value.is_empty() || rest.contains("Max-Age=0");
            let mut cookies = self.cookies.lock().unwrap();
            if gone {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Makes an account by the command line; its owner chooses the password by the link.
pub(crate) fn add_account(place: &Place, server: &Server, email: &str, role: &str, over: Option<&str>) {
    let mut arguments = vec!["user", "add", email, "--role", role];
    arguments.extend(over.iter().flat_map(|over| ["--over", over]));
    let link = place.run(&arguments);
    let reply = Staff::nobody(server).post(link.trim(), &[("password", PASSWORD)]);
    assert_eq!(reply.status, 200, "{}", reply.body);
}

/// Lets people in with a password alone.
pub(crate) fn without_second_factor(place: &Place) {
    place.run(&["user", "list"]);
    place.sql("INSERT INTO setting (key, value) VALUES ('second_factor', 'optional')");
}

/// The code that an authenticator application shows now, or some steps from now.
pub(crate) fn code(secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    totp.generate(now.checked_add_signed(30 * steps).unwrap()).to_string()
}

/// The value of a hidden field on a page.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let from = page
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    let escaped = from.split('"').next().unwrap();
    [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .into_iter()
        .fold(escaped.to_owned(), |text, (sign, plain)| text.replace(sign, plain))
}

/// The one-time link on a page.
pub(crate) fn link_on(page: &str) -> String {
    let at = page.find("/admin/links/").unwrap_or_else(|| panic!("no link in {page}"));
    page[at..].split('<').next().unwrap().to_owned()
}
