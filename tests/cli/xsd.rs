//! Checks XML against the part of XML Schema that the published schema of JUnit uses: which elements
//! and attributes may stand where, which attributes must, and where text may. Any other construct
//! that an element needs is refused, so that nothing passes unchecked.

use roxmltree::{Document, Node};

/// What is wrong with a document, or nothing.
pub(crate) fn problem(schema: &str, document: &str) -> Option<String> {
    let schema = Document::parse(schema).expect("a schema");
    let document = match Document::parse(document) {
        Ok(document) => document,
        Err(error) => return Some(error.to_string()),
    };
    check(schema.root_element(), document.root_element()).err()
}

fn check(schema: Node<'_, '_>, node: Node<'_, '_>) -> Result<(), String> {
    let name = node.tag_name().name();
    let declared = named(schema, "element", name).ok_or(format!("`{name}` is unknown"))?;
    if let Some(kind) = declared.attribute("type") {
        return check_simple(kind, node);
    }
    let complex = only_child(declared, "complexType")?;
    let parts = Parts::of(complex)?;
    for attribute in node.attributes() {
        let of_name = |a: &&Attribute<'_>| a.name == attribute.name();
        let known = parts.attributes.iter().find(of_name);
        let known = known.ok_or(format!("`{name}` has no `{}`", attribute.name()))?;
        if known.kind != "xs:string" {
            return Err(format!("{} is not understood by this check", known.kind));
        }
    }
    let mut required = parts.attributes.iter().filter(|a| a.is_required);
    if let Some(missing) = required.find(|a| !node.has_attribute(a.name)) {
        return Err(format!("`{name}` lacks `{}`", missing.name));
    }
    let is_mixed = complex.attribute("mixed") == Some("true");
    if has_text(node) && !is_mixed {
        return Err(format!("`{name}` holds text"));
    }
    for child in node.children().filter(Node::is_element) {
        let child_name = child.tag_name().name();
        if !parts.children.contains(&child_name) {
            return Err(format!("`{child_name}` stands in `{name}`"));
        }
        check(schema, child)?;
    }
    Ok(())
}

fn check_simple(kind: &str, node: Node<'_, '_>) -> Result<(), String> {
    let is_plain = !node.children().any(|child| child.is_element());
    match kind {
        "xs:string" if is_plain && node.attributes().len() == 0 => Ok(()),
        "xs:string" => Err(format!("`{}` holds more than text", node.tag_name().name())),
        _ => Err(format!("{kind} is not understood by this check")),
    }
}

struct Attribute<'a> {
    name: &'a str,
    kind: &'a str,
    is_required: bool,
}

/// What a complex type allows.
#[derive(Default)]
struct Parts<'a> {
    children: Vec<&'a str>,
    attributes: Vec<Attribute<'a>>,
}

impl<'a> Parts<'a> {
    fn of(complex: Node<'a, '_>) -> Result<Self, String> {
        let mut parts = Parts::default();
        parts.collect(complex, false)?;
        Ok(parts)
    }

    /// Order and number are not checked, so everything must be allowed in any.
    fn collect(&mut self, node: Node<'a, '_>, is_unbounded: bool) -> Result<(), String> {
        for part in node.children().filter(Node::is_element) {
            let is_unbounded = is_unbounded || part.attribute("maxOccurs") == Some("unbounded");
            match part.tag_name().name() {
                "choice" | "sequence" => self.collect(part, is_unbounded)?,
                "element" if is_unbounded => self.children.extend(part.attribute("ref")),
                "attribute" => self.attributes.push(Attribute {
                    name: part.attribute("name").unwrap_or_default(),
                    kind: part.attribute("type").unwrap_or_default(),
                    is_required: part.attribute("use") == Some("required"),
                }),
                other => return Err(format!("{other} is not understood by this check")),
            }
        }
        Ok(())
    }
}

fn named<'a, 'i>(schema: Node<'a, 'i>, tag: &str, name: &str) -> Option<Node<'a, 'i>> {
    let is_it =
        |node: &Node<'_, '_>| node.tag_name().name() == tag && node.attribute("name") == Some(name);
    schema.children().find(is_it)
}

fn only_child<'a, 'i>(node: Node<'a, 'i>, tag: &str) -> Result<Node<'a, 'i>, String> {
    let mut children = node.children().filter(Node::is_element);
    match (children.next(), children.next()) {
        (Some(child), None) if child.tag_name().name() == tag => Ok(child),
        _ => Err("this declaration is not understood by this check".into()),
    }
}

fn has_text(node: Node<'_, '_>) -> bool {
    let mut texts = node.children().filter(Node::is_text);
    texts.any(|text| text.text().is_some_and(|text| !text.trim().is_empty()))
}

#[test]
fn what_the_schema_does_not_allow_is_found() {
    let wrong = |xml: &str| problem(crate::formats::JUNIT, xml).expect("a problem");
    let suite = |inside: &str| {
        format!("<testsuite name='a' tests='1' failures='0' errors='0'>{inside}</testsuite>")
    };
    assert!(!wrong("<testsuites").is_empty());
    assert_eq!(wrong("<tests/>"), "`tests` is unknown");
    assert_eq!(wrong("<testsuite name='a'/>"), "`testsuite` lacks `tests`");
    assert_eq!(wrong(&suite("<testcase/>")), "`testcase` lacks `name`");
    assert_eq!(wrong(&suite("text")), "`testsuite` holds text");
    assert_eq!(
        wrong(&suite("<testcase name='a' file='b'/>")),
        "`testcase` has no `file`"
    );
    assert_eq!(
        wrong(&suite("<failure/>")),
        "`failure` stands in `testsuite`"
    );
    let right = suite("<testcase name='a'><failure type='b'>text</failure></testcase>");
    assert_eq!(problem(crate::formats::JUNIT, &right), None);
}
