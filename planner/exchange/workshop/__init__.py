"""A workshop for others: all that was said as one table, and the hour on one printed page.

hour: what took place. table: all of it, row by row. content: what the page says. page: the page as PDF.
"""
