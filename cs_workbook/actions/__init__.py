"""What people do with the tracker: one use case per module, the same for every door.

A use case takes a :class:`cs_workbook.workbook.port.Workbook` where it can, so that the command
line (closed file) and the buttons (open book) share it. Nothing in here reads the clock: the door
passes ``as_of`` and ``now``.
"""
