#!/usr/bin/python3
"""Reads every .ics file of a folder with libical and checks it against the restrictions of iTIP (RFC 5546).

    /usr/bin/python3 .ci/check-calendars.py FOLDER [AT_LEAST]

Needs the Debian packages gir1.2-ical-3.0 and python3-gi. Exits 1 when a file breaks a rule, when there are fewer files than AT_LEAST
(100), or when none of them updates or cancels an entry, for then the check has not seen what it is for.
"""

import os
import re
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def errors_in(component):
    """What libical has noted as wrong, as text, in this component and those inside."""
    found = []
    kind = ICalGLib.PropertyKind.XLICERROR_PROPERTY
    prop = component.get_first_property(kind)
    while prop:
        found.append(prop.as_ical_string().strip().replace("\r\n ", ""))
        prop = component.get_next_property(kind)
    inner = component.get_first_component(ICalGLib.ComponentKind.ANY_COMPONENT)
    while inner:
        found += errors_in(inner)
        inner = component.get_next_component(ICalGLib.ComponentKind.ANY_COMPONENT)
    return found


def problems_of(text):
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None or calendar.isa() != ICalGLib.ComponentKind.VCALENDAR_COMPONENT:
        return ["is no VCALENDAR"], None, 0
    named = re.search(r"^METHOD:(\S+)", text, re.MULTILINE)
    name = named.group(1) if named else ""
    problems = []
    if name not in ("REQUEST", "CANCEL"):
        problems.append(f"has the method {name or 'none'}")
    # Notes in the component what it finds, and counts with it what the parser found.
    ICalGLib.restriction_check(calendar)
    if calendar.count_errors() > 0:
        problems += errors_in(calendar) or [f"has {calendar.count_errors()} errors"]
    if calendar.count_components(ICalGLib.ComponentKind.VEVENT_COMPONENT) != 1:
        problems.append("has not one VEVENT")
        return problems, name, 0
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    if not event.get_dtstart().is_utc() or not event.get_dtend().is_utc():
        problems.append("has times that are not UTC")
    return problems, name, event.get_sequence()


def main():
    folder = sys.argv[1]
    at_least = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    names = sorted(name for name in os.listdir(folder) if name.endswith(".ics"))
    seen = {"REQUEST": 0, "CANCEL": 0}
    updates = 0
    wrong = 0
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            problems, method, sequence = problems_of(file.read())
        if method in seen:
            seen[method] += 1
        if method == "REQUEST" and sequence > 0:
            updates += 1
        for problem in problems:
            print(f"{name}: {problem}")
        wrong += 1 if problems else 0
    print(f"{len(names)} calendar messages read by libical: {seen['REQUEST']} REQUEST ({updates} updates), {seen['CANCEL']} CANCEL, {wrong} wrong")
    if len(names) < at_least:
        print(f"That is fewer than {at_least}.")
    if seen["CANCEL"] == 0 or updates == 0:
        print("No message cancels, or none updates, an entry.")
    return 1 if wrong > 0 or len(names) < at_least or seen["CANCEL"] == 0 or updates == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
