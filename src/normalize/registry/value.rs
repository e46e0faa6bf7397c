//! Which values does the article state for a key?
//!
//! Three notations are read behind a key: a block of labels (`Value Name: X`, `Data Type: REG_DWORD`, `Data: 1`), lines of a
//! `.reg` file (`"X"=dword:00000001`), and lines of Registry Editor's own (`X : REG_DWORD : 0x1`).

use super::command;

/// A value of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// Its name; none for the block that names only type and data.
    pub name: Option<String>,
    /// Its type, such as `REG_DWORD`.
    pub kind: Option<String>,
    /// Its data, as written.
    pub data: Option<String>,
}

/// What a label of a value stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The value's name.
    Name,
    /// Its type.
    Kind,
    /// Its data.
    Data,
    /// `Setting:`, which is the name where another label holds the data.
    Setting,
    /// `Value:`, which stands for the name in some blocks and for the data in others.
    Value,
}

const LABELS: &[(&str, Label)] = &[
    ("value name", Label::Name),
    ("valuename", Label::Name),
    ("entry name", Label::Name),
    ("registry value", Label::Name),
    ("registry entry", Label::Name),
    ("parameter", Label::Name),
    ("name", Label::Name),
    ("entry", Label::Name),
    ("data type", Label::Kind),
    ("value type", Label::Kind),
    ("type", Label::Kind),
    ("value data", Label::Data),
    ("data value", Label::Data),
    ("data", Label::Data),
    ("setting", Label::Setting),
    ("string", Label::Data),
    ("value", Label::Value),
    // As Registry Editor and the translations of articles have them; but for `Datatype`, a value that every printer has.
    ("wertname", Label::Name),
    ("datentyp", Label::Kind),
    ("wertdaten", Label::Data),
    ("wert", Label::Value),
    ("nom de la valeur", Label::Name),
    ("type de données", Label::Kind),
    ("données de la valeur", Label::Data),
    ("nombre del valor", Label::Name),
    ("nombre de valor", Label::Name),
    ("tipo de datos", Label::Kind),
    ("datos del valor", Label::Data),
    ("información del valor", Label::Data),
    ("nome valore", Label::Name),
    ("tipo di dati", Label::Kind),
    ("dati valore", Label::Data),
    ("nome do valor", Label::Name),
    ("tipo de dados", Label::Kind),
    ("dados do valor", Label::Data),
    ("waardenaam", Label::Name),
    ("gegevenstype", Label::Kind),
    ("waardegegevens", Label::Data),
    ("værdinavn", Label::Name),
    ("værdidata", Label::Data),
    ("verdinavn", Label::Name),
    ("verdidata", Label::Data),
    ("värdenamn", Label::Name),
    ("värdedata", Label::Data),
    ("datatyp", Label::Kind),
    ("nazwa wartości", Label::Name),
    ("typ danych", Label::Kind),
    ("dane wartości", Label::Data),
    ("název hodnoty", Label::Name),
    ("typ dat", Label::Kind),
    ("údaj hodnoty", Label::Data),
    ("имя параметра", Label::Name),
    ("тип данных", Label::Kind),
    ("значение", Label::Data),
    ("değer adı", Label::Name),
    ("veri türü", Label::Kind),
    ("değer verisi", Label::Data),
    ("値の名前", Label::Name),
    ("データ型", Label::Kind),
    ("データの種類", Label::Kind),
    ("値のデータ", Label::Data),
    ("数值名称", Label::Name),
    ("数据类型", Label::Kind),
    ("数值数据", Label::Data),
    ("值名稱", Label::Name),
    ("數值名稱", Label::Name),
    ("資料類型", Label::Kind),
    ("數值資料", Label::Data),
    ("값 이름", Label::Name),
    ("데이터 형식", Label::Kind),
    ("값 데이터", Label::Data),
];

/// Are these the words of a label, which is in small letters?
fn is(words: &str, label: &str) -> bool {
    words.eq_ignore_ascii_case(label)
        || !words.is_ascii() && words.len() == label.len() && words.to_lowercase() == label
}

/// What a whole cell stands for as a label.
pub fn label(cell: &str) -> Option<Label> {
    let cell = trimmed(cell).trim_end_matches([':', '：']);
    LABELS.iter().find(|(name, _)| is(cell, name)).map(|&(_, label)| label)
}

/// Without white space, quotes and the marks of emphasis or code.
pub fn trimmed(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'', '`', '*']).trim()
}

/// A type as written in full or as Registry Editor's menus call it.
pub fn kind_of(text: &str) -> Option<String> {
    kind(text).map(|(kind, _)| kind).or_else(|| spelled_kind(text))
}

/// Does a block of labels begin right behind the key?
pub fn opens_block(tail: &str) -> bool {
    let line = tail.trim_start().split('\n').next().unwrap_or("");
    line.split_once([':', '：'])
        .is_some_and(|(head, _)| label(head.trim_start_matches(['-', '*', '•', ' '])) == Some(Label::Name))
}

/// The values stated in a text that follows a key.
pub fn values(tail: &str) -> Vec<Value> {
    let mut out = command::line(tail).into_iter().collect::<Vec<_>>();
    if out.is_empty() {
        out = reg_file(tail);
    }
    if out.is_empty() {
        out = editor_lines(tail);
    }
    if out.is_empty() {
        out = editor_run(tail);
    }
    if out.is_empty() {
        out = initial_lines(tail);
    }
    if out.is_empty() {
        out = blocks(tail);
    }
    out
}

/// `Name = data` on the lines right below the key, as the files of `regini` hold them.
fn initial_lines(tail: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut lines = tail.lines();
    if !lines.next().unwrap_or("").trim().is_empty() {
        return out;
    }
    for line in lines.take(MOST_IN_RUN) {
        let Some((name, data)) = line.split_once(" = ") else { break };
        let name = name.trim_start();
        let word = name.len() > 1 && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !word || data.len() > 120 || name.len() == line.trim_end().len() || !line.starts_with(' ') {
            break;
        }
        out.push(Value { name: Some(name.to_owned()), kind: None, data: filled(data) });
    }
    out
}

/// `"Name"=dword:00000001` and `@="text"`, line after line.
fn reg_file(tail: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut lines = tail.lines();
    let first = lines.next().unwrap_or("");
    if !matches!(first.trim(), "" | "]" | "`" | "**") {
        return out;
    }
    for line in lines.map(|line| line.trim().trim_start_matches("- ")).filter(|l| !l.is_empty()) {
        let (name, rest) = if let Some(rest) = line.strip_prefix('@') {
            ("(Default)", rest)
        } else if let Some((name, rest)) = line.strip_prefix('"').and_then(|l| l.split_once('"')) {
            (name, rest)
        } else {
            break;
        };
        let Some(data) = rest.trim_start().strip_prefix('=').map(str::trim) else { break };
        let kinds = [
            ("dword:", "REG_DWORD"),
            ("qword:", "REG_QWORD"),
            ("hex:", "REG_BINARY"),
            ("hex(2):", "REG_EXPAND_SZ"),
            ("hex(7):", "REG_MULTI_SZ"),
            ("hex(b):", "REG_QWORD"),
        ];
        let typed = kinds.iter().find_map(|(p, kind)| Some((*kind, data.strip_prefix(p)?)));
        let (kind, data) = typed.unwrap_or(("REG_SZ", data));
        let data = data.strip_prefix('"').and_then(|d| d.strip_suffix('"')).unwrap_or(data);
        out.push(Value { name: Some(name.to_owned()), kind: Some(kind.to_owned()), data: filled(data) });
    }
    out
}

/// `Name : REG_SZ : data`, line after line.
fn editor_lines(tail: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut gap = false;
    for line in tail.lines().skip(1).map(str::trim) {
        if line.is_empty() {
            gap = true;
            continue;
        }
        let Some((name, kind, data)) = editor_line(line) else {
            let above = out.last_mut().filter(|value| is_multi(value) && !gap);
            match above.and_then(|value| value.data.as_mut()) {
                Some(data) if is_string_of_many(line) => {
                    data.push('\n');
                    data.push_str(line);
                }
                _ => break,
            }
            continue;
        };
        gap = false;
        out.push(Value { name: filled(name), kind: Some(kind), data: filled(data) });
    }
    out
}

/// Does a value hold several strings, one a line?
fn is_multi(value: &Value) -> bool {
    value.kind.as_deref() == Some("REG_MULTI_SZ")
}

/// Is a line that follows such a string at once another one of them? Paths, names, ports: words without a sentence's end.
fn is_string_of_many(line: &str) -> bool {
    line.len() <= 120 && !line.contains(' ') && !line.ends_with(['.', ':', ';']) && !line.starts_with(['[', '-', '|'])
}

/// The strings, one a line, that begin a text.
fn strings(text: &str) -> String {
    let mut lines = text.trim_start_matches([' ', '\t']).lines().map(str::trim);
    let first = lines.next().unwrap_or("");
    let more = lines.take_while(|line| !line.is_empty() && is_string_of_many(line));
    let all: Vec<&str> = std::iter::once(first).filter(|line| !line.is_empty()).chain(more).take(MOST_IN_RUN).collect();
    all.join("\n")
}

/// `ServerOptions: REG_DWORD: 0x13 Size: REG_DWORD: 1` in a run of words behind the path, where names have no blanks.
fn editor_run(tail: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut rest = tail.strip_prefix(' ').unwrap_or("");
    for _ in 0..MOST_IN_RUN {
        let name = &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').take(60).count()];
        let behind = rest[name.len()..].trim_start_matches(' ');
        let Some(behind) = behind.strip_prefix([':', '=']).filter(|_| name.len() > 1) else { break };
        let Some((kind, behind)) = kind(behind.trim_start_matches(' ')) else { break };
        let behind = behind.trim_start_matches([' ', ':', '=']);
        let behind = &behind[..behind.find('\n').unwrap_or(behind.len())];
        // The data ends where the next value's name begins.
        let next = behind.find("REG_").map(|at| {
            let head = behind[..at].trim_end_matches([' ', ':', '=']);
            head.len() - head.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
        });
        let text = &behind[..next.unwrap_or(behind.len())];
        out.push(Value { name: filled(name), kind: Some(kind), data: filled(data(text)).filter(|d| d.len() <= 80) });
        rest = next.map_or("", |at| &behind[at..]);
    }
    out
}

/// More values than a run of words names after one key.
const MOST_IN_RUN: usize = 24;

/// How much of the text behind a label is the data: where line ends are lost, up to a step's number, a note, or the next
/// sentence.
pub(super) fn data(text: &str) -> &str {
    let mut end = text.len();
    for mark in ["NOTE:", "Note:", " Note ", " Radix", " -or-", " For more information", " For additional information"]
    {
        end = text[..end].find(mark).unwrap_or(end);
    }
    let text = text[..end].trim_end();
    for (at, _) in text.match_indices(". ") {
        if !text[at + 2..].starts_with(|c: char| c.is_uppercase()) {
            continue;
        }
        let head = &text[..at];
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let step = (1..=2).contains(&digits) && head[..head.len() - digits].ends_with([' ', '.', ')']);
        let cut = if step { head.len() - digits } else { at };
        if cut > 0 {
            return number(text[..cut].trim_end());
        }
    }
    number(text)
}

/// A number without the sentence behind it: `0 or 1 A setting of 0 disables this entry`.
fn number(text: &str) -> &str {
    if text.len() <= 20 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let mut depth = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && before == ' ' && c.is_uppercase() => return text[..at].trim_end(),
            _ => {}
        }
        before = c;
    }
    text
}

/// One such line: name, type in capitals, data.
pub fn editor_line(line: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = line.split_once([':', '=']).filter(|(name, _)| name.len() <= 60 && !name.ends_with("ype"))?;
    let (kind, rest) = kind(rest.trim_start())?;
    let name = name.trim().trim_matches('"');
    let sentence =
        name.starts_with("REG_") || name.contains(['"', '.']) && name.contains(' ') || name.split(' ').count() > 4;
    let labelled = sentence || LABELS.iter().any(|(label, _)| is(name, label));
    (!labelled).then(|| (name, kind, rest.trim_start_matches([' ', ':', '=']).trim()))
}

/// `REG_DWORD` at the start of a text, in capitals, and what follows it.
pub fn kind(text: &str) -> Option<(String, &str)> {
    let starts = text.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("REG_"));
    let len = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    (starts && len > 5).then(|| (text[..len].to_ascii_uppercase(), &text[len..]))
}

/// Blocks of labels. A label opens a line, or follows another label's value in a crawl's run of words.
pub(super) fn blocks(tail: &str) -> Vec<Value> {
    let mut marks: Vec<(usize, usize, Label)> = Vec::new(); // label start, value start, label
    for (colon, mark) in tail.match_indices([':', '：']) {
        let head = tail[..colon].trim_end();
        let found = LABELS.iter().find(|(label, _)| {
            let at = head.len().checked_sub(label.len());
            at.is_some_and(|at| {
                head.get(at..).is_some_and(|words| is(words, label))
                    && head.as_bytes().get(at.wrapping_sub(1)).is_none_or(|b| !b.is_ascii_alphanumeric())
            })
        });
        let Some(&(label, which)) = found else { continue };
        let at = head.len() - label.len();
        let opens_line =
            tail[..at].rsplit('\n').next().unwrap_or("").trim_matches([' ', '\t', '-', '*', '|', '•', '·']).is_empty();
        let capital = tail.as_bytes()[at].is_ascii_uppercase();
        if opens_line || (capital && (!marks.is_empty() || which == Label::Name && label.len() > 5)) {
            marks.push((at, colon + mark.len(), which));
        }
    }
    let named = marks.iter().any(|&(_, _, which)| which == Label::Name);
    let typed = marks.iter().any(|&(_, _, which)| which == Label::Kind);
    if !named && !typed {
        // A lone `Value:` or `Data:` may be anything's, unless all that makes a value stands behind it.
        let own = |&(_, from, which): &(usize, usize, Label)| {
            if which == Label::Value { listed(&tail[from..]) } else { None }
        };
        return marks.iter().filter_map(own).collect();
    }
    // `Setting: X`, `Value: 1` in this order; `Value: X`, `Setting: 1` in the other.
    let first = |label| marks.iter().position(|m| m.2 == label);
    let set = !named && first(Label::Setting).is_some_and(|s| first(Label::Value).is_some_and(|v| s < v));
    let mut out: Vec<Value> = Vec::new();
    for (n, &(at, from, which)) in marks.iter().enumerate() {
        let until = marks.get(n + 1).map_or(tail.len(), |m| m.0);
        let line = tail[from..until].trim_start_matches([' ', '\t']);
        let text = line.split('\n').next().unwrap_or("").trim();
        // A block ends where a paragraph of something else begins.
        let apart = n > 0 && tail[marks[n - 1].1..at].matches("\n\n").count() > 2;
        if apart && which != Label::Name {
            break;
        }
        let which = match which {
            Label::Setting if set => Label::Name,
            Label::Setting => Label::Data,
            Label::Value if named || set || is_number(text) => Label::Data,
            Label::Value => Label::Name,
            other => other,
        };
        // `Type: DWORD` may stand before the name.
        let untold = out.last().is_some_and(|v| v.name.is_none() && v.data.is_none());
        if which == Label::Name && !untold || out.is_empty() {
            out.push(Value::default());
        }
        let Some(value) = out.last_mut() else { continue };
        match which {
            Label::Name => {
                // `MaxFieldLength, with a decimal value of 65534`
                let name = text.split(", with").next().unwrap_or(text);
                value.name = filled(name.trim_matches(['"', '\'', '`', '*'])).filter(|name| name.len() <= 70);
            }
            Label::Kind if value.kind.is_none() => {
                value.kind = kind_of(text);
            }
            // A single line is read as other data is: there may be a sentence behind it.
            Label::Data if value.data.is_none() && is_multi(value) && strings(line).contains('\n') => {
                value.data = Some(strings(line)).filter(|data| data.len() <= 200);
            }
            Label::Data if value.data.is_none() => {
                value.data = filled(data(text.trim_matches(['`', '*']))).filter(|data| data.len() <= 200);
            }
            _ => {}
        }
    }
    out.retain(|value| value.name.is_some() || value.kind.is_some());
    out
}

/// No value is called by a bare number: behind `Type: REG_DWORD`, `Value: 2` tells the data.
fn is_number(text: &str) -> bool {
    let digits = text.trim_matches(['`', '"', '*', '.']);
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()) && digits.bytes().any(|b| b.is_ascii_digit())
}

/// `UseDynamicDns, REG_DWORD, 0` on one line: name, type and data.
fn listed(text: &str) -> Option<Value> {
    let line = text.split('\n').next().unwrap_or("");
    let mut parts = line.splitn(3, ',').map(trimmed);
    let name = parts.next().filter(|name| name.len() <= 60)?;
    let (kind, rest) = kind(parts.next()?)?;
    rest.trim().is_empty().then(|| Value { name: filled(name), kind: Some(kind), data: parts.next().and_then(filled) })
}

/// Types as Registry Editor's menus call them: `DWORD`, `String`.
fn spelled_kind(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let kinds = [("dword", "REG_DWORD"), ("qword", "REG_QWORD"), ("string", "REG_SZ"), ("binary", "REG_BINARY")];
    kinds.iter().find(|(k, _)| word.eq_ignore_ascii_case(k)).map(|(_, kind)| (*kind).to_owned())
}

pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
