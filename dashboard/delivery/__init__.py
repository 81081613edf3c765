"""Prerequisites and delivery templates."""
