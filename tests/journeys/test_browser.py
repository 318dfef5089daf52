"""The chat page in a real browser, on a narrow screen; the pictures lie in `tests/screenshots`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.benches.processes import free_port
from tests.journeys.staffed import Staffed, shot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SETTLED = 600
"""Milliseconds after which buttons that moved may be pressed."""
CUT = """() => {
    const all = [...document.querySelectorAll('h1, header p, button')];
    const gone = all.filter(one => one.tagName === 'H1' && !one.offsetParent);
    const cut = all.filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1);
    return [...gone, ...cut].map(one => one.textContent);
}"""
"""What does not show all of its words; the title has to show."""


PORT = free_port()
PORTAL, STRANGER = f"http://cong.localhost:{PORT}", f"http://la.localhost:{PORT}"
"""Sites that show the chat page in theirs: one that may, one that may not."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Staffed]:
    """The running program and one browser."""
    started = await Staffed.begin(
        tmp_path_factory.mktemp("chat"), WEB_MESSAGES_PER_MINUTE_PER_ADDRESS="10000", EMBED_ORIGINS=PORTAL
    )
    yield started
    await started.end()


@pytest_asyncio.fixture(loop_scope="module")
async def page(house: Staffed) -> AsyncIterator[Any]:
    """Somebody new on the chat page, 360 pixels wide."""
    opened = await house.page({"width": 360, "height": 700})
    opened.set_default_timeout(10_000)
    await opened.goto(f"{house.url}/")
    yield opened
    await house.close_pages()


async def write(page: Any, words: str) -> None:
    await page.fill("#words", words)
    await page.press("#words", "Enter")


async def press(page: Any, name: str) -> None:
    """As a person does, once nothing moves any more: what has just moved takes no press."""
    button = page.get_by_role("button", name=name, exact=True)
    await button.wait_for()
    await page.wait_for_timeout(SETTLED)
    await button.click()


async def test_a_citizen_talks_on_a_narrow_screen(page):
    await press(page, "Đồng ý")
    await shot(page, "chat-form-of-address")
    await press(page, "Bà")
    await write(page, "an sinh")
    await press(page, "Phường An Sinh")
    await press(page, "Người cao tuổi")
    await page.get_by_text("Xong rồi ạ, cháu cảm ơn bà!").wait_for()
    await write(page, "vneid muc 2 lam o dau")
    await page.locator(".label.curated").wait_for()
    await shot(page, "chat-answer")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    before = await page.locator(".line").count()
    await page.reload()
    await page.locator(".label.curated").wait_for()
    assert await page.locator(".line").count() == before


async def test_a_lesson_turns_its_cards_in_place(page):
    await page.get_by_role("button", name="Không, cảm ơn").click()
    await page.get_by_role("button", name="Bỏ qua").click()
    await page.get_by_role("button", name="Bài học").click()
    await page.get_by_role("button", name="Làm quen thiết bị").click()
    await page.locator(".line:last-child .choices button").first.click()
    await page.get_by_text("1/").first.wait_for()
    await shot(page, "lesson-card")
    lines = await page.locator(".line:not(.mine)").count()
    await press(page, "Tiếp ›")
    await page.locator(".bubble", has_text="2/").wait_for()
    assert await page.locator(".line:not(.mine)").count() == lines
    await press(page, "Tiếp ›")
    await page.locator(".bubble", has_text="3/").wait_for()
    for _ in range(2):
        assert await page.locator(".line:not(.mine)").count() == lines
        assert await page.locator(".line.mine", has_text="Tiếp ›").count() == 1, "presses do not pile up"
        await page.reload()
        await page.locator(".bubble", has_text="3/").wait_for()


async def test_a_drawing_keeps_its_place_before_it_arrives(page):
    held = asyncio.Event()

    async def slowly(route):
        await held.wait()
        await route.continue_()

    await page.route("**/pictures/**", slowly)
    await page.get_by_role("button", name="Không, cảm ơn").click()
    await page.get_by_role("button", name="Bỏ qua").click()
    await page.get_by_role("button", name="Bài học").click()
    await page.get_by_role("button", name="Làm quen thiết bị").click()
    await page.locator(".line:last-child .choices button").first.click()
    await page.get_by_role("button", name="Tiếp ›").click()
    drawing = page.locator("img.drawing")
    before = await drawing.bounding_box()
    held.set()
    await page.wait_for_function("() => document.querySelector('img.drawing').naturalWidth === 800")
    assert await drawing.bounding_box() == before
    assert before["width"] <= 360 and abs(before["height"] * 1.6 - before["width"]) < 6
    assert "ổ khóa" in await drawing.get_attribute("alt")
    await shot(page, "lesson-drawing")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_press_holds_while_the_buttons_above_keep_their_place(page):
    """Nothing moves between press and release: not when another button loses the focus, not when a line comes."""
    await page.get_by_role("button", name="Không, cảm ơn").click()
    skip = page.get_by_role("button", name="Bỏ qua")
    await skip.wait_for()
    await page.wait_for_timeout(SETTLED)
    before = await skip.bounding_box()
    await page.mouse.move(before["x"] + 20, before["y"] + 10)
    await page.mouse.down()
    await page.wait_for_timeout(100)
    assert await skip.bounding_box() == before
    await page.evaluate("document.getElementById('menu').click()")
    await page.wait_for_timeout(700)
    await page.mouse.up()
    await page.locator(".line.mine", has_text="Bỏ qua").wait_for()


async def test_the_second_half_of_a_double_tap_presses_nothing_else(page):
    await page.set_viewport_size({"width": 360, "height": 1400})
    await page.get_by_role("button", name="Không, cảm ơn").click()
    await page.get_by_role("button", name="Bỏ qua").click()
    await write(page, "hoc m1-01")
    on = page.get_by_role("button", name="Tiếp ›")
    await on.click()
    reached = """wanted => {
        const buttons = [...document.querySelectorAll('.choices button')];
        const button = buttons.filter(one => one.textContent === 'Bỏ qua bài này').pop();
        const card = [...document.querySelectorAll('.bubble')].some(one => one.textContent.includes('Thẻ 2/'));
        const box = button.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return card && (at === button) === wanted;
    }"""
    await page.wait_for_function(reached, arg=False)
    await on.press("Enter")  # a key goes on at once
    await page.locator(".bubble", has_text="Thẻ 3/").wait_for()
    await page.wait_for_function(reached.replace("Thẻ 2/", "Thẻ 3/"), arg=True)
    box = await page.get_by_role("button", name="Bỏ qua bài này").bounding_box()
    await page.get_by_role("button", name="Bỏ qua bài này").dispatch_event("click", {"detail": 2})
    await page.mouse.click(box["x"] + 20, box["y"] + 10)
    passed = page.locator(".line.mine", has_text="Bỏ qua bài này")
    await passed.first.wait_for()
    await page.wait_for_timeout(300)
    assert await passed.count() == 1


async def test_buttons_of_a_list_that_goes_on_stay(page, house):
    """A number beyond the list says the list again; a warning leaves the buttons above it where they are."""
    await page.get_by_role("button", name="Không, cảm ơn").click()
    await page.get_by_role("button", name="Bỏ qua").click()
    await page.get_by_role("button", name="Bài học").wait_for()
    await write(page, "28")
    await page.get_by_text("không có số 28").wait_for()
    await shot(page, "chat-no-such-number", whole=False)
    await page.wait_for_timeout(SETTLED)
    await page.get_by_role("button", name="Bài học").last.click()
    await page.get_by_role("button", name="Làm quen thiết bị").wait_for()
    for _ in range(40):
        await write(page, "0")
    warned = page.locator(".line", has_text="chưa đọc kịp")
    await warned.wait_for()
    above = warned.locator("xpath=preceding-sibling::div[not(contains(@class, 'mine'))][1]")
    await above.get_by_role("button", name="Bài học").wait_for()


async def test_old_buttons_are_folded_and_unfold_in_place_and_stay_so(page):
    await page.get_by_role("button", name="Không, cảm ơn").click()
    await page.get_by_role("button", name="Bỏ qua").click()
    await page.get_by_role("button", name="Bài học").wait_for()
    await page.wait_for_timeout(SETTLED)
    assert not await page.get_by_role("button", name="Bác", exact=True).is_visible()
    more = page.locator(".more").first
    await more.scroll_into_view_if_needed()
    before = await more.bounding_box()
    await more.click()
    assert await more.bounding_box() == before | {"width": (await more.bounding_box())["width"]}
    assert await more.get_attribute("aria-expanded") == "true"
    await page.reload()
    await page.get_by_role("button", name="Bác", exact=True).wait_for()
    await page.locator(".more").first.click()
    await page.get_by_role("button", name="Bác", exact=True).wait_for(state="hidden")


async def test_what_is_below_the_screen_is_said_and_reached_by_a_press(page):
    await page.set_viewport_size({"width": 360, "height": 420})
    await page.get_by_role("button", name="Đổi cỡ chữ").click()
    down = page.get_by_role("button", name="Còn nữa")
    await page.get_by_role("button", name="Bảng chọn", exact=True).wait_for()
    await page.wait_for_timeout(SETTLED)
    await shot(page, "chat-more-below", whole=False)
    for _ in range(12):
        if await down.is_visible():
            await down.click()
            await page.wait_for_timeout(SETTLED)
    await down.wait_for(state="hidden")
    last = await page.get_by_role("button", name="Bảng chọn", exact=True).bounding_box()
    assert last["y"] + last["height"] < 420


async def test_words_of_a_citizen_never_run(page):
    await page.get_by_role("button", name="Đồng ý").wait_for()
    await write(page, "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>")
    await page.locator(".line.mine", has_text="onerror").wait_for()
    assert await page.title() != "run"


async def test_twice_as_large_nothing_is_cut_off(page):
    await page.set_viewport_size({"width": 180, "height": 400})
    await page.get_by_role("button", name="Đồng ý").wait_for()
    for _ in range(3):
        await shot(page, "chat-200-percent")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 180
        assert await page.evaluate(CUT) == []
        await page.get_by_role("button", name="Đổi cỡ chữ").click()


async def test_without_a_network_a_message_waits_and_goes_once(page):
    await page.get_by_role("button", name="Đồng ý").wait_for()
    await page.context.set_offline(True)
    await write(page, "gọi cấp cứu số nào")
    await page.get_by_text("Tin nhắn được giữ lại").wait_for()
    await shot(page, "chat-offline")
    await page.context.set_offline(False)
    await page.locator(".label.curated").wait_for()
    assert await page.locator(".line.mine", has_text="gọi cấp cứu").count() == 1
    await page.wait_for_function("document.getElementById('state').hidden")


async def test_a_message_that_is_cut_says_so(page):
    await page.get_by_role("button", name="Đồng ý").wait_for()
    await page.click("#words")
    await page.keyboard.insert_text("dài quá " * 400)
    await page.get_by_text("Ô viết đã đầy").wait_for()
    await page.press("#words", "Enter")
    await page.get_by_text("Ô viết đã đầy").wait_for(state="hidden")
    await page.locator(".line.mine", has_text="dài quá").wait_for()


async def test_a_call_for_help_does_not_wait_behind_what_came_too_fast(page):
    await page.get_by_role("button", name="Đồng ý").wait_for()

    async def only_calls_for_help(route):
        call = "cứu" in (route.request.post_data or "")
        too_fast = {"status": 429, "json": {"text": "Xin chậm lại một chút."}}
        await (route.continue_() if call else route.fulfill(**too_fast))

    await page.route("**/chat/messages", only_calls_for_help)
    await write(page, "xin hỏi về căn cước")
    await page.get_by_text("Xin chậm lại một chút.").wait_for()
    await write(page, "cứu tôi với")
    await page.get_by_role("link", name="113").first.wait_for()
    assert await page.locator(".line.mine.waiting", has_text="xin hỏi về căn cước").count() == 1
    await page.unroute("**/chat/messages")
    await page.locator(".line.mine:not(.waiting)", has_text="xin hỏi về căn cước").wait_for()
    assert await page.locator(".line.mine", has_text="cứu tôi với").count() == 1


async def test_letters_grow_and_stay_so(page):
    before = await page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    await page.get_by_role("button", name="Đổi cỡ chữ").click()
    await page.reload()
    await page.get_by_role("button", name="Đồng ý").wait_for()
    assert await page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > before
    await shot(page, "chat-large-letters")
    assert await page.evaluate(CUT) == []
    await page.get_by_role("button", name="Đổi cỡ chữ").click()
    await shot(page, "chat-largest-letters")
    assert await page.evaluate(CUT) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_under_the_first_answer_it_can_be_judged(page):
    await page.get_by_role("button", name="Đồng ý").wait_for()
    await page.evaluate("localStorage.clear()")
    await write(page, "gọi cấp cứu số nào")
    await page.get_by_role("button", name="Đúng ý").wait_for()
    await shot(page, "chat-first-answer")


async def test_erasing_empties_the_page_and_the_talk_goes_on(page):
    """Without a reload: the goodbye stands alone, and what is written next is answered."""
    await page.get_by_role("button", name="Đồng ý").wait_for()
    await write(page, "gọi cấp cứu số nào")
    await page.locator(".label.curated").wait_for()
    await write(page, "/xoadulieu")
    await page.get_by_role("button", name="Xóa hết").click()
    await page.get_by_role("button", name="Bắt đầu lại").wait_for()
    await page.locator(".label.curated").wait_for(state="detached")
    assert await page.locator(".line:not(.mine)").count() == 1
    await shot(page, "chat-erased")
    for earlier in range(3):
        await write(page, "gọi cấp cứu số nào")
        await page.locator(".label.curated").nth(earlier).wait_for()


async def test_what_goes_wrong_is_said_in_vietnamese(page):
    answer = await page.request.post(page.url + "chat/messages", data="{")
    assert answer.status == 401 and "Xin tải lại trang" in (await answer.json())["text"]
    for path, status in (
        ("khong-co-trang-nay", 404),
        ("chat/nothing", 404),
        ("chungnhan/abc", 404),
        ("dulieu/1.2.3", 410),
        ("zalo/oa/callback", 404),
        ("telegram/webhook", 404),
    ):
        answer = await page.request.get(page.url + path)
        told = "json" in answer.headers["content-type"]
        words = (await answer.json())["text"] if told else await answer.text()
        assert answer.status == status and "Not Found" not in words, path
        assert "Xin" in words or "Địa chỉ" in words or "Mã này" in words, path
    for path in ("zalo/oa/webhook", "zalo/bot/webhook", "telegram/webhook"):
        answer = await page.request.post(page.url + path, data="{}")
        assert answer.status == 404 and "Kênh này chưa bật" in await answer.text()


async def test_nothing_is_fetched_from_elsewhere(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await page.get_by_role("button", name="Đồng ý").wait_for()
    assert asked and all(url.startswith(page.url) for url in asked)


async def test_a_code_on_a_poster_opens_its_lesson(page):
    await page.goto(f"{page.url}?hoc=m6-02&xa=06811")
    await page.get_by_text("Thẻ 1/").first.wait_for()
    assert "hoc=" not in page.url
    await page.reload()
    await page.get_by_text("Thẻ 1/").first.wait_for()
    assert await page.get_by_text("hoc m6-02 06811").count() == 1


async def test_numbers_of_the_emergency_card_are_called_with_a_tap(page):
    await write(page, "cứu tôi với")
    await page.locator("a[href='tel:113']").wait_for()
    assert await page.locator("a[href^='tel:']").all_text_contents() == ["113", "114", "115"]


OVERLAPPED = """() => {
    const one = document.querySelector('#down').getBoundingClientRect();
    return document.querySelector('#talk').getBoundingClientRect().bottom > one.top + 1;
}"""


async def test_what_says_that_there_is_more_covers_none_of_it(page):
    await page.set_viewport_size({"width": 360, "height": 420})
    await write(page, "menu")
    await page.get_by_role("button", name="Còn nữa").wait_for()
    assert not await page.evaluate(OVERLAPPED)


@asynccontextmanager
async def sites(frame: str) -> AsyncIterator[None]:
    """Both sites, with this page in theirs; served in earnest, or Chromium lets no local frame in."""

    async def home(request: web.Request) -> web.Response:
        return web.Response(content_type="text/html", text=f'<iframe src="{frame}"></iframe>')

    app = web.Application()
    app.add_routes([web.get("/", home)])
    async with TestServer(app, port=PORT):
        yield


@pytest.mark.parametrize(("site", "shown"), [(PORTAL, True), (STRANGER, False)], ids=["allowed", "not allowed"])
async def test_the_chat_page_stands_in_the_sites_that_may_embed_it_alone(house, page, site, shown):
    async with sites(f"{house.url}/"):
        await page.goto(f"{site}/")
        await page.frames[1].wait_for_load_state()
        assert await page.frames[1].locator("#words").count() == int(shown)
