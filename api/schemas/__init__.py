"""What JSON comes in and goes out, a noun a file."""
