"""audit-tui: clinicians audit their own social media accounts."""

__version__ = "0.1.0"
