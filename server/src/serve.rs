//! x
/// x
#[derive(Debug, clap::Args)]
pub struct ServeArguments {}
/// x
pub async fn serve(_url: &str, _: ServeArguments) -> anyhow::Result<()> {
    Ok(())
}
