"""Themes over time: the page of them, the evidence behind one, deciding on suggestions, and trying the codebook."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect import clock, config
from reflect.cli.options import (
    AsJson,
    Command,
    Group,
    Since,
    Until,
    Yes,
    in_terminal,
    is_plain,
    open_journal,
    read_text,
)
from reflect.errors import BadCodebook, CouldNotKeep, NotFound, ReflectError, WrongUsage
from reflect.models import Standing, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflect.codebook import Codebook
    from reflect.journal import Journal
    from reflect.overview import Overview, Quiet
    from reflect.sections import Section
    from reflect.themes import Theme

EVIDENCE = 3
"""The newest entries a theme is shown with in JSON and on a page."""
SHOWN = 10
EARLIEST = date(1900, 1, 1)
ON_SCREEN = 24
"""So many periods are drawn at most."""

themes_app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(themes_app, name="themes")


@themes_app.callback()
def themes(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    by: Annotated[str, typer.Option("--by", help="Count by month, quarter or year.")] = "month",
    compare: Annotated[
        bool, typer.Option("--compare", help="Two periods side by side: this one, and as long a one before it.")
    ] = False,
    words: Annotated[bool, typer.Option("--words", help="Look for words that are new lately, too.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write it as a page for a browser.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--theme", metavar="ID", help="This theme alone; can be said again.", show_default=False),
    ] = None,
    quotes: Annotated[
        bool, typer.Option("--quotes/--no-quotes", help="Sentences of yours on the page of --html, or none.")
    ] = True,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Look at what keeps coming up, what is fading, and what has no words yet.

    A theme is a pointer to what may be worth reading again; it measures nothing. It comes from what
    you picked, and from your words by a list of patterns: no AI, and nothing leaves this computer.
    On made-up texts those patterns had not been written from, about 8 of 10 likely ones were right
    and 6 of 10 of all that were found; half of what a careful reader finds was missed.

    What came more or less often is always the last 13 weeks against the 52 before them, and nothing
    is said where chance could be the reason.

    \b
    Examples:
      reflect themes
      reflect themes --since 2026-01-01 --by quarter
      reflect themes show silence
      reflect themes review
      reflect themes --compare --since 2026-07-01
      reflect themes --html themes.html
    """
    if context.invoked_subcommand is not None:
        return
    from reflect.overview import Unit

    if by not in set(Unit):
        raise WrongUsage(f"There is no counting by “{by}”. Known: {', '.join(Unit)}.")
    if html and (as_json or compare):
        raise WrongUsage("A page is written of themes alone: leave out --json and --compare. Nothing was written.")
    with open_journal() as journal:
        until = until or today(journal)
        if since and since > until:
            raise WrongUsage(f"{since} is after {until}. Nothing was looked at.")
        bring_up_to_date(journal)
        known = known_themes()
        if only:
            known = {theme.id: theme for theme in map(theme_named, only)}
        if compare:
            _compare(journal, known, since, until, as_json=as_json)
            return
        seen = _look(journal, known, Unit(by), since, until, with_evidence=as_json or html is not None)
        new = _new_words(journal, until, locked=html is None) if words else None
    if html:
        _write(html, seen, known, new, quotes=quotes, yes=yes)
    else:
        _show(seen, known, new, as_json=as_json)


def today(journal: Journal) -> date:
    """Give the day it is, by the hour the person's days end at."""
    return clock.day_of(clock.now(), journal.settings.day_end)


def quiet_now(journal: Journal) -> tuple[Quiet, ...]:
    """Give the themes that are quiet today, as far as the journal was read."""
    from reflect import overview
    from reflect.trends import SPAN, stand_out

    until = today(journal)
    trends = stand_out(*journal.weeks(until, SPAN))
    if not trends.quiet:  # the codebook takes a moment to read
        return ()
    past = overview.Past(journal.last_touched, lambda _: ())
    return overview.quiet(trends, known_themes(), past, until, journal.settings.set_aside)


def known_themes() -> dict[str, Theme]:
    """Give the themes by id; without the person's own additions, saying why, if those cannot be read."""
    from reflect.themes import themes

    return dict(_codebook().themes) if own_themes().exists() else themes()


def own_themes() -> Path:
    """Give the file of the person's own additions to the codebook."""
    from reflect.themes import FILE

    return config.home() / FILE


def bring_up_to_date(journal: Journal) -> None:
    """Read what there is with the codebook as it is now, if that was not done; where it cannot be kept, say so."""
    from reflect import render

    if journal.read_with_this_codebook():
        return
    try:
        render.follow(journal.read_again(), "The codebook changed; reading again", journal.count())
    except CouldNotKeep as error:
        render.say(f"The codebook changed, and the entries were not read with it: {error}")


def _look(
    journal: Journal,
    known: Mapping[str, Theme],
    by: Any,  # noqa: ANN401 - a Unit, whose module is loaded where it is needed
    since: date | None,
    until: date,
    *,
    with_evidence: bool,
) -> Overview:
    from reflect import overview
    from reflect.trends import SPAN

    def evidence(theme: str) -> list[Any]:
        return journal.evidence(theme, since, until, EVIDENCE) if with_evidence else []

    newest = None if with_evidence else ON_SCREEN
    return overview.look(
        journal.tallies(since, until, None if newest is None else by.back(until, newest), placed=with_evidence),
        journal.weeks(until, SPAN),
        known,
        overview.Past(journal.last_touched, evidence),
        by=by,
        since=since,
        until=until,
        set_aside=journal.settings.set_aside,
        newest=newest,
    )


def _show(seen: Overview, known: Mapping[str, Theme], new: list[Any] | None, *, as_json: bool) -> None:
    """Print the page of themes, and what to do next."""
    from reflect import overview, render

    if as_json:
        found = {**plain(seen), **({} if new is None else {"words": plain(new)})}
        render.show(found, lambda _: [], as_json=True)
        return
    parts = _sections(seen, known, new)
    render.show(parts, lambda _: render.section_lines(overview.said_of(seen), parts, drawn=not is_plain()))
    if not sys.stdout.isatty():
        return
    if seen.open:
        suggestions = "1 theme" if seen.open == 1 else f"{seen.open} themes"
        render.say(f"{suggestions} of single entries wait for your yes or no: reflect themes review")
    if any(line.entries for line in seen.themes):
        first = max(seen.themes, key=lambda line: line.entries)
        render.say(f"The words behind one: reflect themes show {first.id}")
        render.say("Words that are new: reflect themes --words")


def _sections(seen: Overview, known: Mapping[str, Theme], new: list[Any] | None) -> list[Section]:
    from reflect import overview

    parts = overview.sections(seen, known, dimension_word())
    return parts if new is None else [*parts, overview.new_words(new)]


def _write(
    file: Path, seen: Overview, known: Mapping[str, Theme], new: list[Any] | None, *, quotes: bool, yes: bool
) -> None:
    """Write themes as a page: what is drawn, what is said, and the words behind it."""
    from reflect import overview
    from reflect.cli.options import write_page

    if not seen.entries:
        raise ReflectError(f"{overview.said_of(seen)[0]} No page was written.")
    words = [*overview.passages(seen)] if quotes else []
    parts = [*overview.figures(seen, dimension_word()), *_sections(seen, known, new), *words]
    held = ["It holds sentences from your entries."] if words else []
    write_page(file, "Themes in what I wrote", [*overview.said_of(seen), *held], parts, yes=yes)


def dimension_word() -> Callable[[str], str]:
    """Give what says a dimension as it stands inside a sentence; read quickly, as all pick lists take too long."""
    text = (config.shipped() / "dimensions.toml").read_text(encoding="utf-8")
    words = dict(re.findall(r'^id = "(.+)"\nlabel = .+\nword = "(.+)"$', text, re.MULTILINE))
    return lambda dimension: words.get(dimension, dimension)


def _new_words(journal: Journal, until: date, *, locked: bool) -> list[Any]:
    from reflect.trends import RECENT

    return journal.new_words(until, RECENT, locked=locked)


def _compare(journal: Journal, known: Mapping[str, Theme], since: date | None, until: date, *, as_json: bool) -> None:
    """Hold a period against as long a one before it; the last 13 weeks, if none is named."""
    from datetime import timedelta

    from reflect import comparison, render
    from reflect.trends import RECENT

    since = since or max(until, EARLIEST) - timedelta(days=7 * RECENT - 1)
    length = until - since + timedelta(days=1)
    if (since - date.min) < length:
        raise WrongUsage(f"There is no time as long before {since}. Nothing was looked at.")
    promises = journal.commitments()

    def time(first: date, last: date) -> comparison.Time:
        justice = journal.written_at("s1-lens", "justice", first, last)
        return comparison.time(journal.tallies(first, last), first, last, justice, promises)

    then, now = time(since - length, since - timedelta(days=1)), time(since, until)
    lead = [f"Before: {comparison.span_said(then)}. Now: {comparison.span_said(now)}."]
    parts = comparison.compared(then, now, known, dimension_word())
    if not parts:
        lead.append("There is nothing in either to hold against the other. Begin: reflect write")
    render.show({"then": then, "now": now}, lambda _: render.section_lines(lead, parts), as_json=as_json)


@themes_app.command("show", cls=Command)
def show_theme(
    theme_id: Annotated[str, typer.Argument(metavar="ID", help="The theme.", show_default=False)],
    since: Since = None,
    until: Until = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All the evidence, and what is only possible, too.")
    ] = False,
    patterns: Annotated[bool, typer.Option("--patterns", help="The words the codebook finds it by.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open a theme: what it is, and the words it was found by, dated, with the numbers of the entries.

    \b
    Examples:
      reflect themes show silence
      reflect themes show caste --all
      reflect themes show caste --patterns
    """
    from reflect import render

    theme = theme_named(theme_id)
    if patterns:
        levels = _codebook().levels[theme.id]
        render.show(
            {
                str(level): [each for each in levels if levels[each] is level]
                for level in dict.fromkeys(levels.values())
            },
            render.pattern_list,
            as_json=as_json,
        )
        return
    with open_journal() as journal:
        until = until or today(journal)
        bring_up_to_date(journal)
        pieces = journal.evidence(theme.id, since, until, None if everything else SHOWN, possible=everything)
        taught = {
            pattern: (lesson.right, lesson.wrong) for (of, pattern), lesson in journal.lessons.items() if of == theme.id
        }
    render.show(
        {
            "id": theme.id,
            "title": theme.title,
            "definition": theme.definition,
            "count_when": theme.count_when,
            "not_when": theme.not_when,
            "evidence": pieces,
        }
        if as_json
        else pieces,
        lambda _: render.evidence_list(theme, pieces, taught),
        as_json=as_json,
    )
    if not as_json and sys.stdout.isatty() and pieces:
        number = pieces[0].number
        render.say(f"One whole: reflect show {number}. To accept or reject: reflect themes review {number}")


def theme_named(text: str) -> Theme:
    """Give the theme that a text names: its id, its title, or a part of one that is in no other's.

    Raise NotFound, naming the nearest, if there is none, and WrongUsage if it could be several.
    """
    known = known_themes()
    wanted = text.casefold().strip()
    for theme in known.values():
        if wanted in (theme.id, theme.title.casefold()):
            return theme
    near = [theme for theme in known.values() if wanted and wanted in f"{theme.id} {theme.title}".casefold()]
    if len(near) == 1:
        return near[0]
    if near:
        raise WrongUsage(f"“{text}” could be {_named(near)}. Say which. Nothing was changed.")
    from difflib import get_close_matches

    close = [known[each] for each in get_close_matches(wanted, known, n=2, cutoff=0.5)]
    meant = f" Did you mean {_named(close)}?" if close else ""
    raise NotFound(f"There is no theme “{text}”.{meant} All of them: reflect themes list. Nothing was changed.")


def _named(found: list[Theme]) -> str:
    return " or ".join(f"{theme.id} ({theme.title})" for theme in found)


@themes_app.command("list", cls=Command)
def list_themes(as_json: AsJson = False) -> None:
    """List all themes: what to type, the title, and what each is.

    \b
    Example:
      reflect themes list
    """
    from reflect import render

    found = [*known_themes().values()]
    render.show(found, lambda _: render.theme_list(found), as_json=as_json)


def _codebook() -> Codebook:
    """Give the codebook; without the person's own additions, saying why, if those cannot be read."""
    from reflect import codebook, render

    try:
        return codebook.read(own_themes())
    except BadCodebook as error:
        render.say(str(error))
        return codebook.read()


@themes_app.command("try", cls=Command)
def try_codebook(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A text; standard input if not said, or -.", show_default=False)
    ] = "-",
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line is a text; answer each with a line of JSON.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Try the codebook on any text: the themes it finds, how sure, and the words that led there.

    Nothing is kept, and no journal is needed. Additions of your own, in themes.toml beside the
    journal (reflect where), are tried along.

    \b
    Examples:
      reflect themes try note.txt
      echo "She asked my surname and went quiet." | reflect themes try
    """
    from reflect import render
    from reflect.codebook import MOST
    from reflect.kinds import tidy

    if file == "-" and sys.stdin.isatty():
        render.say("Type or paste a text. A line with nothing but Ctrl-D ends it.")
    text = read_text(file)
    codebook = _codebook()
    if not lines and (added := codebook.added):
        render.say(f"With your own themes.toml: {added} patterns of yours beside those shipped.")
    if lines:
        for line in text.removesuffix("\n").split("\n") if text else ():
            render.json_line([each.suggestion for each in codebook.suggest({"": tidy(line)})[:MOST]])
        return
    found = codebook.suggest({"": tidy(text)})[:MOST]
    render.show(
        [each.suggestion for each in found], lambda _: render.found_list(found, codebook.themes), as_json=as_json
    )


Accept = Annotated[
    list[str] | None, typer.Option("--accept", metavar="THEME", help="It is in there.", show_default=False)
]
Reject = Annotated[list[str] | None, typer.Option("--reject", metavar="THEME", help="It is not.", show_default=False)]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="THEME", help="It is, and no words point to it.", show_default=False),
]
Undo = Annotated[
    list[str] | None, typer.Option("--undo", metavar="THEME", help="Forget what was said of it.", show_default=False)
]


@themes_app.command("review", cls=Command)
def review(
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[N]", help="The number of the entry; those that wait, if not said.", show_default=False
        ),
    ] = None,
    accept: Accept = None,
    reject: Reject = None,
    add: Add = None,
    undo: Undo = None,
    as_json: AsJson = False,
) -> None:
    """Say of suggested themes whether they are in there; add what no words point to.

    Whatever you reject counts less from then on, and whatever you accept counts more: the words
    that led there, for this theme. Everything can be undone, and nothing has to be decided.

    \b
    Examples:
      reflect themes review
      reflect themes review 12
      reflect themes review 12 --accept silence --reject caste --add repair
      reflect themes review 12 --undo caste
    """
    from reflect import render
    from reflect.cli.reviewing import decide, in_person, reviewed

    told = {Standing.ACCEPTED: accept, Standing.REJECTED: reject, Standing.PICKED: add}
    said: dict[Standing | None, list[str]]
    said = {verdict: [theme_named(theme).id for theme in themes_ or ()] for verdict, themes_ in told.items()}
    said[None] = undo or []  # also of a theme that is no longer known
    named = [theme for themes_ in said.values() for theme in themes_]
    if named and number is None:
        raise WrongUsage(f"Say of which entry: reflect themes review 12 --accept {named[0]}. Nothing was changed.")
    if twice := next((theme for theme in named if named.count(theme) > 1), None):
        raise WrongUsage(f"“{twice}” is named twice. Nothing was changed.")
    with open_journal() as journal:
        bring_up_to_date(journal)
        if named and number is not None:
            decide(journal, number, said)
        asking = not (as_json or named) and in_terminal()
        waiting = [number] if number is not None else journal.undecided(None if as_json or asking else SHOWN)
        if not asking:
            entries = [journal.entry(each) for each in waiting]
            render.show(
                [reviewed(entry) for entry in entries],
                lambda _: render.review_list(entries, known_themes()),
                as_json=as_json,
            )
            return
        in_person(journal, waiting, known_themes(), one=number is not None)
