"""reflect: a private journal for reflective practice in mental health."""

__version__ = "0.1.0"
