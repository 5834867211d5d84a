"""The Workshop page: a room from its questions to the plan that it decides on, and its big screen."""
