// What the reader's own school has at an event, beside the limit for each school.

/** `waiting`: places that it waits for; `heldBack`: places kept for it and not yet taken. */
export type OwnPlaces = { schoolId: string; name: string; places: number; waiting: number; heldBack: number }

/** Another date of the same series that lies ahead. */
export type OtherDate = { code: string; title: string; startsAt: string }
