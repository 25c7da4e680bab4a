use std::ops::Range;

use racilint_diagnostics::{DefaultSeverity, Edit, Group, Safety, Span};
use racilint_parser::edits::TokensOfFiles;

use super::{Context, declare_rule};
use crate::model::{ActorId, Engagement, Letter, Row, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports somebody whose letters for one workstream contradict each other: who answers for it
    /// is only informed of it, or who does the work is only consulted on it. The same somebody in
    /// more than three workstreams is one finding.
    ///
    /// ## Why is this bad?
    ///
    /// Each reader picks the letter that suits them. Whoever answers for work decides before it is
    /// done; being told afterwards is somebody else's seat.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "it-director"
    /// informed = ["it-director", "plant-manager"]
    ///
    /// [team.engineers]
    /// [role.it-director]
    /// [role.plant-manager]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "it-director"
    /// informed = "plant-manager"
    ///
    /// [team.engineers]
    /// [role.it-director]
    /// [role.plant-manager]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One owner both answers for the work and does it.
    /// - Somebody is consulted before and informed afterwards.
    /// - A team is told, and its lead answers; or two roles are held by one person.
    /// - The letters are those of different slices.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: one letter for each person and activity
    "conflicting-letters" {
        summary: "somebody holds two letters that contradict each other",
        group: Group::Ownership,
        severity: DefaultSeverity::WARNING,
        needs: "workstreams",
    }
}

/// The letter that counts, and the weaker one that contradicts it.
const CONFLICTS: [(Letter, Letter); 2] = [
    (Letter::Accountable, Letter::Informed),
    (Letter::Responsible, Letter::Consulted),
];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    let mut tokens = TokensOfFiles::default();
    for (_, row) in engagement.leaves() {
        for (strong, weak) in CONFLICTS {
            if row.seats(weak).links.is_empty() {
                continue;
            }
            let holders = Holders::of(row.seats(strong), engagement);
            for (actor, span) in row.seats(weak).placed() {
                if let Some((own, place)) = holders.find(actor, engagement) {
                    let cut = cut(engagement, &mut tokens, weak, span);
                    report(cx, row, (strong, own, place), (weak, actor, span), cut);
                }
            }
        }
    }
}

/// Those who hold a letter, and the persons among them or behind their roles; each once, sorted.
struct Holders {
    actors: Vec<(ActorId, Span)>,
    people: Vec<(ActorId, (ActorId, Span))>,
}

impl Holders {
    fn of(seats: &Seats<'_>, engagement: &Engagement<'_>) -> Self {
        let actors = last_of_each(seats.placed().collect());
        let behind = |(actor, span): &(ActorId, Span)| {
            let person = person(*actor, engagement)?;
            Some((person, (*actor, *span)))
        };
        let people = last_of_each(actors.iter().filter_map(behind).collect());
        Holders { actors, people }
    }

    fn find(&self, actor: ActorId, engagement: &Engagement<'_>) -> Option<(ActorId, Span)> {
        if let Some(span) = found(&self.actors, actor) {
            return Some((actor, *span));
        }
        let found = *found(&self.people, person(actor, engagement)?)?;
        let is_person = |id: ActorId| engagement.actor(id).is_person();
        (is_person(actor) || is_person(found.0)).then_some(found)
    }
}

/// Sorted, and of what has one key the last.
fn last_of_each<T>(mut all: Vec<(ActorId, T)>) -> Vec<(ActorId, T)> {
    all.reverse();
    all.sort_by_key(|(key, _)| *key);
    all.dedup_by_key(|(key, _)| *key);
    all
}

fn found<T>(sorted: &[(ActorId, T)], key: ActorId) -> Option<&T> {
    let at = sorted.binary_search_by_key(&key, |(own, _)| *own);
    Some(&sorted[at.ok()?].1)
}

/// The one person that is meant: the person, or the only holder of a role.
fn person(actor: ActorId, engagement: &Engagement<'_>) -> Option<ActorId> {
    let own = engagement.actor(actor);
    if own.is_team() || own.is_party() || engagement.may_be_more(actor) {
        return None;
    }
    let people = engagement.answering(actor);
    people.first().copied().filter(|_| people.len() == 1)
}

type Seat = (Letter, ActorId, Span);

/// What to cut so that somebody named at `span` no longer holds a letter.
fn cut<'d>(
    engagement: &Engagement<'d>,
    tokens: &mut TokensOfFiles<'d>,
    letter: Letter,
    span: Span,
) -> Option<Range<usize>> {
    let tokens = tokens.of(span.file, engagement.document.text(span.file));
    tokens.without_value(span.range(), letter.key())
}

fn report(
    cx: &mut Context<'_, '_>,
    row: &Row<'_>,
    strong: Seat,
    weak: Seat,
    cut: Option<Range<usize>>,
) {
    let engagement = cx.engagement;
    let name = engagement.actor(weak.1).name;
    let (does, contradiction, keep) = match strong.0 {
        Letter::Accountable => (
            "answers for it",
            "answers for `ROW` and is only informed of it",
            "who answers for the work decides before it is done",
        ),
        _ => (
            "does the work",
            "does the work of `ROW` and is only consulted on it",
            "who does the work is asked anyway",
        ),
    };
    let message = format!("`{name}` {}", contradiction.replace("ROW", &row.name));
    let finding = cx.report(weak.2, message);
    let letters = format!("{name} {} {}", strong.0.key(), weak.0.key());
    finding.about(row.object()).aspect(letters);
    finding.related(strong.2, does);
    if let Some(range) = cut {
        let title = format!("take `{name}` out of `{}`", weak.0.key());
        finding.fix_all(
            Safety::Unsafe,
            title,
            vec![Edit::delete(weak.2.file, range)],
        );
    }
    finding.help(format!(
        "{keep}: take `{name}` out of `{}`, or give `{}` to whoever really holds it",
        weak.0.key(),
        strong.0.key()
    ));
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn who_answers_is_only_told() {
        check(
            "conflicting-letters",
            r#"
[workstream.patching]
responsible = "ben"
accountable = "lead"
#             ------ answers for it
informed = ["ben", "ana"]
#                  ^^^^^ warning: `ana` answers for `patching` and is only informed of it
[person.ana]
[person.ben]
[role.lead]
held-by = "ana"
"#,
        );
    }

    #[test]
    fn who_does_it_is_only_asked() {
        check(
            "conflicting-letters",
            r#"
[workstream.patching.slice.plant]
responsible = ["desk", "ben"]
#              ------ does the work
accountable = "ben"
consulted = "desk"
#           ^^^^^^ warning: `desk` does the work of `patching.plant` and is only consulted on it
[person.ben]
[team.desk]
"#,
        );
    }

    #[test]
    fn letters_that_go_together() {
        is_silent(
            "conflicting-letters",
            r#"
[workstream.patching]
responsible = "ana"
accountable = "ana"
consulted = "ben"
informed = ["ben", "desk", "account-manager"]
[workstream.audit]
accountable = "service-manager"
responsible = "ben"
informed = "account-manager"
[person.ana]
[person.ben]
[person.cara]
[role.service-manager]
held-by = "cara"
[role.account-manager]
held-by = "cara"
[team.desk]
members = ["ana", "ben"]
lead = "ana"
"#,
        );
    }

    #[test]
    fn each_slice_has_letters_of_its_own() {
        is_silent(
            "conflicting-letters",
            r#"
[workstream.changes.slice.approve]
accountable = "ana"
responsible = "ana"
consulted = "ben"
[workstream.changes.slice.carry-out]
accountable = "ben"
responsible = "ben"
informed = "ana"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn nobody_known_and_nothing_there() {
        is_silent(
            "conflicting-letters",
            "[workstream.a]\naccountable = \"gohst\"\ninformed = \"gohst\"\n",
        );
        is_not_evaluated("conflicting-letters", "[engagement]\n");
    }

    #[test]
    fn a_group_is_more_than_the_one_who_is_known_of_it() {
        let count = |informed: &str| {
            let text = format!(
                "[workstream.patching]\naccountable = \"ana\"\ninformed = \"{informed}\"\n\
                 [party.harbor]\n[team.desk]\nmembers = \"ana\"\n[role.open]\n\
                 held-by = [\"ana\", 7]\n[role.lead]\nheld-by = \"ana\"\n\
                 [person.ana]\nparty = \"harbor\"\n"
            );
            let findings = run("conflicting-letters", &text, &Sources::default()).findings;
            findings.len()
        };
        for informed in ["harbor", "desk", "open"] {
            assert_eq!(count(informed), 0, "{informed}");
        }
        for informed in ["ana", "lead"] {
            assert_eq!(count(informed), 1, "{informed}");
        }
    }

    #[test]
    fn the_weaker_letter_is_offered_to_be_taken_away() {
        let text = "[workstream.patching]\nresponsible = \"ana\"\nconsulted = [\"ben\", \"ana\"]\n\
                    [person.ana]\n[person.ben]\n";
        let findings = run("conflicting-letters", text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.aspect, "ana responsible consulted");
        let fix = findings[0].fix.as_ref().expect("a repair");
        assert_eq!(fix.title, "take `ana` out of `consulted`");
    }
}
