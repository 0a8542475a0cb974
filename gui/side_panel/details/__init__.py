"""What is known of the selected camera."""
