//! Commands over the database.

use super::access::Access;
use super::args::{Export, Import, ImportedList, ListFormat, RowFormat};
use super::table::{index_table, table};
use crate::{
    acts::{self, Act, Fault, Imported, OwnAccount, Repeated, Terms, import_list_at_command_line},
    clock::Clock,
    export::{Format, export_comments, export_responses, index_csv, index_json},
    import::{self, DayRule, ImportError, ListFile, SheetName},
    report::{self, By},
    store::{Database, Round, forms, responses, rounds},
};
use anyhow::{Context, Result};
use domain::{
    Agency, LineageEvent, Locale, Procedure, ServiceArea,
    import::{FileFault, LineFaults},
    index::AreaSums,
    templates,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// Prints a result.
pub(super) fn print(text: &str) -> Result<ExitCode> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A message to the person at the terminal.
pub(super) fn say(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A bar on a terminal, nothing elsewhere.
pub(super) fn bar(length: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} {per_sec} {eta}");
    let bar = ProgressBar::new(length).with_message(what);
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style.progress_chars("=> ")))
}

pub(super) fn openapi() -> Result<ExitCode> {
    print(&crate::api::document()?)
}

pub(super) async fn demo(access: &Access, responses: usize, seed: u64) -> Result<ExitCode> {
    let database = access.open_to_write().await?;
    let bar = bar(u64::try_from(responses)?, "demonstration");
    let made =
        crate::demo::fill(&database, responses, seed, Clock::from_environment()?.today(), |n| bar.inc(n))
            .await?;
    bar.finish_and_clear();
    let what = if made.stored == 0 { "was already there" } else { "is ready" };
    say(format!(
        "the demonstration {what}: {} new responses in its rounds; the newest is {}",
        made.stored, made.round
    ));
    print(&format!("{}\n", made.round))
}

pub(super) async fn import(access: &Access, import: Import) -> Result<ExitCode> {
    let database = access.open_to_write().await?;
    let result = match import {
        Import::Agencies(list) => return import_list::<Agency>(&database, &list).await,
        Import::AgencyEvents(list) => return import_list::<LineageEvent>(&database, &list).await,
        Import::Procedures(list) => return import_list::<Procedure>(&database, &list).await,
        Import::ServiceAreas(list) => return import_list::<ServiceArea>(&database, &list).await,
        Import::Form { file } => {
            let bytes = match file.to_str().and_then(templates::document) {
                Some(document) if !file.exists() => document.as_bytes().to_vec(),
                _ => read(&file, import::LARGEST_FILE)?,
            };
            acts::import_form_file(&database, &bytes).await.map(|form| {
                if !form.has_index {
                    say(format!("the form {} has no index: its answers are counted and exported", form.code));
                }
                format!("{} {}\n", form.code, form.version)
            })
        }
        Import::Definition { file } => {
            acts::import_definition(&database, &read(&file, import::LARGEST_FILE)?)
                .await
                .map(|name| format!("{} {}\n", name.code, name.version))
        }
        Import::Round { file } => {
            acts::import_round(&database, &read(&file, import::LARGEST_FILE)?).await.map(|round| {
                let points = round.points.iter();
                let line = |p: &domain::PointPlan| {
                    format!("{}\t{}\t{}\t{}\n", p.slug, p.agency, p.service_area, p.channel.as_str())
                };
                let lines = points.map(line).collect::<String>();
                round.warnings.iter().for_each(say);
                format!("{}\n{lines}", round.code)
            })
        }
        Import::Responses { file, round, partial, again, new_only, whole_months, reason } => {
            let bytes = read(&file, import::LARGEST_RESPONSES)?;
            let round = rounds::by_code(database.reader(), &round).await?;
            let lines = bytes.iter().filter(|b| **b == b'\n').count();
            let bar = bar(u64::try_from(lines)?, "import");
            let repeated = match (again, new_only) {
                (true, _) => Repeated::Again,
                (false, true) => Repeated::NewOnly,
                (false, false) => Repeated::Ask,
            };
            let reason = reason.trim().to_owned();
            let days = DayRule { today: Clock::from_environment()?.today(), whole_months };
            let terms = Terms { partial, repeated, reason, days };
            let done =
                acts::import_responses(&database, round, &bytes, terms, |line| bar.set_position(line)).await;
            bar.finish_and_clear();
            done.map(|imported| {
                tell(&imported);
                format!("{}\n", imported.stored)
            })
        }
    };
    match result {
        Ok(text) => print(&text),
        Err(error) => {
            if let ImportError::File(fault) = &error {
                say_lines(fault);
            }
            Err(error.into())
        }
    }
}

async fn import_list<T: ListFile>(database: &Database, list: &ImportedList) -> Result<ExitCode> {
    let bytes = read(&list.file, import::LARGEST_FILE)?;
    match import_list_at_command_line::<T>(database, bytes, list.as_written).await {
        Ok((n, sheet)) => {
            say_sheet(sheet.as_ref());
            print(&format!("{n}\n"))
        }
        Err(fault) => {
            if let Fault::Refused(fault) = &fault {
                say_lines(fault);
            }
            Err(fault.into())
        }
    }
}

/// The faults of a file, line by line.
fn say_lines(fault: &FileFault) {
    match fault {
        FileFault::Lines(faults) => say_faults(faults),
        FileFault::Doubtful(doubts) => {
            doubts.iter().for_each(say);
            say("correct the file, or use --as-written to store it as it is written");
        }
        _ => {}
    }
}

fn say_faults(faults: &LineFaults) {
    faults.told().into_iter().for_each(say);
    if faults.untold() > 0 {
        say(format!("… and {} more", faults.untold()));
    }
}

/// Which sheet of a workbook was read.
fn say_sheet(sheet: Option<&SheetName>) {
    if let Some(SheetName { name, of }) = sheet {
        say(format!("read the sheet “{name}”, one of {of}"));
    }
}

/// What became of lines that were not stored.
fn tell(imported: &Imported) {
    say_sheet(imported.sheet.as_ref());
    say_faults(&imported.faults);
    if !imported.faults.is_empty() {
        say("these lines were left out; correct them and import the file again with --new-only");
    }
    if let [first, rest @ ..] = &imported.blank[..] {
        let lines = rest.iter().take(99).fold(first.to_string(), |lines, line| format!("{lines}, {line}"));
        let (papers, lines) = match imported.blank.len() {
            1 => ("1 blank paper".to_owned(), format!("line {lines}")),
            n if n > 100 => (format!("{n} blank papers"), format!("lines {lines}, …")),
            n => (format!("{n} blank papers"), format!("lines {lines}")),
        };
        say(format!("{papers} left out: {lines}"));
    }
    if imported.repeated > 0 {
        say(format!("{} rows left out that were imported before", imported.repeated));
    }
}

/// A file of at most so many megabytes, so that one chosen by mistake is refused before it is read.
fn read(file: &Path, megabytes: usize) -> Result<Vec<u8>> {
    let cannot = || format!("cannot read {}", file.display());
    import::check_size(std::fs::metadata(file).with_context(cannot)?.len(), megabytes)?;
    std::fs::read(file).with_context(cannot)
}

pub(super) async fn rounds(access: &Access, format: ListFormat) -> Result<ExitCode> {
    let database = Database::open_existing(&access.url).await?;
    let today = Clock::from_environment()?.today();
    let list = report::rounds(&database, today).await?;
    for row in list.iter().filter(|row| row.is_broken()) {
        say(format!("the round {} cannot be interpreted; `hailong verify` says why", row.code));
    }
    if format == ListFormat::Json {
        return print(&(serde_json::to_string_pretty(&list)? + "\n"));
    }
    let lines: Vec<Vec<String>> = list
        .into_iter()
        .map(|r| vec![r.code, r.form, r.from, r.to, r.status, r.responses.unwrap_or(0).to_string()])
        .collect();
    print(&table(&["code", "form", "from", "to", "status", "responses"], &lines))
}

/// Tells what whoever reads the index of a round should know.
fn warn(round: &Round, sums: &[AreaSums]) {
    if !round.form.has_index() {
        say(format!("the form {} has no index", round.document.form));
    }
    report::warnings(round, sums).iter().for_each(say);
}

pub(super) async fn index(access: &Access, round: &str, by: By, format: RowFormat) -> Result<ExitCode> {
    let database = Database::open_existing(&access.url).await?;
    let round = rounds::by_code(database.reader(), round).await?;
    let sums = report::sums(&database, &round).await?;
    warn(&round, &sums);
    let rows = report::rows(&round, &sums, by, &Locale::vi());
    print(&match format {
        RowFormat::Table => index_table(&rows),
        RowFormat::Json => index_json(&rows)?,
        RowFormat::Csv => index_csv(&rows),
    })
}

pub(super) async fn export(access: &Access, export: Export) -> Result<ExitCode> {
    let database = access.open_existing().await?;
    match export {
        Export::Form { code, format: _, output } => {
            let form = forms::newest(database.reader(), &code.parse()?).await?;
            log_export(&database, &format!("form {code}")).await?;
            write(output.as_deref(), &form.document)?;
        }
        Export::Index { round: wanted, by } => {
            let round = rounds::by_code(database.reader(), &wanted.round).await?;
            let sums = report::sums(&database, &round).await?;
            warn(&round, &sums);
            let rows = report::rows(&round, &sums, by, &Locale::vi());
            let text = match wanted.format {
                Format::Csv => index_csv(&rows),
                Format::Json => index_json(&rows)?,
            };
            log_export(&database, &format!("index {}", wanted.round)).await?;
            write(wanted.output.as_deref(), &text)?;
        }
        Export::Responses(wanted) => {
            let round = rounds::by_code(database.reader(), &wanted.round).await?;
            log_export(&database, &format!("responses {}", wanted.round)).await?;
            let mut out = writer(wanted.output.as_deref())?;
            let bar = bar(responses::count(database.reader(), round.id).await?, "export");
            export_responses(&database, &round, wanted.format, &mut out, |n| bar.inc(n)).await?;
            bar.finish_and_clear();
        }
        Export::Comments(wanted) => {
            let round = rounds::by_code(database.reader(), &wanted.round).await?;
            log_export(&database, &format!("comments {}", wanted.round)).await?;
            let mut out = writer(wanted.output.as_deref())?;
            let waiting = export_comments(&database, &round, wanted.format, &mut out).await?;
            if waiting > 0 {
                let least = round.document.minimum_cell;
                say(format!("{waiting} with comments wait until there are {least} to their agency"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes into the log that a file is taken away, before it is.
async fn log_export(database: &Database, what: &str) -> Result<()> {
    let act = Act::<OwnAccount>::of_command_line(database).await?;
    act.done("export", what, "", serde_json::Value::Null).await?;
    Ok(())
}

fn write(output: Option<&Path>, text: &str) -> Result<()> {
    let mut out = writer(output)?;
    out.write_all(text.as_bytes())?;
    // Dropping a buffer would swallow a full disk.
    Ok(out.flush()?)
}

fn writer(output: Option<&Path>) -> Result<BufWriter<Box<dyn Write>>> {
    let target: Box<dyn Write> = match output {
        Some(file) => {
            Box::new(std::fs::File::create(file).with_context(|| format!("cannot write {}", file.display()))?)
        }
        None => Box::new(std::io::stdout()),
    };
    Ok(BufWriter::new(target))
}
