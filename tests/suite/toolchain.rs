//! The oldest Rust that the project says it needs is old enough for all that it is built from.

use std::process::Command;

use serde_json::Value;

/// No dependency asks for a newer Rust than the project does. Looks at those that this platform
/// takes: they have been downloaded for this build, others need not be. That the project's own code
/// keeps to it is checked by clippy (`incompatible_msrv`).
#[test]
fn the_stated_rust_version_is_enough_for_all_dependencies() {
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
