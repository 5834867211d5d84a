"""What every page is made of: figures, tiles, tables, colours."""
