//! Finds strings that a hacked site put into its page, by the rules of `pipelines/noise.toml`.
//!
//! Most pages hold no keyword or one, and then nothing more happens. Otherwise each pair of near
//! keywords (or a strong one alone) that repeats is a seed, and grows to the string around it.

mod ends;

use super::Span;
use super::noise::{Hit, NoiseRules, TermKind};
use ends::right_end;

/// Rounds of looking, one string taken out in each.
const MAX_STRINGS: usize = 8;
/// Keywords of a page that are looked at; a page with more holds nothing else.
const MAX_HITS: usize = 4000;
/// Characters that a string may grow to each side.
const MAX_GROWTH: usize = 60;

/// The injected strings of a page. `text` is everything it says: its body, titles and metadata.
pub(super) fn injected(text: &str, rules: &NoiseRules) -> Vec<String> {
    if !is_suspect(&rules.keywords.find(text)) {
        return Vec::new();
    }
    let mut hits = rules.terms.find(text);
    hits.retain(|hit| hit.kind != TermKind::Genuine);
    hits.truncate(MAX_HITS);
    let mut strings: Vec<String> = Vec::new();
    while strings.len() < MAX_STRINGS {
        let Some(found) = longest(text, &hits, rules) else {
            break;
        };
        let places = places(text, &found);
        hits.retain(|hit| !overlaps(&places, &(hit.start..hit.end)));
        strings.push(found);
    }
    strings
}

/// Whether there are keywords enough for an injected string.
fn is_suspect(hits: &[Hit]) -> bool {
    let Some(first) = hits.first() else {
        return false;
    };
    hits.len() > 1 && hits.iter().any(|hit| hit.kind == TermKind::Strong || hit.term != first.term)
}

/// Where a string stands, without overlaps.
pub(super) fn places(text: &str, string: &str) -> Vec<Span> {
    memchr::memmem::find_iter(text.as_bytes(), string.as_bytes()).map(|at| at..at + string.len()).collect()
}

/// Whether a span overlaps one of the sorted places.
pub(super) fn overlaps(places: &[Span], span: &Span) -> bool {
    let next = places.partition_point(|place| place.end <= span.start);
    places.get(next).is_some_and(|place| place.start < span.end)
}

fn longest(text: &str, hits: &[Hit], rules: &NoiseRules) -> Option<String> {
    let strong = hits.iter().filter(|hit| hit.kind == TermKind::Strong).map(|hit| hit.start..hit.end);
    let pairs = hits.windows(2).filter_map(|pair| match pair {
        [a, b] if a.term != b.term && is_gap(&text[a.end..b.start], rules) => Some(a.start..b.end),
        _ => None,
    });
    let mut seeds: Vec<(&str, Span)> = strong.chain(pairs).map(|span| (&text[span.clone()], span)).collect();
    seeds.sort_by(|a, b| (a.0, a.1.start).cmp(&(b.0, b.1.start)));
    let mut best: Option<&str> = None;
    for group in seeds.chunk_by(|a, b| a.0 == b.0) {
        if group.len() < rules.min_repeats {
            continue;
        }
        let spans: Vec<Span> = group.iter().map(|(_, span)| span.clone()).collect();
        let Some(grown) = grow(text, &spans, hits, rules) else {
            continue;
        };
        if best.is_none_or(|best| grown.len() > best.len()) {
            best = Some(grown);
        }
    }
    best.map(str::to_owned)
}

/// The string around a seed, if it is an injected one.
fn grow<'t>(text: &'t str, seeds: &[Span], hits: &[Hit], rules: &NoiseRules) -> Option<&'t str> {
    let seed = seeds.first()?.clone();
    let left = common(seeds, |span, step| text[..span.start].chars().nth_back(step), |c| !is_hard_stop(c));
    let within = |c: char| !is_hard_stop(c) || is_bracket(c);
    let right = common(seeds, |span, step| text[span.end..].chars().nth(step), within);
    let left: usize = left.iter().map(|c| c.len_utf8()).sum();
    let right: usize = right.iter().map(|c| c.len_utf8()).sum();
    let start = left_end(text, seed.start - left, seed.start, hits, rules);
    let end = right_end(text, seed.end, seed.end + right, hits, rules);
    let grown = text.get(start..end)?;
    let inside = hits.iter().filter(|hit| hit.start >= start && hit.end <= end);
    if inside.clone().any(|hit| hit.kind == TermKind::Strong) {
        return Some(grown);
    }
    let mut terms: Vec<usize> = inside.map(|hit| hit.term).collect();
    terms.sort_unstable();
    terms.dedup();
    let is_marked = grown.chars().any(|c| is_joiner(c) || c.is_ascii_alphabetic())
        || rules.endings.iter().any(|ending| grown.ends_with(ending.as_str()));
    (terms.len() >= 2 && is_marked).then_some(grown)
}

/// The characters that all places have next to the seed, up to one where the string must end.
fn common(seeds: &[Span], next: impl Fn(&Span, usize) -> Option<char>, may_stand: impl Fn(char) -> bool) -> Vec<char> {
    (0..MAX_GROWTH)
        .map_while(|step| {
            let mut seen = seeds.iter().map(|span| next(span, step));
            let first = seen.next()??;
            (may_stand(first) && seen.all(|c| c == Some(first))).then_some(first)
        })
        .collect()
}

/// Where the string begins: before earlier keywords, and before the brand in front of the first.
fn left_end(text: &str, limit: usize, from: usize, hits: &[Hit], rules: &NoiseRules) -> usize {
    let mut start = from;
    for hit in hits.iter().rev().filter(|hit| hit.end <= from) {
        if hit.start < limit || !is_gap(&text[hit.end..start], rules) {
            break;
        }
        start = hit.start;
    }
    let before = &text[limit..start];
    let brand = before.char_indices().rev().take_while(|&(_, c)| !rules.place_marks.contains(c));
    let letters = brand.clone().filter(|&(_, c)| !is_joiner(c) && !c.is_ascii_alphanumeric());
    if letters.count() > rules.max_brand {
        return start;
    }
    brand.last().map_or(start, |(at, _)| limit + at)
}

/// Whether two keywords with this between them belong together.
fn is_gap(between: &str, rules: &NoiseRules) -> bool {
    between.len() <= 4 * rules.max_gap
        && between.chars().count() <= rules.max_gap
        && !between.contains(|c| is_hard_stop(c) || rules.place_marks.contains(c))
}

fn is_hard_stop(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "。！？；：:,，、.;!?“”\"'《》()（）[]【】<>|/".contains(c) && c != '.'
        || matches!(c, '\u{200B}' | '\u{FEFF}')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '_' | '-' | '·' | '.' | '—' | '–' | '+' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAM: &str = "甲乙娱乐_丙丁足球网-戊盘口官网";

    fn find(text: &str) -> Vec<String> {
        injected(text, &NoiseRules::builtin())
    }

    #[test]
    fn the_string_is_found_exactly() {
        let text = format!(
            "{SPAM}南山镇2020年年度报告\n来源:{SPAM}南山镇人民政府\n落实上级{SPAM}:政务公开,包括{SPAM}南山镇政府网,吸引{SPAM}群众"
        );
        assert_eq!(find(&text), [SPAM]);
    }

    #[test]
    fn an_agency_that_always_follows_is_kept() {
        let text = format!("{SPAM}南山镇人民政府\n来源:{SPAM}南山镇人民政府网站\n{SPAM}南山镇人民政府");
        assert_eq!(find(&text), [SPAM]);
        let text = format!("{SPAM}2020年年度报告\n{SPAM}2020年年度报告");
        assert_eq!(find(&text), [SPAM]);
    }

    #[test]
    fn a_place_that_always_stands_before_is_kept() {
        let text = format!("山东省{SPAM}南山镇\n山东省{SPAM}南山镇");
        assert_eq!(find(&text), [SPAM]);
        let text = format!("现将有关情况报告{SPAM}南山镇\n现将有关情况报告{SPAM}南山镇");
        assert_eq!(find(&text), [&SPAM["甲乙".len()..]]);
    }

    #[test]
    fn a_strong_keyword_is_enough() {
        let text = "BET365_中文-手机版官方网站_南山镇报告\n来源:BET365_中文-手机版官方网站_";
        assert_eq!(find(text), ["BET365_中文-手机版官方网站_"]);
        assert_eq!(find("新葡京平台市政府\n新葡京平台市文件"), ["新葡京平台"]);
    }

    #[test]
    fn letters_between_keyword_and_ending_belong_to_it() {
        for brand in ["甲乙娱乐_丙丁足球直播吧-官方网站", "甲乙娱乐_足球丙丁吧-官方网站", "新葡京_戊己城app"]
        {
            let text = format!("{brand}南山镇2020年报告\n来源:{brand}南山镇政府\n上级{brand}:公开");
            assert_eq!(find(&text), [brand]);
            let text = format!("{brand}南山镇政府网站\n来源:{brand}南山镇政府网站");
            assert_eq!(find(&text), [brand]);
        }
    }

    #[test]
    fn words_of_betting_between_joiners_belong_to_it() {
        let brand = "甲葡京_欧洲杯买球app-官方网站";
        let text = format!("{brand}南山镇2020年报告\n来源:{brand}南山镇政府\n上级{brand}:公开");
        assert_eq!(find(&text), [brand]);
        assert_eq!(find(&"世界杯期间加强巡查，打击网上买球。\n".repeat(3)), Vec::<String>::new());
    }

    #[test]
    fn digits_after_latin_letters_belong_to_it_and_years_do_not() {
        let brand = "甲乙娱乐_丙丁足球app365";
        let text = format!("{brand}南山镇2020年报告\n来源:{brand}南山镇政府");
        assert_eq!(find(&text), [brand]);
        let text = format!("{brand}2020年报告\n{brand}2020年公开");
        assert_eq!(find(&text), [brand]);
        let text = format!("{brand}2020年报告\n{brand}南山镇");
        assert_eq!(find(&text), [brand]);
        let plain = "甲乙娱乐_丙丁足球app";
        for (a, b) in [("2020年", "2020年"), ("2020年", "2021年"), ("2020-01", "2020-01")] {
            assert_eq!(find(&format!("{plain}{a}报告\n{plain}{b}公开")), [plain]);
        }
    }

    #[test]
    fn brackets_inside_belong_to_it() {
        for brand in ["beat365(中国)官方网站", "BEAT365（中国）", "beat365(官方平台)-手机版"] {
            let text = format!("{brand}南山镇2020年报告\n来源:{brand}南山镇政府");
            assert_eq!(find(&text), [brand]);
        }
        let text = "beat365(南山镇)2020年\nbeat365(南山镇)2020年";
        assert_eq!(find(text), ["beat365"]);
    }

    #[test]
    fn an_official_site_alone_is_honest() {
        let text = "南山镇官方网站、县体育局官方网站、文化娱乐(中国)官方网站、政府-官方网站\n".repeat(4);
        assert_eq!(find(&text), Vec::<String>::new());
    }

    #[test]
    fn two_strings_are_told_apart() {
        let other = "己庚体育app-辛壬电竞";
        let text = format!("{SPAM}报告\n{SPAM}政府\n{other}市\n{other}县");
        assert_eq!(find(&text), [SPAM, other]);
    }

    #[test]
    fn genuine_words_are_never_taken() {
        let words = "区体育局官网,体育彩票公益金官网,文化娱乐场所网站,歌舞娱乐、足球场,官网平台\n\
                     加快三项建设平台,第eighth届,投注网点网站,打击六合彩赌博,网络博彩平台\n\
                     教育体育局在线办理平台,校园足球体育特色学校,县体育局足球比赛平台,澳门特别行政区娱乐-平台\n";
        assert_eq!(find(&words.repeat(5)), Vec::<String>::new());
    }

    #[test]
    fn a_string_that_stands_once_is_kept() {
        assert_eq!(find(&format!("来源:{SPAM}南山镇")), Vec::<String>::new());
    }
}
