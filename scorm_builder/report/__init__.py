"""Diagnostics and results to text: for people, and in the formats that other programs read.

Data first: every format is a function from outcomes to pieces of text, which keeps none of them, so
that a thousand packages take no more memory than one. Only the command line prints.
"""
