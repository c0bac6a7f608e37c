"""CAP 1.2: write a released alert, check a document, read one."""

from __future__ import annotations

from alerts.formats.cap.check import check as check
from alerts.formats.cap.message import CapMessage as CapMessage
from alerts.formats.cap.read import read as read
from alerts.formats.cap.write import write as write
