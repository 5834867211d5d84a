"""Plans whose levers are uncertain: what is drawn, what it leads to, and many draws of many plans."""
