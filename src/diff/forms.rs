//! What of two articles of different forms can be compared? What both could say: a list that only the pages of an era have,
//! and what only its lists are exact about, are no difference.

use super::content::Content;
use super::words;
use serde_json::Value;

impl Content {
    /// Leaves out of two articles of different forms what one of the forms has no place for: front matter, and the lists of
    /// the 1990s that the other does not have at all.
    pub fn leave_out_what_forms_state(&mut self, other: &mut Content) {
        const FIELDS: &[&str] =
            &["issue_type", "revision/label", "revision/published", "revision/reviewed", "language"];
        const LISTS: &[&str] = &["aliases", "keywords", "technologies"];
        for name in FIELDS {
            let (ours, theirs) = (self.fields.get(*name), other.fields.get(*name));
            // `en` and `en-US` are one language, which the one states and the other is told by.
            let language = |value: &Value| crate::model::translation(value.as_str()).to_owned();
            let same = *name == "language" && ours.map(language) == theirs.map(language);
            if same || ours.is_some() != theirs.is_some() {
                self.fields.remove(*name);
                other.fields.remove(*name);
            }
        }
        let has = |content: &Content, list: &str| content.records.iter().any(|record| record.list() == list);
        for list in LISTS {
            if has(self, list) != has(other, list) {
                self.records.retain(|record| record.list() != *list);
                other.records.retain(|record| record.list() != *list);
            }
        }
        for content in [&mut *self, other] {
            content.fields.retain(|name, _| !name.starts_with("metadata/"));
        }
        self.leave_out_less_exact_products(other);
    }

    /// Lists of the 1990s name maker, versions, editions and platforms of a product, those of today often its name alone. What
    /// one of the lists says less exactly is in both.
    fn leave_out_less_exact_products(&mut self, other: &mut Content) {
        let ours = self.is_stated_by(other);
        let theirs = other.is_stated_by(self);
        for (content, stated) in [(self, ours), (other, theirs)] {
            let mut stated = stated.into_iter();
            content.records.retain(|record| record.list() != PRODUCTS || !stated.next().unwrap_or_default());
        }
    }

    /// For each of the products, in their order: does the other article name it, too, if more or less exactly?
    fn is_stated_by(&self, other: &Content) -> Vec<bool> {
        let others: Vec<Stated> = other.products().map(Stated::of).collect();
        let names_none = |product: &Value| product["text"].as_str().is_some_and(|text| text.trim_end().ends_with(':'));
        self.products()
            .map(|product| {
                let own = Stated::of(product);
                // `…, used with:` names no product but stands above those that it is part of.
                names_none(product) || others.iter().any(|other| own.covers(other) || other.covers(&own))
            })
            .collect()
    }

    /// Does this article name the product of a record, if more or less exactly?
    pub(super) fn states(&self, product: &Value) -> bool {
        let own = Stated::of(product);
        self.products().map(Stated::of).any(|other| own.covers(&other) || other.covers(&own))
    }

    /// Does its list of products have one of this text?
    pub(super) fn has_product(&self, product: &str) -> bool {
        let key = words::key(product);
        self.products().any(|listed| listed["text"].as_str().is_some_and(|text| words::key(text) == key))
    }

    fn products(&self) -> impl Iterator<Item = &Value> {
        self.records.iter().filter(|record| record.list() == PRODUCTS).map(|record| &record.value)
    }
}

/// The list of what an article applies to.
const PRODUCTS: &str = "applies_to";

/// Products that went on under another name.
const RENAMED: &[(&str, &str)] = &[("internet information server", "internet information services")];

/// What a list says of a product.
struct Stated {
    /// Its name without its maker, the platform that it is for, and its year.
    name: String,
    /// The year, which is a version (`Host Integration Server 2000`), and what else is said; empty where nothing is.
    more: [String; 5],
}

impl Stated {
    fn of(product: &Value) -> Stated {
        /// As the lists of the 1990s have them, and as those of today say that it is all the same.
        const TAILS: &[&str] =
            &[" for windows", " for windows nt", " for macintosh", " for ms-dos", " for os/2", " - all editions"];
        let field = |name: &str| product[name].as_str().unwrap_or_default().to_lowercase();
        let name = Some(field("product")).filter(|name| !name.is_empty()).unwrap_or_else(|| field("text"));
        let name = name.strip_prefix("the ").unwrap_or(&name);
        let name = name.strip_prefix("microsoft ").unwrap_or(name);
        let name = TAILS.iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name).trim();
        let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let (name, year) = match name.rsplit_once(' ') {
            Some((name, year)) if is_year(year.trim_matches(['(', ')'])) => (name, year.trim_matches(['(', ')'])),
            // `Internet Information Services (IIS)`
            Some((name, short)) if short.starts_with('(') && short.ends_with(')') => (name, ""),
            _ => (name, ""),
        };
        // The tools of 2002 and 2003 had the platform in their names.
        let (name, platform) = name.strip_suffix(".net").map_or((name, ""), |name| (name.trim_end(), ".net"));
        let name = RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new);
        let edition = Some(field("edition")).filter(|edition| edition != "all editions").unwrap_or_default();
        let year = format!("{year}{platform}");
        let more = [year, field("version"), edition, field("service_pack"), field("architecture")];
        Stated { name: name.to_owned(), more }
    }

    /// Is the other one the same, or the same said more exactly?
    fn covers(&self, other: &Stated) -> bool {
        self.name == other.name && self.more.iter().zip(&other.more).all(|(own, more)| own.is_empty() || own == more)
    }
}
