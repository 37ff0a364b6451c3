//! What is found does not depend on what was kept of the index between two starts.

use crate::support::{Place, stderr, stdout};
use serde_json::Value as Json;

const LIST: &str = "\
reference,surname,forenames,known_as,dob,gender,crn,pnc,nhs_number,address,postcode,phone
L-1,O’Brien,Siobhán Mary,Shiv,1984-03-14,F,X320741,1981/0000034U,9434765919,\"1 High Street, Leicester\",LE1 1AA,01164960123
L-2,O'Brian,Siobhan,,1984-03-14,F,,,,,,
L-3,Wood,Peter,,31/02/1984,M,,,,,ZZ99 3VZ,
L-4,Kowalski,Łukasz,,1985-07-01,M,D118204,,,,,
";
const SNAPSHOT: &str = "search.snapshot";
const QUERIES: [&str; 5] = [
    "obrien",
    "siobhan 84",
    "x320741",
    "wood peter",
    "lukash kovalsky",
];

fn hits(place: &Place) -> Vec<Json> {
    QUERIES
        .iter()
        .map(|query| place.json(&["find", query, "--json"])["hits"].clone())
        .collect()
}

fn listed(text: &str) -> Place {
    let place = Place::without_clients();
    let list = place.file("list.csv", text);
    place.json(&["clients", "import", list.to_str().unwrap(), "--json"]);
    place
}

#[test]
fn a_snapshot_that_is_lost_garbled_or_of_another_store_changes_nothing_that_is_found() {
    let place = listed(LIST);
    let built = hits(&place);
    let file = place.store().join(SNAPSHOT);
    let kept = std::fs::read(&file).expect("a snapshot is left behind");
    assert!(!kept.windows(4).any(|w| w == b"wood" || w == b"Wood"));
    assert_eq!(hits(&place), built);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(hits(&place), built);
    for garbled in [
        kept[..kept.len() / 2].to_vec(),
        kept.iter().map(|b| b ^ 0x40).collect(),
        Vec::new(),
        b"not a snapshot".to_vec(),
    ] {
        std::fs::write(&file, garbled).unwrap();
        let run = place.run(&["find", "obrien"]).code(0);
        assert_eq!(stderr(&run), "", "it is passed over in silence");
        assert_eq!(hits(&place), built);
    }
    let other = listed(&LIST.replace("Wood", "Stone"));
    assert!(!hits(&other).is_empty());
    std::fs::copy(other.store().join(SNAPSHOT), &file).unwrap();
    assert_eq!(hits(&place), built);
}

#[test]
fn an_old_snapshot_is_brought_up_to_date_from_the_acts_after_it() {
    let place = listed(LIST);
    let before = hits(&place);
    let file = place.store().join(SNAPSHOT);
    let old = std::fs::read(&file).unwrap();
    let fresh_and_old = |what: &str| {
        std::fs::remove_file(&file).unwrap();
        let fresh = hits(&place);
        std::fs::write(&file, &old).unwrap();
        assert_eq!(hits(&place), fresh, "{what}");
        fresh
    };
    let more = place.file(
        "more.csv",
        "surname,forenames,dob\nWoods,Peter,1984-02-28\n",
    );
    place.json(&["clients", "import", more.to_str().unwrap(), "--json"]);
    assert_ne!(fresh_and_old("somebody new"), before);
    let merge = [
        "clients",
        "merge",
        "C-000002",
        "INTO",
        "C-000001",
        "--reason",
        "one person",
        "--json",
    ];
    let joined = place.json(&merge);
    let merged = fresh_and_old("two are one");
    place.run(&["undo", &joined["act"].to_string()]).code(0);
    assert_ne!(fresh_and_old("and two again"), merged);
}

#[test]
fn a_service_adds_short_names_of_its_own_and_a_mistake_in_them_is_told() {
    let place = listed(LIST);
    let own = place.own_folder().join("short_names.toml");
    place.run(&["find", "zibby obrien", "--json"]);
    std::fs::write(&own, "[short]\nsiobhan = [\"zibby\"]\n").unwrap();
    let found = place.json(&["find", "zibby obrien", "--json"]);
    assert_eq!(found["hits"][0]["client"], "C-000001");
    assert_eq!(found["hits"][0]["why"][0], "short form of Siobhan");
    std::fs::write(&own, "[short]\nsiobhan = zibby\n").unwrap();
    let run = place.run(&["find", "bill obrien siobhan"]);
    assert!(
        stderr(&run).contains("short_names.toml"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn each_client_found_shows_her_risk_and_who_has_her() {
    let place = Place::of_the_demo();
    let mut seen = [false; 2];
    for query in ["ht01", "ht02", "ht03"] {
        for hit in place.json(&["find", query, "--limit", "20", "--json"])["hits"]
            .as_array()
            .unwrap()
        {
            let word = |key: &str| {
                hit[key]
                    .as_str()
                    .unwrap_or_else(|| panic!("{key} is a text"))
            };
            seen[0] |= !word("risk").is_empty();
            seen[1] |= word("trainer") == query.to_uppercase();
            assert!(!word("case").is_empty());
        }
    }
    assert_eq!(seen, [true; 2]);
    let run = place.run(&["find", "ht01", "--limit", "20"]).code(0);
    assert!(stdout(&run).contains("RISK "), "{}", stdout(&run));
}
