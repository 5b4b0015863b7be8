"""Small widgets that draw line by line and repaint only what changed."""
