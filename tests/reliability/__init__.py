"""Runs that take longer than a test may: chaos and soak. Each prints what it saw and its seed."""
