"""Files to a zip with a manifest: SCORM Content Packaging."""
