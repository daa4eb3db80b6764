//! Who somebody is, what they may do, and that what they did is written down.
//!
//! A handler begins with a *gate* (`May<ManageAgencies>`, `Over<…>`, `Whole<…>`, `SignedIn`, …): without one it does not
//! fit into the table of routes, and only a gate gives the [`Act`] in which something can be changed and which is
//! committed together with its entry in the audit log. What roles permit is `domain`'s; pages are `web::admin`.

mod act;
mod client;
mod gate;
mod hash_queue;
mod password;
mod second_factor;
mod secret;
mod session;
mod throttle;

pub use act::{Act, Actor};
pub(crate) use client::Client;
pub(crate) use gate::SESSION_COOKIE;
pub use gate::{
    Anyone, ApproveForms, Begins, Decision, Denied, FollowRounds, Gate, HalfSignedIn, InRound,
    ManageAgencies, ManageForms, ManagePeople, ManageRounds, ManageSettings, May, Over, OverPerson,
    OverRound, Permits, Person, ReadAudit, ReadComments, ReadResults, SignedIn, Viewer, Whole,
};
pub(crate) use hash_queue::Busy;
pub(crate) use password::{PASSWORD_LEAST, Passwords, password_fault};
pub(crate) use second_factor::SecondFactor;
pub(crate) use secret::{hashed, recovery_code, recovery_codes, set_up_code, token};
pub(crate) use session::{Sessions, Stage, Who};
pub(crate) use throttle::{Guess, Origin, Throttle, device_cookie, origin_of};
