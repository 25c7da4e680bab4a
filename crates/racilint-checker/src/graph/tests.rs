//! Circles, and chains that are none.

use super::{Graph, Relation};
use crate::model::tests::with;

/// Whether nothing comes back, and the circles, each as the names of its rows.
fn circles(text: &str) -> (bool, Vec<Vec<String>>) {
    let mut told = (false, Vec::new());
    with(text, |engagement| {
        let graph = Graph::of(engagement);
        let circles = graph.cycles(Relation::DependsOn);
        let names = circles.iter().map(|circle| {
            let rows = circle.iter().map(|step| engagement.row(step.row));
            rows.map(|row| row.name.to_string()).collect()
        });
        told = (graph.has_no_circle(Relation::DependsOn), names.collect());
    });
    told
}

#[test]
fn a_chain_comes_back_nowhere() {
    let text = r#"
[workstream.a]
depends-on = ["b", "c", "c"]
[workstream.b]
depends-on = ["c", "d"]
[workstream.c]
depends-on = "d"
[workstream.d]
flows-to = "a"
"#;
    assert_eq!(circles(text), (true, vec![]));
    assert_eq!(circles(""), (true, vec![]));
}

#[test]
fn each_circle_is_found_once_by_its_shortest_way() {
    let text = r#"
[workstream.start]
depends-on = "a"
[workstream.a]
depends-on = ["b", "c"]
[workstream.b]
depends-on = "c"
[workstream.c]
depends-on = ["a", "end"]
[workstream.end]
[workstream.own]
depends-on = "own"
"#;
    let found = vec![vec!["a".to_owned(), "c".to_owned()], vec!["own".to_owned()]];
    assert_eq!(circles(text), (false, found));
}
