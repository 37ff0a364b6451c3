//! Everything that may be set, as one table.

use super::Settings;

/// Where a value of the file goes.
pub enum Place {
    /// A number, zero or more.
    Number(fn(&mut Settings) -> &mut f64),
    /// A whole number, zero or more.
    Whole(fn(&mut Settings) -> &mut u32),
    /// `true` or `false`.
    Switch(fn(&mut Settings) -> &mut bool),
}

/// One thing that may be set.
pub struct Key {
    /// Its table in the file.
    pub table: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// Least and most that make sense.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Where it goes.
    pub place: Place,
}

const fn number(
    table: &'static str,
    name: &'static str,
    least: f64,
    most: f64,
    at: fn(&mut Settings) -> &mut f64,
) -> Key {
    let place = Place::Number(at);
    Key {
        table,
        name,
        least,
        most,
        place,
    }
}

const fn whole(
    table: &'static str,
    name: &'static str,
    most: f64,
    at: fn(&mut Settings) -> &mut u32,
) -> Key {
    let place = Place::Whole(at);
    Key {
        table,
        name,
        least: 0.0,
        most,
        place,
    }
}

const fn switch(
    table: &'static str,
    name: &'static str,
    at: fn(&mut Settings) -> &mut bool,
) -> Key {
    let place = Place::Switch(at);
    Key {
        table,
        name,
        least: 0.0,
        most: 1.0,
        place,
    }
}

/// Everything that may be set, apart from the reductions.
pub const KEYS: &[Key] = &[
    number("load", "type2", 0.1, 100.0, |s| &mut s.load.type2),
    number("load", "type1", 0.1, 100.0, |s| &mut s.load.type1),
    number("load", "followup_due", 0.0, 100.0, |s| {
        &mut s.load.followup_due
    }),
    number("load", "event", 0.0, 100.0, |s| &mut s.load.event),
    whole("load", "event_days", 365.0, |s| &mut s.load.event_days),
    switch("load", "type2_by_sessions", |s| {
        &mut s.load.type2_by_sessions
    }),
    number("load", "type2_least", 0.0, 100.0, |s| {
        &mut s.load.type2_least
    }),
    number("load", "cap_points", 1.0, 10_000.0, |s| {
        &mut s.load.cap_points
    }),
    number("load", "full_time_hours", 1.0, 100.0, |s| {
        &mut s.load.full_time_hours
    }),
    number("load", "excessive", 0.5, 5.0, |s| &mut s.load.excessive),
    number("weight", "office", 0.0, 100.0, |s| &mut s.weight.office),
    number("weight", "continuity", 0.0, 100.0, |s| {
        &mut s.weight.continuity
    }),
    number("weight", "language", 0.0, 100.0, |s| &mut s.weight.language),
    number("weight", "room", 0.0, 100.0, |s| &mut s.weight.room),
    number("weight", "release", 0.0, 100.0, |s| &mut s.weight.release),
    number("weight", "leaving", 0.0, 100.0, |s| &mut s.weight.leaving),
    number("weight", "tie", 0.0, 100.0, |s| &mut s.weight.tie),
    whole("clock", "allocate", 365.0, |s| &mut s.clock.allocate),
    whole("clock", "allocate_urgent", 365.0, |s| {
        &mut s.clock.allocate_urgent
    }),
    whole("clock", "first_contact", 365.0, |s| {
        &mut s.clock.first_contact
    }),
    whole("clock", "first_session", 365.0, |s| {
        &mut s.clock.first_session
    }),
    whole("clock", "silence", 365.0, |s| &mut s.clock.silence),
    whole("clock", "missed", 20.0, |s| &mut s.clock.missed),
    whole("clock", "signoff", 365.0, |s| &mut s.clock.signoff),
    whole("clock", "window_before", 90.0, |s| {
        &mut s.clock.window_before
    }),
    whole("clock", "window_after", 90.0, |s| &mut s.clock.window_after),
    whole("clock", "followup_kept", 730.0, |s| {
        &mut s.clock.followup_kept
    }),
    whole("clock", "coming", 365.0, |s| &mut s.clock.coming),
    whole("people", "leaving_warns", 365.0, |s| {
        &mut s.people.leaving_warns
    }),
    whole("people", "leave_warns", 365.0, |s| {
        &mut s.people.leave_warns
    }),
    whole("people", "listed", 3650.0, |s| &mut s.people.listed),
    whole("people", "cover_after", 365.0, |s| {
        &mut s.people.cover_after
    }),
];
