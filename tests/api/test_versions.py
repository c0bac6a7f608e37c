"""Two versions side by side, as the second person reads them."""

from __future__ import annotations

from tests.api import world
from tests.api.conftest import Server


def test_what_an_edit_changed_is_marked_on_both_sides(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = writer.post("/api/v1/alerts", world.content()).json()["id"]
    changed = writer.call("PATCH", f"/api/v1/alerts/{alert}", {"severity": "Minor"}, If_Match='"1"')
    assert 200 == changed.status_code, changed.text
    page = writer.get(f"/desk/alerts/{alert}/versions")
    assert (200, True, True) == (page.status_code, "<del>Mittel</del>" in page.text, "<ins>Gering</ins>" in page.text)
    assert 404 == writer.get(f"/desk/alerts/{alert}/versions?a=1&b=99").status_code
