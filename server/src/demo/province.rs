//! The province: its agencies, what they handle, and this year's round.

use crate::import::random_slug;
use domain::{Code, Day};
use serde_json::{Value, json};

pub(super) const AGENCIES: &str = "\
code,name,name_en,block,level,parent,valid_from,valid_to
UBND,Ủy ban nhân dân tỉnh,Provincial People's Committee,,province,,,
SNV,Sở Nội vụ,Department of Home Affairs,sở-ngành,province,UBND,,
STC,Sở Tài chính,Department of Finance,sở-ngành,province,UBND,,
SXD,Sở Xây dựng,Department of Construction,sở-ngành,province,UBND,,
SYT,Sở Y tế,Department of Health,sở-ngành,province,UBND,,
SGDDT,Sở Giáo dục và Đào tạo,Department of Education and Training,sở-ngành,province,UBND,,
STP,Sở Tư pháp,Department of Justice,sở-ngành,province,UBND,,
SNNMT,Sở Nông nghiệp và Môi trường,Department of Agriculture and Environment,sở-ngành,province,UBND,,
SCT,Sở Công Thương,Department of Industry and Trade,sở-ngành,province,UBND,,
SKHCN,Sở Khoa học và Công nghệ,Department of Science and Technology,sở-ngành,province,UBND,,
SVHTTDL,\"Sở Văn hóa, Thể thao và Du lịch\",\"Department of Culture, Sports and Tourism\",sở-ngành,province,UBND,,
BQLKKT,Ban Quản lý Khu kinh tế,Economic Zone Authority,sở-ngành,province,UBND,,
P-DONGKINH,Phường Đông Kinh,Đông Kinh Ward,xã-phường,commune,UBND,2025-07-01,
P-TAMTHANH,Phường Tam Thanh,Tam Thanh Ward,xã-phường,commune,UBND,2025-07-01,
P-LUONGVANTRI,Phường Lương Văn Tri,Lương Văn Tri Ward,xã-phường,commune,UBND,2025-07-01,
P-KYLUA,Phường Kỳ Lừa,Kỳ Lừa Ward,xã-phường,commune,UBND,2025-07-01,
X-BACSON,Xã Bắc Sơn,Bắc Sơn Commune,xã-phường,commune,UBND,2025-07-01,
X-CHILANG,Xã Chi Lăng,Chi Lăng Commune,xã-phường,commune,UBND,2025-07-01,
X-DONGDANG,Xã Đồng Đăng,Đồng Đăng Commune,xã-phường,commune,UBND,2025-07-01,
X-HUULUNG,Xã Hữu Lũng,Hữu Lũng Commune,xã-phường,commune,UBND,2025-07-01,
X-LOCBINH,Xã Lộc Bình,Lộc Bình Commune,xã-phường,commune,UBND,2025-07-01,
X-MAUSON,Xã Mẫu Sơn,Mẫu Sơn Commune,xã-phường,commune,UBND,2025-07-01,
X-THATKHE,Xã Thất Khê,Thất Khê Commune,xã-phường,commune,UBND,2025-07-01,
X-VANQUAN,Xã Văn Quan,Văn Quan Commune,xã-phường,commune,UBND,2025-07-01,
";

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

/// What each agency handles, how good it is (in standard deviations) and how many come (relative).
pub(super) const SERVES: &[(&str, f64, f64, &[&str])] = &[
    ("SNV", 0.25, 1.2, &["bao-tro-xa-hoi", "ho-tich"]),
    ("STC", 0.35, 1.5, &["dau-tu"]),
    ("SXD", -0.25, 2.0, &["xay-dung", "giao-thong"]),
    ("SYT", -0.05, 1.6, &["y-te"]),
    ("SGDDT", 0.3, 1.2, &["giao-duc"]),
    ("STP", 0.4, 1.0, &["ho-tich", "chung-thuc"]),
    ("SNNMT", -0.4, 2.4, &["dat-dai", "moi-truong"]),
    ("SCT", 0.15, 0.8, &["dau-tu", "moi-truong"]),
    ("SKHCN", 0.2, 0.5, &["dau-tu"]),
    ("SVHTTDL", 0.3, 0.4, &["dau-tu", "giao-duc"]),
    ("BQLKKT", 0.1, 0.004, &["dau-tu"]),
    ("P-DONGKINH", 0.35, 2.2, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("P-TAMTHANH", 0.15, 2.0, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("P-LUONGVANTRI", 0.0, 1.8, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("P-KYLUA", 0.2, 1.9, &["dat-dai", "ho-tich", "chung-thuc", "xay-dung"]),
    ("X-BACSON", 0.1, 1.0, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-CHILANG", -0.15, 1.1, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-DONGDANG", -0.3, 1.3, &["dat-dai", "ho-tich", "chung-thuc", "giao-thong"]),
    ("X-HUULUNG", 0.05, 1.5, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-LOCBINH", -0.1, 0.9, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-MAUSON", 0.45, 0.25, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-THATKHE", 0.0, 0.8, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
    ("X-VANQUAN", -0.2, 0.7, &["dat-dai", "ho-tich", "chung-thuc", "bao-tro-xa-hoi"]),
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

/// This year's round.
pub(super) fn round_code(today: Day) -> Result<Code, domain::CodeFault> {
    format!("sipas-{}-demo", today.date().year()).parse()
}

/// Its plan.
pub(super) fn round(today: Day) -> anyhow::Result<Value> {
    let year = today.date().year();
    let mut points = vec![json!({
        "slug": "demo", "agency": "P-DONGKINH", "service_area": "ho-tich", "counter": "1", "channel": "qr"
    })];
    for (agency, _, _, areas) in SERVES {
        for area in *areas {
            for channel in ["qr", "paper"] {
                if (*agency, *area, channel) != ("P-DONGKINH", "ho-tich", "qr") {
                    let slug = random_slug()?;
                    points.push(
                        json!({"slug": slug, "agency": agency, "service_area": area, "channel": channel}),
                    );
                }
            }
        }
    }
    Ok(json!({
        "code": round_code(today)?,
        "title": {
            "vi": format!("Đo lường sự hài lòng của người dân năm {year}"),
            "en": format!("Citizen satisfaction survey {year}"),
        },
        "form": "sipas-2026",
        "from": format!("{year}-01-01"),
        "to": format!("{year}-12-31"),
        "live": true,
        "index": {"scoring": "top2", "aggregation": "pooled"},
        "agencies": SERVES.iter().map(|(code, ..)| *code).collect::<Vec<_>>(),
        "minimum_cell": 10,
        "points": points,
    }))
}
