//! Which of several words was probably meant by one that is none of them, and how sure that is.
//! What is said of it, and whether it is offered, is for those who ask.

use racilint_diagnostics::Safety;

/// How much a word that was probably meant is like the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same but for case, blanks, `-` and `_`.
    Same,
    /// One slip of the fingers away, in a word long enough, with no other word in sight.
    Slip,
    /// Nearer than any other.
    Nearest,
}

impl Likeness {
    /// How sure the repair is where racilint knows every word that can stand there.
    pub fn of_known_word(self) -> Safety {
        match self {
            Likeness::Same | Likeness::Slip => Safety::Safe,
            Likeness::Nearest => Safety::Unsafe,
        }
    }

    /// How sure the repair is where the words are names, of which two may be one letter apart.
    pub fn of_name(self) -> Safety {
        match self {
            Likeness::Same => Safety::Safe,
            Likeness::Slip | Likeness::Nearest => Safety::Unsafe,
        }
    }
}

/// The candidate that was probably meant, if one is near enough to be worth asking about.
///
/// Case, blanks, `-` and `_` do not count; beyond that a third of the letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = near(word, candidates.map(|one| (Sketch::of(one), one)));
    near.min().map(|(_, candidate)| candidate)
}

/// The candidate that [`nearest`] gives, with how like it is; with nothing where another one is as
/// near, so that nobody can tell which was meant.
pub fn likely<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<(&'a str, Option<Likeness>)> {
    first_of(
        word,
        near(word, candidates.map(|one| (Sketch::of(one), one))),
    )
}

/// Words of which many others may be misspellings: what can be said of each is found once.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<String>,
    sketches: Vec<Sketch>,
}

impl Vocabulary {
    /// These words, each once, in alphabetical order.
    pub fn of(mut words: Vec<String>) -> Self {
        words.sort_unstable();
        words.dedup();
        let sketches = words.iter().map(|word| Sketch::of(word)).collect();
        Vocabulary { words, sketches }
    }

    /// The words, in alphabetical order.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// As [`likely`], of these words.
    pub fn likely(&self, word: &str) -> Option<(&str, Option<Likeness>)> {
        let words = self.words.iter().map(String::as_str);
        first_of(word, near(word, self.sketches.iter().copied().zip(words)))
    }
}

fn first_of<'a>(
    word: &str,
    near: impl Iterator<Item = (usize, &'a str)>,
) -> Option<(&'a str, Option<Likeness>)> {
    const LONG: usize = 5;
    const OUT_OF_SIGHT: usize = 3;
    let mut all: Vec<(usize, &str)> = near.collect();
    all.sort_unstable();
    all.dedup();
    let (distance, best) = *all.first()?;
    let next = all.get(1).map(|(distance, _)| *distance);
    let alone = next.is_none_or(|next| next >= OUT_OF_SIGHT);
    let is_long = word.chars().count() >= LONG;
    let likeness = match distance {
        _ if next == Some(distance) => None,
        0 => Some(Likeness::Same),
        1 if alone && is_long => Some(Likeness::Slip),
        _ => Some(Likeness::Nearest),
    };
    Some((best, likeness))
}

/// The candidates that are near enough, each with its distance.
fn near<'a>(
    word: &str,
    candidates: impl Iterator<Item = (Sketch, &'a str)>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let folded: String = fold(word).collect();
    let sketch = Sketch::of(word);
    candidates.filter_map(move |(other, candidate)| {
        if sketch.least_distance(&other) > other.allowed {
            return None;
        }
        let distance = strsim::damerau_levenshtein(&folded, &fold(candidate).collect::<String>());
        // Words that share no letter are no misspellings of each other, however short.
        (distance <= other.allowed && distance < sketch.length.max(other.length))
            .then_some((distance, candidate))
    })
}

/// The letters of a word that count.
fn fold(word: &str) -> impl Iterator<Item = char> {
    // A very long word is no typing mistake, and comparing it would cost its square.
    let short = word.chars().take(64);
    short
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
}

/// What can be said of a word without comparing it letter by letter, which nearly always is enough
/// to see that another one is far away.
#[derive(Clone, Copy, Debug)]
struct Sketch {
    /// The number of letters that count.
    length: usize,
    /// So many slips away from it a word may still be meant as this one.
    allowed: usize,
    /// Which letters there are, a bit for each; letters far apart in the alphabet share one.
    letters: u64,
}

impl Sketch {
    fn of(word: &str) -> Self {
        let mut sketch = Sketch {
            length: 0,
            allowed: word.chars().count().max(3) / 3,
            letters: 0,
        };
        for letter in fold(word) {
            sketch.length += 1;
            sketch.letters |= 1 << (u32::from(letter) % 64);
        }
        sketch
    }

    /// At least so many slips lie between two words: each adds one letter, takes one away, or puts
    /// one in the place of another; letters that change places are none more and none less.
    fn least_distance(&self, other: &Self) -> usize {
        let only = |one: u64, two: u64| (one & !two).count_ones();
        let letters = only(self.letters, other.letters).max(only(other.letters, self.letters));
        self.length.abs_diff(other.length).max(letters as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_never_says_more_than_the_distance() {
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "owner",
            "owenr",
            "Owner",
            "own-er",
            "ownér",
            "OWNERS",
            "it-ops",
            "ops-it",
            "service-desk",
            "servicedesk",
            "desk",
            "İstanbul",
            "istanbul",
            "straße",
            "strasse",
            "responsible",
            "accountable",
            "p",
            "0",
            "@",
            "aaaaaaaaaaaa",
        ];
        for one in words {
            for two in words {
                let letters = |word| fold(word).collect::<String>();
                let distance = strsim::damerau_levenshtein(&letters(one), &letters(two));
                let least = Sketch::of(one).least_distance(&Sketch::of(two));
                assert!(least <= distance, "{one} {two}: {least} > {distance}");
            }
        }
    }

    #[test]
    fn a_vocabulary_answers_as_its_words_do() {
        let words = ["it-ops", "service-desk", "owner", "it-ops", "owned"];
        let all = Vocabulary::of(words.map(str::to_owned).to_vec());
        assert_eq!(all.words(), ["it-ops", "owned", "owner", "service-desk"]);
        for word in ["IT_OPS", "sevice-desk", "owne", "ownr", "elsewhere", ""] {
            assert_eq!(all.likely(word), likely(word, words.into_iter()), "{word}");
        }
        assert_eq!(all.likely("it ops"), Some(("it-ops", Some(Likeness::Same))));
        assert_eq!(all.likely("owne"), Some(("owned", None)));
    }

    #[test]
    fn a_sketch_tells_words_apart_by_length_and_by_letters() {
        let least = |one, two| Sketch::of(one).least_distance(&Sketch::of(two));
        assert_eq!(least("owner", "own"), 2);
        assert_eq!(least("own", "owner"), 2);
        assert_eq!(least("owner", "stamp"), 5);
        assert_eq!(least("Own-er", "owner"), 0);
        assert_eq!(least("aab", "abb"), 0);
    }
}
