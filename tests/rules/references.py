"""Every rule once more, straight from its definition, in plain Python.

Written from the formulas of the model, not from the rules: sums are written out, caps
and ranges are if-statements, and each outcome of a choice stands on a line of its own,
so that a test can see whether every one of them is reached. Nothing here knows the
rules or the compiler. Names and arguments are those of the rules.

The model's letters: s support, b its lasting and p its passing part, T trust, k certainty, m awareness,
f fatigue, e expectation, V voice so far, S susceptibility, u outcome (uhat: as believed), G gain, H harm,
D definiteness, O openness, X disclosed, A attention, M tone, K campaign strength, R redesign, Q evidence,
E process adequacy, y attendance, C weight of a contact, Z+ and Z- fair and unfair treatment.
"""

from __future__ import annotations


def clip(value: float, low: float, high: float) -> float:
    if value < low:
        return low
    if value > high:
        return high
    return value


def attendance_probability(
    reach: float, fatigue: float, support: float, base_attendance: float, opponents_attend_more: float
) -> float:
    """min(1, reach intensity (1-f) pi0 (1 + chi max(0,-s)))"""
    chance = (reach - reach * fatigue) * base_attendance
    if support < 0:
        chance = chance - chance * opponents_attend_more * support
    if chance > 1:
        return 1.0
    return chance


def attends(probability: float, uniform: float) -> float:
    """y ~ Bernoulli(probability), from one uniform draw in [0, 1)"""
    if uniform >= probability:
        return 0.0
    return 1.0


def met_at_all(met: float, attended: float) -> float:
    """1 less the chance to have missed every contact"""
    return 1 - (1 - met) * (1 - attended)


def next_awareness(
    awareness: float,
    known: float,
    met: float,
    attention: float,
    peers_aware: float,
    by_contact: float,
    by_media: float,
    by_peers: float,
    forgetting: float,
) -> float:
    """m += X (1-m) [1 - (1-nu_c y)(1-nu_m A)(1-nu_s nbar_m)] - rho_m m"""
    remembered = awareness - forgetting * awareness
    if known == 0:
        return remembered
    unaware = 1 - awareness
    for chance in (by_contact * met, by_media * attention, by_peers * peers_aware):
        unaware -= unaware * chance
    return remembered + (1 - awareness) - unaware


def personal_gain(
    group_gain: float,
    deviate: float,
    spread: float,
    safety_gain: float,
    suspects_cuts: float,
    money_frame: float,
) -> float:
    """G_i; safety gain inside it is discounted to nothing for who suspects cuts when money is the frame"""
    gain = spread * deviate + group_gain
    if suspects_cuts and money_frame:
        return gain - safety_gain
    return gain


def outcome(gain: float, harm: float, redesign: float, loss_aversion: float) -> float:
    """u = clip(G - lambda H (1-R), -1, 1)"""
    value = gain - loss_aversion * harm + loss_aversion * harm * redesign
    if value > 1:
        return 1.0
    if value < -1:
        return -1.0
    return value


def believed_outcome(
    definite_outcome: float,
    gain: float,
    trust: float,
    definiteness: float,
    belief_in_need: float,
    vagueness_penalty: float,
) -> float:
    """uhat = D u + (1-D)(g_need G - zeta (1-T)), kept within support's range"""
    need = belief_in_need * gain
    fear = vagueness_penalty - vagueness_penalty * trust
    value = need - fear + definiteness * (definite_outcome - need + fear)
    if value > 1:
        return 1.0
    if value < -1:
        return -1.0
    return value


def steward_outcome(
    case: float, unplanned_cost: float, cost_weight: float, deviate: float, spread: float
) -> float:
    """Case minus w_cost times unplanned cost, with a personal spread of judgement"""
    value = spread * deviate + case - unplanned_cost * cost_weight
    if value > 1:
        return 1.0
    if value < -1:
        return -1.0
    return value


def assurer_outcome(weighted_tests: float, deviate: float, spread: float) -> float:
    """2 (weighted mean of tests) - 1, with a personal spread of judgement"""
    value = weighted_tests - (1 - weighted_tests) + deviate * spread
    if value > 1:
        return 1.0
    if value < -1:
        return -1.0
    return value


def as_test(value: float) -> float:
    """(1 + s)/2, in [0, 1]"""
    if value > 1:
        return 1.0
    if value < -1:
        return 0.0
    return 0.5 + value / 2


def campaigns(
    campaigning: float,
    cause: float,
    known_awareness: float,
    threshold: float,
    share: float,
    strength: float,
    join_seed: float,
    cut: float,
    dropout: float,
    joining: float,
    leaving: float,
) -> float:
    """Joins if cause > s_c, U < X m, tau <= share + K + join_seed; leaves by rho_c or if cause < s_c/2"""
    if campaigning == 1:
        if leaving < dropout:
            return 0.0
        if 2 * cause < cut:
            return 0.0
        return 1.0
    if cause <= cut:
        return 0.0
    if joining >= known_awareness:
        return 0.0
    if threshold > share + strength + join_seed:
        return 0.0
    return 1.0


def next_strength(strength: float, share: float, growth: float, decay: float) -> float:
    """K += g_K share (1-K) - rho_K K"""
    return growth * share + strength * (1 - growth * share - decay)


def response_probability(
    hazard: float,
    awareness: float,
    support: float,
    opponents_attend_more: float,
    campaigning: float,
    elapsed: float,
) -> float:
    """r0 m (.2 + |s|)(1 + chi max(0, -s))(1 + 5 campaigning)(1 + 8 x^2)"""
    opposed = -support if support < 0 else 0.0
    chance = (0.2 + opposed + (support if support > 0 else 0.0)) * hazard * awareness
    chance += chance * opponents_attend_more * opposed
    chance += 5 * chance * campaigning
    return min(1.0, chance + 8 * elapsed**2 * chance)


def next_responded(responded: float, probability: float, uniform: float) -> float:
    """once a person"""
    if responded:
        return 1.0
    return float(probability > uniform)


def susceptibility(certainty: float, resistance: float) -> float:
    """S = 1 - sigma_k k"""
    return (1 - certainty) + certainty * (1 - resistance)


def next_certainty(
    certainty: float,
    awareness: float,
    met: float,
    attention: float,
    peers: float,
    growth: float,
    from_peers: float,
    loss: float,
) -> float:
    """k += kappa_k m (y + A + c_n |n|)(1-k) - rho_k k"""
    clarity = peers
    if peers < 0:
        clarity = -peers
    learning = growth * awareness * met + growth * awareness * attention
    learning += growth * awareness * from_peers * clarity
    return certainty + learning - learning * certainty - loss * certainty


def leak_probability(hazard: float, definiteness: float, insiders_met: float) -> float:
    """h_leak (D + share of insiders contacted)"""
    return hazard * definiteness + hazard * insiders_met


def leaks(disclosed: float, announced: float, uniform: float, probability: float) -> float:
    """Only while undisclosed and not announced"""
    if disclosed == 1:
        return 0.0
    if announced == 1:
        return 0.0
    if uniform >= probability:
        return 0.0
    return 1.0


def next_disclosed(disclosed: float, announced: float, leaked_now: float) -> float:
    """X becomes 1 by announcement or leak and stays 1"""
    if disclosed + announced + leaked_now == 0:
        return 0.0
    return 1.0


def contact_weight(trust: float, credibility: float, messenger_weight: float) -> float:
    """C = (1-w_messenger) T + w_messenger credibility"""
    return trust + messenger_weight * (credibility - trust)


def contact_shift(weight: float, messenger_pull: float, money: float, money_frame_shift: float) -> float:
    """w_m (C - .5) + frame; the frame of money takes away"""
    shift = messenger_pull * weight - messenger_pull / 2
    if money == 1:
        return shift - money_frame_shift
    return shift


def engagement_influence(
    persuasion: float,
    susceptibility: float,
    weights: float,
    shifts: float,
    believed: float,
    sponsor_gloss: float,
    support: float,
) -> float:
    """Sum over contacts of kappa C S (uhat + beta0 + shift - s), with the sums of C and of C times shift"""
    pull = persuasion * susceptibility
    return (
        pull * weights * believed + pull * weights * sponsor_gloss - pull * weights * support + pull * shifts
    )


def next_evidence(
    evidence: float,
    leadership: float,
    clinicians_met: float,
    clinician_support: float,
    per_week: float,
    by_clinicians: float,
    ceiling: float,
    by_structures: float,
) -> float:
    """Q += (q0 (.5 + leadership) + q1 y_C (1 + mean s_C)/2 + structures)(1 - Q/Q_max)"""
    gathered = per_week / 2 + per_week * leadership
    gathered += by_clinicians * clinicians_met / 2 + by_clinicians * clinicians_met * clinician_support / 2
    return evidence + (by_structures + gathered) * (ceiling - evidence) / ceiling


def next_expectation(expectation: float, met: float, voice: float, learning: float) -> float:
    """e += eta_e (y v - y e), where voice is y v"""
    return (1 - learning * met) * expectation + learning * voice


def next_voice(voice_so_far: float, voice: float) -> float:
    """V += y v"""
    return voice + voice_so_far


def worth_of_voice(openness: float, voice_after_decision: float) -> float:
    """O + v_post (1-O)"""
    return 1 - (1 - openness) * (1 - voice_after_decision)


def fair_treatment(
    voice: float,
    heard: float,
    awareness: float,
    worth: float,
    responsiveness_seen: float,
    vicarious_voice: float,
    heard_though_not_acted_on: float,
) -> float:
    """Z+ = (y v + w_vic heard m worth)(omega_r + (1-omega_r) responsiveness seen)"""
    unused = 1 - responsiveness_seen
    used = 1 - unused * (1 - heard_though_not_acted_on)
    return used * voice + used * vicarious_voice * heard * awareness * worth


def unfair_treatment(
    voice: float,
    expectation: float,
    responsiveness_seen: float,
    frustration: float,
    public_news: float,
    voice_so_far: float,
    heard_so_far: float,
    awareness: float,
    exclusion: float,
    vicarious_voice: float,
) -> float:
    """Z- = y v xi (1 - responsiveness seen) e + xi_x news/(1 + V + w_vic m sum of heard)"""
    raised = voice * frustration * expectation
    had = voice_so_far + vicarious_voice * awareness * heard_so_far
    return raised - raised * responsiveness_seen + exclusion * public_news / (had + 1)


def news(knowing: float, definiteness_growth: float, definiteness: float, awareness_growth: float) -> float:
    """X m dD + D dm"""
    return definiteness * awareness_growth + definiteness_growth * knowing


def fairness_influence(
    weight: float, fair: float, unfair: float, susceptibility: float, believed: float
) -> float:
    """w_F (Z+ - Z-) S (1 - uhat)/2, with Z- at most 1"""
    balance = fair - unfair
    if unfair > 1:
        balance = fair - 1
    return weight * balance * susceptibility / 2 - weight * balance * susceptibility * believed / 2


def fatigue_influence(irritation: float, met: float, fatigue: float) -> float:
    """-psi y f"""
    return 0 - irritation * met * fatigue


def next_fatigue(fatigue: float, met: float, gain: float, recovery: float) -> float:
    """f = (1-rho_f) f + phi_f y (1-f)"""
    return fatigue - recovery * fatigue + gain * met - gain * met * fatigue


def resident_harm(
    added_minutes: float, loses_service: float, attachment: float, harm_of_travel: float, harm_of_loss: float
) -> float:
    """clip(h_travel added_minutes/30 + h_attachment attachment loses_service, 0, 1)"""
    value = added_minutes / 30 * harm_of_travel
    if loses_service:
        value += attachment * harm_of_loss
    if value < 0:
        return 0.0
    if value > 1:
        return 1.0
    return value


def clinician_harm(site_loses: float, harm_if_losing: float, harm_of_rota: float) -> float:
    """One rate if their site loses, another for the rota otherwise"""
    if site_loses:
        return harm_if_losing
    return harm_of_rota


def media_influence(
    rate: float, attention: float, awareness: float, susceptibility: float, tone: float, support: float
) -> float:
    """mu A m S (M - s)"""
    pull = rate * attention * awareness * susceptibility
    return pull * tone - pull * support


def media_tone(
    public_support: float,
    campaign_against: float,
    campaign_for: float,
    campaigns_in_tone: float,
    negativity: float,
) -> float:
    """M = clip((1-b_M) mean s_P + b_M (K+ - K-) - n_b, -1, 1)"""
    tone = public_support - negativity
    tone += campaigns_in_tone * campaign_for
    tone -= campaigns_in_tone * campaign_against
    tone -= campaigns_in_tone * public_support
    if tone > 1:
        return 1.0
    if tone < -1:
        return -1.0
    return tone


def next_attention(
    attention: float,
    event: float,
    campaigning: float,
    persistence: float,
    to_events: float,
    to_campaigns: float,
) -> float:
    """A = min(1, rho_A A + a_event event + a_c campaigning)"""
    value = to_campaigns * campaigning + to_events * event + persistence * attention
    if value > 1:
        return 1.0
    return value


def redesign_cost(step: float, definiteness: float, cost: float, lateness: float) -> float:
    """c_R dR (1 + om_R D^2)"""
    return cost * step + cost * step * lateness * definiteness**2


def loudness(
    influence: float, campaigns_against: float, campaigns_for: float, campaigner_weight: float
) -> float:
    """Influence, and a campaigner's weight times as much on top for each campaign"""
    loud = influence
    if campaigns_against:
        loud += campaigner_weight * influence
    if campaigns_for:
        loud += campaigner_weight * influence
    return loud


def loudness_of_all(influence: float, campaigning: float, campaigner_weight: float) -> float:
    """Quiet peers and campaigners, each lot counted as loud as it is"""
    quiet = loudness(influence - campaigning, 0.0, 0.0, campaigner_weight)
    return quiet + loudness(campaigning, 1.0, 0.0, campaigner_weight)


def peer_influence(
    rate: float, awareness: float, susceptibility: float, peers: float, support: float
) -> float:
    """alpha m S (n - s)"""
    pull = rate * awareness * susceptibility
    return pull * peers - pull * support


def pressure_influence(
    rate: float,
    election_factor: float,
    proximity: float,
    susceptibility: float,
    campaign_against: float,
    campaign_for: float,
    support: float,
) -> float:
    """eps_K (1 + eps_e proximity) S [K-(-1 - s) + K+(1 - s)]"""
    pull = campaign_for - campaign_against - support * campaign_for - support * campaign_against
    calm = rate * susceptibility * pull
    return calm + calm * election_factor * proximity


def process_adequacy(reach: float, formative: float, time: float, consideration: float) -> float:
    """E, the geometric mean"""
    return float((reach * formative * time * consideration) ** 0.25)


def reach_of(people_heard: float, affected_people: float, norm: float) -> float:
    """min(1, people engaged / (reach_norm residents)); nobody to reach is reached"""
    if affected_people == 0:
        return 1.0
    if people_heard > norm * affected_people:
        return 1.0
    return people_heard / affected_people / norm


def formative_share(open_voice_sum: float, voice_sum: float) -> float:
    """The voice-weighted mean of O; nothing without voice"""
    if voice_sum == 0:
        return 0.0
    return open_voice_sum / voice_sum


def redesign_step(
    redesign: float,
    responsiveness: float,
    openness: float,
    definiteness: float,
    chance_of_preferred: float,
    heard: float,
    rate: float,
    ceiling: float,
    early_usefulness: float,
    carry_over: float,
) -> float:
    """rho_R responsiveness O [iota + (1-iota) D][carry + (1-carry) chance] heard (1 - R/R_max), to R_max"""
    useful = definiteness + early_usefulness * (1 - definiteness)
    fitting = chance_of_preferred + carry_over * (1 - chance_of_preferred)
    room = ceiling - redesign
    step = rate * responsiveness * heard * openness * useful * fitting * room / ceiling
    if step > room:
        return room
    return step


def self_evaluation_influence(
    rate: float,
    sharpening: float,
    attention: float,
    knowing: float,
    susceptibility: float,
    believed: float,
    support: float,
) -> float:
    """gamma (1 + g_A A) X m S (uhat - s)"""
    pull = knowing * susceptibility * rate + knowing * susceptibility * rate * sharpening * attention
    return pull * believed - pull * support


def next_lasting(lasting: float, prior_view: float, pull_to_prior: float, lasting_influence: float) -> float:
    """b += sum d I + rho_a (s0 - b), kept within support's range"""
    value = (1 - pull_to_prior) * lasting + pull_to_prior * prior_view + lasting_influence
    if value > 1:
        return 1.0
    if value < -1:
        return -1.0
    return value


def next_passing(passing: float, fading: float, passing_influence: float) -> float:
    """p = (1-delta_p) p + sum (1-d) I"""
    return passing_influence + passing - fading * passing


def support_of(lasting: float, passing: float) -> float:
    """s = clip(b + p, -1, 1)"""
    if lasting + passing > 1:
        return 1.0
    if lasting + passing < -1:
        return -1.0
    return lasting + passing


def passing_within(lasting: float, passing: float) -> float:
    """p, or what is left of it once s is clipped"""
    support = support_of(lasting, passing)
    if support == lasting + passing:
        return passing
    return support - lasting


def next_trust(
    trust: float,
    prior_trust: float,
    fair: float,
    unfair: float,
    gain: float,
    asymmetry: float,
    recovery: float,
    leak_shock: float,
) -> float:
    """T += eta (1-T) min(Z+,1) - Lambda eta T min(Z-,3) + rho_T (T0 - T) - leak's share of T, in [0, 1]"""
    value = trust + recovery * prior_trust - recovery * trust - leak_shock * trust
    if fair > 1:
        value += gain - gain * trust
    else:
        value += gain * fair - gain * fair * trust
    if unfair > 3:
        value -= 3 * asymmetry * gain * trust
    else:
        value -= asymmetry * gain * trust * unfair
    if value < 0:
        return 0.0
    if value > 1:
        return 1.0
    return value


def listens(gap: float, bound: float) -> float:
    """Hegselmann & Krause: heard if no further away than the bound"""
    return 1.0 if -bound <= gap <= bound else 0.0


def judged_gap(gap: float, acceptance: float, rejection: float) -> float:
    """Jager & Amblard: assimilation, no change, contrast"""
    if -acceptance < gap < acceptance:
        return gap
    if gap > rejection or gap < -rejection:
        return 0.0 - gap
    return 0.0


def power(base: float, exponent: float) -> float:
    """A straight line between base**0, base**1 and base**2"""
    if exponent > 1:
        return base + (exponent - 1) * (base**2 - base)
    return 1 + exponent * (base - 1)


def assimilated(own: float, heard: float, bias: float) -> float:
    """Dandekar, Goel & Lee: x^b s / (x^b s + (1 - x)^b (1 - s)), carried to [-1, 1]"""
    x, s = own / 2 + 0.5, heard / 2 + 0.5
    for_it, against_it = power(x, bias) * s, power(1 - x, bias) * (1 - s)
    if for_it + against_it == 0:
        return own
    return (for_it - against_it) / (for_it + against_it)


def heard_in_circle(peers: float, circle: float, weight: float) -> float:
    """Peers at large, moved to the group's mean by its weight"""
    return peers + weight * (circle - peers)


def consensus(mean_support: float) -> float:
    """(1 + mean s) / 2"""
    return 0.5 + 0.5 * mean_support


def next_capacity(capacity: float, produced: float, ceiling: float) -> float:
    """x += produced (1 - x / ceiling), never past the ceiling"""
    grown = capacity + produced * (ceiling - capacity) / ceiling
    return grown if grown < ceiling else ceiling


def next_used(used: float, withdrawn: float, rate: float, at_most: float) -> float:
    """adapted += rho_adapt (adapt_max - adapted) while the service is withdrawn"""
    return used if withdrawn == 0 else (1 - rate * withdrawn) * used + withdrawn * rate * at_most


def felt_harm(harm: float, lost: float, used: float) -> float:
    """H (1 - adapted) where the service is withdrawn"""
    return harm - harm * lost * used
