"""Where the engine's threads meet the GUI thread, and nowhere else."""
