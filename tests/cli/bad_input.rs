//! Files that are not as they should be: each gets a clear answer, and the rest is still checked.

use std::fmt::Write as _;
use std::path::Path;

use crate::{Run, folder, racilint_in};

/// The findings on one file, one a line, without the summary.
fn findings(name: &str, bytes: &[u8]) -> (Vec<String>, Run) {
    let folder = folder(name, &[("a.raci.toml", bytes)]);
    let run = check(&folder, &[]);
    let lines = run
        .stdout
        .lines()
        .filter(|line| line.contains("["))
        .map(str::to_owned)
        .collect();
    (lines, run)
}

fn check(folder: &Path, more: &[&str]) -> Run {
    let args = [
        "check",
        "a.raci.toml",
        "--format",
        "concise",
        "--as-of",
        "2026-11-21",
    ];
    racilint_in(folder, &[&args, more].concat(), None)
}

/// Asserts that the findings begin with these places, rules and words, and that there are no more
/// of these rules.
#[track_caller]
fn finds(name: &str, bytes: &[u8], expected: &[&str]) {
    let (lines, run) = findings(name, bytes);
    let structure: Vec<&String> = lines.iter().filter(|line| is_structure(line)).collect();
    assert_eq!(
        structure.len(),
        expected.len(),
        "{structure:#?}\n{}",
        run.stderr
    );
    for (line, expected) in structure.iter().zip(expected) {
        let line = line.strip_prefix("a.raci.toml:").unwrap_or(line);
        assert!(line.starts_with(expected), "{line}\nis not\n{expected}");
    }
}

fn is_structure(line: &str) -> bool {
    let rules = [
        "duplicate-key",
        "invalid-include",
        "invalid-value",
        "missing-key",
        "no-engagement",
        "syntax-error",
        "unknown-key",
        "wrong-type",
        "duplicate-id",
        "unknown-reference",
    ];
    rules.iter().any(|rule| line.contains(&format!("[{rule}]")))
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let text = br#"[engagement]
model = "comanaged"
client = harbor
starts = "2027-01-01"
headcount = -4
timezone = "America/Los_Angles"

[party.harbor]
hours = "9 to 5"
holidays = [2027-02-30]
nmae = "Harbor"

[person.dana]
party = "harbour"
contact = 5551234

[workstream.patching]
accountable = "dana"
accountable = "lee"
respond-within = "15 min"
"#;
    finds(
        "all-mistakes",
        text,
        &[
            "2:9: error[invalid-value] `comanaged`",
            "3:10: error[syntax-error]",
            "4:10: error[invalid-value] the date `2027-01-01` stands in quotes",
            "5:13: error[invalid-value] `headcount` cannot be -4",
            "6:12: error[invalid-value]",
            "9:9: error[invalid-value] `9 to 5` does not say which hours",
            "10:13: error[syntax-error]",
            "11:1: error[unknown-key] `nmae`",
            "14:9: error[unknown-reference]",
            "15:11: error[wrong-type] `contact` does not take a whole number",
            "19:1: error[duplicate-key]",
            "20:18: error[invalid-value] `15 min` is not a duration",
        ],
    );
}

#[test]
fn empty_files_and_files_of_comments() {
    finds(
        "empty-file",
        b"",
        &["1:1: error[no-engagement] this file is empty"],
    );
    finds(
        "only-bom",
        b"\xef\xbb\xbf",
        &["1:1: error[no-engagement] this file is empty"],
    );
    finds(
        "comments",
        b"# nothing\n# here\n",
        &["1:1: error[no-engagement] this file says nothing"],
    );
}

#[test]
fn line_ends_marks_and_scripts() {
    finds(
        "bom",
        b"\xef\xbb\xbf[engagement]\r\ntitel = \"x\"\r\n",
        &["2:1: error[unknown-key]"],
    );
    let wide = "[engagement]\ntitle = \"日本 é שלום\"\n\t[person.'李']\n\tpartei = 'x'\n";
    finds("scripts", wide.as_bytes(), &["4:2: error[unknown-key]"]);
}

#[test]
fn bytes_that_are_not_utf8_have_a_place() {
    finds(
        "not-utf8",
        b"[engagement]\ntitle = \"caf\xe9\"\nmodle = 1\n",
        &[
            "2:13: error[syntax-error] the file is not UTF-8",
            "3:1: error[unknown-key]",
        ],
    );
}

#[test]
fn includes_that_cannot_be() {
    let include = |what: &str| format!("[engagement]\ninclude = [\"{what}\"]\n");
    let cases = [
        ("missing.toml", "there is no such file"),
        ("sub", "it is a folder"),
        ("a.raci.toml", "closes a circle"),
        ("../outside.toml", "outside the folder"),
        ("circle.toml", "closes a circle"),
        ("second.toml", "an `[engagement]` of its own"),
    ];
    for (index, (what, words)) in cases.iter().enumerate() {
        let text = include(what);
        let files: &[(&str, &[u8])] = &[
            ("in/a.raci.toml", text.as_bytes()),
            ("in/sub/x.toml", b""),
            ("in/circle.toml", b"[engagement]\ninclude = 'a.raci.toml'\n"),
            ("in/second.toml", b"[engagement]\n"),
            ("outside.toml", b""),
        ];
        let folder = folder(&format!("includes-{index}"), files);
        let run = check(&folder.join("in"), &["--select", "invalid-include"]);
        assert_eq!(run.code, Some(1), "{what}: {}", run.stdout);
        assert!(run.stdout.contains(words), "{what}: {}", run.stdout);
        let allowed = check(
            &folder.join("in"),
            &["--select", "invalid-include", "--allow-outside"],
        );
        assert_eq!(
            allowed.code,
            Some(i32::from(!what.starts_with(".."))),
            "{what}: {}",
            allowed.stdout
        );
    }
}

#[test]
fn a_folder_by_the_name_of_a_file() {
    let folder = folder("folder-for-file", &[("a.raci.toml/inner.txt", b"")]);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
}

#[test]
fn what_is_too_large_is_refused() {
    let folder = folder("too-large", &[]);
    let file = std::fs::File::create(folder.join("a.raci.toml")).expect("a file");
    file.set_len(100 * 1024 * 1024).expect("a large file");
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("larger than 64 MiB"), "{}", run.stderr);
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let text = format!(
        "[engagement]\nnotes = {}1{}\n",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let (lines, run) = findings("too-deep", text.as_bytes());
    assert_eq!(run.code, Some(1));
    let deep: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("syntax-error"))
        .collect();
    assert_eq!(deep.len(), 1, "{deep:#?}");
}

/// One bracket, quote or brace left open in the first of a thousand workstreams is told at most
/// three times, and all the others are checked as ever.
#[test]
fn one_fault_stays_one_finding() {
    for (index, fault) in [
        "responsible = [\"soc\"",
        "title = \"Patch",
        "title = \"\"\"Patch",
        "access = { a = 1",
    ]
    .iter()
    .enumerate()
    {
        let mut text =
            format!("[engagement]\nprofiles = []\n[team.soc]\n[workstream.w0]\n{fault}\n");
        for n in 1..1000 {
            let _ = write!(
                text,
                "[workstream.w{n}]\ntitle = \"Work {n}\"\nresponsible = [\"soc\"]\n"
            );
        }
        let (lines, _) = findings(&format!("one-fault-{index}"), text.as_bytes());
        let count = |rule: &str| lines.iter().filter(|line| line.contains(rule)).count();
        assert!(
            (1..=3).contains(&count("[syntax-error]")),
            "{fault}: {}",
            count("[syntax-error]")
        );
        assert!(
            count("[missing-accountable]") >= 999 - 1,
            "{fault}: {}",
            count("[missing-accountable]")
        );
    }
}

/// Workstreams that are each a part of the one before.
#[test]
fn what_is_a_part_of_too_many_is_refused() {
    let mut text =
        String::from("[engagement]\nprofiles = []\n[person.ana]\nparty = 'x'\n[party.x]\n");
    for n in 0..20_000 {
        let parent = n - i32::from(n > 0);
        let _ = write!(text, "[workstream.w{n}]\nparent = 'w{parent}'\n");
    }
    let folder = folder("too-many-parents", &[("a.raci.toml", text.as_bytes())]);
    let run = check(&folder, &["--select", "invalid-value"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.contains("is a part of more than 64 others"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_declaration_that_cannot_be_read_is_told_once() {
    finds(
        "lost-declaration",
        b"[engagement]\nclient = 'x'\n[party.x]\n[person]\ndana = 'Dana'\n[team.t]\nparty = 'x'\nmembers = 'dana'\n",
        &["5:1: error[wrong-type] `dana` is not a key of `person`"],
    );
}

/// One bracket too many or too few loses neither the table nor those of the same kind.
#[test]
fn brackets_amiss_lose_nothing() {
    finds(
        "brackets",
        b"[engagement]\nclient = 'b'\n[party.a]\nnmae = 1\n[[party]]\n[party.b]]\n[[party.c]]\nnmae = 1\n",
        &[
            "4:1: error[unknown-key] `nmae`",
            "5:3: error[syntax-error] `party` has double brackets here",
            "6:1: error[syntax-error] there is a closing bracket too many",
            "7:9: error[wrong-type] `party.c` takes one bracket, not two",
            "8:1: error[unknown-key] `nmae`",
        ],
    );
    finds(
        "two-engagements",
        b"[[engagement]]\nmodle = 1\n[grant]\nholder = []\naction = []\nmode = 'prohibited'\n",
        &[
            "1:1: error[wrong-type] `engagement` takes one bracket, not two",
            "2:1: error[unknown-key]",
            "3:1: error[wrong-type] `grant` takes two brackets, not one",
            "4:10: error[missing-key] `holder` is empty here",
            "5:10: error[missing-key] `action` is empty here",
        ],
    );
}

#[test]
fn values_that_contradict_themselves() {
    let text = br#"[engagement]
starts = 2028-01-01
ends = 2027-01-01
reviewed = 2026-11-02T10:00:00
headcount = 1,000
review every = "1y"
provider = [["a"]]
[party.a]
hours = { outside = "b", timezone = "UTC" }
[party.b]
hours = []
[party.c]
hours = { window = "24x7", outside = "b" }
[person.x]
away = [{ from = 2027-03-12, to = 2027-03-01 }, { from = 2027-03-12, to = 2027-03-12 }]
[evidence.e]
every = "monthly"
[workstream.patching]
respond-within = "1000000w"
[workstream.patching.slice]
x = 1
"#;
    finds(
        "contradictions",
        text,
        &[
            "3:8: error[invalid-value] `ends` lies before `starts`",
            "4:12: error[invalid-value] a date is meant here, without a time of day",
            "5:14: error[syntax-error] a number has no commas in it",
            "6:1: error[unknown-key] `review every`",
            "7:13: error[wrong-type] `provider` takes one list",
            "9:37: error[invalid-value] `outside` takes no zone",
            "11:9: error[invalid-value] no hours are named here",
            "13:9: error[invalid-value] these hours say both",
            "15:35: error[invalid-value] `to` lies before `from`",
            "17:9: error[invalid-value] `monthly` is not a duration",
            "19:18: error[invalid-value] `1000000w` is too large",
            "21:1: error[wrong-type] `x` is not a key of `slice`",
        ],
    );
}

/// Nobody has named what a folder holds: links lead nowhere else, and nothing makes a check wait.
#[cfg(unix)]
#[test]
fn what_lies_in_a_folder_is_a_file_of_that_folder() {
    use std::os::unix::fs::symlink;

    let folder = folder(
        "links",
        &[
            ("in/ok.raci.toml", b"[engagement]\nprofiles = []\n"),
            ("secret", b"x"),
        ],
    );
    let inside = folder.join("in");
    symlink("../secret", inside.join("link.raci.toml")).expect("a link");
    symlink("/dev/zero", inside.join("zero.raci.toml")).expect("a link");
    let check = |more: &[&str]| {
        let args = [&["check", ".", "--format", "concise"], more].concat();
        racilint_in(&inside, &args, None)
    };
    let run = check(&[]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("`link.raci.toml` cannot be read: it leads out of the folder"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .contains("`zero.raci.toml` cannot be read: it is a pipe or a device"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("in 1 file"), "{}", run.stdout);
    let run = check(&["--allow-outside"]);
    assert!(run.stdout.contains("link.raci.toml:1:1"), "{}", run.stdout);

    let text = b"[engagement]\nprofiles = []\ninclude = '/dev/zero'\n";
    std::fs::write(inside.join("ok.raci.toml"), text).expect("a file");
    let run = check(&["--allow-outside", "--select", "invalid-include"]);
    assert!(
        run.stdout
            .contains("`/dev/zero` cannot be included: it is a pipe or a device"),
        "{}",
        run.stdout
    );
}

/// Nobody learns which files there are outside: one that is there is refused like one that is not.
#[cfg(unix)]
#[test]
fn a_file_outside_is_refused_whether_it_is_there_or_not() {
    use std::os::unix::fs::symlink;

    let text = b"[engagement]\nprofiles = []\ninclude = [
'../there.toml', '../gone.toml', '../gone/further.toml', '/gone.toml',
'link-there.toml', 'link-gone.toml', 'gone.toml', 'gone/further.toml', 'loop.toml']\n";
    let folder = folder(
        "outside-or-not",
        &[("in/ok.raci.toml", text.as_slice()), ("there.toml", b"")],
    );
    let inside = folder.join("in");
    symlink("../there.toml", inside.join("link-there.toml")).expect("a link");
    symlink("../gone.toml", inside.join("link-gone.toml")).expect("a link");
    symlink("loop.toml", inside.join("loop.toml")).expect("a link");
    let says = |more: &[&str]| {
        let args = ["check", ".", "--select", "invalid-include"];
        let args = [&args[..], &["--format", "concise", "-q"], more].concat();
        let run = racilint_in(&inside, &args, None);
        let reasons = run
            .stdout
            .lines()
            .filter_map(|line| line.split_once("included: "));
        let reasons = reasons.map(|(_, reason)| reason.split(' ').next().map(str::to_owned));
        reasons.flatten().collect::<Vec<String>>().join(" ")
    };
    assert_eq!(says(&[]), "it it it it it it there there Too");
    assert_eq!(
        says(&["--allow-outside"]),
        "there there there it there there there Too"
    );
}

#[test]
fn a_file_of_another_kind_is_refused_by_its_ending_and_stays_as_it_is() {
    let text = b"%PDF-1.4\n";
    let good = b"[engagement]\nprofiles = []\n";
    let folder = folder(
        "other-kinds",
        &[
            ("plan.pdf", text),
            ("plan.XLS", text),
            ("plan.bak", text),
            ("a.raci.toml", good),
        ],
    );
    let said = "`plan.pdf` cannot be read: engagements come as .toml, matrices as .md, .csv, .tsv, \
                .xlsx, .ods or .html; copy the table into a spreadsheet first";
    for args in [
        &["check", "plan.pdf"][..],
        &["check", "--fix", "plan.pdf"],
        &["check", "--diff", "plan.pdf"],
        &["check", "--stdin-filename", "plan.pdf", "-"],
        &["check", "--fix", "--stdin-filename", "plan.pdf", "-"],
        &["who", "x", "plan.pdf"],
    ] {
        let run = racilint_in(&folder, args, Some(text));
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
    let run = racilint_in(&folder, &["check", "plan.XLS", "a.raci.toml"], None);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("save it as `.xlsx` first"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("a.raci.toml: "), "the rest is checked");
    // Text without a known ending is read, and not repaired.
    let run = racilint_in(&folder, &["check", "--fix", "plan.bak"], None);
    assert!(
        run.stdout.contains("begin comments with `#`"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("can be fixed"), "{}", run.stdout);
    for name in ["plan.pdf", "plan.bak"] {
        assert_eq!(std::fs::read(folder.join(name)).expect("a file"), text);
    }
}
