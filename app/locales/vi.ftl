# Giao diện tiếng Việt. Lời trong phiếu khảo sát không nằm ở đây mà đi cùng phiếu.
language-name = Tiếng Việt
product = Hài Lòng

# Trang trả lời
survey-privacy = Phiếu này ẩn danh: chúng tôi chỉ lưu câu trả lời, ngày, ngôn ngữ và điểm khảo sát, cùng một mã ngẫu nhiên để không tính trùng, được xóa sau một, hai ngày – không lưu tên, số điện thoại, địa chỉ IP, loại máy hay giờ trả lời của Ông/Bà.
survey-time = Khoảng { $minutes } phút. Xin trả lời mọi câu, trừ câu có ghi “không bắt buộc”.
survey-part = Phần { $number }/{ $of }
survey-optional = không bắt buộc
survey-choose-many = có thể chọn nhiều ý
survey-specify = Ghi rõ (nếu muốn)
survey-answered = Đã trả lời
survey-unnamed = Cơ quan đọc được lời này; xin đừng ghi tên hay số điện thoại.
survey-send = Gửi câu trả lời
survey-send-hint = Bấm gửi một lần là đủ. Nếu mạng chậm, bấm lại cũng không bị tính hai lần.
survey-trial = Bản thử: câu trả lời được kiểm tra nhưng không được lưu và không được tính.
survey-faults =
    { $count ->
       *[other] Còn { $count } câu cần xem lại. Những câu Ông/Bà đã trả lời vẫn còn nguyên.
    }
survey-blank = Ông/Bà chưa trả lời câu nào nên phiếu chưa được gửi. Xin trả lời ít nhất một câu.
survey-first-fault = Đến câu đầu tiên cần xem lại
survey-fault-title = Cần xem lại
fault-missing = Xin chọn một câu trả lời.
fault-unknown-cell = Câu này không có trong phiếu.
fault-unknown-value = Câu trả lời này không có trong phiếu; xin chọn lại.
fault-answered-twice = Câu này được trả lời hai lần; xin chọn lại một lần.
fault-too-long = Xin viết ngắn hơn { $most } ký tự.
fault-wrong-shape = Xin viết đúng dạng được hỏi, không có ký tự lạ.
fault-day-shape = Xin ghi ngày như 22/11/2026.
fault-blank = Xin trả lời ít nhất một câu.

# Sau khi gửi
thanks-title = Xin cảm ơn Ông/Bà
thanks-stored = Câu trả lời đã được lưu an toàn và tính vào kết quả. Không có tên, số điện thoại hay thiết bị nào được lưu kèm.
thanks-if-sent = Nếu Ông/Bà vừa bấm gửi và được đưa đến đây, câu trả lời đã được lưu an toàn và tính một lần. Trang này tự nó không gửi gì.
thanks-trial = Đây là bản thử: câu trả lời hợp lệ, không được lưu và không được tính.
thanks-already = Phiếu của Ông/Bà đã được ghi nhận từ trước và chỉ tính một lần; lần gửi này không thay đổi phiếu đó. Ông/Bà không cần làm gì thêm.
thanks-another = Người tiếp theo trả lời

# Trang nói lý do
not-found-title = Không tìm thấy phiếu khảo sát
not-found-text = Mã này không đúng hoặc không còn dùng. Xin quét lại mã QR tại quầy, hoặc hỏi nhân viên để có mã mới.
closed-title = Đợt khảo sát đã kết thúc
closed-text = Đợt này nhận câu trả lời đến hết ngày { $day }. Xin cảm ơn Ông/Bà đã quan tâm.
closed-early = Đợt này không nhận câu trả lời nữa. Xin cảm ơn Ông/Bà đã quan tâm.
planned-title = Đợt khảo sát chưa bắt đầu
planned-text = Đợt này nhận câu trả lời từ ngày { $day }. Mời Ông/Bà trở lại sau.
planned-soon = Đợt này đang được chuẩn bị. Mời Ông/Bà trở lại sau.
retired-title = Mã này không còn dùng
retired-text = Mã trên tờ giấy này đã được thay. Xin quét mã mới tại quầy, hoặc hỏi nhân viên để có mã mới.
point-over = Điểm khảo sát này đã ngừng nhận phiếu; chưa có gì được lưu. Xin hỏi nhân viên tại quầy nếu Ông/Bà muốn góp ý.
retired-offer = Mã trên tờ giấy này đã được thay bằng mã mới. Ông/Bà có thể trả lời ngay tại đây.
full-title = Đã đủ phiếu trả lời
full-text = Nơi này đã nhận đủ số phiếu cần thiết cho đợt khảo sát. Xin cảm ơn Ông/Bà đã sẵn lòng trả lời.
language-title = Phiếu này không có bằng ngôn ngữ đó
language-text = Xin chọn một trong các ngôn ngữ sau:
busy-title = Hệ thống đang bận
busy-text = Câu trả lời của Ông/Bà chưa được gửi nhưng vẫn còn nguyên ở trang này. Xin đợi vài giây rồi bấm nút dưới đây.
busy-again = Gửi lại
failed-title = Chưa lưu được câu trả lời
failed-text = Có lỗi ở phía chúng tôi. Câu trả lời vẫn còn nguyên ở trang này; xin bấm gửi lại.
written-title = Câu trả lời của Ông/Bà
written-text = Chưa có gì được lưu. Những gì Ông/Bà đã trả lời vẫn còn nguyên dưới đây; xin hỏi nhân viên xem có thể trả lời ở quầy khác hay ghi vào phiếu giấy không.
refused-title = Phiếu chưa gửi được
refused-too-large = Nội dung gửi lên quá dài nên không hiện lại được ở đây. Xin dùng nút Quay lại của trình duyệt: những gì đã viết thường vẫn còn ở trang trước. Sau đó xin rút ngắn rồi gửi lại.
refused-type = Câu trả lời phải được gửi từ trang phiếu khảo sát.
refused-malformed = Nội dung gửi lên bị hỏng trên đường truyền. Xin quay lại phiếu và gửi lại.
refused-unknown = Nội dung gửi lên có câu không thuộc phiếu này. Xin mở lại phiếu và trả lời lại.
refused-origin = Câu trả lời này đến từ một trang web khác nên không được nhận. Xin mở phiếu từ mã QR.
kept-origin = Câu trả lời này được gửi từ một trang web khác nên chưa được nhận. Nếu chính Ông/Bà đã trả lời, xin bấm nút dưới đây để gửi từ trang này.
kept-damaged = Nội dung gửi lên bị thay đổi trên đường truyền nên chưa được nhận. Những câu trả lời còn đọc được vẫn ở trang này; xin bấm nút dưới đây để gửi lại.
kept-unknown = Một phần nội dung gửi lên không thuộc phiếu này và đã được bỏ ra. Các câu trả lời khác vẫn ở trang này; xin bấm nút dưới đây để gửi lại.
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
as-of = số liệu đến ngày { $day }
state-closed = đã kết thúc
results-overall = Chỉ số hài lòng chung
results-interval = khoảng tin cậy 95 %: { $low } –⁠ { $high }
results-interval-open = khoảng tin cậy 95 % nếu đây là mẫu ngẫu nhiên: { $low } –⁠ { $high }
results-n = { $n } phiếu trả lời
results-no-index = Phiếu của đợt này không có chỉ số: câu trả lời được đếm và xuất ra tệp, không tính thành điểm.
results-no-data = Chưa đủ phiếu trả lời để công bố
results-interval-census = đã hỏi tất cả mọi người, không có sai số chọn mẫu
results-interval-none = một phiếu, không tính được khoảng
left-out-open = Chưa kể { $n } phiếu: phiếu mới được công bố theo nhóm ít nhất { $k } phiếu của cùng một cơ quan và lĩnh vực, để không ai suy ra được câu trả lời của từng người; phần còn lại được tính khi đợt kết thúc.
number-without-parts = { $n } phần của con số này có quá ít câu trả lời nên không được tính vào; xin thận trọng khi so sánh.
left-out-for-good = { $n } phiếu đến sau lần công bố cuối. Ít hơn { $k } phiếu nên không tính vào số liệu công bố nào, để không ai suy ra được câu trả lời của từng người.
left-out-closed = Không kể { $n } phiếu thuộc những nhóm ít hơn { $k } người: các phiếu ấy được tính ở số liệu của phạm vi rộng hơn, để không ai suy ra được câu trả lời của từng người bằng phép trừ.
caution-over = Lưu ý: { $n } tầng có nhiều phiếu hơn tổng thể đã khai báo; tổng thể hoặc số phiếu ở đó không đúng.
caution-lonely = Lưu ý: { $n } tầng chỉ có một phiếu, nên khoảng chỉ là ước chừng.
caution-silent = Lưu ý: { $n } tầng không có phiếu nào và nằm ngoài số liệu này.
results-blocks = Xếp hạng theo khối
results-block = Khối { $name }
results-no-block = Cơ quan không thuộc khối nào
results-areas = Theo lĩnh vực
results-factors = Theo yếu tố
column-rank = Hạng
column-agency = Cơ quan
column-area = Lĩnh vực
column-factor = Yếu tố
column-estimate = Chỉ số (%)
column-interval = Khoảng tin cậy 95 %
column-n = Số phiếu
column-track = Chỉ số và khoảng tin cậy trên cùng một thang
suppressed = không công bố
withheld-agency = { $n } cơ quan không công bố, vì chưa có hoặc có ít hơn { $k } phiếu:
withheld-area = { $n } lĩnh vực không công bố, vì chưa có hoặc có ít hơn { $k } phiếu:
withheld-factor = { $n } yếu tố không công bố, vì chưa có hoặc có ít hơn { $k } phiếu:
withheld-item = { $n } tiêu chí không công bố, vì chưa có hoặc có ít hơn { $k } phiếu:
suppressed-note = Nơi có ít hơn { $k } phiếu trả lời không công bố và không xếp hạng; nơi không có câu trả lời cũng ghi như vậy. Mỗi con số chỉ tính trọn những nhóm ít nhất { $k } phiếu, nên lấy số này trừ số kia cũng không suy ra được câu trả lời của ít người hơn. Câu hỏi có ít hơn { $k } người trả lời cũng chờ như vậy, khi đủ mới được tính. Số có dưới 100 phiếu làm tròn đến phần trăm, dưới 1.000 phiếu đến một chữ số thập phân.
suppressed-note-live = Nơi có ít hơn { $k } phiếu trả lời không công bố và không xếp hạng; nơi không có câu trả lời cũng ghi như vậy. Câu hỏi có ít hơn { $k } người trả lời chỉ được tính ở số liệu của phạm vi rộng hơn. Đợt này hiện số liệu tức thì: ai xem hai lần có thể suy ra câu trả lời của người vừa trả lời. Cách này chỉ để trình diễn. Số có dưới 100 phiếu làm tròn đến phần trăm, dưới 1.000 phiếu đến một chữ số thập phân.
live-note = Khi đợt đang mở, số liệu của một cơ quan và lĩnh vực chỉ thay đổi khi có thêm ít nhất { $k } phiếu, và nhiều nhất mỗi ngày một lần; khi đợt kết thúc, mọi phiếu đã nhận đều được tính, trừ khi sau lần công bố cuối chỉ có thêm ít hơn { $k } phiếu. Nơi còn câu trả lời đang chờ, khoảng tin cậy của yếu tố và của chỉ số rộng hơn.
last-numbers = Số liệu cuối cùng của đợt có từ { $hour } giờ sáng ngày { $day }.
live-now = Số liệu cập nhật ngay khi có câu trả lời mới, theo khai báo của đợt.
rank-of = { $place }/{ $of }
method-title = Cách tính
method-form = Phiếu khảo sát: “{ $form }”, phiên bản { $version }.
method-definition = Định nghĩa chỉ số: “{ $title }” ({ $code }), phiên bản { $version }.
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
sample-open = Người trả lời tham gia tự nguyện, không phải mẫu ngẫu nhiên; khoảng tin cậy 95 % chỉ cho biết độ dao động nếu đây là mẫu ngẫu nhiên.
sample-drawn = Người trả lời được chọn ngẫu nhiên theo khai báo của đợt khảo sát.
method-warning-licence = Bộ câu hỏi có bản quyền: { $licence }
results-short = { $estimate } % ({ $low } –⁠ { $high }; { $n } phiếu)
results-short-alone = { $estimate } % ({ $n } phiếu)
results-whole = Cả đợt khảo sát
results-early = Chưa công bố
results-early-lead = Chỉ cán bộ có quyền xem kết quả thấy phần này.
results-alone = Đợt này chưa công bố: Ông/Bà chỉ thấy kết quả của cơ quan mình.
results-agency = Chỉ số hài lòng của cơ quan
results-area = Chỉ số hài lòng của lĩnh vực
results-trend = Qua các đợt
results-heat = Cơ quan và yếu tố
results-heat-note = Mỗi ô so với chỉ số của yếu tố đó ở cả đợt: nâu là thấp hơn, xanh là cao hơn; dải màu dưới đây cho biết chênh lệch bằng điểm phần trăm. ▼ và ▲ là thấp hơn hoặc cao hơn có ý nghĩa thống kê. Dấu – là nơi không công bố.
heat-legend = Chênh lệch so với cả đợt, điểm phần trăm
standing-below = thấp hơn mức chung, có ý nghĩa thống kê
standing-above = cao hơn mức chung, có ý nghĩa thống kê
standing-method = “Thấp nhất” và “cao nhất” kể tên mọi số chưa phân biệt được với số ở đầu mút; khi mọi số như nhau thì không kể tên số nào. ▼ và ▲ so với số của cả đợt. Mỗi lần so sánh dùng khoảng tin cậy được nới rộng theo số phép so sánh (Bonferroni), nên xác suất có dù chỉ một kết luận sai nhiều nhất là 5 %, nếu đây là mẫu ngẫu nhiên. Các số được so sánh như hai mẫu độc lập; cùng một người trả lời nhiều câu nên cách này thận trọng.
verdict-standings = Trong { $of } cơ quan có số liệu, { $above } cao hơn mức chung, { $below } thấp hơn và { $unclear } chưa đủ cơ sở để phân biệt.
verdict-alike = Trong { $of } cơ quan có số liệu, chưa cơ quan nào khác biệt có ý nghĩa thống kê so với mức chung.
verdict-start = Nên bắt đầu từ lĩnh vực { $area }; yếu tố { $factor }.
verdict-start-area = Nên bắt đầu từ lĩnh vực { $area }.
verdict-start-factor = Nên bắt đầu từ yếu tố { $factor }.
verdict-start-none = Chưa lĩnh vực hoặc yếu tố nào thấp hơn hẳn.
results-items = Từng tiêu chí
results-items-note = Mỗi thanh chia theo câu trả lời, mức thấp bên trái, mức cao bên phải; số trong thanh là phần trăm câu trả lời.
items-lowest-first = Thấp nhất trước
items-printed = Theo thứ tự trong phiếu
items-files = Biểu đồ để tải về
results-as-table = Số liệu dạng bảng
results-area-agencies = Các cơ quan trong lĩnh vực này
results-area-agencies-note = Xếp theo chỉ số; không xếp hạng vì các cơ quan thuộc những khối khác nhau.
results-unfit = Đợt { $round } chưa xem được: cách tính đã khai báo không khớp với phiếu hoặc danh sách của đợt. Xin báo người quản trị.
highlight-factor-low =
    { $n ->
        [1] Yếu tố thấp nhất
       *[other] Yếu tố thấp nhất: { $n } yếu tố chưa phân biệt được với nhau
    }
highlight-factor-high =
    { $n ->
        [1] Yếu tố cao nhất
       *[other] Yếu tố cao nhất: { $n } yếu tố chưa phân biệt được với nhau
    }
highlight-area-low =
    { $n ->
        [1] Lĩnh vực thấp nhất
       *[other] Lĩnh vực thấp nhất: { $n } lĩnh vực chưa phân biệt được với nhau
    }
highlight-item-low =
    { $n ->
        [1] Tiêu chí thấp nhất
       *[other] Tiêu chí thấp nhất: { $n } tiêu chí chưa phân biệt được với nhau
    }
highlight-more = và { $n } nữa
agency-rank = Hạng { $place }/{ $of } trong khối { $block }.
column-item = Tiêu chí
column-shares = Câu trả lời
column-round = Đợt khảo sát
column-change = So với đợt trước
change-up = Cao hơn { $round }: { $points } điểm phần trăm (khoảng tin cậy 95 %: { $low } –⁠ { $high }).
change-down = Thấp hơn { $round }: { $points } điểm phần trăm (khoảng tin cậy 95 %: { $low } –⁠ { $high }).
change-none = Không khác biệt có ý nghĩa thống kê so với { $round }: { $signed } điểm phần trăm (khoảng tin cậy 95 %: { $low } –⁠ { $high }).
change-broken-method = Không so sánh được với { $round }: phiếu hoặc cách tính đã khác.
change-broken-composition = Không so sánh được với { $round }: cơ quan, lĩnh vực hoặc kênh trả lời đã khác.
change-method = Hai đợt được so sánh như hai mẫu ngẫu nhiên độc lập, từ các đầu của hai khoảng (Newcombe; Zou và Donner); khoảng tin cậy 95 % chứa số 0 nghĩa là không có khác biệt có ý nghĩa thống kê. Các đợt khác nhau về phiếu, cách tính, cách lấy mẫu, cơ quan, lĩnh vực hoặc kênh trả lời thì không so sánh; cơ quan đã nhập thêm hoặc tách bớt cũng vậy.
trend-broken = không so sánh được
trend-no-change = không có ý nghĩa thống kê
trend-break = không so sánh được
trend-break-method = phiếu hoặc cách tính khác
trend-break-composition = cơ quan, lĩnh vực hoặc kênh khác
lineage-title = Trước và sau sáp nhập, chia tách
lineage-rename-before = Từ ngày { $day }, là tên mới của:
lineage-merge-before = Từ ngày { $day }, được sáp nhập từ:
lineage-split-before = Từ ngày { $day }, được tách ra từ:
lineage-transfer-before = Từ ngày { $day }, tiếp nhận:
lineage-rename-after = Từ ngày { $day }, đổi tên thành:
lineage-merge-after = Từ ngày { $day }, nhập vào:
lineage-split-after = Từ ngày { $day }, chia thành:
lineage-transfer-after = Từ ngày { $day }, chuyển sang:
lineage-share = (phần: { $percent } %)
chart-ranking = Chỉ số hài lòng, { $name }
chart-of = { $what }: { $name }
chart-dots-text = Mỗi chấm là một chỉ số, vạch ngang là khoảng tin cậy 95 %. Số liệu có trong bảng.
chart-trend-text = Mỗi chấm là một đợt khảo sát, dải màu là khoảng tin cậy 95 %, vạch đứt là nơi không so sánh được. Số liệu có trong bảng.
chart-shares-text = Mỗi thanh là một tiêu chí, chia theo các mức trả lời từ thấp đến cao. Số liệu có trong bảng.
chart-heat-text = Mỗi hàng là một cơ quan, mỗi cột một yếu tố; nâu là thấp hơn, xanh là cao hơn chỉ số của yếu tố ở cả đợt, theo điểm phần trăm; tam giác là khác biệt có ý nghĩa thống kê.
chart-note = { $round }, { $from } – { $to }. { $n } phiếu trả lời. { $sample } { $method }.
chart-note-open = Vạch hoặc dải màu: khoảng tin cậy 95 % nếu đây là mẫu ngẫu nhiên.
chart-note-drawn = Vạch hoặc dải màu: khoảng tin cậy 95 %.
chart-overall = cả đợt { $estimate }
language-unknown-title = Trang này không có bằng ngôn ngữ đó
language-unknown-text = Trang có bằng tiếng Việt và tiếng Anh. Xin chọn:
round-not-found-title = Không có đợt khảo sát này
round-not-found-text = Không có đợt khảo sát nào mang mã “{ $code }”. Xin chọn trong danh sách các đợt.
agency-not-found-title = Không có cơ quan này trong đợt khảo sát
agency-not-found-text = Đợt này không có cơ quan mang mã “{ $code }”. Có thể cơ quan chưa thành lập, đã sáp nhập, chia tách, hoặc không được khảo sát.
area-not-found-title = Không có lĩnh vực này trong đợt khảo sát
area-not-found-text = Đợt này không hỏi về lĩnh vực mang mã “{ $code }”.
chart-not-found-title = Không có biểu đồ này
chart-not-found-text = Biểu đồ không có, hoặc chưa đủ câu trả lời để vẽ.
unfit-title = Đợt khảo sát này chưa xem được
back-to-round = Về kết quả của đợt
back-to-results = Danh sách các đợt
column-estimate-interval = Chỉ số (%), khoảng tin cậy 95 %
change-open = Đợt này chưa kết thúc.
method-technical = Mô tả kỹ thuật:
interval-wilson = Khoảng tin cậy 95 % tính theo Wilson trên cỡ mẫu hiệu dụng có điều chỉnh: mười phiếu giống nhau chưa chứng tỏ ai cũng nghĩ như vậy. Một phiếu thì không có khoảng.
interval-clusters = Các phiếu của cùng một quầy và một ngày có thể giống nhau; sai số do đó chưa nằm trong khoảng.
results-dots-note = Chấm là chỉ số, vạch ngang là khoảng tin cậy 95 %. Trục không bắt đầu từ 0.
results-average-note = Vạch đứng màu cam là chỉ số của cả đợt; ▼ và ▲ là thấp hơn hoặc cao hơn có ý nghĩa thống kê.
results-rank-note = Hạng tính trên chỉ số như đã in, bằng nhau thì cùng hạng. Hai cơ quan có khoảng chồng lên nhau thì chưa chắc khác nhau.
scoring-short-top2 = tỷ lệ câu trả lời hài lòng
scoring-short-mean_max = điểm trung bình so với điểm tối đa
scoring-short-mean_range = điểm trung bình quy về thang 0–100
scoring-short-points = điểm phần trăm đã khai báo
aggregation-short-pooled = gộp mọi câu trả lời
aggregation-short-items = trung bình các tiêu chí
aggregation-short-factors = trung bình các yếu tố
aggregation-short-weights = trung bình có trọng số
chart-note-newest = đợt mới nhất: { $round }
back-to-page = Về trang kết quả
level-lowest = mức thấp nhất
level-highest = mức cao nhất
