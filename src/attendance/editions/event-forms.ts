// What an event counts towards, as its form shows and sends it.

import { type Counted, type CountReason, countReasons, countWays, isSuggested, nothing } from '#attendance/requirements/counted.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { choice, form, select, type Texts, ticks } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { CountsAs } from '#events/events/requirement.ts'
import type { StoredCount } from './event-store.ts'

const wayNames: Record<CountsAs, string> = {
  either: 'Counts, as the first training or a refresher',
  first: 'Counts as the first training',
  refresher: 'Counts as a refresher only',
  none: 'Does not count',
}

const reasonNames: Record<CountReason, string> = {
  mistake: 'It was said wrongly',
  programme: 'What is taught has changed',
  requirement: 'What is asked has changed',
}

/** `editions`: those in force on its first day, without those that schools state themselves. */
export type Counting = { event: EventDetails; editions: readonly Edition[]; seen: readonly StoredCount[] }

/** The name of the field for a requirement and the whole event, or one session of it. */
export const countField = (requirementId: string, sessionId?: string): string => `counts-${sessionId ?? 'event'}-${requirementId}`

const wayField = ({ event }: Counting, edition: Edition, sessionId: string | undefined) => {
  const none = sessionId || !isSuggested(edition, event) ? 'Nothing is said' : 'Nothing is said: it counts by its purpose and topic'
  return select(
    edition.label,
    [{ value: '', text: none }, ...countWays.map((value) => ({ value, text: wayNames[value] }))],
    textField.transform((typed) => countWays.find((way) => way === typed)),
  )
}

export const countedForm = (counting: Counting) => {
  const { event, editions, seen } = counting
  const sessionIds = [undefined, ...(event.sessions.length > 1 ? event.sessions.map(({ id }) => id) : [])]
  const scopes = sessionIds.flatMap((sessionId) => editions.map((edition) => ({ edition, sessionId })))
  // What the form does not show stays: no edition is in force then, or the session is off.
  const others = seen.filter(
    (one) => one.requirementId && !scopes.some((of) => of.edition.requirementId === one.requirementId && of.sessionId === one.sessionId),
  )
  return form(
    {
      nothing: ticks(
        'Does it count as anything?',
        [
          {
            value: 'yes',
            text: 'It counts as nothing',
            hint: 'Overrides purpose, topic and the whole event below, but not single sessions',
          },
        ],
        textField.transform((typed) => typed === 'yes'),
      ),
      ...Object.fromEntries(
        scopes.map(({ edition, sessionId }) => [countField(edition.requirementId, sessionId), wayField(counting, edition, sessionId)]),
      ),
      ...(event.state === 'draft' || seen.length === 0
        ? {}
        : {
            reason: choice(
              'Why is it changed?',
              countReasons.map((value) => ({ value, text: reasonNames[value] })),
              textField.transform((typed) => countReasons.find((one) => one === typed)),
              { hint: 'The event is public: the log keeps why' },
            ),
          }),
    },
    (typed) =>
      typed.transform((values) => {
        const { nothing: isOfNothing, ...ways }: { nothing: boolean } & Readonly<Record<string, unknown>> = values
        const counts = scopes.flatMap(({ edition: { requirementId }, sessionId }): Counted[] => {
          const countsAs = ways[countField(requirementId, sessionId)] as CountsAs | undefined
          // Of an event that counts towards nothing only sessions can count.
          return countsAs && !(isOfNothing && sessionId === undefined) ? [{ requirementId, sessionId, countsAs }] : []
        })
        return {
          counts: [...(isOfNothing ? [nothing] : []), ...counts, ...others.map(({ id, ...one }) => one)],
          reason: ways['reason'] as CountReason | undefined,
        }
      }),
  )
}

/** What is said, or else what its purpose and topic suggest. */
export const countedTyped = ({ event, editions, seen }: Counting): Texts => {
  const suggested = editions
    .filter((edition) => isSuggested(edition, event))
    .map(({ requirementId }): Counted => ({ requirementId, sessionId: undefined, countsAs: 'either' }))
  return Object.fromEntries(
    (seen.length > 0 ? seen : suggested).map(({ requirementId, sessionId, countsAs }) =>
      requirementId ? [countField(requirementId, sessionId), countsAs] : ['nothing', 'yes'],
    ),
  )
}
