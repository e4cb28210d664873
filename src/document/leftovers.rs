//! What tools leave of markup when they take text out of a page: entities, escapes and addresses of links.
//!
//! `&nbsp;` stays where tags are cut out and nothing else, `\-7` and `[12](/art/1.html)` where Markdown is made, `\n` and
//! `\u3000` where a program wrote a text or a table as its source would show it. A bar that such a thing stands for is
//! a letter and no wall.

use quick_xml::escape::resolve_html5_entity;

/// The longest name of a character, `CounterClockwiseContourIntegral`, with its semicolon.
const LONGEST_NAME: usize = 32;
/// Brackets of either kind that are open at a time; further ones are letters. So no byte is looked at more often.
const DEEPEST: usize = 16;

/// The text as it was meant to be seen.
pub(super) fn plain(text: String) -> String {
    without_links(without_escapes(without_written_blanks(without_entities(text))))
}

/// The text with line ends and blanks for the letters that programs write for them. In a row of a table, a written line end
/// parts the lines of a cell, unless nearly all line ends of the text are written so.
fn without_written_blanks(text: String) -> String {
    /// Written line ends for each real one, from which on they are the text's own.
    const MANY: usize = 8;
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return text;
    }
    let written = memchr::memmem::find_iter(text.as_bytes(), b"\\n").count();
    let are_lines = written > MANY * memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let end = if !are_lines && line.contains(['|', '\t']) { "  " } else { "\n" };
        let blanks = [("r\\n", end), ("n", end), ("r", " "), ("t", "\t"), ("xa0", " "), ("u3000", " ")];
        let of = |before: &str, rest: &str| {
            let is_it = |name: &str| rest.strip_prefix(name).is_some_and(|rest| !goes_on(rest));
            let (name, instead) = blanks.into_iter().find(|(name, _)| !before.ends_with('\\') && is_it(name))?;
            Some((instead.to_owned(), name.len()))
        };
        plain.push_str(&each_mark(line.to_owned(), b'\\', of));
    }
    plain
}

/// Whether a letter follows that makes a longer name of what stands before it: `\newline`.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn without_entities(text: String) -> String {
    each_mark(text, b'&', |before, rest| {
        let end = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';')?;
        let found = named(rest.get(..end)?)?;
        let shown = if found == "|" { bar(before, &rest[end + 1..]).to_owned() } else { found };
        Some((shown, end + 1))
    })
}

/// What is read for a bar that is a letter: a blank, but between digits a sign that is no wall, as two figures apart would
/// be two cells.
fn bar(before: &str, behind: &str) -> &'static str {
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let between_digits =
        is_digit(before.trim_end().chars().next_back()) && is_digit(behind.trim_start().chars().next());
    if between_digits { "∣" } else { " " }
}

/// The characters that an entity stands for; none of them ends a line or a cell.
fn named(name: &str) -> Option<String> {
    let found = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?.to_string()
        }
        None => resolve_html5_entity(name)?.to_owned(),
    };
    let parts = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    Some(found.replace(parts, " "))
}

fn without_escapes(text: String) -> String {
    each_mark(text, b'\\', |before, rest| {
        // Of several in a row, none escapes what follows: so lines end in LaTeX.
        let next = rest.chars().next().filter(|_| !before.ends_with('\\'))?;
        match next {
            // At the beginning of a cell it is somebody's mark for nothing, and the bar is the cell's end.
            '|' if before.trim_end().ends_with('|') => None,
            '|' => Some((bar(before, &rest[1..]).to_owned(), 1)),
            '-' | '+' | '.' | '*' | '_' | '#' | '[' | ']' | '(' | ')' | '>' | '~' | '!' | '`' => {
                Some((next.to_string(), 1))
            }
            _ => None,
        }
    })
}

/// The text with what `read` makes of what stands before and behind a mark: other words for it, and how many bytes behind
/// it they replace. The mark stays where there are none.
fn each_mark(text: String, mark: u8, read: impl Fn(&str, &str) -> Option<(String, usize)>) -> String {
    let mut plain = String::new();
    let mut done = 0;
    for at in memchr::memchr_iter(mark, text.as_bytes()) {
        if at < done {
            continue;
        }
        if let Some((instead, bytes)) = read(&text[..at], &text[at + 1..]) {
            plain.push_str(&text[done..at]);
            plain.push_str(&instead);
            done = at + 1 + bytes;
        }
    }
    if done == 0 {
        return text;
    }
    plain.push_str(&text[done..]);
    plain
}

fn without_links(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"](").is_none() {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.contains("](") {
            true => unlink(line, &mut plain),
            false => plain.push_str(line),
        }
    }
    plain
}

/// Writes a line with the words of its links and without its pictures. Figures that are links are figures only in a row of a
/// table: elsewhere they are the pages one can turn to.
fn unlink(line: &str, plain: &mut String) {
    let is_row = line.contains('|');
    let mut open: Vec<usize> = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', ']']) {
        plain.push_str(&rest[..at]);
        let (bracket, behind) = rest[at..].split_at(1);
        rest = behind;
        if bracket == "[" {
            if open.len() < DEEPEST {
                open.push(plain.len());
            }
            plain.push('[');
            continue;
        }
        let link = open.pop().and_then(|start| Some((start, target(behind)?)));
        let Some((start, length)) = link else {
            plain.push(']');
            continue;
        };
        let words = &plain[start + 1..];
        let is_number = words.contains(char::is_numeric) && !words.contains(char::is_alphabetic);
        if plain[..start].ends_with('!') {
            plain.truncate(start - 1);
        } else if is_number && !is_row {
            plain.push(']');
            continue;
        } else {
            plain.remove(start);
        }
        rest = &behind[length..];
    }
    plain.push_str(rest);
}

/// How many bytes the address of a link takes that begins here, with its brackets.
fn target(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('(')?;
    let mut depth = 1;
    let ends = |byte: u8| {
        depth = match byte {
            b'(' => depth + 1,
            b')' => depth - 1,
            _ => depth,
        };
        depth == 0 || depth > DEEPEST
    };
    let end = inside.bytes().position(ends).filter(|&at| inside.as_bytes()[at] == b')')?;
    let (address, title) = inside[..end].split_once(' ').unwrap_or((&inside[..end], "\""));
    let is_address =
        address.is_ascii() && address.contains(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '#'));
    (is_address && title.trim_start().starts_with(['"', '\''])).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> String {
        plain(text.to_owned())
    }

    #[test]
    fn entities_are_characters() {
        assert_eq!(reads("一&nbsp;二&ldquo;三&rdquo;&#8722;5&#x2212;7&MINUS;"), "一\u{a0}二“三”−5−7&MINUS;");
        assert_eq!(reads("&lt;5 &amp;nbsp; A&B; &; &#; &#0; &#xD800; &"), "<5 &nbsp; A&B; &; &#;   &#xD800; &");
        assert_eq!(reads("| 1&#124;2 | 甲&#124;2 | 3&NewLine;4 |"), "| 1∣2 | 甲 2 | 3 4 |");
        assert_eq!(reads(&"&".repeat(100_000)), "&".repeat(100_000));
    }

    #[test]
    fn written_line_ends_are_line_ends() {
        assert_eq!(
            reads("一、总体\\u3000情况\\r\\n二、\\xa0主动公开\\t3\\n| 0 | 1 |"),
            "一、总体 情况\n二、 主动公开\t3\n| 0 | 1 |"
        );
        let table = "说明：\\n如下\n| 商业企\\n业 | 科研机\\n构 |\n| 12\\n | 0 |\n完";
        assert_eq!(reads(table), "说明：\n如下\n| 商业企  业 | 科研机  构 |\n| 12   | 0 |\n完");
        for kept in ["\\newpage 一\\nu", "\\\\n\n", "\\xa1 \\u300 \\table"] {
            assert_eq!(reads(kept), kept);
        }
    }

    #[test]
    fn what_markdown_escapes_is_itself() {
        assert_eq!(reads("| 1\\.其他 | \\-7 | \\+3 | 甲\\|乙 | 1\\|0 |"), "| 1.其他 | -7 | +3 | 甲 乙 | 1∣0 |");
        for kept in ["规章|4|\\|7|", "| \\| 0 |", "0 & 1 \\\\", "\\\\-7", "\\multirow{2}", "C:\\甲", "\\"] {
            assert_eq!(reads(kept), kept);
        }
    }

    #[test]
    fn links_are_their_words() {
        assert_eq!(reads("见[年报](http://a.cn/b_(1).html)和[附件](./b.doc \"附件 一\")"), "见年报和附件");
        assert_eq!(reads("[![图](a.png)](/b) [甲[乙](/c)](/d)"), " 甲乙");
        assert_eq!(reads("| [2](/art/2023/3/5.html) | [1,036](#n) |\n"), "| 2 | 1,036 |\n");
    }

    #[test]
    fn numbers_of_pages_are_no_figures() {
        assert_eq!(reads("[1](/p1) [2](/p2) [下一页](/p2)"), "[1](/p1) [2](/p2) 下一页");
    }

    #[test]
    fn other_brackets_stay() {
        for kept in ["国办发[2021](30号)", "[2020](12)", "[1] (a)", "甲](a", "[甲](http://a.cn", "[甲](http://a.cn 乙)"]
        {
            assert_eq!(reads(kept), kept);
        }
        for unit in ["](", "[](", "[甲](a", "(((]("] {
            assert_eq!(reads(&unit.repeat(50_000)), unit.repeat(50_000));
        }
        let deep = "[".repeat(50_000) + &"甲](a)".repeat(50_000);
        assert!(reads(&deep).ends_with("甲](a)"));
    }
}
