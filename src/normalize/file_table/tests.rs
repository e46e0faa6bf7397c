//! Layouts of file tables as cases.

use super::*;
use crate::Options;
use crate::extract::{Extracted, RawBlock, RawTable};
use crate::model::Form;

fn sectioned(form: Form, text: &str, blocks: Vec<RawBlock>) -> Sectioned {
    let mut extracted = Extracted::new(form, "test", text.to_owned());
    extracted.blocks = blocks;
    crate::section::section(extracted, &Options::default())
}

/// The text as one block of a form.
fn read(form: Form, text: &str) -> (Vec<FileVersion>, Vec<Diagnostic>) {
    let block = RawBlock { span: Span::new(0, text.len()), kind: RawBlockKind::Paragraph };
    let mut notes = Vec::new();
    (files(&sectioned(form, text, vec![block]), &mut notes), notes)
}

/// Cells between bars, a row a line.
fn read_cells(before: &str, cells: &str) -> Vec<FileVersion> {
    let text = format!("{before}\n{cells}");
    let mut rows = Vec::new();
    let mut at = before.len() + 1;
    for line in cells.split('\n') {
        let mut row = Vec::new();
        for cell in line.split('|') {
            row.push(Span::new(at, at + cell.len()).trim(&text));
            at += cell.len() + 1;
        }
        rows.push(row);
    }
    let table = RawTable { header_rows: 1, rows };
    let blocks = vec![
        RawBlock { span: Span::new(0, before.len()), kind: RawBlockKind::Paragraph },
        RawBlock { span: Span::new(before.len() + 1, text.len()), kind: RawBlockKind::Table(table) },
    ];
    files(&sectioned(Form::Markdown, &text, blocks), &mut Vec::new())
}

/// A row as one line: name, version, bytes, date, time, platform; `-` for null.
fn line_of(file: &FileVersion) -> String {
    let or = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    [
        file.name.clone(),
        or(file.version.clone()),
        or(file.size_bytes.map(|b| b.to_string())),
        or(file.date.map(|d| d.to_string())),
        or(file.time.map(|t| t.to_string())),
        or(file.platform.clone()),
    ]
    .join(" ")
}

fn lines_of(files: &[FileVersion]) -> Vec<String> {
    files.iter().map(line_of).collect()
}

#[test]
fn columns_in_any_order_with_empty_cells() {
    let text = "Microsoft Windows\n\n\
        \x20  Date         Time   Version         Size       File name     Platform\n\
        \x20  ---------------------------------------------------------------------\n\n\
        \x20  21-Mar-2002  15:07                     29,475  Common.adm\n\
        \x20  21-Mar-2002  15:11  4.0.1381.7143   1,280,784  Shell32.dll   Intel\n\n\
        \x20  05-Apr-2002  3:11p                         67  Compver.ini   (Alpha)\n\n\
        NOTE: Tcpip.sys version 5.2.3790.201 is in prose.\n\n\
        \x20  File name     Version   Date/Time       Size     Destination Folder\n\
        \x20  -------------------------------------------------------------------\n\
        \x20  Backup.exe    4.0.952   3/27/96 9:52AM  820,224  Program Files\\Accessories\n";
    let (files, notes) = read(Form::Text, text);
    assert_eq!(
        lines_of(&files),
        [
            "Common.adm - 29475 2002-03-21 15:07:00 -",
            "Shell32.dll 4.0.1381.7143 1280784 2002-03-21 15:11:00 Intel",
            "Compver.ini - 67 2002-04-05 15:11:00 Alpha",
            "Backup.exe 4.0.952 820224 1996-03-27 09:52:00 -",
        ]
    );
    assert_eq!(files[3].path.as_deref(), Some("Program Files\\Accessories"));
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn one_row_proves_the_order_of_a_tables_dates() {
    let text = "Microsoft\n   Date     Time    Version      Size     File name   Platform\n   ---\n\
        \x20  05/02/98                      500,496  setupapi.dll (alpha)\n\
        \x20  19/02/98                      323,344  setupapi.dll (intel)\n";
    let (files, _) = read(Form::Text, text);
    assert_eq!(
        lines_of(&files),
        ["setupapi.dll - 500496 1998-02-05 - alpha", "setupapi.dll - 323344 1998-02-19 - intel"]
    );
    let (files, _) =
        read(Form::Text, "Microsoft\n   Date     Size     File name\n   05/02/98   500,496  setupapi.dll\n");
    assert_eq!(lines_of(&files), ["setupapi.dll - 500496 1998-05-02 - -"]);
    let (files, notes) = read(Form::Text, "   Date     Size     File name\n   05/02/98   500,496  setupapi.dll\n");
    assert_eq!(files[0].date, None, "no publisher, no order");
    assert_eq!(notes[0].code, Code::AmbiguousDate);
    let (files, notes) = read(Form::Text, "   Date     Size     File name\n   xx/xx/xx   500,496  setupapi.dll\n");
    assert_eq!((files[0].date, notes.len()), (None, 0));
}

#[test]
fn boxes_components_and_names_with_versions_only() {
    let text = "Component: Information Store\n\n\
        +---------------------------+\n| File name   | Version     | \n+---------------------------+\n\
        | Edbbcli.dll | 5.5.2652.45 | \n+---------------------------+\n| Store.exe   | 5.5.2652.46 | \n+---+\n";
    let (files, _) = read(Form::Text, text);
    assert_eq!(lines_of(&files), ["Edbbcli.dll 5.5.2652.45 - - - -", "Store.exe 5.5.2652.46 - - - -"]);
    assert_eq!(files[1].scope.as_deref(), Some("Information Store"));
    assert_eq!(files[1].version_parts.as_deref(), Some(&[5, 5, 2652, 46][..]));
}

#[test]
fn sizes_that_state_no_bytes() {
    let text = "   File name     Size          Date\n   Pcmdump.exe   104 KB        2/2/00\n   VB6.exe  1.79 MB  18-Sep-2001\n\
        \x20  Atapchng.vxd  11,331 bytes  09/22/98\n   Ciodm.dll  1.302.016  09.08.2006\n";
    let (files, _) = read(Form::Text, text);
    let sizes: Vec<_> = files.iter().map(|f| (f.size_bytes, f.size_text.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        sizes,
        [(None, "104 KB"), (None, "1.79 MB"), (Some(11_331), "11,331 bytes"), (Some(1_302_016), "1.302.016")]
    );
}

#[test]
fn groups_under_captions_of_their_own() {
    let text = "Windows NT 4.0:\n\n   Date      Time    Size     File name\n   ---\n   04/11/00  02:45p  396,560  Explorer.exe\n\n\
        Windows NT Server 4.0, Terminal Server Edition (Alpha)\n\n   04/11/00  06:48p  401,680  Explorer.exe\n";
    let (files, _) = read(Form::Text, text);
    let scopes: Vec<_> = files.iter().map(|f| f.scope.as_deref().unwrap_or("-")).collect();
    assert_eq!(scopes, ["Windows NT 4.0", "Windows NT Server 4.0, Terminal Server Edition (Alpha)"]);
    assert_eq!(files[1].architecture, Some(crate::model::Architecture::Alpha));
}

#[test]
fn a_sentence_may_stand_for_the_head() {
    let text = "This fix should have the following file attributes or later:\n\n\
        \x20  Dispatch.exe   7/10/98   5:39p    85,245 bytes (version 3.5.34)\n\
        \x20  Import.exe     7/10/98   5:39p   205,905 bytes (version 3.5.34)\n";
    let (files, _) = read(Form::Text, &format!("Microsoft\n\n{text}"));
    assert_eq!(
        lines_of(&files),
        ["Dispatch.exe 3.5.34 85245 1998-07-10 17:39:00 -", "Import.exe 3.5.34 205905 1998-07-10 17:39:00 -"]
    );
    assert_eq!(read(Form::Text, &text.replace("attributes", "problems")).0.len(), 0);
}

#[test]
fn long_names_and_cells_that_wrap() {
    let text = "Microsoft\n   File name      Version   Date      Size    Platform\n   ---\n\
        \x20  Microsoft.Exchange.Data.Directory.dll\n                  4.10.1659 9/23/99  75,885  Windows 98 Second\n\
        \x20                                             Edition\n\
        \x20  Vip.386        4.10.2224 9/23/99  80,409  x86\n";
    let (files, _) = read(Form::Text, text);
    assert_eq!(files[0].name, "Microsoft.Exchange.Data.Directory.dll");
    assert_eq!(files[0].size_bytes, Some(75_885));
    assert_eq!(line_of(&files[1]), "Vip.386 4.10.2224 80409 1999-09-23 - x86");
}

#[test]
fn what_is_no_file_table() {
    for text in [
        "Microsoft\n Directory of C:\\\n\nIO       SYS        40,566  09-30-93  6:20a IO.SYS\nCOMMAND  COM  54,619  09-30-93  6:20a\n",
        "Microsoft\n   Service   Port   Protocol\n   Kerberos  88     TCP\n",
        "Download Q293834_w2k_sp3_x86_en.exe now\n(http://download.microsoft.com/download/x/Q293834_w2k.exe)\n",
        "   File name    Encarta   Bookshelf\n   Refjic.dll   Yes       No\n",
        "Tcpip.sys version 5.2.3790.201 or later is required.\n",
        "   Name        Type   Size\n   Company     Text   50\n",
        "ModLoad: 77f80000 77ffb000   ntdll.dll 5.0.2195.1600\nBase     Size     Name\n77f80000 7b000  ntdll.dll\n",
    ] {
        assert_eq!(lines_of(&read(Form::Text, text).0), [""; 0], "{text}");
        assert_eq!(lines_of(&read(Form::Flat, text).0), [""; 0], "{text}");
    }
}

#[test]
fn rows_in_a_run_of_words_with_the_product_glued_to_the_head() {
    let text = "File informationWhen you view the file information, it is converted to local time.Microsoft Windows Server \
        2003, 32-bit editionsDate Time Version Size File name ------------------------------ 19-Aug-2004 01:11 \
        5.2.3790.201 335,360 Tcpip.sys Microsoft Windows Server 2003, 64-Bit EditionDate Time Version Size File name \
        ------------ 19-Aug-2004 01:06 5.2.3790.201 972,800 Tcpip.sys STATUSMicrosoft has confirmed that this is a problem.";
    let (files, notes) = read(Form::Flat, text);
    assert_eq!(
        lines_of(&files),
        ["Tcpip.sys 5.2.3790.201 335360 2004-08-19 01:11:00 -", "Tcpip.sys 5.2.3790.201 972800 2004-08-19 01:06:00 -"]
    );
    assert_eq!(files[0].scope.as_deref(), Some("Microsoft Windows Server 2003, 32-bit editions"));
    assert_eq!(files[1].scope.as_deref(), Some("Microsoft Windows Server 2003, 64-Bit Edition"));
    assert_eq!(files[0].architecture, Some(crate::model::Architecture::X86));
    assert_eq!(files[1].architecture, Some(crate::model::Architecture::Ia64), "there was no x64 edition yet");
    assert_eq!(files[0].span.of(text), "19-Aug-2004 01:11 5.2.3790.201 335,360 Tcpip.sys");
    assert!(notes.is_empty());
}

#[test]
fn a_run_with_every_kind_of_cell() {
    let text = "For all supported x64-based versions of Windows Server 2008 R2File name File version File size Date Time Platform \
        SP requirement Service branch Lsasrv.dll 6.1.7600.20667 1,446,912 13-Mar-2010 07:57 x64 SP1 GDR Lsasrv.mof Not \
        applicable 13,780 22-Jul-2009 23:19 Not applicable None Not applicable Secur32.dll 6.1.7600.20667 28,160 \
        13-Mar-2010 2:40 PM x64 SP1 LDR For more information, see version 6.1.7600 of the file Lsasrv.dll in the folder.";
    let (files, _) = read(Form::Flat, text);
    assert_eq!(
        lines_of(&files),
        [
            "Lsasrv.dll 6.1.7600.20667 1446912 2010-03-13 07:57:00 x64",
            "Lsasrv.mof - 13780 2009-07-22 23:19:00 -",
            "Secur32.dll 6.1.7600.20667 28160 2010-03-13 14:40:00 x64"
        ]
    );
    assert_eq!(files[2].branch.as_deref(), Some("LDR"));
    assert_eq!(files[2].service_pack.as_deref(), Some("SP1"));
    let boxed = "Component: Internet Mail Service +-----+ | File name | Version | +----+ | Imcmsg.dll | 5.5.2638.0 | +---+ | \
        Msexcimc.exe | 5.5.2638.0 | +---+ This feature was first included in Exchange Server 5.5.";
    let (files, _) = read(Form::Flat, boxed);
    assert_eq!(lines_of(&files), ["Imcmsg.dll 5.5.2638.0 - - - -", "Msexcimc.exe 5.5.2638.0 - - - -"]);
}

#[test]
fn a_crawl_that_leaves_one_cell_a_line() {
    let text = "File hash information\nFile name\nSHA1 hash\nSHA256 hash\nWindows8.1-KB3000850-x64.msu\n\
        b2fbd1d3d2f3ae6f5b2f2cb1ec63d8d7b7f9e2ab\n\
        0f6c1d3d2f3ae6f5b2f2cb1ec63d8d7b7f9e2ab0f6c1d3d2f3ae6f5b2f2cb1ec6\n";
    let sha256 = "0f6c1d3d2f3ae6f5b2f2cb1ec63d8d7b7f9e2ab0f6c1d3d2f3ae6f5b2f2cb1ec";
    let (files, _) =
        read(Form::Flat, &text.replace("0f6c1d3d2f3ae6f5b2f2cb1ec63d8d7b7f9e2ab0f6c1d3d2f3ae6f5b2f2cb1ec6", sha256));
    assert_eq!(files[0].name, "Windows8.1-KB3000850-x64.msu");
    assert_eq!(files[0].sha256.as_deref(), Some(sha256));
    assert_eq!(files[0].sha1.as_deref(), Some("b2fbd1d3d2f3ae6f5b2f2cb1ec63d8d7b7f9e2ab"));
}

#[test]
fn cells_in_other_languages_with_branches_in_folders() {
    let files = read_cells(
        "Windows XP 64-Bit Edition Version 2003 (Itanium):",
        "Dateiname|Version|Datum|Uhrzeit|Größe|CPU|Ordner\n\
         Msadco.dll|2.82.2644.0|22-Feb-2006|21:18|233.472|IA-64|SP1GDR\n\
         Wmsadco.dll|2.82.2644.0|28-Okt-2006|21:18|147.456||SP1QFE\\WOW",
    );
    assert_eq!(
        lines_of(&files),
        [
            "Msadco.dll 2.82.2644.0 233472 2006-02-22 21:18:00 IA-64",
            "Wmsadco.dll 2.82.2644.0 147456 2006-10-28 21:18:00 -"
        ]
    );
    assert_eq!((files[1].branch.as_deref(), files[1].service_pack.as_deref()), (Some("QFE"), Some("SP1")));
    assert_eq!(files[1].architecture, Some(crate::model::Architecture::X86), "WOW holds 32-bit files");
    assert_eq!(files[0].scope.as_deref(), Some("Windows XP 64-Bit Edition Version 2003 (Itanium)"));
}

#[test]
fn cells_with_captions_lists_and_records() {
    let files = read_cells(
        "The following files are installed.",
        "File name|File version|File size|Date|Time|Platform\n\
         For all x86-based versions|For all x86-based versions|For all x86-based versions|For all x86-based versions|For all x86-based versions|For all x86-based versions\n\
         Cng.sys|6.1.7600.16385|369,568|14-Jul-2009|01:17|x86\n\
         A file.dll|Not applicable|1,024|14-Jul-2009|01:17|Not applicable\n\
         A.dll B.dll|6.1.1 6.1.2|1,000 2,000|14-Jul-2009 15-Jul-2009|01:17 01:18|x86",
    );
    assert_eq!(files.len(), 4);
    assert_eq!(line_of(&files[1]), "A file.dll - 1024 2009-07-14 01:17:00 -");
    assert_eq!(files[1].architecture, Some(crate::model::Architecture::X86), "the scope says so");
    assert_eq!(line_of(&files[3]), "B.dll 6.1.2 2000 2009-07-15 01:18:00 x86");
    let files = read_cells(
        "Additional files",
        "File name|Update.mum\nFile version|Not applicable\nFile size|2,566\nDate (UTC)|01-Apr-2010\nTime (UTC)|19:28\nPlatform|Not applicable\n\
         File name|Update-bf.mum\nFile version|Not applicable\nFile size|1,447\nDate (UTC)|01-Apr-2010\nTime (UTC)|19:28\nPlatform|Not applicable",
    );
    assert_eq!(
        lines_of(&files),
        ["Update.mum - 2566 2010-04-01 19:28:00 -", "Update-bf.mum - 1447 2010-04-01 19:28:00 -"]
    );
}

#[test]
fn a_row_that_cannot_be_read_is_told() {
    let text = "Microsoft\n   Date      Time    Version  Size     File name\n   ---\n   10/12/99  9:44PM  1.0.0  36,112  Wlbs.exe\n\
        \x20  10/12/99  10/13/99  10/14/99  9:44PM 9:45PM  Wlbs.sys\n";
    let (files, notes) = read(Form::Text, text);
    assert_eq!(files.len(), 1);
    assert_eq!(notes[0].code, Code::BadFileRow);
}

#[test]
fn damaged_text_never_panics() {
    let text = "Windows Größe\u{a0}Date Time Version Size File name Platform — 19-Aug-2004 01:11 5.2.3790.201 1\u{a0}335\u{a0}360 Ünïcode.sys \
        (x86) ファイル名 ファイル バージョン サイズ 日付 ２００４年８月１９日 １８：３４ ｔ.dll";
    for form in [Form::Text, Form::Flat] {
        for (cut, _) in text.char_indices() {
            read(form, &text[..cut]);
            read(form, &text[cut..]);
        }
    }
}

#[test]
fn time_grows_with_length_only() {
    for form in [Form::Text, Form::Flat] {
        for unit in [
            "Date Time Version Size File name ",
            "19-Aug-2004 01:11 a.dll ",
            "Date Time File name\n a.dll 1.2.3 \n",
            "| ",
        ] {
            let clock = std::time::Instant::now();
            read(form, &unit.repeat(200_000 / unit.len()));
            // Measured at some milliseconds; a loop over all words for each word would take minutes.
            assert!(clock.elapsed().as_secs() < 5, "{form:?} {unit:?} {:?}", clock.elapsed());
        }
    }
}

#[test]
fn heads_whose_cells_were_run_together() {
    let text = "For all supported x64-based versions of Windows Server 2008 R2Collapse this tableExpand this tableFile nameFile versionFile sizeDateTimePlatform Hvax64.exe 6.1.7600.20861 652,672 18-Dec-2010 12:33 Not applicable Hvboot.sys 6.1.7600.20861 117,120 18-Dec-2010 15:30 x64 More";
    let (found, _) = read(Form::Flat, text);
    assert_eq!(
        lines_of(&found),
        [
            "Hvax64.exe 6.1.7600.20861 652672 2010-12-18 12:33:00 -",
            "Hvboot.sys 6.1.7600.20861 117120 2010-12-18 15:30:00 x64"
        ]
    );
    let scope = Some("For all supported x64-based versions of Windows Server 2008 R2");
    assert!(found.iter().all(|f| f.scope.as_deref() == scope));
}

#[test]
fn a_note_behind_a_name_is_no_part_of_it() {
    let text = "Date         Time   Version        Size       File name\n--------------------------------------------------\n05-Jul-2003  19:14  5.1.2600.115   1,092,096  Ole32.dll    pre-SP1\n05-Jul-2003  19:12  5.1.2600.1243  1,120,256  Ole32.dll    with SP1\n";
    let (found, _) = read(Form::Text, text);
    let told: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.service_pack.as_deref())).collect();
    assert_eq!(told, [("Ole32.dll", Some("pre-SP1")), ("Ole32.dll", Some("SP1"))]);
}

#[test]
fn the_edges_of_a_drawn_table_are_no_caption() {
    let text = "attributes: Component: MTA +----------------+ | File name | Version | +----------------+ | Emsmta.exe | 5.5.2621.0 | +----------------+ Component: Directory +----------------+ | File name | Version | +----------------+ | Dsamain.exe | 5.5.2600.0 | +----------------+";
    let (found, _) = read(Form::Flat, text);
    assert_eq!(found.iter().map(|f| f.scope.as_deref()).collect::<Vec<_>>(), [Some("MTA"), Some("Directory")]);
}

#[test]
fn rows_without_a_version_stay_in_a_drawn_table() {
    let text = "attributes:\n\n+--------------------------+\n| File name    | Version   |\n+--------------------------+\n| Address.dll  | 5.0.14.76 |\n+--------------------------+\n| P3.tpl       | N/A       |\n+--------------------------+\n| Mtamsg.dll   | 5.0.14.76 |\n+--------------------------+\n";
    let (found, _) = read(Form::Text, text);
    let rows: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.version.is_some())).collect();
    assert_eq!(rows, [("Address.dll", true), ("P3.tpl", false), ("Mtamsg.dll", true)]);
}

#[test]
fn a_caption_with_years_is_no_half_row() {
    let text = "attributes:\n\nDate         Time   Version       Size    File name\n17-Jun-2004  00:21  5.2.3790.173  16,896  Nddenb32.dll\n\nWindows Server 2003 Enterprise Edition and Windows Server 2003 Datacenter Edition:\n\nDate         Time   Version       Size    File name\n17-Jun-2004  00:17  5.2.3790.173  38,400  Nddenb32.dll\n";
    let (found, _) = read(Form::Text, text);
    let scope = "Windows Server 2003 Enterprise Edition and Windows Server 2003 Datacenter Edition";
    assert_eq!(found.iter().map(|f| f.scope.as_deref()).collect::<Vec<_>>(), [None, Some(scope)]);
}

#[test]
fn a_platform_keeps_a_bracket_of_its_own() {
    let text = "attributes:\n\n   Date      Time    Version    Size    File name  Platform\n   --------------------------------------------------------\n   09/23/99  03:47p  4.10.1659  75,885  Vip.386    Windows 95 (all)\n";
    let (found, _) = read(Form::Text, text);
    assert_eq!(found[0].platform.as_deref(), Some("Windows 95 (all)"));
}

#[test]
fn a_crawl_may_put_a_table_on_one_line_or_each_cell_on_its_own() {
    let expected = ["Setupapi.dll 5.0.2195.5255", "Asp.dll 4.2.775.1"];
    for text in [
        "Date Time Version Size File name --------------- 03-Apr-2002 22:17 5.0.2195.5255 245,520 Setupapi.dll \
         26-Mar-2002 21:53 4.2.775.1 330,672 Asp.dll\nThe end.",
        "Date Time Version Size File name ---------------\n03-Apr-2002 22:17 5.0.2195.5255 245,520 Setupapi.dll\n\
         26-Mar-2002 21:53 4.2.775.1 330,672 Asp.dll\nThe end.",
        "File name\nFile version\nFile size\nDate\nTime\nSetupapi.dll\n5.0.2195.5255\n245,520\n03-Apr-2002\n22:17\nAsp.dll\n\
         4.2.775.1\n330,672\n26-Mar-2002\n21:53\nTo remove the update, restart.",
    ] {
        let (rows, _) = read(Form::Text, text);
        let found: Vec<String> =
            rows.iter().map(|row| format!("{} {}", row.name, row.version.as_deref().unwrap_or("-"))).collect();
        assert_eq!(found, expected, "{text}");
        assert!(rows.iter().all(|row| row.size_bytes.is_some() && row.date.is_some() && row.time.is_some()));
    }
}

#[test]
fn blanks_separate_thousands_in_a_run_of_words_too() {
    let text = "Nazwa pliku Wersja pliku Rozmiar pliku Data Godzina Platforma Tcpip.sys 5.2.3790.201 335 360 28.10.2006 01:11 x86 \
        Ntdll.dll 5.2.3790.202 1 302 016 28.10.2006 01:06 x86";
    let (rows, _) = read(Form::Flat, text);
    assert_eq!(rows.iter().map(|r| r.size_bytes).collect::<Vec<_>>(), [Some(335_360), Some(1_302_016)]);
    assert!(rows.iter().all(|r| r.date.is_some() && r.time.is_some() && r.platform.as_deref() == Some("x86")));
}
