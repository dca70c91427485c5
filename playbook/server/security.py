"""Security headers, on every response."""

from __future__ import annotations

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

WAITING_POLICY = f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'"
"""For the page that waits for a place: its one script asks this server whose turn it is."""


LESSON_POLICY = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The content policy of a lesson's page.

`blob:` is how a widget's own module is loaded, inline styles are what the Jupyter widgets need; no
outside host is named, so none can be reached.
"""


NOBODY_ELSE = ("none", "same-origin")
"""Values of Sec-Fetch-Site where the visitor or a page of this server asked for the answer.

Where a page of somebody else did, it may hold the window that it opened, and the opener policy
takes it away. Else there is nothing to take away, and the policy would only have the browser begin
the page anew in another process: a quarter of the time until its text is there.
"""


class SecurityHeaders(OutputTransform):
    """Adds the headers to whatever a handler answers; a handler's own policy stays."""

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._asked_by_others = request.headers.get("Sec-Fetch-Site") not in NOBODY_ELSE

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the headers before the first byte leaves."""
        own_policy = headers.get("X-Lesson-Policy")
        if own_policy:
            del headers["X-Lesson-Policy"]
        headers["Content-Security-Policy"] = own_policy or PAGE_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        if self._asked_by_others:
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if "Server" in headers:
            del headers["Server"]
        return status_code, headers, chunk
