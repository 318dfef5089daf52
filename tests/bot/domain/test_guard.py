import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.guard import guard as guard_command
from bot.domain.answering.guard import GUARD_REFUSAL, Guard, Passage
from bot.domain.answering.guard.evidence import read_text
from bot.domain.answering.guard.normalise import reading, sentences
from bot.library.register import Register


def row(number, kind, issuer, issued, title, status, *aliases):
    return {
        "number": number,
        "type": kind,
        "issuer": issuer,
        "issued": issued,
        "effective": None,
        "title": title,
        "status": status,
        "aliases": list(aliases),
    }


IN_FORCE = "đang có hiệu lực theo trang đã đọc"
REGISTER = {
    "documents": [
        row("69/2024/NĐ-CP", "Nghị định", "Chính phủ", "2024-06-25", "Định danh điện tử", IN_FORCE),
        row("13/2023/NĐ-CP", "Nghị định", "Chính phủ", "2023-04-17", "Bảo vệ dữ liệu", "hết hiệu lực từ 01/01/2026"),
        row("26/2023/QH15", "Luật", "Quốc hội", "2023-11-27", "Luật Căn cước", IN_FORCE, "Luật Căn cước 2023"),
        row("24/2018/QH14", "Luật", "Quốc hội", "2018-06-12", "Luật An ninh mạng 2018", "bị thay thế từ 01/7/2026"),
        row("116/2025/QH15", "Luật", "Quốc hội", "2025-12-10", "Luật An ninh mạng (hợp nhất)", IN_FORCE),
        row("60/2024/QH15", "Luật", "Quốc hội", "2024-11-30", "Luật Dữ liệu", IN_FORCE),
        row("57-NQ/TW", "Nghị quyết", "Bộ Chính trị", "2024-12-22", "Đột phá", IN_FORCE, "Nghị quyết 57"),
        row("24/CT-TTg", "Chỉ thị", "Thủ tướng Chính phủ", "2025-09-13", "Chỉ thị", IN_FORCE),
        row("749/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ", "2020-06-03", "Chuyển đổi số", "mốc 2025 đã qua"),
    ],
    "unverified": [{"number": "70/2024/NĐ-CP", "claim": "x", "why": "y"}],
}
PASSAGES = [
    Passage(
        "p1",
        "Làm căn cước tại Công an xã, phường. Theo Điều 7 Nghị định 69/2024/NĐ-CP ngày 25/6/2024 và Luật "
        "Căn cước 2023 "
        "(số 26/2023/QH15), thời hạn giải quyết là 7 ngày làm việc. Lệ phí cấp đổi là 50.000 đồng, cấp "
        "lại 70.000 đồng. "
        "Gọi tổng đài 1900 0368 hoặc 113. Người dân phải nộp bản chính. Không phải nộp ảnh.",
    ),
    Passage(
        "p2",
        "Luật An ninh mạng 2018 (24/2018/QH14) bị thay thế từ 01/7/2026 bằng 116/2025/QH15. Nghị định "
        "13/2023/NĐ-CP quy "
        "định về bảo vệ dữ liệu cá nhân. Xem dichvucong.gov.vn hoặc "
        "https://dichvucong.quangninh.gov.vn/tra-cuu. Thư: "
        "hotro@quangninh.gov.vn. Nghị quyết 57-NQ/TW ngày 22/12/2024. Khoản 2 Điều 10 Nghị định 13/2023/NĐ-CP. "
        "Quyết định 749/QĐ-TTg về chuyển đổi số.",
    ),
]
BASE = "Làm căn cước tại Công an xã, phường."
TRUE = [
    "Theo Điều 7 Nghị định 69/2024/NĐ-CP, thời hạn giải quyết là 7 ngày làm việc.",
    "Lệ phí cấp đổi là 50.000 đồng.",
    "Lệ phí cấp đổi là 50 nghìn đồng.",
    "Gọi tổng đài 1900 0368 hoặc 113.",
    "Gọi 19000368.",
    "Nghị định 69 năm 2024 quy định thời hạn bảy ngày làm việc.",
    "Luật Căn cước 2023 quy định thời hạn giải quyết 7 ngày làm việc.",
    "Xem dichvucong.gov.vn.",
    "Xem https://dichvucong.quangninh.gov.vn/tra-cuu.",
    "Gửi thư hotro@quangninh.gov.vn.",
    "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024.",
    "Người dân không phải nộp ảnh.",
    "Nghị định 69/2024/NĐ-CP đang có hiệu lực.",
    "Dạ, kính thưa ông bà.",
    "- Lệ phí cấp lại 70.000 đồng.\n- Người dân phải nộp bản chính.",
    "1. Người dân phải nộp bản chính.\n2. Lệ phí cấp lại 70.000 đồng.",
    "Bước 1: Người dân đến Công an xã, phường.",
    "**Lệ phí** cấp đổi là **50.000 đồng**.",
    "Khoản 2 Điều 10 Nghị định 13/2023/NĐ-CP (nay đã bị thay thế) quy định về bảo vệ dữ liệu cá nhân.",
    " lam can cuoc tai cong an xa phuong, le phi cap doi 50.000 dong",
]

INVENTED = [
    "Theo Nghị định 70/2024/NĐ-CP, thời hạn giải quyết là 7 ngày.",
    "Theo Nghị định 13/2024/NĐ-CP làm căn cước.",
    "Theo Nghị định 116/2025/NĐ-CP.",
    "Theo Thông tư 69/2024/NĐ-CP làm căn cước",
    "Theo N.Đ. 999/2025",
    "Theo Luật Hộ tịch, làm căn cước.",
    "Theo luat an ninh mang 2019.",
    "Theo Điều 8 Nghị định 69/2024/NĐ-CP, thời hạn là 7 ngày làm việc.",
    "Theo Điều 10 Nghị định 69/2024/NĐ-CP, thời hạn là 7 ngày làm việc.",
    "Khoản 7 Điều 10 Nghị định 13/2023/NĐ-CP bảo vệ dữ liệu cá nhân.",
    "Lệ phí 60.000 đồng.",
    "Lệ phí sáu mươi nghìn đồng.",
    "Lệ phí cấp đổi 70.000 ngày.",
    "Thời hạn giải quyết là 8 ngày làm việc.",
    "Thời hạn giải quyết là mười lăm ngày làm việc.",
    "Gọi 0912345678.",
    "Gọi 114.",
    "Gọi tổng đài 1900 0369.",
    "Xem dichvucong.com.",
    "Xem [cổng dịch vụ công](https://dichvucong-gov.xyz/a).",
    "Xem <a href='https://evil.vn'>cổng</a>.",
    "Gửi thư abc@quangninh.gov.vn.",
    "Xem dichvucong[.]gov[.]com",
    "Xem dichvucong chấm org chấm vn",
    "Nghị định 13/\u200b2025/NĐ-CP.",
    "Nghị định 13/2025/NĐ-СР",
    "13%2F2025%2FN%C4%90-CP quy định",
    "`1 3 / 2 0 2 5 / N Đ - C P` quy định",
    "<b>13</b>/2025/NĐ-CP",
    "Nghị định mười ba năm hai nghìn không trăm hai mươi lăm.",
    "nghi dinh muoi ba nam hai nghin khong tram hai muoi lam",
    "Người dân không phải nộp bản chính.",
    "Người dân phải nộp ảnh.",
    "Làm căn cước miễn phí.",
    "Luật An ninh mạng 2018 đang có hiệu lực.",
    "Nghị định 13/2023/NĐ-CP còn hiệu lực.",
    "Nghị quyết 57-NQ/TW ngày 22/12/2025.",
    "Mã MTMvMjAyNS9OxJAtQ1A=",
    "Thời hạn \u202e75\u202c ngày.",
    "Hôm nay trời đẹp lắm, chim hót véo von.",
    "Hiến pháp 2013 quy định căn cước.",
    "Nghị quyết Đại hội XIII nói về căn cước.",
    "Gọi ông Nguyễn Văn Bình.",
    "Số tài khoản 123456789012 Công an",
    "Giảm 50% lệ phí.",
    "Nghị định 13/\n- 2025/NĐ-CP",
    "Chỉ thị 24/CT-TTg về căn cước.",
    "[[VB9]] căn cước công an xã",
    "Tổng đài 1️⃣9️⃣1️⃣4",
    "Ｎghị định １３／２０２５",
    "Nghị định ⑬/2025",
    "Nghị định 13/2O25/NĐ-CP",
    "Nghị định 1З/2025",
    "VBHN 12/VBHN-BCA căn cước",
    "Thông tư liên tịch 01/2020/TTLT-BCA-BTP",
    "Thời hạn giải quyết 7 tháng.",
    "Cấp lại 50.000 đồng ngày 26/6/2024.",
    "NĐ69/2025/NĐ-CP",
    "NĐ-CP 69/2025",
    "Kết luận 130-KL/TW",
    "văn bản số 7/2024",
    "QĐ 07/QĐ-UBND",
]


@pytest.fixture(scope="module")
def checks() -> Guard:
    return Guard(Register.from_data(REGISTER))


def schema(*claims, coverage="whole"):
    rows = [{"text": text, "passages": list(passages)} for text, *passages in claims]
    return json.dumps({"sentences": rows, "coverage": coverage}, ensure_ascii=False)


@pytest.mark.parametrize("sentence", TRUE)
def test_what_stands_in_the_passages_stays_whole(checks, sentence):
    verdict = checks.check("hỏi", PASSAGES, f"{BASE} {sentence}")
    assert (verdict.verdict, verdict.reasons) == ("pass", [])


@pytest.mark.parametrize("sentence", INVENTED)
def test_what_was_invented_goes_with_its_sentence(checks, sentence):
    verdict = checks.check("hỏi", PASSAGES, f"{BASE} {sentence}")
    assert verdict.verdict in ("edited", "blocked")
    assert verdict.text in (BASE, GUARD_REFUSAL)
    assert verdict.reasons


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_a_passage_repeated_word_for_word_is_not_cut(checks, passage):
    verdict = checks.check("hỏi", [passage], passage.text)
    assert not [reason for reason in verdict.reasons if not reason.startswith("validity: said")]


@pytest.mark.parametrize(
    "form",
    [
        "13/2023/NĐ-CP", "13-2023-NĐ-CP", "13.2023.ND.CP", "13 / 2023 / NĐ – CP", "13_2023_nd_cp", "13 2023 ND CP",
        "NĐ 13/2023",
        "Nghị định 13 năm 2023", "nghi dinh so 13 nam 2023", "Nghị định mười ba năm hai nghìn không trăm hai mươi ba",
    ],
)  # fmt: skip
def test_every_surface_form_of_a_document_is_the_same_document(checks, form):
    read = read_text(f"theo {form} thì", checks.finder)
    found = [citation for citation in read.citations if citation.documents]
    assert [document.number for citation in found for document in citation.documents] == ["13/2023/NĐ-CP"]


def test_a_document_of_the_register_that_no_passage_carries_goes(checks):
    verdict = checks.check("hỏi", PASSAGES, f"{BASE} Làm căn cước theo Luật Dữ liệu.")
    assert (verdict.verdict, verdict.text) == ("edited", BASE)


def test_a_document_under_unverified_goes_even_if_a_passage_carries_it(checks):
    passage = Passage("p", f"{BASE} Làm căn cước theo Nghị định 70/2024/NĐ-CP.")
    assert checks.check("hỏi", [passage], passage.text).text == BASE


def test_a_citation_cut_in_two_sentences_does_not_come_through(checks):
    verdict = checks.check("hỏi", PASSAGES, f"{BASE} Nghị định 13.\n2025/NĐ-CP")
    assert "2025" not in verdict.text


def test_a_document_that_is_over_may_be_cited_but_it_is_said_so(checks):
    verdict = checks.check("hỏi", PASSAGES, f"{BASE} Nghị định 13/2023/NĐ-CP quy định về bảo vệ dữ liệu cá nhân.")
    assert verdict.verdict == "edited"
    assert verdict.text.endswith("(Nghị định 13/2023/NĐ-CP đã hết hiệu lực.)")


@pytest.mark.parametrize(
    ("claim", "stays"),
    [
        ("Nghị định 69/2024/NĐ-CP đang có hiệu lực.", True),
        ("Nghị định 13/2023/NĐ-CP đang có hiệu lực.", False),
        ("Nghị định 13/2023/NĐ-CP không còn hiệu lực, đã bị thay thế.", True),
        ("Quyết định 749/QĐ-TTg về chuyển đổi số.", True),
        ("Quyết định 749/QĐ-TTg về chuyển đổi số còn hiệu lực.", False),
        ("Nghị định 69/2024/NĐ-CP đã hết hiệu lực.", False),
    ],
)
def test_in_force_is_said_only_where_the_register_says_it(checks, claim, stays):
    assert (claim in checks.check("hỏi", PASSAGES, f"{BASE} {claim}").text) is stays


def test_a_card_may_be_valid_without_any_register(checks):
    passage = Passage("p", "Thẻ căn cước công dân còn hiệu lực được dùng đến khi hết hạn.")
    assert checks.check("hỏi", [passage], passage.text).verdict == "pass"


def test_rules_in_force_without_a_name_stay_in_the_passages_words(checks):
    passage = Passage("p", "Làm căn cước theo quy định hiện hành tại Công an xã.")
    assert checks.check("hỏi", [passage], passage.text).verdict == "pass"


@pytest.mark.parametrize(
    "text", ["Luật phân biệt dữ liệu cơ bản và dữ liệu nhạy cảm.", "Theo pháp luật, luật sư tư vấn."]
)
def test_the_word_law_alone_is_no_citation(checks, text):
    assert checks.check("hỏi", [Passage("p", text)], text).verdict == "pass"


def test_each_claim_rests_on_the_passages_that_it_names(checks):
    fee = "Lệ phí cấp đổi là 50.000 đồng."
    assert checks.check("hỏi", PASSAGES, schema((fee, "p1"))).text == fee
    assert checks.check("hỏi", PASSAGES, schema((fee, "p2"))).verdict == "blocked"
    assert checks.check("hỏi", PASSAGES, schema((fee, "p9"))).verdict == "blocked"
    assert checks.check("hỏi", PASSAGES, schema((fee,), coverage="partial")).text == fee


def test_a_schema_in_a_code_fence_is_read(checks):
    answer = f"```json\n{schema(('Lệ phí cấp đổi là 50.000 đồng.', 'p1'))}\n```"
    assert checks.check("hỏi", PASSAGES, answer).verdict == "pass"


@pytest.mark.parametrize(
    "answer",
    ["", "   ", '{"sentences": [', '{"answer": "x"}', "[]", schema(coverage="absent"), '{"sentences": [{"text": 5}]}',
     f"MẬT\n{BASE}",
     'Đây: {"sentences": []}', "Hôm nay trời đẹp, chim hót líu lo khắp cánh đồng."],
)  # fmt: skip
def test_what_cannot_be_vouched_for_as_a_whole_is_refused_in_fixed_words(checks, answer):
    verdict = checks.check("hỏi", PASSAGES, answer)
    assert (verdict.verdict, verdict.text) == ("blocked", GUARD_REFUSAL)


def test_too_little_left_is_refused(checks):
    answer = "Làm căn cước. " + "Hôm nay trời đẹp, chim hót líu lo khắp cánh đồng xanh mướt. " * 3
    assert checks.check("hỏi", PASSAGES, answer).verdict == "blocked"


def test_without_passages_nothing_is_said(checks):
    assert checks.check("hỏi", [], BASE).verdict == "blocked"


def test_invisible_letters_and_markup_are_not_shown(checks):
    verdict = checks.check("hỏi", PASSAGES, "**Lệ phí** cấp\u200b đổi là <b>50.000</b> đồng.")
    assert (verdict.verdict, verdict.text) == ("pass", "Lệ phí cấp đổi là 50.000 đồng.")


def test_a_link_hidden_in_a_tag_is_brought_to_light(checks):
    assert checks.check("hỏi", PASSAGES, f"{BASE} Xem <a href='https://evil.vn/a'>tại xã</a>.").text == BASE


def test_look_alike_letters_are_shown_as_latin(checks):
    assert checks.check("hỏi", PASSAGES, "Xem dichvuсong.gov.vn").text == "Xem dichvucong.gov.vn"


def test_a_list_stays_a_list(checks):
    answer = "- Lệ phí cấp lại 70.000 đồng.\n- Người dân phải nộp bản chính."
    assert checks.check("hỏi", PASSAGES, answer).text == answer


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Mười lăm ngày", "15 ngay"),
        ("13%2F2023%2FN%C4%90-CP", "13/2023/nd-cp"),
        ("1 3 / 2 0 2 3 / N Đ - C P", "13/2023/nd-cp"),
        ("1\u20e33\u20e3/2O23", "13/2023"),
        ("năm mươi nghìn đồng", "50000 dong"),
        ("không phải nộp", "khong phai nop"),
        ("từ sáu giờ sáng, bây giờ", "tu 6 gio sang, bay gio"),
    ],
)
def test_every_disguise_has_one_reading(text, read):
    assert reading(text) == read


def test_sentences_end_where_they_end():
    assert sentences("Ở TP. Hạ Long. Phí 1.000.000 đồng. Gọi 113!\n- Một\n- Hai") == [
        "Ở TP. Hạ Long.", "Phí 1.000.000 đồng.", "Gọi 113!", "- Một", "- Hai",
    ]  # fmt: skip


# --- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path):
    register = tmp_path / "register.yaml"
    register.write_text(json.dumps(REGISTER, ensure_ascii=False), encoding="utf-8")
    app = typer.Typer()
    app.command()(guard_command)

    def run(*lines):
        inputs, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        inputs.write_text("\n".join(lines), encoding="utf-8")
        arguments = ["--register", str(register), "--inputs", str(inputs), "--out", str(out)]
        result = CliRunner().invoke(app, arguments)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
        return result, rows

    return run


def as_line(name, answer):
    passages = [{"id": passage.id, "text": passage.text} for passage in PASSAGES]
    return json.dumps({"id": name, "question": "hỏi", "passages": passages, "answer": answer}, ensure_ascii=False)


def test_the_command_gives_one_verdict_a_line(command):
    result, rows = command(as_line("a", BASE), as_line("b", f"{BASE} Gọi 0912345678."), as_line("c", "Chim hót."))
    assert result.exit_code == 0
    assert [(row["id"], row["verdict"], row["text"]) for row in rows] == [
        ("a", "pass", BASE), ("b", "edited", BASE), ("c", "blocked", GUARD_REFUSAL),
    ]  # fmt: skip
    assert rows[1]["reasons"]


@pytest.mark.parametrize("broken", ["{", "[]", '{"id": 1, "answer": ""}', '{"id": 1, "passages": [5], "answer": ""}'])
def test_a_line_that_cannot_be_read_stops_the_run_by_name(command, broken):
    result, rows = command(as_line("a", BASE), broken)
    assert result.exit_code == 2
    assert "in.jsonl:2: " in result.output
    assert [row["id"] for row in rows] == ["a"]


def test_a_register_that_is_none_is_named(tmp_path, command):
    result, _ = command(as_line("a", BASE))
    assert result.exit_code == 0
    (tmp_path / "register.yaml").write_text("documents: }", encoding="utf-8")
    app = typer.Typer()
    app.command()(guard_command)
    paths = [
        "--register",
        tmp_path / "register.yaml",
        "--inputs",
        tmp_path / "in.jsonl",
        "--out",
        tmp_path / "out.jsonl",
    ]
    result = CliRunner().invoke(app, list(map(str, paths)))
    assert (result.exit_code, "register.yaml:1: not YAML" in result.output) == (2, True)


FREE_PASSAGES = [
    Passage(
        "a", "Cấp thẻ căn cước lần đầu thì miễn phí. Lệ phí cấp đổi thẻ căn cước là 50.000 đồng, cấp lại 70.000 đồng."
    ),
    Passage("b", "Khám sức khỏe định kỳ cho người cao tuổi được miễn phí mỗi năm một lần."),
]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cấp lại thẻ căn cước miễn phí.",
        "Cấp đổi thẻ căn cước thì không mất phí.",
        "Miễn phí cấp lại thẻ căn cước.",
        "Người dân được miễn phí khi cấp đổi thẻ căn cước.",
    ],
)
def test_free_is_only_what_a_passage_calls_free(sentence):
    first = "Khám sức khỏe định kỳ cho người cao tuổi được miễn phí."
    assert Guard(Register.from_data({"documents": []})).check("hỏi", FREE_PASSAGES, f"{first} {sentence}").text == first


@pytest.mark.parametrize(
    "sentence",
    [
        "Làm thẻ căn cước lần đầu thì không mất phí.",
        "Lần đầu cấp thẻ căn cước được miễn phí, cấp lại 70.000 đồng.",
        "Người cao tuổi khám sức khỏe định kỳ miễn phí.",
    ],
)
def test_what_is_free_may_be_said_in_other_words(sentence):
    assert Guard(Register.from_data({"documents": []})).check("hỏi", FREE_PASSAGES, sentence).verdict == "pass"
