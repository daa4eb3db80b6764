//! Links with which somebody chooses a password.

use super::{Act, ManagePeople};
use crate::{
    clock::Clock,
    credentials::{hashed, token},
    store::{self, links},
};

/// Makes the one link that works for an account, for so many seconds, and returns its address without scheme and host.
pub async fn make_link(
    act: &Act<ManagePeople>,
    account_id: i64,
    keeps_second_factor: bool,
    seconds: i64,
) -> store::Result<String> {
    let token = token();
    let link = links::Link { account_id, keeps_second_factor, expires: Clock::seconds() + seconds };
    links::replace(act.on(), &hashed(&token), link).await?;
    Ok(format!("/admin/links/{token}"))
}
