use crate::{Size,figures::Table};
pub fn measure(_: &Size, _: &mut Table) {}
