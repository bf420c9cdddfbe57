"""Adapters to the outside: database, S3 store, media, rendering, search, outbox, leases, demo clock."""
