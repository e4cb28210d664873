//! Unicode of the glyph names that the encodings of simple fonts use.
//!
//! Chinese text is never in a simple font: what stands there is Latin letters, figures and punctuation. So the
//! names of ASCII and of a few marks suffice; any other name makes a character that cannot be read.

/// Names of the characters from the blank to the tilde that are neither letters nor otherwise spelt out.
const ASCII: &str = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright \
    asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less \
    equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright \
    asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde";

const OTHERS: [(&str, char); 22] = [
    ("nbspace", ' '),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("minus", '−'),
    ("sfthyphen", '-'),
    ("softhyphen", '-'),
    ("ellipsis", '…'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("degree", '°'),
    ("section", '§'),
    ("yen", '¥'),
    ("copyright", '©'),
    ("fi", '\u{FB01}'),
    ("fl", '\u{FB02}'),
];

/// The character of a glyph name: from the tables, or spelt as `uni0030` or `u0030`.
pub(super) fn character(name: &str) -> Option<char> {
    let name = name.split_once('.').map_or(name, |(base, _)| base);
    if let Some(at) = ASCII.split_whitespace().position(|known| known == name) {
        return char::from_u32(0x20 + at as u32);
    }
    if let Some((_, c)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let code = (4..=6).contains(&hex.len()).then(|| u32::from_str_radix(hex, 16).ok())??;
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_figures_and_marks_are_known() {
        let names = ["space", "zero", "nine", "A", "z", "asciitilde", "percent", "uni4E00", "u1F600", "one.tnum"];
        let found: String = names.into_iter().filter_map(character).collect();
        assert_eq!(found, " 09Az~%一😀1");
        assert_eq!(character("g23"), None);
        assert_eq!(character("union"), None);
    }
}
