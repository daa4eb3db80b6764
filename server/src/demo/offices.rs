//! The offices of Sơn Giang, a province that does not exist: before and after the reorganisations of 2025, what they
//! handle, how good they are and how many come to them.

use domain::Block;

/// An agency as the demonstration sees it.
#[derive(Debug, Clone)]
pub(super) struct Office {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) block: &'static str,
    pub(super) level: &'static str,
    pub(super) parent: String,
    pub(super) valid_from: Option<&'static str>,
    pub(super) valid_to: Option<&'static str>,
    /// How good it is, in standard deviations between people.
    pub(super) effect: f64,
    /// How many come, relative to others.
    pub(super) visitors: f64,
    /// What it handles.
    pub(super) areas: &'static [&'static str],
}

/// Departments were merged on this day,
pub(super) const DEPARTMENTS_MERGED: &str = "2025-03-01";
const BEFORE_DEPARTMENTS_MERGED: &str = "2025-02-28";
/// communes on this one, and districts ended the day before.
pub(super) const COMMUNES_MERGED: &str = "2025-07-01";
const BEFORE_COMMUNES_MERGED: &str = "2025-06-30";

pub(super) const SERVICE_AREAS: &str = "\
code,name,name_en
dat-dai,Đất đai,Land
ho-tich,Hộ tịch,Civil status
chung-thuc,Chứng thực,Certification
xay-dung,Xây dựng,Construction
giao-thong,Giao thông vận tải,Transport
y-te,Y tế,Health
giao-duc,Giáo dục và đào tạo,Education and training
bao-tro-xa-hoi,Bảo trợ xã hội,Social protection
dau-tu,\"Đầu tư, đăng ký doanh nghiệp\",Investment and business registration
moi-truong,Môi trường,Environment
";

pub(super) const AREA_CODES: [&str; 10] = [
    "dat-dai",
    "ho-tich",
    "chung-thuc",
    "xay-dung",
    "giao-thong",
    "y-te",
    "giao-duc",
    "bao-tro-xa-hoi",
    "dau-tu",
    "moi-truong",
];

/// How much a service area pleases or annoys, in standard deviations.
pub(super) fn area_effect(code: &str) -> f64 {
    match code {
        "dat-dai" => -0.35,
        "xay-dung" => -0.2,
        "moi-truong" => -0.1,
        "y-te" => -0.05,
        "chung-thuc" => 0.25,
        "ho-tich" => 0.2,
        _ => 0.05,
    }
}

type Department = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    f64,
    f64,
    &'static [&'static str],
);

const DEPARTMENTS: &[Department] = &[
    ("SNV", "Sở Nội vụ", "Department of Home Affairs", None, None, 0.22, 1.2, &["bao-tro-xa-hoi", "ho-tich"]),
    ("STC", "Sở Tài chính", "Department of Finance", None, None, 0.32, 1.5, &["dau-tu"]),
    ("SXD", "Sở Xây dựng", "Department of Construction", None, None, -0.25, 2.0, &["xay-dung", "giao-thong"]),
    ("SYT", "Sở Y tế", "Department of Health", None, None, -0.05, 1.6, &["y-te"]),
    (
        "SGDDT",
        "Sở Giáo dục và Đào tạo",
        "Department of Education and Training",
        None,
        None,
        0.3,
        1.2,
        &["giao-duc"],
    ),
    ("STP", "Sở Tư pháp", "Department of Justice", None, None, 0.4, 1.0, &["ho-tich", "chung-thuc"]),
    (
        "SNNMT",
        "Sở Nông nghiệp và Môi trường",
        "Department of Agriculture and Environment",
        Some(DEPARTMENTS_MERGED),
        None,
        -0.4,
        2.4,
        &["dat-dai", "moi-truong"],
    ),
    (
        "SCT",
        "Sở Công Thương",
        "Department of Industry and Trade",
        None,
        None,
        0.15,
        0.8,
        &["dau-tu", "moi-truong"],
    ),
    (
        "SKHCN",
        "Sở Khoa học và Công nghệ",
        "Department of Science and Technology",
        None,
        None,
        0.2,
        0.5,
        &["dau-tu"],
    ),
    (
        "SVHTTDL",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Department of Culture, Sports and Tourism",
        None,
        None,
        0.28,
        0.4,
        &["dau-tu", "giao-duc"],
    ),
    ("BQLKKT", "Ban Quản lý Khu kinh tế", "Economic Zone Authority", None, None, 0.1, 0.004, &["dau-tu"]),
    // Until the merger of 1 March 2025.
    (
        "STNMT",
        "Sở Tài nguyên và Môi trường",
        "Department of Natural Resources and Environment",
        None,
        Some(BEFORE_DEPARTMENTS_MERGED),
        -0.5,
        1.7,
        &["dat-dai", "moi-truong"],
    ),
    (
        "SNNPTNT",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Department of Agriculture and Rural Development",
        None,
        Some(BEFORE_DEPARTMENTS_MERGED),
        0.05,
        0.7,
        &["moi-truong"],
    ),
    (
        "SGTVT",
        "Sở Giao thông vận tải",
        "Department of Transport",
        None,
        Some(BEFORE_DEPARTMENTS_MERGED),
        -0.1,
        1.3,
        &["giao-thong"],
    ),
    (
        "SKHDT",
        "Sở Kế hoạch và Đầu tư",
        "Department of Planning and Investment",
        None,
        Some(BEFORE_DEPARTMENTS_MERGED),
        0.25,
        1.0,
        &["dau-tu"],
    ),
    (
        "SLDTBXH",
        "Sở Lao động, Thương binh và Xã hội",
        "Department of Labour, Invalids and Social Affairs",
        None,
        Some(BEFORE_DEPARTMENTS_MERGED),
        0.1,
        0.9,
        &["bao-tro-xa-hoi"],
    ),
];

/// Code, name, English name, effect, visitors.
const DISTRICTS: [(&str, &str, &str, f64, f64); 7] = [
    ("H-SONGIANG", "Thành phố Sơn Giang", "Sơn Giang City", 0.15, 2.6),
    ("H-BACLINH", "Huyện Bắc Lĩnh", "Bắc Lĩnh District", 0.05, 1.4),
    ("H-DONGKHE", "Huyện Đông Khê", "Đông Khê District", -0.15, 1.2),
    ("H-NAPHA", "Huyện Nà Pha", "Nà Pha District", -0.3, 0.8),
    ("H-THACHLAM", "Huyện Thạch Lâm", "Thạch Lâm District", 0.0, 1.5),
    ("H-VANHA", "Huyện Vân Hà", "Vân Hà District", 0.2, 1.3),
    ("H-SUOINGOC", "Huyện Suối Ngọc", "Suối Ngọc District", -0.2, 0.7),
];

pub(super) struct Commune {
    pub(super) code: &'static str,
    name: &'static str,
    name_en: &'static str,
    district: &'static str,
    effect: f64,
    visitors: f64,
    /// Those it was merged from.
    pub(super) from: &'static [(&'static str, &'static str, &'static str)],
}

/// A commune since the merger, with those before it.
const fn commune(
    (code, name, name_en): (&'static str, &'static str, &'static str),
    district: &'static str,
    (effect, visitors): (f64, f64),
    from: &'static [(&'static str, &'static str, &'static str)],
) -> Commune {
    Commune { code, name, name_en, district, effect, visitors, from }
}

pub(super) const COMMUNES: [Commune; 16] = [
    commune(
        ("P-BENSON", "Phường Bến Sơn", "Bến Sơn Ward"),
        "H-SONGIANG",
        (0.35, 2.2),
        &[
            ("P-BENSON-CU", "Phường Bến Sơn (cũ)", "Bến Sơn Ward (former)"),
            ("P-CAUDA", "Phường Cầu Đá", "Cầu Đá Ward"),
        ],
    ),
    commune(
        ("P-HOAGIANG", "Phường Hòa Giang", "Hòa Giang Ward"),
        "H-SONGIANG",
        (0.15, 2.0),
        &[
            ("P-HOALONG", "Phường Hòa Long", "Hòa Long Ward"),
            ("X-TANGIANG", "Xã Tân Giang", "Tân Giang Commune"),
        ],
    ),
    commune(
        ("P-MINHKHE", "Phường Minh Khê", "Minh Khê Ward"),
        "H-SONGIANG",
        (0.0, 1.8),
        &[
            ("P-MINHTAM", "Phường Minh Tâm", "Minh Tâm Ward"),
            ("X-KHETHUONG", "Xã Khê Thượng", "Khê Thượng Commune"),
            ("X-KHEHA", "Xã Khê Hạ", "Khê Hạ Commune"),
        ],
    ),
    commune(
        ("X-BACLINH", "Xã Bắc Lĩnh", "Bắc Lĩnh Commune"),
        "H-BACLINH",
        (0.1, 1.2),
        &[
            ("T-BACLINH", "Thị trấn Bắc Lĩnh", "Bắc Lĩnh Township"),
            ("X-LINHTHUONG", "Xã Lĩnh Thượng", "Lĩnh Thượng Commune"),
            ("X-LINHTRUNG", "Xã Lĩnh Trung", "Lĩnh Trung Commune"),
        ],
    ),
    commune(
        ("X-QUANGSON", "Xã Quang Sơn", "Quang Sơn Commune"),
        "H-BACLINH",
        (-0.05, 0.9),
        &[
            ("X-QUANGHOA", "Xã Quang Hòa", "Quang Hòa Commune"),
            ("X-SONTHUY", "Xã Sơn Thủy", "Sơn Thủy Commune"),
        ],
    ),
    commune(
        ("X-DONGKHE", "Xã Đông Khê", "Đông Khê Commune"),
        "H-DONGKHE",
        (-0.3, 1.3),
        &[
            ("T-DONGKHE", "Thị trấn Đông Khê", "Đông Khê Township"),
            ("X-KHEDONG", "Xã Khê Đông", "Khê Đông Commune"),
        ],
    ),
    commune(
        ("X-TRUNGKHE", "Xã Trung Khê", "Trung Khê Commune"),
        "H-DONGKHE",
        (-0.1, 0.8),
        &[
            ("X-TRUNGHOA", "Xã Trung Hòa", "Trung Hòa Commune"),
            ("X-PHUKHE", "Xã Phú Khê", "Phú Khê Commune"),
            ("X-ANKHE", "Xã An Khê", "An Khê Commune"),
        ],
    ),
    commune(
        ("X-NAPHA", "Xã Nà Pha", "Nà Pha Commune"),
        "H-NAPHA",
        (-0.2, 0.7),
        &[
            ("T-NAPHA", "Thị trấn Nà Pha", "Nà Pha Township"),
            ("X-PHALONG", "Xã Pha Long", "Pha Long Commune"),
        ],
    ),
    commune(
        ("X-KHAUVAI", "Xã Khau Vài", "Khau Vài Commune"),
        "H-NAPHA",
        (0.45, 0.25),
        &[
            ("X-KHAULA", "Xã Khau La", "Khau La Commune"),
            ("X-VAITHUONG", "Xã Vài Thượng", "Vài Thượng Commune"),
        ],
    ),
    commune(
        ("X-THACHLAM", "Xã Thạch Lâm", "Thạch Lâm Commune"),
        "H-THACHLAM",
        (0.05, 1.5),
        &[
            ("T-THACHLAM", "Thị trấn Thạch Lâm", "Thạch Lâm Township"),
            ("X-LAMSON", "Xã Lâm Sơn", "Lâm Sơn Commune"),
        ],
    ),
    commune(
        ("X-LAMGIANG", "Xã Lâm Giang", "Lâm Giang Commune"),
        "H-THACHLAM",
        (-0.15, 1.1),
        &[
            ("X-LAMTHUY", "Xã Lâm Thủy", "Lâm Thủy Commune"),
            ("X-GIANGSON", "Xã Giang Sơn", "Giang Sơn Commune"),
            ("X-GIANGTAY", "Xã Giang Tây", "Giang Tây Commune"),
        ],
    ),
    commune(
        ("X-VANHA", "Xã Vân Hà", "Vân Hà Commune"),
        "H-VANHA",
        (0.3, 1.2),
        &[
            ("T-VANHA", "Thị trấn Vân Hà", "Vân Hà Township"),
            ("X-VANTRUNG", "Xã Vân Trung", "Vân Trung Commune"),
        ],
    ),
    commune(
        ("X-HALONGTHUONG", "Xã Hà Thượng", "Hà Thượng Commune"),
        "H-VANHA",
        (0.0, 0.9),
        &[("X-HADONG", "Xã Hà Đông", "Hà Đông Commune"), ("X-HATAY", "Xã Hà Tây", "Hà Tây Commune")],
    ),
    commune(
        ("X-SUOINGOC", "Xã Suối Ngọc", "Suối Ngọc Commune"),
        "H-SUOINGOC",
        (-0.1, 0.8),
        &[
            ("T-SUOINGOC", "Thị trấn Suối Ngọc", "Suối Ngọc Township"),
            ("X-NGOCSON", "Xã Ngọc Sơn", "Ngọc Sơn Commune"),
        ],
    ),
    commune(
        ("X-NGOCLAM", "Xã Ngọc Lâm", "Ngọc Lâm Commune"),
        "H-SUOINGOC",
        (-0.25, 0.6),
        &[
            ("X-NGOCTHANH", "Xã Ngọc Thanh", "Ngọc Thanh Commune"),
            ("X-LAMNGOC", "Xã Lâm Ngọc", "Lâm Ngọc Commune"),
        ],
    ),
    commune(
        ("X-TANLINH", "Xã Tân Lĩnh", "Tân Lĩnh Commune"),
        "H-BACLINH",
        (0.15, 0.7),
        &[("X-TANHOA", "Xã Tân Hòa", "Tân Hòa Commune"), ("X-TANSON", "Xã Tân Sơn", "Tân Sơn Commune")],
    ),
];

const OF_A_COMMUNE: &[&str] = &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"];
const OF_A_WARD: &[&str] = &["dat-dai", "ho-tich", "chung-thuc", "xay-dung"];
const OF_A_DISTRICT: &[&str] = &["dat-dai", "xay-dung", "ho-tich", "dau-tu", "giao-duc"];

/// The names of the blocks.
pub(super) fn blocks() -> anyhow::Result<Vec<Block>> {
    [
        ("so-nganh", "sở, ban, ngành", "departments"),
        ("huyen", "huyện, thành phố", "districts"),
        ("xa-phuong", "xã, phường", "communes and wards"),
    ]
    .into_iter()
    .map(|(code, name, name_en)| {
        Ok(Block { code: code.parse()?, name: name.parse()?, name_en: Some(name_en.parse()?) })
    })
    .collect()
}

/// Every agency that ever takes part.
pub(super) fn offices() -> Vec<Office> {
    let departments =
        DEPARTMENTS.iter().map(|(code, name, name_en, from, to, effect, visitors, areas)| Office {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            name_en: (*name_en).to_owned(),
            block: "so-nganh",
            level: "province",
            parent: "UBND".to_owned(),
            valid_from: *from,
            valid_to: *to,
            effect: *effect,
            visitors: *visitors,
            areas,
        });
    let districts = DISTRICTS.iter().map(|(code, name, name_en, effect, visitors)| Office {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        name_en: (*name_en).to_owned(),
        block: "huyen",
        level: "district",
        parent: "UBND".to_owned(),
        valid_from: None,
        valid_to: Some(BEFORE_COMMUNES_MERGED),
        effect: *effect,
        visitors: *visitors,
        areas: OF_A_DISTRICT,
    });
    let of = |c: &Commune| if c.code.starts_with("P-") { OF_A_WARD } else { OF_A_COMMUNE };
    let communes = COMMUNES.iter().map(|c| Office {
        code: c.code.to_owned(),
        name: c.name.to_owned(),
        name_en: c.name_en.to_owned(),
        block: "xa-phuong",
        level: "commune",
        parent: "UBND".to_owned(),
        valid_from: Some(COMMUNES_MERGED),
        valid_to: None,
        effect: c.effect,
        visitors: c.visitors,
        areas: of(c),
    });
    let former = COMMUNES.iter().flat_map(|c| {
        c.from.iter().enumerate().map(|(i, (code, name, name_en))| Office {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            name_en: (*name_en).to_owned(),
            block: "xa-phuong",
            level: "commune",
            parent: c.district.to_owned(),
            valid_from: None,
            valid_to: Some(BEFORE_COMMUNES_MERGED),
            // Neighbours differ a little; the largest comes first.
            effect: c.effect + [0.1, -0.12, 0.02][i % 3],
            visitors: c.visitors * [0.5, 0.3, 0.2][i % 3],
            areas: OF_A_COMMUNE,
        })
    });
    departments.chain(districts).chain(communes).chain(former).collect()
}

/// The agencies as a file to import.
pub(super) fn agencies_csv() -> String {
    let mut csv = "code,name,name_en,block,level,parent,valid_from,valid_to\n\
        UBND,Ủy ban nhân dân tỉnh Sơn Giang,People's Committee of Sơn Giang Province,,province,,,\n"
        .to_owned();
    for office in offices() {
        let Office { code, name, name_en, block, level, parent, valid_from, valid_to, .. } = office;
        let (from, to) = (valid_from.unwrap_or(""), valid_to.unwrap_or(""));
        csv.push_str(&format!("{code},\"{name}\",\"{name_en}\",{block},{level},{parent},{from},{to}\n"));
    }
    csv
}
