import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import type { SchoolAudience } from './audience.ts'

export const usualWords = {
  subject: 'Invitation: {title}, {day}',
  body: [
    'Dear {name},',
    '{school} is invited to “{title}” on {day}.',
    'Please book places for the people who need it, or pass this on to whoever books for you.',
  ].join('\n\n'),
}

/**
 * Begins an invitation to an event, which its author reads before it goes. The same form does so
 * once.
 * @param id of the form, and of the draft
 */
export const inviteSchools = async (act: Act, ask: { id: string; eventId: string; audience: SchoolAudience }): Promise<string> => {
  const { id, eventId, audience } = ask
  await atomically(
    act.db,
    [
      insertSending(act, { ...usualWords, id, eventId, audience, kind: 'mailing', state: 'draft', nature: 'training' }),
      logged(act, { act: 'mailing.begun', subject: ['mailing', id], eventId }),
    ],
    { 'Sending.id': 'made_before' } as const,
  )
  return id
}
