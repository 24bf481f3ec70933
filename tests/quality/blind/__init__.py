"""Made-up messy texts by authors who had not seen the program: see README.md."""
