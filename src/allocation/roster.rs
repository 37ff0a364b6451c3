//! Who is on the staff on a day, past or to come, and what each may do.

use super::judging::away;
use crate::domain::reference::TrainerId;
use crate::domain::trainer::Trainer;
use chrono::NaiveDate;

/// One person on the staff on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Who.
    pub trainer: TrainerId,
    /// Role code: `trainee`, `trainer`, `champion`; `admin` and `manager` are not listed.
    pub role: String,
    /// May take a Type 1 on her own.
    pub may_type1: bool,
    /// May take a Type 2 on her own.
    pub may_type2: bool,
    /// Weekly hours.
    pub hours: f64,
    /// Office codes.
    pub offices: Vec<String>,
    /// Why she is not there, if she is not: `on leave until 20/06/2012`.
    pub away: Option<String>,
}

/// Everybody who works with clients and is in post on a day, champions too, in the order given.
pub fn on(trainers: &[Trainer], date: NaiveDate) -> Vec<Post> {
    let there = trainers
        .iter()
        .filter(|t| t.in_post(date) && t.sees_clients(date));
    there.map(|t| post(t, date)).collect()
}

/// The same without champions, who are volunteers and take no case of their own: the trainers in post.
pub fn trainers_on(trainers: &[Trainer], date: NaiveDate) -> Vec<Post> {
    let mut posts = on(trainers, date);
    posts.retain(|p| p.role != "champion");
    posts
}

fn post(trainer: &Trainer, date: NaiveDate) -> Post {
    let role = trainer.role_on(date);
    let alone = role != "champion";
    Post {
        trainer: trainer.id.clone(),
        role: role.to_owned(),
        may_type1: alone && trainer.has_level2(date),
        may_type2: alone && trainer.has_level3(date),
        hours: trainer.hours_on(date),
        offices: trainer.offices_on(date).to_vec(),
        away: trainer.leave_on(date).map(away),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, day};
    use super::*;

    /// What the published account says of a day: how many trainers are in post, and whether anybody may take a Type 1
    /// or 2. Where it gives no day, the fixture's is used.
    fn told(date: NaiveDate) -> (usize, bool, bool) {
        const IN_POST: [(&str, usize); 6] = [
            ("2010-04-01", 4),
            ("2010-10-01", 3),
            ("2011-04-01", 4),
            ("2011-12-01", 3),
            ("2012-06-01", 4),
            ("2012-08-01", 5),
        ];
        let after = |d: &str| date >= day(d);
        let count = IN_POST
            .iter()
            .rfind(|(from, _)| after(from))
            .map_or(0, |(_, n)| *n);
        (count, after("2010-05-28"), after("2010-09-01"))
    }

    #[test]
    fn the_roster_is_right_on_every_day_from_april_2010_to_december_2012() {
        let staff = testing::roster_of_the_service();
        let days = day("2010-04-01")
            .iter_days()
            .take_while(|d| *d <= day("2012-12-31"));
        let mut seen = 0;
        for date in days {
            let posts = trainers_on(&staff, date);
            let may = |f: fn(&Post) -> bool| posts.iter().any(f);
            assert_eq!(
                (posts.len(), may(|p| p.may_type1), may(|p| p.may_type2)),
                told(date),
                "{date}"
            );
            assert!(posts.iter().all(|p| p.may_type1 || !p.may_type2), "{date}");
            assert!(
                on(&staff, date)
                    .iter()
                    .all(|p| p.role != "champion" || !p.may_type1),
                "{date}"
            );
            seen += 1;
        }
        assert_eq!(seen, 1006);
    }

    #[test]
    fn three_days_that_the_account_names() {
        let staff = testing::roster_of_the_service();
        assert!(
            !trainers_on(&staff, day("2010-06-15"))
                .iter()
                .any(|p| p.may_type2)
        );
        assert!(
            trainers_on(&staff, day("2010-10-01"))
                .iter()
                .any(|p| p.may_type2)
        );
        assert_eq!(trainers_on(&staff, day("2012-03-01")).len(), 3);
    }

    #[test]
    fn hours_and_offices_are_those_of_the_day() {
        let staff = testing::roster_of_the_service();
        let hours = |on: &str| trainers_on(&staff, day(on))[0].hours;
        assert!((hours("2010-12-31") - 18.5).abs() < 1e-9);
        assert!((hours("2011-04-01") - 37.0).abs() < 1e-9);
        let mut her = testing::trainer("HT01", "2010-04-01");
        testing::set_leave(&mut her, "2012-06-10", "2012-06-20", "L");
        let away = on(&[her], day("2012-06-14"))[0].away.clone();
        assert_eq!(away.as_deref(), Some("on leave until 20/06/2012"));
    }
}
