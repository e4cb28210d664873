//! Lines that hold no cells: page numbers, and rules drawn with characters.

/// A page's number standing in the text: `— 3 —`, `-3-`, `第3页`, `第 3 页 共 5 页`, `Page 8 -`.
pub fn is_page_mark(text: &str) -> bool {
    let begins = matches!(text.as_bytes().first(), Some(b'-' | b' ' | b'P' | 0xC2 | 0xE2 | 0xE7 | 0xEF));
    if !begins || text.len() > 30 {
        return false;
    }
    let dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | '─' | '·');
    let inner = text.trim_matches(|c| dash(c) || c == ' ');
    let dashed = text.starts_with(dash) && text.ends_with(dash) && inner.len() < text.len();
    let digits = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    if dashed && digits(inner) {
        return true;
    }
    let words = inner.trim_start_matches("Page").trim_start_matches("P.").trim();
    let numbered = |before: char, t: &str| t.strip_prefix(before).is_some_and(|t| digits(t.trim()));
    let pages = || -> Option<bool> {
        let (page, rest) = text.split_once('页')?;
        let rest = rest.trim_start_matches([' ', '，', ',', '/', '／']);
        Some(numbered('第', page) && (rest.is_empty() || numbered('共', rest.strip_suffix('页')?)))
    };
    (words.len() < inner.len() && digits(words)) || pages().unwrap_or(false)
}

/// A rule between header and body of a Markdown table, or a line drawn with characters, those for boxes among them.
pub fn is_rule(text: &str) -> bool {
    let is_drawn = |c: char| ('\u{2500}'..='\u{257f}').contains(&c) || c == ' ';
    let crosses = |c: char| is_drawn(c) && !matches!(c, ' ' | '│' | '┃');
    if text.starts_with(is_drawn) && text.chars().all(is_drawn) && text.matches(crosses).count() > 2 {
        return true;
    }
    text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'+')) && text.contains("---")
}
