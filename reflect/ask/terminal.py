"""Asking in a terminal: menus to move in, text to edit, the controls always one key away."""

from __future__ import annotations

import shutil
import string
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.containers import ScrollOffsets
from prompt_toolkit.layout.dimension import Dimension
from questionary.prompts.common import InquirerControl

from reflect.ask.conversation import KEYS, WORDS, Control, Conversation, Typed, control_in, words_of
from reflect.kinds import visible
from reflect.models import Option
from reflect.sitting import Paused, Question

if TYPE_CHECKING:
    from questionary import Question as Prompt

_LONG = 12
_MOST_COLUMNS = 78
_LINES_ABOVE = 11  # so that the question stays in sight above a long list
_FEWEST_LINES = 5
_MARGIN = 7  # what stands before an option: a pointer, a mark, a number
_STYLE = questionary.Style(
    [
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("selected", "noreverse bold"),
        ("answer", "fg:default nobold"),
        ("question", "fg:default nobold"),
        ("instruction", "fg:default nobold"),
        ("bottom-toolbar", "noreverse fg:default"),
        ("nbsp", "nounderline fg:default"),  # else it is drawn as a yellow stroke
    ]
)
_LOOKS: dict[str, Any] = {
    "qmark": "",
    "pointer": ">",
    "style": _STYLE,
    "use_jk_keys": False,
    "show_description": False,
    "erase_when_done": True,
}
_CONTROLS = "  ".join(f"{control.key}\N{NO-BREAK SPACE}{control.word}" for control in Control)
_WORDS = " ".join(f"/{control.word}" for control in Control)


class TerminalConversation(Conversation):
    """Draws with questionary, in the terminal the program was started from."""

    def say(self, text: str, style: str = "") -> None:
        """Show a paragraph, wrapped between words."""
        width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) - 2
        for paragraph in visible(text).splitlines() or [""]:
            for line in textwrap.wrap(paragraph, width) or [""]:
                print_formatted_text(FormattedText([(style, f"  {line}")]))

    def head(self, question: Question) -> None:
        """Show where we are and what is asked."""
        self.say("")
        for line in question.lead:
            self.say(line, "italic")
            self.say("")
        self.say(f"{question.number} of {question.of}")
        if question.on:
            self.say(question.on, "italic")
        self.say(question.text, "bold")

    def one(
        self, label: str, options: Sequence[Option], chosen: str | None = None, *, controls: bool = False
    ) -> str | Control:
        """Show a menu; a number picks at once, Enter picks what is pointed at.

        In a long list nothing is pointed at until a key says so: an Enter too many answers nothing.
        """
        numbers = _numbers(options)
        titles = {option.id: option.label for option in options}
        titles |= {option_id: f"{number}  {titles[option_id]}" for number, option_id in numbers.items()}
        menu = _Menu(options=options, numbers=numbers, controls=controls, waits=len(options) > _LONG and chosen is None)
        how = "a number, or arrows and Enter" if numbers else "arrows and Enter"
        picked = self._run(
            menu,
            questionary.select(
                f" {label}" if label else "",
                choices=[questionary.Choice(_wrapped(titles[option.id]), option.id) for option in options],
                default=chosen,
                instruction=menu.hint(how),
                **_LOOKS,
            ),
        )
        if isinstance(picked, Control):
            return picked
        assert isinstance(picked, str)
        said = next(option.label for option in options if option.id == picked)
        self.say(f"{label}  {said}" if label else said)
        return picked

    def many(
        self,
        options: Sequence[Option],
        chosen: Sequence[str] = (),
        most: int | None = None,
        *,
        controls: bool = False,
    ) -> tuple[str, ...] | Control:
        """Show a menu with marks; space marks, Enter goes on."""
        if most == 1:
            picked_one = self.one("", options, chosen[0] if chosen else None, controls=controls)
            return picked_one if isinstance(picked_one, Control) else (picked_one,)
        menu = _Menu(options=options, controls=controls, marks=True)
        picked = self._run(
            menu,
            questionary.checkbox(
                "",
                choices=[
                    questionary.Choice(_wrapped(option.label), option.id, checked=option.id in chosen)
                    for option in options
                ],
                validate=lambda ids: not most or len(ids) <= most or f"  Up to {most}, this time.",
                instruction=menu.hint(f"space marks{f', up to {most}' if most else ''}; Enter goes on"),
                **_LOOKS,
            ),
        )
        if isinstance(picked, Control):
            return picked
        labels = [option.label for option in options if option.id in picked]
        self.say("; ".join(labels) or "Nothing marked.")
        return tuple(picked)

    def line(self, label: str, begun: str, jot: Callable[[str], None]) -> Typed:
        """Let one line be typed and edited; Enter ends it."""
        if label:
            self.say(label)
        return self._type(begun, jot, several=False)

    def text(self, begun: str, jot: Callable[[str], None]) -> Typed:
        """Let several lines be typed and edited; a full stop alone on a line ends them."""
        return self._type(begun, jot, several=True)

    def confirm(self, label: str, *, default: bool) -> bool:
        """Take y or n at once, or Enter for what is usual."""
        self.say(label)
        usual = "yes" if default else "no"
        prompt = questionary.confirm(
            "", default=default, qmark="", instruction=f"y or n; Enter is {usual} ", style=_STYLE, auto_enter=True
        )
        return bool(_run(prompt))

    def _run(self, menu: _Menu, prompt: Prompt) -> str | list[str] | Control:
        """Run a questionary menu with our keys laid over its own, and its question left in sight above it."""
        app = prompt.application
        control = next(each for each in app.layout.find_all_controls() if isinstance(each, InquirerControl))
        window = next(window for window in app.layout.find_all_windows() if window.content is control)
        window.wrap_lines = Always()
        window.scroll_offsets = ScrollOffsets(top=1, bottom=2)  # so that a wrapped option is seen whole
        window.height = Dimension(max=max(shutil.get_terminal_size().lines - _LINES_ABOVE, _FEWEST_LINES))
        assert app.key_bindings is not None
        app.key_bindings = merge_key_bindings([app.key_bindings, menu.keys(control)])
        return cast("str | list[str] | Control", _run(prompt))

    def _type(self, begun: str, jot: Callable[[str], None], *, several: bool) -> Typed:
        end = "a full stop alone on a line ends it" if several else "Enter ends it"
        prompt = questionary.text(
            "",
            # Go on, or end it, on a line of its own.
            default=begun.rstrip("\n") + "\n" if several and begun else begun,
            qmark="",
            instruction="",
            multiline=several,
            style=_STYLE,
            key_bindings=_text_keys(jot, several=several),
            bottom_toolbar=lambda: _under(f"{end};", _WORDS),
            prompt_continuation=lambda *_: "  ",
        )
        return cast("Typed", _run(prompt))


@dataclass
class _Menu:
    """The keys of one menu: numbers pick, letters are controls, / begins to find.

    It `waits` for a key before anything is pointed at; in one that `marks`, several can be picked.
    """

    options: Sequence[Option]
    controls: bool
    numbers: dict[str, str] = field(default_factory=dict)
    marks: bool = False
    waits: bool = False
    sought: str | None = None
    before: int = 0

    def hint(self, how: str) -> str:
        """Give the lines under a menu's label: how to pick, and what else can be done."""
        if len(self.options) > _LONG:
            how += f"; {len(self.options)} to choose from, / to find"
        return "\n" + _under(how, _CONTROLS if self.controls else "")

    def keys(self, control: InquirerControl) -> KeyBindingsBase:
        """Give the keys, laid over those of questionary's `control`."""
        if self.waits:
            control.pointed_at = -1
        return merge_key_bindings([self._picking(control), self._finding(control)])

    def _picking(self, control: InquirerControl) -> KeyBindings:
        keys = KeyBindings()
        free = ~self._is_finding

        def typed(event: KeyPressEvent) -> None:
            key = str(event.key_sequence[0].key)
            if key == "/":
                self.sought, self.before = "", control.pointed_at
                self._say(control, "find: ")
            elif key in self.numbers:
                event.app.exit(result=self.numbers[key])
            elif self.controls and key.lower() in KEYS:
                event.app.exit(result=KEYS[key.lower()])

        for character in string.printable.strip():
            keys.add(character, eager=True, filter=free)(typed)
        keys.add(Keys.SIGINT, eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt))
        nowhere = Condition(lambda: control.pointed_at < 0)
        how = f"Choose with the arrows{', or s to skip' if self.controls else ''}."
        keys.add("enter", eager=True, filter=nowhere & free)(lambda _: self._say(control, how))
        return keys

    def _finding(self, control: InquirerControl) -> KeyBindings:
        keys = KeyBindings()
        finding = self._is_finding

        def seek(event: KeyPressEvent) -> None:
            pressed = event.key_sequence[0]
            before = self.sought or ""
            self.sought = before[:-1] if pressed.key == Keys.Backspace else before + pressed.data
            self._point(control)

        for character in (*string.printable.strip(), " ", Keys.Any, Keys.Backspace):
            keys.add(character, eager=True, filter=finding)(seek)

        def leave() -> None:
            self.sought = None
            control.error_message = None

        @keys.add("enter", eager=True, filter=finding)
        def _found(event: KeyPressEvent) -> None:
            """Mark, or stay at, what was found; a control's word does what it says; else go on looking."""
            if self._match() is None:
                if self.controls and (meant := WORDS.get(f"/{self.sought}")):
                    event.app.exit(result=meant)
                return
            leave()
            value = control.get_pointed_at().value
            if self.marks and value not in control.selected_options:
                control.selected_options.append(value)

        @keys.add("escape", eager=True, filter=finding)
        def _given_up(_: KeyPressEvent) -> None:
            leave()
            control.pointed_at = self.before

        return keys

    @property
    def _is_finding(self) -> Condition:
        return Condition(lambda: self.sought is not None)

    def _match(self) -> int | None:
        """Give the place of the first option with a word, or a label, that begins with what is sought."""
        sought = (self.sought or "").strip().casefold()
        if not sought:
            return None
        labels = [option.label.casefold() for option in self.options]
        whole = (at for at, label in enumerate(labels) if label.startswith(sought))
        words = (at for at, option in enumerate(self.options) if any(w.startswith(sought) for w in words_of(option)))
        inside = (at for at, label in enumerate(labels) if " " in sought and sought in label)
        return next((at for found in (whole, words, inside) for at in found), None)

    def _point(self, control: InquirerControl) -> None:
        """Point at what is found, and say what is looked for."""
        at = self._match()
        if at is not None:
            control.pointed_at = at
            self._say(control, f"find: {self.sought}   Enter takes it, Esc leaves")
        elif self.sought:
            self._say(control, f"find: {self.sought}   nothing begins like that; Esc leaves")
        else:
            self._say(control, "find: ")

    def _say(self, control: InquirerControl, text: str) -> None:
        control.error_message = FormattedText([("", f"  {text}")])  # type: ignore[assignment]  # it begins as None


def _numbers(options: Sequence[Option]) -> dict[str, str]:
    """Give the keys that pick at once: digits, where each option can have one of its own."""
    own = [option.id for option in options if option.id.isdigit()]
    if len(options) >= _LONG or any(len(number) > 1 for number in own):
        return {}
    return {option.id if own else str(number): option.id for number, option in enumerate(options, 1)}


def _wrapped(title: str) -> str:
    """Give an option's title, wrapped between words, under itself."""
    width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) - _MARGIN
    return textwrap.fill(title, width, subsequent_indent=" " * _MARGIN)


def _run(prompt: Prompt) -> object:
    """Ask, letting Ctrl-C through; the end of the input is a pause."""
    try:
        return prompt.unsafe_ask()
    except EOFError:
        raise Paused from None


def _under(*sentences: str) -> str:
    """Give lines to stand below or above something, wrapped to the terminal."""
    width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) - 2
    return "\n".join(f"  {line}" for sentence in sentences for line in textwrap.wrap(sentence, width))


def _text_keys(jot: Callable[[str], None], *, several: bool) -> KeyBindings:
    """Give the keys of a text: Enter ends or goes on, Ctrl-C keeps what is there before it leaves."""
    keys = KeyBindings()

    @keys.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        document = event.current_buffer.document
        line = document.current_line.strip()
        rest = _without_line(document.text, document.cursor_position_row)
        if control := control_in(line):
            event.app.erase_when_done = True  # it is shown again below, or kept
            event.app.exit(result=Typed(_unescaped(rest), control))
        elif not several:
            event.app.exit(result=Typed(_unescaped(document.text)))
        elif line == ".":
            event.app.exit(result=Typed(_unescaped(rest)))
        else:
            event.current_buffer.newline(copy_margin=False)
            jot(_unescaped(event.current_buffer.text))

    @keys.add("c-c", eager=True)
    @keys.add(Keys.SIGINT, eager=True)
    def _interrupt(event: KeyPressEvent) -> None:
        if event.current_buffer.text.strip():
            jot(_unescaped(event.current_buffer.text))
        event.app.exit(exception=KeyboardInterrupt)

    return keys


def _without_line(text: str, row: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[:row] + lines[row + 1 :])


def _unescaped(text: str) -> str:
    """Give text as meant: two slashes begin a line that starts with a slash."""
    return "\n".join(line[1:] if line.startswith("//") else line for line in text.split("\n"))
