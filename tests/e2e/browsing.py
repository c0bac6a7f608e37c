"""A real Chromium that meets only this machine, and fails on any console error, policy breach or axe finding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for a test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """One person with a browser window of their own. ``faults`` collects what the console says against us."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1440, height: int = 900) -> None:
        self.url = url
        self.faults: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="de-DE", timezone_id="Europe/Berlin"
        )
        context.route("**/*", self._only_here)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def sign_in(self, login: str, password: str) -> None:
        """Sign in at /login."""
        self.page.goto(f"{self.url}/login")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/desk**")

    def open(self, path: str) -> Page:
        """Go to a page of ours; fails unless it answers 200."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def axe(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA, as ``rule: where``."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options: dict[str, Any] = {
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']}: {node['target']}" for violation in found["violations"] for node in violation["nodes"]
        ]

    def fits(self) -> bool:
        """Whether nothing is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"))

    def stays(self) -> bool:
        """Whether the page itself cannot scroll down: only its parts do."""
        return bool(self.page.evaluate("document.documentElement.scrollHeight <= window.innerHeight"))

    def _only_here(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            self.faults.append(f"foreign host: {route.request.url}")
            route.abort()

    def _listen(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)
