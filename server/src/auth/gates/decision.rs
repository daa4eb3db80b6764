//! What a gate decides, and why somebody is not let in.

use axum::http::{Method, Uri};
use domain::{Locale, Permission, UnfitReason};

/// What a route asks of those who come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing.
    Anyone,
    /// To have given the right password.
    HalfSignedIn,
    /// To be signed in.
    SignedIn,
    /// A permission over anything at all; the handler looks at what, by [`May::over`](super::May::over).
    May(Permission),
    /// A permission over the whole administration.
    Whole(Permission),
    /// A permission over the agency that the address names.
    Over(Permission),
}

/// Why somebody is not let in.
#[derive(Debug)]
pub enum Denied {
    /// Nobody is signed in, or no longer.
    SignIn(Method, Uri),
    /// The second factor is still to come.
    SecondFactor(Uri),
    /// The second factor has to be set up first.
    Enrol,
    /// Not theirs to do.
    Forbidden(Locale),
    /// The address names something that there is not.
    NotThere(Locale),
    /// What they wanted to change has been changed meanwhile.
    ChangedMeanwhile(Locale),
    /// What is stored of a round cannot be interpreted: its code, and why.
    Unfit(Locale, String, Box<UnfitReason>),
    /// Something broke.
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// A gate that a handler can begin with.
pub trait Gate {
    /// What it asks.
    const DECISION: Decision;
}

/// The extractors of a handler whose first one is a gate. A handler without one does not fit into the table of routes:
///
/// ```
/// fn fits<Extractors: server::auth::Begins>() {}
/// fits::<((), server::auth::May<server::acts::ManageAgencies>, axum::extract::State<()>)>();
/// ```
/// ```compile_fail,E0277
/// fn fits<Extractors: server::auth::Begins>() {}
/// fits::<((), axum::extract::State<()>)>();
/// ```
pub trait Begins {
    /// What the gate asks.
    const DECISION: Decision;
}

macro_rules! begins {
    ($($rest:ident)*) => {
        impl<Kind, First: Gate, $($rest),*> Begins for (Kind, First, $($rest,)*) {
            const DECISION: Decision = First::DECISION;
        }
    };
}
begins!();
begins!(A);
begins!(A B);
begins!(A B C);
begins!(A B C D);
begins!(A B C D E);
