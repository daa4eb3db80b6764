//! Passwords: argon2id with the library's parameters (19 MiB, two passes: OWASP's first choice of 2023).

use super::{
    Origin,
    hash_queue::{Busy, HashQueue, Memory},
};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::PASSWORD_MOST;

/// Hashes and checks passwords off the async threads.
#[derive(Debug)]
pub(crate) struct Passwords {
    queue: HashQueue,
    /// What is checked where there is no account, so that the time tells nothing.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self { queue: HashQueue::start()?, nobody: hash(&super::token(), &mut Memory::new())? })
    }

    /// The hash of a password, with salt and parameters in it.
    pub(crate) async fn hash(&self, password: String, from: &Origin) -> anyhow::Result<String> {
        self.queue.run(from, move |memory| hash(&password, memory)).await?
    }

    /// Whether a password is the one; takes as long where there is none.
    pub(crate) async fn matches(
        &self,
        password: String,
        hash: Option<&str>,
        from: &Origin,
    ) -> Result<bool, Busy> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let check = move |memory: &mut Memory| {
            password.len() <= 4 * PASSWORD_MOST && is_hash_of(&hash, &password, memory)
        };
        Ok(self.queue.run(from, check).await? && known)
    }
}

fn hash(password: &str, memory: &mut Memory) -> anyhow::Result<String> {
    let (algorithm, version, params) = (Algorithm::Argon2id, Version::V0x13, Params::default());
    let salt = Salt::generate();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    memory.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new(algorithm, version, params.clone());
    let hashed =
        argon2.hash_password_into_with_memory(password.as_bytes(), &salt, &mut out, memory.as_mut_slice());
    let failed = |error: &dyn std::fmt::Display| anyhow::anyhow!("a password could not be hashed: {error}");
    hashed.map_err(|error| failed(&error))?;
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(&params).map_err(|error| failed(&error))?,
        salt: Some(salt),
        hash: Some(Output::new(&out).map_err(|error| failed(&error))?),
    };
    Ok(hash.to_string())
}

/// Whether a hash is that of a password; compared in a time that tells nothing.
fn is_hash_of(hash: &str, password: &str, memory: &mut Memory) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    let (Some(salt), Some(expected)) = (&parsed.salt, &parsed.hash) else { return false };
    let (Ok(algorithm), Ok(params)) =
        (Algorithm::try_from(parsed.algorithm.as_str()), Params::try_from(&parsed))
    else {
        return false;
    };
    let Ok(version) = parsed.version.map_or(Ok(Version::default()), Version::try_from) else { return false };
    let mut out = vec![0; expected.len()];
    memory.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new(algorithm, version, params);
    argon2
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut out, memory.as_mut_slice())
        .is_ok_and(|()| Output::new(&out).is_ok_and(|output| output == *expected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    #[tokio::test]
    async fn only_the_password_matches_and_nobody_never_does() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash("một mật khẩu dài".to_owned(), &Origin::Session(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let from = Origin::Session(1);
        assert!(passwords.matches("một mật khẩu dài".to_owned(), Some(&hash), &from).await.unwrap());
        assert!(!passwords.matches("một mật khẩu khác".to_owned(), Some(&hash), &from).await.unwrap());
        assert!(!passwords.matches(String::new(), None, &from).await.unwrap());
        // What was hashed by the library itself, in this and in other parameters, is known too.
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        for library in [Argon2::default(), weaker] {
            let hash = library.hash_password("một mật khẩu dài".as_bytes()).unwrap().to_string();
            assert!(passwords.matches("một mật khẩu dài".to_owned(), Some(&hash), &from).await.unwrap());
            assert!(!passwords.matches("một mật khẩu".to_owned(), Some(&hash), &from).await.unwrap());
        }
        assert!(Argon2::default().verify_password("một mật khẩu dài".as_bytes(), &*hash).is_ok());
    }
}
