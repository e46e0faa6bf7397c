//! What must be said before a passage so that it is understood by itself? One line: the article's title and id, its
//! products, the role of the section, and the headings above it. The same record gives the same line.

use super::tokens::Tokenizer;
use crate::model::{Article, Section, SectionKind};

/// Products that are named.
const PRODUCTS: usize = 3;
/// The longest id that people know an article by.
const LONGEST_ID: usize = 20;
/// What stands between the parts of the line.
const BETWEEN: &str = " | ";

/// What the lines of all passages of an article have in common.
pub struct Context {
    name: String,
    products: Vec<String>,
}

impl Context {
    /// That of an article.
    pub fn new(article: &Article) -> Context {
        let id = &article.id;
        let name = match article.title.as_deref().map(one_line).filter(|title| !title.is_empty()) {
            // An id that was made of an address or is a row of digits says nothing that the title does not.
            Some(title) if title.contains(id.as_str()) || id.len() > LONGEST_ID => title,
            Some(title) => format!("{title} ({id})"),
            None => id.clone(),
        };
        Context { name, products: products(article) }
    }

    /// The line of a passage, of no more tokens than `most`: what does not fit is left out, the products first, then the
    /// outer headings, and the title is cut.
    pub fn line(&self, kind: SectionKind, headings: &[String], tokenizer: Tokenizer, most: usize) -> String {
        let fits = |line: &str| tokenizer.fits(line, most);
        let place = place(kind, headings);
        let with = |name: &str, products: &str, place: &str| {
            let parts = [name, products, place].into_iter().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(BETWEEN)
        };
        for named in [PRODUCTS, 1, 0] {
            let line = with(&self.name, &some(&self.products, named), &place);
            if fits(&line) {
                return line;
            }
        }
        let inner = self::place(kind, headings.last().map_or(&[], std::slice::from_ref));
        let line = with(&self.name, "", &inner);
        if fits(&line) {
            return line;
        }
        let place = if tokenizer.count(&inner) * 2 <= most { inner } else { self::place(kind, &[]) };
        let rest = most.saturating_sub(tokenizer.count(&with("…", "", &place)) + 1);
        let name = match tokenizer.prefix(&self.name, rest) {
            all if all == self.name.len() => self.name.clone(),
            end => self.name[..end].trim_end().to_owned() + "…",
        };
        let line = with(&name, "", &place);
        // A budget that has no room for a role has some for the id's beginning.
        if fits(&line) { line } else { self.name[..tokenizer.prefix(&self.name, most)].to_owned() }
    }
}

/// What an article applies to, each product once.
pub fn products(article: &Article) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for entry in &article.applies_to {
        let name = one_line(entry.product.as_deref().unwrap_or(&entry.text));
        if !name.is_empty() && known.insert(name.to_lowercase()) {
            out.push(name);
        }
    }
    out
}

/// The headings above and of a section.
pub fn headings(sections: &[Section], parents: &[Option<usize>], at: usize) -> Vec<String> {
    let mut path = Vec::new();
    let mut next = Some(at);
    while let Some(at) = next {
        path.extend(sections[at].heading.as_deref().map(one_line).filter(|heading| !heading.is_empty()));
        next = parents[at];
    }
    path.reverse();
    path
}

/// Words on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first of several names, and how many there are beside them.
fn some(names: &[String], number: usize) -> String {
    let number = number.min(names.len());
    let mut line = names[..number].join(", ");
    if number > 0 && number < names.len() {
        line += &format!(" and {} more", names.len() - number);
    }
    line
}

/// The role and the headings; a role that the headings state in the same words is not repeated.
fn place(kind: SectionKind, headings: &[String]) -> String {
    let path = headings.join(" > ");
    let role = serde_variant::to_variant_name(&kind).unwrap_or("").replace('_', " ");
    let said = |heading: &String| heading.trim_end_matches(':').eq_ignore_ascii_case(&role);
    if kind == SectionKind::Other || headings.last().is_some_and(said) {
        return path;
    }
    if path.is_empty() { role } else { format!("{role}: {path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, products: &[&str], headings: &[&str], most: usize) -> String {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let context = Context { name: name.to_owned(), products: owned(products) };
        context.line(SectionKind::Resolution, &owned(headings), Tokenizer::Cl100k, most)
    }

    #[test]
    fn the_line_says_title_products_role_and_headings() {
        let products = ["Windows 2000", "Windows XP", "Windows Server 2003", "Windows NT"];
        assert_eq!(
            line("Spooler stops (KB100001)", &products, &["LÖSUNG", "Update"], 100),
            "Spooler stops (KB100001) | Windows 2000, Windows XP, Windows Server 2003 and 1 more | resolution: LÖSUNG > Update"
        );
        assert_eq!(line("Spooler stops (KB1)", &[], &["RESOLUTION"], 100), "Spooler stops (KB1) | RESOLUTION");
    }

    #[test]
    fn what_has_no_room_is_left_out() {
        let long = "The spooler stops when a queue is purged ".repeat(50);
        for most in [8, 12, 20, 40, 80] {
            let cut = line(long.trim(), &["Windows 2000"; 9], &["Resolution", "Hotfix information"], most);
            assert!(Tokenizer::Cl100k.count(&cut) <= most && cut.starts_with("The"), "{most}: {cut}");
        }
        assert!(line(long.trim(), &[], &["Fix"], 20).ends_with("… | resolution: Fix"));
    }
}
