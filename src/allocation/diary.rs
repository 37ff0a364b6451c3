//! What is due: clocks that run, follow-ups whose window is open, cases gone quiet.

use super::Scene;
use super::clock::{self, Followup};
use super::words::{count, day};
use crate::domain::case::Case;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use chrono::{Days, NaiveDate};

/// What has to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A trainer is to be found.
    Allocate,
    /// The trainer is to get in touch.
    FirstContact,
    /// The first session.
    FirstSession,
    /// Three appointments in a row were missed: close, and tell the offender manager.
    Close,
    /// Nobody has been in touch.
    Silence,
    /// The work is done, the sign-off has not come.
    SignOff,
    /// A follow-up after so many months.
    FollowUp(u8),
}

impl What {
    /// The name in files: `allocate`, `first_contact`, `follow_up_3` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Allocate => "allocate",
            Self::FirstContact => "first_contact",
            Self::FirstSession => "first_session",
            Self::Close => "close",
            Self::Silence => "silence",
            Self::SignOff => "sign_off",
            Self::FollowUp(3) => "follow_up_3",
            Self::FollowUp(6) => "follow_up_6",
            Self::FollowUp(_) => "follow_up_12",
        }
    }
}

/// One entry of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which case.
    pub case: CaseNo,
    /// Whose.
    pub client: ClientId,
    /// Who has it, or stands in today; none while it waits.
    pub trainer: Option<TrainerId>,
    /// What.
    pub what: What,
    /// The day on which it is due.
    pub due: NaiveDate,
    /// Past its day, or past its window.
    pub late: bool,
    /// In words.
    pub words: String,
}

/// Where an entry of the diary stands by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Past its day, or past its window.
    Late,
    /// Today is its day, or its window is open.
    Due,
    /// Its day is still to come.
    Coming,
}

impl Standing {
    /// All of them, the most pressing first.
    pub const ALL: [Self; 3] = [Self::Late, Self::Due, Self::Coming];

    /// `late`, `due`, `coming`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Due => "due",
            Self::Coming => "coming",
        }
    }
}

/// Where an entry stands today. A follow-up is due as soon as its window is open: the whole window is on time.
pub fn standing(scene: &Scene, due: &Due) -> Standing {
    let before = match due.what {
        What::FollowUp(_) => scene.settings.clock.window_before,
        _ => 0,
    };
    if due.late {
        Standing::Late
    } else if due.due <= scene.today + Days::new(u64::from(before)) {
        Standing::Due
    } else {
        Standing::Coming
    }
}

/// Everything that is late, due, or coming in the days that the settings show, the oldest first.
pub fn due(scene: &Scene) -> Vec<Due> {
    let mut all: Vec<Due> = scene
        .cases
        .iter()
        .flat_map(|line| of(scene, line))
        .collect();
    all.sort_by_key(|d| (d.due, d.case.year, d.case.number, d.what));
    all
}

/// What one trainer has to do.
pub fn due_for(scene: &Scene, trainer: &TrainerId) -> Vec<Due> {
    let mut all = due(scene);
    all.retain(|d| d.trainer.as_ref() == Some(trainer));
    all
}

fn of(scene: &Scene, line: &CaseLine) -> Vec<Due> {
    let horizon = scene.today + Days::new(u64::from(scene.settings.clock.coming));
    let mut found = Vec::new();
    if line.waits() {
        found.push(allocation(scene, line));
    } else if line.case.is_open() {
        found.extend(beginning(scene, line));
        found.extend(closing(scene, line));
        found.extend(silence(scene, line));
        found.extend(signoff(scene, line));
    } else {
        found.extend(clock::followup(scene, &line.case).and_then(|f| followup(scene, line, f)));
    }
    found.retain(|d| d.due <= horizon || matches!(d.what, What::FollowUp(_)));
    found
}

fn entry(
    scene: &Scene,
    line: &CaseLine,
    what: What,
    due: NaiveDate,
    late: bool,
    words: String,
) -> Due {
    Due {
        case: line.case.no,
        client: line.client,
        trainer: line.case.worker_on(scene.today).cloned(),
        what,
        due,
        late,
        words,
    }
}

fn allocation(scene: &Scene, line: &CaseLine) -> Due {
    let clock = clock::clock(scene, line);
    let words = match line.case.received {
        Some(received) => format!("allocate: received on {}", day(received)),
        None => "allocate: the day of receipt is not on file".to_owned(),
    };
    entry(scene, line, What::Allocate, clock.due, clock.late, words)
}

/// The first contact, and once it is made the first session. Somebody still inside is met before the release, and owes
/// no session until then.
fn beginning(scene: &Scene, line: &CaseLine) -> Option<Due> {
    let case = &line.case;
    let clocks = &scene.settings.clock;
    let received = case.received?;
    let touched =
        case.first_contact.is_some() || !case.contacts.is_empty() || !case.signposted.is_empty();
    let met = case
        .contacts
        .iter()
        .any(crate::domain::case::Contact::was_seen)
        || !case.signposted.is_empty();
    let (what, from, days, words) = if !touched {
        (
            What::FirstContact,
            received,
            clocks.first_contact,
            "first contact",
        )
    } else if !met {
        let from = case
            .release
            .map_or(received, |release| release.max(received));
        (
            What::FirstSession,
            from,
            clocks.first_session,
            "first session",
        )
    } else {
        return None;
    };
    let due = scene.calendar.add_working_days(from, days);
    let words = format!(
        "{words}: within {} of {}",
        count(i64::from(days), "working day"),
        day(from)
    );
    Some(entry(scene, line, what, due, scene.today > due, words))
}

fn closing(scene: &Scene, line: &CaseLine) -> Option<Due> {
    let missed = line.case.missed_in_a_row();
    if missed == 0 || missed < scene.settings.clock.missed as usize {
        return None;
    }
    let last = line.case.contacts.iter().map(|c| c.on).max()?;
    let how = if line.case.last_seen().is_none() {
        "close as no contact made"
    } else {
        "close as lost contact"
    };
    let words = format!("{missed} appointments missed in a row: {how}, tell the offender manager");
    Some(entry(
        scene,
        line,
        What::Close,
        last,
        scene.today > last,
        words,
    ))
}

/// The last time anybody was in touch, kept appointment or not.
fn last_contact(case: &Case) -> Option<NaiveDate> {
    case.contacts
        .iter()
        .map(|c| c.on)
        .chain(case.last_seen())
        .max()
}

fn silence(scene: &Scene, line: &CaseLine) -> Option<Due> {
    let case = &line.case;
    let waits = case.is_on_hold(scene.today);
    if waits
        || case.next_appointment(scene.today).is_some()
        || clock::signoff_due(scene, case).is_some()
    {
        return None;
    }
    let last = last_contact(case)?;
    let days = scene.settings.clock.silence;
    let due = last.checked_add_days(Days::new(u64::from(days)))?;
    if due > scene.today {
        return None;
    }
    let words = format!("no contact since {}, no appointment ahead", day(last));
    Some(entry(
        scene,
        line,
        What::Silence,
        due,
        scene.today > due,
        words,
    ))
}

fn signoff(scene: &Scene, line: &CaseLine) -> Option<Due> {
    let due = clock::signoff_due(scene, &line.case)?;
    Some(entry(
        scene,
        line,
        What::SignOff,
        due,
        scene.today > due,
        "the work is done: sign off".to_owned(),
    ))
}

fn followup(scene: &Scene, line: &CaseLine, follow: Followup) -> Option<Due> {
    let horizon = scene.today + Days::new(u64::from(scene.settings.clock.coming));
    if follow.opens > horizon {
        return None;
    }
    let late = scene.today > follow.closes;
    let words = format!(
        "follow-up after {}: from {} to {}",
        count(i64::from(follow.months), "month"),
        day(follow.opens),
        day(follow.closes)
    );
    Some(entry(
        scene,
        line,
        What::FollowUp(follow.months),
        follow.due,
        late,
        words,
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Office, day, id};
    use super::*;

    fn owed(office: &Office) -> Vec<(What, String, bool)> {
        let entries = due(&office.scene());
        entries
            .into_iter()
            .map(|d| (d.what, d.due.to_string(), d.late))
            .collect()
    }

    fn one(what: What, on: &str, late: bool) -> Vec<(What, String, bool)> {
        vec![(what, on.to_owned(), late)]
    }

    #[test]
    fn a_case_owes_allocation_then_contact_then_a_session_and_then_nothing() {
        let mut office = Office::on("2012-06-14");
        let n = office.referral("2012-06-12", 2);
        assert_eq!(owed(&office), one(What::Allocate, "2012-06-15", false));
        office.cases[n]
            .case
            .give(id("HT01"), day("2012-06-14"), "", 1);
        assert_eq!(owed(&office), one(What::FirstContact, "2012-06-19", false));
        office.cases[n].case.first_contact = Some(day("2012-06-18"));
        assert_eq!(
            owed(&office),
            [],
            "the first session is more than a week away"
        );
        office.today = day("2012-07-04");
        assert_eq!(
            owed(&office)[0],
            (What::Silence, "2012-07-02".to_owned(), true)
        );
        assert_eq!(
            owed(&office)[1],
            (What::FirstSession, "2012-07-03".to_owned(), true)
        );
        office.meet(n, "2012-07-04", "5");
        assert_eq!(owed(&office), []);
    }

    #[test]
    fn three_missed_appointments_prompt_the_closing_and_two_do_not() {
        let mut office = Office::on("2012-06-14");
        let n = office.open_case("HT01", 2);
        for on in ["2012-05-31", "2012-06-07"] {
            office.meet(n, on, "3");
        }
        assert!(!owed(&office).iter().any(|d| d.0 == What::Close));
        office.meet(n, "2012-06-13", "3");
        let close = due(&office.scene())
            .into_iter()
            .find(|d| d.what == What::Close)
            .unwrap();
        assert!(
            close
                .words
                .contains("close as no contact made, tell the offender manager")
        );
    }

    #[test]
    fn silence_is_broken_by_an_appointment_ahead() {
        let mut office = Office::on("2012-06-14");
        let n = office.open_case("HT01", 2);
        office.meet(n, "2012-05-31", "5");
        assert_eq!(owed(&office), one(What::Silence, "2012-06-14", false));
        office.cases[n].case.contacts[0].next = Some(day("2012-06-20"));
        assert_eq!(owed(&office), []);
    }

    #[test]
    fn a_follow_up_shows_with_its_window_and_is_late_after_it() {
        let mut office = Office::on("2012-06-01");
        let n = office.open_case("HT01", 1);
        office.cases[n].case.signoff = Some((day("2012-03-20"), "COMP".into()));
        assert_eq!(owed(&office), one(What::FollowUp(3), "2012-06-20", false));
        office.today = day("2012-07-18");
        assert_eq!(owed(&office), one(What::FollowUp(3), "2012-06-20", false));
        office.today = day("2012-07-19");
        assert_eq!(owed(&office), one(What::FollowUp(3), "2012-06-20", true));
        assert_eq!(due_for(&office.scene(), &id("HT01")).len(), 1);
        assert_eq!(due_for(&office.scene(), &id("HT02")), []);
    }

    #[test]
    fn work_that_is_done_asks_for_its_sign_off() {
        let mut office = Office::on("2012-06-14");
        let n = office.open_case("HT01", 1);
        office.cases[n].case.signposted = vec![day("2012-05-20")];
        assert_eq!(owed(&office), one(What::SignOff, "2012-06-03", true));
    }
}
