//! Which words set a paragraph apart as a note, and where does the note's own text begin?
//!
//! The forms that mark such a paragraph (a box, an alert, bold type) bring the label; here are only its words, in the
//! languages of the vocabulary. In plain type a label shows itself by its colon: `NOTE: …`, `Note: …`, `Hinweis 2: …`.

/// Labels of what a reader is told beside the text, lower case.
const ASIDES: &[&str] = &[
    "note",
    "notes",
    "important",
    "important note",
    "caution",
    "tip",
    "tips",
    "disclaimer",
    "please note",
    "hinweis",
    "hinweise",
    "anmerkung",
    "anmerkungen",
    "wichtig",
    "wichtiger hinweis",
    "vorsicht",
    "tipp",
    "remarque",
    "remarques",
    "note importante",
    "conseil",
    "astuce",
    "nota",
    "notas",
    "importante",
    "nota importante",
    "precaución",
    "sugerencia",
    "suggerimento",
    "observação",
    "observações",
    "cuidado",
    "dica",
    "opmerking",
    "opmerkingen",
    "belangrijk",
    "let op",
    "uwaga",
    "uwagi",
    "ważne",
    "wskazówka",
    "poznámka",
    "poznámky",
    "důležité",
    "примечание",
    "примечания",
    "важно",
    "совет",
    "not",
    "notlar",
    "önemli",
    "ipucu",
    "bemærk",
    "bemærkning",
    "vigtigt",
    "obs!",
    "obs",
    "viktigt",
    "merk",
    "merknad",
    "viktig",
    "huomautus",
    "huomautuksia",
    "tärkeää",
    "vihje",
    "megjegyzés",
    "megjegyzések",
    "fontos",
    "σημείωση",
    "σημαντικό",
    "ملاحظة",
    "ملاحظات",
    "هام",
    "הערה",
    "הערות",
    "חשוב",
    "หมายเหตุ",
    "สำคัญ",
    "注",
    "注記",
    "メモ",
    "重要",
    "ヒント",
    "备注",
    "說明",
    "提示",
    "附註",
    "참고",
    "중요",
    "팁",
];

/// Labels of warnings. A program's messages begin with these words, too.
const WARNINGS: &[&str] = &[
    "warning",
    "warnings",
    "attention",
    "warnung",
    "achtung",
    "avertissement",
    "mise en garde",
    "advertencia",
    "attenzione",
    "avviso",
    "avvertenza",
    "aviso",
    "atenção",
    "atención",
    "waarschuwing",
    "ostrzeżenie",
    "upozornění",
    "varování",
    "внимание",
    "предупреждение",
    "uyarı",
    "dikkat",
    "varning",
    "advarsel",
    "varoitus",
    "figyelem",
    "figyelmeztetés",
    "προειδοποίηση",
    "προσοχή",
    "تحذير",
    "تنبيه",
    "אזהרה",
    "คำเตือน",
    "注意",
    "警告",
    "경고",
    "주의",
];

/// No label is longer than this, its number included.
const LONGEST: usize = 48;

/// Is this what a note is called, with its number or without: `Note`, `WARNING`, `Hinweis 2`?
pub fn is_label(words: &str) -> bool {
    is_among(words, ASIDES) || is_among(words, WARNINGS)
}

/// The length of the label that a paragraph in plain type begins with, and where the text behind its colon begins.
///
/// A word in small letters goes on with a sentence. One that a program's message may begin with has to stand in capitals,
/// as the writers of notes set it; scripts without capitals cannot say so and are believed.
pub fn opening(paragraph: &str) -> Option<(usize, usize)> {
    // A look at the first bytes spares almost every paragraph the rest.
    let head = paragraph.as_bytes().get(..LONGEST + 3).unwrap_or(paragraph.as_bytes());
    let wide = if head.is_ascii() { None } else { memchr::memmem::find(head, "：".as_bytes()) };
    let plain = memchr::memchr2(b':', b'\n', head).filter(|at| head[*at] == b':');
    let colon = wide.into_iter().chain(plain).min()?;
    let label = paragraph.get(..colon)?.trim_end();
    if label.starts_with(char::is_lowercase) || label.contains('\n') {
        return None;
    }
    let shouted = !label.contains(char::is_lowercase);
    if !(is_among(label, ASIDES) || shouted && is_among(label, WARNINGS)) {
        return None;
    }
    let behind = &paragraph[colon..];
    let text = behind.trim_start_matches([':', '：']).trim_start();
    // `Note::new` is a name. A label alone announces what follows; in capitals it is a heading of its own kind.
    let named = behind.starts_with("::");
    (!named && (shouted || !text.is_empty())).then(|| (label.len(), paragraph.len() - text.len()))
}

/// Is a label with its number among these?
fn is_among(words: &str, labels: &[&str]) -> bool {
    let words = words.trim();
    if words.is_empty() || words.len() > LONGEST {
        return false;
    }
    let numbered = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = if numbered.len() + 2 >= words.len() && numbered.ends_with(' ') { numbered.trim_end() } else { words };
    if bare.is_ascii() {
        return labels.iter().any(|label| label.eq_ignore_ascii_case(bare));
    }
    let folded = bare.to_lowercase();
    labels.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(paragraph: &str) -> Option<(&str, &str)> {
        opening(paragraph).map(|(label, text)| (&paragraph[..label], &paragraph[text..]))
    }

    #[test]
    fn labels_in_plain_type_show_themselves_by_their_colon() {
        assert_eq!(opened("NOTE: Restart."), Some(("NOTE", "Restart.")));
        assert_eq!(opened("Note: Restart."), Some(("Note", "Restart.")));
        assert_eq!(opened("NOTE 2: Restart."), Some(("NOTE 2", "Restart.")));
        assert_eq!(opened("Hinweis : Neu starten."), Some(("Hinweis", "Neu starten.")));
        assert_eq!(opened("注意：重新启动。"), Some(("注意", "重新启动。")));
        assert_eq!(opened("WARNING: Back up first."), Some(("WARNING", "Back up first.")));
    }

    #[test]
    fn sentences_messages_and_names_are_no_notes() {
        for paragraph in [
            "note: this is the rest of a sentence",
            "Warning: Cannot modify header information",
            "Note::new() builds one",
            "Notes:",
            "Notes: ",
            "Notepad: the editor",
            "Note the following: restart",
            "Note\nRestart: now",
            "",
        ] {
            assert_eq!(opened(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn labels_are_known_in_any_case_and_with_a_number() {
        for label in ["Note", "IMPORTANT", "Wichtig", "Примечание", "Note 1", "Let op"] {
            assert!(is_label(label), "{label}");
        }
        for label in ["Noted", "Windows 2000", "Note 2000", "", "In this note"] {
            assert!(!is_label(label), "{label}");
        }
    }
}
