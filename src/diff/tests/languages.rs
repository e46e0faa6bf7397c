//! What matters is told from what does not in whatever language and of whatever vendor an article is.

use super::*;

/// Changes one thing of an article, and holds whether that matters to what was expected.
#[track_caller]
fn check(text: &str, from: &str, to: &str, matters: bool) {
    assert!(text.contains(from), "no {from}");
    let [old, new] = [text.to_owned(), text.replace(from, to)].map(|text| article(Form::Markdown, &text));
    let found = diff(&old, &new);
    assert_eq!(found.material, matters, "{from} → {to}: {:#?}", said(&old, &new));
    hold(&Content::of(&old), &Content::of(&new));
}

const GERMAN: &str = "# Druckaufträge bleiben in der Warteschlange\n\n_Gilt für:_ &nbsp; Windows Server 2016, Windows Server 2019\n\n\
## Symptome\n\nStehen mehr als 64 Aufträge in der Warteschlange, werden keine weiteren angenommen.\n\n\
## Ursache\n\nDer Dienst braucht eine Datei, die von einem anderen Prozess gesperrt ist.\n\n\
## Lösung\n\n1. Beenden Sie den Dienst.\n2. Löschen Sie die Dateien im Ordner `C:\\Windows\\System32\\spool\\PRINTERS`.\n3. Schalten Sie den Drucker ein.\n";

#[test]
fn in_german() {
    check(GERMAN, "64 Aufträge", "128 Aufträge", true);
    check(GERMAN, "keine weiteren", "alle weiteren", true);
    check(GERMAN, "gesperrt ist", "nicht gesperrt ist", true);
    check(GERMAN, "gesperrt ist", "gespert ist", false);
    check(GERMAN, "Windows Server 2019", "Windows Server 2019, Windows Server 2022", true);
    check(GERMAN, "spool\\PRINTERS", "spool\\DRIVERS", true);
    check(GERMAN, "Drucker ein.", "Drucker aus.", true);
    check(GERMAN, "## Lösung", "## Problemlösung", false);
    check(GERMAN, "Beenden Sie den Dienst.", "**Beenden** Sie den Dienst.", false);
}

const FRENCH: &str = "# L'imprimante n'apparaît pas\n\n## Symptômes\n\nL'imprimante n'apparaît pas, et le code 0x0000011b s'affiche.\n\n\
## Cause\n\nLe service ne démarre pas après la mise à jour KB5005565.\n\n\
## Résolution\n\n1. Ouvrez l'éditeur du Registre.\n2. Activez la valeur `RpcAuthnLevel`, et mettez-la sur 0.\n\n\
| Produit | Version |\n|---|---|\n| Windows 10 | 19041.1237 |\n| Windows 11 | 22000.194 |\n";

#[test]
fn in_french() {
    check(FRENCH, "0x0000011b", "0x00000bcb", true);
    check(FRENCH, "sur 0.", "sur 1.", true);
    check(FRENCH, "ne démarre pas", "démarre", true);
    check(FRENCH, "Activez", "Désactivez", true);
    check(FRENCH, "L'imprimante", "L’imprimante", false);
    check(FRENCH, "KB5005565", "KB5006670", true);
    check(
        FRENCH,
        "| Windows 11 | 22000.194 |\n",
        "| Windows 11 | 22000.194 |\n| Windows Server 2022 | 20348.230 |\n",
        true,
    );
    // Each number stands in the table still.
    let swapped = "| Windows 10 | 22000.194 |\n| Windows 11 | 19041.1237 |";
    check(FRENCH, "| Windows 10 | 19041.1237 |\n| Windows 11 | 22000.194 |", swapped, true);
    let moved = "| Windows 11 | 22000.194 |\n| Windows 10 | 19041.1237 |";
    check(FRENCH, "| Windows 10 | 19041.1237 |\n| Windows 11 | 22000.194 |", moved, false);
}

const JAPANESE: &str = "# 印刷ジョブがキューに残る\n\n## 現象\n\nエラー コード 0x80070005 が表示されます。\n\n## 原因\n\nキャッシュは既定で有効になっています。\n\n\
## 解決方法\n\n1. スプーラー サービスを停止します。\n2. ファイルを削除します。\n\nこの値は変更する必要があります。\n";

#[test]
fn in_japanese() {
    check(JAPANESE, "必要があります", "必要がありません", true);
    check(JAPANESE, "既定で有効", "既定で無効", true);
    check(JAPANESE, "0x80070005", "0x80070020", true);
    check(JAPANESE, "停止します", "再開します", true);
    check(JAPANESE, "スプーラー サービス", "スプーラーサービス", false);
    check(JAPANESE, "0x80070005", "０ｘ80070005", false);
    check(JAPANESE, "2. ファイル", "2. コンピューターを再起動します。\n3. ファイル", true);
}

const CHINESE: &str = "# 打印队列无法清空\n\n## 症状\n\n队列中的作业超过 64 个时，无法清空队列。\n\n## 原因\n\n该服务启用了缓存。\n\n\
## 解决方法\n\n1. 停止打印服务。\n2. 删除文件夹中的所有文件。\n";

#[test]
fn in_chinese() {
    check(CHINESE, "启用了缓存", "禁用了缓存", true);
    check(CHINESE, "启用了缓存", "未启用缓存", true);
    check(CHINESE, "64 个", "32 个", true);
    check(CHINESE, "2. 删除", "2. 请勿删除", true);
    check(CHINESE, "时，无法", "时, 无法", false);
}

#[test]
fn in_others() {
    let page = |text: &str| format!("# A\n\n## Symptoms\n\n{text}\n\n## Resolution\n\nWait.\n");
    let check = |old: &str, new: &str, matters: bool| check(&page(old), old, new, matters);
    check("오류 0x80070005가 표시됩니다.", "오류 0x80070005가 표시되지 않습니다.", true);
    check("Служба останавливается.", "Служба не останавливается.", true);
    check("Active la opción en la ventana.", "Desactive la opción en la ventana.", true);
    check("O serviço para sempre.", "O serviço não para sempre.", true);
    check("Abilitare l'opzione.", "Disabilitare l'opzione.", true);
    check("Schakel de optie in.", "Schakel de optie uit.", true);
    check("Služba se spustí.", "Služba se nespustí.", true);
    check("Hay más de 64 trabajos.", "Hay más de 64 trabjaos.", false);
}

const VENDOR: &str = "# Virtual machine fails to power on\n\n## Cause\n\nA process holds a lock of 1.5 GB, which is released before the host restarts.\n\n\
## Resolution\n\nThis is resolved in ESXi 6.7 Update 3 or later.\n\n1. Enable **Disk.EnableUUID**, and delete the entry of table TRBAT.\n2. Run this:\n\n\
```shell\n# Lists the snapshots\nesxcli vmfs snapshot list --volume-label one && chmod -r 755 /opt\n```\n\n\
3. Set **MaxRetries** to 5 and **Timeout** to 30.\n4. Turn on the virtual machine.\n\n## Related information\n\nSee [Understanding snapshots](https://kb.example.com/1015180).\n";

#[test]
fn numbers_names_and_opposites_always_matter() {
    for (from, to) in [
        ("1.5 GB", "15 GB"),
        ("1.5 GB", "1.5 MB"),
        ("6.7 Update 3", "7.0 Update 1"),
        ("Update 3 or later", "Update 3"),
        ("Enable", "Disable"),
        ("before the host", "after the host"),
        ("to 5 and **Timeout** to 30", "to 30 and **Timeout** to 5"),
        ("to 5 and", "to -5 and"),
        ("Turn on the", "Turn off the"),
        ("Turn on the", "Delete the"),
        ("MaxRetries", "MaxAttempts"),
        ("TRBAT", "TRJOB"),
        ("--volume-label", "--volume-uuid"),
        ("--volume-label", "-volume-label"),
        ("snapshot list", "snapshot resync"),
        ("one && chmod", "one || chmod"),
        ("chmod -r", "chmod -R"),
    ] {
        check(VENDOR, from, to, true);
    }
}

#[test]
fn looks_and_manner_do_not_matter() {
    for (from, to) in [
        ("```shell", "```console"),
        ("# Lists the snapshots", "# List all snapshots"),
        ("esxcli vmfs", "  esxcli   vmfs"),
        ("Turn on the virtual machine.", "Turn the virtual machine on."),
        ("A process holds", "A proces holds"),
        ("**MaxRetries**", "`MaxRetries`"),
        ("## Related information", "## Related Information"),
        (
            "[Understanding snapshots](https://kb.example.com/1015180)",
            "[Overview of snapshots](https://kb.example.com/1)",
        ),
        ("is released before", "will be released before"),
    ] {
        check(VENDOR, from, to, false);
    }
}
