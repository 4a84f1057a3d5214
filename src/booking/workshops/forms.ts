import * as z from 'zod'
import { type Body, text, texts } from '#base/web/form.ts'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import type { Move } from './plan.ts'

/** The field of one block; `prefix` tells places on one form apart. */
export const blockField = (index: number, prefix = ''): string => `${prefix}block-${index + 1}`

/**
 * Workshops chosen with `WorkshopFields`. A block missing from the form or untouched stays.
 * @param chosen what the place has
 */
export const readChosen = (body: Body, event: Pick<EventDetails, 'sessions'>, chosen: readonly string[], prefix = ''): string[] =>
  blocksOf(event.sessions).flatMap(({ workshops }, index) => {
    const sent = texts(body, blockField(index, prefix)).at(-1)
    return sent === undefined ? workshops.filter((one) => chosen.includes(one.id)).map((one) => one.id) : sent === '' ? [] : [sent]
  })

/** A list of people: of a workshop, or of those in none of a block. `block` counts from 1. */
const listed = z.object({ workshop: z.string().max(64).catch(''), block: z.coerce.number().int().min(1).max(40).catch(1) })

export const readListed = (query: Record<string, string>) => listed.parse({ workshop: query['workshop'], block: query['block'] })

export const readMove = (body: Body) => ({
  ...listed.parse({ workshop: texts(body, 'workshop')[0], block: texts(body, 'block')[0] }),
  to: text(body, 'to'),
  placeIds: [...new Set(texts(body, 'place'))].slice(0, 10_000),
  confirmed: text(body, 'confirmed') === 'yes',
})

/** The assignment as shown: `place workshop` per person. */
export const readAssignment = (body: Body): { block: number; moves: Move[] } => ({
  ...listed.parse({ block: texts(body, 'block')[0] }),
  moves: texts(body, 'move')
    .slice(0, 10_000)
    .flatMap((move) => {
      const [placeId = '', to = '', ...more] = move.split(' ')
      return placeId && to && more.length === 0 ? [{ placeId, to }] : []
    }),
})
