"""What is known of a camera. No Qt."""
