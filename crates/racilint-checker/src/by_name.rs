//! What is found under a name, and the names in alphabetical order.
//!
//! Every reference of a file is looked up several times, so that a look-up must cost little: a name is
//! compared by its first bytes, all at once, before the rest of it is looked at.

use std::borrow::Cow;
use std::cmp::Ordering;

/// Values by name, each name once; sorted.
#[derive(Debug)]
pub(crate) struct ByName<'d, T>(Vec<(Name<'d>, T)>);

/// A name that sorts as its text does.
#[derive(Debug, PartialEq, Eq)]
struct Name<'d> {
    /// The first bytes of the text as a number, the first of them weighing most; 0 behind its end.
    head: u128,
    text: Cow<'d, str>,
}

impl<T> Default for ByName<'_, T> {
    fn default() -> Self {
        ByName(Vec::new())
    }
}

impl<'d, T> ByName<'d, T> {
    /// The values by their names; of equal names the first counts.
    pub(crate) fn first_of(items: impl Iterator<Item = (Cow<'d, str>, T)>) -> Self {
        let mut all: Vec<(Name<'d>, T)> =
            items.map(|(name, value)| (Name::of(name), value)).collect();
        all.sort_by(|(one, _), (other, _)| one.compared(other.head, &other.text));
        all.dedup_by(|(next, _), (kept, _)| next == kept);
        ByName(all)
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Which of the names this one is, in alphabetical order.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        let head = head(name);
        let found = self.0.binary_search_by(|(own, _)| own.compared(head, name));
        found.ok()
    }

    /// What is found under a name.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.place(name).map(|at| &self.0[at].1)
    }

    /// All names, in alphabetical order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Cow<'d, str>> {
        self.0.iter().map(|(name, _)| &name.text)
    }
}

impl<'d, T: PartialEq> ByName<'d, Vec<T>> {
    /// All values of each name, each value once, in the order in which they come.
    pub(crate) fn all_of(items: impl Iterator<Item = (Cow<'d, str>, T)>) -> Self {
        let mut all: Vec<(Name<'d>, T)> =
            items.map(|(name, value)| (Name::of(name), value)).collect();
        all.sort_by(|(one, _), (other, _)| one.compared(other.head, &other.text));
        let mut grouped: Vec<(Name<'d>, Vec<T>)> = Vec::with_capacity(all.len());
        for (name, value) in all {
            match grouped.last_mut() {
                Some((last, values)) if *last == name => {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                _ => grouped.push((name, vec![value])),
            }
        }
        ByName(grouped)
    }
}

impl<'d> Name<'d> {
    fn of(text: Cow<'d, str>) -> Self {
        Name {
            head: head(&text),
            text,
        }
    }

    fn compared(&self, head: u128, text: &str) -> Ordering {
        let heads = self.head.cmp(&head);
        heads.then_with(|| (*self.text).cmp(text))
    }
}

fn head(text: &str) -> u128 {
    let mut head = [0; 16];
    let length = text.len().min(head.len());
    head[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "a-name-of-sixteen";
    const TEXTS: [&str; 9] = [
        "",
        "\0",
        "a",
        "a\0",
        "a-name-of-sixtee",
        LONG,
        "a-name-of-sixteen-and",
        "é",
        "b",
    ];

    fn numbered() -> impl Iterator<Item = (Cow<'static, str>, usize)> {
        let texts = TEXTS.into_iter().map(Cow::Borrowed);
        texts.zip(0..)
    }

    #[test]
    fn names_are_found_and_sort_as_their_texts() {
        let map = ByName::first_of(numbered());
        for (at, text) in TEXTS.iter().enumerate() {
            assert_eq!(map.get(text), Some(&at), "{text:?}");
        }
        assert_eq!(map.get("a-name-of-sixteeN"), None);
        let mut sorted = TEXTS;
        sorted.sort_unstable();
        assert!(map.names().map(|name| &**name).eq(sorted));
    }

    #[test]
    fn of_equal_names_the_first_counts_or_all_do() {
        let twice = || numbered().chain(numbered().map(|(name, at)| (name, at + 100)));
        assert_eq!(ByName::first_of(twice()).get(LONG), Some(&5));
        let all = ByName::all_of(twice().chain(numbered()));
        assert_eq!(all.get(LONG), Some(&vec![5, 105]));
    }
}
