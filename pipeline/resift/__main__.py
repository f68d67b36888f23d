"""``python -m resift`` is the same as ``resift``."""

from resift.cli import main

if __name__ == "__main__":
    main()
