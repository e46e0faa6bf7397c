//! Layouts and traps of flat texts, each as a small article written for the test.

use super::extract;
use crate::Options;
use crate::extract::{Extracted, FieldName, RawBlockKind};
use crate::model::{Form, SourceInfo};
use crate::source::Document;

pub(super) fn flat(text: &str) -> Extracted {
    extract(document(text.to_owned()), &Options::default()).expect("an article")
}

pub(super) fn headings(article: &Extracted) -> Vec<(u8, &str)> {
    let each = article.blocks.iter().filter_map(|b| match b.kind {
        RawBlockKind::Heading { level, text } => Some((level, text.of(&article.text))),
        _ => None,
    });
    each.collect()
}

pub(super) fn fields(article: &Extracted, name: FieldName) -> Vec<&str> {
    article.fields.iter().filter(|f| f.name == name).map(|f| f.value.as_str()).collect()
}

/// What the blocks do not cover must be white space: nothing is lost.
pub(super) fn assert_tiles(article: &Extracted) {
    let mut at = 0;
    for block in &article.blocks {
        assert!(block.span.start as usize >= at, "blocks overlap at {at}: {:?}", block);
        let gap = &article.text[at..block.span.start as usize];
        assert!(gap.trim().is_empty(), "not covered: {gap:?}");
        at = block.span.end as usize;
    }
    assert!(article.text[at..].trim().is_empty(), "not covered: {:?}", &article.text[at..]);
}

#[test]
fn headings_glued_on_both_sides() {
    let text = "Article ID: 900001 - Last Review: July 24, 2007 - Revision: 1.10 Event 1229 occurs in Windows Server 2003\n\
        On This PageSYMPTOMSOn a computer that runs Windows Server 2003, an event is logged. See the SYMPTOMS section of \
        another article. CAUSEThe cause of the problem is the STATUS_ACCESS_DENIED code.RESOLUTIONHotfix informationA hotfix \
        is available.PrerequisitesNo prerequisites are required.Restart requirementYou must restart.Hotfix replacement \
        informationThis hotfix replaces none.File informationThe files follow. STATUSMicrosoft has confirmed this, as \
        listed in the \"Applies to\" section. APPLIES TO\n\
        • Microsoft Windows Server 2003, Standard Edition\nKeywords: kbhotfixserver KB900001\n\
        | Other Resources Other Support Sites\nCommunityGet Help Now\nBack to the top\n";
    let article = flat(text);
    assert_eq!(
        headings(&article),
        [
            (1, "SYMPTOMS"),
            (1, "CAUSE"),
            (1, "RESOLUTION"),
            (2, "Hotfix information"),
            (3, "Prerequisites"),
            (3, "Restart requirement"),
            (3, "Hotfix replacement information"),
            (3, "File information"),
            (1, "STATUS"),
        ]
    );
    assert_eq!(fields(&article, FieldName::Title), ["Event 1229 occurs in Windows Server 2003"]);
    assert_eq!(fields(&article, FieldName::ArticleId), ["900001"]);
    assert_eq!(fields(&article, FieldName::Reviewed), ["July 24, 2007"]);
    assert_eq!(fields(&article, FieldName::Revision), ["1.10"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Windows Server 2003, Standard Edition"]);
    assert_eq!(fields(&article, FieldName::Keywords), ["kbhotfixserver KB900001"]);
    assert!(!article.lines);
    assert_tiles(&article);
}

#[test]
fn a_title_glued_to_the_earlier_number() {
    let text = "Article ID: 900002 - Last Review: May 6, 2001 - Revision: 4.6 BUG: Causes of a Wrong CaseThis article was \
        previously published under Q900002\nOn This PageSUMMARYThe macro fails.MORE INFORMATIONSee below.APPLIES TO\n\
        Microsoft Macro Assembler, version 5.1\n";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Title), ["BUG: Causes of a Wrong Case"]);
    assert_eq!(fields(&article, FieldName::Alias), ["Q900002"]);
    assert_eq!(headings(&article), [(1, "SUMMARY"), (1, "MORE INFORMATION")]);
    assert_tiles(&article);
}

#[test]
fn a_capital_belongs_to_the_next_word_or_to_the_plural() {
    let text = "Article ID: 900003 - Last Review: May 6, 2001 - Revision: 1.0 Sna\nOn This PageSYMPTOMSSMS stops.\
        CAUSESNA Server waits.RESOLUTIONSTATUSThis problem is known.REFERENCEShttp://example.com/a APPLIES TO\nSNA Server\n";
    let names: Vec<_> = headings(&flat(text)).iter().map(|h| h.1.to_owned()).collect();
    assert_eq!(names, ["SYMPTOMS", "CAUSE", "RESOLUTION", "STATUS", "REFERENCES"]);
}

#[test]
fn a_phrase_inside_an_identifier_is_no_heading() {
    let text = "The policy is not applied This article helps you. Original KB number: 900001 Symptoms The log holds \
        app:ScopeId_GUID/Version_4 and Utils::ScopeAndBind and CauseMap::find, and the client stops. Cause The policy is old.";
    let article = flat(text);
    assert_eq!(headings(&article).iter().map(|h| h.1).collect::<Vec<_>>(), ["Symptoms", "Cause"]);
}

#[test]
fn headings_as_words_among_words() {
    let text = "Skip to main content Microsoft Support You cannot print from the GL Summary window This article helps you \
        fix an issue with printing. Applies to: Windows Server 2016, Windows 10, version 1809 Original KB number: 900004 \
        Symptoms When you print, the Address Resolution Protocol fails. For more information about the cause of this, see \
        the Resolution section. Cause This issue occurs because of the status of C:\\Temp\\a.log Resolution To fix this, \
        follow these steps: 1. Open the file. 2. Close the file. More information The file is large. References Windows docs\n\
        Was this information helpful? Yes No Thank you for your feedback!";
    let article = flat(text);
    let names: Vec<_> = headings(&article).iter().map(|h| h.1).collect();
    assert_eq!(names, ["Symptoms", "Cause", "Resolution", "More information", "References"]);
    assert_eq!(fields(&article, FieldName::Title), ["You cannot print from the GL Summary window"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Windows Server 2016\nWindows 10, version 1809"]);
    let items = article.blocks.iter().filter(|b| matches!(b.kind, RawBlockKind::ListItem { ordered: true, .. }));
    assert_eq!(items.count(), 2);
    assert_tiles(&article);
}

#[test]
fn a_block_a_line() {
    let text = "The service stops\nThis article describes the service.\nOriginal product version: Windows 10\n\
        Original KB number: 900005\nSymptoms\nThe service stops.\nStatus: stopped\nCause\nThe disk is full.\nResolution\n\
        Resolution 1\nFree the disk.\nResolution 2\nBuy a disk.\nNote\nDisks are cheap.\n";
    let article = flat(text);
    assert_eq!(
        headings(&article),
        [(1, "Symptoms"), (1, "Cause"), (1, "Resolution"), (2, "Resolution 1"), (2, "Resolution 2")]
    );
    assert_eq!(fields(&article, FieldName::Title), ["The service stops"]);
    assert!(article.lines);
    assert!(article.blocks.iter().any(|b| matches!(b.kind, RawBlockKind::Note { .. })));
    assert_tiles(&article);
}

#[test]
fn site_words_between_sections() {
    let text = "http://support.microsoft.com/kb/900006\n\nInvoices are shown twice Print Print Email Email\n\
        Article ID: 900006 - View products that this article applies to.\nExpand all | Collapse all\n\
        Collapse this imageExpand this imageSYMPTOMS\nInvoices stay open.\nBack to the top | Give Feedback\n\
        Collapse this imageExpand this imageCAUSE\nClick Back to the top to see why.\n\
        Back to the top | Give Feedback\nProperties\nArticle ID: 900006 - Last Review: July 1, 2012 - Revision: 3.0\n\
        Applies to\n  Microsoft Dynamics GP 9.0\n\nKeywords:\nkbprb KB900006\nBack to the top\n";
    let article = flat(text);
    assert_eq!(headings(&article), [(1, "SYMPTOMS"), (1, "CAUSE")]);
    assert_eq!(fields(&article, FieldName::Title), ["Invoices are shown twice"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Dynamics GP 9.0"]);
    assert_eq!(fields(&article, FieldName::Revision), ["3.0"]);
    assert_eq!(fields(&article, FieldName::Keywords), ["kbprb KB900006"]);
    assert_tiles(&article);
}

#[test]
fn a_title_with_its_number_and_a_wiki_mirror() {
    let text = "FIX: The list is empty (910322)\nThe information in this article applies to:\n\
        - Microsoft SQL Server 2000\n- Microsoft SQL Server 7.0\nSYMPTOMS\nThe list is empty.\nCAUSE\nA bug.\n";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Title), ["FIX: The list is empty"]);
    assert_eq!(fields(&article, FieldName::ArticleId), ["910322"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft SQL Server 2000\nMicrosoft SQL Server 7.0"]);
    let text = "Microsoft KB Archive/900007\nFrom BetaArchive Wiki\nThe queue grows\nArticle ID: 900007\n\
        Article Last Modified on 10/26/2006\nAPPLIES TO\nMicrosoft Exchange 2000 Server\nSYMPTOMS\nThe queue grows.\n\
        RESOLUTION\nInstall the fix.\nKeywords: kbhotfixserver kbqfe KB900007\n";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Title), ["The queue grows"]);
    assert_eq!(fields(&article, FieldName::Modified), ["10/26/2006"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Exchange 2000 Server"]);
    assert_eq!(headings(&article), [(1, "SYMPTOMS"), (1, "RESOLUTION")]);
    assert_tiles(&article);
}

#[test]
fn other_languages() {
    let german = "Artikel-ID: 900008 - Geändert am: Freitag, 5. Mai 2006 - Version: 2.1 Der Dienst wird beendet\n\
        Auf dieser SeiteProblembeschreibungDer Dienst wird beendet. Die Ursache steht im Abschnitt Ursache.UrsacheDer \
        Datenträger ist voll.LösungSchaffen Sie Platz.Weitere InformationenSiehe unten.\n";
    let article = flat(german);
    let names: Vec<_> = headings(&article).iter().map(|h| h.1).collect();
    assert_eq!(names, ["Problembeschreibung", "Ursache", "Lösung", "Weitere Informationen"]);
    assert_eq!(fields(&article, FieldName::Title), ["Der Dienst wird beendet"]);
    let japanese = "文書番号: 900009\nサービスが停止する\n現象\nサービスが停止します。原因は不明です。\n原因\nディスクの空き容量が不足しています。\n\
        解決方法\n空き容量を増やします。\n";
    let article = flat(japanese);
    let names: Vec<_> = headings(&article).iter().map(|h| h.1).collect();
    assert_eq!(names, ["現象", "原因", "解決方法"]);
    let french = "Le service s'arrête Cet article explique pourquoi. Symptômes Lorsque vous démarrez le service, il s'arrête. \
        Cause Ce problème se produit car le disque est plein. Résolution Pour résoudre ce problème, libérez de l'espace.";
    let article = flat(french);
    let names: Vec<_> = headings(&article).iter().map(|h| h.1).collect();
    assert_eq!(names, ["Symptômes", "Cause", "Résolution"]);
    let russian = "Служба останавливается\nПроблема\nСлужба останавливается.\nПричина\nДиск заполнен.\nРешение\nОсвободите место.\n";
    let names: Vec<_> = headings(&flat(russian)).iter().map(|h| h.1.to_owned()).collect();
    assert_eq!(names, ["Проблема", "Причина", "Решение"]);
}

#[test]
fn what_holds_no_article_is_refused_and_nothing_panics() {
    let refuse = |text: &str| extract(document(text.to_owned()), &Options::default()).is_err();
    assert!(refuse("Just a line of text."));
    assert!(refuse(""));
    let whole = "Article ID: 1 - Revision: 1. été\nOn This PageSYMPTOMSÀ «CAUSE» 原因RESOLUTION1) “a”\tSTATUS:\nAPPLIES TO\n•\n";
    for end in whole.char_indices().map(|(at, _)| at).chain([whole.len()]) {
        if let Ok(article) = extract(document(whole[..end].to_owned()), &Options::default()) {
            assert_tiles(&article);
        }
    }
    let many = "Cause The cause. CAUSEA Resolution ".repeat(20_000);
    let _ = extract(document(many), &Options::default());
}

fn document(text: String) -> Document {
    Document { info: SourceInfo::default(), text, form: Form::Flat, diagnostics: Vec::new() }
}
