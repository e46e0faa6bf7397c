//! Which articles are there as resources? All of them, page by page, and by templates each of them and its sections.

use super::budget::{BOUNDS, Budget};
use crate::serve::address;
use crate::serve::api::{Which, find};
use crate::serve::shelf::Opened;
use rmcp::model::{ErrorData, ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};

/// Articles that are gone through for a page.
const PAGE: usize = 100;

/// The articles of a page: the latest revision of each.
pub fn list(opened: &Opened, cursor: Option<&str>) -> Result<ListResourcesResult, ErrorData> {
    let start: usize = match cursor {
        Some(text) => {
            text.parse().map_err(|_| ErrorData::invalid_params("this is no `cursor` that was given", None))?
        }
        None => 0,
    };
    let fault = |_| ErrorData::internal_error("the index could not be read", None);
    let articles = opened.index.latest(start, PAGE).map_err(fault)?;
    let is_last = articles.len() < PAGE;
    let mut resources = Vec::new();
    for article in articles {
        // Translations share an id: the resource is the one that the id alone names.
        let given = opened.index.article(&article.id).map_err(fault)?;
        if given.is_none_or(|given| given.source != article.source) {
            continue;
        }
        let title = article.title.clone().unwrap_or_else(|| article.id.clone());
        resources.push(
            Resource::new(address::uri(&article.id, None), article.id).with_title(title).with_mime_type("text/plain"),
        );
    }
    let mut page = ListResourcesResult::with_all_items(resources);
    page.next_cursor = (!is_last).then(|| (start + PAGE).to_string());
    Ok(page)
}

/// How articles and sections are named.
pub fn templates() -> Vec<ResourceTemplate> {
    let article = ResourceTemplate::new(format!("{}{{id}}", address::SCHEME), "article")
        .with_title("An article")
        .with_description("The text of an article by its id, such as KB828333.")
        .with_mime_type("text/plain");
    let section = ResourceTemplate::new(format!("{}{{id}}/{{section}}", address::SCHEME), "section")
        .with_title("A section of an article")
        .with_description("The text of a section by its id, such as s3.")
        .with_mime_type("text/plain");
    vec![article, section]
}

/// The text of an article or a section, as far as the largest answer reaches.
pub fn read(opened: &Opened, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let missing = || ErrorData::resource_not_found(format!("there is no resource `{uri}`"), None);
    let named = address::named(uri).ok_or_else(missing)?;
    let article = find(&opened.index, &named.article, &Which::default()).map_err(|_| missing())?;
    let mut text = String::new();
    if named.section.is_none() {
        text.push_str(&format!("{} {}\n", article.id, article.title.as_deref().unwrap_or("")));
    }
    let wanted = |id: &str| named.section.as_deref().is_none_or(|section| section == id);
    let sections: Vec<_> = article.sections.iter().filter(|section| wanted(&section.id)).collect();
    if sections.is_empty() && named.section.is_some() {
        return Err(missing());
    }
    for section in sections {
        text.push_str(&format!("\n## {}\n{}\n", section.heading.as_deref().unwrap_or(&section.id), section.text));
    }
    let whole = text.len();
    let mut text = Budget::of(Some(BOUNDS.1)).beginning(&text).to_owned();
    if text.len() < whole {
        text.push_str("\n(This is not all of it: get_article reads the rest.)\n");
    }
    Ok(ReadResourceResult::new(vec![ResourceContents::text(text, uri)]))
}
