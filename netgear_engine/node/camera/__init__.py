"""The camera's own process: it reads one source and makes JPEGs; and how others speak with it."""
