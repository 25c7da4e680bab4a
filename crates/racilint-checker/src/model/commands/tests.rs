//! What commands are for, and which of them form one.

use racilint_parser::language::Incident;

use crate::model::tests::with;

const TEXT: &str = r#"
[command.all]
[command.great]
severity = ["sev1", "sev2"]
unified-with = "third"
[command.small]
severity = ["sev3", "sev4"]
unified-with = "gone"
[command.second]
severity = "sev2"
unified-with = "last"
[command.third]
severity = "sometimes"
[command.last]
unified-with = "third"
[command.unread]
unified-with = 5
"#;

#[test]
fn a_command_without_a_severity_is_for_all() {
    with(TEXT, |engagement| {
        let of = |name: &str| {
            let index = engagement.names.command(name).expect("a command");
            &engagement.commands[index]
        };
        let covers = |name: &str| {
            let all = [Incident::Sev1, Incident::Sev2, Incident::Sev3];
            all.map(|severity| of(name).covers_severity(severity))
        };
        assert_eq!(covers("all"), [true, true, true]);
        assert_eq!(covers("great"), [true, true, false]);
        assert_eq!(covers("small"), [false, false, true]);
        assert_eq!(covers("third"), [true, true, true], "cannot be read");
        let minor = ["all", "great", "small", "second"].map(|name| of(name).only_minor());
        assert_eq!(minor, [false, false, true, false]);
    });
}

#[test]
fn commands_that_name_one_another_form_one() {
    with(TEXT, |engagement| {
        let unity: Vec<usize> = engagement.commands.iter().map(|own| own.unity).collect();
        assert_eq!(unity, [0, 1, 2, 1, 1, 1, 6]);
        let open = engagement
            .commands
            .iter()
            .filter(|own| own.may_be_unified());
        let open: Vec<&str> = open.map(|own| own.name).collect();
        assert_eq!(open, ["small", "unread"]);
    });
}
