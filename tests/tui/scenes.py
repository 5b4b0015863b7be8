"""Every screen in every state: the table behind the pictures and the rules of layout.

A new screen gets a line for each of its states, and `HAVE_NOT` says which it cannot be in. The
steps are in `steps`; those that only read can be taken in the `longest_world` as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frontdesk.simulator.world import World

from .conftest import Auth, Steps, Terminal, world
from .steps import agenda, around, booking, grounds, intake, referral, register, waiting, worklist
from .worlds import idle_world, longest_world

STATES = ("normal", "empty", "loading", "error", "longest")


@dataclass(frozen=True)
class Scene:
    screen: str
    """The class on which the steps end."""
    state: str
    """One of `STATES`, or a further one worth a picture."""
    steps: Steps
    world: Callable[[], World] = world
    demo: bool = True
    auth: Auth = "simulator"
    has_pin: bool = False
    may_overbook: bool = False

    def __str__(self) -> str:
        return f"{self.screen.removesuffix('Screen')}-{self.state}"


def then(*all_steps: Steps) -> Steps:
    """One after another."""

    async def go(terminal: Terminal) -> None:
        for it in all_steps:
            await it(terminal)

    return go


SCENES = (
    Scene("IntakeScreen", "normal", intake.at_home),
    Scene("IntakeScreen", "empty", intake.at_home, demo=False),
    Scene("IntakeScreen", "loading", intake.searching),
    Scene("IntakeScreen", "error", intake.misread),
    Scene("IntakeScreen", "longest", intake.busy_morning, longest_world),
    Scene("IntakeScreen", "signed_out", intake.at_home, auth="sign_in"),
    Scene("IntakeScreen", "greeted", intake.greeted),
    Scene("IntakeScreen", "led", intake.led),
    Scene("IntakeScreen", "locked", intake.locked, demo=False, has_pin=True),
    Scene("IntakeScreen", "locked_out", intake.locked_out, demo=False, has_pin=True),
    Scene("IntakeScreen", "locked_without_pin", intake.locked, demo=False),
    Scene("ReferralScreen", "normal", referral.verdict),
    Scene("ReferralScreen", "empty", referral.bare),
    Scene("ReferralScreen", "loading", referral.resending),
    Scene("ReferralScreen", "error", referral.unverified),
    Scene("ReferralScreen", "longest", referral.consent, longest_world),
    Scene("ReferralScreen", "refused", referral.refused),
    Scene("ReferralScreen", "several", referral.several),
    Scene("ReferralScreen", "several_longest", referral.several, longest_world),
    Scene("ReferralScreen", "several_apart", referral.several_apart),
    Scene("ReferralScreen", "led", then(intake.led, referral.verdict)),
    Scene("ChoiceScreen", "normal", referral.two_numbers),
    Scene("ChoiceScreen", "longest", referral.two_numbers, longest_world),
    Scene("BookingScreen", "normal", booking.times),
    Scene("BookingScreen", "empty", booking.times, idle_world),
    Scene("BookingScreen", "loading", booking.looking_for_times),
    Scene("BookingScreen", "error", booking.just_taken),
    Scene("BookingScreen", "longest", booking.just_taken, longest_world),
    Scene("BookingScreen", "led", then(intake.led, booking.times)),
    Scene("BookingScreen", "paid", grounds.paid_times),
    Scene("BookingScreen", "course", booking.course),
    Scene("BookingScreen", "beside_others", booking.beside_others, may_overbook=True),
    Scene("ReasonScreen", "normal", booking.reasons, may_overbook=True),
    Scene("ReasonScreen", "error", booking.no_reason, may_overbook=True),
    Scene("ReasonScreen", "longest", booking.own_reason, longest_world, may_overbook=True),
    Scene("ConfirmScreen", "normal", booking.confirmation),
    Scene("ConfirmScreen", "empty", booking.nameless),
    Scene("ConfirmScreen", "loading", booking.sending),
    Scene("ConfirmScreen", "error", booking.wrong_details),
    Scene("ConfirmScreen", "longest", booking.confirmation, longest_world),
    Scene("ConfirmScreen", "offered", booking.offered),
    Scene("ConfirmScreen", "led", then(intake.led, booking.confirmation)),
    Scene("ConfirmScreen", "course", booking.course_confirmation),
    Scene("ConfirmScreen", "child", booking.child),
    Scene("SlipScreen", "normal", booking.slip),
    Scene("SlipScreen", "loading", booking.provisional),
    Scene("SlipScreen", "error", booking.lost),
    Scene("SlipScreen", "longest", booking.copied, longest_world),
    Scene("SlipScreen", "copied", booking.copied),
    Scene("SlipScreen", "led", then(intake.led, booking.slip)),
    Scene("SlipScreen", "course", booking.course_slip),
    Scene("AgendaScreen", "normal", agenda.day),
    Scene("AgendaScreen", "empty", agenda.no_visits),
    Scene("AgendaScreen", "loading", agenda.reading_day),
    Scene("AgendaScreen", "error", agenda.by_time),
    Scene("AgendaScreen", "longest", agenda.day, longest_world),
    Scene("AgendaScreen", "found", agenda.found),
    Scene("AgendaScreen", "found_everywhere", agenda.found_everywhere, longest_world),
    Scene("MoveScreen", "normal", agenda.other_times),
    Scene("MoveScreen", "empty", agenda.no_other_time, idle_world),
    Scene("MoveScreen", "loading", agenda.looking_for_other_times),
    Scene("MoveScreen", "error", agenda.other_time_taken),
    Scene("MoveScreen", "longest", agenda.moving, longest_world),
    Scene("MoveScreen", "asking", agenda.moving),
    Scene("CancelScreen", "normal", agenda.cancelling),
    Scene("CancelScreen", "error", agenda.cancelling_without_reason),
    Scene("CancelScreen", "longest", agenda.cancelling_in_own_words, longest_world),
    Scene("AbsenceScreen", "normal", agenda.absence),
    Scene("AbsenceScreen", "empty", agenda.absence_of_nobody),
    Scene("AbsenceScreen", "error", agenda.wrong_absence),
    Scene("AbsenceScreen", "longest", agenda.absence, longest_world),
    Scene("AffectedScreen", "normal", agenda.affected),
    Scene("AffectedScreen", "empty", agenda.nobody_affected),
    Scene("AffectedScreen", "loading", agenda.looking_for_affected),
    Scene("AffectedScreen", "error", agenda.nowhere_to_go, idle_world),
    Scene("AffectedScreen", "longest", agenda.opening_again, longest_world),
    Scene("AffectedScreen", "asking", agenda.moving_all),
    Scene("WorklistScreen", "normal", worklist.normal),
    Scene("WorklistScreen", "empty", worklist.nothing),
    Scene("WorklistScreen", "loading", worklist.reading),
    Scene("WorklistScreen", "error", worklist.no_answer),
    Scene("WorklistScreen", "longest", worklist.every_kind, longest_world),
    Scene("WorklistScreen", "every_kind", worklist.every_kind),
    Scene("MatterScreen", "normal", worklist.opened),
    Scene("MatterScreen", "longest", worklist.cancelling, longest_world),
    Scene("MatterScreen", "cancelling", worklist.cancelling),
    Scene("PhoneScreen", "normal", worklist.phone),
    Scene("WaitingScreen", "normal", waiting.two_wait),
    Scene("WaitingScreen", "empty", waiting.nobody_waits),
    Scene("WaitingScreen", "loading", waiting.reading),
    Scene("WaitingScreen", "error", waiting.taken_off_elsewhere),
    Scene("WaitingScreen", "longest", waiting.longest, longest_world),
    Scene("WaitingScreen", "taking_off", waiting.taking_off),
    Scene("WaitingScreen", "taking_off_longest", waiting.longest_taking_off, longest_world),
    Scene("WaitingForm", "normal", waiting.form),
    Scene("WaitingForm", "empty", waiting.wrong_form),
    Scene("WaitingForm", "error", waiting.wrong_days),
    Scene("WaitingForm", "longest", waiting.form_of_register, longest_world),
    Scene("WaitingForm", "of_register", waiting.form_of_register),
    Scene("OfferingScreen", "normal", waiting.phoning),
    Scene("OfferingScreen", "loading", waiting.holding),
    Scene("OfferingScreen", "error", waiting.referral_has_gone),
    Scene("OfferingScreen", "longest", waiting.phoning_longest, longest_world),
    Scene("OfferingScreen", "the_next", waiting.phoning_the_next),
    Scene("OfferingScreen", "provisional", waiting.phoning_in_silence),
    Scene("OfferingScreen", "on_paper", waiting.phoning_about_paper),
    Scene("ChoosePatientScreen", "normal", waiting.choosing_patient),
    Scene("WithoutReferralScreen", "normal", grounds.not_needed),
    Scene("WithoutReferralScreen", "empty", grounds.no_such_service),
    Scene("WithoutReferralScreen", "longest", grounds.needed, longest_world),
    Scene("WithoutReferralScreen", "needed", grounds.needed),
    Scene("WithoutReferralScreen", "untyped", grounds.whom),
    Scene("GroundsScreen", "normal", grounds.others),
    Scene("GroundsScreen", "error", grounds.not_observed),
    Scene("GroundsScreen", "longest", grounds.not_observed, longest_world),
    Scene("GroundsScreen", "all", grounds.all_grounds),
    Scene("GroundsScreen", "observed", grounds.observed),
    Scene("PatientChoiceScreen", "normal", grounds.choosing_patient),
    Scene("PaperScreen", "normal", grounds.paper),
    Scene("PaperScreen", "empty", grounds.empty_paper),
    Scene("PaperScreen", "error", grounds.wrong_paper),
    Scene("PaperScreen", "longest", grounds.longest_paper),
    Scene("PaperScreen", "of_waiter", waiting.reading_paper),
    Scene("ServiceChoiceScreen", "normal", grounds.service_of_paper),
    Scene("ServiceChoiceScreen", "empty", grounds.no_service_of_paper),
    Scene("ServiceChoiceScreen", "longest", grounds.service_of_paper, longest_world),
    Scene("UrgentScreen", "normal", grounds.recorded),
    Scene("UrgentScreen", "empty", grounds.urgent),
    Scene("UrgentScreen", "error", grounds.not_recorded),
    Scene("UrgentScreen", "longest", grounds.many_recorded),
    Scene("UrgentDetailsScreen", "normal", grounds.told_details),
    Scene("UrgentDetailsScreen", "empty", grounds.details),
    Scene("UrgentDetailsScreen", "error", grounds.wrong_details),
    Scene("UrgentDetailsScreen", "longest", grounds.told_details, longest_world),
    Scene("PatientsScreen", "normal", register.found),
    Scene("PatientsScreen", "empty", register.register),
    Scene("PatientsScreen", "loading", register.seeking),
    Scene("PatientsScreen", "error", register.nobody),
    Scene("PatientsScreen", "longest", register.found_many, longest_world),
    Scene("PatientScreen", "normal", register.card),
    Scene("PatientScreen", "empty", register.card_without_visits),
    Scene("PatientScreen", "loading", register.opening_card),
    Scene("PatientScreen", "error", register.card_and_silence),
    Scene("PatientScreen", "longest", register.card, longest_world),
    Scene("PatientScreen", "merging", register.merging),
    Scene("PatientDetailsScreen", "normal", register.changing),
    Scene("PatientDetailsScreen", "empty", register.new_patient),
    Scene("PatientDetailsScreen", "loading", register.saving),
    Scene("PatientDetailsScreen", "error", register.wrong_change),
    Scene("PatientDetailsScreen", "longest", register.changing, longest_world),
    Scene("SettingsScreen", "normal", around.settings),
    Scene("SettingsScreen", "error", around.settings_not_kept),
    Scene("PaletteScreen", "normal", around.palette),
    Scene("PaletteScreen", "empty", around.no_such_action),
    Scene("HelpScreen", "normal", around.help_at_home),
    Scene("HelpScreen", "longest", around.help_with_a_referral),
    Scene("SignInScreen", "normal", around.signing_in, auth="sign_in"),
    Scene("SignInScreen", "loading", around.waiting_for_sign_in, auth="sign_in"),
    Scene("SignInScreen", "error", around.wrong_answer_pasted, auth="sign_in"),
    Scene("SignInScreen", "longest", around.signing_in_without_browser, auth="sign_in"),
)

HAVE_NOT: Mapping[str, frozenset[str]] = {
    "ChoiceScreen": frozenset({"empty", "loading", "error"}),  # two numbers that are there already
    "ReasonScreen": frozenset({"empty", "loading"}),  # the reasons are ours
    "SlipScreen": frozenset({"empty"}),  # a slip is of a visit
    "CancelScreen": frozenset({"empty", "loading"}),  # a visit is there already
    "AbsenceScreen": frozenset({"loading"}),  # the doctors are known since the desk is open
    "MatterScreen": frozenset({"empty", "loading", "error"}),  # its worklist says what went wrong
    "OfferingScreen": frozenset({"empty"}),  # somebody waits
    "WaitingForm": frozenset({"loading"}),  # what it asks for is known since the desk is open
    "WithoutReferralScreen": frozenset({"loading", "error"}),  # so are the services
    "ServiceChoiceScreen": frozenset({"loading", "error"}),
    "GroundsScreen": frozenset({"empty", "loading"}),  # the grounds are ours
    "PaperScreen": frozenset({"loading"}),  # all of it is typed
    "UrgentScreen": frozenset({"loading"}),  # Enter works at once, whoever else is still read
    "UrgentDetailsScreen": frozenset({"loading"}),
    "SettingsScreen": frozenset({"empty", "loading", "longest"}),  # all of it is ours
    "PaletteScreen": frozenset({"loading", "error", "longest"}),
    "HelpScreen": frozenset({"empty", "loading", "error"}),
    "SignInScreen": frozenset({"empty"}),
}
"""States that a screen cannot be in."""

LIKE: Mapping[str, str] = {
    "ChoosePatientScreen": "PatientsScreen",
    "PatientChoiceScreen": "PatientsScreen",
    "PhoneScreen": "PatientDetailsScreen",
}
"""Screens made from another one, in all but their normal state the same as that."""
