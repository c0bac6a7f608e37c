"""Use cases, by who acts. Services never commit."""
