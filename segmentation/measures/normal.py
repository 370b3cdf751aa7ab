"""What intervals of several measures read off a normal curve."""

Z_95 = 1.959963984540054  # 95 % lie within so many standard errors of the middle, 97.5 % below
