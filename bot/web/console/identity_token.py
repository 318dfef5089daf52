"""What makes an identity token hold: its signature, issuer, audience, times and nonce.

Source: OpenID Connect Core 1.0, 3.1.3.7. Only read where somebody signs in elsewhere: what it needs takes 3 MB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a public key only: none, and no secret that both sides know."""

LEEWAY = 60


class BadToken(Exception):
    """It does not hold. The message is for the log alone."""


def claims_of(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """What it claims, signed with one of these keys. Raises BadToken."""
    try:
        return jwt.decode(token, KeySet.import_key_set(keys), ALGORITHMS).claims  # type: ignore[arg-type]
    except (JoseError, ValueError) as error:
        raise BadToken(f"the signature does not fit: {type(error).__name__}") from None


def check(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str) -> None:
    """By this issuer, for us, in answer to this attempt, and in time. Raises BadToken."""
    rules: dict[str, Any] = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
        **{name: {"essential": True} for name in ("sub", "exp", "iat")},
    }
    try:
        jwt.JWTClaimsRegistry(leeway=LEEWAY, **rules).validate(dict(claims))
    except JoseError as error:
        raise BadToken(f"the identity token does not hold: {error}") from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id or not claims["sub"]:
        raise BadToken("the identity token was made for somebody else")
