"""Programs that show many cameras at once, each to be measured in a process of its own.

Each counts what it shows: of each camera the newest frame, no more often than it makes a new whole
picture. Each prints one line, the figures of `meter.py`.
"""
