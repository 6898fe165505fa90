"""One mechanism a file: arithmetic on one stakeholder, or one programme, in one lane.

Rules are pure functions of numbers; none knows another. ``sim.week`` applies them in
order to every stakeholder in every lane. They use + - x / min max, comparisons and
square roots only, so that lanes vectorise and a run has the same bits everywhere.
"""
