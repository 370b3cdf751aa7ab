"""What keeps the program running well: its log, how long its pages take, and the doctor that looks at all of it.

A log is read by somebody who should not see a house's customers, is sent by mail and kept for long. So it holds what the program
says by itself (its own sentences, numbers, kinds of errors, lines of code) and never a text that came from a file or a person:
``logs`` leaves out every value that is no number, and what an error says besides its kind.
"""
