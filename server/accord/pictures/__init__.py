"""Pictures of rows: bars, timelines, maps, links, trees and comparisons as SVG, each with its numbers as a table.

Every function is pure: typed rows in, a :class:`~accord.pictures.model.Picture` out. A picture names no colour: classes
do, in ``web/static/pictures.css``, so that it follows the light or dark of the page around it. Text keeps its size on
every screen: bars and timelines have positions in percent, the others are drawn for a width of 400 and shown at most
half as wide again.
"""

from accord.pictures.model import Cell, Picture, Rows

__all__ = ["Cell", "Picture", "Rows"]
