//! Radicals that stand where ideographs are meant.
//!
//! Some fonts give the glyph of 日 the code of the Kangxi radical ⽇, and the page's own table passes it
//! on. Only radicals are folded: the rest of NFKC would also turn `（` into `(` and change the text as found.

/// The ideographs of the Kangxi radicals U+2F00 to U+2FD5, in order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺\
    广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示\
    禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑\
    非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Simplified forms and variants of the radicals supplement that stand for an ideograph of their own.
const SUPPLEMENT: [(char, char); 25] = [
    ('⺠', '民'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// The ideograph that a radical stands for; every other character as it is.
pub(super) fn folded(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth((c as u32 - 0x2F00) as usize).unwrap_or(c),
        '\u{2E80}'..='\u{2EFF}' => SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map_or(c, |&(_, plain)| plain),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_the_ideographs_they_look_like() {
        assert_eq!(KANGXI.chars().count(), 214);
        let folded: String = "⼀⽇⽉⽅⾏⾼⿕⻓⻅".chars().map(folded).collect();
        assert_eq!(folded, "一日月方行高龠长见");
        assert_eq!("（１）".chars().map(super::folded).collect::<String>(), "（１）");
    }
}
