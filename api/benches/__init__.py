"""Measurements: ours and the yardstick in turn, in the same run, medians of several rounds."""
