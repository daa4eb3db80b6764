# Giao diện tiếng Việt. Lời trong phiếu khảo sát không nằm ở đây mà đi cùng phiếu.
language-name = Tiếng Việt
product = Hài Lòng

# Trang trả lời
survey-privacy = Phiếu này ẩn danh: chúng tôi chỉ lưu câu trả lời, ngày, ngôn ngữ và điểm khảo sát, cùng một mã ngẫu nhiên trong một ngày để không tính trùng – không lưu tên, số điện thoại, địa chỉ IP, loại máy hay giờ trả lời của Ông/Bà.
survey-time = Khoảng { $minutes } phút. Xin trả lời mọi câu, trừ câu có ghi “không bắt buộc”.
survey-part = Phần { $number }/{ $of }
survey-optional = không bắt buộc
survey-choose-many = có thể chọn nhiều ý
survey-specify = Ghi rõ (nếu muốn)
survey-answered = Đã trả lời
survey-send = Gửi câu trả lời
survey-send-hint = Bấm gửi một lần là đủ. Nếu mạng chậm, bấm lại cũng không bị tính hai lần.
survey-faults =
    { $count ->
       *[other] Còn { $count } câu cần xem lại. Những câu Ông/Bà đã trả lời vẫn còn nguyên.
    }
survey-first-fault = Đến câu đầu tiên cần xem lại
survey-fault-title = Cần xem lại
fault-missing = Xin chọn một câu trả lời.
fault-unknown-cell = Câu này không có trong phiếu.
fault-unknown-value = Câu trả lời này không có trong phiếu; xin chọn lại.
fault-repeated = Câu này được trả lời hai lần; xin chọn lại một lần.
fault-too-long = Xin viết ngắn hơn { $most } ký tự.
fault-wrong-shape = Xin viết đúng dạng được hỏi, không có ký tự lạ.

# Sau khi gửi
thanks-title = Xin cảm ơn Ông/Bà
thanks-stored = Câu trả lời đã được lưu an toàn và tính vào kết quả. Không ai biết câu trả lời này là của Ông/Bà.
thanks-already = Phiếu của Ông/Bà đã được ghi nhận từ trước và chỉ tính một lần; lần gửi này không thay đổi phiếu đó. Ông/Bà không cần làm gì thêm.
thanks-another = Người tiếp theo trả lời

# Trang nói lý do
not-found-title = Không tìm thấy phiếu khảo sát
not-found-text = Mã này không đúng hoặc không còn dùng. Xin quét lại mã QR tại quầy, hoặc hỏi nhân viên để có mã mới.
closed-title = Đợt khảo sát đã kết thúc
closed-text = Đợt này nhận câu trả lời đến hết ngày { $day }. Xin cảm ơn Ông/Bà đã quan tâm.
planned-title = Đợt khảo sát chưa bắt đầu
planned-text = Đợt này nhận câu trả lời từ ngày { $day }. Mời Ông/Bà trở lại sau.
language-title = Phiếu này không có bằng ngôn ngữ đó
language-text = Xin chọn một trong các ngôn ngữ sau:
busy-title = Hệ thống đang bận
busy-text = Câu trả lời của Ông/Bà chưa được gửi nhưng vẫn còn nguyên ở trang này. Xin đợi vài giây rồi bấm nút dưới đây.
busy-again = Gửi lại
failed-title = Chưa lưu được câu trả lời
failed-text = Có lỗi ở phía chúng tôi. Câu trả lời vẫn còn nguyên ở trang này; xin bấm gửi lại.
refused-title = Phiếu chưa gửi được
refused-too-large = Nội dung gửi lên quá dài. Xin quay lại, rút ngắn ý kiến rồi gửi lại.
refused-type = Câu trả lời phải được gửi từ trang phiếu khảo sát.
refused-malformed = Nội dung gửi lên bị hỏng trên đường truyền. Xin quay lại phiếu và gửi lại.
refused-unknown = Nội dung gửi lên có câu không thuộc phiếu này. Xin mở lại phiếu và trả lời lại.
refused-origin = Câu trả lời này đến từ một trang web khác nên không được nhận. Xin mở phiếu từ mã QR.
refused-method = Trang này không nhận cách gửi đó.
error-title = Có lỗi ở phía chúng tôi
error-text = Lỗi đã được ghi lại. Xin thử lại sau ít phút.
page-not-found-title = Không có trang này
page-not-found-text = Địa chỉ này không có trong hệ thống.
back-to-form = Mở phiếu khảo sát
back-home = Về trang đầu

# Kết quả
home-title = Sự hài lòng của người dân
home-text = Người dân trả lời ẩn danh sau khi giao dịch; cơ quan công bố chỉ số hài lòng kèm số người trả lời, cách tính và sai số.
results-title = Kết quả khảo sát
results-none = Chưa có đợt khảo sát nào.
state-planned = chưa bắt đầu
state-open = đang nhận trả lời
state-closed = đã kết thúc
results-overall = Chỉ số hài lòng chung
results-interval = khoảng tin cậy 95 %: { $low } – { $high }
results-interval-open = khoảng 95 % nếu đây là mẫu ngẫu nhiên: { $low } – { $high }
results-n = { $n } người trả lời
results-no-data = Chưa đủ câu trả lời để công bố
results-blocks = Xếp hạng theo khối
results-block = Khối { $name }
results-no-block = Cơ quan không thuộc khối nào
results-areas = Theo lĩnh vực
results-factors = Theo yếu tố
results-chart = Chỉ số của từng cơ quan với khoảng 95 %; khối { $name }
results-chart-text = Mỗi chấm là một cơ quan, vạch ngang là khoảng 95 %. Số liệu có trong bảng bên dưới.
column-rank = Hạng
column-agency = Cơ quan
column-area = Lĩnh vực
column-factor = Yếu tố
column-estimate = Chỉ số (%)
column-interval = Khoảng 95 %
column-n = Số người
suppressed = không công bố
suppressed-note = Nơi có ít hơn { $k } người trả lời không công bố và không xếp hạng; nơi không có câu trả lời cũng ghi như vậy. Việc che thêm các ô có thể suy ra bằng phép trừ sẽ được bổ sung sau.
live-note = Số liệu chỉ thay đổi khi có thêm ít nhất { $k } người trả lời, và nhiều nhất mỗi ngày một lần.
live-now = Số liệu cập nhật ngay khi có câu trả lời mới (đợt trình diễn).
rank-of = { $place }/{ $of }
method-title = Cách tính
method-form = Phiếu khảo sát: “{ $form }”, phiên bản { $version }.
scoring-top2 = Mỗi câu trả lời tính là hài lòng nếu chọn một trong hai mức cao nhất của thang đo.
scoring-mean_max = Mỗi câu trả lời tính bằng điểm chia cho điểm cao nhất của thang đo.
scoring-mean_range = Mỗi câu trả lời tính bằng (điểm − điểm thấp nhất) / (điểm cao nhất − điểm thấp nhất).
scoring-points = Mỗi câu trả lời tính theo số điểm phần trăm đã khai báo.
aggregation-pooled = Chỉ số là tổng điểm chia cho tổng số câu trả lời của mọi tiêu chí.
aggregation-items = Chỉ số là trung bình cộng của các tiêu chí.
aggregation-factors = Chỉ số là trung bình cộng của các yếu tố.
aggregation-weights = Chỉ số là trung bình có trọng số đã khai báo.
design-one = Mọi câu trả lời được tính như nhau, không điều chỉnh theo số người của từng cơ quan.
design-strata = Các cơ quan (hoặc cơ quan × lĩnh vực) là các tầng có tổng thể đã biết; câu trả lời được tính theo trọng số của tổng thể và có hiệu chỉnh tổng thể hữu hạn.
design-variance = Sai số chuẩn tính bằng tuyến tính hóa Taylor theo người trả lời.
sample-open = Người trả lời tham gia tự nguyện, không phải mẫu ngẫu nhiên; khoảng 95 % chỉ cho biết độ dao động nếu đây là mẫu ngẫu nhiên.
sample-drawn = Người trả lời được chọn ngẫu nhiên theo khai báo của đợt khảo sát.
method-warning-licence = Bộ câu hỏi có bản quyền: { $licence }
