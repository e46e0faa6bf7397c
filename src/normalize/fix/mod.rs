//! What does the article say of the fix: confirmed, corrected in which release, what it needs and replaces?
//!
//! Puts together what the sections, the tables and the offers for download say; each is read by a file of its own.

mod package; // files that carry the fix
mod prerequisite; // what must be installed first
mod replacement; // what it replaces, and what replaces it
mod restart; // whether to restart
mod status; // where the publisher stands
mod table; // the tables of bulletins

use crate::model::{Fix, Reference, ReferenceKind, SectionKind};
use crate::section::Sectioned;
use std::collections::HashSet;

/// Facts of the fix; none when the article speaks of none. `own` is the article's id, `references` what it points to.
pub fn fix(sectioned: &Sectioned, own: &str, language: Option<&str>, references: &[Reference]) -> Option<Fix> {
    let mut out = Fix::default();
    let (status, fixed_in) = status::status(sectioned, language);
    out.status = status;
    out.fixed_in = fixed_in;
    out.prerequisites = prerequisite::prerequisites(sectioned, language);
    for (at, section) in sectioned.sections.iter().enumerate() {
        match section.kind {
            SectionKind::RestartRequirement => {
                out.restart_required = restart::both(out.restart_required, restart::restart(&sectioned.text_of(at)));
            }
            SectionKind::ReplacementInformation => {
                let (replaces, replaced_by) = replacement::replacement(&sectioned.text_of(at));
                out.replaces.extend(replaces);
                out.replaced_by.extend(replaced_by);
            }
            SectionKind::FixInformation | SectionKind::Resolution | SectionKind::Download => {
                let text = sectioned.text_of(at);
                package::packages(&text, &mut out.packages);
                let id = Sectioned::id(at);
                let here = |r: &&Reference| r.kind == ReferenceKind::File && r.section.as_deref() == Some(&id);
                let mut files = references.iter().filter(here).filter(|r| package::is_package(&r.id)).peekable();
                if files.peek().is_some() && package::offers(&text) {
                    out.packages.extend(files.map(|r| r.id.clone()));
                }
            }
            _ => {}
        }
    }
    table::read(sectioned, &mut out);
    out.replaces.retain(|id| id != own);
    distinct(&mut out.replaces);
    distinct(&mut out.replaced_by);
    distinct(&mut out.packages);
    (out != Fix::default()).then_some(out)
}

fn distinct(list: &mut Vec<String>) {
    let mut seen = HashSet::new();
    list.retain(|item| seen.insert(item.clone()));
}
