"""Everything is killed while alerts are on their way, and what came of it is counted at the receiver."""
