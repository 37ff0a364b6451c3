//! One client on one line: whom a search, a look-alike or a pair leads to.
//!
//! # Why
//! Who is chosen is decided on this line, so it speaks for the whole person: her case, trainer and risk stand on it also where they
//! came with a record that was joined to hers.

use super::answers::in_words;
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::overview::Overview;
use crate::domain::reference::ClientId;
use crate::model::{HitLine, words};
use crate::search::Hit;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Those who were found, each on a line.
pub fn lines(
    store: &mut Store,
    hits: Vec<Hit>,
    query: &str,
    today: NaiveDate,
) -> Result<Vec<HitLine>, StoreError> {
    let overview = store.overview(today)?;
    let mut lines = Vec::with_capacity(hits.len());
    for hit in hits {
        if let Some(dossier) = store.dossier(ClientId(hit.key))? {
            lines.push(line(store, &dossier, &hit, &overview, query, today)?);
        }
    }
    Ok(lines)
}

/// One of them.
pub fn line(
    store: &Store,
    own: &Dossier,
    hit: &Hit,
    overview: &Overview,
    query: &str,
    today: NaiveDate,
) -> Result<HitLine, StoreError> {
    let dossier = &*whole(store, own)?;
    let id = own.id.to_string();
    let case = dossier.current_case();
    let exact = |dossier: &Dossier| exact(&dossier.identity, own.id, query, today);
    Ok(HitLine {
        client: own.id,
        name: dossier.identity.name(),
        born: dossier.identity.born_shown(),
        crn: dossier.identity.crn_or(&id).to_owned(),
        standing: standing(dossier, overview, today),
        flag: dossier.risk.words(),
        why: in_words(&hit.why),
        names_her: hit.why.iter().any(|why| why.field.names_her()),
        score: hit.score,
        shares: String::new(),
        open_case: case.filter(|case| case.is_open()).map(|case| case.no),
        exact: exact(dossier).or_else(|| exact(own)),
    })
}

/// Her with all that came with records that were joined to hers.
pub fn whole<'a>(store: &Store, own: &'a Dossier) -> Result<Cow<'a, Dossier>, StoreError> {
    if own.merged_from.is_empty() {
        return Ok(Cow::Borrowed(own));
    }
    Ok(store.whole(own.id)?.map_or(Cow::Borrowed(own), Cow::Owned))
}

/// How her case stands, and who has it: `Type 2, K Patel, next seen 19/06`.
pub fn standing(whole: &Dossier, overview: &Overview, today: NaiveDate) -> String {
    whole.current_case().map_or_else(
        || "no case".to_owned(),
        |case| words::standing(case, overview, today),
    )
}

/// What the paper calls her, where the query is exactly one of her identifiers.
fn exact(identity: &Identity, client: ClientId, query: &str, today: NaiveDate) -> Option<String> {
    let query = query.trim();
    if ClientId::parse(query) == Some(client) {
        return Some(client.to_string());
    }
    let hers = [
        (IdentifierKind::Crn, &identity.crn),
        (IdentifierKind::NhsNumber, &identity.nhs_number),
        (IdentifierKind::Pnc, &identity.pnc),
        (IdentifierKind::Cro, &identity.cro),
        (IdentifierKind::Noms, &identity.noms),
    ];
    let same = |(kind, hers): &&(IdentifierKind, &String)| {
        !hers.is_empty()
            && identifier::check(*kind, query, today).is_ok_and(|typed| typed == **hers)
    };
    hers.iter().find(same).map(|(_, hers)| (*hers).clone())
}

#[cfg(test)]
mod tests {
    use super::super::answers;
    use crate::domain::act::Subject;
    use crate::domain::sheet::SheetRole;
    use crate::store::tests::{allocated, case, fresh, merged, one, sheet, today};

    #[test]
    fn the_line_of_a_joined_person_shows_risk_case_and_trainer_of_either_record() {
        let (mut store, _, _) = fresh();
        let brought = |serial: &str, crn: &str, mappa: &str| {
            let list = [
                ("client.surname", "Palmer"),
                ("client.forenames", "Daniel"),
                ("client.crn", crn),
                ("referral.received", "2012-06-11"),
                ("risk.mappa_category", mappa),
            ];
            sheet(Subject::New, serial, SheetRole::Referral, &list)
        };
        let with_risk = one(&mut store, 1, brought("R-1", "X1", "2"))
            .client
            .unwrap();
        one(&mut store, 2, allocated(with_risk, case(1), "HT03"));
        let stays = one(&mut store, 3, brought("R-2", "X2", "")).client.unwrap();
        let line = |store: &mut crate::store::Store| {
            let index = answers::index(store).unwrap();
            let found = answers::find(store, &index, "palmer daniel", today());
            found.unwrap().0
        };
        let before = line(&mut store);
        let risky = before.iter().find(|l| l.client == with_risk).unwrap();
        assert!(risky.flag.contains("MAPPA"), "{}", risky.flag);
        one(&mut store, 4, merged(with_risk, stays));
        let after = line(&mut store);
        assert_eq!(after.len(), 1);
        assert_eq!(after[0].client, stays);
        assert_eq!(after[0].flag, risky.flag);
        assert!(after[0].open_case.is_some());
    }

    #[test]
    fn a_name_tells_whose_line_it_is_and_her_trainer_does_not() {
        let (mut store, _, _) = fresh();
        let list = [("client.surname", "Palmer"), ("client.crn", "X1")];
        let her = sheet(Subject::New, "R-1", SheetRole::Referral, &list);
        let her = one(&mut store, 1, her).client.unwrap();
        one(&mut store, 2, allocated(her, case(1), "HT03"));
        let index = answers::index(&store).unwrap();
        for (query, names_her) in [("palmer", true), ("ht03", false), ("x1", true)] {
            let (lines, _) = answers::find(&mut store, &index, query, today()).unwrap();
            assert_eq!(lines[0].names_her, names_her, "{query}");
        }
    }
}
