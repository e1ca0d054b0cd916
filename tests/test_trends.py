"""What can be said of weeks: only what chance would hardly say, and nothing of too few."""

import random
import re
import subprocess
import sys
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.trends import LESS, MORE, SPAN, fisher, stand_out, together

ROOT = Path(__file__).parent.parent
EVERY = set(range(SPAN))


def test_fishers_mid_p_is_that_of_the_tables():
    # R: sum of hypergeometric chances smaller than that of 7 of 10 against 2 of 12, and half of its own
    def chance(x):
        return comb(10, x) * comb(12, 9 - x) / comb(22, 9)

    here = chance(7)
    expected = sum(chance(x) for x in range(10) if chance(x) < here * 0.999999) + here / 2

    assert fisher(7, 10, 2, 12) == pytest.approx(expected)


@given(st.integers(0, 13), st.integers(0, 52))
def test_a_chance_is_a_chance(late, early):
    assert 0 < fisher(late, 13, early, 52) <= 1


def test_a_theme_that_comes_up_lately_is_more_and_one_that_stopped_is_less_and_quiet():
    found = stand_out(EVERY, {"rising": set(range(12)), "stopped": set(range(20, 60)), "steady": set(range(0, 65, 3))})

    assert found.changes == {"rising": MORE, "stopped": LESS}
    assert found.quiet == {"stopped": 20}


def test_a_gap_in_writing_is_no_silence():
    written = {week for week in EVERY if week % 5 == 0 or week > 40}

    assert stand_out(written, {"theme": {week for week in written if week > 30 and week % 2}}).quiet == {}


@pytest.mark.parametrize("written", [set(), {0}, set(range(5)), set(range(13)), set(range(30, 65))])
def test_of_too_little_nothing_is_said(written):
    found = stand_out(written, {"theme": written, "other": set()})

    assert not found.changes
    assert not found.quiet
    assert not found.enough


def test_themes_that_share_their_weeks_are_together():
    shared = {1, 4, 9, 16, 22, 30, 41, 55, 60}
    chance = random.Random(3)

    (pair,) = together(EVERY, {"a": shared, "b": shared | {2}, "c": {*chance.sample(range(65), 9)}})

    assert pair.themes == ("a", "b")
    assert pair.weeks == 9
    assert pair.expected == pytest.approx(9 * 10 / 65)


def test_the_same_weeks_say_the_same_in_any_order():
    touched = {f"theme-{at}": {*random.Random(at).sample(range(65), 12)} for at in range(20)}

    assert stand_out(EVERY, touched) == stand_out({*reversed([*EVERY])}, dict(reversed(touched.items())))


def test_of_unchanged_journals_few_reports_say_anything():
    """The benchmark with few journals: clumped writing, four to twenty entries a month."""
    said = subprocess.run(
        [sys.executable, ROOT / "tests" / "benchmarks" / "trends.py", "40"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    ).stdout  # fmt: skip
    flagged = [float(share) for share in re.findall(r"going on: ([\d.]+)", said)]

    assert len(flagged) == 12
    assert sum(flagged) / len(flagged) <= 0.10
    assert max(flagged) <= 0.20  # of 40 journals; of 1,000, see the benchmark
