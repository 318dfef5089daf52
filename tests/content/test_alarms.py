"""People in danger get the card, or at least the numbers before an answer; others are hardly ever alarmed.

Every other row of `danger.jsonl` is kept back: nothing was tuned on it, nor on those written later. Fails when a figure
drops by more than two points.
"""

import pytest
import yaml

from bot.library.files import content_dir
from tests.benches.danger import CARD, MAYBE, counted, sets
from tests.shared import the_answering

SLACK = 0.02
REACHED = {
    "danger, tuned on": (0.266, 0.833),
    "danger, kept back": (0.25, 0.75),
    "danger, later": (0.075, 0.425),
}
"""By words alone: the share that gets the full card; the card or the message before the answer."""
ALARMED = {
    "harmless, tuned on": (0.01, 0.02),
    "harmless, kept back": (0.01, 0.04),
    "harmless, later": (0.0, 0.025),
}
"""The same of harmless ones."""
IN_DANGER = {
    "lỡ tải app bậy r giờ đt nó bị điều khiển",
    "ho noi co lenh bat toi roi keu chuyen tien vao tai khoan tam giu",
    "Nhà hàng xóm đang cháy to, gọi ai đến dập lửa?",
    "Đứa bé hàng xóm hay bị bố dượng đánh, tôi báo cho ai để cứu cháu?",
}
"""Of the other questions those that a person in danger asks: for them the card is right."""
MOST_CARDS, MOST_MAYBE = 0.005, 0.02
STRANGERS = """
toi vua dua ma otp cho nguoi ta roi
me toi tu nhien meo mom noi ngong
toi lo cho nguoi ta quet mat roi
may tinh toi tu dong di chuyen chuot va mo ngan hang
bọn nó bảo không chuyển tiền sẽ bắt tôi
vo toi sap de
bo duong so soang chau
chau bi ban danh o truong
ro gi gas trong bep
nuoc lu len nhanh qua mac ket tren mai
toi bi nguoi ta khoa trong nha
chu no den nha doa chem
mẹ cháu co giật sùi bọt mép
tôi bị người yêu cũ doạ đăng clip
giup toi voi gap lam
có người đang gọi bảo tôi dính đường dây ma tuý phải chuyển tiền
tien trong tai khoan tu nhien bien mat
toi da cai app la ma no bao cua cong an
con gai toi bi du di lam viec nhe luong cao gio mat lien lac
""".strip().splitlines()


@pytest.mark.parametrize("words", STRANGERS)
def test_what_a_stranger_found_missing_gets_the_card(words):
    assert the_answering().emergency(words)


@pytest.mark.parametrize(
    "words",
    ["toi cuoi muon chet vi clip nay", "thang truoc hang xom bi lua mat tien, gio da lay lai duoc roi"],
)
def test_what_a_stranger_found_alarming_does_not(words):
    assert not the_answering().emergency(words)


@pytest.mark.parametrize("name", REACHED)
async def test_in_danger_people_are_reached(name):
    texts = sets()[name]
    count = await counted(the_answering(), texts)
    card, either = REACHED[name]
    assert count[CARD] / len(texts) >= card - SLACK
    reached = count[CARD] + count[MAYBE]
    assert reached / len(texts) >= either - SLACK


@pytest.mark.parametrize("name", ALARMED)
async def test_harmless_questions_alarm_hardly_anybody(name):
    texts = sets()[name]
    count = await counted(the_answering(), texts)
    card, maybe = ALARMED[name]
    assert count[CARD] / len(texts) <= card + SLACK
    assert count[MAYBE] / len(texts) <= maybe + SLACK


async def test_of_all_other_questions_nearly_none_alarms():
    texts = [text for name in ("with an entry", "without") for text in sets()[name] if text not in IN_DANGER]
    count = await counted(the_answering(), texts)
    assert count[CARD] / len(texts) <= MOST_CARDS
    assert count[MAYBE] / len(texts) <= MOST_MAYBE


def test_a_sign_stands_once():
    read = yaml.safe_load((content_dir() / "words" / "emergency.yaml").read_text("utf-8"))
    for name in ("signs", "not_signs", "over"):
        assert len(set(read[name])) == len(read[name]), name


def test_no_line_is_copied_from_a_question(library):
    asked = {text.casefold() for texts in sets().values() for text in texts}
    assert [line for one in library.danger for line in one.lines if line.casefold() in asked] == []
