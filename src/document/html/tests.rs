use super::*;
use crate::document::Grid;

/// Lines as `text`, grids as rows of `cell[row+rows,column+columns]`.
fn show(html: &str) -> Vec<String> {
    let page = read(html).unwrap();
    let grid = |grid: &Grid| {
        let cells: Vec<_> = grid
            .cells
            .iter()
            .map(|cell| {
                let text = page.found[cell.span.clone()].replace('\n', "/");
                format!("{text}[{}+{},{}+{}]", cell.row, cell.row_span, cell.column, cell.col_span)
            })
            .collect();
        format!("{}x{}: {}", grid.number, grid.width, cells.join(" "))
    };
    page.blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => page.found[line.span.clone()].to_owned(),
            Block::Grid(found) => grid(found),
        })
        .collect()
}

#[test]
fn blocks_make_lines_and_inline_elements_join() {
    assert_eq!(
        show(
            "<html><head><title>题</title></head><body>首页<div>一、<b>总体</b>情况<p>甲<br/>乙&nbsp;&nbsp;\u{3000}丙</div>尾"
        ),
        ["首页", "一、总体情况", "甲", "乙 丙", "尾"]
    );
}

#[test]
fn line_ends_of_the_source_do_not_part_ideographs() {
    assert_eq!(
        show("<p>政府\n  信息公开\n2020\n年 度\u{200b}报\u{feff}告<a>甲</a>\n<a>乙</a>"),
        ["政府信息公开 2020 年 度报告甲 乙"]
    );
}

#[test]
fn what_a_reader_does_not_see_is_passed_over() {
    assert_eq!(
        show(
            "甲<script>if (a<b) '</p>'</script>乙<style>p{}</style><noscript>x</noscript>\
              <div style='color:red; DISPLAY : none !important'>藏<div>藏</div>藏</div>丙\
              <select><option>一<option>二</select><p hidden>藏<p>丁\
              <svg><title>藏</title><style>a</style></svg>戊<!-- 藏 -->己<ruby>報<rt>bào</rt></ruby>"
        ),
        ["甲乙", "丙", "丁 戊己報".replace(' ', "").as_str()]
    );
}

#[test]
fn what_a_style_sheet_hides_is_passed_over_where_a_page_stands_beside_it() {
    let words = "本局按要求公开信息。".repeat(24);
    let page = |sheet: &str, hidden: &str| {
        show(&format!("<style>{sheet}</style>{hidden}<p>{words}<table><tr><td>甲<td>1</table>"))
    };
    let table = |attributes: &str| format!("<div {attributes}><table><tr><td>乙<td>2</table></div>");
    let is_hidden = |sheet: &str, attributes: &str| page(sheet, &table(attributes)).len() == 2;
    for (sheet, attributes) in [
        (".d{display:none}", "class=d"),
        ("<!-- p{color:red} .e, .d { color: red; DISPLAY : none !important } -->", "class='a d'"),
        ("/* .d{display:block} */ @charset 'x'; #i{display:none}", "id=i"),
        ("@media print{.x{display:none}} div.d{display:none}", "class=d"),
        ("body .d{display:none}", "class=d"),
        ("html > body div.d{display:none}", "class=d"),
    ] {
        assert!(is_hidden(sheet, attributes), "{sheet}");
    }
    for (sheet, attributes) in [
        ("@media print{.d{display:none}}", "class=d"),
        (".d{display:none} .on .d{display:block}", "class=d"),
        (".d{display:none}", "class=d style='display:block'"),
        (".d .e{display:none}", "class=d"),
        ("table .d{display:none}", "class=d"),
        ("body.x .d{display:none}", "class=d"),
        ("p.d{display:none}", "class=d"),
        (".d{display:none", "class=d"),
        (".d:hover{display:none}", "class=d"),
    ] {
        assert!(!is_hidden(sheet, attributes), "{sheet}");
    }
    // What is hidden may be the page itself, which a script shows.
    let twice = table("class=d").repeat(2);
    assert_eq!(page(".d{display:none}", &twice).len(), 4);
}

#[test]
fn what_is_struck_out_is_not_read_and_its_cell_stays() {
    assert_eq!(
        show(
            "<table><tr><td>甲<td><del>13</del>31<td>18<s>21</s><td><strike>4</strike>\
              <td style='Text-Decoration : red LINE-THROUGH !important'>5\
              <td><span style='text-decoration-line: underline line-through'><b>6</b></span>7<td><del><pre>8</pre></del>9\
              <td style='text-decoration: underline'><u>2</u></table>"
        ),
        ["1x8: 甲[0+1,0+1] 31[0+1,1+1] 18[0+1,2+1] [0+1,3+1] [0+1,4+1] 7[0+1,5+1] 9[0+1,6+1] 2[0+1,7+1]"]
    );
}

#[test]
fn a_page_that_hides_its_text_is_read_with_it() {
    let text = "政府信息公开工作年度报告".repeat(9);
    let html = format!("首页<div style='display:none'>{text}</div>");
    assert_eq!(show(&html), ["首页", &text]);
}

#[test]
fn preformatted_text_keeps_its_lines() {
    let page = read("<pre>\n一\n\n\n二  三\n</pre><p>四").unwrap();
    let lines: Vec<_> = page
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => (&page.found[line.span.clone()], line.number, line.blank_above),
            Block::Grid(_) => panic!("no table here"),
        })
        .collect();
    assert_eq!(lines, [("一", 1, 0), ("二  三", 2, 2), ("四", 3, 0)]);
}

#[test]
fn page_data_comes_from_meta_and_title() {
    let page = read(
        "<title> 甲 &amp; 乙 </title><META NAME=articletitle content=' 年度报告 '>\
                     <meta name='PubDate' content='2021-01-29'><meta name=ContentSource content=某局>\
                     <meta name=SiteName content=''>",
    )
    .unwrap()
    .page;
    assert_eq!(page.title.as_deref(), Some("年度报告"));
    assert_eq!(page.published.as_deref(), Some("2021-01-29"));
    assert_eq!(page.source.as_deref(), Some("某局"));
    assert_eq!(page.site, None);
    assert_eq!(read("<title> 甲 &amp; 乙 </title>").unwrap().page.title.as_deref(), Some("甲 & 乙"));
}

#[test]
fn an_article_says_when_it_came_out() {
    let page = "<h1>年度报告</h1><em id='publish_time'> 2025年2月27日 18:20 </em><p>正文";
    assert_eq!(read(page).unwrap().page.published.as_deref(), Some("2025年2月27日 18:20"));
    let meta = "<meta name=PubDate content=2025-02-26>";
    assert_eq!(read(&format!("{meta}{page}")).unwrap().page.published.as_deref(), Some("2025-02-26"));
    assert_eq!(read("<em id='publish_time'> </em>甲").unwrap().page.published, None);
}

#[test]
fn tables_become_grids() {
    assert_eq!(
        show(
            "<p>前<table><caption>表</caption><thead><tr><th colspan=2>信息内容<th>本年<br>新公开</thead>\
              <tbody><tr><td rowspan='2'><p>规章<p>文件</td><td></td><td>&nbsp;0</td></tr><tr><td>1<td>2</table>后"
        ),
        [
            "前",
            "表",
            "1x3: 信息内容[0+1,0+2] 本年/新公开[0+1,2+1] 规章/文件[1+2,0+1] [1+1,1+1] 0[1+1,2+1] 1[2+1,1+1] 2[2+1,2+1]",
            "后"
        ]
    );
}

#[test]
fn a_row_drawn_with_a_list_keeps_its_empty_cells() {
    let page = "<ul><li>信息内容</li><li>制发</li></ul><ul class=r><li>规章</li><li>0</li><li></li><li><b>2</b></li></ul>\
                <dl><dt>文件<dd>1<dd>&nbsp;<dd>3</dl><div><span>许可</span><span> </span><span>4</span></div>\
                <ul><li>处罚<li>5<li>6</ul><div><p>见</p><p></p><p>附件</p></div>后";
    assert_eq!(
        show(page),
        [
            "信息内容",
            "制发",
            "1x4: 规章[0+1,0+1] 0[0+1,1+1] [0+1,2+1] 2[0+1,3+1]",
            "2x4: 文件[0+1,0+1] 1[0+1,1+1] [0+1,2+1] 3[0+1,3+1]",
            "3x3: 许可[0+1,0+1] [0+1,1+1] 4[0+1,2+1]",
            "处罚",
            "5",
            "6",
            "见",
            "附件",
            "后"
        ]
    );
}

#[test]
fn cells_that_a_spreadsheet_wrote_as_one_are_cells_of_their_own() {
    let page = "<table><tr><td>甲<td>1<td colspan=3 style='mso-ignore:colspan'></td><td>2</tr>\
                <tr><td>乙<td colspan=2 style='border:none; mso-ignore: colspan'>字</td><td>3<td colspan=2>4</tr></table>";
    assert_eq!(
        show(page),
        ["1x6: 甲[0+1,0+1] 1[0+1,1+1] [0+1,2+1] [0+1,3+1] [0+1,4+1] 2[0+1,5+1] \
          乙[1+1,0+1] 字[1+1,1+1] [1+1,2+1] 3[1+1,3+1] 4[1+1,4+2]"]
    );
    // a page may not make cells out of nothing
    let long = "<table><tr><td>甲<td colspan=9999 style='mso-ignore:colspan'>1</tr><tr><td>乙<td>2<td>3</table>";
    assert_eq!(show(long), ["1x3: 甲[0+1,0+1] 1[0+1,1+2] 乙[1+1,0+1] 2[1+1,1+1] 3[1+1,2+1]"]);
}

#[test]
fn layout_tables_are_dissolved() {
    assert_eq!(
        show("<table><tr><td>导航<td>正文<table><tr><td>规章<td>0</table>落款</table>"),
        ["导航", "正文", "1x2: 规章[0+1,0+1] 0[0+1,1+1]", "落款"]
    );
    assert_eq!(show("<table><tr><td>一<p>二</td></tr><tr><td>三</table>"), ["一", "二", "三"]);
    let long = "为贯彻落实条例".repeat(10);
    let html = format!("<table><tr><td>左<td><p>题<p>{long}<p>{long}</table>");
    assert_eq!(show(&html), ["左", "题", &long, &long]);
}

#[test]
fn a_small_table_inside_a_cell_does_not_dissolve_the_form() {
    assert_eq!(show("<table><tr><td><table><tr><td>规章</table><td>0</table>"), ["1x2: 规章[0+1,0+1] 0[0+1,1+1]"]);
}

#[test]
fn small_tables_side_by_side_are_tables_of_their_own() {
    let table =
        |label: &str, figure: u32| format!("<td><table><tr><td>信息内容<td>数量<tr><td>{label}<td>{figure}</table>");
    let rows = [table("行政许可", 3), table("行政处罚", 5), "<tr>".to_owned(), table("行政强制", 7), table("收费", 0)];
    let grid = |number: u32, label: &str, figure: u32| {
        format!("{number}x2: 信息内容[0+1,0+1] 数量[0+1,1+1] {label}[1+1,0+1] {figure}[1+1,1+1]")
    };
    assert_eq!(
        show(&format!("<table><tr>{}</table>", rows.concat())),
        [grid(1, "行政许可", 3), grid(2, "行政处罚", 5), grid(3, "行政强制", 7), grid(4, "收费", 0)]
    );
    // Nothing but formatting around a figure.
    let framed = "<table><tr><td><td><tr><td>0<td></table>";
    let form = format!("<table><tr><td>项目<td>数量<tr><td>规章<td>{framed}</table>");
    assert_eq!(show(&form), ["1x2: 项目[0+1,0+1] 数量[0+1,1+1] 规章[1+1,0+1] 0[1+1,1+1]"]);
}

#[test]
fn broken_tables_are_read() {
    assert_eq!(
        show("<table><form><tr><td>甲<td>乙<form><tr><td>丙</div></p><td>丁</form></table></table><td>外"),
        ["1x2: 甲[0+1,0+1] 乙[0+1,1+1] 丙[1+1,0+1] 丁[1+1,1+1]", "外"]
    );
    assert_eq!(show("<table>散<td>甲<td>乙"), ["散", "1x2: 甲[0+1,0+1] 乙[0+1,1+1]"]);
    assert_eq!(
        show(
            "<table><tr><td style='display:none'>藏<td>甲<td>乙<tr style='display:none'><td>藏<tr><td><span hidden>藏</td><td>丙</table>"
        ),
        ["1x2: 甲[0+1,0+1] 乙[0+1,1+1] [1+1,0+1] 丙[1+1,1+1]"]
    );
}

#[test]
fn deep_pages_are_read_up_to_a_limit() {
    let depth = 900;
    let html = format!("{}深{}", "<div><b>".repeat(depth), "</b></div>".repeat(depth));
    assert_eq!(show(&html), ["深"]);
    assert_eq!(show(&"<table><tr><td>".repeat(400)), Vec::<String>::new());
    assert_eq!(show(&"<table><tr><td>甲<td>".repeat(400)).len(), 400);
    assert!(read(&"<table><tr><td>".repeat(100_000)).is_err());
}

#[test]
fn a_span_never_reaches_past_its_row_group() {
    assert_eq!(
        show("<table><thead><tr><th rowspan=9>甲<th>乙<tbody><tr><td>丙<td>丁</table>"),
        ["1x2: 甲[0+1,0+1] 乙[0+1,1+1] 丙[1+1,0+1] 丁[1+1,1+1]"]
    );
}

#[test]
fn forms_of_a_word_processor_are_read() {
    assert_eq!(
        show(
            "<table class=MsoTable><!-- a --><caption><p>表<b>一</b></caption><script>1</script><tr><td><p><span><font>规章<o:p></o:p>\
             </font></span></p></td><td><p><span>&nbsp;</span></p><o:p>&nbsp;</o:p></td><!-- <td> --><th><p>1<br><span>2</span><br/>3</th></tr>\
             <script>'<td>'</script><tr><td><p><font>合计</font></p><td><td>4</table>"
        ),
        ["表一", "1x3: 规章[0+1,0+1] [0+1,1+1] 1/2/3[0+1,2+1] 合计[1+1,0+1] [1+1,1+1] 4[1+1,2+1]"]
    );
}

#[test]
fn row_groups_are_in_the_order_shown() {
    assert_eq!(
        show(
            "<table><tfoot><tr><td>合计<td>3<tbody><tr><td>甲<td>1<thead><tr><th>项<th>数<tbody><tr><td>乙<td>2<caption>表</table>"
        ),
        ["表", "1x2: 项[0+1,0+1] 数[0+1,1+1] 甲[1+1,0+1] 1[1+1,1+1] 乙[2+1,0+1] 2[2+1,1+1] 合计[3+1,0+1] 3[3+1,1+1]"]
    );
}

#[test]
fn tables_that_hold_a_value_dissolve_into_their_cell() {
    let inner = "<table><tr><td><table><tr><td>0</table></table>";
    assert_eq!(
        show(&format!("<table><tr><td>规章<td>{inner}<tr><td>文件<td><table><tr><td>1<td>件</table></table>")),
        ["1x2: 规章[0+1,0+1] 0[0+1,1+1] 文件[1+1,0+1] 1/件[1+1,1+1]"]
    );
    let long = "为贯彻落实条例".repeat(9);
    assert_eq!(
        show(&format!("<table><tr><td>左<td>右<tr><td>文件<td>{long}<table><tr><td>1<td>件</table></table>")),
        ["左", "右", "文件", &long, "1x2: 1[0+1,0+1] 件[0+1,1+1]"]
    );
}

#[test]
fn an_open_preformatted_text_does_not_reach_into_tables() {
    assert_eq!(
        show("<pre>甲\n乙<table><tr><td>丙\n丁<td>1</table>戊\n己"),
        ["甲", "乙", "1x2: 丙丁[0+1,0+1] 1[0+1,1+1]", "戊", "己"]
    );
}

#[test]
fn what_stands_far_off_the_page_is_not_read() {
    let shown = |sheet: &str, attributes: &str| show(&format!("<style>{sheet}</style><p>12<b {attributes}>34</b></p>"));
    for style in [
        "position:absolute;left:-9999px",
        "position: fixed; top: -1000px",
        "position:absolute; clip:rect(0, 0, 0, 0)",
        "text-indent:-9999px",
    ] {
        assert_eq!(shown("", &format!("style='{style}'")), ["12"], "{style}");
        assert_eq!(shown(&format!(".sr {{ {style} }}"), "class=sr"), ["12"], "{style}");
    }
    assert_eq!(shown("", "style='color:#fff;font-size:1px'"), ["12"]);
    for style in ["left:-9999px", "position:absolute;left:-9px", "text-indent:-2em", "clip:rect(0,0,0,0)"] {
        assert_eq!(shown("", &format!("style='{style}'")), ["1234"], "{style}");
    }
}

#[test]
fn a_style_sheet_says_how_letters_are_drawn() {
    let shown = |style: &str| show(&format!("<style>.x {{ {style} }}</style><p>57<i class=x>12</i></p>"));
    assert_eq!(shown("vertical-align: super; font-size: 60%"), ["57¹²"]);
    assert_eq!(shown("text-decoration: line-through"), ["57"]);
    assert_eq!(shown("unicode-bidi: bidi-override; direction: rtl"), ["5721"]);
    assert_eq!(shown("vertical-align: top"), ["5712"]);
}

#[test]
fn letters_that_run_backwards_are_read_as_they_are_seen() {
    let style = "unicode-bidi: bidi-override; direction: rtl";
    let shown = |cell: &str| show(&format!("<p>甲<td>{cell}</p>"));
    assert_eq!(shown("<bdo dir='RTL'>21</bdo>"), ["甲12"]);
    assert_eq!(shown(&format!("<span style='{style}'> <b>54321</b> </span>")), ["甲 12345"]);
    assert_eq!(shown(&format!("<span style='{style}'><b>21</b>3</span>")), ["甲\u{fffd}\u{fffd}\u{fffd}"]);
    for plain in ["<bdo>21</bdo>", "<span dir=rtl>21</span>", "<span style='direction: rtl'>21</span>"] {
        assert_eq!(shown(plain), ["甲21"], "{plain}");
    }
    let blanks = "<b> </b>".repeat(100_000);
    assert_eq!(show(&format!("<bdo dir=rtl>{blanks}{}</bdo>", "<b>7</b>".repeat(20_000))).len(), 1);
}

#[test]
fn the_mark_of_a_note_is_no_digit_of_its_figure() {
    assert_eq!(show("<p>9m<sup>2</sup>，57<sup>1</sup>件</p>"), ["9m²，57¹件"]);
    assert_eq!(show("<p>3<span style='mso-x:1; Vertical-Align: super'>2</span>4</p>"), ["3²4"]);
    assert_eq!(show("<p>4<sup><a href='#n'>[5]</a></sup>6<sub>7</sub></p>"), ["4[⁵]67"]);
}

#[test]
fn what_a_cell_shows_is_not_always_its_text() {
    let cell = |content: &str| {
        let head = "<style>.old, td.gone { text-decoration: line-through }</style>";
        let table = format!("{head}<table><tr><td>甲<td>1<tr><td>乙<td>{content}</table>");
        show(&table)[0].clone()
    };
    let is = |shown: &str| format!("1x2: 甲[0+1,0+1] 1[0+1,1+1] 乙[1+1,0+1] {shown}[1+1,1+1]");
    // Struck out by a class.
    assert_eq!(cell("<span class='old'>31</span><span class='new'>12</span>"), is("12"));
    // Letters without any size, against copying; a cell whose size is set within is read.
    assert_eq!(cell("<font style='font-size:0px;color:#fff'>47</font>1"), is("1"));
    assert_eq!(cell("<span style='font-size:0'><span style='font-size:12pt'>8</span></span>"), is("8"));
    assert_eq!(cell("<span style='font-size:10.5pt'>9</span>"), is("9"));
    for unseen in ["visibility: hidden", "opacity:0", "opacity: 0%"] {
        assert_eq!(cell(&format!("9<span style='{unseen}'>9</span>")), is("9"), "{unseen}");
    }
    assert_eq!(cell("4<span style='opacity:.5; visibility:visible'>2</span>"), is("42"));
    // White letters beside others, on the page's white; where the ground has a colour, they may be seen.
    for unseen in [
        "<span style='color:#FFF'>8</span>",
        "<font color=white>8</font>",
        "<b style='color: rgb(255, 255, 255)'>8</b>",
    ] {
        assert_eq!(cell(&format!("<p>5{unseen}</p>")), is("5"), "{unseen}");
        assert_eq!(cell(unseen), is("8"), "a cell that is white as a whole");
        assert_eq!(cell(&format!("<p style='background:#c00'>5{unseen}</p>")), is("58"));
    }
    assert_eq!(cell("5<span style='color:#fff;background-color:red'>8</span>"), is("58"));
    assert_eq!(cell("5<span style='color:#fff'><i style='color:red'>8</i></span>"), is("58"));
    assert_eq!(cell("5<span style='color:#f00'>8</span>"), is("58"));
    // A number that counts up when the page is opened.
    assert_eq!(cell("<span class=timer data-from='0' data-to='1421'>0</span>"), is("1421"));
    assert_eq!(cell("<span data-to='#top'>5</span>"), is("5"));
    // A list to choose from shows what is chosen.
    assert_eq!(cell("<select disabled><option>0<option selected>3<option>7</select>"), is("3"));
    assert_eq!(cell("<select><option>0<option>3</select>"), is("0"));
    assert_eq!(show("<p>选择<select><option>2020<option selected>2021</select>年度</p>"), ["选择年度"]);
}
