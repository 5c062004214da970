"""Builds every module: `python build.py [MODULE]... [--out FOLDER]` is `scorm-builder build`."""

import sys

if __name__ == "__main__":
    sys.argv.insert(1, "build")
    try:
        from scorm_builder.cli import main

        main()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scorm_builder."):
            raise
        hint = "run `make build`, or `pip install -e .` and this again"
        print(f"error: the Python package {error.name} is missing: {hint}", file=sys.stderr)
        sys.exit(2)
