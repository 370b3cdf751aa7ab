"""Files to take away: a frame or slides in, bytes out; no queries, no findings."""
