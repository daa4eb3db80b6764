//! Changes of stored state, each by somebody with an authority and written down.
//!
//! An act is a function from an [`Act`] (a transaction under an authority, begun by a gate of `auth` or at the command line)
//! and a command to [`Done`] or a [`Fault`]. It reads what it needs inside the transaction, asks `domain` whether the change
//! may be made, stores it and logs it. Pages and command line call the same one. What a person reads of a fault is `app`'s.

mod act;
mod fault;
mod links;
mod permission;
pub mod rounds;

pub use act::{Act, Actor, Done};
pub use fault::Fault;
pub use links::make_link;
pub use permission::{
    ApproveForms, Authority, FollowRounds, ManageAgencies, ManageForms, ManagePeople, ManageRounds,
    ManageSettings, OwnAccount, Permits, ReadAudit, ReadComments, ReadResults,
};
