//! Keymap files with mistakes: each is named at its place, and the good lines still apply.

use proptest::prelude::*;

use super::*;
use crate::command::Command;
use crate::keymap::{Key, Resolution};

fn user(text: &str) -> (Keymap, Vec<(usize, usize, String)>) {
    let (map, findings) = load("default", Some(("mine.toml", text)));
    assert!(findings.iter().all(|finding| finding.file == "mine.toml"));
    (
        map,
        findings
            .into_iter()
            .map(|finding| (finding.line, finding.column, finding.message))
            .collect(),
    )
}

/// The one finding of a file with one mistake.
fn mistake(text: &str) -> (usize, usize, String) {
    let findings = user(text).1;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.into_iter().next().unwrap_or_default()
}

fn means(map: &Keymap, context: Context, name: &str) -> Resolution {
    map.resolve(
        &[context],
        &[],
        Key::to_bind(name).unwrap_or_else(|error| panic!("{error}")),
    )
}

const SAVE: Resolution = Resolution::Command(Command::SaveSheet);

#[test]
fn a_users_file_is_laid_on_top_and_its_keys_are_shown_first() {
    let (map, findings) =
        user("[form]\nctrl-b = \"form.save_sheet\"\nf6 = \"none\"\n\"alt-=\" = \"\"\n");
    assert_eq!(findings, []);
    assert_eq!(means(&map, Context::Form, "ctrl-b"), SAVE);
    assert_eq!(means(&map, Context::Form, "f6"), Resolution::Unbound);
    assert_eq!(means(&map, Context::Form, "alt-="), Resolution::Unbound);
    assert_eq!(map.keys_for(Command::SaveSheet)[0], "Ctrl-B");
}

#[test]
fn a_file_from_notepad_is_read_like_any_other() {
    let (map, findings) =
        user("\u{feff}[form]\r\nctrl-b = \"form.save_sheet\"\r\nctrl-1 = \"none\"\r\n");
    assert_eq!(means(&map, Context::Form, "ctrl-b"), SAVE);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].0, findings[0].1), (3, 1));
}

#[test]
fn an_unknown_command_is_named_with_the_nearest() {
    let (line, column, message) = mistake("# mine\n[form]\n  ctrl-b = \"form.sav_sheet\"\n");
    assert_eq!((line, column), (3, 12));
    assert!(
        message.contains("“form.sav_sheet”, the nearest is form.save_sheet"),
        "{message}"
    );
    assert!(
        mistake("[form]\nctrl-b = \"park_sheet\"")
            .2
            .contains("nearest is form.park_sheet")
    );
    assert!(!mistake("[form]\nctrl-b = \"zzz\"").2.contains("nearest"));
}

#[test]
fn a_context_or_a_keymap_that_does_not_exist_is_named_with_the_nearest() {
    let (line, column, message) = mistake("[frm]\nctrl-b = \"form.save_sheet\"\n");
    assert_eq!((line, column), (1, 2));
    assert!(message.contains("[frm], the nearest is form"), "{message}");
    let (line, column, message) = mistake("inherit = \"plian\"\n");
    assert_eq!((line, column), (1, 11));
    assert!(message.contains("nearest is plain"), "{message}");
    let (map, findings) = load("plian", None);
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .to_string()
            .starts_with("plian: there is no keymap")
    );
    assert_eq!(map, load("default", None).0);
}

#[test]
fn keys_that_cannot_arrive_are_named_with_what_to_write() {
    let text = "[form]\nctrl-i = \"form.next_box\"\nctrl-1 = \"form.next_box\"\nctlr-b = \"form.next_box\"\nctrl-b = \"form.save_sheet\"\n";
    let (map, findings) = user(text);
    let places: Vec<(usize, usize)> = findings
        .iter()
        .map(|finding| (finding.0, finding.1))
        .collect();
    assert_eq!(places, [(2, 1), (3, 1), (4, 1)]);
    assert!(
        findings[0]
            .2
            .contains("terminals cannot tell ctrl-i from tab"),
        "{findings:?}"
    );
    assert_eq!(
        means(&map, Context::Form, "ctrl-b"),
        SAVE,
        "the good line still applies"
    );
}

#[test]
fn a_key_that_is_typed_as_text_is_refused() {
    let (line, column, message) = mistake("[home]\n\"k\" = \"home.key_form\"\n");
    assert_eq!((line, column), (2, 1));
    assert!(message.contains("would be lost"), "{message}");
    assert!(
        mistake("[form_empty]\nd = \"form.mark_declined\"")
            .2
            .contains("choose a sign")
    );
    assert_eq!(user("[form_empty]\n\"!\" = \"form.mark_declined\"").1, []);
}

#[test]
fn a_command_in_the_wrong_place_is_told_where_it_belongs() {
    let (line, column, message) = mistake("[card]\nf11 = \"form.save_sheet\"\n");
    assert_eq!((line, column), (2, 7));
    assert!(message.contains("put it under [form]"), "{message}");
}

#[test]
fn the_same_key_written_twice_is_named_with_the_first_line() {
    let (_, column, message) =
        mistake("[form]\nctrl-b = \"form.save_sheet\"\n\"Ctrl-B\" = \"form.park_sheet\"\n");
    assert!(
        message.contains("on line 2 already") && column == 1,
        "{message}"
    );
}

#[test]
fn a_line_that_is_not_toml_is_left_out_and_the_others_apply() {
    for (text, line) in [
        (
            "[form]\nctrl-b = form.park_sheet\nf11 = \"form.save_sheet\"\n",
            2,
        ),
        (
            "[form]\nalt-. = \"form.park_sheet\"\nf11 = \"form.save_sheet\"\n",
            2,
        ),
        (
            "[form]\nf11 = \"form.save_sheet\"\nctrl-b = \"form.park_sheet\nctrl-e = \"none\"\n",
            3,
        ),
        (
            "[form]\nf11 = \"form.save_sheet\"\nf11 = \"form.park_sheet\"\n",
            3,
        ),
    ] {
        let (map, findings) = user(text);
        assert_eq!(
            findings.first().map(|finding| finding.0),
            Some(line),
            "{text}{findings:#?}"
        );
        assert_eq!(means(&map, Context::Form, "f11"), SAVE, "{text}");
    }
}

#[test]
fn a_key_that_hides_a_whole_family_is_named_and_so_is_one_that_is_hidden() {
    let (line, column, message) = mistake("[form]\nctrl-x = \"form.clear_box\"\n");
    assert_eq!((line, column), (2, 1));
    assert!(message.starts_with("Ctrl-X hides Ctrl-X "), "{message}");
    let (_, _, message) = mistake("[form]\n\"ctrl-s a\" = \"form.next_finding\"\n");
    assert!(
        message.contains("Ctrl-S is form.save_sheet in [form]"),
        "{message}"
    );
}

#[test]
fn a_vital_command_keeps_its_keys_whatever_the_file_says() {
    let (line, _, message) =
        mistake("[everywhere]\nctrl-p = \"none\"\nf9 = \"none\"\n\"ctrl-x x\" = \"none\"\n");
    assert_eq!(line, 2);
    assert!(
        message.contains("everywhere.open_palette would have no key left"),
        "{message}"
    );
    let (map, _) =
        user("[everywhere]\nctrl-p = \"none\"\nf9 = \"none\"\n\"ctrl-x x\" = \"none\"\n");
    assert_eq!(
        means(&map, Context::Everywhere, "ctrl-p"),
        Resolution::Command(Command::OpenPalette)
    );
    assert_eq!(
        user("[everywhere]\nctrl-p = \"none\"\n").1,
        [],
        "while another key is left she may unbind it"
    );
}

#[test]
fn a_file_can_do_without_groups_of_keys() {
    let (map, findings) = user("without = [\"function keys\", \"alt\"]\n");
    assert_eq!(findings, []);
    assert!(
        map.all()
            .all(|(_, keys, _)| !uses_alt(keys) && !uses_function_key(keys))
    );
    assert_eq!(mistake("without = [\"mouse\"]\n").0, 1);
}

#[test]
fn unbinding_nothing_and_settings_that_do_not_exist_are_named() {
    assert!(
        mistake("[form]\nf11 = \"none\"\n")
            .2
            .contains("nothing to unbind")
    );
    assert!(
        mistake("inherits = \"plain\"\n")
            .2
            .contains("not a setting")
    );
    assert!(mistake("[form]\nf11 = 3\n").2.contains("between quotes"));
    assert_eq!(mistake("é = 1\n").1, 1);
}

#[test]
fn the_shipped_files_say_what_they_inherit() {
    for name in SHIPPED {
        let text = shipped_text(name).unwrap_or_default();
        let inherit = Document::read(name, text).inherit.map(|(base, _)| base);
        assert_eq!(
            inherit.as_deref(),
            (name != "default").then_some("default"),
            "{name}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_a_keymap_with_findings_inside_the_file(
        text in "(\\[(form|edit|everywhere|[a-z]{0,3})\\]\n|\"?(ctrl-|alt-)?[a-z.=]{1,5}\"? = \"?(none|form\\.save_sheet|.{0,6})\"?\n|\\PC{0,8}\n){0,8}"
    ) {
        let (map, findings) = load("default", Some(("mine.toml", &text)));
        prop_assert!(super::keyless(&map).is_empty());
        for finding in findings {
            prop_assert!(finding.line >= 1 && finding.line <= text.lines().count() + 1);
        }
    }
}
