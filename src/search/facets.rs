//! What are the articles that match? Counts of their products, roles of sections, years, kinds and languages.

use super::document::{KINDS, ROLES, date_of, role_bit};
use super::found::{Count, Facets};
use super::open::{Doc, Open};
use super::query::filter;
use chrono::Datelike;
use std::collections::HashMap;
use tantivy::columnar::StrColumn;

/// Values that are counted out, the most frequent ones.
const MOST: usize = 50;

/// Counts what these are.
pub fn facets(open: &Open, docs: &[Doc]) -> tantivy::Result<Facets> {
    let mut products: HashMap<String, u64> = HashMap::new();
    let mut languages: HashMap<String, u64> = HashMap::new();
    let mut years: HashMap<i32, u64> = HashMap::new();
    let mut kinds = vec![0; KINDS.len()];
    let mut roles = vec![0; ROLES.len()];
    for (at, segment) in (0..).zip(&open.segments) {
        let numbers = || docs.iter().filter(|doc| doc.segment == at).map(|doc| doc.number);
        for (column, counts) in [(&segment.product, &mut products), (&segment.language, &mut languages)] {
            if let Some(column) = column {
                count(column, numbers(), counts)?;
            }
        }
        for number in numbers() {
            if let Some(count) = segment.kind.first(number).and_then(|kind| kinds.get_mut(kind as usize)) {
                *count += 1;
            }
            let bits = segment.roles.first(number).unwrap_or(0);
            roles.iter_mut().zip(ROLES).for_each(|(count, &role)| *count += u64::from(bits & role_bit(role) != 0));
            if let Some(date) = segment.day.first(number).and_then(date_of) {
                *years.entry(date.year()).or_default() += 1;
            }
        }
    }
    // `lang:en` finds what is in `en-GB`, too.
    let tags = languages.clone();
    for (tag, count) in &mut languages {
        let is_within = |one: &str| one.strip_prefix(tag.as_str()).is_some_and(|region| region.starts_with('-'));
        *count += tags.iter().filter(|(one, _)| is_within(one)).map(|(_, count)| count).sum::<u64>();
    }
    let name = |name: Result<&'static str, _>| name.map(str::to_owned).unwrap_or_default();
    let kinds = KINDS.iter().zip(kinds).map(|(kind, count)| (name(serde_variant::to_variant_name(kind)), count));
    let roles = ROLES.iter().zip(roles).map(|(role, count)| (name(serde_variant::to_variant_name(role)), count));
    let mut years: Vec<(String, u64)> = years.into_iter().map(|(year, count)| (year.to_string(), count)).collect();
    years.sort_by(|one, other| other.cmp(one));
    Ok(Facets {
        products: ranked("product", products),
        roles: ranked("section", roles),
        years: years.into_iter().map(|(value, count)| counted("year", value, count)).collect(),
        kinds: ranked("kind", kinds),
        languages: ranked("lang", languages),
    })
}

/// Counts the values of a column.
fn count(
    column: &StrColumn,
    numbers: impl Iterator<Item = u32>,
    counts: &mut HashMap<String, u64>,
) -> tantivy::Result<()> {
    let mut ords: HashMap<u64, u64> = HashMap::new();
    for number in numbers {
        for ord in column.ords().values_for_doc(number) {
            *ords.entry(ord).or_default() += 1;
        }
    }
    // Only those that may be shown are looked up.
    let mut ords: Vec<(u64, u64)> = ords.into_iter().collect();
    ords.sort_unstable_by_key(|&(ord, count)| (std::cmp::Reverse(count), ord));
    for (ord, count) in ords.into_iter().take(2 * MOST) {
        let mut value = String::new();
        if column.ord_to_str(ord, &mut value)? {
            *counts.entry(value).or_default() += count;
        }
    }
    Ok(())
}

/// The most frequent values, those of the same count by the alphabet.
fn ranked(field: &str, counts: impl IntoIterator<Item = (String, u64)>) -> Vec<Count> {
    let mut all: Vec<(String, u64)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    all.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
    all.truncate(MOST);
    all.into_iter().map(|(value, count)| counted(field, value, count)).collect()
}

fn counted(field: &str, value: String, count: u64) -> Count {
    let filter = filter(field, &value);
    Count { value, count, filter }
}
