//! Model to frame; reads, never writes.
//!
//! - [`theme`], [`symbols`]: how things look, by what they mean. [`layout`]: where they stand.
//! - [`canvas`]: what screens draw on. [`widgets`]: pieces that several screens share.
//! - [`screens`]: one file per screen, with the same names as in `model/`.
//! - [`linear`]: the same model as lines of plain text.
//! - [`keys`]: which keys the bottom line names on which screen. [`record`]: whose record is open.
//!
//! # Why
//! A frame is a pure function of the model, the theme and the window: so every screen can be tested as a picture, and nothing that is
//! drawn can be out of date. Every size draws; in a window too small for a screen its most important part is left.

pub mod canvas;
pub mod keys;
pub mod layout;
pub mod linear;
pub mod record;
pub mod screens;
pub mod symbols;
pub mod theme;
pub mod widgets;

pub use theme::Theme;

use crate::keymap;
use crate::model::{Layer, Model, OpenDesk, State};
use canvas::Canvas;
use layout::Parts;
use ratatui::Frame;
use ratatui::layout::Rect;
use widgets::status;

/// Rows of the body from which large letters have room below it.
const LARGE_FROM: u16 = 15;

/// What is asked and what is typed, for the large letters. What stands in a box is shown whole below its name, whoever put it there.
fn asked_large(model: &Model) -> (String, String) {
    let page = linear::page(model);
    let keying = match &model.state {
        State::Open(open) => match open.top() {
            Layer::Keying(keying) if keying.list.is_none() => Some(keying),
            _ => None,
        },
        State::Locked(_) => None,
    };
    let Some(keying) = keying.filter(|_| page.before.is_empty()) else {
        return (page.ask, page.before);
    };
    let view = keying.filling.focused();
    if view.text.is_empty() || view.text.contains('\n') {
        return (page.ask, page.before);
    }
    let (label, number) = (&view.field.label, &view.field.box_no);
    (format!("{label}, {number}"), view.text.to_owned())
}

/// Draws the whole model into a frame of any size, 0×0 included.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: &Theme) {
    let mut canvas = Canvas::new(frame, theme);
    let window = canvas.area();
    let mut parts = layout::parts(beside_the_past(&mut canvas, window, model));
    if theme.large && parts.body.height >= LARGE_FROM {
        let (body, band) = layout::split_off_rows(parts.body, widgets::big::BAND);
        parts.body = body;
        let (ask, typed) = asked_large(model);
        widgets::big::band(&mut canvas, band, &ask, &typed);
    }
    let said = match &model.state {
        State::Open(open) if parts.body.height >= widgets::coach::FROM => open.lesson(),
        _ => None,
    };
    if let Some(said) = said {
        let (body, band) = layout::split_off_rows(parts.body, widgets::coach::BAND);
        parts.body = body;
        widgets::coach::draw(&mut canvas, band, &said);
    }
    match &model.state {
        State::Locked(lock) if layout::is_tiny(window) => {
            screens::tiny::draw_locked(&mut canvas, parts.body, lock);
        }
        State::Locked(lock) => {
            screens::unlock::draw(&mut canvas, parts.body, lock);
            let day = lock.local.format("%a %d/%m/%Y  %H:%M ").to_string();
            canvas.line(parts.top, 0, " Caseload");
            canvas.line_right(parts.top, 0, day);
            canvas.fill(parts.top, theme.bar);
        }
        State::Open(open) => draw_open(&mut canvas, parts, open, layout::is_tiny(window)),
    }
    status::keys(&mut canvas, parts.keys, &bottom(model, parts.keys));
    canvas.finish();
}

/// Where the past is shown every line of the window begins with the day, so that it can never be taken for today.
fn beside_the_past(canvas: &mut Canvas<'_, '_>, window: Rect, model: &Model) -> Rect {
    let State::Open(open) = &model.state else {
        return window;
    };
    let Some(day) = past_shown(&open.layers) else {
        return window;
    };
    let mark = match window.width {
        60.. => day.format(" %d/%m/%Y ").to_string(),
        24.. => day.format("%d%m%y ").to_string(),
        _ => "<".to_owned(),
    };
    let (margin, rest) = layout::split_columns(window, mark.len() as u16);
    for row in 0..layout::rows(window) {
        canvas.line(margin, row, mark.as_str());
    }
    canvas.fill(margin, canvas.theme.marked);
    rest
}

/// The day as at which the record on the screen is shown, where that is not today.
fn past_shown(layers: &[Layer]) -> Option<chrono::NaiveDate> {
    match layers.iter().rfind(|layer| fills_the_body(layer))? {
        Layer::Card(card) => card.past.as_ref().map(|past| past.day),
        _ => None,
    }
}

fn draw_open(canvas: &mut Canvas<'_, '_>, parts: Parts, open: &OpenDesk, tiny: bool) {
    let desk = &open.desk;
    if tiny {
        screens::tiny::draw(canvas, parts.body, open.top());
    } else {
        let first = open.layers.iter().rposition(fills_the_body).unwrap_or(0);
        for layer in &open.layers[first..] {
            draw_layer(canvas, parts.body, open, layer);
        }
    }
    status::top(
        canvas,
        parts.top,
        desk,
        &record::of(&open.layers).unwrap_or_default(),
    );
    status::notice(canvas, parts.body, parts.notice, desk);
}

/// Whether a layer hides what lies below it; the others are laid over it.
pub fn fills_the_body(layer: &Layer) -> bool {
    !matches!(
        layer,
        Layer::Forms(_)
            | Layer::Batch(_)
            | Layer::Question(_)
            | Layer::Alike(_)
            | Layer::Prompt(_)
            | Layer::Palette(_)
    )
}

fn draw_layer(canvas: &mut Canvas<'_, '_>, body: Rect, open: &OpenDesk, layer: &Layer) {
    let desk = &open.desk;
    match layer {
        Layer::Home(home) => screens::home::draw(canvas, body, desk, home),
        Layer::Forms(picker) => screens::forms::draw(canvas, body, desk, picker),
        Layer::Batch(batch) => screens::batch::draw(canvas, body, batch),
        Layer::Find(find) => screens::find::draw(canvas, body, desk, find),
        Layer::Keying(keying) => screens::keying::draw(canvas, body, desk, keying),
        Layer::Card(card) => screens::card::draw(canvas, body, desk, card),
        Layer::Allocate(allocate) => screens::allocate::draw(canvas, body, allocate),
        Layer::Share(share) => screens::share::draw(canvas, body, desk, share),
        Layer::Review(review) => screens::review::draw(canvas, body, desk, review),
        Layer::List(list) => screens::lists::draw(canvas, body, list),
        Layer::Rekey(rekey) => screens::rekey::draw(canvas, body, desk, rekey),
        Layer::Question(question) => screens::question::draw(canvas, body, question),
        Layer::Alike(alike) => screens::alike::draw(canvas, body, alike),
        Layer::Prompt(prompt) => screens::prompt::draw(canvas, body, prompt),
        Layer::Palette(palette) => {
            screens::palette::draw(canvas, body, &desk.fixed.keymap, palette);
        }
        Layer::Help(help) => screens::help::draw(canvas, body, &desk.fixed.keymap, help),
    }
}

/// The bottom line: the keys of a sequence begun, else what works here.
fn bottom(model: &Model, place: Rect) -> String {
    if !model.pending.is_empty() {
        return keymap::pending_line(&model.pending);
    }
    let width = layout::columns(place).saturating_sub(1);
    let contexts = model.contexts();
    match &model.state {
        State::Locked(lock) => {
            keymap::bottom_line(&lock.fixed.keymap, &contexts, keys::LOCK, width)
        }
        State::Open(open) => {
            keymap::bottom_line(&open.desk.fixed.keymap, &contexts, &keys::of(open), width)
        }
    }
}
