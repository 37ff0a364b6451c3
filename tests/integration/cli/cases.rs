//! Cards, the queue, and allocating.

use crate::support::{Place, stderr};

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
    let ranked = place.json(&["allocate", referral, "--json"]);
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
    assert!(text.contains("Who ha") && text.contains("Last seen"));
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

#[test]
fn a_record_is_shown_as_it_stood_on_a_day_and_every_line_says_so() {
    let place = Place::of_the_demo();
    let today = place.text(&["card", "C-000001"]);
    let at = place.text(&["card", "C-000001", "--at", "today"]);
    let plain: Vec<&str> = at.lines().map(|l| l.split_once("  ").unwrap().1).collect();
    assert!(at.lines().all(|line| line.starts_with("as at ")), "{at}");
    assert_eq!(
        plain,
        today.lines().collect::<Vec<_>>(),
        "as at today it is the card"
    );
    let json = place.json(&["card", "C-000001", "--at", "t", "--json"]);
    assert!(json["as_at"].is_string());
    place.run(&["card", "C-000001", "--at", "010190"]).code(1);
    place.run(&["card", "C-000001", "--at", "t+1"]).code(2);
    place.run(&["card", "C-000001", "--at", "soon"]).code(2);
    let views = place.json(&["audit", "viewed", "C-000001", "--json"]);
    let doors = views["views"].as_array().unwrap();
    let as_at =
        |view: &serde_json::Value| view["door"].as_str().unwrap().starts_with("card as at ");
    assert!(doors.iter().any(as_at), "{views}");
}

#[test]
fn what_an_undoing_would_change_is_shown_without_doing_it() {
    let place = Place::of_the_demo();
    let acts = place.json(&["audit", "list", "--client", "C-000001", "--json"]);
    let first = acts.as_array().unwrap().iter();
    let first = first
        .filter(|act| act["kind"] == "sheet keyed")
        .map(|act| &act["act"]);
    let act = first.min_by_key(|act| act.as_u64()).unwrap().to_string();
    let before = place.json(&["audit", "verify"]);
    let said = place.text(&["undo", &act, "--preview"]);
    assert!(
        said.contains("Case ") || said.contains("not on the books"),
        "{said}"
    );
    let json = place.json(&["undo", &act, "--preview", "--json"]);
    assert_eq!(
        json["changes"].as_array().unwrap().len(),
        said.lines().count()
    );
    assert_eq!(
        place.json(&["audit", "verify"]),
        before,
        "nothing was written"
    );
    let done = place.run(&["undo", &act]).code(0);
    assert!(stderr(&done).contains(said.lines().next().unwrap()));
    place.run(&["undo", &act, "--preview"]).code(1);
}
