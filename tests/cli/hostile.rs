//! Files of the other side of a contract, written to do harm: nothing in them commands a terminal,
//! hides, turns text round, becomes a formula, a tag or an annotation, or makes a run endless.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{command, folder};

/// One of each kind of harm: commands to a terminal, a text that runs the other way, a tag, an
/// annotation, a cell of a table, a formula.
const HARM: &str = "\\u001B[31mred\\u001B]0;x\\u0007\\u009B2J\\u202Egnp.exe\\u2066\\u200B\\u007F\
    <img src=x onerror=alert(1)></script>|**b**`\\n::error::pwned\\r\\n%0A[x](javascript:alert(1))\
    &rlm;~~y~~ @octocat";

/// The same in a file that is no TOML.
const RAW: &str = "\u{1b}[31mred\u{1b}]0;x\u{7}\u{9b}2J\u{202e}gnp.exe\u{2066}\u{200b}\u{7f}\
    <img src=x onerror=alert(1)></script>";

/// A line that a runner of GitHub takes for a command, wherever it is printed.
pub(crate) const COMMAND: &str = "\n::error::pwned";

fn engagement() -> String {
    let mut text = format!(
        "[engagement]\ntitle = \"{HARM}\"\nmodel = \"co-managed\"\nclient = \"harbor\"\n\
         provider = \"north\"\nprofiles = [\"hipaa\", \"{HARM}\"]\ntimezone = \"UTC\"\n\
         \"{HARM}\" = 1\n\n[party.harbor]\nname = \"{HARM}\"\nhours = \"Mon-Fri 08:00-17:00\"\n\n\
         [party.north]\nname = \"=cmd|' /C calc'!A1\"\nhours = \"{HARM}\"\n\n"
    );
    for id in [
        HARM, "=1+1", "-2+3", "@x", "+cmd", " =1", "\u{a0}=1", "＝1", "a;=1+1;b", "a\\n=1",
    ] {
        text.push_str(&format!(
            "[person.\"{id}\"]\nname = \"{id}\"\nparty = \"north\"\n\n\
             [workstream.\"{id}\"]\ntitle = \"{id}\"\nresponsible = \"{id}\"\naccountable = [\"{id}\", \"no {id}\"]\n\
             hours = \"24x7\"\nneeds = [\"isolate-endpoint\", \"{id}\"]\nrespond-within = \"15m\"\n\
             decide-within = \"30m\"\n\n[[waiver]]\nrule = \"missing-deputy\"\non = \"workstream.{id}\"\nreason = \"{id}\"\n\
             owner = \"{id}\"\napproved-by = \"{id}\"\nuntil = 2027-01-01\n\n"
        ));
    }
    text
}

/// A folder in which the names of files do harm as well.
fn hostile(name: &str) -> (PathBuf, String) {
    let file = match cfg!(windows) {
        true => "a.raci.toml".to_owned(),
        false => format!("a`\u{1b}[31m\u{202e}<img src=x>,::%0A{COMMAND}.raci.toml"),
    };
    let text = engagement();
    let matrix =
        format!("Task,CIO {RAW},Provider\nPatch {RAW},A,R\n=1+1,R,A\n\"{RAW}\",X{RAW},R\n");
    let files: [(&str, &[u8]); 2] = [(&file, text.as_bytes()), ("m.csv", matrix.as_bytes())];
    (folder(name, &files), file)
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    let mut run = command(folder, args);
    run.stdin(Stdio::null()).output().expect("a run")
}

/// The first character that commands, hides or turns round. Line breaks do none of it by themselves;
/// what begins behind one may.
fn harmful(text: &str) -> Option<char> {
    let is_harmful = |c: &char| match c {
        '\n' => false,
        c if c.is_control() => true,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        _ => false,
    };
    text.chars().find(is_harmful)
}

/// Both streams of a run are fit for a terminal.
#[track_caller]
pub(crate) fn harmless(output: &Output, how: &str) -> String {
    for bytes in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(bytes)
            .expect("UTF-8")
            .replace("\r\n", "\n");
        let line = harmful(&text).and_then(|c| text.lines().find(|line| line.contains(c)));
        assert_eq!(line, None, "{how}");
        let is_command = |line: &&str| line.trim_start().starts_with(COMMAND.trim_start());
        assert_eq!(text.lines().find(is_command), None, "{how}");
    }
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const DAY: [&str; 2] = ["--as-of", "2026-11-21"];

#[test]
fn nothing_reaches_the_terminal_raw() {
    let (folder, file) = hostile("hostile-terminal");
    let file = file.as_str();
    for format in [
        "human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown",
    ] {
        let args = [
            &[
                "check",
                file,
                "--verbose",
                "--statistics",
                "--format",
                format,
            ],
            &DAY[..],
        ];
        let told = harmless(&run(&folder, &args.concat()), format);
        assert!(told.len() > 5_000, "{format}: {}", told.len());
    }
    let commands: [&[&str]; 19] = [
        &["check", file, "--screen-reader"],
        &["check", file, "--group-by", "party"],
        &["check", file, "--show-settings"],
        &["check", file, "--show-settings", "--format", "json"],
        &["check", "m.csv"],
        &["coverage", file],
        &["coverage", file, "--format", "markdown"],
        &["coverage", file, "--format", "csv"],
        &["coverage", file, "--format", "json"],
        &["waivers", file],
        &["waivers", file, "--format", "markdown"],
        &["waivers", file, "--format", "csv"],
        &["waivers", file, "--format", "json"],
        &["matrix", file],
        &["matrix", file, "--format", "markdown"],
        &["matrix", file, "--format", "html"],
        &["resilience", file],
        &["week", file],
        &["drill", file],
    ];
    for args in commands {
        harmless(&run(&folder, &[args, &DAY].concat()), &format!("{args:?}"));
    }
    let others: [&[&str]; 5] = [
        &["import", "m.csv"],
        &["import", "m.csv", "--output", "out.raci.toml"],
        &[
            "init",
            "new.raci.toml",
            "--yes",
            "--client",
            RAW,
            "--provider",
            RAW,
            "--model",
            "co-managed",
        ],
        &["baseline", "write", file, "--output", "b\u{1b}[31m.json"],
        &["baseline", "write", ".", "--output", "b.json"],
    ];
    for args in others {
        harmless(&run(&folder, args), &format!("{args:?}"));
    }
}

/// The words of somebody else's profile, also where only the folder's configuration names it.
#[test]
fn profiles_of_others_are_harmless() {
    let profile = format!(
        "[profile]\nid = \"h\"\ntitle = \"{HARM}\"\nversion = \"{HARM}\"\nareas = [\"cc\"]\n\
         [area.cc]\ntitle = \"{HARM}\"\n[action.aa]\ntitle = \"{HARM}\"\n\
         [duty.d]\ntitle = \"{HARM}\"\nrefs = [\"{HARM}\"]\nkind = \"area\"\nhold = \"client\"\n\
         evidence = \"none\"\n"
    );
    let engagement = "[engagement]\nmodel = \"co-managed\"\nclient = \"a\"\nprovider = \"b\"\n\
                      profiles = [\"./m.profile.toml\"]\n[party.a]\n[party.b]\n\
                      [workstream.w]\nresponsible = \"a\"\naccountable = \"a\"\n";
    let folder = folder(
        "hostile-profiles",
        &[
            ("m.profile.toml", profile.as_bytes()),
            ("m.raci.toml", engagement.as_bytes()),
            ("racilint.toml", b"profiles = [\"./m.profile.toml\"]\n"),
        ],
    );
    let commands: [&[&str]; 8] = [
        &["list", "areas"],
        &["list", "actions"],
        &["list", "duties"],
        &["list", "profiles"],
        &["list", "profiles", "--format", "json"],
        &["explain", "h:d"],
        &["coverage", "m.raci.toml"],
        &["coverage", "m.raci.toml", "--format", "markdown"],
    ];
    for args in commands {
        let told = harmless(&run(&folder, args), &format!("{args:?}"));
        assert!(told.contains("red"), "{args:?}: {told}");
        let markdown = args.contains(&"markdown");
        assert!(
            !markdown || !told.replace("\\<", "").contains("<img"),
            "{told}"
        );
    }
}

/// A folder of somebody else may hold anything under the name of what git reads.
#[cfg(unix)]
#[test]
fn rules_of_git_that_are_no_file_are_refused() {
    let text: &[u8] = b"[engagement]\n";
    let folder = folder(
        "hostile-gitignore",
        &[("in/a.raci.toml", text), ("b.raci.toml", text)],
    );
    std::os::unix::fs::symlink("/dev/zero", folder.join("in/.gitignore")).expect("a link");
    let output = run(&folder, &["check", "."]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains(".gitignore` cannot be read: it is a pipe or a device"),
        "{told}"
    );
    let output = run(&folder, &["check", "in"]);
    assert_eq!(output.status.code(), Some(2));
}

/// Names that are typed, or that a script passes on, and are not there.
#[test]
fn messages_about_names_are_harmless() {
    let (folder, _) = hostile("hostile-messages");
    let commands: [&[&str]; 11] = [
        &["check", RAW],
        &["check", "--select", RAW],
        &["check", "--format", RAW],
        &["check", "--as-of", RAW],
        &["check", "--profile", RAW],
        &["check", "--config", RAW],
        &["check", "--baseline", RAW],
        &["check", "--\u{1b}[31m"],
        &["explain", RAW],
        &["import", RAW],
        &[RAW],
    ];
    for args in commands {
        let output = run(&folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        harmless(&output, &format!("{args:?}"));
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn configurations_and_baselines_are_harmless() {
    let config = format!(
        "\"{HARM}\" = 1\nselect = [\"{HARM}\"]\nextends = \"{HARM}\"\n[levels]\n\"{HARM}\" = \"{HARM}\"\n"
    );
    let baseline = format!(
        "{{\"version\": \"{}\"}}",
        HARM.replace("\\u001B", "\\u001b")
    );
    let files: [(&str, &[u8]); 3] = [
        ("racilint.toml", config.as_bytes()),
        ("b.json", baseline.as_bytes()),
        ("a.raci.toml", b"[engagement]\n"),
    ];
    let folder = folder("hostile-config", &files);
    let output = run(&folder, &["check", "a.raci.toml"]);
    assert_eq!(output.status.code(), Some(2));
    harmless(&output, "config");
    let output = run(
        &folder,
        &[
            "check",
            "a.raci.toml",
            "--no-config",
            "--baseline",
            "b.json",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    harmless(&output, "baseline");
}

/// What of a Markdown text is not escaped and stands in no code.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let width = match c {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                let fence = &rest[..rest.len() - rest.trim_start_matches('`').len()];
                let inside = &rest[fence.len()..];
                fence.len() + inside.find(fence).map_or(0, |end| end + fence.len())
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[width..];
    }
    out
}

/// What comes from files is text in every format, never a part of the format.
#[test]
fn nothing_from_a_file_becomes_a_part_of_the_format() {
    let (folder, file) = hostile("hostile-formats");
    let of = |args: &[&str]| {
        let output = run(&folder, &[args, &DAY].concat());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for text in [
        of(&["matrix", &file, "--format", "html"]),
        of(&["week", &file, "--format", "svg"]),
        of(&["check", &file, "--format", "junit"]),
    ] {
        assert!(!text.contains("<img"), "{text}");
        assert!(!text.contains("alert(1)></script>"), "{text}");
    }
    roxmltree::Document::parse(&of(&["check", &file, "--format", "junit"])).expect("XML");
    for text in [
        of(&["check", &file, "--format", "markdown"]),
        of(&["matrix", &file, "--format", "markdown"]),
        of(&["coverage", &file, "--format", "markdown"]),
        of(&["waivers", &file, "--format", "markdown"]),
        of(&["resilience", &file, "--format", "markdown"]),
    ] {
        let plain = unescaped(&text);
        for sign in ["&rlm;", "~~", "@octocat"] {
            assert!(!plain.contains(sign), "{sign}: {plain}");
        }
        assert!(!plain.contains("<img"), "{plain}");
        assert!(!plain.contains("](javascript:"), "{plain}");
    }
    for line in of(&["check", &file, "--format", "github"]).lines() {
        let is_own = ["::error title=", "::warning title=", "::notice title="];
        let is_annotation = line.starts_with("::");
        assert!(
            !is_annotation || is_own.iter().any(|own| line.starts_with(own)),
            "{line}"
        );
        assert!(!line.starts_with("::error::pwned"), "{line}");
    }
    for format in ["json", "sarif", "gitlab"] {
        let text = of(&["check", &file, "--format", format]);
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
}

/// No cell of a CSV file begins as a formula does.
#[test]
fn no_cell_is_a_formula() {
    let (folder, file) = hostile("hostile-formulas");
    for command in ["matrix", "coverage", "waivers"] {
        let args = [command, &file, "--format", "csv", "--as-of", "2026-11-21"];
        let output = run(&folder, &args);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let mut begins = true;
        for c in text.chars() {
            assert!(
                !begins || !"=+-@\t\r＝＋－＠".contains(c),
                "{command}: {text}"
            );
            begins = match c {
                '"' => begins,
                c if c != '\n' && c.is_whitespace() => begins,
                ',' | '\n' | ';' => true,
                _ => false,
            };
        }
    }
}

pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("an archive").into_inner()
}

fn ods(head: &str, cell: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?>{head}<office:document-content xmlns:office=\"o\" \
         xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"RACI\">\
         <table:table-row><table:table-cell><text:p>Task</text:p></table:table-cell>\
         <table:table-cell><text:p>CIO</text:p></table:table-cell>\
         <table:table-cell><text:p>MSP</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell><text:p>Patch {cell}</text:p></table:table-cell>\
         <table:table-cell><text:p>A</text:p></table:table-cell>\
         <table:table-cell><text:p>R</text:p></table:table-cell></table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

/// Entities of a workbook's own are never filled in: neither from a file nor a thousandfold.
#[test]
fn entities_are_not_filled_in() {
    let mut laughs = String::from("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for n in 1..30 {
        let before = format!("&a{};", n - 1).repeat(10);
        laughs.push_str(&format!("<!ENTITY a{n} \"{before}\">"));
    }
    laughs.push_str("]>");
    let file = "<!DOCTYPE x [<!ENTITY f SYSTEM \"secret.txt\">]>";
    let files: [(&str, &[u8]); 4] = [
        ("laughs.ods", &ods(&laughs, "&a29;")),
        ("file.ods", &ods(file, "&f;")),
        ("plain.ods", &ods("", "servers")),
        ("secret.txt", b"TOPSECRET"),
    ];
    let folder = folder("hostile-entities", &files);
    let plain = run(&folder, &["import", "plain.ods"]);
    assert!(String::from_utf8_lossy(&plain.stdout).contains("Patch servers"));
    for name in ["laughs.ods", "file.ods"] {
        let output = run(&folder, &["import", name]);
        let told = harmless(&output, name);
        assert!(
            !told.contains("TOPSECRET") && !told.contains("hahaha"),
            "{told}"
        );
        assert!(told.len() < 20_000, "{name}");
        assert_ne!(output.status.code(), None, "{name}");
    }
}

/// A small file that is 130 MiB when it is unpacked.
#[test]
fn what_unpacks_without_end_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("content.xml", SimpleFileOptions::default())
        .expect("a part");
    let blanks = vec![b' '; 1024 * 1024];
    for _ in 0..130 {
        writer.write_all(&blanks).expect("memory");
    }
    let bomb = writer.finish().expect("an archive").into_inner();
    assert!(bomb.len() < 1024 * 1024);
    let folder = folder("hostile-bomb", &[("m.xlsx", &bomb)]);
    // As a matrix that is checked, it is a finding; the importer says the same.
    let output = run(&folder, &["check", "m.xlsx", "--format", "concise"]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("[import-file-unreadable]"), "{told}");
    assert!(
        told.contains("unpacked it is larger than 128 MiB"),
        "{told}"
    );
}

/// More files than an engagement may include, and links out of the folder: each is a finding.
#[test]
fn includes_have_limits() {
    let names: Vec<String> = (0..300).map(|at| format!("p{at}.toml")).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!(
        "[engagement]\nprofiles = []\ninclude = [{}]\n",
        quoted.join(", ")
    );
    let mut files: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    files.push(("a.raci.toml", text.as_bytes()));
    let folder = folder("hostile-includes", &files);
    let output = run(
        &folder,
        &[
            "check",
            "a.raci.toml",
            "--select",
            "invalid-include",
            "--format",
            "concise",
        ],
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("there are more than 256 of them"), "{told}");
}

#[cfg(unix)]
#[test]
fn links_and_extends_do_not_lead_out() {
    let files: [(&str, &[u8]); 4] = [
        ("out/secret.toml", b"[person.TOPSECRET]\nnmae = 1\n"),
        ("out/rules.toml", b"TOPSECRET = 1\n"),
        ("in/a.raci.toml", b"[engagement]\nprofiles = ['./p.profile.toml']\ninclude = ['link.toml', '../out/secret.toml']\n"),
        ("in/.git/HEAD", b""),
    ];
    let folder = folder("hostile-out", &files);
    let inside = folder.join("in");
    std::os::unix::fs::symlink("../out/secret.toml", inside.join("link.toml")).expect("a link");
    std::os::unix::fs::symlink("../out/rules.toml", inside.join("p.profile.toml")).expect("a link");
    let output = run(&inside, &["check", "a.raci.toml", "--format", "concise"]);
    let told = harmless(&output, "includes");
    assert!(!told.contains("TOPSECRET"), "{told}");
    assert_eq!(told.matches("outside the folder").count(), 3, "{told}");
    std::fs::write(
        inside.join("racilint.toml"),
        "extends = ['../out/rules.toml']\n",
    )
    .expect("a file");
    let output = run(&inside, &["check", "a.raci.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !error.contains("TOPSECRET") && error.contains("lies outside"),
        "{error}"
    );
}
