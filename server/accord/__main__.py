"""The command ``accord``, also as ``python -m accord``. A waiting process may do the work instead of this one."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command of the arguments of this process."""
    from accord.waiting import ask

    code = ask(sys.argv[1:])
    if code is None:
        from accord.cli import main as here

        here()
    sys.exit(code)


if __name__ == "__main__":
    main()
