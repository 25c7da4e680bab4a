use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Command, Engagement, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an incident command that hangs on one person: there is no deputy, or the deputy is
    /// the same person under another name.
    ///
    /// ## Why is this bad?
    ///
    /// Incidents do not wait for holidays. Without an agreed alternate the command is settled by
    /// whoever speaks first, in the worst hour of the year.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [command.security]
    /// commander = "jo"
    ///
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [command.security]
    /// commander = "jo"
    /// deputy = "it-director"
    ///
    /// [person.jo]
    /// [person.dana]
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The commander is a role with a deputy of its own, or a team of several people.
    /// - The commander is a party that names no people: whom it sends is its own matter.
    /// - The command is for `sev3` and `sev4` only.
    /// - It is formed with the command of somebody else, `unified-with`, who goes on alone.
    /// - Nobody is named to command: `missing-incident-commander` says so.
    /// - Commander or deputy cannot be read, or resolve to nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - CIS Controls v8, 17.1: one key person, and at least one backup
    /// - NIMS: deputies are as qualified as the person for whom they stand in
    "missing-deputy" {
        summary: "an incident command hangs on one person",
        group: Group::Command,
        severity: DefaultSeverity::ByCriticality,
        needs: "incident commands",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    let by_several = led_by_several(engagement);
    for command in &engagement.commands {
        // Formed, as it may be, with the command of somebody else, who goes on alone.
        let is_formed = command.may_be_unified() || by_several.contains(&command.unity);
        let elsewhere = command.commander.nobody() || is_formed;
        if elsewhere || command.only_minor() || !is_known(command, engagement) {
            continue;
        }
        let sole = sole_commander(command, engagement);
        if let Some(person) = sole.filter(|sole| engagement.actor(*sole).is_person()) {
            report(cx, command, person);
        }
    }
}

/// The one without whom nobody commands: everybody who can act as commander or deputy is this one.
/// `None` when there is an alternate, or nobody at all.
fn sole_commander(command: &Command<'_>, engagement: &Engagement<'_>) -> Option<ActorId> {
    let seats = [&command.commander, &command.deputy].into_iter();
    let mut people = seats
        .flat_map(Seats::actors)
        .flat_map(|actor| engagement.acting(actor));
    let first = people.next()?;
    people.all(|person| person == first).then_some(*first)
}

/// The commands, by what they form, that are led by different people.
fn led_by_several(engagement: &Engagement<'_>) -> BTreeSet<usize> {
    let mut leaders: BTreeMap<usize, ActorId> = BTreeMap::new();
    let mut by_several = BTreeSet::new();
    for command in &engagement.commands {
        let is_somebody = |who: &ActorId| !engagement.answering(*who).is_empty();
        for who in command.commander.actors().filter(is_somebody) {
            let leader = leaders.entry(command.unity).or_insert(who);
            if !engagement.are_answered_alike(*leader, who) {
                by_several.insert(command.unity);
            }
        }
    }
    by_several
}

/// Whether everybody who could take over is known, and nobody who is named resolves to nobody.
fn is_known(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let is_known = |seats: &Seats<'_>| {
        let hidden =
            |actor| engagement.may_be_more(actor) || engagement.answering(actor).is_empty();
        !seats.uncertain() && !seats.actors().any(hidden)
    };
    is_known(&command.commander) && is_known(&command.deputy)
}

fn report(cx: &mut Context<'_, '_>, command: &Command<'_>, person: ActorId) {
    let engagement = cx.engagement;
    let (name, person) = (command.name, engagement.actor(person).name);
    let (span, message) = match command.deputy.first_span() {
        Some(deputy) => (
            deputy,
            format!("commander and deputy of `{name}` are the same person, `{person}`"),
        ),
        None => (
            command.span,
            format!("nobody takes over when `{person}` cannot command `{name}`"),
        ),
    };
    let finding = cx.report(span, message);
    finding.about(command.object());
    for link in &command.commander.links {
        let label = if link.name == person {
            "commands".to_owned()
        } else {
            format!("{} is `{person}` alone", words::list([link.name]))
        };
        finding.related(link.span, label);
    }
    finding.help("name somebody else who commands when the commander cannot: `deputy = \"...\"`");
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    #[test]
    fn nobody_takes_over() {
        check(
            "missing-deputy",
            r#"
[command.security]
#        ^^^^^^^^ warning: nobody takes over when `ana` cannot command `security`
commander = "lead"
#           ------ `lead` is `ana` alone
[role.lead]
held-by = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn the_deputy_is_the_commander() {
        check(
            "missing-deputy",
            r#"
[command.security]
commander = "ana"
#           ----- commands
deputy = "lead"
#        ^^^^^^ error: commander and deputy of `security` are the same person, `ana`
covers = "triage"
[role.lead]
held-by = "ana"
[workstream.triage]
[person.ana]
"#,
        );
    }

    #[test]
    fn everybody_with_an_alternate_is_silent() {
        is_silent(
            "missing-deputy",
            r#"
[command.with-a-deputy]
commander = "ana"
deputy = "ben"
[command.role-with-a-deputy]
commander = "lead"
[command.team]
commander = "desk"
[command.opaque-party]
commander = "vendor"
[command.nuisances]
commander = "ana"
severity = ["sev3", "sev4"]
[role.lead]
held-by = "ana"
deputy = "ben"
[team.desk]
members = ["ana", "ben"]
lead = "ana"
[party.vendor]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn what_other_rules_say_is_silent() {
        is_silent(
            "missing-deputy",
            r#"
[command.nobody]
[command.misspelt-deputy]
commander = "ana"
deputy = "gohst"
[command.unread-deputy]
commander = "ana"
deputy = 7
[command.empty-team]
commander = "ana"
deputy = "standby"
[command.vacant-role]
commander = "director"
[command.misspelt-member]
commander = "desk"
[role.director]
deputy = "ana"
[team.standby]
[team.desk]
members = ["ana", "gohst"]
[person.ana]
"#,
        );
    }

    #[test]
    fn without_commands_there_is_nothing_to_say() {
        is_not_evaluated("missing-deputy", "[engagement]\n");
    }

    #[test]
    fn commands_that_form_one_stand_in_for_each_other() {
        is_silent(
            "missing-deputy",
            r#"
[command.client-plan]
commander = "ana"
unified-with = "provider-plan"
decides = "ana"
[command.provider-plan]
commander = "ben"
[command.deputy-only]
deputy = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn one_person_in_both_commands_is_still_one_person() {
        check(
            "missing-deputy",
            r#"
[command.client-plan]
#        ^^^^^^^^^^^ warning: nobody takes over when `ana` cannot command `client-plan`
commander = "ana"
#           ----- commands
unified-with = "provider-plan"
severity = "sev1"
[command.provider-plan]
commander = "chief"
severity = "sev3"
[role.chief]
held-by = "ana"
[person.ana]
"#,
        );
    }
}
