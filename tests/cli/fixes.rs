//! `check --fix` and `check --diff`: what is written, what is left alone, and what is said.

use std::fs;
use std::path::Path;

use crate::{Run, folder, racilint_in};

const ODD: &[u8] = "\u{feff}# Harbor   # ü\r\n\
    [engagement]\r\n\
    modle   =   'Co-Managed'\t# the model\r\n\
    client = \"harbor\"\r\n\
    provider = northwind   # who\r\n\
    starts = \"2027-01-01\"\r\n\
    profiles = [\r\n  \"MSP-Baseline\" , # base\r\n]\r\n\
    \r\n\r\n\
    [ party . harbor ]\r\n\
    hours = \"Mon\u{2013}Fri 8:00-17:00\"\r\n\
    [party.northwind]\r\n\
    hours=\"24/7\"\r\n\
    \t[person.dana]\r\n\
    party = \"Harbor\"\r\n\
    contact: \"phone:+1\"\r\n\
    // old notes\r\n\
    notes = 1"
    .as_bytes();

const MENDED: &str = "\u{feff}# Harbor   # ü\r\n\
    [engagement]\r\n\
    model   =   \"co-managed\"\t# the model\r\n\
    client = \"harbor\"\r\n\
    provider = \"northwind\"   # who\r\n\
    starts = 2027-01-01\r\n\
    profiles = [\r\n  \"msp-baseline\" , # base\r\n]\r\n\
    \r\n\r\n\
    [ party . harbor ]\r\n\
    hours = \"Mon-Fri 08:00-17:00\"\r\n\
    [party.northwind]\r\n\
    hours=\"24x7\"\r\n\
    \t[person.dana]\r\n\
    party = \"harbor\"\r\n\
    contact = \"phone:+1\"\r\n\
    # old notes\r\n\
    notes = \"1\"";

fn check(folder: &Path, args: &[&str]) -> Run {
    let args = [&["check", "--as-of", "2027-01-31"], args].concat();
    racilint_in(folder, &args, None)
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("a file")
}

#[test]
fn everything_else_in_the_file_stays_byte_for_byte() {
    let folder = folder("fix-odd", &[("a.raci.toml", ODD)]);
    let run = check(&folder, &["--fix", "--select", "unknown-reference"]);
    assert_eq!(text(&folder, "a.raci.toml"), MENDED);
    assert!(
        run.stderr.contains("fixed 11 findings in 1 file"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let again = check(&folder, &["--fix", "--select", "unknown-reference"]);
    assert_eq!(again.stderr, "");
    assert_eq!(text(&folder, "a.raci.toml"), MENDED);
}

#[test]
fn a_diff_changes_nothing_and_can_be_applied() {
    let folder = folder("fix-diff", &[("a.raci.toml", ODD)]);
    let run = check(&folder, &["--diff", "--select", "unknown-reference"]);
    assert_eq!(text(&folder, "a.raci.toml").as_bytes(), ODD);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout
            .starts_with("--- a.raci.toml\n+++ a.raci.toml\n@@ -1,")
    );
    assert!(
        run.stdout
            .contains("\n-hours=\"24/7\"\r\n+hours=\"24x7\"\r\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("\n\\ No newline at end of file\n"));
    assert!(run.stderr.contains("would fix 11 findings in 1 file"));
    check(&folder, &["--fix"]);
    let run = check(&folder, &["--diff"]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
    assert!(run.stderr.contains("nothing to fix"));
}

const STALE: &[u8] =
    b"[engagement]\nprofiles = []\nclient = \"harbor\"\nprovider = \"northwind\"\n\
    [party.harbor]\n[party.northwind]\n[person.dana]\nparty = \"harbour\"\n\n\
    # Accepted in spring\n[[waiver]]\nrule = \"missing-accountable\" # who\non = \"workstream.w\"\n\
    reason = \"x\"\nowner = \"dana\"\napproved-by = \"harbor\"\nuntil = 2027-06-30\n\n\
    [person.lee]\nparty = \"harbor\"\n[workstream.w]\naccountable = \"lee\"\n";

#[test]
fn what_needs_a_look_waits_until_somebody_says_so() {
    let folder = folder("fix-unsafe", &[("a.raci.toml", STALE)]);
    let run = check(&folder, &["--fix", "--fail-on", "never"]);
    assert_eq!(text(&folder, "a.raci.toml").as_bytes(), STALE);
    let words = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("2 can be fixed with `--fix --unsafe-fixes`: look at it first"),
        "{words}"
    );
    let run = check(
        &folder,
        &["--fix", "--unsafe-fixes", "-v", "--fail-on", "never"],
    );
    assert!(
        run.stderr
            .contains("a.raci.toml:8: write `harbor` (unknown-reference)")
            && run.stderr.contains("take the waiver out (waiver-unused)"),
        "{}",
        run.stderr
    );
    let left = text(&folder, "a.raci.toml");
    assert!(
        left.ends_with(
            "party = \"harbor\"\n\n# Accepted in spring\n[person.lee]\nparty = \"harbor\"\n[workstream.w]\naccountable = \"lee\"\n"
        ),
        "{left}"
    );
}

/// A text on standard input, and what goes out.
#[track_caller]
fn mends(folder: &Path, before: &str, after: &str) {
    let args = [
        "check",
        "--fix",
        "--unsafe-fixes",
        "-",
        "--fail-on",
        "never",
        "--select",
        "party-shape",
    ];
    let run = racilint_in(folder, &args, Some(before.as_bytes()));
    assert_eq!(run.stdout, after, "{}", run.stderr);
    assert_eq!(run.code, Some(0));
}

#[test]
fn each_evident_repair() {
    let folder = folder("fix-each", &[]);
    let head = "[engagement]\nclient = 'a'\nprovider = 'b'\nprofiles = []\n[party.a]\n[party.b]\n";
    for (before, after) in [
        ("clause = “MSA 4.2”\n", "clause = \"MSA 4.2\"\n"),
        ("clause = MSA 4.2 # x\n", "clause = \"MSA 4.2\" # x\n"),
        ("clause = 4.2\n", "clause = \"4.2\"\n"),
        ("clause \"4\"\n", "clause = \"4\"\n"),
        ("clause = = \"4\"\n", "clause =  \"4\"\n"),
        ("clause = \"4\";\n", "clause = \"4\"\n"),
        ("clause:\"4\"\n", "clause = \"4\"\n"),
        ("clause = \"4\"\n  clause = \"4\"\n", "clause = \"4\"\n"),
        (
            "holidays = [2027-1-1, 2027-12-31]\n",
            "holidays = [2027-01-01, 2027-12-31]\n",
        ),
        (
            "contact = [\"phone:1\" \"phone:2\"]\n",
            "contact = [\"phone:1\", \"phone:2\"]\n",
        ),
        (
            "contact = [\"phone:1\",, \"phone:2\"]\n",
            "contact = [\"phone:1\", \"phone:2\"]\n",
        ),
        (
            "timezone = \"New York\"\n",
            "timezone = \"America/New_York\"\n",
        ),
        ("Kind = \"Vendor\"\n", "kind = \"vendor\"\n"),
        ("; old\n", "# old\n"),
        (
            "[grant]\nholder = 'b'\naction = 'restore-backup'\nmode = 'pre-authorised'\n",
            "[[grant]]\nholder = 'b'\naction = 'restore-backup'\nmode = \"pre-authorized\"\n",
        ),
        (
            "[[person.p]]\nparty = 'b'\ncapacity = \"40\"\n",
            "[person.p]\nparty = 'b'\ncapacity = 40\n",
        ),
        (
            "[metric.m]\ntarget = 15\nevery = \"monthly\"\n",
            "[metric.m]\ntarget = \"15\"\nevery = \"1mo\"\n",
        ),
        (
            "[escalation.e]\nsteps = [{ to = 'b', ack-within = \"15 min\" }]\n",
            "[escalation.e]\nsteps = [{ to = 'b', ack-within = \"15m\" }]\n",
        ),
    ] {
        mends(
            &folder,
            &format!("{head}{before}"),
            &format!("{head}{after}"),
        );
    }
}

#[test]
fn what_can_be_meant_in_two_ways_is_left_alone() {
    let folder = folder("fix-two-ways", &[]);
    let head = "[engagement]\nclient = 'a'\nprovider = 'b'\nprofiles = []\n[party.a]\n[party.b]\n";
    for same in [
        // There is one already.
        "clause = \"4\"\nclauze = \"5\"\n",
        // Two that say different things.
        "clause = \"4\"\nclause = \"5\"\n",
        "clause = yes\n",
        "[person.dana]\nparty = 'a'\n[person.dane]\nparty = 'a'\n[team.t]\nparty = 'a'\nmembers = [\"dano\"]\n",
    ] {
        let text = format!("{head}{same}");
        mends(&folder, &text, &text);
    }
    // In the afternoon, or through the night?
    let safe = ["check", "--fix", "-", "--fail-on", "never"];
    let text = format!("{head}hours = \"Mon-Fri 8:00-5:00\"\n");
    let run = racilint_in(&folder, &safe, Some(text.as_bytes()));
    assert_eq!(run.stdout, text);
    assert!(
        run.stderr.contains("error[invalid-value]"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_missing_side_is_the_one_that_is_left() {
    mends(
        &folder("fix-side", &[]),
        "[engagement] # who\nprovider = 'b'\nprofiles = []\n[party.a]\n[party.b]\n",
        "[engagement] # who\nclient = \"a\"\nprovider = 'b'\nprofiles = []\n[party.a]\n[party.b]\n",
    );
}

fn engagement(own: &str) -> String {
    format!(
        "[engagement]\nclient = \"a\"\nprovider = \"b\"\nprofiles = []\ninclude = [\"staff.roster.toml\"]\n\
         [party.a]\n[party.b]\n{own}"
    )
}

#[test]
fn a_roster_of_two_engagements_is_fixed_once() {
    let main = engagement("");
    let roster = b"[person.li]\nparty = \"B\" # b\ncapacity = \"40\"\n";
    let files: [(&str, &[u8]); 3] = [
        ("a.raci.toml", main.as_bytes()),
        ("b.raci.toml", main.as_bytes()),
        ("staff.roster.toml", roster),
    ];
    let folder = folder("fix-shared", &files);
    let run = check(&folder, &["--fix", "--select", "unknown-reference"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("fixed 2 findings in 1 file"),
        "{}",
        run.stderr
    );
    assert_eq!(
        text(&folder, "staff.roster.toml"),
        "[person.li]\nparty = \"b\" # b\ncapacity = 40\n"
    );
}

#[test]
fn nothing_is_written_where_two_fixes_are_at_odds() {
    let one = engagement("[team.soc-day]\nparty = \"b\"\nnotse = 1\n");
    let two = engagement("[team.soc-bay]\nparty = \"b\"\n");
    let roster =
        b"[person.li]\nparty = \"b\"\n[role.lead]\nheld-by = \"soc-ray\"\nDeputy = \"li\"\n";
    let files: [(&str, &[u8]); 3] = [
        ("a.raci.toml", one.as_bytes()),
        ("b.raci.toml", two.as_bytes()),
        ("staff.roster.toml", roster),
    ];
    let folder = folder("fix-odds", &files);
    let run = check(
        &folder,
        &["--fix", "--unsafe-fixes", "--select", "unknown-reference"],
    );
    assert_eq!(
        text(&folder, "staff.roster.toml").as_bytes(),
        roster,
        "{}",
        run.stderr
    );
    for said in [
        "two fixes are at odds",
        "write `soc-day`",
        "write `soc-bay`",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    assert_eq!(run.code, Some(1));
}

/// Each repair takes away one sign and shows the next: each try is a whole check.
#[test]
fn fixes_that_bring_new_ones_without_end_are_given_up() {
    let text = |signs: usize| format!("[engagement]\nprofiles {} []\n", "= ".repeat(signs));
    let fixed = |signs: usize| {
        let text = text(signs);
        let folder = folder("fix-endless", &[("a.raci.toml", text.as_bytes())]);
        let run = check(&folder, &["--fix", "--unsafe-fixes"]);
        let after = fs::read_to_string(folder.join("a.raci.toml")).expect("the file");
        (after != text, run.stderr)
    };
    let (changed, error) = fixed(20);
    assert!(changed, "{error}");
    let (changed, error) = fixed(500);
    assert!(!changed);
    assert!(
        error.contains("since 302 tries did not come to an end"),
        "{error}"
    );
}

#[test]
fn a_fix_that_would_break_another_engagement_is_not_written() {
    // For one engagement the roster misspells `Desk`; in the other a team is called just that.
    let one = engagement("[team.desk]\nparty = \"b\"\n");
    let two = engagement("[team.Desk]\nparty = \"b\"\n");
    let roster = b"[workstream.w]\nresponsible = \"Desk\"\n";
    let files: [(&str, &[u8]); 3] = [
        ("a.raci.toml", one.as_bytes()),
        ("b.raci.toml", two.as_bytes()),
        ("staff.roster.toml", roster),
    ];
    let folder = folder("fix-break", &files);
    let run = check(&folder, &["--fix", "--select", "unknown-reference"]);
    assert_eq!(text(&folder, "staff.roster.toml").as_bytes(), roster);
    assert!(
        run.stderr
            .contains("not fixed, since it would bring error[unknown-reference]"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn what_a_fix_brings_to_light_is_reported_and_no_reason_not_to_fix() {
    let text_ = "[engagement]\nclient = \"a\"\nprovider = \"b\"\nprofiles = []\n[party.a]\n[party.b]\n\
        [workstream.w]\nacountable = \"Dana Ortiz\"\n";
    let folder = folder("fix-light", &[("a.raci.toml", text_.as_bytes())]);
    let run = check(&folder, &["--fix", "--select", "unknown-reference"]);
    assert!(text(&folder, "a.raci.toml").contains("accountable = \"Dana Ortiz\""));
    assert!(
        run.stdout.contains("nobody is called `Dana Ortiz`"),
        "{}",
        run.stdout
    );
    assert_eq!(run.code, Some(1));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_protected_stays_and_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let main = engagement("[system.s]\nname = 1\n");
    let roster = b"[person.li]\nparty = \"B\"\n";
    let files: [(&str, &[u8]); 2] = [
        ("a.raci.toml", main.as_bytes()),
        ("staff.roster.toml", roster),
    ];
    let folder = folder("fix-protected", &files);
    let path = folder.join("staff.roster.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
    let run = check(&folder, &["--fix"]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`staff.roster.toml` cannot be written: it is read-only"),
        "{}",
        run.stderr
    );
    assert_eq!(text(&folder, "a.raci.toml"), main, "all or nothing");
    check(&folder, &["--fix"]);
    assert!(text(&folder, "a.raci.toml").contains("name = \"1\""));
    let mode = fs::metadata(&path).expect("metadata").permissions().mode();
    assert_eq!(mode & 0o777, 0o640, "the permissions stay");
    assert_eq!(
        text(&folder, "staff.roster.toml"),
        "[person.li]\nparty = \"b\"\n"
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_nothing_outside_is_touched() {
    let main = engagement("").replace("staff.roster", "../staff.roster");
    let roster = b"[person.li]\nparty = \"B\"\n";
    let files: [(&str, &[u8]); 3] = [
        ("in/a.raci.toml", main.as_bytes()),
        ("in/real.toml", b"[engagement]\nprofiles = []\nnotes = 1\n"),
        ("staff.roster.toml", roster),
    ];
    let folder = folder("fix-outside", &files);
    std::os::unix::fs::symlink("real.toml", folder.join("in/link.raci.toml")).expect("a link");
    let inner = folder.join("in");
    let run = check(&inner, &["--fix", "--allow-outside"]);
    let said = "1 fix is not written, since `../staff.roster.toml` lies outside of the folder";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(!run.stdout.contains("can be fixed"), "{}", run.stdout);
    let run = check(&inner, &["--diff", "--allow-outside"]);
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(!run.stderr.contains("nothing to fix"), "{}", run.stderr);
    assert_eq!(text(&folder, "staff.roster.toml").as_bytes(), roster);
    assert!(text(&inner, "real.toml").contains("notes = \"1\""));
    let link = fs::symlink_metadata(inner.join("link.raci.toml")).expect("metadata");
    assert!(link.is_symlink());
}

#[test]
fn bytes_that_are_no_text_are_not_lost() {
    let bytes = b"[engagement]\nprofiles = []\nnotes = 1 # \xff\n";
    let folder = folder("fix-bytes", &[("a.raci.toml", bytes)]);
    check(&folder, &["--fix"]);
    assert_eq!(fs::read(folder.join("a.raci.toml")).expect("a file"), bytes);
    let run = racilint_in(&folder, &["check", "--diff", "-"], Some(bytes));
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
}

#[test]
fn options_that_do_not_go_together_are_told() {
    let folder = folder("fix-usage", &[("a.raci.toml", ODD)]);
    for (args, said) in [
        (&["--unsafe-fixes"][..], "add `--fix` to write them"),
        (
            &["--diff", "--format", "json"],
            "`--diff` shows changes and no findings",
        ),
        (&["--fix", "-", "a.raci.toml"], "standard input alone"),
        (&["--fix", "-", "--format", "sarif"], "leave out"),
    ] {
        let run = check(&folder, args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
    let run = check(&folder, &["--diff", "missing"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no such file"));
    let empty = crate::folder("fix-empty", &[("x.txt", b"")]);
    assert_eq!(check(&empty, &["--diff"]).code, Some(3));
    assert_eq!(text(&folder, "a.raci.toml").as_bytes(), ODD);
}
