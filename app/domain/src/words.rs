//! The words that stand for the variants of an enum in files, forms, addresses and the database.

/// Gives an enum with the words of `strum` (`IntoStaticStr`, `EnumString`) the ways from a variant to its word and back.
#[macro_export]
macro_rules! words {
    ($name:ident) => {
        impl $name {
            /// Its word in files, forms, addresses and the database.
            pub fn as_str(self) -> &'static str {
                self.into()
            }

            /// What a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                word.parse().ok()
            }
        }
    };
}
