"""Learning together: several learners on one phone; a lesson that a helper leads, with or without own phones."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CitizenError
from bot.library.choices import title_key
from bot.messages import Reply
from bot.storage import citizens, outbox, together
from bot.storage.tables import LessonClass

NAME_MAX = 40
MOST_LEARNERS = 6
MOST_MEMBERS = 60
LETTERS, DIGITS = "bcdghkmnpqrtvx", "23456789"
"""Of a class's code: none that is taken for another, and no word comes of it."""


class TooManyLearners(CitizenError):
    """A phone is no classroom."""

    phrase = "learners.too_many"


class ClassFull(CitizenError):
    """A class of more than this is not led with one phone."""

    phrase = "classes.full"


class NoSuchClass(CitizenError):
    """No class has this code, or it is over."""

    phrase = "classes.gone"


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in a class: did they do it, on a phone of their own or by the helper's mark?"""

    id: int
    name: str
    done: bool
    own_phone: bool


class Household:
    """Learners who share a phone. Each has settings, progress and reviews of their own."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def all(self, citizen_id: int) -> Sequence[Any]:
        """Everybody on this phone, with `citizen_id` and `name`; empty when there is just one."""
        return await together.learners(self.db, citizen_id)

    async def add(self, citizen_id: int, name: str, first: str) -> int:
        """One more learner, who has the phone from now on. `first`: the name of who was here alone so far."""
        there = await self.all(citizen_id)
        if len(there) >= MOST_LEARNERS:
            raise TooManyLearners(limit=MOST_LEARNERS)
        owner = there[0].owner_id if there else citizen_id
        if not there:
            await together.name_learner(self.db, citizen_id, owner, first)
        number = await together.add_learner(self.db, owner, name[:NAME_MAX], now=self.now)
        await together.hand_phone(self.db, citizen_id, number)
        return number

    async def switch(self, citizen_id: int, to_id: int) -> Any | None:
        """Hand the phone to another learner; None when they do not share it."""
        there = {one.citizen_id: one for one in await self.all(citizen_id)}
        if to_id not in there:
            return None
        if to_id != citizen_id:
            await together.hand_phone(self.db, citizen_id, to_id)
        return there[to_id]

    async def rename(self, citizen_id: int, name: str) -> None:
        """Called otherwise from now on."""
        await together.rename(self.db, citizen_id, name[:NAME_MAX])

    async def erase_others(self, citizen_id: int) -> None:
        """Erasing covers everybody on the phone."""
        await together.erase_others(self.db, citizen_id, now=self.now)


class Classes:
    """Classes led by a helper, in the caller's transaction."""

    def __init__(self, db: AsyncSession, library: Any, now: datetime) -> None:
        self.db, self.library, self.now = db, library, now

    async def open(self, helper_id: int, lesson: Any) -> LessonClass:
        """Begin a class; the helper's earlier one is over."""
        code = "".join(secrets.choice(part) for part in (LETTERS,) * 3 + (DIGITS,) * 3)
        return await together.open_class(self.db, helper_id, lesson.code, code, now=self.now)

    async def led(self, code: str, helper_id: int) -> LessonClass:
        """A class that this helper leads. Raises NoSuchClass."""
        found = await together.find_class(self.db, code.lower())
        if found is None or found.helper_id != helper_id or self.library.lesson(found.lesson) is None:
            raise NoSuchClass
        return found

    async def on(self, helper_id: int) -> LessonClass | None:
        """The class that this helper leads just now, or None."""
        found = await together.open_class_of(self.db, helper_id)
        return found if found and self.library.lesson(found.lesson) else None

    async def join(self, code: str, citizen_id: int, name: str) -> LessonClass:
        """Somebody with a phone is there; "" for a number in place of a name. Raises NoSuchClass, ClassFull."""
        found = await together.find_class(self.db, code.lower())
        if found is None or found.closed_at or self.library.lesson(found.lesson) is None:
            raise NoSuchClass
        await self._enter(found.id, name, citizen_id)
        return found

    async def add_names(self, class_id: int, names: Sequence[str]) -> None:
        """People without a phone of their own, as the helper writes them down."""
        for name in names:
            await self._enter(class_id, name, None)

    async def _enter(self, class_id: int, name: str, citizen_id: int | None) -> None:
        shown = " ".join(name.split())[:NAME_MAX]
        if citizen_id is not None and await together.is_there(self.db, class_id, citizen_id, shown):
            return
        count = await together.count_members(self.db, class_id)
        if count >= MOST_MEMBERS:
            raise ClassFull(limit=MOST_MEMBERS)
        await together.enter(self.db, class_id, shown or f"Học viên {count + 1}", citizen_id)

    async def present(self, found: LessonClass) -> list[Present]:
        """Who is there, and who did it."""
        members = await together.members(self.db, found.id)
        numbers = [one.citizen_id for one in members if one.citizen_id is not None]
        done = await together.finished(self.db, found.lesson, numbers) if numbers else set()
        return [
            Present(one.id, one.name, one.done or one.citizen_id in done, one.citizen_id is not None) for one in members
        ]

    async def mark(self, class_id: int, member_id: int) -> None:
        """The helper saw that somebody did it, or marks it back."""
        await together.mark(self.db, class_id, member_id)

    async def turn(self, found: LessonClass, place: int) -> None:
        """The class is at this card now."""
        await together.change_class(self.db, found.id, place=place)

    async def close(self, found: LessonClass) -> None:
        """The class is over; nobody joins any more."""
        await together.change_class(self.db, found.id, closed_at=self.now)

    async def show_everybody(self, found: LessonClass, reply: Reply) -> int:
        """The card goes to every phone of the class, where it can be answered at once. Returns to how many."""
        sent = 0
        for member in await together.members(self.db, found.id):
            if member.citizen_id is None or member.citizen_id == found.helper_id:
                continue
            addresses = [one for one in await citizens.addresses(self.db, member.citizen_id) if not one.blocked_at]
            if addresses:
                await self._show(member.citizen_id, addresses[0].id, reply)
                sent += 1
        return sent

    async def _show(self, citizen_id: int, address_id: int, reply: Reply) -> None:
        """As a reply of its own: its numbers and words are what may be chosen next."""
        await outbox.add(self.db, citizen_id, address_id, reply, rank=outbox.REPLIES, now=self.now)
        choices = [[one.does, title_key(self._title(one))] for one in reply.buttons if one.does]
        await citizens.change(self.db, citizen_id, step="", data=dict(reply.data), choices=choices)

    def _title(self, button: Any) -> str:
        return str(self.library.phrases.say(button.phrase, button.values, ""))
