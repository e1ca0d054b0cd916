"""Record the picture in the README from the program itself.

    python tests/pictures/record.py

A sitting is typed into tmux, the screen is read back with its colours, and drawn as an SVG
that loads nothing from elsewhere.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURE = Path(__file__).with_name("sitting.svg")
COLUMNS, ROWS = 80, 34
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>A sitting of two minutes, between two people</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; white-space: pre; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#1d1f21" width="100%" height="100%" rx="8"/>
<g transform="translate(12, 12)"><g class="{unique_id}-matrix">{backgrounds}{matrix}</g></g>
</svg>
"""
TYPED = (
    ("One line to park", ["I explained the scheme rules for ten minutes. She nodded. She hadn't asked.", "Enter"]),
    ("What was in the room", ["/", "lang", "Enter", "Enter"]),
    ("you stood", ["1"]),
    ("they stood", ["2"]),
    ("how you know", ["2"]),
    ("worth coming back", ["3"]),
    ("Mark what may go", ["Space", "Enter"]),
    ("Kept as entry", []),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        reflect = Path(sys.executable).with_name("reflect")
        env = {**os.environ, "REFLECT_HOME": str(home)}
        subprocess.run([reflect, "init", "--no-passphrase"], env=env, check=True, capture_output=True)
        tmux = [shutil.which("tmux") or "tmux", "-L", "reflect-picture"]
        shell = f"env REFLECT_HOME={home} PS1='$ ' PATH={reflect.parent}:$PATH bash --norc"
        subprocess.run([*tmux, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), shell], check=True)
        try:
            subprocess.run([*tmux, "send-keys", "clear; reflect now", "Enter"], check=True)
            for awaited, keys in TYPED:
                screen = wait_for(tmux, awaited)
                for key in keys:
                    subprocess.run([*tmux, "send-keys", key], check=True)
                    time.sleep(0.2)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False)
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(screen.rstrip().removesuffix("$").rstrip()))
    PICTURE.write_text(console.export_svg(theme=MONOKAI, code_format=FRAME, unique_id="sitting"), encoding="utf-8")


def wait_for(tmux: list[str], awaited: str) -> str:
    """Give the screen, with its colours, once it shows `awaited`."""
    for _ in range(100):
        screen = subprocess.run([*tmux, "capture-pane", "-e", "-p"], check=True, capture_output=True, text=True).stdout
        if awaited in screen:
            return screen
        time.sleep(0.1)
    sys.exit(f"“{awaited}” never came:\n{screen}")


if __name__ == "__main__":
    main()
