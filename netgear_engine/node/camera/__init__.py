"""The camera's own process: it reads one source and makes JPEGs of what it sees."""
