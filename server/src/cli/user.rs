//! `user`: accounts from the command line, for the first one and for when nobody can sign in any more.

use super::{
    access::Access,
    args::User,
    data::{print, say},
    table::table,
};
use crate::{
    acts::{Act, ManagePeople, make_link},
    store::{self, accounts},
};
use anyhow::{Result, bail};
use domain::{Grant, Locale, Role};
use serde_json::json;
use std::process::ExitCode;

const DAY: i64 = 24 * 60 * 60;

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
            if !email.contains('@') || email.contains(char::is_whitespace) {
                bail!("{email:?} is not an e-mail address");
            }
            let name = name.unwrap_or_else(|| email.clone());
            let act = Act::<ManagePeople>::of_command_line(&database).await?;
            let (id, mut grants, known) = match accounts::by_email(act.on(), &email).await {
                Ok(account) => (account.id, account.grants, account.password.is_some()),
                Err(store::Error::NotFound(_)) => {
                    (accounts::add(act.on(), &email, &name, &Locale::vi()).await?, Vec::new(), false)
                }
                Err(error) => return Err(error.into()),
            };
            let grant = Grant { role, over };
            if !grants.contains(&grant) {
                grants.push(grant);
            }
            accounts::set_grants(act.on(), id, &grants).await?;
            let link = if known { None } else { Some(make_link(&act, id, true, 7 * DAY).await?) };
            let details = json!({"role": role.as_str()});
            act.done("account.add", &email.to_lowercase(), "", details).await?;
            match link {
                Some(link) => {
                    say("put scheme and host of the server before this address; it works once, for a week:");
                    print(&format!("{link}\n"))
                }
                None => {
                    say("the account has a password already; the role was added");
                    Ok(ExitCode::SUCCESS)
                }
            }
        }
        User::Reset { email, second_factor } => {
            let act = Act::<ManagePeople>::of_command_line(&database).await?;
            let account = accounts::by_email(act.on(), &email).await?;
            let link = make_link(&act, account.id, !second_factor, DAY).await?;
            let details = json!({"keeps second factor": !second_factor});
            act.done("account.link", &account.email, "", details).await?;
            say("put scheme and host of the server before this address; it works once, for a day:");
            print(&format!("{link}\n"))
        }
    }
}
