"""Figures for Prometheus: requests, queues, workers, deliveries and alarms of the whole installation, never of one
authority; labels only from fixed sets."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.domain.alarms import AlarmKind
from alerts.domain.model.codes import DeliveryState, Lane
from alerts.store.figures import Figures
from alerts.store.health import QueueDepth

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_STATES = (
    DeliveryState.QUEUED,
    DeliveryState.WAITING,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.HELD,
    DeliveryState.ACCEPTED,
)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self.requests = Counter("ortsruf_http_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "ortsruf_http_seconds", "Time to the answer's head", labels[:2], buckets=BUCKETS, registry=self.registry
        )
        self.jobs = Gauge("ortsruf_queue_jobs", "Jobs of a queue", ["queue", "status"], registry=self.registry)
        self.oldest = Gauge(
            "ortsruf_queue_oldest_seconds", "Age of a queue's oldest job", ["queue", "status"], registry=self.registry
        )
        self.heartbeat = Gauge(
            "ortsruf_worker_heartbeat_seconds", "Seconds since a worker last lived, -1: none", registry=self.registry
        )

        self.waiting = Gauge(
            "ortsruf_oldest_waiting_seconds", "Age of a lane's oldest open delivery", ["lane"], registry=self.registry
        )
        self.deliveries = Gauge(
            "ortsruf_deliveries", "Deliveries that are open, held or not confirmed", ["state"], registry=self.registry
        )
        self.alarms = Gauge("ortsruf_open_alarms", "Alarms that stand", ["kind"], registry=self.registry)
        self.blocked = Gauge("ortsruf_accounts_blocked", "Accounts that rest", registry=self.registry)

    def written(self, queues: tuple[QueueDepth, ...], heartbeat: float | None, now: Figures) -> bytes:
        """Everything in Prometheus' text format, with queues, deliveries and alarms as they stand now."""
        for gauge, names, values in (
            (self.waiting, list(Lane), now.oldest),
            (self.deliveries, _STATES, now.states),
            (self.alarms, list(AlarmKind), now.alarms),
        ):
            for name in names:
                gauge.labels(name.value).set(values.get(name, 0))
        self.blocked.set(now.blocked)
        self.jobs.clear()
        self.oldest.clear()
        for depth in queues:
            self.jobs.labels(depth.queue, depth.status).set(depth.jobs)
            self.oldest.labels(depth.queue, depth.status).set(depth.oldest)
        self.heartbeat.set(-1 if heartbeat is None else heartbeat)
        return generate_latest(self.registry)


class Measured:
    """Counts every answer under its route's template, never under the address somebody made up."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self.metrics.requests.labels(method, route, str(message["status"])).inc()
                self.metrics.seconds.labels(method, route).observe(time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, counted)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
