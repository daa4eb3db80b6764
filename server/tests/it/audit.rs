//! The audit log in the hands of somebody who can write the database, with a key outside it and without.

use crate::http::Server;
use crate::staff::{Staff, without_second_factor};
use crate::support::{COMPLETE, Place, on_both, small_round};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

/// Adds entries to the log: accounts of this name and number.
fn add_accounts(place: &Place, name: &str, count: usize, key: &[&str]) {
    for number in 0..count {
        place.run(&[&["user", "add", &format!("{name}{number}@x.vn"), "--role", "leader"], key].concat());
    }
}

/// Makes a key and returns its file.
fn make_key(place: &Place, name: &str) -> String {
    let file = place.folder.path().join(name).to_str().unwrap().to_owned();
    assert_eq!(place.run(&["audit-key", &file]), "");
    file
}

/// Exit code, what differs, and what was told.
fn verify(place: &Place, more: &[&str]) -> (i32, String, String) {
    let output = place.try_run(&[&["verify"], more].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Lets entries be changed and taken out, as an administrator of the database can.
fn unlock(place: &Place) {
    place.sql(match place.is_postgres() {
        true => "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        false => "DROP TRIGGER IF EXISTS audit_entry_stays; DROP TRIGGER IF EXISTS audit_entry_remains",
    });
}

/// Computes every hash anew so that it fits, and leaves signatures as they are or out.
fn rehash(place: &Place, keep_signatures: bool) {
    let columns =
        "number || '~' || at || '~' || actor || '~' || action || '~' || subject || '~' || reason || '~' ||
        details || '~' || hash";
    let mut before = "0".repeat(64);
    for entry in place.rows(&format!("SELECT {columns} FROM audit_entry ORDER BY number")) {
        let [number, parts @ .., stored] = &entry.split('~').collect::<Vec<_>>()[..] else {
            panic!("{entry}")
        };
        let mut digest = Sha256::new_with_prefix(&before);
        digest.update(number.parse::<i64>().unwrap().to_be_bytes());
        for part in parts {
            digest.update(u64::try_from(part.len()).unwrap().to_be_bytes());
            digest.update(part);
        }
        before = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let signature = stored.split_once('.').filter(|_| keep_signatures);
        let signature = signature.map_or(String::new(), |(_, signature)| format!(".{signature}"));
        place.sql(&format!("UPDATE audit_entry SET hash = '{before}{signature}' WHERE number = {number}"));
    }
}

/// Entries 1 and 2 unsigned, 3 the making of the key, 4 to 6 signed; returns the key.
fn signed_log(place: &Place) -> String {
    add_accounts(place, "early", 2, &[]);
    let key = make_key(place, "key");
    add_accounts(place, "late", 3, &["--audit-key", &key]);
    unlock(place);
    key
}

#[test]
fn an_old_log_goes_on_signed_and_verify_says_what_it_shows() {
    on_both(|place| {
        add_accounts(place, "early", 2, &[]);
        let (code, differs, told) = verify(place, &[]);
        assert_eq!((code, &*differs), (0, ""), "{told}");
        assert!(
            told.contains("is whole: 2 entries") && told.contains("together with their tallies"),
            "{told}"
        );
        assert!(
            told.contains("rewritten with hashes that fit") && told.contains("cut off at the end"),
            "{told}"
        );
        let key = make_key(place, "key");
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        add_accounts(place, "late", 2, &["--audit-key", &key]);
        let signed =
            place.rows("SELECT number || '' FROM audit_entry WHERE length(hash) > 64 ORDER BY number");
        assert_eq!(signed, ["3", "4", "5"]);
        let (code, differs, told) = verify(place, &["--audit-key", &key]);
        assert_eq!((code, &*differs), (0, ""), "{told}");
        assert!(
            told.contains("no entry after 2, and since the key was made no earlier one, was changed")
                && !told.contains("not checked"),
            "{told}"
        );
        // Whoever has no key can still see single changes.
        let (code, differs, told) = verify(place, &[]);
        assert_eq!((code, &*differs), (0, ""), "{told}");
        assert!(told.contains("entries 3 to 5 are signed; give the key with --audit-key"), "{told}");
        let by_environment =
            place.command(&["verify"]).env("HAILONG_AUDIT_KEY", &key).output().unwrap().stderr;
        assert!(String::from_utf8(by_environment).unwrap().contains("checked with the key"));
    });
}

#[test]
fn a_changed_entry_and_a_removed_one_show_with_the_key_and_without() {
    on_both(|place| {
        let key = signed_log(place);
        place.sql("UPDATE audit_entry SET actor = 'nobody' WHERE number = 4");
        for with in [&["--audit-key", &*key][..], &[]] {
            let (code, differs, _) = verify(place, with);
            assert_eq!(code, 1);
            assert_eq!(differs, "audit log\tentry 4\twas changed, or an entry before it was\n");
        }
        place.sql("DELETE FROM audit_entry WHERE number = 4");
        for with in [&["--audit-key", &*key][..], &[]] {
            let (code, differs, _) = verify(place, with);
            assert_eq!((code, &*differs), (1, "audit log\tentry 5\tentries 4 to 4 are missing\n"));
        }
    });
}

#[test]
fn a_log_rewritten_with_hashes_that_fit_shows_with_the_key_only() {
    on_both(|place| {
        let key = signed_log(place);
        let with_key = ["--audit-key", &*key];
        place.sql("UPDATE audit_entry SET actor = 'nobody' WHERE number = 4");
        rehash(place, true);
        assert_eq!(verify(place, &[]).1, "", "nobody can see it without the key");
        let forged = "is not signed with this key, but with another or by somebody who had none";
        let expected = format!("audit log\tentry 4\t{forged}; nor are 2 entries after it\n");
        assert_eq!(verify(place, &with_key).1, expected);
        // The same, and the whole log as if there had never been a key.
        rehash(place, false);
        assert_eq!(verify(place, &[]).1, "", "nobody can see it without the key");
        let unsigned = "is not signed, although the log was signed by then";
        let expected = format!("audit log\tentry 3\t{unsigned}; nor are 3 entries after it\n");
        assert_eq!(verify(place, &with_key).1, expected);
        // What is added with the key afterwards does not hide it.
        add_accounts(place, "later", 1, &with_key);
        assert_eq!(verify(place, &with_key).1, expected);
        // Now something from before the key; its file knows what the log was.
        place.sql("UPDATE audit_entry SET actor = 'nobody' WHERE number = 1");
        rehash(place, false);
        assert_eq!(verify(place, &[]).1, "", "nobody can see it without the key");
        let differs = verify(place, &with_key).1;
        assert!(differs.contains("entry 2\tis not the one that was noted as 2:"), "{differs}");
        let said = place.refused(&[&["user", "add", "x@x.vn", "--role", "leader"], &with_key[..]].concat());
        assert!(said.contains("or the log was rewritten"), "{said}");
        // At last a key of the attacker's own.
        place.sql("DELETE FROM audit_entry");
        let own = make_key(place, "own");
        add_accounts(place, "forged", 6, &["--audit-key", &own]);
        assert_eq!(verify(place, &["--audit-key", &own]).1, "");
        let differs = verify(place, &with_key).1;
        assert!(differs.contains(forged) && differs.contains("entry 2\tis not the one"), "{differs}");
    });
}

#[test]
fn an_unsigned_entry_after_a_signed_one_shows_without_the_key_too() {
    on_both(|place| {
        let key = signed_log(place);
        place.sql("UPDATE audit_entry SET hash = substr(hash, 1, 64) WHERE number = 5");
        for with in [&["--audit-key", &*key][..], &[]] {
            let differs = verify(place, with).1;
            assert_eq!(differs, "audit log\tentry 5\tis not signed, although the log was signed by then\n");
        }
    });
}

#[test]
fn an_entry_before_the_first_one_shows() {
    on_both(|place| {
        add_accounts(place, "a", 1, &[]);
        place.sql("INSERT INTO audit_entry VALUES (0, '2020-01-01T00:00:00Z', 'a', 'b', 'c', '', '', 'x')");
        assert_eq!(verify(place, &[]).1, "audit log\tentry 0\twas added before the first entry\n");
    });
}

#[test]
fn a_signed_log_goes_on_with_its_key_or_not_at_all() {
    on_both(|place| {
        small_round(place, json!({}));
        let key = make_key(place, "key");
        let count = || place.rows("SELECT count(*) || '' FROM audit_entry");
        let signed = count();
        let elsewhere = Place::sqlite();
        add_accounts(&elsewhere, "a", 1, &[]);
        let foreign = make_key(&elsewhere, "foreign");
        let output = place.folder.path().join("out.csv");
        let writing: [&[&str]; 4] = [
            &["user", "add", "a@x.vn", "--role", "leader"],
            &["export", "responses", "--round", "r", "--output", output.to_str().unwrap()],
            &["import", "form", "counter-5"],
            &["serve", "--listen", "127.0.0.1:0"],
        ];
        for command in writing {
            let said = place.refused(command);
            assert!(said.contains("the audit log is signed, and no key was given; name its file"), "{said}");
            let said = place.refused(&[command, &["--audit-key", &foreign]].concat());
            assert!(said.contains("the key is of another database"), "{said}");
        }
        assert!(!output.exists());
        assert_eq!(count(), signed);
        assert_eq!(place.rows("SELECT email FROM account"), [""; 0]);
        // What only reads needs no key.
        for command in [&["rounds"][..], &["index", "--round", "r"], &["user", "list"], &["verify"]] {
            place.run(command);
        }
        without_second_factor(place);
        let server = Server::start_with(place, &["--audit-key", &key]);
        place.run(&["user", "add", "a@x.vn", "--role", "leader", "--audit-key", &key]);
        let key_in_use = fs::read_to_string(&key).unwrap();
        let secret = key_in_use.lines().find_map(|line| line.strip_prefix("key ")).unwrap();
        let (code, differs, told) = verify(place, &["--audit-key", &key]);
        assert_eq!((code, &*differs), (0, ""), "{told}");
        assert!(
            !told.contains(secret) && !server.stop().contains(secret),
            "the key is nowhere but in its file"
        );
    });
}

#[test]
fn a_server_without_the_new_key_serves_citizens_and_changes_nothing_unsigned() {
    on_both(|place| {
        small_round(place, json!({}));
        without_second_factor(place);
        let server = Server::start(place);
        let admin = Staff::with_role(place, &server, "admin@x.vn", "system-administrator", None);
        let key = make_key(place, "key");
        let entries = place.rows("SELECT count(*) || '' FROM audit_entry");
        let rename = [("name", "Lan"), ("language", "vi")];
        assert_eq!(admin.post("/admin/account", &rename).status, 500);
        assert_eq!(place.rows("SELECT count(*) || '' FROM audit_entry"), entries);
        assert_eq!(server.get("/s/p").status, 200);
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        assert!(server.stop().contains("the audit log is signed, and no key was given"));
        let server = Server::start_with(place, &["--audit-key", &key]);
        let admin = Staff::nobody(&server);
        admin.sign_in("admin@x.vn");
        assert_eq!(admin.post("/admin/account", &rename).status, 303);
        assert_eq!(verify(place, &["--audit-key", &key]).1, "");
    });
}

#[test]
fn another_key_signs_from_where_it_was_made_and_vouches_for_all_before() {
    on_both(|place| {
        let key = signed_log(place);
        let second = place.folder.path().join("second").to_str().unwrap().to_owned();
        let said = place.refused(&["audit-key", &second]);
        assert!(said.contains("say with --reason why"), "{said}");
        assert!(!fs::exists(&second).unwrap());
        let said = place.refused(&["audit-key", &key, "--reason", "lost"]);
        assert!(said.contains("cannot be written"), "{said}");
        place.run(&["audit-key", &second, "--reason", "the first was lost"]);
        let told = place.rows("SELECT action || ' ' || reason FROM audit_entry WHERE number = 7");
        assert_eq!(told, ["audit.key the first was lost"]);
        let said = place.refused(&["user", "add", "x@x.vn", "--role", "leader", "--audit-key", &key]);
        assert!(said.contains("signed with another key than the one given"), "{said}");
        add_accounts(place, "new", 1, &["--audit-key", &second]);
        assert_eq!(verify(place, &["--audit-key", &second]).1, "");
        assert!(
            verify(place, &["--audit-key", &key])
                .1
                .starts_with("audit log\tentry 7\tis not signed with this")
        );
        place.sql("UPDATE audit_entry SET actor = 'nobody' WHERE number = 4");
        rehash(place, true);
        let differs = verify(place, &["--audit-key", &second]).1;
        assert!(differs.contains("entry 6\tis not the one that was noted as 6:"), "{differs}");
    });
}

#[test]
fn a_key_file_is_for_its_owner_alone_and_is_nothing_else() {
    // There need not be a database yet: then every entry is signed.
    let place = Place::sqlite();
    let key = make_key(&place, "key");
    let (code, differs, told) = verify(&place, &["--audit-key", &key]);
    assert_eq!((code, &*differs), (0, ""), "{told}");
    assert!(told.contains("no entry was changed, added or taken out by"), "{told}");
    let add = |key: &str| place.refused(&["user", "add", "x@x.vn", "--role", "leader", "--audit-key", key]);
    fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap();
    let said = add(&key);
    assert!(
        said.contains("others than its owner may read") && said.contains(&format!("chmod 600 {key}")),
        "{said}"
    );
    assert!(add("/no/such/key").contains("/no/such/key cannot be read"));
    for text in ["", "key ab\nafter 0:0\n", "\u{0}\u{1}", &"k".repeat(100_000)] {
        let other = place.file("other", text);
        fs::set_permissions(&other, Permissions::from_mode(0o600)).unwrap();
        assert!(add(&other).contains("is not an audit key; `hailong audit-key` makes one"), "{text:?}");
    }
}

#[test]
fn what_was_cut_off_at_the_end_shows_by_a_checkpoint() {
    on_both(|place| {
        let key = signed_log(place);
        let told = verify(place, &[]).2;
        let noted = told.lines().find_map(|line| line.split_once("--checkpoint: ")).unwrap().1;
        assert!(noted.starts_with("6:"), "{noted}");
        add_accounts(place, "more", 1, &["--audit-key", &key]);
        assert_eq!(verify(place, &["--checkpoint", noted]).1, "");
        place.sql("DELETE FROM audit_entry WHERE number > 4");
        assert_eq!(verify(place, &["--audit-key", &key]).1, "", "cut off at the end");
        let (code, differs, _) = verify(place, &["--checkpoint", noted]);
        let expected = format!("audit log\tentry 6\twas noted as {noted}, but the log ends with entry 4\n");
        assert_eq!((code, differs), (1, expected));
        assert_eq!(place.try_run(&["verify", "--checkpoint", "6:abc"]).status.code(), Some(2));
    });
}

#[test]
fn a_backup_from_before_the_key_is_told_and_another_key_goes_on_from_there() {
    on_both(|place| {
        add_accounts(place, "early", 2, &[]);
        let backup = place.folder.path().join("backup").to_str().unwrap().to_owned();
        place.run(&["backup", &backup]);
        add_accounts(place, "lost", 1, &[]);
        let key = make_key(place, "key");
        let empty = Place::postgres().filter(|_| place.is_postgres());
        let restored = empty.as_ref().unwrap_or(place);
        let output = restored.try_run(&["restore", &backup, "--audit-key", &key]);
        assert_eq!(output.status.code(), Some(1));
        let differs = String::from_utf8(output.stdout).unwrap();
        assert!(differs.contains("but the log ends with entry 2"), "{differs}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("the server does not start on it with this audit key"), "{said}");
        assert!(!said.contains("may be started"), "{said}");
        let said = restored.refused(&["serve", "--listen", "127.0.0.1:0", "--audit-key", &key]);
        assert!(said.contains("an older copy was restored"), "{said}");
        let second = make_key(restored, "second");
        add_accounts(restored, "new", 1, &["--audit-key", &second]);
        assert_eq!(verify(restored, &["--audit-key", &second]).1, "");
    });
}
