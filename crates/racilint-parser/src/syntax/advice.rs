//! The words for values and keys that are not TOML, and what their writer most likely meant.
//!
//! Looks at short pieces of text and nothing else: it neither parses nor decides what is an error.

#[cfg(test)]
mod tests;

use racilint_diagnostics::Safety;
use toml_datetime::Datetime;

/// What to tell about one place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
    /// What to write in place of what is told, where that is evident.
    pub(super) repair: Option<Repair>,
}

/// What to write in place of something; nothing to delete it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) safety: Safety,
    pub(super) text: String,
}

impl Advice {
    pub(super) fn new(
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            message: message.into(),
            label: label.into(),
            help: help.into(),
            repair: None,
        }
    }

    fn repaired(self, repair: Option<(Safety, String)>) -> Self {
        match repair {
            Some((safety, text)) => self.repair(safety, text),
            None => self,
        }
    }

    /// Says what to write in place of the whole place.
    pub(super) fn repair(self, safety: Safety, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            repair: Some(Repair { safety, text }),
            ..self
        }
    }
}

/// The quotes that word processors make of straight ones, and other marks used like them.
const CURLY: [char; 10] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '`'];

/// About a value without quotes that is nothing TOML knows. `key` is what it was given to.
pub(super) fn unquoted(raw: &str, key: Option<&str>) -> Advice {
    None.or_else(|| curly_quotes(raw, key))
        .or_else(|| invisible(raw))
        .or_else(|| misspelt_word(raw, key))
        .or_else(|| date(raw, key))
        .or_else(|| time(raw, key))
        .or_else(|| date_and_time(raw))
        .or_else(|| number(raw, key))
        .unwrap_or_else(|| plain_text(raw, key))
}

/// About a key that its letters do not allow without quotes.
pub(super) fn key(raw: &str) -> Advice {
    if raw.contains(CURLY) {
        let name = quoted(raw);
        return Advice::new(
            "curly quotes are not quotes in TOML",
            "curly quotes here",
            format!("use straight quotes: `{name}`"),
        );
    }
    invisible(raw).unwrap_or_else(|| {
        Advice::new(
            format!("the key `{}` needs quotes", short(raw)),
            "not only letters a to z, digits, `-` and `_`",
            format!("write `{}`", quoted(raw)),
        )
    })
}

/// About words that stand where `key = value` should. `line` is all of it, without blanks around.
pub(super) fn no_equals(line: &str, key: &str) -> Advice {
    let rest = line.strip_prefix(key).unwrap_or_default().trim();
    if line.starts_with("- ") || line.starts_with("* ") {
        let item = value(line[2..].trim());
        Advice::new(
            "a dash does not make a list in TOML",
            "not `key = value`",
            format!("write lists in brackets: `key = [{item}]`"),
        )
    } else if let Some(advice) = invisible(line) {
        advice
    } else if rest.contains('=') {
        Advice::new(
            "there is more than a key before the `=`",
            "not `key = value`",
            "write one key, with quotes around it if it holds blanks",
        )
    } else if rest.is_empty() {
        Advice::new(
            format!("`{}` has no value", short(key)),
            "no `=` and no value behind it",
            format!("write `{} = value`, or `[{0}]` for a table", short(key)),
        )
    } else {
        Advice::new(
            format!("the `=` is missing after `{}`", short(key)),
            "not `key = value`",
            format!("write `{} = {}`", short(key), value(rest)),
        )
        .repaired((is_value(rest)).then(|| (Safety::Safe, format!("{key} = {rest}"))))
    }
}

/// The number that `1,000` means.
fn grouped(value: &str, rest: &str) -> Option<String> {
    let groups = rest.strip_prefix(',')?;
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let in_threes = groups
        .split(',')
        .all(|group| group.len() == 3 && are_digits(group));
    let number = format!("{value}{}", groups.replace(',', ""));
    (in_threes && are_digits(value) && value.len() <= 3).then_some(number)
}

/// About what follows a whole value on its line.
pub(super) fn after_value(value: &str, rest: &str) -> Advice {
    let label = "not part of the value";
    if let Some(advice) = invisible(rest) {
        advice
    } else if is_inner_quote(value, rest) {
        Advice::new(
            "a quote within the text ends it early",
            label,
            "write `\\\"` for a quote within text",
        )
    } else if rest.starts_with([']', '}']) {
        Advice::new("there is a closing bracket too many", label, "delete it")
    } else if rest == ";" || rest == "," {
        let help = format!("delete the `{rest}`");
        // Values below may have been meant to belong to it when a comma ends the line.
        let safety = match rest {
            ";" => Safety::Safe,
            _ => Safety::Unsafe,
        };
        Advice::new("nothing ends a line but its end", label, help).repair(safety, "")
    } else if let Some(number) = grouped(value, rest) {
        let help = format!("write `{number}`");
        Advice::new("a number has no commas in it", label, help)
    } else if rest.starts_with([',', '"', '\'']) {
        let second = short(rest.trim_start_matches([',', ' ']));
        let help = format!("put several in brackets: `[{}, {second}]`", short(value));
        Advice::new("a key has one value", label, help)
    } else {
        Advice::new(
            "something follows the value on its line",
            label,
            "put it on a line of its own, or begin a comment with `#`",
        )
    }
}

/// `"say "hi" now"`: what follows the text ends in the quote that should have ended it.
fn is_inner_quote(value: &str, rest: &str) -> bool {
    value.ends_with('"')
        && rest.ends_with('"')
        && !rest.starts_with(['"', ',', ']', '}'])
        && !rest.contains('=')
}

impl Advice {
    /// Whether it is that a comma is missing, and not a quote.
    pub(super) fn is_of_comma(&self) -> bool {
        self.label.starts_with("a `,`")
    }
}

/// About something right after a text in a list or in braces.
pub(super) fn missing_comma(piece: &str) -> Advice {
    if piece.ends_with(['"', '\'']) && !piece.starts_with(['"', '\'']) {
        return Advice::new(
            "a quote is missing around one of two texts",
            "a quote ends here that never began",
            "write each text with a quote on both sides, and a comma after it",
        );
    }
    Advice::new(
        "a comma is missing between two values",
        "a `,` belongs before this",
        "put a comma after each value",
    )
}

/// About `key: value`. `rest` is what follows the colon.
pub(super) fn colon(key: &str, rest: &str) -> Advice {
    let example = if rest.is_empty() {
        "value".to_owned()
    } else {
        value(rest)
    };
    Advice::new(
        "a value is given with `=`, not with `:`",
        "`:` here",
        format!("write `{} = {example}`", short(key)),
    )
}

/// What to call a character nobody sees, if it is one.
pub(super) fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '\0' => "a NUL character (U+0000)",
        '\u{8}' => "a backspace (U+0008)",
        '\u{b}' => "a vertical tab (U+000B)",
        '\u{c}' => "a form feed (U+000C)",
        '\r' => "a carriage return (U+000D)",
        '\u{1b}' => "an escape character (U+001B)",
        '\u{7f}' => "a delete character (U+007F)",
        '\u{a0}' => "a no-break space (U+00A0)",
        '\u{3000}' => "an ideographic space (U+3000)",
        '\u{200b}' => "a zero-width space (U+200B)",
        '\u{2028}' => "a line separator (U+2028)",
        '\u{feff}' => "a byte order mark (U+FEFF)",
        c if c.is_control() => "a control character",
        _ => return None,
    })
}

/// The text as TOML would take it: in quotes unless it is a value already.
pub(super) fn value(raw: &str) -> String {
    let known = raw.starts_with(['"', '\'', '[', '{'])
        || matches!(raw, "true" | "false")
        || raw.parse::<i64>().is_ok() && !has_leading_zero(raw)
        || raw.parse::<Datetime>().is_ok();
    if known {
        short(raw)
    } else {
        fixed_date(raw).unwrap_or_else(|| quoted(raw))
    }
}

/// The start of a text, fit for a message of one line.
pub(super) fn short(raw: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::new();
    for (at, c) in raw.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn write(key: Option<&str>, value: &str) -> String {
    match key {
        Some(key) => format!("write `{} = {value}`", short(key)),
        None => format!("write `{value}`"),
    }
}

fn quoted(raw: &str) -> String {
    let bare = raw.trim_matches(|c| CURLY.contains(&c) || c == '"' || c == '\'');
    let bare = short(bare);
    if !bare.contains(['"', '\\']) {
        format!("\"{bare}\"")
    } else if bare.contains('\'') {
        format!("\"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{bare}'")
    }
}

fn plain_text(raw: &str, key: Option<&str>) -> Advice {
    let mut help = write(key, &quoted(raw));
    if raw.contains(", ") && key.is_some() {
        let items: Vec<_> = raw.split(", ").map(value).collect();
        help = format!("{help}, or a list: `[{}]`", items.join(", "));
    }
    let label = if raw.ends_with(['"', '\'']) {
        "no quote before it"
    } else {
        "text without quotes"
    };
    let is_plain = |c: char| c.is_alphanumeric() || "-_. :/@+&'()".contains(c);
    let bare = raw.strip_suffix('"').unwrap_or(raw);
    // Blanks in a list may stand for commas.
    let is_one = key.is_some() || !bare.contains(' ');
    // What looks like a remark is none of the text.
    let is_text = !bare.contains("//") || bare.contains("://");
    let evident = is_one && is_text && bare.chars().all(is_plain) && !bare.ends_with(' ');
    Advice::new("text needs quotes around it", label, help)
        .repaired(evident.then(|| (Safety::Safe, format!("\"{bare}\""))))
}

fn curly_quotes(raw: &str, key: Option<&str>) -> Option<Advice> {
    let curly = raw.starts_with(CURLY) || raw.ends_with(CURLY);
    curly.then(|| {
        let help = write(key, &quoted(raw));
        Advice::new(
            "curly quotes are not quotes in TOML",
            "curly quotes here",
            format!("use straight quotes: {help}"),
        )
        .repaired(straight(raw).map(|text| (Safety::Safe, text)))
    })
}

/// The text in straight quotes, where nothing in it could end it early.
fn straight(raw: &str) -> Option<String> {
    let inner = raw.strip_prefix(CURLY)?.strip_suffix(CURLY)?;
    let odd = |c: char| c == '"' || c == '\\' || CURLY.contains(&c) && c != '’' || c.is_control();
    (!inner.contains(odd)).then(|| format!("\"{inner}\""))
}

/// Whether a text is a value that can stand as it is.
fn is_value(raw: &str) -> bool {
    let in_quotes = |quote: char| {
        let inner = raw
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains([quote, '\\']))
    };
    let is_number = raw.parse::<i64>().is_ok() && !has_leading_zero(raw);
    let is_word = matches!(raw, "true" | "false");
    in_quotes('"') || in_quotes('\'') || is_number || is_word || raw.parse::<Datetime>().is_ok()
}

fn invisible(raw: &str) -> Option<Advice> {
    let name = raw.chars().find_map(name_of)?;
    Some(Advice::new(
        format!("{name} stands here unseen"),
        "an unseen character in here",
        "delete the line and type it again",
    ))
}

fn misspelt_word(raw: &str, key: Option<&str>) -> Option<Advice> {
    let meant = match raw.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        "null" | "nil" | "none" | "~" => {
            return Some(Advice::new(
                "TOML has no empty value",
                "not a value",
                "leave the whole line out",
            ));
        }
        _ => return None,
    };
    let label = "not a value without quotes";
    Some(if raw.eq_ignore_ascii_case(meant) {
        let message = format!("`{meant}` is written in small letters");
        Advice::new(message, label, write(key, meant)).repair(Safety::Safe, meant)
    } else {
        Advice::new(
            format!("`{raw}` is neither text in quotes nor `true` or `false`"),
            label,
            format!("{}, or `\"{raw}\"` for text", write(key, meant)),
        )
    })
}

fn date(raw: &str, key: Option<&str>) -> Option<Advice> {
    if let Some((fixed, safety)) = mended_date(raw) {
        return Some(
            Advice::new(
                "dates are written with four, two and two digits: year-month-day",
                "not a date as TOML writes it",
                write(key, &fixed),
            )
            .repair(safety, fixed),
        );
    }
    let (year, month, day) = date_parts(raw)?;
    let message = match (month, day) {
        (1..=12, 0) => "a month has no day 0".to_owned(),
        (1..=12, _) => format!(
            "there is no such day: month {month} of {year} has {} days",
            days_in(year, month)
        ),
        _ => format!("there is no month {month}"),
    };
    Some(Advice::new(
        message,
        "not in the calendar",
        "write an existing day as year-month-day, such as `2027-12-31`",
    ))
}

/// Year, month and day of three numbers in any usual order.
fn date_parts(raw: &str) -> Option<(u16, u16, u16)> {
    let mark = raw.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = raw.split(mark).collect();
    let [a, b, c] = parts[..] else {
        return None;
    };
    let number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    };
    let (a_value, b_value, c_value) = (number(a)?, number(b)?, number(c)?);
    match (a.len(), c.len(), mark) {
        (4, 1 | 2, _) => Some((a_value, b_value, c_value)),
        (1 | 2, 4, '.' | '-') => Some((c_value, b_value, a_value)),
        (1 | 2, 4, _) if a_value > 12 => Some((c_value, b_value, a_value)),
        (1 | 2, 4, _) if b_value > 12 => Some((c_value, a_value, b_value)),
        _ => None,
    }
}

/// With the year in front there is one way to read a date, else people read it in two.
fn order_of(raw: &str) -> Safety {
    match raw.find(['-', '/', '.']) {
        Some(4) => Safety::Safe,
        _ => Safety::Unsafe,
    }
}

/// The date as TOML writes it that somebody wrote in another way, and how sure that is.
pub(crate) fn mended_date(raw: &str) -> Option<(String, Safety)> {
    fixed_date(raw).map(|fixed| (fixed, order_of(raw)))
}

fn fixed_date(raw: &str) -> Option<String> {
    let (year, month, day) = date_parts(raw)?;
    let fixed = format!("{year:04}-{month:02}-{day:02}");
    let exists = fixed.parse::<Datetime>().is_ok();
    (exists && fixed != raw).then_some(fixed)
}

fn days_in(year: u16, month: u16) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn time(raw: &str, key: Option<&str>) -> Option<Advice> {
    let (hour, rest) = raw.split_once(':')?;
    let digits =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !rest.split(':').all(digits) || rest.split(':').count() > 2 {
        return None;
    }
    let fixed = std::iter::once(hour).chain(rest.split(':'));
    let fixed: Vec<_> = fixed.map(|part| format!("{part:0>2}")).collect();
    let fixed = fixed.join(":");
    Some(if fixed.parse::<Datetime>().is_ok() {
        Advice::new(
            "times are written with two digits each: hours:minutes",
            "not a time as TOML writes it",
            format!("{}, or `\"{raw}\"` for text", write(key, &fixed)),
        )
    } else {
        Advice::new(
            "there is no such time of day",
            "not on the clock",
            "write a time from `00:00` to `23:59`",
        )
    })
}

fn date_and_time(raw: &str) -> Option<Advice> {
    let part = |c: char| c.is_ascii_digit() || "-:.+TtZz ".contains(c);
    let like = raw.starts_with(|c: char| c.is_ascii_digit())
        && raw.find('-') == Some(4)
        && raw.contains(':')
        && raw.chars().all(part);
    like.then(|| {
        Advice::new(
            "this is not a date and time that exists",
            "not as TOML writes it, or not in the calendar or on the clock",
            "write it as in `2027-12-31T23:59:00+01:00`",
        )
    })
}

fn has_leading_zero(raw: &str) -> bool {
    let digits = raw.trim_start_matches(['+', '-']);
    digits.len() > 1 && digits.starts_with('0')
}

fn number(raw: &str, key: Option<&str>) -> Option<Advice> {
    let digits = raw.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let whole = digits.bytes().all(|b| b.is_ascii_digit());
    if whole && has_leading_zero(raw) {
        return Some(leading_zero(raw, digits, key));
    }
    if whole || is_radix(digits) && !raw.starts_with(['+', '-']) {
        return Some(Advice::new(
            format!("`{}` is too large for a whole number", short(raw)),
            "beyond what can be read",
            "whole numbers go from -9223372036854775808 to 9223372036854775807; put longer codes \
             in quotes",
        ));
    }
    decimal(raw, digits, key)
}

fn leading_zero(raw: &str, digits: &str, key: Option<&str>) -> Advice {
    let value = digits.trim_start_matches('0');
    let value = if value.is_empty() { "0" } else { value };
    Advice::new(
        "a number cannot begin with 0",
        "0 in front",
        format!("{}, or `\"{}\"` for text", write(key, value), short(raw)),
    )
}

fn is_radix(digits: &str) -> bool {
    let radix = match digits.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => return false,
    };
    digits.len() > 2 && digits[2..].chars().all(|c| c.is_digit(radix))
}

/// `1.`, `.5`, `1e999`, `1__0` and the like; `90d` and `1.2.3` are text.
fn decimal(raw: &str, digits: &str, key: Option<&str>) -> Option<Advice> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | 'e' | 'E' | '+' | '-');
    if !digits.chars().all(part) || digits.matches('.').count() > 1 {
        return None;
    }
    let compact = raw.replace('_', "");
    let help = match compact.strip_suffix('.') {
        Some(whole) => format!(
            "{}, with digits on both sides of the point",
            write(key, &format!("{whole}.0"))
        ),
        None if digits.starts_with('.') => write(key, &raw.replacen('.', "0.", 1)),
        None => format!("write a plain number, or `{}` for text", quoted(raw)),
    };
    Some(Advice::new(
        format!("`{}` is not a number as TOML writes it", short(raw)),
        "not a number",
        help,
    ))
}

/// About a line that is a comment elsewhere.
pub(super) fn other_comment(line: &str) -> Option<Advice> {
    let marks = ["//", "/*", ";", "--", "<!--", "%"];
    let mark = marks.iter().find(|mark| line.starts_with(**mark))?;
    let goes_on = mark.starts_with("/*") || mark.starts_with("<!");
    let repaired = line.strip_prefix(mark).filter(|_| !goes_on);
    let advice = Advice::new(
        format!("`{mark}` does not begin a comment in TOML"),
        "not `key = value`",
        "begin comments with `#`",
    );
    Some(advice.repaired(repaired.map(|rest| (Safety::Safe, format!("#{rest}")))))
}
