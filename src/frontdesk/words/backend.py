"""ЕСОЗ's own messages, said in the desk's words. An unknown one is quoted as it came."""

from __future__ import annotations

from frontdesk.words.catalogue import N_, Words

_MESSAGES = {
    "Action is not allowed for the legal entity": N_(
        "ESOZ does not allow this clinic to use referrals"
    ),
    "service request has wrong status": N_("the referral is in a state that cannot be used"),
    "Legal entity does not have a proper contract": N_(
        "the clinic has no NHSU contract for this service"
    ),
    "contract is not active": N_("the clinic's NHSU contract is not in force"),
    "Contract is suspended and should be updated": N_(
        "the clinic's NHSU contract is suspended and must be renewed"
    ),
    "Invalid program type": N_("the programme does not cover services"),
    "Program not found": N_("ESOZ does not know the programme"),
    "Service is not included in the program": N_("the programme does not cover this service"),
    "User is not allowed to create service request with the program for the patient": N_(
        "the programme does not cover this patient"
    ),
    "Service request without a program can not be used": N_(
        "a referral without a programme cannot be taken into work"
    ),
    "Service request is expired": N_("the referral's validity has passed"),
    "Can't use inactive service request": N_("the referral is no longer active"),
    "Invalid service request status": N_("the referral is no longer active"),
    "Service request is already used": N_("another clinic has taken the referral into work"),
    "Service request is used by another legal entity": N_(
        "another clinic has taken the referral into work"
    ),
    "Service request is already completed": N_("the referral is already redeemed"),
    "You can assign service request only to employee within your legal entity": N_(
        "ESOZ does not know the doctor as an employee of this clinic"
    ),
    "You can assign service request only to your legal entity": N_(
        "the referral can only be taken for one's own clinic"
    ),
    "Employee is not an active doctor": N_("ESOZ does not list the doctor as active"),
    "Employee is not approved": N_("the doctor's record in ESOZ is not approved"),
    "Access denied. Party is not verified": N_("ESOZ has not verified the person who is signed in"),
    "Access denied. Party is deceased": N_("ESOZ has closed the record of who is signed in"),
    "Access denied": N_("ESOZ denied access"),
}
_BY_LOWER_CASE = {message.lower(): said for message, said in _MESSAGES.items()}


def message(words: Words, original: str) -> str:
    """The sentence for a documented message; any other is quoted and marked as ЕСОЗ's words."""
    said = _BY_LOWER_CASE.get(original.strip().rstrip(".").lower())
    return words.tr(said) if said else words.tr("ESOZ's words: “{message}”", message=original)
