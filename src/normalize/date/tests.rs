//! Notations as cases: one line a layout that articles hold.

use super::DateOrder::*;
use super::*;

fn read(text: &str, order: DateOrder) -> String {
    match parse_date(text, order) {
        DateReading::Date(date) => date.to_string(),
        DateReading::Ambiguous { month_first, day_first } => format!("{month_first} or {day_first}"),
        DateReading::Placeholder => "placeholder".to_owned(),
        DateReading::Bad => "bad".to_owned(),
    }
}

#[test]
fn notations_that_decide_for_themselves() {
    for (text, expected) in [
        ("July 24, 2007", "2007-07-24"),
        ("24-Jul-2007", "2007-07-24"),
        ("24-JUL-07", "2007-07-24"),
        ("28-Okt-2006", "2006-10-28"),
        ("16-MAY-2002", "2002-05-16"),
        ("Oct-17-2001", "2001-10-17"),
        ("1-Mar-2001", "2001-03-01"),
        ("07/13/2000", "2000-07-13"),
        ("13/07/2000", "2000-07-13"),
        ("07/07/99", "1999-07-07"),
        ("2002/10/04", "2002-10-04"),
        ("2007-07-24", "2007-07-24"),
        ("24.07.2007", "2007-07-24"),
        ("1.2.2007", "2007-02-01"),
        ("May 17, 2001", "2001-05-17"),
        ("Sept. 5, 1998", "1998-09-05"),
        ("12 mai 2004", "2004-05-12"),
        ("1er février 2004", "2004-02-01"),
        ("12 de mayo de 2004", "2004-05-12"),
        ("24 июля 2007 г.", "2007-07-24"),
        ("1 квітня 2021 р.", "2021-04-01"),
        ("2007. július 24.", "2007-07-24"),
        ("Dienstag, 24. Juli 2007", "2007-07-24"),
        ("quarta-feira, 14 de novembro de 2007", "2007-11-14"),
        ("14 Kasım 2007 Çarşamba", "2007-11-14"),
        ("2007년 11월 14일 수요일", "2007-11-14"),
        ("14 نوفمبر، 2007", "2007-11-14"),
        ("14 בנובמבר 2007", "2007-11-14"),
        ("14 กุมภาพันธ์ 2550", "2007-02-14"),
        ("Tuesday July 24th, 2007", "2007-07-24"),
        ("2007年7月24日", "2007-07-24"),
        ("2007 年 7 月 24 日(火)", "2007-07-24"),
        ("2007년 7월 24일", "2007-07-24"),
        ("２００７／０７／２４", "2007-07-24"),
        ("2007-07-24T01:11:05Z", "2007-07-24"),
        ("8/25/1997 11:16a", "1997-08-25"),
        ("20070724", "2007-07-24"),
        ("24-Jul-99", "1999-07-24"),
    ] {
        assert_eq!(read(text, Unknown), expected, "{text}");
    }
}

#[test]
fn order_decides_where_the_notation_does_not() {
    assert_eq!(read("11/09/99", MonthFirst), "1999-11-09");
    assert_eq!(read("11/09/99", DayFirst), "1999-09-11");
    assert_eq!(read("01/09/10", YearFirst), "2001-09-10");
    assert_eq!(read("11-09-2001", Unknown), "2001-11-09 or 2001-09-11");
    assert_eq!(read("13/07/2000", MonthFirst), "2000-07-13", "evidence is stronger than habit");
}

#[test]
fn eras_and_digits_of_other_scripts() {
    for text in [
        "平成16年4月5日",
        "民國93年4月5日",
        "２００４年４月５日",
        "٥ أبريل ٢٠٠٤",
        "5 نيسان 2004",
        "๕ เมษายน ๒๕๔๗",
        "5 เม.ย. 2547",
        "วันจันทร์ที่ 5 เมษายน พ.ศ. 2547",
        "måndag den 5 april 2004",
    ] {
        assert_eq!(read(text, Unknown), "2004-04-05", "{text}");
    }
    assert_eq!(read("令和元年5月1日", Unknown), "2019-05-01");
    assert_eq!(read("平成2004年4月5日", Unknown), "bad");
}

#[test]
fn two_digit_years_turn_at_the_first_file_dates() {
    assert_eq!(read("12-31-83", MonthFirst), "1983-12-31");
    assert_eq!(read("12-31-79", MonthFirst), "2079-12-31");
    assert_eq!(read("01-01-05", MonthFirst), "2005-01-01");
}

#[test]
fn stand_ins_and_nonsense() {
    for text in ["xx/xx/xx", "MM/DD/YYYY", "dd-mmm-yyyy", "Date", "<Date>", "Datum", "N/A", "00/00/0000", "xx-xxx-1999"]
    {
        assert_eq!(read(text, MonthFirst), "placeholder", "{text}");
    }
    for text in
        ["", "31-Feb-2001", "13/13/2001", "5.2.3790.201", "335,360", "2001", "July 2007", "Tcpip.sys", "1/2/345"]
    {
        assert_eq!(read(text, MonthFirst), "bad", "{text}");
    }
    assert_eq!(read(&"9".repeat(70), MonthFirst), "bad");
    assert_eq!(read("Build 5 2 2007", MonthFirst), "bad");
}

#[test]
fn times() {
    for (text, expected) in [
        ("04:27pm", "16:27:00"),
        ("2:40 PM", "14:40:00"),
        ("1:58 am", "01:58:00"),
        ("12:41a", "00:41:00"),
        ("09:31p", "21:31:00"),
        ("18:34", "18:34:00"),
        ("13.45", "13:45:00"),
        ("01:11:05", "01:11:05"),
        ("04:21:28pm", "16:21:28"),
        ("12:05 p.m.", "12:05:00"),
        ("午後 3:45", "15:45:00"),
        ("오전 12:10", "00:10:00"),
        ("15時45分", "15:45:00"),
        ("18h34", "18:34:00"),
        ("18:34 Uhr", "18:34:00"),
        ("18:34 UTC", "18:34:00"),
        ("１８：３４", "18:34:00"),
        ("01:11:05.123Z", "01:11:05"),
        ("4 PM", "16:00:00"),
        ("1:05:22 μμ", "13:05:22"),
        ("01:05 م", "13:05:00"),
        ("ÖS 1:05", "13:05:00"),
        ("13:05 ч.", "13:05:00"),
    ] {
        assert_eq!(parse_time(text).map(|t| t.to_string()).as_deref(), Some(expected), "{text}");
    }
    for text in ["", "Time", "25:00", "12:60", "13:45 am", "18", "5.2.3790", "1:2", "12:345", "10:20 Tcpip.sys", "x:y"]
    {
        assert_eq!(parse_time(text), None, "{text}");
    }
}
