//! Tables of web pages in ways of their own: with an earlier year's columns, on their side, in numerals, with broken figures.

use super::pages::{END, HEAD, PERSONS, Page, ROWS, THREE, another, figures, piped, read, table_three, tagged, texts};
use crate::report::forms::Forms;

/// A row: code, label, figures.
type Row = (String, String, [u32; 7]);

/// Every row of table three in the edition 2021; those of [`ROWS`] with their figures, all others zero.
fn whole_form() -> Vec<Row> {
    let forms = Forms::builtin().unwrap();
    let table = forms.tables.iter().find(|table| forms.code(table.code) == "applications").unwrap();
    let rows = table.rows.iter().filter(|row| row.columns.contains_key(&2021));
    rows.map(|row| {
        let code = forms.code(row.code);
        let figures = ROWS.iter().find(|(known, ..)| *known == code).map_or([0; 7], |(.., figures)| *figures);
        (code.to_owned(), row.labels[0].clone(), figures)
    })
    .collect()
}

/// A page with table three, whose cells are given line by line.
fn page(lines: impl IntoIterator<Item = Vec<String>>) -> Page {
    let table: String = lines.into_iter().map(|line| tagged(&line)).collect();
    let head = HEAD.replace('\n', "</p><p>");
    read(&format!(
        "<html><body><p>{head}{THREE}</p><table>{table}</table><p>{}</p></body></html>",
        END.replace('\n', "</p><p>")
    ))
}

fn header() -> Vec<String> {
    texts(std::iter::once("申请人情况").chain(PERSONS))
}

/// Lines of the whole form; `cells` makes the cells behind a label.
fn lines(cells: impl Fn(&Row) -> Vec<String>) -> Vec<Vec<String>> {
    let row = |row: &Row| std::iter::once(row.1.clone()).chain(cells(row)).collect();
    std::iter::once(header()).chain(whole_form().iter().map(row)).collect()
}

fn assert_whole(page: &Page) {
    for (code, _, known) in whole_form() {
        assert_eq!(page.row("applications", &code), figures(&known), "{code}");
    }
}

/// Table three with two columns below each head, named by `years`; the second figure is another year's.
fn split(years: [&str; 2]) -> Page {
    let heads: String = PERSONS.map(|person| format!("<td colspan=2>{person}</td>")).concat();
    let years = years.map(|year| format!("<td>{year}</td>")).concat().repeat(7);
    let row = |(_, label, figures): &Row| {
        let pairs = figures.iter().zip(another(figures, 1));
        let cells: String = pairs.map(|(own, other)| format!("<td>{own}</td><td>{other}</td>")).collect();
        format!("<tr><td>{label}</td>{cells}</tr>")
    };
    let rows: String = whole_form().iter().map(row).collect();
    let head = HEAD.replace('\n', "</p><p>");
    read(&format!(
        "<html><body><p>{head}{THREE}</p><table><tr><td rowspan=2>申请人情况</td>{heads}</tr><tr>{years}</tr>{rows}</table></body></html>"
    ))
}

#[test]
fn of_two_columns_below_each_head_the_reports_year_is_read() {
    for years in [["本年", "上年"], ["2022年", "2021年"], ["本年度", "去年同期"]] {
        assert_whole(&split(years));
    }
    assert_eq!(split(["上年", "本年"]).row("applications", "received_new"), "14 2 1 2 2 1 22");
    // Nothing but these words tells which one it is.
    for years in [["甲", "乙"], ["2021年", "2020年"], ["上年", "上年"], ["本年", "累计"]] {
        assert_eq!(split(years).row("applications", "received_new"), "? ? ? ? ? ? ?", "{years:?}");
    }
}

#[test]
fn heads_of_an_earlier_year_beside_the_forms_own_are_passed_over() {
    let page = |other: &str, head: &str| {
        let table = format!(
            "<tr><td>信息内容</td><td>本年制发件数</td><td>{other}制发件数</td><td>本年废止件数</td><td>{other}废止件数</td>\
             <td>现行有效件数</td><td>{other}末有效件数</td></tr>\
             <tr><td>规章</td><td>1</td><td>8</td><td>2</td><td>8</td><td>3</td><td>8</td></tr>\
             <tr><td>信息内容</td><td colspan=3>本年处理决定数量</td><td colspan=3>{head}</td></tr>\
             <tr><td>行政许可</td><td colspan=3>5</td><td colspan=3>9</td></tr>"
        );
        read(&format!(
            "<html><body><p>{}二、主动公开政府信息情况</p><table>{table}</table></body></html>",
            HEAD.replace('\n', "</p><p>")
        ))
    };
    let told = page("上年", "上年处理决定数量");
    assert_eq!((told.cells("rules"), told.cells("licensing")), ("1 2 3".to_owned(), "5".to_owned()));
    // Heads of the form of 2019 are an earlier year's themselves, however they are spelt.
    for head in ["上一年项目数量", "上一年度项目数", "上年末许可项目数"] {
        let form = format!(
            "<tr><td>信息内容</td><td>{head}</td><td>本年增/减</td></tr><tr><td>行政许可</td><td>7</td><td>0</td></tr>"
        );
        let page = read(&format!(
            "<html><body><p>{}二、主动公开政府信息情况</p><table>{form}</table></body></html>",
            HEAD.replace("2022年", "2020年").replace('\n', "</p><p>")
        ));
        assert!(!page.cells("licensing").starts_with('0'), "{head}: {}", page.cells("licensing"));
    }
    let untold = page("某某", "备用");
    assert!(!untold.cells("rules").contains('8') && !untold.cells("licensing").contains('9'));
    assert_ne!(untold.cells("licensing"), "5");
}

#[test]
fn a_figure_broken_in_its_cell_is_whole_where_row_and_column_prove_it() {
    let broken = |wrong: u32| {
        page(lines(|(code, _, figures)| {
            figures
                .map(|figure| match figure + wrong {
                    figure @ 10.. if code != "concluded_total" => format!("{}<br>{}", figure / 10, figure % 10),
                    _ => figure.to_string(),
                })
                .to_vec()
        }))
    };
    assert_whole(&broken(0));
    // 13 and 16 one greater: the row adds up no more.
    let read = broken(1);
    assert_eq!(read.row("applications", "received_new"), "? 1 0 1 1 0 ?");
    // The row adds up, the column does not.
    let both = page(lines(|(code, _, figures)| match code.as_str() {
        "received_new" => texts(["2<br>3", "1", "0", "1", "1", "0", "2<br>6"]),
        _ => texts(figures),
    }));
    assert_eq!(both.row("applications", "received_new"), "? 1 0 1 1 0 ?");
}

#[test]
fn a_row_whose_label_is_an_empty_cell_is_told_by_its_place_and_the_sums() {
    let page = |unnamed: &[&str], more: u32| {
        page(
            lines(|row| texts(row.2))
                .into_iter()
                .zip(std::iter::once(None).chain(whole_form().into_iter().map(Some)))
                .map(|(mut line, row)| {
                    if let Some((code, ..)) = row.filter(|(code, ..)| unnamed.contains(&code.as_str())) {
                        line[0] = String::new();
                        if code == "unavailable_not_held" {
                            line[1] = (6 + more).to_string();
                            line[7] = (6 + more).to_string();
                        }
                    }
                    line
                }),
        )
    };
    assert_whole(&page(&["denied_prohibited_by_law", "unavailable_not_held"], 0));
    let wrong = page(&["unavailable_not_held"], 1);
    assert!(!wrong.row("applications", "unavailable_not_held").contains('7'));
}

#[test]
fn a_table_on_its_side_is_read_by_its_heads() {
    let turned = |damage: fn(&mut Vec<Vec<String>>)| {
        let upright = lines(|row| texts(row.2));
        let mut turned: Vec<Vec<String>> =
            (0..8).map(|column| upright.iter().map(|line| line[column].clone()).collect()).collect();
        damage(&mut turned);
        page(turned)
    };
    assert_whole(&turned(|_| {}));
    assert_whole(&turned(|lines| lines.swap(1, 7)));
    // Heads of groups stand before the rows' own words.
    assert_whole(&turned(|lines| {
        for cell in &mut lines[0] {
            let group = match cell.as_str() {
                "1.属于国家秘密" => "（三）不予公开",
                "1.本机关不掌握相关政府信息" => "（四）无法提供",
                "2.重复申请" => "（五）不予处理",
                "3.其他" => "（六）其他处理",
                _ => "",
            };
            cell.insert_str(0, group);
        }
    }));
    assert_whole(&turned(|lines| {
        for cell in lines.iter_mut().skip(2).take(5) {
            cell[0].insert_str(0, "法人或其他组织—");
        }
    }));
    for damage in [
        |lines: &mut Vec<Vec<String>>| lines[1][1] = "14".to_owned(),
        |lines: &mut Vec<Vec<String>>| lines[0][3] = "见附件".to_owned(),
        |lines: &mut Vec<Vec<String>>| lines[2][0] = "自然人".to_owned(),
    ] {
        assert!(!turned(damage).row("applications", "granted").contains('5'));
    }
}

#[test]
fn heads_of_a_table_on_its_side_may_stand_on_several_lines() {
    let form = whole_form();
    let (middle, last) = (&form[2..form.len() - 1], &form[form.len() - 1]);
    let alone = |(_, label, _): &Row| format!("<td rowspan=2>{label}</td>");
    let upper: String = form[..2].iter().map(alone).collect();
    let group = format!("<td colspan={}>三、本年度办理结果</td>", middle.len());
    let lower: String = middle.iter().map(|(_, label, _)| format!("<td>{label}</td>")).collect();
    let of_person = |number: usize, person: &str| {
        let cells: String = form.iter().map(|(.., figures)| format!("<td>{}</td>", figures[number])).collect();
        format!("<tr><td>{person}</td>{cells}</tr>")
    };
    let read_with = |persons: [&str; 7]| {
        let lines: String = persons.iter().enumerate().map(|(number, person)| of_person(number, person)).collect();
        let head = HEAD.replace('\n', "</p><p>");
        read(&format!(
            "<html><body><p>{head}{THREE}</p><table><tr><td rowspan=2>申请人情况</td>{upper}{group}{}</tr>\
             <tr>{lower}</tr>{lines}</table><p>{}</p></body></html>",
            alone(last),
            END.replace('\n', "</p><p>")
        ))
    };
    assert_whole(&read_with(PERSONS));
    // A line that names nobody: the table is not set upright, and what its heads have is not nothing.
    let mut unnamed = PERSONS;
    unnamed[2] = "其他人员";
    assert_eq!(read_with(unnamed).row("applications", "granted"), "? ? ? ? ? ? ?");
}

#[test]
fn figures_whose_sums_contradict_the_forms_order_are_nobodys() {
    let total_first = |in_order: &str, with_a_slip: &str| {
        let rows = lines(|row| {
            let mut cells = texts(row.2);
            if row.0 != in_order {
                cells.rotate_right(1);
            }
            if row.0 == with_a_slip {
                cells[0] = "17".to_owned();
            }
            cells
        });
        let rows: String = rows[1..].iter().map(|line| line.join("  ") + "\n").collect();
        read(&format!("{HEAD}{THREE}{rows}{END}"))
    };
    for page in [total_first("", ""), total_first("", "received_new")] {
        assert_eq!(page.row("applications", "received_new"), "? ? ? ? ? ? ?");
        assert_eq!(page.row("applications", "denied_state_secret"), figures(&[0; 7]));
    }
    // One row that bears the form's order out: without walls the others may still stand in one of their own.
    let page = total_first("granted", "");
    assert_eq!(page.row("applications", "received_new"), "? ? ? ? ? ? ?");
    assert_eq!(page.row("applications", "granted"), figures(&[4, 0, 0, 1, 0, 0, 5]));
}

#[test]
fn a_table_without_its_total_is_not_filled_up_with_an_empty_cell() {
    // As converters write it: labels take one cell or two of three, and the total's column is not on the page.
    let page = |named: usize, figures: usize| {
        let rows = ROWS.map(|(_, label, numbers)| {
            piped(&[texts([label, ""]), texts(numbers)[..figures].to_vec()].concat()).replace("|  |", "| |")
        });
        let head = piped(&texts(["申请人情况", ""].into_iter().chain(PERSONS[..named].iter().copied())));
        read(&format!("{HEAD}{THREE}{head}{}{END}", rows.concat()))
    };
    assert_eq!(page(6, 6).row("applications", "received_new"), "? ? ? ? ? ? ?");
    assert_eq!(page(6, 6).row("applications", "granted"), "? ? ? ? ? ? ?");
    assert!(page(7, 7).row("applications", "received_new").ends_with("16"));
}

#[test]
fn a_figure_in_the_cell_of_its_label_leaves_the_row_open() {
    let page = |row: &str| read(&format!("{HEAD}{THREE}{}{row}{END}", table_three(&ROWS[..1], 0, piped)));
    assert_eq!(
        page("| 二、上年结转政府信息公开申请数量  26 | 0 | 0 | 0 | 0 | 0 | 26 | |\n").cells("carried_in"),
        "? ? ? ? ? ? ?"
    );
    let whole = page("| 二、上年结转政府信息公开申请数量 | 26 | 0 | 0 | 0 | 0 | 0 | 26 |\n");
    assert_eq!(whole.cells("carried_in"), "26 0 0 0 0 0 26");
}

#[test]
fn glued_figures_below_a_header_of_the_total_only_are_not_filled_up() {
    let page = |header: &str| {
        let rows = ROWS.map(|(_, label, figures)| format!("{label}{}", figures[6]));
        read(&format!("{HEAD}{THREE}申请人情况{header}{}{END}", rows.concat())).table("applications")
    };
    assert!(!page("总计").contains(char::is_numeric));
    // Below the whole header, a zero in a row of lost cells is a row of zeros.
    assert!(page(&PERSONS.concat()).contains(&figures(&[0; 7])));
}

#[test]
fn numerals_are_figures_where_the_whole_table_is_written_so() {
    const NUMERALS: [&str; 17] = [
        "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
        "十六",
    ];
    let spelt = |total: &'static str| {
        page(lines(move |(code, _, figures)| {
            let mut cells = texts(figures.map(|figure| NUMERALS[figure as usize]));
            if code == "granted" {
                cells[6] = total.to_owned();
            }
            cells
        }))
    };
    assert_whole(&spelt("五"));
    for other in ["六", "5"] {
        assert!(!spelt(other).row("applications", "received_new").contains("13"), "{other}");
    }
}

#[test]
fn a_share_in_brackets_is_no_second_figure() {
    let shares = |(_, _, figures): &Row| {
        let mut cells = texts(figures);
        cells[6] += "（27.3%）";
        cells
    };
    assert_whole(&page(lines(shares)));
}

#[test]
fn of_two_figures_the_first_is_read_where_the_brackets_are_an_earlier_years() {
    let pairs = |note: &str| {
        let rows = lines(|row| texts(row.2.map(|figure| format!("{figure}（{}）", figure + 1))));
        page(rows.into_iter().map(|mut line| {
            if line[0] == "申请人情况" {
                line[0] = note.to_owned();
            }
            line
        }))
    };
    assert_whole(&pairs("单位：件（括号内为2021年数）"));
    for note in ["单位：件（括号内为2022年数）", "单位：件（括号内为备用）", "2021年"] {
        assert_eq!(pairs(note).row("applications", "received_new"), "? ? ? ? ? ? ?", "{note}");
    }
}

/// Table three with its cells parted by a character.
fn parted(before: &str, by: &str, cell: fn(&str) -> String) -> Page {
    let line = |cells: &Vec<String>| cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(by);
    let rows: String = lines(|row| texts(row.2)).iter().map(|cells| line(cells) + "\n").collect();
    read(&format!("{HEAD}{before}{THREE}{rows}{END}"))
}

#[test]
fn commas_and_semicolons_part_cells_where_all_rows_have_as_many() {
    for prose in ["全年发布信息12条,其中政策4条。\n", "全年发布信息1,250条；其中政策4条。\n"]
    {
        for by in [",", "；", ";"] {
            assert_whole(&parted(prose, by, str::to_owned));
            assert_whole(&parted(prose, by, |cell| format!("\"{cell}\"")));
        }
    }
}

#[test]
fn a_comma_that_may_be_one_in_a_figure_parts_nothing() {
    let page = parted("", ",", |cell| if cell == "13" { "1,013".to_owned() } else { cell.to_owned() });
    assert_ne!(page.row("applications", "received_new"), "1 13 1 0 1 1 0");
    assert!(!page.row("applications", "received_new").starts_with("1 13"));
}

#[test]
fn a_head_that_covers_too_few_columns_moves_no_figure() {
    let table = |figures: &dyn Fn(usize) -> [u32; 7]| {
        // 法人或其他组织 covers five columns and says four, so that 总计 stands above those of 其他.
        let head = "<tr><td rowspan=3>项目</td><td colspan=6>申请人情况</td></tr>\
            <tr><td rowspan=2>自然人</td><td colspan=4>法人或其他组织</td><td rowspan=2>总计</td></tr>\
            <tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>";
        let rows = (0..ROWS.len()).map(|at| tagged(&[texts([ROWS[at].1]), texts(figures(at))].concat()));
        let head_of_page = HEAD.replace('\n', "</p><p>");
        let rows = rows.collect::<String>();
        read(&format!("<html><body><p>{head_of_page}{THREE}</p><table>{head}{rows}</table><p>{END}</p></body></html>"))
    };
    let page = table(&|at| ROWS[at].2);
    for (code, _, known) in ROWS {
        assert_eq!(page.row("applications", code), figures(&known), "{code}");
    }
    // A row that adds up in neither order is nobody's.
    let page = table(&|at| if at == 2 { [4, 0, 0, 1, 0, 2, 9] } else { ROWS[at].2 });
    assert_eq!(page.row("applications", ROWS[2].0), "? ? ? ? ? ? ?");
}
