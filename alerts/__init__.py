"""The core: what an alert is, whom it is for, how it gets there."""
