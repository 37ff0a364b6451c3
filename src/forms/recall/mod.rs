//! What was keyed before and may be offered again: staff and practices by their first letters, phrases of her own notes, streets by
//! their postcode.
//!
//! - [`answers`]: how often each answer of a list stands in a box. [`phrases`]: phrases of notes. [`streets`]: the street of an address.
//!
//! # Why
//! Wording, surgeries and referrers come back every week, and most keys of a sheet go into them. But one client's sheet must never
//! tell of another: so an answer is offered only where it stands on the sheets of at least [`FEWEST_CLIENTS`] clients, only in boxes whose
//! form file says `recall = true` (which it may not say of what is a client's own), and a phrase never holds a name or a figure.
//! What is learnt lives in memory only, for one user, and is learnt again when she unlocks the desk.

pub mod answers;
pub mod phrases;
pub mod streets;

use super::definition::Form;
use super::kind::Kind;
use crate::domain::value::{Value, Values};
use answers::Answers;
use phrases::Phrases;
use std::collections::{BTreeMap, HashMap};

/// An answer that stands on the sheets of fewer clients is nobody's but theirs.
pub const FEWEST_CLIENTS: usize = 2;

/// One answer that earlier sheets had in a box.
#[derive(Debug, Clone, Default)]
struct Earlier {
    text: String,
    clients: Vec<u32>,
    times: u32,
    /// What stood in the boxes that go with it, on the last of these sheets.
    companions: Vec<(String, Value)>,
}

/// All that was learnt from one user's sheets.
#[derive(Default)]
pub struct Recall {
    /// By form and box, then by the answer in small letters.
    boxes: HashMap<(String, String), BTreeMap<String, Earlier>>,
    /// Phrases of her notes.
    pub phrases: Phrases,
    /// How often each answer of a list stands in a box.
    pub answers: Answers,
}

/// Never says what was learnt.
impl std::fmt::Debug for Recall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recall({} boxes)", self.boxes.len())
    }
}

/// What is offered for the box under the caret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// What would stand in the box; of notes, what would be added at the caret.
    pub text: String,
    /// Whether that is the whole answer: taking it leaves the box.
    pub whole: bool,
    /// What would stand in boxes that go with it, by field key.
    pub companions: Vec<(String, Value)>,
}

/// Never says what is offered.
impl std::fmt::Debug for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Offer(whole: {})", self.whole)
    }
}

impl Recall {
    /// Learns from one sheet of one client.
    pub fn learn(&mut self, form: &Form, values: &Values, client: u32) {
        for field in form.body() {
            let Some(text) = values.get(&field.key).and_then(Value::as_text) else {
                continue;
            };
            if field.kind == Kind::Notes {
                self.phrases.learn(text, client);
            } else if field.recall {
                let with = |other: &&super::Field| other.with.as_deref() == Some(&field.key);
                let companions = form.body().filter(with).filter_map(|other| {
                    let value = values.get(&other.key)?;
                    (value.missing().is_none()).then(|| (other.key.clone(), value.clone()))
                });
                let place = (form.id.clone(), field.key.clone());
                let earlier = self.boxes.entry(place).or_default();
                let earlier = earlier.entry(text.to_lowercase()).or_default();
                text.clone_into(&mut earlier.text);
                earlier.times += 1;
                note(&mut earlier.clients, client);
                earlier.companions = companions.collect();
            }
        }
    }

    /// The answer of earlier sheets that starts as it is typed and was given most often.
    pub fn answer(&self, form: &str, key: &str, typed: &str) -> Option<Offer> {
        let typed = typed.trim_start().to_lowercase();
        let earlier = self.boxes.get(&(form.to_owned(), key.to_owned()))?;
        let fits = earlier
            .range(typed.clone()..)
            .take_while(|(text, _)| text.starts_with(&typed))
            .filter(|(_, e)| e.clients.len() >= FEWEST_CLIENTS && !typed.is_empty());
        let (_, best) = fits.max_by_key(|(text, e)| (**text == typed, e.times))?;
        Some(Offer {
            text: best.text.clone(),
            whole: true,
            companions: best.companions.clone(),
        })
    }
}

/// Notes a client among the first few who have something.
fn note(clients: &mut Vec<u32>, client: u32) {
    if clients.len() < 4 && !clients.contains(&client) {
        clients.push(client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Registry;
    use std::sync::Arc;

    fn referral() -> Arc<Form> {
        Registry::shipped().latest("referral").unwrap()
    }

    fn slip(referrer: &str, team: &str) -> Values {
        let text = |t: &str| Value::Text(t.to_owned());
        [
            ("referrer_name".to_owned(), text(referrer)),
            ("referrer_role".to_owned(), Value::Code("M".into())),
            ("referrer_team".to_owned(), text(team)),
            ("referrer_phone".to_owned(), text("01530412233")),
            ("surname".to_owned(), text("Harris")),
            ("forenames".to_owned(), text("Dale")),
            ("known_as".to_owned(), text("Daz")),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn who_referred_two_clients_is_offered_by_the_first_letters_with_her_team_and_phone() {
        let mut recall = Recall::default();
        let form = referral();
        recall.learn(&form, &slip("Karen Holt", "Coalville"), 1);
        assert_eq!(recall.answer("referral", "referrer_name", "ka"), None);
        recall.learn(&form, &slip("Karen Holt", "Hinckley"), 2);
        let offer = recall.answer("referral", "referrer_name", "ka").unwrap();
        assert_eq!(offer.text, "Karen Holt");
        let keys: Vec<&str> = offer
            .companions
            .iter()
            .map(|(key, _)| key.as_str())
            .collect();
        assert_eq!(keys, ["referrer_role", "referrer_team", "referrer_phone"]);
        assert_eq!(offer.companions[1].1, Value::Text("Hinckley".into()));
        assert_eq!(recall.answer("referral", "referrer_name", ""), None);
    }

    #[test]
    fn nothing_that_stands_on_one_clients_sheets_alone_is_offered_however_often_it_stands_there() {
        let mut recall = Recall::default();
        let form = referral();
        for _ in 0..9 {
            recall.learn(&form, &slip("Her brother Carl", "at home"), 7);
        }
        for typed in ["h", "her", "at"] {
            assert_eq!(recall.answer("referral", "referrer_name", typed), None);
            assert_eq!(recall.answer("referral", "referrer_team", typed), None);
        }
    }

    #[test]
    fn what_is_a_clients_own_is_not_learnt_at_all() {
        let mut recall = Recall::default();
        let form = referral();
        for client in 1..9 {
            recall.learn(&form, &slip("Karen Holt", "Coalville"), client);
        }
        for key in [
            "surname",
            "forenames",
            "known_as",
            "crn",
            "phone",
            "referrer_phone",
        ] {
            assert_eq!(recall.answer("referral", key, "d"), None, "{key}");
        }
        for form in Registry::shipped().newest() {
            for field in form.body().filter(|field| field.recall) {
                let own = field
                    .feeds
                    .as_deref()
                    .is_some_and(|fact| fact.starts_with("client."));
                assert!(!own || field.key == "offender_manager", "{}", field.key);
            }
        }
    }
}
