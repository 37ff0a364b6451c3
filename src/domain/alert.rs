//! The alerts of the probation register: code, words, and how often each must be reviewed.
//!
//! Source of codes and review periods: registration types of the NDelius seed data (casework reference, section 2.11);
//! that the periods are months is our reading.

/// An alert of the register.
pub struct Alert {
    /// Its code.
    pub code: &'static str,
    /// In words.
    pub words: &'static str,
    /// Months after which it must be reviewed.
    pub review_months: u32,
}

const fn alert(code: &'static str, words: &'static str, review_months: u32) -> Alert {
    Alert {
        code,
        words,
        review_months,
    }
}

/// The alerts that matter to whoever meets a client.
pub const ALERTS: &[Alert] = &[
    alert("AV2S", "risk to staff", 6),
    alert("ALAN", "alert notice", 6),
    alert("ALSH", "suicide or self-harm", 6),
    alert("RCHD", "risk to children", 3),
    alert("RCPR", "child protection", 3),
    alert("RCCO", "child concerns", 3),
    alert("ADWC", "barred from work with children", 6),
    alert("RVAD", "adult at risk", 6),
    alert("REG15", "risk to a known adult", 6),
    alert("REG17", "risk to the public", 6),
    alert("ARSO", "registered sex offender", 3),
    alert("ANSO", "sex offender, not registered", 3),
    alert("ADVP", "domestic abuse, perpetrator", 3),
    alert("ADVV", "domestic abuse, victim", 6),
    alert("IMAR", "MARAC", 3),
    alert("INVI", "victim contact", 3),
    alert("AMHL", "mental health", 6),
    alert("RMDO", "mentally disordered offender", 6),
    alert("LRND", "learning difficulties", 6),
    alert("RPRG", "pregnancy", 6),
    alert("IRMO", "hate crime", 6),
    alert("APPO", "prolific or priority offender", 6),
    alert("IIOM", "integrated offender management", 6),
    alert("AVIS", "ViSOR", 6),
    alert("INLL", "life sentence", 12),
    alert("RTAO", "terrorism", 6),
    alert("KDUP", "known duplicate", 6),
    alert("DOFF", "duplicate records exist", 6),
];

/// The words of an alert; the code itself where the register has one that is not in the table.
pub fn words_of(code: &str) -> &str {
    ALERTS
        .iter()
        .find(|a| a.code == code)
        .map_or(code, |a| a.words)
}
