//! What of two articles of different forms can be compared? What both could say: a list that only the pages of an era have,
//! and what only its lists are exact about, are no difference.

use super::content::{Content, Record};
use serde_json::Value;
use std::collections::HashSet;

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

    /// Lists of the 1990s name maker, versions, editions and platforms of a product, those of today often its name alone. A
    /// name alone stands for whatever the other list says of that product, and so does the same without the maker.
    fn leave_out_less_exact_products(&mut self, other: &mut Content) {
        let names = |content: &Content, of: &dyn Fn(&Record) -> Option<String>| -> HashSet<String> {
            content.records.iter().filter(|record| record.list() == "applies_to").filter_map(of).collect()
        };
        let any = |record: &Record| Some(product_name(record));
        let alone = |record: &Record| is_name_alone(record).then(|| product_name(record));
        let exact = |record: &Record| Some(exact_product(record));
        let both = |of: &dyn Fn(&Record) -> Option<String>, other_of: &dyn Fn(&Record) -> Option<String>| {
            let (ours, theirs) = (names(self, of), names(other, other_of));
            ours.intersection(&theirs).cloned().collect::<Vec<String>>()
        };
        let same: HashSet<String> = [both(&alone, &any), both(&any, &alone)].concat().into_iter().collect();
        let exactly: HashSet<String> = both(&exact, &exact).into_iter().collect();
        for content in [self, other] {
            content.records.retain(|record| {
                let is_same = || same.contains(&product_name(record)) || exactly.contains(&exact_product(record));
                record.list() != "applies_to" || !is_same()
            });
        }
    }
}

/// What a product's entry may say beside its name.
const EXACTER: &[&str] = &["version", "edition", "service_pack", "architecture"];

/// Is a product's name all that is said of it?
fn is_name_alone(product: &Record) -> bool {
    EXACTER.iter().all(|field| product.value[field].is_null()) && named_year(product).1.is_none()
}

/// The name and all that is said beside it.
fn exact_product(product: &Record) -> String {
    let (name, year) = named_year(product);
    let fields = EXACTER.iter().map(|field| product.value[field].to_string().to_lowercase());
    fields.fold(format!("{name} {}", year.unwrap_or_default()), |all, field| all + "\0" + &field)
}

/// The name of a product without its maker, the platform that it is for, and its year.
fn product_name(product: &Record) -> String {
    named_year(product).0
}

/// The same, and the year behind it, which is a version: `Host Integration Server 2000`.
fn named_year(product: &Record) -> (String, Option<String>) {
    /// As the lists of the 1990s have them.
    const PLATFORMS: &[&str] = &[" for windows", " for windows nt", " for macintosh", " for ms-dos", " for os/2"];
    let field = |name: &str| product.value[name].as_str();
    let name = field("product").or_else(|| field("text")).unwrap_or_default().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let name = name.strip_prefix("microsoft ").unwrap_or(name);
    let name = PLATFORMS.iter().find_map(|platform| name.strip_suffix(platform)).unwrap_or(name).trim();
    let is_year = |word: &str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.parse::<u16>().is_ok()
    };
    match name.rsplit_once(' ').filter(|(_, word)| is_year(word)) {
        Some((name, year)) => (name.to_owned(), Some(year.to_owned())),
        None => (name.to_owned(), None),
    }
}
