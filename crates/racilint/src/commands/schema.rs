//! `racilint schema`: the published schemas, as they were when this version was built.

use std::io::Write as _;

use crate::cli::{Schema, SchemaOptions};
use crate::{CLEAN, Failure};

const ENGAGEMENT: &str = include_str!("../../../../schemas/engagement.schema.json");
const PROFILE: &str = include_str!("../../../../schemas/profile.schema.json");
const CONFIG: &str = include_str!("../../../../schemas/racilint.schema.json");
const FINDINGS: &str = include_str!("../../../../schemas/findings-json-v1.schema.json");
const RESILIENCE: &str = include_str!("../../../../schemas/resilience-v1.schema.json");
const WEEK: &str = include_str!("../../../../schemas/week-v1.schema.json");
const WHO: &str = include_str!("../../../../schemas/who-v1.schema.json");

pub(crate) fn run(options: &SchemaOptions) -> Result<u8, Failure> {
    let text = match options.schema {
        Schema::Engagement => ENGAGEMENT,
        Schema::Profile => PROFILE,
        Schema::Config => CONFIG,
        Schema::Findings => FINDINGS,
        Schema::Week => WEEK,
        Schema::Who => WHO,
        Schema::Resilience => RESILIENCE,
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(CLEAN)
}
