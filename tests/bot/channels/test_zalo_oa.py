"""The Official Account, against the double: shapes, window, endpoints, and each failure by its name."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.channel import Blocked, OutsideWindow, OverQuota, Rejected, Unavailable, Uncertain, Window
from bot.channels.zalo_errors import ZaloError, in_words, name_failure, name_template_failure, until_morning
from bot.channels.zalo_oa import V2, V3
from bot.messages import Choice, OutgoingMessage
from tests.bot.channels.zalo_parts import ME, Shifted, channel
from tests.doubles.zalo_oa import ZaloDouble
from tests.pictures import drawn, png

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite"])
async def database_url(tmp_path, request):
    yield f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture
async def double():
    async with ZaloDouble() as running:
        running.person(ME).interacted = running.now()
        yield running


@pytest.fixture
async def make(database, double):
    made = []

    def make(**options):
        made.append(channel(database, double, **options))
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.fixture
def oa(make):
    return make()


def say(text, *choices, **more):
    return OutgoingMessage(text, tuple(Choice(does, title) for does, title in choices), **more)


# Shapes


async def test_a_text_arrives_as_it_was_written(oa, double):
    number = await oa.send(ME, say("Phí < 5.000 & <b>không đậm</b> *ạ*"))
    assert [(one.number, one.text) for one in double.sent(ME)] == [(number, "Phí < 5.000 & <b>không đậm</b> *ạ*")]


async def test_five_choices_are_numbered_buttons_whose_taps_come_back(oa, double):
    await oa.send(ME, say("Chọn nhé", *[(f"do:x{n}", f"Mục {n}") for n in range(1, 6)]))
    shown = double.sent(ME)[0]
    assert [button["title"] for button in shown.buttons] == [f"{n}. Mục {n}" for n in range(1, 6)]
    assert shown.buttons[0]["payload"] == "#do:x1" and shown.text == "Chọn nhé"


async def test_a_title_too_long_for_a_small_screen_stands_in_the_text_as_well(oa, double):
    long = "Bấm vào liên kết lạ để xem người gửi là ai rồi mới báo"
    await oa.send(ME, say("Chọn nhé", ("a:1", "Gọi 113"), ("a:2", long)))
    shown = double.sent(ME)[0]
    assert shown.text == f"Chọn nhé\n\n1. Gọi 113\n2. {long}"
    assert all(len(button["title"]) <= 35 for button in shown.buttons)


async def test_what_nobody_asked_for_offers_words_and_no_numbers(oa, double):
    await oa.send(ME, say("Đến giờ học", ("do:lessons", "Bài học"), unasked=True))
    assert [button["title"] for button in double.sent(ME)[0].buttons] == ["Bài học"]


async def test_text_is_composed_and_a_long_one_split_with_the_buttons_last(oa, double):
    text = "\n\n".join("Phường Hà Tu " * 40 for _ in range(8))
    await oa.send(ME, say(text, ("do:menu", "Bảng chọn")))
    parts = double.sent(ME)
    assert len(parts) > 1 and all(len(part.text) <= 2000 for part in parts)
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert "Phường" in parts[0].text


async def test_a_reply_quotes_what_it_answers_and_does_without_if_that_is_gone(oa, double):
    await oa.send(ME, say("Dạ", answers="aa01"))
    assert double.sent(ME)[0].quote == "aa01"
    double.quotes_known = False
    await oa.send(ME, say("Dạ vâng", answers="aa02"))
    assert (double.sent(ME)[1].text, double.sent(ME)[1].quote) == ("Dạ vâng", "")


async def test_refused_buttons_become_numbers_once(oa, double):
    double.fault("code", "/message/cs", code=-201)
    await oa.send(ME, say("Chọn", ("do:a", "Học"), ("do:b", "Hỏi")))
    assert double.sent(ME)[0].text == "Chọn\n\n1. Học\n2. Hỏi" and not double.sent(ME)[0].buttons
    double.fault("code", "/message/cs", code=-201, times=2)
    with pytest.raises(Rejected):
        await oa.send(ME, say("Chọn", ("do:a", "Học")))


async def test_pictures_go_out_and_an_expired_upload_is_made_anew(oa, double):
    await oa.send_image(ME, "Hình", picture=png())
    assert double.sent(ME)[0].media["attachment_id"] == "up0"
    double.uploads["up0"] = (double.now() - 8 * 86400, "image")
    await oa.send_image(ME, "Hình", picture=png())
    assert double.sent(ME)[1].media["attachment_id"] == "up1"
    with pytest.raises(Rejected):
        await oa.send_image(ME, picture=png() + b"0" * (1024 * 1024))


# The window


@pytest.mark.parametrize(
    ("hours", "billed", "expected"),
    [
        (0, False, Window.FREE),
        (47, False, Window.FREE),
        (49, False, Window.CLOSED),
        (49, True, Window.BILLED),
        (7 * 24 - 1, True, Window.BILLED),
        (7 * 24 + 1, True, Window.CLOSED),
    ],
)
async def test_the_window_is_known_before_anything_is_tried(make, hours, billed, expected):
    oa = make(allow_billed=billed)
    assert oa.window(NOW - timedelta(hours=hours), NOW) is expected


async def test_who_never_wrote_is_not_written_to(oa):
    assert oa.window(None, NOW) is Window.CLOSED


# Paid templates


def paid_channel(make, double, *, templates=None, **options):
    from bot.channels.zalo_api import Api
    from bot.channels.zalo_http import Http
    from bot.channels.zalo_templates import Templates

    oa = make(allow_billed=True, **options)
    api = Api(f"{double.url}/zbs", oa.tokens, Http(), oa.pace.bucket)
    oa.templates = Templates(templates or {"announcement": "67890"}, api)
    return oa


TOLD = {"purpose": "announcement", "title": "Bão số 9", "body": "Gia cố nhà cửa", "code": "TB-1"}


async def test_a_template_goes_in_place_of_a_message_that_zalo_would_not_take(make, double):
    double.person(ME).interacted = double.now() - 30 * 86400
    oa = paid_channel(make, double)
    number = await oa.send(ME, say("Bão số 9", template=TOLD))
    shown = double.sent(ME)[0]
    assert (shown.number, shown.text, double.paid) == (number, "[67890] Bão số 9 TB-1", 1)


async def test_the_price_is_zalos_and_asked_once(make, double):
    oa = paid_channel(make, double)
    assert [await oa.templates.price("announcement") for _ in range(3)] == [560] * 3
    assert double.calls["/template/info/v2"] == 1
    assert await oa.templates.price("reminder") is None
    for kind in ("html", "truncated"):
        double.fault(kind, "/template/info")
        assert await paid_channel(make, double).templates.price("announcement") is None
    assert await paid_channel(make, double, templates={"announcement": "1"}).templates.price("announcement") is None


async def test_without_an_operators_word_nothing_is_paid_for(make, double):
    double.person(ME).interacted = double.now() - 30 * 86400
    with pytest.raises(OutsideWindow):
        await make().send(ME, say("Bão số 9", template=TOLD))
    oa = paid_channel(make, double)
    oa.allow_billed = False
    with pytest.raises(OutsideWindow):
        await oa.send(ME, say("Bão số 9", template=TOLD))
    assert not double.paid


@pytest.mark.parametrize(
    ("code", "kind"), [(-249, Rejected), (-139, Blocked), (-144, OverQuota), (-133, OverQuota), (-321, Unavailable)]
)
async def test_what_zalo_says_to_a_template_has_a_name(make, double, code, kind):
    double.fault("code", "/message/template", code=code)
    with pytest.raises(kind):
        await paid_channel(make, double).send(ME, say("Bão số 9", template=TOLD))


@pytest.mark.parametrize("code", [-146, -131, -117, -115, -320, -321, -224])
async def test_only_templates_rest_when_zalo_takes_none(make, double, code):
    """A template is of no use any more, or not paid for: nobody who wrote waits for their answer because of that."""
    oa = paid_channel(make, double)
    double.fault("code", "/message/template", code=code)
    for _ in range(3):
        with pytest.raises(Unavailable) as failure:
            await oa.send(ME, say("Bão số 9", template=TOLD))
        assert failure.value.alone and 200 < failure.value.retry_after <= 300
    assert double.calls["/v3.0/oa/message/template"] == 1, "one refusal is enough for all of them"
    await oa.send(ME, say("Dạ"))
    double.shift += 301
    await oa.send(ME, say("Bão số 9", template=TOLD))
    assert double.paid == 1


@pytest.mark.parametrize(("code", "alone"), [(-320, True), (-321, True), (-224, False), (-32, False)])
def test_what_is_not_paid_for_holds_up_nothing_that_is_free(code, alone):
    with pytest.raises(Unavailable) as failure:
        name_failure(ZaloError(code, ""), NOW)
    assert failure.value.alone is alone


# Endpoints


async def test_a_state_agency_is_served_by_the_other_endpoint_and_that_is_remembered(make, double):
    double.state_agency = True
    kept = []

    async def remember(which):
        kept.append(which)

    async def recall():
        return kept[-1] if kept else ""

    oa = make(remember=remember, recall=recall)
    await oa.send(ME, say("một"))
    assert kept == ["v2"] and len(double.sent(ME)) == 1
    again = make(remember=remember, recall=recall)
    await again.send(ME, say("hai"))
    assert double.calls[V3] == 1 and double.calls[V2] == 2


async def test_a_fixed_endpoint_is_not_left(make, double):
    oa = make(endpoint="v2")
    with pytest.raises(Unavailable):
        await oa.send(ME, say("một"))
    assert double.calls[V3] == 0
    assert "-240" in await oa.check()


async def test_no_other_error_switches_the_endpoint(oa, double):
    for code in (-216, -224, -230, -32):
        double.fault("code", "/message/cs", code=code, times=2)
        with pytest.raises((Unavailable, OutsideWindow)):
            await oa.send(ME, say("một"))
        double.faults.clear()
    assert double.calls[V2] == 0 and not double.sent(ME)


async def test_both_endpoints_shut_is_a_visible_fault(oa, double):
    double.state_agency = double.v2_closed = True
    with pytest.raises(Unavailable) as failure:
        await oa.send(ME, say("một"))
    assert failure.value.retry_after >= 300
    assert "refuses to send" in await oa.check()


# Failures


CODES = {
    Blocked: (-213, -217, -222, -227, -244),
    OutsideWindow: (-230, -232, -305),
    OverQuota: (-211, -218, -234, -311),
    Unavailable: (
        *(-32, -200, -202, -204, -205, -207, -208, -209, -212, -214, -215, -216, -219, -220, -221, -223, -224, -235),
        *(-237, -403, -238, -240, -241, -242, -320, -321, 216, 401, -401),
    ),
    Rejected: (-100, -201, -210, -233, -248, -249, -1340, -1341, -999),
}
"""Every code of the fact sheet. (-100 is met where an upload is sent: it is made anew.)"""
TEMPLATE_CODES = {
    Blocked: (-108, -114, -118, -119, -1351, -139, -140, -141),
    OverQuota: (-133, -144, -1441, -1471, -1472, -147),
    Unavailable: (
        *(-100, -101, -102, -103, -104, -105, -115, -117, -124, -1241, -126, -127, -131, -135, -136, -137, -146),
        *(-224, -320, -321, -32),
    ),
    Rejected: (-109, -1121, -1122, -132, -145, -249),
    OutsideWindow: (-230, -232),
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_every_code_is_one_of_the_closed_list(kind, code):
    with pytest.raises(kind):
        name_failure(ZaloError(code, ""), NOW)


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in TEMPLATE_CODES.items() for code in codes])
def test_the_templates_host_has_codes_of_its_own(kind, code):
    with pytest.raises(kind):
        name_template_failure(ZaloError(code, ""), NOW)


@pytest.mark.parametrize("codes", [CODES, TEMPLATE_CODES])
def test_staff_read_words_for_every_code_that_is_known(codes):
    unknown = -999
    assert str(unknown) in in_words(unknown)
    bare = {code for group in codes.values() for code in group if code != unknown and f"lỗi {code}" in in_words(code)}
    assert bare == set()


def test_an_unspecified_failure_is_tried_again_once():
    with pytest.raises(Rejected):
        name_failure(ZaloError(-200, ""), NOW, again=True)


def test_the_article_quota_hides_behind_the_code_of_a_missing_right():
    with pytest.raises(OverQuota):
        name_failure(ZaloError(-223, "article quota reached"), NOW)


def test_what_is_refused_at_night_waits_for_the_morning():
    late = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # 22:30 in Viet Nam
    assert 7.5 * 3600 < until_morning(late) < 7.7 * 3600


@pytest.mark.parametrize("kind", ["html", "empty", "truncated", "status", "lost"])
async def test_no_readable_answer_may_mean_that_it_arrived(oa, double, kind):
    double.fault(kind, "/message/cs")
    with pytest.raises(Uncertain):
        await oa.send(ME, say("một"))


async def test_too_fast_is_told_by_status_as_well(oa, double):
    double.fault("too_fast", "/message/cs")
    with pytest.raises(Unavailable) as failure:
        await oa.send(ME, say("một"))
    assert 0 < failure.value.retry_after <= 61 and not double.sent(ME)


@pytest.mark.parametrize("path", ["/message/cs", "/quota/message"])
async def test_too_fast_halves_the_pace(oa, double, path):
    """Whichever call meets it: requests of every kind count. (How it comes back is tested with the pace.)"""
    double.fault("code", path, code=-32)
    with contextlib.suppress(Unavailable):
        await oa.send(ME, say("một"))
    await oa.quota()
    assert oa.api.bucket is oa.pace.bucket and oa.api.bucket.share() == 2


async def test_no_connection_means_that_nothing_left(make, double):
    oa = make()
    await oa.tokens.access()
    oa.api.root = "http://127.0.0.1:9"
    with pytest.raises(Unavailable):
        await oa.send(ME, say("một"))


async def test_a_time_out_after_delivery_is_settled_by_the_echo(oa, double):
    double.fault("lost", "/message/cs")
    with pytest.raises(Uncertain):
        await oa.send(ME, say("một"))
    arrived = double.sent(ME)[0]
    await oa.webhook.take(_event(double, arrived), None)
    assert await oa.send(ME, say("một", again=True)) == arrived.number
    assert len(double.sent(ME)) == 1


async def test_an_echo_of_an_earlier_message_with_a_receipt_proves_nothing(oa, double, database):
    from tests.people import citizen

    number = await oa.send(ME, say("Bảng chọn"))
    await oa.webhook.take(_event(double, double.sent(ME)[0]), None)
    async with database.begin() as db:
        from sqlalchemy import update

        from bot.storage import outbox
        from bot.storage.tables import Address, Outbound

        who, where = await citizen(db, channel="zalo_oa")
        await db.execute(update(Address).where(Address.id == where).values(address=ME))
        from bot.messages import Reply

        row = await outbox.add(db, who, where, Reply("menu.main"), rank=0, now=NOW)
        await db.execute(update(Outbound).where(Outbound.id == row).values(platform_id=number, status="sent"))
    await oa.send(ME, say("Bảng chọn", again=True))
    assert len(double.sent(ME)) == 2


def _event(double, shown):
    from bot.channels.zalo_events import read

    return read(double.echo_body_of(ME, shown), Shifted(double).now())


async def test_parts_that_follow_are_tried_again_here(oa, double):
    text = "\n\n".join("Câu dài. " * 150 for _ in range(4))
    await oa.tokens.access()
    sending = asyncio.create_task(oa.send(ME, say(text)))
    while not double.sent(ME):
        await asyncio.sleep(0.001)
    double.fault("code", "/message/cs", code=-200)
    await sending
    assert "".join(part.text for part in double.sent(ME)).count("Câu dài.") == 600


LONG = "\n\n".join(f"Phần {number}. " + "Câu dài. " * 150 for number in range(3))


@pytest.mark.parametrize("echoed", [False, True])
@pytest.mark.parametrize("lost", [0, 1, 2])
async def test_what_arrived_of_a_long_answer_does_not_come_again(make, double, lost, echoed):
    """Whichever part is in doubt: what has a receipt or an echo stays, also after a restart of the program."""
    began = Shifted(double).now()
    double.fault("lost", "/message/cs", after=lost)
    with pytest.raises(Uncertain):
        await (first := make()).send(ME, say(LONG, ("do:menu", "Bảng chọn")))
    await first.people.flush()
    again = make()
    if echoed:
        await again.webhook.take(_event(double, double.sent(ME)[-1]), None)
    await again.send(ME, say(LONG, ("do:menu", "Bảng chọn"), again=True, since=began))
    texts = [shown.text for shown in double.sent(ME)]
    parts = list(dict.fromkeys(texts))
    assert len(texts) == len(parts) + (0 if echoed else 1) and "".join(parts).count("Câu dài.") == 450


async def test_a_long_answer_given_yesterday_does_not_stand_for_todays(oa, double):
    await oa.send(ME, say(LONG))
    await oa.people.flush()
    double.shift += 3600
    await oa.send(ME, say(LONG, again=True, since=Shifted(double).now()))
    assert len({shown.text for shown in double.sent(ME)}) * 2 == len(double.sent(ME))


# Tokens in use


async def test_an_access_token_that_died_early_is_renewed_and_the_call_repeated_once(oa, double):
    await oa.send(ME, say("một"))
    double.revoke()
    await oa.send(ME, say("hai"))
    assert [one.text for one in double.sent(ME)] == ["một", "hai"]
    assert len(double.refreshes) == 2 and not double.reused


@pytest.mark.parametrize("code", [-216, -220, 216, 401, -401, -124])
async def test_every_spelling_of_a_refused_token_renews_it(oa, double, code):
    await oa.send(ME, say("một"))
    double.fault("code", "/message/cs", code=code)
    await oa.send(ME, say("hai"))
    assert len(double.sent(ME)) == 2 and len(double.refreshes) == 2


async def test_ten_sends_meet_an_expired_token_and_one_refresh_serves_them(oa, double):
    await oa.send(ME, say("một"))
    double.shift += 26 * 3600
    double.person(ME).interacted = double.now()
    await asyncio.gather(*(oa.send(ME, say(f"tin {n}")) for n in range(10)))
    assert len(double.sent(ME)) == 11 and len(double.refreshes) == 2 and not double.reused


async def test_every_call_is_signed_when_the_account_demands_it(make, double):
    from tests.doubles.zalo_oa import APP_SECRET

    double.proof = True
    await make(proof_key=APP_SECRET).send(ME, say("một"))
    with pytest.raises(Unavailable):
        await make().send(ME, say("hai"))


async def test_check_says_what_is_wrong(make, double):
    assert await make().check() == ""
    assert "ZALO_OA_SECRET_KEY" in await make(key="").check()
    double.fault("code", "/getoa", code=-224)
    assert "-224" in await make().check()


async def test_a_broadcast_carries_the_article_and_names_its_failures(oa, double):
    assert await oa.broadcast("bai-1") == "bc1"
    assert double.broadcasts == ["bai-1"]
    double.fault("code", "/v2.0/oa/message", code=-211)
    with pytest.raises(OverQuota):
        await oa.broadcast("bai-2")


async def test_no_log_line_holds_a_token(oa, double, caplog, capsys):
    import logging

    caplog.set_level(logging.DEBUG)
    await oa.send(ME, say("một"))
    token = await oa.tokens.access()
    double.fault("html", "/message/cs")
    with pytest.raises(Uncertain):
        await oa.send(ME, say("hai"))
    double.break_chain()
    double.revoke()
    with pytest.raises(Unavailable):
        await oa.send(ME, say("ba"))
    lines = caplog.text + "".join(capsys.readouterr())
    assert token not in lines and "seed-of-the-chain" not in lines


# Pictures


def seen(double):
    return [(bool(one.media), one.text, len(one.buttons)) for one in double.sent(ME)]


async def test_a_picture_comes_before_words_with_buttons(oa, double):
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    assert seen(double) == [(True, "", 0), (False, "Thẻ 1", 1)]
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    assert len(double.uploads) == 1 and len(double.sent(ME)) == 4


async def test_words_without_buttons_stand_under_their_picture(oa, double):
    number = await oa.send(ME, say("Thẻ 1", picture=drawn()))
    assert seen(double) == [(True, "Thẻ 1", 0)]
    assert double.sent(ME)[0].number == number


@pytest.mark.parametrize("content", [b"no picture", png() + b"0" * 1024 * 1024])
async def test_a_picture_that_zalo_refuses_leaves_the_words(oa, double, content):
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn(content)))
    assert seen(double) == [(False, "Thẻ 1", 1)]


@pytest.mark.parametrize("fault", ["drop", "lost", "html", "empty"])
async def test_an_upload_that_fails_leaves_the_words(oa, double, fault):
    double.fault(fault, "/upload/")
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    assert seen(double) == [(False, "Thẻ 1", 1)]


async def test_a_picture_that_is_out_does_not_come_again_with_its_words(oa, double):
    double.fault("code", "/message/cs", code=-32, after=1)
    with pytest.raises(Unavailable):
        await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn(), again=True))
    assert seen(double) == [(True, "", 0), (False, "Thẻ 1", 1)]
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    assert seen(double)[2:] == [(True, "", 0), (False, "Thẻ 1", 1)]


async def test_words_whose_picture_is_in_doubt_come_again_alone(oa, double):
    double.fault("lost", "/message/cs")
    with pytest.raises(Uncertain):
        await oa.send(ME, say("Thẻ 1", picture=drawn()))
    await oa.send(ME, say("Thẻ 1", picture=drawn(), again=True))
    assert seen(double)[-1] == (False, "Thẻ 1", 0)


async def test_an_expired_picture_is_uploaded_anew(oa, double):
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    double.uploads["up0"] = (double.now() - 8 * 86400, "image")
    await oa.send(ME, say("Thẻ 1", ("a", "Tiếp"), picture=drawn()))
    assert len(double.uploads) == 2
    assert [media for media, *_ in seen(double)] == [True, False, True, False]


async def test_who_blocked_the_account_is_blocked_before_any_words(oa, double):
    double.person(ME).refuses = -213
    with pytest.raises(Blocked):
        await oa.send(ME, say("Thẻ 1", picture=drawn()))
