//! What a page of the administration holds, before the frame is put around it.

use super::Block;

/// Title, place and content of a page.
#[derive(Debug, Clone, Default)]
pub struct PageBody {
    /// Heading and title.
    pub title: String,
    /// The pages above this one, from the top: address and words.
    pub trail: Vec<(String, String)>,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

impl PageBody {
    /// A page of this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
    /// A page above this one.
    #[must_use]
    pub fn beneath(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.trail.push((href.into(), words.into()));
        self
    }
    /// One more thing on it.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
    /// More things on it, or none.
    #[must_use]
    pub fn and(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }
}
