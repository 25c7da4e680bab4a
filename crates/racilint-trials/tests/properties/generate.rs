//! Random engagements: small, readable, with every kind of gap, and references that are mostly right.
//!
//! They grow from bytes, so that a failing one shrinks to a small one: no bytes, no tables.

use std::fmt::Write as _;

/// Bytes that decide, one after the other; when none is left, always the first choice.
struct Genes<'g> {
    left: std::slice::Iter<'g, u8>,
}

impl Genes<'_> {
    fn below(&mut self, most: usize) -> usize {
        let gene = self.left.next().copied().unwrap_or_default();
        usize::from(gene) % most.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len()))
            .copied()
            .unwrap_or_default()
    }

    /// True once in so many times.
    fn once_in(&mut self, most: usize) -> bool {
        self.below(most) == most - 1
    }

    /// A key with one or more values, or none at all.
    fn key(&mut self, out: &mut String, key: &str, from: &[&str], most: usize) {
        let count = self.below(most + 1).min(from.len());
        let values: Vec<String> = (0..count)
            .map(|_| format!("\"{}\"", self.pick(from)))
            .collect();
        match values.as_slice() {
            [] => {}
            [one] => drop(writeln!(out, "{key} = {one}")),
            many => drop(writeln!(out, "{key} = [{}]", many.join(", "))),
        }
    }
}

const PARTIES: [&str; 3] = ["harbor", "northwind", "vendor"];
const PEOPLE: [&str; 5] = ["dana", "lee", "jo", "sam", "kim"];
const TEAMS: [&str; 2] = ["soc", "desk"];
const ROLES: [&str; 3] = ["it-director", "service-manager", "clinic-lead"];
const ACTORS: [&str; 10] = [
    "it-director",
    "soc",
    "dana",
    "jo",
    "service-manager",
    "lee",
    "desk",
    "sam",
    "harbor",
    "TBD",
];
const ROWS: [&str; 5] = ["row-a", "row-b", "row-c", "row-d", "row-e"];
const AREAS: [&str; 6] = [
    "patching",
    "help-desk",
    "backup-and-restore",
    "containment",
    "identity",
    "monitoring",
];
const HOURS: [&str; 5] = [
    "24x7",
    "Mon-Fri 08:00-17:00",
    "Fri 22:00-06:00",
    "Mon-Sun 06:00-22:00",
    "Sat-Sun 00:00-24:00",
];
const TIMES: [&str; 5] = ["15m", "30m", "1h", "4h", "1d"];
const ACTIONS: [&str; 4] = [
    "isolate-endpoint",
    "disable-account",
    "restore-from-backup",
    "declare-incident",
];

/// The engagement that grows from these bytes.
pub(crate) fn engagement(genes: &[u8]) -> String {
    let mut genes = Genes { left: genes.iter() };
    let mut out = String::new();
    head(&mut genes, &mut out);
    who(&mut genes, &mut out);
    for row in ROWS.iter().take(1 + genes.below(ROWS.len())) {
        workstream(&mut genes, &mut out, row);
    }
    for _ in 0..genes.below(5) {
        grant(&mut genes, &mut out);
    }
    rest(&mut genes, &mut out);
    out
}

fn head(genes: &mut Genes<'_>, out: &mut String) {
    out.push_str("[engagement]\nclient = \"harbor\"\nprovider = \"northwind\"\n");
    let model = genes.pick(&["co-managed", "fully-managed"]);
    let profiles = genes.pick(&["[]", "[]", "[\"msp-baseline\"]", "[\"hipaa\"]"]);
    let _ = writeln!(out, "model = \"{model}\"\nprofiles = {profiles}");
    if !genes.once_in(5) {
        out.push_str("timezone = \"America/New_York\"\n");
    }
    if genes.once_in(2) {
        out.push_str("starts = 2027-01-01\nends = 2027-03-31\n");
    }
}

fn who(genes: &mut Genes<'_>, out: &mut String) {
    for party in PARTIES {
        let _ = writeln!(out, "\n[party.{party}]");
        genes.key(out, "hours", &HOURS, 1);
    }
    for person in PEOPLE {
        let _ = writeln!(
            out,
            "\n[person.{person}]\nparty = \"{}\"",
            genes.pick(&PARTIES)
        );
        genes.key(out, "hours", &HOURS, 1);
        if genes.once_in(4) {
            let cover = genes.pick(&PEOPLE);
            let _ = writeln!(
                out,
                "away = [{{ from = 2027-02-01, to = 2027-02-10, covered-by = \"{cover}\" }}]"
            );
        }
    }
    for team in TEAMS {
        let _ = writeln!(out, "\n[team.{team}]\nparty = \"{}\"", genes.pick(&PARTIES));
        genes.key(out, "members", &PEOPLE, 3);
        genes.key(out, "hours", &HOURS, 1);
    }
    for role in ROLES {
        let _ = writeln!(out, "\n[role.{role}]\nparty = \"{}\"", genes.pick(&PARTIES));
        genes.key(out, "held-by", &PEOPLE, 2);
        genes.key(out, "deputy", &PEOPLE, 1);
    }
}

fn workstream(genes: &mut Genes<'_>, out: &mut String, id: &str) {
    let _ = writeln!(out, "\n[workstream.{id}]\ntitle = \"Work on {id}\"");
    genes.key(out, "area", &AREAS, 1);
    genes.key(out, "criticality", &["critical", "high", "normal"], 1);
    genes.key(out, "accountable", &ACTORS, 2);
    genes.key(out, "responsible", &ACTORS, 3);
    genes.key(out, "consulted", &ACTORS, 2);
    genes.key(out, "informed", &ACTORS, 2);
    genes.key(out, "hours", &HOURS, 1);
    genes.key(out, "respond-within", &TIMES, 1);
    genes.key(out, "decide-within", &TIMES, 1);
    genes.key(out, "escalation", &["incident"], 1);
    genes.key(out, "needs", &ACTIONS, 2);
    if genes.once_in(4) {
        genes.key(out, "depends-on", &ROWS, 2);
    }
    if genes.once_in(5) {
        for slice in ["day", "night"] {
            let _ = writeln!(out, "\n[workstream.{id}.slice.{slice}]");
            genes.key(out, "hours", &HOURS, 1);
            genes.key(out, "accountable", &ACTORS, 1);
            genes.key(out, "responsible", &ACTORS, 1);
        }
    }
}

fn grant(genes: &mut Genes<'_>, out: &mut String) {
    let (holder, action) = (genes.pick(&ACTORS), genes.pick(&ACTIONS));
    let mode = genes.pick(&["pre-authorized", "approval-required", "prohibited"]);
    let _ = writeln!(
        out,
        "\n[[grant]]\nholder = \"{holder}\"\naction = \"{action}\"\nmode = \"{mode}\""
    );
    genes.key(out, "on", &ROWS, 1);
    if mode == "approval-required" {
        genes.key(out, "approver", &ACTORS, 1);
        genes.key(out, "within", &TIMES, 1);
    }
}

fn rest(genes: &mut Genes<'_>, out: &mut String) {
    out.push_str("\n[escalation.incident]\nsteps = [\n");
    for _ in 0..=genes.below(3) {
        let (to, within) = (genes.pick(&ACTORS), genes.pick(&TIMES));
        let _ = writeln!(out, "  {{ to = \"{to}\", ack-within = \"{within}\" }},");
    }
    out.push_str("]\n");
    if genes.once_in(2) {
        out.push_str("\n[command.security]\n");
        genes.key(out, "commander", &ACTORS, 1);
        genes.key(out, "deputy", &ACTORS, 1);
        genes.key(out, "covers", &ROWS, 2);
        genes.key(out, "declared-by", &ACTORS, 1);
    }
    for _ in 0..genes.below(3) {
        let (from, to) = (genes.pick(&ROWS), genes.pick(&ROWS));
        let _ = writeln!(out, "\n[[handoff]]\nfrom = \"{from}\"\nto = \"{to}\"");
        genes.key(out, "ack-within", &TIMES, 1);
    }
    for id in ["review", "drill"].iter().take(genes.below(3)) {
        let _ = writeln!(out, "\n[evidence.{id}]\nfor = \"{}\"", genes.pick(&ROWS));
        genes.key(out, "owner", &ACTORS, 1);
        genes.key(out, "producer", &ACTORS, 1);
        genes.key(out, "every", &["30d", "90d"], 1);
    }
    for _ in 0..genes.below(2) {
        let _ = writeln!(out, "\n[[exclusion]]\narea = \"{}\"", genes.pick(&AREAS));
        genes.key(out, "reason", &["run by somebody else"], 1);
        genes.key(out, "accepted-by", &ACTORS, 1);
    }
}
