"""ЕСОЗ's own messages, said in the desk's words. An unknown one is quoted as it came."""

from __future__ import annotations

import re

from frontdesk.words.catalogue import N_, Words

_NO_DOCTOR_OF_OURS = N_("ESOZ does not know the doctor as an employee of this clinic")
_DENIED = N_("ESOZ denied access")
_UNKNOWN_RECORD = N_("ESOZ does not know this record")
_UNKNOWN_REFERRAL = N_("ESOZ does not know the referral")
_NOT_ACTIVE = N_("the referral is no longer active")
_WRONG_STATE = N_("the referral is not in the state that this needs")
_IN_OTHER_HANDS = N_("another clinic has taken the referral into work")
_SESSION_OVER = N_("the session has ended or is not valid")
_WRONG_KEY = N_("ESOZ does not accept the key of this program")
_NOT_READ = N_("ESOZ could not read what this program sent")
_MISTAKE = N_("ESOZ found a mistake in what this program sent")
_CONFLICT = N_("the record has changed meanwhile or does not allow it")
_BROKE_DOWN = N_("ESOZ broke down at it")

_MESSAGES = {
    # Who asks.
    "Invalid access token": _SESSION_OVER,
    "unauthorized": _SESSION_OVER,
    "Authorization header is not set or doesn't contain Bearer token": N_("no session was sent"),
    "Invalid api key": _WRONG_KEY,
    "API-KEY header required": _WRONG_KEY,
    "invalid scopes": N_("the session lacks a right that this needs"),
    "Access denied": _DENIED,
    "access_denied": _DENIED,
    "forbidden": _DENIED,
    "Access denied. Party is not verified": N_("ESOZ has not verified the person who is signed in"),
    "Access denied. Party is deceased": N_("ESOZ has closed the record of who is signed in"),
    # The clinic and its contract.
    "Action is not allowed for the legal entity": N_(
        "ESOZ does not allow this clinic to use referrals"
    ),
    "Legal entity does not have a proper contract": N_(
        "the clinic has no NHSU contract for this service"
    ),
    "contract is not active": N_("the clinic's NHSU contract is not in force"),
    "Contract is suspended and should be updated": N_(
        "the clinic's NHSU contract is suspended and must be renewed"
    ),
    "You can assign service request only to your legal entity": N_(
        "the referral can only be taken for one's own clinic"
    ),
    # The programme.
    "Program not found": N_("ESOZ does not know the programme"),
    "Invalid program type": N_("the programme does not cover services"),
    "Service is not included in the program": N_("the programme does not cover this service"),
    "User is not allowed to create service request with the program for the patient": N_(
        "the programme does not cover this patient"
    ),
    "INVALID": N_("the programme does not cover it, and ESOZ does not say why"),
    # The referral.
    "Service request without a program can not be used": N_(
        "a referral without a programme cannot be taken into work"
    ),
    "Service request is expired": N_("the referral's validity has passed"),
    "Can't use inactive service request": _NOT_ACTIVE,
    "Invalid service request status": _NOT_ACTIVE,
    "service request has wrong status": N_("the referral is in a state that cannot be used"),
    "Service request is already used": _IN_OTHER_HANDS,
    "Service request is used by another legal entity": _IN_OTHER_HANDS,
    "Service request is already completed": N_("the referral is already redeemed"),
    "Service request not found": _UNKNOWN_REFERRAL,
    "Service request is not found": _UNKNOWN_REFERRAL,
    "Invalid program processing status": _WRONG_STATE,
    "Invalid program processing status status": _WRONG_STATE,
    "$completed_with.code is not connected with this SR": N_(
        "the medical record does not belong to this referral"
    ),
    "Encounter refers to episode that is not active": N_(
        "the medical record belongs to an episode that is closed"
    ),
    # The doctor.
    "You can assign service request only to employee within your legal entity": _NO_DOCTOR_OF_OURS,
    "Employee is not an active doctor": N_("ESOZ does not list the doctor as active"),
    "Employee is not approved": N_("the doctor's record in ESOZ is not approved"),
    # The patient.
    "Patient is not active": N_("ESOZ has closed the patient's record"),
    "Unverified phone number": N_("the patient's phone is not verified in ESOZ"),
    "too_many_results": N_("too many people fit: more must be known of the patient"),
    "Active declaration belongs to another msp": N_(
        "the patient's declaration is with another clinic"
    ),
    # The request itself; a bare type stands where ЕСОЗ gives no message.
    "Malformed request. Probably, you have sent corrupted JSON": _NOT_READ,
    "request_malformed": _NOT_READ,
    "content_type_invalid": _NOT_READ,
    "schema does not allow additional properties": _MISTAKE,
    "validation_failed": _MISTAKE,
    "unverified": N_("ESOZ has not verified it"),
    "The request could not be completed due to a conflict with the current state of the resource": (
        _CONFLICT
    ),
    "request_conflict": _CONFLICT,
    "not_found": _UNKNOWN_RECORD,
    "Internal error": _BROKE_DOWN,
    "internal_error": _BROKE_DOWN,
}
_BY_LOWER_CASE = {message.lower(): said for message, said in _MESSAGES.items()}

_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            r"Your scope does not allow .+ Missing allowances: (?P<right>.+)",
            N_("your role in ESOZ lacks the right {right}"),
        ),
        (
            r"ACL: No matching rule was found for path.*",
            N_("ESOZ does not open this service to the program"),
        ),
        (
            r"required property (?P<field>\S+) was not present",
            N_("ESOZ asks for a field that this program did not send: {field}"),
        ),
        (r"Employee \S+ doesn't belong to your legal entity", _NO_DOCTOR_OF_OURS),
        (r"Service request in status \S+ cannot be (?:released|recalled)", _WRONG_STATE),
        (
            r"Service request with category \S+ could not be completed with current resource",
            N_("a medical record of this kind cannot redeem the referral"),
        ),
        (r"Validation failed\. You can find validators description.*", _MISTAKE),
    )
)


def message(words: Words, original: str) -> str:
    """The sentence for a documented message; any other is quoted and marked as ЕСОЗ's words.

    Several mistakes in one request come joined by semicolons.
    """
    said = [_said(words, part) for part in original.split("; ")]
    known = [it for it in said if it is not None]
    if len(known) == len(said):
        return "; ".join(dict.fromkeys(known))
    return words.tr("ESOZ's words: “{message}”", message=original)


def blames_the_program(original: str | None) -> bool:
    """Whether signing in again would not help: ЕСОЗ refuses the program, not the user."""
    return _documented(original or "") == _WRONG_KEY


def _said(words: Words, original: str) -> str | None:
    documented = _documented(original)
    if documented is not None:
        return words.tr(documented)
    for pattern, said in _PATTERNS:
        if found := pattern.fullmatch(original.strip()):
            return words.tr(said, **found.groupdict())
    return None


def _documented(original: str) -> str | None:
    return _BY_LOWER_CASE.get(original.strip().rstrip(".").lower())
