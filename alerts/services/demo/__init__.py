"""The demo: four authorities, their offices, people and channels, and one alert to send."""

from __future__ import annotations

from alerts.services.demo.seeding import Seeded, seed

__all__ = ["Seeded", "seed"]
