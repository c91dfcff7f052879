"""Edits a closed workbook part by part: what an edit does not name stays byte for byte.

An ``.xlsx`` or ``.xlsm`` file is a zip of XML parts. Libraries that read such a file into a model
of their own and write the model back lose what the model does not know: slicers, text boxes,
sparklines, the ribbon, cached values. This package never does that. It changes the text of the few
parts an edit concerns and copies all others in their compressed form.

==================  =================================================================
``parts``           the package: its parts, relationships and content types
``members``         the members of the zip: which are refused, how parts name each other
``archive``         writes the zip, safely: raw copies, temporary file, atomic replacement
``xml``             reading XML without surprises, escaping
``addresses``       A1 addresses and ranges
``cells``           Python values as cell XML
``cell_reader``     cell XML as Python values
``rows``            rows of a sheet as text
``column_writer``   renders the cells of a column, many with one expression
``sheet``           one worksheet part, edited by region
``used_range``      the used range a sheet stores
``body``            a table body that is rendered only while it is saved
``following``       what stays of an old cell in a new row
``formulas``        references inside formula text
``shared_formulas`` formulas that concern several cells
``tables``          table parts
``growth``          makes room under a table, or closes up to it
``resize``          what a table's growth does to a reference
``references``      every place that may point at a table's range
``notes``           notes, threaded comments and links that follow their row
``calculation``     what makes Excel calculate a changed workbook anew
``stale``           cached values that may no longer be true
``cached``          formula cells and the values cached for them
``strings``         the shared strings
``styles``          number formats, and date formats appended where one is missing
``names``           defined names
``sheets``          the list of worksheets, and a new one
``readable_book``   the opened file: sheets, tables and names as they are now
``new_columns``     new content of a table, made ready to be rendered
``table_writer``    replaces a table's body
``cell_writer``     writes single cells, adds sheets
``formula_access``  what whoever calculates formulas anew needs
``carried_sheets``  takes sheets of another workbook, with all that hangs on them
``carried_donor``   the workbook they come from
``carried_parts``   copies parts and what they lead to
``carried_cells``   a sheet's cells with the numbers of another workbook
``carried_styles``  cell formats of one workbook among those of another
``saver``           what follows from the edits, then all parts in one step
==================  =================================================================
"""
