//! Which inputs come out of mails and saved pages?

use super::*;
use crate::source::container::budget::Budget;
use crate::source::container::stream::Stream;
use crate::source::container::{Context, PassedOver};

/// Names, addresses and texts of the inputs of a mail; a file that it carries has `+` before its text.
fn read(mail: &str) -> Vec<(String, String, String)> {
    let mut mail = Mail::new(mail.as_bytes());
    std::iter::from_fn(|| mail.next())
        .map(|member| {
            let text = match member.content {
                Content::Page(bytes, _) => String::from_utf8_lossy(&bytes).into_owned(),
                Content::Read(bytes) => format!("+{}", String::from_utf8_lossy(&bytes)),
                Content::Refused(reject, _) => reject.message,
                other => format!("{other:?}"),
            };
            (member.name.unwrap_or_default(), member.url.unwrap_or_default(), text)
        })
        .collect()
}

fn found(name: &str, url: &str, text: &str) -> (String, String, String) {
    (name.to_owned(), url.to_owned(), text.to_owned())
}

const SAVED: &str = "From: <Saved by a browser>\r\nSnapshot-Content-Location: http://a/kb/1\r\nSubject: A page\r\n\
Date: Sat, 1 Mar 2014 12:30:05 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
\tboundary=\"----x\"\r\n\r\n\r\n------x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
Content-Location: http://a/kb/1\r\n\r\n<p class=3D\"a\">one=\r\n two\r\n------x\r\nContent-Type: text/css\r\n\
Content-Location: http://a/x.css\r\n\r\np {}\r\n------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
Content-Location: http://a/x.png\r\n\r\niVBORw0KGgo=\r\n------x\r\nContent-Type: text/html\r\n\
Content-Location: http://b/frame.html?a=b\r\n\r\n<p>frame\r\n------x--\r\n";

#[test]
fn a_saved_page_is_the_page_and_its_frames() {
    assert!(is_mail(SAVED.as_bytes()));
    let frame = found("frame.html", "http://b/frame.html?a=b", "<p>frame");
    assert_eq!(read(SAVED), [found("", "http://a/kb/1", "<p class=\"a\">one two"), frame]);
    let member = Mail::new(SAVED.as_bytes()).next().expect("a page");
    assert_eq!(member.retrieved, moment("2014-03-01T12:30:05Z"));
}

#[test]
fn a_mail_is_its_text_and_what_it_carries() {
    let plain = "Return-Path: <a@b>\nFrom: a@b\nDate: Sat, 1 Mar 2014 12:30:05 GMT\nSubject: x\n\nThe text.\n";
    assert!(is_mail(plain.as_bytes()));
    assert_eq!(read(plain), [found("", "", "The text.\n")]);
    let both = "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\nnobody reads this\n--m\n\
Content-Type: multipart/alternative; boundary=m2\n\n--m2\nContent-Type: text/plain\n\nplain\n--m2\n\
Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+cGFnZQ==\n--m2--\n--m\n\
Content-Type: application/zip; name=\"a.zip\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nUEs=\n--m\n\
Content-Type: message/rfc822\n\nSubject: inner\n\ntext\n--m--\nend\n";
    let forwarded = found("part6.eml", "", "+Subject: inner\n\ntext");
    assert_eq!(read(both), [found("", "", "<p>page"), found("a.zip", "", "+PK"), forwarded]);
}

#[test]
fn articles_that_look_a_little_like_mails_are_none() {
    for text in [
        "Article ID: 832880 - Last Review: October 26, 2006\nFrom: x\n\n",
        "Subject: The spooler stops\nThis is a sentence: it has a colon.\nFrom: a\nDate: b\n\n",
        "From: a\nSubject: no date, no type\n\ntext",
        "DATE: x\n\nFROM: y",
        "From the start: Date: x\n\n",
    ] {
        assert!(!is_mail(text.as_bytes()), "{text}");
    }
}

#[test]
fn what_is_cut_or_hostile_ends() {
    for cut in 0..SAVED.len() {
        let cut = &SAVED[..cut];
        read(cut);
        is_mail(cut.as_bytes());
    }
    let mut deep = String::from("MIME-Version: 1.0\n");
    for n in 0..2000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    }
    assert_eq!(read(&deep).len(), 1);
    let wide = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(20_000));
    assert!(read(&wide).len() <= MOST_PARTS);
}

#[test]
fn a_mailbox_is_its_mails() {
    let line = "From a@b Sat Jan  3 01:05:34 1996\n";
    let mail = |n: u32| {
        format!("From: a@b\nDate: Sat, 3 Jan 1996 01:05:34 GMT\n\n{n}\n>From here on\nFrom now on\n\nFrom then on\n\n")
    };
    let mailbox = format!("{line}{}{line}{}", mail(1), mail(2));
    assert!(is_mbox(mailbox.as_bytes()) && !is_mbox(b"From here on\nthere: are lines"));
    let read = |bytes: &[u8]| {
        let context = Context { max_bytes: 999, budget: Budget::new(1, 999), passed_over: PassedOver::default() };
        let mut mailbox = Mbox::new(Stream::new(bytes, io::empty()), &context);
        let mut mails = Vec::new();
        while let Some(member) = mailbox.next() {
            let Content::Read(bytes) = member.content else { panic!("{member:?}") };
            mails.push((member.name.unwrap_or_default(), String::from_utf8(bytes).expect("text")));
        }
        mails
    };
    let second = line.len() + mail(1).len();
    let unquoted = |n| mail(n).replace(">From", "From");
    assert_eq!(read(mailbox.as_bytes()), [("mail@0".to_owned(), unquoted(1)), (format!("mail@{second}"), unquoted(2))]);
    for cut in 0..mailbox.len() {
        read(&mailbox.as_bytes()[..cut]);
    }
}
