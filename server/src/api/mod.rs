//! x
/// x
pub fn document() -> anyhow::Result<String> {
    Ok("{}\n".into())
}
