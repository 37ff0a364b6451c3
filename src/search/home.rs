//! What a home says of two records: address, postcode, telephone.
//!
//! # Why
//! A home is shared with a family, and some homes with many more: what it tells is never more than the information in being one of
//! those who live there. Who has no home shares none, whatever is put down in its place. Another house of one street is a neighbour's,
//! and neighbours have one postcode.

use super::address::{self, Beside, House};
use super::codes::{Code, is_no_postcode};
use super::compare::{Lexicon, of_role};
use super::evidence::Evidence;
use super::record::{PHONE, POSTCODE, Role, Unpacked};
use super::weights::same_person as w;
use super::why::{Field, How};

/// Telephones that people carry begin so; another is a household's.
const MOBILE: &str = "07";
/// People of one postcode who are asked whether they live at one address: enough to tell a hostel from a street.
const MOST_ASKED: usize = 64;

/// What a household shares: address, postcode, phone.
pub(super) fn household(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let mut bits = 0.0;
    let codes = postcode(a).zip(postcode(b));
    let (mut one_home, mut house) = (true, House::Unknown);
    let (one, other) = (of_role(a, &[Role::Address]), of_role(b, &[Role::Address]));
    if !one.is_empty() && !other.is_empty() {
        let home = address::shared(lexicon, &one, &other, beside(found, codes));
        bits += home.bits;
        (one_home, house) = (home.mostly, home.house);
        if home.mostly && home.bits > 0.0 {
            let slips = found.slips;
            let is_near = house == House::Slip;
            found.say(
                Field::Address,
                if is_near { How::Resembles } else { How::Same },
            );
            found.slips = slips;
        }
        found.slips += u32::from(home.slip);
    }
    let is_near = matches!(house, House::Slip | House::Other);
    found.same_house = one_home && !is_near;
    found.other_house = house == House::Other;
    if let Some((p, q)) = codes {
        if p == q {
            bits += if house == House::Other {
                w::POSTCODE_OF_NEIGHBOURS
            } else {
                w::POSTCODE
            };
            found.say(Field::Postcode, How::Same);
            bits = bits.min(most_of_crowd(lexicon, p, &one));
        } else if p.is_one_off(q) && one_home {
            bits += w::POSTCODE_NEAR;
            found.say(Field::Postcode, How::OneDigit);
        } else {
            bits += w::OTHER_POSTCODE;
            found.same_house = false;
        }
    }
    if let Some(phone) = phones(a).find(|p| phones(b).any(|q| *p == q)) {
        bits += w::PHONE;
        found.same_phone = phone.begins(MOBILE);
        found.say(Field::Phone, How::Same);
    }
    let one_name = !found.other_surname && !found.other_forename;
    found.home = if one_name { bits.max(w::MOVED) } else { bits };
}

/// What two records say where their house numbers differ.
fn beside(found: &Evidence, codes: Option<(Code, Code)>) -> Beside {
    let one_off = codes.is_some_and(|(p, q)| p.is_one_off(q));
    match codes {
        Some((p, q)) if p != q && !one_off => Beside::Elsewhere,
        _ if found.may_be_neighbours() => Beside::Neighbours,
        _ if found.is_one_person() && (found.slips > 0 || found.same_born || one_off) => {
            Beside::Haste
        }
        Some(_) => Beside::OnePostcode,
        None => Beside::Nothing,
    }
}

/// The postcode of a home; of those who have none there is none.
fn postcode(record: &Unpacked) -> Option<Code> {
    let code = record.codes.iter().find(|c| c.0 == POSTCODE)?.1;
    (!is_no_postcode(code)).then_some(code)
}

fn phones(record: &Unpacked) -> impl Iterator<Item = Code> {
    let codes = record.codes.iter();
    codes.filter(|c| c.0 == PHONE).map(|c| c.1)
}

/// The most that a home tells where a crowd lives at it, as in a hostel: the information in being one of them.
fn most_of_crowd(lexicon: &Lexicon, postcode: Code, address: &[u32]) -> f32 {
    let index = lexicon.index;
    let range = index.code_range(postcode, Code(postcode.0 + 1));
    let all: usize = range.iter().map(|part| part.len()).sum();
    if all < w::CROWD {
        return f32::INFINITY;
    }
    let mut record = Unpacked::default();
    let entries = range.into_iter().flatten().take(MOST_ASKED);
    let there = entries.filter(|entry| {
        record.read(index.records.get(**entry >> 8));
        of_role(&record, &[Role::Address]) == address
    });
    let there = there.count() * all / all.min(MOST_ASKED);
    if there < w::CROWD {
        return f32::INFINITY;
    }
    (lexicon.people as f32 / there as f32).log2().max(0.0)
}
