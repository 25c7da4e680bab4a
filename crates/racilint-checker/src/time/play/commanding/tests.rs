//! Who commands, in which order it is told.

use super::super::tests::play;
use crate::time::Minute;

#[test]
fn commands_that_are_in_force_come_first() {
    let text = r#"
[person.ana]
hours = "24x7"
[workstream.recovery]
responsible = "ana"
[command.night]
covers = "recovery"
commander = "ana"
hours = "Mon-Sun 20:00-06:00"
[command.day]
covers = "recovery"
commander = "ana"
hours = "Mon-Sun 06:00-20:00"
[command.dusk]
covers = "recovery"
commander = "ana"
hours = "Mon-Sun 18:00-22:00"
"#;
    let commands = |hour: Minute| {
        let mut told = Vec::new();
        play(text, Some(hour * 60), &[], |play| {
            let commands = play.play.commands.iter();
            told = commands.map(|own| (own.command, own.in_force)).collect();
        });
        told
    };
    assert_eq!(commands(12), [(1, true), (0, false), (2, false)]);
    assert_eq!(commands(21), [(0, true), (2, true), (1, false)]);
}
