import * as z from 'zod'
import { sayWhen } from '#base/dates.ts'
import { choice, form, sentAlong, ticks } from '#base/web/fields.tsx'
import { type Body, sentField, texts, textsField } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { blocksOf, type EventDetails, type EventSession } from '#events/events/event.ts'
import { sayLeft } from '#events/events/workshop.ts'
import { type Move, type PeopleList, sayPerson } from './plan.ts'

/** The field of one block; `prefix` tells places on one form apart. */
export const blockField = (index: number, prefix = ''): string => `${prefix}block-${index + 1}`

/**
 * Workshops chosen with `workshopFields`. A block missing from the form or untouched stays.
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

/** Who of a list is moved, and to which workshop; `confirmed`: once that was shown. */
export const moveForm = ({ workshop, others, people }: PeopleList) =>
  form({
    place: ticks(
      counted(people.length, 'person', 'people'),
      people.map((person) => ({
        value: person.id,
        text: sayPerson(person),
        hint: [person.school, person.town, `booking ${person.reference}`].filter(Boolean).join(', '),
      })),
      textsField.transform((ids) => [...new Set(ids)].slice(0, 10_000)).pipe(z.array(z.string()).min(1, 'Choose who is to move')),
      { small: true },
    ),
    to: choice(
      workshop ? 'Move those ticked to' : 'Put those ticked into',
      others.map((other) => ({ value: other.id, text: other.title, hint: `${sayWhen(other.startsAt, other.endsAt)}. ${sayLeft(other)}` })),
      sentField
        .transform((id) => others.find((other) => other.id === id))
        .pipe(z.custom<EventSession>(Boolean, 'Choose the workshop that they are to move to')),
      { small: true },
    ),
    confirmed: sentAlong(sentField.transform((sent) => sent === 'yes')),
  })

/** The assignment as shown: `place workshop` per person. */
export const assignmentForm = form({
  move: sentAlong(
    textsField.transform((sent) =>
      sent.slice(0, 10_000).flatMap((move): Move[] => {
        const [placeId = '', to = '', ...more] = move.split(' ')
        return placeId && to && more.length === 0 ? [{ placeId, to }] : []
      }),
    ),
  ),
})
