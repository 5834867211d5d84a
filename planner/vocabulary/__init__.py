"""The words of the project: levers, columns, units; how a number, a lever, a month is written."""
