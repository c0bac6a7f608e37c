"""One alert from the preview to the phones, over HTTP, through every process."""

from __future__ import annotations

from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.stack import Stack, wait_until

MOABIT = {
    "type": "Polygon",
    "coordinates": [
        [[13.330, 52.524], [13.350, 52.524], [13.350, 52.532], [13.330, 52.532], [13.330, 52.524]],
    ],
}


def test_an_area_inside_moabit_reaches_moabit_and_nobody_else(
    stack: Stack, operator: DeskClient, approver: DeskClient
) -> None:
    preview = operator.preview(geometry=MOABIT, severity="Moderate")
    assert [district["name"] for district in preview["districts"]] == ["Moabit"]

    draft = operator.draft(**bomb_find({"geometry": MOABIT}))
    submitted = operator.submit(draft["id"], [])
    released = approver.approve(draft["id"], submitted["hash"])
    assert released["state"] == "released"

    def arrived() -> list[str]:
        names = sorted({post["channel_name"] for post in stack.posts(released["code"])})
        return names if len(stack.posts(released["code"])) == 5 else []

    assert wait_until(arrived, "five posts") == ["Bezirk Mitte: Moabit"]
