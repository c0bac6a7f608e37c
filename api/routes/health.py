"""Whether the process lives and can work, and its figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from alerts.store import figures, health, migrate
from api.deps import Opened, PublicTransaction

router = APIRouter(tags=["health"], include_in_schema=False)

WORKER_STALLED = 30.0
"""Seconds without a heartbeat after which no worker is taken to live."""


@router.get("/healthz")
async def alive() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
def ready(session: PublicTransaction) -> Response:
    """The database answers and is migrated, else 503; whether a worker lives is told beside it."""
    revision, head = health.revision(session), migrate.head()
    age = health.heartbeat_age(session) if revision else None
    body: dict[str, Any] = {
        "database": "ok",
        "migrations": "ok" if revision == head else f"at {revision}, needs {head}",
        "worker": "ok" if age is not None and age < WORKER_STALLED else "none",
        "worker_heartbeat_seconds": None if age is None else round(age, 1),
    }
    return JSONResponse(body, 200 if revision == head else 503)


@router.get("/metrics")
def metrics(request: Request, session: PublicTransaction, opened: Opened) -> Response:
    """Figures for Prometheus."""
    with opened.watch_store.everything() as overview:
        now = figures.figures(overview)
    written = request.app.state.metrics.written(health.queues(session), health.heartbeat_age(session), now)
    return Response(written, media_type=CONTENT_TYPE_LATEST)
