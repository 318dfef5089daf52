"""Questions without an answer, those that ask alike together."""

from datetime import timedelta

import pytest

from bot.domain.staff import Refusal
from bot.domain.unanswered import Asked, Unanswered, content, grouped, in_full
from tests.bot.domain.test_checking import line
from tests.people import HERE, NOW, THERE, citizen, staff

BRIDGE = ["bao giờ sửa cầu Bang", "Cầu Bang khi nào sửa xong vậy?", "sua cau bang chua", "cau bang bao gio sua"]
DOG = ["chó nhà hàng xóm sủa đêm báo ai", "hàng xóm nuôi chó sủa cả đêm", "cho sua dem hang xom"]
OTHER = ["giá vàng hôm nay", "mấy giờ chợ Hạ Long mở cửa", "trồng cây gì trên đất đồi"]


def asked(*questions: str) -> list[Asked]:
    return [Asked(number, number, question) for number, question in enumerate(questions, 1)]


def test_what_asks_alike_is_one_group_and_nothing_else_joins_it():
    groups = grouped(asked(*BRIDGE, *DOG, *OTHER), {})
    found = {frozenset(one.question for one in group.lines) for group in groups}
    assert frozenset(BRIDGE) in found and frozenset(DOG) in found
    assert len(groups) == 2 + len(OTHER)


def test_most_people_first_and_one_who_asks_again_counts_once():
    lines = [Asked(n, 1, "giá vàng hôm nay") for n in range(1, 9)] + [Asked(10 + n, n, BRIDGE[n]) for n in range(3)]
    first, second = grouped(lines, {})
    assert (first.people, len(first.lines), second.people, len(second.lines)) == (3, 3, 1, 8)
    assert second.question == "giá vàng hôm nay" and second.key == 8


def test_short_forms_and_marks_make_no_difference(library):
    short = in_full(library.abbreviations)
    assert content("thẻ BHYT hết hạn", short) == content("the bao hiem y te het han", short)


def test_a_question_of_empty_words_alone_still_stands_somewhere():
    (group,) = grouped(asked("làm sao?", "lam sao"), {})
    assert len(group.lines) == 2


async def test_the_groups_come_from_the_log_of_the_area_and_of_the_last_months(database):
    async with database.begin() as db:
        (here, _), (there, _) = await citizen(db, commune=HERE), await citizen(db, commune=THERE)
        nothing = {"label": "", "outcome": "none", "answer": ""}
        mine = await line(db, here, question=BRIDGE[0], **nothing)
        await line(db, there, question=BRIDGE[1], **nothing)
        await line(db, here, question=BRIDGE[2], at=NOW - timedelta(days=91), **nothing)
        await line(db, here, question="đã trả lời")
        province, local = await staff(db, "editor"), await staff(db, "editor", area=HERE)
        found = Unanswered(db, NOW, {})
        assert [(one.people, len(one.lines)) for one in await found.groups(province)] == [(2, 2)]
        assert [one.key for one in await found.groups(local)] == [mine]
        assert (await found.group(mine, province)).people == 2
        with pytest.raises(Refusal, match=r"unanswered\.unknown"):
            await found.group(mine + 100, province)
