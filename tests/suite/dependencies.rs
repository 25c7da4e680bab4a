//! What the project is built from: no dependency needs a newer Rust than the project states, and
//! each has a licence and a source that `deny.toml` allows.

use std::process::Command;

use serde_json::Value;

/// No dependency asks for a newer Rust than the project does. Looks at those that this platform
/// takes: they have been downloaded for this build, others need not be. That the project's own code
/// keeps to it is checked by clippy (`incompatible_msrv`).
#[test]
fn the_stated_rust_version_is_enough_for_all_dependencies() {
    let packages = packages();
    let version = |package: &Value| parse(package["rust_version"].as_str().unwrap_or("0"));
    let own = packages
        .iter()
        .find(|package| package["name"] == "racilint")
        .map(version)
        .expect("racilint itself");
    let newer: Vec<&Value> = packages
        .iter()
        .filter(|package| version(package) > own)
        .map(|package| &package["name"])
        .collect();
    assert!(
        newer.is_empty(),
        "these need a newer Rust than {own:?}: {newer:?}"
    );
}

/// `deny.toml` is for `cargo deny`, which knows the published faults and therefore needs a network.
/// What it says of licences, sources and unwanted crates is held here too, on every machine.
#[test]
fn what_is_built_in_keeps_to_the_licences_sources_and_bans_of_deny_toml() {
    let text = std::fs::read_to_string(crate::root().join("deny.toml")).expect("deny.toml");
    let rules: toml::Table = text.parse().expect("TOML");
    let allowed = words(&rules["licenses"]["allow"]);
    let banned: Vec<&str> = rules["bans"]["deny"]
        .as_array()
        .expect("a list of crates")
        .iter()
        .filter_map(|entry| entry["name"].as_str())
        .collect();
    let sources = words(&rules["sources"]["allow-registry"]);
    let wrong: Vec<String> = packages()
        .iter()
        .filter_map(|package| fault(package, &allowed, &banned, &sources))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Why a package may not be built in; none if it may.
fn fault(package: &Value, allowed: &[&str], banned: &[&str], sources: &[&str]) -> Option<String> {
    let name = package["name"].as_str().expect("a name");
    let licence = package["license"].as_str().unwrap_or("");
    let source = package["source"].as_str();
    if banned.contains(&name) {
        return Some(format!("`{name}` is banned"));
    }
    if !source.is_none_or(|source| sources.iter().any(|known| source.ends_with(known))) {
        return Some(format!("`{name}` comes from {source:?}"));
    }
    (!permitted(licence, allowed)).then(|| format!("`{name}` is licensed as `{licence}`"))
}

/// Whether an SPDX expression can be met with the licences allowed.
fn permitted(expression: &str, allowed: &[&str]) -> bool {
    let mode = spdx::ParseMode::LAX;
    let met = |asked: &spdx::LicenseReq| allowed.contains(&asked.to_string().as_str());
    spdx::Expression::parse_mode(expression, mode).is_ok_and(|parsed| parsed.evaluate(met))
}

#[test]
fn a_licence_is_permitted_when_one_of_the_choices_is() {
    let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception"];
    for (expression, expected) in [
        ("MIT", true),
        ("Unlicense/MIT", true),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only", false),
        ("MIT AND OpenSSL", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("", false),
    ] {
        assert_eq!(permitted(expression, &allowed), expected, "{expression}");
    }
}

/// The strings of a list.
fn words(list: &toml::Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().filter_map(toml::Value::as_str).collect()
}

/// All that is built in on this platform, and what is built, as cargo tells it.
fn packages() -> Vec<Value> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", &this_platform()])
        .current_dir(crate::root())
        .output()
        .expect("cargo runs");
    assert!(
        metadata.status.success(),
        "{}",
        String::from_utf8_lossy(&metadata.stderr)
    );
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages.clone()
}

/// The platform that is built for, such as `x86_64-unknown-linux-gnu`.
fn this_platform() -> String {
    let compiler = option_env!("RUSTC").unwrap_or("rustc");
    let version = Command::new(compiler)
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

/// `1.88` and `1.88.0` are the same.
fn parse(version: &str) -> [u32; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}
