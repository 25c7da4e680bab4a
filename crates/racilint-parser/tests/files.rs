//! What comes of the files of an engagement together: what is lost, and what is said of it.

use racilint_diagnostics::{Finding, Sources};
use racilint_parser::{Document, InMemory, LoadError, Loaded, Loader, MOST_INCLUDES};

/// What `look` sees in the document that comes of a main file and those that it names.
fn read<T>(
    text: &str,
    files: &[(&str, &str)],
    look: impl FnOnce(&Document<'_>) -> T,
) -> (T, Vec<Finding>) {
    let sources = Sources::default();
    let main = sources.add("a.raci.toml", text);
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let files = InMemory(files.collect());
    let (document, findings) = racilint_parser::read(&sources, main, "a.raci.toml", &files);
    (look(&document), findings)
}

fn told(text: &str, files: &[(&str, &str)]) -> Vec<String> {
    let (_, findings) = read(text, files, |_| ());
    findings.into_iter().map(|own| own.message).collect()
}

#[test]
fn included_files_add_their_tables_behind() {
    let text = "[engagement]\ninclude = ['b.toml', 'c.toml']\n[person.a]\n";
    let files = [
        ("b.toml", "[engagement]\ninclude = 'd.toml'\n[person.b]\n"),
        ("c.toml", "[person.c]\n"),
        ("d.toml", "[person.d]\n"),
    ];
    let (seen, findings) = read(text, &files, |document| {
        let people = document.tables.people.iter();
        let people: Vec<_> = people.map(|own| own.id.name.to_string()).collect();
        (people, document.identities.clone(), document.damaged)
    });
    let people = ["a", "b", "d", "c"].map(str::to_owned).to_vec();
    let files = ["a.raci.toml", "b.toml", "d.toml", "c.toml"];
    assert_eq!(seen, (people, files.map(str::to_owned).to_vec(), false));
    let told: Vec<_> = findings.iter().map(|own| own.message.as_str()).collect();
    assert_eq!(told, ["an included file has an `[engagement]` of its own"]);
}

#[test]
fn a_file_is_included_once() {
    let mended = |include: &str, files: &[(&str, &str)]| {
        let text = format!("[engagement]\n{include}[person.a]\n");
        let (damaged, mut findings) = read(&text, files, |document| document.damaged);
        assert!(damaged && findings.len() == 1, "{findings:#?}");
        let finding = findings.remove(0);
        let mut whole = text.clone();
        for edit in finding.fix.map(|fix| fix.edits).unwrap_or_default() {
            whole.replace_range(edit.span.range(), &edit.text);
        }
        (finding.message, whole)
    };
    let files = [("b.toml", "[person.b]\n")];
    let (message, whole) = mended("include = ['b.toml', 'b.toml']\n", &files);
    assert_eq!(
        message,
        "`b.toml` cannot be included: it is included already"
    );
    assert_eq!(whole, "[engagement]\ninclude = ['b.toml']\n[person.a]\n");
    let main = [("a.raci.toml", "")];
    let (message, whole) = mended("include = 'a.raci.toml'\n", &main);
    assert_eq!(
        message,
        "`a.raci.toml` cannot be included: that closes a circle"
    );
    assert_eq!(whole, "[engagement]\n[person.a]\n");
}

#[test]
fn a_file_that_is_not_there_may_hold_anything() {
    let text = "[engagement]\ninclude = 'b.toml'\n";
    let (damaged, findings) = read(text, &[], |document| document.damaged);
    assert!(damaged);
    assert_eq!(
        findings[0].message,
        "`b.toml` cannot be included: there is no such file or folder"
    );
}

#[test]
fn files_are_included_up_to_their_limit() {
    let count = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("{n}.toml")).collect();
        let text = format!("[engagement]\ninclude = {names:?}\n");
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
        told(&text, &files)
    };
    assert_eq!(count(MOST_INCLUDES), [""; 0]);
    assert_eq!(
        count(MOST_INCLUDES + 1),
        ["`256.toml` cannot be included: there are more than 256 of them"]
    );
}

#[test]
fn profile_files_are_read_up_to_their_limit() {
    let count = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("{n}.toml")).collect();
        let text = format!("[engagement]\nprofiles = {names:?}\n");
        let head = "[profile]\nid = 'x'\ntitle = 'X'\nversion = '1'\n";
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), head)).collect();
        (
            told(&text, &files),
            read(&text, &files, |document| document.lost_house).0,
        )
    };
    assert_eq!(count(MOST_INCLUDES), (vec![], false));
    assert_eq!(
        count(MOST_INCLUDES + 1),
        (
            vec!["`256.toml` cannot be included: there are more than 256 of them".to_owned()],
            true
        )
    );
}

#[test]
fn what_could_not_be_read_may_hold_a_table() {
    let is_damaged = |text: &str| read(text, &[], |document| document.damaged).0;
    for text in [
        "[engagement]\n[person.a]\n",
        "[engagement]\ntitle = x\n",
        "[engagement]\n[person.a]\nxyzzy = 1\nfoo bar\n",
        "[engagement]\n[[person.a]]\n",
    ] {
        assert!(!is_damaged(text), "{text}");
    }
    for text in [
        "foo bar\n[engagement]\n",
        "[engagement]\n[persn.a]\n",
        "[engagement]\n[[person]]\n",
        "[engagement]\n[person]\na = 1\n",
        "[engagement]\n[person]\na = x\n",
        "[engagement]\n[]\n",
    ] {
        assert!(is_damaged(text), "{text}");
    }
}

#[test]
fn an_engagement_is_missed_in_the_main_file_alone() {
    let nothing = "this file says nothing about an engagement";
    for (text, message, place) in [
        ("", "this file is empty", ""),
        ("\u{feff} \n\t\n", "this file is empty", ""),
        ("\u{feff}\n  # x \n[person.a]\n", nothing, "# x"),
        ("[person.a]\n", nothing, "[person.a]"),
    ] {
        let (_, findings) = read(text, &[], |_| ());
        assert_eq!(findings.len(), 1, "{text:?}");
        assert_eq!(findings[0].message, message);
        assert_eq!(&text[findings[0].span.range()], place);
    }
    // It may be what could not be read.
    assert_eq!(told("foo bar\n", &[]).len(), 1);
    assert_eq!(told("[engagment]\n", &[]).len(), 1);
    assert_eq!(told("engagement = 1\n", &[]).len(), 1);
}

#[test]
fn a_table_of_an_id_may_be_declared_twice_for_now() {
    let count = |text: &str| {
        let (count, findings) = read(text, &[], |document| document.redeclared.len());
        (count, findings.len())
    };
    assert_eq!(count("[engagement]\n[person.a]\n[person.a]\n"), (1, 0));
    assert_eq!(count("[engagement]\n[engagement]\n"), (0, 1));
    let slices = "[engagement]\n[workstream.a.slice.b]\n[workstream.a.slice.b]\n";
    assert_eq!(count(slices), (0, 1));
    let text = "[engagement]\n[person.a]\n[person.\"a\"]\n";
    let (places, _) = read(text, &[], |document| {
        let twice = document.redeclared[0];
        (&text[twice.first.range()], &text[twice.span.range()])
    });
    assert_eq!(places, ("a", "\"a\""));
}

#[test]
fn a_profile_that_is_not_whole_may_say_anything() {
    let lost = |profile: &str| {
        let text = "[engagement]\nprofiles = 'b.toml'\n";
        read(text, &[("b.toml", profile)], |document| document.lost_house)
    };
    let head = "[profile]\nid = 'x'\ntitle = 'X'\nversion = '1'\n";
    assert_eq!(lost(head), (false, Vec::new()));
    for more in ["foo bar\n", "[xyzzy]\n", "[[duty]]\n", "[duty]\na = 1\n"] {
        let (is_lost, findings) = lost(&format!("{more}{head}"));
        assert!(is_lost && findings.len() == 1, "{more}\n{findings:#?}");
    }
    let (is_lost, findings) = lost("[profile]\ntitle = 'X'\nversion = '1'\n");
    assert!(is_lost && findings.len() == 1);
    let (is_lost, findings) = lost("[engagement]\n[person.a]\n");
    assert!(is_lost && findings.len() == 1);
    assert_eq!(findings[0].message, "`b.toml` is not a profile");
    assert_eq!(findings[0].related[0].message, "named here as one");
}

#[test]
fn a_profile_that_is_whole_does_not_make_up_for_another() {
    let head = "[profile]\nid = 'x'\ntitle = 'X'\nversion = '1'\n";
    let broken = format!("foo bar\n{head}");
    for names in ["'b.toml', 'c.toml'", "'c.toml', 'b.toml'"] {
        let text = format!("[engagement]\nprofiles = [{names}]\n");
        let files = [("b.toml", broken.as_str()), ("c.toml", head)];
        let (is_lost, _) = read(&text, &files, |document| document.lost_house);
        assert!(is_lost, "{names}");
    }
}

/// A profile in which one letter is saved in an encoding of old.
struct OldEncoding;

impl Loader for OldEncoding {
    fn load(&self, _: &str, path: &str) -> Result<Loaded, LoadError> {
        Ok(Loaded {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes: b"[profile]\nid = 'x'\ntitle = 'R\xe8gles'\nversion = '1'\n".to_vec(),
        })
    }
}

/// What was replaced may have been a part of any name.
#[test]
fn a_profile_that_is_not_utf_8_is_not_whole() {
    let sources = Sources::default();
    let main = sources.add("a.raci.toml", "[engagement]\nprofiles = 'b.toml'\n");
    let (document, findings) = racilint_parser::read(&sources, main, "a.raci.toml", &OldEncoding);
    assert!(document.lost_house);
    let told: Vec<_> = findings.iter().map(|own| own.message.as_str()).collect();
    assert_eq!(told, ["the file is not UTF-8 in one place"]);
}
