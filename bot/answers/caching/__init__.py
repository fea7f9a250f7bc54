"""The same question asked again: what was answered before is given again, while its grounds stand unchanged."""
