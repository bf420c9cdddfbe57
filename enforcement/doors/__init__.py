"""What the doors share: who may enter an endpoint, how a form becomes a command, how errors read."""
