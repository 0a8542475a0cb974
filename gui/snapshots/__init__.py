"""Pictures saved to files: of one camera as it was received, and of the whole wall."""
