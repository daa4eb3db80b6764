//! The order of names in lists.

use icu_collator::{
    Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions,
    preferences::CollationNumericOrdering,
};
use icu_locale_core::locale;
use std::{cmp::Ordering, sync::LazyLock};

/// The Vietnamese order of CLDR, with digits compared as numbers. It is English order for English names. `None` only where
/// the compiled data lacks it; the tests below would fail.
static VIETNAMESE: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::from(locale!("vi"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default()).ok()
});

/// The order of two names as a Vietnamese dictionary has it: d before đ, a before ă before â, tones only where the letters
/// are the same, case last, and Phường 2 before Phường 10. Different texts are never equal.
pub fn by_name(a: &str, b: &str) -> Ordering {
    let order = VIETNAMESE.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
    order.then_with(|| a.cmp(b))
}

/// Sorts things by their names; those of one name stay as they were.
pub fn sort_by_name<T>(things: &mut [T], name: impl Fn(&T) -> &str) {
    things.sort_by(|a, b| by_name(name(a), name(b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        sort_by_name(&mut names, |name| name);
        names
    }

    #[test]
    fn names_stand_as_in_a_vietnamese_dictionary_with_numbers_by_value() {
        for right in [
            &[
                "Phường 1",
                "Phường 2",
                "Phường 10",
                "Phường An Thi",
                "Phường Ân An",
                "Phường Dục Tú",
                "Phường Đa Phúc",
            ][..],
            &[
                "Xã An Bình",
                "Xã Ăn Mòn",
                "Xã Ân Thi",
                "Xã Dân Tiến",
                "Xã Đông Sơn",
                "Xã Ea Kar",
                "xã Hòa Bình",
                "Xã Hòa Bình 2",
                "Xã Hòa Bình 10",
                "Xã Ô Môn",
                "Xã Phú Lộc",
            ],
            &["ma", "mà", "mả", "mã", "má", "mạ", "mã số", "mạ vàng", "mắt", "mẹ", "mê", "mơ"],
            &["Department 2", "Department 10", "Office"],
        ] {
            let reversed: Vec<&str> = right.iter().rev().copied().collect();
            assert_eq!(sorted(&reversed), right);
        }
    }

    #[test]
    fn different_names_are_never_equal() {
        assert_eq!(by_name("Sở 02", "Sở 2"), by_name("Sở 2", "Sở 02").reverse());
        assert_ne!(by_name("Sở 02", "Sở 2"), Ordering::Equal);
        assert_eq!(by_name("Sở", "Sở"), Ordering::Equal);
    }
}
