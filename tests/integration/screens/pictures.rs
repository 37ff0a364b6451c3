//! The pictures themselves, kept under `snapshots`. Each is to be read as she would read it.

use super::glance;
use super::picture::picture;
use super::world::World;
use caseload::domain::act::Role;
use caseload::model::alike::Alike;
use caseload::model::{Layer, Look, Message, NoticeKind, Safety, State};
use caseload::ui::Theme;

/// Every screen in a state worth seeing.
pub fn scenes() -> Vec<(&'static str, World)> {
    let mut scenes = vec![
        ("unlock", World::locked().press("jofficer<enter>secret")),
        ("unlock_refused", refused()),
        ("home", World::home()),
        ("home_found", World::home().press("smyth 84")),
        ("home_marked", World::home().press("smyth 84<down><down>")),
        ("home_nobody", World::home().press("zz")),
        ("forms", World::home().press("<ctrl-k>")),
        ("find_for", World::home().press("<ctrl-k>r")),
        ("find_for_found", World::home().press("<ctrl-k>ssmith")),
        ("alike", World::home().press("<f4>smith dale<ctrl-n>")),
    ];
    scenes.extend(keying());
    let mut parked = glance::session_draft();
    parked.parked = true;
    scenes.extend([
        ("card", World::home().press("smyth<enter>")),
        (
            "card_sheet",
            World::home().press("smyth<enter><down><down><enter>"),
        ),
        ("card_supervisor", supervisor()),
        (
            "card_past",
            World::home().press("smyth<enter>d050612<enter>"),
        ),
        ("card_history", World::home().press("smyth<enter>h<down>")),
        ("undo_asked", World::home().press("smyth<enter>u")),
        ("allocate", World::home().press("<f5>")),
        ("allocate_why", World::home().press("<f5><down>?")),
        ("allocate_reason", World::home().press("<f5><right>2")),
        ("share", World::home().press("<f5>w")),
        (
            "share_commit",
            World::home().press("<f5>w<down><right><enter>"),
        ),
        ("review", World::home().press("<ctrl-x>v")),
        ("review_two", World::home().press("<ctrl-x>v<enter>")),
        ("review_join", World::home().press("<ctrl-x>v<enter>m")),
        ("tray", World::home().press("<ctrl-x>t<down>")),
        ("due", World::home().press("<ctrl-x>d")),
        ("amiss", World::home().press("<ctrl-x>e")),
        ("conflicts", World::home().press("<ctrl-x>j")),
        ("stand_in", World::home().press("smyth<enter>v")),
        ("take_back", World::home().press("smyth<enter>b")),
        ("slip", World::home().press("<f5><right>p")),
        ("audit", World::home().press("<ctrl-x>a")),
        ("pile", World::home().press("<f3>ht02<enter>120612<enter>c")),
        ("wrong", World::home().press("<ctrl-x>m<down>")),
        ("queries", World::home().press("<ctrl-x>w")),
        ("parked", World::open(vec![parked]).press("<ctrl-x>p")),
        ("parked_empty", World::home().press("<ctrl-x>p")),
        ("ledger", World::home().press("<ctrl-x>g<down>")),
        ("ledger_expected", World::home().press("<ctrl-x>gss")),
        ("chase", World::home().press("<ctrl-x>wc")),
        ("closing", World::morning().press("<ctrl-x>c")),
        ("home_morning", World::morning()),
        ("rekey", World::morning().press("<ctrl-x>k")),
        ("rekey_again", World::morning().press("<ctrl-x>k1")),
        ("figures", World::with_figures().press("<ctrl-x>i")),
        ("figures_none", World::home().press("<ctrl-x>i")),
        ("figures_wipe", World::with_figures().press("<ctrl-x>iz")),
        ("tutorial", World::learning()),
        (
            "tutorial_sheet",
            World::learning().press("<ctrl-x>t<enter><ctrl-g>3<enter>"),
        ),
        ("tutorial_slip", tutorial_slip()),
        ("palette", World::home().press("<ctrl-p>tray")),
        ("help", World::home().press("<f1>")),
        ("help_narrowed", World::keying().press("<f1>save")),
    ]);
    scenes
}

fn keying() -> Vec<(&'static str, World)> {
    let long = [
        ("sheet", glance::kept("A-000201")),
        ("completed_on", glance::kept("12/06/2012")),
        ("completed_by", glance::kept("HT02")),
        ("client", glance::kept("X123456")),
        ("date", glance::kept("12/06/2012")),
        ("stage", glance::kept("PRE")),
    ];
    let goals = [
        ("sheet", glance::kept("P-000107")),
        ("client", glance::kept("X123456")),
        ("goal_1_issue", glance::kept("F")),
        (
            "goal_1_text",
            glance::kept(
                "Five portions of fruit and veg on five days of the week, and no fried food before seven in the evening",
            ),
        ),
        ("goal_2_issue", glance::kept("E")),
    ];
    let mut alone = glance::session_draft();
    alone.boxes.insert(
        "next_action".to_owned(),
        glance::kept("Write to him again.\nRing his offender manager about the third appointment."),
    );
    "next_action".clone_into(&mut alone.focus);
    // The box that was being typed has been left.
    alone.boxes["attendance"].unread = false;
    alone.caret = 20;
    vec![
        ("keying", World::keying()),
        (
            "keying_refused",
            World::keying().press("<backspace>9<enter>"),
        ),
        (
            "keying_twice",
            World::home().press("<f4>nowak jan<enter><ctrl-g>10<enter>X777777"),
        ),
        ("keying_list", World::keying().press("<backspace><f3>")),
        (
            "keying_list_narrowed",
            World::keying().press("<backspace><f3>can"),
        ),
        ("keying_explained", World::keying().press("<f2>")),
        ("keying_explained_long", explained_long()),
        ("keying_notes", World::open(vec![alone]).read_card()),
        ("keying_paper", World::home().press("<ctrl-x>t<enter>")),
        (
            "keying_assessment",
            World::open(vec![glance::draft("assessment", &long, false)]).read_card(),
        ),
        (
            "keying_goals",
            World::open(vec![glance::draft("plan", &goals, false)]).read_card(),
        ),
        (
            "keying_worker",
            World::open(vec![glance::draft(
                "worker",
                &[("sheet", glance::kept("W-000004"))],
                false,
            )])
            .read_card(),
        ),
        (
            "keying_new_client",
            World::home().press("<f4>wood peter 140384<ctrl-n>n"),
        ),
        ("keying_perhaps", perhaps()),
        ("keying_alike", alike()),
        ("keying_saving", saving()),
        ("where_was_i", World::returned()),
        (
            "keying_offer",
            World::home().press("<ctrl-k>rnowak jan<enter><ctrl-g>8<enter>le673dt<enter>22"),
        ),
        ("jump", World::keying().press("<ctrl-g>")),
        ("discard", World::keying().press("<ctrl-x><delete>")),
    ]
}

/// The help of the longest list.
fn explained_long() -> World {
    let boxes = [
        ("sheet", glance::kept("F-000201")),
        ("surname", glance::kept("Wood")),
    ];
    let mut draft = glance::draft("referral", &boxes, false);
    "alerts".clone_into(&mut draft.focus);
    World::open(vec![draft]).read_card().press("<f2>")
}

/// A sheet of the pretend tray was saved otherwise than its paper reads.
fn tutorial_slip() -> World {
    let mut world = World::learning();
    world.slip_on_lesson();
    world
}

fn refused() -> World {
    let mut world = World::locked().press("jofficer<enter>");
    world.say(Message::Refused("That is not the passphrase of jofficer. Caps Lock may be on. Four more tries before a pause.".to_owned()));
    world
}

fn supervisor() -> World {
    World::opened_by(Role::Supervisor, Vec::new()).press("smyth<enter><enter>")
}

/// A referral for somebody new, who may be somebody on the books.
fn perhaps() -> World {
    let mut world = World::home().press("<f4>smith dale 140384<ctrl-n>n.J Marsh<enter>");
    if let State::Open(open) = &mut world.model.state
        && let Some(Layer::Keying(keying)) = open.layers.last_mut()
    {
        keying.newcomer.perhaps = glance::hits().into_iter().next();
    }
    world
}

/// A referral that is complete, and fits two people on the books; one has the same number.
fn alike() -> World {
    let mut world = World::keying();
    let mut hits: Vec<_> = glance::hits().into_iter().take(2).collect();
    "NHS number".clone_into(&mut hits[1].shares);
    if let State::Open(open) = &mut world.model.state {
        open.layers.push(Layer::Alike(Box::new(Alike {
            token: "same person",
            hits,
            marked: 0,
            is_known: false,
        })));
    }
    world
}

fn saving() -> World {
    let mut world = World::keying();
    world.open_desk().safety = Safety::NotSaved(
        "the disk is full. Free some space, then press Ctrl-S again; your typing is kept."
            .to_owned(),
    );
    world
}

/// Compares a picture of a scene with the one on file.
fn keep(name: &str, world: &World, theme: &Theme, size: (u16, u16), kind: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| {
        insta::assert_snapshot!(format!("{name}_{kind}"), picture(&world.model, theme, size));
    });
}

#[test]
fn every_screen_at_the_smallest_full_size() {
    for (name, world) in scenes() {
        keep(name, &world, &Theme::standard(), (80, 24), "80x24");
    }
}

#[test]
fn every_screen_in_a_wide_window() {
    for (name, world) in scenes() {
        keep(name, &world, &Theme::standard(), (120, 40), "120x40");
    }
}

#[test]
fn every_screen_in_a_small_window() {
    for (name, world) in scenes() {
        keep(name, &world, &Theme::standard(), (40, 12), "40x12");
    }
}

#[test]
fn every_screen_without_colours() {
    for (name, world) in scenes() {
        keep(
            name,
            &world,
            &Theme::of(Look::Standard, true, true),
            (80, 24),
            "mono",
        );
    }
}

#[test]
fn screens_for_eyes_that_need_more() {
    let shown = ["home_found", "keying", "keying_refused", "card", "allocate"];
    for (name, world) in scenes()
        .into_iter()
        .filter(|(name, _)| shown.contains(name))
    {
        keep(name, &world, &Theme::high_contrast(), (80, 24), "contrast");
        keep(name, &world, &Theme::large(), (80, 24), "large");
    }
}

#[test]
fn a_long_notice_is_laid_over_the_screen_and_moves_nothing() {
    let mut world = World::keying();
    let words = "The date of the session lies before the referral was received on 02/05/2012. If the paper says so, keep it; \
                 if it is a slip, put it right. Enter again keeps it.";
    world.open_desk().say(NoticeKind::Soft, words);
    keep("notice_long", &world, &Theme::standard(), (80, 24), "80x24");
}

#[test]
fn hostile_text_never_reaches_the_screen() {
    let mut world = World::keying();
    world
        .open_desk()
        .say(NoticeKind::Info, "a\u{1b}[2Jb\u{202e}c\u{7}d");
    let shown = picture(&world.model, &Theme::standard(), (80, 24));
    assert!(
        !shown
            .chars()
            .any(|c| matches!(c, '\u{1b}' | '\u{202e}' | '\u{7}'))
    );
}
