"""``python -m api`` is the command ``ortsruf``."""

from __future__ import annotations

from api.cli import main

main()
