//! Many entries at once, one a line, as they are copied from a list or a table.

use super::{Draft, Edit, EditFault, Kind, Place, fields::without_list};
use serde_json::{Map, Value};

impl Draft {
    /// What lines say: each is an entry, its parts between `|` or tabs are the languages in their order.
    pub fn read_lines(&self, lines: &str) -> Vec<Vec<String>> {
        let languages = self.languages().len();
        let lines = lines.lines().filter(|line| !line.trim().is_empty());
        let parts = |line: &str| {
            let parts = line.splitn(languages, ['|', '\t']).map(|part| part.trim().to_owned());
            parts.collect()
        };
        lines.map(parts).collect()
    }

    /// An edit that puts an entry for each line last; they take the place of entries that have no words yet.
    pub(super) fn begin_lines(&self, kind: Kind, within: &Place, lines: &str) -> Result<Edit, EditFault> {
        let (languages, mut after) = (self.languages(), self.clone());
        let mut edits = Vec::new();
        let before = self.within(within, kind);
        if !before.is_empty() && before.iter().all(|(_, entry)| is_blank(entry)) {
            let edit = without_list(within, kind);
            after.apply(&edit)?;
            edits.push(edit);
        }
        for parts in self.read_lines(lines) {
            let mut edit = after.begin(kind.as_str(), within, None, "")?;
            let words = languages.iter().zip(parts).filter(|(_, words)| !words.is_empty());
            let text: Map<String, Value> = words.map(|(of, words)| (of.to_string(), words.into())).collect();
            if let Edit::Insert { value: Value::Object(entry), .. } = &mut edit {
                entry.insert("text".to_owned(), text.into());
            }
            after.apply(&edit)?;
            edits.push(edit);
        }
        Ok(Edit::All(edits))
    }
}

/// Whether an entry has no words in any language.
pub(super) fn is_blank(entry: &Value) -> bool {
    entry.get("text").and_then(Value::as_object).is_none_or(Map::is_empty)
}
