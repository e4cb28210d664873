//! The names of a division: full (`凉山彝族自治州`, and its usual short form `凉山州`) and bare (`凉山`).

use std::collections::{HashMap, HashSet};

use super::division::{Division, Level};

/// Peoples that the name of an autonomous division carries between its place and its ending.
const PEOPLES: &[&str] = &[
    "各族",
    "满族",
    "回族",
    "壮族",
    "苗族",
    "侗族",
    "瑶族",
    "彝族",
    "藏族",
    "羌族",
    "白族",
    "傣族",
    "土族",
    "水族",
    "畲族",
    "黎族",
    "怒族",
    "佤族",
    "维吾尔",
    "蒙古",
    "朝鲜族",
    "土家族",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "锡伯",
    "达斡尔",
    "鄂温克",
    "仡佬族",
    "仫佬族",
    "毛南族",
    "布依族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "纳西族",
    "景颇族",
    "普米族",
    "独龙族",
    "布朗族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
];

/// A name and the divisions that bear it.
#[derive(Debug)]
pub struct Name {
    /// The name.
    pub text: String,
    /// With its ending.
    pub full: bool,
    /// Indices of its divisions.
    pub rows: Vec<u32>,
}

/// All names of all divisions.
pub fn collect_names(rows: &[Division]) -> Vec<Name> {
    let mut index: HashMap<(String, bool), usize> = HashMap::new();
    let mut names: Vec<Name> = Vec::new();
    for (d, i) in rows.iter().zip(0u32..) {
        for (text, full) in forms(&d.name, d.level) {
            let at = *index.entry((text.clone(), full)).or_insert_with(|| {
                names.push(Name { text, full, rows: Vec::new() });
                names.len() - 1
            });
            if let Some(name) = names.get_mut(at).filter(|n| !n.rows.contains(&i)) {
                name.rows.push(i);
            }
        }
    }
    // One text is one pattern: a bare name that is somewhere a full one gives way.
    let full: HashSet<String> = names.iter().filter(|n| n.full).map(|n| n.text.clone()).collect();
    names.retain(|n| n.full || !full.contains(&n.text));
    names
}

/// The names of a division and whether they are full ones.
fn forms(name: &str, level: Level) -> Vec<(String, bool)> {
    let mut forms = vec![(name.to_owned(), true)];
    let mut bare = None;
    if let Some(cut) = PEOPLES.iter().filter_map(|p| name.find(p)).min().filter(|_| name.contains("自治")) {
        let (place, ending) = (name.get(..cut).unwrap_or(""), name.chars().last());
        if let Some(ending) = ending.filter(|_| place.chars().count() >= 2) {
            if level != Level::Province {
                forms.push((format!("{place}{ending}"), true));
            }
            bare = Some(place);
        }
    } else {
        let endings =
            ["特别行政区", "自治区", "自治县", "地区", "林区", "特区", "省", "市", "县", "区", "州", "盟", "旗"];
        bare = endings.iter().find_map(|e| name.strip_suffix(e));
    }
    let vague = |b: &str| ["左", "右", "中", "前", "后"].iter().any(|e| b.ends_with(e)) && name.ends_with('旗');
    if let Some(bare) = bare.filter(|b| b.chars().count() >= 2 && !vague(b)) {
        forms.push((bare.to_owned(), false));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_name() {
        let of = |n: &str, l| forms(n, l).into_iter().map(|(t, _)| t).collect::<Vec<_>>();
        assert_eq!(of("蓟县", Level::County), ["蓟县"]);
        assert_eq!(of("巴音郭楞蒙古自治州", Level::Prefecture), ["巴音郭楞蒙古自治州", "巴音郭楞州", "巴音郭楞"]);
        assert_eq!(of("广西壮族自治区", Level::Province), ["广西壮族自治区", "广西"]);
        assert_eq!(of("东乡族自治县", Level::County), ["东乡族自治县"]);
        assert_eq!(of("阿拉善左旗", Level::County), ["阿拉善左旗"]);
    }
}
