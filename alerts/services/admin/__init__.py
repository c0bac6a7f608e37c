"""What an administrator does: load districts."""

from __future__ import annotations

from alerts.services.admin.shipped import load_shipped

__all__ = ["load_shipped"]
