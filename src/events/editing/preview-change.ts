import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import type { Problems } from '#base/web/field.tsx'
import { type ChangeName, changesOfEvent } from '#calendars/invites/named-change.ts'
import { messagesOfChange } from '#calendars/invites/notify-of-change.ts'
import type { EventDraft } from '#events/events/draft.ts'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import type { Reach } from '#events/events/list-scope.ts'
import { isMove, promiseOf, readFreeUntil, usualFreeDay } from '#events/events/moved-event.ts'
import { type Difference, differencesOf, type RecipientGroups, recipientsOf } from '#events/events/recipient.ts'
import { readKnown } from '#events/events/recipient-store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { selectWithoutCourse } from '#people/people/earlier-course-store.ts'
import { type ChangeRefusal, eventAfter, whyNotChange } from './save-event.ts'

/** What a change would do, as it is shown before it is done. */
export type ChangePreview = {
  changes: readonly ChangeName[]
  differences: readonly Difference[]
  recipients: RecipientGroups
  /** For a move: last day of free cancelling, and bookings with terms. */
  free: { day: string; bookings: number } | undefined
  /** Who has a place and lacks the earlier course that is new. */
  without: readonly string[]
  problems: Problems | undefined
}

type Change = { draft: EventDraft; version: number; confirmed: boolean; freeUntil: string }

type Found = { event: EventDetails; reach: Reach; cancelling: Accepted }

/**
 * Writes nothing. @param ask.isAlwaysShown also where nobody is sent anything
 * @returns why not, what to confirm first, or until when cancelling is free once it is saved
 */
export const previewChange = async (
  act: Act,
  { event, reach, cancelling }: Found,
  { draft, version, confirmed, freeUntil: typed, isAlwaysShown = false }: Change & { isAlwaysShown?: boolean },
): Promise<{ refused: ChangeRefusal } | { preview: ChangePreview } | { freeUntil: Instant | undefined }> => {
  const after = eventAfter(act, event, draft)
  const changes = changesOfEvent(event, after)
  const start = firstStart(draft)
  const isCurrent = version === event.version && (event.state === 'published' || isAlwaysShown)
  const mayFree = isCurrent && changes.length > 0 && isMove(changes) && reach.underTerms > 0
  const day = confirmed ? typed : mayFree ? usualFreeDay(act.now, start, cancelling.calendar) : ''
  const read = mayFree ? readFreeUntil(day, act.now, start) : { freeUntil: undefined }
  const freeUntil = 'problem' in read ? undefined : read.freeUntil
  const problems = confirmed && 'problem' in read ? { freeUntil: read.problem } : undefined
  const refused = isCurrent && !confirmed ? await whyNotChange(act, event, draft) : undefined
  if (refused) return { refused }
  if (!isCurrent || (confirmed && !problems)) return { freeUntil: confirmed ? freeUntil : undefined }
  const { messages } =
    event.state === 'published'
      ? await messagesOfChange(act, event, after, promiseOf(event, changes, freeUntil, act.now))
      : { messages: [] }
  const without = await withoutCourse(act, event, draft)
  const ahead = [lastEnd(event), lastEnd(draft)].some((end) => end !== undefined && end > instant(act.now))
  if (!isAlwaysShown && without.length === 0 && messages.length === 0 && (changes.length === 0 || reach.places === 0 || !ahead))
    return { freeUntil: undefined }
  return {
    preview: {
      changes,
      differences: differencesOf(event, after),
      recipients: recipientsOf(messages, await readKnown(act.db, event.id, messages)),
      free: mayFree ? { day, bookings: reach.underTerms } : undefined,
      without,
      problems,
    },
  }
}

const withoutCourse = async (act: Act, { id, audience }: EventDetails, { course }: EventDraft): Promise<string[]> => {
  const was = audience.course
  if (!course || (was?.topicId === course.topicId && was.level === course.level)) return []
  return readNow(act.db, selectWithoutCourse(act.db, id, course))
}
