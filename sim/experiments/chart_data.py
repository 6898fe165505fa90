"""A comparison as the plain tables that charts are drawn from."""
