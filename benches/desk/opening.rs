//! From the accepted passphrase to the first key on the screen, without the stretching of the passphrase.

use crate::Size;
use crate::figures::{Table, Times, ms};
use crate::service::{PASSPHRASE, Service, opened, today};
use caseload::app::answers;
use caseload::demo::OFFICER;
use caseload::keymap::Key;
use caseload::model::{Message, Model, Opened, Secret, State};
use caseload::store::Store;
use caseload::ui::{self, Theme};
use chrono::{Local, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::Path;
use std::time::{Duration, Instant};

/// Where the time went.
struct Parts {
    store: Duration,
    overview: Duration,
    last: Duration,
    desk: Duration,
    index: Duration,
}

/// Opens again and again, in good order and once after a crash.
pub fn measure(size: &Size, service: &Service, table: &mut Table) {
    let (mut whole, mut first_find) = (Times::default(), Times::default());
    let mut slowest: Option<Parts> = None;
    for _ in 0..size.openings {
        let (parts, store) = open(service, &service.store());
        store.close().expect("the store cannot be closed");
        whole.add(parts.whole());
        first_find.add(parts.whole() + parts.index);
        if slowest.as_ref().is_none_or(|s| s.whole() < parts.whole()) {
            slowest = Some(parts);
        }
    }
    let met = whole.at(1000) <= Duration::from_millis(300);
    table.add(
        "passphrase accepted → first key on the screen",
        whole.to_string(),
        "≤ 300 ms",
        met,
    );
    if let Some(parts) = slowest {
        let Parts {
            store,
            overview,
            last,
            desk,
            ..
        } = parts;
        let [store, overview, last, desk] = [store, overview, last, desk].map(ms);
        table.note(
            "  the slowest: store, overview, last keyed, desk",
            format!("{store}, {overview}, {last}, {desk}"),
        );
    }
    table.note(
        "  the index for finding is there after",
        first_find.to_string(),
    );
    let copy = service.copy();
    // Dropped, not closed: what a crash leaves.
    drop(opened(copy.path()));
    let (parts, store) = open(service, copy.path());
    store.close().expect("the store cannot be closed");
    table.note("  the same after a crash", ms(parts.whole()));
}

impl Parts {
    fn whole(&self) -> Duration {
        self.store + self.overview + self.last + self.desk
    }
}

/// What the worker and the desk do between the passphrase and the first key.
fn open(service: &Service, folder: &Path) -> (Parts, Store) {
    let mut model = Model::new(
        service.fixed(),
        Utc::now(),
        Local::now().naive_local(),
        (80, 24),
    );
    model.unlock_with(Secret(PASSPHRASE.to_owned()));
    let mut screen = Terminal::new(TestBackend::new(80, 24)).expect("a screen in memory");
    let theme = Theme::standard();
    let begun = Instant::now();
    let mut store =
        Store::open(folder, OFFICER, PASSPHRASE, Utc::now()).expect("the store cannot be opened");
    let store_open = begun.elapsed();
    let begun = Instant::now();
    let overview = store.overview(today()).expect("there is no overview");
    let stated = begun.elapsed();
    let begun = Instant::now();
    answers::last_mine(&store, &overview, today());
    let last = begun.elapsed();
    let begun = Instant::now();
    let (user, role, notices) = (
        store.user().to_owned(),
        store.role(),
        store.notices().to_vec(),
    );
    model.update(Message::Unlocked(Box::new(Opened {
        user,
        role,
        overview,
        notices,
    })));
    screen
        .draw(|frame| ui::draw(frame, &model, &theme))
        .expect("a frame in memory");
    model.update(Message::KeyPressed(
        Key::typing('s').expect("a letter is a key"),
    ));
    screen
        .draw(|frame| ui::draw(frame, &model, &theme))
        .expect("a frame in memory");
    let desk = begun.elapsed();
    assert!(
        matches!(model.state, State::Open(_)),
        "the desk did not open"
    );
    let begun = Instant::now();
    answers::index(&store).expect("the index cannot be built");
    (
        Parts {
            store: store_open,
            overview: stated,
            last,
            desk,
            index: begun.elapsed(),
        },
        store,
    )
}
