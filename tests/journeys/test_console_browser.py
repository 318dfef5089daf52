"""The console in a real browser, for its people, on a desk and on a narrow phone; pictures in `tests/screenshots`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import pytest_asyncio
from sqlalchemy import func, insert, select

from bot.domain.answering.guard import Guard
from bot.domain.checking import Checking
from bot.domain.learning.signing import Signer, Statement
from bot.domain.staff import StaffAccounts
from bot.storage import drafts, ideas, keys, page_drafts, staff
from bot.storage.tables import Verdict, Wording
from tests.benches.console import clear, queue
from tests.journeys.staffed import (
    DESKTOP,
    HERE,
    NASTY,
    PASSWORD,
    PHONE,
    THERE,
    Staffed,
    eventually,
    overflow,
    serious,
    shot,
)
from tests.shared import the_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def house(tmp_path_factory):
    started = await Staffed.begin(tmp_path_factory.mktemp("console"))
    await started.accounts()
    yield started
    await started.end()


@pytest_asyncio.fixture(loop_scope="module")
async def staffed(house):
    yield house
    await house.close_pages()


async def change_password(page, old: str, new: str) -> None:
    for name, value in (("old", old), ("new", new), ("again", new)):
        await page.fill(f"#{name}", value)
    await page.get_by_role("button", name="Đổi mật khẩu").click()


async def test_the_first_administrator_changes_the_password_and_invites_without_scripts(staffed):
    async with staffed.database.begin() as db:
        printed = await StaffAccounts(db, datetime.now(UTC)).reset("quantri")
    page = await staffed.page(PHONE, java_script_enabled=False)
    await page.goto(f"{staffed.url}/console")
    await page.fill("#login", "quantri")
    await page.fill("#password", printed)
    await page.get_by_role("button", name="Đăng nhập").click()
    await page.get_by_text("chỉ dùng một lần").wait_for()
    await page.goto(f"{staffed.url}/console/staff")
    assert page.url.endswith("/console/account")
    await change_password(page, printed, PASSWORD)
    await page.get_by_text("Đã đổi mật khẩu").wait_for()
    await page.locator("header .fold").click()
    await page.get_by_role("link", name="Tài khoản").click()
    await page.get_by_role("link", name="Thêm tài khoản").click()
    await page.fill("#login", "ba.hoa")
    await page.fill("#name", "Bà Hoa, phường Uông Bí")
    await page.select_option("#area", HERE)
    await page.get_by_role("button", name="Thêm và mời").click()
    link = await page.input_value("#link")
    await shot(page, "console-invited")
    guest = await staffed.page(PHONE, java_script_enabled=False)
    await guest.goto(link)
    for name in ("new", "again"):
        await guest.fill(f"#{name}", "ba từ rời nhau 7")
    await shot(guest, "console-invitation", whole=False)
    await guest.get_by_role("button", name="Đặt mật khẩu").click()
    await guest.fill("#login", "ba.hoa")
    await guest.fill("#password", "ba từ rời nhau 7")
    await guest.get_by_role("button", name="Đăng nhập").click()
    await guest.get_by_text("Chào Bà Hoa").wait_for()


async def test_an_announcement_from_the_first_word_to_the_report(staffed):
    await staffed.citizens(HERE, HERE, HERE, channel="web")
    author = await staffed.enter("author", PHONE)
    await author.get_by_role("link", name="Soạn thông báo").click()
    await author.fill("#title", "Lớp học số")
    await author.fill("#body", "Mời bà con đến nhà văn hóa khu 3.")
    await author.fill("#find", "uong bi")
    await author.get_by_label("Phường Uông Bí").check()
    await author.get_by_text("Đã chọn 1: Phường Uông Bí.").wait_for()
    await author.get_by_text("Mời bà con").last.wait_for()
    await author.fill("#find", "ha lam")
    await author.fill("#find", "phuong quang trung")
    await author.get_by_text("trước là").first.wait_for()
    await eventually(lambda: author.locator("#reach", has_text=re.compile("^3$")).count())
    await shot(author, "console-writing", whole=False)
    assert await overflow(author) <= 0
    await author.get_by_role("button", name="Lưu bản nháp").click()
    await author.wait_for_url("**/announcements/*?note=saved")
    address = author.url.partition("?")[0]
    await author.get_by_role("button", name="Gửi duyệt").click()
    await author.get_by_role("button", name="Rút lại để sửa").click()
    await author.get_by_role("button", name="Gửi duyệt").click()
    await author.get_by_text("Người soạn không tự duyệt được").wait_for()
    assert await author.get_by_role("button", name="Duyệt và gửi").count() == 0
    approver = await staffed.enter("approver")
    await approver.goto(address)
    await shot(approver, "console-approving", whole=False)
    await approver.get_by_role("button", name="Duyệt và gửi đến 3 người").click()
    await approver.get_by_text("Đã duyệt.").wait_for()
    await approver.get_by_text("Xong lúc").wait_for(timeout=20_000)
    assert await approver.locator("[data-count=delivered]").text_content() == "3"
    await shot(approver, "console-report")


async def test_a_question_comes_to_the_counter_and_to_the_chat_of_who_is_on_duty(staffed):
    moderator = await staffed.enter("moderator")
    await moderator.goto(f"{staffed.url}/console/account")
    await moderator.get_by_role("button", name="Lấy mã nối").click()
    code = (await moderator.locator(".code").text_content()).strip()
    chat = await staffed.page(PHONE)
    await chat.goto(f"{staffed.url}/")
    await chat.get_by_role("button", name="Không, cảm ơn").click()
    await chat.fill("#words", code)
    await chat.press("#words", "Enter")
    await chat.locator(".line:not(.mine)", has_text="Trần Thị Moderator").wait_for()
    await moderator.goto(f"{staffed.url}/console/account")
    await moderator.get_by_role("button", name="Nhận trực").click()
    await moderator.get_by_text("Đã nhận trực").wait_for()
    await moderator.goto(f"{staffed.url}/console/log")
    (citizen,) = await staffed.citizens(THERE)
    number = await staffed.ticket(citizen, "Vừa bị lừa mất tiền, số tài khoản 19001234567890", urgent=True)
    await moderator.locator("nav [data-waiting].urgent").wait_for()
    assert (await moderator.title()).startswith("(")
    alert = chat.locator(".line:not(.mine)", has_text=f"{number}").last
    await alert.wait_for()
    assert "19001234567890" not in await alert.text_content()
    await shot(chat, "console-alert-in-chat")
    await moderator.goto(f"{staffed.url}/console/tickets/{number}")
    await moderator.fill("#text", "Bác gọi ngay cho ngân hàng ạ.")
    await moderator.get_by_role("button", name="Gửi câu trả lời").click()
    await moderator.get_by_text("Đã gửi câu trả lời").wait_for()


async def test_an_answer_by_keyboard_alone(staffed):
    (citizen,) = await staffed.citizens(THERE)
    number = await staffed.ticket(citizen, "Hỏi bằng bàn phím")
    page = await staffed.page()
    await page.goto(f"{staffed.url}/console/tickets/{number}")
    for key in ("Tab", "Tab", "Tab"):
        await page.keyboard.press(key)
    await page.keyboard.type("moderator")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_text("Chào Trần Thị Moderator").wait_for()
    await page.goto(f"{staffed.url}/console/tickets/{number}")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    for _ in range(4):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == "text":
            break
    await page.keyboard.type("Dạ, mời bác ra bộ phận một cửa.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_text("Đã gửi câu trả lời").wait_for()


async def verdicts(staffed) -> int:
    async with staffed.database.read() as db:
        return int(await db.scalar(select(func.count()).select_from(Verdict)))


async def test_a_queue_is_cleared_by_keyboard_alone(staffed):
    await queue(staffed, 12)
    before = await verdicts(staffed)
    page = await staffed.enter("moderator")
    done = await clear(page, staffed.url, 12)
    assert {how: done.keys[how] / done.cases[how] for how in done.cases} == {"right": 1, "wrong": 2, "incomplete": 3}
    await shot(page, "console-checking-done")
    assert await verdicts(staffed) == before + 12


async def test_a_verdict_is_taken_back_by_key_and_given_without_scripts(staffed):
    (citizen,) = await staffed.citizens(THERE)
    number = await staffed.exchange(citizen, "mất sổ bảo hiểm", answer="Ra xã, bác ạ.", thumb=-1)
    page = await staffed.enter("moderator")
    await page.goto(f"{staffed.url}/console/checking")
    assert await page.get_attribute("[data-case]", "data-case") == str(number)
    await page.keyboard.press("1")
    await page.get_by_text("Đã chấm Đúng").wait_for()
    await page.keyboard.press("z")
    await page.get_by_text("Đã lấy lại. Chưa ai được báo.").wait_for()
    assert await page.get_attribute("[data-case]", "data-case") == str(number)
    await shot(page, "console-checking")
    plain = await staffed.enter("moderator", PHONE, java_script_enabled=False)
    await plain.goto(f"{staffed.url}/console/checking/{number}")
    await plain.get_by_role("button", name="Thiếu").click()
    await plain.get_by_text("xin ghi phần còn thiếu").wait_for()
    await plain.fill("#correction", "Mang theo giấy tờ, bác nhé.")
    await shot(plain, "console-checking-phone")
    assert await overflow(plain) <= 0
    await plain.get_by_role("button", name="Thiếu").click()
    await plain.get_by_text("Đã chấm Thiếu").wait_for()


async def test_a_field_that_is_full_says_so(staffed):
    page = await staffed.enter("moderator")
    await page.goto(f"{staffed.url}/console/knowledge")
    await page.click("#words")
    await page.keyboard.insert_text("chữ " * 40)
    await page.get_by_text("chứa tối đa 100 ký tự").wait_for()
    await page.fill("#words", "ngắn")
    await page.get_by_text("chứa tối đa 100 ký tự").wait_for(state="hidden")


PAGES = {
    "administrator": ("/switches", "/staff", "/staff/new", "/staff/ke.nghich", "/audit"),
    "author": (
        "/announcements",
        "/announcements/new",
        "/announcements/{draft}",
        "/announcements/{draft}/edit",
        "/templates",
    ),
    "approver": ("/announcements/{submitted}", "/announcements/{sending}"),
    "moderator": (
        "",
        "/checking",
        "/checking/{exchange}",
        "/checking/verdicts",
        "/checking/verdicts/{verdict}",
        "/log",
        "/log/{exchange}",
        "/tickets",
        "/tickets/{ticket}",
        "/account",
    ),
    "editor": (
        "/facts",
        "/wordings",
        "/unanswered",
        "/drafts",
        "/drafts/{draft_entry}",
        "/ideas",
        "/ideas/all",
        "/ideas/{idea}",
        "/campaigns",
        "/canned",
        "/imports",
        "/knowledge",
        "/knowledge/quen-mat-khau-vneid",
        "/pages",
        "/pages/M0-01",
        "/page-drafts/{page_draft}",
    ),
    "viewer": ("", "/reports", "/ideas/report"),
    "helper": ("", "/staff"),
}


async def nasty(staffed) -> dict[str, int]:
    """Words of citizens and of staff that would run if anything let them."""
    one, _ = await staffed.citizens(THERE, THERE)
    async with staffed.database.begin() as db:
        await StaffAccounts(db, datetime.now(UTC)).create("ke.nghich", by=NASTY, name=NASTY, role="viewer")
    await staffed.furnish()
    exchange = await staffed.exchange(
        one, NASTY, answer=NASTY, sources=[NASTY, "javascript:window.ran='source'"], cuts=[NASTY]
    )
    async with staffed.database.begin() as db:
        row = {"citizen_id": one, "at": datetime.now(UTC), "entry": "quen-mat-khau-vneid", "question": NASTY}
        states = ("", "accepted")
        await db.execute(insert(Wording), [row | {"key": state, "state": state} for state in states])
    ids = {"exchange": exchange, "ticket": await staffed.ticket(one, NASTY, urgent=True)}
    other, moderator = await staffed.exchange(one, NASTY, answer="khác"), await staffed.staff_id("moderator")
    async with staffed.database.begin() as db:
        judge = await staff.get(db, moderator)
        checks = Checking(db, datetime.now(UTC))
        ids["verdict"] = (await checks.judge(other, judge, "wrong", NASTY, Guard(the_library().register))).id
        lines = {"question": NASTY, "text": NASTY, "also": [NASTY], "tried": [NASTY], "why": NASTY, "state": "draft"}
        when = {"created_at": datetime.now(UTC), "changed_at": datetime.now(UTC)}
        ids["draft_entry"] = (await drafts.add(db, **lines, **when, facts=[], sources=[])).id
        told = {"page": "M0-01", "path": "lessons/m0-lam-quen-thiet-bi/m0-01.md", "state": "draft", "why": NASTY}
        told |= {"text": NASTY, "file": "", "file_hash": "", "before": NASTY[::-1]}
        ids["page_draft"] = (await page_drafts.add(db, **told, **when)).id
        said = {"text": NASTY, "title": NASTY[:160], "name": NASTY[:40], "why": NASTY, "anonymous": False}
        sent = {"sent_at": datetime.now(UTC), "changed_at": datetime.now(UTC), "area": THERE, "citizen_id": one}
        ids["idea"] = (await ideas.add(db, **said, **sent)).id
    for status in ("draft", "submitted", "sending"):
        more = {"approved_at": datetime.now(UTC), "reach": 1, "planned_to": 9999} if status == "sending" else {}
        ids[status] = await staffed.announcement(status, NASTY, body=NASTY, returned_why=NASTY, **more)
    return ids


TOUCHING = """() => {
  const boxes = [...document.querySelectorAll('main button, main .button')].filter((one) => one.offsetParent)
    .map((one) => [one.textContent.trim(), one.getBoundingClientRect()]);
  const near = (a, b) => a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom + 4 && b.top < a.bottom + 4;
  return boxes.flatMap(([name, box], place) =>
    boxes.slice(place + 1).filter(([, other]) => near(box, other)).map(([other]) => `${name} | ${other}`));
}"""
"""Buttons with less than four pixels between them."""

BROKEN = """() => [...document.querySelectorAll('th, td')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
  while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\d]+/gu)) {
    const range = document.createRange();
    range.setStart(texts.currentNode, word.index); range.setEnd(texts.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
  }
  return broken;
})"""
"""Words of tables of which some letters stand on another line."""


async def faults(page, url: str) -> list[str]:
    """What is wrong with a page on this screen."""
    await page.goto(url)
    await page.evaluate("document.querySelectorAll('main a[href^=javascript]').forEach((a) => a.click())")
    found = [f"ran {ran}"] if (ran := await page.evaluate("window.ran")) else []
    if wide := await overflow(page):
        found.append(f"{wide} pixels too wide")
    found += [f"touch: {pair}" for pair in await page.evaluate(TOUCHING)]
    found += [f"broken in the middle: {word}" for word in await page.evaluate(BROKEN)]
    return found + await serious(page)


def overhear(page, url: str, heard: list[str]) -> None:
    """Dialogs and requests that leave the program are faults."""
    page.on("dialog", lambda dialog: heard.append(f"dialog {dialog.message}"))
    page.on("request", lambda sent: None if sent.url.startswith(url) else heard.append(sent.url))


async def test_nothing_that_anybody_wrote_runs_and_every_page_can_be_read_by_everybody(staffed):
    ids = await nasty(staffed)
    found: list[str] = []
    for role, paths in PAGES.items():
        page = await staffed.enter(role, PHONE)
        overhear(page, staffed.url, found)
        for path in paths:
            path = path.format(**ids)
            found += [f"{role} {path}: {one}" for one in await faults(page, f"{staffed.url}/console{path}")]
            await shot(page, f"console-{role}{path.replace('/', '-')}")
        await staffed.close_pages()
    assert not found, "\n".join(found)


async def test_a_lesson_is_changed_on_a_phone_without_scripts_and_published_on_a_desktop(staffed):
    phone = await staffed.enter("moderator", PHONE, java_script_enabled=False)
    await phone.goto(f"{staffed.url}/console/lessons/M0-02")
    await phone.get_by_role("link", name="Lời của bài: xem, sửa").click()
    await shot(phone, "console-page-phone")
    await phone.get_by_role("button", name="Sửa bài này").click()
    text = await phone.input_value("#text")
    await phone.fill("#text", text.replace("minutes: ", "minutes: 1"))
    await phone.get_by_role("button", name="Lưu và kiểm tra").click()
    await phone.get_by_text("Còn 1 chỗ phải sửa").wait_for()
    await shot(phone, "console-page-draft-faults-phone")
    assert await overflow(phone) <= 0
    await phone.fill("#text", text.replace("\n---\n", "\n---\nMột câu mới. ", 1))
    await phone.get_by_role("button", name="Lưu, gửi người thứ hai duyệt").click()
    await phone.get_by_text("Đã gửi. Người thứ hai sẽ thấy").wait_for()
    desktop = await staffed.enter("editor")
    await desktop.goto(f"{staffed.url}/console/pages?shown=open")
    await shot(desktop, "console-pages")
    await desktop.get_by_role("listitem").filter(has_text="M0-02").get_by_role("link").click()
    await desktop.get_by_role("link", name="Mở bản nháp đang soạn").click()
    await shot(desktop, "console-page-draft-submitted")
    await desktop.get_by_role("link", name="Xem trên điện thoại").click()
    await desktop.get_by_text("Một câu mới.").wait_for()
    await shot(desktop, "console-page-draft-preview")
    await desktop.go_back()
    await desktop.get_by_role("button", name="Duyệt, cho người dân thấy").click()
    await desktop.get_by_text("Đã duyệt. Trong ít giây nữa").wait_for()
    await desktop.goto(f"{staffed.url}/console/pages/M0-02")
    await shot(desktop, "console-page")
    assert await serious(desktop) == []
    await desktop.get_by_role("button", name="Về bản trước").click()
    await desktop.get_by_text("Đã về bản trước.").wait_for()


async def test_the_menu_is_folded_on_a_phone_and_opens_without_scripts(staffed):
    page = await staffed.enter("editor", PHONE, java_script_enabled=False)
    await page.goto(f"{staffed.url}/console/facts")
    header = page.locator("header")
    link = header.get_by_role("link", name="Kho tri thức")
    assert not await link.is_visible() and (await header.bounding_box())["height"] < 150
    assert "Các trang: Dữ kiện" in await page.locator("header .fold").inner_text()
    await shot(page, "console-menu-folded", whole=False)
    await page.locator("header .fold").click()
    await shot(page, "console-menu-open", whole=False)
    await link.click()
    await page.wait_for_url("**/console/knowledge")
    assert not await header.get_by_role("link", name="Dữ kiện").is_visible()
    desk = await staffed.enter("editor")
    assert await desk.locator("header").get_by_role("link", name="Kho tri thức").is_visible()
    assert not await desk.locator("header .fold").is_visible() and not await desk.locator("#pages").is_visible()


async def test_twice_as_large_on_a_phone_nothing_is_cut_off(staffed):
    page = await staffed.enter("moderator", {"width": 320, "height": 640})
    await page.set_viewport_size({"width": 180, "height": 400})
    for path in ("", "/log", "/tickets", "/account", "/facts"):
        await page.goto(f"{staffed.url}/console{path}")
        assert await overflow(page) <= 0, path
    await shot(page, "console-200-percent")


async def test_the_chat_page_can_be_read_by_everybody_and_nothing_runs_there(staffed):
    page, heard = await staffed.page(PHONE), []
    overhear(page, staffed.url, heard)
    await page.goto(f"{staffed.url}/")
    await page.get_by_role("button", name="Đồng ý").click()
    await page.get_by_role("button", name="Bác", exact=True).click()
    await page.get_by_text("đang sống ở xã, phường nào").wait_for()
    for words in (NASTY, "javascript:window.ran='x' https://a.example/\"onclick=window.ran=1"):
        await page.fill("#words", words)
        await page.press("#words", "Enter")
        await page.locator(".line.mine:not(.waiting)", has_text=words[:20]).first.wait_for()
    more = {"approver_id": await staffed.staff_id("approver"), "approved_at": datetime.now(UTC), "reach": 1}
    await staffed.announcement("approved", NASTY, body=NASTY, communes=[], **more)
    await page.locator(".line:not(.mine)", has_text="onerror").wait_for()
    await page.evaluate(
        "document.querySelectorAll('.bubble a').forEach((a) => a.dispatchEvent(new Event('mouseover')))"
    )
    assert await page.evaluate("window.ran") is None
    assert await serious(page) == []
    assert heard == []
    await shot(page, "chat-nasty")


async def test_a_name_on_a_certificate_does_not_run(staffed):
    async with staffed.database.begin() as db:
        signer = Signer(await keys.keep_secret(db, "certificate_key", Signer.new_key))
    page = await staffed.page(PHONE)
    for name in ("<script>window.ran=1</script>", "<img src=x onerror=window.ran=1>"):
        code = signer.sign(Statement("M1", date(2026, 11, 25), name))
        assert await faults(page, f"{staffed.url}/chungnhan/{code}") == []
        assert name in await page.text_content("main")


@pytest.mark.parametrize("path", ["/chungnhan/khong-co", "/console/login", "/console/invited/khong-co", "/khong-co"])
async def test_pages_for_anyone_can_be_read_by_everybody(staffed, path):
    page = await staffed.page(PHONE)
    assert await faults(page, f"{staffed.url}{path}") == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_lesson_stands_on_the_frame_of_a_phone(staffed, size):
    editor = await staffed.enter("editor", size)
    await editor.goto(f"{staffed.url}/console/lessons")
    await editor.get_by_role("link", name=re.compile("^M6-02")).click()
    await editor.select_option("#form", "ba")
    await editor.get_by_role("button", name="Xem").click()
    await editor.get_by_text("bà cứ chậm lại một nhịp").wait_for()
    drawing = editor.locator(".phone img")
    await drawing.scroll_into_view_if_needed()
    await editor.wait_for_function("() => document.querySelector('.phone img').naturalWidth === 800")
    assert "cúp máy" in await drawing.get_attribute("alt")
    await shot(editor, f"console-lesson-{size['width']}", whole=False)
    assert await overflow(editor) <= 0
    assert await serious(editor) == []
