"""How one comes to each screen and into each of its states, from a terminal just opened."""
