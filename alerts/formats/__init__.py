"""How the outside writes an alert: CAP, Atom, GeoJSON, NINA's shapes."""
