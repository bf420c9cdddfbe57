"""Programs beside the application: one starts it on this machine, others an outsider runs."""
