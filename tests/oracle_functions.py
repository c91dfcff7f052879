"""Functions that claim worked examples of renewals, back-tests, parsing and inquiries.

``test_oracles`` runs them; they stand here because each of them only turns parsed JSON into
arguments.
"""

from collections.abc import Callable
from datetime import date, timedelta, timezone
from typing import Any

from cs_workbook.errors import DataError
from cs_workbook.measures.backtest import back_test
from cs_workbook.measures.discrimination import Scored, area_under_curve
from cs_workbook.measures.inquiries import recurring_inquiries
from cs_workbook.measures.movements import MovementKind, Term, monthly_movements
from cs_workbook.measures.renewal_forecast import (
    Expected,
    forecast_mrr,
    renewal_forecast,
    term_months,
)
from cs_workbook.measures.renewals import (
    Renewal,
    RenewalState,
    renewal_rate,
    renewal_rate_by_totals,
    renewal_rate_of,
)
from cs_workbook.parsing import from_excel_serial, parse_date, parse_number, salesforce_id_18
from cs_workbook.segments.trust import Trust, trust_signal
from cs_workbook.segments.words import HIGH

Inputs = dict[str, Any]

_NEW_YORK_IN_WINTER = timezone(timedelta(hours=-5))


def _renewals_of_contracts(inputs: Inputs) -> dict[str, object]:
    contracts = [
        Renewal(
            due=date.fromisoformat(due),
            state=RenewalState(state),
            renewed_on=date.fromisoformat(renewed_on) if renewed_on else None,
        )
        for _, due, state, renewed_on in inputs["contracts"]
    ]
    rate = renewal_rate_of(contracts, grace_days=inputs["grace_days"])
    return {
        "due": rate.n,
        "renewed": rate.renewed,
        "lost": rate.lost,
        "open_or_late": rate.open_or_late,
        "rate_of_due_pct": rate.value,
        "rate_of_decided_pct": rate.of_decided,
    }


def _renewal_rate_from_churn(inputs: Inputs) -> float | None:
    """A renewal rate "100 % less churn" means that minus five of a hundred were lost."""
    try:
        return renewal_rate(renewed=100, lost=inputs["churn_pct"], due=100).value
    except DataError:
        return None


def _forecast(inputs: Inputs) -> dict[str, object]:
    states = {"won": RenewalState.RENEWED, "open": RenewalState.OPEN, "lost": RenewalState.LOST}
    forecast = renewal_forecast(
        Expected(state=states[status], target=target, expected=expected, final=final)
        for status, target, expected, final in inputs["rows[status,target,forecast,final]"]
    )
    return {
        "renewals_due": forecast.target,
        "renewal_forecast_excl_upsell": forecast.likely,
        "gross_forecast_rate_pct": forecast.value,
    }


def _auc(inputs: Inputs) -> float | None:
    """The source ranks by risk, where high is bad; a health score is the other way round."""
    return area_under_curve(
        Scored(str(place), -risk, bool(left))
        for place, (left, risk) in enumerate(zip(inputs["y"], inputs["score"], strict=True))
    ).value


def _auc_of_health(inputs: Inputs) -> float | None:
    pairs = zip(inputs["churned"], inputs["health_90d_before"], strict=True)
    return area_under_curve(
        Scored(str(place), health, bool(left)) for place, (left, health) in enumerate(pairs)
    ).value


def _lost_without_warning(inputs: Inputs) -> float | None:
    calm = inputs["of_which_green_or_yellow_90d_before"]
    matched = [
        Scored(
            str(place),
            80 if place < calm else 20,
            left=True,
            band="calm" if place < calm else "red",
        )
        for place in range(inputs["churned"])
    ]
    result = back_test(matched, matched, days_before=90, bands=("red", "calm"))
    return result.unwarned.value


def _salesforce(inputs: Inputs) -> object:
    if "id" in inputs:
        return salesforce_id_18(inputs["id"])
    return [salesforce_id_18(identifier) for identifier in inputs["ids"]]


def _number(inputs: Inputs) -> float | None:
    marks: dict[str, Any] = {"de": ",", "en": "."}
    try:
        number = parse_number(inputs["text"], marks.get(inputs["locale"]))
    except DataError:
        return None
    return None if number is None else float(number)


def _date(inputs: Inputs) -> str:
    text, context = inputs["text"], inputs["context"]
    if context.startswith("excel serial"):
        return from_excel_serial(float(text)).date().isoformat()
    if context.startswith("UTC"):
        day = parse_date(f"{text} UTC", zone=_NEW_YORK_IN_WINTER)
    else:
        day = parse_date(text, context)
    assert day is not None
    return day.isoformat()


def _churn_of_a_cancelled_term(inputs: Inputs) -> str:
    """A yearly term, cancelled in March, paid until the end of the year."""
    assert inputs["cancelled_before_term_end"]
    paid_until = date(2025, 1, 1)
    ((month, _),) = [
        dated
        for dated in monthly_movements(
            [Term("A", date(2024, 1, 1), paid_until, 100)],
            first=date(2024, 1, 1),
            last=date(2025, 12, 1),
        )
        if dated.movement.kind is MovementKind.CHURN
    ]
    at_its_end = (month.year, month.month) == (paid_until.year, paid_until.month)
    return f"churn reported {'at the end of' if at_its_end else 'within'} the paid period"


def _trust(inputs: Inputs) -> dict[str, str | None]:
    """Attention as it stands, with every one of the last 90 days alike."""
    words = {Trust.WARNING: "trust warning", Trust.HIGH: "high trust", Trust.NONE: None}
    return {
        account: words[
            trust_signal(
                months=months,
                attention=attention,
                high_share=100 if attention == HIGH else 0,
                reasonable_months=inputs["reasonable_time_months"],
            ).trust
        ]
        for account, (months, attention) in inputs["accounts[tenure_months,attention]"].items()
    }


def _inquiries(inputs: Inputs) -> dict[str, object]:
    themes = recurring_inquiries(
        inputs["inquiries"],
        threshold=inputs["threshold_pct"],
        excluded=inputs["exclude_types"],
    )
    recurring = [theme for theme in themes if theme.recurring]
    return {
        **{theme.theme: theme.share for theme in recurring},
        "flag": [theme.theme for theme in recurring],
    }


MORE_FUNCTIONS: dict[str, Callable[[Inputs], object]] = {
    "mrr_churn_date": _churn_of_a_cancelled_term,
    "renewal_rate_logo": lambda i: (
        renewal_rate(renewed=i["renewed"], due=i["up_for_renewal"]).value
    ),
    "renewal_rate_gross_dollar": lambda i: (
        renewal_rate_by_totals(
            due=i["up_for_renewal"], lost=i["lost_to_churn"], downgraded=i["downgrades"]
        ).value
    ),
    "renewal_rate": _renewal_rate_from_churn,
    "renewal_rate_with_grace": _renewals_of_contracts,
    "renewal_forecast": _forecast,
    "subscription_term_months": lambda i: term_months(
        date.fromisoformat(i["start"]), date.fromisoformat(i["end"])
    ),
    "forecast_mrr": lambda i: forecast_mrr(i["amount"], i["months"]),
    "auc": _auc,
    "auc_of_health_vs_churn": _auc_of_health,
    "green_churn_rate": _lost_without_warning,
    "salesforce_id_15_to_18": _salesforce,
    "parse_number": _number,
    "parse_date": _date,
    "recurring_inquiry_share": _inquiries,
    "attention_trust_warning": _trust,
}
