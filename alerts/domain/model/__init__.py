"""The nouns of the domain, as frozen data."""
