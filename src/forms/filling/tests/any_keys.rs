//! Whatever is pressed, in whatever order.

use super::*;

/// Any key that the desk might pass on.
#[derive(Debug, Clone)]
enum Press {
    Type(char),
    Mark(usize),
    Do(u8),
    Paste(String),
    Jump(u8),
    Types(&'static str),
    Goes(&'static str),
}

fn press() -> impl Strategy<Value = Press> {
    prop_oneof![
        6 => "[0-9a-z /'.]".prop_map(|s| Press::Type(s.chars().next().unwrap_or('x'))),
        1 => any::<char>().prop_map(Press::Type),
        1 => (0_usize..4).prop_map(Press::Mark),
        6 => (0_u8..20).prop_map(Press::Do),
        1 => "\\PC{0,6}".prop_map(Press::Paste),
        2 => any::<u8>().prop_map(Press::Jump),
    ]
}

/// Keys around boxes that are read twice: whole readings, right and wrong, and everything else between them.
fn reading() -> impl Strategy<Value = Press> {
    let typed = prop::sample::select(vec!["X140286", "X140268", "050384", "030584", "X14", "13"]);
    prop_oneof![
        6 => typed.clone().prop_map(Press::Types),
        1 => typed.prop_map(|text| Press::Paste(text.to_owned())),
        4 => prop::sample::select(vec!["crn", "dob", "pnc"]).prop_map(Press::Goes),
        4 => press(),
    ]
}

/// The changes make the very draft, and a draft is resumed exactly.
fn is_kept(f: &mut Filling, kept: &mut crate::domain::sheet::Draft) {
    for change in f.changes() {
        *kept = kept
            .clone()
            .after(change, chrono::DateTime::UNIX_EPOCH)
            .unwrap();
    }
    let draft = f.draft(nobodys_draft());
    let resumed = Filling::resume(f.form().clone(), f.around().clone(), kept);
    assert_eq!((&kept.focus, kept.caret), (&draft.focus, draft.caret));
    for (key, kept_box) in &draft.boxes {
        assert!(kept.boxes.get(key) == Some(kept_box), "{key}");
    }
    assert_eq!((resumed.focus, resumed.caret), (f.focus, f.caret));
    assert_eq!(resumed.reads_again(), f.reads_again());
    for (i, (live, again)) in f.slots.iter().zip(&resumed.slots).enumerate() {
        let key = &f.form().fields[i].key;
        assert_eq!(again.shown, live.shown, "{key} is shown");
        assert!(again.value == live.value, "the answer of {key}");
    }
}

fn do_press(f: &mut Filling, press: &Press) {
    match press {
        Press::Types(text) => key(f, text),
        Press::Goes(key) => f.go_to(key).unwrap_or_default(),
        Press::Type(c) => f.type_char(*c),
        Press::Mark(n) => f.mark_missing(Missing::ALL[*n]),
        Press::Paste(text) => f.paste(text),
        Press::Jump(n) => {
            let keys = f.form().fields.iter().map(|field| field.key.clone());
            let keys: Vec<_> = keys.collect();
            f.go_to(&keys[usize::from(*n) % keys.len()])
                .unwrap_or_default()
        }
        Press::Do(n) => match n {
            0 => f.backspace(),
            1 => f.delete(),
            2 => f.delete_word(),
            3 => f.clear_box(),
            4 => f.left(),
            5 => f.right(),
            6 => f.start(),
            7 => f.end(),
            8 => f.previous(),
            9 => f.undo(),
            10 => f.redo(),
            11 => f.first(),
            12 => f.last(),
            13 => f.next_page(),
            14 => f.accept_soft("so it says"),
            15 => f.toggle_code("02"),
            16 => f.ditto("5"),
            _ => f.next(),
        },
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is pressed: no panic, the caret stands in a box that is asked, the changes make the very draft, and a
    /// draft is resumed exactly; what finishes is read back as the same sheet.
    #[test]
    fn any_keys_leave_a_sheet_whole(presses in prop::collection::vec(press(), 0..120)) {
        let mut f = keyed();
        f.changes();
        let mut kept = f.draft(nobodys_draft());
        for (n, press) in presses.iter().enumerate() {
            do_press(&mut f, press);
            prop_assert!(f.may_focus(f.focus), "{press:?}");
            prop_assert!(f.caret <= f.text_length(), "{press:?}");
            if n % 8 == 0 {
                is_kept(&mut f, &mut kept);
            }
        }
        if let Finish::Ready(sheet) = f.finish() {
            let taken = crate::forms::import::read_sheet(
                &sheet.to_json(), crate::forms::specimen::registry(), &|_, _| around());
            prop_assert_eq!(taken.map(|t| t.sheet.to_json()), Ok(sheet.to_json()));
        }
    }

    /// Whatever is pressed around boxes that are read twice: the sheet is kept exactly, and what stands in such a box was read twice, pasted,
    /// or asked about.
    #[test]
    fn a_box_read_twice_is_never_settled_by_one_reading(presses in prop::collection::vec(reading(), 0..60)) {
        let mut f = super::again::referral("crn");
        f.changes();
        let mut kept = f.draft(nobodys_draft());
        let mut right = std::collections::HashSet::new();
        for press in &presses {
            do_press(&mut f, press);
            prop_assert!(f.may_focus(f.focus) && f.caret <= f.text_length(), "{press:?}");
            is_kept(&mut f, &mut kept);
            for key in ["crn", "dob"] {
                let i = f.form().position(key).unwrap();
                let slot = &f.slots[i];
                let vouched = slot.agreed || slot.pasted || slot.kept.missing.is_some() || !f.is_in_doubt(i);
                let passed = f.overrides.iter().any(|o| o.field == key && o.check == READ_ONCE);
                let text = (key, slot.kept.text.clone());
                if slot.kept.settled && (vouched || passed) {
                    right.insert(text);
                } else {
                    // What was right once is right when undo brings it back.
                    prop_assert!(!slot.kept.settled || right.contains(&text), "{key} {press:?}");
                }
            }
        }
    }

    /// Undoing everything and doing it again ends where it began.
    #[test]
    fn undo_then_redo_is_nothing(presses in prop::collection::vec(press(), 0..60)) {
        let mut f = filling();
        for press in &presses {
            do_press(&mut f, press);
        }
        f.history.close();
        let texts = |f: &Filling| -> Vec<_> {
            f.slots.iter().map(|s| (s.value.clone().map(|v| v.to_json()), s.shown)).collect()
        };
        for _ in 0..3 { f.redo(); }
        // What is typed and not left has not been read yet.
        for i in 0..f.slots.len() { f.read(i); }
        f.recalculate(false);
        let before = texts(&f);
        let mut steps = 0;
        while !matches!(f.undo().as_slice(), [Event::Refused(_)]) { steps += 1; }
        for _ in 0..steps { f.redo(); }
        prop_assert_eq!(texts(&f), before);
    }
}
