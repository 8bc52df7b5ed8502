"""Pages of dossiers: for everybody (lookup), for the counter (reception), for the desks (work)."""
