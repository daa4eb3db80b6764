//! The second factor: time-based codes of six digits (RFC 6238) from any authenticator application.

use anyhow::anyhow;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// A secret shared with an application on somebody's phone.
#[derive(Debug)]
pub(crate) struct SecondFactor(Totp);

/// Signs of 20 bytes in base 32.
const SECRET: usize = 32;

impl SecondFactor {
    /// A fresh secret for an account.
    pub(crate) fn fresh(email: &str) -> anyhow::Result<Self> {
        Self::build(Secret::from(rand::random::<[u8; 20]>()), email)
    }

    /// The secret as it is stored, as long as those that are made here.
    pub(crate) fn of(secret: &str, email: &str) -> anyhow::Result<Self> {
        if secret.len() != SECRET {
            return Err(anyhow!("a second factor is damaged"));
        }
        Self::build(
            Secret::try_from_base32(secret).map_err(|_| anyhow!("a second factor is damaged"))?,
            email,
        )
    }

    fn build(secret: Secret, email: &str) -> anyhow::Result<Self> {
        // A colon parts issuer and account in the address.
        let account = email.replace(':', "_");
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(secret)
            .with_issuer(Some("Hai Long"))
            .with_account_name(account)
            .build();
        Ok(Self(totp.map_err(|error| anyhow!("a second factor cannot be made: {error}"))?))
    }

    /// The secret in base 32, for storage and for typing.
    pub(crate) fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The address that applications read from a QR code.
    pub(crate) fn url(&self) -> anyhow::Result<String> {
        self.0.to_url().map_err(|error| anyhow!("a second factor has no address: {error}"))
    }

    /// The time step of which this is the code, one step early or late.
    pub(crate) fn step(&self, code: &str, now: i64) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        let step = self.0.check(&digits, u64::try_from(now).ok()?).filter(|_| plain)?;
        i64::try_from(step).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_standard_are_taken_a_step_early_and_late() {
        // RFC 6238, appendix B: the secret "12345678901234567890" at 59 s gives 94287082; six digits of it.
        let factor = SecondFactor::of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "a@b.vn").unwrap();
        assert_eq!(factor.secret(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(factor.step("287 082", 59), Some(1));
        assert_eq!((factor.step("287082", 29), factor.step("287082", 89)), (Some(1), Some(1)));
        assert_eq!((factor.step("287082", 119), factor.step("287083", 59)), (None, None));
        for odd in ["", "28708", "2870822", "28708a", "２８７０８２"] {
            assert_eq!(factor.step(odd, 59), None);
        }
    }
}
