"""Teams that are made up, with changes planted on purpose, to judge what should find them."""
