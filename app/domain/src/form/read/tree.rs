//! The index tree: contents, factors, items.

use super::{
    FormProblem, Reader, Scales, TextCount,
    at::{At, Read},
    condition::MOST_CELLS,
};
use crate::{
    Code, Text,
    form::{ItemScale, Node, NodeKind, Tree},
};
use serde_json::Value;

/// What the questions need of an item besides its scale.
pub(super) struct ItemWords {
    pub(super) text: Text,
    pub(super) condition: Option<(Value, String)>,
}

impl Reader {
    /// The index tree, and for each item its words and condition.
    pub(super) fn tree(&self, top: &At, scales: &Scales) -> Read<(Tree, Vec<ItemWords>)> {
        let mut storeys: [Vec<Node>; 3] = Default::default();
        let (mut items, mut text_count) = (Vec::new(), TextCount::default());
        let mut item_words = Vec::new();
        for content in top.maybe_list("contents", MOST_CELLS)? {
            let content_start = items.len();
            for factor in content.need("factors")?.list_up_to(MOST_CELLS)? {
                let factor_start = items.len();
                for item in factor.need("items")?.list_up_to(MOST_CELLS)? {
                    let code = item.need("code")?.cell_code()?;
                    let text = self.text(&item.need("text")?)?;
                    let scale_at = item.need("scale")?;
                    let scale = scale_at.code()?;
                    let Some(labels) = scales.get(&scale) else {
                        return scale_at.fault(FormProblem::NotThere("scale", scale));
                    };
                    if items.len() == MOST_CELLS {
                        return item.fault(FormProblem::TooManyLines(MOST_CELLS));
                    }
                    text_count.add(labels, &item)?;
                    let relevant_if = item.maybe("relevant_if")?;
                    let condition = relevant_if.map(|at| (at.value.clone(), at.path));
                    self.node(
                        &item,
                        NodeKind::Item,
                        &code,
                        &text,
                        items.len()..items.len() + 1,
                        &mut storeys[2],
                    )?;
                    item_words.push(ItemWords { text, condition });
                    items.push(ItemScale { code, scale, labels: labels.clone() });
                }
                let (code, title) = (factor.need("code")?.code()?, self.text(&factor.need("title")?)?);
                self.node(
                    &factor,
                    NodeKind::Factor,
                    &code,
                    &title,
                    factor_start..items.len(),
                    &mut storeys[1],
                )?;
            }
            let (code, title) = (content.need("code")?.code()?, self.text(&content.need("title")?)?);
            self.node(
                &content,
                NodeKind::Content,
                &code,
                &title,
                content_start..items.len(),
                &mut storeys[0],
            )?;
        }
        let overall = "overall".parse().or_else(|_| top.fault(FormProblem::NotText))?;
        let title = self.text(&top.need("title")?)?;
        let mut nodes = vec![Node { kind: NodeKind::Overall, code: overall, title, items: 0..items.len() }];
        nodes.extend(storeys.into_iter().flatten());
        Ok((Tree { nodes, items }, item_words))
    }

    fn node(
        &self,
        at: &At,
        kind: NodeKind,
        code: &Code,
        title: &Text,
        items: std::ops::Range<usize>,
        storey: &mut Vec<Node>,
    ) -> Read<()> {
        if storey.iter().any(|n| n.code == *code) {
            return at.fault(FormProblem::Taken(code.clone()));
        }
        if items.is_empty() {
            return at.fault(FormProblem::NoItems);
        }
        storey.push(Node { kind, code: code.clone(), title: title.clone(), items });
        Ok(())
    }
}
