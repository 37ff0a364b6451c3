//! The README cannot drift: its key table is the effective one, its commands exist, its first two commands are the two.

use caseload::keymap;

fn readme() -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .unwrap()
}

/// Where a generated block stands, without its marks.
fn place(text: &str, name: &str) -> std::ops::Range<usize> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = text
        .find(&start)
        .unwrap_or_else(|| panic!("no block {name}"))
        + start.len();
    from..text[from..].find(&end).unwrap() + from
}

fn block(text: &str, name: &str) -> String {
    text[place(text, name)].trim().to_owned()
}

#[test]
fn the_two_commands_stand_first() {
    let readme = readme();
    let demo = readme.find("cargo run --release -- demo").unwrap();
    let test = readme.find("cargo test --release").unwrap();
    assert!(demo < test && readme[..test].lines().count() < 20);
}

/// To write the block anew: `CASELOAD_WRITE=1 cargo test --test integration the_key_table`.
#[test]
fn the_key_table_is_the_one_the_program_has() {
    let (map, findings) = keymap::load("default", None);
    assert!(findings.is_empty(), "{findings:?}");
    let table = keymap::markdown(&keymap::key_table(&map));
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        let mut new = readme();
        let place = place(&new, "keys");
        new.replace_range(place, &format!("{}\n", table.trim()));
        std::fs::write(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"),
            new,
        )
        .unwrap();
    }
    assert_eq!(block(&readme(), "keys"), table.trim());
}

#[test]
fn every_subcommand_the_readme_shows_exists() {
    let mut missing = Vec::new();
    for line in readme()
        .lines()
        .filter_map(|line| line.trim().strip_prefix("caseload "))
    {
        let mut words = line.split_whitespace().peekable();
        while words.peek().is_some_and(|word| word.starts_with("--")) {
            words.nth(1);
        }
        let Some(command) = words.next() else {
            continue;
        };
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args([command, "--help"])
            .output()
            .unwrap();
        if !out.status.success() {
            missing.push(command.to_owned());
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
