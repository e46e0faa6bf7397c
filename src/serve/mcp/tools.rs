//! Which tools are there? One table: the name, what it is for, the types of what it takes and gives, and what does it.

use super::answers::Given;
use super::{finds, reads};
use crate::serve::shelf::Opened;
use rmcp::handler::server::common::{schema_for_input, schema_for_output};
use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What does a tool's work: with its arguments, to what it gives or to a text that says why not.
pub type Work = fn(&Opened, Value) -> Result<Given, String>;

/// A tool.
struct Entry {
    name: &'static str,
    tool: fn() -> Tool,
    work: Work,
}

/// What a tool does: takes its arguments, gives data and the same as text.
pub trait Does {
    /// What it takes.
    type Takes: DeserializeOwned + JsonSchema + 'static;
    /// What it gives.
    type Gives: Serialize + JsonSchema + 'static;
    /// Its name.
    const NAME: &'static str;
    /// Its name for people.
    const TITLE: &'static str;
    /// What it is for.
    const PURPOSE: &'static str;
    /// Does it.
    fn run(opened: &Opened, asked: Self::Takes) -> Result<(Self::Gives, String), String>;
}

const fn entry<T: Does>() -> Entry {
    Entry { name: T::NAME, tool: described::<T>, work: done::<T> }
}

static TOOLS: &[Entry] = &[
    entry::<finds::SearchArticles>(),
    entry::<reads::GetArticle>(),
    entry::<reads::GetSection>(),
    entry::<finds::LookupEvent>(),
    entry::<finds::LookupErrorCode>(),
    entry::<finds::LookupFile>(),
    entry::<finds::LookupRegistry>(),
    entry::<reads::DiffRevisions>(),
    entry::<reads::VerifyQuote>(),
];

/// All tools, as they are listed.
pub fn all() -> Vec<Tool> {
    TOOLS.iter().map(|entry| (entry.tool)()).collect()
}

/// What does the work of a tool.
pub fn named(name: &str) -> Option<Work> {
    TOOLS.iter().find(|entry| entry.name == name).map(|entry| entry.work)
}

fn described<T: Does>() -> Tool {
    let annotations =
        ToolAnnotations::with_title(T::TITLE).read_only(true).destructive(false).idempotent(true).open_world(false);
    // Arguments are structs here, which are objects: the only thing that is refused.
    let input = schema_for_input::<T::Takes>().unwrap_or_default();
    Tool::new(T::NAME, T::PURPOSE, input)
        .with_title(T::TITLE)
        .with_raw_output_schema(schema_for_output::<T::Gives>())
        .with_annotations(annotations)
}

fn done<T: Does>(opened: &Opened, arguments: Value) -> Result<Given, String> {
    let asked = serde_json::from_value(arguments).map_err(|e| format!("`{}` was not understood: {e}", T::NAME))?;
    let (gives, mut text) = T::run(opened, asked)?;
    if opened.is_stale() {
        text.push_str("\n(The dataset was built anew since its index was made: this is what it said before.)\n");
    }
    let data = serde_json::to_value(gives).map_err(|_| "the answer could not be written".to_owned())?;
    Ok(Given { data, text })
}
