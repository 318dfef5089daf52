"""Zalo's error codes, each as one of our closed list of failures; what follows is the outbox's policy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.channels.channel import Blocked, OutsideWindow, OverQuota, Rejected, Unavailable

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Zalo states no time zone for its night; it serves Viet Nam."""

RATE = (-32,)
TOKEN = (-216, -220, -124, 216, -401, 401)
ENDPOINT = (-235, -240)
"""This family of addresses does not serve this account: the other one may."""
ATTACHMENT = (-100,)
GONE = (-213, -217, -222, -227, -244)
OUTSIDE = (-230, -232, -305)
QUOTA = (-211, -218, -311)
NIGHT = (-234,)
PARAMETER = (-201, -210, -233)
VIOLATION = -248
REFUSED = (VIOLATION, -249, -1340, -1341)
BUSY = (-200, -214)
ACCOUNT = (-202, -204, -205, -207, -208, -209, -212, -215, -219, -221, -223, -224, -237, -403, -238, -241, -242)
PAYMENT = (-320, -321)

# The paid templates' host has codes of its own.
ZBS_TOKEN = (-124,)
ZBS_GONE = (-108, -114, -118, -119, -1351, -139, -140, -141)
ZBS_QUOTA = (-144, -1441, -1471, -1472, -147)
ZBS_NIGHT = (-133,)
ZBS_BUSY = (-100,)
"""There it means "unknown error"; on the other host that an upload has expired."""
ZBS_ACCOUNT = (
    *(-101, -102, -103, -104, -105, -115, -117, -1241, -126, -127, -131, -135, -136, -137, -146),
    *ACCOUNT,
)

ACCOUNT_WAIT = 300.0
QUOTA_WAIT, DAY_WAIT = 3600.0, 24 * 3600.0

WORDS = {
    **dict.fromkeys(RATE, "Zalo báo gửi quá nhanh; hệ thống tự chậm lại."),
    **dict.fromkeys(TOKEN, "Zalo không nhận mã truy cập; hệ thống tự xin mã mới."),
    **dict.fromkeys(GONE, "Người nhận đã chặn, bỏ hoặc hạn chế tin của OA."),
    **dict.fromkeys(OUTSIDE, "Quá 7 ngày kể từ lần cuối người nhận nhắn cho OA."),
    **dict.fromkeys(QUOTA, "Đã hết hạn mức gửi."),
    **dict.fromkeys(NIGHT, "Zalo không cho gửi loại tin này ban đêm (22 giờ đến 6 giờ)."),
    **dict.fromkeys(PARAMETER, "Zalo không nhận nội dung hoặc định dạng của tin."),
    -235: "Loại OA này không dùng được địa chỉ gửi tin đang chọn.",
    -240: "Địa chỉ gửi tin cũ (v2) đã bị Zalo đóng.",
    -100: "Tệp đính kèm đã quá hạn 7 ngày, hoặc lỗi chưa rõ khi gửi mẫu tin.",
    -248: "Tin vi phạm tiêu chuẩn của Zalo. Xin xem lại nội dung.",
    -249: "Mẫu tin này không gửi được theo mã người dùng.",
    -200: "Zalo gửi không thành công, không nói rõ lý do.",
    -214: "Bài viết đang được Zalo xử lý.",
    -202: "Sai mã xác thực cuộc gọi.",
    -204: "OA đã bị khóa.",
    -205: "Không có OA này.",
    -209: "Ứng dụng chưa được kích hoạt.",
    -212: "Ứng dụng chưa đăng ký dùng API này.",
    -215: "Mã ứng dụng không đúng.",
    -219: "Ứng dụng đã bị gỡ hoặc vô hiệu hóa.",
    -221: "OA cần được xác thực.",
    -223: "OA chưa cấp quyền cho API này, hoặc đã hết hạn mức bài viết.",
    -224: "Gói dịch vụ của OA chưa có API: cần nâng gói.",
    -242: "Sai appsecret_proof: xem lại ZALO_OA_APP_SECRET.",
    -207: "OA chưa được nối với ứng dụng của bên thứ ba.",
    -208: "OA chưa có khóa bí mật.",
    -237: "Nhóm trò chuyện của OA đã bị tắt.",
    -403: "OA không ở trong nhóm trò chuyện này.",
    -238: "Tài sản (gói tin) này đã được dùng.",
    -241: "Tài sản (gói tin) này đã bị vô hiệu hóa.",
    -1340: "Không có biểu mẫu này.",
    -1341: "OA không được dùng biểu mẫu này.",
    -320: "Ứng dụng cần nối với tài khoản Zalo Cloud.",
    -321: "Tài khoản Zalo Cloud đã hết tiền.",
}
"""What staff read in the console. A code that is not here is shown as a number."""
WORDS |= {
    **dict.fromkeys(
        (-101, -102, -103, -104, -105), "Zalo không nhận ứng dụng gửi mẫu tin: xem lại mã, khóa và trạng thái."
    ),
    **dict.fromkeys((-139, -140, -141), "Người nhận hoặc chính sách của Zalo không cho gửi mẫu tin này."),
    **dict.fromkeys((-114, -119), "Tài khoản Zalo của người nhận không nhận được mẫu tin."),
    **dict.fromkeys((-1441, -1471, -1472), "Đã hết lượt gửi mẫu tin truyền thông cho người nhận hoặc cho OA."),
    **dict.fromkeys(
        (-126, -127), "Mẫu tin đang ở chế độ thử: chỉ gửi được cho quản trị viên, hoặc ví thử đã hết tiền."
    ),
    **dict.fromkeys((-136, -137), "Chưa nối tài khoản Zalo Cloud, hoặc không trừ được tiền."),
    -108: "Số điện thoại của người nhận không đúng.",
    -109: "Không có mẫu tin này: xem lại ZALO_ZBS_TEMPLATES.",
    -1121: "Nội dung điền vào mẫu tin quá dài.",
    -1122: "Mẫu tin còn thiếu thông tin.",
    -115: "Tài khoản gửi mẫu tin đã hết tiền.",
    -117: "OA không được dùng mẫu tin này.",
    -118: "Người nhận không có tài khoản Zalo.",
    -1241: "Sai appsecret_proof: xem lại ZALO_OA_APP_SECRET.",
    -131: "Mẫu tin chưa được Zalo duyệt.",
    -132: "Thông tin điền vào mẫu tin không đúng kiểu.",
    -133: "Zalo không cho gửi mẫu tin ban đêm (22 giờ đến 6 giờ).",
    -135: "OA chưa được gửi mẫu tin: cần xác thực OA hoặc nâng gói.",
    -1351: "Người nhận đã chặn mẫu tin của OA.",
    -144: "OA đã hết hạn mức mẫu tin trong ngày.",
    -145: "OA không được gửi loại nội dung này.",
    -146: "Mẫu tin đã bị vô hiệu hóa.",
    -147: "Mẫu tin này đã hết hạn mức trong ngày.",
}
"""The codes of the paid templates' host. Its -124 is about the token as well."""


class ZaloError(Exception):
    """The envelope says no. `code` is Zalo's; 0 never."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}"[:200])
        self.code, self.message = code, message

    @property
    def about_token(self) -> bool:
        """The access token is refused: another one may do."""
        said = self.message.lower()
        worded = "access_token" in said and ("invalid" in said or "expired" in said)
        return self.code in TOKEN or worded

    @property
    def about_attachment(self) -> bool:
        """The upload is not known, or not any more: made anew, it may do. (-201 names the field that it refuses.)"""
        said = self.message.lower()
        return self.code in ATTACHMENT or (self.code == -201 and said.startswith(("attachment_id", "token")))


def name_failure(error: ZaloError, now: datetime, *, again: bool = False) -> NoReturn:
    """The code as one of the closed list. Nothing was delivered, in every case."""
    code, detail = error.code, str(error)
    if code in GONE:
        raise Blocked(detail) from error
    if code in OUTSIDE:
        raise OutsideWindow(detail) from error
    if code in NIGHT:
        raise OverQuota(detail, retry_after=until_morning(now)) from error
    if code in QUOTA or (code == -223 and "quota" in error.message.lower()):
        raise OverQuota(detail, retry_after=DAY_WAIT if code == -218 else QUOTA_WAIT) from error
    if code in RATE:
        raise Unavailable(detail, retry_after=until_next_minute(now)) from error
    if code in BUSY and not again:
        raise Unavailable(detail) from error
    if code in PAYMENT:  # what is free still goes
        raise Unavailable(detail, retry_after=ACCOUNT_WAIT, alone=True) from error
    if error.about_token or code in ACCOUNT or code in ENDPOINT:
        raise Unavailable(detail, retry_after=ACCOUNT_WAIT) from error
    raise Rejected(detail) from error


def name_template_failure(error: ZaloError, now: datetime, *, again: bool = False) -> NoReturn:
    """The same for a paid template: its own codes first, which other calls do not know."""
    code, detail = error.code, str(error)
    if code in ZBS_GONE:
        raise Blocked(detail) from error
    if code in ZBS_NIGHT:
        raise OverQuota(detail, retry_after=until_morning(now)) from error
    if code in ZBS_QUOTA:
        raise OverQuota(detail, retry_after=QUOTA_WAIT) from error
    if code in ZBS_BUSY:
        raise (Rejected(detail) if again else Unavailable(detail)) from error
    if code in ZBS_TOKEN or code in ZBS_ACCOUNT:  # replies know nothing of it
        raise Unavailable(detail, retry_after=ACCOUNT_WAIT, alone=True) from error
    name_failure(error, now, again=again)


def until_next_minute(now: datetime) -> float:
    """Seconds until Zalo counts anew, and a little."""
    return 60.0 - now.second + 0.5 + now.microsecond / 1e6


def until_morning(now: datetime) -> float:
    """Seconds until 06:05 in Viet Nam, spread over a few minutes so that not all begin at once."""
    here = now.astimezone(HERE)
    morning = here.replace(hour=6, minute=5, second=0, microsecond=0)
    if morning <= here:
        morning += timedelta(days=1)
    return (morning - here).total_seconds() + here.microsecond % 180


def in_words(code: int) -> str:
    """One sentence for staff."""
    return WORDS.get(code, f"Zalo báo lỗi {code}.")
