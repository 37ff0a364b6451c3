//! The house stays tidy: who may use whom, which file alone names what, sizes, and documents that cannot drift.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms and the rooms that each may use. What is not listed may not be used.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("command", &[]),
    ("keymap", &["command"]),
    ("keys", &["domain", "journal"]),
    ("journal", &["domain", "keys"]),
    ("condition", &["domain"]),
    ("forms", &["condition", "domain"]),
    ("search", &["domain"]),
    ("allocation", &["condition", "domain"]),
    ("paper", &["domain", "forms"]),
    ("store", &["journal", "keys", "domain"]),
    ("demo", &["domain", "forms"]),
    (
        "model",
        &[
            "command",
            "keymap",
            "forms",
            "search",
            "allocation",
            "paper",
            "domain",
        ],
    ),
    (
        "ui",
        &[
            "model",
            "command",
            "keymap",
            "forms",
            "search",
            "allocation",
            "paper",
            "domain",
        ],
    ),
    (
        "app",
        &[
            "ui",
            "model",
            "store",
            "journal",
            "keys",
            "command",
            "keymap",
            "forms",
            "search",
            "allocation",
            "paper",
            "domain",
            "config",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "ui",
            "model",
            "store",
            "journal",
            "keys",
            "demo",
            "command",
            "keymap",
            "forms",
            "search",
            "allocation",
            "paper",
            "domain",
            "config",
        ],
    ),
    ("config", &["domain"]),
];

/// Crates that one place alone may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("sled", &["src/store/engine/tree.rs"]),
    ("bincode", &["src/store/codec.rs"]),
    ("fuzzy_matcher", &["src/command/palette.rs"]),
    (
        "crossterm",
        &["src/app/", "src/keymap/terminal.rs", "src/cli/", "src/ui/"],
    ),
    ("pathfinding", &["src/allocation/solver.rs"]),
    ("ratatui", &["src/ui/", "src/app/terminal.rs"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The code of a file without its tests, its comments and the text of its strings left as they are.
fn code(text: &str) -> String {
    let untested = text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let plain = |line: &&str| !line.trim_start().starts_with("//");
    untested
        .lines()
        .filter(plain)
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs")
        || name.contains("/tests/")
        || name.ends_with("/testing.rs")
        || name.contains("/golden/")
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let mut broken = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test_file(name)) {
        let room = name
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap();
        let Some((_, allowed)) = MAY_USE.iter().find(|(r, _)| *r == room) else {
            continue;
        };
        for (other, _) in MAY_USE
            .iter()
            .filter(|(other, _)| *other != room && !allowed.contains(other))
        {
            let uses = code(text).contains(&format!("crate::{other}::"));
            if uses {
                broken.push(format!("{name} uses {other}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn each_library_with_one_room_is_named_in_that_room_only() {
    let mut broken = Vec::new();
    for (name, text) in &sources() {
        for (library, places) in ONLY_IN {
            let named = code(text).contains(&format!("{library}::"));
            if named && !places.iter().any(|place| name.starts_with(place)) {
                broken.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(n, _)| n)
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn files_are_short_enough_to_be_read_at_once() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(name, text)| {
            (
                name,
                text.split("\n#[cfg(test)]").next().unwrap().lines().count(),
            )
        })
        .filter(|(_, lines)| *lines > 500)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn functions_fit_on_a_screen() {
    let mut long = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test_file(name)) {
        let code = text.split("\n#[cfg(test)]").next().unwrap();
        let mut begun: Option<(usize, usize, &str)> = None;
        for (number, line) in code.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let opens = line.trim_start().starts_with("fn ")
                || line.contains(" fn ") && !line.trim_start().starts_with("//");
            match begun {
                None if opens && line.trim_end().ends_with('{')
                    || begun.is_none() && opens && !line.contains(';') =>
                {
                    begun = Some((number, indent, line.trim()));
                }
                Some((start, depth, what)) if line.trim() == "}" && indent == depth => {
                    if number - start > 60 {
                        long.push(format!(
                            "{name}:{}: {} lines: {what}",
                            start + 1,
                            number - start
                        ));
                    }
                    begun = None;
                }
                _ => {}
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn only_the_command_line_prints() {
    let prints = |text: &str| {
        ["println!", "print!(", "dbg!"]
            .iter()
            .any(|p| code(text).contains(p))
    };
    let loud: Vec<String> = sources()
        .into_iter()
        .filter(|(name, text)| {
            !name.starts_with("src/cli/") && name != "src/main.rs" && prints(text)
        })
        .map(|(name, _)| name)
        .collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn nothing_is_called_by_a_name_that_says_nothing() {
    let empty = ["Manager", "Helper", "Util", "Handler"];
    let mut found = Vec::new();
    for (name, text) in &sources() {
        for word in empty {
            for kind in ["struct ", "enum ", "trait ", "mod "] {
                let named = code(text).lines().any(|l| {
                    l.contains(kind) && l.split(kind).nth(1).is_some_and(|n| n.contains(word))
                });
                if named {
                    found.push(format!("{name}: {word}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_entrance_is_short() {
    let main = std::fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 30);
}
