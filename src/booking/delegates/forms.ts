import type { Problems } from '#base/web/field.tsx'
import { type Body, text, texts } from '#base/web/form.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { mostDelegates, personKey } from '#booking/bookings/booking.ts'
import { emptyRow, isBlank, type Row, readDelegates, readPicked, readRows } from '#booking/placing/forms.ts'
import { type Clash, sayClash } from '#people/people/clash.ts'
import { type AskedPerson, unsaid } from '#people/people/spelling.ts'
import type { Naming } from './delegate.ts'

/** The form that names places, as typed: a row per place, in order. */
export type TypedNames = { rows: Row[]; picks: string[]; pasted: string; placeIds: string[]; was: string | null; clashesSeen: string[] }

/** `action`: the pressed button. */
export const readNames = (body: Body): { typed: TypedNames; action: string } => {
  const placeIds = texts(body, 'place').slice(0, mostDelegates)
  return {
    typed: {
      rows: readRows(body).slice(0, Math.max(1, placeIds.length)),
      ...readPicked(body),
      placeIds,
      was: text(body, 'was') || null,
      clashesSeen: texts(body, 'clash').slice(0, mostDelegates),
    },
    action: text(body, 'action') || 'save',
  }
}

/** Empty rows name nobody; `instead` replaces a missing address ('': none needed). */
export const readNamings = (typed: TypedNames, instead?: string): { ok: true; namings: Naming[] } | { ok: false; problems: Problems } => {
  const read = readDelegates(typed.rows, 1, instead)
  if (!read.ok) return read
  const filled = typed.placeIds.filter((_, index) => typed.rows[index] && !isBlank(typed.rows[index]))
  return {
    ok: true,
    namings: filled.flatMap((placeId, index) => {
      const delegate = read.delegates[index]
      return delegate ? [{ placeId, was: typed.was, delegate }] : []
    }),
  }
}

/** An empty row for each place to name: the one asked for, or all unnamed ones. */
export const blankFor = ({
  booking,
  place,
}: {
  booking: { places: readonly BookedPlace[] }
  place: BookedPlace | undefined
}): TypedNames => {
  const unnamed = booking.places.filter((one) => one.personId === null && one.state !== 'cancelled')
  // Confirmed places first, so that the first names get them.
  const places = place
    ? [place]
    : [...unnamed].sort((a, b) => Number(a.state === 'held') - Number(b.state === 'held')).slice(0, mostDelegates)
  return {
    rows: places.map(emptyRow),
    picks: [],
    pasted: '',
    placeIds: places.map(({ id }) => id),
    was: place?.personId ?? null,
    clashesSeen: [],
  }
}

/** What was typed before, if it is of these places, else an empty row for each. */
export const begun = (typed: TypedNames, places: TypedNames): TypedNames =>
  typed.placeIds.length > 0 && typed.placeIds.every((id) => places.placeIds.includes(id)) ? typed : places

/** As many rows as places, or the problem that more were filled in. */
export const fittedTo = ({ placeIds }: TypedNames, { typed, problems }: { typed: TypedNames; problems: Problems }) => ({
  fitted: { ...typed, rows: typed.rows.slice(0, placeIds.length) },
  problems: typed.rows.length > placeIds.length ? { ...problems, 'name-1': 'Name one person: clear the row, or pick nobody' } : problems,
})

/** After somebody else named people: whom they named, and which typed rows are still needed. */
export const overtaken = (typed: TypedNames, places: readonly BookedPlace[]): { named: BookedPlace[]; rows: Row[] } => {
  const there = places.filter((place) => place.state !== 'cancelled' && place.personId !== null)
  const keys = there.map((place) => personKey({ name: place.name ?? '', email: place.email ?? '' }))
  return {
    named: there.filter((place) => typed.placeIds.includes(place.id) && place.personId !== typed.was),
    rows: typed.rows.filter((row) => !isBlank(row) && !keys.includes(personKey(row))),
  }
}

/** The form again with what is said of those who have another place that day, and that it was. */
export const withClashes = (
  typed: TypedNames,
  namings: readonly Naming[],
  clashes: readonly (readonly Clash[])[],
): [typed: TypedNames, shown: { problems: Problems }] => {
  const numbers = typed.rows.flatMap((row, index) => (isBlank(row) ? [] : [index + 1]))
  const problems = namings.flatMap(({ delegate }, index) => {
    const others = clashes[index]?.map((clash) => sayClash(delegate.name, clash)) ?? []
    return others.length > 0 ? [{ key: personKey(delegate), says: [`name-${numbers[index] ?? 1}`, others.join('. ')] as const }] : []
  })
  return [
    { ...typed, clashesSeen: problems.map(({ key }) => key) },
    {
      problems: Object.fromEntries(problems.map(({ says: [field, others] }) => [field, `${others}. Save again if they come all the same`])),
    },
  ]
}

/** Whom it is asked about, by the number of the row, and that it must be said. */
export const questionsIn = (rows: readonly Row[], asked: readonly AskedPerson[]) => {
  const numbers = rows.flatMap((row, index) => (isBlank(row) ? [] : [String(index + 1)]))
  const questions = asked.map((one) => ({ ...one, at: numbers[Number(one.at) - 1] ?? '1' }))
  return { questionsOfPeople: new Map(questions.map((one) => [Number(one.at), one])), problems: unsaid(questions) }
}

export type TypedCorrection = { name: string; email: string; was: string }

export const readCorrectionForm = (body: Body): TypedCorrection => ({
  name: text(body, 'name-1'),
  email: text(body, 'email-1'),
  was: text(body, 'was'),
})
