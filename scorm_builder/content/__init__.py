"""What an author writes, read and refused: YAML, Markdown, pictures and drawings."""
