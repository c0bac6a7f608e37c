"""What the benchmarks write, and that the yardsticks measure what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.benches import ground
from api.benches.figures import Figure, in_turn, percentile
from api.cli import build


def test_a_figure_is_written_with_its_yardstick_and_the_ratio():
    figure = Figure(bench="delivery", case="throughput", value=5000.0, unit="deliveries/s", baseline=10000.0)
    expected = {
        "bench": "delivery",
        "case": "throughput",
        "value": 5000.0,
        "unit": "deliveries/s",
        "baseline": 10000.0,
        "ratio": 0.5,
    }
    assert expected == figure.as_json()


def test_a_figure_without_a_yardstick_has_no_ratio():
    figure = Figure(bench="delivery", case="approve-to-accepted", value=12.0, unit="ms")
    assert (None, None) == (figure.as_json()["baseline"], figure.as_json()["ratio"])


def test_both_are_measured_in_turn_and_the_medians_count():
    said: list[str] = []

    def measured(name: str, values: list[float]) -> float:
        said.append(name)
        return values[said.count(name) - 1]

    ours, yardstick = in_turn(lambda: measured("A", [9, 1, 2]), lambda: measured("B", [5, 5, 50]), rounds=3)
    assert (2, 5) == (ours, yardstick)
    assert list("ABABAB") == said


@pytest.mark.parametrize(
    ("count", "percent", "expected"), [(100, 95, 95), (40, 95, 38), (20, 95, 19), (1, 95, 1), (5, 50, 3), (3, 100, 3)]
)
def test_a_percentile_is_one_of_the_values(count, percent, expected):
    assert expected == percentile(list(range(count, 0, -1)), percent)


@pytest.mark.parametrize("bare_sockets", [False, True])
def test_every_body_that_a_bare_sender_sends_is_taken_by_the_receiver(bare_sockets):
    bodies = [json.dumps({"chatId": str(n), "text": "x" * 700}).encode() for n in range(500)]
    with ground.receiver() as url, ground.sender(url, bodies, bare_sockets=bare_sockets) as send:
        assert send() > 0
        assert send() > 0
        assert 2 * len(bodies) == ground.taken(url)


def test_the_command_names_the_benches_when_asked_for_another(tmp_path: Path):
    answer = CliRunner().invoke(build(["bench"]), ["bench", "nothing", "--json", str(tmp_path / "figures.json")])
    assert 2 == answer.exit_code
    assert "delivery, preview" in answer.output


def test_the_command_names_the_cases_when_asked_for_another():
    answer = CliRunner(env={"COLUMNS": "400"}).invoke(build(["bench"]), ["bench", "preview", "--case", "hung-account"])
    assert 2 == answer.exit_code
    assert "no case named hung-account" in answer.output
    assert "emergency-overtakes" in answer.output
