"""Doors: all that comes in, over HTTP, the command line or the clock."""
