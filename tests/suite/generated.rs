//! Generated files are what the code says.

#[test]
fn generated_files_are_up_to_date() {
    let stale = xtask::stale().expect("the project's files");
    assert!(
        stale.is_empty(),
        "not up to date: {stale:?}\nrun `cargo xtask codegen`"
    );
}
