//! Form files, good and bad.

use super::*;
use crate::forms::registry::Registry;
use crate::forms::specimen::{ATTENDANCE, FORM, registry};
use rstest::rstest;

fn said(findings: &[crate::forms::FileFinding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_shipped_forms_have_no_mistakes() {
    let (registry, findings) = Registry::load(&[]);
    assert_eq!(said(&findings), "");
    assert_eq!(registry.all().len(), 10);
}

/// The form with one piece changed, and what is said of it.
fn changed(from: &str, to: &str) -> String {
    assert!(FORM.contains(from), "{from}");
    let text = FORM.replacen(from, to, 1);
    let (form, findings) = read_form("forms/visit/1.toml", &text, registry().lists());
    assert!(form.is_none(), "a form with mistakes was taken: {to}");
    said(&findings)
}

#[rstest]
#[case("kind = \"time\"", "kind = \"tme\"", "30:8: There is no kind tme")]
#[case(
    "kind = \"time\"",
    "kynd = \"time\"",
    "30:1: There is no key kynd here. Did you mean kind?"
)]
#[case(
    "codes = \"attendance\"",
    "codes = \"nowhere\"",
    "There is no code list nowhere"
)]
#[case(
    "attendance in ['2', '4']",
    "attendnce in ['2']",
    "46:15: shown_when: There is no box with the key attendnce"
)]
#[case(
    "attendance in ['2', '4']",
    "attendance in ['2', '9']",
    "46:35: '9' is no code of attendance"
)]
#[case(
    "key = \"time\"",
    "key = \"date\"",
    "There are two boxes with the key date"
)]
#[case(
    "born > date\"",
    "time < '7'\"",
    "time is a time of day. Compare it with one: '07:30'"
)]
#[case("box = \"3\"", "box = \"2\"", "There are two boxes numbered 2")]
#[case("box = \"4\"", "box = \"0\"", "Box 3 came before")]
#[case("box = \"9\"\npage = 2", "box = \"9\"\npage = 1", "page 2 came before")]
#[case(
    "soft_max = 120",
    "soft_max = 300",
    "soft_max lies outside min and max"
)]
#[case("min = 5\n", "min = 500\n", "max is less than min")]
#[case(
    "default = \"45\"",
    "default = \"4\"",
    "The default cannot stand in the box"
)]
#[case(
    "feeds = \"session.date\"",
    "feeds = \"session.dat\"",
    "There is no fact session.dat"
)]
#[case(
    "bmi(height, weight)",
    "bmi(height, bmi_band)",
    "These boxes wait for each other: bmi, bmi_band"
)]
#[case("bmi(height, weight)", "days(date, today())", "have no place")]
#[case("compute = \"bmi(height, weight)\"\n", "", "compute is missing")]
#[case("unit = \"cm\"", "unit = \"m\"", "feet are stored in cm")]
#[case(
    "exclusive = [\"NN\", \"ZZ\"]",
    "exclusive = [\"XX\"]",
    "The code XX is not in the list"
)]
#[case(
    "format = \"nhs_number\"",
    "format = \"nhs\"",
    "There is no format nhs"
)]
#[case(
    "required = \"yes\"\n\n[[field]]\nkey = \"date\"",
    "required = true\n\n[[field]]\nkey = \"date\"",
    "required must be text in quotes"
)]
#[case("level = \"soft\"", "level = \"mild\"", "level is \"hard\"")]
#[case(
    "id = \"born_after\"",
    "id = \"cancelled_after\"",
    "two checks with the id"
)]
#[case(
    "label = \"Time\"",
    "label = \"A label that is much too wide for a screen\"",
    "wider than 32 columns"
)]
#[case("version = 1", "version = 2", "The file is called 1")]
#[case("id = \"visit\"", "id = \"visits\"", "name of the folder")]
#[case("count = 3", "count = \"3\"", "count must be a whole number")]
#[case("role = \"other\"", "role = \"else\"", "There is no role else")]
#[case("title = \"Visit record\"", "title = \"Visit", "This is not TOML")]
#[case(
    "not_before = \"2009-04-01\"",
    "not_before = \"1/4/09\"",
    "not_before must be a day"
)]
#[case(
    "case = \"title\"\n",
    "case = \"title\"\nunits = \"feet\"\n",
    "units belongs to measure boxes"
)]
fn a_mistake_is_named_with_its_place_and_what_to_do(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    let said = changed(from, to);
    assert!(said.contains(says), "{said}");
    assert!(said.starts_with("forms/visit/1.toml:"), "{said}");
}

#[test]
fn all_mistakes_of_a_file_are_named_at_once() {
    let text = FORM
        .replace("kind = \"time\"", "kind = \"tme\"")
        .replace("level = \"hard\"", "level = \"x\"");
    let (_, findings) = read_form("visit/1.toml", &text, registry().lists());
    assert_eq!(findings.len(), 2, "{}", said(&findings));
    assert!(findings[0].line < findings[1].line);
}

/// The form with checks of its group after the last box of it.
fn with_group_checks(checks: &str) -> (Option<crate::forms::definition::Form>, String) {
    let last = "shown_when = \"issue != '3'\"\n";
    assert!(FORM.contains(last));
    let text = FORM.replacen(last, &format!("{last}\n{checks}"), 1);
    let (form, findings) = read_form("forms/visit/1.toml", &text, registry().lists());
    (form, said(&findings))
}

#[test]
fn a_check_of_a_group_holds_for_each_entry_and_looks_back_from_the_second_on() {
    let (form, said) = with_group_checks(
        r#"[[group.check]]
id = "by_{n}_early"
level = "soft"
field = "by"
wrong_when = "by < date"
message = "Goal {n} lies before the visit."

[[group.check]]
id = "by_{n}_order"
level = "soft"
field = "by"
wrong_when = "by < goal_{before}_by"
message = "Goal {n} comes before goal {before}."
"#,
    );
    let form = form.unwrap_or_else(|| panic!("{said}"));
    let checks = form.checks.iter().filter(|c| c.id.starts_with("by_"));
    let told: Vec<_> = checks
        .map(|c| {
            (
                c.id.as_str(),
                form.fields[c.field].key.as_str(),
                c.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("by_1_early", "goal_1_by", "Goal 1 lies before the visit."),
            ("by_2_early", "goal_2_by", "Goal 2 lies before the visit."),
            ("by_3_early", "goal_3_by", "Goal 3 lies before the visit."),
            ("by_2_order", "goal_2_by", "Goal 2 comes before goal 1."),
            ("by_3_order", "goal_3_by", "Goal 3 comes before goal 2."),
        ]
    );
    let read = |id: &str| &form.checks.iter().find(|c| c.id == id).unwrap().reads;
    let by = |n: u32| form.position(&format!("goal_{n}_by")).unwrap();
    assert_eq!(read("by_3_order"), &vec![by(2), by(3)]);
}

#[rstest]
#[case("id = \"by_early\"", "by < date", "two checks with the id by_early")]
#[case(
    "id = \"by_{n}_early\"",
    "bye < date",
    "There is no box with the key bye"
)]
#[case("", "by < date", "id is missing")]
fn a_mistake_in_a_check_of_a_group_is_named_once(
    #[case] id: &str,
    #[case] wrong_when: &str,
    #[case] says: &str,
) {
    let (form, said) = with_group_checks(&format!(
        "[[group.check]]\n{id}\nlevel = \"soft\"\nfield = \"by\"\nwrong_when = \"{wrong_when}\"\nmessage = \"Early.\"\n"
    ));
    assert!(form.is_none());
    assert_eq!(said.matches(says).count(), 1, "{said}");
}

#[test]
fn a_broken_file_never_stops_the_others_and_leaves_the_shipped_one_in_place() {
    let files = [
        ("session/1.toml".to_owned(), "id = ".to_owned()),
        ("codes/tier.toml".to_owned(), "title = 3".to_owned()),
        (
            "visit/1.toml".to_owned(),
            FORM.replace("bands", "tier").replace("band(", "max("),
        ),
        ("notes.txt".to_owned(), "no form".to_owned()),
    ];
    let (registry, findings) = Registry::load(&files);
    assert!(registry.form("session", 1).is_some());
    let files: Vec<&str> = findings.iter().map(|f| f.file.as_str()).collect();
    assert!(files.contains(&"session/1.toml") && files.contains(&"codes/tier.toml"));
    assert!(!said(&findings).contains("notes.txt"));
}

#[test]
fn a_code_list_that_takes_away_what_a_shipped_form_needs_is_named_and_the_form_stays() {
    let text =
        "id = \"attendance\"\ntitle = \"Attendance\"\n[[code]]\ncode = \"9\"\nlabel = \"new\"\n";
    let (registry, findings) = Registry::load(&[("codes/attendance.toml".into(), text.into())]);
    assert!(
        said(&findings).contains("session/1.toml"),
        "{}",
        said(&findings)
    );
    let session = registry.latest("session").unwrap();
    assert!(
        session
            .field("attendance")
            .unwrap()
            .codes
            .as_ref()
            .unwrap()
            .stored("5")
            .is_some()
    );
    assert_eq!(registry.all().len(), 10);
}

#[test]
fn a_newer_version_stands_beside_the_old_one() {
    let two = FORM
        .replace("version = 1", "version = 2")
        .replace("Visit record", "Visit");
    let lists = [("codes/attendance.toml", ATTENDANCE)];
    let files = [("visit/1.toml", FORM), ("visit/2.toml", two.as_str())];
    let more = [
        ("codes/disability.toml", crate::forms::specimen::DISABILITY),
        ("codes/bands.toml", crate::forms::specimen::BANDS),
    ];
    let (registry, findings) = Registry::of(lists.into_iter().chain(more).chain(files));
    assert_eq!(said(&findings), "");
    assert_eq!(registry.latest("visit").unwrap().title, "Visit");
    assert_eq!(registry.form("visit", 1).unwrap().title, "Visit record");
    assert_eq!(registry.by_key('v').unwrap().version, 2);
    assert_eq!((registry.all().len(), registry.newest().len()), (2, 1));
}

#[test]
fn two_forms_with_one_key_are_named() {
    let text = FORM.replace("id = \"visit\"", "id = \"second\"");
    let lists = registry().lists();
    assert!(read_form("second/1.toml", &text, lists).0.is_some());
    let shipped = Registry::shipped();
    let taken = shipped.all()[0].key;
    let text = "id = \"x\"\nversion = 1\ntitle = \"X\"\nrole = \"other\"\nkey = \"K\"\nserial_prefix = \"X\"\n[[field]]\nkey = \"a\"\nbox = \"1\"\nlabel = \"A\"\nkind = \"text\"\n"
        .replace('K', &taken.to_string());
    let findings = crate::forms::registry::check(&[("x/1.toml".to_owned(), text)]);
    assert!(
        said(&findings).contains("x/1.toml:1:1: The key"),
        "{}",
        said(&findings)
    );
}

#[rstest]
#[case("code = \"5\"", "code = \"3\"", "stands in the list twice")]
#[case("code = \"5\"", "code = \"5 a\"", "letters and digits only")]
#[case("label = \"did not attend\"", "", "label is missing")]
#[case(
    "id = \"attendance\"",
    "id = \"attend\"",
    "The file is called attendance"
)]
fn a_mistake_in_a_code_list_is_named(#[case] from: &str, #[case] to: &str, #[case] says: &str) {
    let text = ATTENDANCE.replacen(from, to, 1);
    let (list, findings) = read_list("codes/attendance.toml", &text);
    assert!(list.is_none());
    assert!(said(&findings).contains(says), "{}", said(&findings));
}

#[test]
fn a_form_describes_itself_as_promised() {
    let json = registry().form("visit", 1).unwrap().describe();
    assert_eq!(json["id"], "visit");
    let fields = json["fields"].as_array().unwrap();
    assert_eq!(fields[0]["key"], "client", "head boxes are no values");
    let attendance = &fields[3];
    assert_eq!(attendance["codes"][0]["code"], "5");
    assert_eq!(attendance["codes"][0]["label"], "attended on time");
    for key in ["key", "label", "kind", "required", "box", "page"] {
        assert!(fields.iter().all(|f| f.get(key).is_some()), "{key}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// Cut anywhere, or with a line gone, a file is named or taken; it never panics.
    #[test]
    fn no_damage_makes_it_panic(cut in 0_usize..4000, line in 0_usize..250) {
        let end = (0..=cut.min(FORM.len())).rev().find(|b| FORM.is_char_boundary(*b)).unwrap();
        read_form("visit/1.toml", &FORM[..end], registry().lists());
        let less: Vec<&str> = FORM.lines().enumerate().filter(|(n, _)| *n != line).map(|(_, l)| l).collect();
        read_form("visit/1.toml", &less.join("\n"), registry().lists());
    }
}
