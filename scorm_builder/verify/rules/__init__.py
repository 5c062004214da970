"""The rules, a chapter a file: what each finds in a package."""
