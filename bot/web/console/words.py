"""What the console says to staff."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.harm import Harm
from bot.domain.staff import Refusal

SWITCHES: Mapping[str, str] = {"bot": "Cả bot", "model": "Trợ lý AI", "announcements": "Thông báo hàng loạt"}

SWITCHES_DO: Mapping[str, str] = {
    "bot": "Bot thôi trả lời trên mọi kênh, thôi nhắc học và thôi gửi thông báo.",
    "model": "Bot trả lời bằng kho tri thức, không hỏi AI.",
    "announcements": "Thông báo đang gửi dừng lại và chờ. Người dân vẫn hỏi được.",
    "channel": "Bot thôi trả lời và thôi gửi tin trên kênh này. Các kênh khác vẫn chạy.",
}

ROLES: Mapping[str, str] = {
    "author": "Người soạn thông báo",
    "approver": "Người duyệt thông báo",
    "moderator": "Người kiểm duyệt, trả lời dân",
    "editor": "Biên tập kho tri thức",
    "administrator": "Quản trị hệ thống",
    "viewer": "Người xem báo cáo",
    "helper": "Người kèm lớp học",
    "organiser": "Người tổ chức sự kiện",
}

MISSING: Mapping[str, str] = {
    "tickets.answer": "Chưa có ai trả lời câu hỏi của người dân: xin thêm một người kiểm duyệt, trả lời dân.",
    "announcements.write": "Chưa có ai soạn thông báo: xin thêm một người soạn thông báo.",
    "announcements.approve": "Chưa có ai duyệt thông báo: xin thêm một người duyệt, không phải người soạn.",
    "facts.confirm": "Chưa có ai xác nhận dữ kiện, duyệt mục trả lời: xin thêm một người biên tập kho tri thức.",
}

LABELS: Mapping[str, str] = {
    "curated": "Kho tri thức đã duyệt",
    "extract": "Trích kho tri thức",
    "ai": "AI viết từ kho tri thức",
    "staff": "Cán bộ trả lời",
    "": "Không gắn nhãn",
}

OUTCOMES: Mapping[str, str] = {
    "curated": "trả lời bằng mục đã duyệt",
    "extract": "trích kho tri thức",
    "ai": "AI trả lời",
    "staff": "cán bộ trả lời",
    "near": "gợi ý mục gần đúng",
    "none": "chưa có trong kho tri thức",
    "person": "mời gặp cán bộ",
    "emergency": "thẻ khẩn cấp",
}

CARD = "Thẻ khẩn cấp: lời soạn sẵn theo loại nguy hiểm (các câu “emergency.…” trong tệp content/phrases/vi.yaml)"
"""Where the words of the card come from, which is no entry of the knowledge."""

FILTERS: Mapping[str, str] = {
    "all": "Tất cả",
    "unanswered": "Chưa trả lời được",
    "ai": "AI viết",
    "blocked": "Bị chặn, cắt bớt",
    "thumbs_down": "Dân báo chưa đúng",
    "unjudged": "Chưa chấm",
}

SHOWN = 240
"""So many letters of a question stand in a list; the whole is one press away."""

VERDICTS: Mapping[str, str] = {"right": "Đúng", "wrong": "Sai", "incomplete": "Thiếu", "": "Chưa chấm"}

PERSONAL: Mapping[str, str] = {
    "citizen_id": "số căn cước",
    "old_id": "số CMND",
    "insurance": "số bảo hiểm",
    "passport": "số hộ chiếu",
    "birth_date": "ngày sinh",
    "password": "mật khẩu",
    "otp": "mã OTP",
}
"""Kinds of `bot.redaction` that no announcement needs; names, phones, places, an office's account it may."""
PERSONAL_WARNING = (
    "Trong tin có chỗ trông như {kinds} của một người. Ai nhận tin cũng đọc được và không lấy lại được: "
    "xin bỏ đi rồi mới gửi duyệt."
)

UNTOLD: Mapping[str, str] = {
    "unanswered": "Không ai được báo: ở câu này bot chưa trả lời gì, và ô trả lời để trống.",
    "card": (
        "Không ai được báo: bot đã đưa thẻ khẩn cấp, và ô trả lời để trống. Nếu thẻ đưa nhầm, xin viết câu trả lời "
        "đúng vào ô để người hỏi nhận được."
    ),
    "gone": "Không ai được báo: câu này không còn trong nhật ký.",
}
"""Why a verdict reaches nobody."""

HARMS: Mapping[int, str] = {
    Harm.EMERGENCY: "Khẩn cấp",
    Harm.THUMBS_DOWN: "Dân báo chưa đúng",
    Harm.CUT: "Bị bộ kiểm tra cắt",
    Harm.UNCHECKED: "AI viết, chưa ai xem",
    Harm.UNANSWERED: "Chưa trả lời được",
    Harm.SAMPLE: "Rút ngẫu nhiên",
}

SENTENCES: Mapping[str, str] = {"cut": "bị cắt", "partly": "bị cắt bớt"}

STATUSES: Mapping[str, str] = {
    "draft": "Bản nháp",
    "submitted": "Chờ duyệt",
    "returned": "Bị trả lại",
    "scheduled": "Chờ đến giờ gửi",
    "approved": "Đang xếp hàng gửi",
    "sending": "Đang gửi",
    "sent": "Đã gửi xong",
    "stopped": "Đã dừng",
}

EVERY: Mapping[str, str] = {"": "Chỉ gửi một lần", "daily": "Hằng ngày", "weekly": "Hằng tuần", "monthly": "Hằng tháng"}

DRAFTS: Mapping[str, str] = {
    "draft": "Bản nháp",
    "submitted": "Chờ người thứ hai duyệt",
    "published": "Đang dùng để trả lời",
    "dropped": "Đã bỏ",
    "replaced": "Đã có bản mới hơn",
    "withdrawn": "Đã gỡ, về bản trước",
}

SHELF: Mapping[str, str] = {
    "all": "Tất cả",
    "console": "Sửa, thêm ở bảng",
    "open": "Đang soạn",
    "conflict": "Tệp đã đổi",
    "ending": "Sắp hết hạn",
    "over": "Đã hết hạn",
}
"""Which entries are shown."""

PAGES: Mapping[str, str] = {
    "all": "Tất cả",
    "lessons": "Bài học",
    "articles": "Bài tri thức",
    "console": "Sửa ở bảng",
    "open": "Đang soạn",
    "conflict": "Tệp đã đổi",
}
"""Which lessons and articles are shown."""

FIELDS: Mapping[str, str] = {
    "question": "Câu hỏi",
    "also": "Cách hỏi khác",
    "topic": "Chủ đề",
    "text": "Câu trả lời",
    "facts": "Dữ kiện",
    "citizen_sources": "Nguồn",
    "valid_until": "Có giá trị đến hết ngày",
}
"""Of an entry, where two versions are compared."""

IDEAS: Mapping[str, str] = {
    "received": "Đã nhận",
    "studied": "Đang nghiên cứu",
    "taken_up": "Được áp dụng",
    "declined": "Chưa áp dụng",
}

TOPICS: Mapping[str, str] = {
    "chinh-quyen-hai-cap": "Chính quyền hai cấp",
    "dich-vu-cong": "Dịch vụ công",
    "ho-kinh-doanh": "Hộ kinh doanh",
    "lua-dao": "Lừa đảo",
    "mang-xa-hoi": "Mạng xã hội",
    "phong-trao": "Phong trào",
    "sim-dien-thoai": "SIM, điện thoại",
    "suc-khoe-bao-hiem": "Sức khỏe, bảo hiểm",
    "tai-khoan-du-lieu": "Tài khoản, dữ liệu",
    "thanh-toan": "Thanh toán",
    "tri-tue-nhan-tao": "Trí tuệ nhân tạo",
    "vneid-can-cuoc": "VNeID, căn cước",
    "": "Chủ đề khác, hoặc chưa rõ",
}
"""Folders of the content in which entries stand."""
ASKS: Mapping[str, str] = {"": "Không hỏi", "read": "Đã đọc chưa", "join": "Có tham gia không"}

CORRECTION = "Đính chính"
"""Stands before the title of an announcement that puts another right."""

SAVED = "Đã tự lưu bản nháp lúc {at}."
NOT_SAVED = "Chưa tự lưu được:"

CALLED_OFF = "Đã hủy hẹn gửi."
"""Why an announcement is with its author again, where nobody gave another reason."""

GROUPS: Mapping[str, str] = {
    "DÂN": "Người dân nói chung",
    "CAO": "Người cao tuổi",
    "VÙNG": "Đồng bào vùng cao, biên giới, hải đảo",
    "GIA": "Cha mẹ, người chăm trẻ",
    "HSSV": "Học sinh, sinh viên, thanh niên",
    "CB": "Cán bộ, công chức, viên chức",
    "KD": "Hộ kinh doanh, người lao động",
}

CHANNELS: Mapping[str, str] = {
    "web": "Trang web",
    "telegram": "Telegram",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "terminal": "Dòng lệnh",
}

FAILURES: Mapping[str, str] = {
    "rejected": "nền tảng từ chối tin",
    "unavailable": "nền tảng không nhận trong nhiều giờ",
    "outside": "ngoài khung giờ nền tảng cho nhắn",
    "quota": "hết hạn mức gửi của nền tảng",
}

HELD_UP: Mapping[str, str] = {
    "outside": "đã lâu không nhắn bot nên nền tảng chưa cho gửi",
    "blocked": "cuộc trò chuyện đang chặn bot",
    "quota": "hết hạn mức gửi của nền tảng, đang chờ",
    "unavailable": "nền tảng chưa nhận, đang thử lại",
}
"""Why an alert to staff has not arrived."""

WAY_WORDS: Mapping[str, str] = {
    "free": "miễn phí",
    "billed": "tính phí theo tin, sau khi hết số tin của gói",
    "template": "chỉ tin mẫu tính phí, người duyệt chọn",
    "article": "quá lâu chưa nhắn nên chỉ bài viết gửi chung tới được",
    "off": "kênh đang tắt, chưa gửi được",
}
"""How an announcement reaches somebody."""

UNREACHED: Mapping[str, str] = {
    **FAILURES,
    "outside": "đã lâu không nhắn nên nền tảng chưa cho gửi",
    "blocked": "đã chặn bot",
    "no_channel": "không còn kênh nhận",
    "uncertain": "chưa rõ đã nhận hay chưa",
}
"""Why somebody could not be told a verdict."""

MISSED: Mapping[str, str] = {
    "opted_out": "đã tắt nhận thông báo",
    "muted": "đã tắt loại tin này",
    "blocked": "đã chặn bot",
    "no_channel": "chưa có kênh nhận",
}

KINDS: Mapping[str, str] = {
    "general": "Tin chung",
    "meeting": "Lịch họp",
    "class": "Lớp học, sự kiện",
    "warning": "Cảnh báo",
    "service": "Điện, nước, đường sá",
}
"""Of announcements: citizens may leave one out."""

PASSED: Mapping[str, str] = {**MISSED, "unasked": "hệ thống đang tắt tin tự gửi"}
"""Why somebody who was meant got no message."""

RECIPIENTS: Mapping[str, str] = {
    "read": "Đã nhận, đã bấm “đã đọc” hoặc trả lời",
    "delivered": "Đã nhận",
    "blocked": "Đã chặn bot",
    "failed": "Không gửi được",
    "uncertain": "Chưa chắc đã nhận",
    "stopped": "Đã dừng, không gửi",
    "waiting": "Đang chờ gửi",
    "passed": "Bỏ qua, không có tin",
}

ACTORS: Mapping[str, str] = {"system": "hệ thống", "cli": "dòng lệnh trên máy chủ"}
"""Who is in the audit trail without an account."""

ACTIONS: Mapping[str, str] = {
    "refused": "bị từ chối",
    "channels.consent": "đi xin quyền Zalo OA",
    "channels.seed": "nhập token Zalo OA",
    "channels.handed_back": "trả cuộc trò chuyện lại cho bot",
    "broadcasts.ordered": "phát bài viết trên Zalo OA",
    "database.restored": "khôi phục cơ sở dữ liệu từ bản sao lưu",
    "staff.added": "thêm tài khoản",
    "staff.changed": "sửa tài khoản",
    "staff.invited": "gửi thư mời",
    "staff.reset": "cấp lại mật khẩu",
    "staff.disabled": "khóa tài khoản",
    "staff.enabled": "mở lại tài khoản",
    "switches.off": "tắt khẩn cấp",
    "switches.on": "bật lại",
    "account.logged_in": "đăng nhập",
    "account.second_on": "bật đăng nhập hai bước",
    "account.second_off": "tắt đăng nhập hai bước",
    "account.session_closed": "cho thoát một nơi đăng nhập",
    "account.sessions_closed": "thoát mọi nơi khác",
    "staff.logged_out": "cho tài khoản thoát mọi nơi",
    "tickets.reopened": "mở lại câu hỏi",
    "tickets.unmasked": "xem nguyên văn câu hỏi",
    "account.locked": "bị khóa tạm vì sai mật khẩu nhiều lần",
    "account.invitation_used": "đặt mật khẩu từ thư mời",
    "account.subject_linked": "gắn với tài khoản cơ quan",
    "account.password_changed": "đổi mật khẩu",
    "account.code_made": "lấy mã nối trò chuyện",
    "account.chat_linked": "nối trò chuyện",
    "account.chat_unlinked": "bỏ nối trò chuyện",
    "account.duty_on": "nhận trực",
    "account.duty_off": "thôi trực",
    "announcements.drafted": "soạn thông báo",
    "announcements.edited": "sửa thông báo",
    "announcements.submitted": "gửi duyệt thông báo",
    "announcements.withdrawn": "rút lại thông báo đã gửi duyệt",
    "announcements.approved": "duyệt thông báo",
    "announcements.returned": "trả lại thông báo",
    "announcements.stopped": "dừng thông báo",
    "announcements.paused": "tạm dừng thông báo",
    "announcements.resumed": "cho thông báo gửi tiếp",
    "announcements.called_off": "hủy hẹn gửi thông báo",
    "announcements.repeating_set": "đặt lặp lại cho thông báo",
    "announcements.repeating_stopped": "dừng lặp lại thông báo",
    "announcements.repeated": "đặt lần gửi tiếp của thông báo lặp lại",
    "urgent.declared": "soạn tin khẩn cấp",
    "urgent.alerted": "báo người duyệt có tin khẩn cấp chờ",
    "urgent.granted": "đổi quyền tin khẩn cấp",
    "events.described": "ghi nơi, giờ, số chỗ của sự kiện",
    "events.removed": "bỏ phần sự kiện của thông báo",
    "events.handed_over": "giao danh sách sự kiện",
    "events.cancelled": "hủy sự kiện",
    "events.came": "ghi có mặt",
    "events.not_come": "bỏ ghi có mặt",
    "events.written_down": "ghi tên người dự tại chỗ",
    "events.exported": "tải danh sách sự kiện",
    "templates.made": "lưu mẫu tin",
    "templates.changed": "sửa mẫu tin",
    "templates.removed": "xóa mẫu tin",
    "templates.restored": "lấy lại mẫu tin đã xóa",
    "segments.made": "lưu nhóm người nhận",
    "segments.changed": "sửa nhóm người nhận đã lưu",
    "segments.removed": "xóa nhóm người nhận đã lưu",
    "segments.restored": "lấy lại nhóm người nhận đã xóa",
    "answers.asked": "đặt câu hỏi lại cho người nhận",
    "recipients.exported": "tải danh sách từng người nhận",
    "answers.exported": "tải danh sách trả lời thông báo",
    "tickets.answered": "trả lời câu hỏi",
    "tickets.taken": "nhận câu hỏi",
    "tickets.let_go": "thôi giữ câu hỏi",
    "tickets.handed_on": "chuyển câu hỏi cho người khác",
    "canned.made": "thêm câu trả lời mẫu",
    "canned.changed": "sửa câu trả lời mẫu",
    "canned.removed": "xóa câu trả lời mẫu",
    "canned.restored": "lấy lại câu trả lời mẫu",
    "log.judged_right": "chấm câu trả lời đúng",
    "log.judged_wrong": "chấm câu trả lời sai",
    "log.judged_incomplete": "chấm câu trả lời thiếu",
    "log.verdict_undone": "lấy lại lần chấm",
    "facts.confirmed": "xác nhận dữ kiện",
    "facts.corrected": "sửa dữ kiện",
    "knowledge.undone": "đưa mục tri thức về bản trước",
    "knowledge.kept": "giữ bản sửa ở bảng khi tệp đã đổi",
    "pages.drafted": "soạn bản nháp bài học, bài tri thức",
    "pages.written": "sửa bản nháp bài học, bài tri thức",
    "pages.submitted": "gửi duyệt bài học, bài tri thức",
    "pages.published": "duyệt bài học, bài tri thức",
    "pages.returned": "trả lại bài học, bài tri thức",
    "pages.dropped": "bỏ bản nháp bài học, bài tri thức",
    "pages.undone": "đưa bài về bản trước",
    "pages.kept": "giữ bản bài sửa ở bảng khi tệp đã đổi",
    "pages.file_taken": "dùng bài của tệp thay bản sửa ở bảng",
    "drafts.drafted": "soạn bản nháp mục tri thức",
    "drafts.written": "sửa bản nháp mục tri thức",
    "drafts.submitted": "gửi duyệt mục tri thức",
    "drafts.published": "duyệt, đưa mục tri thức vào trả lời",
    "drafts.returned": "trả lại mục tri thức",
    "drafts.withdrawn": "gỡ mục tri thức xuống",
    "drafts.dropped": "bỏ bản nháp mục tri thức",
    "ideas.opened": "đưa sáng kiến ra lấy phiếu",
    "ideas.described": "tóm tắt sáng kiến",
    "ideas.studied": "báo sáng kiến đang nghiên cứu",
    "ideas.taken_up": "báo sáng kiến được áp dụng",
    "ideas.declined": "báo sáng kiến chưa áp dụng",
    "reports.published": "bật trang số liệu cho mọi người",
    "reports.unpublished": "tắt trang số liệu cho mọi người",
    "campaigns.begun": "mở đợt nhận ý",
    "campaigns.changed": "sửa đợt nhận ý",
    "campaigns.closed": "đóng đợt nhận ý",
    "campaigns.reopened": "mở lại đợt nhận ý",
    "wordings.accepted": "nhận cách hỏi mới",
    "wordings.dismissed": "bỏ qua cách hỏi",
    "certificates.revoked": "thu hồi chứng nhận",
}

BROADCASTS: Mapping[str, str] = {
    "waiting": "chờ phát",
    "sending": "đang phát",
    "sent": "đã phát",
    "failed": "Zalo không nhận",
    "uncertain": "chưa rõ đã phát hay chưa, xin xem trong công cụ của Zalo",
}

REFUSALS: Mapping[str, str] = {
    "channels.seed_malformed": "Refresh token là một chuỗi liền, không có khoảng trắng.",
    "broadcasts.article_malformed": "Mã bài viết chỉ gồm chữ, số, dấu gạch, từ 4 đến 64 ký tự.",
    "broadcasts.beyond": "Thông báo này dành cho một nhóm. Xin đánh dấu đồng ý để người ngoài nhóm cũng đọc được.",
    "broadcasts.there_already": "Thông báo này đã có bài viết được phát.",
    "login.wrong": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "login.locked": "Tài khoản tạm khóa vì sai mật khẩu nhiều lần. Xin thử lại sau {minutes} phút.",
    "login.no_account": "Chưa có tài khoản cán bộ nào ứng với tài khoản cơ quan này. Xin nhờ người quản trị thêm.",
    "login.elsewhere_failed": "Chưa đăng nhập được bằng tài khoản cơ quan. Xin thử lại, hoặc dùng mật khẩu.",
    "invitation.over": "Liên kết này đã dùng rồi hoặc đã quá hạn. Xin nhờ người quản trị gửi thư mời mới.",
    "staff.login_malformed": "Tên đăng nhập gồm 2 đến 32 chữ thường không dấu, số, dấu chấm hoặc gạch.",
    "staff.name_missing": "Cần có họ tên hoặc chức danh.",
    "staff.email_malformed": "Địa chỉ thư điện tử chưa đúng.",
    "staff.email_taken": "Đã có tài khoản dùng địa chỉ {email}.",
    "staff.is_disabled": "Tài khoản đang khóa. Xin mở lại trước khi mời.",
    "staff.login_taken": "Đã có tài khoản tên {login}.",
    "staff.no_such_role": "Xin chọn vai trò.",
    "staff.unknown": "Không có tài khoản tên {login}.",
    "staff.not_yourself": "Không thể tự khóa, tự đổi vai trò hay địa bàn của chính mình.",
    "account.old_wrong": "Mật khẩu đang dùng chưa đúng.",
    "account.no_session": "Nơi đăng nhập này đã thoát rồi.",
    "second.wrong": "Mã chưa đúng hoặc đã dùng rồi. Xin chờ mã mới rồi gõ lại.",
    "second.on_already": "Đăng nhập hai bước đang bật.",
    "second.not_begun": "Xin bấm bật đăng nhập hai bước trước.",
    "account.new_weak": (
        "Mật khẩu mới cần ít nhất {shortest} ký tự, khác mật khẩu cũ, không chứa tên đăng nhập, không phải dãy số "
        "hay hàng phím liền nhau như 1234567890, qwertyuiop."
    ),
    "account.not_the_same": "Hai lần nhập mật khẩu mới chưa giống nhau.",
    "account.closed": "Đã lâu không nhắn bot ở nơi ấy nên nền tảng chưa cho gửi. Xin nhắn bot một tin rồi thử lại.",
    "account.no_chat": "Xin nối trò chuyện trước, để nơi ấy nhận được tin báo khi trực.",
    "whom.missing": (
        "Chưa chọn nơi nhận. Xin đánh dấu “Toàn tỉnh”, hoặc chọn xã, phường trong danh sách. "
        "Những gì đã viết vẫn còn nguyên ở dưới."
    ),
    "whom.both": "Đang chọn cả “Toàn tỉnh” lẫn xã, phường. Xin bỏ một trong hai.",
    "whom.unconfirmed": (
        "Tin này gửi trong toàn tỉnh. Xin quay lại, đánh dấu “Đúng, gửi trong toàn tỉnh” rồi bấm Gửi duyệt."
    ),
    "announcements.empty": "Thông báo cần có tiêu đề và nội dung.",
    "announcements.too_long": "Tiêu đề dài tối đa {title} ký tự, nội dung tối đa {body} ký tự.",
    "announcements.not_yours": "Chỉ người soạn mới sửa và gửi duyệt được thông báo này.",
    "announcements.your_own": "Người soạn không tự duyệt thông báo của mình; cần người thứ hai.",
    "announcements.reason_missing": "Xin ghi lý do trả lại để người soạn biết cần sửa gì.",
    "announcements.unknown": "Không có thông báo này.",
    "announcements.no_such_kind": "Xin chọn loại tin trong danh sách.",
    "announcements.rule_unfit": "Phần “Chọn kỹ hơn” có nhiều nhất {blocks} khối, mỗi khối {rows} dòng. Xin chọn lại.",
    "announcements.time_unfit": "Giờ gửi phải ở sau lúc này, trong vòng 3 tháng. Để trống là gửi ngay.",
    "announcements.not_now": "Thông báo không còn ở bước này, có thể người khác vừa xử lý. Xin xem lại.",
    "announcements.alt_missing": "Xin ghi hình vẽ gì, chụp gì, tối đa {most} ký tự, cho người không nhìn thấy hình.",
    "announcements.link_unfit": (
        "Đường dẫn phải bắt đầu bằng https:// và là trang có tên (không phải dãy số, không dấu), tối đa {most} ký tự."
    ),
    "announcements.no_such_lesson": "Không có bài học này. Xin chọn lại trong danh sách.",
    "pictures.too_heavy": "Hình nặng quá: tối đa {most} MB. Xin chọn hình khác, hoặc lưu lại cho nhẹ hơn.",
    "pictures.too_large": "Hình có kích thước quá lớn nên không nhận. Xin chụp hoặc lưu lại nhỏ hơn.",
    "pictures.unreadable": "Không đọc được hình này. Xin chọn tệp JPEG, PNG hoặc WebP khác.",
    "announcements.price_changed": "Giá tin mẫu vừa thay đổi, hoặc chưa hỏi được ở Zalo. Xin xem lại rồi duyệt.",
    "templates.unknown": "Không có mẫu tin này, hoặc mẫu vừa bị xóa.",
    "templates.name_missing": "Xin đặt tên cho mẫu tin, tối đa {most} ký tự.",
    "templates.name_taken": "Địa bàn này đã có mẫu tin mang tên ấy. Xin đặt tên khác.",
    "announcements.blanks": "Còn chỗ chưa điền: {which}. Xin điền hết rồi gửi duyệt.",
    "segments.unknown": "Không có nhóm đã lưu này, hoặc nhóm vừa bị xóa.",
    "segments.name_missing": "Xin đặt tên cho nhóm, tối đa {most} ký tự.",
    "segments.name_taken": "Địa bàn này đã có nhóm mang tên ấy. Xin đặt tên khác.",
    "repeats.unfit": "Xin chọn cách lặp lại, và đến hết ngày nào (trong vòng 1 năm) hoặc mấy lần (tối đa {most}).",
    "repeats.only_once": "Tin khẩn cấp, tin đính chính và sự kiện chỉ gửi một lần.",
    "urgent.not_allowed": "Tài khoản chưa được giao quyền tin khẩn cấp. Xin hỏi người quản trị.",
    "urgent.reason_missing": "Xin ghi vì sao khẩn cấp, tối đa {most} ký tự.",
    "urgent.role_unfit": "Chỉ giao quyền tin khẩn cấp cho người soạn hoặc người duyệt thông báo.",
    "urgent.deputy_unfit": "Người dự phòng phải là người duyệt và được duyệt tin khẩn cấp.",
    "recipients.too_long": "Danh sách dài quá {most} dòng cho XLSX. Xin tải CSV.",
    "answers.no_such_kind": "Xin chọn một cách hỏi lại trong danh sách.",
    "answers.is_event": "Sự kiện đã có nút đăng ký nên không hỏi lại thêm.",
    "outlets.not_approved": "Thông báo chưa được duyệt nên chưa in được.",
    "events.unknown": "Không có sự kiện này trong phần việc của tài khoản.",
    "events.untold": "Lời thông báo không còn ghi đúng giờ, nơi, số chỗ. Xin mở “nơi, giờ, số chỗ” và lưu lại.",
    "events.no_room": "Thêm nơi, giờ, số chỗ thì lời thông báo dài quá {most} ký tự. Xin rút gọn nội dung trước.",
    "events.place_missing": "Xin ghi nơi tổ chức, tối đa {most} ký tự.",
    "events.seats_unfit": "Số chỗ từ 1 đến {most}.",
    "events.time_malformed": "Xin ghi ngày, giờ bắt đầu và giờ kết thúc.",
    "events.in_the_past": "Giờ bắt đầu phải ở tương lai.",
    "events.begins_before_sending": "Sự kiện bắt đầu ({when}) trước lúc tin được gửi. Xin trả lại để sửa giờ.",
    "events.ends_before": "Giờ kết thúc phải sau giờ bắt đầu.",
    "events.no_organiser": "Không có tài khoản người tổ chức sự kiện này trong địa bàn.",
    "events.why_missing": "Xin ghi lý do hủy để báo cho người đã đăng ký, tối đa {most} ký tự.",
    "events.begun": "Sự kiện đã bắt đầu nên không hủy được nữa.",
    "events.no_such_line": "Danh sách không còn dòng này.",
    "outside_area": "Phần này nằm ngoài địa bàn phụ trách của tài khoản.",
    "secret": "Nội dung có dấu hiệu bí mật nhà nước hoặc lưu hành nội bộ: hệ thống không lưu, không gửi.",
    "tickets.answer_length": "Câu trả lời không để trống và dài tối đa {most} ký tự.",
    "tickets.unknown": "Không có câu hỏi này trong địa bàn phụ trách.",
    "tickets.reason_missing": "Xin chọn lý do cần xem.",
    "tickets.open_already": "Câu hỏi này đang chờ trả lời.",
    "tickets.answered_already": "Câu hỏi này vừa có người trả lời rồi.",
    "tickets.note_too_long": "Lời dặn dài tối đa {most} ký tự.",
    "tickets.no_such_colleague": "Người này không trả lời được câu hỏi ở địa bàn ấy. Xin chọn người khác.",
    "tickets.moved_meanwhile": "Câu hỏi vừa sang tay người khác. Xin xem lại.",
    "canned.unknown": "Không có câu trả lời mẫu này.",
    "canned.words_unfit": "Mẫu cần có tên (tối đa {title} ký tự) và lời trả lời (tối đa {text} ký tự).",
    "canned.personal": "Mẫu dùng cho nhiều người nên không chứa thông tin riêng của ai.",
    "canned.no_such_word": "Chỉ dùng được {{you}}, {{You}}, {{me}}, {{Me}}; chưa có {which}.",
    "log.unknown": "Không có lượt hỏi này trong địa bàn phụ trách.",
    "log.no_such_verdict": "Xin chấm Đúng, Sai hoặc Thiếu.",
    "checking.unknown": "Không có lần chấm này trong địa bàn phụ trách.",
    "checking.judged_already": "Câu này vừa có người chấm. Xin xem lần chấm ấy rồi chấm lại nếu cần.",
    "checking.told_already": "Đã báo cho người dân nên không lấy lại được. Xin chấm lại: lời mới sẽ được báo tiếp.",
    "checking.correction_missing": "Chấm Thiếu thì xin ghi phần còn thiếu.",
    "checking.correction_too_long": "Lời đính chính dài tối đa {most} ký tự.",
    "checking.correction_personal": "Lời đính chính gửi tới nhiều người nên không chứa thông tin riêng của ai.",
    "checking.correction_citation": "Không gửi được vì văn bản được dẫn: {why}. Xin dẫn văn bản còn hiệu lực.",
    "switches.unknown": "Không có phần này để tắt.",
    "switches.reason_missing": "Xin ghi lý do tắt, tối đa {most} ký tự.",
    "switches.off_already": "Phần này vừa có người tắt rồi.",
    "switches.on_already": "Phần này đang chạy rồi.",
    "unanswered.unknown": "Nhóm này không còn trong danh sách. Xin tải lại trang.",
    "drafts.unknown": "Không có bản nháp này.",
    "pages.unknown": "Không có bài này.",
    "pages.nothing_here": "Bài này chưa sửa gì ở bảng.",
    "pages.too_long": "Cả tệp dài tối đa {most} ký tự.",
    "pages.faults": "Còn {count} chỗ phải sửa, nên chưa gửi duyệt, chưa duyệt được. Lời đã lưu.",
    "pages.same": "Bản nháp chưa khác gì bản người dân đang thấy.",
    "pages.no_lesson": "Chưa xem trước được: xin sửa các chỗ có lỗi trước.",
    "drafts.empty": "Mục tri thức cần có câu hỏi và câu trả lời.",
    "drafts.too_long": "Câu trả lời dài tối đa {most} từ.",
    "drafts.line_too_long": "Mỗi dòng dài tối đa {most} ký tự.",
    "drafts.no_topic": "Xin chọn chủ đề.",
    "drafts.no_fact": "Cần mã dữ kiện có trong kho làm căn cứ: {which}.",
    "drafts.there_already": "Kho nội dung đã có mục cùng tên. Xin sửa tệp ấy.",
    "drafts.your_own": "Người viết không tự duyệt; cần người thứ hai.",
    "drafts.why_missing": "Xin ghi lý do trả lại.",
    "drafts.not_now": "Bản nháp không còn ở bước này, có thể người khác vừa xử lý. Xin xem lại.",
    "ideas.unknown": "Không có sáng kiến này trong địa bàn phụ trách.",
    "ideas.title_missing": "Xin tóm tắt sáng kiến trước khi lấy phiếu, tối đa {most} ký tự.",
    "ideas.no_such_status": "Xin chọn một trạng thái.",
    "ideas.why_missing": "Chưa áp dụng thì xin nói vì sao với người gửi, tối đa {most} ký tự.",
    "ideas.personal": "Lời này người dân đọc được nên không chứa thông tin riêng của ai.",
    "campaigns.unknown": "Không có đợt nhận ý này.",
    "campaigns.words_unfit": "Đợt nhận ý cần chủ đề (tối đa {title} ký tự); lời mời tối đa {about} ký tự.",
    "campaigns.day_unfit": "Xin chọn ngày cuối nhận ý, từ hôm nay trở đi.",
    "certificates.unknown": "Mã này không phải do Học Vụ Số cấp, hoặc đã bị gõ sai.",
    "certificates.reason_missing": "Xin ghi lý do thu hồi, tối đa 300 ký tự.",
    "certificates.revoked_already": "Chứng nhận này đã thu hồi từ trước.",
    "facts.unknown": "Không có dữ kiện này trong danh sách cần xác nhận.",
    "facts.source_missing": "Xin ghi nguồn xác nhận (văn bản, cơ quan), tối đa 300 ký tự.",
    "facts.correction_missing": "Điều đúng hiện nay dài tối đa {most} ký tự.",
    "imports.no_file": "Xin chọn một tệp.",
    "imports.no_such_kind": "Chỉ nhận tệp CSV, XLSX, MD, ZIP.",
    "imports.unreadable": "Không đọc được tệp này: tệp hỏng, có mật khẩu, hoặc không phải chữ UTF-8.",
    "imports.nothing": "Tệp không có mục nào.",
    "imports.too_many": "Mỗi lần nhập tối đa {most} mục. Xin chia nhỏ tệp.",
    "imports.too_large": "Tệp nén chứa quá nhiều. Xin chia nhỏ.",
    "imports.no_heads": "Dòng đầu cần có cột “Câu hỏi” và “Câu trả lời”.",
    "imports.no_fields": "Tệp cần bắt đầu bằng các mục giữa hai dòng ---, rồi đến câu trả lời.",
    "imports.date_malformed": "Ngày “{value}” chưa đúng; xin ghi như 31/12/2026.",
    "documents.no_such_kind": "Chỉ nhận văn bản PDF, DOCX.",
    "documents.unreadable": "Không đọc được văn bản này: tệp hỏng hoặc không phải PDF, DOCX.",
    "documents.locked": "Văn bản PDF có mật khẩu. Xin bỏ mật khẩu rồi tải lên lại.",
    "documents.no_words": "Văn bản không có chữ, có thể là ảnh quét. Xin dùng bản có chữ.",
    "documents.too_long": "Văn bản dài quá {most} phần. Xin chia nhỏ.",
    "documents.source_missing": "Xin ghi tên văn bản để làm nguồn.",
    "tryout.too_slow": "Máy đang bận nên chưa thử xong. Xin thử lại sau ít phút.",
    "knowledge.unknown": "Không có mục tri thức này.",
    "knowledge.no_version": "Không có bản ấy.",
    "knowledge.open_already": "Mục này đang có bản nháp số {draft}. Xin làm xong hoặc bỏ bản ấy trước.",
    "knowledge.nothing_here": "Mục này chưa sửa gì ở bảng.",
    "facts.in_the_future": "Ngày xác nhận không thể ở tương lai.",
    "facts.date_malformed": "Xin ghi ngày xác nhận theo mẫu năm-tháng-ngày.",
    "wordings.unknown": "Không có cách hỏi này trong địa bàn phụ trách.",
    "wordings.settled_already": "Cách hỏi này vừa có người xem rồi.",
    "wordings.text_unfit": "Cách hỏi dài tối đa {most} ký tự, không để trống, không chứa thông tin của ai.",
}

ASKED: Mapping[str, str] = {
    "": "Không hỏi lại",
    "read": "Đã đọc",
    "join": "Tham gia hay không",
}

ANSWERS: Mapping[str, str] = {"read": "đã đọc", "coming": "tham gia", "not_coming": "không tham gia"}

SEATS: Mapping[str, str] = {
    "seated": "có chỗ",
    "door": "đến không đăng ký",
    "waiting": "chờ chỗ",
    "left": "đã hủy",
}

NOTES: Mapping[str, str] = {
    "event_saved": "Đã ghi. Lời thông báo đã có thêm nơi, giờ, số chỗ; xem lại rồi gửi duyệt.",
    "event_removed": "Đã bỏ phần sự kiện; thông báo trở lại như thường.",
    "event_handed_over": "Đã giao danh sách.",
    "event_cancelled": "Đã hủy. Người đã đăng ký và người đang chờ sẽ được báo.",
    "attendance": "Đã ghi.",
    "saved": "Đã lưu.",
    "template_made": "Đã lưu mẫu tin. Từ giờ chọn được khi soạn thông báo.",
    "template_changed": "Đã sửa mẫu tin. Thông báo đã soạn trước đó không đổi.",
    "template_removed": "Đã xóa mẫu tin. Nhầm thì bấm “Lấy lại” ở cuối trang.",
    "template_restored": "Đã lấy lại mẫu tin.",
    "segment_made": "Đã lưu nhóm. Từ giờ chọn được khi soạn thông báo.",
    "segment_changed": "Đã sửa nhóm. Thông báo đã soạn trước đó vẫn giữ người nhận cũ.",
    "segment_removed": "Đã xóa nhóm. Nhầm thì bấm “Lấy lại” ở cuối trang.",
    "segment_restored": "Đã lấy lại nhóm.",
    "submitted": "Đã gửi duyệt. Người duyệt sẽ thấy trong danh sách.",
    "approved": "Đã duyệt. Thông báo được gửi đi dần, số liệu tự cập nhật bên dưới.",
    "approved_for_later": "Đã duyệt. Đang là giờ yên tĩnh nên thông báo sẽ gửi khi hết giờ.",
    "returned": "Đã trả lại cho người soạn.",
    "stopped": "Đã dừng. Những tin chưa gửi sẽ không gửi nữa.",
    "paused": "Đã tạm dừng. Những tin chưa gửi được giữ lại, bấm “Gửi tiếp” để gửi.",
    "resumed": "Đang gửi tiếp.",
    "called_off": "Đã hủy hẹn gửi. Thông báo trở lại với người soạn.",
    "reopened": "Đã mở lại. Câu hỏi chờ trả lời như lúc đầu.",
    "answered": "Đã gửi câu trả lời cho người dân.",
    "judged_right": "Đã chấm Đúng.",
    "judged_wrong": "Đã chấm Sai.",
    "judged_incomplete": "Đã chấm Thiếu.",
    "second_off": "Đã tắt đăng nhập hai bước.",
    "session_closed": "Đã cho thoát.",
    "logged_out": "Tài khoản đã thoát ở mọi nơi.",
    "drafted": "Đã soạn bản nháp từ nhóm câu hỏi. Xin viết câu trả lời.",
    "draft_submitted": "Đã gửi. Người thứ hai sẽ thấy trong danh sách.",
    "draft_published": "Đã duyệt. Trong ít giây nữa người dân hỏi là được trả lời bằng mục này.",
    "draft_withdrawn": "Đã gỡ xuống.",
    "page_published": "Đã duyệt. Trong ít giây nữa người dân học và hỏi theo bản này.",
    "page_undone": "Đã về bản trước. Trong ít giây nữa người dân thấy bản ấy.",
    "page_file_taken": "Đã dùng bản của tệp. Trong ít giây nữa người dân thấy bản ấy.",
    "draft_dropped": "Đã bỏ.",
    "switched_off": "Đã tắt. Có tác dụng ở mọi nơi trong vài giây.",
    "switched_on": "Đã bật lại. Lời nhắn đang chờ được trả lời ngay.",
    "scorecard_on": "Đã bật. Ai cũng xem được trang số liệu của tỉnh.",
    "scorecard_off": "Đã tắt. Trang số liệu không còn xem được.",
    "idea_opened": "Đã lưu. Người dân thấy câu tóm tắt và bình chọn được.",
    "idea_settled": "Đã lưu. Người gửi được báo ngay.",
    "campaign_begun": "Đã mở. Ai gõ “sáng kiến” cũng thấy đợt này.",
    "campaign_closed": "Đã đóng. Bấm “Mở lại” để nhận tiếp.",
    "campaign_reopened": "Đã mở lại.",
    "taken": "Đã nhận. Người khác thấy tên người giữ.",
    "let_go": "Đã thôi giữ.",
    "handed_on": "Đã chuyển. Người nhận được báo ở cuộc trò chuyện đã nối, nếu có.",
    "canned_removed": "Đã xóa mẫu. Nhầm thì bấm “Lấy lại” ở cuối trang.",
    "canned_restored": "Đã lấy lại mẫu.",
    "verdict_undone": "Đã lấy lại. Chưa ai được báo.",
    "confirmed": "Đã ghi xác nhận.",
    "corrected": "Đã ghi. Trong ít giây nữa mọi bài học, câu trả lời dựa vào dữ kiện này nói kèm lời sửa.",
    "knowledge_undone": "Đã về bản trước. Trong ít giây nữa người dân được trả lời bằng bản ấy.",
    "knowledge_kept": "Đã giữ bản sửa ở bảng.",
    "wording_accepted": "Đã nhận. Các dòng để ghi vào tệp ở cuối trang.",
    "wording_dismissed": "Đã bỏ qua, câu này không hiện lại nữa.",
    "revoked": "Đã thu hồi. Từ giờ trang kiểm tra báo chứng nhận này không còn giá trị.",
    "password": "Đã đổi mật khẩu. Các nơi đăng nhập khác đã thoát.",
    "duty_on": "Đã nhận trực: câu hỏi mới sẽ báo vào trò chuyện đã nối.",
    "duty_off": "Đã thôi trực.",
    "unlinked": "Đã bỏ nối trò chuyện.",
    "disabled": "Đã khóa tài khoản.",
    "enabled": "Đã mở lại tài khoản.",
    "goodbye": "Đã đăng xuất.",
    "test_sent": "Đã gửi tin thử. Xin xem trong cuộc trò chuyện đã nối.",
    "handed_back": "Bot đã trả lời lại người này.",
    "broadcast": "Bài viết sẽ được phát ngay khi Zalo cho phép.",
    "zalo_consented": "Zalo đã cấp quyền. Bot gửi tin được trên OA.",
    "zalo_refused": "Zalo chưa cấp quyền. Xin thử lại; người bấm phải là quản trị viên của OA.",
    "zalo_stale": "Lần xin quyền này đã quá hạn hoặc mở ở trình duyệt khác. Xin bấm “Cấp quyền” lại.",
    "zalo_unreached": "Chưa liên lạc được với Zalo. Xin bấm “Cấp quyền” lại sau ít phút.",
    "welcome": "Đã đặt mật khẩu. Mời đăng nhập.",
    "repeating": "Đã ghi cách lặp lại. Xem lại rồi gửi duyệt.",
    "repeating_once": "Đã ghi: chỉ gửi một lần. Xem lại rồi gửi duyệt.",
    "repeating_stopped": "Đã dừng lặp lại. Lần đang gửi, nếu có, vẫn đi tiếp.",
    "urgent_submitted": "Đã gửi duyệt khẩn cấp. Người duyệt được báo ngay; quá 10 phút thì báo người kế tiếp.",
    "withdrawn": "Đã rút lại, thông báo về bản nháp để sửa.",
}

CERTIFICATES: Mapping[str, str] = {
    "good": "Còn giá trị",
    "unknown": "Không phải do Học Vụ Số cấp, hoặc mã bị gõ sai",
    "expired": "Đã hết hạn",
    "revoked": "Đã thu hồi",
}

INVITATION_SUBJECT = "Mời dùng trang cán bộ Học Vụ Số"
INVITATION = """Kính gửi {name},

Anh chị được mời dùng trang cán bộ của Học Vụ Số, với tên đăng nhập: {login}

Xin mở liên kết sau để tự đặt mật khẩu. Liên kết dùng được một lần, trong {days} ngày:

{link}

Không chờ thư này thì xin bỏ qua; không có gì thay đổi.
"""
"""The mail of an invitation."""


DETAILS: Mapping[str, str] = {
    "staff": "tài khoản số",
    "role": "vai trò",
    "area": "địa bàn",
    "by": "bằng",
    "fields": "mục",
    "announcement": "thông báo số",
    "segment": "nhóm đã lưu số",
    "reach": "số người",
    "taken_back": "số tin đã dừng",
    "ticket": "câu hỏi số",
    "exchange": "lượt hỏi số",
    "verdict": "lần chấm số",
    "switch": "phần",
    "draft": "bản nháp số",
    "idea": "sáng kiến số",
    "canned": "mẫu số",
    "to": "cho tài khoản số",
    "campaign": "đợt nhận ý số",
    "reason": "lý do",
    "fact": "dữ kiện",
    "certificate": "chứng nhận",
    "address": "cuộc trò chuyện số",
    "page": "trang",
    "why": "vì",
    "outside": "số người ngoài nhóm",
    "minutes": "đã chờ (phút)",
    "urgent": "tin khẩn cấp",
    "every": "lặp lại",
    "of": "lần đầu là thông báo số",
    "deputy": "dự phòng",
}

VALUES: Mapping[str, str] = {
    "password": "mật khẩu",
    "code": "mật khẩu và mã điện thoại",
    "recovery": "mật khẩu và mã dự phòng",
    "elsewhere": "tài khoản cơ quan",
    "True": "có",
    "False": "không",
    "name": "tên",
    "email": "thư điện tử",
    "role": "vai trò",
    "area": "địa bàn",
}

REASONS: Mapping[str, str] = {
    "answer": "trả lời đúng việc của người hỏi",
    "rescue": "liên hệ cứu giúp khẩn cấp",
    "complaint": "giải quyết khiếu nại",
}
"""For what somebody looks at the personal data in an open question."""

REFUSED: Mapping[str, str] = {
    "role": "không thuộc vai trò",
    "outside_area": "ngoài địa bàn",
    "announcements.your_own": "không tự duyệt thông báo của mình",
    "announcements.not_yours": "thông báo của người khác",
    "drafts.your_own": "không tự duyệt mục mình viết",
    "urgent.not_allowed": "chưa được giao quyền tin khẩn cấp",
}


def detail(name: str, value: object) -> str:
    """A value of the audit trail as staff read it."""
    if isinstance(value, list):
        return ", ".join(detail(name, one) for one in value) or "không đổi gì"
    return {"role": ROLES, "why": REFUSED, "reason": REASONS}.get(name, VALUES).get(str(value), str(value))


def topic(name: str) -> str:
    """A folder of entries as staff call it."""
    return TOPICS.get(name, name)


def switch(name: str) -> str:
    """A part that can be switched off, as staff call it."""
    kind, _, channel = name.partition(":")
    return f"Kênh {CHANNELS.get(channel, channel)}" if channel else SWITCHES.get(kind, kind)


def refusal(error: Refusal) -> str:
    """The sentence for a refusal."""
    return REFUSALS[error.name].format(**error.values)
