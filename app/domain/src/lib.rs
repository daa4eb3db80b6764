//! The pure rules of a satisfaction survey: what a form is, which answers count, how an index and its
//! uncertainty come out of them. No input or output, no clock, no framework; it compiles to wasm.
//!
//! # Glossary
//! Use these words everywhere; the words in brackets are to be avoided.
//!
//! | Word | Meaning | Avoid |
//! |---|---|---|
//! | Agency | the unit that serves and is ranked (cơ quan, đơn vị) | organisation, department |
//! | Block | agencies ranked against each other (khối) | group, category |
//! | Service area | field of procedures (lĩnh vực) | sector, topic |
//! | Form, form version | a questionnaire; what is published of it never changes | survey, template |
//! | Scale | the printed answers of an item with their scores | options, Likert |
//! | Item, factor, content | leaf, middle and upper nodes of the index tree (tiêu chí, yếu tố, nội dung) | indicator |
//! | Quota | how many answers are planned of a cell of agency × service area | target |
//! | Stage | how far a round has been brought by its administrators: plan, test, open, closed | status |
//! | Round | one survey period on one form version (đợt khảo sát) | campaign, wave |
//! | Collection point | round × agency × service area × counter × channel; owns slug and QR (điểm khảo sát) | link |
//! | Response | one completed form; a *submission* is the HTTP act | entry, record |
//! | Cell | one answerable line of a form: a question, or a row or item of a matrix | field |
//! | Lineage | how agencies became others: rename, merge, split, transfer | history |
//! | Series | rounds drawn on one line, broken where form or definition differ; the line is a *trend* | timeline |
//! | Scope | whose answers a number rests on: the whole, a block, an agency, a service area, an agency in one | filter |
//! | Figure | a published number with its n and interval | value |
//! | Account | a person of the administration who signs in | user |
//! | Grant | a role over an agency and everything below it | right, membership |
//! | Reach | how far a permission carries in the tree of agencies | scope |
//! | Procedure | an administrative procedure with its national code (thủ tục hành chính) | process |
//! | Tally | sums over responses that are enough for every number we publish | aggregate, cache |
//! | Index | a percentage by a declared scoring and aggregation, never without n and interval | score |
//! | Band | class of an index (xếp loại) | grade |

mod account;
mod agency;
mod agency_edit;
mod answers;
mod catalog;
mod channel;
mod codes;
mod collation;
mod counter;
mod counterpart;
mod day;
mod email;
pub mod form;
mod grants;
mod hiding;
mod housekeeping;
pub mod import;
pub mod index;
mod installation;
mod lineage;
mod name;
mod password;
mod people;
pub mod plan;
mod reading;
mod removal;
mod reorganisation;
mod repeat;
mod round;
mod sample;
pub mod templates;
mod text;
mod unfit;
mod values;
mod words;

pub use account::{AccountChange, AccountFaults, LinkFault, NewAccount, SecondFactorFault};
pub use agency::{
    Agency, AgencyFault, Block, DEEPEST_TREE, Level, LevelFault, PastAgency, Procedure, ServiceArea,
    check_tree, in_tree_order, tree_faults, tree_on,
};
pub use agency_edit::{AgencyEditFault, AgencyInput, AgencyRules};
pub use answers::{Answer, AnswerFault, AnswerProblem, Answers, Intake, RESPONSE_COLUMNS, Words, accept};
pub use catalog::{CatalogEntry, CatalogFault, CatalogFields, CatalogInput, read_entry, read_new_entry};
pub use channel::Channel;
pub use codes::{Code, CodeFault, Locale, Slug};
pub use collation::{by_name, sort_by_name};
pub use counterpart::{Counterpart, counterpart};
pub use day::{Day, DayFault, LocalHour, Month};
pub use email::{EmailAddress, EmailFault};
pub use grants::{ChosenGrant, GrantFault, RolesFault, changed_grants};
pub use hiding::{HidingFault, HidingProposal, HidingStep};
pub use housekeeping::HousekeepingDays;
pub use installation::{
    EmblemFault, PublicUrlFault, Setting, SettingsFaults, check_emblem, check_public_url, optional_name_fault,
};
pub use lineage::{LineageEvent, LineageFault, LineageKind, LineagePart, same_coverage};
pub use name::{Counter, Name, NameFault, Reason, Reference, Title};
pub use password::{PASSWORD_LEAST, PASSWORD_MOST, PasswordFault, password_fault};
pub use people::{Grant, Permission, Reach, Role};
pub use removal::{RemovalFault, check_removal};
pub use reorganisation::{EventColumn, EventEditFault, EventInput, EventLine, Reorganisations, read_share};
pub use repeat::{Repetition, RowCounts, repetition};
pub use round::{
    Audience, GRACE_HOURS, PointPlan, Population, RoundDocument, RoundFault, RoundList, RoundState, Sample,
    Stage,
};
pub use sample::{ByCell, Formula, Precision, Quota, SampleRule, WhenFull, sample_sizes};
pub use text::{Text, composed};
pub use unfit::{UnfitReason, interpret};
pub use values::{Values, changed_values};
