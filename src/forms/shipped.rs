//! The national forms and code lists that come with the program.
//!
//! # Why
//! They are built in, so that the desk has its forms wherever it is started; a service's own folder is layered on top of
//! them by name. Each entry is the path under `forms/` and the text of the file.

/// Form files: path under `forms/`, text.
pub const FORMS: &[(&str, &str)] = &[
    (
        "referral/1.toml",
        include_str!("../../forms/referral/1.toml"),
    ),
    (
        "registration/1.toml",
        include_str!("../../forms/registration/1.toml"),
    ),
    (
        "assessment/1.toml",
        include_str!("../../forms/assessment/1.toml"),
    ),
    (
        "signposting/1.toml",
        include_str!("../../forms/signposting/1.toml"),
    ),
    ("plan/1.toml", include_str!("../../forms/plan/1.toml")),
    ("session/1.toml", include_str!("../../forms/session/1.toml")),
    ("signoff/1.toml", include_str!("../../forms/signoff/1.toml")),
    (
        "followup/1.toml",
        include_str!("../../forms/followup/1.toml"),
    ),
    ("event/1.toml", include_str!("../../forms/event/1.toml")),
    ("worker/1.toml", include_str!("../../forms/worker/1.toml")),
];

/// Code list files: path under `forms/`, text.
pub const CODES: &[(&str, &str)] = &[
    (
        "codes/accommodation.toml",
        include_str!("../../forms/codes/accommodation.toml"),
    ),
    (
        "codes/alerts.toml",
        include_str!("../../forms/codes/alerts.toml"),
    ),
    (
        "codes/attendance.toml",
        include_str!("../../forms/codes/attendance.toml"),
    ),
    (
        "codes/audiences.toml",
        include_str!("../../forms/codes/audiences.toml"),
    ),
    (
        "codes/audit_c_bands.toml",
        include_str!("../../forms/codes/audit_c_bands.toml"),
    ),
    (
        "codes/bmi_bands.toml",
        include_str!("../../forms/codes/bmi_bands.toml"),
    ),
    (
        "codes/conflict_kinds.toml",
        include_str!("../../forms/codes/conflict_kinds.toml"),
    ),
    (
        "codes/dependants.toml",
        include_str!("../../forms/codes/dependants.toml"),
    ),
    (
        "codes/disability.toml",
        include_str!("../../forms/codes/disability.toml"),
    ),
    (
        "codes/duplicate_check.toml",
        include_str!("../../forms/codes/duplicate_check.toml"),
    ),
    (
        "codes/employment.toml",
        include_str!("../../forms/codes/employment.toml"),
    ),
    (
        "codes/ethnicity.toml",
        include_str!("../../forms/codes/ethnicity.toml"),
    ),
    (
        "codes/event_kinds.toml",
        include_str!("../../forms/codes/event_kinds.toml"),
    ),
    (
        "codes/followup_contacts.toml",
        include_str!("../../forms/codes/followup_contacts.toml"),
    ),
    (
        "codes/followup_stages.toml",
        include_str!("../../forms/codes/followup_stages.toml"),
    ),
    (
        "codes/ftnd_bands.toml",
        include_str!("../../forms/codes/ftnd_bands.toml"),
    ),
    (
        "codes/gender.toml",
        include_str!("../../forms/codes/gender.toml"),
    ),
    (
        "codes/goal_measures.toml",
        include_str!("../../forms/codes/goal_measures.toml"),
    ),
    (
        "codes/goal_results.toml",
        include_str!("../../forms/codes/goal_results.toml"),
    ),
    (
        "codes/how_heard.toml",
        include_str!("../../forms/codes/how_heard.toml"),
    ),
    (
        "codes/hsi_bands.toml",
        include_str!("../../forms/codes/hsi_bands.toml"),
    ),
    (
        "codes/imd_edition.toml",
        include_str!("../../forms/codes/imd_edition.toml"),
    ),
    (
        "codes/issues.toml",
        include_str!("../../forms/codes/issues.toml"),
    ),
    (
        "codes/languages.toml",
        include_str!("../../forms/codes/languages.toml"),
    ),
    (
        "codes/leave_kinds.toml",
        include_str!("../../forms/codes/leave_kinds.toml"),
    ),
    (
        "codes/maintained.toml",
        include_str!("../../forms/codes/maintained.toml"),
    ),
    (
        "codes/mappa_category.toml",
        include_str!("../../forms/codes/mappa_category.toml"),
    ),
    (
        "codes/mappa_level.toml",
        include_str!("../../forms/codes/mappa_level.toml"),
    ),
    (
        "codes/mark_read.toml",
        include_str!("../../forms/codes/mark_read.toml"),
    ),
    (
        "codes/measured.toml",
        include_str!("../../forms/codes/measured.toml"),
    ),
    (
        "codes/media.toml",
        include_str!("../../forms/codes/media.toml"),
    ),
    (
        "codes/modes.toml",
        include_str!("../../forms/codes/modes.toml"),
    ),
    (
        "codes/no_post_reasons.toml",
        include_str!("../../forms/codes/no_post_reasons.toml"),
    ),
    (
        "codes/offices.toml",
        include_str!("../../forms/codes/offices.toml"),
    ),
    (
        "codes/order_types.toml",
        include_str!("../../forms/codes/order_types.toml"),
    ),
    (
        "codes/orientation.toml",
        include_str!("../../forms/codes/orientation.toml"),
    ),
    (
        "codes/outcomes.toml",
        include_str!("../../forms/codes/outcomes.toml"),
    ),
    (
        "codes/places.toml",
        include_str!("../../forms/codes/places.toml"),
    ),
    (
        "codes/preferred_contact.toml",
        include_str!("../../forms/codes/preferred_contact.toml"),
    ),
    (
        "codes/progress.toml",
        include_str!("../../forms/codes/progress.toml"),
    ),
    (
        "codes/quintile.toml",
        include_str!("../../forms/codes/quintile.toml"),
    ),
    (
        "codes/reasons.toml",
        include_str!("../../forms/codes/reasons.toml"),
    ),
    (
        "codes/referrer_roles.toml",
        include_str!("../../forms/codes/referrer_roles.toml"),
    ),
    (
        "codes/relationship.toml",
        include_str!("../../forms/codes/relationship.toml"),
    ),
    (
        "codes/religion.toml",
        include_str!("../../forms/codes/religion.toml"),
    ),
    (
        "codes/requirements.toml",
        include_str!("../../forms/codes/requirements.toml"),
    ),
    (
        "codes/results.toml",
        include_str!("../../forms/codes/results.toml"),
    ),
    (
        "codes/rosh.toml",
        include_str!("../../forms/codes/rosh.toml"),
    ),
    (
        "codes/routes.toml",
        include_str!("../../forms/codes/routes.toml"),
    ),
    (
        "codes/services.toml",
        include_str!("../../forms/codes/services.toml"),
    ),
    (
        "codes/signoff_reasons.toml",
        include_str!("../../forms/codes/signoff_reasons.toml"),
    ),
    (
        "codes/sources.toml",
        include_str!("../../forms/codes/sources.toml"),
    ),
    (
        "codes/stages.toml",
        include_str!("../../forms/codes/stages.toml"),
    ),
    (
        "codes/tier.toml",
        include_str!("../../forms/codes/tier.toml"),
    ),
    (
        "codes/topics.toml",
        include_str!("../../forms/codes/topics.toml"),
    ),
    (
        "codes/trainer_gender.toml",
        include_str!("../../forms/codes/trainer_gender.toml"),
    ),
    (
        "codes/type_asked.toml",
        include_str!("../../forms/codes/type_asked.toml"),
    ),
    (
        "codes/venue_limits.toml",
        include_str!("../../forms/codes/venue_limits.toml"),
    ),
    (
        "codes/who5_bands.toml",
        include_str!("../../forms/codes/who5_bands.toml"),
    ),
    (
        "codes/worker_roles.toml",
        include_str!("../../forms/codes/worker_roles.toml"),
    ),
    (
        "codes/yes_no_unknown.toml",
        include_str!("../../forms/codes/yes_no_unknown.toml"),
    ),
];

#[cfg(test)]
mod tests {
    use crate::forms::registry::Registry;

    #[test]
    fn every_shipped_form_and_list_is_read_without_a_finding() {
        let (registry, findings) = Registry::load(&[]);
        let said: Vec<String> = findings
            .iter()
            .map(|f| format!("{}:{}:{}: {}", f.file, f.line, f.column, f.message))
            .collect();
        assert_eq!(said, Vec::<String>::new());
        assert_eq!(registry.newest().len(), 10);
    }

    #[test]
    fn every_box_has_help_in_plain_words() {
        for form in Registry::shipped().newest() {
            for field in &form.fields {
                let full_sentence = field.help.len() > 12 && field.help.contains('.');
                assert!(full_sentence, "{} {}: {:?}", form.id, field.key, field.help);
            }
        }
    }
}
