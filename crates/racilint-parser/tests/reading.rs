//! What comes of an engagement with the files that it names.

use racilint_diagnostics::Sources;
use racilint_parser::InMemory;
use racilint_parser::decode::nearest;

/// What is said of an engagement, and of which profile files something was taken in.
fn read(text: &str, files: &[(&str, &str)]) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let sources = Sources::default();
    let main = sources.add("a.raci.toml", text);
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let (document, findings) =
        racilint_parser::read(&sources, main, "a.raci.toml", &InMemory(files.collect()));
    let told = findings.iter().map(|finding| finding.message.clone());
    let houses = document.houses.iter();
    let houses = houses.map(|house| (house.identity.clone(), house.names.clone()));
    (told.collect(), houses.collect())
}

#[test]
fn every_profile_file_is_read_once() {
    let asked = "[engagement]\nprofiles = ['one.toml', 'msp-baseline', 'two.toml', 'one.toml']\n";
    let files = [
        (
            "one.toml",
            "[profile]\nid = 'one'\ntitle = 'One'\nversion = '1'\n",
        ),
        (
            "two.toml",
            "[profile]\nid = 'two'\ntitle = 'Two'\nversion = '1'\n",
        ),
    ];
    let (told, houses) = read(asked, &files);
    assert_eq!(told, [""; 0]);
    let twice = vec!["one.toml".to_owned(), "one.toml".to_owned()];
    assert_eq!(
        houses,
        [
            ("one.toml".to_owned(), twice),
            ("two.toml".to_owned(), vec!["two.toml".to_owned()]),
        ]
    );
}

#[test]
fn a_profile_file_that_is_not_there_is_told() {
    let (told, houses) = read("[engagement]\nprofiles = './one.toml'\n", &[]);
    assert_eq!(
        told,
        ["`./one.toml` cannot be included: there is no such file or folder"]
    );
    assert_eq!(houses, []);
}

#[test]
fn a_key_that_names_nobody_is_told_once() {
    let text = |to: &str| {
        format!(
            "[engagement]\nclient = 'a'\n[party.a]\n[[grant]]\nholder = {to}\naction = 'reset-password'\nmode = 'pre-authorized'\n"
        )
    };
    assert_eq!(read(&text("[]"), &[]).0, ["`holder` is empty here"]);
    assert_eq!(read(&text("'dana'"), &[]).0, [""; 0]);
}

#[test]
fn words_that_share_no_letter_are_no_misspellings() {
    assert_eq!(nearest("a", ["x"].into_iter()), None);
    assert_eq!(nearest("owner", ["accountable"].into_iter()), None);
    assert_eq!(
        nearest("acountable", ["accountable"].into_iter()),
        Some("accountable")
    );
}
