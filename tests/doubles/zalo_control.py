"""Drives the Official Account's double over HTTP from another process. JSON in, JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.doubles.zalo_oa import ZaloDouble


class Control:
    """POST say {person, text} · fault {kind, path, …} · revoke · refresh_delay {seconds}
    GET sent?person= · stats
    """

    def __init__(self, double: ZaloDouble) -> None:
        self.double = double

    async def serve(self, request: web.Request) -> web.Response:
        given = {**dict(request.query), **(await request.json() if request.can_read_body else {})}
        act = getattr(self, f"_{request.method.lower()}_{request.match_info['what']}")
        return web.json_response(await act(**given))

    async def _post_say(self, person: str, text: str) -> Any:
        self.double._later(self.double.say(person, text))
        return {}

    async def _post_patient(self) -> Any:
        """The sender of webhooks never gives up."""
        self.double.patient = True
        return {}

    async def _post_fault(self, **fault: Any) -> Any:
        self.double.fault(**fault)
        return {}

    async def _post_revoke(self) -> Any:
        self.double.revoke()
        return {}

    async def _post_refresh_delay(self, seconds: float) -> Any:
        self.double.refresh_delay = seconds
        return {}

    async def _get_sent(self, person: str) -> Any:
        return [shown.text for shown in self.double.sent(person)]

    async def _get_stats(self) -> Any:
        double = self.double
        return {
            "refreshes": len(double.refreshes),
            "reused": len(double.reused),
            "good": sorted(double.good_refresh_tokens),
            "refused": [list(one) for one in double.refused],
            "statuses": [one.status for one in double.deliveries],
            "slowest": max((one.took for one in double.deliveries if one.status), default=0.0),
        }
