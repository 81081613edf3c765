"""What the screen says: translation, labels, numbers as people write them."""
