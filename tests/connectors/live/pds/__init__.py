"""A real Bluesky PDS for the tests: `@atproto/dev-env` from npm, installed once into a cache folder."""
