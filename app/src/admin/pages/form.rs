//! One form: its versions, its preview, what differs between versions, and the agreement of a second person.

use super::draft_list::DRAFTS;
use super::form_words::{FORMS, form_address, form_doubts, place_name, preview, rewording_lines};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Tone, in_address},
};
use domain::form::{Form, Rewording};

/// A version in the list of versions.
#[derive(Debug)]
pub struct VersionRow {
    /// 1, 2, 3, …
    pub version: i32,
    /// Whether rounds may use it.
    pub is_published: bool,
    /// Who prepared it, for those whom that concerns.
    pub author: Option<String>,
}

/// Whether its reader may agree to a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// They may.
    Offered,
    /// They prepared it themselves.
    OwnDraft,
    /// Only who agrees for the whole administration may.
    WholeOnly,
    /// It is not theirs to do.
    No,
}

/// A draft that waits for a second person.
#[derive(Debug)]
pub struct DraftView {
    /// The token of its document.
    pub revision_token: String,
    /// Whether its reader may agree to it.
    pub approval: Approval,
}

/// What differs from an earlier version.
#[derive(Debug)]
pub struct VersionDifference {
    /// The earlier version.
    pub before: i32,
    /// What it says differently.
    pub wording: Vec<Rewording>,
    /// What else differs: place, before and after.
    pub structure: Vec<[String; 3]>,
}

/// What the page shows.
#[derive(Debug)]
pub struct FormDetailPage {
    /// The version that is shown.
    pub form: Form,
    /// Its number.
    pub version: i32,
    /// What is known of it where it is a draft.
    pub draft: Option<DraftView>,
    /// Every version that concerns its reader, newest first.
    pub versions: Vec<VersionRow>,
    /// How it differs from the version before.
    pub difference: Option<VersionDifference>,
    /// Whether its reader may plan rounds.
    pub plans_rounds: bool,
    /// Whether its reader may adapt and discard forms.
    pub manages: bool,
}

impl FormDetailPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let (form, code) = (&self.form, &self.form.code);
        let number = texts.with("form-version-number", [("n", self.version.into())]);
        let here = form_address(code, &format!("/{}", self.version));
        let no_index = (!form.has_index()).then(|| Block::Text(texts.get("form-no-index")));
        let versions = self.versions.iter().map(|version| {
            let state = if version.is_published { "form-published" } else { "form-draft" };
            let about: Vec<_> =
                [Some(texts.get(state)), version.author.clone()].into_iter().flatten().collect();
            let words = texts.with("form-version-number", [("n", version.version.into())]);
            (form_address(code, &format!("?version={}", version.version)), words, about.join(" · "))
        });
        PageBody::new(form.title.get(&texts.locale))
            .beneath(FORMS, texts.get("forms-title"))
            .with(Block::Text(format!("{code} · {number}")))
            .and(form_doubts(texts, &form.doubts()).map(Block::Warning))
            .and(no_index)
            .with(Block::Ways(self.ways(texts)))
            .and(self.draft.iter().flat_map(|draft| self.draft_blocks(texts, draft, &here)))
            .with(Block::Heading(texts.get("form-preview")))
            .with(preview(texts, form, &format!("{here}/preview")))
            .and(self.difference.iter().flat_map(|difference| self.difference_blocks(texts, difference)))
            .with(Block::Heading(texts.get("form-versions")))
            .with(Block::Links(versions.collect()))
    }

    fn ways(&self, texts: &Texts) -> Vec<(String, String)> {
        let code = &self.form.code;
        let new_round = format!("/admin/new-round?form={}", in_address(code.as_str()));
        let ways = [
            (self.draft.is_none() && self.plans_rounds, new_round, "round-new"),
            (self.manages, format!("{DRAFTS}?from=version:{code}:{}", self.version), "writing-new"),
            (self.manages, form_address(code, "/wording"), "wording-title"),
            (true, form_address(code, &format!("/{}/document", self.version)), "form-document"),
        ];
        let open = ways.into_iter().filter(|(is_open, ..)| *is_open);
        open.map(|(_, href, key)| (href, texts.get(key))).collect()
    }

    /// What can be done with a draft.
    fn draft_blocks(&self, texts: &Texts, draft: &DraftView, here: &str) -> Vec<Block> {
        let token = || Field::revision_token(draft.revision_token.as_str());
        let mut blocks = vec![Block::Warning(texts.get("form-draft-lead"))];
        match draft.approval {
            Approval::Offered => blocks.push(Block::Form(FormBlock {
                action: format!("{here}/approval"),
                fields: vec![token(), Field::new("reason", FieldKind::Text, texts.get("reason")).optional()],
                button: texts.get("form-approve"),
                ..FormBlock::default()
            })),
            Approval::OwnDraft => blocks.push(Block::Text(texts.get("form-own-draft"))),
            Approval::WholeOnly => blocks.push(Block::Text(texts.get("form-approval-whole"))),
            Approval::No => {}
        }
        if self.manages {
            let typed = texts.with("type-to-remove", [("code", self.form.code.as_str().into())]);
            blocks.push(Block::Form(FormBlock {
                action: format!("{here}/removal"),
                fields: vec![token(), Field::new("code", FieldKind::Code, typed)],
                button: texts.get("form-discard"),
                tone: Tone::Grave,
                ..FormBlock::default()
            }));
        }
        blocks
    }

    /// How the version differs from the one before.
    fn difference_blocks(&self, texts: &Texts, difference: &VersionDifference) -> Vec<Block> {
        let words = [("n", self.version.into()), ("before", difference.before.into())];
        let lines = rewording_lines(texts, &difference.wording);
        let mut blocks = vec![Block::Heading(texts.with("form-difference", words))];
        blocks.push(match lines.is_empty() {
            true => Block::Text(texts.get("form-no-difference")),
            false => Block::Facts(lines),
        });
        if !difference.structure.is_empty() {
            let line = |[path, old, new]: &[String; 3]| (place_name(texts, path), format!("{old} → {new}"));
            blocks.push(Block::Warning(texts.get("form-structure")));
            blocks.push(Block::Facts(difference.structure.iter().map(line).collect()));
        }
        blocks
    }
}
