"""Described charts, grids and ways as options of ECharts: plain JSON without a script, drawn by the browser as SVG.

Title and subtitle stand outside. What is written at a mark is finished here, never computed in the browser, whose rounding
would make other numbers; it is plain text, so nothing has to be escaped. Nothing moves. Every mark says what it stands for
(``Drawn.marks``), so that a click finds the customers behind it; the one that is chosen has an edge.
"""
