//! What a repair changes, as a unified diff that `patch -p0` takes.

use std::io::{self, Write};

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};
use racilint_diagnostics::harmless::{is_unsafe, visible};

/// Lines shown around a change.
const AROUND: u32 = 3;

/// How the diff is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) color: bool,
    /// On a terminal, what could steer it is made visible; a file or a pipe gets the bytes.
    pub(super) is_terminal: bool,
}

/// Writes what is different.
///
/// # Errors
///
/// Those of writing.
pub(super) fn write(
    out: &mut dyn Write,
    name: &str,
    before: &str,
    after: &str,
    look: Look,
) -> io::Result<()> {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let lines = |tokens: &[imara_diff::Token]| -> Vec<&str> {
        tokens.iter().map(|token| input.interner[*token]).collect()
    };
    let page = Page {
        before: lines(&input.before),
        after: lines(&input.after),
        look,
    };
    // A line break in a name would begin a line that nobody has written.
    let name = visible(name);
    page.line(out, "1", "--- ", &name)?;
    page.line(out, "1", "+++ ", &name)?;
    let hunks: Vec<Hunk> = diff.hunks().collect();
    for near in hunks.chunk_by(|one, next| next.before.start - one.before.end <= 2 * AROUND) {
        page.hunks(out, near)?;
    }
    Ok(())
}

struct Page<'t> {
    before: Vec<&'t str>,
    after: Vec<&'t str>,
    look: Look,
}

impl Page<'_> {
    /// Changes that are near each other, with the lines around them.
    fn hunks(&self, out: &mut dyn Write, hunks: &[Hunk]) -> io::Result<()> {
        let (Some(first), Some(last)) = (hunks.first(), hunks.last()) else {
            return Ok(());
        };
        let head = AROUND.min(first.before.start);
        let lines = u32::try_from(self.before.len()).unwrap_or(u32::MAX);
        let tail = AROUND.min(lines - last.before.end);
        let old = first.before.start - head..last.before.end + tail;
        let new = first.after.start - head..last.after.end + tail;
        let place = format!("@@ -{} +{} @@", place(&old), place(&new));
        self.line(out, "36", &place, "\n")?;
        let mut at = old.start;
        for hunk in hunks {
            self.lines(out, "", " ", &self.before, at..hunk.before.start)?;
            self.lines(out, "31", "-", &self.before, hunk.before.clone())?;
            self.lines(out, "32", "+", &self.after, hunk.after.clone())?;
            at = hunk.before.end;
        }
        self.lines(out, "", " ", &self.before, at..old.end)
    }

    fn lines(
        &self,
        out: &mut dyn Write,
        color: &str,
        sign: &str,
        lines: &[&str],
        range: std::ops::Range<u32>,
    ) -> io::Result<()> {
        let range = range.start as usize..range.end as usize;
        for line in lines.get(range).unwrap_or_default() {
            self.line(out, color, sign, line)?;
            if !line.ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }

    fn line(&self, out: &mut dyn Write, color: &str, sign: &str, line: &str) -> io::Result<()> {
        let body = line.trim_end_matches('\n');
        let shown = match self.look.is_terminal {
            true => plain(body.trim_end_matches('\r')),
            false => body.to_owned(),
        };
        match self.look.color && !color.is_empty() {
            true => writeln!(out, "\u{1b}[{color}m{sign}{shown}\u{1b}[0m"),
            false => writeln!(out, "{sign}{shown}"),
        }
    }
}

/// `3,4`; an empty range stands behind the line before it.
fn place(range: &std::ops::Range<u32>) -> String {
    match range.end - range.start {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        count => format!("{},{count}", range.start + 1),
    }
}

fn plain(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' => c,
        c if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        let look = Look {
            color: false,
            is_terminal: false,
        };
        let mut out = Vec::new();
        write(&mut out, "a.toml", before, after, look).expect("it is written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn changes_stand_among_three_lines() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let after = before.replace('5', "five");
        assert_eq!(
            diff(before, &after),
            "--- a.toml\n+++ a.toml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        );
    }

    #[test]
    fn changes_far_apart_have_a_place_each() {
        let before: String = (1..=20).map(|n| format!("{n}\n")).collect();
        let after = before.replacen("1\n", "one\n", 1).replace("20\n", "");
        let diff = diff(&before, &after);
        assert!(
            diff.contains("@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n"),
            "{diff}"
        );
        assert!(
            diff.contains("@@ -17,4 +17,3 @@\n 17\n 18\n 19\n-20\n"),
            "{diff}"
        );
    }

    #[test]
    fn a_last_line_without_its_break_is_told() {
        assert_eq!(
            diff("a", "b"),
            "--- a.toml\n+++ a.toml\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        );
        assert!(diff("a\n", "").contains("@@ -1 +0,0 @@\n-a\n"));
    }

    #[test]
    fn line_ends_are_kept_for_patch() {
        assert!(diff("a\r\n", "b\r\n").contains("-a\r\n+b\r\n"));
    }
}
