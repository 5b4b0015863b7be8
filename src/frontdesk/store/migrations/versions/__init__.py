"""One module for each revision; `schema.REVISIONS` lists them."""
