//! Values in addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what never means anything in an address (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as a segment of an address or in its query.
pub fn in_address(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}
