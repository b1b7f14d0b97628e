# setup: touch there
there:
