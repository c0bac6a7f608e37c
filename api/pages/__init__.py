"""HTML, a reader a file."""
