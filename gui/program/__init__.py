"""How the program lives on this computer: command line, files, start, demo, report."""
