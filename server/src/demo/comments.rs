//! What people write, by mood and by what they came for.

use rand::{Rng, RngExt};

const PLEASED: &[&str] = &[
    "Cán bộ hướng dẫn nhiệt tình, tôi làm một lần là xong.",
    "Trả kết quả đúng hẹn, cảm ơn cán bộ một cửa.",
    "Thái độ tiếp dân lịch sự, dễ hiểu.",
    "Điểm phục vụ mới sạch sẽ, dễ tìm, có chỗ ngồi chờ.",
    "Tôi lớn tuổi, được cháu cán bộ chỉ từng bước nộp trên máy, rất cảm ơn.",
    "Nộp trên mạng rồi nhận kết quả qua bưu điện, không phải đi lại.",
    "Làm nhanh hơn trước nhiều. Mong giữ được như vậy.",
    "Không có ý kiến gì thêm, tôi hài lòng.",
    "Từ ngày sáp nhập tôi lo phải đi xa, nhưng xã vẫn để điểm tiếp nhận cũ nên tiện.",
    "Có tin nhắn báo hồ sơ xong, không phải hỏi đi hỏi lại.",
];

const NEUTRAL: &[&str] = &[
    "Mong có thêm quầy vào buổi sáng, đầu tuần đông quá.",
    "Đề nghị niêm yết lệ phí rõ ràng hơn.",
    "Mong xã tiếp nhận hồ sơ cả sáng thứ Bảy.",
    "Nên có mẫu điền sẵn cho người dân xem.",
    "Bảng hướng dẫn chữ nhỏ, người già khó đọc.",
    "Cổng dịch vụ công hay hỏi đăng nhập lại.",
    "Cần thêm chỗ để xe.",
    "Xin có cán bộ biết tiếng dân tộc ở quầy.",
    "Bình thường.",
];

const DISPLEASED: &[&str] = &[
    "Chờ gần hết buổi sáng mới đến lượt.",
    "Phải đi lại ba lần vì thiếu giấy tờ mà không được báo trước.",
    "Hồ sơ quá hạn một tuần không có thư xin lỗi.",
    "Tổng đài gọi nhiều lần không ai nghe máy.",
    "Nộp hồ sơ trực tuyến còn khó với người lớn tuổi.",
    "Ghế ngồi chờ ít, trời nóng không có quạt.",
    "Mỗi cán bộ nói một kiểu, không biết nghe ai.",
    "Bắt nộp bản sao công chứng trong khi đã có trên hệ thống.",
    "Sau sáp nhập trụ sở xa hơn, đi mất hơn một giờ.",
    "Hỏi thì trả lời cộc lốc.",
];

/// Beside the general ones: what they came for.
fn about(area: &str) -> &'static [&'static str] {
    match area {
        "dat-dai" => &[
            "Thủ tục đất đai vẫn rườm rà, mong đơn giản hơn.",
            "Cấp sổ đỏ chờ hơn ba tháng chưa thấy.",
            "Đo đạc sai ranh giới, phải làm lại từ đầu.",
            "Tách thửa mà không ai nói trước là phải chờ quy hoạch.",
        ],
        "ho-tich" => &[
            "Làm giấy khai sinh cho cháu nhanh, xong ngay trong ngày.",
            "Đăng ký kết hôn thuận tiện.",
            "Cải chính ngày sinh mất nhiều thời gian xác minh.",
        ],
        "chung-thuc" => &["Chứng thực lấy ngay, rất tiện.", "Chứng thực đông, nên phát số thứ tự."],
        "xay-dung" => &[
            "Xin phép xây nhà cấp bốn mà hồ sơ như nhà cao tầng.",
            "Bản vẽ bị trả lại hai lần, mỗi lần một lý do.",
        ],
        "giao-thong" => &[
            "Đổi giấy phép lái xe trên mạng được, đỡ phải lên tỉnh.",
            "Khám sức khỏe lái xe phải đi hai nơi.",
        ],
        "y-te" => &["Cấp chứng chỉ hành nghề chậm so với giấy hẹn.", "Cán bộ y tế tư vấn tận tình."],
        "giao-duc" => &["Chuyển trường cho con làm trên mạng, dễ dàng.", "Xác nhận văn bằng chờ lâu."],
        "bao-tro-xa-hoi" => &[
            "Tiền trợ cấp của mẹ tôi về tài khoản đúng ngày.",
            "Xét hộ nghèo nên công khai hơn ở thôn.",
            "Làm thẻ khuyết tật phải lên xã bốn lần.",
        ],
        "dau-tu" => {
            &["Đăng ký kinh doanh qua mạng hai ngày là xong.", "Hệ thống báo lỗi khi tải giấy tờ lên."]
        }
        "moi-truong" => {
            &["Giấy phép môi trường hướng dẫn chưa rõ mẫu nào.", "Thẩm định lâu, công ty phải chờ."]
        }
        _ => &["Mong thủ tục gọn hơn nữa."],
    }
}

/// A comment of somebody in this mood who came for this.
pub(super) fn comment(random: &mut impl Rng, mood: f64, area: &str) -> String {
    let general = match mood {
        mood if mood > 0.6 => PLEASED,
        mood if mood > -0.6 => NEUTRAL,
        _ => DISPLEASED,
    };
    let one =
        |random: &mut _, from: &'static [&'static str]| from[RngExt::random_range(random, 0..from.len())];
    let special = about(area);
    match random.random_range(0..10) {
        0..=5 => one(random, general).to_owned(),
        6..=8 => one(random, special).to_owned(),
        _ => format!("{} {}", one(random, general), one(random, special)),
    }
}
