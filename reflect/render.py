"""Showing: the one place that prints results. A view turns a value into lines; `show` prints them.

Lines, not tables: a screen reader follows them, and no column has to guess how wide a word
of Tamil is. Colour only ever repeats what the words say.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from reflect import kinds
from reflect.clock import day_said
from reflect.models import FREE_TEXT, OPEN, Answer, Carry, Deck, Entry, Hit, Kind, Owner, Share, Summary, Version, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from reflect.checkup import Finding
    from reflect.codebook import Found
    from reflect.decks import Face
    from reflect.imports import Source, Understood
    from reflect.lint import Problem
    from reflect.models import Commitment, Feedback, Handover, Piece, Thread
    from reflect.sections import Row, Section
    from reflect.themes import Theme

T = TypeVar("T")
Lines = Iterable[tuple[str, str]]
"""Lines to print, each with the style Rich gives it; "" for none."""


def show(value: T, view: Callable[[T], Lines], *, as_json: bool = False) -> None:
    """Print `value` on stdout: as `view` draws it, or as JSON for another program."""
    if as_json:
        unicode = "utf" in (sys.stdout.encoding or "").lower()  # elsewhere words are escaped, and none is lost
        print(json.dumps(plain(value), indent=2, ensure_ascii=not unicode))
        return
    from rich.console import Console
    from rich.text import Text

    # Rich would read [brackets] and :colons: in what people wrote as its own signs.
    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=not sys.stdout.isatty())
    drawn = [_under_itself(kinds.visible(line), style, console) for line, style in view(value)]
    console.print(Text("\n").join(drawn), end="\n" if drawn else "")


def _under_itself(line: str, style: str, console: Console) -> Text:
    """Give a line; where it is wrapped, what follows stands under where its words began, after a number."""
    from rich.text import Text

    head = _HEAD.match(line)[0]  # type: ignore[index]  # it matches nothing, too
    rows = [line[len(head) :]]
    if not console.soft_wrap:
        rows = list(_wrapped(rows[0], max(console.width - len(head), 1)))
    margins = [head, *(" " * len(head) for _ in rows[1:])]
    return Text("\n").join(Text(margin + row, style) for margin, row in zip(margins, rows, strict=True))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Give text in rows no wider than a terminal, between words; a word wider than a row is cut.

    Rich takes a vowel sign that stands beside its letter for nothing wide; terminals give it a
    place. A row that is too short does no harm, so each such sign counts as one.
    """
    from unicodedata import category

    from rich.cells import cell_len

    def wide(part: str) -> int:
        return cell_len(part) + sum(category(sign) == "Mc" for sign in part)

    row = ""
    for word in re.findall(r"\s*\S+", text) or [text]:
        if row and wide(row + word) > width:
            yield row
            row = word.lstrip()
        else:
            row += word
        while wide(row) > width and len(row) > 1:
            fits = next((at for at in range(len(row) - 1, 0, -1) if wide(row[:at]) <= width), 1)
            yield row[:fits]
            row = row[fits:]
    yield row


_HEAD = re.compile(r" *([▁-█.+_\d]*  +)?(\d+( of \d+)?  )?")


def say(text: str) -> None:
    """Print a sentence beside the results, on stderr; at a terminal, wrapped between words."""
    shown = kinds.visible(text)
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        shown = "\n".join("\n".join(textwrap.wrap(line, width)) for line in shown.split("\n"))
    print(shown, file=sys.stderr, flush=True)


_A_WHILE = 100
"""So many things take long enough to be worth a bar."""


def follow(steps: Iterable[tuple[int, int]], what: str, many: int) -> None:
    """Go through steps, each of which says how many are done of how many; show a bar where somebody waits for long."""
    if not sys.stderr.isatty() or many < _A_WHILE:
        for _ in steps:
            pass
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        for done, total in steps:
            progress.update(task, completed=done, total=total)


def entry_list(entries: list[Summary], *, drafts: bool = False) -> Lines:
    """Draw entries as a list: number, day, deck, and where the words begin."""
    if not entries:
        yield "Nothing unfinished." if drafts else "Nothing here. Begin: reflect write", ""
    for entry in entries:
        yield "  ".join(filter(None, (str(entry.number), day_said(entry.written), entry.deck, entry.thread))), "bold"
        if entry.opening:
            yield f"   {entry.opening}", ""


def whole_entry(deck: Deck | None) -> Callable[[Entry], Lines]:
    """Give a view of one entry, with the labels its deck has for what was picked."""
    from reflect.saying import about

    def view(entry: Entry) -> Lines:
        state = "" if entry.finished else "  draft"
        head = (str(entry.number), day_said(entry.written), deck.title if deck else entry.deck, entry.thread)
        yield f"{'  '.join(filter(None, head))}{state}", "bold"
        for answer in entry.answers:
            yield "", ""
            mark = "" if answer.share is Share.PRIVATE else f", {answer.share}"
            yield f"{about(answer, deck)}{answer.question}  ({answer.key}{mark})", "italic"
            for line in _answer(answer, deck):
                yield f"  {line}", ""
        for commitment in entry.commitments:
            yield "", ""
            yield f"Commitment {commitment.number}: {commitment.text}", "italic"
            yield from _news(commitment, promise_labels())
            if not commitment.news:
                yield "   No news yet", ""
        for later in entry.later:
            yield "", ""
            yield f"Read again on {day_said(later['written'])}: reflect show {later['number']}", ""
        for key, begun in entry.begun.items():
            step = deck.step(key) if deck else None
            if step and step.kind in (*FREE_TEXT, Kind.COMMITMENT):
                yield "", ""
                yield f"{begun.question}  ({key}, not ended)", "italic"
                for line in begun.words.split("\n"):
                    yield f"  {line}", ""

    return view


def _answer(answer: Answer, deck: Deck | None) -> Iterable[str]:
    """Draw an answer as lines, the writer's words exactly as typed."""
    from reflect.saying import part_said, row_said

    step = deck.step(answer.key) if deck else None
    labels = {option.id: option.label for option in (*step.options, *step.rows)} if step else {}
    value = answer.value
    if isinstance(value, Carry):
        yield labels.get(value.scale, value.scale)
        if value.text:
            yield value.text
    elif isinstance(value, tuple):
        yield from (labels.get(pick, pick) for pick in value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield f"{row_said(answer.kind, key, labels)}: {part_said(part, labels, step)}"
    elif words := kinds.words(answer):
        yield from words.split("\n")
    else:
        yield labels.get(str(value), str(value))


FOUND = ("[", "]")
"""What stands around found words on the screen: it is heard, printed and copied like any other sign."""


def hit_list(hits: Sequence[Hit], text: str) -> Lines:
    """Draw where words were found: the entry, and the words around them."""
    if not hits:
        yield f"Nothing has all of {text} in one answer. A * at its end finds longer words.", ""
    for hit in hits:
        yield f"{hit.number}  {day_said(hit.written)}  ({hit.key})", "bold"
        yield f"   {hit.snippet}", ""


def version_list(versions: Sequence[Version], deck: Deck | None) -> Lines:
    """Draw what answers were before they were changed."""
    if not versions:
        yield "Nothing in it was ever changed.", ""
    for version in versions:
        kind = Kind.TEXT if isinstance(version.value, str) else Kind.CHOICES
        was = Answer(key=version.key, question="", kind=kind, value=version.value)
        yield f"{version.key}, until {day_said(version.replaced)}", "italic"
        for line in _answer(was, deck):
            yield f"  {line}", ""


def promise_labels() -> dict[str, str]:
    """Give the labels of sizes, of what becomes of commitments, and of whose things are, by id."""
    from reflect import config, decks

    lists = decks.read_lists(config.shipped())
    named = {option.id: option.label for name in ("scale", "status") for option in lists[name]}
    whose = {f"whose:{option.id}": option.label for option in lists["whose"]}
    return {**named, **whose}


def commitment_list(commitments: Sequence[Commitment]) -> Lines:
    """Draw commitments: those with no news yet first, then what became of the others."""
    labels = promise_labels()
    if not commitments:
        yield "Nothing yet. A sitting can end with a next step, and none is as good: reflect write", ""
    for title, status in (("No news yet", True), ("With news", False)):
        found = [each for each in commitments if (each.status == OPEN) is status]
        if found and len(commitments) > 1:
            yield title, "bold"
        for each in found:
            yield from _commitment(each, labels)


def _commitment(commitment: Commitment, labels: Mapping[str, str]) -> Lines:
    made = day_said(commitment.made) if commitment.made else ""
    whose = "" if commitment.owner == Owner.ME else f"to keep: {commitment.owner}"
    of = f"feedback {commitment.feedback}" if commitment.feedback else f"entry {commitment.entry}"
    mark = "" if commitment.share is Share.PRIVATE else f"marked {commitment.share}"
    by = f"by {commitment.by}" if commitment.by else ""
    about = [made, of, commitment.thread, whose, by, labels.get(commitment.scale), mark]
    yield f"{commitment.number}  {commitment.text}", ""
    yield f"   {', '.join(filter(None, about))}", "dim"
    if commitment.idea or commitment.risk:
        idea, risk = (labels.get(f"whose:{each}", each or "not said") for each in (commitment.idea, commitment.risk))
        yield f"   whose idea: {idea}; whose risk: {risk}; {WANTED[commitment.wanted]}", "dim"
    yield from _news(commitment, labels)


def _news(commitment: Commitment, labels: Mapping[str, str]) -> Lines:
    """Draw what became of a commitment, as it was told."""
    known = labels if commitment.owner is Owner.ME else _DONE_BY_OTHERS
    for news in commitment.news:
        yield f"   {day_said(news.at)}: {known.get(news.status, news.status)}. {news.text}".rstrip(), ""


_DONE_BY_OTHERS = {OPEN: "No news yet", "kept": "It was done", "changed": "It changed on the way", "let-go": "Let go"}


WANTED = {
    "asked": "they asked for this themselves",
    "implied": "they seemed to want it",
    "others-asked": "somebody else asked, for them",
    "dont-know": "whether they want it is not known",
    None: "whether they want it is not said",
}


def feedback_list(found: Sequence[Feedback]) -> Lines:
    """Draw what came back from supervision, each with where its first words begin."""
    if not found:
        yield "Nothing came back yet. From a file: reflect feedback read FILE. By hand: reflect feedback add", ""
    for each in found:
        first = next((words for _, words in each.said), "")
        yield f"{each.number}  {day_said(each.at)}, {each.giver or 'nobody named'}: {' '.join(first.split())[:60]}", ""
        if each.agreed:
            yield f"   agreed: commitments {', '.join(str(one.number) for one in each.agreed)}", "dim"


def whole_feedback(feedback: Feedback) -> Lines:
    """Draw what came back, heading by heading."""
    yield f"From {feedback.giver or 'nobody named'}, {day_said(feedback.at)}", "bold"
    for heading, words in feedback.said:
        yield heading, "bold"
        yield from ((f"  {line}", "") for line in words.split("\n"))
    if feedback.agreed:
        yield "Agreed", "bold"
    for each in feedback.agreed:
        number = f"commitment {each.number}, " if each.number else ""
        by = f", by {each.by}" if each.by else ""
        yield f"  {each.text} ({number}to keep: {each.owner}{by})", ""


def thread_list(threads: Sequence[Thread]) -> Lines:
    """Draw threads: the label, how many entries, and from when to when."""
    if not threads:
        yield "No threads yet. Begin one: reflect write s2-power --thread new", ""
    for thread in threads:
        first, last = (day_said(date.fromisoformat(day)) for day in (thread.first, thread.last))
        days = first if first == last else f"{first} to {last}"
        yield f"{thread.label}  {counted(thread.entries)}, {days}", ""


def section_lines(lead: Iterable[str], sections: Sequence[Section], *, drawn: bool = False) -> Lines:
    """Draw what there is to look at: sentences, then each part with its rows; as strips and trails too, if `drawn`."""
    columns = shutil.get_terminal_size().columns
    draw, read = _Trails(sections, columns), set[str]()
    for sentence_ in lead:
        yield sentence_, ""
    for section in sections:
        yield "", ""
        yield section.title, "bold"
        if section.lead:
            yield section.lead, "dim"
        if drawn and section.trails and section.trails not in read:
            read.add(section.trails)
            longest = max(len(row.trail) for row in section.rows)
            cut = f" The newest {draw.most} are drawn." if longest > draw.most else ""
            yield f"{section.trails}{cut}", "dim"
        width = max((len(_amount(row, section)) for row in section.rows), default=0)
        for row in section.rows:
            counted_ = f"{_amount(row, section):>{width}}  " if width else ""
            if drawn and row.trail and columns < _NARROW:
                yield f"  {row.label}", ""
                yield f"    {draw.trail(row)}  {_amount(row, section):>{width}}", ""
                continue
            trail = f"{draw.trail(row)}  " if drawn and row.trail else ""
            yield f"  {trail}{counted_}{row.label}", ""
            margin = " " * (2 + len(counted_) if width else 4)
            if drawn and {row.then, row.now} & _STOPS.keys():
                yield f"{margin}{_strip(row)}", ""
            for sentence_ in (*row.said, *(() if drawn or not row.trail_said else (row.trail_said,))):
                yield f"{margin}{sentence_}", "dim" if width else ""
        for note in section.notes:
            yield f"  {note}", ""


_NARROW = 60
"""In fewer columns a trail has a line of its own."""
_BLOCKS = "▁▂▃▄▅▆▇█"
_MANY = 9


class _Trails:
    """Draws counts period by period, as many of the latest as there is room for, all on one scale.

    Nothing of a period that was written in is a dot, a period that was not a low line. Where the
    terminal has no blocks, the counts themselves are written, from 10 on as +.
    """

    def __init__(self, sections: Iterable[Section], columns: int) -> None:
        self.most = 24 if columns >= _NARROW else 12
        trails = [row.trail[-self.most :] for section in sections for row in section.rows if row.trail]
        self._highest = max((amount or 0 for trail in trails for amount in trail), default=0)
        self._blocks = _can_print(_BLOCKS)

    def trail(self, row: Row) -> str:
        return "".join(map(self._sign, row.trail[-self.most :]))

    def _sign(self, amount: int | None) -> str:
        if not amount:
            return "_" if amount is None else "."
        if not self._blocks:
            return str(amount) if amount <= _MANY else "+"
        return _BLOCKS[(amount * len(_BLOCKS) - 1) // self._highest]


def _can_print(signs: str) -> bool:
    """Tell whether the terminal has these signs."""
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _amount(row: Row, section: Section) -> str:
    of = f" of {section.of}" if section.of is not None else ""
    return f"{row.amount}{of}" if row.amount is not None else ""


_STOPS = {"further": 0, "closer": 20}


def _strip(row: Row) -> str:
    """Draw a line from further from power to closer to it: o is then, # is now, @ is both."""
    strip = ["-"] * (_STOPS["closer"] + 1)
    for stand, sign in ((row.then, "o"), (row.now, "#")):
        if stand in _STOPS:
            at = _STOPS[stand]
            strip[at] = sign if strip[at] == "-" else "@"
    return f"further {''.join(strip)} closer"


def json_line(value: object) -> None:
    """Print `value` as one line of JSON."""
    print(json.dumps(plain(value), ensure_ascii=False))


STANDINGS = {
    "picked": "picked by you",
    "accepted": "confirmed by you",
    "declared": "from what you picked",
    "likely": "likely",
    "possible": "possible",
}


def theme_list(themes: Sequence[Theme]) -> Lines:
    """Draw the themes: what to type, the title, and what each is."""
    for theme in themes:
        yield f"{theme.id}  {theme.title}", "bold"
        yield f"   {theme.definition}", ""


def evidence_list(theme: Theme, pieces: Sequence[Piece], taught: Mapping[str, tuple[int, int]]) -> Lines:
    """Draw what a theme is, and why entries touch on it: the newest first, found words in [brackets]."""
    yield theme.title, "bold"
    yield theme.definition, ""
    yield f"It counts when: {_low(theme.count_when)}", "dim"
    yield f"Not when: {_low(theme.not_when)}", "dim"
    if not pieces:
        yield "", ""
        yield "Nothing in this time. That may be the word list, not you.", ""
    elif any(piece.pattern for piece in pieces):
        yield "In [brackets]: the words it was found by.", "dim"
    for number, group in groupby(pieces, lambda each: each.number):
        first, *rest = group
        yield "", ""
        yield f"{number}  {day_said(first.day)}, {STANDINGS[first.standing]}", "bold"
        for passage in dict.fromkeys(piece.passage for piece in (first, *rest)):
            if passage:
                yield f"   {passage}", ""
    if taught:
        yield "", ""
        yield "What you taught it, as yes and no to these patterns:", "dim"
        for pattern, (right, wrong) in taught.items():
            yield f"   {right} yes, {wrong} no: {textwrap.shorten(pattern, 60, placeholder=' …')}", "dim"


def review_list(entries: Sequence[Entry], themes: Mapping[str, Theme]) -> Lines:
    """Draw entries with the themes that are in them, and those that only the words point to."""

    def title(theme: str) -> str:
        return f"{themes[theme].title} ({theme})" if theme in themes else theme

    if not entries:
        yield "Nothing waits. Themes that your words point to are offered here when there are some.", ""
    for entry in entries:
        yield f"{entry.number}  {day_said(entry.written)}, {entry.deck}", "bold"
        for theme in entry.themes:
            yield f"   In there: {title(theme)}", ""
        for decision in entry.decisions:
            if decision.verdict == "rejected":
                yield f"   Not in there, you said: {title(decision.theme)}", ""
        for each in entry.suggested:
            yield f"   {each.tier.capitalize()}: {title(each.theme)}", ""
            for quote in each.quotes:
                yield f"      “{' '.join(quote.split())}”", ""


def found_list(found: Sequence[Found], themes: Mapping[str, Theme]) -> Lines:
    """Draw what the codebook found in a text: the themes, the words, and the patterns that led there."""
    if not found:
        yield "Nothing found. Much that is in a text has no words of its own.", ""
    for each in found:
        yield f"{themes[each.theme].title} ({each.theme}), {each.tier}", "bold"
        for hit in each.hits:
            yield f"   [{' '.join(hit.quote.split())}]  {hit.level}: {hit.pattern}", ""


def pattern_list(levels: Mapping[str, Sequence[str]]) -> Lines:
    """Draw the patterns of a theme, level by level."""
    for level, patterns in levels.items():
        yield level, "bold"
        for each in patterns:
            yield f"   {each}", ""


def _low(sentence_: str) -> str:
    return sentence_[:1].lower() + sentence_[1:]


def deck_list(decks: Iterable[Face]) -> Lines:
    """Draw the decks: what to type, the lengths, and what each is about."""
    heading = ""
    for deck in decks:
        shelf = "The workshop, one unit of four stations, in any order and at any time" if deck.station else "Besides"
        if shelf != heading:
            yield from (("", ""),) if heading else ()
            yield shelf, ""
            heading = shelf
        lengths = ", ".join(map(str, deck.minutes))
        yield f"{deck.id}  ({lengths} minutes)  {deck.title}", "bold"
        yield f"   {deck.about}", ""


def whole_deck(deck: Deck) -> Lines:
    """Draw a deck: every step with all its wordings, and why it is asked."""
    yield deck.title, "bold"
    yield deck.source, "dim"
    yield deck.about, ""
    for number, step in enumerate(deck.steps, 1):
        lengths = ", ".join(map(str, step.minutes))
        yield "", ""
        yield f"{number}. {step.key}  ({step.beat}, {step.kind}, {step.weight}; in {lengths} minutes)", "bold"
        for prompt in step.prompts:
            whom = ", ".join(filter(None, (prompt.role, prompt.quadrant)))
            yield f"   {prompt.whole}{f'  [{whom}]' if whom else ''}", ""
        yield f"   Why: {step.why}", "dim"


def problem_list(problems: Sequence[Problem], files: int) -> Lines:
    """Draw what is to be mended in decks: where, what, and how."""
    for problem in problems:
        yield f"{problem.file}, line {problem.line}: {problem.what}", ""
        yield f"   {problem.mend}", ""
    if not problems:
        yield f"All is well in {files} decks." if files > 1 else "All is well in this deck.", ""


def finding_list(findings: Sequence[Finding]) -> Lines:
    """Draw what a look at the journal found: broken, to look at, or well."""
    for finding in findings:
        state = "BROKEN" if finding.harm else "look at" if finding.mend else "well"
        yield f"{state}: {finding.said}", "bold" if finding.mend else ""
        if finding.mend:
            yield f"   {finding.mend}", ""


def source_list(documents: Sequence[Mapping[str, Any]]) -> Lines:
    """Draw the documents the questions are drawn from, and where each idea is taken up."""
    for document in documents:
        yield f"{document['title']}. {document['author']}; {document['publisher']}.", "bold"
        for idea in document["ideas"]:
            where = ", ".join(idea["decks"]) or idea["shown"] or "not taken up yet"
            yield f"   {idea['id']}  {idea['label']} ({where})", ""


def what_was_found(source: Source, found: Understood) -> Lines:
    """Draw what a file was understood to hold, and every line of it that was refused."""
    if found.first and found.last:
        first, last = day_said(found.first), day_said(found.last)
        days = first if first == last else f"{first} to {last}"
        yield f"Understood as {source.title}: {counted(found.entries)}, {days}.", ""
        if found.opening:
            yield f"The first begins: {found.opening}", ""
    if found.there:
        yield f"Already in the journal, left as they are: {found.there}.", ""
    if found.deleted:
        yield f"Deleted here before: {found.deleted}.", ""
    if source.note:
        yield source.note, ""
    if found.refused:
        yield f"Left out: {len(found.refused)}.", ""
    for refused in found.refused:
        yield f"  {refused.at}: {refused.why}.", ""


def counted(entries: int) -> str:
    """Say how many entries: 1 entry, 2 entries."""
    return "1 entry" if entries == 1 else f"{entries} entries"


LONG = 2000
"""From how many things on it takes long enough to say how far it has come."""


def watched(things: Iterable[T], total: int, *, quietly: bool) -> Iterator[T]:
    """Give `things` on, drawing on stderr how far it has come where it takes long and somebody is looking."""
    if quietly or total < LONG or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(things, "Keeping", total=total, console=Console(stderr=True), transient=True)


def pairs(values: Mapping[str, object]) -> Lines:
    """Draw names and values, a line each."""
    for name, value in values.items():
        yield f"{name}: {value if value != '' else '(not set)'}", ""


def ledger(left: Sequence[Handover], named: Callable[[str], str]) -> Lines:
    """Draw what left, in the order given; `named` gives an item as it is typed."""
    yield "What left, newest first. This list stays here.", ""
    for each in left:
        to = each.to or "nobody named"
        how = "printed" if each.seen else each.form
        yield "", ""
        yield f"{day_said(each.at)} to {to}: {', '.join(each.sections)} ({how}), page {each.page}", "bold"
        if each.items:
            yield f"  {', '.join(map(named, each.items))}", ""
        if each.opened:
            yield f"  Let through once: {', '.join(map(named, each.opened))}.", ""
        if each.changed:
            yield f"  Changed after the check: {each.changed}.", ""
        if each.kept:
            yield f"  Kept on purpose: {each.kept}. {each.reason}", ""
        yield f"  SHA-256 {each.checksum}", ""


def sentence(text: str) -> Lines:
    """Draw one paragraph."""
    yield text, ""
