//! Milestones that wait for each other.

use super::waiting_circles;
use crate::model::tests::with;

fn circles(text: &str) -> Vec<Vec<String>> {
    let mut told = Vec::new();
    with(text, |engagement| {
        let milestones = engagement.milestones();
        let circles = waiting_circles(&milestones).into_iter();
        told = circles
            .map(|circle| {
                let steps = circle.into_iter();
                steps
                    .map(|(at, span)| {
                        format!("{} before {}", milestones[at].name, &text[span.range()])
                    })
                    .collect()
            })
            .collect();
    });
    told
}

#[test]
fn each_circle_is_told_once_by_its_shortest_way() {
    let text = r#"
[milestone.lead]
before = "a"
[milestone.a]
before = ["b", "c"]
[milestone.b]
before = "c"
[milestone.c]
before = ["a", "end"]
[milestone.end]
[milestone.own]
before = "own"
"#;
    assert_eq!(
        circles(text),
        [
            vec!["a before \"c\"".to_owned(), "c before \"a\"".to_owned()],
            vec!["own before \"own\"".to_owned()],
        ]
    );
    for done in ["[milestone.a]", "[milestone.c]"] {
        let text = text.replace(done, &format!("{done}\ndone = 2026-10-01"));
        assert_eq!(circles(&text).len(), 1, "{done}");
    }
}
