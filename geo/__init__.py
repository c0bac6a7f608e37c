"""Geometry: pure, no database, no web."""
