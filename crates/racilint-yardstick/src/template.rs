//! Texts with gaps and with parts that can be left out.
//!
//! `{name}` is replaced where the name is known; other braces stay, since TOML has its own. A line
//! that begins with `?x ` stands only where `x` is wanted, and so does what stands between `?x ` and
//! `?.` within a line.

/// What is filled in.
pub(crate) struct Filling<'f> {
    /// The letters of the parts that are wanted.
    pub(crate) wanted: &'f str,
    /// Names with their values.
    pub(crate) values: &'f [(&'f str, String)],
}

impl Filling<'_> {
    /// Appends a template, filled in.
    pub(crate) fn write(&self, template: &str, out: &mut String) {
        for line in template.split_inclusive('\n') {
            match self.optional(line) {
                None => self.write_line(line, out),
                Some((true, rest)) => self.write_line(rest, out),
                Some((false, _)) => {}
            }
        }
    }

    /// What follows a mark, and whether it is wanted.
    fn optional<'t>(&self, text: &'t str) -> Option<(bool, &'t str)> {
        let rest = text.strip_prefix('?')?;
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
        let rest = rest[1..].strip_prefix(' ')?;
        Some((self.wanted.contains(letter), rest))
    }

    fn write_line(&self, line: &str, out: &mut String) {
        let Some((before, marked)) = line.split_once('?') else {
            return self.write_values(line, out);
        };
        let part = self.optional(&line[before.len()..]);
        let Some(((is_wanted, part), (inside, after))) = part.zip(marked.split_once("?.")) else {
            return self.write_values(line, out);
        };
        self.write_values(before, out);
        if is_wanted {
            let length = part.len() - after.len() - "?.".len();
            debug_assert!(inside.ends_with(&part[..length]));
            self.write_values(&part[..length], out);
        }
        self.write_values(after, out);
    }

    fn write_values(&self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let named = after.split_once('}');
            let value = named.and_then(|(name, rest)| {
                let found = self.values.iter().find(|(own, _)| *own == name)?;
                Some((&found.1, rest))
            });
            match value {
                Some((value, after)) => {
                    out.push_str(value);
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, wanted: &str) -> String {
        let filling = Filling {
            wanted,
            values: &[("n", "7".to_owned())],
        };
        let mut out = String::new();
        filling.write(template, &mut out);
        out
    }

    #[test]
    fn known_names_are_filled_in_and_other_braces_stay() {
        assert_eq!(
            filled("a{n} = { b = \"{n}\" }\n", ""),
            "a7 = { b = \"7\" }\n"
        );
    }

    #[test]
    fn lines_and_parts_of_lines_can_be_left_out() {
        let template = "?h hours\nname?h , away = {n}?. }\nwhy?\n";
        assert_eq!(filled(template, ""), "name }\nwhy?\n");
        assert_eq!(filled(template, "h"), "hours\nname, away = 7 }\nwhy?\n");
    }
}
