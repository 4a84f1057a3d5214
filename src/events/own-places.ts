// What the reader's own school has at an event, beside the limit for each school.

export type OwnPlaces = { schoolId: string; name: string; places: number }
