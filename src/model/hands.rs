//! A case changes hands, or waits: what is asked, and the acts that come of it.
//!
//! # Why
//! Handing back, standing in and waiting are done from the card and from the allocation alike; the reasons are data of the
//! service, one key each, and each act keeps its own words.

use super::desk::Desk;
use super::layer::{Hand, Layer};
use super::prompt::Prompt;
use super::question::Question;
use crate::allocation::lists::When;
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::calendar::add_months;
use crate::domain::case::Case;
use crate::domain::dates::{self, YearWindow};
use crate::domain::reference::ClientId;
use chrono::NaiveDate;

/// Answer of "how does it come back?".
pub const HOW: &str = "how it comes back";
/// Answer of "why does it come back?".
pub const WHY_BACK: &str = "why it comes back";
/// Answer of "how does it end?".
pub const WHY_CLOSED: &str = "why it is closed";
/// Answer of "why does it wait?".
pub const WHY_HOLD: &str = "why it waits";
/// Answer of "until when does it wait?".
pub const HOLD_UNTIL: &str = "until when it waits";
/// Answer of "until when does she stand in?".
pub const COVER_UNTIL: &str = "until when she stands in";

/// What happened to a client, on the desk's own account.
pub fn about(client: ClientId, deed: Deed) -> NewAct {
    NewAct {
        subject: Subject::Known(client),
        deed,
        private: Private::default(),
    }
}

/// Asks whether the trainer hands it back or we take it back.
pub fn ask_how(hand: &mut Hand<'_>, who: &str) {
    let question = Question {
        token: HOW,
        foresees: None,
        title: "Who gives the case back?".to_owned(),
        text: vec![
            format!("It is with {who}. It waits for a trainer again afterwards."),
            "The history keeps who had it, and why it came back.".to_owned(),
        ],
        answers: vec![
            ('d', "The trainer declines it".to_owned()),
            ('r', "We take it back".to_owned()),
        ],
        marked: 0,
    };
    hand.push(Layer::Question(Box::new(question)));
}

/// How it came back, as the history says it.
pub fn how(when: When) -> &'static str {
    if when == When::Declined {
        "declined by the trainer"
    } else {
        "taken back by the officer"
    }
}

/// Fewest characters of a reason in her own words: a letter that is no key of the list is a slip, not a reason.
const SHORTEST_WHY: usize = 3;

/// Asks for a reason of this moment; `title` says what for.
pub fn ask_why(hand: &mut Hand<'_>, token: &'static str, title: &str, when: When) {
    let ready = hand.desk.fixed.allocation.reasons(when);
    let prompt = Prompt::new(token, title, SHORTEST_WHY).with_ready(&ready);
    hand.push(Layer::Prompt(Box::new(prompt)));
}

/// Asks for a day to come.
pub fn ask_day(hand: &mut Hand<'_>, token: &'static str, title: &str, fewest: usize) {
    hand.push(Layer::Prompt(Box::new(Prompt::new(token, title, fewest))));
}

/// A day from today on, as she writes it; a day and month alone are the next such day.
///
/// # Errors
/// What is wrong with it, in words.
pub fn day_ahead(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = dates::parse(typed, today, YearWindow::Event).map_err(|fault| fault.to_string())?;
    let is_written_with_a_year = typed.chars().filter(char::is_ascii_digit).count() >= 6;
    if day >= today {
        Ok(day)
    } else if !is_written_with_a_year && add_months(day, 12) >= today {
        Ok(add_months(day, 12))
    } else {
        let shown = dates::show(day);
        Err(format!("{shown} is over. Give today or a day to come."))
    }
}

/// The act by which a case comes back from whoever has it.
pub fn returned(
    desk: &Desk,
    client: ClientId,
    case: &Case,
    when: When,
    reason: &str,
) -> Option<NewAct> {
    let trainer = case.holder()?.clone();
    let deed = Deed::CaseReturned {
        case: case.no,
        trainer,
        how: how(when).to_owned(),
        reason: reason.to_owned(),
        on: desk.today(),
    };
    Some(about(client, deed))
}

/// The act by which a referral is closed without work.
pub fn closed(client: ClientId, case: &Case, outcome: &str) -> NewAct {
    let deed = Deed::ReferralClosed {
        case: case.no,
        outcome: outcome.to_owned(),
        reason: String::new(),
    };
    about(client, deed)
}

/// The act by which a case waits for its client.
pub fn held(
    desk: &Desk,
    client: ClientId,
    case: &Case,
    until: Option<NaiveDate>,
    reason: &str,
) -> NewAct {
    let deed = Deed::CaseHeld {
        case: case.no,
        reason: reason.to_owned(),
        until,
        on: desk.today(),
    };
    about(client, deed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_and_month_alone_are_the_next_such_day_and_a_day_that_is_over_is_refused() {
        let ahead = |typed: &str| day_ahead(typed, day("2012-06-14"));
        assert_eq!(ahead("29/6"), Ok(day("2012-06-29")));
        assert_eq!(ahead("2/1"), Ok(day("2013-01-02")));
        assert_eq!(ahead("14/6"), Ok(day("2012-06-14")));
        assert_eq!(ahead("t+2w"), Ok(day("2012-06-28")));
        assert!(ahead("130612").unwrap_err().contains("13/06/2012 is over"));
        assert!(ahead("soon").is_err());
    }
}
