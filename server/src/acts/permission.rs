//! Permissions as types, so that a function can ask for a change by somebody who has one.

use domain::Permission;

/// What a change may be made under. Whether it touches what rounds are made of is part of it, so that nobody has to remember
/// to say so.
pub trait Authority: Send + Sync + 'static {
    /// Whether changes under it alter agencies, service areas, forms, rounds or settings: then caches are dropped.
    const CHANGES_PLANS: bool;
}

/// A permission as a type.
pub trait Permits: Authority {
    /// Which one.
    const PERMISSION: Permission;
}

/// What concerns one's own account and session, or takes something away without changing it.
#[derive(Debug, Clone, Copy)]
pub struct OwnAccount;

impl Authority for OwnAccount {
    const CHANGES_PLANS: bool = false;
}

macro_rules! permissions {
    ($($name:ident changes_plans: $changes:literal),* $(,)?) => {$(
        #[doc = concat!("See [`Permission::", stringify!($name), "`].")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Authority for $name {
            const CHANGES_PLANS: bool = $changes;
        }
        impl Permits for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )*};
}
permissions!(
    ManagePeople changes_plans: false,
    ReadAudit changes_plans: false,
    ManageSettings changes_plans: true,
    ManageAgencies changes_plans: true,
    ManageForms changes_plans: true,
    ApproveForms changes_plans: true,
    ManageRounds changes_plans: true,
    FollowRounds changes_plans: false,
    ReadResults changes_plans: false,
    ReadComments changes_plans: false,
);
