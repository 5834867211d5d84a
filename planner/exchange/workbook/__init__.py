"""A plan as a workbook that recalculates it, and back."""
