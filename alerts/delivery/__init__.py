"""The engine that carries every released alert to its channels, once."""
