"""On Zalo people have numbers and words alone: every conversation walked by them, and channels joined in every pair.

The journeys of the other files are walked on each channel by `hocvuso bench journeys`.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import delete, func, select

from bot.domain import totp
from bot.domain.announcements import Announcements, Content
from bot.domain.second_factors import PURPOSE, SecondFactors
from bot.settings import derive
from bot.storage import addresses, campaigns, ideas, purge
from bot.storage.sealing import Seal
from bot.storage.tables import Address, Certificate, Citizen, Progress
from handlers import ROUTERS
from tests.handlers.test_signing_up import announce
from tests.journeys.channels import OPEN
from tests.journeys.conftest import Talk
from tests.journeys.test_conversations import met
from tests.journeys.test_first_meeting import *  # noqa: F403 - the promises themselves
from tests.journeys.test_joining import join, settle
from tests.journeys.test_learning import agree, learn
from tests.journeys.test_notice_questions import tell
from tests.people import staff


@pytest.fixture(params=["sqlite"])
async def database_url(tmp_path, request):
    yield f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture(params=["zalo_oa", "zalo_bot"])
async def talk(request, database, library):
    async with OPEN[request.param](database, library) as opened:
        yield opened


def names_of_buttons() -> set[str]:
    """Every button that a handler answers to."""
    rules = (rule for router in ROUTERS for rule in router.rules if rule.has == "button")
    return {name for rule in rules for name in rule.names or ()}


STARTS: tuple[tuple[str, ...], ...] = (
    *(
        ("/menu",),
        ("/hox",),
        ("/canbo", "thoii"),
        ("VNeID là gì",),
        ("bao giờ sửa xong cây cầu sau nhà văn hóa thôn tôi",),
        ("/caidat",),
    ),
    *(
        ("/lienket",),
        ("căn cước",),
        ("/caidat",),
        ("/caidat",),
        ("/caidat",),
        ("/ontap",),
        ("/chungnhan",),
        ("/start",),
    ),
    *(("/thongbao",), ("/nhacnho",), ("/hoc",), ("/trogiup",), ("/lotrinh",), ("thử xem đã biết gì",), ("/lophoc",)),
    *(
        ("thử xem đã biết gì", "VNeID là gì"),
        ("/nguoihoc",),
        ("/lophoc", "1", "ghi tên", "bà Tư, ông Năm"),
        ("/lotrinh", "1"),
    ),
    ("/caidat", "4", "1", "1", "/caidat", "4"),
    *(("/sangkien",), ("/sangkien", "1", "Mỗi nhà văn hóa thôn nên có một máy quét mã cho bà con tự tra cứu")),
    *(("su kien TB-BCD234",), ("su kien TB-BCD235", "1"), ("sự kiện",), ("hủy đăng ký",)),
)
"""What opens a conversation; where there are several, the last reply's numbers are pressed."""
EACH = 2
"""So many buttons of one name are pressed; a third one of the same kind goes the same way."""


async def test_every_conversation_is_walked_by_numbers_alone(talk, library):
    await agree(talk)
    await learn(talk, library.lessons[0], wrong_first=True)
    await finish_the_module(talk, library)
    await join_another_channel(talk)
    talk.watch.move(hours=25)
    pressed: dict[str, set[str]] = {name: {name} for name in talk.pressed}
    of_a_class = await a_class_of_somebody_else(talk, library)
    await a_campaign_and_an_idea_of_somebody_else(talk)
    for door in ("bcd234", "bcd235"):
        await announce(talk, seats=9, commune="", door=door)
    other = library.lessons[-1]
    cards, last = (f"hoc {other.code}", *["tiếp"] * len(other.cards)), ("1", "tiếp") * (len(other.quiz) - 1)
    starts, known = (*STARTS, (f"lop {of_a_class}",), (*cards, *last), (*cards, *last, "1")), -1
    await walk(talk, ("/chungnhan", "1", "Nguyễn Thị Hoa"), pressed)
    async with talk.database.begin() as db:
        await db.execute(delete(Certificate))  # the same once more, without a name
    while known < (known := sum(map(len, pressed.values()))):
        for start in starts:
            await walk(talk, start, pressed)
    await walk(talk, ("đổi người học", "thêm người học", "bà ngoại", "/nguoihoc"), pressed)
    for _ in range(3):
        await walk(talk, ("/nguoihoc",), pressed)
    for question in ("bao giờ phát lương hưu", "đường thôn bao giờ sửa", "họp thôn ngày nào"):
        await talk("/canbo")
        await talk(question)
    await walk(talk, ("/canbo",), pressed)
    await tell(talk, "", communes=[])
    await walk(talk, ("cuộc họp khu phố ở đâu",), pressed)
    await walk(talk, ("/xoadulieu",), pressed, erasing=True)
    assert names_of_buttons() - set(pressed) - NEEDS_A_MODEL - UNASKED - TYPED - of_staff() == set()


NEEDS_A_MODEL = {"ask.model"}
UNASKED = {"tickets.right", "tickets.wrong", "answers.have_read", "answers.coming", "answers.not_coming"}
"""Under an answer of staff or an announcement, which come unasked: they offer words, never numbers."""

TYPED = {"lessons.number"}
"""No button shows it: it is what "bài 5" means."""


def of_staff() -> set[str]:
    """What only staff see, in their linked chats."""
    return {name for name in names_of_buttons() if name.startswith("notices.")}


async def test_staff_write_and_approve_by_numbers_alone(talk):
    await agree(talk)
    now, channel = talk.watch.now(), talk.channel.name
    async with talk.database.begin() as db:
        place = await addresses.number_of(db, channel, talk.person)
        who = await staff(db, "approver", chat_address_id=place)
        seal = Seal(derive(b"s" * 32, PURPOSE))
        secret = await SecondFactors(db, now, seal).begin(who)
        await SecondFactors(db, now, seal).confirm(who, totp.code_of(secret, int(now.timestamp()) // totp.STEP))
        author = await staff(db, "author")
        other = await Announcements(db, now).draft(author, Content("Họp", "Mời họp."))
        await Announcements(db, now).submit(author, other.id)
    for words in ("soạn tin", "Họp thôn", "Mời bà con họp."):
        await talk(words)
    used = {"notices.look"}  # comes unasked: it offers words

    async def press(*names: str) -> str:
        said = None
        for name in names:
            offered = [name_of(does) for does, _ in (await talk.citizen()).choices]
            said = await talk(str(offered.index(name) + 1))
            used.add(name)
        return said.phrase if said else ""

    steps = ("where", "kind", "submit", "withdraw", "rewrite", "leave")
    assert await press(*(f"notices.{step}" for step in steps)) == "notices.left"
    await talk(button=f"notices.look:{other.id}")
    assert await press("notices.return") == "notices.ask_why"
    await talk(button=f"notices.look:{other.id}")
    assert await press("notices.approve") == "notices.ask_code"
    assert used == of_staff()


async def walk(talk, start, pressed, *, erasing=False):
    """Press the number of whatever was not pressed yet, until the talk offers nothing new."""
    for words in start:
        said = await talk(words)
    for _ in range(40):
        assert said.messages, start
        offered = [does for does, _ in (await talk.citizen()).choices]
        assert offered, f"a dead end after {said.phrase}"
        assert_numbers_are_shown(said.texts, len(offered))
        number = next((n for n, does in enumerate(offered, 1) if is_new(pressed, does, erasing)), 0)
        if not number:
            return
        pressed.setdefault(name_of(offered[number - 1]), set()).add(offered[number - 1])
        said = await talk(str(number))


async def a_class_of_somebody_else(talk, library):
    """The code of a class that another person leads."""
    helper = Talk(talk.database, library, "binh")
    await agree(helper)
    await helper("/lophoc")
    return (await helper("1")).messages[0].reply["values"]["code"]


async def a_campaign_and_an_idea_of_somebody_else(talk):
    now = talk.watch.now()
    async with talk.database.begin() as db:
        ends = talk.watch.local(now).date() + timedelta(days=90)
        await campaigns.add(db, area="", title="Khám bệnh đỡ chờ", made_at=now, ends_on=ends)
        shown = {"text": "x", "title": "Mã QR trên cột đèn", "open": True}
        await ideas.add(db, area="", **shown, sent_at=now, changed_at=now)


def name_of(does: str) -> str:
    return does if does.startswith("do:") else does.partition(":")[0]


def is_new(pressed: dict[str, set[str]], does: str, erasing: bool) -> bool:
    if "erase" in does and not erasing:
        return False
    known = pressed.get(name_of(does), set())
    return does not in known and len(known) < EACH


async def join_another_channel(talk):
    citizen = await talk.citizen()
    async with talk.database.begin() as db:
        db.add(Address(citizen_id=citizen.id, channel="telegram", address="7"))


async def finish_the_module(talk, library):
    """The rest of the first module, as if it had been learnt another day."""
    citizen, now = await talk.citizen(), talk.watch.now()
    rest = [one for one in library.lessons if one.module == library.modules[0].code][1:]
    async with talk.database.begin() as db:
        for lesson in rest:
            row = {"citizen_id": citizen.id, "lesson": lesson.code, "card": 1, "right": 1, "asked": 1}
            db.add(Progress(**row, updated_at=now, finished_at=now))


def assert_numbers_are_shown(texts, offered):
    seen = "\n".join(texts)
    shown = {int(number) for number in re.findall(r"^\[?(\d{1,2})\. ", seen, re.MULTILINE)}
    assert set(range(1, offered + 1)) <= shown, seen


async def test_only_the_last_menu_has_numbers(talk):
    """Other numbers are questions; after each of them a choice is one of what stands last, never of the menu before."""
    await met(talk)
    await talk("/menu")
    before = await offered(talk)
    for words in ("113", "5656"):
        said = await talk(words)
        assert said.phrase.startswith(("ask.", "emergency.")), words
    last = await offered(talk)
    assert last and last != before
    said = await talk("1")
    assert subject(last[0]) != subject(before[0]), "else this would prove nothing"
    assert subject(said.phrase) == subject(last[0]), f"{last[0]} stands last, {said.phrase} was said"


async def offered(talk):
    return [does for does, _ in (await talk.citizen()).choices]


def subject(name):
    return name.partition(".")[0]


async def test_a_list_without_buttons_says_how_to_choose(talk):
    await met(talk)
    assert (await talk("/menu")).text.endswith("Bạn nhắn số của mục muốn chọn.")
    assert "nhắn số" not in (await talk("VNeID mức 2 làm ở đâu?")).text


async def test_numbers_go_on_through_all_that_is_said_in_one_turn(talk):
    said = await talk("VNeID mức 2 làm ở đâu?")
    offered = [does for does, _ in (await talk.citizen()).choices]
    assert said.phrases[-1] == "start.after_first_answer" and "start.agree:yes" in offered
    assert_numbers_are_shown(said.texts, len(offered))
    assert (await talk(str(offered.index("start.agree:yes") + 1))).phrase == "start.form_after_yes"


async def test_the_label_and_the_sources_are_plain_text(talk):
    await met(talk)
    said = await talk("VNeID mức 2 làm ở đâu?")
    assert said.label in ("curated", "extract") and said.text.startswith({"curated": "📘", "extract": "📄"}[said.label])
    assert "**" not in said.text and "<b>" not in said.text


async def test_what_comes_unasked_offers_words_that_work(talk, library):
    from bot.domain.reminders import REMINDER

    offered = [button.phrase for button in REMINDER.buttons]
    for phrase in offered:
        title = library.phrases.say(phrase, {}, "")
        assert library.commands.match(title).command, f"“{title}” typed as words must start something"


@pytest.mark.parametrize(("here", "there"), list(permutations(OPEN, 2)))
async def test_two_channels_are_joined_parted_and_erased_together(database, library, here, there):
    """The code works from either side; parting leaves the progress here; erasing leaves nothing anywhere."""
    async with OPEN[here](database, library) as talk, OPEN[there](database, library, 2) as other:
        await agree(talk)
        await talk(button=f"lessons.open:{library.lessons[0].code.lower()}")
        await agree(other)
        assert (await join(talk, other)).phrase == "linking.joined"
        assert (await talk.citizen()).id == (await other.citizen()).id
        said = await talk("/lienket")
        part = next(button for button in said.buttons if button.startswith("linking.part:"))
        assert (await talk(button=part)).phrase == "linking.parted"
        assert (await other.citizen()).met == "" and (await talk.citizen()).id != (await other.citizen()).id
        await agree(other)
        assert (await join(other, talk)).phrase == "linking.joined"
        await talk("/xoadulieu")
        await talk(button="my_data.erase:yes")
        await settle(talk)
        async with database.begin() as db:
            await purge.erased_citizens(db, before=talk.watch.now() + timedelta(minutes=1))
            for table in (Citizen, Address, Progress):
                assert await db.scalar(select(func.count()).select_from(table)) == 0
