//! Schemes: which letters a matrix uses, and what each means in the engagement language.
//!
//! A letter that has no counterpart is not bent into one: it is refused with the reason, and what
//! the cell says is kept as a note.

mod of_file;

use crate::words::Letter;

pub(crate) use of_file::of_file;

/// What becomes of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is one of the engagement language.
    Is(Letter),
    /// It says that somebody has no part in it.
    Nobody,
    /// The language has no place for it; the reason, as it follows "`V` is not taken over: ".
    Refused(&'static str),
}

/// A letter of a scheme.
#[derive(Debug)]
pub struct Sign {
    /// The letter.
    pub letter: char,
    /// The word it stands for.
    pub word: &'static str,
    /// What becomes of it.
    pub meaning: Meaning,
}

/// A scheme.
#[derive(Debug)]
pub struct Scheme {
    /// The name on the command line.
    pub name: &'static str,
    /// Other names of the same.
    pub aliases: &'static [&'static str],
    /// Its letters.
    pub signs: &'static [Sign],
}

const fn is(letter: char, word: &'static str, meaning: Letter) -> Sign {
    Sign {
        letter,
        word,
        meaning: Meaning::Is(meaning),
    }
}

const fn refused(letter: char, word: &'static str, reason: &'static str) -> Sign {
    Sign {
        letter,
        word,
        meaning: Meaning::Refused(reason),
    }
}

const R: Sign = is('R', "responsible", Letter::Responsible);
const A: Sign = is('A', "accountable", Letter::Accountable);
const C: Sign = is('C', "consulted", Letter::Consulted);
const I: Sign = is('I', "informed", Letter::Informed);
const VERIFIES: &str = "whoever checks the result is neither consulted nor accountable; name the reviewer of the evidence";
const SIGNS_OFF: &str = "whoever signs a result off is not named by a letter here; say it as `accepted-by` of a milestone";

/// All schemes that can be read, the usual one first.
pub static SCHEMES: &[Scheme] = &[
    Scheme {
        name: "raci",
        aliases: &["arci"],
        signs: &[R, A, C, I],
    },
    Scheme {
        name: "rasci",
        aliases: &["rasic", "racis", "arsci", "raci-s"],
        signs: &[R, A, is('S', "support", Letter::Support), C, I],
    },
    Scheme {
        name: "raci-vs",
        aliases: &["racivs", "vs-raci", "raci-v"],
        signs: &[
            R,
            A,
            C,
            I,
            refused('V', "verifies", VERIFIES),
            refused('S', "signs off", SIGNS_OFF),
        ],
    },
    Scheme {
        name: "raciq",
        aliases: &["racq", "raci-q"],
        signs: &[R, A, C, I, refused('Q', "quality review", VERIFIES)],
    },
    Scheme {
        name: "cairo",
        aliases: &["racio", "raci-o"],
        signs: &[
            R,
            A,
            C,
            I,
            Sign {
                letter: 'O',
                word: "omitted",
                meaning: Meaning::Nobody,
            },
        ],
    },
    Scheme {
        name: "daci",
        aliases: &[],
        signs: &[
            is('D', "driver", Letter::Responsible),
            is('A', "approver", Letter::Accountable),
            is('C', "contributor", Letter::Consulted),
            I,
        ],
    },
    Scheme {
        name: "rapid",
        aliases: &[],
        signs: &[
            is('R', "recommend", Letter::Responsible),
            refused(
                'A',
                "agree",
                "a veto is no letter here; say it as `approver` of a grant",
            ),
            is('P', "perform", Letter::Responsible),
            is('I', "input", Letter::Consulted),
            is('D', "decide", Letter::Accountable),
        ],
    },
];

/// Schemes that are known and not read, each with the reason.
const REFUSED: &[(&str, &str)] = &[
    (
        "darci",
        "its D is the driver for some and the decision maker for others; say which with `--scheme daci`, or give the letter a meaning: `--scheme raci --map D=R`",
    ),
    (
        "paris",
        "its S signs off and its P takes part, which no letter here says; give each letter a meaning, such as `--map P=R --map S=A`",
    ),
    (
        "mocha",
        "its M only keeps the owner on course, which no letter here says; give each letter a meaning, such as `--map O=R --map M=A --map H=S`",
    ),
    (
        "rasci-vs",
        "its S stands for two things; give it one with `--scheme rasci` or `--scheme raci-vs`",
    ),
];

impl Scheme {
    /// The scheme of that name.
    ///
    /// # Errors
    ///
    /// Says why it is not read, or which ones there are.
    pub fn find(name: &str) -> Result<&'static Scheme, String> {
        let name = name.to_ascii_lowercase();
        let mut all = SCHEMES.iter();
        if let Some(scheme) =
            all.find(|scheme| scheme.name == name || scheme.aliases.contains(&&*name))
        {
            return Ok(scheme);
        }
        if let Some((name, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return Err(format!("`{name}` is not read: {reason}"));
        }
        let names: Vec<&str> = SCHEMES.iter().map(|scheme| scheme.name).collect();
        Err(format!(
            "there is no scheme `{name}`; there are {}",
            names.join(", ")
        ))
    }

    /// The usual one.
    pub(crate) fn raci() -> &'static Scheme {
        &SCHEMES[0]
    }

    /// The scheme that a text names in capitals, as titles do.
    pub(crate) fn named_in(text: &str) -> Option<&'static Scheme> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
        let mut words = words.filter(|word| word.len() > 3 && !word.contains(char::is_lowercase));
        words.find_map(|word| Scheme::find(word).ok())
    }

    /// What becomes of a letter.
    pub(crate) fn sign(&self, letter: char) -> Option<&'static Sign> {
        self.signs.iter().find(|sign| sign.letter == letter)
    }

    /// What a word stands for: one of its own, of RACI in any language.
    pub(crate) fn word(&self, word: &str) -> Option<&'static Sign> {
        let signs: &'static [Sign] = self.signs;
        let folded = crate::plain::folded_word(word)?;
        self.own_word(&folded).or_else(|| {
            let letter = crate::words::letter(&folded)?;
            let of_raci = matches!(self.name, "raci" | "rasci" | "raci-vs" | "raciq" | "cairo");
            let all = signs
                .iter()
                .filter(|_| of_raci || letter == Letter::Informed || letter == Letter::Consulted);
            all.into_iter()
                .find(|sign| sign.meaning == Meaning::Is(letter))
        })
    }

    /// What one of its own words, folded, stands for; in the singular or the plural.
    pub(crate) fn own_word(&self, word: &str) -> Option<&'static Sign> {
        let signs: &'static [Sign] = self.signs;
        let is_own = |sign: &&Sign| {
            let own = sign.word;
            word == own
                || word.strip_suffix('s') == Some(own)
                || own.strip_suffix('s') == Some(word)
        };
        signs.iter().find(is_own)
    }

    /// The letters, as a sentence lists them: `R, A, C, I`.
    pub(crate) fn letters(&self) -> String {
        let letters: Vec<String> = self
            .signs
            .iter()
            .map(|sign| sign.letter.to_string())
            .collect();
        letters.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_found_by_all_their_names() {
        for (name, expected) in [
            ("RASCI", "rasci"),
            ("racio", "cairo"),
            ("RACI-VS", "raci-vs"),
            ("racq", "raciq"),
        ] {
            assert_eq!(Scheme::find(name).expect("a scheme").name, expected);
        }
        assert!(
            Scheme::find("darci")
                .expect_err("refused")
                .contains("driver")
        );
        assert!(
            Scheme::find("rally")
                .expect_err("unknown")
                .contains("there are raci, rasci")
        );
    }

    #[test]
    fn a_title_names_its_scheme_in_capitals() {
        let named = |text| Scheme::named_in(text).map(|scheme| scheme.name);
        assert_eq!(named("Project RASCI matrix"), Some("rasci"));
        assert_eq!(named("A rapid RACI"), Some("raci"));
        assert_eq!(named("A rapid overview"), None);
    }

    #[test]
    fn letters_mean_what_their_scheme_says() {
        let meaning = |scheme: &str, letter| {
            Scheme::find(scheme)
                .expect("a scheme")
                .sign(letter)
                .map(|sign| sign.meaning)
        };
        assert_eq!(meaning("daci", 'D'), Some(Meaning::Is(Letter::Responsible)));
        assert_eq!(
            meaning("rapid", 'D'),
            Some(Meaning::Is(Letter::Accountable))
        );
        assert_eq!(meaning("cairo", 'O'), Some(Meaning::Nobody));
        assert!(matches!(meaning("raci-vs", 'S'), Some(Meaning::Refused(_))));
        assert_eq!(meaning("raci", 'S'), None);
    }
}
