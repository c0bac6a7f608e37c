"""The stand-in gateway: a process of its own that speaks the gateways' own shapes.

It never imports our connectors, so that what it proves about them is not a mirror of what they believe.
"""
