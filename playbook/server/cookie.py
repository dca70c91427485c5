"""Who a visitor is: a learner id in a signed cookie, and the secret that signs it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import tornado.web

from playbook.records import new_learner_id

COOKIE = "cco_learner"
COOKIE_DAYS = 400


def cookie_secret(data_dir: Path) -> bytes:
    """Read the server's signing secret, or make it at the first start.

    The file is created whole under another name and linked into place, so two servers that
    start at once agree on one secret.
    """
    path = data_dir / "cookie_secret"
    if not path.exists():
        fresh = path.with_name(f"cookie_secret.{os.getpid()}")
        fresh.write_bytes(secrets.token_hex(32).encode())
        fresh.chmod(0o600)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def learner_of(handler: tornado.web.RequestHandler) -> str | None:
    """Read the learner id that this request's cookie vouches for; None without a valid one."""
    value = handler.get_signed_cookie(COOKIE, max_age_days=COOKIE_DAYS)
    return value.decode() if value else None


def welcome(handler: tornado.web.RequestHandler) -> str:
    """Give the visitor's learner id; a new visitor gets a new one and its cookie."""
    learner_id = learner_of(handler)
    if learner_id is None:
        learner_id = new_learner_id()
        handler.set_signed_cookie(
            COOKIE,
            learner_id,
            expires_days=COOKIE_DAYS,
            httponly=True,
            samesite="Lax",
            secure=handler.request.protocol == "https",
        )
    return learner_id


def forget(handler: tornado.web.RequestHandler) -> None:
    """Take the cookie back; the next visit is a new learner's."""
    handler.clear_cookie(COOKIE, httponly=True, samesite="Lax")
