import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAnswer } from '../../../src/replies/calendar-answer.ts'
import { readMail } from '../../../src/replies/read-mail.ts'
import { answeredSubject, answersDecline, judgeAnswer, passedText } from '../../../src/replies/received.ts'

const reply = (lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')

const sound = ['UID:u@x', 'ATTENDEE;CN="A: B";PARTSTAT=ACCEPTED:MAILTO:Ann@Example.sch.uk', 'DTSTAMP:20261101T090000Z', 'SEQUENCE:3']

it('reads the UID, the attendee, the answer, the version and the moment, and nothing else', () => {
  expect(readAnswer(reply([...sound, 'COMMENT:a secret', 'SUMMARY:x']))).toEqual({
    kind: 'reply',
    uid: 'u@x',
    attendee: 'ann@example.sch.uk',
    answer: 'accepted',
    sequence: 3,
    stamp: '2026-11-01T09:00:00.000Z',
  })
  // Without a SEQUENCE it is the first version.
  expect(readAnswer(reply(sound.slice(0, 3)))).toMatchObject({ sequence: 0 })
  expect(readAnswer(reply(sound).replaceAll('\r\n', '\n'))).toMatchObject({ kind: 'reply' })
})

it('no text makes it throw, whatever of an answer is cut out, doubled or replaced', { timeout: 60_000 }, () => {
  const lines = reply(sound).split('\r\n')
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), fc.string(), fc.string({ unit: 'binary' })), { maxLength: 20 }), (some) => {
      expect(['reply', 'none']).toContain(readAnswer(some.join('\r\n')).kind)
    }),
    { numRuns: 200 },
  )
})

it('no bytes make the reading of a mail throw', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.string().map((text) => new TextEncoder().encode(text)),
      ),
      async (raw) => {
        const read = await readMail(raw)
        expect(read === undefined || typeof read.from === 'string').toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

it('only the person of a live entry answers it, by their own address and to a version that was sent', () => {
  const answer = {
    kind: 'reply',
    uid: 'u',
    attendee: 'a@x.uk',
    answer: 'declined',
    sequence: 2,
    stamp: '2026-11-01T09:00:00.000Z',
  } as const
  const entry = { state: 'live', sequence: 2, email: 'A@x.uk' } as const
  expect([
    judgeAnswer('a@x.uk', answer, entry),
    judgeAnswer('a@x.uk', answer, { ...entry, sequence: 3 }),
    judgeAnswer('a@x.uk', answer, { ...entry, sequence: 1 }),
    judgeAnswer('a@x.uk', answer, { ...entry, state: 'cancelled' }),
    judgeAnswer('a@x.uk', answer, { ...entry, email: null }),
    judgeAnswer('b@x.uk', answer, entry),
    judgeAnswer('a@x.uk', { ...answer, attendee: 'b@x.uk' }, entry),
    judgeAnswer('a@x.uk', answer, undefined),
  ]).toEqual([
    'answered',
    'answered',
    'unknown_version',
    'entry_ended',
    'not_from_attendee',
    'not_from_attendee',
    'not_from_attendee',
    'unknown_entry',
  ])
})

it('a decline is answered when it is new and stands', () => {
  const at = (minute: number) => `2026-11-01T09:0${minute}:00.000Z`
  const said = (answer: 'accepted' | 'declined', sequence: number, minute: number) => ({ id: 'x', answer, sequence, stamp: at(minute) })
  const decline = { answer: 'declined', sequence: 1, stamp: at(5) } as const
  expect([
    answersDecline(decline, undefined),
    answersDecline(decline, said('declined', 1, 1)),
    answersDecline(decline, said('declined', 0, 9)),
    answersDecline(decline, said('accepted', 1, 1)),
    answersDecline(decline, said('accepted', 1, 9)),
    answersDecline(decline, said('accepted', 2, 1)),
    answersDecline({ ...decline, answer: 'accepted' }, undefined),
  ]).toEqual([true, false, true, true, false, false, false])
})

it('a subject is found under whatever was put before it, and a text is clipped and plain', () => {
  for (const before of ['Re: ', 'AW: Re: ', 'FWD: ', 'RE[2]: ', 'Antw: ', ' re : ', ''])
    expect(answeredSubject(`${before}Your place: X`)).toBe('Your place: X')
  expect(answeredSubject('Rearranged: x')).toBe('Rearranged: x')
  expect(passedText('a\u0007b\r\nc\u001b[31m\n\n\n\nd\te ')).toBe('ab\nc[31m\n\nd\te')
  expect(passedText('x'.repeat(20_000)).length).toBe(10_002)
})
