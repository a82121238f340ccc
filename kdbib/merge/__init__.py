"""Making one Work of what several sources say, each field from the one that knows best. Pure."""
