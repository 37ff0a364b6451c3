//! Keys that the desk costs: a referral allocated, a card found. Counted by sitting at it.

use crate::Size;
use crate::figures::Table;
use crate::people::Dice;
use crate::service::{Service, WAITING, opened, today};
use caseload::app::answers;
use caseload::app::operator::Operator;
use caseload::domain::reference::ClientId;
use caseload::keymap::notation;
use caseload::model::{Layer, OpenDesk, Safety, State};
use caseload::search::{Index, Person};
use caseload::store::Store;
use chrono::Datelike;

/// Lines of a find list that a digit chooses.
const SHOWN: usize = 9;

/// Counts both.
pub fn measure(size: &Size, service: &Service, people: &[Person], table: &mut Table) {
    let copy = service.copy();
    let mut operator = Operator::sit_down(opened(copy.path()), service.fixed());
    let mut allocated: Vec<usize> = (0..WAITING).map(|_| allocate(&mut operator)).collect();
    allocated.sort_unstable();
    let most = allocated.last().copied().unwrap_or(0);
    let said = format!(
        "median {}, at most {most} ({WAITING} referrals)",
        allocated[allocated.len() / 2]
    );
    table.add("keys: referral queue → allocated", said, "≤ 6", most <= 6);
    cards(&mut operator, service, size, people, table);
    operator.leave();
}

fn press(operator: &mut Operator, keys: &str) -> usize {
    let keys = notation::read(keys).expect("keys in the notation of keys");
    for key in &keys {
        operator.press(*key).expect("the desk takes no more keys");
    }
    keys.len()
}

fn desk(operator: &Operator) -> &OpenDesk {
    match &operator.model().state {
        State::Open(open) => open,
        State::Locked(_) => panic!("the desk is locked"),
    }
}

/// From home: the queue, its first referral, the first trainer; what is asked on the way is answered.
fn allocate(operator: &mut Operator) -> usize {
    press(operator, "<f12>");
    let waiting = desk(operator).desk.overview.queue().count();
    let mut keys = press(operator, "<f5>");
    while desk(operator).desk.overview.queue().count() == waiting {
        assert!(keys < 40, "going round in circles on the allocation screen");
        keys += match desk(operator).top() {
            Layer::Question(_) => press(operator, "y"),
            Layer::Prompt(_) => press(operator, "only one left<enter>"),
            _ => press(operator, "<enter>"),
        };
    }
    assert!(
        matches!(desk(operator).desk.safety, Safety::Saved(..)),
        "allocated, and not said to be saved"
    );
    keys
}

/// From home to the card of somebody, by what stands on her paper: CRN, date of birth, name.
fn cards(
    operator: &mut Operator,
    service: &Service,
    size: &Size,
    people: &[Person],
    table: &mut Table,
) {
    let mut store = service.open();
    let index = answers::index(&store).expect("the index cannot be built");
    let mut dice = Dice(3);
    let ways: [(&str, fn(&Person) -> Option<String>); 4] = [
        ("CRN", |p| Some(p.crn.to_lowercase())),
        ("date of birth", |p| {
            p.born
                .map(|b| format!("{:02}{:02}{:02}", b.day(), b.month(), b.year() % 100))
        }),
        ("surname, year of birth", |p| {
            p.born
                .map(|b| format!("{} {:02}", p.surname.to_lowercase(), b.year() % 100))
        }),
        ("surname, forename", |p| {
            Some(format!("{} {}", p.surname, p.forenames).to_lowercase())
        }),
    ];
    let mut by_way = vec![Vec::new(); ways.len()];
    let mut best = Vec::new();
    for turn in 0..size.queries / 4 {
        let person = &people[dice.below(people.len())];
        let mut shortest: Option<String> = None;
        for ((_, way), counts) in ways.iter().zip(&mut by_way) {
            let Some(words) = way(person).filter(|words| words.len() > 1) else {
                continue;
            };
            let Some(keys) = shortest_of(&mut store, &index, person, &words) else {
                continue;
            };
            let count = notation::read(&keys).map_or(usize::MAX, |keys| keys.len());
            counts.push(count);
            if shortest
                .as_ref()
                .is_none_or(|best| notation::read(best).map_or(0, |keys| keys.len()) > count)
            {
                shortest = Some(keys);
            }
        }
        let keys = shortest.expect("nothing on her paper finds this client");
        best.push(notation::read(&keys).map_or(usize::MAX, |keys| keys.len()));
        if turn < 40 {
            opens(operator, person, &keys);
        }
    }
    store.close().expect("the store cannot be closed");
    let most = best.iter().max().copied().unwrap_or(0);
    table.add(
        "keys: find → card, the shortest way",
        spread(&mut best),
        "≤ 8",
        most <= 8,
    );
    for ((name, _), mut counts) in ways.iter().zip(by_way) {
        table.note(format!("  by {name}"), spread(&mut counts));
    }
}

fn spread(counts: &mut [usize]) -> String {
    counts.sort_unstable();
    let at = |percent: usize| {
        counts
            .get(counts.len().saturating_sub(1) * percent / 100)
            .copied()
            .unwrap_or(0)
    };
    let within = counts.iter().filter(|count| **count <= 8).count() * 100 / counts.len().max(1);
    format!(
        "median {}, 9 in 10 ≤ {}, at most {}; {within} % ≤ 8 ({} clients)",
        at(50),
        at(90),
        at(100),
        counts.len()
    )
}

/// The fewest keys, words typed from the left: until she stands among those whom a digit chooses (Alt and the digit).
fn shortest_of(store: &mut Store, index: &Index, person: &Person, words: &str) -> Option<String> {
    let ends = words.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter_map(|end| {
        let typed = &words[..end];
        let (lines, _) = answers::find(store, index, typed, today()).expect("finding failed");
        let place = lines
            .iter()
            .take(SHOWN)
            .position(|line| line.client == ClientId(person.key))?;
        // A digit is one key as Enter is, and it is never in doubt whom she means by it.
        let choice = format!("<alt-{}>", place + 1);
        Some(format!("{typed}{choice}"))
    })
    .next()
}

/// Presses those keys at the desk and looks whose card lies there.
fn opens(operator: &mut Operator, person: &Person, keys: &str) {
    press(operator, "<f12>");
    for key in notation::read(keys).expect("keys in the notation of keys") {
        operator.press(key).expect("the desk takes no more keys");
    }
    let shown = match desk(operator).top() {
        Layer::Card(card) => Some(card.client),
        _ => None,
    };
    assert_eq!(shown, Some(ClientId(person.key)), "another card, or none");
}
