"""Who is meant: and, or, not over what is known of citizens, the same when counting and when sending."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from bot.domain.announcements import Announcements, Content
from bot.domain.audience_rules import block, refuse_unfit, row, rule
from bot.domain.staff import Refusal
from bot.messages import Person
from bot.storage import citizens
from bot.storage.audiences import Whom, concerns, next_citizens, reach
from bot.storage.tables import Membership, Outbound, Progress
from tests.people import HERE, NOW, THERE, address, citizen, staff

MODULE = ("M1-01", "M1-02")


async def member(db, number: int, *organisations: str) -> None:
    for code in organisations:
        await db.execute(insert(Membership).values(citizen_id=number, organisation=code))


async def learnt(db, number: int, *lessons: str, begun: str = "") -> None:
    for code in (*lessons, *([begun] if begun else [])):
        done = {"finished_at": None if code == begun else NOW}
        values = {"citizen_id": number, "lesson": code, "card": 0, "right": 0, "asked": 0, "updated_at": NOW}
        await db.execute(insert(Progress).values(**values, **done))


async def village(db) -> dict[str, int]:
    """Citizens who differ in everything that a rule may ask."""
    made = {}
    made["old farmer"], _ = await citizen(db, audience="CAO")
    made["old woman"], _ = await citizen(db, audience="CAO", channel="telegram")
    made["pupil"], _ = await citizen(db, audience="HSSV", commune=THERE)
    made["trader"], _ = await citizen(db, audience="KD", commune=THERE, channel="telegram")
    made["unknown"], _ = await citizen(db, commune="")
    await address(db, made["old farmer"], channel="telegram", days_ago=3)
    await member(db, made["old farmer"], "nong-dan", "hoi-cao-tuoi")
    await member(db, made["old woman"], "phu-nu", "hoi-cao-tuoi")
    await learnt(db, made["old farmer"], *MODULE)
    await learnt(db, made["old woman"], "M1-01", begun="M1-02")
    await learnt(db, made["trader"], begun="M1-01")
    return made


FACTS = {
    "old farmer": {("commune", HERE), ("group", "CAO"), ("organisation", "nong-dan"), ("organisation", "hoi-cao-tuoi")}
    | {("learnt", "M1-01"), ("module_done", "M1"), ("channel", "web")},
    "old woman": {("commune", HERE), ("group", "CAO"), ("organisation", "phu-nu"), ("organisation", "hoi-cao-tuoi")}
    | {("learnt", "M1-01"), ("module_not_done", "M1"), ("channel", "telegram")},
    "pupil": {("commune", THERE), ("group", "HSSV"), ("not_learnt", "M1-01"), ("module_not_done", "M1")}
    | {("channel", "web")},
    "trader": {("commune", THERE), ("group", "KD"), ("not_learnt", "M1-01"), ("module_not_done", "M1")}
    | {("channel", "telegram")},
    "unknown": {("not_learnt", "M1-01"), ("module_not_done", "M1"), ("channel", "web")},
}
"""What holds of each of the village, written down by hand."""
ALL = sorted(set().union(*FACTS.values()))


def condition(what: str, value: str, *, unless: bool = False) -> dict:
    return row(what, value, unless=unless, lessons=MODULE if what.startswith("module_") else ())


async def meant(db, people: dict[str, int], given: dict) -> set[str]:
    """Whom the send would go to; counting says the same."""
    found = set(await next_citizens(db, Whom(rule=given), after=0, limit=500))
    assert sum((await reach(db, Whom(rule=given))).values()) == len(found)
    names = {name for name, number in people.items() if number in found}
    for name, number in people.items():
        assert await concerns(db, number, Whom(rule=given)) == (name in names)
    return names


async def test_each_condition_means_whom_it_says(database):
    async with database.begin() as db:
        people = await village(db)
        for what, value in ALL:
            right = {name for name, facts in FACTS.items() if (what, value) in facts}
            assert await meant(db, people, rule("all", block("all", condition(what, value)))) == right, (what, value)
            rest = rule("all", block("all", condition(what, value, unless=True)))
            assert await meant(db, people, rest) == set(FACTS) - right, (what, value)


def holds(given: dict, facts: set) -> bool:
    """The same rule, worked out in Python."""

    def joined(join, parts, each):
        wanted = [each(part) for part in parts if not part["not"]]
        unwanted = [each(part) for part in parts if part["not"]]
        return (all(wanted) if join == "all" or not wanted else any(wanted)) and not any(unwanted)

    def of_block(part):
        return joined(part["join"], part["rows"], lambda one: (one["is"], one["value"]) in facts)

    return joined(given["join"], given["blocks"], of_block) if given else True


async def test_any_and_or_not_is_the_same_in_the_database_as_by_hand(database):
    dice = random.Random(7)
    sizes = set()
    async with database.begin() as db:
        people = await village(db)
        for _ in range(40):
            blocks = [
                block(
                    dice.choice(["all", "any"]),
                    *(condition(*dice.choice(ALL), unless=dice.random() < 0.3) for _ in range(dice.randint(1, 4))),
                    unless=dice.random() < 0.25,
                )
                for _ in range(dice.randint(1, 3))
            ]
            given = rule(dice.choice(["all", "any"]), *blocks)
            refuse_unfit(given)
            right = {name for name, facts in FACTS.items() if holds(given, facts)}
            sizes.add(len(right))
            assert await meant(db, people, given) == right, given
    assert sizes == {0, 1, 2, 3, 4, 5}, "the dice saw every size"


async def test_communes_and_groups_narrow_a_rule(database):
    old = rule("any", block("any", row("group", "CAO"), row("group", "HSSV")))
    async with database.begin() as db:
        people = await village(db)
        assert set(await next_citizens(db, Whom((THERE,), rule=old), after=0, limit=9)) == {people["pupil"]}
        here = Whom((HERE,), ("CAO",), rule("all", block("all", row("organisation", "nong-dan", unless=True))))
        assert set(await next_citizens(db, here, after=0, limit=9)) == {people["old woman"]}


async def test_a_rule_goes_with_the_announcement_from_draft_to_send(database):
    given = rule(
        "all", block("all", row("organisation", "hoi-cao-tuoi"), row("learnt", "M1-01"), row("channel", "web"))
    )
    async with database.begin() as db:
        people = await village(db)
        author, approver, work = await staff(db), await staff(db, "approver"), Announcements(db, NOW)
        made = await work.draft(author, Content("Họp hội", "Mời các cụ.", rule=given))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        assert (await work.get(made.id)).reach == 1
    async with database.begin() as db:
        while await Announcements(db, NOW).plan_next():
            pass
        assert list(await db.scalars(select(Outbound.citizen_id))) == [people["old farmer"]]
        work = Announcements(db, NOW)
        assert [one.id for one in await work.latest_for(Person(people["old farmer"]))] == [made.id]
        assert await work.latest_for(Person(people["old woman"])) == []


async def test_an_officer_names_no_foreign_commune_in_a_rule_and_reaches_nobody_there(database):
    everyone = rule("any", block("any", row("group", "CAO"), row("group", "HSSV"), row("group", "KD")))
    async with database.begin() as db:
        people = await village(db)
        local, work = await staff(db, area=HERE), Announcements(db, NOW)
        for unless in (False, True):
            foreign = rule("any", block("any", row("commune", THERE, unless=unless), row("commune", HERE)))
            with pytest.raises(Refusal, match="outside_area"):
                await work.draft(local, Content("a", "b", rule=foreign))
        made = await work.draft(local, Content("a", "b", rule=everyone))
        await work.submit(local, made.id)
        await work.approve(await staff(db, "approver", area=HERE), made.id)
        while await work.plan_next():
            pass
        assert set(await db.scalars(select(Outbound.citizen_id))) == {people["old farmer"], people["old woman"]}


@pytest.mark.parametrize(
    "given",
    [
        {"v": 2, "join": "all", "blocks": [block("all", row("group", "CAO"))]},
        {"v": 1, "join": "xor", "blocks": [block("all", row("group", "CAO"))]},
        {"v": 1, "join": "all", "blocks": []},
        {"v": 1, "join": "all", "blocks": [block("all")]},
        rule("all", block("all", row("name", "Lan"))),
        rule("all", block("all", row("module_done", "M1"))),
        rule("all", block("all", {"is": "group", "value": 7})),
        rule("all", block("all", *(row("group", "CAO") for _ in range(13)))),
        {"v": 1, "join": "all", "blocks": ["'; DROP TABLE citizens"]},
    ],
)
async def test_what_is_no_rule_is_refused(database, given):
    async with database.begin() as db:
        with pytest.raises(Refusal, match="rule_unfit"):
            await Announcements(db, NOW).draft(await staff(db), Content("a", "b", rule=given))


async def test_a_membership_is_in_the_export_and_goes_with_the_person(database):
    async with database.begin() as db:
        people = await village(db)
        number = people["old farmer"]
        there = (await citizens.everything(db, number))["memberships"]
        assert {one["organisation"] for one in there} == {"nong-dan", "hoi-cao-tuoi"}
        await citizens.erase(db, number, now=datetime.now(UTC))
        assert (await citizens.everything(db, number))["memberships"] == []
        assert len((await citizens.everything(db, people["old woman"]))["memberships"]) == 2
