//! Blocks: made on first sight with their code as their name, named when somebody names them.

use super::{Error, Result, name, optional_name, sql};
use domain::{Block, Code, Name};
use sea_orm::ConnectionTrait;

/// Every block, by code.
pub async fn blocks(connection: &impl ConnectionTrait) -> Result<Vec<Block>> {
    let text = "SELECT code, name, name_en FROM block ORDER BY code";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter()
        .map(|row| {
            let word = |name: &str| row.try_get::<String>("", name);
            Ok(Block {
                code: word("code")?.parse().map_err(Error::damaged)?,
                name: name(row)?,
                name_en: optional_name(row, "name_en")?,
            })
        })
        .collect()
}

/// Makes a block of this code if there is none.
pub async fn make_block(connection: &impl ConnectionTrait, code: &Code) -> Result<()> {
    let text = "INSERT INTO block (code, name) VALUES ($1, $1) ON CONFLICT (code) DO NOTHING";
    connection.execute_raw(sql(connection, text, [code.as_str().into()])).await?;
    Ok(())
}

/// Adds a block or names it anew.
pub async fn save_block(connection: &impl ConnectionTrait, block: &Block) -> Result<()> {
    let text = "INSERT INTO block (code, name, name_en) VALUES ($1, $2, $3)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en";
    let english = block.name_en.as_ref().map(Name::as_str);
    let values = [block.code.as_str().into(), block.name.as_str().into(), english.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Whether agencies are or were in a block, or are ranked in it in a round.
pub(super) async fn block_is_used(connection: &impl ConnectionTrait, code: &Code) -> Result<bool> {
    let text =
        "SELECT block FROM agency WHERE block = $1 UNION SELECT block FROM agency_past WHERE block = $1
        UNION SELECT block FROM round_agency WHERE block = $1";
    Ok(connection.query_one_raw(sql(connection, text, [code.as_str().into()])).await?.is_some())
}

/// Takes out a block in which no agency is.
pub(super) async fn remove_block(connection: &impl ConnectionTrait, code: &Code) -> Result<()> {
    let text = "DELETE FROM block WHERE code = $1";
    connection.execute_raw(sql(connection, text, [code.as_str().into()])).await?;
    Ok(())
}
