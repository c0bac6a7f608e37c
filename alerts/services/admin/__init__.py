"""What an administrator does: load districts."""

from __future__ import annotations

from alerts.services.admin.loading import Loaded, load
from alerts.services.admin.options import Options
from alerts.services.admin.shipped import load_shipped
from alerts.services.admin.sources import NAMED

__all__ = ["NAMED", "Loaded", "Options", "load", "load_shipped"]
