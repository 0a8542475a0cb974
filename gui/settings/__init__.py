"""What the user has chosen: which ports to listen on, how, and what the cameras are called."""
