"""What happened, in the operator's words, with what still needs acknowledging first."""
