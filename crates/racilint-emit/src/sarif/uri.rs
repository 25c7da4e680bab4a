//! Paths as addresses.

/// The address of a path with forward slashes, and whether it is relative.
///
/// Everything that an address could take for a sign of its own is written as `%` and two digits.
pub(super) fn uri(path: &str) -> (String, bool) {
    let drive = path
        .split_once(":/")
        .filter(|(drive, _)| drive.len() == 1 && drive.bytes().all(|b| b.is_ascii_alphabetic()));
    if let Some((drive, rest)) = drive {
        return (format!("file:///{drive}:/{}", encoded(rest)), false);
    }
    match path.strip_prefix('/') {
        Some(rest) => (
            format!("file:///{}", encoded(rest.trim_start_matches('/'))),
            false,
        ),
        None => (encoded(path), true),
    }
}

fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn addresses_hold_nothing_that_has_a_meaning_there() {
        let address = |path| uri(path).0;
        assert_eq!(address("a b/ü#1?.toml"), "a%20b/%C3%BC%231%3F.toml");
        assert_eq!(address("a:b.toml"), "a%3Ab.toml");
        assert_eq!(address("50%.toml"), "50%25.toml");
        assert_eq!(address("<stdin>"), "%3Cstdin%3E");
    }

    #[test]
    fn what_lies_elsewhere_is_named_from_the_root() {
        assert_eq!(uri("/srv/a.toml"), ("file:///srv/a.toml".into(), false));
        assert_eq!(uri("C:/a b.toml"), ("file:///C:/a%20b.toml".into(), false));
        assert_eq!(uri("../a.toml"), ("../a.toml".into(), true));
    }
}
