//! Referrals by telephone.

/// The telephone call in which a referral is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Call {
    /// None: the referral came on paper.
    #[default]
    None,
    /// It came while nothing lay on the desk.
    AtHome,
    /// It came over what she was doing: saving or parking goes back there.
    OverWork,
}
