//! One file per screen, with the same names as in `model/`.

pub mod alike;
pub mod allocate;
pub mod batch;
pub mod card;
pub mod find;
pub mod forms;
pub mod help;
pub mod home;
pub mod keying;
pub mod lists;
pub mod palette;
pub mod prompt;
pub mod question;
pub mod rekey;
pub mod review;
pub mod share;
pub mod tiny;
pub mod unlock;
