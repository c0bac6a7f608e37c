"""Face: plain data in, HTML and SVG out."""
