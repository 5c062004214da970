"""Simulated LMSs, and the servers that they play on."""
