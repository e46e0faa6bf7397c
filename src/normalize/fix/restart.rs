//! Must the computer be restarted, by the words of the restart requirement?
//!
//! What several installers of one article say is put together: where they differ, it depends.

use crate::model::Restart;
use crate::one_line::one_line;
use crate::vocabulary::fixes::FixWords;

/// What two statements say together.
pub fn both(first: Option<Restart>, second: Option<Restart>) -> Option<Restart> {
    match (first, second) {
        (Some(a), Some(b)) if a != b => Some(Restart::Maybe),
        (a, b) => a.or(b),
    }
}

/// Must the computer be restarted, by the words of the restart requirement?
pub fn restart(text: &str) -> Option<Restart> {
    let words = FixWords::built_in();
    let text = one_line(text).to_lowercase().replace('’', "'");
    let has = |phrases: &[String]| phrases.iter().any(|phrase| says(&text, phrase));
    if text.starts_with("in some cases") || has(&words.restart_maybe) {
        return Some(Restart::Maybe);
    }
    if has(&words.restart_no) {
        // "If the files are in use you must restart": it depends.
        return Some(if has(&words.restart_unless) { Restart::Maybe } else { Restart::No });
    }
    if has(&words.restart_yes) {
        return Some(Restart::Yes);
    }
    match text.split([',', '.', ';', ' ', '。', '，', '、']).next().unwrap_or("") {
        "yes" | "ja" | "oui" | "sí" | "sì" | "sim" | "tak" | "ano" | "да" | "evet" | "kyllä" | "はい" | "예" | "是"
        | "نعم" | "כן" => Some(Restart::Yes),
        "no" | "nein" | "non" | "não" | "nee" | "nie" | "ne" | "нет" | "hayır" | "nej" | "nei" | "ei" | "いいえ"
        | "아니요" | "否" | "لا" | "לא" => Some(Restart::No),
        _ => None,
    }
}

/// Does the text hold the phrase, with any words for its ellipsis?
fn says(text: &str, phrase: &str) -> bool {
    match phrase.split_once(" … ") {
        Some((first, then)) => text.find(first).is_some_and(|at| text[at + first.len()..].contains(then)),
        None => text.contains(phrase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restart_requirements_are_read_by_their_words() {
        let cases = [
            ("You must restart your computer after you apply this hotfix.", Some(Restart::Yes)),
            ("You do not have to restart the computer after you apply this hotfix.", Some(Restart::No)),
            (
                "This update does not require a restart. However, if the required files are in use, you must restart.",
                Some(Restart::Maybe),
            ),
            ("You may have to restart the computer.", Some(Restart::Maybe)),
            ("See below.", None),
            (
                "In einigen Fällen erfordert dieses Update keinen Neustart. Wenn die benötigten Dateien jedoch verwendet werden, ist ein Neustart erforderlich.",
                Some(Restart::Maybe),
            ),
            ("Ja, nach der Installation.", Some(Restart::Yes)),
            ("Für dieses Update ist kein Neustart erforderlich.", Some(Restart::No)),
            ("Nein", Some(Restart::No)),
            ("Sie müssen den Computer nicht neu starten.", Some(Restart::No)),
            ("Vous devez redémarrer l'ordinateur.", Some(Restart::Yes)),
            ("No tiene que reiniciar el equipo.", Some(Restart::No)),
            ("修正プログラムの適用後、再起動する必要があります。", Some(Restart::Yes)),
            ("Vous devez ensuite redémarrer l’ordinateur.", Some(Restart::Yes)),
            ("Vous n’êtes pas obligé de redémarrer l’ordinateur.", Some(Restart::No)),
            ("Возможно, потребуется перезагрузить компьютер.", Some(Restart::Maybe)),
            ("Bilgisayarı yeniden başlatmanız gerekmez.", Some(Restart::No)),
            ("應用此 Hotfix 後可能需要重新啟動電腦。", Some(Restart::Maybe)),
            ("คุณไม่จำเป็นต้องเริ่มระบบของคอมพิวเตอร์ใหม่", Some(Restart::No)),
        ];
        for (text, expected) in cases {
            assert_eq!(restart(text), expected, "{text}");
        }
    }

    #[test]
    fn installers_that_differ_make_it_depend() {
        assert_eq!(both(Some(Restart::Yes), Some(Restart::No)), Some(Restart::Maybe));
        assert_eq!(both(None, Some(Restart::No)), Some(Restart::No));
    }
}
