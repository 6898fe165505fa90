"""The table of behaviour parameters: each declared once, here.

A row says name, symbol in the model's description, default, range, unit, grade and
meaning. Grades: S, taken from a source; D, derived from a source; J, our judgement, to
be swept and never shown as evidence; lever, what a programme can choose. Sources are
listed in ``docs/sources.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Knob:
    """One behaviour parameter; ``low`` to ``high`` is its range and its prior, uniform or log-uniform."""

    name: str
    symbol: str
    default: float
    low: float
    high: float
    unit: str
    grade: Literal["S", "D", "J", "lever"]
    meaning: str
    source: str = ""
    log: bool = False


# fmt: off
KNOBS: tuple[Knob, ...] = (
    # what a stakeholder starts with
    Knob("gain_multiplier", "g", 1, 0.3, 1.7, "-", "J", "multiplies every group's gain"),
    Knob("gain_sd", "sd_G", 0.25, 0.1, 0.35, "support", "J", "personal spread of the gain"),
    Knob("prior_public", "s0_P", 0.08, -0.05, 0.2, "support", "J", "mean prior view of residents"),
    Knob("prior_sd", "sd_s0", 0.15, 0.05, 0.4, "support", "J", "spread of prior views"),
    Knob("prior_trust_public", "T0_P", 0.4, 0.25, 0.7, "-", "S",
         "mean prior trust of residents",
         source="British Social Attitudes 2010-2025: 21 to 70 % satisfied with the NHS (S125, S126)"),
    Knob("prior_trust_others", "T0", 0.5, 0.25, 0.7, "-", "J", "mean prior trust of everyone else"),
    Knob("prior_trust_sd", "sd_T0", 0.15, 0.05, 0.25, "-", "J", "spread of prior trust"),
    Knob("judgement_sd", "sd_J", 0.25, 0.1, 0.4, "support", "J",
         "spread of stewards' and assurers' judgement"),
    # the proposal as it is felt
    Knob("loss_aversion", "lambda", 1.955, 1, 2.5, "ratio", "S",
         "weight of harm against gain",
         source="Brown et al. 2024, doi 10.1257/jel.20221698: mean 1.955 of 607 estimates"),
    Knob("harm_of_travel", "h_travel", 0.3, 0.1, 0.6, "support per 30 min", "J",
         "harm of 30 added minutes of travel"),
    Knob("harm_of_loss", "h_attach", 0.3, 0.1, 0.6, "support", "J",
         "harm of losing a service one is attached to"),
    Knob("harm_to_clinicians_losing", "h_site", 0.2, 0.05, 0.4, "support", "J",
         "harm to clinicians whose site loses the service"),
    Knob("harm_to_clinicians_rota", "h_rota", 0.03, 0, 0.1, "support", "J",
         "harm of the new rota to other clinicians"),
    Knob("vagueness_penalty", "zeta", 0.5, 0, 1, "support", "J",
         "fear while the proposal is vague, per unit of distrust",
         source="direction: Walter & Tukachinsky 2020, doi 10.1177/0093650219854600"),
    Knob("belief_in_need", "g_need", 1, 0, 1, "-", "J",
         "share of the gain believed while the proposal is vague"),
    # influences on support
    Knob("peer_influence", "alpha", 0.05, 0, 0.15, "1/week", "J",
         "drift towards peers",
         source="form: Mavrodiev et al. 2013, PMC3584930"),
    Knob("self_evaluation", "gamma", 0.05, 0, 0.1, "1/week", "J", "drift towards the believed outcome"),
    Knob("attention_sharpening", "g_A", 8, 0, 12, "-", "J",
         "how much media attention sharpens self-evaluation"),
    Knob("media_influence", "mu", 0.05, 0, 0.15, "1/week", "J", "drift towards the media's tone"),
    Knob("persuasion", "kappa", 0.15, 0.02, 0.4, "1/contact", "J",
         "pull of one contact to the believed outcome"),
    Knob("sponsor_gloss", "beta0", 0, 0, 0.3, "support", "J",
         "gloss put on by the sponsor (0: honest information)"),
    Knob("messenger_weight", "w_msg", 0.5, 0, 1, "-", "J",
         "weight of the messenger's credibility against own trust"),
    Knob("messenger_pull", "w_m", 0.3, 0, 0.5, "support", "J",
         "what a credible messenger adds to the target"),
    Knob("money_frame_shift", "frame", 0.1, 0, 0.3, "support", "J",
         "what a money frame takes from the target",
         source="direction: HSJ/YouGov 2013 (S134), HCSA survey 2017 (S172)"),
    Knob("fairness_weight", "w_F", 0.1, 0, 0.3, "support", "J",
         "pull of fair or unfair treatment on support",
         source="at most half of the outcome's effect: Esaiasson et al. 2019"),
    Knob("political_pressure", "eps_K", 0.1, 0, 0.3, "1/week", "J",
         "pull of campaigns on politicians",
         source="direction: S138, S181, S182"),
    Knob("election_factor", "eps_e", 1, 0, 3, "-", "J",
         "how much more just before an election",
         source="direction: S181"),
    Knob("fatigue_irritation", "psi", 0.03, 0, 0.1, "support", "J",
         "irritation of a contact when tired of them"),
    Knob("private_noise", "sigma_s", 0.01, 0, 0.03, "support", "J", "private weekly noise in support"),
    Knob("pull_to_prior", "rho_a", 0.01, 0, 0.05, "1/week", "J", "pull back to the prior view"),
    Knob("fading", "delta_p", 0.5, 0.1, 0.75, "1/week", "D",
         "share of passing influence lost in a week",
         source="Hill et al. 2013, doi 10.1080/10584609.2013.828143: 50 to 75 % of an effect gone in a week"),
    Knob("lasting_engagement", "d_eng", 0.5, 0.25, 0.75, "share", "D",
         "lasting share of persuasion",
         source="Kumkale et al. 2010, PMC3101500, table 4: .35 to .70 retained"),
    Knob("lasting_fairness", "d_fair", 0.5, 0.25, 0.75, "share", "J", "lasting share of fairness"),
    Knob("lasting_self_evaluation", "d_self", 1, 0.5, 1, "share", "J", "lasting share of self-evaluation"),
    Knob("lasting_peers", "d_peers", 0.5, 0.3, 0.7, "share", "J", "lasting share of peer influence"),
    Knob("lasting_media", "d_media", 0.25, 0.1, 0.4, "share", "D",
         "lasting share of media influence",
         source="Kumkale et al. 2010; Hill et al. 2013"),
    Knob("lasting_pressure", "d_press", 0.5, 0.25, 0.75, "share", "J", "lasting share of campaign pressure"),
    Knob("lasting_fatigue", "d_fat", 0.5, 0.25, 0.75, "share", "J", "lasting share of irritation"),
    Knob("lasting_noise", "d_noise", 0, 0, 1, "share", "J", "lasting share of private noise"),
    # certainty
    Knob("certainty_resistance", "sigma_k", 0.65, 0.3, 0.9, "-", "D",
         "susceptibility lost when certain",
         source="Kumkale et al. 2010: .27 / .78 of the effect on a formed attitude"),
    Knob("certainty_growth", "kappa_k", 0.06, 0.01, 0.2, "1/week", "J", "growth of certainty when exposed"),
    Knob("certainty_from_peers", "c_n", 0.2, 0, 0.5, "-", "J",
         "exposure that peers with a clear view amount to"),
    Knob("certainty_loss", "rho_k", 0.005, 0, 0.02, "1/week", "J", "loss of certainty"),
    # voice and trust
    Knob("voice_consult", "v_cons", 0.6, 0.3, 0.8, "-", "J",
         "worth of voice in consultation (co-design: 1)",
         source="ordering: Lind, Kanfer & Earley 1990, doi 10.1037/0022-3514.59.5.952"),
    Knob("voice_after_decision", "v_post", 0.4, 0.1, 0.9, "-", "J",
         "worth of voice when nothing is open any more",
         source="ordering: Lind, Kanfer & Earley 1990"),
    Knob("heard_though_not_acted_on", "omega_r", 0.4, 0, 1, "-", "J",
         "fairness of being heard without effect",
         source="direction: Lind, Kanfer & Earley 1990"),
    Knob("frustration", "xi", 0.5, 0, 1, "-", "J",
         "unfairness of voice that is not acted on",
         source="direction: the frustration effect, evidence 2.2e"),
    Knob("exclusion", "xi_x", 0.5, 0, 1.5, "-", "J",
         "unfairness of being told late without having been heard"),
    Knob("vicarious_voice", "w_vic", 0.05, 0, 0.1, "-", "J",
         "worth of other people's voice",
         source="direction: Terwel et al. 2010, doi 10.1037/a0019977"),
    Knob("people_enough", "N_e", 1000, 200, 5000, "people/week", "J",
         "people a week whose voice can redesign a proposal", log=True),
    Knob("trust_gain", "eta", 0.08, 0.01, 0.2, "1/week", "J", "growth of trust under fair treatment"),
    Knob("trust_asymmetry", "Lambda", 2, 1, 4, "ratio", "J",
         "how much faster trust is lost than won",
         source="sign: Slovic 1993; contested by Poortinga & Pidgeon 2004"),
    Knob("trust_recovery", "rho_T", 0.005, 0, 0.05, "1/week", "J", "return of trust to its prior level"),
    Knob("leak_shock", "sigma_leak", 0.15, 0, 0.4, "share", "J",
         "share of trust an aware stakeholder loses to a leak"),
    Knob("expectation_learning", "eta_e", 0.2, 0.05, 0.5, "-", "J",
         "learning of what voice to expect",
         source="direction: van den Bos et al. 1996"),
    Knob("expectation_start", "e0", 0.3, 0, 0.7, "-", "J", "expectation of being heard at the start"),
    # attendance and fatigue
    Knob("opponents_attend_more", "chi", 1, 0, 3, "-", "J",
         "how much more opponents attend",
         source="direction: Liu, Perlaviciute & Squintani 2022, doi 10.1088/1748-9326/ac9f24"),
    Knob("base_attendance", "pi0", 0.8, 0.3, 1, "probability", "J", "chance that somebody invited attends"),
    Knob("fatigue_gain", "phi_f", 0.15, 0, 0.4, "1/contact", "J", "fatigue from a contact"),
    Knob("fatigue_recovery", "rho_f", 0.05, 0.02, 0.1, "1/week", "J", "recovery from fatigue"),
    # awareness and disclosure
    Knob("awareness_by_contact", "nu_c", 0.8, 0.5, 1, "1/contact", "J",
         "chance to become aware in a contact"),
    Knob("awareness_by_media", "nu_m", 0.3, 0.1, 0.5, "1/week", "J", "the same by full media attention"),
    Knob("awareness_by_peers", "nu_s", 0.05, 0, 0.15, "1/week", "J", "the same by peers who all know"),
    Knob("forgetting", "rho_m", 0.01, 0, 0.03, "1/week", "J", "loss of awareness"),
    Knob("leak_hazard", "h_leak", 0.01, 0, 0.03, "1/week", "J", "hazard of a leak while undisclosed"),
    # media
    Knob("attention_persistence", "rho_A", 0.5, 0.3, 0.8, "1/week", "D",
         "share of attention that lasts a week",
         source="news cycles of days to five weeks, evidence 2.14"),
    Knob("attention_to_events", "a_event", 1, 0.2, 1, "-", "J", "attention an event brings"),
    Knob("attention_to_campaigns", "a_c", 0.8, 0.2, 1, "-", "J", "attention campaigns bring"),
    Knob("campaigns_in_tone", "b_M", 0.5, 0.2, 0.8, "-", "J", "weight of campaigns in the media's tone"),
    Knob("negativity", "n_b", 0.1, 0, 0.3, "support", "J",
         "bad-news bias of the tone",
         source="direction: Olsen 2013 (S224)"),
    # campaigns
    Knob("campaign_cut", "s_c", 0.35, 0.2, 0.5, "support", "J",
         "how far from neutral one must be to campaign"),
    Knob("threshold_mean", "tau", 0.2, 0.05, 0.4, "share", "J",
         "mean joining threshold",
         source="form: Granovetter 1978"),
    Knob("threshold_sd", "sd_tau", 0.1, 0.05, 0.2, "share", "J", "spread of joining thresholds"),
    Knob("join_seed", "K0", 0.05, 0, 0.1, "share", "J", "campaigning that is always about"),
    Knob("campaign_dropout", "rho_c", 0.05, 0.02, 0.1, "1/week", "J", "campaigners who drop out"),
    Knob("campaigner_weight", "a_act", 2, 0, 5, "-", "J", "how much more a campaigner is heard"),
    Knob("campaign_growth", "g_K", 0.15, 0.05, 0.4, "1/week", "J", "growth of campaign strength"),
    Knob("campaign_decay", "rho_K", 0.05, 0.02, 0.1, "1/week", "J", "decay of campaign strength"),
    Knob("opponents_mobilise_more", "chi_m", 1, 1, 2, "ratio", "J", "ease of joining against (1: symmetric)"),
    # redesign, evidence, money, process
    Knob("redesign_rate", "rho_R", 0.12, 0, 0.4, "1/week", "J", "redesign that full, useful input brings"),
    Knob("redesign_ceiling", "R_max", 0.6, 0.2, 0.9, "share", "J", "share of harm redesign can take away"),
    Knob("early_usefulness", "iota", 0.3, 0, 1, "-", "J", "use of input while the proposal is vague (key)"),
    Knob("carry_over", "carry", 0.4, 0, 1, "-", "J", "share of input that fits whichever option wins (key)"),
    Knob("openness_at_shortlist", "O_s", 0.75, 0.5, 1, "-", "J", "openness from the shortlist on"),
    Knob("openness_at_preferred", "O_p", 0.5, 0.1, 0.9, "-", "J", "openness from the preferred option on"),
    Knob("evidence_per_week", "q0", 0.009, 0.006, 0.012, "1/week", "J", "evidence gathered in a week"),
    Knob("evidence_by_clinicians", "q1", 0.1, 0.05, 0.2, "1/contact", "J",
         "evidence from contact with clinicians"),
    Knob("evidence_ceiling", "Q_max", 1, 0.5, 1, "-", "J", "how robust the data can get"),
    Knob("cost_per_week", "c_week", 0.002, 0.001, 0.004, "budget/week", "J", "programme cost of a week"),
    Knob("cost_of_redesign", "c_R", 0.1, 0.03, 0.3, "budget", "J", "cost of redesigning everything"),
    Knob("cost_of_lateness", "om_R", 3, 0, 10, "-", "J", "how much dearer late redesign is"),
    Knob("unplanned_cost_weight", "w_cost", 1, 0.3, 2, "support/budget", "J",
         "stewards' dislike of unplanned cost"),
    Knob("reach_norm", "r_E", 0.05, 0.01, 0.1, "share", "J",
         "share of affected residents whose hearing is full reach"),
    Knob("vote_bar", "bar", 0.03, 0, 0.1, "support", "J", "support a member needs to vote in favour"),
    # network and leadership
    Knob("weight_professional", "w_1", 1, 0, 2, "-", "J", "weight of the professional layer"),
    Knob("weight_community", "w_2", 1, 0, 2, "-", "J", "weight of the community layer"),
    Knob("weight_online", "w_3", 1, 0, 2, "-", "J", "weight of the online layer"),
    Knob("weight_political", "w_4", 1, 0, 2, "-", "J", "weight of the political layer"),
    Knob("weight_governance", "w_5", 1, 0, 2, "-", "J", "weight of the governance layer"),
    Knob("leadership", "L", 0.5, 0, 1, "-", "lever",
         "how strongly leads hear each other, and pace of evidence gathering"),
    Knob("responsiveness", "r", 0.5, 0, 1, "share", "lever", "share of input acted on, unless the plan says"),
    # the engagement budget
    Knob("public_contacts", "c_P", 0.05, 0.005, 2, "contacts a head", "lever",
         "engagement budget of residents",
         source="about 2,000 people in 13 weeks (S8); 4,000 in 3 years (S9); 0.2 to 3 % answer (3.5)",
         log=True),
    Knob("clinician_contacts", "c_C", 1, 0.2, 4, "contacts a head", "lever",
         "engagement budget of clinicians"),
    Knob("other_contacts", "c_O", 1, 0.2, 4, "contacts a head", "lever", "engagement budget of all others"),
)
# fmt: on
