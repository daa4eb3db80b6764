//! Gates: who may come in.
//!
//! A handler begins with a *gate* (`May<ManageAgencies>`, `Over<…>`, `Whole<…>`, `SignedIn`, …): without one it does not
//! fit into the table of routes, and only a gate gives the [`Act`](crate::acts::Act) in which something can be changed and
//! which is committed together with its entry in the audit log. What roles permit is `domain`'s; pages are `web::admin`.

mod gates;
mod session;

pub(crate) use gates::SESSION_COOKIE;
pub use gates::{
    Anyone, Begins, Decision, Denied, Gate, HalfSignedIn, InRound, May, Over, OverPerson, OverRound, Person,
    SignedIn, Viewer, Whole,
};
pub(crate) use session::{Sessions, SignInStage, Who};
