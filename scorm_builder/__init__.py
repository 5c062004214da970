"""Builds SCORM 1.2 packages and accessible PDF handouts from YAML technique modules."""

__version__ = "0.1.0"
