"""From what is described to what is drawn: a frame or a slide in, a figure out.

A chart, a table or a grid is described once (``slides.py``) and drawn by whoever shows it: ``charts/described.py`` and
``charts/echarts`` on the screen, ``exports/pptx`` natively in decks, ``exports/grids.py`` as a table in workbooks. What a deck
cannot draw as it is becomes the nearest thing that can be edited: a pyramid is a stacked bar whose transparent part centres
the other, by formulas over the true numbers in column F; a curve over numbers is an XY chart whose marks are series, so that
their names stay with the data; a grid is a table. What stands ``behind`` a mark is described with it, so that a click opens
the customers in it; ECharts draws what it draws as well or better, and only ``charts/figures.py`` imports plotly.

A comparison is one ``Slide`` (``charts/revenue/comparison.py``): the page draws it, a workshop keeps it, the deck writes it. A
pinned slide is kept as it was, in its language and with its figures: what was rehearsed is what is shown, whatever has been
imported since. Masking is done when a slide is shown or written, never when it is kept, so that the switch works both ways.

On the projector the browser tells its window, and the slide is drawn for it, every size a share of its height
(``charts/stage.py``): a figure cannot be enlarged by CSS without cutting its labels. Keys are counted in the browser too, which
asks for the slide that they lead to (``pages/shared/scripts.py``), so that none is lost while one is drawn.
"""
