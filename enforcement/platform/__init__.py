"""Adapters to the outside: database, S3 store, media, rendering, search, leases, demo clock."""
