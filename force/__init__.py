"""The trial by force: hostile files, kills, threads and full disks, against the shell and the package as they are used.

``python -m force`` prints what was tried and what went wrong; README.md in this folder says how to read it. Everything is
generated from a seed, in folders of its own; nothing outside of them is touched.
"""
