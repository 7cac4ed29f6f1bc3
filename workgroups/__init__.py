"""Upper floor: working groups, routing of contributions to them, decisions and meetings."""
