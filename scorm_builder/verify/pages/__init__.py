"""What the pages and scripts of a package load and call."""
