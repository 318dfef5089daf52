"""Finding entries however a question is typed, and the command that does it over foreign data."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.search import search as search_command
from bot.domain.answering.search import Document, Finding, Index, Understanding
from bot.domain.answering.search.wording import Abbreviations

ABBREVIATIONS = {
    "domain": {"cccd": "căn cước công dân", "bhyt": "bảo hiểm y tế"},
    "chat": {"đk": "đăng ký", "ko": "không", "j": "gì", "ks": "khai sinh", "ntn": "như thế nào"},
}
DOCUMENTS = [
    Document(
        "can-cuoc", "Làm căn cước công dân ở đâu?", "Đến công an xã, mang theo giấy tờ.", ("Nơi cấp thẻ căn cước",)
    ),
    Document("khai-sinh", "Đăng ký khai sinh cho con thế nào?", "Nộp hồ sơ ở ủy ban nhân dân xã.", ()),
    Document("bhyt", "Thẻ BHYT trên điện thoại dùng được không?", "Mở VNeID, chọn thẻ bảo hiểm y tế.", ()),
    Document("mat-khau", "Quên mật khẩu VNeID thì làm gì?", "Bấm quên mật khẩu rồi làm theo từng bước.", ()),
    Document("lua-dao", "Nghe điện thoại lạ đòi tiền phải làm gì?", "Tắt máy ngay, không chuyển tiền.", ()),
    Document("wifi", "Dùng mạng wifi công cộng có an toàn không?", "Không đăng nhập ngân hàng ở nơi công cộng.", ()),
]


def built(documents: list[Document], abbreviations: Abbreviations = ABBREVIATIONS) -> Index:
    return Index.build(documents, Understanding.learn(documents, abbreviations))


@pytest.fixture(scope="module")
def index() -> Index:
    return built(DOCUMENTS)


def first(index: Index, question: str) -> str:
    return index.find(question, 3).hits[0].id


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Làm căn cước ở đâu", "can-cuoc"),
        ("lam can cuoc o dau", "can-cuoc"),
        ("LÀM CĂN CƯỚC Ở ĐÂU???", "can-cuoc"),
        ("lm cccd o dau", "can-cuoc"),
        ("nơi cấp thẻ căn cước", "can-cuoc"),
        ("đk ks cho con ntn", "khai-sinh"),
        ("dk ks cho con ntn", "khai-sinh"),
        ("bảo hiểm y tế trên điện thoại", "bhyt"),
        ("the bhyt tren dien thoai", "bhyt"),
        ("quen mat khauu vneid", "mat-khau"),
        ("quên mậtkhẩu", "mat-khau"),
        ("wfi cong cong", "wifi"),
    ],
)
def test_a_question_finds_its_entry_however_it_is_typed(index, question, entry):
    assert first(index, question) == entry


def test_the_question_as_understood_has_no_abbreviations_or_slips(index):
    assert index.understood("đk ks ko") == "đăng ký khai sinh không"
    assert index.understood("quen mat khauu") == "quên mật khẩu"


def test_chat_shorthand_is_read_in_questions_only(index):
    assert index.understood("j") == "gì"
    assert index.understanding.entry("Chữ J") == ["chữ", "j"]


def test_hits_come_best_first_and_no_more_than_asked_for(index):
    hits = index.find("làm thẻ căn cước công dân", 2).hits
    assert len(hits) == 2
    assert hits[0].score > hits[1].score > 0


def test_an_entrys_own_wordings_are_answerable_nearly_surely(index):
    for document in DOCUMENTS:
        for wording in (document.title, document.title.lower().rstrip("?"), *document.also):
            found = index.find(wording)
            assert found.hits[0].id == document.id
            assert found.certainty.first > 0.95


@pytest.mark.parametrize(
    "question", ["ai là tổng thống đầu tiên của nước Mỹ", "giá vàng hôm nay bao nhiêu", "nấu phở bò"]
)
def test_a_question_about_something_else_is_not_answerable(index, question):
    assert index.find(question).certainty.first < 0.3


@pytest.mark.parametrize("question", ["", "   ", "???", "😀", "\u200b", "ơ" * 5000])
def test_what_is_no_question_finds_nothing_sure(index, question):
    assert index.find(question).certainty.first < 0.2


def test_an_empty_base_answers_nothing():
    index = built([])
    assert index.find("căn cước") == Finding(())


def test_a_base_of_one_entry_can_be_searched():
    index = built([Document("one", "Căn cước", "", ())], {})
    assert [hit.id for hit in index.find("căn cước", 10).hits] == ["one"]


def test_long_texts_are_found_by_what_they_say():
    filler = " ".join(f"điều khoản chung số {number}" for number in range(40))
    articles = [
        Document(str(n), f"Luật số {n}", f"{filler} {topic}")
        for n, topic in enumerate(["đất đai", "hôn nhân", "xây dựng"])
    ]
    assert built(articles, {}).find("quy định về hôn nhân", 1).hits[0].id == "1"


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def by_words_alone(monkeypatch):
    monkeypatch.setenv("DENSE_SEARCH", "off")


def run(tmp_path, corpus: str, queries: str, *options: str):
    app = typer.Typer()
    app.command()(search_command)
    (tmp_path / "c.jsonl").write_text(corpus, encoding="utf-8")
    (tmp_path / "q.jsonl").write_text(queries, encoding="utf-8")
    files = [
        "--corpus",
        str(tmp_path / "c.jsonl"),
        "--queries",
        str(tmp_path / "q.jsonl"),
        "--out",
        str(tmp_path / "r.jsonl"),
    ]
    return CliRunner().invoke(app, [*files, *options])


CORPUS = "\n".join(
    json.dumps({"id": one.id, "title": one.title, "text": one.text}, ensure_ascii=False) for one in DOCUMENTS
)


def test_the_command_writes_one_line_a_question_in_order(tmp_path):
    queries = '{"id": "b", "text": "khai sinh cho con"}\n\n{"id": "a", "text": "lam can cuoc o dau", "relevant": []}\n'
    assert run(tmp_path, CORPUS, queries, "--k", "2").exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["b", "a"]
    assert [row["hits"][0]["id"] for row in rows] == ["khai-sinh", "can-cuoc"]
    for row in rows:
        assert set(row) == {"id", "hits", "answerable", "ms"}
        assert len(row["hits"]) <= 2
        assert 0 <= row["answerable"] <= 1
        assert row["ms"] > 0


def test_k_of_one_does_not_change_how_sure_it_is(tmp_path):
    query = '{"id": "a", "text": "thẻ căn cước"}\n'
    sure = []
    for k in ("1", "5"):
        run(tmp_path, CORPUS, query, "--k", k)
        sure.append(json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))["answerable"])
    assert sure[0] == sure[1]


def test_an_entry_without_a_title_is_found_by_its_text(tmp_path):
    corpus = '{"id": 7, "text": "Cấp đổi giấy phép lái xe"}\n{"id": 8, "title": null, "text": "Khai báo tạm trú"}\n'
    assert run(tmp_path, corpus, '{"id": "a", "text": "tạm trú"}').exit_code == 0
    assert json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))["hits"][0]["id"] == "8"


@pytest.mark.parametrize(
    ("queries", "fault"),
    [
        ('{"id": "a", "text": "x"}\n{"id": "b"', "q.jsonl:2: not JSON"),
        ('{"id": "a", "text": "x"}\n\n{"id": "b"}', "q.jsonl:3: text — is missing"),
        ('{"text": "x"}', "q.jsonl:1: id — is missing"),
        ('{"id": "a", "text": 5}', "q.jsonl:1: text — must be text"),
        ("[1]", "q.jsonl:1: must be an object"),
    ],
)
def test_a_bad_row_is_one_clear_line(tmp_path, queries, fault):
    result = run(tmp_path, CORPUS, queries)
    assert result.exit_code == 2
    assert fault in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "r.jsonl").exists()


def test_a_missing_file_is_named(tmp_path):
    result = run(tmp_path, CORPUS, "{}", "--corpus", str(tmp_path / "nowhere.jsonl"))
    assert result.exit_code == 2
    assert "nowhere.jsonl: cannot be read" in result.output
