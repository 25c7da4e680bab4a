//! From bytes to text: files come as UTF-8, UTF-16 or in the code page of an older system.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Choice;

/// The text of a file, and what was decided about its encoding.
///
/// # Errors
///
/// Says which encoding is not known, or that the named one does not fit.
pub(crate) fn decode(
    bytes: &[u8],
    named: Option<&str>,
) -> Result<(String, Option<Choice>), String> {
    if let Some(name) = named {
        let encoding = encoding(name, bytes).ok_or_else(|| no_encoding(name))?;
        let (text, _, broken) = encoding.decode(bytes);
        return match broken {
            true => Err(format!(
                "it is not `{name}`: some bytes make no sense in it"
            )),
            false => Ok((text.into_owned(), None)),
        };
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok((text.into_owned(), None));
    }
    Ok(unmarked(bytes))
}

/// The name of an encoding, where there is one.
///
/// # Errors
///
/// Says which there are.
pub fn encoding_name(name: &str) -> Result<String, String> {
    match encoding(name, &[]) {
        Some(_) => Ok(name.to_owned()),
        None => Err(no_encoding(name)),
    }
}

fn no_encoding(name: &str) -> String {
    format!(
        "there is no encoding `{name}`; there are utf-8, utf-16, windows-1252, windows-1250, iso-8859-2, macintosh, shift_jis and the others of the web"
    )
}

/// The encoding of a name, also of names that people type and the web does not know.
fn encoding(name: &str, bytes: &[u8]) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let usual = match name.as_str() {
        // Without a mark at its beginning, only the zeros say which half of a letter comes first.
        "utf-16" | "utf16" | "unicode" => {
            return Some(of_zeros(bytes).unwrap_or(UTF_16LE));
        }
        "mac-roman" | "macroman" | "mac-os-roman" => "macintosh",
        "latin-1" => "latin1",
        "latin-2" => "latin2",
        "ansi" => "windows-1252",
        "shift-jis" | "sjis" => "shift_jis",
        own => own,
    };
    let bare = usual
        .strip_prefix("cp")
        .or_else(|| usual.strip_prefix("windows"));
    let page = bare.map(|bare| format!("windows-{}", bare.trim_start_matches('-')));
    let page = page.and_then(|page| Encoding::for_label(page.as_bytes()));
    Encoding::for_label(usual.as_bytes()).or(page)
}

fn unmarked(bytes: &[u8]) -> (String, Option<Choice>) {
    let (encoding, why) = guess(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let choice = (encoding != UTF_8).then(|| {
        let name = encoding.name().to_lowercase();
        let sample = sample(&text).map(|word| format!(", such as `{word}`"));
        Choice {
            text: format!(
                "the file is not UTF-8, and is read as {name}{why}{}",
                sample.unwrap_or_default()
            ),
            option: "--encoding NAME".into(),
        }
    });
    (text.into_owned(), choice)
}

/// A word by which people see whether the encoding is the right one.
fn sample(text: &str) -> Option<&str> {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c.is_ascii());
    words.find(|word| !word.is_ascii() && word.chars().count() < 40)
}

/// The encoding that is likeliest, and why, where the file itself says it.
fn guess(bytes: &[u8]) -> (&'static Encoding, &'static str) {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    match of_zeros(bytes) {
        Some(encoding) => (encoding, ""),
        None if is_utf8 => (UTF_8, ""),
        None => match declared(bytes) {
            Some(encoding) => (encoding, ", as it says"),
            None => (WINDOWS_1252, ""),
        },
    }
}

/// Text in Latin letters has a zero in every second byte when it is UTF-16.
fn of_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |odd: usize| {
        let at = head.iter().skip(odd).step_by(2);
        at.filter(|byte| **byte == 0).count() * 4 > head.len()
    };
    match () {
        () if zeros(1) => Some(UTF_16LE),
        () if zeros(0) => Some(UTF_16BE),
        () => None,
    }
}

/// What the head of an HTML file says of its encoding.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(2048)
        .map(|byte| char::from(*byte))
        .collect();
    let head = head.to_ascii_lowercase();
    let rest = head
        .split_once("charset=")
        .or_else(|| head.split_once("encoding="))?
        .1;
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'));
    let found = Encoding::for_label(&rest.as_bytes()[..end.unwrap_or(rest.len())])?;
    (found != UTF_8 && found.is_ascii_compatible()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes, None).expect("a text").0
    }

    #[test]
    fn encodings_are_recognised() {
        assert_eq!(text("Prüfung".as_bytes()), "Prüfung");
        assert_eq!(text(b"\xef\xbb\xbfPr\xc3\xbcfung"), "Prüfung");
        assert_eq!(text(b"Pr\xfcfung"), "Prüfung");
        assert_eq!(text(b"\xff\xfeP\0r\0"), "Pr");
        assert_eq!(text(b"P\0r\0\xfc\0f\0"), "Prüf");
        assert_eq!(text(b"\0P\0r\0\xfc\0f"), "Prüf");
    }

    #[test]
    fn what_is_not_utf8_is_said_with_the_option_that_decides_it() {
        let (_, choice) = decode(b"Task,Pr\xfcfung,R", None).expect("a text");
        let choice = choice.expect("a choice");
        assert_eq!(
            choice.text,
            "the file is not UTF-8, and is read as windows-1252, such as `Prüfung`"
        );
        assert_eq!(choice.option, "--encoding NAME");
        assert!(decode(b"Pr\xff\xfffung", Some("utf-8")).is_err());
        assert!(decode(b"x", Some("klingon")).is_err());
    }

    #[test]
    fn encodings_can_be_named_as_people_name_them() {
        let named = |bytes: &[u8], name: &str| decode(bytes, Some(name)).expect("a text").0;
        assert_eq!(named(b"Pr\x9ffung", "mac-roman"), "Prüfung");
        assert_eq!(named(b"Pr\x9ffung", "macintosh"), "Prüfung");
        assert_eq!(named(b"P\xf8\xedkaz", "latin2"), "Příkaz");
        assert_eq!(named(b"P\xf8\xedkaz", "Latin-2"), "Příkaz");
        assert_eq!(named(b"P\xf8\xedkaz", "cp1250"), "Příkaz");
        assert_eq!(named(b"Pr\xfcfung", "CP1252"), "Prüfung");
        assert_eq!(named(b"Pr\xfcfung", "Windows 1252"), "Prüfung");
        assert_eq!(named(b"P\0r\0\xfc\0", "utf-16"), "Prü");
        assert_eq!(named(b"\0P\0r\0\xfc", "UTF-16"), "Prü");
        assert_eq!(named(b"\xfe\xff\0P", "utf-16"), "P");
    }

    #[test]
    fn a_page_says_its_own_encoding() {
        let (text, choice) =
            decode(b"<meta charset=\"iso-8859-2\"><p>P\xf8\xedkaz", None).expect("a text");
        assert!(text.ends_with("Příkaz"));
        assert!(
            choice
                .expect("a choice")
                .text
                .contains("iso-8859-2, as it says")
        );
        // What is UTF-8 is UTF-8, whatever it says of itself.
        let page = "<meta charset=windows-1252>Prüfung";
        assert_eq!(decode(page.as_bytes(), None), Ok((page.to_owned(), None)));
    }
}
