//! How somebody proves who they are: passwords, second factors, single-use links, and what slows down guessing. Knows no
//! session and no page: `auth` builds on it.

mod client;
mod hash_queue;
mod password;
mod second_factor;
mod secret;
mod throttle;

pub(crate) use client::{Client, Peer};
pub(crate) use hash_queue::Busy;
pub(crate) use password::Passwords;
pub(crate) use second_factor::SecondFactor;
pub(crate) use secret::{hashed, recovery_code, recovery_codes, set_up_code, token};
pub(crate) use throttle::{Guess, Origin, Throttle, device_cookie, origin_of};
