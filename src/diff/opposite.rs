//! Does one word say the opposite of another? `enable` and `disable`, `einschalten` and `ausschalten`, `before` and `after`.
//!
//! Where such a word stands in the place of the other, a guide says to do something else, however alike the two texts are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What makes a word its own opposite when it is set before it: `unsupported`, `désactiver`, `nespustí`.
const CONTRARY: &[&str] =
    &["un", "dis", "non", "non-", "de", "des", "dés", "in", "im", "ne", "niet-", "nicht-", "не", "от"];

/// Beginnings of which one says the opposite of the other before the same rest: `einschalten` and `ausschalten`.
const BEGINNINGS: &[(&str, &str)] = &[
    ("en", "dis"),
    ("en", "de"),
    ("ein", "aus"),
    ("an", "ab"),
    ("an", "aus"),
    ("auf", "ab"),
    ("in", "ex"),
    ("in", "de"),
    ("im", "ex"),
    ("up", "down"),
    ("in", "out"),
    ("over", "under"),
    ("pre", "post"),
    ("ent", "ver"),
    ("ver", "ent"),
    ("hoch", "herunter"),
    ("вкл", "выкл"),
    ("в", "вы"),
];

/// Words that are opposites, by how they begin; a word that ends in `.` is meant whole. Each line is of one language.
static PAIRS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let languages = [
        "on./off. enable/disable allow/deny allow/block allow/prevent permit/deny grant/revoke accept/reject accept/declin \
         before./after. until./after. above./below. true./false. yes./no. always./never. add/remov add/delet creat/delet \
         install/remov start./stop start/stop open./clos open/clos open/stop run/stop increas/decreas increas/reduc \
         rais/lower maximum/minimum max./min. more./less. more./fewer. higher/lower later./earlier. newer/older \
         first./last. includ/exclud read/writ lock/unlock show/hid succeed/fail success/fail online/offline \
         public/privat local/remot source./target. source./destination. optional/requir optional/mandatory left./right. \
         top./bottom. attach/detach mount/dismount push/pull send/receiv left/right automatic/manual",
        "an./aus. ein./aus. vor./nach. immer./nie. öffn/schließ start/stop start/beend starten/anhalten hinzu/entfern \
         erstell/lösch zulassen/verweiger erlaub/verbiet erlaub/verweiger größer/kleiner mehr./weniger. erhöh/verring \
         oberhalb/unterhalb sperr/entsperr anzeig/ausblend erst/letzt wahr./falsch. ja./nein. \
         aktivier/deaktivier installier/deinstallier",
        "avant./après. activ/désactiv démarr/arrêt ouvr/ferm ajout/supprim cré/supprim autoris/refus augment/diminu \
         augment/rédui plus./moins. toujours./jamais. vrai./faux. oui./non. premi/derni affich/masqu",
        "antes./después. activ/desactiv habilit/deshabilit inici/deten abr/cerr/ agreg/quit agreg/elimin cre/elimin \
         permit/deneg aument/reduc aument/disminu más./menos. siempre./nunca. sí./no. mostr/ocult",
        "antes./depois. ativ/desativ habilit/desabilit inici/par abr/fech adicion/remov cri/exclu permit/neg \
         aument/diminu mais./menos. sempre./nunca. sim./não.",
        "prima./dopo. abilit/disabilit attiv/disattiv avvi/arrest apri/chiud aggiung/rimuov crea/elimin consent/nega \
         aument/diminu più./meno. sempre./mai. sì./no.",
        "in./uit. voor./na. start/stop open/sluit toevoeg/verwijder maak/verwijder toest/weiger meer./minder. altijd./nooit.",
        "до./после. включ/отключ включ/выключ запуст/останов откро/закро добав/удал созда/удал разреш/запрет больше./меньше. \
         всегда./никогда. да./нет.",
        "przed./po. włącz/wyłącz uruchom/zatrzymaj otwórz/zamknij dodaj/usuń utwórz/usuń zezwól/odmów więcej./mniej.",
        "před./po. zapn/vypn spus/zastav otev/zavř přid/odeb povol/zakaz",
        "前./后. 前./後. 启./禁. 启./停. 开./关. 開./關. 開./閉. 開./停. 有./無. 始./止. 上./下. 左./右. 是./否. 增./减. 增./減. \
         加./除. 添./删. 追./削. 大./小. 多./少. 許./禁. 允./拒. 再./停. 起./停.",
        "활성/비활성 시작/중지 열/닫 추가/제거 추가/삭제 허용/거부 이전/이후 켜/꺼 켜/끄",
    ];
    let mut pairs: HashMap<&str, Vec<&str>> = HashMap::new();
    for pair in languages.into_iter().flat_map(str::split_whitespace) {
        if let Some((one, other)) = pair.trim_end_matches('/').split_once('/') {
            pairs.entry(one).or_default().push(other);
            pairs.entry(other).or_default().push(one);
        }
    }
    pairs
});

/// Words that a value is measured in.
static UNITS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "bit bits byte bytes kb mb gb tb pb kib mib gib tib kbit mbit gbit kbps mbps gbps hz khz mhz ghz ms milliseconds \
     millisecond seconds second minutes minute hours hour days day weeks week months month years year sekunden sekunde \
     minuten stunden stunde tage tagen tag wochen woche monate monaten jahre jahren secondes heures heure jours jour \
     semaines mois ans segundos minutos horas hora días día semanas meses años dias secondi minuti ore giorni anni \
     секунд минут часов дней 秒 分 時 时 日 月 年 pixels percent"
        .split_whitespace()
        .collect()
});

/// How words begin that name what cannot be undone, or what no longer works behind it.
static DRASTIC: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "delet remov uninstall eras wip purg truncat overwrit disabl terminat kill lösch entfern deinstall deaktiv \
     formatier supprim désinst désactiv effac elimin borr desinst desact desativ apag rimuov disinst disattiv disabilit \
     cancell verwijder uitschak удал отключ usuń wyłącz smaž odeb vypn 삭제 제거 비활성"
        .split_whitespace()
        .collect()
});

/// Is a word the name of something done that is seldom undone? It is given without case.
pub fn is_drastic(word: &str) -> bool {
    DRASTIC.iter().any(|begin| word.starts_with(begin)) || matches!(word, "删" | "刪" | "卸" | "禁" | "削" | "消")
}

/// Does one of two words, without case, say the opposite of the other, or measure in another unit?
pub fn are_opposites(one: &str, other: &str) -> bool {
    let singular = |word: &str| word.trim_end_matches(['s', 'n', 'e']).to_owned();
    UNITS.contains(one) && UNITS.contains(other) && singular(one) != singular(other)
        || is_contrary(one, other)
        || is_contrary(other, one)
        || begin_contrary(one, other)
        || are_a_pair(one, other)
}

/// Is a word another one with what makes it its opposite?
fn is_contrary(one: &str, other: &str) -> bool {
    let is_long = other.chars().count() >= 4;
    is_long && CONTRARY.iter().any(|contrary| one.strip_prefix(contrary).is_some_and(|rest| rest == other))
}

fn begin_contrary(one: &str, other: &str) -> bool {
    let same_rest = |a: &str, b: &str| {
        one.strip_prefix(a).zip(other.strip_prefix(b)).is_some_and(|(x, y)| x == y && x.chars().count() >= 3)
    };
    BEGINNINGS.iter().any(|&(a, b)| same_rest(a, b) || same_rest(b, a))
}

fn are_a_pair(one: &str, other: &str) -> bool {
    let fits = |word: &str, begin: &str| match begin.strip_suffix('.') {
        Some(whole) => word == whole,
        None => word.starts_with(begin),
    };
    let ends = one.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut begins = ends.map(|end| &one[..end]).filter_map(|begin| PAIRS.get(begin));
    let whole = || PAIRS.get(format!("{one}.").as_str());
    begins.any(|others| others.iter().any(|begin| fits(other, begin)))
        || whole().is_some_and(|others| others.iter().any(|begin| fits(other, begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites_are_told_in_many_languages() {
        let opposites = [
            ("enable", "disable"),
            ("on", "off"),
            ("before", "after"),
            ("supported", "unsupported"),
            ("start", "stop"),
            ("einschalten", "ausschalten"),
            ("aktivieren", "deaktivieren"),
            ("activez", "désactivez"),
            ("active", "desactive"),
            ("habilite", "deshabilite"),
            ("abilitare", "disabilitare"),
            ("включите", "отключите"),
            ("spustí", "nespustí"),
            ("前", "後"),
            ("有", "無"),
            ("upgrade", "downgrade"),
            ("encrypted", "decrypted"),
            ("gb", "mb"),
            ("minutes", "hours"),
        ];
        for (one, other) in opposites {
            assert!(are_opposites(one, other) && are_opposites(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("enable", "enabled"),
            ("click", "select"),
            ("server", "client"),
            ("on", "in"),
            ("入", "出力"),
            ("day", "days"),
            ("gb", "server"),
        ] {
            assert!(!are_opposites(one, other), "{one} {other}");
        }
    }
}
