//! Which value does a command line behind a key set?
//!
//! `reg add KEY /v Name /t REG_DWORD /d 1` and PowerShell's `Set-ItemProperty -Path KEY -Name X -Value 1 -Type DWord` name
//! the value in options that follow the key. Options before the key are not looked for.

use super::value::{Value, filled, kind_of};

/// The value that the options right behind a key name.
pub fn line(tail: &str) -> Option<Value> {
    let options = tail.trim_start_matches(['"', '\'', '`', ' ', '\\']);
    if !options.starts_with(['/', '-']) {
        return None;
    }
    let mut value = Value::default();
    let mut rest = &options[..options.find('\n').unwrap_or(options.len())];
    while let Some((word, behind)) = word(rest) {
        let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
        if !word.starts_with(['/', '-']) || rest.starts_with(['"', '\'']) {
            break; // the command is over
        }
        rest = behind;
        if is(&["/ve"]) {
            value.name = Some("(Default)".to_owned());
            continue;
        }
        if is(&["/f", "/s", "/y", "-force", "/reg:32", "/reg:64", "/va"]) {
            continue;
        }
        let Some((argument, behind)) = self::word(rest) else { break };
        if is(&["/v", "-name"]) {
            value.name = filled(argument).filter(|name| name.len() <= 100);
        } else if is(&["/t", "-propertytype", "-type"]) {
            value.kind = kind_of(argument);
        } else if is(&["/d", "-value"]) {
            value.data = filled(argument).filter(|data| data.len() <= 200);
        }
        rest = behind;
    }
    value.name.is_some().then_some(value)
}

/// The first word of a command line, without the quotes around it, and what follows.
fn word(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(' ');
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote
        && let Some((inside, behind)) = line[1..].split_once(quote)
    {
        return Some((inside, behind));
    }
    let end = line.find([' ', '`']).unwrap_or(line.len());
    (end > 0).then(|| (&line[..end], &line[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tail: &str) -> Option<[String; 3]> {
        line(tail).map(|v| [v.name, v.kind, v.data].map(Option::unwrap_or_default))
    }

    #[test]
    fn options_name_the_value() {
        let told = |fields: [&str; 3]| Some(fields.map(str::to_owned));
        assert_eq!(read("\" /v Dump /t REG_DWORD /d 1 /f\nreg"), told(["Dump", "REG_DWORD", "1"]));
        assert_eq!(read(" /v \"My Name\" /t REG_SZ /d \"a b\""), told(["My Name", "REG_SZ", "a b"]));
        assert_eq!(read("' -Name X -Value 1 -Type DWord"), told(["X", "REG_DWORD", "1"]));
        assert_eq!(read(" /ve /d x"), told(["(Default)", "", "x"]));
        assert_eq!(read(" /v X` to see it"), told(["X", "", ""]));
        assert_eq!((read(" /s"), read(" -or-"), read(" /v"), read(" - /v X")), (None, None, None, None));
    }
}
