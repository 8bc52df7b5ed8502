"""Pages of figures: of a unit, the settlement report of a period, and of one official."""
