//! What is due, who has which case, and who is in post.

use crate::support::{Place, stderr};

#[test]
fn what_is_due_is_listed_for_all_and_for_one_trainer() {
    let place = Place::of_the_demo();
    let all = place.json(&["due", "--json"]);
    let all = all.as_array().unwrap();
    assert!(!all.is_empty());
    for entry in all {
        assert!(
            ["due", "standing", "what", "case", "client", "words"]
                .iter()
                .all(|key| entry[*key].is_string()),
            "{entry}"
        );
        assert_eq!(
            entry["late"].as_bool().unwrap(),
            entry["standing"] == "late"
        );
    }
    let days: Vec<&str> = all.iter().map(|e| e["due"].as_str().unwrap()).collect();
    assert!(days.is_sorted(), "{days:?}");
    let waiting = place.json(&["referrals", "--json"]);
    let to_allocate = all.iter().filter(|e| e["what"] == "allocate");
    assert!(to_allocate.clone().count() <= waiting.as_array().unwrap().len());
    assert!(to_allocate.clone().all(|e| e["trainer"].is_null()));

    let her = all
        .iter()
        .find_map(|e| e["trainer"].as_str())
        .expect("somebody has something to do");
    let hers = place.json(&["due", her, "--json"]);
    let expected: Vec<_> = all.iter().filter(|e| e["trainer"] == her).collect();
    assert_eq!(
        hers.as_array().unwrap().iter().collect::<Vec<_>>(),
        expected
    );
    let said = place.run(&["due", &her.to_lowercase()]).code(0);
    assert!(stderr(&said).contains(" late, "), "{}", stderr(&said));
    let no = place.run(&["due", "HT99"]).code(1);
    assert!(stderr(&no).contains("caseload roster"));
}

#[test]
fn the_caseload_adds_up_to_who_has_what_and_moves_with_an_allocation() {
    let place = Place::of_the_demo();
    let count = |place: &Place, id: &str| {
        let said = place.json(&["caseload", id, "--json"]);
        let her = &said["trainers"][0];
        assert_eq!(her["trainer"], id);
        (
            her["cases"].as_array().unwrap().len(),
            her["share"].as_f64().unwrap(),
        )
    };
    let referral = place.json(&["referrals", "--json"])[0]["referral"].clone();
    let referral = referral.as_str().unwrap();
    let ranked = place.json(&["allocate", referral, "--json"]);
    let first = &ranked["candidates"][0];
    let id = first["trainer"].as_str().unwrap();
    let (cases, share) = count(&place, id);
    place
        .run(&[
            "allocate",
            referral,
            "--to",
            id,
            "--reason",
            "nobody else is free now",
        ])
        .code(0);
    let (more, fuller) = count(&place, id);
    assert_eq!(more, cases + 1);
    assert!(fuller > share);
    let yesterday = (chrono::Local::now().date_naive() - chrono::Days::new(1)).to_string();
    let before = place.json(&["caseload", id, "--at", &yesterday, "--json"]);
    let had = before["trainers"][0]["cases"].as_array().unwrap();
    assert!(had.iter().all(|c| c["case"] != referral));
    assert!(place.text(&["caseload"]).contains(id));
    place.run(&["caseload", "--at", "2999-01-01"]).code(2);
    place.run(&["caseload", "HT99"]).code(1);
}

#[test]
fn the_roster_is_that_of_the_day_asked_for() {
    let place = Place::of_the_demo();
    let today = place.json(&["roster", "--json"]);
    let posts = today["in_post"].as_array().unwrap();
    assert!(!posts.is_empty());
    for post in posts {
        assert!(post["trainer"].is_string() && post["hours"].is_number());
        assert!(post["may_type1"].as_bool().unwrap() || !post["may_type2"].as_bool().unwrap());
    }
    let long_ago = place.json(&["roster", "--at", "1999-01-01", "--json"]);
    assert_eq!(long_ago["in_post"].as_array().unwrap().len(), 0);
    let said = place.run(&["roster", "--at", "1999-01-01"]).code(0);
    assert!(stderr(&said).contains("Nobody is in post on 01/01/1999"));
    place.run(&["roster", "--at", "31/31/2012"]).code(2);
}

#[test]
fn the_hand_over_slip_says_whose_case_it_is_and_what_to_mind() {
    let place = Place::of_the_demo();
    let queue = place.json(&["referrals", "--json"]);
    for waiting in queue.as_array().unwrap() {
        let referral = waiting["referral"].as_str().unwrap();
        let slip = place.text(&["allocate", referral, "--slip"]);
        let name = waiting["name"].as_str().unwrap();
        assert!(slip.starts_with(name), "{slip}");
        assert!(slip.contains("To nobody yet."));
        assert!(slip.contains(&format!("Referral {referral}")));
        assert!(slip.contains("first contact by"));
        let card = place.json(&["card", referral, "--json"]);
        if !card["risk"].as_str().unwrap().is_empty() {
            assert!(slip.contains("Mind: "), "{slip}");
        }
    }
    let referral = queue[0]["referral"].as_str().unwrap();
    place
        .run(&["allocate", referral, "--slip", "--to", "HT01"])
        .code(2);
}

#[test]
fn a_case_is_handed_back_put_on_hold_and_stood_in_for_and_the_card_tells_it() {
    let place = Place::of_the_demo();
    let queue = place.json(&["referrals", "--json"]);
    let referral = queue[0]["referral"].as_str().unwrap().to_owned();
    let referral = referral.as_str();
    let no = place
        .run(&[
            "cases", "return", referral, "--by", "trainer", "--reason", "no room",
        ])
        .code(1);
    assert!(stderr(&no).contains("Nobody has case"));
    let ranked = place.json(&["allocate", referral, "--json"]);
    let ids: Vec<&str> = ranked["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| {
            c["bars"]
                .as_array()
                .unwrap()
                .iter()
                .all(|b| b["override_allowed"] == true)
        })
        .map(|c| c["trainer"].as_str().unwrap())
        .collect();
    let reason = "nobody else is in post this week";
    place
        .run(&["allocate", referral, "--to", ids[0], "--reason", reason])
        .code(0);
    let until = (chrono::Local::now().date_naive() + chrono::Days::new(10)).to_string();
    place
        .run(&[
            "cases", "cover", referral, "--to", ids[1], "--until", &until, "--reason", reason,
        ])
        .code(0);
    let slip = place.run(&["allocate", referral, "--slip"]).code(0);
    let slip = String::from_utf8_lossy(&slip.get_output().stdout).into_owned();
    assert!(slip.contains(&format!("({})", ids[1])), "{slip}");
    place
        .run(&["cases", "hold", referral, "--reason", "custody"])
        .code(0);
    place.run(&["cases", "resume", referral]).code(0);
    place
        .run(&[
            "cases", "return", referral, "--by", "trainer", "--reason", "no room",
        ])
        .code(0);
    let card = place.json(&["card", referral, "--json"]);
    let told = card["answers"].to_string();
    for words in [
        "Had by",
        "declined by the trainer: no room",
        "Stands in",
        "On hold",
        "custody",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let waits = place.json(&["referrals", "--json"]);
    assert!(
        waits
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["referral"] == referral)
    );
}

#[test]
fn a_conflict_bars_at_once_is_found_by_check_and_is_taken_back() {
    let place = Place::of_the_demo();
    place.run(&["check"]).code(0);
    let load = place.json(&["caseload", "--json"]);
    let trainers = load["trainers"].as_array().unwrap();
    let her = trainers
        .iter()
        .find(|t| !t["cases"].as_array().unwrap().is_empty())
        .unwrap();
    let (id, case) = (her["trainer"].as_str().unwrap(), &her["cases"][0]);
    let (client, no) = (
        case["client"].as_str().unwrap(),
        case["case"].as_str().unwrap(),
    );
    place
        .run(&["conflicts", "declare", id, client, "--kind", "Z"])
        .code(2);
    let said = place
        .run(&["conflicts", "declare", id, client, "--kind", "c"])
        .code(0);
    assert!(stderr(&said).contains(no), "{}", stderr(&said));
    let found = place.run(&["check", "--json"]).code(1);
    let found = String::from_utf8_lossy(&found.get_output().stdout).into_owned();
    assert!(
        found.contains("A3: a conflict with the client is on file"),
        "{found}"
    );
    let log = place.json(&["conflicts", "list", "--json"]);
    let last = log.as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["trainer"], &last["does"]),
        (&her["trainer"], &"bars".into())
    );
    place.run(&["undo", &last["act"].to_string()]).code(0);
    place.run(&["check"]).code(0);
    let log = place.json(&["conflicts", "list", "--json"]);
    assert_eq!(
        log.as_array().unwrap().last().unwrap()["does"],
        "taken back"
    );
}
