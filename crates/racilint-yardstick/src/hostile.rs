//! What nobody writes and somebody sends: the cost of each must grow in proportion to its size.

use std::fmt::Write as _;

/// A kind of hostile file.
#[derive(Clone, Copy, Debug)]
pub struct Hostile {
    /// Its name.
    pub name: &'static str,
    /// What there is much of.
    pub what: &'static str,
    write: fn(usize, &mut String),
}

/// What is needed for a question of time to be asked at all.
const SIDES: &str = r#"[engagement]
client = "alder"
provider = "birch"
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[party.alder]
hours = "Mon-Fri 07:00-19:00"
[party.birch]
hours = "Mon-Fri 07:00-19:00"
[person.kim]
party = "alder"
[person.ada]
party = "birch"
[person.bo]
party = "birch"
"#;

/// Urgent work of a team that is called in steps.
const WORK: &str = r#"[workstream.watch]
hours = "Mon-Fri 08:00-18:00"
criticality = "critical"
responsible = "crew"
accountable = "ada"
needs = ["isolate-endpoint"]
decide-within = "1h"
escalation = "path"
[[grant]]
holder = "crew"
action = "isolate-endpoint"
mode = "pre-authorized"
"#;

const CREW: &str = "[team.crew]\nparty = \"birch\"\nmembers = [\"ada\", \"bo\"]\n";
const PATH: &str = "[escalation.path]\nsteps = [{ to = \"crew\", ack-within = \"15m\" }]\n";

impl Hostile {
    /// Every kind.
    pub const ALL: &'static [Hostile] = &[
        kind("line", "characters in one line", |size, out| {
            titled(out, &"x".repeat(size));
        }),
        kind("wide", "findings in one line", |size, out| {
            let _ = writeln!(
                out,
                "{SIDES}[workstream.w]\nresponsible = \"ada\"\naccountable = \"bo\""
            );
            list(out, "informed", size, |at| format!("\"ghost-{at}\""));
        }),
        kind("tall", "workstreams without an owner", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| {
                format!("[workstream.w{at}]\nresponsible = \"ada\"\n")
            });
        }),
        kind("alike", "people of one id", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |_| {
                "[person.sam]\nparty = \"birch\"\n".to_owned()
            });
        }),
        kind(
            "near",
            "people whose ids are nearly the same",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!("[person.sam-{at}]\n[person.sam_{at}]\n")
                });
            },
        ),
        kind(
            "ghosts",
            "names that stand for nobody, among as many that do",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[person.worker-{at}]\n[workstream.w{at}]\nresponsible = \"wroker-{at}\"\n"
                    )
                });
            },
        ),
        kind("keys", "unknown keys in one table", |size, out| {
            let _ = writeln!(out, "{SIDES}[workstream.w]");
            repeat(out, size, |at| format!("acountable-{at} = \"ada\"\n"));
        }),
        kind("tables", "unknown tables", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| format!("[workstreem.w{at}]\n"));
        }),
        kind("types", "values of a wrong type", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| {
                format!("[workstream.w{at}]\naccountable = {at}\nhours = \"soon\"\n")
            });
        }),
        kind("deep", "brackets in brackets", |size, out| {
            let _ = writeln!(out, "{SIDES}x = {}{}", "[".repeat(size), "]".repeat(size));
        }),
        kind("open", "arrays that are never closed", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| {
                format!("[workstream.w{at}]\nresponsible = [\"ada\",\naccountable = \"bo\"\n")
            });
        }),
        kind("strings", "strings that are never closed", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| {
                format!("[workstream.w{at}]\ntitle = \"so\naccountable = \"bo\"\n")
            });
        }),
        kind(
            "brackets",
            "closing brackets without an opening one",
            |size, out| {
                let _ = writeln!(out, "{SIDES}x = {}", "]".repeat(size));
            },
        ),
        kind("dots", "parts of one dotted key", |size, out| {
            let _ = writeln!(out, "{SIDES}a{} = 1", ".a".repeat(size));
        }),
        kind("comments", "comments", |size, out| {
            out.push_str(SIDES);
            repeat(out, size, |at| format!("# {at}\n"));
        }),
        kind("bytes", "bytes that are no text", |size, out| {
            titled(out, &"\u{1}".repeat(size));
        }),
        kind("absences", "absences of one person", |size, out| {
            let _ = write!(
                out,
                "{SIDES}{CREW}{WORK}{PATH}[person.cy]\nparty = \"birch\"\n"
            );
            list(out, "away", size, |at| {
                let day = 1 + at % 28;
                format!(
                    "{{ from = 2027-{:02}-{day:02}, to = 2027-{:02}-{day:02}, covered-by = \"bo\" }}",
                    1 + at % 12,
                    1 + at % 12
                )
            });
        }),
        kind(
            "covers",
            "people who stand in for one another in a ring",
            |size, out| {
                let _ = writeln!(out, "{SIDES}{WORK}{PATH}[team.crew]\nparty = \"birch\"");
                list(out, "members", size, |at| format!("\"p{at}\""));
                repeat(out, size, |at| {
                    format!(
                        "[person.p{at}]\nparty = \"birch\"\naway = [{{ from = 2027-02-01, to = 2027-02-05, covered-by = \"p{}\" }}]\n",
                        (at + 1) % size
                    )
                });
            },
        ),
        kind(
            "crowd",
            "people who are away at once, each with two to stand in",
            |size, out| {
                let _ = writeln!(out, "{SIDES}{WORK}{PATH}[team.crew]\nparty = \"birch\"");
                list(out, "members", size, |at| format!("\"p{at}\""));
                repeat(out, size, |at| {
                    let (one, two) = ((at + 1) % size, (at + 2) % size);
                    format!(
                        "[person.p{at}]\nparty = \"birch\"\naway = [{{ from = 2027-02-01, to = 2027-02-05, covered-by = [\"p{one}\", \"p{two}\"] }}]\n"
                    )
                });
            },
        ),
        kind("steps", "steps of one escalation path", |size, out| {
            let _ = writeln!(out, "{SIDES}{CREW}{WORK}[escalation.path]");
            list(out, "steps", size, |_| {
                "{ to = \"crew\", ack-within = \"1m\" }".to_owned()
            });
        }),
        kind("members", "members of one team", |size, out| {
            let _ = writeln!(out, "{SIDES}{WORK}{PATH}[team.crew]\nparty = \"birch\"");
            list(out, "members", size, |at| format!("\"p{at}\""));
            repeat(out, size, |at| {
                format!("[person.p{at}]\nparty = \"birch\"\n")
            });
        }),
        kind(
            "windows",
            "windows of the hours of one team",
            |size, out| {
                let _ = write!(out, "{SIDES}{CREW}");
                list(out, "hours", size, |at| {
                    format!("\"Mon-Fri {:02}:{:02}-20:00\"", at % 12, at % 60)
                });
                let _ = write!(out, "{WORK}{PATH}");
            },
        ),
        kind("shifts", "shifts of one team", |size, out| {
            let _ = write!(out, "{SIDES}{CREW}");
            list(out, "shifts", size, |at| {
                format!(
                    "{{ who = \"ada\", hours = \"Mon-Fri {:02}:00-20:00\" }}",
                    at % 12
                )
            });
            let _ = write!(out, "{WORK}{PATH}");
        }),
        kind("holidays", "holidays of one party", |size, out| {
            let _ = write!(out, "{}", SIDES.replace("[person.kim]", "[party.vendor]"));
            list(out, "holidays", size, |at| {
                format!("2027-{:02}-{:02}", 1 + at % 12, 1 + at % 28)
            });
            let _ = write!(out, "{CREW}{WORK}{PATH}");
        }),
        kind("grants", "grants to one team", |size, out| {
            let _ = write!(out, "{SIDES}{CREW}{WORK}{PATH}");
            repeat(out, size, |_| {
                "[[grant]]\nholder = \"crew\"\naction = \"isolate-endpoint\"\nmode = \"approval-required\"\napprover = \"kim\"\nwithin = \"5m\"\n".to_owned()
            });
        }),
        kind(
            "forbidden",
            "grants and prohibitions of the same",
            |size, out| {
                let _ = write!(out, "{SIDES}{CREW}{WORK}{PATH}");
                repeat(out, size, |at| {
                    let mode = ["pre-authorized", "prohibited"][at % 2];
                    format!(
                        "[[grant]]\nholder = \"crew\"\naction = \"block-traffic\"\nmode = \"{mode}\"\n"
                    )
                });
            },
        ),
        kind("slices", "slices of one workstream", |size, out| {
            let _ = writeln!(out, "{SIDES}{CREW}[workstream.w]\nhours = \"24x7\"");
            repeat(out, size, |at| {
                format!(
                    "[workstream.w.slice.s{at}]\nhours = \"Mon-Fri {:02}:00-{:02}:00\"\nresponsible = \"crew\"\naccountable = \"ada\"\n",
                    at % 12,
                    1 + at % 12
                )
            });
        }),
        kind(
            "parents",
            "workstreams, each a part of the one before",
            |size, out| {
                let _ = writeln!(out, "{SIDES}{CREW}[workstream.w0]\nhours = \"24x7\"");
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{}]\nparent = \"w{at}\"\nresponsible = \"crew\"\naccountable = \"ada\"\n",
                        at + 1
                    )
                });
            },
        ),
        kind(
            "ring",
            "workstreams that wait for each other in a ring",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\nresponsible = \"ada\"\naccountable = \"kim\"\ndepends-on = [\"w{}\"]\nflows-to = [\"w{}\"]\n",
                        (at + 1) % size,
                        (at + 7) % size
                    )
                });
            },
        ),
        kind(
            "owned",
            "workstreams of one kind on one system",
            |size, out| {
                let _ = writeln!(out, "{SIDES}[system.net]\nowner = \"ada\"");
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\narea = \"patching\"\nsystems = [\"net\"]\nresponsible = \"ada\"\naccountable = \"{}\"\n",
                        ["ada", "bo", "kim"][at % 3]
                    )
                });
            },
        ),
        kind(
            "urgent",
            "urgent workstreams of one team, each with hours of its own",
            |size, out| {
                let _ = write!(
                    out,
                    "{SIDES}{CREW}{PATH}[[grant]]\nholder = \"crew\"\naction = \"isolate-endpoint\"\nmode = \"pre-authorized\"\n"
                );
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\nhours = \"Mon-Fri {:02}:{:02}-18:00\"\ncriticality = \"critical\"\nresponsible = \"crew\"\naccountable = \"ada\"\nneeds = [\"isolate-endpoint\"]\ndecide-within = \"1h\"\nescalation = \"path\"\n",
                        7 + at % 5,
                        at % 60
                    )
                });
            },
        ),
        kind("commands", "commands of the same work", |size, out| {
            let _ = write!(out, "{SIDES}{CREW}{WORK}{PATH}");
            repeat(out, size, |at| {
                format!(
                    "[command.c{at}]\ncovers = [\"watch\"]\nseverity = [\"sev1\"]\nhours = \"Mon-Fri 08:00-18:00\"\ncommander = \"{}\"\n",
                    ["ada", "bo"][at % 2]
                )
            });
        }),
        kind("handoffs", "handoffs of the same work", |size, out| {
            let _ = write!(
                out,
                "{SIDES}[workstream.a]\nresponsible = \"ada\"\n[workstream.b]\nresponsible = \"kim\"\n"
            );
            repeat(out, size, |_| {
                "[[handoff]]\nfrom = \"a\"\nto = \"b\"\n".to_owned()
            });
        }),
        kind("evidence", "evidence of one workstream", |size, out| {
            let _ = writeln!(
                out,
                "{SIDES}[workstream.w]\nresponsible = \"ada\"\naccountable = \"kim\""
            );
            repeat(out, size, |at| {
                format!(
                    "[evidence.e{at}]\nfor = \"w\"\nowner = \"kim\"\nproducer = \"ada\"\nevery = \"90d\"\nlocation = \"box\"\n"
                )
            });
        }),
        kind("waivers", "waivers of one finding", |size, out| {
            let _ = writeln!(out, "{SIDES}[workstream.w]\nresponsible = \"ada\"");
            repeat(out, size, |_| {
                "[[waiver]]\nrule = \"missing-accountable\"\non = \"workstream.w\"\nreason = \"so\"\nowner = \"kim\"\napproved-by = \"kim\"\nuntil = 2027-03-31\n".to_owned()
            });
        }),
        kind(
            "milestones",
            "milestones, each before the next",
            |size, out| {
                let _ = writeln!(
                    out,
                    "{SIDES}[workstream.w]\nresponsible = \"ada\"\naccountable = \"kim\""
                );
                repeat(out, size, |at| {
                    format!(
                        "[milestone.m{at}]\nowner = \"kim\"\naccepted-by = \"ada\"\ndue = 2026-12-04\nbefore = [\"m{}\"]\n",
                        (at + 1) % size
                    )
                });
            },
        ),
        kind("told", "acknowledgements of the same work", |size, out| {
            let _ = writeln!(
                out,
                "{}[workstream.w]\nresponsible = \"ada\"\naccountable = \"kim\"",
                SIDES.replacen("client", "status = \"signed\"\nclient", 1)
            );
            repeat(out, size, |_| {
                "[[acknowledgement]]\nwho = \"ada\"\nof = [\"w\"]\non = 2026-11-06\n".to_owned()
            });
        }),
        kind(
            "contracts",
            "agreements between the same two",
            |size, out| {
                let _ = writeln!(
                    out,
                    "{SIDES}[workstream.w]\nresponsible = \"ada\"\naccountable = \"kim\"\nrespond-within = \"1h\""
                );
                repeat(out, size, |at| {
                    format!(
                        "[agreement.a{at}]\nkind = \"ola\"\nbetween = [\"alder\", \"birch\"]\ncovers = [\"w\"]\nhours = \"24x7\"\nrespond-within = \"2h\"\n"
                    )
                });
            },
        ),
        kind(
            "doors",
            "workstreams of user support, each with a front door of its own",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\narea = \"help-desk\"\nresponsible = \"ada\"\naccountable = \"kim\"\n[intake.i{at}]\nowner = \"ada\"\nfor = \"w{at}\"\nvia = \"phone\"\nhours = \"Mon-Fri 08:00-18:00\"\n"
                    )
                });
            },
        ),
        kind(
            "letters",
            "people who hold each letter of one workstream",
            |size, out| {
                let _ = writeln!(out, "{SIDES}[workstream.w]");
                for key in [
                    "responsible",
                    "accountable",
                    "consulted",
                    "informed",
                    "support",
                ] {
                    list(out, key, size, |at| format!("\"p{at}\""));
                }
                repeat(out, size, |at| {
                    format!("[person.p{at}]\nparty = \"birch\"\n")
                });
            },
        ),
        kind(
            "subcontractors",
            "subcontractors, each with work of its own",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[party.p{at}]\nkind = \"subcontractor\"\ncontracted-by = \"birch\"\n[workstream.w{at}]\nresponsible = \"p{at}\"\naccountable = \"p{at}\"\n"
                    )
                });
            },
        ),
        kind(
            "called",
            "people whom one step calls, each with hours of their own",
            |size, out| {
                let _ = write!(
                    out,
                    "{SIDES}{CREW}{WORK}[escalation.path]\nsteps = [{{ to = ["
                );
                repeat(out, size, |at| format!("\"p{at}\", "));
                out.push_str("], ack-within = \"5m\" }]\n");
                repeat(out, size, |at| {
                    format!(
                        "[person.p{at}]\nparty = \"birch\"\nhours = \"Mon-Fri {:02}:{:02}-18:00\"\n",
                        8 + at % 8,
                        at % 60
                    )
                });
            },
        ),
        kind(
            "led",
            "workstreams, each with a command of its own",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\nresponsible = \"ada\"\naccountable = \"kim\"\ncriticality = \"critical\"\nhours = \"Mon-Fri 08:00-18:00\"\n[command.c{at}]\ncovers = [\"w{at}\"]\nseverity = [\"sev1\"]\nhours = \"Mon-Fri 08:00-18:00\"\ncommander = \"ada\"\ndeputy = \"bo\"\n"
                    )
                });
            },
        ),
        kind(
            "unified",
            "commands that form one, each of work of its own",
            |size, out| {
                out.push_str(SIDES);
                repeat(out, size, |at| {
                    format!(
                        "[workstream.w{at}]\nresponsible = \"ada\"\naccountable = \"kim\"\n[command.c{at}]\ncovers = [\"w{at}\"]\nseverity = [\"sev1\"]\ncommander = \"ada\"\nunified-with = \"c{}\"\n",
                        (at + 1) % size
                    )
                });
            },
        ),
    ];

    /// The file with so much of it.
    pub fn text(&self, size: usize) -> String {
        let mut out = String::new();
        (self.write)(size, &mut out);
        out
    }
}

const fn kind(name: &'static str, what: &'static str, write: fn(usize, &mut String)) -> Hostile {
    Hostile { name, what, write }
}

/// A workstream of this title.
fn titled(out: &mut String, title: &str) {
    let _ = writeln!(out, "{SIDES}[workstream.w]\ntitle = \"{title}\"");
}

fn repeat(out: &mut String, size: usize, item: impl Fn(usize) -> String) {
    for at in 0..size {
        out.push_str(&item(at));
    }
}

fn list(out: &mut String, key: &str, size: usize, item: impl Fn(usize) -> String) {
    let items: Vec<String> = (0..size).map(item).collect();
    let _ = writeln!(out, "{key} = [{}]", items.join(", "));
}
