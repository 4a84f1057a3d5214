import { type Refusal, row } from '#test/support/refusing.ts'

const sending = (id: string, startedAt: string, values = {}) =>
  row('Sending', { id, nature: 'training', eventId: 'event', startedAt: `${startedAt}T09:00:00.000Z`, ...values })
const recipient = (sendingId: string, schoolId: string, values = {}) =>
  row('SendingRecipient', { sendingId, schoolId, number: 1, state: 'waiting', ...values })
const ofTrust = (sendingId: string, trustUid: string) => row('SendingRecipient', { sendingId, trustUid, number: 1, state: 'waiting' })
// The school became an academy.
const schools = [row('School', { id: 'before', rootId: 'school' }), row('School', { id: 'school', rootId: 'school' })]

export const refusalsOfMailings: Refusal[] = [
  {
    trigger: 'SendingRecipient_invited_once',
    word: 'school_is_invited',
    rule: 'a school is invited to an event at one address, and once a day whoever invites it',
    given: [...schools, sending('first', '2026-03-02'), recipient('first', 'before'), sending('second', '2026-03-02')],
    doing: recipient('second', 'school'),
    allowed: recipient('second', 'school', { state: 'skipped' }),
  },
  {
    trigger: 'SendingRecipient_invited_once',
    word: 'school_is_invited',
    rule: 'an invitation goes once more on a later day',
    given: [
      ...schools,
      sending('first', '2026-03-02'),
      recipient('first', 'school'),
      sending('next', '2026-03-02'),
      sending('later', '2026-03-04'),
    ],
    doing: recipient('next', 'school'),
    allowed: recipient('later', 'school'),
  },
  {
    trigger: 'SendingRecipient_invited_once',
    word: 'school_is_invited',
    rule: 'a trust is invited to an event once a day, beside its schools',
    given: [sending('first', '2026-03-02'), ofTrust('first', 'T1'), sending('second', '2026-03-02')],
    doing: ofTrust('second', 'T1'),
    allowed: ofTrust('second', 'T2'),
  },
]
