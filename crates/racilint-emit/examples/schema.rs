//! Prints the JSON Schema of the format `json-v1`, as it is kept in `schemas/`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let schema = racilint_emit::json::json_schema();
    let text = serde_json::to_string_pretty(&schema)?;
    writeln!(io::stdout().lock(), "{text}")
}
