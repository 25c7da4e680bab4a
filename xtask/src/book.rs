//! The book's table of contents: every page in `docs/` has a place in it.
//!
//! Rules, profiles and formats come by themselves. Any other page is named in [`PARTS`], and one that
//! is not is an error, so that no page is written that nobody finds. The titles are the pages' own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{fs, io};

use racilint_checker::rules;
use racilint_diagnostics::Group;

use crate::root;

/// The parts of the book with their pages, in the order of reading. A page that does not exist has
/// no entry.
const PARTS: [(&str, &[&str]); 5] = [
    (
        "Getting started",
        &[
            "install.md",
            "first-engagement.md",
            "reading-a-finding.md",
            "signing.md",
            "init.md",
            "import.md",
        ],
    ),
    (
        "In daily work",
        &[
            "pre-commit.md",
            "ci.md",
            "configuration.md",
            "house-profiles.md",
            "waivers.md",
            "baseline.md",
            "portfolio.md",
            "fixes.md",
        ],
    ),
    (
        "Looking closer",
        &[
            "auditors.md",
            "matrix.md",
            "who.md",
            "week.md",
            "resilience.md",
            "drill.md",
        ],
    ),
    (
        "Reference",
        &[
            "command-line.md",
            "exit-codes.md",
            "formats/README.md",
            "profiles/README.md",
            "rules/README.md",
        ],
    ),
    (
        "The project",
        &[
            "performance.md",
            "reliability.md",
            "breaking.md",
            "architecture.md",
        ],
    ),
];

/// Where the book begins.
const FIRST: &str = "README.md";

/// Its path in the project.
pub(crate) const SUMMARY: &str = "docs/SUMMARY.md";

/// The table of contents. `generated` are pages that need not be on disk yet.
///
/// # Errors
///
/// Those of reading, and a page that has no place.
pub(crate) fn summary(generated: &[(String, String)]) -> io::Result<String> {
    let mut titles = titles(generated)?;
    let mut book = Book {
        text: "# Summary\n".to_owned(),
        titles: &mut titles,
    };
    book.text.push('\n');
    book.entry("", FIRST);
    for (part, pages) in PARTS {
        let _ = write!(book.text, "\n# {part}\n\n");
        for page in pages {
            book.chapter(page);
        }
    }
    let text = book.text;
    if titles.is_empty() {
        return Ok(text);
    }
    let pages: Vec<_> = titles.keys().map(|page| format!("docs/{page}")).collect();
    Err(io::Error::other(format!(
        "no place in the book for {}: name it in xtask/src/book.rs",
        pages.join(", ")
    )))
}

struct Book<'t> {
    text: String,
    /// Titles by page, without those that have their place.
    titles: &'t mut BTreeMap<String, String>,
}

impl Book<'_> {
    fn chapter(&mut self, page: &str) {
        self.entry("- ", page);
        match page {
            "rules/README.md" => self.rules(),
            "profiles/README.md" | "formats/README.md" => {
                self.folder(page.trim_end_matches("README.md"));
            }
            _ => {}
        }
    }

    /// The rules below their groups, which have no page of their own.
    fn rules(&mut self) {
        for group in Group::ALL {
            let of_group = rules::all().into_iter().filter(|rule| rule.group == group);
            let _ = writeln!(self.text, "  - [{}]()", group.title());
            for rule in of_group {
                self.entry("    - ", &format!("rules/{}.md", rule.name));
            }
        }
    }

    fn folder(&mut self, folder: &str) {
        let pages: Vec<String> = self
            .titles
            .keys()
            .filter(|page| page.starts_with(folder))
            .cloned()
            .collect();
        for page in pages {
            self.entry("  - ", &page);
        }
    }

    fn entry(&mut self, bullet: &str, page: &str) {
        if let Some(title) = self.titles.remove(page) {
            let _ = writeln!(self.text, "{bullet}[{title}]({page})");
        }
    }
}

/// The title of every page: its first heading.
fn titles(generated: &[(String, String)]) -> io::Result<BTreeMap<String, String>> {
    let mut titles = BTreeMap::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root().join("docs").join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push(format!("{path}/"));
            } else if path.ends_with(".md") && path != "SUMMARY.md" {
                titles.insert(path, title(&fs::read_to_string(entry.path())?));
            }
        }
    }
    for (path, text) in generated {
        if let Some(page) = path.strip_prefix("docs/") {
            titles.insert(page.to_owned(), title(text));
        }
    }
    Ok(titles)
}

fn title(page: &str) -> String {
    let heading = page.lines().find_map(|line| line.strip_prefix("# "));
    heading.unwrap_or("Without a title").to_owned()
}
