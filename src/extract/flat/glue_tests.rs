//! Layouts and traps of texts whose headings, items and names are glued, each as a small article written for the test.

use super::tests::{assert_tiles, fields, flat, headings};
use crate::extract::{Extracted, FieldName, RawBlockKind};

fn items(article: &Extracted) -> Vec<&str> {
    let each = article.blocks.iter().filter_map(|b| match b.kind {
        RawBlockKind::ListItem { text, .. } => Some(text.of(&article.text)),
        _ => None,
    });
    each.collect()
}

/// An article in the style of 2005 with this text in its last section.
fn glued(body: &str) -> Extracted {
    flat(&format!(
        "Article ID: 900040 - Last Review: May 6, 2001 - Revision: 1.0 The Tool Stops\nOn This PageSYMPTOMSThe tool stops \
         while it runs.CAUSEThe tool is old.RESOLUTION{body}APPLIES TO\nMicrosoft Tool\nKeywords: msdos KB900040\n"
    ))
}

#[test]
fn one_line_below_the_label_is_one_product() {
    let text = "Article ID: 900041 - Last Review: May 6, 2001 - Revision: 1.0 The Tool Stops\nOn This PageSYMPTOMSThe tool stops.\
        MORE INFORMATIONThe listing ends here: END main (c) 1992. All rights reserved. APPLIES TO\n\
        • Microsoft Windows NT Server version 4.0, Terminal Server Edition\nMicrosoft Mail for Macintosh, Exchange Server \
        Edition, version 8.0\nKeywords:\u{a0}win95 kbFAQ KB900041\n| Other Resources Other Support Sites\n";
    let article = flat(text);
    let products = "Microsoft Windows NT Server version 4.0, Terminal Server Edition\nMicrosoft Mail for Macintosh, Exchange \
        Server Edition, version 8.0";
    assert_eq!(fields(&article, FieldName::AppliesTo), [products]);
    assert_eq!(fields(&article, FieldName::Keywords), ["win95 kbFAQ KB900041"]);
    assert_eq!(headings(&article).len(), 2);
    assert_tiles(&article);
    let inline = "The tool stops This article helps you. Applies to: .NET Framework 4.8, Exchange Server 2016, Enterprise \
        Edition Original KB number: 900042 Symptoms The tool stops. Cause The tool is old.";
    let products = [".NET Framework 4.8\nExchange Server 2016, Enterprise Edition"];
    assert_eq!(fields(&flat(inline), FieldName::AppliesTo), products);
}

#[test]
fn names_of_programs_hold_no_headings() {
    let body = "Call ExpandEnvironmentStrings first. char szErrorMsg[9]; BOOL fBackgroundToDo = TRUE; \
        with StatusUpdateInterval=0x3c ce.ErrorMessage(); if the TBNOTES1 file is missing, copy FixTBar.dsp \
        and Fix97.reg from DownloadDownload Tool32.exe now (http://example.com/a).";
    let article = glued(body);
    assert_eq!(headings(&article).iter().map(|h| h.1).collect::<Vec<_>>(), ["SYMPTOMS", "CAUSE", "RESOLUTION"]);
    // A sentence opens behind the word: it is a heading even behind a name.
    let text = "The setup fails This article helps you. Original KB number: 900043Symptoms When you run setup, it fails. See \
        C:\\temp\\setup.txtCause This issue occurs because a file is missing. Resolution To fix this, copy it.";
    assert_eq!(headings(&flat(text)).iter().map(|h| h.1).collect::<Vec<_>>(), ["Symptoms", "Cause", "Resolution"]);
}

#[test]
fn headings_of_the_articles_own_that_are_glued() {
    let body = "Tool 4.0To resolve this problem, install Microsoft PowerPoint as usual.Removing the Tool ServiceTo remove it, \
        stop it.Step-by-Step Example1. Start the tool. 2. Close it.Set the DMA channel to 5 for HIMEM.SYS and \
        LOGON.EXE on the disk. Running Without a Monitor ------------------------- Unplug it. Size Date ---- ---- 12 today.\
        Method 1: Use the Other ToolUse the other one.Method 2Wait for it.";
    let article = glued(body);
    let own: Vec<_> = headings(&article).into_iter().filter(|h| h.0 > 1).map(|h| h.1).collect();
    let wanted = [
        "Tool 4.0",
        "Removing the Tool Service",
        "Step-by-Step Example",
        "Running Without a Monitor",
        "Method 1: Use the Other Tool",
        "Method 2",
    ];
    assert_eq!(own, wanted);
    assert_eq!(items(&article), ["Start the tool.", "Close it."]);
    assert_tiles(&article);
}

#[test]
fn headings_that_end_alike_and_stand_behind_quotes_and_files() {
    let body = "Pick one of these.Setting the Local ModeTo set it, stop the tool.Setting the Remote ModeTo set it, start the \
        tool named \"A Tool.\"How to Obtain the SPCheck ToolThe tool is on the disk in the file named Setup.exe.Create the Server \
        Application1. Start it.Create the Client Application1. Start it, too.The DataGrid control shows it.";
    let article = glued(body);
    let own: Vec<_> = headings(&article).iter().skip(3).map(|h| h.1).collect();
    let expected = [
        "Setting the Local Mode",
        "Setting the Remote Mode",
        "How to Obtain the SPCheck Tool",
        "Create the Server Application",
        "Create the Client Application",
    ];
    assert_eq!(own, expected);
    assert_tiles(&article);
}

#[test]
fn a_word_that_counts_heads_the_parts() {
    let run = "The service stops This article helps you. Original KB number: 900044 Symptoms The service stops on Server 1. \
        Resolution Use one of these methods. Method 1: Use the console Open it. Method 2 Use a script. Run it as in Method 9. \
        More information None.";
    let own = |article: &Extracted| -> Vec<String> {
        headings(article).iter().filter(|h| h.0 > 1).map(|h| h.1.to_owned()).collect()
    };
    assert_eq!(own(&flat(run)), ["Method 1", "Method 2"]);
    let lines = "The service stops\nThis article helps you.\nOriginal KB number: 900045\nSymptoms\nThe service stops.\n\
        Resolution\nUse one of these methods.\nMethod 1: Use the console\nOpen it.\nMethod 2: Use a script\nRun it.\n\
        More information\nNone.\n";
    assert_eq!(own(&flat(lines)), ["Method 1: Use the console", "Method 2: Use a script"]);
}

#[test]
fn items_behind_no_stop() {
    let body = "Do this: - Network - Printers - \"Faxes\" and then stop. Windows NT - Server is meant. -or- - Use another. Then \
        follow these steps: 1. Click OK 2. Type a name 3. Wait for Excel.Application objects and \
        Debug.Print lines.";
    let article = glued(body);
    let wanted = [
        "Network",
        "Printers",
        "\"Faxes\" and then stop. Windows NT - Server is meant. -or-",
        "Use another. Then follow these steps:",
        "Click OK",
        "Type a name",
        "Wait for Excel.Application objects and Debug.Print lines.",
    ];
    assert_eq!(items(&article), wanted);
    assert_tiles(&article);
}

#[test]
fn a_heading_behind_the_label_of_the_contents() {
    let text = "Article translations Article ID: 900046 - View products that this article applies to. The tool stops Expand all | \
        Collapse all On This Page SYMPTOMS When you start the tool, it stops. Collapse this imageExpand this image RESOLUTION \
        To resolve this problem, install the update. Properties Article ID: 900046 - Last Review: October 9, 2011 - Revision: \
        2.0 Applies to Windows 7 Enterprise Keywords: kbprb KB900046";
    assert_eq!(headings(&flat(text)).iter().map(|h| h.1).collect::<Vec<_>>(), ["SYMPTOMS", "RESOLUTION"]);
    let wiki = "Microsoft KB Archive/900047 From BetaArchive Wiki < Microsoft KB Archive Jump to: navigation, search Knowledge \
        Base The tool stops in a cluster Article ID: 900047 Article Last Modified on 10/26/2006 APPLIES TO Microsoft Tool \
        SYMPTOMS When you print, the tool stops. CAUSE This problem occurs because the driver is old.";
    assert_eq!(fields(&flat(wiki), FieldName::Title), ["The tool stops in a cluster"]);
    let build = "June 11, 2019—KB4500001 (OS Build 14393.1) Applies to Windows 10, version 1607 Windows Server 2016 Release Date: \
        6/11/2019 Version: OS Build 14393.1 Summary This update improves quality. Resolution Install the update.";
    let article = flat(build);
    assert_eq!(fields(&article, FieldName::ArticleId), ["KB4500001"]);
    assert_eq!(fields(&article, FieldName::Published), ["6/11/2019"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Windows 10, version 1607\nWindows Server 2016"]);
}
