"""How often reports of an unchanged journal say that something changed, and how often a change that is there is found.

    python tests/benchmarks/trends.py [journals]

Made-up journals of 65 weeks and 35 themes, each theme at its own rate, at 4, 8 and 20 entries a
month; in a part of the entries the writer goes on with what the last one was about.
"""

from __future__ import annotations

import random
import sys

from reflect.trends import RECENT, SPAN, stand_out

RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
TURNS = 8
"""A week has so many occasions to write."""
WEEKS_A_MONTH = 4.33


def journal(
    chance: random.Random, a_month: float, going_on: float, rates: dict[str, float], changed: dict[str, float]
) -> tuple[set[int], dict[str, set[int]]]:
    """Give the weeks written in, and those each theme was touched in; rates are `changed` in the last 13 weeks."""
    written: set[int] = set()
    touched: dict[str, set[int]] = {theme: set() for theme in rates}
    about: set[str] | None = None
    for week in reversed(range(SPAN)):
        for _ in range(sum(chance.random() < a_month / WEEKS_A_MONTH / TURNS for _ in range(TURNS))):
            if about is None or chance.random() >= going_on:
                times = changed if week < RECENT else {}
                about = {theme for theme, rate in rates.items() if chance.random() < rate * times.get(theme, 1)}
            written.add(week)
            for theme in about:
                touched[theme].add(week)
    return written, touched


def main(journals: int) -> None:
    """Print the share of reports that say anything where nothing changed, then what is found where something did."""
    print(f"{journals} journals each. Nothing changed; reports that flag any rise, fall or quiet:")
    for a_month in (4, 8, 20):
        for going_on in (0.0, 0.3, 0.5, 0.7):
            chance = random.Random(f"{a_month} {going_on}")
            flagged = 0
            for _ in range(journals):
                rates = {f"theme-{at}": chance.choice(RATES) for at in range(35)}
                found = stand_out(*journal(chance, a_month, going_on, rates, {}))
                flagged += bool(found.changes or found.quiet)
            print(f"  {a_month:2} entries a month, {going_on:.0%} going on: {flagged / journals:.3f}", flush=True)
    print("One theme rises, one stops; found (30% going on):")
    for a_month in (4, 8, 20):
        chance = random.Random(a_month)
        rises = dict.fromkeys((2, 3, 4), 0)
        stops = others = 0
        for times in rises:
            for _ in range(journals):
                rates = {f"theme-{at}": chance.choice(RATES) for at in range(35)} | {"theme-0": 0.1, "theme-1": 0.4}
                found = stand_out(*journal(chance, a_month, 0.3, rates, {"theme-0": times, "theme-1": 0}))
                rises[times] += found.changes.get("theme-0") == "more"
                stops += found.changes.get("theme-1") == "less" or "theme-1" in found.quiet
                others += bool({*found.changes, *found.quiet} - {"theme-0", "theme-1"})
        risen = ", ".join(f"x{times} from .1 {count / journals:.2f}" for times, count in rises.items())
        tried = journals * len(rises)
        print(f"  {a_month:2} a month: {risen}; .4 to nothing {stops / tried:.2f}; beside them {others / tried:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
