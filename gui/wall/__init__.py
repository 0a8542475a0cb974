"""The wall of live pictures, the instrument that everything else serves."""
