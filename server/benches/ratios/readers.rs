//! Files that are made to keep a reader busy, against the largest file that is meant: each import is a process of its own.

use super::report::{Goal, Report};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// Name, what is imported, and the file.
type Hostile = (&'static str, &'static str, String);

fn hostile() -> Vec<Hostile> {
    let header = (0..60_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let chain: String = (1..3_000).rev().map(|n| format!("a{n},x,a{}\n", n - 1)).collect();
    let objects = (0..30_000).map(|n| format!("{{\"code\": {n}, \"name\": \"x\"}}")).collect::<Vec<_>>();
    let sections = (0..60_000).map(|n| format!("{{\"code\": \"s{n}\"}}")).collect::<Vec<_>>().join(",");
    let rows: String = (0..20_000).map(|n| format!("snv{n},x\nSNV{n},x\n")).collect();
    vec![
        ("60,000 columns", "agencies", header),
        ("a chain of 3,000", "agencies", format!("code,name,parent\na0,x,\n{chain}")),
        ("a document instead of a table", "agencies", format!("[{}]", objects.join(","))),
        ("16 MB of one cell", "agencies", "x".repeat(16 << 20)),
        ("40,000 codes that differ in case", "agencies", format!("code,name\n{rows}")),
        ("a form of 60,000 sections", "form", format!("{{\"code\": \"f\", \"sections\": [{sections}]}}")),
        ("a form nested 100,000 deep", "form", "[".repeat(100_000)),
    ]
}

/// Seconds that an import takes, taken or refused.
fn import(folder: &Path, what: &str, content: &str) -> f64 {
    let file = folder.join("file");
    fs::write(&file, content).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command.arg("--database").arg(format!("sqlite://{}", folder.join("h.db").display()));
    command.args(["import", what]).arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    command.status().unwrap();
    begun.elapsed().as_secs_f64()
}

pub(crate) fn readers(report: &mut Report) {
    let folder = tempfile::tempdir().unwrap();
    let tree: String = (1..5_000).map(|n| format!("a{n},x,a{}\n", n / 20)).collect();
    let meant = format!("code,name,parent\na0,x,\n{tree}");
    for (name, what, content) in hostile() {
        let milliseconds = |what: &str, content: &str| 1_000.0 * import(folder.path(), what, content);
        report.pairs(
            &format!("readers: {name}, against 5,000 agencies"),
            "ms",
            &Goal::AtMost(2.0),
            5,
            || milliseconds(what, &content),
            || milliseconds("agencies", &meant),
        );
    }
}
