//! Cards, the queue, and allocating.

use crate::support::{Place, stderr, stdout};
use serde_json::Value as Json;

#[test]
fn the_queue_is_worked_from_referral_to_trainer_and_back() {
    let place = Place::of_the_demo();
    let queue = place.json(&["referrals", "--json"]);
    let waiting = queue.as_array().unwrap();
    assert_eq!(waiting.len(), 3);
    for line in waiting {
        assert!(
            ["referral", "client", "name", "received", "clock"]
                .iter()
                .all(|key| line[*key].is_string()),
            "{line}"
        );
        assert!(line["late"].is_boolean());
    }
    let referral = waiting[0]["referral"].as_str().unwrap();
    let run = place.run(&["allocate", referral, "--json"]);
    let ranked: Json = serde_json::from_str(&stdout(&run)).unwrap();
    let candidates = ranked["candidates"].as_array().unwrap();
    assert!(candidates.len() > 2);
    for candidate in candidates {
        let eligible = candidate["eligible"].as_bool().unwrap();
        assert_eq!(
            eligible,
            candidate["blocked_by"].as_array().unwrap().is_empty()
        );
        assert!(candidate["load_after"].as_f64() > candidate["load_before"].as_f64());
        assert!(candidate["score"].is_number() && candidate["why"].is_array());
    }
    let barred = candidates.iter().find(|c| c["eligible"] == false).unwrap()["trainer"]
        .as_str()
        .unwrap();
    let no = place.run(&["allocate", referral, "--to", barred]).code(1);
    assert!(stderr(&no).contains("--reason") && stderr(&no).contains(": "));
    place
        .run(&["allocate", referral, "--to", barred, "--reason", "short"])
        .code(1);
    place.run(&["allocate", referral, "--to", "HT99"]).code(1);
    assert_eq!(
        place
            .json(&["referrals", "--json"])
            .as_array()
            .unwrap()
            .len(),
        3
    );

    let (to, reason) = match candidates.iter().find(|c| c["eligible"] == true) {
        Some(free) => (free["trainer"].as_str().unwrap(), ""),
        None => (barred, "nobody else is in post this week"),
    };
    place
        .run(&["allocate", referral, "--to", to, "--reason", reason])
        .code(0);
    assert_eq!(
        place
            .json(&["referrals", "--json"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let card = place.json(&["card", referral, "--json"]);
    assert_eq!(card["case"]["trainer"], to);
    place.run(&["allocate", referral, "--to", to]).code(1);

    let act = place.json(&["audit", "list", "--client", referral, "--json"]);
    let given = act
        .as_array()
        .unwrap()
        .iter()
        .find(|act| act["kind"] == "case allocated")
        .unwrap();
    place
        .run(&[
            "undo",
            &given["act"].to_string(),
            "--reason",
            "wrong trainer",
        ])
        .code(0);
    assert_eq!(
        place
            .json(&["referrals", "--json"])
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn a_card_is_logged_before_it_is_shown() {
    let place = Place::of_the_demo();
    place.run(&["audit", "viewed", "C-000001"]).code(1);
    let text = place.text(&["card", "C-000001"]);
    assert!(text.contains("Who has the case") && text.contains("Last seen"));
    let views = place.json(&["audit", "viewed", "C-000001", "--json"]);
    assert_eq!(
        (
            views["views"][0]["by"].as_str(),
            views["views"][0]["door"].as_str()
        ),
        (Some("officer"), Some("card"))
    );
    place.run(&["card", "C-999999"]).code(1);
    place.run(&["card", "nobody"]).code(1);
    place.run(&["allocate", "1999-0001"]).code(1);
}
