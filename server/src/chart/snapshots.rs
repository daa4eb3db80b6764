//! Every chart with long names, with one agency, with forty, and with nothing to show, as pictures to look at:
//! `snapshots/*.svg`. A change shows in `cargo test`; `INSTA_UPDATE=always cargo test` accepts it.

use super::{
    Dot, DotChart, HeatCell, HeatChart, HeatRow, Labels, ShareChart, ShareRow, SlideChart, SlideRow,
    SlideValue, Theme, TrendChart, TrendMark, nested_slide, png, share_bar, standalone_svg,
};
use domain::index::Standing;

const LONG: &str =
    "Ủy ban nhân dân phường Nguyễn Thị Minh Khai & các điểm phục vụ hành chính công <cũ> ở vùng cao";

fn labels(title: &str) -> Labels {
    Labels {
        title: title.to_owned(),
        description: "Số liệu có trong bảng.".to_owned(),
        note: "Đợt thử, 1/1/2026 – 31/12/2026. 7.988 phiếu trả lời. Vạch: khoảng 95 % nếu đây là mẫu ngẫu nhiên. \
            Tỷ lệ câu trả lời hài lòng, gộp mọi câu trả lời."
            .to_owned(),
        source: "Nguồn: Ủy ban nhân dân tỉnh Sơn Giang, https://khaosat.example.gov.vn/results/thu".to_owned(),
    }
}

fn printed(value: f64) -> String {
    format!("{value:.2}").replace('.', ",")
}

/// A value that depends on a number and nothing else.
fn value(seed: usize) -> f64 {
    60.0 + ((seed * 37) % 39) as f64
}

fn dots(names: &[String]) -> DotChart {
    let dot = |(i, name): (usize, &String)| {
        let estimate = value(i);
        let (low, high) = (estimate - 3.0, (estimate + 3.0).min(100.0));
        // The fifth of many is suppressed.
        let value = (i != 4).then(|| (printed(estimate), estimate, low, high));
        Dot { name: name.clone(), value, head: i == 0 && names.len() == 3 }
    };
    let dots = names.iter().enumerate().map(dot).collect();
    DotChart { dots, reference: (names.len() > 1).then(|| (79.5, "cả đợt 79,50".to_owned())) }
}

fn heat(names: &[String]) -> HeatChart {
    let columns = (1..=9).map(|i| format!("Yếu tố thứ {i} của phục vụ hành chính công")).collect();
    let row = |(i, name): (usize, &String)| {
        let cell = |c: usize| {
            (!(i + c).is_multiple_of(11)).then(|| {
                let steps = i8::try_from((i * 5 + c) % 7).unwrap_or(0) - 3;
                let standing = match steps {
                    -3 => Standing::Below,
                    3 => Standing::Above,
                    _ => Standing::Unclear,
                };
                let printed = format!("{:.1}", value(i * 9 + c)).replace('.', ",");
                HeatCell { printed, standing, steps }
            })
        };
        HeatRow { name: name.clone(), cells: (0..9).map(cell).collect() }
    };
    let rows: Vec<HeatRow> = names.iter().enumerate().map(row).collect();
    let half = rows.len() / 2;
    let blocks = match half {
        0 => vec![(None, rows)],
        _ => vec![
            (Some("Khối sở, ban, ngành".to_owned()), rows[..half].to_vec()),
            (Some("Khối xã, phường".to_owned()), rows[half..].to_vec()),
        ],
    };
    HeatChart { columns, blocks }
}

fn shares(names: &[String]) -> ShareChart {
    let row = |(i, name): (usize, &String)| {
        let low = 2.0 + (i % 7) as f64;
        let shares = vec![low, 2.0 * low, 15.0, 45.0, 40.0 - 3.0 * low];
        let value = (i != 4).then(|| (printed(shares[3] + shares[4]), shares));
        ShareRow { name: name.clone(), value }
    };
    let levels = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"];
    ShareChart {
        rows: names.iter().enumerate().map(row).collect(),
        levels: levels.map(str::to_owned).to_vec(),
    }
}

fn trend(years: usize, label: &str) -> TrendChart {
    let mark = |i: usize| TrendMark {
        at: 2_000.0 + i as f64,
        label: format!("{label}{}", 2_000 + i),
        value: (i % 9 != 4)
            .then(|| (printed(value(i)), value(i), value(i) - 2.0, (value(i) + 2.0).min(100.0))),
        n: format!("n = {}", 100 + i),
        breaks: (i == years / 2 && i > 0).then(|| "phiếu hoặc cách tính khác".to_owned()),
    };
    TrendChart { marks: (0..years).map(mark).collect() }
}

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("Xã số {i}")).collect()
}

fn rows(names: &[String]) -> SlideChart {
    let row = |(i, name): (usize, &String)| {
        let estimate = value(i);
        let interval = (estimate, estimate - 3.0, (estimate + 3.0).min(100.0));
        let value = (i != 4).then(|| SlideValue { printed: printed(estimate), interval, shares: Vec::new() });
        SlideRow { name: name.clone(), n: format!("n = {}", 100 + i), value, head: false }
    };
    SlideChart {
        rows: names.iter().enumerate().map(row).collect(),
        reference: Some((79.5, "cả đợt 79,50".to_owned())),
        levels: Vec::new(),
    }
}

/// A chart for a slide: 16:9, with its source.
fn slide(name: &str, drawn: Option<String>) {
    let svg = drawn.unwrap_or_else(|| panic!("{name}: nothing was drawn"));
    assert!(svg.contains("width=\"960\" height=\"540\"") && svg.contains("Nguồn: Ủy ban"), "{name}");
    let picture = resvg::tiny_skia::Pixmap::decode_png(&png(&svg).unwrap()).unwrap();
    let off = (9.0 * f64::from(picture.width()) - 16.0 * f64::from(picture.height())).abs();
    assert!(off < 32.0, "{name}: {off}");
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_binary_snapshot!(&format!("{name}.svg"), svg.into_bytes());
    });
}

/// A chart in every theme and width, one after the other.
fn keep(name: &str, drawn: [Option<String>; 2]) {
    let [page, paper] = drawn.map(|svg| svg.unwrap_or_else(|| panic!("{name}: nothing was drawn")));
    assert!(
        page.contains("var(--ink)") && !page.contains("opacity=\"1\"") && !page.contains(" style="),
        "{name}"
    );
    assert!(!paper.contains("var(--") && paper.contains("font-family=\"Noto Sans"), "{name}");
    assert!(!paper.contains("NaN") && !paper.contains("<cũ>"), "{name}");
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_binary_snapshot!(&format!("{name}.svg"), paper.into_bytes());
    });
}

#[test]
fn long_names() {
    let (long, labels) = (vec![LONG.to_owned(), "Sở Y tế".to_owned(), LONG.to_uppercase()], labels(LONG));
    let both = [Theme::Page, Theme::Paper];
    keep("dots-long", both.map(|theme| dots(&long).draw(&labels, theme)));
    keep("heat-long", both.map(|theme| heat(&long).draw(&labels, theme)));
    keep("shares-long", both.map(|theme| shares(&long).draw(&labels, theme)));
    slide("slide-trend", trend(3, "tháng 11/").draw_slide(&labels));
    slide("slide-long", rows(&long).draw(&labels));
    keep("trend-long", both.map(|theme| trend(3, "tháng 11/").draw(&labels, theme)));
}

#[test]
fn one_agency() {
    let (one, labels) = (names(1), labels("Một cơ quan"));
    let both = [Theme::Page, Theme::Paper];
    keep("dots-one", both.map(|theme| dots(&one).draw(&labels, theme)));
    keep("heat-one", both.map(|theme| heat(&one).draw(&labels, theme)));
    keep("shares-one", both.map(|theme| shares(&one).draw(&labels, theme)));
    assert_eq!(trend(1, "").draw(&labels, Theme::Page), None, "one round is no line");
}

#[test]
fn forty_agencies() {
    let (forty, labels) = (names(40), labels("Bốn mươi cơ quan"));
    let both = [Theme::Page, Theme::Paper];
    slide("slide-forty", rows(&forty).draw(&labels));
    let bare = Labels::default();
    let inner = heat(&forty).draw(&bare, Theme::Paper).unwrap();
    slide("slide-heat", nested_slide(&labels, &inner));
    keep("dots-forty", both.map(|theme| dots(&forty).draw(&labels, theme)));
    keep("heat-forty", both.map(|theme| heat(&forty).draw(&labels, theme)));
    keep("shares-forty", both.map(|theme| shares(&forty).draw(&labels, theme)));
    keep("trend-twelve", both.map(|theme| trend(12, "").draw(&labels, theme)));
    assert_eq!(dots(&forty).draw(&labels, Theme::Page).unwrap().matches("<circle").count(), 39);
}

#[test]
fn rows_of_a_table_have_a_track_where_there_is_a_number_and_tell_no_more_than_it() {
    let tracks = dots(&names(40)).tracks().unwrap();
    assert_eq!((tracks.rows.len(), tracks.rows.iter().flatten().count()), (40, 39));
    assert!(tracks.scale.contains("<text") && tracks.rows[4].is_none());
    assert!(tracks.rows.iter().flatten().all(|row| row.contains("<circle") && !row.contains("style=")));
    assert_eq!(DotChart::default().tracks(), None);
    let bar = share_bar(&[10.0, 0.0, 90.0], "thấp 10 %; \"cao\" 90 %");
    assert_eq!(bar.matches("<rect").count(), 2, "{bar}");
    assert!(bar.contains("aria-label=\"thấp 10 %; &quot;cao&quot; 90 %\""), "{bar}");
}

#[test]
fn where_all_is_suppressed_there_is_no_picture() {
    let labels = labels("Không có gì");
    for theme in [Theme::Page, Theme::Paper] {
        assert_eq!(DotChart::default().draw(&labels, theme), None);
        assert_eq!(ShareChart::default().draw(&labels, theme), None);
        let mut chart = heat(&names(40));
        for row in chart.blocks.iter_mut().flat_map(|(_, rows)| rows) {
            row.cells.iter_mut().for_each(|cell| *cell = None);
        }
        assert_eq!(chart.draw(&labels, theme), None);
        let mut chart = trend(5, "");
        chart.marks.iter_mut().for_each(|mark| mark.value = None);
        assert_eq!(chart.draw(&labels, theme), None);
    }
}

#[test]
fn a_picture_has_the_letters_of_vietnamese_and_bounds() {
    let pixels = |svg: &str| {
        let png = png(svg).unwrap();
        let picture = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        let dark = picture.pixels().iter().filter(|p| p.red() < 80).count();
        (picture.width(), picture.height(), dark)
    };
    let draw = |name: &str| {
        let chart = DotChart { reference: None, ..dots(&[name.to_owned()]) };
        chart.draw(&Labels::default(), Theme::Paper).unwrap()
    };
    let (width, _, without) = pixels(&draw("o"));
    assert_eq!(width, 380 * 3);
    // Marks above and below the letter are drawn too.
    assert!(pixels(&draw("ộ")).2 > without && pixels(&draw("ỗ")).2 > pixels(&draw("ô")).2);
    let (width, height, _) = pixels(&dots(&names(1_500)).draw(&labels("Cả nước"), Theme::Paper).unwrap());
    assert!(width >= 90 && u64::from(width) * u64::from(height) < 6_000_000, "{width} × {height}");
    let svg = standalone_svg(&draw("ộ"));
    assert!(svg.contains("<style>@font-face") && svg.contains("font/woff2"));
}
