"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

from planner.ui.pages.sales_capacity import page

page.show()
