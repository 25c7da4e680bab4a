//! Which work cannot wait.

use crate::model::tests::with;

#[test]
fn work_that_is_critical_or_promised_cannot_wait() {
    let text = r#"
[workstream.books]
[workstream.critical]
criticality = "critical"
[workstream.hours]
hours = "24x7"
[workstream.below-hours]
parent = "hours"
[workstream.respond]
respond-within = "1h"
[workstream.decide]
decide-within = "1h"
[workstream.restore]
restore-within = "1h"
[workstream.below]
parent = "restore"
[workstream.split]
[workstream.split.slice.one]
decide-within = "1h"
[workstream.split.slice.two]
"#;
    with(text, |engagement| {
        let why = |name: &str| {
            let row = engagement.names.row(name).expect("a row");
            engagement.cannot_wait(row).map(|(_, why)| why)
        };
        let (hours, time) = ("it is promised at these hours", "a time is promised for it");
        assert_eq!(why("books"), None);
        assert!(why("critical").is_some_and(|why| why != hours && why != time));
        for name in ["hours", "below-hours"] {
            assert_eq!(why(name), Some(hours), "{name}");
        }
        for name in ["respond", "decide", "restore", "below", "split.one"] {
            assert_eq!(why(name), Some(time), "{name}");
        }
        assert_eq!(why("split.two"), None);
    });
}
