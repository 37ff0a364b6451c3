//! F1, filled in at the first contact.

use super::Subject;
use crate::demo::cells::{Cells, Paper, day};
use crate::demo::people::Person;
use crate::demo::random::Chance;
use chrono::{Days, NaiveDate};
use serde_json::json;

/// F1, filled in at the first contact.
pub fn registration(chance: &mut Chance, subject: &Subject, on: NaiveDate, by: &str) -> Paper {
    let person = &subject.person;
    let mut cells = Cells::new(chance);
    identity(&mut cells, person);
    living(&mut cells, subject);
    let disability = disability(&mut cells);
    cells.ask("disability", json!(disability));
    supervision(&mut cells, subject, on);
    let checked = on - Days::new(cells.chance.below(60));
    cells.ask("risk_checked_on", day(checked));
    let source = cells.one("M:80 I:7 H:3 E:4 T:3 C:2 G:1");
    cells.put("referral_source", source);
    let consent = cells.chance.percent(94);
    cells.put("consent", consent);
    if consent {
        cells.put("consent_signed_on", day(on));
    }
    cells.put("first_contact", day(on));
    cells.put("trainer", by);
    optional_details(&mut cells, person);
    cells.paper("registration", on, by)
}

fn identity(cells: &mut Cells<'_>, person: &Person) {
    cells.ask("crn", person.crn.as_str());
    cells.put("forenames", person.forenames.as_str());
    cells.put("surname", person.surname.as_str());
    cells.put("dob", day(person.born));
    cells.put("gender", person.gender());
    let ethnicity = match cells.chance.below(100) {
        0..4 => "99",
        4..7 => "Z",
        _ => person.ethnicity.as_str(),
    };
    cells.ask("ethnicity", ethnicity);
    cells.ask("address", person.address.as_str());
    if person.is_homeless() {
        cells.put("postcode", person.postcode.as_str());
    } else {
        cells.ask("postcode", person.postcode.as_str());
    }
}

fn living(cells: &mut Cells<'_>, subject: &Subject) {
    let gp = cells.one("Y:75 N:20 U:5");
    if cells.ask("gp_registered", gp) && gp == "Y" {
        cells.ask("gp_practice", subject.surgery.as_str());
    }
    let dentist = cells.one("Y:40 N:50 U:10");
    cells.ask("dentist_registered", dentist);
    let work = cells.one("01:15 02:45 03:5 04:22 05:3 06:4 07:3 08:2 ZZ:1");
    cells.ask("employment", work);
    let home = cells.one("A01:52 A02:4 A03:10 A04:12 A06:2 A07:20");
    cells.put(
        "accommodation",
        if subject.person.is_homeless() {
            "A05"
        } else {
            home
        },
    );
}

fn disability(cells: &mut Cells<'_>) -> Vec<&'static str> {
    match cells.chance.below(100) {
        0..66 => vec!["NN"],
        66..70 => vec!["ZZ"],
        _ => cells.some(&["01", "02", "04", "05", "08", "09"], 1, 2),
    }
}

fn supervision(cells: &mut Cells<'_>, subject: &Subject, on: NaiveDate) {
    cells.ask("order_types", json!(subject.orders));
    let began = on - Days::new(20 + cells.chance.below(200));
    cells.ask("order_start", day(began));
    cells.ask("order_end", day(subject.order_end));
    let tier = cells.one("1:15 2:40 3:38 4:7");
    cells.ask("tier", tier);
    cells.ask("offender_manager", subject.manager.as_str());
    cells.ask("office", subject.person.office.as_str());
    subject.danger.fill_in(cells);
}

fn optional_details(cells: &mut Cells<'_>, person: &Person) {
    let title = if person.man { "Mr" } else { "Ms" };
    cells.may("title", 60, title);
    cells.may("known_as", 100, person.known_as.as_str());
    cells.may("nhs_number", 100, person.nhs_number.as_str());
    cells.may("pnc", 60, person.pnc.as_str());
    let quintile = cells.one("1:48 2:24 3:13 4:8 5:5 U:2");
    let quintile = if person.is_homeless() { "U" } else { quintile };
    if cells.may("quintile", 70, quintile) {
        cells.put("imd_edition", "10");
    }
    cells.may(
        "mobile",
        70,
        Some(person.phone.as_str())
            .filter(|p| p.starts_with("07"))
            .unwrap_or_default(),
    );
    let (text_ok, message_ok) = (cells.chance.percent(80), cells.chance.percent(70));
    cells.may("text_ok", 60, text_ok);
    cells.may("message_ok", 60, message_ok);
    let contact = cells.one("P:40 T:45 L:10 M:5");
    cells.may("preferred_contact", 40, contact);
    let relationship = cells.one("H01:50 H02:10 H03:8 H04:1 H05:3 H06:10 H07:15 H09:3");
    cells.may("relationship", 60, relationship);
    cells.may("dependants", 25, json!(["I01"]));
    let religion = cells.one("COFE:20 RC:6 CHRST:6 HIND:6 MOS:8 SIKH:4 NIL:40 TPRNTS:6 OTH:4");
    cells.may("religion", 50, religion);
    let orientation = cells.one("01:90 02:3 03:2 ND:5");
    cells.may("orientation", 40, orientation);
    if cells.may("language", 100, person.language.as_str()) {
        cells.may("interpreter", 50, true);
    }
    cells.may("literacy_help", 25, true);
    let heard = cells.one("M:80 F:8 P:6 E:6");
    cells.may("how_heard", 30, heard);
}
