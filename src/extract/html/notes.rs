//! Is this paragraph a note: does it begin with a label that says so?

use super::linear::Item;
use crate::span::Span;

/// Labels of notes, lower case, in the languages of the large support sites.
const LABELS: &[&str] = &[
    "note",
    "notes",
    "important",
    "important note",
    "warning",
    "warnings",
    "caution",
    "tip",
    "attention",
    "disclaimer",
    "hinweis",
    "hinweise",
    "anmerkung",
    "wichtig",
    "warnung",
    "achtung",
    "vorsicht",
    "tipp",
    "remarque",
    "remarques",
    "avertissement",
    "conseil",
    "nota",
    "notas",
    "importante",
    "advertencia",
    "precaución",
    "sugerencia",
    "attenzione",
    "avviso",
    "suggerimento",
    "observação",
    "aviso",
    "cuidado",
    "dica",
    "opmerking",
    "belangrijk",
    "waarschuwing",
    "let op",
    "uwaga",
    "ważne",
    "ostrzeżenie",
    "poznámka",
    "důležité",
    "upozornění",
    "примечание",
    "важно",
    "внимание",
    "предупреждение",
    "not",
    "önemli",
    "uyarı",
    "bemærk",
    "vigtigt",
    "obs!",
    "viktigt",
    "varning",
    "merk",
    "viktig",
    "huomautus",
    "tärkeää",
    "megjegyzés",
    "fontos",
    "figyelem",
    "注",
    "注意",
    "注記",
    "重要",
    "警告",
    "备注",
    "說明",
    "提示",
    "참고",
    "중요",
    "경고",
    "주의",
];

/// The label and the text of a note.
pub fn note(item: &Item, text: &str) -> Option<(Span, Span)> {
    let words = item.text.of(text).trim();
    let lead = item.lead.of(text).trim();
    let own = item.text.trim(text);
    let (start, end) = (own.start as usize, own.end as usize);
    if !lead.is_empty() && lead.len() < 40 && item.bold < item.total && words.starts_with(lead) {
        let bare = lead.trim_end_matches([':', '：', '.']).trim_end();
        if is_label(bare) {
            let label = Span::new(start, start + bare.len());
            let after = words[bare.len()..].trim_start_matches([':', '：', '.', ' ', '\n']);
            return Some((label, Span::new(end - after.len(), end)));
        }
    }
    let head = &words[..words.char_indices().nth(24).map_or(words.len(), |(at, _)| at)];
    let (label, _) = head.split_once([':', '：'])?;
    // Without bold type the label has capitals or is the whole line: `NOTE: …`.
    let shouted = label.chars().all(|c| !c.is_lowercase());
    if !shouted || !is_label(label) {
        return None;
    }
    let after = words[label.len()..].trim_start_matches([':', '：', ' ', '\n']);
    Some((Span::new(start, start + label.len()), Span::new(end - after.len(), end)))
}

/// Is this what a note is called?
pub fn is_label(words: &str) -> bool {
    let folded = words.trim().to_lowercase();
    LABELS.contains(&folded.as_str())
}
