"""`python -m reflect` does what `reflect` does."""

from reflect.cli import main

main()
