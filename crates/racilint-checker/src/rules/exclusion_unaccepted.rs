use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Exclusion;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::catalogue::Catalogue;
use crate::model::{ActorId, Engagement, Row, exclusion_object, plain_left_out};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an exclusion that nobody on the client's side has accepted.
    ///
    /// ## Why is this bad?
    ///
    /// What the provider leaves out falls to the client. An exclusion that the client has not
    /// accepted is a hole that one side knows of and the other finds in the night.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [[exclusion]]
    /// area = "business-applications"
    /// reason = "run by their vendors under contracts of the client"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [[exclusion]]
    /// area = "business-applications"
    /// reason = "run by their vendors under contracts of the client"
    /// accepted-by = "it-director"
    ///
    /// [role.it-director]
    /// party = "harbor"
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of the client has accepted it, or it is not known of which party they are.
    /// - A workstream owns what is left out: then nothing is left out.
    /// - The engagement excludes nothing: not every one must.
    ///
    /// ## References
    ///
    /// - CISA AA22-131A: what is not purchased, the customer covers
    /// - CISA Cross-Sector Cybersecurity Performance Goals 2.0, 1.E
    "exclusion-unaccepted" {
        summary: "nobody on the client's side has accepted an exclusion",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "exclusions",
        frameworks: &["msp-baseline"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let exclusions = &cx.engagement.document.tables.exclusions;
    if exclusions.is_empty() {
        return cx.lacks_data();
    }
    let owned = owned(cx.engagement);
    for exclusion in exclusions {
        let open = open(exclusion, &owned);
        let named = exclusion.area.is_some();
        let unread = ["accepted-by", "area"]
            .iter()
            .any(|key| exclusion.unread.could_hold(key));
        if unread || named && open.is_empty() {
            continue;
        }
        if let Some(acceptance) = missing_acceptance(cx.engagement, exclusion) {
            report(cx, exclusion, &open, &acceptance);
        }
    }
}

/// Of what exclusions name the areas and workstreams that somebody owns.
fn owned<'e>(engagement: &'e Engagement<'_>) -> BTreeSet<&'e str> {
    let exclusions = engagement.document.tables.exclusions.iter();
    let named = exclusions.flat_map(|exclusion| Many::of(&exclusion.area));
    let named: BTreeSet<&str> = named.map(|area| plain(&area.name)).collect();
    let rows = engagement.rows().filter(|(_, row)| !row.left_out);
    let rows = rows.filter(|(_, row)| !row.is_leaf() || !row.accountable().nobody());
    let names = |row: &'e Row<'_>| {
        let areas = row.areas.iter().map(|(area, _)| &*area.id.name);
        areas.chain([&*row.name])
    };
    let owned = rows.flat_map(|(_, row)| names(row));
    owned.filter(|name| named.contains(name)).collect()
}

fn plain(name: &str) -> &str {
    name.strip_prefix("workstream.").unwrap_or(name)
}

/// What an exclusion leaves out by name and nobody owns: the names with their places.
fn open<'d>(exclusion: &'d Exclusion<'d>, owned: &BTreeSet<&str>) -> Vec<(&'d str, Span)> {
    let named = Many::of(&exclusion.area).iter();
    named
        .filter(|area| !owned.contains(plain(&area.name)))
        .map(|area| (&*area.name, area.span))
        .collect()
}

/// Why an exclusion is not accepted: by nobody, or only by those who are not of the client.
struct Missing {
    only_by: Vec<(ActorId, Span)>,
}

fn missing_acceptance(engagement: &Engagement<'_>, exclusion: &Exclusion<'_>) -> Option<Missing> {
    let mut only_by = Vec::new();
    for named in Many::of(&exclusion.accepted_by) {
        let actor = engagement.names.actor(&named.name)?;
        let parties = engagement.parties(actor);
        let unsure = engagement.actor(actor).parties.uncertain() || parties.is_empty();
        if !engagement.has_client()
            || unsure
            || parties.iter().any(|party| engagement.is_client(*party))
        {
            return None;
        }
        only_by.push((actor, named.span));
    }
    Some(Missing { only_by })
}

fn report(
    cx: &mut Context<'_, '_>,
    exclusion: &Exclusion<'_>,
    open: &[(&str, Span)],
    missing: &Missing,
) {
    let engagement = cx.engagement;
    let what = what(exclusion, open);
    let verb = if open.len() > 1 { " are" } else { " is" };
    let place = open.first().map(|(_, span)| *span);
    let what_span = exclusion.what.as_ref().map(|what| what.span);
    let place = place.or(what_span).unwrap_or(exclusion.span);
    let (message, span) = match missing.only_by.first() {
        None => (
            format!("{what}{verb} left out, but nobody has accepted that"),
            place,
        ),
        Some((actor, span)) => {
            let name = engagement.actor(*actor).name;
            let message = format!(
                "{what}{verb} left out, and only `{name}`, not of the client, has accepted that"
            );
            (message, *span)
        }
    };
    let parties: Vec<(Span, String)> = missing
        .only_by
        .iter()
        .flat_map(|(actor, _)| engagement.parties(*actor))
        .map(|party| {
            (
                engagement.actor(*party).span,
                "accepted it for this party".to_owned(),
            )
        })
        .take(1)
        .collect();
    let finding = cx.report(span, message);
    finding.about(object(exclusion, open, engagement.catalogue()));
    if span != place {
        finding.related(place, "left out here");
    }
    for (span, text) in parties {
        finding.related(span, text);
    }
    for (_, span) in open.iter().skip(1) {
        finding.related(*span, "and this");
    }
    finding.help(
        "let the client say that it knows and takes care of it: `accepted-by = \"...\"` with a \
         person or role of the client; or give it an owner",
    );
}

fn what(exclusion: &Exclusion<'_>, open: &[(&str, Span)]) -> String {
    if !open.is_empty() {
        return words::list(open.iter().map(|(name, _)| name));
    }
    match &exclusion.what {
        Some(what) => format!("\"{}\"", what.value.trim()),
        None => "something".into(),
    }
}

fn object(exclusion: &Exclusion<'_>, open: &[(&str, Span)], catalogue: &Catalogue<'_>) -> String {
    let names: Vec<&str> = open.iter().map(|(name, _)| plain_left_out(name)).collect();
    match (&exclusion.id, open) {
        (None, [(name, _)]) if catalogue.area(name).is_some() => format!("area.{name}"),
        _ => exclusion_object(exclusion, &names),
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const PARTIES: &str = r#"
[party.harbor]
kind = "client"
[party.northwind]
#      --------- accepted it for this party
kind = "provider"
[role.account-manager]
party = "northwind"
"#;

    #[test]
    fn nobody_accepted() {
        check(
            "exclusion-unaccepted",
            r#"
[workstream.telephony]
[workstream.status]
area = "reporting"
accountable = "ana"
[[exclusion]]
area = ["project-delivery", "reporting", "workstream.telephony"]
#       ^^^^^^^^^^^^^^^^^^ error: `project-delivery` and `workstream.telephony` are left out, but nobody has accepted that
#                                        ---------------------- and this
reason = "too dear"
[[exclusion]]
reason = "nobody asked"
what = "the copiers"
#      ^^^^^^^^^^^^^ error: "the copiers" is left out, but nobody has accepted that
[person.ana]
"#,
        );
    }

    #[test]
    fn what_was_accepted_or_is_owned() {
        is_silent(
            "exclusion-unaccepted",
            r#"
[party.harbor]
kind = "client"
[role.director]
party = "harbor"
[role.seat]
[role.account-manager]
party = "northwind"
[party.northwind]
[workstream.reporting]
accountable = "director"
[[exclusion]]
area = "reporting"
[[exclusion]]
what = "the phones"
accepted-by = ["account-manager", "director"]
[[exclusion]]
what = "the copiers"
accepted-by = "seat"
[[exclusion]]
what = "the doors"
accepted-by = "harbor"
[[exclusion]]
what = "the cameras"
accepted-by = "TBD"
"#,
        );
    }

    #[test]
    fn only_the_provider_accepted() {
        let fixture = r#"
[[exclusion]]
what = "the phones"
#      ------------ left out here
accepted-by = "account-manager"
#             ^^^^^^^^^^^^^^^^^ error: "the phones" is left out, and only `account-manager`, not of the client, has accepted that
"#;
        check("exclusion-unaccepted", &(fixture.to_owned() + PARTIES));
    }

    #[test]
    fn no_exclusions() {
        is_not_evaluated("exclusion-unaccepted", "[engagement]\n");
        is_silent(
            "exclusion-unaccepted",
            "[[exclusion]]\nacepted-by = \"ana\"\n",
        );
    }

    #[test]
    fn what_an_exclusion_is_about() {
        for (says, object) in [
            ("id = \"phones\"\narea = \"reporting\"", "exclusion.phones"),
            ("area = \"reporting\"", "area.reporting"),
            (
                "area = [\"reporting\", \"project-delivery\"]",
                "exclusion.reporting+project-delivery",
            ),
            (
                "area = \"workstream.printers\"\n[workstream.printers]",
                "exclusion.printers",
            ),
            ("what = \"the\\n  copiers \"", "exclusion.the copiers"),
            ("reason = \"too dear\"", "exclusion.too dear"),
            ("", "exclusion.something"),
        ] {
            let text = format!("[[exclusion]]\naccepted-by = \"TBD\"\n[[exclusion]]\n{says}\n");
            let findings = run("exclusion-unaccepted", &text, &Sources::default()).findings;
            let about: Vec<&str> = findings.iter().map(|own| &*own.subject.object).collect();
            assert_eq!(about, [object], "{says}");
        }
    }

    #[test]
    fn one_area_and_an_exclusion_of_nothing() {
        check(
            "exclusion-unaccepted",
            r#"
[[exclusion]]
area = "reporting"
#      ^^^^^^^^^^^ error: `reporting` is left out, but nobody has accepted that
 [[exclusion]]
#^^^^^^^^^^^^^ error: something is left out, but nobody has accepted that
reason = "too dear"
"#,
        );
    }

    #[test]
    fn work_that_somebody_has_is_not_left_out() {
        let count = |says: &str| {
            let text = format!("[[exclusion]]\narea = \"telephony\"\n{says}\n[person.ana]\n");
            let findings = run("exclusion-unaccepted", &text, &Sources::default()).findings;
            findings.len()
        };
        let row = "[workstream.telephony]";
        assert_eq!(count(&format!("{row}\naccountable = \"ana\"")), 0);
        assert_eq!(
            count(&format!("{row}\n[workstream.telephony.slice.days]")),
            0
        );
        assert_eq!(count(&format!("{row}\nresponsible = \"ana\"")), 1);
        let left_out = "accountable = \"ana\"\nnot-applicable = \"no\"";
        assert_eq!(count(&format!("{row}\n{left_out}")), 1);
    }

    #[test]
    fn whoever_accepts_it_where_no_client_is_known_or_all_cannot_be_read() {
        for says in [
            "accepted-by = \"account-manager\"",
            "accepted-by = 7",
            "area = 7",
        ] {
            is_silent(
                "exclusion-unaccepted",
                &format!(
                    "[[exclusion]]\n{says}\n[party.northwind]\n[role.account-manager]\n\
                     party = \"northwind\"\n"
                ),
            );
        }
    }
}
