use crate::forms::registry::Registry;

#[test]
fn the_shipped_forms_have_no_mistakes() {
    let (registry, findings) = Registry::load(&[]);
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    assert_eq!(registry.all().len(), 10);
}
