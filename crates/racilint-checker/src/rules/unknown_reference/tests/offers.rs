//! What is offered in place of an unknown name.

use racilint_diagnostics::Safety;

use super::offered;

#[test]
fn a_name_like_no_other_is_not_guessed() {
    let text = "[workstream.triage]\naccountable = \"zebra\"\n[role.it-director]\n";
    assert_eq!(offered(text), (String::new(), None));
    let two = "[workstream.triage]\naccountable = \"li\"\n[person.lu]\n[person.la]\n";
    assert_eq!(offered(two).1, None);
}

#[test]
fn a_prefix_too_much_is_surer_than_one_too_few() {
    let text = |name: &str| {
        format!("[workstream.triage]\naccountable = \"{name}\"\n[team.soc]\n[team.\"a.desk\"]\n")
    };
    let did = |meant: &str| format!("did you mean `{meant}`?");
    assert_eq!(
        offered(&text("group.soc")),
        (did("soc"), Some(Safety::Safe))
    );
    assert_eq!(
        offered(&text("group:soc")),
        (did("soc"), Some(Safety::Safe))
    );
    assert_eq!(
        offered(&text("desk")),
        (did("a.desk"), Some(Safety::Unsafe))
    );
}

#[test]
fn a_name_that_would_have_to_be_escaped_is_not_written() {
    for (key, name) in [
        ("'it\"ops'", "group.it\\\"ops"),
        ("'it\\ops'", "group.it\\\\ops"),
        ("\"it\\tops\"", "group.it\\tops"),
    ] {
        let text = format!("[workstream.triage]\naccountable = \"{name}\"\n[team.{key}]\n");
        let (label, safety) = offered(&text);
        assert!(label.starts_with("did you mean"), "{key}");
        assert_eq!(safety, None, "{key}");
    }
}
