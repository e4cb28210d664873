//! What kind of body an agency is and on which level it stands, by the ending of its name.

use super::endings::Kind;
use super::rules::MetadataRules;
use crate::report::region::{Divisions, Level};

/// Kind by the longest ending that fits; `None` if no ending does.
pub fn kind_of(agency: &str, rules: &MetadataRules) -> Option<Kind> {
    rules.endings.of_name(agency)
}

/// Whether a name is a place and no agency: `南山镇`, `某某区`, `平潭综合实验区`.
pub fn is_place(name: &str, rules: &MetadataRules) -> bool {
    let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
    let place = ends(&["省", "市", "县", "区", "旗", "盟", "州", "镇", "乡", "街道", "苏木"]);
    place || rules.levels.zones.iter().any(|z| name.ends_with(z.as_str()))
}

/// Whether a national agency bears this name; its region has been looked for in vain.
pub fn is_national(agency: &str, rules: &MetadataRules) -> bool {
    rules.levels.national.iter().any(|n| agency.starts_with(n.as_str()))
}

/// Whether a name is a national agency's and names no place behind it. Letters of the agency's own that happen to name
/// one (the county 资源 in 自然资源部) do not.
pub fn is_national_alone(agency: &str, rules: &MetadataRules, divisions: &Divisions) -> bool {
    let rest =
        rules.levels.national.iter().filter_map(|n| agency.strip_prefix(n.as_str())).min_by_key(|rest| rest.len());
    rest.is_some_and(|rest| divisions.hits(rest).next().is_none())
}

/// Whether an agency's name says where it is, or that it is national: not a bare `市粮食局` or `党政办公室`.
pub fn names_place(name: &str, rules: &MetadataRules, divisions: &Divisions) -> bool {
    let division = divisions.hits(name).next().filter(|hit| hit.start == 0);
    let is_full =
        division.and_then(|hit| divisions.name(hit.name)).is_some_and(|n| n.full || n.text.len() < name.len());
    let zone = rules.levels.zones.iter().any(|z| name.starts_with(z.as_str()));
    is_full || is_national(name, rules) || !zone && !name.starts_with("街道") && below_county(name)
}

/// `南山镇…`, `城东街道…`: two characters or more before the ending, and no 城乡 or 市场 there.
fn below_county(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let ending = |w: &[char]| match w {
        [before, c, after] => match c {
            '镇' | '乡' | '县' | '旗' => *before != '城' && *before != '乡',
            '区' => !"社园小片".contains(*before) && *after != '域' && *after != '划',
            '市' => *before != '城' && *after != '场' && *after != '政' && *after != '容',
            '街' => *after == '道',
            _ => false,
        },
        _ => false,
    };
    chars.windows(3).skip(1).any(ending)
}

/// The contract's `admin_level`.
pub fn admin_level(
    agency: Option<&str>,
    kind: Option<Kind>,
    region: Option<u32>,
    rules: &MetadataRules,
    divisions: &Divisions,
) -> Option<&'static str> {
    if matches!(kind, Some(Kind::Town | Kind::Subdistrict)) {
        return Some("township");
    }
    let name = agency.unwrap_or("");
    if region.is_none() && is_national(name, rules) {
        return Some("national");
    }
    let zone = rules.levels.zones.iter().any(|z| name.contains(z.as_str()));
    let of_region = region.and_then(|r| divisions.get(r)).map(|d| match d.level {
        Level::Province if zone => "prefecture",
        Level::Province => "province",
        Level::Prefecture if zone => "county",
        Level::Prefecture => "prefecture",
        Level::County => "county",
    });
    if of_region.is_some() {
        return of_region;
    }
    let first = |set: &[char]| name.chars().take(6).find(|c| set.contains(c));
    match first(&['省', '县', '区', '旗', '州']) {
        Some('省') => Some("province"),
        Some('州') => Some("prefecture"),
        Some(_) if !name.contains("自治区") => Some("county"),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_ending() {
        let rules = MetadataRules::builtin().unwrap();
        for (name, kind) in [
            ("盱眙县人民政府", Kind::Government),
            ("盱眙县", Kind::Government),
            ("天津市人民政府办公厅", Kind::Office),
            ("某某县扶贫开发办公室", Kind::Department),
            ("曲靖市粮食局", Kind::Department),
            ("交通运输部", Kind::Department),
            ("白沙镇人民政府", Kind::Town),
            ("清溪乡", Kind::Town),
            ("城东街道办事处", Kind::Subdistrict),
            ("某某开发区管委会", Kind::Government),
            ("某某市疾病预防控制中心", Kind::Institution),
            ("某某市城建有限责任公司", Kind::Other),
        ] {
            assert_eq!(kind_of(name, &rules), Some(kind), "{name}");
        }
        assert_eq!(kind_of("我们", &rules), None);
    }
}
