//! The ledger as the desk shows it: what the store knows, what is half keyed, and what is expected without a serial.

use crate::domain::ledger::{LedgerLine, SheetState, Trace, of_draft};
use crate::domain::reference::TrainerId;
use crate::domain::sheet::Draft;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Lays half-keyed sheets and expected ones over what the store knows. Every serial stands there once.
pub fn whole(
    mut lines: Vec<LedgerLine>,
    drafts: &[Draft],
    expected: Vec<LedgerLine>,
) -> Vec<LedgerLine> {
    for draft in drafts {
        let Some((serial, asks)) = of_draft(draft) else {
            continue;
        };
        let half = Trace {
            draft: Some(asks),
            ..Trace::default()
        };
        let state = half.state(false);
        let known = lines.iter_mut().find(|l| l.serial == serial);
        match known {
            Some(line) if is_keyed(line.state) => {}
            Some(line) => line.state = state,
            None => lines.push(LedgerLine {
                serial,
                form: draft.form.clone(),
                state,
                client: draft.client,
                trainer: hand(draft),
                on: None,
                keyed: None,
                why: String::new(),
            }),
        }
    }
    lines.extend(expected);
    lines
}

fn is_keyed(state: SheetState) -> bool {
    use SheetState::{Filed, Keyed, Rekeyed, Void};
    matches!(state, Keyed | Rekeyed | Filed | Void)
}

/// Who filled in a half-keyed sheet, where that stands there already.
pub fn hand(draft: &Draft) -> Option<TrainerId> {
    let kept = draft.boxes.get("completed_by")?;
    let id = kept.text.trim();
    (!id.is_empty()).then(|| TrainerId(id.to_owned()))
}

/// Paper of one clinic that never came: how many sheets, whose, of which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clinic {
    /// Whose.
    pub trainer: Option<TrainerId>,
    /// The day.
    pub on: Option<NaiveDate>,
    /// How many.
    pub sheets: usize,
}

/// Expected sheets by trainer and day, the oldest first.
pub fn by_clinic(lines: &[LedgerLine]) -> Vec<Clinic> {
    let mut clinics: BTreeMap<(Option<NaiveDate>, Option<TrainerId>), usize> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.state == SheetState::Expected) {
        *clinics.entry((line.on, line.trainer.clone())).or_default() += 1;
    }
    let clinic = |((on, trainer), sheets)| Clinic {
        trainer,
        on,
        sheets,
    };
    clinics.into_iter().map(clinic).collect()
}

/// `3 sheets from Wayne's Tuesday clinic (12/06/2012) never arrived`.
pub fn in_words(clinic: &Clinic, name: &str) -> String {
    let sheets = if clinic.sheets == 1 {
        "1 sheet".to_owned()
    } else {
        format!("{} sheets", clinic.sheets)
    };
    let whose = match name {
        "" => "nobody's".to_owned(),
        name => format!("{name}'s"),
    };
    match clinic.on {
        Some(on) => {
            let day = [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ][on.weekday().num_days_from_monday() as usize];
            let date = on.format("%d/%m/%Y");
            format!("{sheets} from {whose} {day} clinic ({date}) never arrived")
        }
        None => format!("{sheets} from {whose} pad never arrived"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(trainer: &str, on: Option<&str>) -> LedgerLine {
        LedgerLine {
            serial: String::new(),
            form: "session".into(),
            state: SheetState::Expected,
            client: None,
            trainer: Some(TrainerId(trainer.into())),
            on: on.map(|d| d.parse().unwrap()),
            keyed: None,
            why: String::new(),
        }
    }

    #[test]
    fn sheets_of_one_clinic_are_one_sentence() {
        let lines = [
            expected("HT03", Some("2012-06-12")),
            expected("HT01", Some("2012-06-12")),
            expected("HT03", Some("2012-06-12")),
            expected("HT03", None),
        ];
        let clinics = by_clinic(&lines);
        let words: Vec<String> = clinics.iter().map(|c| in_words(c, "Wayne")).collect();
        assert_eq!(
            words,
            [
                "1 sheet from Wayne's pad never arrived",
                "1 sheet from Wayne's Tuesday clinic (12/06/2012) never arrived",
                "2 sheets from Wayne's Tuesday clinic (12/06/2012) never arrived",
            ]
        );
    }
}
