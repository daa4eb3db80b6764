//! What is configured, checked where it enters: by the command line, the environment or the settings page.

/// Whether an address can stand before those of citizens' forms: scheme, host and port, and nothing after them.
pub(crate) fn public_address(url: &str) -> Result<(), String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        None => Err(format!("{url:?} must begin with http:// or https://")),
        Some(rest) if rest.is_empty() || rest.contains(['/', '?', '#', '@', ' ']) => {
            Err(format!("{url:?} must end after the host and port"))
        }
        Some(_) => Ok(()),
    }
}
