"""The national backend over HTTP: the only room that knows its JSON."""
