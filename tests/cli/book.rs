//! The pages of the book, and the README: what they show is what happens.
//!
//! In a ```` ```console ```` block that begins with `$`, the commands run one after the other in a folder that
//! the page has for itself, and the block must show what they print; `[...]` on a line of its own
//! stands for lines that are left out. A block behind `<!-- file NAME -->` is put into that folder
//! first, one behind `<!-- file NAME, in place of: LINE -->` into the file there. The examples are
//! there too. `UPDATE_BOOK=1` writes into the pages what came out.
//!
//! Every other command that a page names is at least one that racilint knows, with options that it
//! has. The pages of the rules have tests of their own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{folder, racilint_in, root};

/// The day on which the pages were written, so that they stay the same.
const DAY: [&str; 2] = ["--as-of", "2026-11-21"];

/// The commands that look at a day.
const DATED: [&str; 7] = [
    "check",
    "coverage",
    "who",
    "drill",
    "waivers",
    "resilience",
    "week",
];

#[test]
fn pages_show_what_happens() {
    let update = std::env::var_os("UPDATE_BOOK").is_some();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        if !text.contains("```console\n$ ") {
            continue;
        }
        let played = play(&page, &text);
        if update {
            fs::write(&page, played).expect("a page");
        } else {
            let differing = text
                .lines()
                .zip(played.lines())
                .find(|(is, must)| is != must);
            assert!(
                text == played,
                "{}: {differing:?}\nrun `UPDATE_BOOK=1 cargo test -p racilint --test cli book`",
                page.display()
            );
        }
    }
}

#[test]
fn pages_name_commands_and_options_that_there_are() {
    let mut wrong = Vec::new();
    let folder = folder("book-commands", &[]);
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for command in commands(&text) {
            let mut words = words(&command);
            words.push("--help".to_owned());
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = racilint_in(&folder, &words, None);
            if run.code != Some(0) {
                wrong.push(format!(
                    "{}: racilint {command}\n{}",
                    page.display(),
                    run.stderr
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every link to another page or file leads somewhere.
#[test]
fn links_between_pages_lead_somewhere() {
    let mut dead = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for link in links(&text) {
            let file = link.split('#').next().unwrap_or_default();
            let target = page.parent().expect("a folder").join(file);
            if !file.is_empty() && !target.exists() {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// The README and all pages, without those of the rules.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    let mut open = vec![root().join("docs")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("docs/rules") {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

/// The page as it must be.
fn play(page: &Path, text: &str) -> String {
    let name = page.file_stem().expect("a name").to_string_lossy();
    let folder = folder(&format!("book-{name}"), &[]);
    copy(&root().join("examples"), &folder.join("examples"));
    let mut played = String::new();
    let mut file = None;
    let mut code = None;
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        played.push_str(line);
        if let Some(name) = line.strip_prefix("<!-- file ") {
            file = name.trim_end().strip_suffix(" -->");
        } else if line.starts_with("```") && line.trim_end() != "```" {
            let block: String = lines.by_ref().take_while(|line| *line != "```\n").collect();
            match file.take() {
                Some(file) => write(&folder, file, &block),
                None if line == "```console\n" && block.starts_with("$ ") => {
                    played.push_str(&play_block(&folder, &block, &mut code));
                    played.push_str("```\n");
                    continue;
                }
                None => {}
            }
            played.push_str(&block);
            played.push_str("```\n");
        }
    }
    played
}

/// Writes a block where the remark before it says.
fn write(folder: &Path, file: &str, block: &str) {
    let text = match file.split_once(", in place of: ") {
        None => block.to_owned(),
        Some((file, line)) => {
            let text = fs::read_to_string(folder.join(file)).expect("the file so far");
            let line = format!("{line}\n");
            assert!(text.contains(&line), "{file} has no {line}");
            text.replace(&line, block)
        }
    };
    let file = file.split(',').next().expect("a name");
    fs::write(folder.join(file), text).expect("a file");
}

/// Runs the commands of a block and shows them with what they print.
fn play_block(folder: &Path, block: &str, code: &mut Option<i32>) -> String {
    let mut played = String::new();
    let block = format!("\n{block}");
    for command in block.split("\n$ ").skip(1) {
        let lines: Vec<&str> = command.trim_end_matches('\n').split('\n').collect();
        let typed = 1 + lines.iter().take_while(|line| line.ends_with('\\')).count();
        let (typed, shown) = lines.split_at(typed);
        let whole = typed.join(" ").replace('\\', "");
        let printed = if whole == "echo $?" {
            format!("{}\n", code.expect("a command before"))
        } else {
            let command = words(whole.strip_prefix("racilint ").expect("racilint"));
            let dated = dated(&command);
            let run = racilint_in(folder, &dated, None);
            *code = run.code;
            let printed = run.stdout + &run.stderr;
            if dated.len() == command.len() {
                printed
            } else {
                // Whoever types it without a day gets the same, on theirs.
                printed.replace("(--as-of)", "(today)")
            }
        };
        let _ = std::fmt::Write::write_fmt(
            &mut played,
            format_args!("$ {}\n{}", typed.join("\n"), shortened(&printed, shown)),
        );
    }
    played
}

/// What was printed, with `[...]` where the page leaves the same out.
fn shortened(printed: &str, shown: &[&str]) -> String {
    let printed: Vec<&str> = printed.lines().collect();
    let parts: Vec<&[&str]> = shown.split(|line| *line == "[...]").collect();
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    let fits = parts.len() == 2 && printed.starts_with(first) && printed.ends_with(last);
    let kept = if fits {
        [first, &["[...]"], last].concat()
    } else {
        printed
    };
    kept.iter().map(|line| format!("{line}\n")).collect()
}

/// The words of a command, on the day of the pages where it does not say another.
fn dated(words: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if DATED.contains(&words[0]) && !words.contains(&DAY[0]) {
        words.extend(DAY);
    }
    words
}

/// The commands of racilint in all blocks that show commands, without what is before and behind.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut language = None;
    let text = text.replace("\\\n", " ");
    for line in text.lines() {
        if let Some(tag) = line.trim_start().strip_prefix("```") {
            language = if language.is_some() { None } else { Some(tag) };
            continue;
        }
        if !matches!(language, Some("sh" | "yaml" | "console" | "powershell")) {
            continue;
        }
        let line = line.trim_start().trim_start_matches("- ");
        let line = line.trim_start_matches("run: ").trim_start_matches("$ ");
        if let Some(command) = line.strip_prefix("racilint ") {
            let end = command
                .find(['#', '|', '>', '&', ';'])
                .unwrap_or(command.len());
            found.push(command[..end].trim_end().to_owned());
        }
    }
    found
}

/// The words of a command line; quotes keep them together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for letter in command.chars() {
        match (letter, quote) {
            ('"' | '\'', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            (' ', None) if word.is_empty() => {}
            (' ', None) => words.push(std::mem::take(&mut word)),
            (letter, _) => word.push(letter),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The links of a page to other files of the project.
fn links(text: &str) -> Vec<&str> {
    let outside_code = text.split("```").step_by(2);
    outside_code
        .flat_map(|part| part.split("](").skip(1))
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link)
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}
