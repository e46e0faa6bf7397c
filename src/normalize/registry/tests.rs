//! Texts in the layouts of real articles, and the keys they name.

use super::*;
use crate::model::Form;
use crate::normalize::passage::{one_passage, passages};

fn of(text: &str) -> Vec<RegistryEntry> {
    let article = one_passage(text, Form::Text);
    registry(&article, &passages(&article), &mut Vec::new())
}

fn keys(text: &str) -> Vec<String> {
    of(text)
        .into_iter()
        .filter_map(|e| e.key)
        .map(|k| k.replace("HKEY_LOCAL_MACHINE", "LM").replace("HKEY_CURRENT_USER", "CU"))
        .collect()
}

#[test]
fn paths_in_running_text() {
    for (text, key) in [
        ("the HKEY_LOCAL_MACHINE\\Software\\ODBC\\odbc.ini registry key and", r"LM\Software\ODBC\odbc.ini"),
        (
            "under HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Rpc.)",
            r"LM\SOFTWARE\Policies\Microsoft\Windows NT\Rpc",
        ),
        (
            "subkey: HKLM\\SYSTEM\\CurrentControlSet\\Control\\Keyboard Layout On the Edit menu, click Add",
            r"LM\SYSTEM\CurrentControlSet\Control\Keyboard Layout",
        ),
        ("key: HKLM\\SYSTEM\\CurrentControlSet\\Control Create an LSA key", r"LM\SYSTEM\CurrentControlSet\Control"),
        (
            "in HKLM\\SYSTEM\\CurrentControlSet\\Services 3. On the menu C:\\WINNT",
            r"LM\SYSTEM\CurrentControlSet\Services",
        ),
        (
            "Edit the HKCU\\Software\\Microsoft\\Shared Tools\\VBQuery key back",
            r"CU\Software\Microsoft\Shared Tools\VBQuery",
        ),
        ("([HKLM\\Software\\A B] x", r"LM\Software\A B"),
        ("open \"HKLM\\\\Software\\\\My App\\\\x y\" in C", r"LM\Software\My App\x y"),
        ("in HKLM\\System\\W3svc\\Parameters\\ 3. On the Edit menu", r"LM\System\W3svc\Parameters"),
        (
            "in HKLM\\System\\RemoteAccess\\ Authentication\\Drivers, then",
            r"LM\System\RemoteAccess\Authentication\Drivers",
        ),
        ("key: HKLM\\Software\\Providers\\Type 001 3. Click", r"LM\Software\Providers\Type 001"),
        ("From the HKEY_LOCAL_MACHINE subtree, go to the following key: \\SYSTEM\\Setup 3. Click", r"LM\SYSTEM\Setup"),
        (
            "HKLM\\Software\\Updates\\Microsoft .NET Framework 3.5 Service Pack 1\\SP1\\KB2736416\n",
            r"LM\Software\Updates\Microsoft .NET Framework 3.5 Service Pack 1\SP1\KB2736416",
        ),
        ("HKLM:\\Software\\X", r"LM\Software\X"),
        ("HKEY_LOCAL_MACHINE on Local Machine\\SYSTEM\\Setup", r"LM\SYSTEM\Setup"),
        ("HKEY_LOCAL_MACHINE/SOFTWARE/Microsoft/EDB 7. Delete", r"LM\SOFTWARE\Microsoft\EDB"),
        ("HKLM,\"SOFTWARE\\Classes\\Implemented Categories\",,1", r"LM\SOFTWARE\Classes\Implemented Categories"),
    ] {
        assert_eq!(keys(text), [key], "{text}");
    }
    assert_eq!(keys("HKLM\\Software\\ODBC X_REG.TXT HKLM\\Software\\Vsa\n"), [r"LM\Software\ODBC", r"LM\Software\Vsa"]);
}

#[test]
fn wrapped_paths() {
    for (text, key) in [
        ("key:\n\n   HKLM\\System\\Services\\MTA\n   \\Parameters\n\nNext", r"LM\System\Services\MTA\Parameters"),
        (
            "key:\n\n   HKLM\\System\\Services\\RemoteAccess\\ \n      Drivers\\PPPMAC\n\n",
            r"LM\System\Services\RemoteAccess\Drivers\PPPMAC",
        ),
        (
            "key:\n\n   HKLM\\SYSTEM\\CurrentControlSet\\Control\\Print\\Environments\\Windows\n   NT x86\\Drivers\n",
            r"LM\SYSTEM\CurrentControlSet\Control\Print\Environments\Windows NT x86\Drivers",
        ),
        (
            "key:\n\n   HKLM\\Software\\Microsoft\\CurrentVersion\\Internet\n   Settings\n\n",
            r"LM\Software\Microsoft\CurrentVersion\Internet Settings",
        ),
        (
            "edit the HKLM\\SOFTWARE\\Microsoft\\Developer\\Source\n   Control key, and change",
            r"LM\SOFTWARE\Microsoft\Developer\Source Control",
        ),
        ("key:\n\n   HKLM\\Software\\Addins\\<add-in\n   name>\\X\n", r"LM\Software\Addins\<add-in name>\X"),
        ("key:\n\n   HKLM\\System\\Parameters\\\n\n3. On the", r"LM\System\Parameters"),
        (
            "key:\n\n   HKLM\\Software\\Microsoft\\DNS Administrator\n\n4. Quit",
            r"LM\Software\Microsoft\DNS Administrator",
        ),
    ] {
        assert_eq!(keys(text), [key], "{text}");
    }
}

#[test]
fn roots_alone_and_their_subtrees() {
    assert_eq!(keys("available under HKEY_LOCAL_MACHINE or HKEY_USERS."), Vec::<String>::new());
    let text = "From the HKEY_LOCAL_MACHINE subtree, go to the following key:\n\n   \\SYSTEM\\CurrentControlSet\\Services\\W3svc\n\n3. Click";
    assert_eq!(keys(text), [r"LM\SYSTEM\CurrentControlSet\Services\W3svc"]);
    let mut notes = Vec::new();
    let article = one_passage("HKEY_USER\\DEFAULT\\X", Form::Text);
    let odd = registry(&article, &passages(&article), &mut notes);
    assert_eq!((odd.len(), notes.len()), (1, 1));
}

#[test]
fn values_behind_a_key() {
    let text = "key:\n\n   HKLM\\System\\Dns\\Parameters\n\n2. Add the value:\n\n   Value Name: Boot\n   Data Type: REG_DWORD\n   Data:      1 or 0\n\n3. Quit";
    let found = of(text);
    assert_eq!(found.len(), 1);
    let fields = |e: &RegistryEntry| {
        [e.value_name.clone(), e.value_type.clone(), e.value_data.clone()].map(|f| f.unwrap_or_default())
    };
    assert_eq!(fields(&found[0]), ["Boot", "REG_DWORD", "1 or 0"]);
    let found = of("[HKEY_CURRENT_USER\\Software\\X]\n\"A\"=dword:00000001\n@=\"text\"\n");
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [["A", "REG_DWORD", "00000001"], ["(Default)", "REG_SZ", "text"]]
    );
    let found = of("HKLM\\Software\\Base\\Parameters\n   TPname:REG_SZ:alias\n");
    assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [["TPname", "REG_SZ", "alias"]]);
}

#[test]
fn values_in_the_words_of_other_languages() {
    for block in [
        "Wertname: Boot\n   Datentyp: REG_DWORD\n   Wert: 1",
        "Nom de la valeur : Boot\n   Type de données : REG_DWORD\n   Données de la valeur : 1",
        "Nombre del valor: Boot\n   Tipo de datos: REG_DWORD\n   Datos del valor: 1",
        "Имя параметра: Boot\n   Тип данных: REG_DWORD\n   Значение: 1",
        "値の名前：Boot\n   データ型：REG_DWORD\n   値のデータ：1",
        "数值名称：Boot\n   数据类型：REG_DWORD\n   数值数据：1",
    ] {
        let found = of(&format!("HKLM\\System\\Dns\\Parameters\n\n   {block}\n"));
        let fields = |e: &RegistryEntry| {
            [e.value_name.clone(), e.value_type.clone(), e.value_data.clone()].map(|f| f.unwrap_or_default())
        };
        assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [["Boot", "REG_DWORD", "1"]], "{block}");
    }
    let found = of("HKLM\\System\\Print\\Printers\\Lobby\n   Datatype:REG_SZ:RAW\n");
    assert_eq!(found[0].value_name.as_deref(), Some("Datatype"));
}

#[test]
fn names_of_values_are_not_part_of_the_key() {
    for text in [
        "click the following value in the registry:\n\n   HKLM\\System\\EXIFS\\DriveLetter\n\n3. Change",
        "HKLM\\System\\EXIFS\\DriveLetter : REG_SZ : M\n",
        "HKLM\\System\\EXIFS\\DriveLetter = 1\n",
        "at HKLM\\System\\EXIFS\\DriveLetter\n\nThe DriveLetter value is M",
        "set the HKLM\\System\\EXIFS\\DriveLetter value to 1",
        "set the DriveLetter entry:\nHKLM\\System\\EXIFS\\DriveLetter\nSet it to M.",
    ] {
        let found = of(text);
        assert_eq!((found.len(), found[0].key.as_deref()), (1, Some("HKEY_LOCAL_MACHINE\\System\\EXIFS")), "{text}");
        assert_eq!(found[0].value_name.as_deref(), Some("DriveLetter"));
    }
}

#[test]
fn a_path_before_a_block_of_labels_is_a_key() {
    let text = "add the following value to the registry:\n\n   HKLM\\SYSTEM\\Control\\Print\\Providers\\LanMan\n   Print Services\\Servers\n\n   Value Name: MaxShareName\n   Data Type: REG_DWORD\n   Data: 0x50\n";
    let found = of(text);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].key.as_deref(),
        Some("HKEY_LOCAL_MACHINE\\SYSTEM\\Control\\Print\\Providers\\LanMan Print Services\\Servers")
    );
    assert_eq!(found[0].value_name.as_deref(), Some("MaxShareName"));
    let found = of("- Key: `HKLM\\System\\Netlogon\\Parameters`\n- Value: `UseDynamicDns`, REG_DWORD, `0`\n");
    assert_eq!(
        (found.len(), found[0].value_name.as_deref(), found[0].value_data.as_deref()),
        (1, Some("UseDynamicDns"), Some("0"))
    );
}

#[test]
fn values_in_a_run_of_words_end_before_the_next_step() {
    let fields = |e: &RegistryEntry| {
        [e.value_name.clone(), e.value_type.clone(), e.value_data.clone()].map(|f| f.unwrap_or_default())
    };
    let found =
        of("key: HKLM\\System\\Services\\MacFile\\Parameters ServerOptions: REG_DWORD: 0x13 NOTE: The value has");
    assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [["ServerOptions", "REG_DWORD", "0x13"]]);
    let found = of("HKLM\\System\\Services\\Ups ErrorControl : REG_DWORD : 0x1 Start : REG_DWORD : 0x3");
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [["ErrorControl", "REG_DWORD", "0x1"], ["Start", "REG_DWORD", "0x3"]]
    );
    let found = of("HKLM\\System\\Lana Value Name: Open Data Type: REG_DWORD Data: 0 or 1 A setting of 0 turns it off");
    assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [["Open", "REG_DWORD", "0 or 1"]]);
    let found = of("HKLM\\System\\Lana Value Name: Open Data Type: REG_DWORD Data: 0 4. Choose OK and quit.5. Restart");
    assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [["Open", "REG_DWORD", "0"]]);
}

#[test]
fn a_value_named_without_its_key_is_kept_once() {
    let found = of("does not support the MaxFreeTWTcbs registry value. The MaxFreeTWTcbs registry value limits");
    assert_eq!(
        (found.len(), found[0].key.as_deref(), found[0].value_name.as_deref()),
        (1, None, Some("MaxFreeTWTcbs"))
    );
    let found = of(
        "HKLM\\System\\Tcpip\\Parameters\n\nValue Name: MaxFreeTWTcbs\nData Type: REG_DWORD\n\nThe MaxFreeTWTcbs registry value limits",
    );
    assert_eq!(found.len(), 1);
}

/// A paragraph, and below it a table with cells between bars.
fn with_table(before: &str, cells: &str) -> Vec<RegistryEntry> {
    use crate::extract::{Extracted, RawBlock, RawBlockKind, RawTable};
    let text = format!("{before}\n{cells}");
    let (mut rows, mut at) = (Vec::new(), before.len() + 1);
    for line in cells.split('\n') {
        let mut row = Vec::new();
        for cell in line.split('|') {
            row.push(Span::new(at, at + cell.len()));
            at += cell.len() + 1;
        }
        rows.push(row);
    }
    let mut extracted = Extracted::new(Form::Html, "test", text.clone());
    extracted.blocks = vec![
        RawBlock { span: Span::new(0, before.len()), kind: RawBlockKind::Paragraph },
        RawBlock {
            span: Span::new(before.len() + 1, text.len()),
            kind: RawBlockKind::Table(RawTable { header_rows: 1, rows }),
        },
    ];
    let article = crate::section::section(extracted, &crate::Options::default());
    registry(&article, &passages(&article), &mut Vec::new())
}

#[test]
fn values_in_the_cells_of_a_table() {
    let fields = |e: &RegistryEntry| [e.value_name.clone(), e.value_type.clone(), e.value_data.clone()];
    let told = |fields: [&str; 3]| fields.map(|f| Some(f.to_owned()));
    let found =
        with_table("HKLM\\System\\Print", "Registry value|Type|Data\nRpcAuthnLevel|REG_DWORD|1\nMaxJobs|REG_DWORD|7");
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [told(["RpcAuthnLevel", "REG_DWORD", "1"]), told(["MaxJobs", "REG_DWORD", "7"])]
    );
    let found =
        with_table("Set these:", "Key|Value name|Type|Data\nHKLM\\System\\A|X|REG_SZ|a\nHKLM\\System\\B|Y|DWORD|2");
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [told(["X", "REG_SZ", "a"]), told(["Y", "REG_DWORD", "2"])]
    );
    let found = with_table("Set this:", "Path|HKLM\\System\\A\nValue name|X\nValue type|REG_DWORD\nValue data|5");
    assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), [told(["X", "REG_DWORD", "5"])]);
}

#[test]
fn a_value_of_many_strings_keeps_all_of_them() {
    let key = "HKLM\\System\\CurrentControlSet\\Services\\Store";
    let data = |below: &str| of(&format!("{key}\n{below}")).last().and_then(|entry| entry.value_data.clone());
    let labelled =
        "   Value Name: Paths\n   Data Type: REG_MULTI_SZ\n   Data: C:\\a.edb\n         D:\\b.edb\n\nRestart\n";
    assert_eq!(data(labelled).as_deref(), Some("C:\\a.edb\nD:\\b.edb"));
    let editor = "   Paths: REG_MULTI_SZ: C:\\a.edb\n                         D:\\b.edb\n\nRestart\n";
    assert_eq!(data(editor).as_deref(), Some("C:\\a.edb\nD:\\b.edb"));
    let sentence = "   Paths: REG_MULTI_SZ: C:\\a.edb\n   Then restart the service.\n";
    assert_eq!(data(sentence).as_deref(), Some("C:\\a.edb"));
}

#[test]
fn cut_and_odd_texts_do_no_harm() {
    for text in [
        "HK",
        "HKLM\\",
        "HKLM\\é",
        "HKEY_",
        "HKLM,\"",
        "HKLM\\a\n\\",
        "HKLM\\<",
        "HKLM\\(é",
        "HKEY_LOCAL_MACHINE key:\n",
        "HKLM\\x y\n",
    ] {
        of(text);
    }
    let long = format!("HKLM\\{}", "é ".repeat(2000));
    of(&long);
}
