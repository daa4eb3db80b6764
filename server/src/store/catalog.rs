//! Blocks, service areas and procedures alike, for the pages on which they are kept.

use super::{
    Result,
    blocks::{block_is_used, blocks, remove_block, save_block},
    procedures::{procedures, remove_procedure, save_procedure},
    service_areas::{remove_service_area, save_service_areas, service_area_is_used, service_areas},
};
use domain::{Block, CatalogEntry, Code, Procedure, ServiceArea};
use sea_orm::ConnectionTrait;

/// Where the entries of a catalog are stored.
pub trait CatalogTable: CatalogEntry {
    /// Every entry, as lists show them.
    fn all(on: &impl ConnectionTrait) -> impl Future<Output = Result<Vec<Self>>> + Send;
    /// Adds an entry or updates the one of its code.
    fn save(&self, on: &impl ConnectionTrait) -> impl Future<Output = Result<()>> + Send;
    /// Whether anything else names it.
    fn is_used(on: &impl ConnectionTrait, code: &Code) -> impl Future<Output = Result<bool>> + Send;
    /// Takes out an entry that nothing names.
    fn remove(on: &impl ConnectionTrait, code: &Code) -> impl Future<Output = Result<()>> + Send;
}

impl CatalogTable for Block {
    async fn all(on: &impl ConnectionTrait) -> Result<Vec<Self>> {
        blocks(on).await
    }
    async fn save(&self, on: &impl ConnectionTrait) -> Result<()> {
        save_block(on, self).await
    }
    async fn is_used(on: &impl ConnectionTrait, code: &Code) -> Result<bool> {
        block_is_used(on, code).await
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> Result<()> {
        remove_block(on, code).await
    }
}

impl CatalogTable for ServiceArea {
    async fn all(on: &impl ConnectionTrait) -> Result<Vec<Self>> {
        Ok(service_areas(on).await?.into_iter().map(|row| row.service_area).collect())
    }
    async fn save(&self, on: &impl ConnectionTrait) -> Result<()> {
        save_service_areas(on, std::slice::from_ref(self)).await
    }
    async fn is_used(on: &impl ConnectionTrait, code: &Code) -> Result<bool> {
        service_area_is_used(on, code).await
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> Result<()> {
        remove_service_area(on, code).await
    }
}

impl CatalogTable for Procedure {
    async fn all(on: &impl ConnectionTrait) -> Result<Vec<Self>> {
        procedures(on).await
    }
    async fn save(&self, on: &impl ConnectionTrait) -> Result<()> {
        save_procedure(on, self).await
    }
    /// Nothing names procedures.
    async fn is_used(_: &impl ConnectionTrait, _: &Code) -> Result<bool> {
        Ok(false)
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> Result<()> {
        remove_procedure(on, code).await
    }
}
