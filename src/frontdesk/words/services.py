"""The services that can be booked, each with the words by which a clerk finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.data import catalogue
from frontdesk.domain.clinic import Clinic, Offer, Service
from frontdesk.domain.patient import sort_key
from frontdesk.domain.referral import Category
from frontdesk.domain.service_search import spelt
from frontdesk.words import labels
from frontdesk.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """A service that somebody here gives."""

    service: Service
    offers: tuple[Offer, ...]
    words: tuple[str, ...]
    """By which it is found."""


def choices(words: Words, clinic: Clinic) -> tuple[Choice, ...]:
    """All of them, consultations first, then by name."""
    found = []
    for id_ in {it.service_id for it in clinic.offers}:
        service = clinic.services[id_]
        offers = tuple(it for it in clinic.offers if it.service_id == id_)
        found.append(Choice(service, offers, spelt(_said(words, service, offers))))
    return tuple(sorted(found, key=_place))


def doctors(words: Words, choice: Choice) -> str:
    """«лікар-кардіолог» of those who give it; of several specialities the first."""
    first = choice.offers[0].doctor
    return labels.position(words, first.position, first.speciality)


def _place(it: Choice) -> tuple[bool, str, str]:
    is_consultation = it.service.category is Category.COUNSELLING
    return not is_consultation, sort_key(it.service.name), it.service.id


def _said(words: Words, service: Service, offers: tuple[Offer, ...]) -> Iterator[str]:
    """Its name and code; who gives it: name, post, speciality, and what people call that."""
    spoken = catalogue.spoken_names().of_speciality
    yield service.name
    yield service.code
    for doctor in {it.doctor.id: it.doctor for it in offers}.values():
        yield doctor.name
        yield labels.position(words, doctor.position, doctor.speciality)
        yield labels.speciality(words, doctor.speciality) if doctor.speciality else ""
        yield from spoken.get(doctor.speciality or "", ())
