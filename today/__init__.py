"""Today: what goes on in my projects, and what needs me."""
