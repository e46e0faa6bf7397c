//! What speaks for the form that a text was found to have, and what against?
//!
//! The form itself is decided by [`form_of`]; this tells a person how sure that is. `high`: a sign that only this form
//! has, or its marks and none of another's. `medium`: its marks outweigh those of others. `low`: the name alone, or that
//! nothing speaks for any other form.

use super::{Marks, WINDOW, after_front_matter, form_of, has_suffix, is_blank, is_page, is_text_head};
use crate::model::Form;
use serde::Serialize;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The name alone, or that nothing speaks for anything else.
    Low,
    /// More speaks for it than against it.
    Medium,
    /// A sign that nothing else has, or much for it and nothing against it.
    High,
}

/// The form of a text, how sure it is, and why.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The form.
    pub form: Form,
    /// How sure it is.
    pub confidence: Confidence,
    /// What speaks for it.
    pub reasons: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
}

/// Weighs what is in a text of this file name.
pub fn weigh(text: &str, name: &str) -> Weighed {
    let form = form_of(text, name);
    let head = text.trim_start_matches(is_blank);
    let sure = |reason: &str| Weighed {
        form,
        confidence: Confidence::High,
        reasons: vec![reason.to_owned()],
        against: Vec::new(),
    };
    if after_front_matter(head).is_some() {
        return sure("it begins with front matter");
    }
    if is_page(head) {
        return sure("it begins as pages do");
    }
    if is_text_head(head) {
        return sure("it begins with the head of the text form");
    }
    let mut end = head.len().min(WINDOW);
    while !head.is_char_boundary(end) {
        end -= 1;
    }
    by_marks(form, &Marks::count(&head[..end]), name)
}

fn by_marks(form: Form, marks: &Marks, name: &str) -> Weighed {
    let count = |n: usize, thing: &str| (n > 0).then(|| format!("{n} {thing}{}", if n == 1 { "" } else { "s" }));
    let tags = count(marks.tags, "tag");
    let markdown = count(marks.markdown, "point").map(|n| format!("{n} for marks of Markdown"));
    let underlined = count(marks.underlined, "underlined heading");
    let wrapped = marks.is_wrapped().then(|| "lines wrapped at one width".to_owned());
    let ending = |ends: &[&str]| {
        let end = ends.iter().find(|end| has_suffix(name, end))?;
        Some(format!("its name ends in `{end}`"))
    };
    let (reasons, against) = match form {
        Form::Html => ([tags, ending(&[".html", ".htm"])], [markdown, underlined]),
        Form::Markdown => ([markdown, ending(&[".md", ".markdown"])], [tags, underlined]),
        Form::Text => ([underlined, wrapped], [markdown, tags]),
        Form::Flat => ([None, None], [tags.or(underlined), markdown]),
    };
    let strong = reasons[0].is_some();
    let reasons: Vec<String> = reasons.into_iter().flatten().collect();
    let against: Vec<String> = against.into_iter().flatten().collect();
    let confidence = match (strong, against.is_empty()) {
        (true, true) => Confidence::High,
        (true, false) => Confidence::Medium,
        // Wrapped lines without anything else are text of some kind.
        (false, true) if form == Form::Text => Confidence::Medium,
        (false, _) => Confidence::Low,
    };
    Weighed { form, confidence, reasons, against }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_and_what_is_not() {
        for (text, name, form, confidence) in [
            ("<!DOCTYPE html><p>x", "a", Form::Html, Confidence::High),
            ("---\ntitle: x\n---\ny", "a", Form::Markdown, Confidence::High),
            ("## Symptoms\n\nIt stops.\n\n## Cause\n\nx\n", "a", Form::Markdown, Confidence::High),
            ("It stops.", "a.md", Form::Markdown, Confidence::Low),
            ("It stops at night.", "a", Form::Flat, Confidence::Low),
        ] {
            let weighed = weigh(text, name);
            assert_eq!((weighed.form, weighed.confidence), (form, confidence), "{text}");
            assert!(confidence == Confidence::Low || !weighed.reasons.is_empty());
        }
    }
}
