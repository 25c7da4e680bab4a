//! JSON Schemas of the formats for programs, made from the structs that are written.

use schemars::{Schema, generate::SchemaSettings, transform::RecursiveTransform};

/// The JSON Schema of a format, under the name of its file.
pub(crate) fn of<T: schemars::JsonSchema>(file: &str, title: &str) -> serde_json::Value {
    // Formats such as `uint` are of schemars' own making, and strict validators refuse them.
    let drop_formats = RecursiveTransform(|schema: &mut Schema| {
        schema.remove("format");
    });
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.with_transform(drop_formats).into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert(
        "$id".to_owned(),
        format!("https://racilint.github.io/racilint/schemas/{file}.schema.json").into(),
    );
    schema.insert("title".to_owned(), title.into());
    schema.into()
}
