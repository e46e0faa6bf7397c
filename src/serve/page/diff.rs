//! What did a revision change? The page of [`crate::report`], below the head that all pages have.

use super::Top;
use crate::diff;
use crate::report::html::{Subject, sheet};
use crate::serve::address;
use crate::serve::api::{Sides, digits, pair};
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use askama::Template;
use serde::Deserialize;

/// What is asked.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// See [`Sides`].
    old: Option<String>,
    /// See [`Sides`].
    new: Option<String>,
    /// Do the two texts of a change stand side by side? (`side`) Else one below the other.
    view: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "diff.html")]
pub struct Page {
    top: Top,
    id: String,
    title: String,
    /// Page of the article.
    back: String,
    /// The other way to show it, and its page.
    other: (&'static str, String),
    /// What is shown, escaped by its own template.
    sheet: String,
}

/// The page of what differs between two revisions.
pub fn page(opened: &Opened, id: &str, asked: &Asked) -> Result<Page, Problem> {
    let sides = Sides { old: asked.old.clone(), new: asked.new.clone() };
    let (old, new) = pair(&opened.index, id, &sides)?;
    let diff = diff::diff(&old, &new);
    let side_by_side = asked.view.as_deref() == Some("side");
    let sheet =
        sheet(Subject::Article(&diff), side_by_side).map_err(|_| Problem::internal("the page could not be made"))?;
    let article = format!("/articles/{}", address::encoded(id));
    let here = format!("{article}/diff?old={}&new={}", digits(&old), digits(&new));
    let other = match side_by_side {
        true => ("Show in one column", here),
        false => ("Show side by side", format!("{here}&view=side")),
    };
    let back = if new.latest { article } else { format!("{article}?revision={}", digits(&new)) };
    let title = format!("{}: what changed", new.id);
    Ok(Page { top: Top::of(opened, ""), id: new.id.clone(), title, back, other, sheet })
}
