"""What is known of a camera. No Qt, but for what is dragged."""
