//! Must the computer be restarted, by the words of the restart requirement?
//!
//! What several installers of one article say is put together: where they differ, it depends.

use crate::extract::one_line;
use crate::model::Restart;

/// What two statements say together.
pub fn both(first: Option<Restart>, second: Option<Restart>) -> Option<Restart> {
    match (first, second) {
        (Some(a), Some(b)) if a != b => Some(Restart::Maybe),
        (a, b) => a.or(b),
    }
}

/// Must the computer be restarted, by the words of the restart requirement?
pub fn restart(text: &str) -> Option<Restart> {
    let text = one_line(text).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if text.starts_with("in some cases")
        || text.starts_with("in einigen fällen")
        || has(&[
            "may have to restart",
            "might have to restart",
            "may need to restart",
            "might need to restart",
            "may be required",
            "may require",
            "restart may",
            "in some cases, this",
            "möglicherweise neu starten",
            "möglicherweise einen neustart",
            "möglicherweise ein neustart",
            "eventuell neu starten",
            "peut être nécessaire",
            "puede ser necesario",
            "再起動が必要な場合",
            "再起動が必要になる場合",
        ])
    {
        return Some(Restart::Maybe);
    }
    let no = [
        "not have to restart",
        "not need to restart",
        "not require",
        "don't have to restart",
        "don't need to restart",
        "no restart",
        "not required",
        "not necessary",
        "nicht neu starten",
        "kein neustart",
        "keinen neustart",
        "neustart nicht erforderlich",
        "neustart ist nicht erforderlich",
        "n'est pas nécessaire",
        "ne nécessite pas",
        "n'avez pas besoin de redémarrer",
        "no es necesario reiniciar",
        "no tiene que reiniciar",
        "non è necessario riavviare",
        "não é necessário reiniciar",
        "não precisa reiniciar",
        "niet opnieuw",
        "再起動する必要はありません",
        "再起動の必要はありません",
        "再起動は必要ありません",
        "не требуется",
        "无需重新启动",
        "不必重新启动",
        "不需要重新启动",
        "不需要重新啟動",
        "다시 시작할 필요가 없",
        "nie trzeba ponownie",
    ];
    if has(&no) {
        // "If the files are in use you must restart": it depends.
        return Some(
            if has(&[
                "however, if",
                "if the required files",
                "you must restart",
                "ist ein neustart",
                "wenn jedoch",
                "dateien jedoch",
            ]) {
                Restart::Maybe
            } else {
                Restart::No
            },
        );
    }
    let yes = [
        "must restart",
        "have to restart",
        "need to restart",
        "requires a restart",
        "restart is required",
        "restart the computer",
        "restart your computer",
        "restart required",
        "müssen den computer neu starten",
        "neu gestartet werden",
        "neu starten",
        "neustart ist erforderlich",
        "neustart erforderlich",
        "erfordert einen neustart",
        "devez redémarrer",
        "nécessite un redémarrage",
        "redémarrage est nécessaire",
        "redémarrer l'ordinateur",
        "redémarrer votre ordinateur",
        "debe reiniciar",
        "deberá reiniciar",
        "tiene que reiniciar",
        "es necesario reiniciar",
        "è necessario riavviare",
        "riavviare il computer",
        "deve reiniciar",
        "é necessário reiniciar",
        "reiniciar o computador",
        "opnieuw opstarten",
        "opnieuw starten",
        "再起動する必要があります",
        "再起動が必要",
        "再起動してください",
        "необходимо перезагрузить",
        "требуется перезагру",
        "следует перезагрузить",
        "必须重新启动",
        "需要重新启动",
        "必須重新啟動",
        "다시 시작해야",
        "należy ponownie uruchomić",
    ];
    let answer = text.split([',', '.', ';', ' ']).next().unwrap_or("");
    match answer {
        _ if has(&yes) => Some(Restart::Yes),
        "yes" | "ja" | "oui" | "sí" | "sì" | "sim" => Some(Restart::Yes),
        "no" | "nein" | "non" | "não" | "nee" => Some(Restart::No),
        _ => None,
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
