//! `user`: accounts from the command line, for the first one and for when nobody can sign in any more.

use super::{
    access::Access,
    args::User,
    data::{print, say},
    table::table,
};
use crate::{
    acts::{Act, ManagePeople, grant_role, make_reset_link},
    store::accounts,
};
use anyhow::{Context, Result, bail};
use domain::{EmailAddress, Grant, Name, Role};
use std::process::ExitCode;

pub(super) async fn user(access: &Access, command: User) -> Result<ExitCode> {
    let database = access.open().await?;
    match command {
        User::List => {
            let lines = accounts::all(database.reader()).await?.into_iter().map(|account| {
                let grant = |grant: &Grant| match &grant.over {
                    None => grant.role.as_str().to_owned(),
                    Some(over) => format!("{}:{over}", grant.role.as_str()),
                };
                let state = if account.active { "active" } else { "disabled" };
                let roles = account.grants.iter().map(grant).collect::<Vec<_>>().join(" ");
                vec![account.email, account.name, state.to_owned(), roles]
            });
            print(&table(&["email", "name", "state", "roles"], &lines.collect::<Vec<_>>()))
        }
        User::Add { email, role, over, name } => {
            let Some(role) = Role::from_word(&role) else { bail!("{role} is not a role") };
            let Ok(email) = EmailAddress::new(&email) else { bail!("{email:?} is not an e-mail address") };
            let name = Name::new(name.as_deref().unwrap_or(email.as_str())).context("the name")?;
            let act = Act::<ManagePeople>::of_command_line(&database).await?;
            match grant_role(act, &email, &name, Grant { role, over }).await? {
                (_, Some(link)) => {
                    say("put scheme and host of the server before this address; it works once, for a week:");
                    print(&format!("{}\n", link.path))
                }
                (_, None) => {
                    say("the account has a password already; the role was added");
                    Ok(ExitCode::SUCCESS)
                }
            }
        }
        User::Reset { email, second_factor } => {
            let act = Act::<ManagePeople>::of_command_line(&database).await?;
            let account = accounts::by_email(act.on(), &email).await?;
            let (_, link) = make_reset_link(act, account.id, !second_factor).await?;
            say("put scheme and host of the server before this address; it works once, for a day:");
            print(&format!("{}\n", link.path))
        }
    }
}
