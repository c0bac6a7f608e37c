"""The stand-in gateway: speaks the gateways' own HTTP shapes, as a process of its own."""
