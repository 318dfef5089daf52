"""Words that say nothing by themselves, words of nearly the same meaning, and words of which one is a claim."""

from __future__ import annotations

from bot.domain.answering.guard.citations import TYPES
from bot.domain.answering.guard.normalise import folded
from bot.domain.answering.guard.support import STOPWORDS

JOINING_WORDS = """
tôi ta mình bác chú cô dì cậu anh chị em cháu con ông bà bạn họ nó ai người bé cụ mẹ là thì mà và với hay hoặc nhưng
nên vì do bởi nếu khi lúc để cho của về ở trong ngoài trên dưới trước sau từ đến tới vào ra lên xuống qua theo bằng
như cũng đều vẫn còn đã đang sẽ sắp mới vừa rồi xong hết chưa không chẳng chớ đừng hãy phải cần được bị có thể chỉ
ngay rất quá lắm hơn nhất càng các những mỗi từng cả này kia ấy đó đây nọ vậy thế sao gì nào đâu bao nhiêu mấy ạ dạ
vâng nhé nha ơi đấy đi lại thêm thôi nữa riêng tại nơi dù tuy chứ trừ hiện nay giờ gồm đủ tận đầu điều việc cái chiếc
cách phần kiểu lần lượt lời câu ví dụ một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi mốt trăm nghìn ngàn triệu
tỷ tỉ rưỡi nửa vài đôi mồng ngày tháng phút đồng phẩy
"""
JOINING = frozenset(JOINING_WORDS.split())
"""What joins, points and counts; figures are held against the passages by other checks."""
EVERYDAY = """
muốn cứ nhớ xem thấy biết nói hỏi nhờ giúp làm thử hiểu nghĩ đợi chờ quen lo kỹ khó dễ tốt chắc vội xin kính thưa
chào chúc mong mừng tiếc chuyện nhiều ít lớn nhỏ rõ đúng sai nhầm lâu sẵn chỗ kể nghe nhìn gặp thích khỏi đỡ tên
dùng gọi tìm thứ loại khác giống cùng luôn lẫn hẳn ngại rành quên tay ý hộ bảo tùy thường tự thật gần xa nhanh chậm
mất tốn giữ lạ cũ chung báo gõ chép cất mang đem đáng kèm trọn coi chút mốc nhắc nêu ghi dặn dám khoan giục vướng
kẹt lờ rối cạnh hôm hồi đợt tức bỗng chợt đành cố hơi khá chữ đoạn lỡ rủ hình dung kín mãi hẵng soát chịu sợ buồn
vui to ngắn gọn dài thiếu thừa đầy chừng dần liền sang lòng bận nhẹ nặng nhau rằng sự cuống trót tận gom mò nhằm yên
cớ mời ngoan chẳng chả xíu tẹo giùm
"""
GRAMMAR = JOINING | frozenset(EVERYDAY.split())
"""The same with what everybody says of anything, and greets with."""
PAIRS = """
bỏ qua, phân biệt, kể từ, mạnh dạn, chuyển sang, quy định, trong vòng, miễn là, cuối cùng, nhất thiết, trước hết,
trước tiên, đầu tiên, vì thế, tuy nhiên, tóm lại, tóm tắt, thuận lợi, mọi việc, mọi người, gia đình, bình tĩnh, lo
lắng, yên tâm, liên quan, nghĩa là, tức là, chắc chắn, cẩn thận, nghi ngờ, điện thoại, trường hợp, số liệu, số
lượng, số ít, một số, trình bày, quá trình, thông cảm, thông thường, thông thạo, thông suốt, chính xác, chính đáng,
chính là, chính mình, bản thân, bản chất, cơ bản, cơ hội, phương pháp, biện pháp, cách thức, nội bộ, toàn bộ, sơ
suất, sơ ý, thu xếp, thu gọn, giao tiếp, đưa ra, thái độ, mức độ, biểu hiện, đa dạng, mọi thứ, mọi chuyện, mọi lúc,
mọi nơi, mọi bước, lành mạnh, đánh giá, quý giá, công việc, công sức, trang bị, trang trọng, cấp bách, gấp gáp, lịch
sự, xử trí, tuyệt đối, nhất định, bất kỳ, bất kì, bất cứ, sinh ra, phát sinh, trưởng thành, hàng loạt, điểm chung,
điểm này, điểm quan, nhân tiện, nhân dịp, tuần tự, phần nào, phần còn, giải quyết, liên lạc, tồn tại, dấu hiệu, nhận
biết, chắc nịch, chắc ăn, suy nghĩ, cân nhắc, quyết định, lựa chọn, yên lòng, nóng vội, hoang mang, sợ hãi, áy náy,
khéo léo, thông tin, hướng dẫn, chi tiết, cụ thể, thắc mắc, vui lòng, cảm ơn, cám ơn, xin lỗi, bằng chứng, kết quả,
bao gồm, người dân, bà con, tính đến, ngoài ra, đồng thời, tất nhiên, thực ra, nói chung, có lẽ, lưu ý, chú ý, bước
tiếp, tiếp theo, cần thiết, đầy đủ, rõ ràng, dễ dàng, tiện lợi, thuận tiện, nhanh chóng, chẳng hạn, giải thích, câu
hỏi, trả lời, nội dung, căn cứ, hiệu lực, thay thế, bãi bỏ, áp dụng, địa chỉ, tin nhắn, sử dụng, hạn cuối, chậm
nhất, nằm trong, không kể, hành chính, chính quyền, nhà nước, quốc khánh, tổng cộng, cả thảy, suốt đêm, ngày đêm,
lẫn đêm, cả ngày, hằng ngày, hàng ngày, thủ tục, giấy tờ, cơ quan, chúc mừng, thời gian, dịch vụ, trực tuyến, phục
vụ, thao tác, tiếp tục, sức khỏe, thân mến, bao lâu, cán bộ, quảng ninh, việt nam, đơn giản, quan trọng, cẩn trọng,
cung cấp, tư liệu, tài liệu, đề cập, nhắc tới, nhắc đến, kéo dài, ngắn gọn, nhẹ nhàng, ngược lại, tự dưng, bỗng
dưng, tự nhiên, chẳng may, không may, may mà, may mắn, trước mắt, đứng ra, xảy ra, diễn ra, đề phòng, cảnh giác,
phòng ngừa, hôm nay, ban đầu, lúc đầu, sau cùng, xong xuôi, chủ động, kịp thời, ban ngày, ban đêm, có lợi, đặt ở,
đặt tên, đặt lại, càng sớm, bình thường, dễ hiểu, từ từ, thong thả, kiên nhẫn, ngại ngần, an tâm, vững tâm, vui vẻ,
bất tiện, phiền hà, rắc rối, khó khăn, vướng mắc, trục trặc, gợi ý, tham khảo, minh họa, ví như, cách khác, tương
tự, từng bước, thứ tự, đại khái, nhìn chung, quan tâm, ghi nhớ, để ý, tìm hiểu, tình huống, hoàn cảnh, vấn đề, câu
chuyện, lý do, nguyên nhân, mục đích, ý nghĩa, thực chất, thực tế, sự thật, vai trò, đóng vai, trò chơi, trò chuyện,
tỉnh mình, tỉnh ta, xã mình, phường mình, quê mình, nhà mình, giữa các, giữa những, giữa hai, cả nhà, hai bên, lần
đầu, lần sau, ngày xưa, ngày trước, bây giờ, hiện giờ, nguyên tắc, quy tắc, kinh nghiệm, thói quen, lời khuyên, xem
xét, rà soát, tìm cách, sẵn sàng, hoàn tất, hoàn thành, bắt đầu, lập tức, tức thì, nhanh tay, kịp lúc, đúng lúc,
đúng cách, phù hợp, thích hợp, tùy ý, tùy theo, tùy từng, tùy vào, theo đó, nhờ đó, nhờ vậy, do đó, vì vậy, bởi vậy,
thế nên, cho nên, hơn nữa, vả lại, mặt khác, trái lại, tuy vậy, tuy thế, dù sao, nói thật, quả thật, đúng là, hóa
ra, thì ra, coi như, coi chừng, e rằng, có khi, đôi khi, lúc nãy, vừa rồi, vừa qua, trước đó, sau đó, tiếp đó, rốt
cuộc, đằng nào, bằng cách, dưới đây, trên đây, sau đây, vừa nêu, nói trên, kể trên, tình trạng, tình hình, khái
niệm, thuật ngữ, từ ngữ, so sánh, y hệt, bối rối, lúng túng, bực mình, nôn nóng, vội vàng, hấp tấp, tỉnh táo, dè
chừng, thận trọng, chu đáo, kỹ lưỡng, kỹ càng, cặn kẽ, rành mạch, suôn sẻ, ổn thỏa, hài lòng, ưng ý, đáng tin, đáng
ngờ, khả nghi, lừa gạt, dụ dỗ, hù dọa, thúc giục, hối thúc, đột ngột, bất ngờ, tình cờ, lạ lẫm, lạ mặt, quen thuộc,
thân quen, bạn bè, họ hàng, cô bác, trẻ nhỏ, bố mẹ, cha mẹ, vợ chồng, anh em, mọi nhà, quê nhà, ngồi lại, nhắc nhở,
dặn dò, trao đổi, trò truyện, chia sẻ, tâm sự, động viên, ủng hộ, đồng tình, tán thành, cố gắng, nỗ lực, mất hút,
chính nơi, chính anh, chính chị, chính bác, chính cô, chính chú, chính ông, chính bà, chính bạn, chính người, chính
họ, thẳng thắn, khéo từ, từ chối, tươi cười, niềm nở, vất vả, mệt mỏi, nghỉ ngơi, sáng suốt, đơn thuần, riêng biệt,
chung tay, băn khoăn, trực tiếp, sốt ruột, tiếp nhận, đưa cụ, đưa ông, đưa bà, đưa bác, đưa mẹ, đưa bố, đưa người,
đưa con, như sau, cú pháp, tranh thủ, đọc tin, đọc báo, đọc kỹ, đọc lại, đọc sách
"""
PHRASES = frozenset(" ".join(PAIRS.split()).split(", "))
"""Pairs that bring no claim of their own."""
SAME = """
miễn, không mất, không thu, không tốn
hoạt động, trực
giữ, lưu, cất
ngừng, dừng, thôi
giống, như
viết, ghi, đề
bé, con, trẻ
chụp, ảnh
thật, chính thức, đúng
lập, dựng, tạo
tốn, mất, chi phí, phí, tiền
mất, không còn
tìm, tra
chậm, quá hạn, trễ, muộn
giá trị, hiệu lực, dùng
mang, đem, cầm, chuẩn bị, nộp
bắt, buộc, đòi, yêu cầu, phải
cho phép, được
phép, được
toàn bộ, hoàn toàn, phần trăm
bỏ, không còn, hết
kiểm tra, kiểm chứng, tra, xem, đúng
dành, cho
luôn, ngay
kết thúc, đuôi
phản hồi, trả lời
nộp, gửi
trả, nộp, thanh toán
báo, trình báo, thông báo, trả, hỏi, nhắn
bên, nơi
máy, điện thoại, thiết bị
liên hệ, hỏi, gọi
liên lạc, gọi, hỏi, nhắn
thông cảm, hiểu
trình bày, kể, nói, khai
bổ sung, thêm
gửi về, trả tận, trả về, trả kết
thu tiền, đòi tiền, đòi phí, phí trước
hỗ trợ, giúp
thực hiện, làm
tiến hành, làm
nhận, lấy
mở, vào
bấm, nhấn, chọn, ấn
link, liên kết
hứa, bảo, xưng, nói, nhận
thay, đổi
cũ, có trước
nghi, dấu hiệu, nghi ngờ
lạ, không quen, mạo danh
hạn, chậm nhất, hết hạn
tiền bạc, tiền
ban hành, ngày
ít nhất, trở lên
cấp, làm
tiện, hợp, gần
chung, cùng, mỗi, riêng, khác
ngân hàng, tài khoản
giữ nguyên, không
trực, giờ
cư trú, thường trú, tạm trú
nhu cầu, cần, muốn
đóng, nộp
chuyển tiền, chuyển khoản, giao dịch
đặt khóa, khóa
xài, dùng, tiêu
ngưng, ngừng, dừng
chấm dứt, bỏ, không còn
chứa, lưu
mạng di động, dữ liệu di động
thẻ, căn cước
mạng, trực tuyến, online
lừa đảo, lừa, mạo danh, giả danh, kẻ gian
chiêu, lừa, thủ đoạn, mánh, bẫy
chiêu lừa, lừa, thủ đoạn
shipper, giao hàng
bằng lái, giấy phép lái
chạy, dùng, hoạt động, đăng nhập
nhập, gõ, điền
sửa, đổi
kẻ, người, bọn, họ
dọa, đe dọa, nạt
trẻ, cháu, con, bé
bố, cha, ba
người thân, người nhà, gia đình, con cháu
trụ sở, cơ quan
hình, ảnh
clip, video
bảo vệ, che chở, giữ
bất thường, lạ, khác thường
dụ, rủ, lôi kéo
giục, thúc, hối
đường link, link, liên kết
đáp, trả lời, nói
biến, thành
ốm, bệnh
đăng xuất, thoát
cúp máy, tắt máy, dập máy
lấy lại, đòi lại
giữ kín, bí mật, bảo mật
bài học, bài
bịa, giả
đầu, đầu tiên, mới
thành, chia
"""
NEAR_ONES = r"(?:con cháu|người nhà|người thân|tổ công nghệ số(?: cộng đồng)?|cán bộ)"
NEAREST = (
    r"(?:công an (?:xã|phường)(?:, phường)?|(?:ủy ban )?xã, phường|trung tâm hành chính công(?: xã, phường)?|ngân hàng"
    r"|(?:nơi|cơ quan) (?:nhận hồ sơ|thuế)|cán bộ thuế)"
)
ALIKE = [line.split(", ") for line in SAME.split("\n") if line]
"""Where the passages have one word of a group, another of it says nothing new."""
GRAVE_WORDS = """
phí tiền thuế phạt thưởng tặng quà hoàn giảm miễn tăng đóng nộp thu bồi vay lãi rẻ đắt cọc giá lương mật khẩu mã otp
pin bí số chứng hồ sơ bản xóa hủy khóa chuyển gửi rút giao đưa đọc quét bấm cài tải kích hoạt ký đặt cấp zalo
facebook telegram google link trang nhóm kênh app web com bưu tổng đài hotline email ứng cấm phép pháp quyền luật
nghị thông quyết thị hiến chương ước án chế độ trình biểu cuối sớm muộn bộ sở ban hội ủy cục phòng văn tòa viện tỉnh
huyện nước công ty nghiệp quốc gia trung ương chính đa bất kỳ hầu mọi vĩnh viễn chắn an lành hại sổ thẻ căn phiếu
chiếu sinh nhân viên xóm giám trưởng phó sĩ sư chuyên khiếu nại tố cáo kiện duyệt tịch thẩm ảnh hưởng lợi hạn lịch
sản trường trạm chợ kho bệnh thuốc khuôn tù giam xử truy tuổi điểm tỷ tỉ phần đôi trăm nghìn triệu sàn khoản lỗ nợ
vốn cổ trợ lộ trộm hàng thi đỗ trượt bậc
"""
GRAVE = frozenset(GRAVE_WORDS.split())
"""Words of money, secrets, doings, ways to reach somebody, law, offices and extent, and of papers, callings, rights,
dates, places of work and harm: one of them is a claim."""
BEFORE_A_NUMBER = folded("nguồn căn cứ văn bản số hiệu ký ban hành năm ngày điều khoản điểm mang của")
DOCUMENT_WORDS = frozenset(" ".join([BEFORE_A_NUMBER, *TYPES, *TYPES.values()]).split())
"""Words that lead up to the number of a document, folded."""


def groups() -> dict[str, list[list[str]]]:
    """Each word or pair of `ALIKE` with the others of its groups, as lists of words."""
    found: dict[str, list[list[str]]] = {}
    for group in ALIKE:
        for word in group:
            found.setdefault(word, []).extend(other.split() for other in group if other != word)
    return found


Tables = tuple[frozenset[str], frozenset[str], dict[str, list[list[str]]]]
MEANS = groups()
TABLES: dict[bool, Tables] = {
    False: (GRAMMAR, PHRASES, MEANS),
    True: (
        frozenset(map(folded, GRAMMAR)) | STOPWORDS,
        frozenset(map(folded, PHRASES)),
        {folded(word): [folded(" ".join(other)).split() for other in others] for word, others in MEANS.items()},
    ),
}
"""What says nothing, and what means the same: for a text with its marks, and (True) for one without."""
