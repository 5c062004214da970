"""What Python must know of the SCO's run-time: screens, choices, suspend data."""
