"""The panel beside the wall: the list of cameras, and the conversation with one of them."""
