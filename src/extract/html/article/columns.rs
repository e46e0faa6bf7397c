//! Which products does a table with a row of column heads list?
//!
//! One entry a row: the product's column, with the version's behind it. Heads are no products.

use crate::extract::RawTable;
use crate::span::Span;

/// What columns of versions are called.
const VERSIONS: &[&str] =
    &["version", "release", "versión", "versione", "versão", "версия", "版本", "バージョン", "버전"];
/// What columns of products are called.
const PRODUCTS: &[&str] =
    &["product", "produkt", "produit", "prodotto", "software", "platform", "продукт", "产品", "產品", "製品", "제품"];

/// Is this what versions are called?
pub fn is_version(label: &str) -> bool {
    let label = label.trim();
    VERSIONS.iter().any(|v| v.eq_ignore_ascii_case(label))
}

/// The products of a table, a line each.
pub fn products(table: &RawTable, text: &str) -> Vec<String> {
    let Some(head) = table.header_rows.checked_sub(1).and_then(|last| table.rows.get(last)) else { return Vec::new() };
    let named = |words: &[&str], cell: &Span| {
        let cell = cell.of(text).to_lowercase();
        words.iter().any(|w| cell.contains(w))
    };
    let version = head.iter().rposition(|c| named(VERSIONS, c) && !c.of(text).to_lowercase().contains("fix"));
    let product = head.iter().position(|c| named(PRODUCTS, c) && !named(VERSIONS, c)).unwrap_or(0);
    let mut out: Vec<String> = Vec::new();
    for row in &table.rows[table.header_rows..] {
        let Some(name) = row.get(product).map(|c| c.of(text).trim()).filter(|n| !n.is_empty()) else { continue };
        let version = version.filter(|v| *v != product).and_then(|v| row.get(v)).map_or("", |c| c.of(text).trim());
        let fits = version.starts_with(|c: char| c.is_ascii_digit()) && version.len() <= 40 && !version.contains('\n');
        let entry = if fits && !name.contains(version) { format!("{name} {version}") } else { name.replace('\n', " ") };
        if out.last() != Some(&entry) {
            out.push(entry);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_product_with_its_version() {
        let text = "Product Version Fixed in Gate 1.4 1.5";
        let cell = |words: &str| {
            let at = text.find(words).unwrap_or(0);
            Span::new(at, at + words.len())
        };
        let rows = vec![
            vec![cell("Product"), cell("Version"), cell("Fixed in")],
            vec![cell("Gate"), cell("1.4"), cell("1.5")],
        ];
        assert_eq!(products(&RawTable { header_rows: 1, rows }, text), ["Gate 1.4"]);
    }
}
