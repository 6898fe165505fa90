"""The readable twin: the same model as Mesa agents, one method a mechanism.

>>> from sim.mesa_model import ProgrammeModel
>>> model = ProgrammeModel(scenario, plan="early", seed=1)  # doctest: +SKIP
>>> model.run()  # doctest: +SKIP
>>> model.datacollector.get_model_vars_dataframe()  # doctest: +SKIP
"""

from sim.mesa_model.kinds import Assurer, Clinician, FinanceLead, Politician, Resident
from sim.mesa_model.model import ProgrammeModel
from sim.mesa_model.stakeholder import Stakeholder

__all__ = ["Assurer", "Clinician", "FinanceLead", "Politician", "ProgrammeModel", "Resident", "Stakeholder"]
