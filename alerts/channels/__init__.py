"""Where the public is told: one file a kind of channel, all behind one protocol."""
