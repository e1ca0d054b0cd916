"""The program's own entry: `reflect`, and `python -m reflect`."""

import gc

gc.set_threshold(100_000)  # collecting garbage while modules load would take a tenth of the time of a command

from reflect.cli import main  # noqa: E402 - after the line that makes it quick

if __name__ == "__main__":
    main()
