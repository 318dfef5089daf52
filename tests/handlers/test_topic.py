"""What was talked of stays known for a while, never as words, and a question about two things has two answers."""

from sqlalchemy import select

from bot.storage.tables import Exchange, Ticket

TITLE = "Quên mật khẩu VNeID thì làm sao?"


async def test_a_follow_up_is_understood_by_what_was_answered(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    said = await friend("the goi cho ai")
    assert said.phrase in ("ask.follows", "ask.follows_near")
    assert TITLE in said.text


async def test_thanks_and_a_thumb_do_not_end_the_topic(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    await friend("cảm ơn")
    assert (await friend.citizen()).data["topic"] == "quen-mat-khau-vneid"


async def test_a_topic_is_over_after_a_while(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    friend.watch.move(minutes=16)
    assert (await friend("the goi cho ai")).phrase not in ("ask.follows", "ask.follows_near")


async def test_the_menu_ends_the_topic(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    await friend("/menu")
    assert "topic" not in (await friend.citizen()).data


async def test_a_marked_secret_in_between_is_no_topic(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    await friend("TỐI MẬT kế hoạch ngày mai")
    assert (await friend.citizen()).data.get("topic", "quen-mat-khau-vneid") == "quen-mat-khau-vneid"


async def test_two_questions_get_two_labelled_answers_and_two_rows_in_the_log(friend):
    said = await friend("Đề án 06 là gì và Ngày Chuyển đổi số quốc gia là ngày nào?")
    assert said.phrases == ["ask.part", "ask.part"]
    assert [row.label for row in said.messages] == ["curated", "curated"]
    assert all(row.reply.get("sources") for row in said.messages)
    async with friend.database.read() as db:
        logged = list(await db.scalars(select(Exchange.entry).order_by(Exchange.id.desc()).limit(2)))
    assert set(logged) == {"de-an-06", "ngay-chuyen-doi-so"}


async def test_what_nobody_here_knows_does_not_hide_the_answer_beside_it(friend):
    for text in ("Đề án 06 là gì và giá vàng hôm nay", "giá vàng hôm nay, Đề án 06 là gì"):
        said = await friend(text)
        assert set(said.phrases) == {"ask.part", "ask.part_no_answer"}, text
        assert {row.label for row in said.messages} == {"curated", ""}


async def test_two_things_that_nobody_here_knows_are_one_question_without_an_answer(friend):
    assert (await friend("cách nấu món canh, giá vàng hôm nay")).phrases == ["ask.no_answer"]


async def test_where_a_commune_or_a_path_was_asked_for_both_questions_are_answered_too(friend):
    for place in ({"button": "settings.commune"}, {"text": "/lotrinh"}):
        await friend(**place)
        said = await friend("Đề án 06 là gì và Ngày Chuyển đổi số quốc gia là ngày nào?")
        assert said.phrases[:2] == ["ask.part", "ask.part"], place


async def test_a_secret_told_in_a_lesson_is_warned_of_and_the_way_back_stays(friend):
    await friend(button="lessons.card:m0-01:1")
    said = await friend("mật khẩu của tôi là Hoa2024abc, quên mật khẩu VNeID thì làm sao")
    assert said.phrases[0] == "ask.masked"
    assert "lessons.card:m0-01:1" in said.buttons


async def test_what_names_nothing_is_asked_back_not_guessed(friend):
    said = await friend("con phi bao nhieu")
    assert said.phrase == "ask.of_what"


async def test_a_question_that_leads_to_a_person_is_what_is_talked_of_then(friend):
    assert (await friend("lam can cuoc o dau")).phrase == "ask.needs_person"
    said = await friend("con phi bao nhieu")
    assert said.phrase in ("ask.follows", "ask.follows_near", "ask.needs_person", "ask.no_answer")
    assert "lái xe" not in said.text


async def test_the_last_question_is_the_topic_though_only_near_ones_were_found(friend):
    await friend(button="ask.entry:quen-mat-khau-vneid")
    assert (await friend("sua ten tren giay khai sinh the nao")).phrase in ("ask.near", "ask.which", "ask.no_answer")
    assert TITLE not in (await friend("con phi bao nhieu")).text


async def test_the_second_of_two_questions_is_asked_of_what_the_first_names(friend):
    said = await friend("vneid là gì, cài ở đâu")
    assert "ứng dụng định danh của Bộ Công an" in said.text
    assert "CH Play hoặc App Store" in said.texts[1]


async def test_each_of_two_answers_is_judged_by_itself(friend):
    said = await friend("Đề án 06 là gì và Ngày Chuyển đổi số quốc gia là ngày nào?")
    first, second = ([b[0] for b in row.reply["buttons"] if b[0].startswith("ask.")] for row in said.messages)
    await friend(button=first[0])
    wrong = await friend(button=second[1])
    async with friend.database.read() as db:
        kept = select(Exchange.entry, Exchange.thumb).where(Exchange.thumb != 0)
        assert set((await db.execute(kept)).all()) == {("de-an-06", 1), ("ngay-chuyen-doi-so", -1)}
    assert (await friend(button=wrong.buttons[0])).phrase == "tickets.opened"
    async with friend.database.read() as db:
        assert "Ngày Chuyển đổi số" in (await db.scalars(select(Ticket.question))).one()


async def test_words_judge_the_second_of_two_answers(friend):
    await friend("Đề án 06 là gì và Ngày Chuyển đổi số quốc gia là ngày nào?")
    assert (await friend("đúng ý")).phrase == "ask.feedback_right"
    async with friend.database.read() as db:
        assert list(await db.scalars(select(Exchange.entry).where(Exchange.thumb == 1))) == ["ngay-chuyen-doi-so"]
