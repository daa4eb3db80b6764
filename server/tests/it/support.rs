//! Real databases and the real binary. Everything is cleaned up when a test ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// A fresh database of either engine, and a folder of its own.
pub(crate) struct Place {
    /// What `--database` takes.
    pub(crate) url: String,
    /// A folder for files.
    pub(crate) folder: TempDir,
    postgres: Option<(String, String)>,
}

/// Runs a test on SQLite, and on PostgreSQL where there is one; see [`Place::postgres`].
pub(crate) fn on_both(test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(&place);
    }
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite://{}", folder.path().join("data/h.db").display()),
            folder,
            postgres: None,
        }
    }

    /// A database of the server that `HAILONG_TEST_POSTGRES` names. Without one, says so past the capture of output, and
    /// fails where `CI` is `true`: a test that was not run on PostgreSQL has not passed there.
    pub(crate) fn postgres() -> Option<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        static SAID: Once = Once::new();
        let Ok(server) = std::env::var("HAILONG_TEST_POSTGRES") else {
            let missing = "NOT TESTED ON POSTGRESQL: HAILONG_TEST_POSTGRES is not set. Use `make test-rust`, or \
                `.ci/with-postgres cargo test …`";
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{missing}");
            SAID.call_once(|| std::io::stderr().write_all(format!("\n{missing}\n").as_bytes()).unwrap());
            return None;
        };
        let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        psql(&server, &format!("CREATE DATABASE {name}"));
        let url = server.replace("/postgres", &format!("/{name}"));
        Some(Self { url, folder: tempfile::tempdir().unwrap(), postgres: Some((server, name)) })
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    /// A command of the binary on this database.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
        command.arg("--database").arg(&self.url).args(arguments);
        command.env_remove("HAILONG_LOG").env_remove("HAILONG_AUDIT_KEY");
        command
    }

    /// Runs a command that must succeed and returns its stdout.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} on {}: {stderr}", self.url);
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused with exit 1 and returns its stderr.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(output.stdout.is_empty(), "stdout holds results only");
        String::from_utf8(output.stderr).unwrap()
    }

    pub(crate) fn try_run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.run(arguments)).unwrap()
    }

    /// Writes a file into the folder and returns its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a statement from outside, as an administrator with a database client would.
    pub(crate) fn sql(&self, statement: &str) {
        if let Some((server, name)) = &self.postgres {
            psql(&server.replace("/postgres", &format!("/{name}")), statement);
            return;
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            use sea_orm::ConnectionTrait;
            let connection = sea_orm::Database::connect(&self.url).await.unwrap();
            connection.execute_unprepared(statement).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    /// Runs the statements of a file on a PostgreSQL database.
    pub(crate) fn sql_file(&self, file: &Path) {
        let (server, name) = self.postgres.as_ref().unwrap();
        let url = server.replace("/postgres", &format!("/{name}"));
        let output = Command::new("psql")
            .args(["-qAt", "-v", "ON_ERROR_STOP=1", &url, "-f"])
            .arg(file)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Keeps everybody from writing until it is dropped.
    pub(crate) fn lock(&self) -> Lock {
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (held, holds) = std::sync::mpsc::channel::<()>();
        let url = self.url.clone();
        let thread = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                use sea_orm::ConnectionTrait;
                let database = server::store::Database::open(&url).await.unwrap();
                let transaction = database.write().await.unwrap();
                if database.backend() == sea_orm::DbBackend::Postgres {
                    transaction.execute_unprepared("LOCK TABLE response IN EXCLUSIVE MODE").await.unwrap();
                }
                held.send(()).unwrap();
                let _ = released.recv();
                drop(transaction);
                database.close().await.unwrap();
            });
        });
        holds.recv().unwrap();
        Lock { release: Some(release), thread: Some(thread) }
    }

    /// The first column of a query as text, in the order in which the engine gives it.
    pub(crate) fn rows(&self, query: &str) -> Vec<String> {
        if let Some((server, name)) = &self.postgres {
            let printed = psql(&server.replace("/postgres", &format!("/{name}")), query);
            return printed.lines().map(str::to_owned).collect();
        }
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            use sea_orm::{ConnectionTrait, Statement};
            let connection = sea_orm::Database::connect(&self.url).await.unwrap();
            let query = Statement::from_string(connection.get_database_backend(), query);
            let rows = connection.query_all_raw(query).await.unwrap();
            let text = |row: &sea_orm::QueryResult| {
                row.try_get_by_index::<String>(0)
                    .unwrap_or_else(|_| format!("{:?}", row.try_get_by_index::<Vec<u8>>(0).unwrap()))
            };
            rows.iter().map(text).collect()
        })
    }

    /// Lets nobody into a PostgreSQL database, and throws out who is in it; or lets them in again.
    pub(crate) fn outage(&self, begins: bool) {
        let (server, name) = self.postgres.as_ref().unwrap();
        psql(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {}", !begins));
        if begins {
            self.disconnect();
        }
    }

    /// Changes a PostgreSQL database for sessions to come.
    pub(crate) fn of_database(&self, change: &str) {
        let (server, name) = self.postgres.as_ref().unwrap();
        psql(server, &format!("ALTER DATABASE {name} {change}"));
    }

    /// Ends every session of a PostgreSQL database.
    pub(crate) fn disconnect(&self) {
        let (server, name) = self.postgres.as_ref().unwrap();
        psql(
            server,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
        );
    }

    /// From here on as a user of PostgreSQL to whom a limit of connections applies; returns what sets it.
    pub(crate) fn limit_connections(&mut self) -> impl Fn(i32) + use<> {
        let (server, name) = self.postgres.clone().unwrap();
        let user = format!("u_{name}");
        psql(&server, &format!("CREATE ROLE {user} LOGIN"));
        self.sql(&format!("GRANT ALL ON SCHEMA public TO {user}"));
        for objects in ["TABLES", "SEQUENCES"] {
            self.sql(&format!("GRANT ALL ON ALL {objects} IN SCHEMA public TO {user}"));
        }
        self.url = self.url.replace("//hailong@", &format!("//{user}@"));
        move |connections| drop(psql(&server, &format!("ALTER ROLE {user} CONNECTION LIMIT {connections}")))
    }

    /// Moves a PostgreSQL database to a disk of its own.
    pub(crate) fn move_to(&self, disk: &Path) {
        let (server, name) = self.postgres.as_ref().unwrap();
        psql(server, &format!("CREATE TABLESPACE s_{name} LOCATION '{}'", disk.display()));
        self.of_database(&format!("SET TABLESPACE s_{name}"));
    }

    /// Moves it back, so that the disk can be taken away.
    pub(crate) fn move_back(&self) {
        let (server, name) = self.postgres.as_ref().unwrap();
        self.disconnect();
        self.of_database("SET TABLESPACE pg_default");
        psql(server, &format!("DROP TABLESPACE s_{name}"));
    }

    /// Where the database engine keeps its files, logs included.
    pub(crate) fn files(&self) -> PathBuf {
        match &self.postgres {
            Some(_) => PathBuf::from(std::env::var("HAILONG_TEST_POSTGRES_FOLDER").unwrap()),
            None => self.folder.path().to_owned(),
        }
    }

    /// Nothing differs between tallies and responses.
    pub(crate) fn verify(&self) {
        assert_eq!(self.run(&["verify"]), "");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.postgres {
            psql(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

pub(crate) fn psql(server: &str, sql: &str) -> String {
    let output =
        Command::new("psql").args(["-qAt", "-v", "ON_ERROR_STOP=1", server, "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A file of the repository.
pub(crate) fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// A round `r` on the golden form with two agencies, open all year round, whose point is `p`.
pub(crate) fn small_round(place: &Place, changes: serde_json::Value) {
    for (what, file) in
        [("agencies", "agencies.csv"), ("service-areas", "service-areas.csv"), ("form", "form.json")]
    {
        place.run(&["import", what, golden(file).to_str().unwrap()]);
    }
    place.run(&["import", "round", &place.file("r.json", round_document(changes).to_string())]);
}

/// The document of that round with some keys changed; a null takes a key out.
pub(crate) fn round_document(changes: serde_json::Value) -> serde_json::Value {
    let mut document = serde_json::json!({
        "code": "r", "title": {"vi": "Đợt thử", "en": "Trial"}, "form": "golden",
        "from": "2025-07-01", "to": "2099-12-31", "live": true,
        "index": {"scoring": "mean_range", "aggregation": "items"},
        "agencies": ["A1", "A2"], "service_areas": ["dat-dai", "ho-tich"], "minimum_cell": 10,
        "points": [{"slug": "p", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}],
    });
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            document.as_object_mut().unwrap().remove(key);
        } else {
            document[key] = value.clone();
        }
    }
    document
}

/// The words of a page, without markup, in one line.
pub(crate) fn plain(html: &str) -> String {
    let words = html.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, words)| words);
    words.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// Nothing that works takes this long, on however slow a machine. Only what hangs is told by it.
pub(crate) const HANGS: Duration = Duration::from_secs(600);

/// A body that answers every required cell of the golden form.
pub(crate) const COMPLETE: &str = "i1=4&i2=5&i3=3&i4=1&i5=2&i6=5&i7=4";

/// See [`Place::lock`].
pub(crate) struct Lock {
    release: Option<std::sync::mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
