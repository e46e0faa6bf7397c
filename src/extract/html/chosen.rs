//! Which parts of the page does the publisher's profile name?
//!
//! A profile that says where the article stands, or what is none of it, is believed: this corrects what the survey made of
//! tags and names.

use super::names::{self, Tag};
use super::survey::Survey;
use super::tree::{Step, walk};
use crate::profile::Page;
use scraper::Html;
use scraper::node::Element;

/// Makes the first element that the profile calls the article the root, and what it leaves out the site's.
pub fn choose(html: &Html, page: &Page, survey: &mut Survey) {
    // Elements are told apart by where they lie in the tree; nothing is read through these.
    let article = page.article.as_ref().and_then(|s| html.select(s).next()).map(|e| std::ptr::from_ref(e.value()));
    let mut out: Vec<*const Element> =
        page.leave_out.iter().flat_map(|s| html.select(s)).map(|e| std::ptr::from_ref(e.value())).collect();
    out.sort_unstable();
    let mut at = 0; // position of the next element among the survey's parts, which has nothing of what is skipped
    walk(html, |step| {
        let Step::Open(element) = step else { return false };
        let Some(part) = survey.parts.get_mut(at) else { return false };
        let here = std::ptr::from_ref(element);
        if article == Some(here) {
            survey.root = Some(at);
        }
        if out.binary_search(&here).is_ok() {
            part.marks |= names::LEFT_OUT;
        }
        at += 1;
        part.tag != Tag::Skip
    });
}
