"""Asking in a terminal: menus to move in, text to edit, the controls always one key away."""

from __future__ import annotations

import shutil
import string
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.dimension import Dimension
from questionary.prompts.common import InquirerControl

from reflect.ask.conversation import KEYS, WORDS, Control, Conversation, Typed
from reflect.models import Option
from reflect.sitting import Paused, Question

if TYPE_CHECKING:
    from questionary import Question as Prompt

_LONG = 12
_MOST_COLUMNS = 78
_LINES_ABOVE = 11  # so that the question stays in sight above a long list
_FEWEST_LINES = 5
_STYLE = questionary.Style(
    [
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("selected", "noreverse bold"),
        ("answer", "fg:default nobold"),
        ("question", "fg:default nobold"),
        ("instruction", "fg:ansigray"),
        ("bottom-toolbar", "noreverse fg:ansigray"),
    ]
)
_CONTROLS = "s skip  ? why  b back  h heavy  p pause  q stop"
_WORDS = "/skip /why /back /heavy /pause /stop"


class TerminalConversation(Conversation):
    """Draws with questionary, in the terminal the program was started from."""

    def say(self, text: str, style: str = "") -> None:
        """Show a paragraph, wrapped between words."""
        width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) - 2
        for paragraph in text.splitlines() or [""]:
            for line in textwrap.wrap(paragraph, width) or [""]:
                print_formatted_text(FormattedText([(style, f"  {line}")]))

    def head(self, question: Question) -> None:
        """Show where we are and what is asked."""
        self.say("")
        for line in question.lead:
            self.say(line, "italic")
            self.say("")
        self.say(f"{question.number} of {question.of}", "fg:ansigray")
        if question.about:
            self.say(f"On {question.about.word or question.about.label}, in that moment:", "italic")
        self.say(question.text, "bold")

    def one(
        self, label: str, options: Sequence[Option], chosen: str | None = None, *, controls: bool = False
    ) -> str | Control:
        """Show a menu; a number picks at once, Enter picks what is pointed at."""
        numbers = {option.id if option.id.isdigit() else str(n): option for n, option in enumerate(options, 1)}
        short = len(options) < _LONG
        titles = {
            option.id: f"{number}  {option.label}" if short else option.label for number, option in numbers.items()
        }
        picked = self._menu(
            questionary.select(
                f" {label}" if label else "",
                choices=[questionary.Choice(titles[option.id], option.id) for option in options],
                default=chosen,
                qmark="",
                pointer=">",
                instruction=_hint(
                    "a number, or arrows and Enter" if short else "arrows, Enter, / to find",
                    controls=controls,
                ),
                style=_STYLE,
                use_jk_keys=False,
                show_description=False,
                erase_when_done=True,
            ),
            {number: option.id for number, option in numbers.items()} if short else {},
            controls=controls,
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
        picked = self._menu(
            questionary.checkbox(
                "",
                choices=[
                    questionary.Choice(option.label, option.id, checked=option.id in chosen) for option in options
                ],
                validate=lambda ids: not most or len(ids) <= most or f"  Up to {most}, this time.",
                qmark="",
                pointer=">",
                instruction=_hint(
                    f"space marks{f', up to {most}' if most else ''}; Enter goes on"
                    + ("; / to find" if len(options) > _LONG else ""),
                    controls=controls,
                ),
                style=_STYLE,
                use_jk_keys=False,
                show_description=False,
                erase_when_done=True,
            ),
            {},
            controls=controls,
            marks=True,
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
        prompt = questionary.confirm(
            "", default=default, qmark="", instruction="y or n ", style=_STYLE, auto_enter=True
        )
        return bool(_run(prompt))

    def _menu(
        self, prompt: Prompt, numbers: dict[str, str], *, controls: bool, marks: bool = False
    ) -> str | list[str] | Control:
        """Run a questionary menu with our keys laid over its own."""
        app = prompt.application
        menu = next(control for control in app.layout.find_all_controls() if isinstance(control, InquirerControl))
        assert app.key_bindings is not None
        window = next(window for window in app.layout.find_all_windows() if window.content is menu)
        window.wrap_lines = Always()
        window.height = Dimension(max=max(shutil.get_terminal_size().lines - _LINES_ABOVE, _FEWEST_LINES))
        app.key_bindings = merge_key_bindings(
            [app.key_bindings, _menu_keys(menu, numbers, controls=controls, marks=marks)]
        )
        return cast("str | list[str] | Control", _run(prompt))

    def _type(self, begun: str, jot: Callable[[str], None], *, several: bool) -> Typed:
        end = "a full stop alone on a line ends it" if several else "Enter ends it"
        prompt = questionary.text(
            "",
            default=begun.rstrip("\n") + "\n" if several and begun else begun,  # go on, or end it, on a line of its own
            qmark="",
            instruction="",
            multiline=several,
            style=_STYLE,
            key_bindings=_text_keys(jot, several=several),
            bottom_toolbar=lambda: _under(f"{end};", _WORDS),
            prompt_continuation=lambda *_: "  ",
        )
        return cast("Typed", _run(prompt))


def _run(prompt: Prompt) -> object:
    """Ask, letting Ctrl-C through; the end of the input is a pause."""
    try:
        return prompt.unsafe_ask()
    except EOFError:
        raise Paused from None


def _hint(how: str, *, controls: bool) -> str:
    """Give the line under a menu's label, on a line of its own, as wide as the terminal allows."""
    return "\n" + _under(how, _CONTROLS if controls else "")


def _under(*sentences: str) -> str:
    """Give lines to stand below or above something, wrapped to the terminal."""
    width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) - 2
    return "\n".join(f"  {line}" for sentence in sentences for line in textwrap.wrap(sentence, width))


def _menu_keys(menu: InquirerControl, numbers: dict[str, str], *, controls: bool, marks: bool) -> KeyBindings:
    """Give the keys of a menu: numbers pick, letters are controls if there are any, / begins to find."""
    keys = KeyBindings()
    finding = False

    def typed(event: KeyPressEvent) -> None:
        nonlocal finding
        key = event.key_sequence[0].key
        if finding:
            menu.add_search_character(cast("Keys", key))
        elif key == "/":
            finding = True
        elif key in numbers:
            event.app.exit(result=numbers[key])
        elif controls and key in KEYS:
            event.app.exit(result=KEYS[key])

    for character in string.printable.strip():
        keys.add(character, eager=True)(typed)

    def found(event: KeyPressEvent) -> None:
        """Go to what was found, and mark it where several can be; the whole list comes back."""
        nonlocal finding
        finding = False
        value = menu.get_pointed_at().value
        if marks and value not in menu.selected_options:
            menu.selected_options.append(value)
        menu.search_filter = None
        menu.pointed_at = next(at for at, choice in enumerate(menu.choices) if choice.value == value)
        event.app.invalidate()

    searching = Condition(lambda: finding)
    keys.add("enter", eager=True, filter=searching)(found)
    keys.add("escape", filter=searching)(found)
    keys.add("backspace", eager=True, filter=searching)(lambda _: menu.remove_search_character())
    return keys


def _text_keys(jot: Callable[[str], None], *, several: bool) -> KeyBindings:
    """Give the keys of a text: Enter ends or goes on, Ctrl-C keeps what is there before it leaves."""
    keys = KeyBindings()

    @keys.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        document = event.current_buffer.document
        line = document.current_line.strip()
        rest = _without_line(document.text, document.cursor_position_row)
        if control := WORDS.get(line):
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
