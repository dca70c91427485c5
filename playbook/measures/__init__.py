"""Customer-experience measures, each with its uncertainty; pure functions without state."""

from playbook.measures.business.business_case import BusinessCase, business_case
from playbook.measures.business.cash_flow import irr, npv, payback_year
from playbook.measures.business.poor_service import (
    CostOfPoorService,
    CostPart,
    cost_of_poor_service,
)
from playbook.measures.business.sensitivity import OneWay, Swing, one_way
from playbook.measures.coding.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha
from playbook.measures.coding.agreement_result import Agreement
from playbook.measures.coding.coding_accuracy import CodingAccuracy, coding_accuracy
from playbook.measures.coding.cronbach import cronbach_alpha
from playbook.measures.comparing.league import LeagueRow, LeagueTable
from playbook.measures.comparing.multiplicity import (
    Screened,
    Screening,
    benjamini_hochberg,
    false_alarm_chance,
    holm,
)
from playbook.measures.comparing.shrinkage import (
    league_from_estimates,
    league_table,
    nps_league,
    regress_to_mean,
)
from playbook.measures.comparing.standardise import standardise
from playbook.measures.comparing.standardised import Standardised, Stratum
from playbook.measures.control.dispersion import Dispersion
from playbook.measures.control.rate_chart import RateChart
from playbook.measures.control.rates import p_chart, u_chart
from playbook.measures.control.signals import Signal
from playbook.measures.control.xmr import XmRChart, xmr
from playbook.measures.drivers.driver_importance import (
    driver_importance,
    importance_from_correlations,
)
from playbook.measures.drivers.importance import Driver, DriverImportance
from playbook.measures.drivers.importance_shares import ImportanceMethod
from playbook.measures.drivers.say_do import IntentionLevel, SayDo, say_do
from playbook.measures.drivers.stated import (
    QUADRANT_NAMES,
    PlacedItem,
    Quadrant,
    Quadrants,
    stated_against_derived,
)
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD, fit_bg_nbd
from playbook.measures.lifetime.contractual import ShiftedBetaGeometric, fit_sbg
from playbook.measures.lifetime.discounted_value import (
    DiscountedLifetimeValue,
    discounted_lifetime_value,
)
from playbook.measures.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from playbook.measures.lifetime.lifetime_value import (
    FirstPayment,
    LifetimeValue,
    lifetime_multiple,
    simple_lifetime_value,
)
from playbook.measures.lifetime.purchase_forecast import forecast_purchases
from playbook.measures.lifetime.purchase_outlook import PurchaseOutlook, purchase_outlook
from playbook.measures.lifetime.purchases import PurchaseHistories, purchase_histories
from playbook.measures.lifetime.repeat_counts import RepeatCounts, repeat_counts
from playbook.measures.pay.bunching import Bunching, bunching
from playbook.measures.pay.gaming import Heaping, answer_timing, heaping, invitation_change
from playbook.measures.pay.noise_pay import NoisePay, pay_from_noise
from playbook.measures.pay.payout import Gate, Payment, PayoutCurve, payment
from playbook.measures.pay.score_and_behaviour import (
    ScoreAndBehaviour,
    ScoresAndBehaviour,
    score_and_behaviour,
)
from playbook.measures.pay.team_signals import TeamRow, TeamSignals
from playbook.measures.pilots.difference_in_differences import difference_in_differences
from playbook.measures.pilots.panel_errors import StandardError
from playbook.measures.pilots.pilot_effect import DifferenceInDifferences, GroupMeans, PeriodMeans
from playbook.measures.pilots.pre_trend import PreTrend
from playbook.measures.pilots.randomisation import Randomisation
from playbook.measures.pilots.recovery import RecoveryValue, recovery_value
from playbook.measures.privacy.maturity import Maturity, MaturityCell, maturity, rating_text
from playbook.measures.privacy.published import SMALLEST, TOTAL, can_be_undone, hidden_ranges
from playbook.measures.privacy.repeated_display import Revealed, people_revealed
from playbook.measures.privacy.suppression import Suppressed, suppress_small
from playbook.measures.reading import Values
from playbook.measures.retention.churn import (
    compound,
    logo_churn,
    logo_churn_from_counts,
    per_period,
)
from playbook.measures.retention.cohorts import CohortTriangle, cohort_retention
from playbook.measures.retention.log_rank import LogRank, LogRankGroup, log_rank
from playbook.measures.retention.revenue_retention import RevenueRetention, revenue_retention
from playbook.measures.retention.survival import Survival, kaplan_meier
from playbook.measures.scores.average import average
from playbook.measures.scores.by_group import Grouped, nps_by, satisfaction_by, share_by
from playbook.measures.scores.effort import (
    EffortScore,
    EffortVersion,
    effort,
    effort_direction_conflict,
)
from playbook.measures.scores.journey import Correlation, chain_completion, correlation
from playbook.measures.scores.recommend import (
    looks_like_five_star,
    looks_like_one_to_ten,
    nps,
    nps_difference,
    nps_from_counts,
    nps_sample_size,
    nps_standard_error,
)
from playbook.measures.scores.share import satisfaction, share, share_difference
from playbook.measures.surveys.raking import Category, Raking, rake
from playbook.measures.surveys.response import (
    Composition,
    Representation,
    ResponseBias,
    composition,
    response_bias,
    response_by,
)
from playbook.measures.surveys.sample_size import (
    VisibleChange,
    share_sample_size,
    smallest_visible_nps_change,
    two_share_power,
    two_share_sample_size,
)
from playbook.measures.two_means import mean_difference
from playbook.measures.weights import effective_n

__all__ = [
    "QUADRANT_NAMES",
    "SMALLEST",
    "TOTAL",
    "Agreement",
    "BetaGeometricNBD",
    "Bunching",
    "BusinessCase",
    "Category",
    "CodingAccuracy",
    "CohortTriangle",
    "Composition",
    "Correlation",
    "CostOfPoorService",
    "CostPart",
    "Difference",
    "DifferenceInDifferences",
    "DiscountedLifetimeValue",
    "Dispersion",
    "Driver",
    "DriverImportance",
    "EffortScore",
    "EffortVersion",
    "Estimate",
    "FirstPayment",
    "GammaGamma",
    "Gate",
    "GroupMeans",
    "Grouped",
    "Heaping",
    "ImportanceMethod",
    "IntentionLevel",
    "LeagueRow",
    "LeagueTable",
    "LifetimeValue",
    "LogRank",
    "LogRankGroup",
    "Maturity",
    "MaturityCell",
    "MeasureError",
    "NoisePay",
    "OneWay",
    "Payment",
    "PayoutCurve",
    "PeriodMeans",
    "PlacedItem",
    "PreTrend",
    "PurchaseHistories",
    "PurchaseOutlook",
    "Quadrant",
    "Quadrants",
    "Raking",
    "Randomisation",
    "RateChart",
    "RecoveryValue",
    "RepeatCounts",
    "Representation",
    "ResponseBias",
    "Revealed",
    "RevenueRetention",
    "SayDo",
    "ScoreAndBehaviour",
    "ScoresAndBehaviour",
    "Screened",
    "Screening",
    "ShiftedBetaGeometric",
    "Signal",
    "StandardError",
    "Standardised",
    "Stratum",
    "Suppressed",
    "Survival",
    "Swing",
    "TeamRow",
    "TeamSignals",
    "Values",
    "VisibleChange",
    "XmRChart",
    "answer_timing",
    "average",
    "benjamini_hochberg",
    "bunching",
    "business_case",
    "can_be_undone",
    "chain_completion",
    "coding_accuracy",
    "cohen_kappa",
    "cohort_retention",
    "composition",
    "compound",
    "correlation",
    "cost_of_poor_service",
    "cronbach_alpha",
    "difference_in_differences",
    "discounted_lifetime_value",
    "driver_importance",
    "effective_n",
    "effort",
    "effort_direction_conflict",
    "false_alarm_chance",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_sbg",
    "fleiss_kappa",
    "forecast_purchases",
    "heaping",
    "hidden_ranges",
    "holm",
    "importance_from_correlations",
    "invitation_change",
    "irr",
    "kaplan_meier",
    "krippendorff_alpha",
    "league_from_estimates",
    "league_table",
    "lifetime_multiple",
    "log_rank",
    "logo_churn",
    "logo_churn_from_counts",
    "looks_like_five_star",
    "looks_like_one_to_ten",
    "maturity",
    "mean_difference",
    "nps",
    "nps_by",
    "nps_difference",
    "nps_from_counts",
    "nps_league",
    "nps_sample_size",
    "nps_standard_error",
    "npv",
    "one_way",
    "p_chart",
    "pay_from_noise",
    "payback_year",
    "payment",
    "people_revealed",
    "per_period",
    "purchase_histories",
    "purchase_outlook",
    "rake",
    "rating_text",
    "recovery_value",
    "regress_to_mean",
    "repeat_counts",
    "response_bias",
    "response_by",
    "revenue_retention",
    "satisfaction",
    "satisfaction_by",
    "say_do",
    "score_and_behaviour",
    "share",
    "share_by",
    "share_difference",
    "share_sample_size",
    "simple_lifetime_value",
    "smallest_visible_nps_change",
    "standardise",
    "stated_against_derived",
    "suppress_small",
    "two_share_power",
    "two_share_sample_size",
    "u_chart",
    "xmr",
]
