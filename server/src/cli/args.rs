//! What can be typed.

use crate::{export, report::By, serve::ServeArguments, store::audit::Checkpoint};
use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use domain::{Code, Role};
use std::path::PathBuf;

/// Hài Lòng measures citizens' satisfaction with public services.
#[derive(Debug, Parser)]
#[command(name = "hailong", version, arg_required_else_help = true, subcommand_required = true)]
pub(super) struct Arguments {
    /// Database: sqlite://FILE (made by serve, import, demo, user, audit-key and restore) or postgres://USER@HOST/NAME.
    #[arg(long, global = true, env = "HAILONG_DATABASE_URL", default_value = "sqlite://data/hailong.db")]
    pub(super) database: String,
    /// What `audit-key` made: signs the audit log, and checks the signatures with `verify`.
    #[arg(long, global = true, env = "HAILONG_AUDIT_KEY", value_name = "FILE")]
    pub(super) audit_key: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the citizens' forms, the results and the API; drains on SIGTERM.
    Serve(ServeArguments),
    /// Fill in a believable province with a round that is open today. Doing it again changes nothing.
    Demo {
        /// How many responses to make.
        #[arg(long, default_value_t = 20_000)]
        responses: usize,
        /// The same seed makes the same people.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Bring in agencies, service areas, forms, index definitions, rounds or transcribed responses.
    #[command(subcommand)]
    Import(Import),
    /// List the rounds.
    Rounds {
        /// How to print.
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Write responses, an index or a form to a file or stdout.
    #[command(subcommand)]
    Export(Export),
    /// Compute an index with its standard error and interval, in percent.
    Index {
        /// Code of the round.
        #[arg(long)]
        round: String,
        /// A row for each of these; left out: one row, the whole.
        #[arg(long, value_enum, default_value_t = By::Overall)]
        by: By,
        /// How to print; only the table rounds.
        #[arg(long, value_enum, default_value_t = RowFormat::Table)]
        format: RowFormat,
    },
    /// Rebuild every tally from the responses and compare, and walk along the audit log; exit 1 with what differs. Says
    /// what it cannot show.
    Verify {
        /// What an earlier `verify` printed, NUMBER:HASH: differs if the log was cut off before it or rewritten since.
        #[arg(long)]
        checkpoint: Option<Checkpoint>,
    },
    /// Make a key that signs the audit log from here on, in a file outside the database, so that whoever can write the
    /// database but cannot read the file cannot rewrite the log unnoticed. Start the server anew with --audit-key FILE, and
    /// give it to every command that changes or exports. Done again, another key signs from there.
    AuditKey {
        /// A file that does not exist yet, in a place that who administers the database cannot read.
        file: PathBuf,
        /// Why, for the log; asked for where the log is signed with another key.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Accounts of the people of the administration.
    #[command(subcommand)]
    User(User),
    /// Write a consistent copy of the database while others use it.
    Backup {
        /// A file that does not exist yet.
        file: PathBuf,
    },
    /// Put a backup in the place of the database. Refuses while anybody uses it, puts the old files aside under another
    /// name, and verifies. On PostgreSQL the database must be empty.
    Restore {
        /// What `backup` wrote.
        file: PathBuf,
    },
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// CSV or XLSX: code, name, name_en, block, level, parent, valid_from, valid_to.
    Agencies(ImportedList),
    /// CSV or XLSX: kind (rename, merge, split or transfer), day, from, to, share (percent; empty: 100), reference.
    AgencyEvents(ImportedList),
    /// CSV or XLSX: code, name, name_en, valid_from, valid_to.
    ServiceAreas(ImportedList),
    /// CSV or XLSX: code, name, name_en, service_area, valid_from, valid_to.
    Procedures(ImportedList),
    /// JSON exchange document of a form, or the code of a shipped template; prints code and version.
    Form {
        /// The file, or a template: cmt-core, counter-5, decree-61, ikm-indonesia, sipas-2017, sipas-2022, sipas-2026, us-a11-280.
        file: PathBuf,
    },
    /// JSON of an index definition that rounds can name: code, title, index; prints code and version.
    Definition {
        /// The file.
        file: PathBuf,
    },
    /// JSON plan of a round; prints its code, then the slug, agency, service area and channel of each point.
    Round {
        /// The file.
        file: PathBuf,
    },
    /// CSV or XLSX: agency, service_area, channel, language, answered_on, weight, then one column a question or matrix line.
    ///
    /// Days are 2026-11-22 or 22/11/2026. Lines on which nothing is answered are left out and named. A file is recognised by
    /// its rows, however it was saved or sorted: one that repeats an earlier one is refused unless told what to do.
    Responses {
        /// The file.
        file: PathBuf,
        /// Code of the round.
        #[arg(long)]
        round: String,
        /// Store the good lines even if others are wrong. Corrected lines can come later, in the whole file with --new-only.
        #[arg(long)]
        partial: bool,
        /// Store all rows of a file, also those that were imported before.
        #[arg(long)]
        again: bool,
        /// Of a file that repeats rows of an earlier one store only those that are not there yet.
        #[arg(long, conflicts_with = "again")]
        new_only: bool,
        /// Of an exported file: store answers whose day was withheld (2026-03) on the first day of the month in the round.
        #[arg(long)]
        whole_months: bool,
        /// Why, for the log; asked for where the round was closed, or is over and its numbers are public.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportedList {
    /// The file. Columns may have their Vietnamese names, in any case and order.
    pub(super) file: PathBuf,
    /// Store it as it is written, also where a new code is nearly a known one or letters look like an encoding from before
    /// Unicode.
    #[arg(long)]
    pub(super) as_written: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Add an account, or a role to a known one. Prints the address of a one-time link, good for a week, with which its
    /// owner chooses a password.
    Add {
        /// What is typed to sign in.
        email: String,
        /// What it may do.
        #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.map(Role::as_str)))]
        role: String,
        /// Code of the agency over which, with everything below it; left out: everything.
        #[arg(long)]
        over: Option<Code>,
        /// The name as others see it; left out: the address.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the accounts: address, name, state, roles.
    List,
    /// Print the address of a one-time link, good for a day, with which the owner of an account chooses another password.
    Reset {
        /// Whose.
        email: String,
        /// Take the second factor away too, for a lost telephone.
        #[arg(long)]
        second_factor: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The responses of a round, without what people wrote in words of their own. Days become months where a single visit
    /// could be told.
    ///
    /// The CSV file imports again to the same choices, numbers, channels, languages and weights: into a copy of the round, not
    /// beside the answers it was made from, which would count twice. What cannot come back: words of citizens, which leave
    /// with `export comments`; responses that hold nothing else; counters; and days that were withheld, which
    /// `import responses --whole-months` takes as the first day of their month.
    Responses(ExportRound),
    /// What people wrote in words of their own: agency, question, comment, in no order and without who they are. Comments to
    /// an agency come in lots of at least the minimum cell of the round; others wait.
    Comments(ExportRound),
    /// The rows of an index.
    Index {
        #[command(flatten)]
        round: ExportRound,
        /// A row for each of these.
        #[arg(long, value_enum, default_value_t = By::Overall)]
        by: By,
    },
    /// The newest version of a form, as it was imported.
    Form {
        /// Code of the form.
        code: String,
        /// A form has one format.
        #[arg(long, value_parser = ["json"], default_value = "json")]
        format: String,
        /// Where to write; left out: stdout.
        #[arg(long)]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct ExportRound {
    /// Code of the round.
    #[arg(long)]
    pub(super) round: String,
    /// File format.
    #[arg(long, value_enum, default_value_t = export::Format::Csv)]
    pub(super) format: export::Format,
    /// Where to write; left out: stdout.
    #[arg(long)]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For reading.
    Table,
    /// For programs.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RowFormat {
    /// For reading; rounded to two decimals.
    Table,
    /// For programs; unrounded.
    Json,
    /// For spreadsheets; unrounded, with a BOM.
    Csv,
}
