//! Which number space does a code belong to, and what is its symbol?
//!
//! The words around a code come first (`STOP`, `Win32 error`, `RCODE`), then the shape of the value: severity bit and
//! facility of an HRESULT, the severity of an NTSTATUS, the range of Winsock. A small number that only an `error` stands
//! before could be anything's; it stays in no space unless the article itself names the symbol.

use super::symbols;
use crate::model::CodeSpace;
use std::collections::HashSet;

/// What the words around a code say of its space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A stop message, a bug check.
    Stop,
    /// `Win32 error`, `System error`, `GetLastError`.
    System,
    /// `HRESULT`.
    Hresult,
    /// `RCODE`.
    Rcode,
    /// `ID no`, `ORA-`: the number of a program's own message, whose upper half is not what it is in a status.
    MessageId,
    /// Nothing.
    None,
}

/// The space of a value and its symbol. `stated` is the name that the article puts beside the value, `named` are the
/// names of failures anywhere in it.
pub fn classify(value: u64, hint: Hint, stated: Option<&str>, named: &HashSet<&str>) -> (CodeSpace, Option<String>) {
    let Ok(value) = u32::try_from(value) else {
        let space = if hint == Hint::Stop { CodeSpace::Bugcheck } else { CodeSpace::Other };
        return (space, stated.map(str::to_owned));
    };
    if let Some(name) = stated
        && let Some((known, space)) = symbols::value_of(name)
        && (known == value || (value >> 16 == 0x8007 && value & 0xFFFF == known))
    {
        let space = if known == value { space } else { CodeSpace::Hresult };
        return (space, Some(name.to_owned()));
    }
    if hint == Hint::MessageId {
        return (CodeSpace::Other, stated.map(str::to_owned));
    }
    let space = space_of(value, hint);
    let symbol = match space {
        CodeSpace::Other => None,
        CodeSpace::Hresult => hresult_symbol(value, named),
        CodeSpace::Bugcheck => {
            let known = symbols::names(CodeSpace::Bugcheck, value).next();
            known.or_else(|| symbols::names(CodeSpace::Ntstatus, value).next()).map(str::to_owned)
        }
        space => symbols::names(space, value).next().map(str::to_owned),
    };
    if space == CodeSpace::Other && value < 0x1_0000 {
        // `1818 (RPC_S_CALL_CANCELLED)` anywhere in the article tells what 1818 is.
        let named = symbols::names(CodeSpace::Win32, value).find(|name| named.contains(name));
        if let Some(name) = named {
            return (CodeSpace::Win32, Some(name.to_owned()));
        }
    }
    (space, symbol.or_else(|| stated.map(str::to_owned)))
}

fn space_of(value: u32, hint: Hint) -> CodeSpace {
    match hint {
        Hint::Stop => return CodeSpace::Bugcheck,
        Hint::Rcode => return CodeSpace::DnsRcode,
        // A status of facility zero stays one, whatever type the program returned it as.
        Hint::Hresult if value >= 0x8000_0000 && value >> 16 != 0xC000 => return CodeSpace::Hresult,
        Hint::System if value < 0x1_0000 && !symbols::knows(CodeSpace::Winsock, value) => return CodeSpace::Win32,
        _ => {}
    }
    let facility = (value >> 16) & 0x7FF;
    match value {
        10_000..=11_999 if symbols::knows(CodeSpace::Winsock, value) => CodeSpace::Winsock,
        0x4000_0000.. if symbols::knows(CodeSpace::Ntstatus, value) && !symbols::knows(CodeSpace::Hresult, value) => {
            CodeSpace::Ntstatus
        }
        0x8000_0000.. if symbols::knows(CodeSpace::Hresult, value) => CodeSpace::Hresult,
        // Severity error, no reserved bit, facility in use: NULL … the newest are below 0x400; 0x87xx is XACT and its like.
        0x8000_0000..=0x87FF_FFFF if facility != 0 || value < 0x8001_0000 => CodeSpace::Hresult,
        // FACILITY_NT_BIT: a kernel status made a COM result.
        0xD000_0000..=0xDFFF_FFFF if symbols::knows(CodeSpace::Ntstatus, value & !0x1000_0000) => CodeSpace::Hresult,
        0xC000_0000..=0xC000_FFFF => CodeSpace::Ntstatus,
        _ => CodeSpace::Other,
    }
}

/// The symbol of an HRESULT: its own, or that of the Win32 error or kernel status it carries. From 0x80040200 on each
/// interface has codes of its own; where several have the same one, only the article can tell which is meant.
fn hresult_symbol(value: u32, named: &HashSet<&str>) -> Option<String> {
    let own: Vec<&str> = symbols::names(CodeSpace::Hresult, value).collect();
    let per_interface = (0x8004_0200..=0x8004_FFFF).contains(&value);
    let carried = match value {
        0x8007_0000..=0x8007_FFFF => symbols::names(CodeSpace::Win32, value & 0xFFFF)
            .next()
            .or_else(|| symbols::names(CodeSpace::Winsock, value & 0xFFFF).next()),
        0xD000_0000.. => symbols::names(CodeSpace::Ntstatus, value & !0x1000_0000).next(),
        _ => None,
    };
    // WMI has the most of these, and its names are in no header that others share.
    let management = (0x8004_1001..=0x8004_1FFF).contains(&value) && !(0x8004_1300..=0x8004_13FF).contains(&value);
    let general = own.first().is_some_and(|name| name.starts_with("E_"));
    let symbol = match own.as_slice() {
        _ if carried.is_some() && !general => carried,
        [] => None,
        [only] if !management => Some(*only),
        several if per_interface => several.iter().copied().find(|name| named.contains(name)),
        [first, ..] => Some(*first),
    };
    symbol.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use CodeSpace::*;

    fn plain(value: u64) -> (CodeSpace, Option<String>) {
        classify(value, Hint::None, None, &HashSet::new())
    }

    #[test]
    fn shapes_of_values_tell_their_space() {
        let cases: &[(u64, CodeSpace, Option<&str>)] = &[
            (0x8007_0005, Hresult, Some("E_ACCESSDENIED")),
            (0x8007_0002, Hresult, Some("ERROR_FILE_NOT_FOUND")),
            (0x8007_2740, Hresult, Some("WSAEADDRINUSE")),
            (0xC000_0022, Ntstatus, Some("STATUS_ACCESS_DENIED")),
            (0xD000_0022, Hresult, Some("STATUS_ACCESS_DENIED")),
            (0xC000_FF77, Ntstatus, None),
            (0xC103_0B22, Other, None),
            (0x8004_0C06, Hresult, None),
            (10048, Winsock, Some("WSAEADDRINUSE")),
            (53, Other, None),
            (0x1_0000_0000, Other, None),
        ];
        for (value, space, symbol) in cases {
            assert_eq!(plain(*value), (*space, symbol.map(str::to_owned)), "{value:#x}");
        }
    }

    #[test]
    fn words_come_before_shapes() {
        assert_eq!(classify(10, Hint::Stop, None, &HashSet::new()).1.unwrap(), "IRQL_NOT_LESS_OR_EQUAL");
        assert_eq!(classify(5, Hint::Rcode, None, &HashSet::new()), (DnsRcode, Some("REFUSED".into())));
        assert_eq!(classify(53, Hint::System, None, &HashSet::new()), (Win32, Some("ERROR_BAD_NETPATH".into())));
        assert_eq!(classify(1818, Hint::None, None, &HashSet::from(["RPC_S_CALL_CANCELLED"])).0, Win32);
    }

    #[test]
    fn codes_of_interfaces_need_the_articles_word() {
        assert_eq!(plain(0x8004_0200), (Hresult, None));
        assert_eq!(
            classify(0x8004_0200, Hint::None, Some("CONNECT_E_NOCONNECTION"), &HashSet::new()).1.unwrap(),
            "CONNECT_E_NOCONNECTION"
        );
        assert_eq!(
            classify(0x0002, Hint::None, Some("AP_STATE_CHECK"), &HashSet::new()),
            (Other, Some("AP_STATE_CHECK".into()))
        );
    }
}
