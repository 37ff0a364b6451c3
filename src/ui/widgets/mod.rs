//! Pieces that several screens share.

pub mod big;
pub mod client_pane;
pub mod coach;
pub mod find_list;
pub mod rows;
pub mod status;
pub mod text_box;
