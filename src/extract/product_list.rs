//! Where on a line does one product end and the next begin?
//!
//! A label's value names several products with commas between them, and products have commas of their own: `Microsoft
//! Windows Server 2003, Enterprise Edition`, `Windows 10, version 1809`. What only qualifies a product belongs to the one
//! before it. The words of an entry are not taken apart here.

/// The products of a label's value.
pub fn products(value: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut depth = 0usize;
    let mut from = 0; // where the entry under way begins
    let mut comma = None; // end of the entry under way, if a qualifier may follow
    let bytes = value.as_bytes();
    for at in 0..=bytes.len() {
        match bytes.get(at) {
            Some(b'(') => depth += 1,
            Some(b')') => depth = depth.saturating_sub(1),
            Some(b',' | b';' | b'\n') if depth > 0 => {}
            None | Some(b',' | b';' | b'\n') => {
                let start = comma.map_or(from, |end| end + 1);
                let piece = value[start..at].trim();
                if comma.is_some() && !qualifies(piece) && !is_for_systems(&value[from..start], piece) {
                    out.push(&value[from..start - 1]);
                    from = start;
                }
                comma = Some(at);
                if bytes.get(at).is_some_and(|b| *b != b',') {
                    out.push(&value[from..at]);
                    from = at + 1;
                    comma = None;
                }
            }
            Some(_) => {}
        }
    }
    if from <= value.len() {
        out.push(&value[from..]);
    }
    out.iter()
        .map(|p| without_and(p.trim().trim_end_matches(',').trim_end()))
        .filter(|p| !p.is_empty() && !is_none(p))
        .collect()
}

/// `Software Affected: Not Applicable`
pub fn is_none(entry: &str) -> bool {
    ["not applicable", "n/a", "none", "-"].iter().any(|none| none.eq_ignore_ascii_case(entry))
}

/// `and Windows 7` at the end of a list.
fn without_and(entry: &str) -> &str {
    let and = entry.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("and "));
    if and { entry[4..].trim_start() } else { entry }
}

/// Words that say which one of a product is meant, at the start of what follows a comma.
const QUALIFIERS: &[&str] = &[
    "version",
    "versions",
    "version(s)",
    "release",
    "releases",
    "build",
    "builds",
    "all",
    "both",
    "sp1",
    "sp2",
    "sp3",
    "sp4",
    "sp5",
    "sp6",
    "sp6a",
    "x64",
    "x86",
    "32-bit",
    "64-bit",
    "ia-64",
    "arm64",
    "including",
    "except",
    "used",
    "when",
    "with",
    "without",
    "on",
    "or",
];

/// Editions that stand behind a comma without the word.
const EDITIONS: &[&str] = &[
    "standard",
    "enterprise",
    "datacenter",
    "professional",
    "web",
    "home",
    "ultimate",
    "business",
    "starter",
    "education",
];

/// Does a piece behind a comma belong to the product before it?
fn qualifies(piece: &str) -> bool {
    let mut words = piece.split_whitespace();
    let Some(first) = words.next() else { return true };
    let second = words.next();
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    if is_one_of(QUALIFIERS, first) || first.as_bytes()[0].is_ascii_digit() && first.contains('.') {
        return true;
    }
    // `8, 8.1, and 10`: a number is no product.
    let number = if first.eq_ignore_ascii_case("and") { second } else { Some(first).filter(|_| second.is_none()) };
    if number.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b'.')) {
        return true;
    }
    if first.eq_ignore_ascii_case("service") && second.is_some_and(|s| s.eq_ignore_ascii_case("pack")) {
        return true;
    }
    if second.is_none() && is_one_of(EDITIONS, first) {
        return true;
    }
    // `Enterprise Edition`, `Terminal Server Edition (32-bit x86)`; `Microsoft Office 2000 Premium Edition` is a product.
    let named = ["Microsoft", "Windows", "Office", "SQL", "Exchange"].contains(&first);
    let numbered = piece.split_whitespace().any(|w| w.bytes().all(|b| b.is_ascii_digit()));
    let edition =
        piece.split_whitespace().take(5).any(|w| w.get(..7).is_some_and(|w| w.eq_ignore_ascii_case("edition")));
    edition && !named && !numbered
}

/// `DB2 for Linux, UNIX and Windows`: does a piece behind a comma only name more systems that the product before it is for?
pub fn is_for_systems(product: &str, piece: &str) -> bool {
    const SYSTEMS: &[&str] =
        &["linux", "unix", "windows", "aix", "hp-ux", "solaris", "netware", "macos", "mac", "z/os", "i5/os", "os/2"];
    let is_system = |word: &str| SYSTEMS.iter().any(|system| system.eq_ignore_ascii_case(word));
    let mut words = piece.split_whitespace().filter(|word| !matches!(*word, "and" | "or" | "&")).peekable();
    let last = product.trim_end_matches([',', ' ']).rsplit(' ').next().unwrap_or("");
    product.contains(" for ") && is_system(last) && words.peek().is_some() && words.all(is_system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_end_at_commas() {
        assert_eq!(products("Windows 10, Windows Server 2016"), ["Windows 10", "Windows Server 2016"]);
        assert_eq!(products("Windows 7 (Home, Pro); Windows 8"), ["Windows 7 (Home, Pro)", "Windows 8"]);
        assert_eq!(products("Outlook 2013, and Outlook 2010,"), ["Outlook 2013", "Outlook 2010"]);
        assert_eq!(products("Windows 7, Window 10 - all editions"), ["Windows 7", "Window 10 - all editions"]);
        assert_eq!(products("DB2 for Linux, UNIX and Windows, Windows"), ["DB2 for Linux, UNIX and Windows, Windows"]);
        assert_eq!(products("Windows for Workgroups, Windows"), ["Windows for Workgroups", "Windows"]);
        assert_eq!(products("DB2 for Linux, Windows 7; none"), ["DB2 for Linux", "Windows 7"]);
        assert!(products(" , ").is_empty() && products("Not applicable").is_empty());
    }

    #[test]
    fn what_qualifies_a_product_belongs_to_it() {
        assert_eq!(products("Windows 10, version 1809, Windows 7"), ["Windows 10, version 1809", "Windows 7"]);
        assert_eq!(
            products("Microsoft Windows Server 2003, Enterprise Edition (32-bit x86), Microsoft Windows XP"),
            ["Microsoft Windows Server 2003, Enterprise Edition (32-bit x86)", "Microsoft Windows XP"]
        );
        assert_eq!(products("Windows 8, 8.1, and 10"), ["Windows 8, 8.1, and 10"]);
        assert_eq!(
            products("Windows Server 2022, Standard, Windows 11"),
            ["Windows Server 2022, Standard", "Windows 11"]
        );
    }
}
