import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import type { Audience, NamedAudience, SchoolAudience } from './audience.ts'
import { mayLink } from './linked-material.ts'
import type { Mailing } from './mailing.ts'
import { type DraftChange, deletedDraft, draftAsRead, updatedDraft } from './store.ts'

/** A short hash of a draft as shown, for the form that changes it. */
export const markOf = async ({ eventId, nature, subject, body, basis, materialId, audience }: DraftChange): Promise<string> =>
  (await sha256(JSON.stringify([eventId, nature, subject, body, basis, materialId, audience]))).slice(0, 24)

const begin = (act: Act, id: string, draft: DraftChange, from?: string): Promise<Result<unknown, 'made_before'>> =>
  atomically(
    act.db,
    [
      insertSending(act, { ...draft, id, kind: 'mailing', state: 'draft' }),
      logged(act, { act: 'mailing.begun', subject: ['mailing', id], eventId: draft.eventId ?? undefined, after: { copyOf: from } }),
    ],
    { 'Sending.id': 'made_before' } as const,
  )

type Begun = Promise<Result<string, 'saved_otherwise'>>

/** The same form, sent twice, begins one; 'saved_otherwise' if it asked for something else then. */
const beginOnce = async (act: Act, id: string, draft: Omit<DraftChange, 'materialId'>): Begun => {
  const begun = await begin(act, id, { ...draft, materialId: null })
  if (begun.ok) return ok(id)
  const { eventId, nature, audience } = draft
  const stored = await storedAs(act.db, 'Sending', id, { eventId, nature, audience: JSON.stringify(audience) })
  return stored === 'same' ? ok(id) : refuse('saved_otherwise')
}

/** A promotion to schools until changed. @param ask.id of the form, and of the draft */
export const beginMailing = (act: Act, ask: { id: string; audience: Audience; eventId: string | null }): Begun => {
  const { id, audience, eventId } = ask
  const nature = audience.of === 'event' ? 'service' : 'promotion'
  return beginOnce(act, id, { eventId, nature, subject: '', body: '', basis: '', audience })
}

/** What an invitation says before its author changes it. */
export const usualWords = {
  subject: 'Invitation: {title}, {day}',
  body: [
    'Dear {name},',
    '{school} is invited to “{title}” on {day}.',
    'Please book places for the people who need it, or pass this on to the person who books for you.',
  ].join('\n\n'),
}

/** Its author reads it before it goes. @param ask.id of the form, and of the draft */
export const inviteSchools = (act: Act, ask: { id: string; eventId: string; audience: SchoolAudience | NamedAudience }): Begun => {
  const { id, eventId, audience } = ask
  return beginOnce(act, id, { ...usualWords, eventId, audience, nature: 'training', basis: '' })
}

/** The audience is evaluated anew. @param id of the copy */
export const copyMailing = async (
  act: Act,
  id: string,
  { eventId, nature, subject, body, basis, materialId, audience, id: from }: Mailing,
): Promise<string> => {
  const { said: _said, ...same } = audience
  await begin(act, id, { eventId, nature, subject, body, basis, materialId, audience: same }, from)
  return id
}

/** While it is as its author saw it. @param seen its mark */
export const saveMailing = async (
  act: Act,
  draft: Mailing,
  seen: string,
  changes: Partial<DraftChange>,
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  if (seen !== (await markOf(draft))) return refuse('changed_meanwhile')
  const to: DraftChange = { ...draft, ...changes }
  // It belongs to the people of its event.
  if (to.eventId !== draft.eventId || !mayLink(to.audience)) to.materialId = null
  const saved = await atomically(
    act.db,
    [
      draftAsRead(act, draft),
      updatedDraft(act, draft.id, to),
      logged(act, {
        act: 'mailing.written',
        subject: ['mailing', draft.id],
        eventId: to.eventId ?? undefined,
        after: { nature: to.nature },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' as const },
  )
  return saved.ok ? ok(undefined) : saved
}

/** Deletes an unsent draft. @param seen its mark */
export const discardMailing = async (act: Act, draft: Mailing, seen: string): Promise<Result<true, 'changed_meanwhile'>> => {
  if (seen !== (await markOf(draft))) return refuse('changed_meanwhile')
  const result = await atomically(
    act.db,
    [
      draftAsRead(act, draft),
      deletedDraft(act, draft.id),
      logged(act, { act: 'mailing.discarded', subject: ['mailing', draft.id], eventId: draft.eventId ?? undefined }),
    ],
    { [guardBroken]: 'changed_meanwhile' as const },
  )
  return result.ok ? ok(true) : result
}
