//! Random words, and the hashes under which they are kept.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::RngExt;
use sha2::{Digest, Sha256};

/// A random word for an address, 192 bits.
pub(crate) fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>())
}

/// The hash under which a random word is kept. The word has so much chance in it that no salt is needed.
pub(crate) fn hashed(word: &str) -> String {
    hex::encode(Sha256::digest(word.as_bytes()))
}

/// Letters and digits that nobody mistakes for each other on paper.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

fn typed(groups: usize) -> String {
    let mut random = rand::rng();
    let mut group = || -> String {
        (0..4).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
    };
    (0..groups).map(|_| group()).collect::<Vec<_>>().join("-")
}

/// The code that guards the set-up page, 79 bits.
pub(crate) fn set_up_code() -> String {
    typed(4)
}

/// Ten codes that stand in for a lost second factor, 59 bits each.
pub(crate) fn recovery_codes() -> Vec<String> {
    (0..10).map(|_| typed(3)).collect()
}

/// A recovery code as it was made, however it was typed: with blanks, without hyphens, in capitals.
pub(crate) fn recovery_code(typed: &str) -> String {
    let signs: Vec<char> = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let groups = signs.chunks(4).map(|group| group.iter().collect::<String>().to_ascii_lowercase());
    groups.collect::<Vec<_>>().join("-")
}
