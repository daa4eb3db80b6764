//! A page whose bytes are made and compressed once, with a key in it that is another one at each load.
//!
//! The key stands near the end of the page. What comes before it is compressed once and flushed, so that it ends with a whole
//! byte and can be followed by anything; the key and what comes after it follow uncompressed: in gzip as a stored block
//! (RFC 1951, 3.2.4) with a checksum continued from that of the page (RFC 1952, 2.3.1), in brotli as an uncompressed meta-block
//! and an empty last one (RFC 7932, 9.2). Nothing before the key refers to it and nothing after it refers back.

use anyhow::Context;
use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, Crc, write::GzEncoder};
use std::io::Write;

/// How a page is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Plain,
}

/// The bytes of a page, three times, up to its key.
#[derive(Debug)]
pub(crate) struct KeyedPage {
    plain: Vec<u8>,
    gzip: Vec<u8>,
    brotli: Vec<u8>,
    /// The checksum of what is before the key.
    checksum: Crc,
    /// What comes after the key.
    rest: Vec<u8>,
}

impl KeyedPage {
    /// Takes the page apart at the last place where this stands for the key.
    pub(crate) fn new(html: &str, placeholder: &str) -> anyhow::Result<Self> {
        let (before, after) = html.rsplit_once(placeholder).context("the page has no place for a key")?;
        let (before, rest) = (before.as_bytes(), after.as_bytes().to_vec());
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(before)?;
        gzip.flush()?;
        // A window of 128 KB holds the page; a larger one costs memory and gains nothing.
        let settings = BrotliEncoderParams { quality: 11, lgwin: 17, ..Default::default() };
        let mut brotli = brotli::CompressorWriter::with_params(Vec::new(), 4_096, &settings);
        brotli.write_all(before)?;
        brotli.flush()?;
        let mut checksum = Crc::new();
        checksum.update(before);
        Ok(Self {
            plain: before.to_vec(),
            gzip: gzip.get_ref().clone(),
            brotli: brotli.get_ref().clone(),
            checksum,
            rest,
        })
    }

    /// The whole page with a key in it. Key and rest must fit into one block of 64 KB, as they do by far.
    pub(crate) fn with_key(&self, coding: Coding, key: &str) -> anyhow::Result<Bytes> {
        let tail = [key.as_bytes(), &self.rest].concat();
        let length = u16::try_from(tail.len())?;
        let before = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Gzip => &self.gzip,
            Coding::Plain => &self.plain,
        };
        let mut page = Vec::with_capacity(before.len() + tail.len() + 16);
        page.extend_from_slice(before);
        match coding {
            Coding::Plain => page.extend_from_slice(&tail),
            Coding::Gzip => {
                // The last block, stored: its length, and its length inverted.
                page.push(1);
                page.extend_from_slice(&length.to_le_bytes());
                page.extend_from_slice(&(!length).to_le_bytes());
                page.extend_from_slice(&tail);
                let mut checksum = Crc::new();
                checksum.combine(&self.checksum);
                checksum.update(&tail);
                page.extend_from_slice(&checksum.sum().to_le_bytes());
                page.extend_from_slice(&checksum.amount().to_le_bytes());
            }
            Coding::Brotli => {
                // Low bits first: not the last meta-block (1 bit), four nibbles of length (2), the length less one (16),
                // uncompressed (1), up to the next byte; at the end an empty last meta-block.
                let header =
                    (u32::from(length.checked_sub(1).context("nothing after the key")?) << 3) | 1 << 19;
                page.extend_from_slice(&header.to_le_bytes()[..3]);
                page.extend_from_slice(&tail);
                page.push(3);
            }
        }
        Ok(page.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn unpacked(coding: Coding, bytes: &[u8]) -> String {
        let mut text = String::new();
        match coding {
            Coding::Plain => text = String::from_utf8(bytes.to_vec()).unwrap(),
            Coding::Gzip => {
                let mut decoder = flate2::bufread::GzDecoder::new(bytes);
                decoder.read_to_string(&mut text).unwrap();
                assert!(decoder.into_inner().is_empty(), "nothing is left over");
            }
            Coding::Brotli => {
                let mut decoder = brotli::Decompressor::new(bytes, 4_096);
                decoder.read_to_string(&mut text).unwrap();
            }
        }
        text
    }

    #[test]
    fn every_browser_gets_the_same_page_with_the_key_in_it() {
        let body = "<p>Ông/Bà hài lòng với dịch vụ công?</p>".repeat(2_000);
        for (before, after) in [(body.as_str(), "\"></form></main></body></html>"), (&body[..1], "x")] {
            let page = KeyedPage::new(&format!("{before}KEY{after}"), "KEY").unwrap();
            for key in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "q2-_ZzmT0pX9c1bVtR8yLw"] {
                for coding in [Coding::Plain, Coding::Gzip, Coding::Brotli] {
                    let bytes = page.with_key(coding, key).unwrap();
                    assert_eq!(unpacked(coding, &bytes), format!("{before}{key}{after}"), "{coding:?} {key}");
                }
            }
        }
        let page = KeyedPage::new(&format!("{body}KEY</form>"), "KEY").unwrap();
        for coding in [Coding::Gzip, Coding::Brotli] {
            assert!(page.with_key(coding, "AAAAAAAAAAAAAAAAAAAAAA").unwrap().len() < body.len() / 50);
        }
        assert!(KeyedPage::new("a page without a place", "KEY").is_err());
    }
}
