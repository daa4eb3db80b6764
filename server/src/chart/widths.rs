//! Widths of text without a font file: plotters guesses 0.7 em a *byte*, which is wrong for Vietnamese.

/// The width of a text in thousandths of an em, for the sans-serif faces that browsers use (advance widths of
/// Noto Sans; Arial and Roboto differ by less than 6 %).
pub(super) fn milli_em(text: &str) -> u32 {
    text.chars().map(advance).sum()
}

/// Cuts a text to a width, with an ellipsis where something is missing.
pub(super) fn fit(text: &str, most: u32) -> String {
    if milli_em(text) <= most {
        return text.to_owned();
    }
    let mut width = advance('…');
    let kept: String = text
        .chars()
        .take_while(|c| {
            width += advance(*c);
            width <= most
        })
        .collect();
    format!("{}…", kept.trim_end())
}

fn advance(c: char) -> u32 {
    match base(c) {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 265,
        'I' | '(' | ')' | '-' | '[' | ']' => 330,
        'f' | 't' | 'r' => 375,
        's' | 'c' | 'z' | 'v' | 'x' | 'y' | 'k' => 510,
        'm' | 'M' | 'W' | '…' => 920,
        'w' | 'G' | 'O' | 'Q' | 'D' | 'N' | 'H' | 'U' => 745,
        '0'..='9' | 'a' | 'e' | 'L' | 'J' | 'F' | 'S' | 'E' | 'T' => 567,
        'A' | 'B' | 'C' | 'K' | 'P' | 'R' | 'V' | 'X' | 'Y' | 'Z' => 620,
        '\u{300}'..='\u{36f}' => 0,
        _ => 612,
    }
}

/// The letter under its marks: marks of Vietnamese do not widen it.
fn base(c: char) -> char {
    match c {
        'à'..='å' | 'ă' | 'ạ'..='ặ' if !c.is_uppercase() => 'a',
        'è'..='ë' | 'ẹ'..='ệ' if !c.is_uppercase() => 'e',
        'ì'..='ï' | 'ĩ' | 'ỉ' | 'ị' => 'i',
        'ỳ'..='ỹ' | 'ý' if !c.is_uppercase() => 'y',
        'À'..='Å' | 'Ă' | 'Ạ'..='Ặ' => 'A',
        'È'..='Ë' | 'Ẹ'..='Ệ' => 'E',
        'Ì'..='Ï' | 'Ĩ' | 'Ỉ' | 'Ị' => 'I',
        'Ò'..='Ö' | 'Ơ' | 'Ọ'..='Ợ' if c.is_uppercase() => 'O',
        'Ù'..='Ü' | 'Ư' | 'Ũ' | 'Ụ'..='Ự' if c.is_uppercase() => 'U',
        'Ý' | 'Ỳ'..='Ỹ' => 'Y',
        'Đ' => 'D',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_as_wide_as_its_letters() {
        assert_eq!(milli_em("Sở Nội vụ"), milli_em("Sơ Nôi vu"));
        assert_eq!(milli_em("ĐẤT ĐAI"), milli_em("DAT DAI"));
        // Noto Sans at 1000 units sets "Sở Giáo dục và Đào tạo" 11,400 units wide (measured in a browser: ± 6 %).
        assert!(
            (10_700..=12_100).contains(&milli_em("Sở Giáo dục và Đào tạo")),
            "{}",
            milli_em("Sở Giáo dục và Đào tạo")
        );
    }

    #[test]
    fn long_names_end_in_an_ellipsis_within_the_width() {
        let long = "Sở Nông nghiệp và Môi trường tỉnh vùng cao phía Bắc";
        let cut = fit(long, 12_000);
        assert!(cut.ends_with('…') && milli_em(&cut) <= 12_000, "{cut}");
        assert_eq!(fit("Sở Y tế", 12_000), "Sở Y tế");
    }
}
