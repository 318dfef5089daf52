"""Someone being robbed, deceived or in danger now gets the card; who asks about it in general does not."""

from __future__ import annotations

import pytest

from bot.library.text import fold
from tests.shared import the_answering

URGENT = """
có người đang gọi đòi chuyển tiền
có người gọi đòi chuyển tiền ngay
có người đang đánh tôi
chồng tôi say rượu cầm dao
kẻ gian đang ở trong nhà
có người đập cửa nhà tôi
tôi cho họ xem màn hình điện thoại rồi
lũ lụt ngập nhà
có người gọi bắt chuyển tiền tôi vừa chuyển rồi
nó bảo chuyển tiền mẹ tôi đã chuyển
vừa bấm vào link lạ xong tiền bị trừ
bố tôi bị người ta nhốt ở campuchia đòi tiền chuộc
bị đuối nước
cháu nhà tôi đang đuối nước
mẹ tôi ngã không dậy được
bà té không dậy được
nó đang bắt tôi quay video và bảo chuyển tiền không được tắt máy
tôi vừa chuyển tiền cho lừa đảo
em vừa chuyển khoản 20 triệu cho bọn lừa đảo
tôi lỡ chuyển 5 triệu cho nó rồi
mẹ tôi vừa bị lừa mất 50 triệu
bố em mới bị lừa hết tiền tiết kiệm
tôi bị lừa rồi phải làm sao
tôi bị lừa đảo mất tiền rồi
chết rồi tôi đọc mã otp cho nó rồi
tôi lỡ đọc mã otp cho người ta
vừa cho nó mã otp xong
bam vao link la roi
mẹ tôi ấn vào link lạ rồi nhập otp
tui lo nhap mk ngan hang vao trang gia
tôi nhập otp vào trang lạ rồi
quet ma qr bi mat tien
quét mã QR bị trừ 2 triệu
bị lừa òi
tài khoản tôi vừa bị trừ 10 triệu
tiền trong thẻ của tôi mất hết rồi
tự nhiên tài khoản bị trừ tiền
điện thoại tôi đang bị điều khiển
vừa cài app công an gửi giờ máy bị khóa
có người xưng công an đang gọi bắt tôi chuyển tiền
công an đang gọi điện dọa bắt tôi
nó đang dọa giết tôi
nó dọa tung ảnh nóng của tôi
tôi đang bị tống tiền
bọn đòi nợ đang đe dọa gia đình tôi
con tôi bị mất tích
cháu tôi đi lạc từ sáng chưa thấy về
không tìm thấy con tôi đâu
con gái tôi bị bắt cóc
nhà tôi đang cháy
cháy nhà rồi cứu với
cháy nhà
cháy rồi gọi ai
có người bị đuối nước
con tôi bị điện giật
bố tôi ngất xỉu rồi
mẹ tôi bất tỉnh
có tai nạn có người bị thương nặng
chảy máu nhiều quá làm sao
tôi bị tai nạn cần cấp cứu
chồng tôi đang đánh tôi
tôi đang bị đánh
có trộm trong nhà
tôi vừa bị cướp điện thoại
vừa bị giật mất túi
bố tôi ngất rồi
nhà tôi cháy
nhà tôi đang cháy
tôi đau ngực quá
đau ngực khó thở
chồng tôi cầm dao dọa giết
chồng tôi đánh tôi chảy máu
tôi bị hiếp dâm
tôi chán sống quá
trẻ bị lạc
sốt cao co giật
con tôi uống nhầm thuốc
tôi bị nhốt
bị rắn cắn
nước lũ vào nhà
cứu tôi với
cứu em với
giúp tôi với tôi bị lừa rồi
tôi không muốn sống nữa
tôi muốn chết
nước lũ lên tới mái nhà rồi
lũ đang cuốn nhà tôi
sạt lở vùi nhà rồi
họ đang giữ tôi không cho về
em bị lừa sang campuchia
zalo của tôi bị hack đang nhắn vay tiền mọi người
bị lừa 30tr rồi
vừa ck 3tr cho lừa đảo
tôi uống nhầm thuốc trừ sâu
con tôi nuốt phải pin
""".strip().splitlines()

HARMLESS = """
người lạ gọi đòi lại tiền chuyển nhầm
có người gọi bảo chuyển tiền thì làm sao
công an gọi bắt chuyển tiền có phải lừa đảo không
bấm vào link lạ có bị trừ tiền không
tôi vừa chuyển nhà rồi
bấm link lạ có sao không
nếu bấm vào link lạ thì sao
có nên bấm vào link lạ không
quét mã qr có bị mất tiền không
quét mã qr không bị mất tiền
nhập otp vào link dịch vụ công có an toàn không
lỡ nhập mật khẩu sai nhiều lần
làm sao để trẻ không bị đuối nước
dạy con tránh đuối nước
có người gọi bắt chuyển tiền có phải lừa đảo không
mã độc đòi tiền chuộc là gì
điện thoại không tắt máy được
máy hay ngã không nhận sóng
người già hay ngã thì phòng thế nào
công an có bắt quay video không
chó bị nhốt cả ngày có sao không
làm sao để tránh bị lừa
cách nhận biết cuộc gọi lừa đảo
mất điện ở thôn tôi
mất điện thoại thì khóa sim thế nào
khi bị lừa thì báo ai
nếu lỡ chuyển tiền cho kẻ lừa đảo thì phải làm gì
gọi cấp cứu số nào
gọi 113 khi nào
cháy nhà thì gọi số nào
học bài chống lừa đảo
mã otp là gì
có nên đọc mã otp cho người khác không
chuyển tiền cho con thế nào
tôi muốn chuyển tiền cho con gái học ở hà nội
chuyển khoản nhầm thì lấy lại thế nào
công an có gọi điện bắt chuyển tiền không
cách phòng cháy chữa cháy trong nhà
deepfake là gì
muốn đổi mật khẩu
trẻ em bị lạc thì gọi số nào
con tôi 14 tuổi làm căn cước ở đâu
bị mất căn cước thì làm lại ở đâu
tôi muốn chết cười
bài học cứu hộ cứu nạn
bị cảnh báo cháy bộ nhớ là sao
sơ cứu người bị đuối nước thế nào
thẻ bảo hiểm y tế khi cấp cứu dùng thế nào
số điện thoại cấp cứu là gì
tin nhắn trúng thưởng có phải lừa đảo không
điện thoại hay bị nóng máy
bị khóa tài khoản vneid thì làm sao
đánh giá cán bộ ở đâu
đồng hồ đang chạy sai
tôi vừa chuyển tiền điện qua app
vừa chuyển khẩu xong cần làm gì
mạng nhà tôi bị ngắt rồi
đê chắn sóng ở đâu
con tôi chạy xe máy
cách phòng rắn cắn
tin nhắn bị đánh dấu
""".strip().splitlines()


@pytest.fixture(scope="session")
def answering():
    return the_answering()


@pytest.mark.parametrize("words", URGENT)
def test_a_call_for_help_is_heard_with_and_without_marks(answering, words):
    assert answering.emergency(words)
    assert answering.emergency(fold(words))
    assert answering.emergency(words.upper() + "!!!")


@pytest.mark.parametrize("words", HARMLESS)
def test_who_asks_in_general_is_not_alarmed(answering, words):
    assert not answering.emergency(words)
    assert not answering.emergency(fold(words))


def test_there_are_many_cases():
    assert len(set(URGENT)) >= 50 and len(set(HARMLESS)) >= 30


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("tôi muốn tự tử", "suicide"),
        ("tôi bị lừa hết tiền không muốn sống nữa", "suicide"),
        ("bố tôi bất tỉnh", "health"),
        ("me toi nga khong day duoc", "health"),
        ("cháy nhà rồi cứu với", "rescue"),
        ("có người bị đuối nước", "rescue"),
        ("nước lũ lên tới mái nhà rồi", "rescue"),
        ("có trộm trong nhà", "crime"),
        ("chồng tôi đang đánh tôi", "crime"),
        ("tôi vừa bị lừa mất 5 triệu", "card"),
        ("bố tôi bị người ta nhốt ở campuchia đòi tiền chuộc", "card"),
        ("gọi báo con cấp cứu bắt chuyển tiền, nói con bị tai nạn", "card"),
        ("cứu tôi với", "card"),
        ("tôi vừa bị lừa, tiền bị trừ từ tài khoản từ sáng nay", "card"),
        ("tôi bị lừa rồi, nó rút tiền từ từ hết sạch", "card"),
        ("toi bi lua roi no rut tien tu tu het sach", "card"),
        ("bị mất hết tiền trong tài khoản từ tối qua, từ sáng gọi không được", "card"),
        ("lửa cháy nhà tôi rồi", "rescue"),
        ("cháy nhà, khói lửa mù mịt, cứu với", "rescue"),
        ("chay nha roi cuu voi", "rescue"),
        ("lũ cuốn mất lúa rồi cứu với", "rescue"),
        ("tôi vừa bị cướp, nó chạy rồi", "crime"),
        ("toi vua bi cuop no chay roi", "crime"),
        ("vui lòng cứu tôi với, chồng tôi đang đánh tôi", "crime"),
        ("tôi uống thuốc sâu để chết", "suicide"),
        ("toi muon tu tu", "suicide"),
        ("bo toi bat tinh", "health"),
        ("bo toi ngat roi", "health"),
        ("toi dau nguc qua", "health"),
        ("nha toi dang chay", "rescue"),
        ("nhà cháy rồi cứu với", "rescue"),
        ("chồng tôi cầm dao dọa giết", "crime"),
        ("tôi chán sống quá", "suicide"),
        ("nhà bị cháy do điện thoại nổ, tài khoản cũng mất", "card"),
    ],
)
def test_each_danger_has_its_card(answering, words, card):
    assert answering.emergency_card(words) == f"emergency.{card}"


async def test_nobody_in_despair_is_asked_whether_the_card_was_of_use(friend):
    said, other = await friend("tôi muốn tự tử"), await friend("tôi vừa bị cướp")
    assert (said.phrase, other.phrase) == ("emergency.suicide", "emergency.crime")
    judged = [any("ask.right" in str(one) for one in reply.buttons) for reply in (said, other)]
    assert judged == [False, True]
