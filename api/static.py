"""Our own files for browsers: kept for a year where the address carries the file's mark, asked again otherwise."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"


class Assets(StaticFiles):
    """Static files with cache headers; ``?v=`` marks the version of a file."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or 304 where the browser still has it."""
        response = await super().get_response(path, scope)
        marked = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = _FOR_GOOD if marked else _ASK_AGAIN
        return response
