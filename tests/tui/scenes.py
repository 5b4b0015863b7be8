"""Every screen in every state: the table behind the pictures and the rules of layout.

A new screen gets a line for each of its states, and `HAVE_NOT` says which it cannot be in. The
steps are in `steps`; those that only read can be taken in the `longest_world` as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frontdesk.simulator.world import World

from . import steps
from .conftest import Auth, Steps, world
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

    def __str__(self) -> str:
        return f"{self.screen.removesuffix('Screen')}-{self.state}"


SCENES = (
    Scene("IntakeScreen", "normal", steps.at_home),
    Scene("IntakeScreen", "empty", steps.at_home, demo=False),
    Scene("IntakeScreen", "loading", steps.searching),
    Scene("IntakeScreen", "error", steps.misread),
    Scene("IntakeScreen", "longest", steps.busy_morning, longest_world),
    Scene("IntakeScreen", "signed_out", steps.at_home, auth="sign_in"),
    Scene("IntakeScreen", "locked", steps.locked, demo=False, has_pin=True),
    Scene("IntakeScreen", "locked_out", steps.locked_out, demo=False, has_pin=True),
    Scene("IntakeScreen", "locked_without_pin", steps.locked, demo=False),
    Scene("ReferralScreen", "normal", steps.verdict),
    Scene("ReferralScreen", "empty", steps.bare),
    Scene("ReferralScreen", "loading", steps.resending),
    Scene("ReferralScreen", "error", steps.unverified),
    Scene("ReferralScreen", "longest", steps.consent, longest_world),
    Scene("ReferralScreen", "refused", steps.refused),
    Scene("ReferralScreen", "several", steps.several),
    Scene("ReferralScreen", "several_longest", steps.several, longest_world),
    Scene("ReferralScreen", "several_apart", steps.several_apart),
    Scene("ChoiceScreen", "normal", steps.two_numbers),
    Scene("ChoiceScreen", "longest", steps.two_numbers, longest_world),
    Scene("BookingScreen", "normal", steps.times),
    Scene("BookingScreen", "empty", steps.times, idle_world),
    Scene("BookingScreen", "loading", steps.looking_for_times),
    Scene("BookingScreen", "error", steps.just_taken),
    Scene("BookingScreen", "longest", steps.just_taken, longest_world),
    Scene("ConfirmScreen", "normal", steps.confirmation),
    Scene("ConfirmScreen", "empty", steps.nameless),
    Scene("ConfirmScreen", "loading", steps.sending),
    Scene("ConfirmScreen", "error", steps.wrong_details),
    Scene("ConfirmScreen", "longest", steps.confirmation, longest_world),
    Scene("ConfirmScreen", "offered", steps.offered),
    Scene("SlipScreen", "normal", steps.slip),
    Scene("SlipScreen", "loading", steps.provisional),
    Scene("SlipScreen", "error", steps.lost),
    Scene("SlipScreen", "longest", steps.copied, longest_world),
    Scene("SlipScreen", "copied", steps.copied),
    Scene("PatientsScreen", "normal", steps.found),
    Scene("PatientsScreen", "empty", steps.register),
    Scene("PatientsScreen", "loading", steps.seeking),
    Scene("PatientsScreen", "error", steps.nobody),
    Scene("PatientsScreen", "longest", steps.found, longest_world),
    Scene("PatientScreen", "normal", steps.card),
    Scene("PatientScreen", "empty", steps.card_without_visits),
    Scene("PatientScreen", "loading", steps.opening_card),
    Scene("PatientScreen", "error", steps.card_and_silence),
    Scene("PatientScreen", "longest", steps.card, longest_world),
    Scene("PatientScreen", "merging", steps.merging),
    Scene("PatientDetailsScreen", "normal", steps.changing),
    Scene("PatientDetailsScreen", "empty", steps.new_patient),
    Scene("PatientDetailsScreen", "loading", steps.saving),
    Scene("PatientDetailsScreen", "error", steps.wrong_change),
    Scene("PatientDetailsScreen", "longest", steps.changing, longest_world),
    Scene("SettingsScreen", "normal", steps.settings),
    Scene("SettingsScreen", "error", steps.settings_not_kept),
    Scene("PaletteScreen", "normal", steps.palette),
    Scene("PaletteScreen", "empty", steps.no_such_action),
    Scene("HelpScreen", "normal", steps.help_at_home),
    Scene("HelpScreen", "longest", steps.help_with_a_referral),
    Scene("SignInScreen", "normal", steps.signing_in, auth="sign_in"),
    Scene("SignInScreen", "loading", steps.waiting_for_sign_in, auth="sign_in"),
    Scene("SignInScreen", "error", steps.wrong_answer_pasted, auth="sign_in"),
    Scene("SignInScreen", "longest", steps.signing_in_without_browser, auth="sign_in"),
)

HAVE_NOT: Mapping[str, frozenset[str]] = {
    "ChoiceScreen": frozenset({"empty", "loading", "error"}),  # two numbers that are there already
    "SlipScreen": frozenset({"empty"}),  # a slip is of a visit
    "SettingsScreen": frozenset({"empty", "loading", "longest"}),  # all of it is ours
    "PaletteScreen": frozenset({"loading", "error", "longest"}),
    "HelpScreen": frozenset({"empty", "loading", "error"}),
    "SignInScreen": frozenset({"empty"}),
}
"""States that a screen cannot be in."""
