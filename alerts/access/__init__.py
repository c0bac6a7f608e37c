"""The pure parts of trust: roles, passwords, secrets, the audit chain."""
