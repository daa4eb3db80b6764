//! Fields that several pages of accounts have.

use super::agency_option;
use crate::{
    Texts,
    admin::{
        Field, FieldKind, Typed,
        faults::{grant_fault, least, password_fault},
    },
};
use domain::{Agency, Grant, GrantFault, Locale, PasswordFault, Reach, Role, in_tree_order};

/// Sent where no agency has been chosen yet: no code, and not everything, which is nobody's to give by oversight.
pub const NO_AGENCY_CHOSEN: &str = "?";

/// A role in words.
pub(super) fn role_name(texts: &Texts, role: Role) -> String {
    texts.get(&format!("role-{}", role.as_str()))
}

/// A role and over what, in words.
pub(super) fn grant_names(texts: &Texts, grant: &Grant, agencies: &[Agency]) -> (String, String) {
    let over = match &grant.over {
        None => texts.get("over-everything"),
        code => super::agency_name(texts, code.as_ref(), agencies),
    };
    (role_name(texts, grant.role), over)
}

/// The same in one.
pub(super) fn grant_name(texts: &Texts, grant: &Grant, agencies: &[Agency]) -> String {
    let (role, over) = grant_names(texts, grant, agencies);
    format!("{role} · {over}")
}

/// The languages of the administration's pages, for a choice.
pub(super) fn languages() -> Vec<(String, String)> {
    [Locale::vi(), Locale::en()].map(|l| (l.to_string(), Texts::of(&l).get("language-name"))).to_vec()
}

/// The choice of a language.
pub(super) fn language_field(texts: &Texts, held: &Locale) -> Field {
    Field::new("language", FieldKind::Choice(languages()), texts.get("field-language")).holding(held.as_str())
}

/// Whose password is asked for, so that password managers know.
pub(super) fn own_email(texts: &Texts, email: &str) -> Field {
    let field = Field::new("email", FieldKind::Email, texts.get("field-email"));
    field.holding(email).autocomplete("username").fixed()
}

/// The present password.
pub(super) fn present_password(texts: &Texts, name: &str, fault: Option<String>) -> Field {
    let field = Field::new(name, FieldKind::Password, texts.get("field-old-password"));
    field.autocomplete("current-password").fault(fault)
}

/// A new password.
pub(super) fn new_password(texts: &Texts, name: &str, typed: &str, fault: Option<PasswordFault>) -> Field {
    Field::new(name, FieldKind::Password, texts.get("field-new-password"))
        .hint(texts.with("password-hint", [least()]))
        .holding(typed)
        .autocomplete("new-password")
        .fault(fault.map(|fault| password_fault(texts, fault)))
}

/// A role, called by the text of a key, over an agency within reach.
pub(super) fn grant_fields(
    texts: &Texts,
    label: &str,
    reach: &Reach,
    agencies: &[Agency],
    typed: &Typed,
    fault: Option<GrantFault>,
) -> [Field; 2] {
    let mut roles = vec![(String::new(), texts.get("choose"))];
    roles.extend(Role::ALL.map(|role| (role.as_str().to_owned(), role_name(texts, role))));
    let mut overs = vec![(NO_AGENCY_CHOSEN.to_owned(), texts.get("choose"))];
    if *reach == Reach::Whole {
        overs.push((String::new(), texts.get("over-everything")));
    }
    let reached = reach.within(agencies);
    let ordered = in_tree_order(agencies, &texts.locale).into_iter();
    let within = ordered.filter(|(_, agency)| reached.contains(&agency.code));
    overs.extend(within.map(|(depth, agency)| agency_option(texts, depth, agency)));
    let role = Field::new("role", FieldKind::Choice(roles), texts.get(label));
    let over = Field::new("over", FieldKind::Choice(overs), texts.get("person-over"));
    [
        role.holding(typed.text("role")).fault(fault.map(|fault| grant_fault(texts, fault))),
        over.hint(texts.get("person-over-hint")).holding(typed.sent("over").unwrap_or(NO_AGENCY_CHOSEN)),
    ]
}
