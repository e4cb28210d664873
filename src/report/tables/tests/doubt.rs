//! What the rows of a table together say against the reading of one.

use super::pages::{END, FOUR, HEAD, PERSONS, Page, RESULTS, ROWS, THREE, figures, piped, read, tagged, texts};

const OPEN: &str = "? ? ? ? ? ? ?";

/// A page with the rows of table three, each made by `line` of its label and its figures.
fn page(header: &str, line: impl Fn(&str, &[u32; 7]) -> String) -> Page {
    let rows: String = ROWS.iter().map(|(_, label, figures)| line(label, figures)).collect();
    read(&format!("{HEAD}{THREE}{header}{rows}{END}"))
}

fn spaced(figures: &[u32]) -> String {
    texts(figures).join(" ")
}

fn header() -> String {
    PERSONS.join(" ") + "\n"
}

#[test]
fn figures_above_their_labels_are_nobodys() {
    let below = page(&header(), |label, figures| format!("{label}\n{}\n", spaced(figures)));
    let above = page(&header(), |label, figures| format!("{}\n{label}\n", spaced(figures)));
    for (code, _, known) in &ROWS {
        assert_eq!(below.row("applications", code), figures(known), "{code}");
        let read = above.row("applications", code);
        assert!(read == OPEN || read == figures(known), "{code}: {read}");
    }
}

/// Labels first, then the figures of all of them: which are whose, nobody has told, and none is empty.
#[test]
fn labels_on_a_heap_are_not_empty_rows() {
    const HEAP: [&str; 3] = ["not_processed_petition", "not_processed_repeat", "other_misc"];
    let (mut page, mut held) = (header(), String::new());
    for (code, label, figures) in &ROWS {
        let line = piped(&texts(figures));
        match HEAP.iter().position(|known| known == code) {
            None => page += &format!("{label} {}\n", spaced(figures)),
            Some(2) => page += &format!("{label}\n{held}{line}\n"),
            Some(_) => {
                page += &format!("{label}\n");
                held += &format!("{line}\n");
            }
        }
    }
    let page = read(&format!("{HEAD}{THREE}{page}{END}"));
    for code in HEAP {
        assert_eq!(page.row("applications", code), OPEN, "{code}");
    }
}

/// In the table of regulations each part has a header of its own, and figures before labels seem to be the next row's.
#[test]
fn figures_above_the_labels_of_each_part_are_nobodys() {
    let parts = [
        (
            "本年制发件数\n本年废止件数\n现行有效件数\n",
            &[("规章", "0\n0\n4\n"), ("行政规范性文件", "22\n5\n135\n")][..],
        ),
        ("本年处理决定数量\n", &[("行政许可", "1979\n")]),
        ("本年处理决定数量\n", &[("行政处罚", "502\n"), ("行政强制", "7\n")]),
        ("本年收费金额（单位：万元）\n", &[("行政事业性收费", "3\n")]),
    ];
    let page = |above: bool| {
        let row = |(label, figures): &(&str, &str)| {
            if above { format!("{figures}{label}\n") } else { format!("{label}\n{figures}") }
        };
        let part = |(header, rows): &(&str, &[(&str, &str)])| {
            format!("信息内容\n{header}{}", rows.iter().map(row).collect::<String>())
        };
        read(&format!("{HEAD}二、主动公开政府信息情况\n{}{END}", parts.iter().map(part).collect::<String>()))
    };
    let (below, above) = (page(false), page(true));
    assert_eq!(below.row("disclosures", "rules"), "0 0 4");
    assert_eq!(below.row("disclosures", "coercion"), "7");
    for row in ["rules", "normative_documents", "licensing", "penalties", "coercion", "fees"] {
        let read = above.row("disclosures", row);
        assert!(!read.is_empty() && read.split(' ').all(|cell| cell == "?"), "{row}: {read}");
    }
}

#[test]
fn an_empty_cell_behind_a_row_with_a_column_more_is_no_padding() {
    // A subtotal before the total; where that is empty, the subtotal is the last figure.
    let rows = |empty: &'static str| {
        page("", move |label, f| {
            let subtotal = f[6] - f[0];
            let total = if subtotal == 0 { empty.to_owned() } else { f[6].to_string() };
            let cells = texts(&f[..6]).into_iter().chain([subtotal.to_string(), total]);
            piped(&[label.to_owned()].into_iter().chain(cells).collect::<Vec<_>>())
        })
    };
    let page = rows("");
    for (code, _, known) in &ROWS {
        for (column, read) in page.row("applications", code).split(' ').enumerate() {
            let is_empty = column == 6 && known[0] == known[6];
            assert!(["?", "_"].contains(&read) || !is_empty && read == known[column].to_string(), "{code}: {read}");
        }
    }
}

#[test]
fn as_many_figures_as_columns_among_more_cells_prove_nothing_by_themselves() {
    // A column whose zeros are not shown, and one of the page's own behind an empty one: 0 _ 1 0 0 0 1 | _ 3.
    let page = html(|code, f| {
        let shown = f.iter().enumerate().map(|(column, figure)| match (column, figure) {
            (1, 0) => String::new(),
            _ => figure.to_string(),
        });
        let own = [String::new(), (code.len() % 7 + 1).to_string()];
        let shown: String = shown.chain(own).map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr><td>LABEL</td>{shown}</tr>")
    });
    for (code, _, known) in &ROWS {
        for (column, read) in page.row("applications", code).split(' ').enumerate() {
            assert!(["?", "_"].contains(&read) || read == known[column].to_string(), "{code}: {read} in {column}");
        }
    }
}

#[test]
fn a_label_at_the_end_of_its_line_has_its_figures_before_it() {
    let page = page("", |label, figures| {
        let cells: Vec<String> = figures.iter().rev().map(u32::to_string).chain([label.to_owned()]).collect();
        cells.join(" | ") + "\n"
    });
    for (code, _, known) in &ROWS {
        let read = page.row("applications", code);
        assert!(read == OPEN || read == figures(known), "{code}: {read}");
    }
}

#[test]
fn columns_that_are_cut_off_are_no_lost_zeros() {
    // 0 5 5 would be a row of its own: nothing, five of one kind, five in all.
    let page = page("", |label, figures| piped(&texts([label.to_owned()].into_iter().chain(texts(&figures[..3])))));
    for (code, _, known) in &ROWS {
        for (column, read) in page.row("applications", code).split(' ').enumerate() {
            assert!(
                ["?", "_", "-"].contains(&read) || column < 3 && read == known[column].to_string(),
                "{code}: {read}"
            );
        }
    }
}

#[test]
fn a_column_of_the_pages_own_stands_at_one_place_in_all_rows() {
    let with = |place: fn(&[u32; 7]) -> [u32; 8]| {
        page("", move |label, figures| piped(&texts([label.to_owned()].into_iter().chain(texts(place(figures))))))
    };
    // Last year's total behind the row: every row's sum holds without it.
    let last_year = with(|f| [f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[6] + 3]);
    // A kind of applicant split in two: without one of the zeros the sums hold as well.
    let split = with(|f| [f[0] / 2, f[0] - f[0] / 2, f[1], f[2], f[3], f[4], f[5], f[6]]);
    for (code, _, known) in &ROWS {
        for page in [&last_year, &split] {
            for (column, read) in page.row("applications", code).split(' ').enumerate() {
                assert!(read == "?" || read == known[column].to_string(), "{code}: {read}");
            }
        }
    }
}

/// A page with table three in HTML; `row` makes the cells behind a label.
fn html(row: impl Fn(&str, &[u32; 7]) -> String) -> Page {
    let head = HEAD.replace('\n', "</p><p>");
    let header = tagged(&texts(std::iter::once("申请人情况").chain(PERSONS)));
    let rows: String = ROWS.iter().map(|(code, label, figures)| row(code, figures).replace("LABEL", label)).collect();
    let end = END.replace('\n', "</p><p>");
    read(&format!("<html><body><p>{head}{THREE}</p><table>{header}{rows}</table><p>{end}</p></body></html>"))
}

fn cells(figures: &[u32]) -> String {
    figures.iter().map(|figure| format!("<td>{figure}</td>")).collect()
}

#[test]
fn a_figure_in_one_cell_for_two_columns_is_of_neither() {
    let page = html(|_, f| {
        format!("<tr><td>LABEL</td>{}<td colspan=2>{}</td>{}</tr>", cells(&f[..1]), f[1] + f[2], cells(&f[3..]))
    });
    for (code, ..) in &ROWS {
        let read = page.row("applications", code);
        let cells: Vec<&str> = read.split(' ').collect();
        assert!(cells[1..3].iter().all(|cell| ["?", "0"].contains(cell)), "{code}: {read}");
    }
}

#[test]
fn of_a_row_that_stands_twice_neither_is_taken() {
    let (twice, ..) = ROWS[2];
    let page = |more: u32| {
        html(move |code, f| {
            let again = if code == twice {
                format!("<tr><td>LABEL</td>{}</tr>", cells(&f.map(|n| n + more)))
            } else {
                String::new()
            };
            format!("<tr><td>LABEL</td>{}</tr>{again}", cells(f))
        })
    };
    assert_eq!(page(1).row("applications", twice), OPEN);
    assert_eq!(page(0).row("applications", twice), figures(&ROWS[2].2));
    assert_eq!(page(1).row("applications", ROWS[0].0), figures(&ROWS[0].2));
}

#[test]
fn what_is_counted_is_whole() {
    let page = html(|code, f| {
        let cells = cells(f);
        let cells = if code == ROWS[0].0 { cells.replacen(&f[0].to_string(), "1.3", 1) } else { cells };
        format!("<tr><td>LABEL</td>{cells}</tr>")
    });
    assert!(page.row("applications", ROWS[0].0).starts_with("! "), "{}", page.row("applications", ROWS[0].0));
}

/// Where of lines alike and next to each other one was left, a missing cell may be another figure's twin and no zero.
#[test]
fn a_figure_that_its_neighbours_swallowed_is_no_zero() {
    let lines = |merge: bool, figures: &[u32]| {
        let mut lines = texts(figures);
        if merge {
            lines.dedup();
        }
        lines.join("\n") + "\n"
    };
    let page = |merge: bool| {
        let rows: String = ROWS.iter().map(|(_, label, row)| format!("{label}\n{}", lines(merge, row))).collect();
        let results = RESULTS.join("\n") + "\n";
        let names = format!("行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n{results}{results}{results}");
        // of 0 0 0 1 1, 0 0 0 0 0 and 0 0 0 1 1 the first is 0 1 too where neighbours were merged
        read(&format!("{HEAD}{THREE}{}\n{rows}{FOUR}{names}{}{END}", PERSONS.join("\n"), lines(true, &[0, 1, 0, 1, 0])))
    };
    let routes = ["review", "litigation_direct", "litigation_after_review"];
    let whole = page(false);
    assert!(routes.iter().any(|route| whole.row("reviews", route).contains('0')));
    let merged = page(true);
    for route in routes {
        assert_eq!(merged.row("reviews", route), "? ? ? ? ?", "{route}");
    }
    for (row, _, known) in &ROWS {
        let read = merged.row("applications", row);
        assert!(read == OPEN || read == figures(known), "{row}: {read}");
    }
}
