"""The composition root: opens what a process needs and puts the doors together."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from alerts.access.secrets import SecretBox
from alerts.store.session import Store
from api import errors, pages, routes
from api.database import database
from api.deps import AT_ONCE, Doors
from api.jobs import keeping_time
from api.live import Live, Shared
from api.metrics import Measured, Metrics
from api.middleware import Limits, Net, SecurityHeaders
from api.pages.desk import progress
from api.settings import Settings
from api.static import Assets
from api.watching import watching
from web.render import STATIC

_WATCHERS = 4
"""Connections of the watch: one looks, one tells, and figures are asked for meanwhile."""


def build(settings: Settings | None = None, *, at_once: int = AT_ONCE) -> FastAPI:
    """The ASGI application. Its database is opened when it starts and closed when it ends.

    ``at_once`` requests hold a transaction, each on a connection of its own; the others wait their turn.
    """
    settings = settings or Settings()
    metrics = Metrics()
    app = FastAPI(
        title="Ortsruf",
        version="1",
        summary="Geo-targeted alerts for German public authorities",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan,
        middleware=[
            Middleware(SecurityHeaders, https=settings.public_url.startswith("https://")),
            Middleware(Measured, metrics=metrics),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(Net),
            Middleware(Limits),
        ],
    )
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.at_once = at_once
    errors.install(app)
    for router in _routers():
        app.include_router(router)
    app.mount("/static", Assets(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    at_once: int = app.state.at_once
    with database(settings) as urls:
        store = Store(urls.app, pool_size=at_once)
        watch_store = Store(urls.worker, pool_size=_WATCHERS, statement_timeout=5.0, lock_timeout=2.0)
        live = Live(urls.app)
        slots = asyncio.Semaphore(at_once)
        app.state.doors = Doors(
            settings=settings,
            store=store,
            watch_store=watch_store,
            live=live,
            shared=Shared(live, slots, partial(progress.made, store)),
            slots=slots,
        )
        box = SecretBox(settings.keys())
        try:
            watch = watching(watch_store, box, public_url=settings.public_url, private_targets=settings.private_targets)
            clock = keeping_time(store, watch_store, public_url=settings.public_url)
            async with live.running(), watch, clock:
                yield
        finally:
            watch_store.dispose()
            store.dispose()


def _routers() -> Iterator[APIRouter]:
    """Every ``router`` of api.routes and api.pages; a new file there is a new door."""
    for package in (routes, pages):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            router = getattr(importlib.import_module(module.name), "router", None)
            if isinstance(router, APIRouter):
                yield router
