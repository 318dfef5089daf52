"""A lesson from its first card to the certificate."""

from __future__ import annotations


async def agree(talk):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:skip")
    await talk(button="start.commune:skip")
    await talk(button="start.audience:skip")


async def learn(talk, lesson, *, wrong_first=False):
    said = await talk(button=f"lessons.open:{lesson.code.lower()}")
    for card in range(1, len(lesson.cards) + 1):
        said = await talk(button=f"lessons.card:{lesson.code.lower()}:{card}")
    for number, question in enumerate(lesson.quiz):
        assert said.phrase == "lessons.question"
        choice = question.right
        if wrong_first and number == 0:
            choice = 2 if question.right == 1 else 1
        said = await talk(button=f"lessons.answer:{lesson.code.lower()}:{number}:{choice}")
        last = said
        if number + 1 < len(lesson.quiz):
            said = await talk(button=f"lessons.card:{lesson.code.lower()}:{len(lesson.cards) + number + 1}")
    return last


async def test_a_lesson_is_resumed_where_it_was_left(talk, library):
    await agree(talk)
    code = library.lessons[0].code.lower()
    await talk(button=f"lessons.open:{code}")
    await talk(button=f"lessons.card:{code}:2")
    said = await talk("/hoc")
    assert said.buttons[0] == f"lessons.open:{code}"
    said = await talk("1")
    assert said.messages[0].reply["values"]["number"] == 3


async def test_the_menu_offers_the_lesson_that_was_left_open(talk, library):
    await agree(talk)
    assert (await talk("/menu")).buttons[0] == "do:lessons"
    code = library.lessons[0].code.lower()
    await talk(button=f"lessons.card:{code}:2")
    assert (await talk("/menu")).buttons[:2] == [f"lessons.open:{code}", "do:lessons"]
    said = await talk("1")
    assert said.messages[0].reply["values"]["number"] == 3


async def test_the_first_and_the_next_lesson_are_asked_for_by_words(talk, library):
    await agree(talk)
    first, second = (lesson.code.lower() for lesson in library.lessons[:2])
    said = await talk("hoc bai dau tien")
    assert (said.phrase, said.buttons[0]) == ("lessons.begin_with", f"lessons.open:{first}")
    await talk(button=f"lessons.card:{first}:2")
    said = await talk("Bài tiếp theo")
    assert (said.phrase, said.buttons[:2]) == ("lessons.next_is", [f"lessons.open:{second}", f"lessons.open:{first}"])
    assert (await talk("tôi muốn học tiếp ạ")).messages[0].reply["values"]["number"] == 3


async def test_a_wrong_answer_comes_back_tomorrow(talk, library):
    await agree(talk)
    await learn(talk, library.lessons[0], wrong_first=True)
    assert (await talk("/ontap")).phrase == "review.later_tomorrow"
    talk.watch.move(hours=24)
    said = await talk("ôn tập")
    assert said.phrase == "review.question"
    right = library.lessons[0].quiz[0].right
    said = await talk(str(right))
    assert said.phrase == "review.right"
    assert (await talk("/ontap")).phrase == "review.later_tomorrow"


async def test_a_finished_module_earns_a_signed_certificate(talk, library):
    await agree(talk)
    module = library.modules[0]
    lessons = [lesson for lesson in library.lessons if lesson.module == module.code]
    assert (await talk("/chungnhan")).phrase == "certificates.none"
    for lesson in lessons:
        last = await learn(talk, lesson)
    assert f"certificates.module:{module.code.lower()}" in last.buttons
    await talk(button=f"certificates.module:{module.code.lower()}")
    assert (await talk("Nguyễn Thị Hoa")).phrase == "certificates.confirm"
    said = await talk("đúng rồi")
    assert said.phrase == "certificates.issued"
    code = said.messages[0].reply["values"]["link"].rpartition("/")[2]
    statement = talk.signer.read(code)
    told = (statement.module, statement.issued, statement.name)
    assert told == (module.code, talk.watch.local().date(), "Nguyễn Thị Hoa")
    assert talk.signer.read(code[:-3] + "AAA") is None


async def test_without_consent_lessons_work_and_nothing_is_kept(talk, library):
    await talk("/start")
    await talk(button="start.agree:no")
    last = await learn(talk, library.lessons[0])
    assert last.phrases[-1] == "lessons.finished_unremembered"
    assert (await talk("/tiendo")).phrase == "progress.unremembered"
