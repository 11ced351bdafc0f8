"""LinkedIn: its export."""
