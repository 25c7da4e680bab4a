//! Numbers of clauses, such as `164.308(a)(6)(ii)` or `A.5.24`. One digit makes another clause of
//! them, so none is ever taken for a misspelling of another: what was meant by one that nothing
//! bears is at most the same one written in another way, one within it, or one that it lies in.

/// How a clause that is known belongs to the number that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kin {
    /// The same but for case, blanks, punctuation and leading zeros.
    Same,
    /// One within it, one that it lies in, or the same with or without the letters in front.
    Near,
}

/// Whether a name is the number of a clause, and no word.
pub(crate) fn is_clause(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_digit())
}

/// Which of these names may have been meant by the number of a clause, or by the beginning of one:
/// all that are the same, else all that are near.
pub(crate) fn kin<'a>(
    written: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<(Kin, Vec<&'a str>)> {
    let written = parts(written);
    if written.is_empty() {
        return None;
    }
    let mut near = Vec::new();
    let mut same = Vec::new();
    let mut around: Vec<(usize, &str)> = Vec::new();
    for name in names.filter(|name| is_clause(name)) {
        let known = parts(name);
        if known == written {
            same.push(name);
        } else if written.starts_with(&known) {
            around.push((known.len(), name));
        } else if known.starts_with(&written)
            || is_without_its_letters(&known, &written)
            || is_without_its_letters(&written, &known)
        {
            near.push(name);
        }
    }
    // Of several that it lies in, the narrowest says the most.
    let longest = around.iter().map(|(length, _)| *length).max();
    let narrowest = around.iter().filter(|(length, _)| Some(*length) == longest);
    near.extend(narrowest.map(|(_, name)| *name));
    match (same.is_empty(), near.is_empty()) {
        (false, _) => Some((Kin::Same, same)),
        (true, false) => Some((Kin::Near, near)),
        (true, true) => None,
    }
}

/// Whether a number is another one without the letters in front, as `5.24` is of `A.5.24`. One
/// part alone says too little: `5` is of any family.
fn is_without_its_letters(whole: &[String], tail: &[String]) -> bool {
    let Some((first, rest)) = whole.split_first() else {
        return false;
    };
    rest == tail && tail.len() > 1 && is_clause(&tail[0]) && !is_clause(first)
}

/// The digits and the letters of a number, apart: `A.5.24` is `a`, `5`, `24`.
fn parts(number: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut kind = None;
    for letter in number.chars() {
        let is_digit = letter.is_ascii_digit();
        let here = (is_digit || letter.is_alphabetic()).then_some(is_digit);
        if here.is_some() && here != kind {
            parts.push(String::new());
        }
        if let (Some(_), Some(part)) = (here, parts.last_mut()) {
            // Leading zeros do not count.
            if *part == "0" {
                part.clear();
            }
            part.extend(letter.to_lowercase());
        }
        kind = here;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Kin, is_clause, kin, parts};

    #[test]
    fn a_number_falls_into_its_digits_and_letters() {
        assert_eq!(parts("164.308(a)(6)(ii)").join(" "), "164 308 a 6 ii");
        assert_eq!(parts("CC7.3").join(" "), "cc 7 3");
        assert_eq!(parts("Art. 23(4)").join(" "), "art 23 4");
        assert_eq!(parts("RS.MA-01").join(" "), "rs ma 1");
        assert_eq!(parts("1.0.10").join(" "), "1 0 10");
        assert!(parts(" - ").is_empty());
    }

    #[test]
    fn what_is_a_clause() {
        assert!(is_clause("A.5.24"));
        assert!(!is_clause("incident-response"));
    }

    #[test]
    fn another_way_of_writing_it() {
        let of = |written, known: &'static str| {
            kin(written, [known, "99.9"].into_iter()).is_some_and(|(kin, names)| {
                assert_eq!(names, [known]);
                kin == Kin::Same
            })
        };
        assert!(of("a.5.24", "A.5.24"));
        assert!(of("A 5.24", "A.5.24"));
        assert!(of("164.308 (A) (2)", "164.308(a)(2)"));
        assert!(of("20.1", "20(1)"));
        assert!(of("AC-05", "AC-5"));
        assert!(!of("1.11", "11.1"));
    }

    #[test]
    fn what_lies_within_it_and_what_it_lies_in() {
        let known = [
            "164.308(a)(2)",
            "164.308(a)(6)(ii)",
            "164.312",
            "164.408",
            "A.5.24",
            "CC7.3",
        ];
        let near =
            |written| kin(written, known.into_iter()).map_or_else(Vec::new, |(_, names)| names);
        assert_eq!(near("164.308"), ["164.308(a)(2)", "164.308(a)(6)(ii)"]);
        assert_eq!(near("164.308(a)(6)"), ["164.308(a)(6)(ii)"]);
        assert_eq!(near("164.312(b)"), ["164.312"]);
        assert_eq!(near("5.24"), ["A.5.24"]);
        assert_eq!(near("CC7"), ["CC7.3"]);
        assert_eq!(near("CC"), ["CC7.3"]);
        for other in [
            "164.30",
            "164.309",
            "164.418",
            "24",
            "5",
            "B.5.24",
            "A.5.2",
            "7.4",
            "",
            "a.5.24.x.y z",
        ] {
            let expected: &[&str] = if other.starts_with("a.5.24") {
                &["A.5.24"]
            } else {
                &[]
            };
            assert_eq!(near(other), expected, "{other}");
        }
        let nested = ["Annex 1.2", "Annex 1.2.1"];
        let (_, names) = kin("Annex 1.2.1.3", nested.into_iter()).expect("one it lies in");
        assert_eq!(names, ["Annex 1.2.1"]);
    }
}
