"""Where pictures come from: cameras, files, streams and a test pattern, all of one shape."""
