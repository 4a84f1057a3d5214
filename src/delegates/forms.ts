import { mostDelegates } from '../bookings/booking.ts'
import { type Body, isBlank, type Row, readDelegates, readPicked, readRows, text, texts } from '../bookings/forms.ts'
import type { Problems } from '../web/field.tsx'
import type { Naming } from './delegate.ts'

/** A form that names places, as typed: a row for each place, in the same order. */
export type TypedNames = { rows: Row[]; picks: string[]; pasted: string; placeIds: string[]; was: string | null }

/** `action`: the button that was pressed. */
export const readNames = (body: Body): { typed: TypedNames; action: string } => {
  const placeIds = texts(body, 'place').slice(0, mostDelegates)
  return {
    typed: { rows: readRows(body).slice(0, Math.max(1, placeIds.length)), ...readPicked(body), placeIds, was: text(body, 'was') || null },
    action: text(body, 'action') || 'save',
  }
}

/** Who is to be on which place, or what is wrong with each field. Rows left empty name nobody; `instead` stands for an address left empty ('': none is needed). */
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

export type TypedCorrection = { name: string; email: string; was: string }

export const readCorrectionForm = (body: Body): TypedCorrection => ({
  name: text(body, 'name-1'),
  email: text(body, 'email-1'),
  was: text(body, 'was'),
})
