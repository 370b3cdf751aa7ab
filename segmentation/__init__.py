"""The product without its pages: usable from a shell, a notebook or cron."""
