//! Pages whose menus, labels and values a crawl glued to the article, or set on lines of their own. Each is a small
//! article written for the test.

use super::tests::{assert_tiles, fields, flat, headings};
use crate::extract::{Extracted, FieldName, RawBlockKind};

fn names(article: &Extracted) -> Vec<&str> {
    headings(article).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_menu_that_begins_with_its_products_is_no_title() {
    for (menu, title) in [
        ("Microsoft 365OfficeProductsDevices", "PC Win: Mail stops in RC"),
        ("Microsoft Select a Product Advanced Search Contact Us ", "Using AddItem() in DDE"),
        ("Microsoft\nSelect a Product\nAdvanced Search\nContact Us\n", "Devices on a second adapter are lost"),
    ] {
        let apart = if menu.ends_with('\n') { "\n" } else { "" };
        let text = format!(
            "{menu}{title}{apart}View products that this article applies to.{apart}Article ID: 900031{apart} \
             SUMMARY{apart} The adapter is lost. MORE INFORMATION{apart} It is found again."
        );
        let article = flat(&text);
        assert_eq!(fields(&article, FieldName::Title), [title], "{text}");
        assert_eq!(fields(&article, FieldName::ArticleId), ["900031"]);
        assert_tiles(&article);
    }
    // Products begin titles, too.
    let article =
        flat("Microsoft Office Products Cannot Start Article ID: 900032 SYMPTOMS You cannot start it. CAUSE None.");
    assert_eq!(fields(&article, FieldName::Title), ["Microsoft Office Products Cannot Start"]);
}

#[test]
fn a_heading_directly_behind_the_head_needs_no_other_sign() {
    let text = "Grid Systems Installs WIN.BAT Article ID: 900033 Article Last Modified on 11/5/1999 APPLIES TO Microsoft \
        Windows versions 3.0, 3.0a SUMMARY Grid Systems ships a version of Windows. Keywords: KB900033 Retrieved from \"x\"";
    let article = flat(text);
    assert_eq!(names(&article), ["SUMMARY"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Windows versions 3.0, 3.0a"]);
    let glued = "New Option /LAApplies ToMicrosoft Macro Assembler (MASM), version 5.1 SummaryVersion 5.10 has a new option. \
        More informationThe option shows all code.";
    let article = flat(glued);
    assert_eq!(fields(&article, FieldName::Title), ["New Option /LA"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Macro Assembler (MASM), version 5.1"]);
    assert_eq!(names(&article), ["Summary", "More information"]);
    assert_tiles(&article);
}

#[test]
fn labels_and_values_may_stand_on_lines_of_their_own() {
    let text = "The store stops\nArticle ID\n:\n900034\nLast Review\n:\nApril 15, 2000\nRevision\n:\n3.6\nSYMPTOMS\n\
        The store stops.\nCAUSE\nThe disk is full.\nKeywords:\nwin95 KB900034\nGive Feedback\n";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::ArticleId), ["900034"]);
    assert_eq!(fields(&article, FieldName::Reviewed), ["April 15, 2000"]);
    assert_eq!(fields(&article, FieldName::Revision), ["3.6"]);
    assert_eq!(fields(&article, FieldName::Keywords), ["win95 KB900034"]);
    assert_eq!(names(&article), ["SYMPTOMS", "CAUSE"]);
    assert_tiles(&article);
}

#[test]
fn keywords_end_with_the_number_whatever_is_glued_to_it() {
    let text = "The store stops SYMPTOMSThe store stops.CAUSEThe disk is full. (c) 1997. All rights reserved. By A. Author \
        Keywords: win95 KB900035Give FeedbackDid this information solve your problem?";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Keywords), ["win95 KB900035"]);
    assert_eq!(names(&article), ["SYMPTOMS", "CAUSE"]);
}

#[test]
fn a_date_among_the_articles_lines_ends_nothing() {
    let text = format!(
        "A patch is available\nArticle ID: 900036\nSUMMARY\nA patch is available.\nMORE INFORMATION\n\
         Download the package now.\nRelease Date: April 10, 2002\n{}\n",
        "The installer stops and restarts the service. ".repeat(14)
    );
    let article = flat(&text);
    assert_eq!(names(&article), ["SUMMARY", "MORE INFORMATION"]);
    let read: usize = article.blocks.iter().map(|b| b.span.len()).sum();
    let body = article.blocks.iter().filter(|b| matches!(b.kind, crate::extract::RawBlockKind::Paragraph));
    assert!(body.map(|b| b.span.len()).sum::<usize>() > 600, "{read}");
    assert_tiles(&article);
}

#[test]
fn scripts_without_capitals_part_title_and_blocks_by_phrases() {
    let japanese = "文書番号: 900041 - 最終更新日: 2007年11月14日 - リビジョン: 2.4DNS サーバーでエラーが表示される症状サービスを開始すると、エラーが\
        表示されます。ページのトップへ原因この問題は、ファイルがロックされているために発生します。";
    let article = flat(japanese);
    assert_eq!(fields(&article, FieldName::Title), ["DNS サーバーでエラーが表示される"]);
    assert_eq!(names(&article), ["症状", "原因"]);
    let korean = "기술 자료 ID: 900042 - 마지막 검토: 2007년 11월 14일 수요일 - 수정: 2.4DNS 서버 오류현상서비스가 중지됩니다.위로 \
        가기원인이 문제는 영역 파일이 잠겨 있기 때문에 발생합니다.위로 가기해결 방법이 문제를 해결하려면 핫픽스를 설치하십시오.";
    let article = flat(korean);
    assert_eq!(names(&article), ["현상", "원인", "해결 방법"]);
    assert_tiles(&article);
}

#[test]
fn products_may_end_a_text_in_a_run_of_words() {
    let text = "Fehlermeldung beim Start Symptome Der Dienst startet nicht. Ursache Die Datei ist gesperrt. Lösung Entsperren \
        Sie die Datei. Informationsquellen KB900043 Gilt für Microsoft Windows Server 2003";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Windows Server 2003"]);
    assert_tiles(&article);
}

#[test]
fn words_of_the_support_site_are_told_by_how_they_stand() {
    // In a language without a vocabulary, too: of its words only the label of the number is known.
    let above = "Ett fel\n\nXyz xyz Xyz xyz\nArticle ID: 314067 - Xyz xyzzy plugh!\nPlugh xyzzy.\nXyz all | Plugh all\n\n\
                 SYMPTOMS\n\nIt stops.\n";
    let article = flat(above);
    assert_eq!(fields(&article, FieldName::Title), ["Ett fel"]);
    assert_eq!(fields(&article, FieldName::Publisher), ["microsoft"]);
    assert_eq!(article.blocks.iter().filter(|b| b.kind == RawBlockKind::Chrome).count(), 4, "{:?}", article.blocks);
    assert_tiles(&article);

    let signed_out =
        "Xyzzy Microsoft\nXyz plugh.\nXyzzy,\nPlugh xyz.\nXyz plugh xyzzy\nPlugh xyz xyzzy.\n\nSYMPTOMS\n\nIt stops.\n";
    let article = flat(signed_out);
    assert_eq!(fields(&article, FieldName::Title), [""; 0]);
    assert_eq!(fields(&article, FieldName::Publisher), ["microsoft"]);
    assert_tiles(&article);

    // A letter begins with a greeting as well, and a list of two columns may stand anywhere.
    for other in [
        "A title\n\nSYMPTOMS\n\nDear all,\nIt stops.\nIt starts.\nIt stops again.\n",
        "A title\nArticle ID: 314067\nCopy | Move\n\nSYMPTOMS\n\nIt stops.\n",
        "A title\nArticle ID: 314067 - Last Review: January 31, 2007 - Revision: 1.1\nCopy | Move\n\nSYMPTOMS\n\nIt stops.\n",
    ] {
        assert_eq!(fields(&flat(other), FieldName::Publisher), [""; 0], "{other}");
    }
}
