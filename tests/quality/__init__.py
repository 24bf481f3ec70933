"""What the program makes of the committed sources, against gold made by reading."""
