//! From bytes to text: files come as UTF-8, UTF-16 or in the code page of an older Windows.

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
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| format!("there is no encoding `{name}`; there are utf-8, utf-16le, windows-1252 and the others of the web"))?;
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

fn unmarked(bytes: &[u8]) -> (String, Option<Choice>) {
    let encoding = guess(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let choice = (encoding != UTF_8).then(|| Choice {
        text: format!(
            "the file is not UTF-8, and is read as {}",
            encoding.name().to_lowercase()
        ),
        option: "--encoding NAME".into(),
    });
    (text.into_owned(), choice)
}

/// Text in Latin letters has a zero in every second byte when it is UTF-16.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |odd: usize| {
        let at = head.iter().skip(odd).step_by(2);
        at.filter(|byte| **byte == 0).count() * 4 > head.len()
    };
    match std::str::from_utf8(bytes) {
        Ok(_) if !head.contains(&0) => UTF_8,
        _ if zeros(1) => UTF_16LE,
        _ if zeros(0) => UTF_16BE,
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    }
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
        let (_, choice) = decode(b"Pr\xfcfung", None).expect("a text");
        assert!(choice.expect("a choice").text.contains("windows-1252"));
        assert!(decode(b"Pr\xff\xfffung", Some("utf-8")).is_err());
        assert!(decode(b"x", Some("klingon")).is_err());
    }
}
