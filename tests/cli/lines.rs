//! Line breaks in what others have named: file names, ids and sheet names begin no line of their own,
//! in whatever they are shown. A runner would take such a line for a command.

use crate::folder;
use crate::hostile::{COMMAND, harmless, run, zipped};

/// A workbook with a line break in the name of its sheet.
fn workbook() -> Vec<u8> {
    let sheet = format!("S{}", COMMAND.replace('\n', "&#10;"));
    let row = |cells: [&str; 3]| {
        let cells = cells
            .map(|cell| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>"));
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"{sheet}\">\
         {}{}</table:table></office:spreadsheet></office:body></office:document-content>",
        row(["Task", "CIO", "MSP"]),
        row(["Patch", "A", "R"]),
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

/// A file name, an id or the name of a sheet with a line break in it begins no line of its own, in
/// whatever it is shown.
#[test]
fn no_name_begins_a_line() {
    let id = "w\\n::error::pwned";
    let ids = format!(
        "[engagement]\nmodel = \"co-managed\"\nclient = \"c\"\nprovider = \"p\"\ntimezone = \"UTC\"\n\
         [party.c]\n[party.p]\nhours = \"24x7\"\n[person.\"{id}\"]\nparty = \"p\"\n\
         [action.\"{id}\"]\ntitle = \"{id}\"\n\
         [workstream.\"{id}\"]\nresponsible = \"{id}\"\naccountable = \"{id}\"\nhours = \"24x7\"\n\
         needs = [\"{id}\"]\ndecide-within = \"1h\"\n"
    );
    let table = format!("Task,\"CIO{COMMAND}\",MSP\nPatch,A,R\n");
    let name = |ending: &str| format!("a{COMMAND}.{ending}");
    let folder = folder(
        "hostile-lines",
        &[
            ("ids.raci.toml", ids.as_bytes()),
            (&format!("in/{}", name("raci.toml")), ids.as_bytes()),
            (&name("csv"), table.as_bytes()),
            ("sheet.ods", &workbook()),
            (&format!("broken/{}", name("raci.toml")), b"[engagement\n"),
            (&format!("rules{COMMAND}/racilint.toml"), b"ignore = []\n"),
            (&format!("wrong{COMMAND}/racilint.toml"), b"ignore = [1]\n"),
            (&format!("wrong{COMMAND}/a.raci.toml"), ids.as_bytes()),
            ("p.profile.toml", format!(
                "[profile]\nid = \"h\"\ntitle = \"{id}\"\nversion = \"1\"\nareas = [\"cc\"]\n\
                 [duty.d]\ntitle = \"{id}\"\nrefs = [\"{id}\"]\nkind = \"area\"\nhold = \"client\"\n\
                 description = \"{id}\"\nnote = \"{id}\"\nevidence = \"none\"\n").as_bytes()),
            (&format!("both/1{}", name("raci.toml")), ids.as_bytes()),
            (&format!("both/2{}", name("raci.toml")), ids.as_bytes()),
            ("b.json", b"{\"version\": \"x\\n::error::pwned\"}"),
        ],
    );
    std::fs::create_dir_all(folder.join("dangling")).expect("a folder");
    let dangling = folder.join("dangling").join(name("raci.toml"));
    std::os::unix::fs::symlink("nowhere", &dangling).expect("a link");
    let pipe = folder.join("pipe").join(name("raci.toml"));
    std::fs::create_dir_all(folder.join("pipe")).expect("a folder");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());

    let (csv, rules) = (name("csv"), format!("rules{COMMAND}/racilint.toml"));
    let wrong = format!("wrong{COMMAND}");
    let (inside, csv, rules, wrong) = (
        format!("in/{}", name("raci.toml")),
        csv.as_str(),
        rules.as_str(),
        wrong.as_str(),
    );
    let bad = format!("x{COMMAND}");
    let bad = bad.as_str();
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for command in [
        "check",
        "coverage",
        "waivers",
        "matrix",
        "resilience",
        "week",
        "drill",
        "who",
    ] {
        let work: &[&str] = if command == "who" { &[bad] } else { &[] };
        for what in [
            "in",
            "ids.raci.toml",
            "broken",
            "dangling",
            "pipe",
            "both",
            csv,
            wrong,
            bad,
        ] {
            runs.push([&[command], work, &[what]].concat());
        }
        runs.push([&[command], work, &["in", "--as-of", bad]].concat());
        runs.push([&[command], work, &["in", "--config", bad]].concat());
        runs.push([&[command], work, &["in", "--config", rules]].concat());
        runs.push([&[command], work, &["in", "--format", bad]].concat());
        runs.push([&[command, bad], work, &["--format", bad]].concat());
    }
    for (command, formats) in [
        (
            "check",
            &[
                "human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown",
            ][..],
        ),
        ("coverage", &["human", "markdown", "csv", "json"]),
        ("waivers", &["human", "markdown", "csv", "json"]),
        ("matrix", &["table", "markdown", "csv", "html"]),
        ("resilience", &["human", "markdown", "json"]),
        ("week", &["human", "svg", "json"]),
    ] {
        for format in formats {
            runs.push(vec![command, &inside, "--format", format]);
        }
    }
    let id = id.replace("\\n", "\n");
    let id = id.as_str();
    let others: [&[&str]; 45] = [
        &["check", "dangling", "--format", "junit"],
        &["check", "in", "pipe", "--format", "github"],
        &[
            "check",
            "in",
            "--verbose",
            "--statistics",
            "--group-by",
            "engagement",
        ],
        &["check", "in", "--show-settings", "--config", rules],
        &["check", "in", "--diff"],
        &["check", "in", "--diff", "--unsafe-fixes"],
        &["check", "both", "--fix", "--verbose"],
        &["check", "in", "--select", bad],
        &["check", "in", "--ignore", bad],
        &["check", "in", "--profile", bad],
        &["check", "in", "--baseline", bad],
        &["check", "in", "--baseline", "b.json"],
        &["check", "in", "--output", bad],
        &["check", "in", "--output", "json=no\n::error::pwned/x"],
        &["check", "in", "--threads", bad],
        &["check", "--\n::error::pwned"],
        &["check", csv, "--sheet", bad],
        &["coverage", "in", "--profile", bad],
        &["coverage", "in", "--profile", "p.profile.toml"],
        &["who", id, &inside],
        &["who", id, &inside, "--action", bad],
        &["who", id, &inside, "--without", bad],
        &["who", id, &inside, "--at", bad],
        &["week", &inside, "--workstream", bad],
        &["resilience", &inside, "--workstream", bad],
        &["matrix", &inside, "--workstream", bad],
        &[
            "matrix",
            &inside,
            "--workstream",
            id,
            "--output",
            "no\n::error::pwned/x.md",
        ],
        &["import", csv],
        &["import", csv, "--output", "out\n::error::pwned.raci.toml"],
        &["import", csv, "--output", csv],
        &["import", csv, "--append", &inside],
        &["import", csv, "--sheet", bad],
        &["import", csv, "--task-column", bad],
        &["import", "sheet.ods", "--sheet", bad],
        &["import", "sheet.ods"],
        &["import", bad],
        &[
            "baseline",
            "write",
            "in",
            "pipe",
            "broken",
            "--output",
            "c\n::error::pwned.json",
        ],
        &["baseline", "write", "in", "--output", "b.json"],
        &["explain", bad],
        &["explain", "h:d", "--profile", "p.profile.toml"],
        &["list", "duties", "--profile", "p.profile.toml"],
        &["list", "profiles", "--profile", "p.profile.toml"],
        &["list", bad],
        &[
            "init",
            bad,
            "--yes",
            "--client",
            bad,
            "--provider",
            bad,
            "--model",
            "co-managed",
        ],
        &[bad],
    ];
    runs.extend(others.iter().map(|args| args.to_vec()));
    let mut shown = 0;
    for args in runs {
        let output = run(&folder, &args);
        harmless(&output, &format!("{args:?}"));
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        shown += usize::from(told.contains("\\n::error::pwned"));
    }
    assert!(shown > 100, "{shown}");
}
