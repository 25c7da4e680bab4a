//! `racilint init`, `completions` and `man`.

use std::fs;
use std::path::Path;

use crate::{Run, folder, racilint, racilint_in};

const CO: [&str; 6] = [
    "--model",
    "co-managed",
    "--client",
    "Harbor Clinics",
    "--provider",
    "Northwind",
];
const FM: [&str; 6] = [
    "--model",
    "fully-managed",
    "--client",
    "Harbor Clinics",
    "--provider",
    "Northwind",
];

fn init(folder: &Path, args: &[&str]) -> Run {
    racilint_in(folder, &[&["init"], args].concat(), None)
}

#[test]
fn what_is_open_in_a_draft_is_what_says_tbd() {
    for (model, args) in [("co", CO), ("fm", FM)] {
        let folder = folder(&format!("init-{model}"), &[]);
        let run = init(&folder, &args);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            run.stdout.contains("  racilint check harbor.raci.toml\n"),
            "{}",
            run.stdout
        );
        let run = racilint_in(&folder, &["check", "--format", "concise"], None);
        let lines: Vec<&str> = run
            .stdout
            .lines()
            .filter(|line| line.contains(".toml:"))
            .collect();
        let found: Vec<&&str> = lines.iter().filter(|line| line.contains('[')).collect();
        assert!(found.len() > 10, "{}", run.stdout);
        for line in found {
            let is_open = line.contains("error[unfilled-assignee]") && line.contains("`TBD`");
            // How fast it must be is for the two to agree.
            let is_pace = line.contains("note[escalation-too-slow]");
            assert!(is_open || is_pace, "{line}");
        }
    }
}

#[test]
fn a_draft_says_how_much_is_open() {
    let folder = folder("init-count", &[]);
    let run = init(&folder, &CO);
    let checked = racilint_in(&folder, &["check", "--format", "concise"], None);
    let open = checked.stdout.matches("unfilled-assignee").count();
    assert!(
        run.stdout.contains(&format!("{open} places")),
        "{}",
        run.stdout
    );
}

#[test]
fn a_file_that_is_there_is_not_touched() {
    let folder = folder("init-there", &[("harbor.raci.toml", b"mine")]);
    let run = init(&folder, &CO);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("`harbor.raci.toml` is there already"),
        "{}",
        run.stderr
    );
    assert_eq!(
        fs::read(folder.join("harbor.raci.toml")).expect("a file"),
        b"mine"
    );
    let run = init(&folder, &[&["second.raci.toml"][..], &CO].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn nobody_waits_for_an_answer_that_cannot_come() {
    let folder = folder("init-silent", &[]);
    let run = init(&folder, &["--client", "Harbor"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("nobody can be asked here"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("--model co-managed --provider"),
        "{}",
        run.stderr
    );
    assert_eq!(fs::read_dir(folder).expect("a folder").count(), 0);
}

#[test]
fn names_of_every_kind_are_written_so_that_they_are_read_again() {
    let folder = folder("init-names", &[]);
    for (client, provider, file) in [
        (
            "Harbor \"Clinics\" \\ Co",
            "Müller & Söhne",
            "harbor.raci.toml",
        ),
        ("株式会社", "北", "client.raci.toml"),
        ("  Same  ", "same", "same.raci.toml"),
        ("{{model}}", "]]", "model.raci.toml"),
    ] {
        let run = init(
            &folder,
            &[
                "--model",
                "fully-managed",
                "--client",
                client,
                "--provider",
                provider,
                "--profile",
                "HIPAA,msp-baseline",
            ],
        );
        assert_eq!(run.code, Some(0), "{client}: {}", run.stderr);
        let args = [
            "check",
            "--format",
            "concise",
            "--select",
            "unfilled-assignee",
            file,
        ];
        let run = racilint_in(&folder, &args, None);
        for line in run.stdout.lines().filter(|line| line.contains("error[")) {
            assert!(line.contains("unfilled-assignee"), "{client}: {line}");
        }
    }
    for (args, said) in [
        (["--client", "", "--provider", "b"], "a name is needed"),
        (["--client", "a\nb", "--provider", "b"], "on one line"),
    ] {
        let run = init(&folder, &[&["--model", "co-managed"], &args[..]].concat());
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn wrong_answers_in_options_are_told() {
    let folder = folder("init-wrong", &[]);
    for (args, said) in [
        (&["--profile", "hippa"][..], "did you mean `hipaa`?"),
        (
            &["--timezone", "New York"],
            "did you mean `America/New_York`?",
        ),
        (&["--starts", "1.2.27"], "year-month-day"),
        (&["missing/a.raci.toml"], "there is no folder `missing`"),
        (&["notes.txt"], "ends in `.raci.toml`"),
    ] {
        let run = init(&folder, &[args, &CO].concat());
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
    let run = init(
        &folder,
        &[
            &["--timezone", "europe/berlin", "--starts", "2027-02-01"][..],
            &CO,
        ]
        .concat(),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = fs::read_to_string(folder.join("harbor.raci.toml")).expect("a file");
    assert!(
        text.contains("\ntimezone = \"Europe/Berlin\"\n")
            && text.contains("\nstarts   = 2027-02-01\n")
    );
}

#[test]
fn every_shell_gets_its_completions() {
    for (shell, sign) in [
        ("bash", "complete -F _racilint"),
        ("zsh", "#compdef racilint"),
        ("fish", "complete -c racilint"),
        ("powershell", "Register-ArgumentCompleter"),
        ("nushell", "export extern racilint"),
    ] {
        let run = racilint(&["completions", shell]);
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains(sign), "{shell}");
        assert!(run.stdout.contains("unsafe-fixes"), "{shell}");
    }
    assert_eq!(racilint(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn manual_pages_are_there_for_all_commands() {
    let run = racilint(&["man"]);
    assert!(
        run.stdout.contains(".TH racilint 1") && run.stdout.contains("racilint\\-check"),
        "{}",
        run.stdout
    );
    let run = racilint(&["man", "check"]);
    assert!(
        run.stdout
            .contains("racilint\\-check \\- Check engagement files"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("Exit codes"));
    let run = racilint(&["man", "baseline", "write"]);
    assert!(
        run.stdout.contains("racilint\\-baseline\\-write \\- "),
        "{}",
        run.stdout
    );
    let run = racilint(&["man", "check", "twice"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("there is no command `twice`; `check` has none"),
        "{}",
        run.stderr
    );
    let run = racilint(&["man", "chek"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("there is no command `chek`; there are init, check,"),
        "{}",
        run.stderr
    );
}
