//! Every screen draws in a window of any size.

use super::picture::{draw, lines};
use super::pictures::scenes;
use caseload::model::Look;
use caseload::ui::Theme;
use ratatui::backend::Backend;

#[test]
fn every_screen_draws_in_a_window_of_any_size() {
    let theme = Theme::standard();
    let small = (0..=40).flat_map(|columns| (0..=14).map(move |rows| (columns, rows)));
    let large = (0..=130).flat_map(|columns| (0..=45).map(move |rows| (columns, rows)));
    let sizes: Vec<(u16, u16)> = small.chain(large).collect();
    for (at, (name, world)) in scenes().into_iter().enumerate() {
        // Each screen gets sizes of its own, every one of them belongs to some screen, and the edges belong to all.
        let edges = [
            (0, 0),
            (1, 1),
            (130, 1),
            (1, 45),
            (29, 6),
            (30, 6),
            (99, 24),
            (100, 24),
            (130, 45),
        ];
        for (columns, rows) in sizes.iter().copied().skip(at).step_by(131).chain(edges) {
            let mut terminal = draw(&world.model, &theme, (columns, rows));
            let at = terminal.backend_mut().get_cursor_position().unwrap();
            assert!(
                at.x < columns.max(1) && at.y < rows.max(1),
                "{name} at {columns} by {rows}: cursor outside"
            );
        }
    }
}

#[test]
fn the_cursor_is_shown_on_every_screen_of_a_usual_size() {
    for (name, world) in scenes() {
        for size in [(80, 24), (120, 40), (40, 12), (20, 4), (10, 1)] {
            let terminal = draw(&world.model, &Theme::standard(), size);
            assert!(terminal.backend().cursor_visible(), "{name} at {size:?}");
        }
    }
}

#[test]
fn a_window_of_one_row_still_shows_what_is_typed() {
    let shown = |world: &super::world::World, size| {
        lines(
            draw(&world.model, &Theme::standard(), size)
                .backend()
                .buffer(),
        )
        .join("\n")
    };
    assert!(shown(&super::world::World::home().press("smyth"), (12, 1)).contains("smyth"));
    let keying = super::world::World::keying();
    assert!(shown(&keying, (20, 4)).contains("6 Attendance"));
    assert!(shown(&keying, (29, 5)).contains('3'));
}

#[test]
fn the_plain_set_of_signs_draws_nothing_but_ascii_around_the_names() {
    for (name, world) in scenes() {
        let shown = draw(&world.model, &Theme::of(Look::Mono, true, false), (120, 40));
        // Names of people keep their letters.
        let text = lines(shown.backend().buffer()).join("\n").replace('á', "a");
        assert!(
            text.is_ascii(),
            "{name}: {:?}",
            text.chars().filter(|c| !c.is_ascii()).collect::<String>()
        );
    }
}

#[test]
fn two_records_are_not_scrolled_past_their_end() {
    let world = super::world::World::home().press("<ctrl-x>v<enter><pgdn><pgdn><pgdn>");
    let shown = |size| super::picture::picture(&world.model, &Theme::standard(), size);
    let whole = shown((120, 40));
    assert!(whole.contains("Surname"), "all of it fits: {whole}");
    let end = shown((80, 24));
    assert!(
        end.contains("registration") && !end.contains("Surname "),
        "{end}"
    );
    assert!(end.contains("Risk"), "the window is full: {end}");
}
