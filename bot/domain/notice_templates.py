"""Words of announcements with blanks, kept by name to be used again: ours in the content, staff's in the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.news_kinds import KINDS
from bot.domain.staff import Refusal, owns
from bot.redaction import is_marked_secret
from bot.storage.by_name import notice_templates
from bot.storage.tables import NoticeTemplate, Staff

NAME_MAX = 60
TITLE_MAX, BODY_MAX = 120, 2500
REMOVED_SHOWN = 10
BLANK = re.compile(r"\[[^\[\]\n]{1,60}\]")
"""What its user fills in: "[ngày, giờ]". Nothing that has one left is handed to approval."""


@dataclass(frozen=True, slots=True)
class Template:
    """A name, and the words that it stands for."""

    name: str
    title: str
    body: str
    kind: str = KINDS[0]


def blanks(*texts: str) -> list[str]:
    """What is still to be filled in, each once, in order."""
    return list(dict.fromkeys(found for text in texts for found in BLANK.findall(text)))


def refuse_blanks(*texts: str) -> None:
    """Raises Refusal, naming what is still to be filled in."""
    if left := blanks(*texts):
        raise Refusal("announcements.blanks", which=", ".join(left[:5]))


class Templates:
    """Staff's templates in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def usable(self, who: Staff) -> list[NoticeTemplate]:
        """Those of this person's area, and the province's."""
        return await notice_templates.of_area(self.db, who.area)

    async def removed(self, who: Staff) -> list[NoticeTemplate]:
        """Those taken away last that this person may bring back."""
        found = await notice_templates.of_area(self.db, who.area, removed=True)
        return [one for one in found if owns(who, one.area)][:REMOVED_SHOWN]

    async def use(self, who: Staff, template_id: int) -> NoticeTemplate:
        """One to fill a form with. Raises Refusal."""
        found = await self._there(template_id)
        if who.area and found.area not in ("", who.area):
            raise Refusal("outside_area")
        return found

    async def owned(self, who: Staff, template_id: int) -> NoticeTemplate:
        """One to change. Raises Refusal."""
        found = await self._there(template_id)
        if not owns(who, found.area):
            raise Refusal("outside_area")
        return found

    async def make(self, who: Staff, told: Template) -> NoticeTemplate:
        """Keep words by name. Raises Refusal."""
        values = await self._checked(who.area, told)
        made = await notice_templates.add(self.db, area=who.area, author_id=who.id, changed_at=self.now, **values)
        await self._record(who, "made", made.id)
        return made

    async def change(self, who: Staff, template_id: int, told: Template) -> None:
        """Another name or other words; what was drafted with it stays as it was. Raises Refusal."""
        found = await self.owned(who, template_id)
        values = await self._checked(found.area, told, found.id)
        await notice_templates.change(self.db, template_id, changed_at=self.now, **values)
        await self._record(who, "changed", template_id)

    async def remove(self, who: Staff, template_id: int) -> None:
        """Take it away; `restore` brings it back. Raises Refusal."""
        await self.owned(who, template_id)
        await notice_templates.change(self.db, template_id, removed_at=self.now)
        await self._record(who, "removed", template_id)

    async def restore(self, who: Staff, template_id: int) -> None:
        """Bring it back. Raises Refusal."""
        found = await notice_templates.get(self.db, template_id)
        if found is None:
            raise Refusal("templates.unknown")
        if not owns(who, found.area):
            raise Refusal("outside_area")
        await self._refuse_taken(found.area, found.name, found.id)
        await notice_templates.change(self.db, template_id, removed_at=None)
        await self._record(who, "restored", template_id)

    async def _there(self, template_id: int) -> NoticeTemplate:
        found = await notice_templates.get(self.db, template_id)
        if found is None or found.removed_at:
            raise Refusal("templates.unknown")
        return found

    async def _checked(self, area: str, told: Template, but: int = 0) -> dict[str, Any]:
        name, title, body = " ".join(told.name.split()), told.title.strip(), told.body.strip()
        if not name or len(name) > NAME_MAX:
            raise Refusal("templates.name_missing", most=NAME_MAX)
        if not title or not body:
            raise Refusal("announcements.empty")
        if len(title) > TITLE_MAX or len(body) > BODY_MAX:
            raise Refusal("announcements.too_long", title=TITLE_MAX, body=BODY_MAX)
        if told.kind not in KINDS:
            raise Refusal("announcements.no_such_kind")
        if is_marked_secret(f"{name}\n{title}\n{body}"):
            raise Refusal("secret")
        await self._refuse_taken(area, name, but)
        return {"name": name, "title": title, "body": body, "kind": told.kind}

    async def _refuse_taken(self, area: str, name: str, but: int) -> None:
        other = await notice_templates.named(self.db, area, name)
        if other and other.id != but:
            raise Refusal("templates.name_taken")

    async def _record(self, who: Staff, what: str, template_id: int) -> None:
        await audit.record(self.db, who.login, f"templates.{what}", {"template": template_id}, now=self.now)
