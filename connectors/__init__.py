"""What is known of social platforms: their exports and, later, their APIs. Knows nothing of auditing."""
