"""Success plans as data: what a plan says, before anything is drawn.

Reading order: ``document`` (what a plan is made of), ``sections`` and ``templates`` (what it asks),
``generate`` (a plan as it would be now), ``merge`` (how typed words survive it). What people typed
is read by ``objectives``, ``delivery``, ``stakeholders``, ``signoff``, ``status`` and
``wrong_entries``; ``share``, ``questionnaire`` and ``report`` make of it what others get to see;
``naming`` names the sheets.
"""
