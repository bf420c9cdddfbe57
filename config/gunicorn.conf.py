"""gunicorn: a master and workers, one thread pool each; everything else is a setting of the installation."""

import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
# The program is read once and shared; it opens no connection before a worker's first request.
preload_app = True
# Nobody steers the server through a socket in a home folder.
control_socket_disable = True
